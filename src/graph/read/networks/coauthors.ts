import { bylineLimit, hasBound, type Network, networkLimits, type Window } from '../../../network/network.ts';
import { projection, ranked } from '../../../network/projection.ts';
import { isRelative } from '../../../network/thin.ts';
import { cypher } from '../../cypher.ts';
import type { Graph, QueryOptions } from '../../graph.ts';
import { authorsById } from '../authors.ts';
import type { AuthorRow } from '../rows.ts';
import { counted, edgesWithin, type NetworkBounds } from './counted.ts';
import { type Members, type Occurrences, occurrences, type PublicationSelection } from './occurrences.ts';
import { strongestTies } from './storedTies.ts';

export const authorsOf: Members = {
  pattern: cypher`(n)<-[:AUTHORED]-(m:Author)`,
  size: cypher`coalesce(n.authorCount, 0)`,
};

/** Without the bylines that are too long to tie anybody. */
export function coauthorships({ occurrences }: Occurrences): Occurrences['occurrences'] {
  return occurrences.filter(({ size }) => size <= bylineLimit);
}

/**
 * Who wrote the publications of a selection together, those with the most of them first: two statements, whatever the
 * selection.
 */
export async function coauthorsOfPublications(
  graph: Graph,
  selection: PublicationSelection,
  bounds: NetworkBounds,
  options: QueryOptions,
): Promise<Network<AuthorRow>> {
  const found = await occurrences(graph, selection, authorsOf, options);
  const tying = coauthorships(found);
  return counted(
    {
      ranked: ranked(found.occurrences),
      rows: (ids) => authorsById(graph, ids, options),
      ties: (ids) => projection(tying, ids),
      publicationsTruncated: found.truncated,
    },
    bounds,
  );
}

/**
 * The ties among given authors: as stored, or counted out of what they wrote in a window; two statements either way.
 * @param authors at most `networkLimits.nodes`
 */
export async function coauthorsAmong(
  graph: Graph,
  authors: readonly AuthorRow[],
  bounds: NetworkBounds,
  during: Window | undefined,
  options: QueryOptions,
): Promise<Network<AuthorRow>> {
  const ids = authors.map(({ id }) => id);
  if (hasBound(during)) {
    const found = await occurrences(graph, { authors: ids, during }, authorsOf, options);
    const rows = new Map(authors.map((author) => [author.id, author]));
    const written = new Map(ranked(found.occurrences).map(({ id, weight }) => [id, weight]));
    const tying = coauthorships(found);
    return counted(
      {
        ranked: ids.map((id) => ({ id, weight: written.get(id) ?? 0 })),
        rows: (wanted) => Promise.resolve(wanted.map((id) => rows.get(id) ?? null)),
        ties: (wanted) => projection(tying, wanted),
        publicationsTruncated: found.truncated,
      },
      bounds,
    );
  }
  const room = authors.slice(0, bounds.maxNodes);
  const limit = isRelative(bounds) ? networkLimits.ties : bounds.maxEdges;
  const ties = await strongestTies(
    graph,
    room.map(({ id }) => id),
    bounds,
    limit + 1,
    options,
  );
  const { edges, edgesTruncated } = edgesWithin(bounds, ties.slice(0, limit));
  return {
    nodes: room.map((row) => ({ row, weight: row.publicationCount })),
    edges,
    directed: false,
    nodesTruncated: authors.length > room.length,
    edgesTruncated: edgesTruncated || ties.length > limit,
    publicationsTruncated: false,
  };
}
