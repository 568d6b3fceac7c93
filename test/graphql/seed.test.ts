import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { refreshTopicClusters } from '../../src/graph/cluster.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { isEmptyBesides } from '../../src/graph/read/sources.ts';
import { inputOf } from '../../src/ingest/input.ts';
import { ingest } from '../../src/ingest.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { graphSnapshot } from '../graph/graphSnapshot.ts';
import { type Ask, asking } from './fixture/asking.ts';

const page = fileURLToPath(new URL('../../seed/profile-page.txt', import.meta.url));
const examples = fileURLToPath(new URL('../../docs/examples/', import.meta.url));

/** From the page as it was scraped to answers: what a newcomer sees after `npm start`. */
describe('the seed page answers', () => {
  let graph: Graph;
  let ask: Ask;
  beforeAll(async () => {
    graph = await freshGraph();
    const report = await ingest(graph, [inputOf(page, 'seed/profile-page.txt')]);
    expect(report.sources[0]).toMatchObject({
      format: 'profile-page',
      records: 10,
      rejects: 0,
      finished: true,
    });
    await refreshTopicClusters(graph);
    ask = asking(graph);
  });

  const data = async <Data = Record<string, unknown>>(
    query: string,
    variables: Record<string, unknown> = {},
  ) => {
    const answer = await ask<Data>(query, variables);
    expect(answer.errors).toEqual([]);
    return answer.data;
  };

  test('is not put among data of somebody else', async () => {
    expect(await isEmptyBesides(graph, 'seed/profile-page.txt')).toBe(true);
    expect(await isEmptyBesides(graph, 'library.bib')).toBe(false);
  });

  test('who wrote with Andrea Gesmundo and how often', async () => {
    expect(
      await data(`{ author(name: "Andrea Gesmundo") { publicationCount coauthors(first: 3) {
        totalCount edges { publicationCount firstYear lastYear node { name } } } } }`),
    ).toEqual({
      author: {
        publicationCount: 10,
        coauthors: {
          totalCount: 16,
          edges: [
            { publicationCount: 4, firstYear: 2019, lastYear: 2021, node: { name: 'Jesse Berent' } },
            { publicationCount: 3, firstYear: 2017, lastYear: 2019, node: { name: 'Neil Houlsby' } },
            { publicationCount: 2, firstYear: 2017, lastYear: 2018, node: { name: 'Wei Wang' } },
          ],
        },
      },
    });
  });

  test('the path from Keith Hall to Krzysztof Maziarz, with the publications that make it', async () => {
    expect(
      await data(`{ collaborationPath(from: { name: "Keith Hall" }, to: { name: "Krzysztof Maziarz" }) {
        length authors { name } steps { sharedPublications { nodes { title } } } } }`),
    ).toEqual({
      collaborationPath: {
        length: 2,
        authors: [{ name: 'Keith Hall' }, { name: 'Andrea Gesmundo' }, { name: 'Krzysztof Maziarz' }],
        steps: [
          {
            sharedPublications: { nodes: [{ title: 'Projecting the Knowledge Graph to Syntactic Parsing' }] },
          },
          {
            sharedPublications: {
              nodes: [{ title: 'Flexible Multi-task Networks by Learning Parameter Allocation' }],
            },
          },
        ],
      },
    });
  });

  test('publications by year, 2019 in the lead; the one without title has none', async () => {
    expect(await data('{ publicationsByYear { year count } }')).toEqual({
      publicationsByYear: [
        { year: 2019, count: 4 },
        { year: 2021, count: 1 },
        { year: 2020, count: 1 },
        { year: 2018, count: 1 },
        { year: 2017, count: 1 },
        { year: 2014, count: 1 },
        { year: null, count: 1 },
      ],
    });
  });

  test('venues with their series', async () => {
    const answer = await data('{ venues(first: 50) { nodes { acronym name kind series { acronym } } } }');
    expect(answer).toMatchObject({
      venues: {
        nodes: expect.arrayContaining([
          {
            acronym: 'ICLR',
            name: 'International Conference on Learning Representations',
            kind: 'CONFERENCE',
            series: null,
          },
          {
            acronym: 'NeurIPS',
            name: 'Conference on Neural Information Processing Systems',
            kind: 'CONFERENCE',
            series: null,
          },
          {
            acronym: null,
            name: 'Workshop on Neural Architecture Search',
            kind: 'WORKSHOP',
            series: { acronym: 'ICLR' },
          },
          {
            acronym: null,
            name: 'Workshop on Continual Learning',
            kind: 'WORKSHOP',
            series: { acronym: 'ICML' },
          },
          {
            acronym: 'MetaLearn',
            name: 'Workshop on Meta-Learning',
            kind: 'WORKSHOP',
            series: { acronym: 'NeurIPS' },
          },
          {
            acronym: null,
            name: 'Emergent Communication Workshop',
            kind: 'WORKSHOP',
            series: { acronym: 'NeurIPS' },
          },
          { acronym: null, name: 'arXiv', kind: 'PREPRINT_SERVER', series: null },
        ]),
      },
    });
  });

  test("'Sixth International Conference on Learning Representations' is ICLR 2018", async () => {
    expect(
      await data(`{ publications(search: "reformulation reinforcement", first: 1) {
        nodes { title venues { edges { year edition rawName node { acronym } } } } } }`),
    ).toEqual({
      publications: {
        nodes: [
          {
            title: 'Ask the Right Questions: Active Question Reformulation with Reinforcement Learning',
            venues: {
              edges: [
                {
                  year: 2018,
                  edition: 6,
                  rawName: 'Sixth International Conference on Learning Representations',
                  node: { acronym: 'ICLR' },
                },
              ],
            },
          },
        ],
      },
    });
  });

  test('clusters in which what belongs together sits together', async () => {
    const { topicClusters } = await data<{
      topicClusters: {
        communities: { nodes: { label: string; publications: { nodes: { title: string | null }[] } }[] };
      };
    }>(`{ topicClusters { modularity communities(first: 20) { nodes {
      label publications(first: 20) { nodes { title } } } } } }`);
    const clusterOf = (title: string | null) =>
      topicClusters.communities.nodes.find((cluster) =>
        cluster.publications.nodes.some((publication) => publication.title === title),
      )?.label ?? `no cluster has ${title}`;
    const asked = clusterOf(
      'Ask the Right Questions: Active Question Reformulation with Reinforcement Learning',
    );
    expect(clusterOf('Analyzing Language Learned by an Active Question Answering Agent')).toBe(asked);
    expect(asked).toContain('question answering');
    const searched = clusterOf('Fast Task-Aware Architecture Inference');
    expect(clusterOf('Ranking architectures using meta-learning')).toBe(searched);
    expect(clusterOf(null)).toBe(searched);
    expect(searched).toContain('neural architecture search');
    expect(searched).not.toBe(asked);
  });

  test('the entry without title is kept, says why, and is found by its abstract', async () => {
    expect(
      await data(`{ publications(search: "machine learning design", filter: { complete: false }) { nodes {
        title complete incompleteReason authors { nodes { name } } statements { nodes { line source { uri } } } } } }`),
    ).toMatchObject({
      publications: {
        nodes: [
          {
            title: null,
            complete: false,
            incompleteReason: expect.stringContaining('abstract'),
            authors: { nodes: [{ name: 'Andrea Gesmundo' }] },
            statements: { nodes: [{ line: expect.any(Number), source: { uri: 'seed/profile-page.txt' } }] },
          },
        ],
      },
    });
  });

  test('publications meet over the topics of their field', async () => {
    for (const [name, least] of [
      ['neural architecture search', 3],
      ['transfer learning', 2],
      ['question answering', 2],
      ['continual learning', 1],
      ['spiking neural network', 1],
      ['multi-task learning', 1],
    ] as const) {
      const { topic } = await data<{ topic: { publications: { totalCount: number } } | null }>(
        'query ($name: String!) { topic(name: $name) { publications(first: 0) { totalCount } } }',
        { name },
      );
      expect(topic?.publications.totalCount, name).toBeGreaterThanOrEqual(least);
    }
  });

  test('and no phrase becomes a topic that is none', async () => {
    const { topics } = await data<{ topics: { nodes: { name: string }[] } }>(
      '{ topics(first: 100) { nodes { name } } }',
    );
    expect(topics.nodes.map(({ name }) => name).sort((a, b) => a.localeCompare(b, 'en'))).toEqual([
      'active question answering',
      'adapter module',
      'alpha synaptic function',
      'automated machine learning',
      'backpropagation',
      'BERT',
      'Boolean function',
      'catastrophic forgetting',
      'co-training',
      'continual learning',
      'emergent communication',
      'episodic memory',
      'fine-tuning',
      'information retrieval',
      'knowledge graph',
      'large language model',
      'learning to rank',
      'meta-learning',
      'MNIST',
      'multi-task learning',
      'natural language processing',
      'natural language understanding',
      'neural architecture search',
      'neural network',
      'Omniglot',
      'performance prediction',
      'query reformulation',
      'question answering',
      'reinforcement learning',
      'routing network',
      'sequence-to-sequence model',
      'spiking neural network',
      'stochastic gradient descent',
      'synchronization',
      'syntactic parsing',
      'temporal coding',
      'text classification',
      'transfer learning',
    ]);
  });

  test('importing it again changes nothing', async () => {
    const before = await graphSnapshot(graph);
    const report = await ingest(graph, [inputOf(page, 'seed/profile-page.txt')]);
    expect(report.sources[0]).toMatchObject({ records: 10, created: 0, updated: 0, unchanged: 10 });
    expect(await graphSnapshot(graph)).toEqual(before);
  });

  test.each(readdirSync(examples).filter((file) => file.endsWith('.graphql')))(
    'the playground tab %s has a real answer',
    async (file) => {
      const answer = await data(readFileSync(`${examples}${file}`, 'utf8'));
      const empty = Object.entries(answer ?? {}).filter(
        ([, value]) => value === null || JSON.stringify(value).includes('"nodes":[]}'),
      );
      expect(answer).toBeTruthy();
      expect(empty.map(([field]) => field)).toEqual([]);
    },
  );
});
