import { type Cypher, cypher } from '../cypher.ts';
import type { Graph, QueryOptions } from '../graph.ts';
import { labelled, rowsById } from './byId.ts';
import { key } from './order.ts';
import { allOf, type Bindings, type Relation } from './page.ts';
import { type DecisionRow, decisionNode } from './rows.ts';

export interface DecisionFilter {
  readonly kind?: readonly DecisionRow['decisionKind'][] | null | undefined;
  readonly of?: readonly DecisionRow['of'][] | null | undefined;
  readonly by?: string | null | undefined;
  /** Whether it is in force; both where absent. */
  readonly active?: boolean | null | undefined;
}

const newestFirst = [
  key('AT', 'number', cypher`n.at.epochMillis`, 'descending'),
  key('ID', 'string', cypher`n.id`),
];

const item = cypher`{node: ${decisionNode}}`;

/** All decisions, the newest first. */
export function decisions(filter: DecisionFilter = {}): Relation<{ readonly node: DecisionRow }> {
  return {
    name: 'decisions',
    variant: JSON.stringify(filter),
    match: cypher`MATCH (n:Decision)`,
    item,
    order: newestFirst,
    where: (bindings) => allOf(conditions(filter, bindings)),
  };
}

function conditions({ kind, of, by, active }: DecisionFilter, bindings: Bindings): Cypher[] {
  return [
    ...(kind == null ? [] : [cypher`n.kind IN ${bindings.add([...new Set(kind)])}`]),
    ...(of == null ? [] : [cypher`n.of IN ${bindings.add([...new Set(of)])}`]),
    ...(by == null ? [] : [cypher`n.by = ${bindings.add(by)}`]),
    ...(active == null ? [] : [active ? cypher`n.undoneAt IS NULL` : cypher`n.undoneAt IS NOT NULL`]),
  ];
}

/** Those in force that name one of its statements. */
export const decisionsOfPublication: Relation<{ readonly node: DecisionRow }> = {
  name: 'Publication.decisions',
  from: cypher`MATCH (from:Publication {id: parent.id})`,
  match: cypher`MATCH (n:Decision) WHERE n.id IN coalesce(from.decisions, []) WITH n`,
  item,
  order: newestFirst,
};

/** Those in force that name one of the author's mentions. */
export const decisionsOfAuthor: Relation<{ readonly node: DecisionRow }> = {
  name: 'Author.decisions',
  from: cypher`MATCH (from:Author {id: parent.id})`,
  match: decisionsOfPublication.match,
  item,
  order: newestFirst,
};

/** Those in force about it, or about what has become part of it. */
export const decisionsOfVenue: Relation<{ readonly node: DecisionRow }> = {
  name: 'Venue.decisions',
  from: cypher`MATCH (from:Venue {id: parent.id})`,
  match: cypher`
    MATCH (n:Decision {of: 'VENUE'})
    WHERE n.undoneAt IS NULL
      AND any(id IN n.ids WHERE id = from.id OR EXISTS { (:Redirect {id: id, to: from.id}) })
    WITH n`,
  item,
  order: newestFirst,
};

/** Those in force about it, or about what has become part of it. */
export const decisionsOfTopic: Relation<{ readonly node: DecisionRow }> = {
  name: 'Topic.decisions',
  from: cypher`MATCH (from:Topic {id: parent.id})`,
  match: cypher`
    MATCH (n:Decision {of: 'TOPIC'})
    WHERE n.undoneAt IS NULL
      AND any(id IN n.ids WHERE id = from.id OR EXISTS { (:Redirect {id: id, to: from.id}) })
    WITH n`,
  item,
  order: newestFirst,
};

/** @returns the decisions of those ids, in their order */
export function decisionsById(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
): Promise<(DecisionRow | null)[]> {
  return rowsById(graph, labelled(cypher`Decision`), decisionNode, ids, options);
}
