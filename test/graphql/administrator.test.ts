import { pino } from 'pino';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Graph } from '../../src/graph/graph.ts';
import { createServer } from '../../src/server.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { asking } from './fixture/asking.ts';
import { writeLibrary } from './fixture/library.ts';

const token = '0123456789abcdef';
const mutation =
  'mutation { findTopicClusters(resolution: 0.5, seed: 7) { resolution seed communityCount } }';

let graph: Graph;
beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
});

async function send(authorization: string | undefined) {
  const { yoga } = createServer({
    graph,
    config: { administrators: [{ name: 'Ada', token }], host: '127.0.0.1', port: 0 },
    logger: pino({ level: 'silent' }),
  });
  const response = await yoga.fetch('http://localhost/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(authorization === undefined ? {} : { authorization }),
    },
    body: JSON.stringify({ query: mutation }),
  });
  return { status: response.status, body: await response.json() };
}

describe('only an administrator changes the graph', () => {
  test.each([undefined, 'Bearer ', 'Bearer 0123456789abcdeX', `Basic ${token}`, token, `Bearer ${token} x`])(
    'not with %j',
    async (authorization) => {
      const { status, body } = await send(authorization);
      expect(status).toBe(401);
      expect(body).toMatchObject({
        data: null,
        errors: [{ extensions: { code: 'ADMINISTRATOR_REQUIRED' }, path: ['findTopicClusters'] }],
      });
      const { data } = await asking(graph)('{ clusterRuns { totalCount } }');
      expect(data).toEqual({ clusterRuns: { totalCount: 0 } });
    },
  );

  test('with the token', async () => {
    const { status, body } = await send(`Bearer ${token}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      data: { findTopicClusters: { resolution: 0.5, seed: 7, communityCount: expect.any(Number) } },
    });
  });
});
