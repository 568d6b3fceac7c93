/** What a picture shows, as rows: the table beside it and the file to take away. */
export interface Table {
  readonly columns: readonly { readonly title: string; readonly numeric?: boolean }[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Cell = string | number | null | { readonly text: string; readonly address: string };

export function textOf(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'object' ? cell.text : String(cell);
}

/**
 * RFC 4180. Source texts are hostile: what a spreadsheet would take for a formula gets an apostrophe (OWASP, CSV
 * Injection).
 */
export function csv({ columns, rows }: Table): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => row.map(csvText))];
  return lines
    .map((line) => line.map(quoted).join(','))
    .join('\r\n')
    .concat('\r\n');
}

function csvText(cell: Cell): string {
  const text = textOf(cell);
  return typeof cell !== 'number' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
