import { cypher } from '../cypher.ts';
import type { Graph, QueryOptions } from '../graph.ts';
import type { Meeting } from './authors.ts';
import { labelled, partsById, rowsById } from './byId.ts';
import { type InstitutionFilter, institutionPredicate } from './filter.ts';
import { fulltextOf } from './fulltext.ts';
import {
  type Choice,
  chosen,
  citationField,
  hIndexField,
  numberField,
  type OrderBy,
  type OrderFields,
  perChoice,
  textField,
} from './order.ts';
import { items, type Reading, type Relation, type Search } from './page.ts';
import { institutionsReached } from './reach.ts';
import { type Columns, type InstitutionRow, institutionColumns, institutionNode } from './rows.ts';

/** What any institution can be ordered by. */
const institutionOrderFields = {
  NAME: textField(cypher`n.name`),
  COUNTRY: textField(cypher`n.countryCode`),
  PUBLICATION_COUNT: numberField(cypher`COUNT { (n)<-[:AFFILIATED_WITH]-() }`),
  CITATION_COUNT: citationField(cypher`(n)<-[:AFFILIATED_WITH]-(cited:Publication)`),
  H_INDEX: hIndexField(cypher`(n)<-[:AFFILIATED_WITH]-(cited:Publication)`),
} as const;
export type InstitutionOrderField =
  | keyof typeof institutionOrderFields
  | 'RELEVANCE'
  | 'EDGE_ORDER'
  | 'EDGE_PUBLICATION_COUNT'
  | 'EDGE_WEIGHT'
  | 'EDGE_FIRST_YEAR'
  | 'EDGE_LAST_YEAR';

export type InstitutionsChoice = Choice<InstitutionFilter, InstitutionOrderField>;

function institutionsBy(
  choice: InstitutionsChoice,
  more: OrderFields<InstitutionOrderField>,
  byDefault: readonly OrderBy<InstitutionOrderField>[],
) {
  return chosen(choice, institutionPredicate, { ...institutionOrderFields, ...more }, byDefault);
}

/** All institutions, or those whose names `search` finds. */
export function institutions(
  choice: InstitutionsChoice & { readonly search?: Search | undefined },
): Relation<{ readonly node: InstitutionRow }> {
  const { search, filter } = choice;
  const item = items(institutionColumns);
  return search === undefined
    ? {
        ...institutionsBy(choice, {}, [{ field: 'NAME', descending: false }]),
        ...item,
        name: 'institutions',
        match: cypher`MATCH (n:Institution)`,
        reach: filter && ((bindings) => institutionsReached(filter, bindings)),
      }
    : {
        ...institutionsBy(choice, { RELEVANCE: numberField(cypher`relevance`) }, [
          { field: 'RELEVANCE', descending: true },
        ]),
        ...item,
        name: 'institutions.search',
        match: cypher`CALL db.index.fulltext.queryNodes('institution_text', $search) YIELD node AS n, score AS relevance`,
        parameters: { search: fulltextOf(search.text, search.options) },
        search,
      };
}

/** That authors of a publication were at an institution. */
export interface Affiliation {
  /** Places among the authors as shown, from 0. */
  readonly orders: readonly number[];
  readonly forms: readonly string[];
  readonly publicationId: string;
}

/** Takes the affiliation as `r`. */
export const affiliation: Columns<Affiliation> = {
  orders: cypher`coalesce(r.orders, [])`,
  forms: cypher`coalesce(r.forms, [])`,
  publicationId: cypher`startNode(r).id`,
};

const firstAuthorsFirst = [{ field: 'EDGE_ORDER', descending: false }] as const;
const byFirstAuthor = { EDGE_ORDER: numberField(cypher`r.orders[0]`) };

/** That of the first author in front. */
export const institutionsOfPublication = perChoice(
  (choice: InstitutionsChoice): Relation<{ readonly node: InstitutionRow } & Affiliation> => {
    return {
      ...institutionsBy(choice, byFirstAuthor, firstAuthorsFirst),
      name: 'Publication.institutions',
      of: cypher`Publication`,
      match: cypher`MATCH (from)-[r:AFFILIATED_WITH]->(n:Institution)`,
      ...items(institutionColumns, affiliation),
      degree: cypher`COUNT { (from)-[:AFFILIATED_WITH]->() }`,
    };
  },
);

/** Of the author at the place `order` of the publication `id`. */
export const institutionsOfAuthorship = perChoice(
  (choice: InstitutionsChoice): Relation<{ readonly node: InstitutionRow }> => {
    return {
      ...institutionsBy(choice, {}, [{ field: 'NAME', descending: false }]),
      name: 'Authorship.institutions',
      of: cypher`Publication`,
      match: cypher`MATCH (from)-[r:AFFILIATED_WITH WHERE toInteger(parent.order) IN r.orders]->(n:Institution)`,
      ...items(institutionColumns),
    };
  },
);

/** Publications of a node with an institution, and when they appeared. */
export interface Presence extends Meeting {
  readonly firstYear: number | null;
  readonly lastYear: number | null;
}

/** Takes what `presences` counts. */
export const presence: Columns<Presence> = {
  publicationCount: cypher`publicationCount`,
  firstYear: cypher`firstYear`,
  lastYear: cypher`lastYear`,
};

/** Counts publications `p`. */
export const presences = cypher`count(DISTINCT p) AS publicationCount, min(p.year) AS firstYear, max(p.year) AS lastYear`;

const presenceOrder = {
  EDGE_PUBLICATION_COUNT: numberField(cypher`publicationCount`),
  EDGE_FIRST_YEAR: numberField(cypher`firstYear`),
  EDGE_LAST_YEAR: numberField(cypher`lastYear`),
};

/** The latest first. */
export const institutionsOfAuthor = perChoice(
  (choice: InstitutionsChoice): Relation<{ readonly node: InstitutionRow } & Presence> => {
    return {
      ...institutionsBy(choice, presenceOrder, [
        { field: 'EDGE_LAST_YEAR', descending: true },
        { field: 'EDGE_PUBLICATION_COUNT', descending: true },
      ]),
      name: 'Author.institutions',
      of: cypher`Author`,
      match: cypher`
      MATCH (from)-[m:AUTHORED]->(p:Publication)-[r:AFFILIATED_WITH]->(n:Institution) WHERE m.order IN r.orders
      WITH n, ${presences}`,
      ...items(institutionColumns, presence),
    };
  },
);

/** How often two institutions meet. */
export interface Collaboration extends Presence {
  /** Fractional counting: 1/(institutions − 1) a publication. */
  readonly weight: number;
}

/** The most publications together first. */
export const collaboratorsOfInstitution = perChoice(
  (choice: InstitutionsChoice): Relation<{ readonly node: InstitutionRow } & Collaboration> => {
    return {
      ...institutionsBy(choice, { ...presenceOrder, EDGE_WEIGHT: numberField(cypher`weight`) }, [
        { field: 'EDGE_PUBLICATION_COUNT', descending: true },
        { field: 'EDGE_WEIGHT', descending: true },
      ]),
      name: 'Institution.collaborators',
      of: cypher`Institution`,
      match: cypher`
      MATCH (from)<-[:AFFILIATED_WITH]-(p:Publication)
      WITH from, p, COUNT { (p)-[:AFFILIATED_WITH]->() } AS institutions
      MATCH (p)-[:AFFILIATED_WITH]->(n:Institution) WHERE n <> from
      WITH n, ${presences}, round(sum(1.0 / (institutions - 1)), 6) AS weight`,
      ...items(institutionColumns, { ...presence, weight: cypher`weight` }),
    };
  },
);

/** @returns the institutions of those ids, in their order */
export function institutionsById(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
  reading?: Reading,
): Promise<(InstitutionRow | null)[]> {
  const find = labelled(cypher`Institution`);
  return reading === undefined
    ? rowsById(graph, find, institutionNode, ids, options)
    : partsById(graph, find, institutionColumns, ids, reading, options);
}

/** @param rors without the address, such as `05a28rw58` */
export function institutionsByRor(
  graph: Graph,
  rors: readonly string[],
  options: QueryOptions,
): Promise<(InstitutionRow | null)[]> {
  return rowsById(graph, cypher`MATCH (n:Institution {ror: asked})`, institutionNode, rors, options);
}

/** The institutions whose names hold all words of `name`, best first, at most 100. */
export async function institutionsNamedLike(
  graph: Graph,
  name: string,
  options: QueryOptions,
): Promise<InstitutionRow[]> {
  const rows = await graph.read<{ node: InstitutionRow }>(
    cypher`
      CALL db.index.fulltext.queryNodes('institution_text', $search) YIELD node AS n, score
      RETURN ${institutionNode} AS node ORDER BY score DESC, n.id LIMIT 100`,
    { search: fulltextOf(name) },
    options,
  );
  return rows.map((row) => row.node);
}
