import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freshGraph } from '../graph/freshGraph.ts';
import { buildPackage } from '../graph/local/builtPackage.ts';
import { type AskOptions, ServerProcess, token } from '../processes/serverProcess.ts';
import { subscription } from './fixture/events.ts';
import { writeLibrary } from './fixture/library.ts';

/*
 * Everything that a server is asked for, for a while, by clients who go away, ask what is wrong, and never end: what it
 * takes of memory, files, sessions and timers is what it took before.
 */

/** Seconds between the two looks; more of them for a longer soak. */
const seconds = Number(process.env['SOAK_SECONDS'] ?? 40);
/** Looks in between. */
const parts = Number(process.env['SOAK_PARTS'] ?? 4);
const warmUpSeconds = 12;
const clients = 8;
/** Requests that only come and go; 100,000 are what is promised. */
const comeAndGo = Number(process.env['SOAK_REQUESTS'] ?? 3_000);

let server: ServerProcess;

beforeAll(async () => {
  const dist = await buildPackage('soak');
  await writeLibrary(await freshGraph());
  server = await ServerProcess.start(dist, inject('neo4j'), {
    // So little that it is full soon.
    SCHOLARGRAPH_ANSWER_CACHE: '1m',
  });
});
afterAll(() => server?.end());

const ask = async (query: string, variables = {}) => {
  await server.ask(query, { variables });
};
const go = async (pathname: string, signal: AbortSignal | null = null) => {
  const response = await fetch(new URL(pathname, server.url), { signal });
  await response.arrayBuffer();
};

/** Asks, and goes away after so many milliseconds. */
async function leaving(milliseconds: number, work: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const gone = new AbortController();
  const timer = setTimeout(() => gone.abort(), milliseconds);
  await work(gone.signal).catch((error: unknown) => {
    if (!gone.signal.aborted) throw error;
  });
  clearTimeout(timer);
}

const wide = `{ authors(first: 50) { nodes { name coauthors(first: 20) { nodes { name coauthors(first: 5) { nodes { name } } } }
  publications(first: 20) { nodes { title topics { nodes { name } } } } } } }`;

async function subscribed(signal: AbortSignal): Promise<void> {
  const query = 'subscription ($id: ID!) { importProgress(id: $id) { state } }';
  const variables = { id: 'SW1wb3J0Om5vdGhpbmc=' };
  const response = await fetch(server.url, subscription(token, query, variables, signal));
  await response.text();
}

/** Each kind of request, by the turn. */
const kinds: readonly ((turn: number) => Promise<void>)[] = [
  () => ask('{ publications(first: 20) { totalCount nodes { title authors { nodes { name } } } } }'),
  // Another document each time, so that what remembers documents and answers has something to forget.
  (turn) => ask(`query Turn${turn} { publications(first: ${turn % 20}) { nodes { title } } }`),
  (turn) =>
    ask('query ($text: String!) { search(text: $text, first: 5) { totalCount } }', { text: `t${turn}` }),
  (turn) => ask('query ($name: String!) { author(name: $name) { name } }', { name: `Nobody ${turn}` }),
  () => ask(wide),
  () => leaving(20, (signal) => server.ask(wide, { signal })),
  () => leaving(3, (signal) => server.ask(wide, { signal })),
  (turn) => ask(`{ nothing${turn} }`),
  () => ask('{ publications(first: -1) { totalCount } }'),
  () => ask('{'),
  () => ask('{ publications(after: "forged") { totalCount } }'),
  () => go('/graphql?query={__typename}'),
  () => go('/export/publications.bib'),
  () => leaving(5, (signal) => go('/export/publications.jsonl', signal)),
  () => go('/ready'),
  (turn) => go(`/nowhere/${turn}`),
  () => leaving(50, subscribed),
  () => leaving(400, subscribed),
  async (turn) => {
    const text = `@article{a${turn % 5}, title = {A study of ${turn % 5}}, year = 2019}`;
    await server.command(
      'mutation ($text: String!) { importRecords(input: { sourceName: "soak", text: $text, waitSeconds: 5 }) { state } }',
      { variables: { text } },
    );
  },
];

/** What is remembered of documents and answers is bounded: it is full when the first look is taken. */
async function fillMemories(): Promise<void> {
  for (let turn = 0; turn < 300; turn += 10) {
    const numbers = Array.from({ length: 10 }, (_, at) => 1_000_000 + turn + at);
    await Promise.all(
      numbers.flatMap((number) => [
        ask(`query Turn${number} { publications(first: ${number % 20}) { nodes { title } } }`),
        ask(`{ nothing${number} }`),
      ]),
    );
  }
}

/** @returns how many requests */
async function load(duration: number): Promise<number> {
  const end = performance.now() + duration * 1_000;
  let turn = 0;
  const client = async () => {
    while (performance.now() < end) {
      const mine = turn++;
      await kinds[mine % kinds.length]?.(mine);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return turn;
}

interface Look {
  readonly heap: number;
  readonly resident: number;
  /** Of the heap, with what is free in it. */
  readonly reserved: number;
  /** Buffers, outside of the heap. */
  readonly buffers: number;
  readonly files: number;
  readonly handles: number;
}

/** What the server takes when nothing is asked of it. */
async function look(): Promise<Look> {
  for (const name of [
    'scholargraph_sessions',
    'scholargraph_operations_running',
    'scholargraph_operations_waiting',
    'scholargraph_imports',
    'scholargraph_import_watchers',
  ]) {
    await expect.poll(() => server.metric(name), { timeout: 100_000, message: name }).toBe(0);
  }
  const memory = await server.tell({ collect: true });
  return {
    heap: memory.heapUsed,
    resident: memory.rss,
    reserved: memory.heapTotal,
    buffers: memory.external,
    files: await server.metric('process_open_fds'),
    handles: await server.metric('nodejs_active_resources_total'),
  };
}

test(`takes no more after ${seconds} seconds of requests than before`, {
  timeout: 300_000 + 3_000 * seconds,
}, async () => {
  await fillMemories();
  await load(warmUpSeconds);
  const looks = [await look()];
  let requests = 0;
  for (let part = 0; part < parts; part += 1) {
    requests += await load(seconds / parts);
    looks.push(await look());
  }
  const megabytes = (of: (look: Look) => number) => looks.map((each) => Math.round(of(each) / 1e6));
  console.info(
    JSON.stringify({
      requests,
      heap: megabytes(({ heap }) => heap),
      reserved: megabytes(({ reserved }) => reserved),
      buffers: megabytes(({ buffers }) => buffers),
      resident: megabytes(({ resident }) => resident),
      files: looks.map(({ files }) => files),
      handles: looks.map(({ handles }) => handles),
    }),
  );
  const [before, middle, after] = [looks[0], looks[Math.floor(looks.length / 2)], looks.at(-1)];
  if (before === undefined || middle === undefined || after === undefined)
    throw new Error('nobody has looked');
  expect(requests).toBeGreaterThan(kinds.length * 3);
  // Less than a kilobyte a request.
  expect(after.heap - before.heap).toBeLessThan(Math.max(10e6, requests * 1_000));
  expect(after.buffers - before.buffers).toBeLessThan(20e6);
  // V8 keeps the pages that a burst took, up to four times of what is used in them, and takes more by steps (140 MB were seen on
  // Node 24, once, and then 3 MB a look). What leaks goes on growing.
  expect(after.resident - middle.resident).toBeLessThan(250e6);
  // The driver keeps connections, as many as were in use at a time, and 100 at most; one for each request of a kind would be more.
  expect(after.files).toBeLessThanOrEqual(before.files + 110);
  expect(after.handles).toBeLessThanOrEqual(before.handles + 110);
});

const comeAndGoQuery =
  'query ($text: String!, $first: Int) { publications(search: $text, first: $first) { totalCount nodes { title } } }';

test(`leaves no session open after ${comeAndGo} requests that are answered, refused or given up`, {
  timeout: 120_000 + 30 * comeAndGo,
}, async () => {
  const before = await look();
  let turn = 0;
  const ended = { answered: 0, refused: 0 };
  const one = async (options: AskOptions = {}) => {
    turn += 1;
    // Something else each time: what is remembered would take no session.
    const variables = { text: `t${turn}`, first: turn % 10 === 0 ? -1 : 3 };
    const { errors } = await server.ask(comeAndGoQuery, { variables, ...options });
    if (errors === undefined) ended.answered += 1;
    else ended.refused += 1;
  };
  const client = async () => {
    while (turn < comeAndGo) {
      if (turn % 7 !== 0) await one();
      else await leaving(turn % 4, (signal) => one({ signal }));
    }
  };
  await Promise.all(Array.from({ length: 2 * clients }, client));
  // There is no session: that is the first thing that is looked at.
  const after = await look();
  const givenUp = turn - ended.answered - ended.refused;
  console.info(
    JSON.stringify({ requests: turn, ...ended, givenUp, sessions: 0, files: [before.files, after.files] }),
  );
  expect(givenUp).toBeGreaterThan(0);
  // The connections of those who have given up are used again; there are 100 at most.
  expect(after.files).toBeLessThanOrEqual(before.files + 100);
});
