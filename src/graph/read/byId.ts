import { type Cypher, cypher } from '../cypher.ts';
import type { Graph, QueryOptions } from '../graph.ts';
import { Bindings, commaSeparated, type Reading, rowClauses } from './page.ts';
import type { Columns } from './rows.ts';

/** Finds `n` of the id `asked`, for nodes that are never merged into others. */
export function labelled(label: Cypher): Cypher {
  return cypher`MATCH (n:${label} {id: asked})`;
}

/** Finds `n` of the id `asked`, or what it was merged into, for nodes whose redirects are tied to them. */
export function tiedByRedirect(label: Cypher): Cypher {
  return cypher`
    OPTIONAL MATCH (here:${label} {id: asked})
    OPTIONAL MATCH (:Redirect {id: asked})-[:REDIRECTS_TO]->(there:${label})
    WITH asked, coalesce(here, there) AS n WHERE n IS NOT NULL`;
}

/** The same for nodes that come and go with what is imported, so that a redirect names the id. */
export function namedByRedirect(label: Cypher): Cypher {
  return cypher`
    OPTIONAL MATCH (here:${label} {id: asked})
    OPTIONAL MATCH (redirect:Redirect {id: asked})
    OPTIONAL MATCH (there:${label} {id: redirect.to})
    WITH asked, coalesce(here, there) AS n WHERE n IS NOT NULL`;
}

/** @returns what each id has become: that of what its node was merged into, or itself where it was not */
export async function currentIds(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
): Promise<string[]> {
  const rows = await graph.read<{ asked: string; id: string }>(
    cypher`
      UNWIND $ids AS asked
      MATCH (redirect:Redirect {id: asked})
      WHERE NOT EXISTS { (:Publication {id: asked}) } AND NOT EXISTS { (:Author {id: asked}) }
        AND NOT EXISTS { (:Venue {id: asked}) } AND NOT EXISTS { (:Topic {id: asked}) }
      OPTIONAL MATCH (redirect)-[:REDIRECTS_TO]->(there)
      WITH asked, coalesce(there.id, redirect.to) AS id WHERE id IS NOT NULL
      RETURN asked, id`,
    { ids },
    options,
  );
  const byId = new Map(rows.map(({ asked, id }) => [asked, id]));
  return ids.map((id) => byId.get(id) ?? id);
}

/**
 * @param find binds `n` for each `asked`; of several the one with the first id is taken
 * @param node the map that it becomes
 * @param ids or whatever else `find` looks for
 * @returns the rows of those ids, in their order; null for an id that nothing has
 */
export async function rowsById<Row>(
  graph: Graph,
  find: Cypher,
  node: Cypher,
  ids: readonly string[],
  options: QueryOptions,
): Promise<(Row | null)[]> {
  const rows = await graph.read<{ asked: string; node: Row }>(
    cypher`UNWIND $ids AS asked ${find} RETURN asked, ${node} AS node ORDER BY n.id DESC`,
    { ids },
    options,
  );
  const byId = new Map(rows.map((row) => [row.asked, row.node]));
  return ids.map((id) => byId.get(id) ?? null);
}

interface PartStatement {
  readonly statement: Cypher;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly rowOf: (values: readonly unknown[]) => object;
}

/** By the reading, which is one object for all requests with a document that asks for the same, and what finds `n`. */
const partStatements = new WeakMap<Reading, Map<string, PartStatement>>();

function partStatement(
  find: Cypher,
  columns: Readonly<Record<string, Cypher>>,
  reading: Reading,
): PartStatement {
  const known = partStatements.get(reading) ?? new Map<string, PartStatement>();
  partStatements.set(reading, known);
  const name = find.toString();
  const before = known.get(name);
  if (before !== undefined) return before;
  const bindings = new Bindings();
  const { before: clauses, values, rowOf } = rowClauses(columns, reading, bindings, 0);
  const made = {
    statement: cypher`
      UNWIND $ids AS asked ${find} ${clauses}
      RETURN asked, [${commaSeparated(values)}] AS node ORDER BY n.id DESC`,
    parameters: bindings.values,
    rowOf,
  };
  known.set(name, made);
  return made;
}

/** The same for a part of the rows, with what hangs on them. */
export async function partsById<Row>(
  graph: Graph,
  find: Cypher,
  columns: Columns<Row>,
  ids: readonly string[],
  reading: Reading,
  options: QueryOptions,
): Promise<(Row | null)[]> {
  const { statement, parameters, rowOf } = partStatement(find, { ...columns }, reading);
  const rows = await graph.read<{ asked: string; node: readonly unknown[] }>(
    statement,
    { ...parameters, ids },
    options,
  );
  // `reading` says which of its parts are there.
  const byId = new Map(rows.map((row) => [row.asked, rowOf(row.node) as Row]));
  return ids.map((id) => byId.get(id) ?? null);
}
