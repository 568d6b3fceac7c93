import { idOf } from '../resolve/id.ts';
import { knownTopicKeys } from '../resolve/topicKey.ts';
import { cypher } from './cypher.ts';
import { type Graph, int, type Transaction } from './graph.ts';
import { repeatedly } from './repeatedly.ts';

/** Publications below which nothing is said of a phrase. */
export const leastPublications = 8;
/** The share of a phrase's publications that one venue has. */
export const leastConcentration = 0.9;
/** Its share of the venue's publications with an abstract, of the years in which it occurs there. */
export const leastCoverage = 0.5;
/** The share of its publications that have it in the title: what a venue repeats is in abstracts. */
export const mostTitled = 0.05;

/** Relationships that one transaction changes. */
const relationshipsPerTransaction = 20_000;
const timeoutMs = 600_000;

const known: ReadonlySet<string> = new Set(knownTopicKeys().map((key) => idOf('topic', key)));

/** That no person has named the topic `t`, nor put others into it. */
const undecided = cypher`t.statedName IS NULL AND NOT EXISTS { (t)<-[r:ABOUT|REPEATS]-() WHERE r.decided IS NOT NULL }`;

/**
 * Marks as `boilerplate` the topics that are no topics but what one venue prints in its abstracts: phrases, taken from
 * texts and stated by no source, not known to the vocabulary and not decided on by people, of which at least 8 publications
 * have one, 9 in 10 of these are in one venue, there it is in half of the abstracts of its years, and in hardly any title.
 * Whatever is one no more loses the mark. A function of the graph, so it neither depends on the order of imports nor lasts
 * longer than it is true.
 *
 * Publications are not `ABOUT` a marked topic but `REPEATS` it, so whatever reads or derives topics leaves it out, and
 * writers, who lay down `ABOUT`, take away and resolve by both.
 */
export async function markBoilerplate(graph: Graph): Promise<void> {
  const found = await graph.read<{ id: string }>(
    cypher`
      MATCH (t:Topic)
      WHERE COUNT { (t)<-[:ABOUT|REPEATS]-() } >= $leastPublications
        AND ${undecided}
        AND NOT EXISTS { (t)<-[:ABOUT|REPEATS {origin: 'STATED'}]-() }
      CALL (t) {
        MATCH (t)<-[r:ABOUT|REPEATS]-(p:Publication)
        WITH count(p) AS publications, count(CASE
          WHEN any(form IN r.forms WHERE toLower(p.title) CONTAINS toLower(form)) THEN 1
        END) AS titled
        WHERE titled <= publications * $mostTitled
        MATCH (t)<-[:ABOUT|REPEATS]-(p:Publication)-[:PUBLISHED_IN]->(v:Venue)
        WITH publications, v, count(DISTINCT p) AS here, collect(DISTINCT coalesce(p.year, 0)) AS years
        WHERE here >= publications * $leastConcentration
        WITH v, here, years, COUNT {
          MATCH (v)<-[:PUBLISHED_IN]-(q:Publication)
          WHERE q.abstract IS NOT NULL AND coalesce(q.year, 0) IN years
          RETURN DISTINCT q
        } AS possible
        WHERE here >= possible * $leastCoverage
        RETURN count(v) AS venues
      }
      WITH t, venues WHERE venues > 0
      RETURN t.id AS id ORDER BY id`,
    {
      leastPublications: int(leastPublications),
      leastConcentration,
      leastCoverage,
      mostTitled,
    },
    { timeoutMs },
  );
  const ids = found.map(({ id }) => id).filter((id) => !known.has(id));
  const changing = { ids, limit: int(relationshipsPerTransaction) };
  await repeatedly(graph, asTopics, changing, timeoutMs);
  await graph.write(
    async (transaction) => {
      await transaction.run(
        cypher`MATCH (t:Topic) WHERE t.boilerplate AND NOT t.id IN $ids REMOVE t.boilerplate`,
        { ids },
      );
      await transaction.run(
        cypher`UNWIND $ids AS id
          MATCH (t:Topic {id: id}) WHERE ${undecided}
          SET t.boilerplate = true`,
        { ids },
      );
    },
    { timeoutMs },
  );
  await repeatedly(graph, asBoilerplate, changing, timeoutMs);
}

/** Makes topics of those that people have decided on, which they are at once and not only when an import has ended. */
export async function unmarkDecided(transaction: Transaction, ids: readonly string[]): Promise<void> {
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (t:Topic {id: id}) WHERE t.boilerplate AND NOT (${undecided})
      REMOVE t.boilerplate
      WITH t
      MATCH (t)<-[old:REPEATS]-(p:Publication)
      CREATE (p)-[r:ABOUT]->(t)
      SET r = properties(old)
      DELETE old`,
    { ids },
  );
}

const asTopics = cypher`
  MATCH (t:Topic)<-[old:REPEATS]-(p:Publication) WHERE NOT t.id IN $ids
  WITH t, old, p LIMIT $limit
  CREATE (p)-[r:ABOUT]->(t)
  SET r = properties(old)
  DELETE old
  RETURN count(*) AS changed`;

const asBoilerplate = cypher`
  UNWIND $ids AS id
  MATCH (t:Topic {id: id, boilerplate: true})<-[old:ABOUT]-(p:Publication)
  WITH t, old, p LIMIT $limit
  CREATE (p)-[r:REPEATS]->(t)
  SET r = properties(old)
  DELETE old
  RETURN count(*) AS changed`;
