import { StaticDisjointSet } from 'mnemonist';
import { namesCompatible, type ParsedName } from '../normalise/name.ts';
import { candidatePairs } from './candidatePairs.ts';
import commonFamilyNames from './commonFamilyNames.json' with { type: 'json' };
import { compareFullness } from './fullestName.ts';
import { idOf } from './id.ts';

/** One name on one publication, with what is known around it. */
export interface AuthorMention {
  readonly publication: string;
  /** 0-based place in the publication's list. */
  readonly order: number;
  readonly year: number | undefined;
  readonly name: ParsedName;
  /** `orcid:…`, `openalex:…`: what sources call this person; `profile:…` for the owner of a profile page. */
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
  /** The fullest form. */
  readonly name: ParsedName;
  /** Every form, the fullest first. */
  readonly names: readonly string[];
  readonly identifiers: readonly string[];
  readonly mentions: readonly Mention[];
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

/**
 * Decides which mentions are of the same person. `mentions` must be closed: all mentions of the name blocks in it, and of
 * every block that shares a person identifier with one of them. The outcome depends on that set alone.
 *
 * One identifier is one person, where the names allow it. Other pairs are joined from the best score down, and never
 * so that a group would hold two incompatible names, two ORCIDs or two authors of one publication.
 */
export function sameAuthors<Mention extends AuthorMention>(
  mentions: readonly Mention[],
): AuthorGroup<Mention>[] {
  const sorted = [...mentions].sort(compareMentions);
  const at = (index: number) => sorted[index] ?? outside();
  const sets = new StaticDisjointSet(sorted.length);
  const variants = sorted.map((mention) => new Map([[mention.name.key, mention.name]]));
  const orcids = sorted.map(
    (mention) => new Set(mention.identifiers.filter((key) => key.startsWith('orcid:'))),
  );

  const publications = sorted.map((mention) => new Set([mention.publication]));

  const join = (a: number, b: number, evidence: 'identifier' | 'score') => {
    const rootA = sets.find(a);
    const rootB = sets.find(b);
    if (rootA === rootB) return;
    const [publicationsA, publicationsB] = [
      publications[rootA] ?? outside(),
      publications[rootB] ?? outside(),
    ];
    if (evidence === 'score' && overlap(publicationsA, publicationsB)) return;
    const [variantsA, variantsB] = [variants[rootA] ?? outside(), variants[rootB] ?? outside()];
    const [orcidsA, orcidsB] = [orcids[rootA] ?? outside(), orcids[rootB] ?? outside()];
    if (orcidsA.size > 0 && orcidsB.size > 0 && ![...orcidsA].some((orcid) => orcidsB.has(orcid))) return;
    for (const nameA of variantsA.values()) {
      for (const nameB of variantsB.values()) {
        if (namesCompatible(nameA, nameB) === 'incompatible') return;
      }
    }
    sets.union(a, b);
    const root = sets.find(a);
    variants[root] = new Map([...variantsA, ...variantsB]);
    orcids[root] = new Set([...orcidsA, ...orcidsB]);
    publications[root] = new Set([...publicationsA, ...publicationsB]);
  };

  for (const members of byFeature(sorted, (mention) => mention.identifiers).values()) {
    const [first, ...rest] = members;
    if (first === undefined) continue;
    for (const member of rest) join(first, member, 'identifier');
  }
  const scored = pairsToCompare(sorted)
    .map(([a, b]) => ({ a, b, score: surplus(at(a), at(b)) }))
    .filter((pair) => pair.score >= 0)
    .sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b);
  for (const { a, b } of scored) join(a, b, 'score');

  const groups = sets.compile().map((members) => members.map(at).sort(compareMentions));
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
  return groups.map((group) => authorGroup(group, holders, namesakes));
}

function authorGroup<Mention extends AuthorMention>(
  mentions: readonly Mention[],
  holders: ReadonlyMap<string, number>,
  namesakes: ReadonlyMap<AuthorMention, number>,
): AuthorGroup<Mention> {
  const [earliest] = mentions;
  if (earliest === undefined) outside();
  const identifiers = [...new Set(mentions.flatMap((mention) => mention.identifiers))].sort(
    (a, b) => strength(a) - strength(b) || (a < b ? -1 : 1),
  );
  const own = identifiers.find((key) => strength(key) < identifierStrength.length && holders.get(key) === 1);
  const anchor = `${earliest.name.key}|${earliest.publication}|${namesakes.get(earliest) ?? 0}`;
  const names = [...new Map(mentions.map((mention) => [mention.name.display, mention.name])).values()].sort(
    (a, b) => compareFullness(a.display, b.display),
  );
  return {
    id: idOf('author', own ?? `mention:${anchor}`),
    name: names[0] ?? earliest.name,
    names: names.map((name) => name.display),
    identifiers,
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

/** Points above what the pair needs; negative where it is not enough, or where the names forbid it. */
function surplus(a: AuthorMention, b: AuthorMention): number {
  if (a.publication === b.publication) return -1;
  const verdict = namesCompatible(a.name, b.name);
  if (verdict === 'incompatible') return -1;
  const [givenA, ...middleA] = a.name.givenKeys;
  const [givenB, ...middleB] = b.name.givenKeys;
  const full = givenA !== undefined && givenA === givenB && givenA.length > 1;
  const middle = middleA.some((name) => middleB.some((other) => name.charAt(0) === other.charAt(0)));
  const common = commonFamilies.has(a.name.familyKey) || commonFamilies.has(b.name.familyKey);
  const score =
    (full ? points.fullGivenName : 0) +
    (middle ? points.middleName : 0) +
    step(points.coauthors, sharedCoauthors(a, b)) +
    (a.venues.some((venue) => b.venues.includes(venue)) ? points.venue : 0) +
    step(points.topics, a.topics.filter((topic) => b.topics.includes(topic)).length) +
    (a.year !== undefined && b.year !== undefined && Math.abs(a.year - b.year) <= 3 ? points.closeYears : 0);
  if (common) return score - (full ? needed.commonFull : needed.commonInitial);
  return score - (full ? needed.rareFull : needed.rareInitial);
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
  return Math.floor(shared + 0.5);
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
  featuresOf: (mention: AuthorMention) => readonly string[],
): Map<string, number[]> {
  const members = new Map<string, number[]>();
  for (const [index, mention] of mentions.entries()) {
    for (const feature of new Set(featuresOf(mention))) {
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
