import { type Cypher, cypher } from '../cypher.ts';
import { type Graph, int, type QueryOptions } from '../graph.ts';
import { type Coauthorship, coauthorship } from './authors.ts';
import { type AuthorRow, authorNode } from './rows.ts';

export const networkLimits = { depth: 3, nodes: 1000, edges: 10_000 } as const;

export interface CoauthorNetworkRequest {
  /** Of the author in the middle. */
  readonly author: AuthorRow;
  /** 1–3: the longest way from the middle. */
  readonly depth: number;
  /** 1–1,000, the author in the middle among them. */
  readonly maxNodes: number;
  /** 0–10,000. */
  readonly maxEdges: number;
  /** Coauthors with fewer publications together count as none. */
  readonly minPublications: number;
}

export interface CoauthorNetworkNode {
  readonly author: AuthorRow;
  /** Steps from the author in the middle. */
  readonly distance: number;
}

export interface CoauthorNetwork {
  readonly nodes: readonly CoauthorNetworkNode[];
  readonly edges: readonly Coauthorship[];
  readonly nodesTruncated: boolean;
  readonly edgesTruncated: boolean;
}

interface Found {
  readonly node: AuthorRow;
  /** The strongest tie to the level before. */
  readonly tie: Coauthorship;
}

/**
 * The coauthors around an author, level by level: of each level those with the most publications in common with the
 * level before, as long as there is room. That takes at most `depth` + 1 statements, each of which follows the
 * coauthorships of at most `maxNodes` authors once; no path is ever enumerated, so that a clique or a hub costs
 * what its relationships number. Where not all edges have room, each node keeps the tie by which it was found, then
 * come the strongest others.
 */
export async function coauthorNetwork(
  graph: Graph,
  request: CoauthorNetworkRequest,
  options: QueryOptions,
): Promise<CoauthorNetwork> {
  const nodes: CoauthorNetworkNode[] = [{ author: request.author, distance: 0 }];
  const ties: Coauthorship[] = [];
  let frontier = [request.author.id];
  let nodesTruncated = false;
  for (let distance = 1; distance <= request.depth && frontier.length > 0 && !nodesTruncated; distance += 1) {
    const room = request.maxNodes - nodes.length;
    const found = await nextLevel(graph, request, frontier, nodes, room + 1, options);
    nodesTruncated = found.length > room;
    const level = found.slice(0, room);
    nodes.push(...level.map(({ node }) => ({ author: node, distance })));
    ties.push(...level.map(({ tie }) => tie));
    frontier = level.map(({ node }) => node.id);
  }
  const strongest = await strongestEdges(graph, request, nodes, options);
  const edges = new Map([...ties, ...strongest].map((edge) => [`${edge.a} ${edge.b}`, edge]));
  return {
    nodes,
    edges: [...edges.values()].slice(0, request.maxEdges),
    nodesTruncated,
    edgesTruncated: edges.size > request.maxEdges,
  };
}

/** A coauthorship with its ends in the order in which it is stored, so that a pair has one name. */
const stored: Cypher = cypher`a: startNode(r).id, b: endNode(r).id, ${coauthorship}`;

async function nextLevel(
  graph: Graph,
  request: CoauthorNetworkRequest,
  frontier: readonly string[],
  seen: readonly CoauthorNetworkNode[],
  limit: number,
  options: QueryOptions,
): Promise<Found[]> {
  return graph.read<Found>(
    cypher`
      MATCH (s:Author) WHERE s.id IN $seen
      WITH s ORDER BY s.id
      WITH collect(s) AS seen
      UNWIND [s IN seen WHERE s.id IN $frontier] AS f
      MATCH (f)-[r:COAUTHORED]-(n)
      WHERE NOT n IN seen ${strongEnough(request)}
      WITH n, max(r.publications) AS most, collect(r) AS ties, sum(r.publications) AS together
      ORDER BY together DESC, n.id
      LIMIT $limit
      WITH n, [tie IN ties WHERE tie.publications = most][0] AS r
      RETURN ${authorNode} AS node, {${stored}} AS tie`,
    {
      frontier,
      seen: seen.map(({ author }) => author.id),
      minPublications: int(request.minPublications),
      limit: int(limit),
    },
    options,
  );
}

async function strongestEdges(
  graph: Graph,
  request: CoauthorNetworkRequest,
  nodes: readonly CoauthorNetworkNode[],
  options: QueryOptions,
): Promise<Coauthorship[]> {
  const rows = await graph.read<{ edge: Coauthorship }>(
    // `at` parts ties as the id would, without reading it for every edge.
    cypher`
      MATCH (s:Author) WHERE s.id IN $ids
      WITH s ORDER BY s.id
      WITH collect(s) AS nodes
      UNWIND range(0, size(nodes) - 1) AS at
      WITH nodes, at, nodes[at] AS node
      MATCH (node)-[r:COAUTHORED]->(other)
      WHERE other IN nodes ${strongEnough(request)}
      WITH r ORDER BY r.publications DESC, r.weight DESC, at, other.id
      LIMIT $limit
      RETURN {${stored}} AS edge`,
    {
      ids: nodes.map(({ author }) => author.id),
      minPublications: int(request.minPublications),
      limit: int(request.maxEdges + 1),
    },
    options,
  );
  return rows.map((row) => row.edge);
}

function strongEnough({ minPublications }: CoauthorNetworkRequest): Cypher {
  return minPublications > 1 ? cypher`AND r.publications >= $minPublications` : cypher``;
}
