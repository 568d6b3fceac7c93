import { ScholargraphError } from '../errors.ts';
import { parseDate, type StatedDate, saysToAppear } from '../normalise/date.ts';
import { latexText } from '../normalise/latex.ts';
import { cleaned } from '../normalise/markup.ts';
import { arxivIdOf, isPreprintDoi, isPreprintServer, preprintServer } from '../normalise/preprintServer.ts';
import type {
  AuthorMention,
  Identifier,
  IdentifierScheme,
  PublicationRecord,
  PublicationType,
  VenueKind,
  VenueMention,
} from '../record.ts';
import { CrossReferences } from './bibtexCrossReferences.ts';
import { BibtexEntries, type BibtexEntry } from './bibtexEntries.ts';
import { type BibtexNames, bibtexNames, type NamesRefused } from './bibtexNames.ts';
import { isbnsIn, issnsIn } from './bookNumbers.ts';
import { given, some } from './given.ts';
import { journalOfMacro } from './journalMacros.ts';
import { distinctKeywords, keywordLimit, partedKeywords } from './keywords.ts';
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
import { withSubtitle } from './subtitle.ts';
import { textLines } from './textLines.ts';
import { noYears } from './warning.ts';

/**
 * BibTeX and BibLaTeX bibliographies (O. Patashnik, 'BibTeXing', 1988; the biblatex manual), with what common
 * tools put into them: arXiv's `eprint`, DBLP's keys and `CoRR`, Scopus's 'Cited by', JabRef's comments, Mendeley's
 * escapes.
 *
 * - The locator's key is the citation key. Where two entries share one, both are read, and the later one's key has a
 *   digest of it added.
 * - An entry with `crossref` may come out later than it stands in the source.
 * - A journal may be given as a macro of the Astrophysics Data System's: see `journalOfMacro`.
 * - An entry with an eprint on a preprint server states that server as a venue, after the one it appeared in.
 * - Besides its own fields it takes any that is named as an identifier scheme (`openalex`, `pmid`, `dblp` …), and data
 *   annotations: `author+an:orcid = {1="0000-0002-…"; 3="…"}`, `author+an:affiliation`, and `author+an = {2=corresponding}`.
 * - Authors are counted before anything is made of them: more than `authorLimit` is a reject.
 */
export const bibtex: Reader = {
  format: 'bibtex',
  title: 'BibTeX or BibLaTeX',
  detect: (head) =>
    !/^\s*[<[{]/.test(head) &&
    /^[^\S\n]*@[^\S\n]*(?:(?:string|preamble|comment)\s*[{(]|[a-z][\w-]*\s*[{(]\s*[^\s,={}()"]{1,500}\s*,)/im.test(
      head,
    ),
  async *read(input) {
    const keys = new LocatorKeys();
    for await (const found of resolvedEntries(input)) {
      yield 'reject' in found ? found : itemOf(found, keys);
    }
  },
};

async function* resolvedEntries(input: SourceInput) {
  const entries = new BibtexEntries();
  const references = new CrossReferences();
  let begins: number | undefined;
  for await (const lines of textLines(input.bytes)) {
    for (const line of lines) {
      if (begins === undefined && line.text.trim() !== '') begins = line.number;
      for (const found of entries.push(line)) {
        if ('reject' in found) yield found;
        else yield* references.take(found);
      }
    }
  }
  for (const found of entries.end()) {
    if ('reject' in found) yield found;
    else yield* references.take(found);
  }
  yield* references.end();
  if (!entries.begun && begins !== undefined) {
    throw new ScholargraphError('SOURCE_MALFORMED', 'There is no BibTeX entry in it', {
      source: input.uri,
      line: begins,
      expected: 'entries such as @article{key, title = {…}}',
    });
  }
}

/** Characters of a field that is looked at, lists of names excepted. */
const fieldLimit = 256 * 1024;

function itemOf(entry: BibtexEntry, keys: LocatorKeys): ReadItem {
  const authors = bibtexNames(entry.fields.get('author') ?? '', authorLimit);
  if ('refused' in authors) return tooLarge(entry, 'author', authors);
  const editors = bibtexNames(entry.fields.get('editor') ?? '', authorLimit);
  if ('refused' in editors) return tooLarge(entry, 'editor', editors);
  let record: Omit<PublicationRecord, 'locator'>;
  try {
    record = recordOf(entry, authors, editors);
  } catch (error) {
    if (!(error instanceof FieldTooLong)) throw error;
    return tooLarge(entry, error.field, {
      refused: `${error.characters} characters`,
      expected: `at most ${fieldLimit}`,
    });
  }
  if (record.topics.length > keywordLimit) {
    return tooLarge(entry, 'keywords', {
      refused: `${record.topics.length} keywords`,
      expected: `at most ${keywordLimit}`,
    });
  }
  if (record.title === undefined && record.identifiers.length === 0 && record.abstract === undefined) {
    return refused(
      entry,
      'RECORD_MALFORMED',
      'This entry has nothing to know a publication by',
      'at least a title, an identifier, or an abstract',
    );
  }
  const key = cleaned(entry.key);
  return {
    record: {
      locator: { key: keys.distinct(key === '' ? undefined : key, entry.text), line: entry.line },
      ...record,
      ...(record.title === undefined ? { incomplete: 'The source gives no title' } : {}),
    },
  };
}

function tooLarge(entry: BibtexEntry, field: string, { refused: what, expected }: NamesRefused): ReadItem {
  return refused(entry, 'RECORD_TOO_LARGE', `The field "${field}" has ${what}`, expected);
}

function refused(
  entry: BibtexEntry,
  code: 'RECORD_MALFORMED' | 'RECORD_TOO_LARGE',
  what: string,
  expected: string,
): ReadItem {
  const key = cleaned(entry.key);
  return {
    reject: {
      code,
      locator: { ...(key === '' ? {} : { key }), line: entry.line },
      reason: rejectReason(code, what, expected),
      original: entry.text.slice(0, rejectTextLimit),
    },
  };
}

function recordOf(
  entry: BibtexEntry,
  authors: BibtexNames,
  editors: BibtexNames,
): Omit<PublicationRecord, 'locator'> {
  const text = (...names: readonly string[]) => firstText(entry, names);
  const eprint = eprintOf(entry);
  const main = mainVenue(entry);
  const server = eprint === undefined ? undefined : preprintServer(eprint.server);
  const venues = [
    ...(main === undefined ? [] : [main]),
    ...(server === undefined || main?.kind === 'PREPRINT_SERVER'
      ? []
      : [{ name: server, kind: 'PREPRINT_SERVER' as const }]),
  ];
  const date = dateOf(entry);
  const remarks = ['pubstate', 'note', 'howpublished', 'addendum', 'year', 'date', 'volume', 'pages'].map(
    (name) => rawField(entry, name) ?? '',
  );
  return given({
    type: typeOf(entry, venues),
    title: titleOf(entry),
    abstract: text('abstract'),
    year: date?.year,
    date: date?.date,
    language: languageTag(text('langid') ?? '') ?? languageTag(text('language', 'hyphenation') ?? ''),
    identifiers: identifiersOf(entry, eprint),
    authors: annotated(entry, authors),
    authorOrder: authors.others ? ('listed' as const) : ('byline' as const),
    editors: some(editors.names.map((name) => ({ name }))),
    venues,
    topics: keywordsOf(entry).map((name) => ({ name })),
    citationCount: citationsIn(entry),
    toAppear: remarks.some(announces) ? true : undefined,
    retracted: remarks.some((remark) => /^\s*\{?retracted\b/i.test(remark)) ? true : undefined,
    warnings: date === undefined ? some(noYears({ date: text('date'), year: text('year') })) : undefined,
  });
}

/** A field's LaTeX, unless it is longer than `fieldLimit`. */
function rawField(entry: BibtexEntry, field: string): string | undefined {
  const value = entry.fields.get(field);
  if (value !== undefined && value.length > fieldLimit) throw new FieldTooLong(field, value.length);
  return value;
}

class FieldTooLong extends Error {
  readonly field: string;
  readonly characters: number;

  constructor(field: string, characters: number) {
    super(field);
    this.field = field;
    this.characters = characters;
  }
}

function firstText(entry: BibtexEntry, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = rawField(entry, name);
    const macro = value === undefined || !journalFields.has(name) ? undefined : journalOfMacro(value);
    const text = macro ?? (value === undefined ? '' : latexText(value));
    if (text !== '') return text;
  }
  return undefined;
}

const journalFields: ReadonlySet<string> = new Set(['journal', 'journaltitle', 'booktitle']);

const types: ReadonlyMap<string, PublicationType> = new Map([
  ['article', 'ARTICLE'],
  ['suppperiodical', 'ARTICLE'],
  ['review', 'ARTICLE'],
  ['inproceedings', 'CONFERENCE_PAPER'],
  ['conference', 'CONFERENCE_PAPER'],
  ['preprint', 'PREPRINT'],
  ['book', 'BOOK'],
  ['mvbook', 'BOOK'],
  ['booklet', 'BOOK'],
  ['collection', 'BOOK'],
  ['mvcollection', 'BOOK'],
  ['reference', 'BOOK'],
  ['mvreference', 'BOOK'],
  ['inbook', 'CHAPTER'],
  ['incollection', 'CHAPTER'],
  ['bookinbook', 'CHAPTER'],
  ['suppbook', 'CHAPTER'],
  ['suppcollection', 'CHAPTER'],
  ['inreference', 'CHAPTER'],
  ['proceedings', 'PROCEEDINGS'],
  ['mvproceedings', 'PROCEEDINGS'],
  ['thesis', 'THESIS'],
  ['phdthesis', 'THESIS'],
  ['mastersthesis', 'THESIS'],
  ['bachelorsthesis', 'THESIS'],
  ['report', 'REPORT'],
  ['techreport', 'REPORT'],
  ['dataset', 'DATASET'],
  ['data', 'DATASET'],
  ['software', 'SOFTWARE'],
]);

/** Types whose entries are preprints if the only place they name is a preprint server. */
const mayBePreprint = new Set([
  'article',
  'misc',
  'online',
  'electronic',
  'unpublished',
  'techreport',
  'report',
]);

function typeOf(entry: BibtexEntry, venues: readonly VenueMention[]): PublicationType {
  const onServer =
    venues.length === 0
      ? isPreprintDoi(verbatim(entry, 'doi') ?? '')
      : venues.every((venue) => venue.kind === 'PREPRINT_SERVER');
  return onServer && mayBePreprint.has(entry.type) ? 'PREPRINT' : ownType(entry);
}

/** What the entry's own type says, wherever it appeared. */
function ownType(entry: BibtexEntry): PublicationType {
  const type = types.get(entry.type) ?? 'OTHER';
  const subtype = rawField(entry, 'entrysubtype')?.trim().toLowerCase();
  return type === 'CONFERENCE_PAPER' && subtype === 'workshop' ? 'WORKSHOP_PAPER' : type;
}

/** The title with its subtitle; of a classic `inbook`, whose title is the book's, the chapter's if it has one. */
function titleOf(entry: BibtexEntry): string | undefined {
  const title = withSubtitle(firstText(entry, ['title']), firstText(entry, ['subtitle']));
  if (entry.type !== 'inbook') return title;
  return namedChapter(entry) ?? title ?? firstText(entry, ['booktitle']);
}

function namedChapter(entry: BibtexEntry): string | undefined {
  const chapter = entry.fields.has('booktitle') ? undefined : firstText(entry, ['chapter']);
  return chapter !== undefined && /\p{L}{4}/u.test(chapter) ? chapter : undefined;
}

/** Where an entry of a type appears: the fields that name it, first the usual one, and what it is. */
interface Place {
  readonly fields: readonly string[];
  readonly kind?: VenueKind;
}

const inJournal: Place = { fields: ['journaltitle', 'journal', 'booktitle'], kind: 'JOURNAL' };
const inProceedings: Place = {
  fields: ['booktitle', 'eventtitle', 'maintitle', 'journaltitle', 'journal'],
  kind: 'CONFERENCE',
};
const inBook: Place = { fields: ['booktitle', 'maintitle'], kind: 'BOOK' };
const ofSeries: Place = { fields: ['maintitle', 'series'], kind: 'BOOK' };
const atInstitution: Place = { fields: ['institution', 'school', 'organization'], kind: 'OTHER' };
const inRepository: Place = { fields: ['publisher', 'organization'], kind: 'REPOSITORY' };
const anywhere: Place = { fields: ['journaltitle', 'journal', 'booktitle', 'eventtitle'] };

const places: Readonly<Record<PublicationType, Place>> = {
  ARTICLE: inJournal,
  CONFERENCE_PAPER: inProceedings,
  WORKSHOP_PAPER: { ...inProceedings, kind: 'WORKSHOP' },
  PREPRINT: anywhere,
  BOOK: ofSeries,
  CHAPTER: inBook,
  PROCEEDINGS: { fields: ['eventtitle', 'maintitle', 'series'] },
  THESIS: atInstitution,
  REPORT: atInstitution,
  DATASET: inRepository,
  SOFTWARE: inRepository,
  OTHER: anywhere,
};

/** Publications to which an ISBN belongs themselves. */
const bound = new Set<PublicationType>(['BOOK', 'PROCEEDINGS', 'THESIS', 'REPORT']);

function mainVenue(entry: BibtexEntry): VenueMention | undefined {
  const type = ownType(entry);
  const place = places[type];
  const chapter = entry.type === 'inbook' ? namedChapter(entry) : undefined;
  const found = place.fields.find((field) => firstText(entry, [field]) !== undefined);
  const stated = chapter === undefined ? firstText(entry, place.fields) : firstText(entry, ['title']);
  const subtitles = { journaltitle: ['journalsubtitle'], booktitle: ['booksubtitle'] };
  const subtitle = found === 'journaltitle' || found === 'booktitle' ? subtitles[found] : [];
  const publisher = firstText(entry, ['publisher']);
  const isPosted = publisher !== undefined && mayBePreprint.has(entry.type) && isPreprintServer(publisher);
  const name = withSubtitle(stated, firstText(entry, subtitle)) ?? (isPosted ? publisher : undefined);
  if (name === undefined) return undefined;
  const pages = latexText((rawField(entry, 'pages') ?? '').replace(/\s*--?-?\s*/g, '-'));
  const series = firstText(entry, ['series']);
  return given({
    name,
    kind: isPreprintServer(name) ? ('PREPRINT_SERVER' as const) : place.kind,
    series: series === name ? undefined : series,
    volume: firstText(entry, ['volume']),
    issue: firstText(entry, ['number', 'issue']),
    pages: pages.replace(/\s*[–—]\s*/g, '-') || firstText(entry, ['eid', 'articleno', 'article-number']),
    publisher: publisher === name ? undefined : publisher,
    identifiers: some([
      ...issnsIn(verbatim(entry, 'issn') ?? ''),
      ...(bound.has(type) ? [] : isbnsIn(verbatim(entry, 'isbn') ?? '')),
    ]),
  });
}

interface Eprint {
  /** In lower case, such as `arxiv`. */
  readonly server: string;
  readonly id: string;
}

/** The eprint by its own fields, else as journals, notes and arXiv's DOIs have it: 'arXiv preprint arXiv:…', CoRR's 'abs/…'. */
function eprintOf(entry: BibtexEntry): Eprint | undefined {
  const id = verbatim(entry, 'eprint');
  const server = verbatim(entry, 'eprinttype') ?? verbatim(entry, 'archiveprefix');
  if (id !== undefined && server !== undefined) return { server: server.toLowerCase(), id };
  const own = verbatim(entry, 'arxivid') ?? verbatim(entry, 'arxiv');
  if (own !== undefined) return { server: 'arxiv', id: own };
  const journal = verbatim(entry, 'journal') ?? verbatim(entry, 'journaltitle') ?? '';
  const volume = verbatim(entry, 'volume')?.replace(/^abs\//, '') ?? '';
  const mentions = [
    id,
    ...[journal, ...['number', 'howpublished', 'note'].map((field) => verbatim(entry, field))].map((text) =>
      /arxiv:/i.test(text ?? '') ? text : undefined,
    ),
    /^(?:corr|arxiv)\b/i.test(journal) ? volume : undefined,
    /^(?:https?:\/\/doi\.org\/)?10\.48550\/arxiv\.(\S+)$/i.exec(verbatim(entry, 'doi') ?? '')?.[1],
  ];
  for (const mention of mentions) {
    const found = mention === undefined ? undefined : arxivIdOf(mention);
    if (found !== undefined) return { server: 'arxiv', id: found };
  }
  return undefined;
}

/** Schemes that a field of the same name gives. */
const schemeFields: readonly IdentifierScheme[] = [
  'pmid',
  'pmcid',
  'openalex',
  'dblp',
  'acl',
  's2',
  'corpusid',
  'mag',
  'wikidata',
];

function identifiersOf(entry: BibtexEntry, eprint: Eprint | undefined): readonly Identifier[] {
  const found: Identifier[] = [];
  const add = (scheme: IdentifierScheme, value: string | undefined) => {
    if (value === undefined || found.some((other) => other.scheme === scheme && other.value === value))
      return;
    found.push({ scheme, value });
  };
  add('doi', verbatim(entry, 'doi'));
  if (eprint?.server === 'arxiv') add('arxiv', eprint.id);
  if (eprint?.server === 'pubmed') add('pmid', eprint.id);
  for (const scheme of schemeFields) add(scheme, verbatim(entry, scheme));
  add('dblp', /^DBLP:(\S+)$/.exec(cleaned(entry.key))?.[1]);
  if (bound.has(ownType(entry)))
    for (const { value } of isbnsIn(verbatim(entry, 'isbn') ?? '')) add('isbn', value);
  for (const field of ['biburl', 'url', 'ee', 'link', 'howpublished', 'bdsk-url-1']) {
    const link = /https?:\/\/\S+/i.exec(verbatim(entry, field) ?? '')?.[0].replace(/[.,;]+$/, '');
    const identifier = link === undefined ? undefined : identifierOfLink(link);
    const isOwn = field !== 'biburl' || identifier?.scheme === 'dblp';
    if (identifier !== undefined && isOwn) add(identifier.scheme, identifier.value);
  }
  return found;
}

/** A field that is no text but a link or number: without `\url`, and without the escapes that tools put in. */
function verbatim(entry: BibtexEntry, field: string): string | undefined {
  const value = rawField(entry, field);
  if (value === undefined) return undefined;
  if (!/[\\{}$]/.test(value)) return cleaned(value) || undefined;
  const bare = value
    .replace(/\\(?:url|path|nolinkurl)(?![A-Za-z])/g, '')
    .replace(/\\(?:textasciitilde|~)(?:\s*\{\})?|\$\\sim\$/g, '~')
    .replace(/\\(?:textless)(?![A-Za-z])(?:\s*\{\})?/g, '<')
    .replace(/\\(?:textgreater)(?![A-Za-z])(?:\s*\{\})?/g, '>')
    .replace(/\\(?:textunderscore)(?![A-Za-z])(?:\s*\{\})?/g, '_')
    .replace(/\\([_%&#$~{}])/g, '$1')
    .replace(/[{}]/g, '');
  return cleaned(bare) || undefined;
}

function dateOf(entry: BibtexEntry): StatedDate | undefined {
  // ISO 8601-2 (EDTF), of which the start and what is certain count.
  const edtf = verbatim(entry, 'date')?.split('/')[0]?.replace(/[~?%]/g, '');
  const year = firstText(entry, ['year']);
  const month = firstText(entry, ['month']);
  const day = firstText(entry, ['day']);
  return (edtf === undefined ? undefined : parseDate(edtf)) ?? dateInYear(year ?? edtf, month, day);
}

function dateInYear(
  stated: string | undefined,
  month: string | undefined,
  day: string | undefined,
): StatedDate | undefined {
  const whole = parseDate(stated ?? '');
  if (whole !== undefined && whole.date.length > 4) return whole;
  const year = /(?<![-−\d])([12]\d{3})(?!\d)/.exec(stated ?? '')?.[1];
  if (year === undefined) return undefined;
  const number = /^0?(\d{1,2})$/.exec(month ?? '')?.[1];
  const named = `${day ?? ''} ${month ?? ''} ${year}`;
  return (number === undefined ? parseDate(named) : undefined) ?? dateOfParts([year, number, day]);
}

/** Whether a remark announces the publication; `pubstate` has keys of biblatex's for it. */
function announces(remark: string): boolean {
  return /^\s*(?:inpress|accepted)\s*$/i.test(remark) || saysToAppear(remark.slice(0, 1_000));
}

function citationsIn(entry: BibtexEntry): number | undefined {
  const count =
    /^\d{1,9}$/.exec(verbatim(entry, 'times-cited') ?? verbatim(entry, 'citations') ?? '')?.[0] ??
    /^cited by:?\s*(\d{1,9})\b/i.exec(verbatim(entry, 'note') ?? '')?.[1];
  return count === undefined ? undefined : Number(count);
}

function keywordsOf(entry: BibtexEntry): readonly string[] {
  const fields = ['keywords', 'keyword', 'author_keywords'].map((field) => rawField(entry, field) ?? '');
  return distinctKeywords(fields.flatMap(partedKeywords), latexText);
}

/** The authors with what data annotations say of them (biblatex manual, section 3.7). */
function annotated(entry: BibtexEntry, { names }: BibtexNames): readonly AuthorMention[] {
  const orcids = annotations(entry, 'author+an:orcid');
  const affiliations = annotations(entry, 'author+an:affiliation');
  const remarks = annotations(entry, 'author+an');
  return names.map((name, index) => {
    const orcid = orcids.get(index + 1);
    const affiliation = affiliations.get(index + 1);
    return given({
      name,
      identifiers: orcid === undefined ? undefined : [{ scheme: 'orcid' as const, value: orcid }],
      affiliations:
        affiliation === undefined ? undefined : affiliation.split(' / ').map((of) => ({ name: of })),
      corresponding: /\bcorresponding\b/i.test(remarks.get(index + 1) ?? '') ? true : undefined,
    });
  });
}

/** By the place in the list, from 1. */
function annotations(entry: BibtexEntry, field: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const [, place, quoted, bare] of (rawField(entry, field) ?? '').matchAll(
    /(?:^|;)\s*(\d{1,5})\s*=\s*(?:"([^"]*)"|([^";]*))/g,
  )) {
    const text = latexText(quoted ?? bare ?? '');
    if (text !== '') found.set(Number(place), text);
  }
  return found;
}
