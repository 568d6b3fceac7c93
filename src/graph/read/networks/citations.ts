import type { Network, Tie } from '../../../network/network.ts';
import { byRank, type Occurrence, projection, type Ranked, ranked } from '../../../network/projection.ts';
import { cypher } from '../../cypher.ts';
import type { Graph, QueryOptions } from '../../graph.ts';
import { publicationsById } from '../publications.ts';
import type { PublicationRow } from '../rows.ts';
import { counted, type NetworkBounds } from './counted.ts';
import { type Members, occurrences, type PublicationSelection } from './occurrences.ts';

const citedBy: Members = {
  pattern: cypher`(n)-[:CITES]->(m:Publication)`,
  size: cypher`COUNT { (n)-[:CITES]->() }`,
};

/**
 * Which publications of a selection cite which: directed, from the citing one. Those that are cited most within the
 * selection come first, then those that cite most; without either, a publication is not in it. Two statements.
 */
export async function citations(
  graph: Graph,
  selection: PublicationSelection,
  bounds: NetworkBounds,
  options: QueryOptions,
): Promise<Network<PublicationRow>> {
  const found = await occurrences(graph, selection, citedBy, options);
  const selected = new Set(found.occurrences.map(({ publication }) => publication.id));
  const ties = found.occurrences.flatMap(({ publication, members }) =>
    members
      .filter((cited) => selected.has(cited) && cited !== publication.id)
      .map(
        (cited): Tie => ({
          a: publication.id,
          b: cited,
          publicationCount: 1,
          weight: 1,
          firstYear: publication.year,
          lastYear: publication.year,
          publications: () => [publication],
        }),
      ),
  );
  const [cited, citing] = [tally(ties.map(({ b }) => b)), tally(ties.map(({ a }) => a))];
  // Citations first; what cites only moves what is cited as often.
  const order = byRank(
    [...new Set([...cited.keys(), ...citing.keys()])].map((id) => ({
      id,
      weight: (cited.get(id) ?? 0) + (citing.get(id) ?? 0) / (ties.length + 1),
    })),
  );
  return counted(
    {
      ranked: order.map(({ id }) => ({ id, weight: cited.get(id) ?? 0 })),
      rows: (ids) => publicationsById(graph, ids, options),
      ties: (ids) => {
        const among = new Set(ids);
        return ties.filter(({ a, b }) => among.has(a) && among.has(b));
      },
      directed: true,
      publicationsTruncated: found.truncated,
    },
    bounds,
  );
}

/**
 * Which publications of a selection cite the same: bibliographic coupling (Kessler 1963). Those with the most
 * references in common with others come first. Three statements.
 */
export async function bibliographicCoupling(
  graph: Graph,
  selection: PublicationSelection,
  bounds: NetworkBounds,
  options: QueryOptions,
): Promise<Network<PublicationRow>> {
  const found = await occurrences(graph, selection, citedBy, options);
  const citing = new Map<string, string[]>();
  for (const { publication, members } of found.occurrences) {
    for (const cited of members) {
      const others = citing.get(cited);
      if (others === undefined) citing.set(cited, [publication.id]);
      else others.push(publication.id);
    }
  }
  const shared = [...citing].filter(([, members]) => members.length > 1);
  const rows = await publicationsById(
    graph,
    shared.map(([cited]) => cited),
    options,
  );
  const coupled = shared.map(
    ([id, members], at): Occurrence => ({
      publication: { id, year: rows[at]?.year ?? null },
      members,
      size: members.length,
    }),
  );
  return counted(
    {
      ranked: ranked(coupled),
      rows: (ids) => publicationsById(graph, ids, options),
      ties: (ids) => projection(coupled, ids),
      publicationsTruncated: found.truncated,
    },
    bounds,
  );
}

/**
 * Which publications are cited together by those of a selection: co-citation (Small 1973), the most cited first. Two
 * statements.
 */
export async function cocitation(
  graph: Graph,
  selection: PublicationSelection,
  bounds: NetworkBounds,
  options: QueryOptions,
): Promise<Network<PublicationRow>> {
  const found = await occurrences(graph, selection, citedBy, options);
  return counted(
    {
      ranked: ranked(found.occurrences),
      rows: (ids) => publicationsById(graph, ids, options),
      ties: (ids) => projection(found.occurrences, ids),
      publicationsTruncated: found.truncated,
    },
    bounds,
  );
}

function tally(ids: readonly string[]): Map<string, Ranked['weight']> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
