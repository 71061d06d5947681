import { SyntaxFault } from './lexer';

const levels: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!='], ['<=', '>=', '<', '>'], ['+', '-'], ['*', '/', '%']];

const operations: Record<string, (a: number, b: number) => number> = {
  '||': (a, b) => Number(a !== 0 || b !== 0),
  '&&': (a, b) => Number(a !== 0 && b !== 0),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => Math.trunc(a / b),
  '%': (a, b) => a % b,
};

/** The value of `$((…))`: whole numbers, variables and the usual operators. */
export function evaluate(source: string, variable: (name: string) => string): number {
  const tokens = source.match(/\d+|[A-Za-z_]\w*|\|\||&&|[=!<>]=|[-+*/%<>!()]/g) ?? [];
  let at = 0;
  const fail = (): never => {
    throw new SyntaxFault('arithmetic syntax error');
  };
  const value = (): number => {
    const token = tokens[at++] ?? fail();
    if (token === '-') return -value();
    if (token === '+') return value();
    if (token === '!') return Number(value() === 0);
    if (token === '(') {
      const inner = level(0);
      if (tokens[at++] !== ')') fail();
      return inner;
    }
    if (/^\d/.test(token)) return Number(token);
    return /^\w/.test(token) ? Number(variable(token)) || 0 : fail();
  };
  const level = (depth: number): number => {
    const operators = levels[depth];
    if (!operators) return value();
    let left = level(depth + 1);
    for (let operator = tokens[at]; operator && operators.includes(operator); operator = tokens[at]) {
      at += 1;
      const right = level(depth + 1);
      if (right === 0 && (operator === '/' || operator === '%')) throw new SyntaxFault('divide by zero');
      left = operations[operator]?.(left, right) ?? fail();
    }
    return left;
  };
  const result = level(0);
  if (at < tokens.length) fail();
  return result;
}
