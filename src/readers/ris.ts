import { ScholargraphError } from '../errors.ts';
import { parseDate, type StatedDate, saysToAppear } from '../normalise/date.ts';
import { cleaned, plainText } from '../normalise/markup.ts';
import { arxivIdOf, isPreprintServer } from '../normalise/preprintServer.ts';
import type {
  AuthorMention,
  Identifier,
  IdentifierScheme,
  NameMention,
  PublicationRecord,
  PublicationType,
  VenueKind,
  VenueMention,
} from '../record.ts';
import { isbnsIn, issnsIn } from './bookNumbers.ts';
import { given, some } from './given.ts';
import { distinctKeywords, keywordLimit } from './keywords.ts';
import { languageTag } from './languageTag.ts';
import { identifierOfLink } from './linkIdentifier.ts';
import { LocatorKeys } from './locatorKeys.ts';
import {
  authorLimit,
  type Reader,
  type ReadItem,
  rejectReason,
  rejectTextLimit,
  type SourceInput,
} from './reader.ts';
import { dateOfParts } from './statedDate.ts';
import { type TextLine, textLines } from './textLines.ts';
import { noYears } from './warning.ts';

/**
 * RIS, as reference managers, publishers and databases export it: Research Information Systems' format of 1999 and
 * the longer one of 2011, whose tags mean different things to different types of reference.
 *
 * - A record goes from `TY` to `ER`, or to the next `TY` where `ER` is missing. Lines without a tag continue the line
 *   before; after `KW`, `AU` and links each is one more.
 * - The locator's key is the record's `ID`, else its accession number (`AN`) or DOI, else a digest.
 * - Tags that are not known are passed over, and so are lines without a tag between records.
 */
export const ris: Reader = {
  format: 'ris',
  title: 'RIS',
  detect: (head) => !/^\s*[<[{]/.test(head) && /^[^\S\n]*TY {0,2}- {0,2}[A-Z]{3,8}[^\S\n]*$/m.test(head),
  async *read(input) {
    const keys = new LocatorKeys();
    for await (const entry of entriesOf(input)) yield itemOf(entry, keys);
  },
};

/** A reference as it stands. */
interface RisEntry {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  /** What each tag holds, in its order. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** Why there is no more of it than its beginning. */
  readonly tooLarge?: boolean;
}

/** Characters of one reference. */
const entryLimit = 16 * 1024 * 1024;
/** Characters of a field that is looked at. */
const fieldLimit = 256 * 1024;

async function* entriesOf(input: SourceInput): AsyncGenerator<RisEntry, void, undefined> {
  let builder: EntryBuilder | undefined;
  let tagOf = tagWith(2);
  let begins: number | undefined;
  let begun = false;
  for await (const lines of textLines(input.bytes)) {
    for (const line of lines) {
      if (begins === undefined && line.text.trim() !== '') begins = line.number;
      const blanks = line.begins ? /^\s{0,3}TY( {0,2})-/.exec(line.text)?.[1]?.length : undefined;
      if (blanks !== undefined) tagOf = tagWith(blanks);
      const tagged = line.begins ? tagOf(line.text) : undefined;
      if (blanks !== undefined || (builder === undefined && tagged !== undefined && tagged.tag !== 'ER')) {
        if (builder !== undefined) yield builder.entry();
        builder = new EntryBuilder(line.number);
        begun ||= blanks !== undefined;
      }
      builder?.add(line, tagged);
      if (tagged?.tag === 'ER' && builder !== undefined) {
        yield builder.entry();
        builder = undefined;
      }
    }
  }
  if (builder !== undefined) yield builder.entry();
  if (begun || begins === undefined) return;
  throw new ScholargraphError('SOURCE_MALFORMED', 'There is no RIS record in it', {
    source: input.uri,
    line: begins,
    expected: 'records that begin with a line such as "TY  - JOUR"',
  });
}

interface Tagged {
  readonly tag: string;
  readonly value: string;
}

/**
 * 'AU  - Name'. Some have one blank before the dash, or none, and then have so throughout; a line of prose such as
 * 'AI - based' is no tag where tags have two.
 */
function tagWith(blanks: number): (text: string) => Tagged | undefined {
  const pattern = new RegExp(`^\\s{0,3}([A-Z][A-Z\\d]) {${blanks}}-\\s?(.*)$`, 's');
  return (text) => {
    const [, tag, value = ''] = pattern.exec(text) ?? [];
    return tag === undefined ? undefined : { tag, value: value.trim() };
  };
}

class EntryBuilder {
  readonly #line: number;
  #text: string[] = [];
  #size = 0;
  readonly #fields = new Map<string, string[][]>();
  /** The parts of the value that is being read. */
  #value: string[] | undefined;
  #tag = '';

  constructor(line: number) {
    this.#line = line;
  }

  add(line: TextLine, tagged: Tagged | undefined): void {
    const text = line.begins && this.#size > 0 ? `\n${line.text}` : line.text;
    this.#size += text.length;
    if (this.#size > entryLimit) {
      this.#fields.clear();
      this.#value = undefined;
      this.#text = [this.#text.join('').slice(0, rejectTextLimit)];
      return;
    }
    this.#text.push(text);
    if (tagged !== undefined) {
      this.#tag = tagged.tag;
      this.#start(tagged.value);
    } else if (!line.begins) {
      this.#value?.push(line.text);
    } else if (line.text.trim() !== '' && this.#tag !== '') {
      if (lists.has(this.#tag)) this.#start(line.text.trim());
      else this.#value?.push(' ', line.text.trim());
    }
  }

  #start(value: string): void {
    this.#value = [value];
    const values = this.#fields.get(this.#tag);
    if (values === undefined) this.#fields.set(this.#tag, [this.#value]);
    else values.push(this.#value);
  }

  entry(): RisEntry {
    const fields = new Map<string, readonly string[]>();
    for (const [tag, values] of this.#fields) {
      const given = values.map((parts) => parts.join('')).filter((value) => value !== '');
      if (given.length > 0) fields.set(tag, given);
    }
    const tooLarge = this.#size > entryLimit;
    return { line: this.#line, text: this.#text.join(''), fields, ...(tooLarge ? { tooLarge } : {}) };
  }
}

/** Tags after which a line without a tag is one more of the same. */
const lists = new Set(['KW', 'AU', 'A1', 'A2', 'A3', 'ED', 'UR', 'L1', 'L2', 'LK']);

function itemOf(entry: RisEntry, keys: LocatorKeys): ReadItem {
  if (entry.tooLarge === true) {
    return refused(entry, 'RECORD_TOO_LARGE', 'This record is too large', `at most ${entryLimit} characters`);
  }
  if (!entry.fields.has('TY')) {
    return refused(
      entry,
      'RECORD_MALFORMED',
      'This record does not say of what type it is',
      'a line such as "TY  - JOUR" at its beginning',
    );
  }
  for (const [tag, values] of entry.fields) {
    const long = values.find((value) => value.length > fieldLimit);
    if (long === undefined) continue;
    return refused(
      entry,
      'RECORD_TOO_LARGE',
      `The field ${tag} has ${long.length} characters`,
      `at most ${fieldLimit}`,
    );
  }
  for (const tags of [authorTags, editorTags]) {
    const count = valuesOf(entry, tags).flatMap(partedNames).length;
    if (count <= authorLimit) continue;
    return refused(
      entry,
      'RECORD_TOO_LARGE',
      `This record has ${count} ${tags === authorTags ? 'authors' : 'editors'}`,
      `at most ${authorLimit}`,
    );
  }
  const record = recordOf(entry);
  if (record.topics.length > keywordLimit) {
    return refused(
      entry,
      'RECORD_TOO_LARGE',
      `This record has ${record.topics.length} keywords`,
      `at most ${keywordLimit}`,
    );
  }
  if (record.title === undefined && record.identifiers.length === 0 && record.abstract === undefined) {
    return refused(
      entry,
      'RECORD_MALFORMED',
      'This record has nothing to know a publication by',
      'at least a title, an identifier, or an abstract',
    );
  }
  return {
    record: {
      locator: { key: keys.distinct(keyOf(entry), entry.text), line: entry.line },
      ...record,
      ...(record.title === undefined ? { incomplete: 'The source gives no title' } : {}),
    },
  };
}

function refused(
  entry: RisEntry,
  code: 'RECORD_MALFORMED' | 'RECORD_TOO_LARGE',
  what: string,
  expected: string,
): ReadItem {
  return {
    reject: {
      code,
      locator: given({ key: keyOf(entry), line: entry.line }),
      reason: rejectReason(code, what, expected),
      original: entry.text.slice(0, rejectTextLimit),
    },
  };
}

const authorTags = ['AU', 'A1'];
const editorTags = ['ED', 'A2'];

function keyOf(entry: RisEntry): string | undefined {
  const doi = identifiersOf(entry).find(({ scheme }) => scheme === 'doi')?.value;
  return [first(entry, ['ID', 'AN']), doi].find((key) => key !== undefined && key.length <= fieldLimit);
}

/** The values of all these tags, in the tags' order. */
function valuesOf(entry: RisEntry, tags: readonly string[]): readonly string[] {
  return tags.flatMap((tag) => entry.fields.get(tag) ?? []);
}

/** The first that these tags give, as it stands. */
function first(entry: RisEntry, tags: readonly string[]): string | undefined {
  for (const value of valuesOf(entry, tags)) {
    const stated = cleaned(value);
    if (stated !== '') return stated;
  }
  return undefined;
}

/** The first that these tags give, as plain text. */
function firstText(entry: RisEntry, tags: readonly string[]): string | undefined {
  for (const value of valuesOf(entry, tags)) {
    const text = plainText(value);
    if (text !== '') return text;
  }
  return undefined;
}

function recordOf(entry: RisEntry): Omit<PublicationRecord, 'locator'> {
  const type = typeOf(entry);
  const date = dateOf(entry);
  const listed = valuesOf(entry, authorTags)
    .flatMap(partedNames)
    .map(nameOf)
    .filter((name) => name !== undefined);
  const authors = listed.filter((name) => !isOthers(name));
  const editors = valuesOf(entry, editorTags)
    .flatMap(partedNames)
    .map(nameOf)
    .filter((name) => name !== undefined);
  const remarks = valuesOf(entry, ['N1', 'PY', 'Y1', 'VL', 'ET']).map((remark) => remark.slice(0, 1_000));
  return given({
    type,
    title: firstText(entry, titleTags.get(stated(entry)) ?? ['TI', 'T1', 'CT', 'BT', 'ST']),
    abstract: firstText(entry, ['AB', 'N2']),
    year: date?.year,
    date: date?.date,
    language: languageTag(first(entry, ['LA']) ?? ''),
    identifiers: identifiersOf(entry),
    authors: authors.map((name): AuthorMention => ({ name })),
    authorOrder: authors.length === listed.length ? ('byline' as const) : ('listed' as const),
    editors: some(editors.filter((name) => !isOthers(name)).map((name) => ({ name }))),
    venues: venuesOf(entry, type),
    topics: keywordsOf(entry).map((name) => ({ name })),
    citationCount: citationsIn(entry),
    toAppear: stated(entry) === 'INPR' || remarks.some(saysToAppear) ? true : undefined,
    retracted: remarks.some((remark) => /^retracted\b/i.test(remark)) ? true : undefined,
    warnings:
      date === undefined
        ? some(noYears(Object.fromEntries(['PY', 'Y1', 'DA'].map((tag) => [tag, first(entry, [tag])]))))
        : undefined,
  });
}

const types: ReadonlyMap<string, PublicationType> = new Map([
  ...typed('ARTICLE', 'JOUR JFULL EJOUR EJOU MGZN NEWS INPR ABST'),
  ...typed('CONFERENCE_PAPER', 'CONF CPAPER'),
  ...typed('BOOK', 'BOOK EBOOK EDBOOK WHOLE SER CLSWK'),
  ...typed('CHAPTER', 'CHAP ECHAP ENCYC DICT'),
  ...typed('THESIS', 'THES'),
  ...typed('REPORT', 'RPRT GOVDOC STAND'),
  ...typed('DATASET', 'DATA DBASE AGGR'),
  ...typed('SOFTWARE', 'COMP'),
  ...typed('PREPRINT', 'PREPRINT PREP'),
]);

function typed(type: PublicationType, names: string): readonly (readonly [string, PublicationType])[] {
  return names.split(' ').map((name) => [name, type] as const);
}

/** Types whose records are preprints if the place they name is a preprint server. */
const mayBePreprint = new Set('JOUR EJOUR GEN ELEC UNPB UNPD MANSCPT RPRT INPR'.split(' '));

function stated(entry: RisEntry): string {
  return (first(entry, ['TY']) ?? '').toUpperCase();
}

function typeOf(entry: RisEntry): PublicationType {
  const onServer = isPreprintServer(firstText(entry, [...journalTags, 'PB', 'DP']) ?? '');
  if (onServer && mayBePreprint.has(stated(entry))) return 'PREPRINT';
  const type = types.get(stated(entry)) ?? 'OTHER';
  const kind = first(entry, ['M3']) ?? '';
  if (type === 'CONFERENCE_PAPER' && /\bworkshop paper\b/i.test(kind)) return 'WORKSHOP_PAPER';
  return type === 'BOOK' && /^(?:conference )?proceedings$/i.test(kind) ? 'PROCEEDINGS' : type;
}

const journalTags = ['JF', 'T2', 'JO', 'JA', 'J2', 'J1'];

/** In what has parts, `BT` is the whole, and else the title. */
const titleTags: ReadonlyMap<string, readonly string[]> = new Map(
  ['CHAP', 'ECHAP', 'ENCYC', 'DICT', 'CONF', 'CPAPER', 'JOUR'].map((name) => [
    name,
    ['TI', 'T1', 'CT', 'ST'],
  ]),
);

/** Where a record of a type appears: the tags that name it, and what it is. */
interface Place {
  readonly tags: readonly string[];
  readonly series?: readonly string[];
  readonly kind?: VenueKind;
}

const inProceedings: Place = {
  tags: ['T2', 'BT', 'JF', 'JO', 'C3', 'T3'],
  series: ['T3'],
  kind: 'CONFERENCE',
};
const ofSeries: Place = { tags: ['T2', 'T3'], kind: 'BOOK' };
const atInstitution: Place = { tags: ['PB'], kind: 'OTHER' };

const places: Readonly<Record<PublicationType, Place>> = {
  ARTICLE: { tags: journalTags, kind: 'JOURNAL' },
  CONFERENCE_PAPER: inProceedings,
  WORKSHOP_PAPER: { ...inProceedings, kind: 'WORKSHOP' },
  PREPRINT: { tags: [...journalTags, 'PB', 'DP'] },
  BOOK: ofSeries,
  CHAPTER: { tags: ['BT', 'T2'], series: ['T3'], kind: 'BOOK' },
  PROCEEDINGS: { tags: ['C3', 'T2', 'T3'] },
  THESIS: atInstitution,
  REPORT: atInstitution,
  DATASET: { tags: ['PB', 'DP'], kind: 'REPOSITORY' },
  SOFTWARE: { tags: ['PB', 'DP'], kind: 'REPOSITORY' },
  OTHER: { tags: journalTags },
};

/** Publications to which an ISBN belongs themselves. */
const bound = new Set<PublicationType>(['BOOK', 'PROCEEDINGS', 'THESIS', 'REPORT']);

function venuesOf(entry: RisEntry, type: PublicationType): readonly VenueMention[] {
  const place = places[type];
  const name = firstText(entry, place.tags);
  if (name === undefined) return [];
  const series = firstText(entry, place.series ?? []);
  const publisher = firstText(entry, ['PB']);
  const numbers = valuesOf(entry, ['SN']).join(', ');
  return [
    given({
      name,
      kind: isPreprintServer(name) ? ('PREPRINT_SERVER' as const) : place.kind,
      series: series === name ? undefined : series,
      volume: firstText(entry, ['VL']),
      issue: firstText(entry, type === 'REPORT' ? ['IS', 'CP', 'M1'] : ['IS', 'CP']),
      pages: pagesOf(entry),
      publisher: publisher === name ? undefined : publisher,
      identifiers: some([...issnsIn(numbers), ...(bound.has(type) ? [] : isbnsIn(numbers))]),
    }),
  ];
}

/** Some have the whole range in `SP`, and some in both. */
function pagesOf(entry: RisEntry): string | undefined {
  const start = firstText(entry, ['SP', 'C7'])?.replace(/\s*[-–—]+\s*/g, '-');
  const end = firstText(entry, ['EP'])?.replace(/\s*[-–—]+\s*/g, '-');
  if (start === undefined || end === undefined || start.includes('-') || start === end) return start ?? end;
  return end.startsWith(`${start}-`) ? end : `${start}-${end}`;
}

/**
 * The names of a line that should hold one: some write all into it, parted by semicolons, or full names by commas
 * (https://github.com/zotero/translators/issues/2006).
 */
function partedNames(value: string): readonly string[] {
  if (!/;|,[^,]*,/.test(value)) return [value];
  const text = plainText(value);
  const bySemicolon = text.split(';').filter((name) => name.trim() !== '');
  if (bySemicolon.length > 1) return bySemicolon;
  const byComma = text.split(',').map((name) => name.trim());
  return byComma.length > 2 && byComma.every((name) => name.includes(' ')) ? byComma : [value];
}

/** 'Family, Given, Suffix'. A name without a comma is left whole, for it may be an institution's. */
function nameOf(value: string): NameMention | undefined {
  const text = plainText(value);
  const [family = '', first = '', ...rest] = text.split(',').map((part) => part.trim());
  if (family === '' || !text.includes(',')) {
    const literal = [family, first, ...rest].filter((part) => part !== '').join(', ');
    return literal === '' ? undefined : { literal };
  }
  return given({
    family,
    given: first || undefined,
    suffix: rest.join(', ').replace(/[\s,]+$/, '') || undefined,
  });
}

function isOthers(name: NameMention): boolean {
  return /^(?:others|et\.? al\.?|…|\.\.\.)$/i.test('literal' in name ? name.literal : '');
}

/** 'YYYY/MM/DD/other' of the format, or what people write instead; `DA` may say more than `PY`, of the same year. */
function dateOf(entry: RisEntry): StatedDate | undefined {
  const [day, year] = [['DA'], ['PY', 'Y1', 'Y2']].map((tags) => {
    for (const value of valuesOf(entry, tags)) {
      const date = dateIn(value.slice(0, 100));
      if (date !== undefined) return date;
    }
    return undefined;
  });
  return day !== undefined && (year === undefined || day.year === year.year) && !isFiner(year, day)
    ? day
    : year;
}

function isFiner(date: StatedDate | undefined, than: StatedDate): boolean {
  return date !== undefined && date.date.length > than.date.length;
}

function dateIn(value: string): StatedDate | undefined {
  const parts = /^([12]\d{3})\/(\d{0,2})\/(\d{0,2})(?:\/|$)/.exec(value.trim());
  if (parts !== null) return dateOfParts(parts.slice(1).map((part) => part.replace(/^0/, '') || undefined));
  const slashed = /^([12]\d{3})\/{1,3}(.*)$/.exec(value.trim());
  return (
    parseDate(slashed === null ? value : `${slashed[2]?.replaceAll('/', ' ')} ${slashed[1]}`) ?? yearIn(value)
  );
}

function yearIn(value: string): StatedDate | undefined {
  const year = /(?<![-−\d])([12]\d{3})(?!\d)/.exec(value)?.[1];
  return year === undefined ? undefined : dateOfParts([year]);
}

/** `AN` is what the database `DB` or `DP` calls the record; `C2` is what PubMed's exports have a PMCID in. */
function identifiersOf(entry: RisEntry): readonly Identifier[] {
  const found = new Map<string, Identifier>();
  const add = (scheme: IdentifierScheme, value: string | undefined) => {
    if (value !== undefined && value !== '') found.set(`${scheme}:${value}`, { scheme, value });
  };
  const doi = /\b10\.\d{4,9}\/\S{1,500}/;
  add('doi', first(entry, ['DO', 'DI']));
  if (found.size === 0) {
    const inOther = valuesOf(entry, ['M3', 'L3', 'N1']).find((value) =>
      /^\s*(?:doi:?\s*)?10\.\d{4,9}\//i.test(value),
    );
    add('doi', doi.exec(cleaned(inOther?.slice(0, 1_000) ?? ''))?.[0]);
  }
  const remarks = valuesOf(entry, [...journalTags, 'M1', 'N1', 'AN', 'C7']);
  add(
    'arxiv',
    remarks
      .filter((remark) => /arxiv:/i.test(remark))
      .map((remark) => arxivIdOf(remark.slice(0, 200)))
      .find((id) => id !== undefined),
  );
  const database = valuesOf(entry, ['DB', 'DP']).join(' ').slice(0, 200);
  const accession = first(entry, ['AN']);
  if (/\b(?:pubmed|medline|nlm)\b/i.test(database) && /^\d{1,9}$/.test(accession ?? ''))
    add('pmid', accession);
  add(
    'pmcid',
    valuesOf(entry, ['C2']).find((value) => /^PMC\d+$/.test(value)),
  );
  for (const note of valuesOf(entry, ['N1'])) {
    for (const [, name, value] of note
      .slice(0, 20_000)
      .matchAll(/(?:^|[\s;])(PMID|PMCID):\s{0,10}(\w{1,20})/g)) {
      add(name === 'PMID' ? 'pmid' : 'pmcid', value);
    }
  }
  if (bound.has(typeOf(entry))) {
    for (const { scheme, value } of isbnsIn(valuesOf(entry, ['SN']).join(', '))) add(scheme, value);
  }
  for (const value of valuesOf(entry, ['UR', 'LK', 'L2', 'L1']).slice(0, mostLinks)) {
    for (const link of value.match(/https?:\/\/[^\s;]+/gi)?.slice(0, mostLinks) ?? []) {
      const identifier = identifierOfLink(cleaned(link));
      if (identifier !== undefined) add(identifier.scheme, identifier.value);
    }
  }
  return [...found.values()];
}

/** Of a record's links, as of one field's. */
const mostLinks = 20;

function keywordsOf(entry: RisEntry): readonly string[] {
  return distinctKeywords(valuesOf(entry, ['KW']).flatMap((value) => value.split(';')));
}

/** Scopus counts in a note: 'Cited By :12'. */
function citationsIn(entry: RisEntry): number | undefined {
  for (const note of valuesOf(entry, ['N1'])) {
    const count = /\bcited by\s?:\s?(\d{1,9})\b/i.exec(note.slice(0, 1_000))?.[1];
    if (count !== undefined) return Number(count);
  }
  return undefined;
}
