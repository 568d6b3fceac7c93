import type { Tie, TiePublication } from './network.ts';
import { compared } from './thin.ts';

/** A publication, and the nodes that it ties together. */
export interface Occurrence {
  readonly publication: TiePublication;
  readonly members: readonly string[];
  /** How many it ties in all, whether or not they are among `members`; what fractional counting divides by. */
  readonly size: number;
}

export interface Ranked {
  readonly id: string;
  readonly weight: number;
}

/** How often each member occurs, the most frequent first. */
export function ranked(occurrences: readonly Occurrence[]): Ranked[] {
  const counts = new Map<string, number>();
  for (const { members } of occurrences) {
    for (const member of members) counts.set(member, (counts.get(member) ?? 0) + 1);
  }
  return byRank([...counts].map(([id, weight]) => ({ id, weight })));
}

export function byRank<Node extends Ranked>(nodes: Node[]): Node[] {
  return nodes.sort((x, y) => y.weight - x.weight || compared(x.id, y.id));
}

/**
 * The one-mode projection onto `nodes`: two nodes are tied by every publication in which both occur. Full counting and
 * fractional counting as in Perianes-Rodriguez, Waltman and van Eck, 'Constructing bibliometric networks: A comparison
 * between full and fractional counting', Journal of Informetrics 10(4), 2016. It takes a cell for each pair of nodes
 * and a step for each pair in a publication.
 *
 * @param joins whether two nodes that occur together are tied at all; absent where all are
 */
export function projection(
  occurrences: readonly Occurrence[],
  nodes: readonly string[],
  joins?: (a: string, b: string) => boolean,
): Tie[] {
  const size = nodes.length;
  // In the order of the ids, so that a pair has one name, from the lower id to the higher.
  const ids = [...nodes].sort(compared);
  const at = new Map(ids.map((id, index) => [id, index]));
  const counts = new Uint32Array(size * size);
  const weights = new Float64Array(size * size);
  const first = new Int16Array(size * size).fill(noFirstYear);
  const last = new Int16Array(size * size).fill(noLastYear);
  const inhabited: { readonly occurrence: Occurrence; readonly members: number[] }[] = [];
  for (const occurrence of occurrences) {
    const members = [
      ...new Set(
        occurrence.members.flatMap((member) => {
          const index = at.get(member);
          return index === undefined ? [] : [index];
        }),
      ),
    ].sort((x, y) => x - y);
    if (members.length < 2) continue;
    inhabited.push({ occurrence, members });
    const share = 1 / Math.max(1, occurrence.size - 1);
    const { year } = occurrence.publication;
    for (const [place, a] of members.entries()) {
      for (let next = place + 1; next < members.length; next += 1) {
        const cell = a * size + (members[next] ?? 0);
        counts[cell] = (counts[cell] ?? 0) + 1;
        weights[cell] = (weights[cell] ?? 0) + share;
        if (year === null) continue;
        if (year < (first[cell] ?? noFirstYear)) first[cell] = year;
        if (year > (last[cell] ?? noLastYear)) last[cell] = year;
      }
    }
  }
  const evidence = evidenceOf(inhabited, size);
  const ties: Tie[] = [];
  for (const [i, a] of ids.entries()) {
    for (let j = i + 1; j < size; j += 1) {
      const cell = i * size + j;
      const publicationCount = counts[cell] ?? 0;
      const b = ids[j];
      if (publicationCount === 0 || b === undefined || joins?.(a, b) === false) continue;
      const [firstYear, lastYear] = [first[cell] ?? noFirstYear, last[cell] ?? noLastYear];
      ties.push({
        a,
        b,
        publicationCount,
        weight: rounded(weights[cell] ?? 0),
        firstYear: firstYear === noFirstYear ? null : firstYear,
        lastYear: lastYear === noLastYear ? null : lastYear,
        publications: () => evidence(i, j),
      });
    }
  }
  return ties;
}

const noFirstYear = 32_767;
const noLastYear = -32_768;

/** Found when somebody asks: kept for every tie, it would be larger than the network. */
function evidenceOf(
  inhabited: readonly { readonly occurrence: Occurrence; readonly members: readonly number[] }[],
  size: number,
): (i: number, j: number) => readonly TiePublication[] {
  let places: number[][] | undefined;
  return (i, j) => {
    if (places === undefined) {
      places = Array.from({ length: size }, () => []);
      for (const [place, { members }] of inhabited.entries()) {
        for (const member of members) places[member]?.push(place);
      }
    }
    const others = new Set(places[j]);
    return (places[i] ?? [])
      .filter((place) => others.has(place))
      .flatMap((place) => inhabited[place]?.occurrence.publication ?? []);
  };
}

/** As exact as the stored weights are. */
export function rounded(weight: number): number {
  return Math.round(weight * 1e6) / 1e6;
}
