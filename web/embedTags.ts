/** Whether an address is that of a picture for the frame of another page. */
export const embedded = (path: string): boolean => path.startsWith('/embed/');

export interface Tag {
  /** Of this server. */
  readonly origin: string;
  readonly picture: string;
  readonly title: string;
  readonly options: URLSearchParams;
}

/** What another page writes to have the picture in a frame that takes the height it needs. */
export function scriptTag({ origin, picture, title, options }: Tag): string {
  const data = [...options].map(([name, value]) => ` data-${name}="${escaped(value)}"`);
  return `<script async src="${escaped(origin)}/embed.js" data-view="${escaped(picture)}"${data.join('')} data-title="${escaped(title)}"></script>`;
}

/** What another page writes to have the picture in a frame of its own making. */
export function frameTag({ origin, picture, title, options }: Tag): string {
  const query = options.toString();
  const address = `${origin}/embed/${picture}${query === '' ? '' : `?${query}`}`;
  return `<iframe src="${escaped(address)}" width="100%" height="480" title="${escaped(title)}" loading="lazy"></iframe>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
