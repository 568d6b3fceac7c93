import type { PlaceFragment } from '../api/documents.ts';
import { formatName } from './formatName.ts';

/** Where in its source an entry stands: format, line and key, as far as they say something to a person. */
export function entryOf({ line, locator, source }: Omit<PlaceFragment, 'id'>): readonly string[] {
  return [
    formatName(source.format),
    ...(line === null ? [] : [`line ${line}`]),
    ...(locator === null || isDigest(locator) ? [] : [locator]),
  ];
}

/** What stands for a record that its source gives no key: nobody can look it up. */
function isDigest(locator: string): boolean {
  return /^\w+:[0-9a-f]{16,}$/.test(locator);
}

/** `library.bib (BibTeX, line 12, houlsby2019)` */
export const placeOf = (place: Omit<PlaceFragment, 'id'>): string =>
  `${place.source.uri} (${entryOf(place).join(', ')})`;

/** `orcid:0000-0002-1825-0097`; several with a comma between them. */
export const identifiersIn = (
  identifiers: readonly { readonly scheme: string; readonly value: string }[],
): string => identifiers.map(({ scheme, value }) => `${scheme}:${value}`).join(', ');

/** `citationCount` in words. */
export const fieldName = (name: string): string => {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words === 'url' ? 'Address' : words.charAt(0).toUpperCase() + words.slice(1);
};

/** Fields whose value is the very text, also where that looks like JSON. */
const texts: ReadonlySet<string> = new Set([
  'title',
  'abstract',
  'type',
  'date',
  'language',
  'url',
  'authorOrder',
  'incomplete',
]);

/** The value of a statement's field in words: text as it is, and what the API gives as JSON without its signs. */
export function textOfField({ name, value }: { readonly name: string; readonly value: string }): string {
  if (texts.has(name)) return value;
  try {
    const stated: unknown = JSON.parse(value);
    return Array.isArray(stated) ? stated.map(inWords).join('; ') : inWords(stated);
  } catch {
    return value;
  }
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join(', ');
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  const parts = new Map<string, unknown>(Object.entries(value));
  if (parts.has('scheme') && parts.has('value')) return `${parts.get('scheme')}:${parts.get('value')}`;
  const name = ['literal', 'given', 'particle', 'family', 'suffix', 'homonym']
    .filter((part) => parts.has(part))
    .map((part) => String(parts.get(part)));
  if (parts.has('literal') || parts.has('family')) return name.join(' ');
  return [...parts]
    .filter(([, part]) => part !== false)
    .map(([key, part]) => {
      if (key === 'name' || key === 'identifiers') return inWords(part);
      const label = fieldName(key).toLowerCase();
      return part === true ? label : `${label} ${inWords(part)}`;
    })
    .join(', ');
}
