import { createHash } from 'node:crypto';
import { auditEntrySchema, type AuditEntry, type ChainReport } from '@shared/model/audit';

/**
 * The chain: every line ends with the sha256 over the hash of the line before it and its own text. A change, a removed
 * or an inserted line shows at the next comparison. The hash carries no key: who can rewrite the whole file and the
 * head beside it can forge it. It guards against accidents and against quiet edits, not against the machine's owner.
 */
export type UnsignedEntry = Omit<AuditEntry, 'hash'>;

/** What the head file remembers, so that a cut-off tail is seen. */
export interface Head {
  /** Index of the next line. */
  count: number;
  /** Hash of the last one. */
  hash: string;
}
export const genesis: Head = { count: 0, hash: '0'.repeat(64) };

const hashOf = (previous: string, body: string): string => createHash('sha256').update(previous).update('\n').update(body).digest('hex');

/** The line for an entry (without its end) and the hash that the next one continues from. */
export const seal = (entry: UnsignedEntry, previous: string): { line: string; hash: string } => {
  const body = JSON.stringify(entry).slice(0, -1);
  const hash = hashOf(previous, body);
  return { line: `${body},"hash":"${hash}"}`, hash };
};

/** An entry with the text that its hash is over; null for a line that is none. */
const unseal = (line: string): { entry: AuditEntry; body: string } | null => {
  // `s`: JSON leaves U+2028 and U+2029 as they are, and without it a dot would not match them.
  const match = /^(\{.*),"hash":"[0-9a-f]{64}"\}$/s.exec(line);
  if (!match?.[1]) return null;
  try {
    const parsed = auditEntrySchema.safeParse(JSON.parse(line));
    return parsed.success ? { entry: parsed.data, body: match[1] } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

export const readEntry = (line: string): AuditEntry | null => unseal(line)?.entry ?? null;

/** The action of the line that names a break; the log goes on behind it. */
export const breakAction = 'audit.chainBroken';

/** Follows the chain line by line. Damage is remembered where it is first met; reading goes on behind it. */
export interface ChainReader {
  /** `complete` is false for a last line without a line end. */
  line(text: string, complete: boolean): void;
  /** After the last line. `isNamed`: a line behind the damage already names it. */
  end(): { report: ChainReport; isNamed: boolean; last: Head };
}

export const createChainReader = (head: Head | null): ChainReader => {
  let lines = 0;
  let entries = 0;
  let last = genesis;
  let first: Pick<ChainReport, 'firstBadLine' | 'reason'> = { firstBadLine: null, reason: null };
  let lastBadLine = 0;
  let namedAtLine = 0;
  let isHeadMet = head?.count === 0;

  const damaged = (line: number, reason: ChainReport['reason']): void => {
    if (first.reason === null) first = { firstBadLine: line, reason };
    lastBadLine = line;
  };

  return {
    line: (text, complete) => {
      lines += 1;
      if (!complete) return damaged(lines, 'cutOff');
      const found = unseal(text);
      if (!found) return damaged(lines, 'unreadable');
      const { entry, body } = found;
      if (entry.index !== last.count) damaged(lines, 'chainBroken');
      else if (entry.hash !== hashOf(last.hash, body)) damaged(lines, 'hashMismatch');
      if (entry.action === breakAction) namedAtLine = lines;
      entries += 1;
      last = { count: entry.index + 1, hash: entry.hash };
      if (last.count === head?.count && last.hash === head.hash) isHeadMet = true;
    },
    end: () => {
      // The head is written after the line: it may lag behind by the lines that a crash followed, but what it names was there.
      if (!isHeadMet && (head !== null || lines > 0)) damaged(lines + 1, 'cutOff');
      const state = first.reason !== null ? 'damaged' : entries === 0 ? 'empty' : 'intact';
      return { report: { state, entries, ...first }, isNamed: namedAtLine >= lastBadLine, last };
    },
  };
};
