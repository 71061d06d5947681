import { SyntaxFault, tokenize, Unfinished, type Token, type Word } from './lexer';

export interface Redirection {
  operator: '>' | '>>' | '<' | '2>' | '2>>' | '2>&1' | '>&2' | '&>';
  /** Absent where the operator says it all. */
  target?: Word;
}

export type Statement =
  | { kind: 'simple'; assignments: readonly { name: string; value: Word }[]; words: readonly Word[]; redirections: readonly Redirection[] }
  | { kind: 'pipeline'; parts: readonly Statement[]; isNegated: boolean }
  /** `&&` and `||` look at the status of what came before; `;` does not; `&` does not wait. */
  | { kind: 'list'; items: readonly { joint: '&&' | '||' | ';' | '&'; statement: Statement }[] }
  | { kind: 'group'; body: Statement; isSubshell: boolean; redirections: readonly Redirection[] }
  | { kind: 'if'; branches: readonly { condition: Statement; body: Statement }[]; otherwise: Statement | null }
  | { kind: 'loop'; condition: Statement; body: Statement; isUntil: boolean }
  | { kind: 'for'; name: string; words: readonly Word[]; body: Statement };

const separators = [';', '\n', '&'];
const reserved = ['then', 'do', 'done', 'fi', 'else', 'elif', '}', 'esac'];

const bare = (token: Token | undefined): string | null => {
  if (token?.kind !== 'word' || token.word.length !== 1) return null;
  const [piece] = token.word;
  return piece?.kind === 'text' && !piece.quoted ? piece.text : null;
};

/** Whether what was read so far can be run, or needs more lines; `faulty` can only be complained of. */
export function readiness(source: string): 'whole' | 'unfinished' | 'faulty' {
  // A backslash before the end of a line joins the next one to it.
  if (/(?<!\\)(?:\\\\)*\\\n$/.test(source)) return 'unfinished';
  try {
    parse(source);
    return 'whole';
  } catch (error) {
    if (error instanceof Unfinished) return 'unfinished';
    if (error instanceof SyntaxFault) return 'faulty';
    throw error;
  }
}

/** Parses a script. @throws SyntaxFault */
export function parse(source: string): Statement {
  const tokens = tokenize(source);
  let at = 0;
  const isOperator = (...texts: string[]) => {
    const token = tokens[at];
    return token?.kind === 'operator' && texts.includes(token.text);
  };
  const isKeyword = (...texts: string[]) => texts.includes(bare(tokens[at]) ?? '');
  const unexpected = (): never => {
    const token = tokens[at];
    const text = token?.kind === 'operator' ? (token.text === '\n' ? 'newline' : `"${token.text}"`) : token ? `"${bare(token) ?? 'word'}"` : 'end of file';
    throw new (token ? SyntaxFault : Unfinished)(`syntax error: unexpected ${text}`);
  };
  const keyword = (text: string) => {
    if (!isKeyword(text)) unexpected();
    at += 1;
  };
  const skipNewlines = () => {
    while (isOperator('\n')) at += 1;
  };

  const list = (...ends: string[]): Statement => {
    const items: { joint: '&&' | '||' | ';' | '&'; statement: Statement }[] = [];
    let joint: '&&' | '||' | ';' = ';';
    for (;;) {
      while (isOperator(...(joint === ';' ? [';', '\n'] : ['\n']))) at += 1;
      if (at >= tokens.length || isKeyword(...ends) || (ends.includes(')') && isOperator(')'))) {
        if (joint !== ';') unexpected();
        return { kind: 'list', items };
      }
      items.push({ joint, statement: pipeline() });
      joint = ';';
      if (isOperator('&&', '||')) {
        joint = (tokens[at] as { text: '&&' | '||' }).text;
        at += 1;
      } else if (isOperator('&')) {
        const last = items.at(-1);
        if (last) items[items.length - 1] = { ...last, joint: '&' };
        at += 1;
      } else if (isOperator(...separators)) at += 1;
      else if (at < tokens.length && !isKeyword(...ends) && !(ends.includes(')') && isOperator(')'))) unexpected();
    }
  };

  const pipeline = (): Statement => {
    const isNegated = isKeyword('!');
    if (isNegated) at += 1;
    const parts = [command()];
    while (isOperator('|')) {
      at += 1;
      skipNewlines();
      parts.push(command());
    }
    return parts.length === 1 && !isNegated && parts[0] ? parts[0] : { kind: 'pipeline', parts, isNegated };
  };

  const body = (...ends: string[]): Statement => list(...ends);

  const command = (): Statement => {
    if (isOperator('(')) {
      at += 1;
      const inner = list(')');
      if (!isOperator(')')) unexpected();
      at += 1;
      return { kind: 'group', body: inner, isSubshell: true, redirections: redirections() };
    }
    if (isKeyword('{')) {
      at += 1;
      const inner = list('}');
      keyword('}');
      return { kind: 'group', body: inner, isSubshell: false, redirections: redirections() };
    }
    const compound = compoundCommand();
    if (!compound) return simple();
    const redirected = redirections();
    return redirected.length > 0 ? { kind: 'group', body: compound, isSubshell: false, redirections: redirected } : compound;
  };

  const compoundCommand = (): Statement | null => {
    if (isKeyword('if')) {
      const branches: { condition: Statement; body: Statement }[] = [];
      while (isKeyword('if', 'elif')) {
        at += 1;
        const condition = body('then');
        keyword('then');
        branches.push({ condition, body: body('elif', 'else', 'fi') });
      }
      let otherwise: Statement | null = null;
      if (isKeyword('else')) {
        at += 1;
        otherwise = body('fi');
      }
      keyword('fi');
      return { kind: 'if', branches, otherwise };
    }
    if (isKeyword('while', 'until')) {
      const isUntil = isKeyword('until');
      at += 1;
      const condition = body('do');
      keyword('do');
      const inner = body('done');
      keyword('done');
      return { kind: 'loop', condition, body: inner, isUntil };
    }
    if (!isKeyword('for')) return null;
    at += 1;
    const name = bare(tokens[at]) ?? unexpected();
    at += 1;
    const words: Word[] = [];
    if (isKeyword('in')) {
      at += 1;
      for (let token = tokens[at]; token?.kind === 'word'; token = tokens[at]) {
        words.push(token.word);
        at += 1;
      }
    }
    while (isOperator(';', '\n')) at += 1;
    keyword('do');
    const inner = body('done');
    keyword('done');
    return { kind: 'for', name, words, body: inner };
  };

  const redirection = (): Redirection | null => {
    const token = tokens[at];
    if (token?.kind !== 'operator') return null;
    const operator = ({ '1>': '>', '1>&2': '>&2' } as Record<string, string>)[token.text] ?? token.text;
    if (!['>', '>>', '<', '2>', '2>>', '2>&1', '>&2', '&>'].includes(operator)) return null;
    at += 1;
    if (operator === '2>&1' || operator === '>&2') return { operator };
    const target = tokens[at];
    if (target?.kind !== 'word') return unexpected();
    at += 1;
    return { operator: operator as Redirection['operator'], target: target.word };
  };
  const redirections = (): Redirection[] => {
    const all: Redirection[] = [];
    for (let next = redirection(); next; next = redirection()) all.push(next);
    return all;
  };

  const simple = (): Statement => {
    const assignments: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    const redirected: Redirection[] = [];
    if (isKeyword(...reserved)) unexpected();
    for (;;) {
      const next = redirection();
      if (next) {
        redirected.push(next);
        continue;
      }
      const token = tokens[at];
      if (token?.kind !== 'word') break;
      const [first, ...others] = token.word;
      const assigned = words.length === 0 && first?.kind === 'text' && !first.quoted ? /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(first.text) : null;
      if (assigned) assignments.push({ name: assigned[1] ?? '', value: [{ kind: 'text', text: assigned[2] ?? '', quoted: false }, ...others] });
      else words.push(token.word);
      at += 1;
    }
    if (words.length + assignments.length + redirected.length === 0) unexpected();
    return { kind: 'simple', assignments, words, redirections: redirected };
  };

  const script = list();
  if (at < tokens.length) unexpected();
  return script;
}
