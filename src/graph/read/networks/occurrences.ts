import { hasBound, networkLimits, type Window } from '../../../network/network.ts';
import type { Occurrence } from '../../../network/projection.ts';
import { type Cypher, cypher } from '../../cypher.ts';
import { type Graph, int, type QueryOptions } from '../../graph.ts';
import { type PublicationFilter, publicationPredicate } from '../filter.ts';
import { fulltextOf } from '../fulltext.ts';
import { allOf, Bindings } from '../page.ts';

/** Which publications a network is counted out of: those for which all of this holds; all where nothing is said. */
export interface PublicationSelection {
  /** By any of these authors. */
  readonly authors?: readonly string[] | undefined;
  /** Appeared there, or in a workshop of the series. */
  readonly venue?: string | undefined;
  /** About it, or about a narrower topic at any distance. */
  readonly topic?: string | undefined;
  /** With an author who was there. */
  readonly institution?: string | undefined;
  readonly filter?: PublicationFilter | undefined;
  readonly search?: string | undefined;
  readonly during?: Window | undefined;
}

/** What the publications of a network tie together. */
export interface Members {
  /** From the publication `n` to a member `m`; nobody is `m` twice. */
  readonly pattern: Cypher;
  /** How many members `n` has in all. */
  readonly size: Cypher;
}

export interface Occurrences {
  readonly occurrences: readonly Occurrence[];
  /** Whether there are more publications, or more members of them, than were read. */
  readonly truncated: boolean;
}

interface Row {
  readonly id: string;
  readonly year: number | null;
  readonly size: number;
  readonly members: readonly string[];
}

/**
 * The publications of a selection, each with what it ties together, by one statement. Where they are more than there
 * is room for, the newest are read.
 */
export async function occurrences(
  graph: Graph,
  selection: PublicationSelection,
  { pattern, size }: Members,
  options: QueryOptions,
): Promise<Occurrences> {
  const bindings = new Bindings();
  const rows = await graph.read<Row & { total: number }>(
    cypher`
      ${selected(selection, bindings)}
      ORDER BY coalesce(n.year, -1) DESC, n.id
      LIMIT $publications + 1
      WITH collect(n) AS found
      CALL (found) {
        UNWIND found[..$publications] AS n
        OPTIONAL MATCH ${pattern}
        WITH n, m LIMIT $occurrences + 1
        RETURN n, collect(m.id) AS members
      }
      RETURN size(found) AS total, n.id AS id, n.year AS year, ${size} AS size, members`,
    {
      ...bindings.values,
      publications: int(networkLimits.publications),
      occurrences: int(networkLimits.occurrences),
    },
    options,
  );
  const read = rows.reduce((sum, { members }) => sum + Math.max(1, members.length), 0);
  return {
    occurrences: rows.map(({ id, year, size, members }) => ({ publication: { id, year }, members, size })),
    truncated: (rows[0]?.total ?? 0) > networkLimits.publications || read > networkLimits.occurrences,
  };
}

/** Clauses after which every row is a publication `n` of the selection, once; they end in a `WITH`. */
function selected(selection: PublicationSelection, bindings: Bindings): Cypher {
  const { authors, venue, topic, institution, filter, search, during } = selection;
  const where = (start: Cypher, conditions: readonly (Cypher | undefined)[]) => {
    const all = [
      ...conditions,
      ...withinYears(during, bindings),
      filter && publicationPredicate(filter, bindings),
    ].filter((condition) => condition !== undefined);
    return cypher`${start} ${all.length === 0 ? cypher`` : cypher`WHERE ${allOf(all)}`} WITH n`;
  };
  const at = venue === undefined ? undefined : bindings.add(venue);
  const about = topic === undefined ? undefined : bindings.add(topic);
  const there = institution === undefined ? undefined : bindings.add(institution);
  const atInstitution = there && cypher`EXISTS { (n)-[:AFFILIATED_WITH]->(:Institution {id: ${there}}) }`;
  const inVenue =
    at &&
    cypher`EXISTS { (n)-[:PUBLISHED_IN]->(v:Venue) WHERE v.id = ${at} OR EXISTS { (v)-[:PART_OF]->(:Venue {id: ${at}}) } }`;
  const aboutTopic =
    about &&
    cypher`EXISTS { (n)-[:ABOUT]->(t:Topic) WHERE t.id = ${about} OR EXISTS { (t)-[:BROADER*1..8]->(:Topic {id: ${about}}) } }`;
  const found =
    search === undefined
      ? undefined
      : cypher`CALL db.index.fulltext.queryNodes('publication_text', ${bindings.add(fulltextOf(search))}) YIELD node`;
  // From where there are the fewest on to the rest.
  if (authors !== undefined) {
    const by = cypher`
      UNWIND ${bindings.add(authors)} AS author
      MATCH (:Author {id: author})-[:AUTHORED]->(n:Publication)
      WITH DISTINCT n`;
    return found === undefined
      ? where(by, [inVenue, aboutTopic, atInstitution])
      : where(cypher`${by} WITH collect(n) AS written ${found} WITH written, node AS n`, [
          cypher`n IN written`,
          inVenue,
          aboutTopic,
          atInstitution,
        ]);
  }
  if (found !== undefined)
    return where(cypher`${found} WITH node AS n`, [inVenue, aboutTopic, atInstitution]);
  if (there !== undefined) {
    return where(
      cypher`MATCH (:Institution {id: ${there}})<-[:AFFILIATED_WITH]-(n:Publication) WITH DISTINCT n`,
      [inVenue, aboutTopic],
    );
  }
  if (at !== undefined) {
    return where(
      cypher`
        MATCH (series:Venue {id: ${at}})
        CALL (series) {
          RETURN series AS v UNION MATCH (series)<-[:PART_OF]-(v:Venue) RETURN v
        }
        MATCH (v)<-[:PUBLISHED_IN]-(n:Publication)
        WITH DISTINCT n`,
      [aboutTopic],
    );
  }
  if (about !== undefined) {
    return where(
      cypher`
        MATCH (broadest:Topic {id: ${about}})
        MATCH (broadest)<-[:BROADER*0..8]-(t:Topic)
        WITH DISTINCT t
        MATCH (t)<-[:ABOUT]-(n:Publication)
        WITH DISTINCT n`,
      [],
    );
  }
  return where(cypher`MATCH (n:Publication)`, []);
}

/** Conditions on the year of the publication `n`. */
export function withinYears(during: Window | undefined, bindings: Bindings): Cypher[] {
  if (!hasBound(during)) return [];
  return [
    during.from == null ? undefined : cypher`n.year >= ${bindings.add(int(during.from))}`,
    during.to == null ? undefined : cypher`n.year <= ${bindings.add(int(during.to))}`,
  ].filter((condition) => condition !== undefined);
}
