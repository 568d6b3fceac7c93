import { csv, type Table } from './table.ts';

/** Hands a file to the person. */
export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // After the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export function downloadSvg(title: string, text: string): void {
  download(fileName(title, 'svg'), new Blob([text], { type: 'image/svg+xml' }));
}

export function downloadCsv(title: string, table: Table): void {
  download(fileName(title, 'csv'), new Blob([csv(table)], { type: 'text/csv;charset=utf-8' }));
}

/** A file name from a title. */
export function fileName(title: string, extension: string): string {
  const stem = title
    .normalize('NFKD')
    .replace(/[^\w]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
  return `${stem === '' ? 'scholargraph' : stem.slice(0, 60)}.${extension}`;
}
