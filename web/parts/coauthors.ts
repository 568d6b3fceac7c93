import type { CoauthorNetworkQuery } from '../api/documents.ts';
import { edgeKey, type Network } from '../network/network.ts';

export type Coauthors = CoauthorNetworkQuery['coauthorNetwork'];

export interface Years {
  readonly from: number;
  readonly to: number;
}

/** The network as it is drawn. */
export function networkOf(answer: Coauthors): Network {
  return {
    nodes: answer.nodes.map(({ key, label, weight, position }) => ({
      key,
      label,
      size: weight,
      ...position,
    })),
    edges: answer.edges.map(({ source, target, weight }) => ({
      key: edgeKey(source, target),
      source,
      target,
      weight,
    })),
  };
}

/** The network with what a path has besides it; the very same where it has nothing, so that it is not drawn anew. */
export function withPath(
  network: Network,
  path: { readonly authors: readonly { readonly id: string; readonly name: string }[] } | null | undefined,
): Network {
  const known = new Set(network.nodes.map(({ key }) => key));
  const tied = new Set(network.edges.map(({ key }) => key));
  const last = network.nodes.at(-1) ?? { x: 0, y: 0 };
  const nodes = [...network.nodes];
  const edges = [...network.edges];
  for (const [index, { id, name }] of (path?.authors ?? []).entries()) {
    if (!known.has(id)) {
      nodes.push({ key: id, label: name, size: 1, x: last.x + index + 1, y: last.y + index + 1 });
    }
    const before = path?.authors[index - 1]?.id;
    if (before === undefined || tied.has(edgeKey(before, id))) continue;
    edges.push({ key: edgeKey(before, id), source: before, target: id, weight: 1 });
  }
  return edges.length === network.edges.length && nodes.length === network.nodes.length
    ? network
    : { nodes, edges };
}

/** From the first to the last year of a tie; 0 and 0 where none has a year. */
export function yearsOf(answer: Coauthors): Years {
  let [from, to] = [Number.POSITIVE_INFINITY, 0];
  for (const { firstYear, lastYear } of answer.edges) {
    if (firstYear !== null) from = Math.min(from, firstYear);
    if (lastYear !== null) to = Math.max(to, lastYear);
  }
  return to === 0 ? { from: 0, to: 0 } : { from, to };
}

export interface Tie {
  readonly source: string;
  readonly target: string;
  readonly publicationCount: number;
  readonly firstYear: number | null;
  readonly lastYear: number | null;
}

/** The ties of these years. What has no year is seen while all years are. */
export function tiesIn(answer: Coauthors, { from, to }: Years, all: Years): ReadonlyMap<string, Tie> {
  const whole = from === all.from && to === all.to;
  const ties = new Map<string, Tie>();
  for (const { source, target, years, publicationCount, firstYear, lastYear } of answer.edges) {
    const within = years.filter(({ year }) => (year === null ? whole : year >= from && year <= to));
    const count = whole ? publicationCount : within.reduce((sum, year) => sum + year.count, 0);
    if (count > 0) {
      ties.set(edgeKey(source, target), { source, target, publicationCount: count, firstYear, lastYear });
    }
  }
  return ties;
}

/** How many ties each person has. */
export function degreesOf(ties: ReadonlyMap<string, Tie>): ReadonlyMap<string, number> {
  const degrees = new Map<string, number>();
  for (const { source, target } of ties.values()) {
    for (const key of [source, target]) degrees.set(key, (degrees.get(key) ?? 0) + 1);
  }
  return degrees;
}
