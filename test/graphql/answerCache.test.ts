import { pino } from 'pino';
import { beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import { Graph } from '../../src/graph/graph.ts';
import { versionAgeMs } from '../../src/graph/version.ts';
import { createServer } from '../../src/server.ts';
import { defaultServing, type Serving } from '../../src/serving.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { writeLibrary } from './fixture/library.ts';

const token = 'a-token-for-tests-only';
const address = 'http://localhost/graphql';
const count = '{ publications { totalCount } }';

let graph: Graph;
let yoga: ReturnType<typeof createServer>['yoga'];

beforeEach(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
  yoga = serverOf(graph);
});

function serverOf(to: Graph, answerCache = 1_000_000, serving: Partial<Serving> = {}) {
  return createServer({
    graph: to,
    config: {
      administrators: [{ name: 'Ada', token }],
      host: '127.0.0.1',
      port: 0,
      answerCache,
      serving: { ...defaultServing, ...serving },
    },
    logger: pino({ level: 'silent' }),
  }).yoga;
}

const get = (query: string, headers: Record<string, string> = {}, to = yoga) =>
  to.fetch(`${address}?query=${encodeURIComponent(query)}`, { headers });

const post = (query: string, variables = {}, headers: Record<string, string> = {}) =>
  yoga.fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });

/** The Cypher statements that `ask` costs. */
async function reads(ask: () => unknown): Promise<number> {
  let asked = 0;
  const stop = graph.onQuery(() => {
    asked += 1;
  });
  await ask();
  stop();
  return asked;
}

const addPublication = (to = graph) =>
  to.write((transaction) =>
    transaction.run(cypher`CREATE (:Publication {id: 'p-new', title: 'New', sortTitle: 'new', year: 2024})`),
  );

const totalOf = async (response: Response) => (await response.json()).data.publications.totalCount;

describe('an answer', () => {
  test('is remembered: the same question costs no query, however it is laid out', async () => {
    const first = await (await post(count)).json();
    expect(first.data.publications.totalCount).toBeGreaterThan(0);
    expect(await reads(() => post(count))).toBe(0);
    expect(await reads(() => post('query {\n  publications {\n    totalCount\n  }\n}'))).toBe(0);
    expect(await (await get(count)).json()).toEqual(first);
  });

  test('is of its variables and its operation', async () => {
    const query = 'query One($name: String!) { author(name: $name) { name } } query Two { __typename }';
    const ask = async (operationName: string, name: string) => {
      const response = await yoga.fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, operationName, variables: { name } }),
      });
      return (await response.json()).data;
    };
    expect(await ask('One', 'Keith Hall')).toEqual({ author: { name: 'Keith Hall' } });
    expect(await ask('One', 'Andrea Gesmundo')).toEqual({ author: { name: 'Andrea Gesmundo' } });
    expect(await ask('Two', 'Keith Hall')).toEqual({ __typename: 'Query' });
    expect(await ask('One', 'Keith Hall')).toEqual({ author: { name: 'Keith Hall' } });
  });

  test('is forgotten as soon as this server writes', async () => {
    const before = await totalOf(await post(count));
    await addPublication();
    expect(await totalOf(await post(count))).toBe(before + 1);
  });

  test('is forgotten a second after anybody else writes', async () => {
    const before = await totalOf(await post(count));
    const other = new Graph(inject('neo4j'));
    await addPublication(other);
    await other.close();
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + versionAgeMs + 1);
    try {
      expect(await totalOf(await post(count))).toBe(before + 1);
    } finally {
      vi.restoreAllMocks();
    }
  });

  test('with an error is not remembered', async () => {
    const wrong = '{ publications(first: 100000) { totalCount } }';
    const answer = await post(wrong);
    expect(answer.headers.get('etag')).toBeNull();
    expect(await reads(() => post(count))).toBeGreaterThan(0);
  });

  test('to an administrator is theirs alone', async () => {
    const authorization = `Bearer ${token}`;
    const answer = await post(count, {}, { authorization });
    expect(answer.headers.get('etag')).toBeNull();
    expect(await reads(() => post(count, {}, { authorization }))).toBeGreaterThan(0);
    expect(await reads(() => post(count))).toBeGreaterThan(0);
  });

  test('is not remembered where nothing may be', async () => {
    yoga = serverOf(graph, 0);
    await post(count);
    expect(await reads(() => post(count))).toBeGreaterThan(0);
  });

  test('goes out as it was first, so often as it is asked for', async () => {
    const query =
      '{ author(name: "Andrea Gesmundo") { coauthors(first: 3) { edges { cursor node { id } } } } }';
    const answers = [];
    for (let time = 0; time < 3; time += 1) answers.push(await (await post(query)).text());
    expect(new Set(answers).size).toBe(1);
  });
});

describe('ETag', () => {
  test('sent back by GET is answered by 304, without a query, even where nothing is remembered', async () => {
    const etag = (await get(count)).headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/".+"$/);
    // Too small for any answer.
    const forgetful = serverOf(graph, 1);
    expect(
      await reads(async () => {
        const response = await get(count, { 'if-none-match': `"other", ${etag}` }, forgetful);
        expect([response.status, await response.text()]).toEqual([304, '']);
        expect(response.headers.get('etag')).toBe(etag);
      }),
    ).toBe(0);
  });

  test('of another question, or of a graph that has changed, is answered in full', async () => {
    const etag = (await get(count)).headers.get('etag') ?? '';
    const other = await get('{ authors { totalCount } }', { 'if-none-match': etag });
    expect(other.status).toBe(200);
    await addPublication();
    const changed = await get(count, { 'if-none-match': etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(etag);
  });

  test('says that an answer is asked for anew each time', async () => {
    const { headers } = await get(count);
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('vary')).toContain('authorization');
  });
});

test('whoever keeps answers is told also what else they depend on', async () => {
  const open = serverOf(graph, 1_000_000, { corsOrigins: ['https://example.org', 'https://example.com'] });
  const origin = { origin: 'https://example.org' };
  const first = await get(count, origin, open);
  const etag = first.headers.get('etag') ?? '';
  const again = await get(count, { ...origin, 'if-none-match': etag }, open);
  expect([first.status, again.status]).toEqual([200, 304]);
  for (const { headers } of [first, again]) {
    const vary = (headers.get('vary') ?? '').toLowerCase().split(/, */);
    expect(vary).toEqual(expect.arrayContaining(['origin', 'accept', 'authorization']));
    expect(headers.get('access-control-allow-origin')).toBe('https://example.org');
  }
});
