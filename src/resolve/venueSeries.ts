import type { VenueKind } from '../record.ts';
import { fold } from './fold.ts';
import { abbreviated, canStandFor } from './titleWords.ts';
import vocabulary from './venueVocabulary.json' with { type: 'json' };

/** A venue of the vocabulary. */
export interface Series {
  readonly key: string;
  readonly name: string;
  readonly acronym?: string;
  readonly kind: VenueKind;
  /** Words of its name and former names, abbreviated. */
  readonly words: readonly ReadonlySet<string>[];
  readonly editions: readonly Numbering[];
  /** The year of volume 0, where proceedings are numbered one a year. */
  readonly volumeZero?: number;
}

/** From `year` on, where it was number `edition`, one every `every` years, until `until`. */
interface Numbering {
  readonly edition: number;
  readonly year: number;
  readonly every: number;
  readonly until?: number;
}

interface Entry {
  readonly acronym?: string;
  readonly name: string;
  readonly key?: string;
  readonly aliases?: readonly string[];
  readonly issn?: readonly string[];
  readonly editions?: readonly Numbering[];
  readonly volumeZero?: number;
}

const groups: readonly { readonly kind: string; readonly venues: readonly Entry[] }[] = vocabulary.groups;

/** Who holds a conference: said by some sources and not by others. */
const holders: ReadonlySet<string> = new Set(
  'ieee acm cvf rsj usenix siam ifip iapr iacr acis embs sigplan sigact sigsoft sigmod sigkdd sigir sigcse sigchi sigsac sigops sigai sigart sigweb siggraph sigaccess signll sighpc sigarch sigmicro sigbed sigcomm sigmetrics sigmobile isca eurographics eatcs annual annu'.split(
    ' ',
  ),
);

export function seriesOfName(name: string): Series | undefined {
  const form = abbreviated(name);
  return names.get(form) ?? unlessEmpty(namesWithoutHolder, withoutHolder(form)) ?? expanded(name, form);
}

export function seriesOfAcronym(acronym: string): Series | undefined {
  return acronyms.get(compact(acronym));
}

export function seriesOfIssn(issn: string): Series | undefined {
  return issns.get(issn.replace(/[^\dXx]/g, '').toUpperCase());
}

/** @param key canonical, as a series has it */
export function seriesOfKey(key: string): Series | undefined {
  return byKey.get(key);
}

/** The edition held in a year, where the series counts regularly. */
export function editionIn(series: Series, year: number): number | undefined {
  const span = series.editions.find(
    ({ year: start, every, until = Number.POSITIVE_INFINITY }) =>
      year >= start && year <= until && (year - start) % every === 0,
  );
  return span === undefined ? undefined : span.edition + (year - span.year) / span.every;
}

/** The year of an edition, where the series counts regularly. */
export function yearOf(series: Series, edition: number): number | undefined {
  const years = series.editions
    .map((span) => ({ span, year: span.year + (edition - span.edition) * span.every }))
    .filter(({ span, year }) => year >= span.year && year <= (span.until ?? furthestYear));
  return years[0]?.year;
}

/** Numbers beyond this year are no editions. */
const furthestYear = 2099;

function unlessEmpty(index: ReadonlyMap<string, Series | undefined>, form: string): Series | undefined {
  return form === '' ? undefined : index.get(form);
}

function withoutHolder(form: string): string {
  const words = form.split(' ').filter((word) => !holders.has(word));
  return words.length < 2 ? '' : words.join(' ');
}

/** An abbreviated title ('Emerg. Infect. Dis.') with words that the table does not have, if it can only be one. */
function expanded(name: string, form: string): Series | undefined {
  const looksAbbreviated = /\p{L}\./u.test(name) || !/[\p{L}\p{M}]{7}/u.test(name);
  const words = form.split(' ');
  if (!looksAbbreviated || words.length < 3 || words.join('').length < 2 * words.length) return undefined;
  const found = new Set(
    (byLength.get(words.length) ?? [])
      .filter(({ words: long }) => canStandFor(words, long))
      .map(({ series }) => series),
  );
  const [only] = found;
  return found.size === 1 ? only : undefined;
}

function compact(acronym: string): string {
  return fold(acronym).replaceAll(' ', '');
}

const all: readonly { readonly series: Series; readonly entry: Entry }[] = groups.flatMap(
  ({ kind, venues }) => venues.map((entry) => ({ series: seriesOf(entry, venueKindOf(kind)), entry })),
);
const byKey: ReadonlyMap<string, Series> = new Map(all.map(({ series }) => [series.key, series]));
const names = new Map<string, Series>();
const namesWithoutHolder = new Map<string, Series | undefined>();
const acronyms = new Map<string, Series>();
const issns = new Map<string, Series>();
const byLength = new Map<number, { readonly words: readonly string[]; readonly series: Series }[]>();

for (const { series, entry } of all) {
  for (const name of [entry.name, ...(entry.aliases ?? [])]) {
    const form = abbreviated(name);
    if (!names.has(form)) names.set(form, series);
    const plain = withoutHolder(form);
    const same = namesWithoutHolder.get(plain);
    namesWithoutHolder.set(plain, !namesWithoutHolder.has(plain) || same === series ? series : undefined);
    const words = form.split(' ');
    byLength.set(words.length, [...(byLength.get(words.length) ?? []), { words, series }]);
    if (looksLikeAcronym(name) && !acronyms.has(compact(name))) acronyms.set(compact(name), series);
  }
  for (const issn of entry.issn ?? []) issns.set(issn.replace('-', ''), series);
}
for (const { series, entry } of all) {
  if (entry.acronym !== undefined && entry.key === undefined) acronyms.set(compact(entry.acronym), series);
}

function seriesOf(entry: Entry, kind: VenueKind): Series {
  return {
    key: entry.key ?? (entry.acronym === undefined ? abbreviated(entry.name) : fold(entry.acronym)),
    name: entry.name,
    ...(entry.acronym === undefined ? {} : { acronym: entry.acronym }),
    kind,
    words: [entry.name, ...(entry.aliases ?? [])].map((name) => new Set(abbreviated(name).split(' '))),
    editions: entry.editions ?? [],
    ...(entry.volumeZero === undefined ? {} : { volumeZero: entry.volumeZero }),
  };
}

function venueKindOf(kind: string): VenueKind {
  switch (kind) {
    case 'CONFERENCE':
    case 'WORKSHOP':
    case 'JOURNAL':
    case 'PREPRINT_SERVER':
    case 'REPOSITORY':
    case 'BOOK':
      return kind;
    default:
      throw new RangeError(`venueVocabulary.json: no kind of venue: ${kind}`);
  }
}

/** One token with at least two capitals: 'NIPS', 'SemEval', 'EMNLP-IJCNLP'. */
export function looksLikeAcronym(text: string): boolean {
  return /^[^\s]{2,20}$/.test(text) && /\p{Lu}.*\p{Lu}/u.test(text) && !/^[\d.]+$/.test(text);
}
