import { StaticDisjointSet } from 'mnemonist';
import type { ParsedName } from '../normalise/name.ts';
import {
  type AuthorMention,
  canBeOne,
  overlap,
  type Profile,
  profileOf,
  saysAll,
  surplus,
  surroundingsOf,
  withGroups,
  writing,
} from './authorEvidence.ts';
import { candidatePairs } from './candidatePairs.ts';
import { compareFullness } from './fullestName.ts';
import { idOf } from './id.ts';

export { type AuthorMention, coauthorKey } from './authorEvidence.ts';

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

/** Groups above which pairs are looked up by what they share instead of compared each with each. */
const exhaustiveLimit = 300;
/** Joined groups show more than single mentions did, so what is left is compared again. */
const mostRounds = 8;

/**
 * Decides which mentions are of the same person. `mentions` must be closed: all mentions of the name blocks in it, and of
 * every block that shares a person identifier with one of them. The outcome depends on that set alone.
 *
 * One identifier is one person, where the names allow it. The rest is rule-based scoring and clustering as Caron and van
 * Eck have it ('Large scale author name disambiguation using rule-based scoring and clustering', STI 2014): evidence is
 * added up, and the more people may bear a name, the more of it is asked for. How much each thing says is worked out
 * from its frequency, as Torvik and Smalheiser do ('Author name disambiguation in MEDLINE', ACM TKDD 2009). Groups are
 * joined from the best score down, and never so that a group would hold two incompatible names, two ORCIDs or two authors
 * of one publication.
 */
export function sameAuthors<Mention extends AuthorMention>(
  mentions: readonly Mention[],
): AuthorGroup<Mention>[] {
  const sorted = [...mentions].sort(compareMentions);
  const at = (index: number) => sorted[index] ?? outside();
  const sets = new StaticDisjointSet(sorted.length);
  const variants = sorted.map((mention) => new Map([[writing(mention.name), mention.name]]));
  const orcids = sorted.map(
    (mention) => new Set(mention.identifiers.filter((key) => key.startsWith('orcid:'))),
  );

  const publications = sorted.map((mention) => new Set([mention.publication]));

  const join = (a: number, b: number, evidence: 'identifier' | 'score') => {
    const rootA = sets.find(a);
    const rootB = sets.find(b);
    if (rootA === rootB) return false;
    const [publicationsA, publicationsB] = [
      publications[rootA] ?? outside(),
      publications[rootB] ?? outside(),
    ];
    if (evidence === 'score' && overlap(publicationsA, publicationsB)) return false;
    const [variantsA, variantsB] = [variants[rootA] ?? outside(), variants[rootB] ?? outside()];
    const [orcidsA, orcidsB] = [orcids[rootA] ?? outside(), orcids[rootB] ?? outside()];
    if (orcidsA.size > 0 && orcidsB.size > 0 && ![...orcidsA].some((orcid) => orcidsB.has(orcid)))
      return false;
    if (!canBeOne(variantsA, variantsB)) return false;
    sets.union(a, b);
    const root = sets.find(a);
    variants[root] = new Map([...variantsA, ...variantsB]);
    orcids[root] = new Set([...orcidsA, ...orcidsB]);
    publications[root] = new Set([...publicationsA, ...publicationsB]);
    return true;
  };

  for (const members of byFeature(sorted, (mention: AuthorMention) => mention.identifiers).values()) {
    const [first, ...rest] = members;
    if (first === undefined) continue;
    for (const member of rest) join(first, member, 'identifier');
  }
  const known = surroundingsOf(sorted);
  for (const members of byFeature(sorted, ({ name }) =>
    saysAll(name, known) ? [writing(name)] : [],
  ).values()) {
    const [first, ...rest] = members;
    const apart = new Set(members.map((member) => at(member).publication)).size === members.length;
    if (first !== undefined && apart) for (const member of rest) join(first, member, 'score');
  }
  let profiles: readonly Profile[] = [];
  for (let round = 0; round < mostRounds && sets.dimension > 1; round++) {
    const before = new Map(profiles.map((profile) => [profile.first, profile]));
    profiles = sets.compile().map((members) => {
      const same = before.get(members[0] ?? outside());
      if (same?.size === members.length) return same;
      return profileOf(members.map((member) => [member, at(member)]));
    });
    const profile = (index: number) => profiles[index] ?? outside();
    const around = withGroups(known, profiles);
    const scored: { readonly a: number; readonly b: number; readonly score: number }[] = [];
    for (const [a, b] of pairsToCompare(profiles)) {
      const score = surplus(profile(a), profile(b), around);
      if (score >= 0) scored.push({ a: profile(a).first, b: profile(b).first, score });
    }
    scored.sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b);
    let joins = 0;
    for (const { a, b } of scored) if (join(a, b, 'score')) joins += 1;
    if (joins === 0) break;
  }

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

function* pairsToCompare(groups: readonly Profile[]): Generator<readonly [number, number], void, undefined> {
  if (groups.length <= exhaustiveLimit) {
    for (let a = 0; a < groups.length; a++) for (let b = a + 1; b < groups.length; b++) yield [a, b];
    return;
  }
  const seen = new Set<number>();
  for (const features of [
    (group: Profile) => [...group.coauthors.keys()],
    (group: Profile) =>
      [...group.venues.keys()]
        .slice(0, mostOfAKind)
        .flatMap((place) =>
          [...group.topics.keys()].slice(0, mostOfAKind).map((about) => `${place} ${about}`),
        ),
    // Equal full names of a rare family need nothing else.
    (group: Profile) => [...group.names.keys()],
  ]) {
    for (const members of byFeature(groups, features).values()) {
      for (const [a, b] of candidatePairs(members)) {
        const pair = a * groups.length + b;
        if (seen.has(pair)) continue;
        seen.add(pair);
        yield [a, b];
      }
    }
  }
}

/** Venues, and topics, of a group that others are looked up by. */
const mostOfAKind = 20;

function byFeature<Item>(
  mentions: readonly Item[],
  featuresOf: (mention: Item) => readonly string[],
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
