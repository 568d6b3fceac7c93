import { beforeAll, describe, expect, test } from 'vitest';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking, globalId } from './fixture/asking.ts';
import { writeLibrary } from './fixture/library.ts';

let ask: Ask;

beforeAll(async () => {
  const graph = await freshGraph();
  await writeLibrary(graph);
  ask = asking(graph);
});

async function answer<Data = Record<string, unknown>>(query: string): Promise<Data> {
  const { data, errors } = await ask<Data>(query);
  expect(errors).toEqual([]);
  return data;
}

describe('publications like one', () => {
  const fields = `edges { score topicShare referenceShare textShare sharedTopics { name } sharedReferences { title } node { title } }`;

  test('by topics, references and title, with what they share', async () => {
    const { publication } = await answer<{
      publication: { similar: { edges: { score: number; textShare: number; node: { title: string } }[] } };
    }>(`{ publication(id: "${globalId('Publication', 'p-ask')}") { similar { ${fields} } } }`);
    const { edges } = publication.similar;
    const titled = (title: string) => edges.find(({ node }) => node.title.startsWith(title));
    const analyzing = titled('Analyzing');
    // Of 0.9 and 0.6 it has 0.9 and 0.5; both topics are as rare.
    expect(analyzing).toMatchObject({
      topicShare: expect.closeTo(1.4 / 1.5, 5),
      referenceShare: 0,
      sharedReferences: [],
    });
    const shared = (analyzing as unknown as { sharedTopics: { name: string }[] }).sharedTopics;
    expect(shared.map(({ name }) => name).sort()).toEqual(['question answering', 'reinforcement learning']);
    expect(analyzing?.textShare).toBeGreaterThan(titled('Parameter Efficient')?.textShare ?? 1);
    // Both cite one publication, and cite nothing else.
    expect(titled('Parameter Efficient')).toMatchObject({
      topicShare: 0,
      referenceShare: 1,
      sharedTopics: [],
      sharedReferences: [{ title: 'Attention Is All You Need' }],
    });
    const scores = edges.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  test('filtered, counted and read in pages like any other', async () => {
    const id = globalId('Publication', 'p-ask');
    type Page = { nodes: { id: string }[]; totalCount: number; pageInfo: { endCursor: string } };
    const page = async (args: string) =>
      (
        await answer<{ publication: { similar: Page } }>(
          `{ publication(id: "${id}") { similar(${args}) { totalCount nodes { id } pageInfo { endCursor } } } }`,
        )
      ).publication.similar;
    const all = await page('first: 100');
    const first = await page('first: 2');
    const rest = await page(`first: 100, after: "${first.pageInfo.endCursor}"`);
    expect([...first.nodes, ...rest.nodes]).toEqual(all.nodes);
    expect(all.totalCount).toBe(all.nodes.length);
    expect((await page('filter: { year: { to: 2017 } }')).nodes).toHaveLength(
      (await page('filter: { year: { to: 2017 } }')).totalCount,
    );
  });

  test('one that shares nothing has none, and one without title no words', async () => {
    const { attention, untitled } = await answer<
      Record<string, { similar: { edges: { textShare: number }[] } }>
    >(`{
      attention: publication(arxivId: "1706.03762") { similar(filter: { topics: { count: { from: 2 } }, cites: { none: {} }, title: { words: "spiking" } }) { edges { textShare } } }
      untitled: publication(id: "${globalId('Publication', 'p-untitled')}") { similar { edges { textShare } } }
    }`);
    expect(attention?.similar.edges).toEqual([]);
    expect(untitled?.similar.edges.map(({ textShare }) => textShare)).toEqual([0, 0, 0, 0]);
  });
});

test('venues like one, as worked out by hand', async () => {
  const { venue } = await answer<{
    venue: { similar: unknown };
  }>(`{ venue(name: "Workshop on Neural Architecture Search") {
    similar(first: 1) { edges { score topicShare authorShare sharedTopics { name } sharedAuthors { name } node { name } } } } }`);
  const whole = 0.9 * Math.log(11 / 2) + 0.5 * Math.log(11 / 4);
  const topicShare = (0.4 * Math.log(11 / 2)) / whole;
  expect(venue.similar).toEqual({
    edges: [
      {
        score: expect.closeTo((topicShare + 2 / 3) / 2, 4),
        topicShare: expect.closeTo(topicShare, 4),
        authorShare: expect.closeTo(2 / 3, 4),
        sharedTopics: [{ name: 'multi-task learning' }],
        sharedAuthors: expect.arrayContaining([{ name: 'Andrea Gesmundo' }, { name: 'Jesse Berent' }]),
        node: { name: 'Workshop on Continual Learning' },
      },
    ],
  });
});

test('authors like one, and among them those with whom the author has not written', async () => {
  const houlsby = globalId('Author', 'a-neil-houlsby');
  const { author } = await answer<{
    author: {
      similar: { edges: { coauthor: boolean; node: { name: string } }[] };
      others: { edges: unknown[] };
    };
  }>(`{ author(id: "${houlsby}") {
    similar(first: 3) { edges { score coauthor topicShare coauthorShare sharedTopics { name } sharedCoauthors { name } node { name } } }
    others: similar(filter: { coauthors: { none: { id: "${houlsby}" } } }) { edges { coauthor sharedCoauthors { name } } }
  } }`);
  expect(author.similar.edges.map(({ node }) => node.name)).toContain('Andrea Gesmundo');
  expect(author.similar.edges.map(({ node }) => node.name)).toContain('Wei Wang');
  expect(author.others.edges).toContainEqual({
    coauthor: false,
    sharedCoauthors: [{ name: 'Andrea Gesmundo' }],
  });
  expect(author.others.edges).not.toContainEqual(expect.objectContaining({ coauthor: true }));
});

test('for all of a page at once', async () => {
  const { statements, errors } = await ask(`{
    publications(first: 5) { nodes { similar(first: 3) { nodes { title } } } }
    authors(first: 5) { nodes { similar(first: 3) { nodes { name } } } }
    venues(first: 5) { nodes { similar(first: 3) { nodes { name } } } }
  }`);
  expect(errors).toEqual([]);
  expect(statements).toHaveLength(6);
});
