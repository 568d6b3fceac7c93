/** A title and its subtitle as one, unless the title has it already. */
export function withSubtitle(title: string | undefined, subtitle: string | undefined): string | undefined {
  if (title === undefined || subtitle === undefined) return title;
  if (title.toLowerCase().endsWith(subtitle.toLowerCase())) return title;
  return /[:?!.–—]$/.test(title) ? `${title} ${subtitle}` : `${title}: ${subtitle}`;
}
