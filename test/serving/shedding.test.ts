import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FairQueue } from '../../src/serving/fairQueue.ts';
import { shedding } from '../../src/serving/shedding.ts';

let queue: FairQueue;
let server: Server;
let url: string;
let told: unknown[];

/** A server that works for one at a time, and answers 200 to whom it lets through. */
beforeEach(async () => {
  queue = new FairQueue({ running: 1, waiting: 0, patience: 1_000 });
  told = [];
  const sheds = shedding({
    queue,
    metrics: { failed: (code) => told.push(code), answered: ({ status }) => told.push(status) },
    production: true,
    proxies: 0,
    corsOrigins: ['https://group.example'],
  });
  server = createServer((request, response) => {
    if (!sheds(request, response)) response.end('let through');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/graphql`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const ask = (headers: Record<string, string> = {}, body = '{"query": "{ __typename }"}', to = url) =>
  fetch(to, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

describe('a server with a place', () => {
  test('lets a request through', async () => {
    expect((await ask()).status).toBe(200);
    expect(told).toEqual([]);
  });
});

describe('a server without one', () => {
  beforeEach(async () => {
    await queue.enter('somebody');
  });

  test('sends a request away, counts it, and says when to come back', async () => {
    const response = await ask();
    expect(response.status).toBe(503);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'retry-after': '1',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=31536000',
      'x-request-id': expect.stringMatching(/^[\w-]{36}$/),
    });
    const { data, errors } = await response.json();
    expect(data).toBeUndefined();
    expect(errors).toEqual([
      {
        message: expect.stringContaining('as much to do as it can'),
        extensions: expect.objectContaining({ code: 'SERVER_BUSY' }),
      },
    ]);
    expect(told).toEqual(['SERVER_BUSY', 503]);
    expect(queue.shed).toBe(1);
  });

  test('says so in the type of GraphQL, where that is taken', async () => {
    const response = await ask({ accept: 'application/graphql-response+json' });
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
  });

  test('keeps the connection of a small request, and closes that of a large one', async () => {
    const small = await ask();
    expect([small.status, small.headers.get('connection')]).toEqual([503, 'keep-alive']);
    const large = await ask({}, 'x'.repeat(200_000));
    expect([large.status, large.headers.get('connection')]).toEqual([503, 'close']);
  });

  test.each([
    ['a request with a token, whose client is not known yet', { authorization: 'Bearer some' }],
    ['a page of a site that may ask, for its headers', { origin: 'https://group.example' }],
    ['a subscription, which takes no turn', { accept: 'text/event-stream' }],
    ['an answer in parts', { accept: 'multipart/mixed, application/json' }],
  ])('leaves to others %s', async (_, headers) => {
    expect((await ask(headers)).status).toBe(200);
    expect(queue.shed).toBe(0);
  });

  test('and whatever is no operation', async () => {
    expect((await ask({}, '', new URL('/health', url).href)).status).toBe(200);
    expect((await fetch(url)).status).toBe(200);
  });
});
