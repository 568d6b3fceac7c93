import {
  hasBound,
  type Network,
  type NetworkNode,
  networkLimits,
  type Tie,
  type Window,
} from '../../../network/network.ts';
import { byRank, type Occurrence, projection, rounded } from '../../../network/projection.ts';
import { isRelative, isStrong, strongestFirst, type Thinning } from '../../../network/thin.ts';
import { cypher } from '../../cypher.ts';
import { type Graph, int, type QueryOptions } from '../../graph.ts';
import { authorsById } from '../authors.ts';
import { type AuthorRow, authorNode } from '../rows.ts';
import { authorsOf, coauthorships } from './coauthors.ts';
import { edgesWithin, type NetworkBounds } from './counted.ts';
import { occurrences } from './occurrences.ts';
import { storedTie, strengthParameters, strongEnough, strongestTies } from './storedTies.ts';

export interface CoauthorsAround {
  /** The author in the middle. */
  readonly author: AuthorRow;
  /** 1–3: the longest way from the middle. */
  readonly depth: number;
  /** Counts only what was published in these years, instead of what is stored. */
  readonly during?: Window | undefined;
}

/**
 * The coauthors around an author, level by level: of each level those with the most publications in common with the
 * level before, as long as there is room. No path is ever enumerated, so that a clique or a hub costs what its
 * relationships number. Where not all edges have room, each node keeps the tie by which it was found, then come the
 * strongest others.
 */
export async function coauthorsAround(
  graph: Graph,
  request: CoauthorsAround,
  bounds: NetworkBounds,
  options: QueryOptions,
): Promise<Network<AuthorRow>> {
  return hasBound(request.during)
    ? countedAround(graph, request, request.during, bounds, options)
    : storedAround(graph, request, bounds, options);
}

interface Found {
  readonly node: AuthorRow;
  readonly together: number;
  /** The strongest tie to the level before. */
  readonly tie: Tie;
}

/** At most `depth` + 2 statements, each of which follows the coauthorships of at most `maxNodes` authors once. */
async function storedAround(
  graph: Graph,
  request: CoauthorsAround,
  bounds: NetworkBounds,
  options: QueryOptions,
): Promise<Network<AuthorRow>> {
  const { nodes, nodesTruncated, ties } = await authorsAround(graph, request, bounds, options);
  const limit = isRelative(bounds) ? networkLimits.ties : bounds.maxEdges;
  const strongest = await strongestTies(
    graph,
    nodes.map(({ row }) => row.id),
    bounds,
    limit + 1,
    options,
  );
  const isWhole = strongest.length <= limit;
  const { edges, edgesTruncated } = isWhole
    ? edgesWithin(bounds, strongest)
    : edgesAround(bounds, ties, strongest.slice(0, limit));
  return {
    nodes,
    edges,
    directed: false,
    nodesTruncated,
    edgesTruncated: edgesTruncated || !isWhole,
    publicationsTruncated: false,
  };
}

export interface AuthorsAround {
  readonly nodes: readonly NetworkNode<AuthorRow>[];
  readonly nodesTruncated: boolean;
  /** By which each of them was found. */
  readonly ties: readonly Tie[];
}

/** The nodes of `coauthorsAround` without their other ties: at most `depth` statements. */
export async function authorsAround(
  graph: Graph,
  { author, depth }: Pick<CoauthorsAround, 'author' | 'depth'>,
  bounds: Omit<NetworkBounds, 'maxEdges'>,
  options: QueryOptions,
): Promise<AuthorsAround> {
  const nodes: NetworkNode<AuthorRow>[] = [{ row: author, weight: author.publicationCount, distance: 0 }];
  const ties: Tie[] = [];
  let frontier = [author.id];
  let nodesTruncated = false;
  for (let distance = 1; distance <= depth && frontier.length > 0 && !nodesTruncated; distance += 1) {
    const room = bounds.maxNodes - nodes.length;
    const found = await nextLevel(graph, bounds, frontier, nodes, room + 1, options);
    nodesTruncated = found.length > room;
    const level = found.slice(0, room);
    nodes.push(...level.map(({ node }) => ({ row: node, weight: node.publicationCount, distance })));
    ties.push(...level.map(({ tie }) => tie));
    frontier = level.map(({ node }) => node.id);
  }
  return { nodes, nodesTruncated, ties };
}

async function nextLevel(
  graph: Graph,
  bounds: Thinning,
  frontier: readonly string[],
  seen: readonly NetworkNode<AuthorRow>[],
  limit: number,
  options: QueryOptions,
): Promise<Found[]> {
  return graph.read<Found & Record<string, unknown>>(
    cypher`
      MATCH (s:Author) WHERE s.id IN $seen
      WITH s ORDER BY s.id
      WITH collect(s) AS seen
      UNWIND [s IN seen WHERE s.id IN $frontier] AS f
      MATCH (f)-[r:COAUTHORED]-(n)
      WHERE NOT n IN seen ${strongEnough(bounds)}
      WITH n, max(r.publications) AS most, collect(r) AS ties, sum(r.publications) AS together
      ORDER BY together DESC, n.id
      LIMIT $limit
      WITH n, together, [tie IN ties WHERE tie.publications = most][0] AS r
      RETURN ${authorNode} AS node, together, {${storedTie}} AS tie`,
    { frontier, seen: seen.map(({ row }) => row.id), ...strengthParameters(bounds), limit: int(limit) },
    options,
  );
}

/**
 * The same out of the publications of a window: a statement for each level, one for the ties, and one for the
 * authors' names.
 */
async function countedAround(
  graph: Graph,
  { author, depth }: CoauthorsAround,
  during: Window,
  bounds: NetworkBounds,
  options: QueryOptions,
): Promise<Network<AuthorRow>> {
  const distances = new Map([[author.id, 0]]);
  const ties: Tie[] = [];
  let frontier: readonly string[] = [author.id];
  let nodesTruncated = false;
  let publicationsTruncated = false;
  for (let distance = 1; distance <= depth && frontier.length > 0 && !nodesTruncated; distance += 1) {
    const found = await occurrences(graph, { authors: frontier, during }, authorsOf, options);
    publicationsTruncated ||= found.truncated;
    const next = beyond(coauthorships(found), new Set(frontier), distances, bounds);
    const room = bounds.maxNodes - distances.size;
    nodesTruncated = next.length > room;
    const level = next.slice(0, room);
    for (const { id } of level) distances.set(id, distance);
    ties.push(...level.map(({ tie }) => tie));
    frontier = level.map(({ id }) => id);
  }
  const ids = [...distances.keys()];
  const found = await occurrences(graph, { authors: ids, during }, authorsOf, options);
  const written = new Map<string, number>();
  for (const { members } of found.occurrences) {
    for (const id of members) if (distances.has(id)) written.set(id, (written.get(id) ?? 0) + 1);
  }
  const all = projection(coauthorships(found), ids).sort(strongestFirst);
  const among = new Map(all.map((tie) => [`${tie.a} ${tie.b}`, tie]));
  const rows = await authorsById(graph, ids, options);
  return {
    nodes: ids.flatMap((id, at): NetworkNode<AuthorRow>[] => {
      const row = rows[at];
      return row == null ? [] : [{ row, weight: written.get(id) ?? 0, distance: distances.get(id) ?? 0 }];
    }),
    ...edgesAround(
      bounds,
      // As they are among all publications that were read for the ties.
      ties.flatMap((tie) => among.get(`${tie.a} ${tie.b}`) ?? []),
      all,
    ),
    directed: false,
    nodesTruncated,
    publicationsTruncated: publicationsTruncated || found.truncated,
  };
}

interface Beyond {
  readonly id: string;
  /** Publications in common with the frontier. */
  readonly weight: number;
  /** The strongest tie to the frontier. */
  readonly tie: Tie;
}

/** Who wrote with somebody of the frontier and is not known yet, the most publications together first. */
function beyond(
  occurrences: readonly Occurrence[],
  frontier: ReadonlySet<string>,
  known: ReadonlyMap<string, number>,
  bounds: NetworkBounds,
): Beyond[] {
  const pairs = new Map<string, Map<string, { publicationCount: number; weight: number }>>();
  for (const { members, size } of occurrences) {
    const near = members.filter((member) => frontier.has(member));
    for (const id of members) {
      if (known.has(id)) continue;
      const ties = pairs.get(id) ?? new Map<string, { publicationCount: number; weight: number }>();
      pairs.set(id, ties);
      for (const other of near) {
        const { publicationCount, weight } = ties.get(other) ?? { publicationCount: 0, weight: 0 };
        ties.set(other, {
          publicationCount: publicationCount + 1,
          weight: weight + 1 / Math.max(1, size - 1),
        });
      }
    }
  }
  return byRank(
    [...pairs].flatMap(([id, ties]): Beyond[] => {
      const strong = [...ties]
        .map(([other, { publicationCount, weight }]) => ({
          ...(id < other ? { a: id, b: other } : { a: other, b: id }),
          publicationCount,
          weight: rounded(weight),
          firstYear: null,
          lastYear: null,
        }))
        .filter((tie) => isStrong(tie, bounds))
        .sort(strongestFirst);
      const [tie] = strong;
      if (tie === undefined) return [];
      return [{ id, weight: strong.reduce((sum, { publicationCount }) => sum + publicationCount, 0), tie }];
    }),
  );
}

function edgesAround(
  bounds: NetworkBounds,
  ties: readonly Tie[],
  strongest: readonly Tie[],
): Pick<Network<AuthorRow>, 'edges' | 'edgesTruncated'> {
  const all = new Map([...ties, ...strongest].map((tie) => [`${tie.a} ${tie.b}`, tie]));
  if (!isRelative(bounds)) return edgesWithin(bounds, [...all.values()]);
  // Thinning ranks ties by their strength.
  return edgesWithin(bounds, [...all.values()].sort(strongestFirst));
}
