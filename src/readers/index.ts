import { ScholargraphError } from '../errors.ts';
import { aclAnthology } from './aclAnthology.ts';
import { arxivAtom } from './arxivAtom.ts';
import { bibtex } from './bibtex.ts';
import { crossref } from './crossref.ts';
import { cslJson } from './cslJson.ts';
import { dblp } from './dblp.ts';
import { openalex } from './openalex.ts';
import { profilePage } from './profilePage.ts';
import type { Reader } from './reader.ts';
import { ris } from './ris.ts';
import { semanticScholar } from './semanticScholar.ts';

/** Every format. No source is recognised by two of them (the readers' contract test sees to it). */
export const readers: readonly Reader[] = [
  profilePage,
  crossref,
  openalex,
  semanticScholar,
  dblp,
  aclAnthology,
  arxivAtom,
  bibtex,
  cslJson,
  ris,
];

/** Characters of a line that an error repeats. */
const shownCharacters = 60;

/**
 * The reader of the format that a source's beginning shows.
 * @param head the first 64 KiB or less, decoded as UTF-8 without byte order mark
 * @throws ScholargraphError FORMAT_UNKNOWN
 */
export function detectReader(uri: string, head: string): Reader {
  const found = readers.find((reader) => reader.detect(head));
  if (found !== undefined) return found;
  const lines = head.split(/\r\n?|\n/);
  const first = lines.findIndex((line) => line.trim() !== '');
  const text = lines[first]?.trim().slice(0, shownCharacters);
  throw new ScholargraphError(
    'FORMAT_UNKNOWN',
    text === undefined
      ? 'There is nothing in it'
      : `Its beginning, ${JSON.stringify(text)}, is of no format that is known here`,
    {
      source: uri,
      line: text === undefined ? undefined : first + 1,
      expected: titles(),
      fix: 'If it is one of these, name the format.',
    },
  );
}

/** @throws ScholargraphError BAD_INPUT where no reader has that name */
export function readerOf(format: string): Reader {
  const found = readers.find((reader) => reader.format === format);
  if (found !== undefined) return found;
  throw new ScholargraphError('BAD_INPUT', `There is no format called "${format}"`, {
    expected: `one of ${readers.map((reader) => reader.format).join(', ')}`,
  });
}

function titles(): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(readers.map((reader) => reader.title));
}
