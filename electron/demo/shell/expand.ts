import { posix } from 'node:path';
import type { ShellState } from './command';
import type { FileSystem } from './fileSystem';
import { SyntaxFault, tokenize, type Piece, type Word } from './lexer';
import { evaluate } from './sums';

export interface Expander {
  /** Words with their variables, commands and patterns filled in; one word may become several or none. */
  fields(words: readonly Word[]): Promise<string[]>;
  /** A word as one text, as the right side of an assignment. */
  text(word: Word): Promise<string>;
}

interface Deps {
  state: ShellState;
  files: FileSystem;
  /** What a command prints. */
  capture: (source: string) => Promise<string>;
}

/** A text of which some characters came from quotes: those are neither split nor taken as patterns. */
interface Part {
  text: string;
  quoted: boolean;
}

export function createExpander({ state, files, capture }: Deps): Expander {
  const variable = (name: string): string | undefined => {
    switch (name) {
      case '?':
        return String(state.status);
      case '#':
        return String(Math.max(0, state.positional.length - 1));
      case '$':
        return '7';
      case '@':
      case '*':
        return state.positional.slice(1).join(' ');
      default:
        return /^\d+$/.test(name) ? state.positional[Number(name)] : name.startsWith('#') ? String(variable(name.slice(1))?.length ?? 0) : state.variables.get(name);
    }
  };

  const expandVariable = async ({ name, otherwise }: Extract<Piece, { kind: 'variable' }>): Promise<string> => {
    const value = variable(name);
    if (!otherwise) return value ?? '';
    const { operator } = otherwise;
    const word = await text(wordOf(otherwise.word));
    const isUnset = operator.startsWith(':') ? !value : value === undefined;
    switch (operator.replace(':', '')) {
      case '-':
        return isUnset ? word : (value ?? '');
      case '=':
        if (isUnset) state.variables.set(name, word);
        return isUnset ? word : (value ?? '');
      case '+':
        return isUnset ? '' : word;
      case '?':
        if (isUnset) throw new SyntaxFault(`${name}: ${word || 'parameter not set'}`);
        return value ?? '';
      default:
        return trimmed(value ?? '', operator, word);
    }
  };

  const part = async (piece: Piece): Promise<Part> => {
    switch (piece.kind) {
      case 'text':
        return piece;
      case 'variable':
        return { text: await expandVariable(piece), quoted: piece.quoted };
      case 'command':
        return { text: (await capture(piece.source)).replace(/\n+$/, ''), quoted: piece.quoted };
      case 'sum':
        return { text: String(evaluate(await text(wordOf(`"${piece.source}"`)), (name) => variable(name) ?? '0')), quoted: piece.quoted };
    }
  };

  const partsOf = async (word: Word): Promise<Part[]> => {
    const parts: Part[] = [];
    for (const [index, piece] of word.entries()) {
      const isHome = index === 0 && piece.kind === 'text' && !piece.quoted && /^~(?=\/|$)/.test(piece.text);
      parts.push(isHome ? { text: piece.text.replace('~', state.variables.get('HOME') ?? '/'), quoted: false } : await part(piece));
    }
    return parts;
  };

  const text = async (word: Word): Promise<string> => (await partsOf(word)).map((found) => found.text).join('');

  const fieldsOf = async (word: Word): Promise<string[]> => {
    const parts = await partsOf(word);
    // Only what came out of variables and commands is split.
    const fields: Part[][] = [];
    let field: Part[] | null = null;
    for (const [index, found] of parts.entries()) {
      const isSplit = !found.quoted && word[index]?.kind !== 'text';
      const pieces = isSplit ? found.text.split(/[ \t\n]+/) : [found.text];
      for (const [number, piece] of pieces.entries()) {
        if (number > 0 && field) {
          fields.push(field);
          field = null;
        }
        if (piece !== '' || found.quoted) (field ??= []).push({ text: piece, quoted: found.quoted });
      }
    }
    if (field) fields.push(field);
    return fields.flatMap((parts_) => globbed(parts_));
  };

  const globbed = (parts: readonly Part[]): string[] => {
    const plain = parts.map((found) => found.text).join('');
    if (!parts.some((found) => !found.quoted && /[*?]|\[[^\]]+\]/.test(found.text))) return [plain];
    const matches = matchPaths(files, state.directory, plain);
    return matches.length > 0 ? matches : [plain];
  };

  return {
    text,
    async fields(words) {
      const all: string[] = [];
      for (const word of words) all.push(...(await fieldsOf(word)));
      return all;
    },
  };
}

const wordOf = (source: string): Word => tokenize(source.replace(/\n/g, ' ')).flatMap((token) => (token.kind === 'word' ? [...token.word] : [{ kind: 'text' as const, text: token.text, quoted: true }]));

/** A shell pattern as a regular expression over one name or text. */
export function patternOf(pattern: string, isGreedy = true): string {
  return pattern.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('?', '[\\s\\S]').replaceAll('[!', '[^').replaceAll('*', isGreedy ? '[\\s\\S]*' : '[\\s\\S]*?');
}

function trimmed(value: string, operator: string, pattern: string): string {
  const isLong = operator.length === 2;
  if (operator.startsWith('#')) return value.replace(new RegExp(`^${patternOf(pattern, isLong)}`), '');
  // The shortest end: the longest start before it.
  return isLong ? value.replace(new RegExp(`${patternOf(pattern)}$`), '') : (new RegExp(`^([\\s\\S]*)${patternOf(pattern)}$`).exec(value)?.[1] ?? value);
}

function matchPaths(files: FileSystem, directory: string, pattern: string): string[] {
  const isAbsolute = pattern.startsWith('/');
  const parts = pattern.split('/').filter(Boolean);
  let found = [isAbsolute ? '/' : ''];
  for (const part of parts) {
    const name = new RegExp(`^${patternOf(part)}$`);
    found = found.flatMap((base) => {
      const at = posix.resolve(directory, base || '.');
      if (!files.exists(at) || !files.stat(at).isDirectory) return [];
      const names = files.list(at).map((entry) => entry.name);
      return names.filter((candidate) => name.test(candidate) && (!candidate.startsWith('.') || part.startsWith('.'))).map((candidate) => `${base}${base && base !== '/' ? '/' : ''}${candidate}`);
    });
  }
  return found;
}
