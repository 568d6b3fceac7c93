import { cypher } from '../cypher.ts';
import type { Graph, QueryOptions } from '../graph.ts';
import { labelled, rowsById } from './byId.ts';
import { byId, key, orderKeys } from './order.ts';
import type { Relation } from './page.ts';
import {
  type ImportRow,
  importNode,
  type RejectedEntryRow,
  rejectedEntryNode,
  type SourceRow,
  sourceNode,
} from './rows.ts';

/** The newest first. */
export const imports: Relation<{ readonly node: ImportRow }> = {
  name: 'imports',
  match: cypher`MATCH (n:Import)`,
  item: cypher`{node: ${importNode}}`,
  order: [key('QUEUED', 'string', cypher`toString(n.queuedAt)`, 'descending'), byId],
};

/** In the order in which they were met. */
export const rejectsOfImport: Relation<{ readonly node: RejectedEntryRow }> = {
  name: 'Import.rejects',
  from: cypher`MATCH (from:Import {id: parent.id})`,
  match: cypher`MATCH (from)<-[:REJECTED_BY]-(n:RejectedEntry)`,
  item: cypher`{node: ${rejectedEntryNode}}`,
  order: [key('NUMBER', 'number', cypher`n.number`), byId],
  degree: cypher`COUNT { (from)<-[:REJECTED_BY]-() }`,
};

/** The source that it became. */
export const sourceOfImport: Relation<{ readonly node: SourceRow }> = {
  name: 'Import.source',
  from: cypher`MATCH (from:Import {id: parent.id})`,
  match: cypher`MATCH (n:Source {id: from.sourceId})`,
  item: cypher`{node: ${sourceNode}}`,
  order: orderKeys({}, []),
};

/** @returns the imports of those ids, in their order */
export function importsById(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
): Promise<(ImportRow | null)[]> {
  return rowsById(graph, labelled(cypher`Import`), importNode, ids, options);
}
