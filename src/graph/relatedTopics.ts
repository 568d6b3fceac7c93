import { cypher } from './cypher.ts';
import { type Graph, int } from './graph.ts';

/** Publications that two topics share at least: one may be chance. */
export const leastShared = 2;
/** Pairs that are kept of a topic with topics at least as frequent as itself. */
export const mostRelated = 20;
/** Topics whose pairs one transaction derives. */
const topicsPerTransaction = 500;

/**
 * Derives which topics are related, from the publications that are about both: by normalised pointwise mutual
 * information (Bouma, 'Normalized (pointwise) mutual information in collocation extraction', GSCL 2009),
 *
 *     npmi(a, b) = ln(N · n(a,b) / (n(a) · n(b))) / −ln(n(a,b) / N)
 *
 * where N are the publications that are about anything, n(a) those about a, and n(a,b) those about both. It is 1 for
 * topics that only occur together and 0 for those that meet as often as chance has it. Kept is what is above 0 and
 * shares `leastShared` publications. Each pair is decided by the rarer of its topics, which keeps its `mostRelated`
 * strongest among those at least as frequent, so a wide topic can have many, and all together grow with the number of
 * topics. What venues repeat takes no part.
 *
 * A function of what publications are about; in idempotent transactions of a bounded number of topics.
 */
export async function relateTopics(graph: Graph): Promise<void> {
  const [all] = await graph.read<{ total: number }>(
    cypher`MATCH (p:Publication)
      WHERE EXISTS { (p)-[:ABOUT]->(t:Topic) WHERE t.boilerplate IS NULL }
      RETURN count(p) AS total`,
    {},
    { timeoutMs: 600_000 },
  );
  const total = int(all?.total ?? 0);
  let after: string | null = '';
  while (after !== null) {
    const from: string = after;
    const [chunk] = await graph.write(
      (transaction) =>
        transaction.run<{ last: string | null }>(
          cypher`
            MATCH (t:Topic) WHERE t.id > $from
            WITH t ORDER BY t.id LIMIT $limit
            WITH t, COUNT { (t)<-[:ABOUT]-() } AS own
            CALL (t, own) {
              MATCH (t)<-[:ABOUT]-()-[:ABOUT]->(o:Topic)
              WHERE own >= $leastShared AND t.boilerplate IS NULL AND o <> t AND o.boilerplate IS NULL
              WITH o, count(*) AS shared
              WHERE shared >= $leastShared
              WITH o, shared, COUNT { (o)<-[:ABOUT]-() } AS others
              WHERE (others > own OR (others = own AND o.id > t.id)) AND shared < $total
              WITH o, shared,
                round(log(toFloat($total) * shared / own / others) / log(toFloat($total) / shared), 6) AS npmi
              WHERE npmi > 0
              ORDER BY npmi DESC, shared DESC, o.id LIMIT $mostRelated
              RETURN collect({topic: o, npmi: npmi, shared: shared}) AS related
            }
            CALL (t, own, related) {
              MATCH (t)-[old:RELATED]-(o:Topic)
              WITH old, o, COUNT { (o)<-[:ABOUT]-() } AS others
              WHERE t.boilerplate IS NOT NULL
                OR ((others > own OR (others = own AND o.id > t.id))
                  AND NOT o IN [each IN related | each.topic])
              DELETE old
            }
            CALL (t, related) {
              UNWIND related AS each
              WITH each,
                CASE WHEN t.id < each.topic.id THEN t ELSE each.topic END AS low,
                CASE WHEN t.id < each.topic.id THEN each.topic ELSE t END AS high
              MERGE (low)-[r:RELATED]->(high)
              WITH r, each
              WHERE r.npmi IS NULL OR r.npmi <> each.npmi OR r.publications <> each.shared
              SET r.npmi = each.npmi, r.publications = each.shared
            }
            RETURN max(t.id) AS last`,
          {
            from,
            total,
            limit: int(topicsPerTransaction),
            leastShared: int(leastShared),
            mostRelated: int(mostRelated),
          },
        ),
      { timeoutMs: 600_000 },
    );
    after = chunk?.last ?? null;
  }
}
