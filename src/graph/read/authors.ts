import { bylineLimit } from '../../network/network.ts';
import { type Cypher, cypher } from '../cypher.ts';
import { type Graph, int, type QueryOptions } from '../graph.ts';
import { partsById, rowsById, tiedByRedirect } from './byId.ts';
import { type AuthorFilter, authorPredicate } from './filter.ts';
import { fulltextOf } from './fulltext.ts';
import { type Presence, presence, presences } from './institutions.ts';
import {
  type Choice,
  chosen,
  citationField,
  hIndexField,
  indexed,
  key,
  numberField,
  type OrderBy,
  type OrderField,
  type OrderFields,
  perChoice,
  textField,
} from './order.ts';
import { items, type Reading, type Relation, type Search } from './page.ts';
import { type Authorship, authorship } from './publications.ts';
import { authorsReached } from './reach.ts';
import {
  type AuthorRow,
  authorColumns,
  authorNode,
  type Columns,
  type SourceRow,
  sourceNode,
} from './rows.ts';
import { summedScore } from './topics.ts';

/** What two authors have done together. */
export interface Coauthorship {
  /** The authors' ids. */
  readonly a: string;
  readonly b: string;
  readonly publicationCount: number;
  /** Fractional counting: 1/(authors − 1) a publication. */
  readonly weight: number;
  readonly firstYear: number | null;
  readonly lastYear: number | null;
}

/** Takes the coauthorship as `r`. */
export const coauthorship: Columns<Omit<Coauthorship, 'a' | 'b'>> = {
  publicationCount: cypher`r.publications`,
  weight: cypher`r.weight`,
  firstYear: cypher`r.firstYear`,
  lastYear: cypher`r.lastYear`,
};

/** What the current run of the centralities says of an author, see `src/graph/structure`. */
function scored(score: Cypher): OrderField {
  return numberField(
    cypher`head(COLLECT { MATCH (n)-[scored:SCORED]->(:AnalysisRun {currentOf: 'AUTHOR_CENTRALITIES'}) RETURN scored.${score} })`,
  );
}

/** What any author can be ordered by. */
const authorOrderFields = {
  NAME: textField(cypher`coalesce(n.sortName, n.name)`),
  PUBLICATION_COUNT: indexed(numberField(cypher`n.publicationCount`), cypher`n.publicationCount`),
  CITATION_COUNT: citationField(cypher`(n)-[:AUTHORED]->(cited:Publication)`),
  H_INDEX: hIndexField(cypher`(n)-[:AUTHORED]->(cited:Publication)`),
  FIRST_YEAR: numberField(cypher`n.firstYear`),
  LAST_YEAR: numberField(cypher`n.lastYear`),
  COAUTHOR_COUNT: numberField(cypher`COUNT { (n)-[:COAUTHORED]-() }`),
  WEIGHTED_DEGREE: scored(cypher`weightedDegree`),
  PAGE_RANK: scored(cypher`pageRank`),
  BETWEENNESS: scored(cypher`betweenness`),
  CLOSENESS: scored(cypher`closeness`),
} as const;
export type AuthorOrderField =
  | keyof typeof authorOrderFields
  | 'RELEVANCE'
  | 'EDGE_ORDER'
  | 'EDGE_PUBLICATION_COUNT'
  | 'EDGE_SCORE'
  | 'EDGE_WEIGHT'
  | 'EDGE_FIRST_YEAR'
  | 'EDGE_LAST_YEAR';

export type AuthorsChoice = Choice<AuthorFilter, AuthorOrderField>;

export function authorsBy(
  choice: AuthorsChoice,
  more: OrderFields<AuthorOrderField>,
  byDefault: readonly OrderBy<AuthorOrderField>[],
) {
  return chosen(choice, authorPredicate, { ...authorOrderFields, ...more }, byDefault);
}

/** All authors, or those whose names `search` finds. */
export function authors(
  choice: AuthorsChoice & { readonly search?: Search | undefined },
): Relation<{ readonly node: AuthorRow }> {
  const { search, filter } = choice;
  const item = items(authorColumns);
  return search === undefined
    ? {
        ...authorsBy(choice, {}, [{ field: 'PUBLICATION_COUNT', descending: true }]),
        ...item,
        name: 'authors',
        match: cypher`MATCH (n:Author)`,
        whole: true,
        degree: cypher`COUNT { (:Author) }`,
        reach: filter && ((bindings) => authorsReached(filter, bindings)),
      }
    : {
        ...authorsBy(choice, { RELEVANCE: numberField(cypher`relevance`) }, [
          { field: 'RELEVANCE', descending: true },
        ]),
        ...item,
        name: 'authors.search',
        match: cypher`CALL db.index.fulltext.queryNodes('author_text', $search) YIELD node AS n, score AS relevance`,
        parameters: { search: fulltextOf(search.text, search.options) },
        search,
      };
}

const strongestFirst = [
  { field: 'EDGE_PUBLICATION_COUNT', descending: true },
  { field: 'EDGE_WEIGHT', descending: true },
] as const;

/** The most publications together first. */
export const coauthorsOfAuthor = perChoice(
  (choice: AuthorsChoice): Relation<{ readonly node: AuthorRow } & Coauthorship> => {
    return {
      ...authorsBy(
        choice,
        {
          EDGE_PUBLICATION_COUNT: numberField(cypher`r.publications`),
          EDGE_WEIGHT: numberField(cypher`r.weight`),
          EDGE_FIRST_YEAR: numberField(cypher`r.firstYear`),
          EDGE_LAST_YEAR: numberField(cypher`r.lastYear`),
        },
        strongestFirst,
      ),
      name: 'Author.coauthors',
      of: cypher`Author`,
      match: cypher`MATCH (from)-[r:COAUTHORED]-(n:Author)`,
      ...items(authorColumns, { a: cypher`from.id`, b: cypher`n.id`, ...coauthorship }),
      degree: cypher`COUNT { (from)-[:COAUTHORED]-() }`,
    };
  },
);

/** In the order of the byline. */
export const authorsOfPublication = perChoice(
  (choice: AuthorsChoice): Relation<{ readonly node: AuthorRow } & Authorship> => {
    return {
      ...authorsBy(choice, { EDGE_ORDER: numberField(cypher`r.order`) }, [
        { field: 'EDGE_ORDER', descending: false },
      ]),
      name: 'Publication.authors',
      of: cypher`Publication`,
      match: cypher`MATCH (from)<-[r:AUTHORED]-(n:Author)`,
      ...items(authorColumns, authorship),
      degree: cypher`COUNT { (from)<-[:AUTHORED]-() }`,
    };
  },
);

/** The same as of a year, counted out of what was published until then. */
export function coauthorsOfAuthorAsOf(
  year: number,
  choice: AuthorsChoice,
): Relation<{ readonly node: AuthorRow } & Coauthorship & { readonly asOf: number }> {
  return {
    ...authorsBy(
      choice,
      {
        EDGE_PUBLICATION_COUNT: numberField(cypher`publications`),
        EDGE_WEIGHT: numberField(cypher`weight`),
        EDGE_FIRST_YEAR: numberField(cypher`firstYear`),
        EDGE_LAST_YEAR: numberField(cypher`lastYear`),
      },
      strongestFirst,
    ),
    name: 'Author.coauthors.asOf',
    of: cypher`Author`,
    match: cypher`
      MATCH (from)-[:AUTHORED]->(p:Publication)<-[:AUTHORED]-(n:Author)
      WHERE n <> from AND p.year <= $asOf AND p.authorCount <= $bylineLimit
      WITH from, n, count(p) AS publications, round(sum(1.0 / (p.authorCount - 1)), 6) AS weight,
        min(p.year) AS firstYear, max(p.year) AS lastYear`,
    item: cypher`{
      node: ${authorNode}, a: from.id, b: n.id, asOf: $asOf,
      publicationCount: publications, weight: weight, firstYear: firstYear, lastYear: lastYear
    }`,
    parameters: { asOf: int(year), bylineLimit: int(bylineLimit) },
  };
}

/** How often two nodes meet over publications. */
export interface Meeting {
  readonly publicationCount: number;
}

/** The largest score first. */
export const authorsOfTopic = perChoice(
  (choice: AuthorsChoice): Relation<{ readonly node: AuthorRow; readonly score: number } & Meeting> => {
    return {
      ...authorsBy(
        choice,
        {
          EDGE_PUBLICATION_COUNT: numberField(cypher`publicationCount`),
          EDGE_SCORE: numberField(cypher`score`),
        },
        [{ field: 'EDGE_SCORE', descending: true }],
      ),
      name: 'Topic.authors',
      of: cypher`Topic`,
      match: cypher`
      MATCH (from)<-[r:ABOUT]-(:Publication)<-[:AUTHORED]-(n:Author)
      WITH n, count(*) AS publicationCount, ${summedScore} AS score`,
      ...items(authorColumns, { publicationCount: cypher`publicationCount`, score: cypher`score` }),
    };
  },
);

/** The most publications first. */
export const authorsOfVenue = perChoice(
  (choice: AuthorsChoice): Relation<{ readonly node: AuthorRow } & Meeting> => {
    return {
      ...authorsBy(choice, { EDGE_PUBLICATION_COUNT: numberField(cypher`publicationCount`) }, [
        { field: 'EDGE_PUBLICATION_COUNT', descending: true },
      ]),
      name: 'Venue.authors',
      of: cypher`Venue`,
      match: cypher`
      MATCH (from)<-[:PUBLISHED_IN]-(p:Publication)<-[:AUTHORED]-(n:Author)
      WITH n, count(DISTINCT p) AS publicationCount`,
      ...items(authorColumns, { publicationCount: cypher`publicationCount` }),
    };
  },
);

/** The most publications there first. */
export const authorsOfInstitution = perChoice(
  (choice: AuthorsChoice): Relation<{ readonly node: AuthorRow } & Presence> => {
    return {
      ...authorsBy(
        choice,
        {
          EDGE_PUBLICATION_COUNT: numberField(cypher`publicationCount`),
          EDGE_FIRST_YEAR: numberField(cypher`firstYear`),
          EDGE_LAST_YEAR: numberField(cypher`lastYear`),
        },
        [{ field: 'EDGE_PUBLICATION_COUNT', descending: true }],
      ),
      name: 'Institution.authors',
      of: cypher`Institution`,
      match: cypher`
      MATCH (from)<-[r:AFFILIATED_WITH]-(p:Publication)<-[m:AUTHORED]-(n:Author) WHERE m.order IN r.orders
      WITH n, ${presences}`,
      ...items(authorColumns, presence),
    };
  },
);

export const profilePagesOfAuthor: Relation<{ readonly node: SourceRow }> = {
  name: 'Author.profilePages',
  of: cypher`Author`,
  match: cypher`MATCH (from)<-[:PROFILE_OF]-(n:Source)`,
  item: cypher`{node: ${sourceNode}}`,
  order: [key('URI', 'string', cypher`n.uri`), key('ID', 'string', cypher`n.id`)],
  degree: cypher`COUNT { (from)<-[:PROFILE_OF]-() }`,
};

/** @returns the authors of those ids, in their order; an id that was merged away finds what it became */
export function authorsById(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
  reading?: Reading,
): Promise<(AuthorRow | null)[]> {
  const find = tiedByRedirect(cypher`Author`);
  return reading === undefined
    ? rowsById(graph, find, authorNode, ids, options)
    : partsById(graph, find, authorColumns, ids, reading, options);
}

/** @param orcid in the canonical form, `0000-0002-1825-0097` */
export async function authorByOrcid(
  graph: Graph,
  orcid: string,
  options: QueryOptions,
): Promise<AuthorRow | null> {
  const rows = await graph.read<{ node: AuthorRow }>(
    cypher`MATCH (n:Author {orcid: $orcid}) RETURN ${authorNode} AS node ORDER BY n.id LIMIT 1`,
    { orcid },
    options,
  );
  return rows[0]?.node ?? null;
}

/** The authors whose names hold all words of `name`, best first, at most 100. */
export async function authorsNamedLike(
  graph: Graph,
  name: string,
  options: QueryOptions,
): Promise<AuthorRow[]> {
  const rows = await graph.read<{ node: AuthorRow }>(
    cypher`
      CALL db.index.fulltext.queryNodes('author_text', $search) YIELD node AS n, score
      RETURN ${authorNode} AS node ORDER BY score DESC, n.id LIMIT 100`,
    { search: fulltextOf(name) },
    options,
  );
  return rows.map((row) => row.node);
}
