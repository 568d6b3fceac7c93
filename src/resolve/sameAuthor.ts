import { type NameVerdict, namesCompatible, type ParsedName, parseName } from '../normalise/name.ts';
import { candidatePairs } from './candidatePairs.ts';
import commonFamilyNames from './commonFamilyNames.json' with { type: 'json' };
import { DecidedSets } from './decidedSets.ts';
import { Decisions, decidedOf, isDecided } from './decision.ts';
import { compareFullness } from './fullestName.ts';
import { idOf } from './id.ts';

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
  /** Name blocks of the others on the publication. */
  readonly coauthors: readonly string[];
  /** Ids of venues that are not preprint servers. */
  readonly venues: readonly string[];
  readonly topics: readonly string[];
}

/** Mentions of one person. */
export interface AuthorGroup<Mention extends AuthorMention = AuthorMention> {
  readonly id: string;
  /** The fullest form, or the one that people have chosen. */
  readonly name: ParsedName;
  /** Every form, the fullest first, before them a name that people have chosen. */
  readonly names: readonly string[];
  readonly identifiers: readonly string[];
  /** Ids of the decisions about this person. */
  readonly decisions: readonly string[];
  readonly mentions: readonly Mention[];
}

/** What speaks for two mentions being of one person. */
export interface AuthorEvidence {
  readonly names: Exclude<NameVerdict, 'incompatible'>;
  /** Shared coauthors; one of a common family name counts half. */
  readonly coauthors: number;
  readonly venues: number;
  readonly topics: number;
  /** Undefined where a year is not known. */
  readonly yearsApart: number | undefined;
  readonly score: number;
  /** The score from which on mentions of such names are taken for one person. */
  readonly needed: number;
}

/** Two people who may be one, and the best evidence that a pair of their mentions gives. */
export interface AuthorCandidate {
  /** Ids of groups, the lower first. */
  readonly authors: readonly [string, string];
  readonly evidence: AuthorEvidence;
}

export interface ResolvedAuthors<Mention extends AuthorMention = AuthorMention> {
  readonly groups: readonly AuthorGroup<Mention>[];
  readonly candidates: readonly AuthorCandidate[];
}

const commonFamilies: ReadonlySet<string> = new Set(commonFamilyNames.names);

/**
 * Points that two mentions of compatible names get for what they share, and the points they need, after the rule-based
 * scoring of Caron and van Eck ('Large scale author name disambiguation using rule-based scoring and clustering', STI
 * 2014): evidence is added up, and the more people share a name, the more of it is asked for. The weights are ours.
 */
const points = {
  fullGivenName: 4,
  middleName: 2,
  coauthors: [0, 6, 9, 12],
  venue: 3,
  topics: [0, 2, 4, 5],
  closeYears: 1,
} as const;
const needed = { rareFull: 4, rareInitial: 5, commonFull: 10, commonInitial: 12 } as const;

/** Mentions above which pairs are looked up by what they share instead of compared each with each. */
const exhaustiveLimit = 300;

/** As `resolveAuthors`, the groups alone. */
export function sameAuthors<Mention extends AuthorMention>(
  mentions: readonly Mention[],
  decisions = Decisions.none,
): AuthorGroup<Mention>[] {
  return [...resolveAuthors(mentions, decisions).groups];
}

/**
 * Decides which mentions are of the same person, and which people may be one all the same. `mentions` must be closed: all
 * mentions of the name blocks in it, and of every block that shares a person identifier or a decision with one of them.
 * The outcome depends on that set and the decisions alone.
 *
 * What people have decided goes before everything else. One identifier is one person, where the names allow it. Other
 * pairs are joined from the best score down, and never so that a group would hold two incompatible names, two ORCIDs or
 * two authors of one publication.
 */
export function resolveAuthors<Mention extends AuthorMention>(
  mentions: readonly Mention[],
  decisions = Decisions.none,
): ResolvedAuthors<Mention> {
  const sorted = [...mentions].sort(compareMentions);
  const at = (index: number) => sorted[index] ?? outside();
  const identifiers = sorted.map((mention) => mention.identifiers.filter((key) => !isDecided(key)));
  const names = sorted.map((mention): Names[] => [new Map([[mention.name.key, mention.name]])]);
  const orcids = identifiers.map((keys) => new Set(keys.filter((key) => key.startsWith('orcid:'))));
  const publications = sorted.map((mention) => new Set([mention.publication]));
  const decided = byFeature(sorted, (mention) => mention.identifiers.filter(isDecided));

  const sets = new DecidedSets(
    sorted.length,
    decidedMembers(decided, decisions),
    (rootA, rootB, root, byPeople) => {
      const [namesA, namesB] = [names[rootA] ?? outside(), names[rootB] ?? outside()];
      names[root] = namesTogether(namesA, namesB) ?? (byPeople ? [...namesA, ...namesB] : outside());
      orcids[root] = new Set([...(orcids[rootA] ?? []), ...(orcids[rootB] ?? [])]);
      publications[root] = new Set([...(publications[rootA] ?? []), ...(publications[rootB] ?? [])]);
    },
  );
  /** Whether nothing forbids that the sets of the two are one person. */
  const reconcilable = (a: number, b: number, evidence: 'identifier' | 'score') => {
    const [rootA, rootB] = [sets.find(a), sets.find(b)];
    if (!sets.permits(a, b)) return false;
    const ofRoots = <Value>(values: readonly Value[]) =>
      [values[rootA] ?? outside(), values[rootB] ?? outside()] as const;
    if (evidence === 'score' && overlap(...ofRoots(publications))) return false;
    const [orcidsA, orcidsB] = ofRoots(orcids);
    if (orcidsA.size > 0 && orcidsB.size > 0 && !overlap(orcidsA, orcidsB)) return false;
    return namesTogether(...ofRoots(names)) !== undefined;
  };
  const join = (a: number, b: number, evidence: 'identifier' | 'score') =>
    sets.find(a) === sets.find(b) || (reconcilable(a, b, evidence) && sets.unite(a, b));

  for (const members of byFeature(sorted, (_, index) => identifiers[index] ?? []).values()) {
    sets.uniteAll(members, (a, b) => join(a, b, 'identifier'));
  }
  const compared: ScoredPair[] = [];
  for (const [a, b] of pairsToCompare(sorted)) {
    const evidence = evidenceOf(at(a), at(b));
    if (evidence !== undefined && isTelling(evidence, at(a), at(b))) compared.push({ a, b, evidence });
  }
  compared.sort((x, y) => surplus(y) - surplus(x) || x.a - y.a || x.b - y.b);
  for (const pair of compared) if (surplus(pair) >= 0) join(pair.a, pair.b, 'score');

  const members = sets.compile().map((indexes) => indexes.sort((a, b) => a - b));
  const groups = named(
    members.map((indexes) => indexes.map(at)),
    sorted,
    decisions,
  );
  const groupAt = new Map(
    members.flatMap((indexes, group) =>
      indexes.map((index): [number, string] => [index, groups[group]?.id ?? '']),
    ),
  );
  return {
    groups,
    candidates: candidatesOf(
      compared,
      (index) => groupAt.get(index) ?? outside(),
      (a, b) => reconcilable(a, b, 'score'),
    ),
  };
}

/** Names that go with each other, by key. */
type Names = ReadonlyMap<string, ParsedName>;

/**
 * One list out of the names of two people; undefined where they cannot be one person's. A person who has names that do not
 * go with each other, because people have decided so, takes what goes with one of them.
 */
function namesTogether(a: readonly Names[], b: readonly Names[]): Names[] | undefined {
  for (const [indexA, namesA] of a.entries()) {
    for (const [indexB, namesB] of b.entries()) {
      if (!allCompatible(namesA, namesB)) continue;
      return [
        new Map([...namesA, ...namesB]),
        ...a.filter((_, index) => index !== indexA),
        ...b.filter((_, index) => index !== indexB),
      ];
    }
  }
  return undefined;
}

function allCompatible(a: Names, b: Names): boolean {
  for (const nameA of a.values()) {
    for (const nameB of b.values()) if (namesCompatible(nameA, nameB) === 'incompatible') return false;
  }
  return true;
}

/** What decisions say of the mentions that carry their keys. */
function decidedMembers(byKey: ReadonlyMap<string, readonly number[]>, decisions: Decisions) {
  const sides = new Map<string, { one: readonly number[]; rest: readonly number[] }>();
  for (const [key, members] of byKey) {
    const { id, rest } = decidedOf(key);
    const before = sides.get(id) ?? { one: [], rest: [] };
    sides.set(id, rest ? { ...before, rest: members } : { ...before, one: members });
  }
  return decisions
    .aboutPeople(sides.keys())
    .filter(({ content }) => content.kind !== 'RENAME')
    .map(({ id }) => ({ id, ...(sides.get(id) ?? { one: [], rest: [] }) }));
}

interface ScoredPair {
  readonly a: number;
  readonly b: number;
  readonly evidence: AuthorEvidence;
}

/** Points above what the pair needs; negative where it is not enough. */
function surplus({ evidence }: Pick<ScoredPair, 'evidence'>): number {
  return evidence.score - evidence.needed;
}

/** Candidates that are kept of one person. */
const candidatesOfOne = 10;

/**
 * @param compared pairs of mentions, the best first
 * @param reconcilable whether nothing forbids that the people of two mentions are one
 */
function candidatesOf(
  compared: readonly ScoredPair[],
  personAt: (index: number) => string,
  reconcilable: (a: number, b: number) => boolean,
): AuthorCandidate[] {
  const found: AuthorCandidate[] = [];
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  for (const { a, b, evidence } of compared) {
    const [one, other] = [personAt(a), personAt(b)];
    if (one === other) continue;
    const authors: [string, string] = one < other ? [one, other] : [other, one];
    const pair = authors.join(' ');
    if (seen.has(pair)) continue;
    seen.add(pair);
    if (authors.some((id) => (counts.get(id) ?? 0) >= candidatesOfOne) || !reconcilable(a, b)) continue;
    found.push({ authors, evidence });
    for (const id of authors) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return found;
}

/** Whether a pair is worth a look. Of a rare family name the name itself is; of a common one it needs more than half. */
function isTelling({ score, needed }: AuthorEvidence, a: AuthorMention, b: AuthorMention): boolean {
  return score * 2 > needed || !isCommon(a, b);
}

function named<Mention extends AuthorMention>(
  groups: readonly (readonly Mention[])[],
  sorted: readonly Mention[],
  decisions: Decisions,
): AuthorGroup<Mention>[] {
  const holders = new Map<string, number>();
  for (const group of groups) {
    for (const key of new Set(group.flatMap((mention) => mention.identifiers))) {
      holders.set(key, (holders.get(key) ?? 0) + 1);
    }
  }
  const namesakes = new Map<AuthorMention, number>();
  const seen = new Map<string, number>();
  for (const mention of sorted) {
    const place = `${mention.publication} ${mention.name.key}`;
    const before = seen.get(place) ?? 0;
    seen.set(place, before + 1);
    namesakes.set(mention, before);
  }
  return groups.map((group) => authorGroup(group, holders, namesakes, decisions));
}

function authorGroup<Mention extends AuthorMention>(
  mentions: readonly Mention[],
  holders: ReadonlyMap<string, number>,
  namesakes: ReadonlyMap<AuthorMention, number>,
  decisions: Decisions,
): AuthorGroup<Mention> {
  const [earliest] = mentions;
  if (earliest === undefined) outside();
  const keys = [...new Set(mentions.flatMap((mention) => mention.identifiers))];
  const about = decisions.aboutPeople(keys.filter(isDecided).map((key) => decidedOf(key).id));
  const identifiers = keys
    .filter((key) => !isDecided(key))
    .sort((a, b) => strength(a) - strength(b) || (a < b ? -1 : 1));
  const own = identifiers.find((key) => strength(key) < identifierStrength.length && holders.get(key) === 1);
  const anchor = `${earliest.name.key}|${earliest.publication}|${namesakes.get(earliest) ?? 0}`;
  const names = [...new Map(mentions.map((mention) => [mention.name.display, mention.name])).values()].sort(
    (a, b) => compareFullness(a.display, b.display),
  );
  const chosen = about.find(({ content }) => content.kind === 'RENAME')?.content.name;
  const name = chosen === undefined ? undefined : parseName({ literal: chosen });
  return {
    id: idOf('author', own ?? `mention:${anchor}`),
    name: name === undefined ? (names[0] ?? earliest.name) : { ...name, display: chosen ?? name.display },
    names: [...new Set([...(chosen === undefined ? [] : [chosen]), ...names.map(({ display }) => display)])],
    identifiers,
    decisions: about.map(({ id }) => id).sort(),
    mentions,
  };
}

const identifierStrength = ['orcid:', 'openalex:', 'dblp-name:', 's2:'];

function strength(key: string): number {
  const rank = identifierStrength.findIndex((prefix) => key.startsWith(prefix));
  return rank === -1 ? identifierStrength.length : rank;
}

/** The earliest publication first: a person is named after it, so the name lasts when newer work is added. */
function compareMentions(a: AuthorMention, b: AuthorMention): number {
  return (
    (a.year ?? 9_999) - (b.year ?? 9_999) ||
    (a.publication < b.publication ? -1 : a.publication > b.publication ? 1 : a.order - b.order)
  );
}

/** @returns undefined where the names, or that both stand on one publication, forbid that they are of one person */
export function evidenceOf(a: AuthorMention, b: AuthorMention): AuthorEvidence | undefined {
  if (a.publication === b.publication) return undefined;
  const names = namesCompatible(a.name, b.name);
  if (names === 'incompatible') return undefined;
  const [givenA, ...middleA] = a.name.givenKeys;
  const [givenB, ...middleB] = b.name.givenKeys;
  const full = givenA !== undefined && givenA === givenB && givenA.length > 1;
  const middle = middleA.some((name) => middleB.some((other) => name.charAt(0) === other.charAt(0)));
  const shared = {
    coauthors: sharedCoauthors(a, b),
    venues: a.venues.filter((venue) => b.venues.includes(venue)).length,
    topics: a.topics.filter((topic) => b.topics.includes(topic)).length,
    yearsApart: a.year === undefined || b.year === undefined ? undefined : Math.abs(a.year - b.year),
  };
  const score =
    (full ? points.fullGivenName : 0) +
    (middle ? points.middleName : 0) +
    step(points.coauthors, Math.floor(shared.coauthors + 0.5)) +
    (shared.venues > 0 ? points.venue : 0) +
    step(points.topics, shared.topics) +
    (shared.yearsApart !== undefined && shared.yearsApart <= 3 ? points.closeYears : 0);
  if (isCommon(a, b)) {
    return { names, ...shared, score, needed: full ? needed.commonFull : needed.commonInitial };
  }
  return { names, ...shared, score, needed: full ? needed.rareFull : needed.rareInitial };
}

function isCommon(a: AuthorMention, b: AuthorMention): boolean {
  return commonFamilies.has(a.name.familyKey) || commonFamilies.has(b.name.familyKey);
}

/** A shared coauthor of a common family name counts half: another person may well bear it. */
function sharedCoauthors(a: AuthorMention, b: AuthorMention): number {
  // Asked for every pair, of bylines that are mostly short: sets would cost more than they save.
  const theirs = b.coauthors.length > 16 ? new Set(b.coauthors) : undefined;
  let shared = 0;
  for (const block of a.coauthors.length > 16 ? new Set(a.coauthors) : distinct(a.coauthors)) {
    if (theirs === undefined ? b.coauthors.includes(block) : theirs.has(block))
      shared += commonFamilies.has(block.slice(0, block.lastIndexOf(' '))) ? 0.5 : 1;
  }
  return shared;
}

function distinct(few: readonly string[]): readonly string[] {
  return few.filter((item, place) => few.indexOf(item) === place);
}

function step(table: readonly number[], count: number): number {
  return table[Math.min(count, table.length - 1)] ?? 0;
}

function pairsToCompare(mentions: readonly AuthorMention[]): [number, number][] {
  if (mentions.length <= exhaustiveLimit) {
    return mentions.flatMap((_, a) => mentions.slice(a + 1).map((_, b): [number, number] => [a, a + 1 + b]));
  }
  const pairs = new Map<number, [number, number]>();
  for (const features of [
    (mention: AuthorMention) => mention.coauthors,
    (mention: AuthorMention) =>
      mention.venues.flatMap((venue) => mention.topics.map((topic) => `${venue} ${topic}`)),
    // Equal full names of a rare family need nothing else.
    (mention: AuthorMention) => [mention.name.key],
  ]) {
    for (const members of byFeature(mentions, features).values()) {
      for (const [a, b] of candidatePairs(members)) pairs.set(a * mentions.length + b, [a, b]);
    }
  }
  return [...pairs.values()];
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  for (const item of small) if (large.has(item)) return true;
  return false;
}

function byFeature(
  mentions: readonly AuthorMention[],
  featuresOf: (mention: AuthorMention, index: number) => readonly string[],
): Map<string, number[]> {
  const members = new Map<string, number[]>();
  for (const [index, mention] of mentions.entries()) {
    for (const feature of new Set(featuresOf(mention, index))) {
      const list = members.get(feature);
      if (list === undefined) members.set(feature, [index]);
      else list.push(index);
    }
  }
  return members;
}

function outside(): never {
  throw new RangeError('an index outside the mentions');
}
