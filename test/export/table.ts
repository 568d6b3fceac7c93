/**
 * The rows of a table by the grammar of RFC 4180, or by the same with tabs and the line ends of Unix.
 * @throws where the text is no such table, or does not end with a whole line
 */
export function table(text: string, delimiter: ',' | '\t'): string[][] {
  const lineEnd = delimiter === ',' ? '\r\n' : '\n';
  const cell = delimiter === ',' ? /"((?:[^"]|"")*)"|([^",\r\n]*)/y : /"((?:[^"]|"")*)"|([^"\t\r\n]*)/y;
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    cell.lastIndex = at;
    const [whole = '', quoted, plain = ''] = cell.exec(text) ?? [];
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    at += whole.length;
    if (text.startsWith(delimiter, at)) at += delimiter.length;
    else if (text.startsWith(lineEnd, at)) {
      at += lineEnd.length;
      rows.push(row);
      row = [];
    } else throw new Error(`neither a delimiter nor the end of a line at ${at}: ${text.slice(at, at + 40)}`);
  }
  if (row.length > 0) throw new Error('the last line has no end');
  return rows;
}
