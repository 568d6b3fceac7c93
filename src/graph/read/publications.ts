import { cypher } from '../cypher.ts';
import type { Graph, QueryOptions } from '../graph.ts';
import { partsById, rowsById, tiedByRedirect } from './byId.ts';
import { type PublicationFilter, publicationPredicate } from './filter.ts';
import { fulltextOf } from './fulltext.ts';
import { type Affiliation, affiliation } from './institutions.ts';
import {
  type Choice,
  chosen,
  indexed,
  key,
  numberField,
  type OrderBy,
  type OrderFields,
  orderKeys,
  perChoice,
  textField,
} from './order.ts';
import { Bindings, items, type Reading, type Relation, type Search } from './page.ts';
import { publicationsReached } from './reach.ts';
import {
  type Columns,
  type CommunityRow,
  communityNode,
  type PublicationRow,
  publicationColumns,
  publicationNode,
  type StatementRow,
  statement,
} from './rows.ts';

export interface Authorship {
  readonly order: number;
  readonly position: number | null;
  readonly rawName: string;
  readonly corresponding: boolean;
  readonly publicationId: string;
}

/** Takes the authorship as `r`. */
export const authorship: Columns<Authorship> = {
  order: cypher`coalesce(r.order, 0)`,
  position: cypher`r.position`,
  rawName: cypher`coalesce(r.rawName, '')`,
  corresponding: cypher`coalesce(r.corresponding, false)`,
  publicationId: cypher`endNode(r).id`,
};

export interface VenueAppearance {
  readonly year: number | null;
  readonly edition: number | null;
  readonly volume: string | null;
  readonly issue: string | null;
  readonly pages: string | null;
  readonly rawName: string;
  readonly forms: readonly string[];
  readonly publicationId: string;
}

/** Takes the appearance as `r`. */
export const venueAppearance: Columns<VenueAppearance> = {
  year: cypher`r.year`,
  edition: cypher`r.edition`,
  volume: cypher`r.volume`,
  issue: cypher`r.issue`,
  pages: cypher`r.pages`,
  rawName: cypher`coalesce(r.rawName, '')`,
  forms: cypher`coalesce(r.forms, [])`,
  publicationId: cypher`startNode(r).id`,
};

export interface TopicAssignment {
  readonly score: number;
  readonly origin: 'STATED' | 'EXTRACTED';
  readonly forms: readonly string[];
  readonly publicationId: string;
}

/** Takes the assignment as `r`. */
export const topicAssignment: Columns<TopicAssignment> = {
  score: cypher`coalesce(r.score, 0.0)`,
  origin: cypher`coalesce(r.origin, 'EXTRACTED')`,
  forms: cypher`coalesce(r.forms, [])`,
  publicationId: cypher`startNode(r).id`,
};

/** What any publication can be ordered by. */
const publicationOrderFields = {
  YEAR: indexed(numberField(cypher`n.year`), cypher`n.year`),
  DATE: textField(cypher`coalesce(n.date, toString(n.year))`),
  TITLE: indexed(textField(cypher`n.sortTitle`), cypher`n.sortTitle`),
  CITATION_COUNT: numberField(cypher`n.citationCount`),
  CITED_BY_COUNT: numberField(cypher`COUNT { (n)<-[:CITES]-() }`),
  AUTHOR_COUNT: numberField(cypher`n.authorCount`),
  FIRST_AUTHOR: textField(
    cypher`head(COLLECT { MATCH (n)<-[firstTie:AUTHORED]-(first:Author) RETURN first.sortName ORDER BY firstTie.order LIMIT 1 })`,
  ),
  VENUE: textField(
    cypher`head(COLLECT { MATCH (n)-[firstTie:PUBLISHED_IN]->(first:Venue) RETURN first.sortName ORDER BY firstTie.order LIMIT 1 })`,
  ),
} as const;
/** `RELEVANCE` where something is searched for, or the relation gives each row one. */
export type PublicationOrderField = keyof typeof publicationOrderFields | 'RELEVANCE';

const withRelevance: OrderFields<PublicationOrderField> = {
  ...publicationOrderFields,
  RELEVANCE: numberField(cypher`relevance`),
};

export type PublicationsRequest = Choice<PublicationFilter, PublicationOrderField>;

const newestFirst: readonly OrderBy<PublicationOrderField>[] = [{ field: 'YEAR', descending: true }];
const mostRelevantFirst: readonly OrderBy<PublicationOrderField>[] = [
  { field: 'RELEVANCE', descending: true },
];

function plain(request: PublicationsRequest) {
  return chosen<PublicationFilter, PublicationOrderField>(
    request,
    publicationPredicate,
    publicationOrderFields,
    newestFirst,
  );
}

export function relevant(request: PublicationsRequest) {
  return chosen(request, publicationPredicate, withRelevance, mostRelevantFirst);
}

export interface PublicationItem {
  readonly node: PublicationRow;
}

/** All publications, or those that `search` finds. */
export function publications(
  request: PublicationsRequest & { readonly search?: Search | undefined },
): Relation<PublicationItem> {
  const { filter, search } = request;
  const common = items(publicationColumns);
  return search === undefined
    ? {
        ...common,
        ...plain(request),
        name: 'publications',
        match: cypher`MATCH (n:Publication)`,
        whole: true,
        degree: cypher`COUNT { (:Publication) }`,
        reach: filter && ((bindings) => publicationsReached(filter, bindings)),
      }
    : {
        ...common,
        ...relevant(request),
        name: 'publications.search',
        match: cypher`CALL db.index.fulltext.queryNodes('publication_text', $search) YIELD node AS n, score AS relevance`,
        parameters: { search: fulltextOf(search.text, { ...search.options, english: true }) },
        search,
      };
}

/** The part of a relation to publications that says which and in which order; the newest first where nothing is said. */
export function chosenPublications(
  request: PublicationsRequest,
): Pick<Relation<PublicationItem>, 'variant' | 'where' | 'order' | 'item'> {
  return { ...plain(request), ...items(publicationColumns) };
}

export const publicationsOfAuthor = perChoice(
  (request: PublicationsRequest): Relation<PublicationItem & Authorship> => {
    return {
      ...plain(request),
      name: 'Author.publications',
      of: cypher`Author`,
      match: cypher`MATCH (from)-[r:AUTHORED]->(n:Publication)`,
      ...items(publicationColumns, authorship),
      degree: cypher`COUNT { (from)-[:AUTHORED]->() }`,
    };
  },
);

/** What two authors, `a` and `b`, wrote together. */
export const sharedPublications = perChoice((request: PublicationsRequest): Relation<PublicationItem> => {
  return {
    ...plain(request),
    name: 'Coauthorship.sharedPublications',
    from: cypher`MATCH (from:Author {id: parent.a}) MATCH (other:Author {id: parent.b})`,
    match: cypher`MATCH (from)-[:AUTHORED]->(n:Publication)<-[:AUTHORED]-(other)`,
    ...items(publicationColumns),
  };
});

export const publicationsOfVenue = perChoice(
  (request: PublicationsRequest): Relation<PublicationItem & VenueAppearance> => {
    return {
      ...plain(request),
      name: 'Venue.publications',
      of: cypher`Venue`,
      match: cypher`MATCH (from)<-[r:PUBLISHED_IN]-(n:Publication)`,
      ...items(publicationColumns, venueAppearance),
      degree: cypher`COUNT { (from)<-[:PUBLISHED_IN]-() }`,
    };
  },
);

/** The score is read where it is asked for: there are as many as a topic has publications. */
const byScore: OrderFields<PublicationOrderField> = {
  ...publicationOrderFields,
  RELEVANCE: numberField(cypher`r.score`),
};

export const publicationsOfTopic = perChoice(
  (request: PublicationsRequest): Relation<PublicationItem & TopicAssignment> => {
    return {
      ...chosen(request, publicationPredicate, byScore, mostRelevantFirst),
      name: 'Topic.publications',
      of: cypher`Topic`,
      match: cypher`MATCH (from)<-[r:ABOUT]-(n:Publication)`,
      ...items(publicationColumns, topicAssignment),
      degree: cypher`COUNT { (from)<-[:ABOUT]-() }`,
    };
  },
);

export const publicationsOfInstitution = perChoice(
  (request: PublicationsRequest): Relation<PublicationItem & Affiliation> => {
    return {
      ...plain(request),
      name: 'Institution.publications',
      of: cypher`Institution`,
      match: cypher`MATCH (from)<-[r:AFFILIATED_WITH]-(n:Publication)`,
      ...items(publicationColumns, affiliation),
      degree: cypher`COUNT { (from)<-[:AFFILIATED_WITH]-() }`,
    };
  },
);

export const publicationsOfSource = perChoice((request: PublicationsRequest): Relation<PublicationItem> => {
  return {
    ...plain(request),
    name: 'Source.publications',
    of: cypher`Source`,
    match: cypher`MATCH (from)<-[:STATED_BY]-(n:Publication) WITH DISTINCT n`,
    ...items(publicationColumns),
  };
});

/** What a publication cites, as far as it is in the graph. */
export const citedByPublication = perChoice((request: PublicationsRequest): Relation<PublicationItem> => {
  return {
    ...plain(request),
    name: 'Publication.cites',
    of: cypher`Publication`,
    match: cypher`MATCH (from)-[:CITES]->(n:Publication)`,
    ...items(publicationColumns),
    degree: cypher`COUNT { (from)-[:CITES]->() }`,
  };
});

/** What cites a publication, as far as it is in the graph. */
export const citingPublication = perChoice((request: PublicationsRequest): Relation<PublicationItem> => {
  return {
    ...plain(request),
    name: 'Publication.citedBy',
    of: cypher`Publication`,
    match: cypher`MATCH (from)<-[:CITES]-(n:Publication)`,
    ...items(publicationColumns),
    degree: cypher`COUNT { (from)<-[:CITES]-() }`,
  };
});

export const publicationsOfCommunity = perChoice(
  (request: PublicationsRequest): Relation<PublicationItem> => {
    return {
      ...plain(request),
      name: 'Community.publications',
      of: cypher`Community`,
      match: cypher`MATCH (from)<-[:IN_COMMUNITY]-(n:Publication)`,
      ...items(publicationColumns),
    };
  },
);

export const statementsOfPublication: Relation<{ readonly node: StatementRow }> = {
  name: 'Publication.statements',
  of: cypher`Publication`,
  match: cypher`MATCH (from)-[r:STATED_BY]->(n:Source)`,
  item: cypher`{node: ${statement}}`,
  order: [key('KEY', 'string', cypher`r.key`)],
  degree: cypher`COUNT { (from)-[:STATED_BY]->() }`,
};

export const communitiesOfPublication: Relation<{ readonly node: CommunityRow }> = {
  name: 'Publication.communities',
  of: cypher`Publication`,
  match: cypher`MATCH (from)-[:IN_COMMUNITY]->(n:Community)-[:FOUND_BY]->(run:ClusterRun)`,
  item: cypher`{node: ${communityNode}}`,
  order: orderKeys({ RESOLUTION: numberField(cypher`run.resolution`) }, [
    { field: 'RESOLUTION', descending: false },
  ]),
};

/** @returns the publications of those ids, in their order; an id that was merged away finds what it became */
export function publicationsById(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
  reading?: Reading,
): Promise<(PublicationRow | null)[]> {
  const find = tiedByRedirect(cypher`Publication`);
  return reading === undefined
    ? rowsById(graph, find, publicationNode, ids, options)
    : partsById(graph, find, publicationColumns, ids, reading, options);
}

/** @param keys such as `doi:10.1000/182`; any that a statement gave finds its publication */
export function publicationsByIdentifier(
  graph: Graph,
  keys: readonly string[],
  options: QueryOptions,
): Promise<(PublicationRow | null)[]> {
  return rowsById(
    graph,
    cypher`MATCH (:Identifier {key: asked})-[:IDENTIFIES]->(n:Publication)`,
    publicationNode,
    keys,
    options,
  );
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
