import type { PublicationType } from '../record.ts';

/**
 * Crossref's types of work (https://api.crossref.org/types), which OpenAlex takes over as `type_crossref`. Types that
 * are not here, such as `peer-review`, `component` or `grant`, are `OTHER`.
 */
const publicationTypes: ReadonlyMap<string, PublicationType> = new Map([
  ['journal-article', 'ARTICLE'],
  ['proceedings-article', 'CONFERENCE_PAPER'],
  ['posted-content', 'PREPRINT'],
  ['book', 'BOOK'],
  ['monograph', 'BOOK'],
  ['edited-book', 'BOOK'],
  ['reference-book', 'BOOK'],
  ['book-set', 'BOOK'],
  ['book-chapter', 'CHAPTER'],
  ['book-section', 'CHAPTER'],
  ['book-part', 'CHAPTER'],
  ['book-track', 'CHAPTER'],
  ['reference-entry', 'CHAPTER'],
  ['proceedings', 'PROCEEDINGS'],
  ['proceedings-series', 'PROCEEDINGS'],
  ['dissertation', 'THESIS'],
  ['report', 'REPORT'],
  ['report-component', 'REPORT'],
  ['report-series', 'REPORT'],
  ['dataset', 'DATASET'],
  ['database', 'DATASET'],
  ['software', 'SOFTWARE'],
]);

export function typeOfCrossref(type: string): PublicationType {
  return publicationTypes.get(type) ?? 'OTHER';
}
