import { pino } from 'pino';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Graph } from '../../src/graph/graph.ts';
import { createServer } from '../../src/server.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { writeLibrary } from './fixture/library.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
});

interface Part {
  readonly data?: Record<string, unknown>;
  readonly incremental?: readonly {
    readonly data?: unknown;
    readonly items?: unknown;
    readonly path: unknown;
  }[];
  readonly hasNext: boolean;
}

/** The parts of an answer in the order in which they come. */
async function parts(query: string, accept = 'multipart/mixed'): Promise<Part[]> {
  const { yoga } = createServer({
    graph,
    config: { administrators: [], host: '127.0.0.1', port: 0, answerCache: 1_000_000 },
    logger: pino({ level: 'silent' }),
  });
  const response = await yoga.fetch('http://localhost/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query }),
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain(accept);
  const text = await response.text();
  const json =
    accept === 'multipart/mixed'
      ? text.split(/\r\n---?\r?\n?/).flatMap((part) => /\r\n\r\n(\{.*\})/s.exec(part)?.[1] ?? [])
      : [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, data]) => data ?? '');
  return json.map((part) => JSON.parse(part));
}

describe('an answer in parts', () => {
  test.each(['multipart/mixed', 'text/event-stream'])('@defer over %s', async (accept) => {
    const [first, ...rest] = await parts(
      `{ author(name: "Andrea Gesmundo") { name ... @defer(label: "slow") { coauthors(first: 1) { totalCount } } } }`,
      accept,
    );
    expect(first).toEqual({ data: { author: { name: 'Andrea Gesmundo' } }, hasNext: true });
    const later = rest.flatMap(({ incremental }) => incremental ?? []);
    expect(later).toEqual([
      { data: { coauthors: { totalCount: expect.any(Number) } }, path: ['author'], label: 'slow' },
    ]);
    expect(rest.at(-1)?.hasNext).toBe(false);
  });

  test('@stream sends a list item by item', async () => {
    const [first, ...rest] = await parts(
      '{ publications(first: 3) { nodes @stream(initialCount: 1) { title } } }',
    );
    expect(first).toMatchObject({ data: { publications: { nodes: [{ title: expect.any(String) }] } } });
    const items = rest.flatMap(({ incremental }) => incremental ?? []).flatMap(({ items }) => items);
    expect(items).toHaveLength(2);
  });
});

test('what is in parts costs as many statements as what is not', async () => {
  const count = async (query: string) => {
    let asked = 0;
    const stop = graph.onQuery(() => {
      asked += 1;
    });
    await parts(query);
    stop();
    return asked;
  };
  const fields = 'authors(first: 5) { nodes { name } }';
  const deferred = await count(`{ publications(first: 5) { nodes { title ... @defer { ${fields} } } } }`);
  expect(deferred).toBe(2);
});
