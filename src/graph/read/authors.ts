import { cypher } from '../cypher.ts';
import type { Graph, QueryOptions } from '../graph.ts';
import { type AuthorFilter, authorPredicate } from './filter.ts';
import { fulltextOf } from './fulltext.ts';
import { key, numberField, type OrderBy, orderKeys, textField } from './order.ts';
import type { Bindings, Relation } from './page.ts';
import {
  type AuthorRow,
  authorNode,
  type SourceRow,
  sourceNode,
  type TopicRow,
  topicNode,
  type VenueRow,
  venueNode,
} from './rows.ts';

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
export const coauthorship = cypher`
  publicationCount: r.publications, weight: r.weight, firstYear: r.firstYear, lastYear: r.lastYear`;

export const authorOrderFields = {
  NAME: textField(cypher`coalesce(n.sortName, n.name)`),
  PUBLICATION_COUNT: numberField(cypher`n.publicationCount`),
  FIRST_YEAR: numberField(cypher`n.firstYear`),
  LAST_YEAR: numberField(cypher`n.lastYear`),
  RELEVANCE: numberField(cypher`relevance`),
} as const;
export type AuthorOrderField = keyof typeof authorOrderFields;

export interface AuthorsRequest {
  readonly filter?: AuthorFilter | undefined;
  readonly orderBy?: readonly OrderBy<AuthorOrderField>[] | undefined;
  readonly search?: string | undefined;
}

/** All authors, or those whose names `search` finds. */
export function authors({ filter, orderBy, search }: AuthorsRequest): Relation<{ readonly node: AuthorRow }> {
  const common = {
    variant: JSON.stringify({ filter, orderBy }),
    item: cypher`{node: ${authorNode}}`,
    where: filter && ((bindings: Bindings) => authorPredicate(filter, bindings)),
  };
  return search === undefined
    ? {
        ...common,
        name: 'authors',
        match: cypher`MATCH (n:Author)`,
        order: orderKeys(authorOrderFields, orderBy ?? [{ field: 'PUBLICATION_COUNT', descending: true }]),
      }
    : {
        ...common,
        name: 'authors.search',
        match: cypher`CALL db.index.fulltext.queryNodes('author_text', $search) YIELD node AS n, score AS relevance`,
        order: orderKeys(authorOrderFields, orderBy ?? [{ field: 'RELEVANCE', descending: true }], true),
        parameters: { search: fulltextOf(search) },
      };
}

/** The most publications together first. */
export const coauthorsOfAuthor: Relation<{ readonly node: AuthorRow } & Coauthorship> = {
  name: 'Author.coauthors',
  from: cypher`MATCH (from:Author {id: parent.id})`,
  match: cypher`MATCH (from)-[r:COAUTHORED]-(n:Author)`,
  item: cypher`{node: ${authorNode}, a: from.id, b: n.id, ${coauthorship}}`,
  order: orderKeys(
    { PUBLICATIONS: numberField(cypher`r.publications`), WEIGHT: numberField(cypher`r.weight`) },
    [
      { field: 'PUBLICATIONS', descending: true },
      { field: 'WEIGHT', descending: true },
    ],
  ),
  degree: cypher`COUNT { (from)-[:COAUTHORED]-() }`,
};

/** How often two nodes meet over publications. */
export interface Meeting {
  readonly publicationCount: number;
}

const mostMeetingsFirst = orderKeys({ PUBLICATIONS: numberField(cypher`publicationCount`) }, [
  { field: 'PUBLICATIONS', descending: true },
]);

export const topicsOfAuthor: Relation<{ readonly node: TopicRow; readonly score: number } & Meeting> = {
  name: 'Author.topics',
  from: cypher`MATCH (from:Author {id: parent.id})`,
  match: cypher`
    MATCH (from)-[:AUTHORED]->(:Publication)-[r:ABOUT]->(n:Topic WHERE n.boilerplate IS NULL)
    WITH n, count(*) AS publicationCount, sum(r.score) AS score`,
  item: cypher`{node: ${topicNode}, publicationCount: publicationCount, score: score}`,
  order: orderKeys({ SCORE: numberField(cypher`score`) }, [{ field: 'SCORE', descending: true }]),
};

export const authorsOfTopic: Relation<{ readonly node: AuthorRow; readonly score: number } & Meeting> = {
  name: 'Topic.authors',
  from: cypher`MATCH (from:Topic {id: parent.id})`,
  match: cypher`
    MATCH (from)<-[r:ABOUT]-(:Publication)<-[:AUTHORED]-(n:Author)
    WITH n, count(*) AS publicationCount, sum(r.score) AS score`,
  item: cypher`{node: ${authorNode}, publicationCount: publicationCount, score: score}`,
  order: topicsOfAuthor.order,
};

export const venuesOfAuthor: Relation<{ readonly node: VenueRow } & Meeting> = {
  name: 'Author.venues',
  from: cypher`MATCH (from:Author {id: parent.id})`,
  match: cypher`
    MATCH (from)-[:AUTHORED]->(p:Publication)-[:PUBLISHED_IN]->(n:Venue)
    WITH n, count(DISTINCT p) AS publicationCount`,
  item: cypher`{node: ${venueNode}, publicationCount: publicationCount}`,
  order: mostMeetingsFirst,
};

export const authorsOfVenue: Relation<{ readonly node: AuthorRow } & Meeting> = {
  name: 'Venue.authors',
  from: cypher`MATCH (from:Venue {id: parent.id})`,
  match: cypher`
    MATCH (from)<-[:PUBLISHED_IN]-(p:Publication)<-[:AUTHORED]-(n:Author)
    WITH n, count(DISTINCT p) AS publicationCount`,
  item: cypher`{node: ${authorNode}, publicationCount: publicationCount}`,
  order: mostMeetingsFirst,
};

export const profilePagesOfAuthor: Relation<{ readonly node: SourceRow }> = {
  name: 'Author.profilePages',
  from: cypher`MATCH (from:Author {id: parent.id})`,
  match: cypher`MATCH (from)<-[:PROFILE_OF]-(n:Source)`,
  item: cypher`{node: ${sourceNode}}`,
  order: [key('URI', 'string', cypher`n.uri`), key('ID', 'string', cypher`n.id`)],
  degree: cypher`COUNT { (from)<-[:PROFILE_OF]-() }`,
};

/** @returns the authors of those ids, in their order; an id that was merged away finds what it became */
export async function authorsById(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
): Promise<(AuthorRow | null)[]> {
  const rows = await graph.read<{ asked: string; node: AuthorRow }>(
    cypher`
      UNWIND $ids AS asked
      OPTIONAL MATCH (here:Author {id: asked})
      OPTIONAL MATCH (:Redirect {id: asked})-[:REDIRECTS_TO]->(there:Author)
      WITH asked, coalesce(here, there) AS n WHERE n IS NOT NULL
      RETURN asked, ${authorNode} AS node ORDER BY n.id DESC`,
    { ids },
    options,
  );
  const byId = new Map(rows.map((row) => [row.asked, row.node]));
  return ids.map((id) => byId.get(id) ?? null);
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
