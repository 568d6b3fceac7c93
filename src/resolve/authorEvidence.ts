import { namesCompatible, type ParsedName } from '../normalise/name.ts';
import { romanised } from '../normalise/romanisation.ts';
import commonFamilyNames from './commonFamilyNames.json' with { type: 'json' };

/** One name on one publication, with what is known around it. */
export interface AuthorMention {
  readonly publication: string;
  /** 0-based place in the publication's list. */
  readonly order: number;
  readonly year: number | undefined;
  readonly name: ParsedName;
  /**
   * `orcid:…`, `openalex:…`: what sources call this person; `profile:…` for the owner of a profile page;
   * `decision:…` for what people have decided of it.
   */
  readonly identifiers: readonly string[];
  /** The others on the publication: see `coauthorKey`. */
  readonly coauthors: readonly string[];
  /** Ids of venues that are not preprint servers. */
  readonly venues: readonly string[];
  readonly topics: readonly string[];
  /** Where this person was: see `institutionNameKey`. */
  readonly institutions: readonly string[];
}

const syllabicFamilies: ReadonlySet<string> = new Set(commonFamilyNames.syllabic);
const commonFamilies: ReadonlySet<string> = new Set([
  ...commonFamilyNames.syllabic,
  ...commonFamilyNames.names,
]);

/*
 * Evidence is in bits: log2 of how much likelier two sets of mentions share something if they are one person's. The
 * numbers are ours, set by hand; docs/identity.md says what they come to.
 */

/**
 * How many people of one name there are to be reckoned with: before anything is known, by the family name; for each group
 * of mentions that there still is of a name that is not rare; and at least.
 */
const namesakes = {
  /** Where both have the given name. */
  full: {
    syllabic: 8,
    common: 3,
    rare: 1,
    eachGroup: 0.4,
    atLeast: { syllabic: 5, common: 2.2, rare: 1 },
  },
  /** Where one has only an initial. */
  initial: {
    syllabic: 16,
    common: 6,
    rare: 1,
    eachGroup: 0.2,
    atLeast: { syllabic: 6, common: 3, rare: 1 },
  },
} as const;
/** Bits that are needed, beside `perDoubling` for every doubling of the namesakes. */
const needed = { full: -1, initial: 1.5, perDoubling: 2, oneOrcid: 4 } as const;
const middle = { shared: 3, lacking: -2 } as const;
/** Of each kind: bits of one shared thing at most, of all together, and how rare a thing is that nobody else has. */
const coauthor = {
  each: 6,
  rare: 4_000,
  common: 400,
  /** A common family name and an initial. */
  vague: { each: 3, rare: 60 },
} as const;
const venue = { each: 3, rare: 30 } as const;
const topic = { each: 3, together: 8, rare: 30 } as const;
const institution = { each: 4, rare: 60, elsewhere: -1 } as const;
const closeYears = { bits: 1, apart: 3 } as const;

/** Names that are compared alike have one. */
export function writing({ key, particle, suffix, homonym, writtenOut }: ParsedName): string {
  return [key, particle, suffix, homonym, writtenOut?.familyKey, ...(writtenOut?.givenKeys ?? [])].join('\0');
}

/** Whether two names that do not go together can be one person's who is called these too: 'Jorg' and 'Joerg' Jörg's. */
function bridged(a: ParsedName, b: ParsedName, others: Iterable<ParsedName>): boolean {
  if ((a.homonym ?? b.homonym) !== (b.homonym ?? a.homonym)) return false;
  if ((a.suffix ?? b.suffix) !== (b.suffix ?? a.suffix)) return false;
  for (const name of others) {
    if (
      name.writtenOut !== undefined &&
      namesCompatible(a, name) !== 'incompatible' &&
      namesCompatible(b, name) !== 'incompatible'
    ) {
      return true;
    }
  }
  return false;
}

/** How a coauthor is given to `sameAuthors`: the name block, and the given name where it is more than an initial. */
export function coauthorKey(name: ParsedName): string {
  const given = callName(name);
  return given === undefined ? name.block : `${name.block}${inCoauthorKey}${given}`;
}

const inCoauthorKey = '|';

/** The given name that tells people apart: the first, or all syllables of a Chinese one; undefined for an initial. */
function callName({ givenKeys, familyKey }: ParsedName): string | undefined {
  const [first] = givenKeys;
  if (first === undefined || first.length === 1) return undefined;
  return syllabicFamilies.has(familyKey)
    ? givenKeys.filter((key) => key.length > 1).join('')
    : romanised(first);
}

type Commonness = 'syllabic' | 'common' | 'rare';

function commonness(family: string): Commonness {
  if (syllabicFamilies.has(family)) return 'syllabic';
  return commonFamilies.has(family) ? 'common' : 'rare';
}

type Counts = Map<string, number>;

function add(counts: Counts, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** In how many of the mentions each thing is. */
interface Features {
  readonly size: number;
  readonly coauthors: Counts;
  /** By name block: the given names. */
  readonly coauthorNames: Map<string, Counts>;
  readonly venues: Counts;
  readonly topics: Counts;
  readonly institutions: Counts;
  /** Mentions of which it is known where they were. */
  readonly located: number;
}

function featuresOf(mentions: readonly AuthorMention[]): Features {
  const coauthors: Counts = new Map();
  const coauthorNames = new Map<string, Counts>();
  const venues: Counts = new Map();
  const topics: Counts = new Map();
  const institutions: Counts = new Map();
  let located = 0;
  for (const mention of mentions) {
    const blocks = new Set<string>();
    for (const key of new Set(mention.coauthors)) {
      const [block = '', given] = key.split(inCoauthorKey);
      blocks.add(block);
      if (given === undefined) continue;
      const names: Counts = coauthorNames.get(block) ?? new Map();
      add(names, given);
      coauthorNames.set(block, names);
    }
    for (const block of blocks) add(coauthors, block);
    for (const each of new Set(mention.venues)) add(venues, each);
    for (const each of new Set(mention.topics)) add(topics, each);
    for (const each of new Set(mention.institutions)) add(institutions, each);
    if (mention.institutions.length > 0) located += 1;
  }
  return { size: mentions.length, coauthors, coauthorNames, venues, topics, institutions, located };
}

/** What is known of all mentions together. */
export interface Surroundings extends Features {
  /** Of each name block. */
  readonly blocks: ReadonlyMap<string, Block>;
  /** Groups so far, by name block, and by name block and given name. */
  readonly groups: Counts;
}

interface Block {
  readonly mentions: number;
  /** Mentions by given name, where it is more than an initial. */
  readonly called: Counts;
  /** All of these. */
  readonly named: number;
}

export function surroundingsOf(mentions: readonly AuthorMention[]): Surroundings {
  const blocks = new Map<string, { mentions: number; called: Counts; named: number }>();
  for (const { name } of mentions) {
    const block = blocks.get(name.block) ?? { mentions: 0, called: new Map(), named: 0 };
    blocks.set(name.block, block);
    block.mentions += 1;
    const given = callName(name);
    if (given === undefined) continue;
    block.named += 1;
    add(block.called, given);
  }
  return { ...featuresOf(mentions), blocks, groups: new Map() };
}

export function withGroups(around: Surroundings, profiles: readonly Profile[]): Surroundings {
  const groups: Counts = new Map();
  for (const { block, called } of profiles) {
    add(groups, block);
    for (const given of called) add(groups, `${block} ${given}`);
  }
  return { ...around, groups };
}

/** Whether a name alone says who is meant: a whole one, of a rare family, with hardly any other in its name block. */
export function saysAll(name: ParsedName, { blocks }: Surroundings): boolean {
  const given = callName(name);
  if (given === undefined || commonness(name.familyKey) !== 'rare') return false;
  return needed.full + needed.perDoubling * Math.log2(counted(given, blocks.get(name.block))) <= 0;
}

/** Mentions that are taken for one person's so far. */
export interface Profile extends Features {
  /** The place of the first of them, which stands for all. */
  readonly first: number;
  readonly block: string;
  readonly family: string;
  /** A source says that several people have one of these names. */
  readonly ambiguous: boolean;
  readonly names: ReadonlyMap<string, ParsedName>;
  readonly called: ReadonlySet<string>;
  readonly middles: ReadonlySet<string>;
  readonly publications: ReadonlySet<string>;
  readonly firstYear: number;
  readonly lastYear: number;
}

export function profileOf(
  members: readonly (readonly [number, AuthorMention])[],
  isAmbiguous: (name: ParsedName) => boolean,
): Profile {
  const mentions = members.map(([, mention]) => mention);
  const [one] = mentions;
  if (one === undefined) outside();
  const names = new Map(mentions.map(({ name }) => [writing(name), name]));
  const given = [...names.values()];
  const years = mentions.map(({ year }) => year).filter((year) => year !== undefined);
  return {
    ...featuresOf(mentions),
    first: Math.min(...members.map(([place]) => place)),
    block: one.name.block,
    family: one.name.familyKey,
    ambiguous: given.some(isAmbiguous),
    names,
    called: new Set(given.map(callName).filter((name) => name !== undefined)),
    middles: new Set(given.flatMap(({ givenKeys }) => givenKeys.slice(1).map((key) => key.charAt(0)))),
    publications: new Set(mentions.map(({ publication }) => publication)),
    firstYear: Math.min(...years),
    lastYear: Math.max(...years),
  };
}

/** Why names that do not go together may be one person's. */
export type Tie = 'stated' | 'orcid';

/** In bits. */
export interface Evidence {
  readonly score: number;
  /** The score from which on people of such names are taken for one. */
  readonly needed: number;
}

/**
 * Bits of all that two have in common and of what one lacks: the same as long as neither of the two is joined with others.
 * @param tie why names that do not go together may be one person's: a source states it of both, or both have one ORCID,
 *   which may have been typed into the wrong place and needs evidence of its own
 * @returns undefined where the given names forbid that the two are one
 */
export function bitsBetween(a: Profile, b: Profile, around: Features, tie?: Tie): number | undefined {
  const kind = kindOf(a);
  const shared = firstShared(a.called, b.called);
  // 'Wei Li' is not 'Wei-Yan Li'.
  if (
    tie === undefined &&
    kind === 'syllabic' &&
    shared === undefined &&
    a.called.size > 0 &&
    b.called.size > 0
  )
    return undefined;
  const evidence =
    coauthorBits(a, b, around) +
    venueBits(a, b, around) +
    topicBits(a, b, around) +
    institutionBits(a, b, around) +
    yearBits(a, b);
  return tie === undefined ? evidence + middleBits(a, b, kind, shared) : evidence;
}

/** @param bits what `bitsBetween` gives for the two */
export function evidenceOf(bits: number, a: Profile, b: Profile, around: Surroundings, tie?: Tie): Evidence {
  const kind = kindOf(a);
  const shared = firstShared(a.called, b.called);
  if (tie === 'orcid') return { score: rounded(bits), needed: needed.oneOrcid };
  if (tie === 'stated') {
    const people = Math.min(
      peopleCalled(firstOf(a.called), a, b, kind, around),
      peopleCalled(firstOf(b.called), b, a, kindOf(b), around),
    );
    return { score: rounded(bits), needed: rounded(needed.full + needed.perDoubling * Math.log2(people)) };
  }
  return { score: rounded(bits), needed: neededFor(shared, peopleCalled(shared, a, b, kind, around)) };
}

/** @param people how many are to be reckoned with that have the given name, or any where it is undefined */
function neededFor(given: string | undefined, people: number): number {
  const threshold = given === undefined ? needed.initial : needed.full;
  return rounded(threshold + needed.perDoubling * Math.log2(people));
}

function kindOf({ family, ambiguous }: Profile): Commonness {
  const kind = commonness(family);
  return kind === 'rare' && ambiguous ? 'common' : kind;
}

function firstOf(names: ReadonlySet<string>): string | undefined {
  return [...names].sort()[0];
}

/** Whether both have a given name that is more than an initial. */
export function shareGivenName(a: readonly ParsedName[], b: readonly ParsedName[]): boolean {
  const given = new Set(a.map(callName).filter((name) => name !== undefined));
  return b.some((name) => given.has(callName(name) ?? ''));
}

/** Whether a pair is worth a look. Of a rare family name the name itself is; of a common one it needs more than half. */
export function isTelling({ score, needed }: Evidence, { family }: Profile): boolean {
  return score * 2 > needed || commonness(family) === 'rare';
}

/**
 * Whether a pair could be worth a look with whatever else is found of others; false for most strangers of a common name.
 * @param bits what `bitsBetween` gives for the two
 */
export function mayTell(bits: number, a: Profile, b: Profile, tie?: Tie): boolean {
  if (tie !== undefined || commonness(a.family) === 'rare') return true;
  const shared = firstShared(a.called, b.called);
  const atLeast = namesakesOf(shared).atLeast[kindCalled(kindOf(a), shared)];
  return isTelling({ score: rounded(bits), needed: neededFor(shared, atLeast) }, a);
}

/** A sum's last digits depend on the order of what is added. */
function rounded(bits: number): number {
  return Math.round(bits * 1e6) / 1e6;
}

export function canBeOne(a: ReadonlyMap<string, ParsedName>, b: ReadonlyMap<string, ParsedName>): boolean {
  for (const [writingA, nameA] of a) {
    if (b.has(writingA) && a.size === 1 && b.size === 1) return true;
    for (const nameB of b.values()) {
      if (namesCompatible(nameA, nameB) !== 'incompatible') continue;
      if (!bridged(nameA, nameB, a.values()) && !bridged(nameA, nameB, b.values())) return false;
    }
  }
  return true;
}

/**
 * How many people there are to be reckoned with that could be meant: by the family name, by how many given names its
 * block has, and by how many groups there still are; fewer where one of the two has most of the mentions already.
 * @param given undefined where one of them has only initials
 */
function peopleCalled(
  given: string | undefined,
  a: Profile,
  b: Profile,
  ofFamily: Commonness,
  around: Surroundings,
): number {
  const block = around.blocks.get(a.block);
  const kind = kindCalled(ofFamily, given);
  const table = namesakesOf(given);
  const mentions = given === undefined ? block?.mentions : block?.called.get(given);
  const groups = around.groups.get(given === undefined ? a.block : `${a.block} ${given}`) ?? 0;
  const larger = Math.max(a.size, b.size);
  const settled = (larger / Math.max(mentions ?? 0, larger)) * (larger / (larger + unsettled));
  const expected = 1 + (Math.max(table[kind], counted(given, block)) - 1) * (1 - settled);
  const left = kind === 'rare' ? 1 : 1 + table.eachGroup * Math.max(0, groups - 2);
  return Math.max(table.atLeast[kind], expected, left);
}

function namesakesOf(given: string | undefined) {
  return given === undefined ? namesakes.initial : namesakes.full;
}

/** Of two syllables there are ten times as many as of one. */
function kindCalled(kind: Commonness, given: string | undefined): Commonness {
  return kind === 'syllabic' && given !== undefined && syllables(given) > 1 ? 'common' : kind;
}

/** By the given names that there are in a name block: people in all, or of those of a given name its share. */
function counted(given: string | undefined, block: Block | undefined): number {
  const distinct = Math.max(1, block?.called.size ?? 0);
  if (given === undefined || block === undefined) return distinct;
  return 1 + ((distinct - 1) * (block.called.get(given) ?? 0)) / Math.max(1, block.named);
}

function syllables(name: string): number {
  return name.match(/[aeiou]+/g)?.length ?? 1;
}

/** Mentions from which on a group that has all of them is more likely the only person of the name than not. */
const unsettled = 2;

function middleBits(a: Profile, b: Profile, kind: Commonness, shared: string | undefined): number {
  // Of a whole syllabic name nothing is left over.
  if (kind === 'syllabic' && shared !== undefined) return 0;
  if (overlap(a.middles, b.middles)) return middle.shared;
  const lacks = (one: Profile, other: Profile) =>
    one.middles.size === 0 && one.size > 2 && other.middles.size > 0;
  return kind !== 'syllabic' && (lacks(a, b) || lacks(b, a)) ? middle.lacking : 0;
}

/** Of the mentions of one, of the other, and of all: how many have a thing, or could have it. */
interface Frequencies {
  readonly a: number;
  readonly b: number;
  readonly all: number;
}

/**
 * Bits of a thing that both have: how rare it is in the others' mentions, and how usual for each of the two, since
 * somebody who wrote much has something in common with anybody.
 * @param rare of how many strangers one would have a thing that nobody here has
 */
function bits(rare: number, most: number, found: Frequencies, of: Frequencies): number {
  const elsewhere = (found.all - found.a - found.b + 1) / (of.all - of.a - of.b + rare);
  const usual = (found.a * found.b) / (of.a * of.b);
  return Math.min(most, Math.max(0, Math.log2(usual / elsewhere)));
}

function frequencies(key: string, a: Counts | undefined, b: Counts | undefined, all: Counts | undefined) {
  return { a: a?.get(key) ?? 0, b: b?.get(key) ?? 0, all: all?.get(key) ?? 0 };
}

function sizes(a: Profile, b: Profile, around: Features): Frequencies {
  return { a: a.size, b: b.size, all: around.size };
}

function coauthorBits(a: Profile, b: Profile, around: Features): number {
  const of = sizes(a, b, around);
  let sum = 0;
  for (const block of a.coauthors.keys()) {
    if (!b.coauthors.has(block)) continue;
    const common = commonFamilies.has(block.slice(0, block.lastIndexOf(' ')));
    const [namesA, namesB] = [a.coauthorNames.get(block), b.coauthorNames.get(block)];
    const bothKnown = namesA !== undefined && namesB !== undefined;
    const given = bothKnown ? firstShared(namesA.keys(), namesB) : undefined;
    if (given === undefined && bothKnown) continue;
    const found =
      given === undefined
        ? frequencies(block, a.coauthors, b.coauthors, around.coauthors)
        : frequencies(given, namesA, namesB, around.coauthorNames.get(block));
    if (!common) sum += bits(coauthor.rare, coauthor.each, found, of);
    else if (given !== undefined) sum += bits(coauthor.common, coauthor.each, found, of);
    else sum += bits(coauthor.vague.rare, coauthor.vague.each, found, of);
  }
  return sum;
}

function venueBits(a: Profile, b: Profile, around: Features): number {
  const of = sizes(a, b, around);
  let best = 0;
  for (const key of a.venues.keys()) {
    if (!b.venues.has(key)) continue;
    const found = frequencies(key, a.venues, b.venues, around.venues);
    best = Math.max(best, bits(venue.rare, venue.each, found, of));
  }
  return best;
}

function topicBits(a: Profile, b: Profile, around: Features): number {
  const of = sizes(a, b, around);
  let sum = 0;
  for (const key of a.topics.keys()) {
    if (!b.topics.has(key)) continue;
    sum += bits(topic.rare, topic.each, frequencies(key, a.topics, b.topics, around.topics), of);
  }
  return Math.min(topic.together, sum);
}

/** Who was elsewhere in other years has moved, which says nothing; in the same years it speaks a little against it. */
function institutionBits(a: Profile, b: Profile, around: Features): number {
  if (a.located === 0 || b.located === 0) return 0;
  const of = { a: a.located, b: b.located, all: around.located };
  let best: number | undefined;
  for (const key of a.institutions.keys()) {
    if (!b.institutions.has(key)) continue;
    const found = frequencies(key, a.institutions, b.institutions, around.institutions);
    best = Math.max(best ?? 0, bits(institution.rare, institution.each, found, of));
  }
  return best ?? (areClose(a, b) ? institution.elsewhere : 0);
}

function yearBits(a: Profile, b: Profile): number {
  return areClose(a, b) ? closeYears.bits : 0;
}

function areClose(a: Profile, b: Profile): boolean {
  return a.firstYear - b.lastYear <= closeYears.apart && b.firstYear - a.lastYear <= closeYears.apart;
}

function firstShared(some: Iterable<string>, others: { has(name: string): boolean }): string | undefined {
  for (const name of some) if (others.has(name)) return name;
  return undefined;
}

export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  for (const item of small) if (large.has(item)) return true;
  return false;
}

function outside(): never {
  throw new RangeError('a person without mentions');
}
