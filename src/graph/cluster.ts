import { randomUUID } from 'node:crypto';
import { ScholargraphError } from '../errors.ts';
import { idOf } from '../resolve/id.ts';
import { cypher } from './cypher.ts';
import { type Graph, int, type Transaction } from './graph.ts';
import { repeatedly } from './repeatedly.ts';
import { hasGds, requireGds, topicProjectionPrefix } from './structure/gds.ts';

export const leiden = 'LEIDEN';

/** The resolution that every import refreshes. */
export const defaultResolution = 1;

export interface TopicClusterOptions {
  /** γ of the modularity, above 0: the higher, the more and the smaller the communities; 1 where absent. */
  readonly resolution?: number | undefined;
  /** Of the random numbers; runs with the same seed over the same graph agree. */
  readonly seed?: number | undefined;
}

export interface TopicClusterReport {
  readonly id: string;
  readonly resolution: number;
  readonly seed: number;
  readonly communityCount: number;
  /** Publications and topics. */
  readonly nodeCount: number;
  readonly modularity: number;
  readonly milliseconds: number;
}

/** Clustering may take its time, unlike a request. */
const timeoutMs = 600_000;

/**
 * Finds communities of publications and topics by Leiden (Traag, Waltman and van Eck 2019) in the bipartite graph of
 * what each publication is about, and stores them in place of an earlier run of the same resolution. An edge weighs the
 * topic's score times its inverse document frequency, log(1 + N/n), so that what everything is about does not glue
 * everything together; a topic that only one publication has ties nothing together and is left out. Communities are named
 * by class-based TF-IDF over topics (Grootendorst 2022).
 *
 * They are laid down under another label, in transactions of a bounded size, and take the place of the earlier ones in
 * one: whoever reads sees one run or the other, and one that is interrupted is never seen.
 * @throws ScholargraphError BAD_INPUT for a resolution or a seed that is none, GDS_MISSING where the database is without Graph Data Science
 */
export async function runTopicClusters(
  graph: Graph,
  options: TopicClusterOptions = {},
): Promise<TopicClusterReport> {
  const resolution = options.resolution ?? defaultResolution;
  const seed = options.seed ?? 42;
  const start = performance.now();
  if (!(resolution > 0 && Number.isFinite(resolution))) {
    throw new ScholargraphError('BAD_INPUT', `The resolution is ${resolution}`, {
      expected: 'a number above 0',
    });
  }
  if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31)) {
    throw new ScholargraphError('BAD_INPUT', `The seed is ${seed}`, {
      expected: 'a whole number below 2^31',
    });
  }
  await requireGds(graph);
  // Other runs may be under way, here or in another process.
  const name = `${topicProjectionPrefix}${randomUUID()}`;
  try {
    const found = await detect(graph, name, resolution, seed);
    const run = {
      id: idOf('clusterRun', `${leiden}|topics|${resolution}`),
      resolution,
      seed,
      modularity: found.modularity,
      communityCount: found.communities.length,
      nodeCount: found.communities.reduce((sum, { size }) => sum + size, 0),
      milliseconds: Math.round(performance.now() - start),
    };
    await stage(graph, name, run, found.communities);
    await graph.write((transaction) => replace(transaction, name, run), { timeoutMs });
    return run;
  } finally {
    await graph.command(cypher`CALL gds.graph.drop($name, false) YIELD graphName RETURN graphName`, { name });
    await removeLeftovers(graph, name);
  }
}

/** Runs the default resolution, and every other that is stored, anew. Does nothing where there is no GDS. */
export async function refreshTopicClusters(graph: Graph): Promise<void> {
  if (!(await hasGds(graph))) return;
  const stored = await graph.read<{ resolution: number; seed: number }>(
    cypher`MATCH (run:ClusterRun {algorithm: $algorithm}) RETURN run.resolution AS resolution, run.seed AS seed`,
    { algorithm: leiden },
  );
  const runs = new Map<number, number | undefined>([
    [defaultResolution, undefined],
    ...stored.map(({ resolution, seed }) => [resolution, seed] as const),
  ]);
  for (const [resolution, seed] of runs) await runTopicClusters(graph, { resolution, seed });
}

interface Detected {
  readonly modularity: number;
  readonly communities: readonly StoredCommunity[];
}

interface StoredCommunity {
  /** GDS's own number, good for this projection only. */
  readonly number: number;
  readonly size: number;
  readonly firstMember: string;
}

async function detect(graph: Graph, name: string, resolution: number, seed: number): Promise<Detected> {
  const [all] = await graph.read<{ total: number }>(
    cypher`MATCH (p:Publication) WHERE EXISTS { (p)-[:ABOUT]->() } RETURN count(p) AS total`,
    {},
    { timeoutMs },
  );
  // In the order of the ids, so that GDS numbers the nodes alike in every run: as the index has it, since to sort what all
  // publications are about takes more memory than there may be.
  const projected = await graph.command<{ nodes: number | null }>(
    cypher`
      MATCH (p:Publication) WHERE p.id > ''
      WITH p ORDER BY p.id
      CALL (p) {
        MATCH (p)-[r:ABOUT]->(t:Topic)
        WITH t, r, COUNT { (t)<-[:ABOUT]-() } AS publications
        WHERE publications > 1
        RETURN t, r.score * log(1 + toFloat($total) / publications) AS weight ORDER BY t.id
      }
      WITH gds.graph.project(
        $name, p, t,
        {relationshipType: 'ABOUT', relationshipProperties: {weight: weight}},
        {undirectedRelationshipTypes: ['ABOUT']}
      ) AS projection
      RETURN projection.nodeCount AS nodes`,
    { name, total: int(all?.total ?? 0) },
  );
  if ((projected[0]?.nodes ?? 0) === 0) return { modularity: 0, communities: [] };
  const [outcome] = await graph.command<{ modularity: number }>(
    cypher`
      CALL gds.leiden.mutate($name, {
        mutateProperty: 'community', relationshipWeightProperty: 'weight',
        gamma: $resolution, randomSeed: $seed, concurrency: 1
      }) YIELD modularity
      RETURN modularity`,
    { name, resolution, seed: int(seed) },
  );
  const communities = await graph.command<StoredCommunity & Record<string, unknown>>(
    cypher`
      CALL gds.graph.nodeProperty.stream($name, 'community') YIELD nodeId, propertyValue
      WITH propertyValue AS number, gds.util.asNode(nodeId).id AS member
      RETURN number, count(*) AS size, min(member) AS firstMember`,
    { name },
  );
  return { modularity: outcome?.modularity ?? 0, communities };
}

/** Members whose community one transaction stores, or takes away. */
const membersPerTransaction = 50_000;
/** Hours after which what a run has laid down is left by one that has not come to its end. */
const abandonedAfter = 1;

/** Lays down the communities with their members and their names, where nobody reads them, as staged by `name`. */
async function stage(
  graph: Graph,
  name: string,
  run: TopicClusterReport,
  communities: readonly StoredCommunity[],
): Promise<void> {
  const created = await graph.write(
    (transaction) =>
      transaction.run<{ number: number; node: string }>(
        // Laid down anew where the answer to the commit was lost.
        cypher`
          OPTIONAL MATCH (lost:StagedCommunity {stagedBy: $name})
          DETACH DELETE lost
          WITH count(*) AS _
          UNWIND $communities AS community
          CREATE (staged:StagedCommunity {
            id: community.id, level: 0, size: community.size, stagedBy: $name, stagedAt: datetime()
          })
          RETURN community.number AS number, elementId(staged) AS node`,
        {
          name,
          communities: communities.map(({ number, size, firstMember }) => ({
            id: idOf('community', `${run.id}|${firstMember}`),
            number: int(number),
            size: int(size),
          })),
        },
      ),
    { timeoutMs },
  );
  if (created.length === 0) return;
  const nodes = Object.fromEntries(created.map(({ number, node }) => [number, node]));
  const parts = Math.ceil(run.nodeCount / membersPerTransaction);
  for (let part = 0; part < parts; part += 1) {
    await graph.write(
      (transaction) =>
        transaction.run(
          cypher`
            CALL gds.graph.nodeProperty.stream($name, 'community') YIELD nodeId, propertyValue
            WITH nodeId, propertyValue WHERE nodeId % $parts = $part
            WITH gds.util.asNode(nodeId) AS member, $nodes[toString(propertyValue)] AS node
            MATCH (staged) WHERE elementId(staged) = node
            MERGE (member)-[:IN_COMMUNITY]->(staged)`,
          { name, nodes, parts: int(parts), part: int(part) },
        ),
      { timeoutMs },
    );
  }
  await graph.write(
    (transaction) =>
      transaction.run(
        cypher`
          MATCH (community:StagedCommunity {stagedBy: $name})
          MATCH (community)<-[:IN_COMMUNITY]-(:Publication)-[r:ABOUT]->(topic:Topic)
          WITH topic, community, sum(r.score) AS here
          WITH topic, collect({community: community, here: here}) AS communities, sum(here) AS everywhere
          WITH collect({topic: topic, communities: communities, everywhere: everywhere}) AS topics, sum(everywhere) AS total
          UNWIND topics AS topic
          UNWIND topic.communities AS at
          WITH at.community AS community, topic.topic.name AS term,
            at.here * log(1 + total / $communityCount / topic.everywhere) AS weight
          ORDER BY weight DESC, term
          WITH community, collect(term)[..10] AS terms
          SET community.terms = terms,
            community.label = reduce(label = terms[0], term IN terms[1..3] | label + ', ' + term)`,
        { name, communityCount: run.communityCount },
      ),
    { timeoutMs },
  );
}

/** Puts what was laid down in the place of what was there: few nodes, whatever their members. */
async function replace(transaction: Transaction, name: string, run: TopicClusterReport): Promise<void> {
  await transaction.run(
    cypher`
      MERGE (run:ClusterRun {id: $run.id})
      SET run.algorithm = $algorithm, run.resolution = $run.resolution, run.seed = $seed,
        run.modularity = $run.modularity, run.communityCount = $communityCount, run.nodeCount = $nodeCount,
        run.at = datetime(), run.milliseconds = $milliseconds
      WITH run
      MATCH (run)<-[r:FOUND_BY]-(old:Community) WHERE coalesce(old.stagedBy, '') <> $name
      DELETE r
      REMOVE old:Community
      SET old:FormerCommunity, old.stagedBy = $name, old.stagedAt = datetime()`,
    {
      run,
      name,
      algorithm: leiden,
      seed: int(run.seed),
      communityCount: int(run.communityCount),
      nodeCount: int(run.nodeCount),
      milliseconds: int(run.milliseconds),
    },
  );
  await transaction.run(
    cypher`
      MATCH (run:ClusterRun {id: $run}), (community:StagedCommunity {stagedBy: $name})
      REMOVE community:StagedCommunity, community.stagedAt
      SET community:Community
      CREATE (community)-[:FOUND_BY]->(run)`,
    { run: run.id, name },
  );
}

/** Takes away what the run has replaced or not brought to its end, and what runs have left that were killed. */
async function removeLeftovers(graph: Graph, name: string): Promise<void> {
  const isLeft = cypher`left.stagedBy = $name OR left.stagedAt < datetime() - duration({hours: $hours})`;
  const parameters = { name, hours: int(abandonedAfter), members: int(membersPerTransaction) };
  await repeatedly(
    graph,
    cypher`
      MATCH (left:FormerCommunity|StagedCommunity) WHERE ${isLeft}
      MATCH (left)<-[r:IN_COMMUNITY]-()
      WITH r LIMIT $members
      DELETE r
      RETURN count(*) AS changed`,
    parameters,
    timeoutMs,
  );
  await graph.write(
    (transaction) =>
      transaction.run(
        cypher`MATCH (left:FormerCommunity|StagedCommunity) WHERE ${isLeft} DETACH DELETE left`,
        parameters,
      ),
    { timeoutMs },
  );
}
