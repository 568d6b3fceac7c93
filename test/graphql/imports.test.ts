import { once } from 'node:events';
import { readdir, readlink } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import { type Graph, int } from '../../src/graph/graph.ts';
import { type Content, textContent } from '../../src/imports/content.ts';
import { ImportQueue, queueLimit, watchLimit } from '../../src/imports/importQueue.ts';
import { rejectLimit } from '../../src/imports/runImport.ts';
import { createServer, type Server } from '../../src/server.ts';
import { empty, freshGraph } from '../graph/freshGraph.ts';
import { graphSnapshot } from '../graph/graphSnapshot.ts';
import { asking, globalId } from './fixture/asking.ts';
import { eventsOf, subscription } from './fixture/events.ts';

const token = 'a-token-for-tests-only';
const logger = pino({ level: process.env['LOG_LEVEL'] ?? 'silent' });
const uploadLimit = 2_000_000;

let graph: Graph;
const servers: Server[] = [];
const queues: ImportQueue[] = [];

beforeAll(async () => {
  graph = await freshGraph();
});
beforeEach(() => empty(graph));
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await Promise.all(queues.splice(0).map((queue) => queue.close()));
});

function serverOf(): Server {
  const config = { administrators: [{ name: 'Ada', token }], host: '127.0.0.1', port: 0, uploadLimit };
  const server = createServer({ graph, config, logger });
  servers.push(server);
  return server;
}

function queueOf(): ImportQueue {
  const queue = new ImportQueue(graph, logger);
  queues.push(queue);
  return queue;
}

const entry = (key: string, fields = '') =>
  `@article{${key}, title = {A study of ${key}}, author = {Houlsby, Neil}, year = 2019${fields}}\n`;
/** By one author each, whose names have nothing in common: telling apart thousands of one name takes its time. */
const entries = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    entry(`paper${n}`).replace('Houlsby', `Family${n.toString(36)}`),
  ).join('');
const broken = '@article{broken, title = {Never closed, year = 2019\n';
const ris =
  'TY  - JOUR\nTI  - Parameter-efficient transfer learning\nAU  - Houlsby, Neil\nPY  - 2019\nER  - \n';

const fields = `id sourceName format by state step records created updated unchanged before warned persons
  rejected bytes size
  rate secondsLeft queued began ended error { code message }`;
const importRecords = `mutation ($input: ImportRecordsInput!) { importRecords(input: $input) { ${fields}
  source { uri format publications { nodes { title } } }
  rejects { totalCount nodes { line byte key code reason original } } } }`;
const importFile = `mutation ($file: File!, $wait: Int! = 55) {
  importFile(input: { sourceName: "upload", file: $file, waitSeconds: $wait }) { ${fields} } }`;

type Import = Record<string, unknown> & { readonly id: string; readonly state: string };

/** Sends text as an administrator, and waits for the end of its import. */
async function sent(text: string, options: Record<string, unknown> = {}): Promise<Import> {
  const input = { sourceName: 'library', text, waitSeconds: 55, ...options };
  const { data, errors } = await asking(graph, 'Ada')<{ importRecords: Import }>(importRecords, { input });
  expect(errors).toEqual([]);
  return data.importRecords;
}

async function titles(): Promise<string[]> {
  const rows = await graph.read<{ title: string }>(
    cypher`MATCH (p:Publication) RETURN p.title AS title ORDER BY title`,
  );
  return rows.map((row) => row.title);
}

async function stored(): Promise<{ state: string; code: string | null; records: number }[]> {
  return graph.read(
    cypher`MATCH (n:Import) RETURN n.state AS state, n.errorCode AS code, n.records AS records ORDER BY state`,
  );
}

/** An import that another server is running, or was when it was last heard of. */
async function foreignImport(id: string, secondsAgo = 0): Promise<void> {
  await graph.write((transaction) =>
    transaction.run(
      cypher`CREATE (:Import {id: $id, sourceName: 'elsewhere', by: 'Grace', state: 'RUNNING', step: 'READ', strict: false,
        dryRun: false, records: 10, created: 10, updated: 0, unchanged: 0, before: 0, rejected: 0, bytes: 500, size: 1000,
        milliseconds: 2000, queuedAt: datetime(), beganAt: datetime(),
        aliveAt: datetime() - duration({seconds: $secondsAgo})})`,
      { id, secondsAgo: int(secondsAgo) },
    ),
  );
}

describe('a bibliography as text', () => {
  test('goes in, and the import says what became of it', async () => {
    const text = entries(3);
    const done = await sent(text);
    expect(done).toMatchObject({
      sourceName: 'library',
      format: 'bibtex',
      by: 'Ada',
      state: 'DONE',
      step: null,
      records: 3,
      created: 3,
      rejected: 0,
      bytes: text.length,
      size: text.length,
      secondsLeft: null,
      error: null,
      rejects: { totalCount: 0, nodes: [] },
      source: { uri: 'library', format: 'bibtex' },
    });
    expect(done['rate']).toBeGreaterThan(0);
    expect(await titles()).toEqual(['A study of paper0', 'A study of paper1', 'A study of paper2']);
    expect(await graph.read(cypher`MATCH (r:ClusterRun) RETURN r.resolution AS resolution`)).toEqual([
      { resolution: 1 },
    ]);
    expect(await graph.read(cypher`MATCH (n:Unsettled) RETURN n.key AS key`)).toEqual([]);
  });

  test('is answered for at once, unless a time to wait is given', async () => {
    await foreignImport('elsewhere');
    expect(await sent(entry('one'), { waitSeconds: 0 })).toMatchObject({
      state: 'QUEUED',
      began: null,
      ended: null,
      format: null,
      source: null,
    });
    const start = performance.now();
    expect(await sent(entry('one'), { waitSeconds: 1 })).toMatchObject({ state: 'QUEUED' });
    expect(performance.now() - start).toBeGreaterThan(900);
  });

  test('sent again changes nothing', async () => {
    await sent(entries(3));
    expect(await sent(entries(3))).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
  });

  test('of no known format ends in an error of the import', async () => {
    const failed = await sent('Buy milk.');
    expect(failed).toMatchObject({
      state: 'FAILED',
      format: null,
      source: null,
      error: { code: 'FORMAT_UNKNOWN' },
    });
    expect(failed['error']).toMatchObject({ message: expect.stringContaining('BibTeX') });
  });

  test('of another format than is said ends in an error of the import', async () => {
    expect(await sent('Buy milk.', { format: 'DBLP' })).toMatchObject({
      state: 'FAILED',
      format: 'dblp',
      error: { code: 'SOURCE_MALFORMED' },
    });
  });

  test('has broken entries listed with line, reason and text, and the rest goes in', async () => {
    const done = await sent(entry('one') + broken + entry('two'));
    expect(done).toMatchObject({ state: 'DONE', records: 2, rejected: 1, rejects: { totalCount: 1 } });
    const { nodes } = done['rejects'] as { nodes: Record<string, unknown>[] };
    expect(nodes).toEqual([
      {
        line: 2,
        byte: null,
        key: 'broken',
        code: 'RECORD_MALFORMED',
        reason: expect.stringMatching(/Expected/),
        original: expect.stringContaining('Never closed'),
      },
    ]);
  });

  test('of very many broken entries has all of them counted, and the first ones kept', async () => {
    const done = await sent(broken.repeat(rejectLimit + 10));
    expect(done).toMatchObject({ rejects: { totalCount: rejectLimit } });
    expect(done['rejected']).toBe(rejectLimit + 10);
  });

  test('strict: ends at the first broken entry, with nothing of its batch', async () => {
    const failed = await sent(entry('one') + broken + entry('two'), { strict: true });
    expect(failed).toMatchObject({ state: 'FAILED', rejected: 1, error: { code: 'RECORD_MALFORMED' } });
    expect(await titles()).toEqual([]);
  });

  test('since a year: what is before stays out', async () => {
    const old = entry('old').replace('2019', '2001');
    expect(await sent(entry('one') + old, { since: '2019' })).toMatchObject({ records: 1, before: 1 });
    expect(await titles()).toEqual(['A study of one']);
  });

  test('of which a part cannot be read, or is of a person, has that counted', async () => {
    const dblp = `<?xml version="1.0"?><dblp>
      <www key="homepages/h/NeilHoulsby"><author>Neil Houlsby</author><title>Home Page</title></www>
      <article key="journals/a/one"><author>Neil Houlsby</author><title>A study of one.</title><year>20199</year></article>
      <article key="journals/a/two"><author>Neil Houlsby</author><title>A study of two.</title><year>2019</year></article>
    </dblp>`;
    expect(await sent(dblp)).toMatchObject({
      state: 'DONE',
      format: 'dblp',
      records: 2,
      warned: 1,
      persons: 1,
      rejected: 0,
    });
    expect(await titles()).toEqual(['A study of one', 'A study of two']);
  });

  test('as a dry run: says what would be, and nothing is', async () => {
    expect(await sent(entries(3), { dryRun: true })).toMatchObject({
      state: 'DONE',
      created: 3,
      source: null,
    });
    expect(await titles()).toEqual([]);
    expect(await graph.read(cypher`MATCH (s:Source) RETURN s.uri AS uri`)).toEqual([]);
  });

  test.each([
    [{ sourceName: '' }, 'sourceName'],
    [{ sourceName: ' a' }, 'sourceName'],
    [{ sourceName: 'a\nb' }, 'sourceName'],
    [{ sourceName: 'a'.repeat(1_001) }, 'sourceName'],
    [{ since: 'yesterday' }, undefined],
    [{ waitSeconds: 61 }, undefined],
    [{ waitSeconds: -1 }, undefined],
  ])('%j is refused', async (wrong, field) => {
    const input = { sourceName: 'library', text: entry('one'), ...wrong };
    const { errors } = await asking(graph, 'Ada')(importRecords, { input });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', ...(field ? { field } : {}) } }]);
    expect(await stored()).toEqual([]);
  });
});

describe('a file', () => {
  const operations = (query = importFile, variables: Record<string, unknown> = { file: null }) =>
    JSON.stringify({ query, variables });
  const map = (value: unknown = { 0: ['variables.file'] }) => JSON.stringify(value);

  interface Part {
    readonly name: string;
    readonly value: string | Uint8Array<ArrayBuffer>;
  }

  function form(...parts: readonly Part[]): FormData {
    const data = new FormData();
    for (const { name, value } of parts) {
      if (typeof value === 'string') data.append(name, value);
      else data.append(name, new Blob([value]), `${name}.ris`);
    }
    return data;
  }

  const file = (value: string | Uint8Array, name = '0'): Part => ({
    name,
    value: Uint8Array.from(Buffer.from(value)),
  });
  const asIs = (data: FormData, headers: Record<string, string> = { authorization: `Bearer ${token}` }) =>
    serverOf().yoga.fetch('http://localhost/graphql', { method: 'POST', headers, body: data });

  test('goes in, packed with gzip or not', async () => {
    const packed = gzipSync(ris);
    for (const bytes of [packed, Buffer.from(ris)]) {
      const response = await asIs(
        form({ name: 'operations', value: operations() }, { name: 'map', value: map() }, file(bytes)),
      );
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({
        data: {
          importFile: { state: 'DONE', format: 'ris', records: 1, size: bytes.length, bytes: bytes.length },
        },
      });
    }
    expect(await titles()).toEqual(['Parameter-efficient transfer learning']);
  });

  test.each([
    ['cut off', () => gzipSync(entries(500)).subarray(0, 500), /gzip that ends too early/],
    [
      'a gzip bomb',
      () => gzipSync(Buffer.concat([Buffer.from(entry('first')), Buffer.alloc(80_000_000, ' ')])),
      /unpacks to more than 200 times its own size/,
    ],
  ])('that is %s ends in an error of the import', async (_, packed, message) => {
    const response = await asIs(
      form({ name: 'operations', value: operations() }, { name: 'map', value: map() }, file(packed())),
    );
    expect(await response.json()).toMatchObject({
      data: {
        importFile: {
          state: 'FAILED',
          error: { code: 'SOURCE_UNREADABLE', message: expect.stringMatching(message) },
        },
      },
    });
  });

  test('several go in by one request', async () => {
    const query = `mutation ($a: File!, $b: File!) {
      a: importFile(input: { sourceName: "a", file: $a, waitSeconds: 55 }) { state }
      b: importFile(input: { sourceName: "b", file: $b, waitSeconds: 55 }) { state } }`;
    const response = await asIs(
      form(
        { name: 'operations', value: operations(query, { a: null, b: null }) },
        { name: 'map', value: map({ x: ['variables.a'], y: ['variables.b'] }) },
        file(entry('one'), 'x'),
        file(entry('two'), 'y'),
      ),
    );
    expect(await response.json()).toEqual({ data: { a: { state: 'DONE' }, b: { state: 'DONE' } } });
    expect(await titles()).toEqual(['A study of one', 'A study of two']);
  });

  test('cannot be used twice', async () => {
    const query = `mutation ($a: File!) {
      a: importFile(input: { sourceName: "a", file: $a, waitSeconds: 55 }) { state }
      b: importFile(input: { sourceName: "b", file: $a, waitSeconds: 55 }) { state } }`;
    const response = await asIs(
      form(
        { name: 'operations', value: operations(query, { a: null }) },
        { name: 'map', value: map({ x: ['variables.a'] }) },
        file(entry('one'), 'x'),
      ),
    );
    expect(await response.json()).toMatchObject({
      errors: [{ path: ['b'], extensions: { code: 'BAD_INPUT' } }],
    });
  });

  test('is none where a text is sent in its place', async () => {
    const { status, errors } = await asking(graph, 'Ada')(importFile, { file: '/etc/passwd' });
    expect(status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
  });

  const good = file(ris);
  const nested = `{"query": "{ __typename }", "variables": {"file": null, "deep": ${'['.repeat(400_000)}${']'.repeat(400_000)}}}`;
  test.each<[string, number, string, readonly Part[]]>([
    ['no part operations', 400, 'no part operations', [{ name: 'map', value: map() }, good]],
    ['no part map', 400, 'no part map', [{ name: 'operations', value: operations() }, good]],
    [
      'operations that are no JSON',
      400,
      'not JSON',
      [
        { name: 'operations', value: '{' },
        { name: 'map', value: map() },
      ],
    ],
    [
      'operations in a batch',
      400,
      'part operations',
      [{ name: 'operations', value: `[${operations()}]` }, { name: 'map', value: map() }, good],
    ],
    [
      'a map to a file that is not there',
      400,
      'a file 1',
      [
        { name: 'operations', value: operations() },
        { name: 'map', value: map({ 1: ['variables.file'] }) },
        good,
      ],
    ],
    [
      'a map with the key __proto__',
      400,
      '__proto__',
      [
        { name: 'operations', value: operations() },
        { name: 'map', value: '{"__proto__": ["variables.file"]}' },
        good,
      ],
    ],
    [
      'a map to __proto__',
      400,
      'no null',
      [
        { name: 'operations', value: operations() },
        { name: 'map', value: map({ 0: ['variables.__proto__.polluted'] }) },
        good,
      ],
    ],
    [
      'a map to constructor.prototype',
      400,
      'no null',
      [
        { name: 'operations', value: operations() },
        { name: 'map', value: map({ 0: ['variables.constructor.prototype.polluted'] }) },
        good,
      ],
    ],
    [
      'operations with the key __proto__',
      400,
      '__proto__',
      [
        {
          name: 'operations',
          value: '{"query": "{ __typename }", "variables": {"__proto__": {"file": null}}}',
        },
        { name: 'map', value: map() },
        good,
      ],
    ],
    [
      'a map outside the variables',
      400,
      'no null',
      [
        { name: 'operations', value: '{"query": "{ __typename }", "operationName": null}' },
        { name: 'map', value: map({ 0: ['operationName'] }) },
        good,
      ],
    ],
    [
      'a map to a place that is taken',
      400,
      'no null',
      [
        { name: 'operations', value: operations(importFile, { file: 'x' }) },
        { name: 'map', value: map() },
        good,
      ],
    ],
    [
      'variables of very many levels',
      400,
      'operations',
      [{ name: 'operations', value: nested }, { name: 'map', value: map() }, good],
    ],
    [
      'too many files',
      400,
      'more than 10 files',
      [
        { name: 'operations', value: operations() },
        { name: 'map', value: map() },
        ...Array.from({ length: 11 }, (_, n) => file(ris, String(n))),
      ],
    ],
    [
      'too many parts',
      400,
      'parts besides',
      [
        { name: 'operations', value: operations() },
        { name: 'map', value: map() },
        { name: 'more', value: 'x' },
        good,
      ],
    ],
    [
      'too large operations',
      400,
      'operations has more than',
      [
        { name: 'operations', value: operations(`${importFile} # ${'x'.repeat(1_000_000)}`) },
        { name: 'map', value: map() },
        good,
      ],
    ],
    [
      'too large a file',
      413,
      'too large',
      [
        { name: 'operations', value: operations() },
        { name: 'map', value: map() },
        file(Buffer.alloc(uploadLimit + 1_100_000, ' ')),
      ],
    ],
  ])('is refused with %s', async (_, status, what, parts) => {
    const response = await asIs(form(...parts));
    expect(response.status).toBe(status);
    const { data, errors } = await response.json();
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining(what),
        extensions: { code: status === 413 ? 'REQUEST_TOO_LARGE' : 'BAD_INPUT' },
      },
    ]);
    expect(await stored()).toEqual([]);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  test('is refused where the form breaks off, whatever part it is in', async () => {
    const whole = new Response(
      form({ name: 'operations', value: operations() }, { name: 'map', value: map() }, good),
    );
    const contentType = whole.headers.get('content-type') ?? '';
    const bytes = Buffer.from(await whole.arrayBuffer());
    const { yoga } = serverOf();
    for (const length of [10, 150, bytes.length - 60, bytes.length - 20]) {
      const response = await yoga.fetch('http://localhost/graphql', {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
        body: bytes.subarray(0, length),
      });
      expect([length, response.status]).toEqual([length, 400]);
    }
    const response = await yoga.fetch('http://localhost/graphql', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data' },
      body: bytes,
    });
    expect(response.status).toBe(400);
    expect(await stored()).toEqual([]);
  });

  test.each<[string, Record<string, string>]>([
    ['without a token', {}],
    ['with a wrong one', { authorization: 'Bearer 0123456789abcdef' }],
  ])('%s is refused, and nothing of it is read', async (_, headers) => {
    let read = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          read += 1;
          controller.enqueue(Buffer.alloc(1_000, ' '));
        },
      },
      { highWaterMark: 0 },
    );
    const response = await serverOf().yoga.fetch('http://localhost/graphql', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'multipart/form-data; boundary=x' },
      body,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'ADMINISTRATOR_REQUIRED' } }],
    });
    expect(read).toBe(0);
  });

  test('of a chunked request is read up to the limit, over HTTP', async () => {
    const address = await serverOf().listen();
    const sending = httpRequest(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=x' },
    });
    sending.on('error', () => {});
    sending.write('--x\r\nContent-Disposition: form-data; name="0"; filename="a"\r\n\r\n');
    const answer = new Promise<number | undefined>((resolve) => {
      sending.on('response', (response) => resolve(response.statusCode));
    });
    for (let size = 0; size <= uploadLimit + 1_000_000; size += 100_000)
      sending.write(Buffer.alloc(100_000, ' '));
    expect(await answer).toBe(413);
    sending.destroy();
  });

  test.runIf(process.platform === 'linux')('of a client that goes away is let go of', async () => {
    const held = async () => {
      const names = await readdir('/proc/self/fd');
      const files = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')));
      return files.filter((name) => name.includes('scholargraph-upload')).length;
    };
    const address = await serverOf().listen();
    const sending = httpRequest(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=x' },
    });
    sending.on('error', () => {});
    sending.write('--x\r\nContent-Disposition: form-data; name="0"; filename="a"\r\n\r\n');
    sending.write(Buffer.alloc(100_000, ' '));
    await expect.poll(held, { timeout: 60_000 }).toBe(1);
    sending.destroy();
    await expect.poll(held, { timeout: 60_000 }).toBe(0);
  });
});

describe('undoing an import', () => {
  const undoImport = `mutation ($id: ID!, $preview: Boolean! = false, $wait: Int! = 55) {
    undoImport(import: $id, preview: $preview, waitSeconds: $wait) {
      import { state step undoable undo { by ended entries { removed restored kept } } source { uri } }
      preview { entries { removed restored kept } publicationCount authorCount venueCount topicCount institutionCount complete }
    }
  }`;
  interface Undone {
    readonly undoImport: { readonly import: Record<string, unknown>; readonly preview: unknown };
  }
  const undo = (id: string, variables: Record<string, unknown> = {}) =>
    asking(graph, 'Ada')<Undone>(undoImport, { id, ...variables });

  test('says what would go, takes it back, and does nothing the second time', async () => {
    await sent(entry('one') + entry('two'));
    const second = await sent(
      `${entry('one', ', journal = {Annals of Gardens}')}${entry('two')}${entry('three')}`,
    );
    // Servers of other tests may still look whether it is their turn.
    const snapshot = async () =>
      (await graphSnapshot(graph)).filter((line) => !line.startsWith('(ImportTurn'));
    const before = await snapshot();

    const preview = await undo(second.id, { preview: true });
    expect(preview.errors).toEqual([]);
    expect(preview.data.undoImport).toEqual({
      import: { state: 'DONE', step: null, undoable: true, undo: null, source: { uri: 'library' } },
      preview: {
        entries: { removed: 1, restored: 1, kept: 1 },
        publicationCount: 1,
        authorCount: 0,
        venueCount: 1,
        topicCount: 0,
        institutionCount: 0,
        complete: true,
      },
    });
    expect(await snapshot()).toEqual(before);

    const undone = {
      state: 'UNDONE',
      step: null,
      undoable: false,
      undo: { by: 'Ada', ended: expect.any(String), entries: { removed: 1, restored: 1, kept: 1 } },
      source: { uri: 'library' },
    };
    expect((await undo(second.id)).data.undoImport).toEqual({ import: undone, preview: null });
    expect(await titles()).toEqual(['A study of one', 'A study of two']);
    expect(await graph.read(cypher`MATCH (v:Venue) RETURN v.name AS name`)).toEqual([]);
    expect((await undo(second.id)).data.undoImport.import).toEqual(undone);

    const again = await sent(entry('three'));
    expect(again).toMatchObject({ state: 'DONE', created: 1 });
  });

  test('by two at once, on two servers, takes each entry back once', async () => {
    const { id } = await sent(entries(600));
    const both = await Promise.all([undo(id), undo(id)]);
    expect(both.flatMap(({ errors }) => errors)).toEqual([]);
    await expect.poll(async () => (await stored())[0]?.state, { timeout: 60_000 }).toBe('UNDONE');
    expect((await undo(id)).data.undoImport.import).toMatchObject({
      undo: { entries: { removed: 600, restored: 0, kept: 0 } },
      source: null,
    });
    expect(await titles()).toEqual([]);
  });

  test('is told of live, and waits for the import of another server', async () => {
    const { id } = await sent(entry('one'));
    await foreignImport('elsewhere');
    expect((await undo(id, { wait: 0 })).data.undoImport.import).toMatchObject({
      state: 'UNDOING',
      step: null,
    });
    const watching = queueOf().watch(atob(id).replace('Import:', ''), undefined);
    expect((await watching.next()).value).toMatchObject({ state: 'UNDOING' });
    await graph.command(
      cypher`MATCH (n:Import {id: 'elsewhere'}) SET n.aliveAt = datetime() - duration('PT1M')`,
    );
    const states: unknown[] = [];
    for await (const { state } of watching) states.push(state);
    expect(states.at(-1)).toBe('UNDONE');
  });

  test('goes on when a server starts, where the one that did it is gone', async () => {
    const { id } = await sent(entry('one'));
    await graph.command(
      cypher`MATCH (n:Import) SET n.state = 'UNDOING', n.step = 'TAKE_BACK', n.undoBy = 'Ada', n.undoAskedAt = datetime(),
        n.undoRemoved = 0, n.undoRestored = 0, n.undoKept = 0, n.aliveAt = datetime() - duration('PT1M')`,
    );
    await serverOf().listen();
    await expect.poll(async () => (await stored())[0]?.state, { timeout: 60_000 }).toBe('UNDONE');
    expect((await undo(id)).data.undoImport.import).toMatchObject({ undo: { entries: { removed: 1 } } });
    expect(await titles()).toEqual([]);
  });

  test.each<[string, () => Promise<string>, string, RegExp]>([
    [
      'an import that has not ended',
      async () => {
        await foreignImport('elsewhere');
        return globalId('Import', 'elsewhere');
      },
      'BAD_INPUT',
      /has not ended/,
    ],
    ['a dry run', async () => (await sent(entry('one'), { dryRun: true })).id, 'BAD_INPUT', /dry run/],
    [
      'one of which it is not kept what it brought',
      async () => {
        const { id } = await sent(entry('one'));
        await graph.command(cypher`MATCH (n:Import) REMOVE n.traced`);
        return id;
      },
      'BAD_INPUT',
      /before it was kept/,
    ],
    ['none', async () => globalId('Import', 'none'), 'NOT_FOUND', /no import/],
  ])('of %s is refused', async (_, given, code, message) => {
    const id = await given();
    for (const preview of [true, false]) {
      const { errors } = await undo(id, { preview });
      expect(errors).toMatchObject([{ message: expect.stringMatching(message), extensions: { code } }]);
    }
  });
});

test('a request without files keeps its small limit', async () => {
  const text = entry('one', `, note = {${'x'.repeat(1_000_000)}}`);
  const { status, errors } = await asking(graph, 'Ada')(importRecords, { input: { sourceName: 'a', text } });
  expect(status).toBe(413);
  expect(errors).toMatchObject([{ extensions: { code: 'REQUEST_TOO_LARGE' } }]);
});

describe('only administrators', () => {
  let id: string;
  beforeEach(async () => {
    ({ id } = await sent(broken));
  });

  test.each([
    ['import', importRecords, { input: { sourceName: 'mine', text: entry('one') } }],
    ['list imports', '{ imports { totalCount nodes { sourceName } } }', {}],
    ['look at one', 'query ($id: ID!) { node(id: $id) { ... on Import { sourceName } } }', {}],
    [
      'look at its rejects',
      'query ($id: ID!) { node(id: $id) { ... on Import { rejects { nodes { original } } } } }',
      {},
    ],
    ['undo one', 'mutation ($id: ID!) { undoImport(import: $id) { import { sourceName } } }', {}],
    ['watch one', 'subscription ($id: ID!) { importProgress(id: $id) { sourceName } }', {}],
  ])('%s', async (_, query, variables) => {
    const response = await serverOf().yoga.fetch('http://localhost/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: query.startsWith('subscription') ? 'text/event-stream' : 'application/json',
      },
      body: JSON.stringify({ query, variables: { id, ...variables } }),
    });
    const body = await response.text();
    expect(body).toContain('ADMINISTRATOR_REQUIRED');
    expect(body).not.toContain('library');
    expect(body).not.toContain('Never closed');
    expect(await stored()).toHaveLength(1);
  });

  test('see imports, the newest first, and each by its id', async () => {
    const second = await sent(entry('two'), { sourceName: 'second' });
    const ask = asking(graph, 'Ada');
    expect((await ask('{ imports { totalCount nodes { sourceName } } }')).data).toEqual({
      imports: { totalCount: 2, nodes: [{ sourceName: 'second' }, { sourceName: 'library' }] },
    });
    const { data } = await ask(
      'query ($id: ID!) { node(id: $id) { ... on Import { state source { uri } } } }',
      {
        id: second.id,
      },
    );
    expect(data).toEqual({ node: { state: 'DONE', source: { uri: 'second' } } });
  });
});

describe('the queue', () => {
  const request = (sourceName: string, text = entry(sourceName)) => ({
    sourceName,
    content: textContent(text),
    format: undefined,
    since: undefined,
    strict: false,
    dryRun: false,
    by: 'Ada',
  });

  test('takes imports one after another, in their order', async () => {
    const queue = queueOf();
    const ids = await Promise.all(['a', 'b', 'c'].map((name) => queue.add(request(name, entries(20)))));
    await Promise.all(ids.map((id) => queue.ended(id, 100_000, undefined)));
    const rows = await graph.read<{ name: string; began: number; ended: number }>(
      cypher`MATCH (n:Import {state: 'DONE'})
        RETURN n.sourceName AS name, n.beganAt.epochMillis AS began, n.endedAt.epochMillis AS ended ORDER BY began`,
    );
    expect(rows.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(rows[1]?.began).toBeGreaterThanOrEqual(rows[0]?.ended ?? Infinity);
    expect(rows[2]?.began).toBeGreaterThanOrEqual(rows[1]?.ended ?? Infinity);
  });

  test('waits for the import of another server, unless that is gone', async () => {
    await foreignImport('elsewhere');
    const queue = queueOf();
    const id = await queue.add(request('here'));
    await queue.ended(id, 1_500, undefined);
    expect((await stored()).map(({ state }) => state)).toEqual(['QUEUED', 'RUNNING']);
    await graph.command(
      cypher`MATCH (n:Import {id: 'elsewhere'}) SET n.aliveAt = datetime() - duration('PT1M')`,
    );
    await queue.ended(id, 100_000, undefined);
    expect((await stored()).map(({ state }) => state)).toEqual(['DONE', 'RUNNING']);
  });

  test('takes so many and no more', async () => {
    await foreignImport('elsewhere');
    const queue = queueOf();
    await Promise.all(Array.from({ length: queueLimit }, (_, n) => queue.add(request(`import${n}`))));
    await expect(queue.add(request('one more'))).rejects.toMatchObject({ code: 'IMPORT_QUEUE_FULL' });
    await queue.close();
    expect((await stored()).map(({ state }) => state)).toEqual([
      ...Array.from({ length: queueLimit }, () => 'INTERRUPTED'),
      'RUNNING',
    ]);
    await expect(queue.add(request('late'))).rejects.toMatchObject({ code: 'SERVER_STOPPING' });
  });

  test('stops between two batches when the server stops; the same sent again completes it', async () => {
    const text = entries(1_200);
    // Comes in as slowly as the test wants: the third batch is never whole.
    const content: Content = {
      size: text.length,
      async *bytes(signal) {
        yield Buffer.from(entries(1_100));
        await once(signal ?? new AbortController().signal, 'abort');
        signal?.throwIfAborted();
      },
      close: async () => {},
    };
    const queue = queueOf();
    await queue.add({ ...request('slow'), content });
    await expect.poll(async () => (await stored())[0]?.records, { timeout: 100_000 }).toBe(1_000);
    await queue.close();
    expect(await stored()).toEqual([{ state: 'INTERRUPTED', code: 'IMPORT_INTERRUPTED', records: 1_000 }]);
    expect(await titles()).toHaveLength(1_000);
    const again = await sent(text, { sourceName: 'slow', waitSeconds: 60 });
    expect(again).toMatchObject({ state: 'DONE', created: 200, unchanged: 1_000 });
    expect(new Set(await titles()).size).toBe(1_200);
  }, 180_000);

  test('ends what servers that are gone have left, when a server starts', async () => {
    await foreignImport('killed', 60);
    await foreignImport('alive', 5);
    await serverOf().listen();
    expect(await stored()).toMatchObject([
      { state: 'INTERRUPTED', code: 'IMPORT_INTERRUPTED' },
      { state: 'RUNNING', code: null },
    ]);
  });
});

describe('progress over SSE', () => {
  const progress =
    'subscription ($id: ID!) { importProgress(id: $id) { state records rate secondsLeft rejects { totalCount } } }';

  async function* events(address: string, id: string, signal?: AbortSignal) {
    yield* eventsOf(await fetch(address, subscription(token, progress, { id }, signal)));
  }

  const change = (id: string, state: string, records: number) =>
    graph.write((transaction) =>
      transaction.run(
        cypher`MATCH (n:Import {id: $id}) SET n.state = $state, n.records = $records,
          n.endedAt = CASE $state WHEN 'RUNNING' THEN null ELSE datetime() END
        CREATE (:RejectedEntry {id: $id + $records, number: $records})-[:REJECTED_BY]->(n)`,
        { id, state, records: int(records) },
      ),
    );

  test('comes event by event, each as it then is, and is complete when the import has ended', async () => {
    await foreignImport('elsewhere');
    const address = await serverOf().listen();
    const coming = events(address, globalId('Import', 'elsewhere'));
    const next = async () => (await coming.next()).value;
    // They took two seconds, and half of the bytes; so much is left while it runs.
    const event = (state: string, records: number, rejects: number) => ({
      name: 'next',
      data: {
        data: {
          importProgress: {
            state,
            records,
            rate: records / 2,
            secondsLeft: state === 'RUNNING' ? 2 : null,
            rejects: { totalCount: rejects },
          },
        },
      },
    });
    expect(await next()).toEqual(event('RUNNING', 10, 0));
    await change('elsewhere', 'RUNNING', 20);
    expect(await next()).toEqual(event('RUNNING', 20, 1));
    await change('elsewhere', 'DONE', 30);
    expect(await next()).toEqual(event('DONE', 30, 2));
    expect(await next()).toEqual({ name: 'complete', data: undefined });
    expect(await next()).toBeUndefined();
  });

  test('of an import on one server, from another server', async () => {
    const [here, there] = [serverOf(), serverOf()];
    await here.listen();
    const address = await there.listen();
    const response = await here.yoga.fetch('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        query: importRecords,
        variables: { input: { sourceName: 'a', text: entries(600) } },
      }),
    });
    const { data } = await response.json();
    expect(data.importRecords.state).not.toBe('DONE');
    const all = [];
    for await (const event of events(address, data.importRecords.id)) all.push(event);
    expect(all.at(-1)).toEqual({ name: 'complete', data: undefined });
    expect(all.at(-2)?.data).toMatchObject({ data: { importProgress: { state: 'DONE', records: 600 } } });
  });

  test('of an import that has ended is its state, and complete', async () => {
    const { id } = await sent(entry('one'));
    const names: string[] = [];
    for await (const { name } of events(await serverOf().listen(), id)) names.push(name);
    expect(names).toEqual(['next', 'complete']);
  });

  test('of no import is an error', async () => {
    const all = [];
    for await (const event of events(await serverOf().listen(), globalId('Import', 'none'))) all.push(event);
    expect(JSON.stringify(all)).toContain('NOT_FOUND');
  });

  test('ends with the client: nothing goes on asking the database', async () => {
    await foreignImport('elsewhere');
    const address = await serverOf().listen();
    let asked = 0;
    const stop = graph.onQuery(({ text }) => {
      if (text.includes('(n:Import {id: asked})')) asked += 1;
    });
    const client = new AbortController();
    const coming = events(address, globalId('Import', 'elsewhere'), client.signal);
    await coming.next();
    await expect.poll(() => asked, { timeout: 60_000 }).toBeGreaterThan(2);
    client.abort();
    await coming.next().catch(() => {});
    const watchers = async () => (await fetch(new URL('/metrics', address))).text();
    await expect.poll(watchers, { timeout: 60_000 }).toMatch(/^scholargraph_import_watchers 0$/m);
    const then = asked;
    await delay(2_500);
    expect(asked).toBe(then);
    stop();
  });

  test('ends with the server, with an error that says to subscribe again', async () => {
    await foreignImport('elsewhere');
    const server = serverOf();
    const coming = events(await server.listen(), globalId('Import', 'elsewhere'));
    await coming.next();
    const start = performance.now();
    const closed = server.close();
    expect((await coming.next()).value).toMatchObject({
      name: 'next',
      data: { errors: [{ extensions: { code: 'SERVER_STOPPING' } }] },
    });
    await coming.next();
    await closed;
    // Nothing is waited for: a connection that is kept alive would last five seconds.
    expect(performance.now() - start).toBeLessThan(4_500);
  });

  test('is for so many at a time', async () => {
    await foreignImport('elsewhere');
    const queue = queueOf();
    const clients = Array.from({ length: watchLimit }, () => new AbortController());
    const open = clients.map(({ signal }) => queue.watch('elsewhere', signal));
    await Promise.all(open.map((each) => each.next()));
    await expect(queue.watch('elsewhere', undefined).next()).rejects.toMatchObject({
      code: 'SUBSCRIPTIONS_FULL',
    });
    for (const client of clients) client.abort();
    await Promise.all(open.map((each) => each.next().catch(() => {})));
    expect(queue.watching).toBe(0);
  });
});
