import type { StatedDate } from '../normalise/date.ts';
import { isPreprintServer } from '../normalise/preprintServer.ts';
import type {
  AffiliationMention,
  AuthorMention,
  NameMention,
  PublicationType,
  VenueKind,
  VenueMention,
} from '../record.ts';
import { isAcronym } from './acronym.ts';
import { relatedVersions } from './crossrefRelation.ts';
import { typeOfCrossref } from './crossrefType.ts';
import { given, some } from './given.ts';
import {
  countOf,
  identifiersOf,
  isWhole,
  type JsonObject,
  languageOf,
  objectOf,
  objectsOf,
  stringOf,
  stringsOf,
  textOf,
  textsOf,
} from './jsonField.ts';
import { headText, jsonHead } from './jsonHead.ts';
import { type EntryRecord, jsonRecords, type Refusal, tooManyAuthors } from './jsonRecords.ts';
import type { Reader } from './reader.ts';
import { dateOfParts } from './statedDate.ts';
import { noYears } from './warning.ts';

/**
 * Works of Crossref, as its API answers (`{"message": {"items": […]}}` or one work as `message`) and as its yearly
 * snapshot has them (`{"items": […]}` or JSON Lines): https://api.crossref.org/swagger-ui/index.html, and for the
 * fields https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md.
 *
 * - Identifiers are the work's own. Other versions of it that `relation` names (a preprint's article, an article's preprint)
 *   are `versions`; a translation, or what a notice corrects (`update-to`), is another work and is not taken over.
 * - A journal article is a preprint where the journal is a preprint server, as SSRN's is here.
 * - `retracted` is a work that `updated-by` says was retracted, withdrawn or removed; the notice itself, which has `update-to`,
 *   is not.
 * - Of two container titles of a chapter or a paper in proceedings the first is the series, the second the volume.
 * - An ISBN belongs to the work if it is a book, else to its venue.
 * - The date is that of publication, the earliest that Crossref knows; never the one of the deposit.
 */
export const crossref: Reader = {
  format: 'crossref',
  title: 'Crossref works (JSON)',
  detect(head) {
    const json = jsonHead(head);
    if (json === undefined) return false;
    const { fields, wrapper } = json;
    const title = fields.get('title');
    if (fields.size === 0) return headText(wrapper, 'message-type') === 'work-list';
    if (!fields.has('DOI') || fields.get('container-title')?.kind === 'string') return false;
    // CSL-JSON made of Crossref's data has the registry's fields too, and a single title.
    return title === undefined ? registryFields.some((field) => fields.has(field)) : title.kind === 'array';
  },
  read: (input) => jsonRecords(input, workRecord),
};

const registryFields = ['is-referenced-by-count', 'indexed', 'member', 'deposited'];

function workRecord(work: JsonObject): EntryRecord | Refusal {
  const refusal = tooManyAuthors(work['author']) ?? tooManyAuthors(work['editor']);
  if (refusal !== undefined) return refusal;
  const type = workType(work);
  const doi = stringOf(work['DOI']);
  const date = publicationDate(work);
  const authors = objectsOf(work['author'])
    .map(authorMention)
    .filter((author) => author !== undefined);
  const editors = objectsOf(work['editor'])
    .map(authorMention)
    .filter((editor) => editor !== undefined);
  const ownIsbn = type !== undefined && standalone.includes(type) ? isbnsOf(work) : [];
  const cited = objectsOf(work['reference']).map((reference) => reference['DOI']);
  return given({
    key: doi?.toLowerCase(),
    type,
    title: workTitle(work),
    abstract: textOf(work['abstract']),
    year: date?.year,
    date: date?.date,
    language: languageOf(work['language']),
    identifiers: identifiersOf([
      ['doi', doi],
      ...ownIsbn.map((isbn) => ['isbn', isbn] as const),
      ['url', objectOf(objectOf(work['resource'])?.['primary'])?.['URL']],
    ]),
    versions: some(relatedVersions(work['relation'])),
    authors,
    authorOrder: isWhole(work['author'], authors) ? ('byline' as const) : ('listed' as const),
    editors: some(editors),
    venues: workVenues(work, type),
    topics: [...new Set(textsOf(work['subject']))].map((name) => ({ name })),
    references: some(identifiersOf(cited.map((value) => ['doi', value] as const))),
    citationCount: countOf(work['is-referenced-by-count']),
    retracted: isRetracted(work) ? true : undefined,
    warnings: date === undefined ? unreadDates(work) : undefined,
  });
}

const standalone: readonly PublicationType[] = ['BOOK', 'PROCEEDINGS', 'THESIS', 'REPORT'];

/** What 'posted content' is, where it is not a preprint. */
const postedTypes: ReadonlyMap<unknown, PublicationType> = new Map([
  ['dissertation', 'THESIS'],
  ['report', 'REPORT'],
  ['comment', 'OTHER'],
  ['letter', 'OTHER'],
  ['other', 'OTHER'],
]);

function workType(work: JsonObject): PublicationType | undefined {
  const type = stringOf(work['type']);
  if (type === undefined) return undefined;
  const known =
    (type === 'posted-content' ? postedTypes.get(work['subtype']) : undefined) ?? typeOfCrossref(type);
  const [container] = textsOf(work['container-title']);
  return known === 'ARTICLE' && container !== undefined && isPreprintServer(container) ? 'PREPRINT' : known;
}

/** The first title, and its subtitle where the title does not end with it already. */
function workTitle(work: JsonObject): string | undefined {
  const [title] = textsOf(work['title']);
  const [subtitle] = textsOf(work['subtitle']);
  if (title === undefined || subtitle === undefined) return title ?? subtitle;
  if (title.toLowerCase().includes(subtitle.toLowerCase())) return title;
  return /[:?!.–—]$/.test(title) ? `${title} ${subtitle}` : `${title}: ${subtitle}`;
}

/** `published` and, in older data, `issued` are the earlier of print and online. */
const dateFields = ['published', 'issued', 'published-print', 'published-online', 'posted', 'approved'];

function publicationDate(work: JsonObject): StatedDate | undefined {
  for (const field of dateFields) {
    const dates = objectOf(work[field])?.['date-parts'];
    const [first, ...others]: readonly unknown[] = Array.isArray(dates) ? dates : [];
    const date = dateOfParts(Array.isArray(first) ? first : [first, ...others]);
    if (date !== undefined) return date;
  }
  return undefined;
}

function unreadDates(work: JsonObject): readonly string[] | undefined {
  const stated = dateFields.map((field) => {
    const parts = objectOf(work[field])?.['date-parts'];
    return [field, Array.isArray(parts) ? parts.flat(2).slice(0, 10).join('-') : undefined] as const;
  });
  return some(noYears(Object.fromEntries(stated)));
}

function authorMention(contributor: JsonObject): AuthorMention | undefined {
  const name = nameMention(contributor);
  if (name === undefined) return undefined;
  return given({
    name,
    identifiers: some(identifiersOf([['orcid', contributor['ORCID']]])),
    affiliations: some(objectsOf(contributor['affiliation']).flatMap(affiliationMention)),
  });
}

function nameMention(contributor: JsonObject): NameMention | undefined {
  const family = textOf(contributor['family']);
  const givenName = textOf(contributor['given']);
  if (family !== undefined) return given({ family, given: givenName, suffix: textOf(contributor['suffix']) });
  const literal = textOf(contributor['name']) ?? givenName;
  return literal === undefined ? undefined : { literal };
}

function affiliationMention(affiliation: JsonObject): readonly AffiliationMention[] {
  const name = textOf(affiliation['name']);
  if (name === undefined) return [];
  const rors = objectsOf(affiliation['id']).filter((id) => id['id-type'] === 'ROR');
  return [given({ name, identifiers: some(identifiersOf(rors.map((ror) => ['ror', ror['id']] as const))) })];
}

const venueKinds: ReadonlyMap<PublicationType | undefined, VenueKind> = new Map([
  ['ARTICLE', 'JOURNAL'],
  ['CONFERENCE_PAPER', 'CONFERENCE'],
  ['PROCEEDINGS', 'CONFERENCE'],
  ['PREPRINT', 'PREPRINT_SERVER'],
  ['CHAPTER', 'BOOK'],
  ['BOOK', 'BOOK'],
  ['DATASET', 'REPOSITORY'],
]);

function workVenues(work: JsonObject, type: PublicationType | undefined): readonly VenueMention[] {
  const containers = textsOf(work['container-title']);
  const event = objectOf(work['event']);
  const isPart = type === 'CONFERENCE_PAPER' || type === 'CHAPTER';
  const isVolume = type === 'PROCEEDINGS';
  const [series] = (isPart && containers.length > 1) || isVolume ? containers : [];
  const container = isVolume ? undefined : isPart ? containers.at(-1) : containers[0];
  const eventName = isPart || isVolume ? textOf(event?.['name']) : undefined;
  const hosts = objectsOf(work['institution']).map((institution) => textOf(institution['name']));
  const name = container ?? eventName ?? series ?? hosts.find((host) => host !== undefined);
  if (name === undefined) return [];
  const isbns = type !== undefined && standalone.includes(type) ? [] : isbnsOf(work);
  const [short] = textsOf(work['short-container-title']);
  const acronym = isPart || isVolume ? textOf(event?.['acronym']) : undefined;
  return [
    given({
      name,
      acronym: acronym ?? (short !== undefined && isAcronym(short) && short !== name ? short : undefined),
      kind: venueKinds.get(type),
      series: series === name ? undefined : series,
      volume: stringOf(work['volume']),
      issue: stringOf(work['issue']),
      pages: stringOf(work['page']) ?? stringOf(work['article-number']),
      publisher: textOf(work['publisher']),
      identifiers: some(
        identifiersOf([
          ...stringsOf(work['ISSN']).map((issn) => ['issn', issn] as const),
          ...isbns.map((isbn) => ['isbn', isbn] as const),
        ]),
      ),
    }),
  ];
}

/** Without the address that older entries have before the number. */
function isbnsOf(work: JsonObject): readonly string[] {
  return stringsOf(work['ISBN']).map((isbn) => isbn.replace(/^https?:\/\/id\.crossref\.org\/isbn\//i, ''));
}

const takenBack: readonly unknown[] = ['retraction', 'withdrawal', 'removal'];

function isRetracted(work: JsonObject): boolean {
  return objectsOf(work['updated-by']).some((update) => takenBack.includes(update['type']));
}
