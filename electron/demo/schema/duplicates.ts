/** Paths of fields that a JSON text names twice in one object, which `JSON.parse` hides: the last one wins there. The text must be valid JSON. */
export function duplicateFields(text: string): string[] {
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
  const found: string[] = [];

  const next = () => token.exec(text)?.[0] ?? '';
  const value = (first: string, path: string): void => {
    if (first === '{') members(path);
    else if (first === '[') items(path);
  };
  const members = (path: string) => {
    const seen = new Set<string>();
    for (let at = next(); at !== '}' && at !== ''; at = next()) {
      if (at === ',') continue;
      const key = JSON.parse(at) as string;
      const own = path ? `${path}.${key}` : key;
      if (seen.has(key)) found.push(own);
      seen.add(key);
      next();
      value(next(), own);
    }
  };
  const items = (path: string) => {
    let index = 0;
    for (let at = next(); at !== ']' && at !== ''; at = next()) {
      if (at === ',') index += 1;
      else value(at, `${path}[${index}]`);
    }
  };

  value(next(), '');
  return [...new Set(found)];
}
