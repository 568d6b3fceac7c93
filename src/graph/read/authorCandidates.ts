import { cypher } from '../cypher.ts';
import { key } from './order.ts';
import type { Relation } from './page.ts';

/** Two authors who may be one person, and what speaks for it. */
export interface AuthorCandidate {
  /** Ids. */
  readonly authors: readonly [string, string];
  readonly names: 'equal' | 'compatible';
  readonly coauthors: number;
  readonly venues: number;
  readonly topics: number;
  readonly institutions: number;
  readonly yearsApart: number | null;
  readonly score: number;
  readonly needed: number;
}

const item = cypher`{node: {
  authors: [from.id, n.id], names: r.names, coauthors: r.coauthors, venues: r.venues, topics: r.topics,
  institutions: coalesce(r.institutions, 0), yearsApart: r.yearsApart, score: r.score, needed: r.needed
}}`;

const likeliestFirst = [
  key('SURPLUS', 'number', cypher`r.surplus`, 'descending'),
  key('FROM', 'string', cypher`from.id`),
  key('ID', 'string', cypher`n.id`),
];

/** All pairs, the likeliest first. */
export const authorCandidates: Relation<{ readonly node: AuthorCandidate }> = {
  name: 'authorCandidates',
  match: cypher`MATCH (from:Author)-[r:CANDIDATE]->(n:Author)`,
  item,
  order: likeliestFirst,
};

/** The pairs that an author is in. */
export const candidatesOfAuthor: Relation<{ readonly node: AuthorCandidate }> = {
  name: 'Author.candidates',
  from: cypher`MATCH (from:Author {id: parent.id})`,
  match: cypher`MATCH (from)-[r:CANDIDATE]-(n:Author)`,
  item,
  order: likeliestFirst,
  degree: cypher`COUNT { (from)-[:CANDIDATE]-() }`,
};
