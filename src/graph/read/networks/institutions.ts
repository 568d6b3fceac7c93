import type { Network } from '../../../network/network.ts';
import { projection, ranked } from '../../../network/projection.ts';
import { cypher } from '../../cypher.ts';
import type { Graph, QueryOptions } from '../../graph.ts';
import { institutionsById } from '../institutions.ts';
import type { InstitutionRow } from '../rows.ts';
import { counted, type NetworkBounds } from './counted.ts';
import { type Members, occurrences, type PublicationSelection } from './occurrences.ts';

const institutionsOf: Members = {
  pattern: cypher`(n)-[:AFFILIATED_WITH]->(m:Institution)`,
  size: cypher`COUNT { (n)-[:AFFILIATED_WITH]->() }`,
};

/** Which institutions wrote the publications of a selection together, the most frequent first: two statements. */
export async function institutionCollaboration(
  graph: Graph,
  selection: PublicationSelection,
  bounds: NetworkBounds,
  options: QueryOptions,
): Promise<Network<InstitutionRow>> {
  const found = await occurrences(graph, selection, institutionsOf, options);
  return counted(
    {
      ranked: ranked(found.occurrences),
      rows: (ids) => institutionsById(graph, ids, options),
      ties: (ids) => projection(found.occurrences, ids),
      publicationsTruncated: found.truncated,
    },
    bounds,
  );
}
