import type { AuthorMention, IdentifierScheme, PublicationType, VenueMention } from '../record.ts';
import { type ExportedPublication, type ExportedPublications, identifier } from './publication.ts';

/**
 * CSL-JSON (https://docs.citationstyles.org, version 1.0.2): one array, an item a line. What CSL has no field for goes
 * where doi.org puts it (`ORCID` in names, `reference`, `is-referenced-by-count`), into fields of our own (`homonym`,
 * `corresponding` in names) or into `custom`. The inverse of the reader, but for a venue beyond the first and a preprint
 * server, and for identifiers of people other than ORCID.
 */
export async function* cslJson(publications: ExportedPublications): AsyncGenerator<string> {
  let first = true;
  for await (const publication of publications) {
    yield `${first ? '[' : ','}\n${JSON.stringify(item(publication))}`;
    first = false;
  }
  yield first ? '[]\n' : '\n]\n';
}

const types: Readonly<Record<PublicationType, string>> = {
  ARTICLE: 'article-journal',
  CONFERENCE_PAPER: 'paper-conference',
  WORKSHOP_PAPER: 'paper-conference',
  PREPRINT: 'article',
  BOOK: 'book',
  CHAPTER: 'chapter',
  PROCEEDINGS: 'book',
  THESIS: 'thesis',
  REPORT: 'report',
  DATASET: 'dataset',
  SOFTWARE: 'software',
  OTHER: 'document',
};

/** The field that names where a publication of the type appeared. */
const venueFields: Readonly<Record<PublicationType, string>> = {
  ARTICLE: 'container-title',
  CONFERENCE_PAPER: 'container-title',
  WORKSHOP_PAPER: 'container-title',
  PREPRINT: 'container-title',
  BOOK: 'collection-title',
  CHAPTER: 'container-title',
  PROCEEDINGS: 'event-title',
  THESIS: 'publisher',
  REPORT: 'publisher',
  DATASET: 'publisher',
  SOFTWARE: 'publisher',
  OTHER: 'container-title',
};

/** An `article` in a container that is no preprint server would be a journal's. */
function venueField(type: PublicationType, venue: VenueMention | undefined): string {
  return type === 'PREPRINT' && venue?.kind !== 'PREPRINT_SERVER' ? 'publisher' : venueFields[type];
}

const customSchemes: readonly IdentifierScheme[] = [
  'arxiv',
  'openalex',
  'dblp',
  'acl',
  's2',
  'corpusid',
  'mag',
  'wikidata',
];

function item(publication: ExportedPublication): Record<string, unknown> {
  const { type = 'OTHER', title, abstract, date, year, language, authors, topics } = publication;
  const [venue, ...others] = publication.venues;
  const server = others.find(({ kind }) => kind === 'PREPRINT_SERVER');
  const custom = given(
    Object.fromEntries(customSchemes.map((scheme) => [scheme, identifier(publication, scheme)])),
  );
  const issued = date ?? (year === undefined ? undefined : String(year));
  return given({
    id: publication.locator.key,
    type: types[type],
    genre: type === 'WORKSHOP_PAPER' ? 'Workshop paper' : type === 'PROCEEDINGS' ? 'Proceedings' : undefined,
    title,
    author: some([
      ...authors.map(nameOf),
      ...(publication.authorOrder === 'listed' && authors.length > 0 ? [{ literal: 'others' }] : []),
    ]),
    issued: issued === undefined ? undefined : { 'date-parts': [issued.split('-').map(Number)] },
    [venueField(type, venue)]: venue?.name,
    archive: server?.name,
    volume: venue?.volume,
    [type === 'REPORT' ? 'number' : 'issue']: venue?.issue,
    page: venue?.pages,
    DOI: identifier(publication, 'doi'),
    PMID: identifier(publication, 'pmid'),
    PMCID: identifier(publication, 'pmcid'),
    ISBN: identifier(publication, 'isbn'),
    URL: identifier(publication, 'url'),
    // A semicolon at the end, so that a comma parts nothing.
    keyword:
      topics.length === 0 ? undefined : topics.map(({ name }) => `${name.replaceAll(';', ',')};`).join(' '),
    language,
    abstract,
    status: publication.toAppear === true ? 'in press' : undefined,
    note: publication.retracted === true ? 'Retracted' : undefined,
    'is-referenced-by-count': publication.citationCount,
    reference: some(
      (publication.references ?? [])
        .filter(({ scheme }) => scheme === 'doi')
        .map(({ value }, at) => ({ key: `ref${at + 1}`, DOI: value })),
    ),
    custom: Object.keys(custom).length === 0 ? undefined : custom,
  });
}

function nameOf({ name, identifiers = [], corresponding }: AuthorMention): Record<string, unknown> {
  const parts =
    'literal' in name
      ? { literal: name.literal }
      : {
          family: name.family,
          given: name.given,
          'non-dropping-particle': name.particle,
          suffix: name.suffix,
        };
  return given({
    ...parts,
    homonym: name.homonym,
    ORCID: identifier({ identifiers }, 'orcid'),
    corresponding: corresponding === true ? true : undefined,
  });
}

function given(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function some<Value>(values: readonly Value[]): readonly Value[] | undefined {
  return values.length === 0 ? undefined : values;
}
