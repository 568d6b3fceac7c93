import type { Network, NetworkNode, Tie } from '../../../network/network.ts';
import type { Ranked } from '../../../network/projection.ts';
import { strongestFirst, type Thinning, thinned } from '../../../network/thin.ts';

export interface NetworkBounds extends Thinning {
  /** 1–1,000. */
  readonly maxNodes: number;
  /** 0–10,000. */
  readonly maxEdges: number;
}

interface Counted<Row> {
  /** Everything that could be a node, the first first. */
  readonly ranked: readonly Ranked[];
  readonly rows: (ids: readonly string[]) => Promise<readonly (Row | null)[]>;
  /** All ties among these. */
  readonly ties: (ids: readonly string[]) => readonly Tie[];
  readonly directed?: boolean;
  readonly publicationsTruncated: boolean;
}

/** Cuts what was counted down to what has room: first the nodes, then the ties among them. */
export async function counted<Row>(
  { ranked, rows, ties, directed = false, publicationsTruncated }: Counted<Row>,
  bounds: NetworkBounds,
): Promise<Network<Row>> {
  const room = ranked.slice(0, bounds.maxNodes);
  const found = await rows(room.map(({ id }) => id));
  const nodes = room.flatMap(({ weight }, at): NetworkNode<Row>[] => {
    const row = found[at];
    return row == null ? [] : [{ row, weight }];
  });
  return {
    nodes,
    ...edgesWithin(bounds, ties(room.map(({ id }) => id)).toSorted(strongestFirst)),
    directed,
    nodesTruncated: ranked.length > room.length,
    publicationsTruncated,
  };
}

/** @param edges all of them, in the order in which they get room */
export function edgesWithin(
  bounds: NetworkBounds,
  edges: readonly Tie[],
): Pick<Network<never>, 'edges' | 'edgesTruncated'> {
  const wanted = thinned(edges, bounds);
  return { edges: wanted.slice(0, bounds.maxEdges), edgesTruncated: wanted.length > bounds.maxEdges };
}
