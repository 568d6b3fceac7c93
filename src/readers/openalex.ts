import { parseDate } from '../normalise/date.ts';
import { canonicalIdentifier } from '../normalise/identifier.ts';
import { isPreprintServer } from '../normalise/preprintServer.ts';
import type {
  AffiliationMention,
  AuthorMention,
  Identifier,
  PublicationType,
  TopicMention,
  VenueKind,
  VenueMention,
} from '../record.ts';
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
  scoreOf,
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
 * Works of OpenAlex, as its API answers (`{"meta": …, "results": […]}` or one work) and as its snapshot has them
 * (JSON Lines), in the form of today (`primary_location`, `locations`, `topics`) and in that before 2024 (`host_venue`,
 * `concepts`): https://docs.openalex.org/api-entities/works/work-object.
 *
 * - An author's name is that of the byline (`raw_author_name`), and the one of OpenAlex's author only where there is none
 *   or where the byline's has footnote marks or an address in it.
 * - Identifiers keep OpenAlex's own form, URLs mostly: `https://openalex.org/A…` for an author, `…/W…` for a work.
 * - Venues are the primary location's source and then those of the other locations, each once; volume, issue and pages
 *   belong to the first. A location on arXiv gives the work an arXiv id; one with another DOI than the work's is another
 *   version of it.
 * - An article is a preprint where its primary location is on a preprint server.
 * - `concepts` count only where there are no `topics`.
 * - `publication_date` is taken as it is, although OpenAlex writes 1 January for some works of which it knows the year only.
 */
export const openalex: Reader = {
  format: 'openalex',
  title: 'OpenAlex works (JSON)',
  detect(head) {
    const json = jsonHead(head);
    if (json === undefined) return false;
    const { fields, wrapper } = json;
    if (fields.size === 0) return wrapper.has('results') && wrapper.has('meta');
    const id = headText(fields, 'id');
    if (id !== undefined) return /\bopenalex\.org\/(?:works\/)?W\d/i.test(id);
    return fields.has('authorships') || fields.has('abstract_inverted_index');
  },
  read: (input) => jsonRecords(input, workRecord),
};

function workRecord(work: JsonObject): EntryRecord | Refusal {
  const refusal = tooManyAuthors(work['authorships']);
  if (refusal !== undefined) return refusal;
  const identifiers = workIdentifiers(work);
  const date = parseDate(stringOf(work['publication_date']) ?? '');
  const year = dateOfParts([work['publication_year']])?.year ?? date?.year;
  const authors = objectsOf(work['authorships'])
    .map(authorMention)
    .filter((author) => author !== undefined);
  const isByline = isWhole(work['authorships'], authors) && work['is_authors_truncated'] !== true;
  const references = [...new Set(stringsOf(work['referenced_works']))];
  return given({
    key: identifiers[0]?.value,
    type: workType(work),
    title: textOf(work['title']) ?? textOf(work['display_name']),
    abstract: invertedText(objectOf(work['abstract_inverted_index'])),
    year,
    date: date?.date,
    language: languageOf(work['language']),
    identifiers,
    versions: some(locatedVersions(work)),
    authors,
    authorOrder: isByline ? ('byline' as const) : ('listed' as const),
    venues: workVenues(work),
    topics: workTopics(work),
    references: some(references.map((value) => ({ scheme: 'openalex' as const, value }))),
    citationCount: countOf(work['cited_by_count']),
    retracted: work['is_retracted'] === true ? true : undefined,
    warnings:
      year === undefined
        ? some(
            noYears({
              publication_year: stringOf(work['publication_year']),
              publication_date: stringOf(work['publication_date']),
            }),
          )
        : undefined,
  });
}

function workIdentifiers(work: JsonObject): readonly Identifier[] {
  const ids = objectOf(work['ids']);
  const locations = workLocations(work);
  const links = locations.flatMap((location) => [
    stringOf(location['landing_page_url']),
    stringOf(location['pdf_url']),
  ]);
  const page = links[0];
  return identifiersOf([
    ['openalex', work['id']],
    ['openalex', ids?.['openalex']],
    ['doi', work['doi']],
    ['doi', ids?.['doi']],
    ['pmid', ids?.['pmid']],
    ['pmcid', ids?.['pmcid']],
    ['mag', ids?.['mag']],
    ...links.map((link) => ['arxiv', arxivId(link ?? '')] as const),
    ['url', page !== undefined && /^https?:\/\/(?!(?:dx\.)?doi\.org\/)/i.test(page) ? page : undefined],
  ]);
}

/** The DOIs of locations, where the work has one of its own and it is another. */
function locatedVersions(work: JsonObject): readonly Identifier[] {
  const own = doiOf(stringOf(work['doi']) ?? stringOf(objectOf(work['ids'])?.['doi']));
  if (own === undefined) return [];
  const located = workLocations(work).map((location) => doiOf(stringOf(location['landing_page_url'])));
  return identifiersOf(located.filter((doi) => doi !== own).map((doi) => ['doi', doi] as const));
}

/** Of a link to a DOI that is not arXiv's, whose locations give an arXiv id. */
function doiOf(link: string | undefined): string | undefined {
  if (link === undefined || !/^https?:\/\/(?:dx\.)?doi\.org\//i.test(link)) return undefined;
  const identifier = canonicalIdentifier({ scheme: 'doi', value: link });
  return identifier?.scheme === 'doi' ? identifier.value : undefined;
}

const arxivLink =
  /^https?:\/\/(?:(?:\w+\.)?arxiv\.org\/(?:abs|pdf)\/|(?:dx\.)?doi\.org\/10\.48550\/arxiv\.)([^?#]+?)(?:\.pdf)?$/i;

function arxivId(link: string): string | undefined {
  return arxivLink.exec(link)?.[1];
}

/** Types since 2023; those before are Crossref's. */
const types: ReadonlyMap<string, PublicationType> = new Map([
  ['article', 'ARTICLE'],
  ['review', 'ARTICLE'],
  ['letter', 'ARTICLE'],
  ['editorial', 'ARTICLE'],
  ['conference-paper', 'CONFERENCE_PAPER'],
  ['preprint', 'PREPRINT'],
]);

function workType(work: JsonObject): PublicationType | undefined {
  if (work['is_paratext'] === true) return 'OTHER';
  const stated = stringOf(work['type']);
  if (stated === undefined) return undefined;
  const type = types.get(stated) ?? typeOfCrossref(stated);
  if (type !== 'ARTICLE') return type;
  const registered = typeOfCrossref(stringOf(work['type_crossref']) ?? '');
  if (registered === 'CONFERENCE_PAPER' || registered === 'PREPRINT') return registered;
  const [first] = workLocations(work);
  const source = objectOf(first?.['source']);
  if (isPreprintServer(textOf(source?.['display_name']) ?? '')) return 'PREPRINT';
  return source?.['type'] === 'conference' ? 'CONFERENCE_PAPER' : 'ARTICLE';
}

/** The text of an index from each word to the places it stands at. Places and text beyond any abstract's are left out. */
function invertedText(index: JsonObject | undefined): string | undefined {
  if (index === undefined) return undefined;
  const words: string[] = [];
  for (const [word, places] of Object.entries(index)) {
    const list: readonly unknown[] = Array.isArray(places) ? places : [];
    for (const place of list) {
      const fits = typeof place === 'number' && Number.isInteger(place) && place >= 0;
      if (fits && place < abstractLimit.words) words[place] = word;
    }
  }
  let text = '';
  for (const word of words) {
    if (word === undefined) continue;
    if (text.length + word.length > abstractLimit.characters) break;
    text += `${word} `;
  }
  return textOf(text);
}

const abstractLimit = { words: 50_000, characters: 500_000 };

function authorMention(authorship: JsonObject): AuthorMention | undefined {
  const author = objectOf(authorship['author']);
  const canonical = textOf(author?.['display_name']);
  const raw = textOf(authorship['raw_author_name']);
  const literal = raw === undefined || /[\d@*†‡§¶]|https?:/.test(raw) ? (canonical ?? raw) : raw;
  if (literal === undefined) return undefined;
  return given({
    name: { literal },
    identifiers: some(
      identifiersOf([
        ['orcid', author?.['orcid']],
        ['openalex', author?.['id']],
      ]),
    ),
    affiliations: some(authorAffiliations(authorship)),
    corresponding: authorship['is_corresponding'] === true ? true : undefined,
  });
}

function authorAffiliations(authorship: JsonObject): readonly AffiliationMention[] {
  const institutions = objectsOf(authorship['institutions']).flatMap((institution) => {
    const name = textOf(institution['display_name']);
    if (name === undefined) return [];
    const identifiers = identifiersOf([
      ['ror', institution['ror']],
      ['openalex', institution['id']],
    ]);
    return [given({ name, identifiers: some(identifiers), country: countryOf(institution['country_code']) })];
  });
  if (institutions.length > 0) return institutions;
  return textsOf(authorship['raw_affiliation_strings'] ?? authorship['raw_affiliation_string']).map(
    (name) => ({
      name,
    }),
  );
}

function countryOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z]{2}$/i.test(value) ? value.toUpperCase() : undefined;
}

/** The primary location first, then the others; the old form's hosts as locations. */
function workLocations(work: JsonObject): readonly JsonObject[] {
  const primary = objectOf(work['primary_location']);
  const current = [...(primary === undefined ? [] : [primary]), ...objectsOf(work['locations'])];
  if (current.length > 0) return current;
  const host = objectOf(work['host_venue']);
  const hosts = [...(host === undefined ? [] : [host]), ...objectsOf(work['alternate_host_venues'])];
  return hosts.map((source) => ({ source, landing_page_url: source['url'] }));
}

const sourceKinds: ReadonlyMap<unknown, VenueKind> = new Map([
  ['journal', 'JOURNAL'],
  ['conference', 'CONFERENCE'],
  ['repository', 'REPOSITORY'],
  ['book series', 'BOOK'],
  ['ebook platform', 'BOOK'],
]);

function workVenues(work: JsonObject): readonly VenueMention[] {
  const biblio = objectOf(work['biblio']);
  const venues = new Map<string, VenueMention>();
  for (const [index, location] of workLocations(work).entries()) {
    const source = objectOf(location['source']);
    const name = textOf(source?.['display_name']) ?? textOf(location['raw_source_name']);
    if (name === undefined) continue;
    const id = stringOf(source?.['id']) ?? name;
    if (venues.has(id)) continue;
    const kind = sourceKinds.get(source?.['type']);
    const publisher = source?.['host_organization_name'] ?? source?.['publisher'];
    const [first, last] = [stringOf(biblio?.['first_page']), stringOf(biblio?.['last_page'])];
    const place =
      index > 0
        ? {}
        : given({
            volume: stringOf(biblio?.['volume']),
            issue: stringOf(biblio?.['issue']),
            pages: first !== undefined && last !== undefined && last !== first ? `${first}-${last}` : first,
          });
    venues.set(id, {
      ...given({ name, kind, publisher: kind === 'REPOSITORY' ? undefined : textOf(publisher) }),
      ...place,
      ...given({
        identifiers: some(
          identifiersOf([
            ['openalex', source?.['id']],
            ['issn', source?.['issn_l']],
            ...stringsOf(source?.['issn']).map((issn) => ['issn', issn] as const),
          ]),
        ),
      }),
    });
  }
  return [...venues.values()];
}

function workTopics(work: JsonObject): readonly TopicMention[] {
  const assigned = objectsOf(work['topics']);
  const primary = objectOf(work['primary_topic']);
  const topics = assigned.length > 0 || primary === undefined ? assigned : [primary];
  const concepts = topics.length > 0 ? [] : objectsOf(work['concepts']).filter(({ score }) => score !== 0);
  const mentions = new Map<string, TopicMention>();
  for (const topic of [...topics, ...concepts, ...objectsOf(work['keywords'])]) {
    const name = textOf(topic['display_name']) ?? textOf(topic['keyword']);
    if (name === undefined || mentions.has(name.toLowerCase())) continue;
    const broader = ['subfield', 'field', 'domain'].flatMap((level) => {
      const above = objectOf(topic[level]);
      const named = textOf(above?.['display_name']);
      const identifiers = some(identifiersOf([['openalex', above?.['id']]]));
      return named === undefined ? [] : [given({ name: named, identifiers })];
    });
    const identifiers = identifiersOf([
      ['openalex', topic['id']],
      ['wikidata', topic['wikidata']],
    ]);
    mentions.set(
      name.toLowerCase(),
      given({
        name,
        score: scoreOf(topic['score']),
        identifiers: some(identifiers),
        broader: some(broader),
      }),
    );
  }
  return [...mentions.values()];
}
