/**
 * Text for XML 1.0, in elements and in attributes: what means something to XML is escaped, white space too, which an
 * attribute would lose, and what XML cannot hold (control characters, half of a surrogate pair) is left out.
 */
export function escapeXml(text: string): string {
  return text
    .replace(unwritable, '')
    .replace(/[&<>"'\t\n\r]/g, (character) => escapes[character] ?? character);
}

const unwritable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]|\p{Surrogate}/gu;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
