import { cypher } from '../cypher.ts';
import type { Graph, QueryOptions } from '../graph.ts';
import { type PublicationFilter, publicationPredicate } from './filter.ts';
import { fulltextOf } from './fulltext.ts';
import { key, numberField, type OrderBy, orderKeys, textField } from './order.ts';
import { Bindings, type Relation } from './page.ts';
import {
  type AuthorRow,
  authorNode,
  type CommunityRow,
  communityNode,
  type PublicationRow,
  publicationNode,
  type StatementRow,
  statement,
  type TopicRow,
  topicNode,
  type VenueRow,
  venueNode,
} from './rows.ts';

export interface Authorship {
  readonly order: number;
  readonly position: number | null;
  readonly rawName: string;
  readonly corresponding: boolean;
}

/** Takes the authorship as `r`. */
export const authorship = cypher`
  order: coalesce(r.order, 0), position: r.position, rawName: coalesce(r.rawName, ''), corresponding: coalesce(r.corresponding, false)`;

export interface VenueAppearance {
  readonly year: number | null;
  readonly edition: number | null;
  readonly volume: string | null;
  readonly issue: string | null;
  readonly pages: string | null;
  readonly rawName: string;
  readonly forms: readonly string[];
}

/** Takes the appearance as `r`. */
export const venueAppearance = cypher`
  year: r.year, edition: r.edition, volume: r.volume, issue: r.issue, pages: r.pages, rawName: coalesce(r.rawName, ''),
  forms: coalesce(r.forms, [])`;

export interface TopicAssignment {
  readonly score: number;
  readonly origin: 'STATED' | 'EXTRACTED';
  readonly forms: readonly string[];
}

/** Takes the assignment as `r`. */
export const topicAssignment = cypher`
  score: coalesce(r.score, 0.0), origin: coalesce(r.origin, 'EXTRACTED'), forms: coalesce(r.forms, [])`;

export const publicationOrderFields = {
  YEAR: numberField(cypher`n.year`),
  TITLE: textField(cypher`coalesce(n.sortTitle, '')`),
  CITATION_COUNT: numberField(cypher`n.citationCount`),
  AUTHOR_COUNT: numberField(cypher`n.authorCount`),
  RELEVANCE: numberField(cypher`relevance`),
} as const;
export type PublicationOrderField = keyof typeof publicationOrderFields;

export interface PublicationsRequest {
  readonly filter?: PublicationFilter | undefined;
  readonly orderBy?: readonly OrderBy<PublicationOrderField>[] | undefined;
}

const newestFirst: readonly OrderBy<PublicationOrderField>[] = [{ field: 'YEAR', descending: true }];
const mostRelevantFirst: readonly OrderBy<PublicationOrderField>[] = [
  { field: 'RELEVANCE', descending: true },
];

/** The part that all relations to publications share. */
function chosen<Item>(
  { filter, orderBy }: PublicationsRequest,
  byDefault: readonly OrderBy<PublicationOrderField>[],
): Pick<Relation<Item>, 'variant' | 'where' | 'order'> {
  return {
    variant: JSON.stringify({ filter, orderBy }),
    where: filter && ((bindings: Bindings) => publicationPredicate(filter, bindings)),
    order: orderKeys(publicationOrderFields, orderBy ?? byDefault, byDefault === mostRelevantFirst),
  };
}

export interface PublicationItem {
  readonly node: PublicationRow;
}

/** All publications, or those that `search` finds. */
export function publications(
  request: PublicationsRequest & { readonly search?: string | undefined },
): Relation<PublicationItem> {
  const common = { item: cypher`{node: ${publicationNode}}` };
  return request.search === undefined
    ? {
        ...common,
        ...chosen(request, newestFirst),
        name: 'publications',
        match: cypher`MATCH (n:Publication)`,
      }
    : {
        ...common,
        ...chosen(request, mostRelevantFirst),
        name: 'publications.search',
        match: cypher`CALL db.index.fulltext.queryNodes('publication_text', $search) YIELD node AS n, score AS relevance`,
        parameters: { search: fulltextOf(request.search) },
      };
}

export function publicationsOfAuthor(request: PublicationsRequest): Relation<PublicationItem & Authorship> {
  return {
    ...chosen(request, newestFirst),
    name: 'Author.publications',
    from: cypher`MATCH (from:Author {id: parent.id})`,
    match: cypher`MATCH (from)-[r:AUTHORED]->(n:Publication)`,
    item: cypher`{node: ${publicationNode}, ${authorship}}`,
    degree: cypher`COUNT { (from)-[:AUTHORED]->() }`,
  };
}

/** What two authors, `a` and `b`, wrote together. */
export function sharedPublications(request: PublicationsRequest): Relation<PublicationItem> {
  return {
    ...chosen(request, newestFirst),
    name: 'Coauthorship.sharedPublications',
    from: cypher`MATCH (from:Author {id: parent.a}) MATCH (other:Author {id: parent.b})`,
    match: cypher`MATCH (from)-[:AUTHORED]->(n:Publication)<-[:AUTHORED]-(other)`,
    item: cypher`{node: ${publicationNode}}`,
  };
}

export function publicationsOfVenue(
  request: PublicationsRequest,
): Relation<PublicationItem & VenueAppearance> {
  return {
    ...chosen(request, newestFirst),
    name: 'Venue.publications',
    from: cypher`MATCH (from:Venue {id: parent.id})`,
    match: cypher`MATCH (from)<-[r:PUBLISHED_IN]-(n:Publication)`,
    item: cypher`{node: ${publicationNode}, ${venueAppearance}}`,
    degree: cypher`COUNT { (from)<-[:PUBLISHED_IN]-() }`,
  };
}

export function publicationsOfTopic(
  request: PublicationsRequest,
): Relation<PublicationItem & TopicAssignment> {
  return {
    ...chosen(request, mostRelevantFirst),
    name: 'Topic.publications',
    from: cypher`MATCH (from:Topic {id: parent.id})`,
    match: cypher`MATCH (from)<-[r:ABOUT]-(n:Publication) WITH n, r, r.score AS relevance`,
    item: cypher`{node: ${publicationNode}, ${topicAssignment}}`,
    degree: cypher`COUNT { (from)<-[:ABOUT]-() }`,
  };
}

export function publicationsOfSource(request: PublicationsRequest): Relation<PublicationItem> {
  return {
    ...chosen(request, newestFirst),
    name: 'Source.publications',
    from: cypher`MATCH (from:Source {id: parent.id})`,
    match: cypher`MATCH (from)<-[:STATED_BY]-(n:Publication) WITH DISTINCT n`,
    item: cypher`{node: ${publicationNode}}`,
  };
}

/** What a publication cites, as far as it is in the graph. */
export function citedByPublication(request: PublicationsRequest): Relation<PublicationItem> {
  return {
    ...chosen(request, newestFirst),
    name: 'Publication.cites',
    from: cypher`MATCH (from:Publication {id: parent.id})`,
    match: cypher`MATCH (from)-[:CITES]->(n:Publication)`,
    item: cypher`{node: ${publicationNode}}`,
    degree: cypher`COUNT { (from)-[:CITES]->() }`,
  };
}

/** What cites a publication, as far as it is in the graph. */
export function citingPublication(request: PublicationsRequest): Relation<PublicationItem> {
  return {
    ...chosen(request, newestFirst),
    name: 'Publication.citedBy',
    from: cypher`MATCH (from:Publication {id: parent.id})`,
    match: cypher`MATCH (from)<-[:CITES]-(n:Publication)`,
    item: cypher`{node: ${publicationNode}}`,
    degree: cypher`COUNT { (from)<-[:CITES]-() }`,
  };
}

export function publicationsOfCommunity(request: PublicationsRequest): Relation<PublicationItem> {
  return {
    ...chosen(request, newestFirst),
    name: 'Community.publications',
    from: cypher`MATCH (from:Community {id: parent.id})`,
    match: cypher`MATCH (from)<-[:IN_COMMUNITY]-(n:Publication)`,
    item: cypher`{node: ${publicationNode}}`,
  };
}

export const authorsOfPublication: Relation<{ readonly node: AuthorRow } & Authorship> = {
  name: 'Publication.authors',
  from: cypher`MATCH (from:Publication {id: parent.id})`,
  match: cypher`MATCH (from)<-[r:AUTHORED]-(n:Author)`,
  item: cypher`{node: ${authorNode}, ${authorship}}`,
  order: orderKeys({ ORDER: numberField(cypher`r.order`) }, [{ field: 'ORDER', descending: false }]),
  degree: cypher`COUNT { (from)<-[:AUTHORED]-() }`,
};

export const venuesOfPublication: Relation<{ readonly node: VenueRow } & VenueAppearance> = {
  name: 'Publication.venues',
  from: cypher`MATCH (from:Publication {id: parent.id})`,
  match: cypher`MATCH (from)-[r:PUBLISHED_IN]->(n:Venue)`,
  item: cypher`{node: ${venueNode}, ${venueAppearance}}`,
  order: orderKeys({ ORDER: numberField(cypher`r.order`) }, [{ field: 'ORDER', descending: false }]),
  degree: cypher`COUNT { (from)-[:PUBLISHED_IN]->() }`,
};

export const topicsOfPublication: Relation<{ readonly node: TopicRow } & TopicAssignment> = {
  name: 'Publication.topics',
  from: cypher`MATCH (from:Publication {id: parent.id})`,
  match: cypher`MATCH (from)-[r:ABOUT]->(n:Topic WHERE n.boilerplate IS NULL)`,
  item: cypher`{node: ${topicNode}, ${topicAssignment}}`,
  order: orderKeys({ SCORE: numberField(cypher`r.score`) }, [{ field: 'SCORE', descending: true }]),
  degree: cypher`COUNT { (from)-[:ABOUT]->(t:Topic WHERE t.boilerplate IS NULL) }`,
};

export const statementsOfPublication: Relation<{ readonly node: StatementRow }> = {
  name: 'Publication.statements',
  from: cypher`MATCH (from:Publication {id: parent.id})`,
  match: cypher`MATCH (from)-[r:STATED_BY]->(n:Source)`,
  item: cypher`{node: ${statement}}`,
  order: [key('KEY', 'string', cypher`r.key`)],
  degree: cypher`COUNT { (from)-[:STATED_BY]->() }`,
};

export const communitiesOfPublication: Relation<{ readonly node: CommunityRow }> = {
  name: 'Publication.communities',
  from: cypher`MATCH (from:Publication {id: parent.id})`,
  match: cypher`MATCH (from)-[:IN_COMMUNITY]->(n:Community)-[:FOUND_BY]->(run:ClusterRun)`,
  item: cypher`{node: ${communityNode}}`,
  order: orderKeys({ RESOLUTION: numberField(cypher`run.resolution`) }, [
    { field: 'RESOLUTION', descending: false },
  ]),
};

/** @returns the publications of those ids, in their order; an id that was merged away finds what it became */
export async function publicationsById(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
): Promise<(PublicationRow | null)[]> {
  const rows = await graph.read<{ asked: string; node: PublicationRow }>(
    cypher`
      UNWIND $ids AS asked
      OPTIONAL MATCH (here:Publication {id: asked})
      OPTIONAL MATCH (:Redirect {id: asked})-[:REDIRECTS_TO]->(there:Publication)
      WITH asked, coalesce(here, there) AS n WHERE n IS NOT NULL
      RETURN asked, ${publicationNode} AS node ORDER BY n.id DESC`,
    { ids },
    options,
  );
  const byId = new Map(rows.map((row) => [row.asked, row.node]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** @param keys such as `doi:10.1000/182`; any that a statement gave finds its publication */
export async function publicationsByIdentifier(
  graph: Graph,
  keys: readonly string[],
  options: QueryOptions,
): Promise<(PublicationRow | null)[]> {
  const rows = await graph.read<{ asked: string; node: PublicationRow }>(
    cypher`
      UNWIND $keys AS asked
      MATCH (:Identifier {key: asked})-[:IDENTIFIES]->(n:Publication)
      RETURN asked, ${publicationNode} AS node`,
    { keys },
    options,
  );
  const byKey = new Map(rows.map((row) => [row.asked, row.node]));
  return keys.map((key) => byKey.get(key) ?? null);
}

/** The long parts of a publication. */
export interface PublicationTexts {
  readonly abstract: string | null;
  /** JSON: for each field, the source its value comes from and why. */
  readonly chosen: string | null;
  readonly identifiers: readonly string[];
}

export async function publicationTexts(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
): Promise<PublicationTexts[]> {
  const rows = await graph.read<{ id: string } & PublicationTexts>(
    cypher`
      MATCH (n:Publication) WHERE n.id IN $ids
      RETURN n.id AS id, n.abstract AS abstract, n.chosen AS chosen,
        COLLECT { MATCH (n)<-[:IDENTIFIES]-(identifier:Identifier) RETURN identifier.key ORDER BY identifier.key } AS identifiers`,
    { ids },
    options,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? { abstract: null, chosen: null, identifiers: [] });
}

/** How many of the publications that `filter` lets through appeared in each year; `null` is the unknown year. */
export async function publicationsByYear(
  graph: Graph,
  filter: PublicationFilter | undefined,
  options: QueryOptions,
): Promise<{ year: number | null; count: number }[]> {
  const bindings = new Bindings();
  return graph.read(
    cypher`
      MATCH (n:Publication)
      ${filter === undefined ? cypher`` : cypher`WHERE ${publicationPredicate(filter, bindings)}`}
      RETURN n.year AS year, count(*) AS count
      ORDER BY count DESC, coalesce(year, -1) DESC`,
    bindings.values,
    options,
  );
}
