import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking } from './fixture/asking.ts';
import { writeLibrary } from './fixture/library.ts';

let ask: Ask;

beforeAll(async () => {
  const graph = await freshGraph();
  await writeLibrary(graph);
  ask = asking(graph);
});

const search = (query: string, more = '') =>
  ask<{ search: { totalCount: number; edges: { score: number; node: Record<string, string> }[] } }>(
    `query ($query: String!) { search(query: $query ${more}) { totalCount edges { score node {
      __typename ... on Publication { title } ... on Author { name } ... on Venue { name } ... on Topic { name }
    } } } }`,
    { query },
  );

async function found(query: string, more = ''): Promise<string[]> {
  const { data, errors } = await search(query, more);
  expect(errors).toEqual([]);
  return data.search.edges
    .map(({ node }) => `${node['__typename']}: ${node['title'] ?? node['name']}`)
    .sort();
}

const ask18 =
  'Publication: Ask the Right Questions: Active Question Reformulation with Reinforcement Learning';
const analyzing = 'Publication: Analyzing Language Learned by an Active Question Answering Agent';

describe('what is found', () => {
  test('all kinds at once, best first', async () => {
    const { data } = await search('question answering');
    expect(data.search.totalCount).toBe(2);
    const scores = data.search.edges.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(await found('question answering')).toEqual([analyzing, 'Topic: question answering']);
  });

  test.each<[string, string[]]>([
    ['active question', [analyzing, ask18]],
    ['QUESTIONS', [analyzing, ask18, 'Topic: question answering']],
    ['"active question answering"', [analyzing]],
    ['"answering active"', []],
    ['stanislaw jastrzebski', ['Author: Stanisław Kamil Jastrzębski']],
    ['Jastrzębski', ['Author: Stanisław Kamil Jastrzębski']],
    ['Gesm', ['Author: Andrea Gesmundo']],
    ['NIPS', ['Venue: Conference on Neural Information Processing Systems']],
    [
      'spiking',
      [
        'Publication: Temporal coding in spiking neural networks with alpha synaptic function',
        'Topic: spiking neural networks',
      ],
    ],
    ['adapter modules', ['Publication: Parameter Efficient Transfer Learning for NLP']],
    ['Task-Aware', ['Publication: Fast Task-Aware Architecture Inference']],
    ['zebra', []],
  ])('%s', async (query, hits) => {
    expect(await found(query)).toEqual(hits);
  });

  test('only of the kinds asked for', async () => {
    expect(await found('question', ', kinds: TOPIC')).toEqual(['Topic: question answering']);
    expect(await found('learning', ', kinds: [VENUE]')).toHaveLength(4);
    expect(await found('learning', ', kinds: []')).toEqual([]);
  });

  test('within one kind, with filter and order', async () => {
    const { data } = await ask(`{
      publications(search: "learning", filter: { year: { to: 2018 } }, orderBy: { field: TITLE }) { totalCount nodes { title } }
      authors(search: "wei") { nodes { name } }
      venues(search: "iclr") { nodes { name } }
      topics(search: "learn", orderBy: { field: NAME }) { nodes { name } }
    }`);
    expect(data).toEqual({
      publications: {
        totalCount: 2,
        nodes: [{ title: analyzing.slice(13) }, { title: ask18.slice(13) }],
      },
      authors: { nodes: [{ name: 'Wei Wang' }] },
      venues: { nodes: [{ name: 'International Conference on Learning Representations' }] },
      topics: {
        nodes: [
          'continual learning',
          'machine learning',
          'meta-learning',
          'multi-task learning',
          'reinforcement learning',
          'transfer learning',
        ].map((name) => ({ name })),
      },
    });
  });
});

describe('near words, where one asks for them', () => {
  test.each<[string, string[]]>([
    ['reenforcement', [ask18, 'Topic: reinforcement learning']],
    ['Gesmunod', ['Author: Andrea Gesmundo']],
    ['spikking nets', []],
    [
      'transfer lerning',
      ['Publication: Parameter Efficient Transfer Learning for NLP', 'Topic: transfer learning'],
    ],
  ])('%s', async (query, hits) => {
    expect(await found(query, ', fuzzy: true')).toEqual(hits);
    expect(await found(query)).toEqual([]);
  });

  test('the very word comes before a near one', async () => {
    const { data } = await ask<{ publications: { nodes: { title: string }[] } }>(
      '{ publications(search: "networks routing", fuzzy: true) { nodes { title } } }',
    );
    expect(data.publications.nodes[0]?.title).toContain('Routing Networks');
  });
});

describe('where it is searched', () => {
  const titles = async (searchIn: string) => {
    const { data, errors } = await ask<{ publications: { totalCount: number } }>(
      `{ publications(search: "task model", searchIn: ${searchIn}) { totalCount } }`,
    );
    return errors[0]?.extensions.code ?? data.publications.totalCount;
  };

  test('in titles, in abstracts, or in both', async () => {
    expect(await titles('TITLE')).toBe(0);
    expect(await titles('ABSTRACT')).toBe(1);
    expect(await titles('[TITLE, ABSTRACT]')).toBe(1);
    expect(await titles('[]')).toBe('BAD_INPUT');
  });
});

describe('where it was found', () => {
  const highlights = '{ field fragments { text offset matches { start end } } }';

  test('in titles and abstracts, as places in plain text', async () => {
    const { data, errors, statements } = await ask(`{
      asking: publications(search: "questions reformul") { edges { highlights ${highlights} } }
      adapter: publications(search: "adapter \\"transfer learning\\"") { edges { highlights ${highlights} } }
      all: publications(first: 1) { edges { highlights ${highlights} } }
    }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      asking: {
        edges: [
          {
            highlights: [
              {
                field: 'title',
                fragments: [
                  {
                    text: ask18.slice('Publication: '.length),
                    offset: 0,
                    matches: [
                      { start: 14, end: 23 },
                      { start: 32, end: 40 },
                      { start: 41, end: 54 },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
      adapter: {
        edges: [
          {
            highlights: [
              {
                field: 'title',
                fragments: [
                  {
                    text: 'Parameter Efficient Transfer Learning for NLP',
                    offset: 0,
                    matches: [
                      { start: 20, end: 28 },
                      { start: 29, end: 37 },
                    ],
                  },
                ],
              },
              {
                field: 'abstract',
                fragments: [
                  {
                    text: 'Adapter modules add few parameters for each task, and leave the language model as it is.',
                    offset: 0,
                    matches: [{ start: 0, end: 7 }],
                  },
                ],
              },
            ],
          },
        ],
      },
      all: { edges: [{ highlights: [] }] },
    });
    // Three pages; the abstracts of all of them at once, or by level of the two searches.
    expect(statements.length).toBeLessThanOrEqual(5);
  });

  test('in names', async () => {
    const { data } = await ask(
      `{ search(query: "jastrzebski", kinds: AUTHOR) { edges { highlights ${highlights} } } }`,
    );
    expect(data).toEqual({
      search: {
        edges: [
          {
            highlights: [
              {
                field: 'name',
                fragments: [
                  { text: 'Stanisław Kamil Jastrzębski', offset: 0, matches: [{ start: 16, end: 27 }] },
                ],
              },
            ],
          },
        ],
      },
    });
  });
});

describe('suggestions while somebody types', () => {
  const suggested = async (text: string, more = '') => {
    const { data, errors, statements } = await ask<{ suggest: { text: string; popularity: number }[] }>(
      `query ($text: String!) { suggest(text: $text ${more}) { text popularity node { __typename } } }`,
      { text },
    );
    expect(errors).toEqual([]);
    expect(statements.length).toBeLessThanOrEqual(1);
    return data.suggest.map((suggestion) => suggestion.text);
  };

  test.each<[string, string, string[]]>([
    ['gesm', '', ['Andrea Gesmundo']],
    ['houlsby n', '', ['Neil Houlsby']],
    ['jastrze', '', ['Stanisław Kamil Jastrzębski']],
    ['NIPS', ', kinds: VENUE', ['Conference on Neural Information Processing Systems']],
    ['conference on neu', ', kinds: VENUE', ['Conference on Neural Information Processing Systems']],
    ['task-aware arch', '', ['Fast Task-Aware Architecture Inference']],
    [
      'learnin',
      ', kinds: TOPIC',
      [
        'multi-task learning',
        'reinforcement learning',
        'transfer learning',
        'continual learning',
        'meta-learning',
        'machine learning',
      ],
    ],
    // What starts with the text comes before what has more publications.
    ['kr', ', kinds: AUTHOR, first: 2', ['Krzysztof Maziarz', 'Krzysztof Potempa']],
    ['zebra', '', []],
    ['', '', []],
    ['?!', '', []],
  ])('%j%s', async (text, more, suggestions) => {
    expect(await suggested(text, more)).toEqual(suggestions);
  });

  test('of all kinds, what starts with the text first and then the most popular', async () => {
    expect(await suggested('at')).toEqual([
      'Attention Is All You Need',
      'Mona Attariyan',
      'attention mechanism',
    ]);
  });

  test('any text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 40 }),
          fc.stringMatching(/^[ab"*?~^:()[\]{}+\-!&|/\\ ]{0,40}$/),
        ),
        async (text) => {
          await suggested(text);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('whatever a person types', () => {
  test.each([
    "') DETACH DELETE n //",
    '*:* AND (',
    'title:question OR name:*',
    'a AND OR NOT b',
    'question~2^9 [a TO z]',
    '"unclosed question',
    'C++ && || ! {x} \\ / ?',
    '$2b$ 日本語 Ελληνικά',
  ])('%s is words', async (query) => {
    const { errors } = await search(query);
    expect(errors).toEqual([]);
  });

  test('operators are words like others', async () => {
    expect(await found('question OR zebra')).toEqual([]);
    expect(await found('NOT active question')).toEqual([analyzing, ask18]);
    expect(await found('title:question')).toEqual([]);
  });

  test('any text either finds or is an error with a code', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 50 }),
          fc.stringMatching(/^[ab"*?~^:()[\]{}+\-!&|/\\ ]{0,40}$/),
        ),
        async (query) => {
          const { data, errors } = await search(query);
          if (errors.length === 0) expect(data.search.totalCount).toBeGreaterThanOrEqual(0);
          else expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each([
    ['', 'no word to search for'],
    [' \t\n', 'no word to search for'],
    ['?!* "" :-)', 'no word to search for'],
    ['x'.repeat(401), 'at most 400'],
    ['a '.repeat(40), 'at most 32'],
    ['a\0b', 'NUL'],
    ['a\ud800b', 'surrogate'],
  ])('%j is an error', async (query, message) => {
    const { data, errors } = await search(query);
    expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
    expect(errors[0]?.message).toContain(message);
    expect(data ?? null).toBeNull();
  });
});
