import { cypher } from '../cypher.ts';
import { int } from '../graph.ts';
import { type AuthorsChoice, authorsBy } from './authors.ts';
import { numberField, perChoice } from './order.ts';
import type { Relation } from './page.ts';
import { type PublicationsRequest, relevant } from './publications.ts';
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
import { type VenuesChoice, venuesBy } from './venues.ts';

/*
 * What is like something, by what the two have in common. What is common is weighed by how rare it is: log(N / df), the
 * inverse document frequency (Spärck Jones 1972), N being the publications of the graph and df those that have it;
 * and coauthors in common by 1 / log(degree) (Adamic and Adar 2003). Each part is a share between 0 and 1 of what the
 * thing in question has itself, and the score is the mean of the parts.
 *
 * Candidates are reached over what is rare only, so that the cost does not grow with the graph: over `common` topics,
 * references, venues or people at most, each of which has `size` publications (a person: coauthors) at most.
 */
export const similarLimits = {
  common: 10,
  size: 2_000,
  references: 50,
  people: 100,
  hits: 100,
  candidates: 500,
} as const;

const parameters = Object.fromEntries(
  Object.entries(similarLimits).map(([name, limit]) => [name, int(limit)]),
);

/** Coauthors and authors shown as a reason, at most. */
const reasonLimit = cypher`10`;

/** The scores are rounded, because the last digits of a sum depend on the order of what is added. */
const meanOfParts = cypher`round((part1 + part2 + part3) / 3, 6)`;

export interface Similarity {
  readonly score: number;
  readonly sharedTopics: readonly TopicRow[];
}

export interface SimilarPublication extends Similarity {
  readonly node: PublicationRow;
  readonly topicShare: number;
  readonly referenceShare: number;
  readonly textShare: number;
  readonly sharedReferences: readonly PublicationRow[];
}

/** By topics, references and the words of the title. */
export const similarPublications = perChoice((request: PublicationsRequest): Relation<SimilarPublication> => {
  return {
    ...relevant(request),
    name: 'Publication.similar',
    from: cypher`MATCH (from:Publication {id: parent.id}) CALL () { MATCH (any:Publication) RETURN toFloat(count(any)) AS total }`,
    match: cypher`
      CALL (from, total) {
        MATCH (from)-[mine:ABOUT]->(topic:Topic)
        WITH topic, coalesce(mine.score, 0.0) AS score, COUNT { (topic)<-[:ABOUT]-() } AS size
        ORDER BY size, topic.id LIMIT $common
        WHERE size <= $size AND size > 1
        WITH collect({topic: topic, score: score, rarity: log(total / size)}) AS common
        WITH common, reduce(sum = 0.0, each IN common | sum + each.score * each.rarity) AS whole
        UNWIND common AS each
        WITH each.topic AS topic, each.score AS score, each.rarity AS rarity, whole
        MATCH (topic)<-[theirs:ABOUT]-(candidate:Publication) WHERE candidate <> from
        WITH candidate, topic, whole, rarity,
          CASE WHEN theirs.score < score THEN theirs.score ELSE score END AS least
        RETURN candidate, CASE WHEN whole > 0 THEN least * rarity / whole ELSE 0.0 END AS topicPart, 0.0 AS referencePart, 0.0 AS textPart,
          topic, null AS reference
        UNION ALL
        MATCH (from)-[:CITES]->(reference:Publication)
        WITH reference, COUNT { (reference)<-[:CITES]-() } AS size
        ORDER BY size, reference.id LIMIT $references
        WHERE size <= $size AND size > 1
        WITH collect({reference: reference, rarity: log(total / size)}) AS common
        WITH common, reduce(sum = 0.0, each IN common | sum + each.rarity) AS whole
        UNWIND common AS each
        WITH each.reference AS reference, each.rarity AS rarity, whole
        MATCH (reference)<-[:CITES]-(candidate:Publication) WHERE candidate <> from
        RETURN candidate, 0.0 AS topicPart, CASE WHEN whole > 0 THEN rarity / whole ELSE 0.0 END AS referencePart, 0.0 AS textPart,
          null AS topic, reference
        UNION ALL
        WITH from WHERE from.sortTitle =~ '[a-z0-9 ]+'
        CALL db.index.fulltext.queryNodes('publication_text', from.sortTitle, {limit: $hits}) YIELD node, score
        WITH collect({node: node, score: score}) AS hits
        WITH hits, reduce(own = 0.0, hit IN hits | CASE WHEN hit.node = from THEN hit.score ELSE own END) AS own
        UNWIND hits AS hit
        WITH hit.node AS candidate, hit.score AS score, own WHERE candidate <> from AND own > 0
        RETURN candidate, 0.0 AS topicPart, 0.0 AS referencePart,
          CASE WHEN score > own THEN 1.0 ELSE score / own END AS textPart, null AS topic, null AS reference
      }
      WITH candidate AS n, round(sum(topicPart), 6) AS part1, round(sum(referencePart), 6) AS part2, round(max(textPart), 6) AS part3,
        collect(DISTINCT topic) AS topics, collect(DISTINCT reference) AS references
      WITH n, part1, part2, part3, topics, references, ${meanOfParts} AS relevance
      ORDER BY relevance DESC, n.id LIMIT $candidates`,
    item: cypher`{
      node: ${publicationNode}, score: relevance, topicShare: part1, referenceShare: part2, textShare: part3,
      sharedTopics: [n IN topics | ${topicNode}], sharedReferences: [n IN references | ${publicationNode}]
    }`,
    parameters,
  };
});

export interface SimilarAuthor extends Similarity {
  readonly node: AuthorRow;
  readonly topicShare: number;
  readonly venueShare: number;
  readonly coauthorShare: number;
  readonly sharedVenues: readonly VenueRow[];
  readonly sharedCoauthors: readonly AuthorRow[];
  /** Whether the two have written together. */
  readonly coauthor: boolean;
}

/** By topics, venues and coauthors. */
export const similarAuthors = perChoice((choice: AuthorsChoice): Relation<SimilarAuthor> => {
  return {
    ...authorsBy(choice, { RELEVANCE: numberField(cypher`relevance`) }, [
      { field: 'RELEVANCE', descending: true },
    ]),
    name: 'Author.similar',
    from: cypher`MATCH (from:Author {id: parent.id}) CALL () { MATCH (any:Publication) RETURN toFloat(count(any)) AS total }`,
    match: cypher`
      CALL (from, total) {
        MATCH (from)-[:AUTHORED]->(:Publication)-[mine:ABOUT]->(topic:Topic)
        WITH topic, sum(mine.score) AS score
        WITH topic, score, COUNT { (topic)<-[:ABOUT]-() } AS size WHERE size <= $size AND size > 1
        WITH topic, score, log(total / size) AS rarity
        ORDER BY score * rarity DESC, topic.id LIMIT $common
        WITH collect({topic: topic, score: score, rarity: rarity}) AS common
        WITH common, reduce(sum = 0.0, each IN common | sum + each.score * each.rarity) AS whole
        UNWIND common AS each
        WITH each.topic AS topic, each.score AS score, each.rarity AS rarity, whole
        MATCH (topic)<-[theirs:ABOUT]-(:Publication)<-[:AUTHORED]-(candidate:Author) WHERE candidate <> from
        WITH candidate, topic, score, rarity, whole, sum(theirs.score) AS their
        RETURN candidate, CASE WHEN whole > 0 THEN CASE WHEN their < score THEN their ELSE score END * rarity / whole ELSE 0.0 END AS topicPart,
          0.0 AS venuePart, 0.0 AS coauthorPart, topic, null AS venue, null AS other
        UNION ALL
        MATCH (from)-[:AUTHORED]->(mine:Publication)-[:PUBLISHED_IN]->(venue:Venue)
        WITH venue, toFloat(count(mine)) AS score
        WITH venue, score, COUNT { (venue)<-[:PUBLISHED_IN]-() } AS size WHERE size <= $size AND size > 1
        WITH venue, score, log(total / size) AS rarity
        ORDER BY score * rarity DESC, venue.id LIMIT $common
        WITH collect({venue: venue, score: score, rarity: rarity}) AS common
        WITH common, reduce(sum = 0.0, each IN common | sum + each.score * each.rarity) AS whole
        UNWIND common AS each
        WITH each.venue AS venue, each.score AS score, each.rarity AS rarity, whole
        MATCH (venue)<-[:PUBLISHED_IN]-(theirs:Publication)<-[:AUTHORED]-(candidate:Author) WHERE candidate <> from
        WITH candidate, venue, score, rarity, whole, count(theirs) AS their
        RETURN candidate, 0.0 AS topicPart,
          CASE WHEN whole > 0 THEN CASE WHEN their < score THEN their ELSE score END * rarity / whole ELSE 0.0 END AS venuePart,
          0.0 AS coauthorPart, null AS topic, venue, null AS other
        UNION ALL
        MATCH (from)-[:COAUTHORED]-(other:Author)
        WITH other, COUNT { (other)-[:COAUTHORED]-() } AS size
        ORDER BY size, other.id LIMIT $people
        WHERE size <= $size AND size > 1
        WITH collect({other: other, rarity: 1 / log(size)}) AS common
        WITH common, reduce(sum = 0.0, each IN common | sum + each.rarity) AS whole
        UNWIND common AS each
        WITH each.other AS other, each.rarity AS rarity, whole
        MATCH (other)-[:COAUTHORED]-(candidate:Author) WHERE candidate <> from
        RETURN candidate, 0.0 AS topicPart, 0.0 AS venuePart, rarity / whole AS coauthorPart, null AS topic, null AS venue, other
      }
      WITH from, candidate AS n, round(sum(topicPart), 6) AS part1, round(sum(venuePart), 6) AS part2, round(sum(coauthorPart), 6) AS part3,
        collect(DISTINCT topic) AS topics, collect(DISTINCT venue) AS venues, collect(DISTINCT other) AS others
      WITH from, n, part1, part2, part3, topics, venues, others, ${meanOfParts} AS relevance
      ORDER BY relevance DESC, n.id LIMIT $candidates`,
    item: cypher`{
      node: ${authorNode}, score: relevance, topicShare: part1, venueShare: part2, coauthorShare: part3,
      coauthor: EXISTS { (from)-[:COAUTHORED]-(n) },
      sharedTopics: [n IN topics | ${topicNode}], sharedVenues: [n IN venues | ${venueNode}],
      sharedCoauthors: [n IN others[..${reasonLimit}] | ${authorNode}]
    }`,
    parameters,
  };
});

export interface SimilarVenue extends Similarity {
  readonly node: VenueRow;
  readonly topicShare: number;
  readonly authorShare: number;
  readonly sharedAuthors: readonly AuthorRow[];
}

/** By topics and authors. */
export const similarVenues = perChoice((choice: VenuesChoice): Relation<SimilarVenue> => {
  return {
    ...venuesBy(choice, { RELEVANCE: numberField(cypher`relevance`) }, [
      { field: 'RELEVANCE', descending: true },
    ]),
    name: 'Venue.similar',
    from: cypher`MATCH (from:Venue {id: parent.id}) CALL () { MATCH (any:Publication) RETURN toFloat(count(any)) AS total }`,
    match: cypher`
      CALL (from, total) {
        MATCH (from)<-[:PUBLISHED_IN]-(:Publication)-[mine:ABOUT]->(topic:Topic)
        WITH topic, sum(mine.score) AS score
        WITH topic, score, COUNT { (topic)<-[:ABOUT]-() } AS size WHERE size <= $size AND size > 1
        WITH topic, score, log(total / size) AS rarity
        ORDER BY score * rarity DESC, topic.id LIMIT $common
        WITH collect({topic: topic, score: score, rarity: rarity}) AS common
        WITH common, reduce(sum = 0.0, each IN common | sum + each.score * each.rarity) AS whole
        UNWIND common AS each
        WITH each.topic AS topic, each.score AS score, each.rarity AS rarity, whole
        MATCH (topic)<-[theirs:ABOUT]-(:Publication)-[:PUBLISHED_IN]->(candidate:Venue) WHERE candidate <> from
        WITH candidate, topic, score, rarity, whole, sum(theirs.score) AS their
        RETURN candidate, CASE WHEN whole > 0 THEN CASE WHEN their < score THEN their ELSE score END * rarity / whole ELSE 0.0 END AS topicPart,
          0.0 AS authorPart, topic, null AS other
        UNION ALL
        MATCH (from)<-[:PUBLISHED_IN]-(mine:Publication)<-[:AUTHORED]-(other:Author)
        WITH other, toFloat(count(mine)) AS score WHERE other.publicationCount <= $size
        ORDER BY score DESC, other.id LIMIT $people
        WITH collect({other: other, score: score}) AS common
        WITH common, reduce(sum = 0.0, each IN common | sum + each.score) AS whole
        UNWIND common AS each
        WITH each.other AS other, each.score AS score, whole
        MATCH (other)-[:AUTHORED]->(theirs:Publication)-[:PUBLISHED_IN]->(candidate:Venue) WHERE candidate <> from
        WITH candidate, other, score, whole, count(theirs) AS their
        RETURN candidate, 0.0 AS topicPart, CASE WHEN their < score THEN their ELSE score END / whole AS authorPart, null AS topic, other
      }
      WITH candidate AS n, round(sum(topicPart), 6) AS part1, round(sum(authorPart), 6) AS part2,
        collect(DISTINCT topic) AS topics, collect(DISTINCT other) AS others
      WITH n, part1, part2, topics, others, round((part1 + part2) / 2, 6) AS relevance
      ORDER BY relevance DESC, n.id LIMIT $candidates`,
    item: cypher`{
      node: ${venueNode}, score: relevance, topicShare: part1, authorShare: part2,
      sharedTopics: [n IN topics | ${topicNode}], sharedAuthors: [n IN others[..${reasonLimit}] | ${authorNode}]
    }`,
    parameters,
  };
});
