import type { Identifier, IdentifierScheme } from '../record.ts';
import { identifiersOf, type JsonObject, objectOf, objectsOf, stringOf } from './jsonField.ts';

/**
 * Of Crossref's relations between works (https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/relationships/)
 * those between versions of one. Translations, reviews, supplements and what a work is based on are others.
 */
const betweenVersions = [
  'is-preprint-of',
  'has-preprint',
  'is-manuscript-of',
  'has-manuscript',
  'is-version-of',
  'has-version',
  'is-identical-to',
];

const schemes: ReadonlyMap<string, IdentifierScheme> = new Map([
  ['doi', 'doi'],
  ['arxiv', 'arxiv'],
  ['pmid', 'pmid'],
  ['pmcid', 'pmcid'],
]);

/** What a work's `relation` says to be other versions of it. */
export function relatedVersions(relation: unknown): readonly Identifier[] {
  const stated: JsonObject = objectOf(relation) ?? {};
  return identifiersOf(
    betweenVersions.flatMap((name) =>
      objectsOf(stated[name]).flatMap((related) => {
        const scheme = schemes.get(stringOf(related['id-type'])?.toLowerCase() ?? '');
        return scheme === undefined ? [] : [[scheme, related['id']] as const];
      }),
    ),
  );
}
