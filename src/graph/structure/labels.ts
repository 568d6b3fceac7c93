import type { Window } from '../../network/network.ts';
import { cypher } from '../cypher.ts';
import { int } from '../graph.ts';
import type { MemberKind } from './communities.ts';
import { topicCounts, windowParameters, within } from './projections.ts';
import type { Run } from './run.ts';

/** Topics that a community is labelled out of: its most frequent ones. */
const candidates = 200;
/** Terms that are stored of a community, and that make its label. */
const termCount = 10;
const labelCount = 3;
/** Communities that one statement counts. */
const communitiesPerStatement = 500;

interface Count {
  readonly id: string;
  readonly name: string;
  readonly here: number;
}

/**
 * Labels communities by class-based TF-IDF (Grootendorst, 'BERTopic: Neural topic modeling with a class-based TF-IDF
 * procedure', arXiv:2203.05794, 2022): a topic t weighs in a community c
 *
 *     tf(t, c) · log(1 + A / f(t))
 *
 * where tf(t, c) is how many publications of the community are about it, f(t) how many of the whole graph, and A what a
 * community has on average. A publication counts for a community by the share of its authors, or of its topics, that
 * are members, so that one with many of them does not count for many.
 */
export async function labelCommunities(
  run: Run,
  partition: string,
  members: MemberKind,
  during: Window,
): Promise<void> {
  const everywhere = await topicCounts(run, during);
  const found = await run.command<{ id: string }>(
    cypher`
      MATCH (:Partition {id: $partition})<-[:OF_PARTITION]-(community:DetectedCommunity)
      RETURN community.id AS id ORDER BY community.level, community.size, id`,
    { partition },
  );
  const [classes] = await run.command<{ count: number }>(
    cypher`MATCH (partition:Partition {id: $partition}) RETURN partition.communityCount AS count`,
    { partition },
  );
  const all = [...everywhere.values()].reduce((sum, count) => sum + count, 0);
  const average = all / Math.max(1, classes?.count ?? 1);
  const window = within(during);
  const shares =
    members === 'AUTHORS'
      ? cypher`
          MATCH (community)<-[:MEMBER_OF]-(:Author)-[:AUTHORED]->(p:Publication)
          WHERE ${window} AND p.authorCount > 0
          WITH p, toFloat(count(*)) / p.authorCount AS share`
      : cypher`
          MATCH (community)<-[:MEMBER_OF]-(:Topic)<-[:ABOUT]-(p:Publication) WHERE ${window}
          WITH p, toFloat(count(*)) / COUNT { (p)-[:ABOUT]->() } AS share`;
  for (let at = 0; at < found.length; at += communitiesPerStatement) {
    const ids = found.slice(at, at + communitiesPerStatement).map(({ id }) => id);
    const counted = await run.command<{ id: string; topics: Count[] }>(
      cypher`
        UNWIND $ids AS id
        MATCH (community:DetectedCommunity {id: id})
        CALL (community) {
          ${shares}
          MATCH (p)-[:ABOUT]->(t:Topic) WHERE t.boilerplate IS NULL
          WITH t, round(sum(share), 6) AS here ORDER BY here DESC, t.id LIMIT $candidates
          RETURN collect({id: t.id, name: t.name, here: here}) AS topics
        }
        RETURN id, topics`,
      { ids, candidates: int(candidates), ...windowParameters(during) },
    );
    const labelled = counted.map(({ id, topics }) => {
      const terms = topics
        .map(({ id: topic, name, here }) => ({
          name,
          weight: here * Math.log(1 + average / (everywhere.get(topic) ?? 1)),
        }))
        .sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1))
        .slice(0, termCount)
        .map(({ name }) => name);
      return { id, terms, label: terms.slice(0, labelCount).join(', ') };
    });
    await run.graph.write((transaction) =>
      transaction.run(
        cypher`
          UNWIND $labelled AS row
          MATCH (community:DetectedCommunity {id: row.id})
          SET community.terms = row.terms, community.label = row.label`,
        { labelled },
      ),
    );
  }
}
