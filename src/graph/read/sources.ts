import { cypher } from '../cypher.ts';
import type { Graph, QueryOptions } from '../graph.ts';
import { labelled, rowsById } from './byId.ts';
import { type SourceFilter, sourcePredicate } from './filter.ts';
import { type Choice, chosen, key, numberField, type OrderFields, orderKeys, textField } from './order.ts';
import type { Relation } from './page.ts';
import {
  type AuthorRow,
  authorNode,
  type SourceRow,
  type StatementRow,
  sourceNode,
  statement,
} from './rows.ts';

export type SourceOrderField = 'URI' | 'FORMAT' | 'IMPORTED_AT' | 'STATEMENT_COUNT';

const sourceOrderFields: OrderFields<SourceOrderField> = {
  URI: textField(cypher`n.uri`),
  FORMAT: textField(cypher`n.format`),
  IMPORTED_AT: textField(cypher`toString(n.importedAt)`),
  STATEMENT_COUNT: numberField(cypher`COUNT { (n)<-[:STATED_BY]-() }`),
};

/** By address where no order is chosen. */
export function sources(
  choice: Choice<SourceFilter, SourceOrderField>,
): Relation<{ readonly node: SourceRow }> {
  return {
    ...chosen(choice, sourcePredicate, sourceOrderFields, [{ field: 'URI', descending: false }]),
    name: 'sources',
    match: cypher`MATCH (n:Source)`,
    item: cypher`{node: ${sourceNode}}`,
  };
}

/** In the order in which the source has them. */
export const statementsOfSource: Relation<{ readonly node: StatementRow }> = {
  name: 'Source.statements',
  from: cypher`MATCH (from:Source {id: parent.id})`,
  match: cypher`MATCH (from)<-[r:STATED_BY]-(n:Publication)`,
  item: cypher`{node: ${statement}}`,
  order: [key('LINE', 'number', cypher`coalesce(r.line, 0)`), key('KEY', 'string', cypher`r.key`)],
  degree: cypher`COUNT { (from)<-[:STATED_BY]-() }`,
};

/** The person whose profile page the source is. */
export const profileOfSource: Relation<{ readonly node: AuthorRow }> = {
  name: 'Source.profileOf',
  from: cypher`MATCH (from:Source {id: parent.id})`,
  match: cypher`MATCH (from)-[:PROFILE_OF]->(n:Author)`,
  item: cypher`{node: ${authorNode}}`,
  order: orderKeys({}, []),
};

/** @returns the sources of those ids, in their order */
export function sourcesById(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
): Promise<(SourceRow | null)[]> {
  return rowsById(graph, labelled(cypher`Source`), sourceNode, ids, options);
}

/** @returns the statements of those keys, in their order */
export function statementsById(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
): Promise<(StatementRow | null)[]> {
  return rowsById(
    graph,
    cypher`MATCH (:Publication)-[r:STATED_BY {key: asked}]->(n:Source)`,
    statement,
    ids,
    options,
  );
}

/** Whether the graph has no publication, or only such as the one source states. @param uri what provenance calls it */
export async function isEmptyBesides(graph: Graph, uri: string): Promise<boolean> {
  const [row] = await graph.read<{ others: boolean }>(
    cypher`RETURN EXISTS { MATCH (:Publication)-[:STATED_BY]->(s:Source) WHERE s.uri <> $uri } AS others`,
    { uri },
  );
  return row?.others !== true;
}
