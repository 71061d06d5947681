import { auditEntrySchema, type AuditEntry } from '@shared/model/audit';

const columns = Object.keys(auditEntrySchema.shape) as (keyof AuditEntry)[];

/** Spreadsheets run a cell that begins like this as a formula: a leading apostrophe makes it text. */
const formulaStart = /^[=+\-@\t\r]/;

const cell = (value: string | number | null): string => {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const chunkLength = 64 * 1024;

async function* inChunks(parts: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = '';
  for await (const part of parts) {
    chunk += part;
    if (chunk.length >= chunkLength) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

async function* csvRows(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  yield `${columns.join(',')},time\r\n`;
  for await (const entry of entries) yield `${columns.map((column) => cell(entry[column])).join(',')},${new Date(entry.at).toISOString()}\r\n`;
}

async function* jsonItems(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const entry of entries) {
    yield separator + JSON.stringify(entry);
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

/** The entries as one CSV (RFC 4180, with a readable time) or JSON text, in chunks. */
export const exportText = (entries: AsyncIterable<AuditEntry>, format: 'json' | 'csv'): AsyncIterable<string> =>
  inChunks(format === 'csv' ? csvRows(entries) : jsonItems(entries));
