import type { Network } from '../../../network/network.ts';
import { projection, ranked } from '../../../network/projection.ts';
import { cypher } from '../../cypher.ts';
import type { Graph, QueryOptions } from '../../graph.ts';
import type { TopicRow } from '../rows.ts';
import { topicsById } from '../topics.ts';
import { counted, type NetworkBounds } from './counted.ts';
import { type Members, occurrences, type PublicationSelection } from './occurrences.ts';

const topicsOf: Members = {
  pattern: cypher`(n)-[:ABOUT]->(m:Topic)`,
  size: cypher`COUNT { (n)-[:ABOUT]->() }`,
};

/** Which topics the publications of a selection are about together, the most frequent first: two statements. */
export async function topicCooccurrence(
  graph: Graph,
  selection: PublicationSelection,
  bounds: NetworkBounds,
  options: QueryOptions,
): Promise<Network<TopicRow>> {
  const found = await occurrences(graph, selection, topicsOf, options);
  return counted(
    {
      ranked: ranked(found.occurrences),
      rows: (ids) => topicsById(graph, ids, options),
      ties: (ids) => projection(found.occurrences, ids),
      publicationsTruncated: found.truncated,
    },
    bounds,
  );
}
