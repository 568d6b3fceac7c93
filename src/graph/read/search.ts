import { type Cypher, cypher } from '../cypher.ts';
import { fulltextOf } from './fulltext.ts';
import { numberField, orderKeys } from './order.ts';
import type { Relation } from './page.ts';
import {
  type AuthorRow,
  authorNode,
  type PublicationRow,
  publicationNode,
  type TopicRow,
  topicNode,
  type VenueRow,
  venueNode,
} from './rows.ts';

export const searchKinds = ['PUBLICATION', 'AUTHOR', 'VENUE', 'TOPIC'] as const;
export type SearchKind = (typeof searchKinds)[number];

export interface SearchHit {
  readonly node: PublicationRow | AuthorRow | VenueRow | TopicRow;
  /** Lucene's BM25 score; higher is better. */
  readonly score: number;
}

const hits: Readonly<Record<SearchKind, Cypher>> = {
  PUBLICATION: cypher`CALL db.index.fulltext.queryNodes('publication_text', $search) YIELD node, score RETURN node AS n, score`,
  AUTHOR: cypher`CALL db.index.fulltext.queryNodes('author_text', $search) YIELD node, score RETURN node AS n, score`,
  VENUE: cypher`CALL db.index.fulltext.queryNodes('venue_text', $search) YIELD node, score RETURN node AS n, score`,
  TOPIC: cypher`CALL db.index.fulltext.queryNodes('topic_text', $search) YIELD node, score WHERE node.boilerplate IS NULL RETURN node AS n, score`,
};

const nothing = cypher`UNWIND [] AS n RETURN n, 0.0 AS score`;

/** Everything of those kinds that `text` finds, best first. */
export function search(text: string, kinds: readonly SearchKind[]): Relation<SearchHit> {
  const wanted = searchKinds.filter((kind) => kinds.includes(kind));
  return {
    name: 'search',
    match: cypher`
      CALL () { ${wanted.length === 0 ? nothing : wanted.map((kind) => hits[kind]).reduce((a, b) => cypher`${a} UNION ALL ${b}`)} }
      WITH n, score`,
    item: cypher`{
      score: score,
      node: CASE
        WHEN n:Publication THEN ${publicationNode}
        WHEN n:Author THEN ${authorNode}
        WHEN n:Venue THEN ${venueNode}
        ELSE ${topicNode}
      END
    }`,
    order: orderKeys({ SCORE: numberField(cypher`score`) }, [{ field: 'SCORE', descending: true }]),
    parameters: { search: fulltextOf(text) },
  };
}
