import { parseDate, parseYear } from '../normalise/date.ts';
import type {
  AuthorMention,
  Identifier,
  NameMention,
  PublicationRecord,
  PublicationType,
  VenueKind,
  VenueMention,
} from '../record.ts';
import { given, some } from './given.ts';
import { authorLimit } from './jsonRecords.ts';
import { identifierOfLink } from './linkIdentifier.ts';
import { LocatorKeys } from './locatorKeys.ts';
import type { Reader, ReadItem, SourceInput } from './reader.ts';
import { noYear } from './warning.ts';
import { childrenOf, plainTextOf, stringOf, type XmlElement } from './xmlElement.ts';
import { rejectOf, rootOf, type XmlItem, xmlItems } from './xmlItems.ts';

/**
 * DBLP: the dump (`dblp.xml`), one record (`dblp.org/rec/….xml`), a person's records (`dblp.org/pid/….xml`), a table of
 * contents (`bht`). The format: https://dblp.org/faq/16154937.html, https://dblp.org/xml/dblp.dtd, and M. Ley, 'DBLP —
 * Some Lessons Learned', PVLDB 2(2), 2009.
 *
 * - `www` records under `homepages/`, and a person's `person`, describe persons and pages that part namesakes, and become
 *   persons: all names, first the one in use, ORCID and addresses, affiliations, and DBLP's own id (`pid/…`), which authors
 *   have in a person's records. One without a name, which only points to another (`crossref`), is passed over.
 * - `Wei Wang 0001` is the literal name `Wei Wang` with the homonym number `0001`.
 * - A title's closing full stop is DBLP's own and is taken off.
 * - A venue is identified by the key of the proceedings volume (`crossref`) or by the journal's part of an article's key.
 * - `publtype`: an `informal` article is a preprint, `withdrawn` is a retraction, `data` and `software` are what they
 *   say, `habil` is a thesis. Keys that begin with `tr/` are reports. `survey`, `encyclopedia` and `edited` make no difference.
 * - `ee` and `url` are links to the publication; a `url` without host is a page of DBLP's own and none.
 * - `mdate` is the day DBLP last touched the record and says nothing of the publication.
 * - A book's publisher and a thesis's notes have no place in a record where there is no series or school.
 */
export const dblp: Reader = {
  format: 'dblp',
  title: 'DBLP (XML)',
  detect: (head) => roots.includes(rootOf(head) ?? ''),
  read: records,
};

const roots = ['dblp', 'dblpperson', 'bht'];

const types: ReadonlyMap<string, PublicationType> = new Map([
  ['article', 'ARTICLE'],
  ['inproceedings', 'CONFERENCE_PAPER'],
  ['proceedings', 'PROCEEDINGS'],
  ['book', 'BOOK'],
  ['incollection', 'CHAPTER'],
  ['phdthesis', 'THESIS'],
  ['mastersthesis', 'THESIS'],
  ['data', 'DATASET'],
  ['www', 'OTHER'],
]);

/** ISO 8859-1 from U+00A0 on, as HTML calls its characters: all that `dblp.dtd` declares is among them. */
const latin1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

const entities = Object.fromEntries(
  latin1.split(' ').map((name, index) => [name, String.fromCharCode(0xa0 + index)]),
);

async function* records(input: SourceInput): AsyncGenerator<ReadItem, void, undefined> {
  const keys = new LocatorKeys();
  for await (const item of xmlItems(input, { roots, items: [...types.keys(), 'person'], entities })) {
    if ('reject' in item) yield item;
    else if (isPerson(item.element)) yield* personItems(item, keys);
    else yield readItem(item, keys);
  }
}

function isPerson({ name, attributes }: XmlElement): boolean {
  return name === 'person' || (name === 'www' && attributes['key']?.startsWith(homepages) === true);
}

const homepages = 'homepages/';
/** Names, and links, of a person: more come of what has gone wrong. */
const mostOfPerson = 200;

function personItems(item: XmlItem, keys: LocatorKeys): readonly ReadItem[] {
  const { element, line, byte } = item;
  const key = stringOf(element.attributes['key']);
  if (key === undefined) return [{ reject: withoutKey(item) }];
  const stated = childrenOf(element, 'author');
  const links = childrenOf(element, 'url');
  if (stated.length > mostOfPerson || links.length > mostOfPerson) {
    const what = `This person has ${stated.length} names and ${links.length} links`;
    const detail = { key, expected: `at most ${mostOfPerson} of each` };
    return [{ reject: rejectOf(item, 'RECORD_TOO_LARGE', what, detail) }];
  }
  const names = stated
    .map((author) => plainTextOf(author))
    .filter((name) => name !== undefined)
    .map(nameOf);
  if (names.length === 0) return [];
  const affiliations = childrenOf(element, 'note')
    .filter((note) => note.attributes['type'] === 'affiliation')
    .map((note) => plainTextOf(note))
    .filter((name) => name !== undefined)
    .map((name) => ({ name }));
  const pages = links
    .map((link) => identifierOfLink(stringOf(link) ?? ''))
    .filter((identifier) => identifier !== undefined);
  const pid = `pid/${key.startsWith(homepages) ? key.slice(homepages.length) : key}`;
  return [
    {
      person: given({
        locator: given({ key: keys.distinct(key, item.original), line, byte }),
        names,
        identifiers: distinct([{ scheme: 'dblp', value: pid }, ...pages]),
        affiliations: some(affiliations),
        disambiguation: element.attributes['publtype'] === 'disambiguation',
      }),
    },
  ];
}

function withoutKey(item: XmlItem) {
  return rejectOf(item, 'RECORD_MALFORMED', `This <${item.element.name}> has no key`, {
    expected: 'an attribute such as key="conf/focs/Yao82a"',
  });
}

/** What a record's elements say. */
interface Fields {
  readonly key: string;
  readonly publtype: string;
  readonly authors: XmlElement[];
  readonly editors: XmlElement[];
  readonly links: string[];
  readonly isbns: string[];
  readonly cited: string[];
  title: XmlElement | undefined;
  year: string | undefined;
  month: string | undefined;
  journal: string | undefined;
  booktitle: string | undefined;
  series: string | undefined;
  school: string | undefined;
  publisher: string | undefined;
  volume: string | undefined;
  number: string | undefined;
  pages: string | undefined;
  crossref: string | undefined;
}

/** Of an element that should stand once and stands again, the first counts. */
function fieldsOf(element: XmlElement, key: string): Fields {
  const fields: Fields = {
    key,
    publtype: element.attributes['publtype'] ?? '',
    authors: [],
    editors: [],
    links: [],
    isbns: [],
    cited: [],
    title: undefined,
    year: undefined,
    month: undefined,
    journal: undefined,
    booktitle: undefined,
    series: undefined,
    school: undefined,
    publisher: undefined,
    volume: undefined,
    number: undefined,
    pages: undefined,
    crossref: undefined,
  };
  for (const node of element.content) {
    if (typeof node === 'string') continue;
    switch (node.name) {
      case 'author':
        fields.authors.push(node);
        break;
      case 'editor':
        fields.editors.push(node);
        break;
      case 'ee':
      case 'url':
        fields.links.push(stringOf(node) ?? '');
        break;
      case 'isbn':
        fields.isbns.push(stringOf(node) ?? '');
        break;
      case 'cite':
        fields.cited.push(stringOf(node) ?? '');
        break;
      case 'title':
        fields.title ??= node;
        break;
      case 'journal':
      case 'booktitle':
      case 'series':
      case 'school':
      case 'publisher':
        fields[node.name] ??= plainTextOf(node);
        break;
      case 'year':
      case 'month':
      case 'volume':
      case 'number':
      case 'pages':
      case 'crossref':
        fields[node.name] ??= stringOf(node);
        break;
    }
  }
  return fields;
}

function readItem(item: XmlItem, keys: LocatorKeys): ReadItem {
  const { element } = item;
  const key = stringOf(element.attributes['key']);
  if (key === undefined) return { reject: withoutKey(item) };
  const fields = fieldsOf(element, key);
  const people = Math.max(fields.authors.length, fields.editors.length);
  if (people > authorLimit) {
    return {
      reject: rejectOf(item, 'RECORD_TOO_LARGE', `This record has ${people} authors`, {
        key,
        expected: `at most ${authorLimit}`,
      }),
    };
  }
  return { record: recordOf(item, fields, keys) };
}

type Writable<Shape> = { -readonly [Name in keyof Shape]: Shape[Name] };

function recordOf(item: XmlItem, fields: Fields, keys: LocatorKeys): PublicationRecord {
  const key = keys.distinct(fields.key, item.original);
  const year = parseYear(fields.year ?? '');
  const type = typeOf(item.element.name, fields);
  const authors = mentionsOf(fields.authors);
  const venue = venueOf(type, fields);
  const record: Writable<PublicationRecord> = {
    locator: item.byte === undefined ? { key, line: item.line } : { key, line: item.line, byte: item.byte },
    type,
    identifiers: identifiersOf(type, fields),
    authors,
    authorOrder: authors.length === fields.authors.length ? 'byline' : 'listed',
    venues: venue === undefined ? [] : [venue],
    topics: [],
  };
  const title = titleOf(fields.title);
  const editors = mentionsOf(fields.editors);
  const references = referencesOf(fields);
  if (title === undefined) record.incomplete = 'The source gives no title';
  else record.title = title;
  if (year !== undefined) record.year = year;
  if (year !== undefined && fields.month !== undefined) {
    const date = parseDate(`${fields.month} ${year}`);
    if (date !== undefined && date.date.length > 4) record.date = date.date;
  }
  if (editors.length > 0) record.editors = editors;
  if (references.length > 0) record.references = references;
  if (fields.publtype.includes('withdrawn')) record.retracted = true;
  if (fields.year !== undefined && year === undefined) record.warnings = [noYear('year', fields.year)];
  return record;
}

function typeOf(element: string, fields: Fields): PublicationType {
  const { publtype } = fields;
  if (publtype.includes('software')) return 'SOFTWARE';
  if (publtype.includes('data')) return 'DATASET';
  if (publtype.includes('habil')) return 'THESIS';
  if (fields.key.startsWith('tr/')) return 'REPORT';
  if (element === 'article' && (publtype.includes('informal') || isCorr(fields))) return 'PREPRINT';
  if (element === 'inproceedings' && isWorkshop(fields)) return 'WORKSHOP_PAPER';
  return types.get(element) ?? 'OTHER';
}

/** The Computing Research Repository is arXiv's computer science. */
function isCorr(fields: Fields): boolean {
  return fields.journal === 'CoRR' || fields.key.startsWith('journals/corr/');
}

function isWorkshop(fields: Fields): boolean {
  return fields.booktitle !== undefined && /\bworkshops?\b/i.test(fields.booktitle);
}

function titleOf(element: XmlElement | undefined): string | undefined {
  const title = plainTextOf(element);
  if (title?.endsWith('.') !== true || title.endsWith('..')) return title;
  return title.slice(0, -1).trimEnd() || undefined;
}

/** Of people without a name nothing is known. */
function mentionsOf(elements: readonly XmlElement[]): AuthorMention[] {
  const mentions: AuthorMention[] = [];
  for (const element of elements) {
    const stated = plainTextOf(element);
    if (stated === undefined) continue;
    const orcid = stringOf(element.attributes['orcid']);
    const pid = stringOf(element.attributes['pid']);
    const identifiers: Identifier[] = [];
    if (orcid !== undefined) identifiers.push({ scheme: 'orcid', value: orcid });
    if (pid !== undefined) identifiers.push({ scheme: 'dblp', value: `pid/${pid}` });
    const name = nameOf(stated);
    mentions.push(identifiers.length === 0 ? { name } : { name, identifiers });
  }
  return mentions;
}

function nameOf(stated: string): NameMention {
  const homonym = / (\d{4})$/.exec(stated)?.[1];
  const literal = homonym === undefined ? '' : stated.slice(0, -5).trimEnd();
  return homonym === undefined || literal === '' ? { literal: stated } : { literal, homonym };
}

/** Types whose ISBN is their own and not that of the book they are in. */
const ownBook: ReadonlySet<PublicationType> = new Set(['BOOK', 'PROCEEDINGS', 'THESIS']);

function identifiersOf(type: PublicationType, fields: Fields): readonly Identifier[] {
  const found: Identifier[] = [{ scheme: 'dblp', value: fields.key }];
  if (isCorr(fields) && fields.volume?.includes('/') === true) {
    found.push({ scheme: 'arxiv', value: fields.volume.replace(/^abs\//, '') });
  }
  for (const link of fields.links) {
    const identifier = identifierOfLink(link);
    if (identifier !== undefined) found.push(identifier);
  }
  if (ownBook.has(type)) found.push(...isbnsOf(fields));
  return found.length === 1 ? found : distinct(found);
}

function distinct(identifiers: readonly Identifier[]): readonly Identifier[] {
  return identifiers.filter(
    ({ scheme, value }, index) =>
      identifiers.findIndex((each) => each.scheme === scheme && each.value === value) === index,
  );
}

function isbnsOf(fields: Fields): readonly Identifier[] {
  return fields.isbns.filter((value) => value !== '').map((value) => ({ scheme: 'isbn', value }));
}

/** An ellipsis stands for a cited work that DBLP does not have. */
function referencesOf(fields: Fields): readonly Identifier[] {
  if (fields.cited.length === 0) return [];
  const keys = fields.cited.filter((key) => key.includes('/'));
  return [...new Set(keys)].map((value) => ({ scheme: 'dblp', value }));
}

function venueOf(type: PublicationType, fields: Fields): VenueMention | undefined {
  const { journal, booktitle, series, publisher, crossref } = fields;
  const name =
    journal ??
    booktitle ??
    (type === 'THESIS' ? fields.school : undefined) ??
    series ??
    (type === 'DATASET' || type === 'SOFTWARE' ? publisher : undefined);
  if (name === undefined) return undefined;
  const venue: Writable<VenueMention> = { name };
  const kind = kindOf(type, fields);
  if (kind !== undefined) venue.kind = kind;
  if (series !== undefined && series !== name) venue.series = series;
  if (fields.volume !== undefined) venue.volume = fields.volume;
  if (fields.number !== undefined) venue.issue = fields.number;
  if (fields.pages !== undefined) venue.pages = fields.pages;
  if (publisher !== undefined && publisher !== name) venue.publisher = publisher;
  const own = type === 'PROCEEDINGS' ? fields.key : journal === undefined ? undefined : streamOf(fields.key);
  const id = crossref ?? own;
  const identifiers: Identifier[] = id === undefined ? [] : [{ scheme: 'dblp', value: id }];
  if (!ownBook.has(type)) identifiers.push(...isbnsOf(fields));
  if (identifiers.length > 0) venue.identifiers = identifiers;
  return venue;
}

/** The part of an article's key that is its journal's: `journals/cacm` of `journals/cacm/Gentry10`. */
function streamOf(key: string): string | undefined {
  return /^journals\/[^/\s]+(?=\/)/.exec(key)?.[0];
}

function kindOf(type: PublicationType, fields: Fields): VenueKind | undefined {
  if (fields.journal !== undefined) {
    if (isCorr(fields)) return 'PREPRINT_SERVER';
    return type === 'ARTICLE' ? 'JOURNAL' : undefined;
  }
  switch (type) {
    case 'CONFERENCE_PAPER':
    case 'WORKSHOP_PAPER':
    case 'PROCEEDINGS':
      if (fields.booktitle === undefined) return 'BOOK';
      return isWorkshop(fields) ? 'WORKSHOP' : 'CONFERENCE';
    case 'CHAPTER':
    case 'BOOK':
      return 'BOOK';
    case 'DATASET':
    case 'SOFTWARE':
      return 'REPOSITORY';
    case 'THESIS':
      return fields.booktitle === undefined && fields.school === undefined ? 'BOOK' : 'OTHER';
    default:
      return undefined;
  }
}
