/**
 * A line of a table as RFC 4180 has it. A value is quoted where it has to be, and goes out as it is: also one that a
 * spreadsheet would take for a formula.
 */
export function delimitedLine(
  values: readonly (string | number | boolean | null)[],
  delimiter: ',' | '\t',
): string {
  const cells = values.map((value) => {
    const text = value === null ? '' : String(value);
    return /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${cells.join(delimiter)}${delimiter === ',' ? '\r\n' : '\n'}`;
}
