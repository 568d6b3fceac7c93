import type { VenueKind } from '../record.ts';
import { abbreviated, canStandFor } from './titleWords.ts';
import { looksLikeAcronym, seriesOfKey } from './venueSeries.ts';

/** A venue as `resolveVenue` has it from its name alone, with what statements say beside the name. */
export interface StatedVenue {
  readonly key: string;
  readonly name: string;
  readonly acronym?: string;
  readonly kind: VenueKind;
  /** Canonical: `2041-1723`. */
  readonly issns: readonly string[];
}

/** A stated venue as a publication keeps it. */
export interface ReadVenue extends StatedVenue {
  /** The key that an alias gave it; absent where there was none. */
  readonly is?: string;
}

/** For each key that stands for another venue: that one's key. */
export type VenueAliases = ReadonlyMap<string, string>;

/** An ISSN that is given with more names than that is of a series of books, or wrong. */
const mostNamesOfAnIssn = 8;

/**
 * What statements teach of venues that the vocabulary does not know, from all that are stated: which keys are of one
 * venue. Two are one
 *
 * - if statements give them one ISSN, both can be journals, and one name can stand for the other: it abbreviates it, has
 *   its initials, or is its acronym;
 * - if one is an abbreviated title ('J. Zyzzyv. Stud.') that can stand for the other word by word ('Journal of
 *   Zyzzyvological Studies'), and for no third;
 * - if they are stated with one acronym, and are about the same ('Conference on Foo Bar', 'International Conference on Foo
 *   Bar');
 * - if one is nothing but an acronym ('FOOBAR') and the other is the only one that is stated with it ('Conference on Foo
 *   Bar (FOOBAR)').
 *
 * Two venues of the vocabulary are never one, nor are two that people have decided on: there, nothing is left to learn. A
 * function of the set of what is stated and of the decisions.
 *
 * @param isDecided whether people have merged, split or renamed the venue of a key, or merged others into it
 */
export function venueAliases(
  stated: Iterable<StatedVenue>,
  isDecided: (key: string) => boolean = () => false,
): VenueAliases {
  const venues = merged(stated, isDecided).filter(
    ({ kind }) => kind !== 'WORKSHOP' && kind !== 'PREPRINT_SERVER',
  );
  const groups = new Map(venues.map((venue) => [venue.key, [venue]]));
  const join = (a: Venue, b: Venue) => {
    const [groupA, groupB] = [groups.get(a.key) ?? [a], groups.get(b.key) ?? [b]];
    if (groupA === groupB) return;
    const both = [...groupA, ...groupB];
    if (both.filter(({ fixed }) => fixed).length > 1) return;
    for (const { key } of both) groups.set(key, both);
  };
  joinByIssn(venues, join);
  joinAbbreviations(venues, join);
  joinAcronyms(venues, groups, join);

  const aliases = new Map<string, string>();
  for (const group of new Set(groups.values())) {
    const [best, ...others] = [...group].sort(compareForms);
    for (const { key } of others) if (best !== undefined) aliases.set(key, best.key);
  }
  return aliases;
}

interface Venue {
  readonly key: string;
  /** The longest. */
  readonly name: string;
  readonly acronyms: readonly string[];
  readonly kind: VenueKind;
  readonly issns: readonly string[];
  /** To the vocabulary. */
  readonly known: boolean;
  /** Known or decided: what others are called by, and what is never called by another. */
  readonly fixed: boolean;
  /** Of the name, as ISO 4 abbreviates them where it is known how. */
  readonly words: readonly string[];
  readonly abbreviated: boolean;
  readonly bareAcronym: boolean;
}

/** Those of one key as one, in the order of their keys. */
function merged(stated: Iterable<StatedVenue>, isDecided: (key: string) => boolean): Venue[] {
  return [...grouped([...stated], ({ key }) => [key])]
    .map(([key, forms]) => {
      const names = forms.map(({ name }) => name).sort(compareNames);
      const [name = key] = names;
      const known = seriesOfKey(key) !== undefined;
      return {
        key,
        name,
        acronyms: distinct(forms.flatMap(({ acronym }) => (acronym === undefined ? [] : [acronym]))),
        kind: forms.map(({ kind }) => kind).sort(compareKinds)[0] ?? 'OTHER',
        issns: distinct(forms.flatMap(({ issns }) => issns)),
        known,
        fixed: known || isDecided(key),
        words: abbreviated(name).split(' '),
        abbreviated: names.every(looksAbbreviated),
        bareAcronym: names.every(looksLikeAcronym),
      };
    })
    .sort((a, b) => compare(a.key, b.key));
}

type Join = (a: Venue, b: Venue) => void;

function joinByIssn(venues: readonly Venue[], join: Join): void {
  const journals = venues.filter(({ kind }) => kind === 'JOURNAL' || kind === 'OTHER');
  for (const sharing of grouped(journals, ({ issns }) => issns).values()) {
    if (sharing.length > mostNamesOfAnIssn) continue;
    for (const a of sharing) for (const b of sharing) if (a.key < b.key && canBeOneName(a, b)) join(a, b);
  }
}

/** Compares each abbreviated title with the full ones of as many words that begin alike. */
function joinAbbreviations(venues: readonly Venue[], join: Join): void {
  const initials = ({ words }: Venue) => words.map((word) => word.charAt(0)).join('');
  const full = grouped(venues, (venue) => (venue.abbreviated || venue.bareAcronym ? [] : [initials(venue)]));
  for (const short of venues) {
    if (!short.abbreviated || short.known || short.words.length < 2) continue;
    const [only, ...others] = (full.get(initials(short)) ?? []).filter(
      (long) => canBeOneKind(short, long) && canStandFor(short.words, long.words),
    );
    if (only !== undefined && others.length === 0) join(short, only);
  }
}

function joinAcronyms(
  venues: readonly Venue[],
  groups: ReadonlyMap<string, readonly Venue[]>,
  join: Join,
): void {
  const stating = grouped(venues, (venue) =>
    venue.bareAcronym ? [] : distinct(venue.acronyms.map(compact)),
  );
  for (const sharing of stating.values()) {
    for (const same of grouped(sharing, ({ words }) => [subjectOf(words)]).values()) {
      const [first, ...rest] = same;
      for (const other of rest) if (first !== undefined && canBeOneKind(first, other)) join(first, other);
    }
  }
  for (const short of venues) {
    if (!short.bareAcronym || short.known) continue;
    const long = (stating.get(compact(short.key)) ?? []).filter((venue) => canBeOneKind(short, venue));
    const [only] = long;
    if (only !== undefined && new Set(long.map(({ key }) => groups.get(key))).size === 1) join(short, only);
  }
}

function subjectOf(words: readonly string[]): string {
  return words.filter((word) => !gathering.has(word)).join(' ');
}

/** As ISO 4 abbreviates them. */
const gathering: ReadonlySet<string> = new Set(
  'int conf symp congr meet annu annual joint world acm ieee ifip siam usenix proc'.split(' '),
);

function canBeOneKind(a: Venue, b: Venue): boolean {
  return a.kind === b.kind || a.kind === 'OTHER' || b.kind === 'OTHER';
}

/** Whether one name abbreviates the other, has its initials, or is its acronym. */
function canBeOneName(a: Venue, b: Venue): boolean {
  const [short, long] = a.words.join('').length <= b.words.join('').length ? [a, b] : [b, a];
  if (isWithin(short.words, long.words)) return true;
  const letters = compact(short.key);
  return (
    long.acronyms.some((acronym) => compact(acronym) === letters) ||
    (short.words.length === 1 && long.words.map((word) => word.charAt(0)).join('') === letters)
  );
}

/** Whether each word begins one of the others, in their order. */
function isWithin(short: readonly string[], long: readonly string[]): boolean {
  let at = 0;
  return short.every((word) => {
    while (at < long.length && long[at]?.startsWith(word) !== true) at += 1;
    at += 1;
    return at <= long.length;
  });
}

/** The one that the others are named after: of the vocabulary or decided, else the fullest. */
function compareForms(a: Venue, b: Venue): number {
  return (
    Number(b.fixed) - Number(a.fixed) ||
    Number(a.bareAcronym) - Number(b.bareAcronym) ||
    Number(a.abbreviated) - Number(b.abbreviated) ||
    compareNames(a.name, b.name) ||
    compare(a.key, b.key)
  );
}

function compareNames(a: string, b: string): number {
  return b.length - a.length || compare(a, b);
}

function compareKinds(a: VenueKind, b: VenueKind): number {
  return Number(a === 'OTHER') - Number(b === 'OTHER') || compare(a, b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function looksAbbreviated(name: string): boolean {
  return /\p{L}\./u.test(name);
}

function compact(acronym: string): string {
  return acronym.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort(compare);
}

function grouped<Item>(
  items: readonly Item[],
  keysOf: (item: Item) => readonly string[],
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const same = groups.get(key);
      if (same === undefined) groups.set(key, [item]);
      else same.push(item);
    }
  }
  return groups;
}
