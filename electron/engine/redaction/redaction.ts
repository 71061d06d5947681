/** Hides secrets by value in every text that leaves the engine or goes to a disk. */
export interface Redaction {
  /** Remembers a secret, with the forms it takes in base64, URLs and JSON, for as long as the engine lives. */
  register(value: string): void;
  redact(text: string): string;
  /** Redacts every text inside a JSON-like value; a copy, keys included. */
  redactDeep(value: unknown): unknown;
}

export const mask = '[redacted]';

/**
 * Shorter values are not registered: `admin` or `1234` occurs in ordinary words and numbers, and masking those
 * would make logs unreadable and give the secret away by its absence.
 */
export const minimumSecretLength = 6;
/** Lines of a key are secrets of their own, for they are often quoted one by one. */
const minimumLineLength = 20;

/**
 * The part of a value's base64 that stays the same wherever the value begins inside a longer encoded text,
 * as in `Basic base64(user:password)`: one form per alignment, without the characters that neighbours share.
 */
const base64Forms = (value: string): string[] => {
  const bytes = Buffer.from(value, 'utf8');
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const own = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
};

const formsOf = (value: string): string[] => {
  const lines = value.includes('\n') ? value.split('\n').map((line) => line.trim()) : [];
  const quotable = lines.filter((line) => line.length >= minimumLineLength && !line.startsWith('-----'));
  return [value, value.trim(), ...quotable].flatMap((text) => [
    text,
    // Half a surrogate pair makes encodeURIComponent throw; UTF-8 replaces it.
    encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8')),
    JSON.stringify(text).slice(1, -1),
    ...base64Forms(text),
  ]);
};

export const createRedaction = (): Redaction => {
  // By the first characters, so that the cost of a text does not grow with the number of secrets.
  const byPrefix = new Map<string, Set<string>>();

  const register = (value: string): void => {
    if (value.trim().length < minimumSecretLength) return;
    for (const form of formsOf(value)) {
      if (form.length < minimumSecretLength) continue;
      const prefix = form.slice(0, minimumSecretLength);
      const forms = byPrefix.get(prefix) ?? new Set();
      byPrefix.set(prefix, forms.add(form));
    }
  };

  /** End of the longest secret that begins at `start`, or `start`. */
  const secretEnd = (text: string, start: number): number => {
    let end = start;
    for (const form of byPrefix.get(text.slice(start, start + minimumSecretLength)) ?? []) {
      if (start + form.length > end && text.startsWith(form, start)) end = start + form.length;
    }
    return end;
  };

  const redact = (text: string): string => {
    if (byPrefix.size === 0) return text;
    let clean = '';
    let copied = 0;
    let start = 0;
    while (start + minimumSecretLength <= text.length) {
      let end = secretEnd(text, start);
      if (end === start) {
        start += 1;
        continue;
      }
      // A second secret may begin inside the first and end behind it.
      for (let inner = start + 1; inner < end; inner += 1) end = Math.max(end, secretEnd(text, inner));
      clean += text.slice(copied, start) + mask;
      copied = end;
      start = end;
    }
    return copied === 0 ? text : clean + text.slice(copied);
  };

  const redactDeep = (value: unknown): unknown => {
    if (typeof value === 'string') return redact(value);
    if (Array.isArray(value)) return value.map(redactDeep);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [redact(key), redactDeep(inner)]));
  };

  return { register, redact, redactDeep };
};
