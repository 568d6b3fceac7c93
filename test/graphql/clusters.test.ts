import { beforeAll, describe, expect, test } from 'vitest';
import { refreshTopicClusters, runTopicClusters } from '../../src/graph/cluster.ts';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking } from './fixture/asking.ts';
import { writeLibrary } from './fixture/library.ts';

let graph: Graph;
let ask: Ask;

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
  ask = asking(graph);
});

interface Clusters {
  readonly modularity: number;
  readonly communityCount: number;
  readonly nodeCount: number;
  readonly communities: {
    readonly nodes: readonly {
      readonly id: string;
      readonly label: string;
      readonly terms: readonly string[];
      readonly size: number;
      readonly publications: { readonly nodes: readonly { readonly title: string | null }[] };
      readonly topics: { readonly nodes: readonly { readonly name: string }[] };
    }[];
  };
}

const clusters = (resolution = 1) =>
  ask<{ topicClusters: Clusters }>(`{ topicClusters(resolution: ${resolution}) {
    modularity communityCount nodeCount
    communities(first: 100) { nodes { id label terms size publications(first: 100) { nodes { title } } topics(first: 100) { nodes { name } } } }
  } }`);

const projections = () =>
  graph.command<{ graphName: string }>(cypher`CALL gds.graph.list() YIELD graphName RETURN graphName`);

test('before any run the error says what there is and how to get it', async () => {
  const { data, errors } = await clusters(2);
  expect(data).toBeNull();
  expect(errors[0]?.extensions).toMatchObject({
    code: 'CLUSTER_RUN_NOT_FOUND',
    fix: 'Run: scholargraph cluster --resolution 2',
  });
  expect(errors[0]?.message).toContain('none are at all');
});

describe('the stored clusters', () => {
  beforeAll(() => refreshTopicClusters(graph));

  test('publications that meet over topics are together', async () => {
    const { data, errors } = await clusters();
    expect(errors).toEqual([]);
    const { communities } = data.topicClusters;
    const clusterOf = (title: string | null) =>
      communities.nodes.find((community) => community.publications.nodes.some((each) => each.title === title))
        ?.id;
    const asks = clusterOf(
      'Ask the Right Questions: Active Question Reformulation with Reinforcement Learning',
    );
    expect(asks).toBeDefined();
    expect(clusterOf('Analyzing Language Learned by an Active Question Answering Agent')).toBe(asks);
    const inference = clusterOf('Fast Task-Aware Architecture Inference');
    expect(inference).toBeDefined();
    expect(clusterOf('Ranking architectures using meta-learning')).toBe(inference);
    expect(inference).not.toBe(asks);
  });

  test('are named by what tells them apart', async () => {
    const { data } = await clusters();
    const named = data.topicClusters.communities.nodes.map(({ label, terms }) => ({
      label,
      first: terms[0],
    }));
    for (const { label, first } of named) expect(label.startsWith(first ?? '')).toBe(true);
    expect(named.map(({ first }) => first)).toContain('question answering');
    expect(named.map(({ first }) => first)).toContain('neural architecture search');
  });

  test('have sizes and a modularity that fit', async () => {
    const { data } = await clusters();
    const { modularity, communityCount, nodeCount, communities } = data.topicClusters;
    expect(modularity).toBeGreaterThan(0.3);
    expect(modularity).toBeLessThanOrEqual(1);
    expect(communities.nodes).toHaveLength(communityCount);
    const sizes = communities.nodes.map(({ size }) => size);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(sizes.reduce((a, b) => a + b)).toBe(nodeCount);
    for (const { size, publications, topics } of communities.nodes) {
      expect(publications.nodes.length + topics.nodes.length).toBe(size);
    }
  });

  test('lead to their run, and members lead to them', async () => {
    const { data } = await ask(`{
      publication(arxivId: "1902.05781") { communities { nodes { label run { algorithm resolution seed } } } }
      topic(name: "question answering") { communities { nodes { terms } } }
      clusterRuns { totalCount nodes { id __typename } }
    }`);
    expect(data).toMatchObject({
      publication: {
        communities: {
          nodes: [
            {
              label: expect.stringContaining('neural architecture search'),
              run: { algorithm: 'LEIDEN', resolution: 1, seed: 42 },
            },
          ],
        },
      },
      topic: { communities: { nodes: [{ terms: expect.arrayContaining(['question answering']) }] } },
      clusterRuns: { totalCount: 1, nodes: [{ __typename: 'ClusterRun' }] },
    });
  });

  test('are nodes', async () => {
    const { data } = await clusters();
    const id = data.topicClusters.communities.nodes[0]?.id;
    const { data: again } = await ask('query ($id: ID!) { node(id: $id) { __typename id } }', { id });
    expect(again).toEqual({ node: { __typename: 'Community', id } });
  });
});

describe('a run', () => {
  test('of the same seed finds the same clusters under the same ids, and takes the place of the one before', async () => {
    await runTopicClusters(graph, { seed: 7 });
    const before = (await clusters()).data;
    await runTopicClusters(graph, { seed: 7 });
    expect((await clusters()).data).toEqual(before);
    const [counted] = await graph.read<{ runs: number; communities: number }>(
      cypher`RETURN COUNT { (:ClusterRun {resolution: 1}) } AS runs, COUNT { (:Community)-[:FOUND_BY]->(:ClusterRun {resolution: 1}) } AS communities`,
    );
    expect(counted).toEqual({ runs: 1, communities: before.topicClusters.communityCount });
  });

  test('of a higher resolution finds more clusters; both are kept and listed', async () => {
    const coarse = await runTopicClusters(graph, { resolution: 0.1 });
    const fine = await runTopicClusters(graph, { resolution: 3 });
    expect(fine.communityCount).toBeGreaterThan(coarse.communityCount);
    expect((await clusters(3)).data.topicClusters.communityCount).toBe(fine.communityCount);
    const { errors } = await clusters(2);
    expect(errors[0]?.message).toContain('there are those of 0.1, 1, 3');
    await refreshTopicClusters(graph);
    const { data } = await ask('{ clusterRuns { nodes { resolution } } }');
    expect(data).toEqual({
      clusterRuns: { nodes: [{ resolution: 0.1 }, { resolution: 1 }, { resolution: 3 }] },
    });
  });

  test('runs at the same time do not meet', async () => {
    const runs = await Promise.all(
      [1, 1, 0.5, 2].map((resolution) => runTopicClusters(graph, { resolution })),
    );
    const { data } = await clusters();
    expect(data.topicClusters.communityCount).toBe(runs[0]?.communityCount);
    expect(await projections()).toEqual([]);
  });

  test('leaves no projection behind where it fails, and the clusters as they were', async () => {
    // A stray node with an id that the run is going to give out.
    await graph.command(cypher`
      MATCH (c:Community)-[r:FOUND_BY]->(:ClusterRun {resolution: 3}) WITH c, r LIMIT 1 DELETE r`);
    const before = (await clusters(3)).data;
    await expect(runTopicClusters(graph, { resolution: 3 })).rejects.toThrow();
    expect(await projections()).toEqual([]);
    expect((await clusters(3)).data).toEqual(before);
  });

  test('that was killed while it stored is never seen, and what it has laid down goes with a later one', async () => {
    await runTopicClusters(graph);
    const before = (await clusters()).data;
    const lay = (laid: string, age: string) =>
      graph.command(
        cypher`
          MATCH (c:Community)-[:FOUND_BY]->(:ClusterRun {resolution: 1})
          CREATE (staged:StagedCommunity {id: c.id, stagedBy: $laid, stagedAt: datetime() - duration($age)})
          WITH c, staged MATCH (c)<-[:IN_COMMUNITY]-(member)
          CREATE (member)-[:IN_COMMUNITY]->(staged)`,
        { laid, age },
      );
    await lay('killed', 'PT2H');
    await lay('under way', 'PT1M');
    expect((await clusters()).data).toEqual(before);

    await runTopicClusters(graph);
    expect((await clusters()).data).toEqual(before);
    expect(
      await graph.read(
        cypher`MATCH (left:StagedCommunity|FormerCommunity) RETURN DISTINCT labels(left) AS labels, left.stagedBy AS laid`,
      ),
    ).toEqual([{ labels: ['StagedCommunity'], laid: 'under way' }]);
    await graph.command(cypher`MATCH (left:StagedCommunity) DETACH DELETE left`);
    const [members] = await graph.read<{ members: number }>(
      cypher`MATCH (c:Community)-[:FOUND_BY]->(:ClusterRun {resolution: 1}) RETURN sum(COUNT { (c)<-[:IN_COMMUNITY]-() }) AS members`,
    );
    expect(members?.members).toBe(before.topicClusters.nodeCount);
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
    'of the resolution %d is an error',
    async (resolution) => {
      await expect(runTopicClusters(graph, { resolution })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    },
  );

  test.each([-1, 1.5, 2 ** 31])('of the seed %d is an error', async (seed) => {
    await expect(runTopicClusters(graph, { seed })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  test('over an empty graph finds nothing', async () => {
    await graph.command(cypher`MATCH (:Publication)-[r:ABOUT]->(:Topic) DELETE r`);
    await runTopicClusters(graph);
    const { data, errors } = await clusters();
    expect(errors).toEqual([]);
    expect(data.topicClusters).toMatchObject({ communityCount: 0, nodeCount: 0, communities: { nodes: [] } });
  });
});
