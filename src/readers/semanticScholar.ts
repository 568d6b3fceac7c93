import { parseDate } from '../normalise/date.ts';
import { isPreprintServer } from '../normalise/preprintServer.ts';
import type {
  AuthorMention,
  Identifier,
  IdentifierScheme,
  PublicationType,
  TopicMention,
  VenueKind,
  VenueMention,
} from '../record.ts';
import { isAcronym } from './acronym.ts';
import { given, some } from './given.ts';
import {
  countOf,
  identifiersOf,
  isWhole,
  type JsonObject,
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
import { textHead } from './s2orcText.ts';
import { dateOfParts } from './statedDate.ts';
import { noYears } from './warning.ts';

/**
 * Papers of Semantic Scholar, in every form it gives them: the Graph API's objects, lists and answers
 * (https://api.semanticscholar.org/api-docs/graph), also those of `/references` and `/citations`, which wrap each
 * paper; and JSON Lines of the datasets `papers`, `abstracts`, `s2orc` and `s2orc_v2`
 * (https://api.semanticscholar.org/api-docs/datasets), whose keys are in lower case.
 *
 * - An author's id is of the scheme `s2` as a paper's is; it is a number, a paper's are 40 hexadecimal digits.
 * - Of a cited paper one identifier is taken: its DOI, else its arXiv id, else Semantic Scholar's own.
 * - A journal that is a preprint server beside another venue is a second venue; otherwise `journal` only adds volume
 *   and pages to the venue, of which its name is another form.
 */
export const semanticScholar: Reader = {
  format: 'semantic-scholar',
  title: 'Semantic Scholar papers (JSON)',
  detect(head) {
    const json = jsonHead(head);
    if (json === undefined) return false;
    const { fields, wrapper } = json;
    if (fields.size === 0)
      return wrapper.has('recommendedPapers') || (wrapper.has('data') && wrapper.has('offset'));
    if (fields.has('citedPaper') || fields.has('citingPaper')) return true;
    if (/^[\da-f]{40}$/.test(headText(fields, 'paperId') ?? '')) return true;
    const isPaper = paperFields.some((field) => fields.has(field));
    return isPaper && (fields.has('corpusid') || fields.has('corpusId') || fields.has('externalIds'));
  },
  read: (input) => jsonRecords(input, paperRecord),
};

/** Fields that tell papers from the datasets of embeddings, summaries, and citations. */
const paperFields = ['title', 'abstract', 'content', 'externalIds', 'externalids'];

function paperRecord(entry: JsonObject): EntryRecord | Refusal {
  const paper = objectOf(entry['citedPaper']) ?? objectOf(entry['citingPaper']) ?? entry;
  const refusal = tooManyAuthors(paper['authors']);
  if (refusal !== undefined) return refusal;
  const identifiers = paperIdentifiers(paper);
  const corpusId = identifiers.find(({ scheme }) => scheme === 'corpusid')?.value;
  const date = parseDate(stringOf(paper['publicationDate'] ?? paper['publicationdate']) ?? '');
  const year = dateOfParts([paper['year']])?.year;
  const venues = paperVenues(paper);
  const stated = objectsOf(paper['authors'])
    .map(authorMention)
    .filter((author) => author !== undefined);
  const marked = textHead(objectOf(paper['content']));
  const authors = stated.length > 0 ? stated : marked.authors;
  return given({
    key: stringOf(paper['paperId']) ?? (corpusId === undefined ? undefined : `corpusid:${corpusId}`),
    type: paperType(paper, venues),
    title: textOf(paper['title']) ?? marked.title,
    abstract: textOf(paper['abstract']) ?? marked.abstract,
    year: year ?? date?.year,
    date: date?.date,
    identifiers,
    authors,
    authorOrder: isWhole(paper['authors'], stated) ? ('byline' as const) : ('listed' as const),
    venues,
    topics: paperTopics(paper),
    references: some(
      distinct(objectsOf(paper['references']).flatMap((cited) => strongest(paperIdentifiers(cited)))),
    ),
    citationCount: countOf(paper['citationCount'] ?? paper['citationcount']),
    warnings:
      year === undefined && date === undefined
        ? some(
            noYears({ year: stringOf(paper['year']), publicationDate: stringOf(paper['publicationDate']) }),
          )
        : undefined,
  });
}

const externalSchemes: ReadonlyMap<string, IdentifierScheme> = new Map([
  ['doi', 'doi'],
  ['arxiv', 'arxiv'],
  ['pubmed', 'pmid'],
  ['pubmedcentral', 'pmcid'],
  ['acl', 'acl'],
  ['dblp', 'dblp'],
  ['mag', 'mag'],
  ['corpusid', 'corpusid'],
]);

function paperIdentifiers(paper: JsonObject): readonly Identifier[] {
  const external = objectOf(paper['externalIds']) ?? objectOf(paper['externalids']) ?? {};
  return identifiersOf([
    ['s2', paper['paperId']],
    ['corpusid', paper['corpusId'] ?? paper['corpusid']],
    ['doi', paper['doi']],
    ['arxiv', paper['arxivId']],
    ...Object.entries(external).flatMap(([name, value]) => {
      const scheme = externalSchemes.get(name.toLowerCase());
      return scheme === undefined ? [] : [[scheme, value] as const];
    }),
    ['url', paper['url']],
  ]);
}

const citedBy: readonly IdentifierScheme[] = ['doi', 'arxiv', 's2', 'corpusid'];

function strongest(identifiers: readonly Identifier[]): readonly Identifier[] {
  const found = citedBy.map((scheme) => identifiers.find((identifier) => identifier.scheme === scheme));
  return found.filter((identifier) => identifier !== undefined).slice(0, 1);
}

function distinct(identifiers: readonly Identifier[]): readonly Identifier[] {
  return identifiersOf(identifiers.map(({ scheme, value }) => [scheme, value] as const));
}

function authorMention(author: JsonObject): AuthorMention | undefined {
  const literal = textOf(author['name']);
  if (literal === undefined) return undefined;
  return given({
    name: { literal },
    identifiers: some(
      identifiersOf([
        ['orcid', objectOf(author['externalIds'])?.['ORCID']],
        ['s2', author['authorId'] ?? author['authorid']],
      ]),
    ),
    affiliations: some(textsOf(author['affiliations']).map((name) => ({ name }))),
  });
}

const venueKinds: ReadonlyMap<unknown, VenueKind> = new Map([
  ['journal', 'JOURNAL'],
  ['conference', 'CONFERENCE'],
]);

function paperVenues(paper: JsonObject): readonly VenueMention[] {
  const stated = objectOf(paper['publicationVenue']);
  const journal = objectOf(paper['journal']);
  const journalName = textOf(journal?.['name']);
  const name = textOf(stated?.['name']) ?? textOf(paper['venue']) ?? journalName;
  if (name === undefined) return [];
  const isServer = isPreprintServer(name);
  const place = given({ volume: stringOf(journal?.['volume']), pages: stringOf(journal?.['pages']) });
  const ofServer = journalName !== undefined && isPreprintServer(journalName) && !isServer;
  const issns = [stringOf(stated?.['issn']), ...stringsOf(stated?.['alternate_issns'])];
  const identifiers = identifiersOf(issns.map((issn) => ['issn', issn] as const));
  const main: VenueMention = {
    ...given({
      name,
      acronym: textsOf(stated?.['alternate_names']).find((other) => isAcronym(other) && other !== name),
      kind: isServer ? ('PREPRINT_SERVER' as const) : venueKinds.get(stated?.['type']),
      identifiers: some(identifiers),
    }),
    ...(ofServer ? {} : place),
  };
  return ofServer ? [main, { name: journalName, kind: 'PREPRINT_SERVER', ...place }] : [main];
}

function paperType(paper: JsonObject, venues: readonly VenueMention[]): PublicationType | undefined {
  const types = stringsOf(paper['publicationTypes'] ?? paper['publicationtypes']);
  const [venue] = venues;
  if (venue?.kind === 'PREPRINT_SERVER') return 'PREPRINT';
  if (types.includes('BookSection')) return 'CHAPTER';
  if (types.includes('Book')) return 'BOOK';
  if (types.includes('Dataset')) return 'DATASET';
  if (types.includes('Conference') && venue?.kind !== 'JOURNAL') return 'CONFERENCE_PAPER';
  if (types.includes('JournalArticle') || venue?.kind === 'JOURNAL') return 'ARTICLE';
  if (venue?.kind === 'CONFERENCE') return 'CONFERENCE_PAPER';
  return types.length > 0 ? 'ARTICLE' : undefined;
}

function paperTopics(paper: JsonObject): readonly TopicMention[] {
  const named = [
    ...objectsOf(paper['topics']).map((topic) => textOf(topic['topic'])),
    ...textsOf(paper['fieldsOfStudy'] ?? paper['fieldsofstudy']),
    ...objectsOf(paper['s2FieldsOfStudy'] ?? paper['s2fieldsofstudy']).map((field) =>
      textOf(field['category']),
    ),
  ];
  return [...new Set(named.filter((name) => name !== undefined))].map((name) => ({ name }));
}
