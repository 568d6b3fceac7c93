import { closeSync, openSync, writeSync } from 'node:fs';

/** As Neo4j's importer calls them; whole numbers are `long`, and `key` marks what nodes are met by. */
export type ColumnType = 'string' | 'string[]' | 'long' | 'long[]' | 'double' | 'boolean' | 'datetime';

/** What a field can hold; a whole number may be the driver's. Absent and null leave the property out. */
export type Field = string | number | boolean | readonly string[] | { toString(): string } | null | undefined;

/** Stands between the items of a list. The importer knows no way to escape it, so no item may have it. */
export const listDelimiter = '\u001f';

/** A record as JSON that holds the list delimiter, or U+FFFF, which the importer takes for the end of the file. */
export const notForCsv = /(?<!\\)(?:\\\\)*\\u001f|\uffff/;

const chunk = 1 << 18;

/**
 * One line of CSV as Neo4j's importer reads it: RFC 4180, an empty field is absent and `""` an empty text. An empty list is
 * absent too, which a migration mends where it matters.
 */
export function csvLine(fields: readonly Field[]): string {
  let line = '';
  for (let at = 0; at < fields.length; at++)
    line += at === 0 ? csvField(fields[at]) : `,${csvField(fields[at])}`;
  return `${line}\n`;
}

function csvField(value: Field): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return quoted(value.join(listDelimiter));
  return String(value);
}

function quoted(text: string): string {
  if (text !== '' && !/["',\r\n\s]/.test(text)) return text;
  return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : `"${text}"`;
}

/** A CSV file that is being written, without a header. */
export class CsvFile {
  rows = 0;
  /** Characters of the longest line. */
  longest = 0;
  readonly #file: number;
  #text = '';

  constructor(file: string) {
    this.#file = openSync(file, 'w');
  }

  add(...fields: readonly Field[]): void {
    const line = csvLine(fields);
    this.rows += 1;
    if (line.length > this.longest) this.longest = line.length;
    this.#text += line;
    if (this.#text.length > chunk) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    const bytes = Buffer.from(this.#text);
    this.#text = '';
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
  }
}
