import { type NameVerdict, namesCompatible, type ParsedName, parseName } from '../normalise/name.ts';
import {
  type AuthorMention,
  bitsBetween,
  type Evidence,
  evidenceOf,
  isTelling,
  mayTell,
  overlap,
  type Profile,
  profileOf,
  saysAll,
  shareGivenName,
  surroundingsOf,
  type Tie,
  withGroups,
  writing,
} from './authorEvidence.ts';
import { AuthorPairs } from './authorPairs.ts';
import { byFeature } from './byFeature.ts';
import { DecidedSets } from './decidedSets.ts';
import { Decisions, decidedOf, isDecided } from './decision.ts';
import { compareFullness } from './fullestName.ts';
import { idOf } from './id.ts';
import { OtherNames } from './otherNames.ts';
import { PersonNames } from './personNames.ts';
import { calledKey, isCalled, type StatedPerson } from './personStatement.ts';

export { type AuthorMention, coauthorKey } from './authorEvidence.ts';

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

/** What speaks for two people being one. */
export interface AuthorEvidence extends Evidence {
  readonly names: Exclude<NameVerdict, 'incompatible'>;
  /** Shared name blocks of coauthors. */
  readonly coauthors: number;
  readonly venues: number;
  readonly topics: number;
  readonly institutions: number;
  /** Between the last publication of one and the first of the other; 0 where they overlap, undefined where no year is known. */
  readonly yearsApart: number | undefined;
}

/** Two people who may be one. */
export interface AuthorCandidate {
  /** Ids of groups, the lower first. */
  readonly authors: readonly [string, string];
  readonly evidence: AuthorEvidence;
}

export interface ResolvedAuthors<Mention extends AuthorMention = AuthorMention> {
  readonly groups: readonly AuthorGroup<Mention>[];
  readonly candidates: readonly AuthorCandidate[];
}

/** Joined groups show more than single mentions did, so what is left is compared again. */
const mostRounds = 8;

/** As `resolveAuthors`, the groups alone. */
export function sameAuthors<Mention extends AuthorMention>(
  mentions: readonly Mention[],
  decisions = Decisions.none,
  persons: readonly StatedPerson[] = [],
): AuthorGroup<Mention>[] {
  return [...resolveAuthors(mentions, decisions, persons).groups];
}

/**
 * Decides which mentions are of the same person, and which people may be one all the same. `mentions` must be closed: all
 * mentions of the name blocks in it, and of every block that shares a person identifier, a decision or a statement of a
 * person with one of them. The outcome depends on that set, the decisions and the statements of persons alone.
 *
 * What people have decided goes before everything else. One identifier is one person, where the names allow it, and so
 * are all identifiers that one statement gives a person. Names that a source states to be one person's go together. The rest
 * is rule-based scoring and clustering as Caron and van Eck have it ('Large scale author name disambiguation using
 * rule-based scoring and clustering', STI 2014): evidence is added up, and the more people may bear a name, the more of it
 * is asked for. How much each thing says is worked out from its frequency, as Torvik and Smalheiser do ('Author name
 * disambiguation in MEDLINE', ACM TKDD 2009). Groups are joined from the best score down, and never so that a group would
 * hold two incompatible names, two ORCIDs or two authors of one publication.
 */
export function resolveAuthors<Mention extends AuthorMention>(
  mentions: readonly Mention[],
  decisions = Decisions.none,
  persons: readonly StatedPerson[] = [],
): ResolvedAuthors<Mention> {
  const sorted = [...mentions].sort(compareMentions);
  const at = (index: number) => sorted[index] ?? outside();
  const otherNames = new OtherNames(sorted, persons);
  const identifiers = sorted.map((mention) => mention.identifiers.filter(isIdentifier));
  const personNames = new PersonNames(otherNames);
  const names = sorted.map(({ name }) => personNames.of(name));
  const oneOf = firstOrcids(persons);
  const orcids = identifiers.map(
    (keys) => new Set(keys.filter((key) => key.startsWith('orcid:')).map((key) => oneOf.get(key) ?? key)),
  );
  const publications = sorted.map((mention) => new Set([mention.publication]));
  const decided = byFeature(sorted, (mention) => mention.identifiers.filter(isDecided));

  const sets = new DecidedSets(sorted.length, decidedMembers(decided, decisions), (rootA, rootB, root) => {
    names[root] = personNames.joined(names[rootA] ?? outside(), names[rootB] ?? outside());
    orcids[root] = together(orcids[rootA] ?? outside(), orcids[rootB] ?? outside());
    publications[root] = together(publications[rootA] ?? outside(), publications[rootB] ?? outside());
  });
  /** Whether nothing forbids that the sets of the two are one person. */
  const reconcilable = (a: number, b: number, evidence: 'identifier' | 'score') => {
    const [rootA, rootB] = [sets.find(a), sets.find(b)];
    if (!sets.permits(a, b)) return false;
    const ofRoots = <Value>(values: readonly Value[]) =>
      [values[rootA] ?? outside(), values[rootB] ?? outside()] as const;
    if (evidence === 'score' && overlap(...ofRoots(publications))) return false;
    const [orcidsA, orcidsB] = ofRoots(orcids);
    const oneOrcid = overlap(orcidsA, orcidsB);
    if (orcidsA.size > 0 && orcidsB.size > 0 && !oneOrcid) return false;
    const [namesA, namesB] = ofRoots(names);
    if (personNames.together(namesA, namesB) !== undefined) return true;
    if (personNames.stated(namesA, namesB)) return true;
    return (
      evidence === 'score' &&
      oneOrcid &&
      shareGivenName(personNames.written(namesA), personNames.written(namesB))
    );
  };
  /** Why the two, whom nothing forbids to be one, may be so with names that do not go together; undefined where these do. */
  const tieOf = (a: Profile, b: Profile): Tie | undefined => {
    const namesOf = ({ first }: Profile) => names[sets.find(first)] ?? outside();
    const [namesA, namesB] = [namesOf(a), namesOf(b)];
    const goTogether = personNames.together(namesA, namesB) !== undefined;
    const lack = a.called.size === 0 || b.called.size === 0;
    if (goTogether && (lack || overlap(a.called, b.called))) return undefined;
    if (personNames.stated(namesA, namesB)) return 'stated';
    return goTogether ? undefined : 'orcid';
  };
  const join = (a: number, b: number, evidence: 'identifier' | 'score') =>
    sets.find(a) === sets.find(b) || (reconcilable(a, b, evidence) && sets.unite(a, b));

  for (const members of byFeature(sorted, (_, index) => identifiers[index] ?? []).values()) {
    sets.uniteAll(members, (a, b) => join(a, b, 'identifier'));
  }
  const known = surroundingsOf(sorted);
  const isEnough = ({ name }: AuthorMention) => saysAll(name, known) && !otherNames.isAmbiguous(name);
  for (const members of byFeature(sorted, (mention) =>
    isEnough(mention) ? [writing(mention.name)] : [],
  ).values()) {
    const apart = new Set(members.map((member) => at(member).publication)).size === members.length;
    if (apart) sets.uniteAll(members, (a, b) => join(a, b, 'score'));
  }
  uniteStated(persons, sorted, isEnough, (members, evidence) =>
    sets.uniteAll(members, (a, b) => join(a, b, evidence)),
  );

  const pairs = new AuthorPairs();
  let profiles: readonly Profile[] = [];
  /** Of all profiles that there are: the pairs that can be one person and have enough in common. */
  let judged: Judgement[] = [];
  let scored: ScoredPair[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const before = new Map(profiles.map((profile) => [profile.first, profile]));
    profiles = sets.compile().map((members) => {
      const same = before.get(least(members));
      if (same?.size === members.length) return same;
      return profileOf(
        members.map((member) => [member, at(member)]),
        (name) => otherNames.isAmbiguous(name),
      );
    });
    // What was found of a pair holds while neither of the two is joined with others: most are not.
    const present = new Set(profiles);
    judged = judged.filter(({ a, b }) => present.has(a) && present.has(b));
    for (const [a, b] of pairs.of(profiles)) {
      if (!reconcilable(a.first, b.first, 'score')) continue;
      const tie = tieOf(a, b);
      const bits = bitsBetween(a, b, known, tie);
      if (bits !== undefined && mayTell(bits, a, b, tie)) judged.push({ a, b, bits, tie });
    }
    const around = withGroups(known, profiles);
    scored = judged
      .map(({ a, b, bits, tie }) => ({ a, b, evidence: evidenceOf(bits, a, b, around, tie) }))
      .filter(({ a, evidence }) => isTelling(evidence, a));
    let joins = 0;
    for (const { a, b } of scored.filter((pair) => surplus(pair) >= 0).sort(compareScored)) {
      const apart = sets.find(a.first) !== sets.find(b.first);
      if (apart && join(a.first, b.first, 'score')) joins += 1;
    }
    if (joins === 0) break;
  }

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
      scored.sort(compareScored),
      (index) => groupAt.get(index) ?? outside(),
      (a, b) => reconcilable(a, b, 'score'),
    ),
  };
}

/** What two have in common, and why they may be one in spite of their names. */
interface Judgement {
  readonly a: Profile;
  readonly b: Profile;
  readonly bits: number;
  readonly tie: Tie | undefined;
}

function isIdentifier(key: string): boolean {
  return !isDecided(key) && !isCalled(key);
}

/** For each ORCID of a person who is stated to have several: the first of them. */
function firstOrcids(persons: readonly StatedPerson[]): ReadonlyMap<string, string> {
  const firsts = new Map<string, string>();
  for (const { identifiers } of persons) {
    const [first, ...others] = identifiers.filter((key) => key.startsWith('orcid:'));
    if (first !== undefined) for (const other of others) firsts.set(other, firsts.get(first) ?? first);
  }
  return firsts;
}

/**
 * Puts together whom a statement of a person names: by its identifiers, and by those of its names that say all and that no
 * other person is stated to have.
 */
function uniteStated(
  persons: readonly StatedPerson[],
  mentions: readonly AuthorMention[],
  isEnough: (mention: AuthorMention) => boolean,
  unite: (members: readonly number[], evidence: 'identifier' | 'score') => void,
): void {
  if (persons.length === 0) return;
  const byIdentifier = byFeature(mentions, (mention) => mention.identifiers);
  const byName = byFeature(mentions, (mention) => (isEnough(mention) ? [calledKey(mention.name)] : []));
  const holders = new Map<string, Set<string>>();
  for (const { key, called, identifiers } of persons) {
    const person = identifiers[0] ?? key;
    for (const name of called) holders.set(name, (holders.get(name) ?? new Set()).add(person));
  }
  for (const { called, identifiers } of [...persons].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const identified = [...new Set(identifiers.flatMap((key) => byIdentifier.get(key) ?? []))];
    const named = called
      .filter((name) => holders.get(name)?.size === 1)
      .flatMap((name) => byName.get(name) ?? []);
    unite(
      identified.sort((a, b) => a - b),
      'identifier',
    );
    unite(
      [...new Set([...identified, ...named])].sort((a, b) => a - b),
      'score',
    );
  }
}

/** The union of the two, in the larger of them. */
function together<Item>(a: Set<Item>, b: Set<Item>): Set<Item> {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  for (const item of small) large.add(item);
  return large;
}

function least(members: readonly number[]): number {
  return members.reduce((one, other) => Math.min(one, other));
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
  readonly a: Profile;
  readonly b: Profile;
  readonly evidence: Evidence;
}

/** What there is above what the pair needs; negative where it is not enough. */
function surplus({ evidence }: Pick<ScoredPair, 'evidence'>): number {
  return evidence.score - evidence.needed;
}

function compareScored(x: ScoredPair, y: ScoredPair): number {
  return surplus(y) - surplus(x) || x.a.first - y.a.first || x.b.first - y.b.first;
}

/** Candidates that are kept of one person. */
const candidatesOfOne = 10;

/**
 * @param compared pairs, the best first
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
    const [one, other] = [personAt(a.first), personAt(b.first)];
    if (one === other) continue;
    const authors: [string, string] = one < other ? [one, other] : [other, one];
    const pair = authors.join(' ');
    if (seen.has(pair)) continue;
    seen.add(pair);
    if (authors.some((id) => (counts.get(id) ?? 0) >= candidatesOfOne)) continue;
    if (!reconcilable(a.first, b.first)) continue;
    found.push({ authors, evidence: { ...evidence, ...sharedBy(a, b) } });
    for (const id of authors) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return found;
}

function sharedBy(a: Profile, b: Profile): Omit<AuthorEvidence, keyof Evidence> {
  const inBoth = (one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>) =>
    [...one.keys()].filter((key) => other.has(key)).length;
  const gap = Math.max(a.firstYear - b.lastYear, b.firstYear - a.lastYear, 0);
  const equal = [...a.names.values()].some((nameA) =>
    [...b.names.values()].some((nameB) => namesCompatible(nameA, nameB) === 'equal'),
  );
  return {
    names: equal ? 'equal' : 'compatible',
    coauthors: inBoth(a.coauthors, b.coauthors),
    venues: inBoth(a.venues, b.venues),
    topics: inBoth(a.topics, b.topics),
    institutions: inBoth(a.institutions, b.institutions),
    yearsApart: Number.isFinite(a.firstYear) && Number.isFinite(b.firstYear) ? gap : undefined,
  };
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
  const identifiers = keys.filter(isIdentifier).sort((a, b) => strength(a) - strength(b) || (a < b ? -1 : 1));
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

function outside(): never {
  throw new RangeError('an index outside the mentions');
}
