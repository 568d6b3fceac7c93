import { parseDate, type StatedDate, saysToAppear } from '../normalise/date.ts';
import { arxivIdOf, isPreprintServer } from '../normalise/preprintServer.ts';
import type {
  AffiliationMention,
  AuthorMention,
  IdentifierScheme,
  NameMention,
  PublicationType,
  VenueKind,
  VenueMention,
} from '../record.ts';
import { isbnsIn, issnsIn } from './bookNumbers.ts';
import { relatedVersions } from './crossrefRelation.ts';
import { typeOfCrossref } from './crossrefType.ts';
import {
  countOf,
  given,
  identifiersOf,
  isWhole,
  type JsonObject,
  objectOf,
  objectsOf,
  some,
  stringOf,
  stringsOf,
  textOf,
  textsOf,
} from './jsonField.ts';
import { headText, jsonHead } from './jsonHead.ts';
import { type EntryRecord, jsonRecords, type Refusal, tooManyAuthors } from './jsonRecords.ts';
import { distinctKeywords, keywordLimit, partedKeywords } from './keywords.ts';
import { languageTag } from './languageTag.ts';
import { identifierOfLink } from './linkIdentifier.ts';
import type { Reader } from './reader.ts';
import { dateOfParts } from './statedDate.ts';
import { withSubtitle } from './subtitle.ts';
import { noYears } from './warning.ts';

/**
 * CSL-JSON (https://docs.citationstyles.org/en/stable/specification.html, version 1.0.2), as reference managers export
 * it and as doi.org answers with it: an array, a single item, JSON Lines, or Zotero's `{"items": […]}`.
 *
 * - The locator's key is the item's `id`, else its `citation-key` or DOI.
 * - The type `article` is that of preprints (the specification's appendix III), unless the item appeared elsewhere than on
 *   a preprint server; and a journal article that appeared on one is a preprint. `genre` tells a workshop paper and a volume of proceedings, for which CSL has no types.
 * - `note` is looked through for the lines that Zotero keeps there: 'arXiv: …', 'PMID: …', 'PMCID: …', 'DOI: …'.
 * - `relation` is Crossref's, whose CSL-JSON has it.
 * - `custom` may hold identifiers by their schemes, and names `ORCID` and `affiliation`, as Crossref's have.
 */
export const cslJson: Reader = {
  format: 'csl-json',
  title: 'CSL-JSON',
  detect(head) {
    const json = jsonHead(head);
    if (json === undefined) return false;
    const { fields } = json;
    if (foreign.some((field) => fields.has(field))) return false;
    const title = fields.get('title')?.kind;
    const container = fields.get('container-title')?.kind;
    if (title === 'array' || container === 'array') return false;
    const isOurs = own.some((field) => fields.has(field)) || container === 'string';
    const type = headText(fields, 'type');
    if (type === undefined) return isOurs && title === 'string';
    return typeOf(type) !== undefined && (isOurs || (title === 'string' && fields.has('author')));
  },
  read: (input) => jsonRecords(input, itemRecord),
};

/** Fields that other formats have and this one has not. */
const foreign = [
  'authorships',
  'display_name',
  'paperId',
  'corpusId',
  'corpusid',
  'externalIds',
  'citedPaper',
  'citingPaper',
];
/** Fields that no other format has. */
const own = [
  'issued',
  'citation-key',
  'event-title',
  'collection-title',
  'title-short',
  'container-title-short',
  'accessed',
];

function itemRecord(item: JsonObject): EntryRecord | Refusal {
  const refusal = tooManyAuthors(item['author']) ?? tooManyAuthors(item['editor']);
  if (refusal !== undefined) return refusal;
  const keywords = itemKeywords(item);
  if (keywords.length > keywordLimit) {
    return {
      code: 'RECORD_TOO_LARGE',
      refused: `This record has ${keywords.length} keywords`,
      expected: `at most ${keywordLimit}`,
    };
  }
  const type = itemType(item);
  const date = itemDate(item);
  const listed = namesOf(item['author']);
  const authors = listed.filter((author) => !isOthers(author.name));
  const status = [...stringsOf(item['status']), ...stringsOf(item['note'])];
  return given({
    key: stringOf(item['id']) ?? stringOf(item['citation-key']) ?? stringOf(item['DOI']),
    type,
    title: itemTitle(item),
    abstract: textOf(item['abstract']),
    year: date?.year,
    date: date?.date,
    language: languageTag(stringOf(item['language']) ?? ''),
    identifiers: itemIdentifiers(item, type),
    versions: some(relatedVersions(item['relation'])),
    authors,
    authorOrder: isWhole(item['author'], authors) ? ('byline' as const) : ('listed' as const),
    editors: some(namesOf(item['editor']).filter((editor) => !isOthers(editor.name))),
    venues: itemVenues(item, type),
    topics: keywords.map((name) => ({ name })),
    references: some(
      identifiersOf(objectsOf(item['reference']).map((cited) => ['doi', cited['DOI']] as const)),
    ),
    citationCount: countOf(item['is-referenced-by-count']),
    toAppear: status.some((text) => saysToAppear(text.slice(0, 1_000))) ? true : undefined,
    retracted: status.some((text) => /^retracted\b/i.test(text)) ? true : undefined,
    warnings: date === undefined ? unreadDates(item) : undefined,
  });
}

const types: ReadonlyMap<string, PublicationType> = new Map([
  ['article', 'PREPRINT'],
  ['article-journal', 'ARTICLE'],
  ['article-magazine', 'ARTICLE'],
  ['article-newspaper', 'ARTICLE'],
  ['review', 'ARTICLE'],
  ['review-book', 'ARTICLE'],
  ['paper-conference', 'CONFERENCE_PAPER'],
  ['book', 'BOOK'],
  ['classic', 'BOOK'],
  ['collection', 'BOOK'],
  ['chapter', 'CHAPTER'],
  ['entry', 'CHAPTER'],
  ['entry-dictionary', 'CHAPTER'],
  ['entry-encyclopedia', 'CHAPTER'],
  ['thesis', 'THESIS'],
  ['report', 'REPORT'],
  ['standard', 'REPORT'],
  ['dataset', 'DATASET'],
  ['software', 'SOFTWARE'],
  ...'bill broadcast document event figure graphic hearing interview legal_case legislation manuscript map motion_picture musical_score pamphlet patent performance periodical personal_communication post post-weblog regulation song speech treaty webpage'
    .split(' ')
    .map((type): [string, PublicationType] => [type, 'OTHER']),
]);

/** Of CSL's types; and of Crossref's, which its own CSL-JSON has instead. Undefined of what is neither. */
function typeOf(type: string): PublicationType | undefined {
  const lower = type.toLowerCase().replaceAll(' ', '-');
  const crossref = typeOfCrossref(lower);
  return types.get(lower) ?? (crossref === 'OTHER' ? undefined : crossref);
}

function itemType(item: JsonObject): PublicationType | undefined {
  const stated = stringOf(item['type']);
  if (stated === undefined) return undefined;
  const type = typeOf(stated) ?? 'OTHER';
  const genre = stringOf(item['genre']) ?? '';
  if (type === 'CONFERENCE_PAPER' && /\bworkshop\b/i.test(genre)) return 'WORKSHOP_PAPER';
  if (type === 'BOOK' && /^proceedings\b/i.test(genre)) return 'PROCEEDINGS';
  const [container] = textsOf(item['container-title']);
  if (container === undefined) return type;
  if (type === 'ARTICLE' && isPreprintServer(container)) return 'PREPRINT';
  return stated.toLowerCase() === 'article' && !isPreprintServer(container) ? 'ARTICLE' : type;
}

function itemTitle(item: JsonObject): string | undefined {
  const [title] = textsOf(item['title']);
  const [subtitle] = textsOf(item['subtitle']);
  return withSubtitle(title, subtitle);
}

/** `issued` is CSL's; the others are Crossref's, for items that it has no date of issue of. */
const dateFields = ['issued', 'published', 'published-print', 'published-online', 'posted'];

function itemDate(item: JsonObject): StatedDate | undefined {
  for (const field of dateFields) {
    const date = dateOf(item[field]);
    if (date !== undefined) return date;
  }
  return undefined;
}

function unreadDates(item: JsonObject): readonly string[] | undefined {
  return some(noYears(Object.fromEntries(dateFields.map((field) => [field, statedText(item[field])]))));
}

/** What a date says, for people. */
function statedText(date: unknown): string | undefined {
  const fields = objectOf(date);
  if (fields === undefined) return stringOf(date);
  const said =
    fields['date-parts'] ?? fields['raw'] ?? fields['literal'] ?? fields['date-time'] ?? fields['year'];
  return Array.isArray(said) ? said.flat(2).slice(0, 10).join('-') : stringOf(said);
}

/** Of a range the start. Some write the date as text, ISO 8601-2 (EDTF) also. */
function dateOf(stated: unknown): StatedDate | undefined {
  const text = stringOf(stated);
  if (text !== undefined)
    return parseDate(text.split('/')[0]?.replace(/[~?%]/g, '') ?? '') ?? parseDate(text);
  const date = objectOf(stated);
  if (date === undefined) return undefined;
  const parts: unknown = date['date-parts'];
  const [first]: readonly unknown[] = Array.isArray(parts) ? parts : [];
  const start = Array.isArray(first) ? first : parts;
  return (
    (Array.isArray(start)
      ? dateOfParts(start.map((part) => stringOf(part)?.replace(/^0+(?=\d)/, '')))
      : undefined) ??
    dateOf(stringOf(date['raw'])) ??
    dateOf(stringOf(date['literal'])) ??
    dateOf(stringOf(date['date-time'])) ??
    dateOf(stringOf(date['year']))
  );
}

function namesOf(value: unknown): readonly AuthorMention[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map(mentionOf).filter((mention) => mention !== undefined);
}

function mentionOf(value: unknown): AuthorMention | undefined {
  const stated = objectOf(value);
  const name = stated === undefined ? literalOf(textOf(value)) : nameOf(stated);
  if (name === undefined) return undefined;
  return given({
    name,
    identifiers: some(identifiersOf([['orcid', stated?.['ORCID']]])),
    affiliations: some(affiliationsOf(stated?.['affiliation'])),
    corresponding: stated?.['corresponding'] === true ? true : undefined,
  });
}

function nameOf(stated: JsonObject): NameMention | undefined {
  const literal = textOf(stated['literal']) ?? textOf(stated['name']);
  const family = textOf(stated['family']);
  const first = textOf(stated['given']);
  const homonym = stringOf(stated['homonym']);
  if (family === undefined) return literalOf(literal ?? first, homonym);
  const particles = [textOf(stated['dropping-particle']), textOf(stated['non-dropping-particle'])];
  return given({
    family,
    given: first,
    particle: particles.filter((particle) => particle !== undefined).join(' ') || undefined,
    suffix: textOf(stated['suffix']),
    homonym,
  });
}

function literalOf(literal: string | undefined, homonym?: string): NameMention | undefined {
  return literal === undefined ? undefined : given({ literal, homonym });
}

function isOthers(name: NameMention): boolean {
  const text = 'literal' in name ? name.literal : name.given === undefined ? name.family : '';
  return /^(?:others|et\.? al\.?|…|\.\.\.)$/i.test(text);
}

function affiliationsOf(value: unknown): readonly AffiliationMention[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values
    .map((affiliation) => textOf(objectOf(affiliation)?.['name'] ?? affiliation))
    .filter((name) => name !== undefined)
    .map((name) => ({ name }));
}

/** Publications to which an ISBN belongs themselves. */
const bound = new Set<PublicationType | undefined>(['BOOK', 'PROCEEDINGS', 'THESIS', 'REPORT']);

/** Schemes that `custom` may give. */
const customSchemes: readonly IdentifierScheme[] = [
  'openalex',
  'dblp',
  'acl',
  's2',
  'corpusid',
  'mag',
  'wikidata',
  'arxiv',
];

function itemIdentifiers(item: JsonObject, type: PublicationType | undefined) {
  const custom = objectOf(item['custom']);
  const link = identifierOfLink(stringOf(item['URL']) ?? '');
  const remarks = ['number', 'archive_location', 'archive-location', 'container-title', 'note'].map((field) =>
    stringOf(item[field]),
  );
  const isOnArxiv = /^arxiv\b/i.test(stringOf(item['archive']) ?? stringOf(item['publisher']) ?? '');
  const arxiv = remarks
    .filter((remark) => isOnArxiv || /arxiv:/i.test(remark ?? ''))
    .map((remark) => arxivIdOf(remark ?? ''));
  const isbns = bound.has(type) ? isbnsIn(stringsOf(item['ISBN']).join(', ')) : [];
  return identifiersOf([
    ['doi', item['DOI']],
    ...arxiv.map((value) => ['arxiv', value] as const),
    ['pmid', item['PMID']],
    ['pmcid', item['PMCID']],
    ...customSchemes.map((scheme) => [scheme, custom?.[scheme]] as const),
    ...notedIdentifiers(item['note']),
    ...isbns.map(({ scheme, value }) => [scheme, value] as const),
    ...(link === undefined ? [] : [[link.scheme, link.value] as const]),
  ]);
}

/** Those on lines of their own, such as 'PMID: 31363140' or 'arXiv:1907.13223 [cs]'. */
function notedIdentifiers(note: unknown): readonly (readonly [IdentifierScheme, string])[] {
  if (typeof note !== 'string') return [];
  const schemes: Readonly<Record<string, IdentifierScheme>> = {
    pmid: 'pmid',
    pmcid: 'pmcid',
    doi: 'doi',
    arxiv: 'arxiv',
  };
  const found: (readonly [IdentifierScheme, string])[] = [];
  for (const [, name = '', value = ''] of note
    .slice(0, 20_000)
    .matchAll(/^[^\S\n]{0,20}(PMID|PMCID|DOI|arXiv):[^\S\n]{0,20}(\S{1,500})/gim)) {
    const scheme = schemes[name.toLowerCase()];
    if (scheme !== undefined) found.push([scheme, value]);
  }
  return found;
}

/** Where an item of a type appears: the fields that name it, and what it is. */
interface Place {
  readonly fields: readonly string[];
  readonly kind?: VenueKind;
}

const inProceedings: Place = { fields: ['container-title', 'event-title', 'event'], kind: 'CONFERENCE' };
const ofSeries: Place = { fields: ['collection-title', 'container-title'], kind: 'BOOK' };
const atInstitution: Place = { fields: ['publisher'], kind: 'OTHER' };
const inRepository: Place = { fields: ['container-title', 'publisher', 'archive'], kind: 'REPOSITORY' };

const places: Readonly<Record<PublicationType, Place>> = {
  ARTICLE: { fields: ['container-title'], kind: 'JOURNAL' },
  CONFERENCE_PAPER: inProceedings,
  WORKSHOP_PAPER: { ...inProceedings, kind: 'WORKSHOP' },
  PREPRINT: { fields: ['container-title', 'institution', 'publisher', 'archive'] },
  BOOK: ofSeries,
  CHAPTER: { fields: ['container-title'], kind: 'BOOK' },
  PROCEEDINGS: { fields: ['event-title', 'event', 'collection-title'] },
  THESIS: atInstitution,
  REPORT: atInstitution,
  DATASET: inRepository,
  SOFTWARE: inRepository,
  OTHER: { fields: ['container-title', 'event-title', 'event'] },
};

function itemVenues(item: JsonObject, type: PublicationType | undefined): readonly VenueMention[] {
  const place = places[type ?? 'OTHER'];
  const named = place.fields.map((field) => {
    const [first]: readonly unknown[] = Array.isArray(item[field]) ? item[field] : [item[field]];
    return textOf(objectOf(first)?.['name'] ?? first);
  });
  const name = named.find((text) => text !== undefined);
  const archive = textOf(item['archive']);
  const server: VenueMention[] =
    archive !== undefined && isPreprintServer(archive) && archive !== name
      ? [{ name: archive, kind: 'PREPRINT_SERVER' }]
      : [];
  if (name === undefined) return server;
  const [series] = textsOf(item['collection-title']);
  const publisher = textOf(item['publisher']);
  const issns = issnsIn(stringsOf(item['ISSN']).join(', '));
  const isbns = bound.has(type) ? [] : isbnsIn(stringsOf(item['ISBN']).join(', '));
  return [
    given({
      name,
      kind: isPreprintServer(name) ? ('PREPRINT_SERVER' as const) : place.kind,
      series: series === name ? undefined : series,
      volume: stringOf(item['volume']) ?? (type === 'BOOK' ? stringOf(item['collection-number']) : undefined),
      issue: stringOf(item['issue']) ?? (type === 'REPORT' ? stringOf(item['number']) : undefined),
      pages: textOf(item['page'])?.replace(/\s*[-–—]+\s*/g, '-'),
      publisher: publisher === name ? undefined : publisher,
      identifiers: some([...issns, ...isbns]),
    }),
    ...server,
  ];
}

/** CSL has one text of keywords; Mendeley's `categories` and Crossref's `subject` are lists. */
function itemKeywords(item: JsonObject): readonly string[] {
  return distinctKeywords([
    ...[item['categories'], item['subject']].flatMap(stringsOf),
    ...stringsOf(item['keyword']).flatMap(partedKeywords),
  ]);
}
