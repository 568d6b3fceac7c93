import type { AuthorMention, PublicationRecord } from '../src/record.ts';
import type { CorpusOptions } from './corpus.ts';
import { queryCorpus } from './queryCorpus.ts';

const countries = ['DE', 'US', 'CN', 'FR', 'IN', 'BR', 'GB', 'JP', 'IT', 'CA'];
const types = ['ARTICLE', 'ARTICLE', 'ARTICLE', 'ARTICLE', 'CHAPTER', 'PREPRINT', 'REPORT'] as const;
const languages = ['en', 'en', 'en', 'en', 'en', 'en', 'en', 'en', 'de', 'fr'];

/** Publications to an institution, on average. */
const publicationsPerInstitution = 100;

/**
 * The corpus of the other queries with what only some questions are about: institutions and their countries, numbers of
 * citations, several types and languages. How many publications an institution has, and how often a publication is cited,
 * follow power laws. All of it depends on names and numbers alone, so that the same corpus comes each time.
 */
export function* surveyCorpus(options: CorpusOptions): Generator<PublicationRecord, void, undefined> {
  const institutions = Math.max(20, Math.floor(options.publications / publicationsPerInstitution));
  let number = 0;
  for (const record of queryCorpus(options)) {
    const chance = shareOf(number);
    yield {
      ...record,
      type: pick(types, number),
      language: pick(languages, number),
      citationCount: Math.min(5_000, Math.floor(2 / (1 - chance) ** 0.8) - 2),
      authors: record.authors.map((author) => ({
        ...author,
        affiliations: [workplace(author, institutions)],
      })),
    };
    number += 1;
  }
}

/** Of people of one name, the same. */
function workplace({ name }: AuthorMention, institutions: number) {
  const text = 'literal' in name ? name.literal : `${name.family} ${name.given}`;
  const number = [...text].reduce((sum, letter) => Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0), 7);
  const rank = Math.floor(institutions ** shareOf(number >>> 0)) - 1;
  return {
    name: `University of Place ${rank}`,
    identifiers: [{ scheme: 'openalex' as const, value: `https://openalex.org/I${rank + 1}` }],
    country: pick(countries, rank),
  };
}

/** A number from 0 to below 1 that looks like chance (a multiplicative hash: Knuth 1998, 6.4). */
function shareOf(number: number): number {
  return (Math.imul(number + 1, 2_654_435_761) >>> 0) / 2 ** 32;
}

function pick<Item>(list: readonly Item[], index: number): Item {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
