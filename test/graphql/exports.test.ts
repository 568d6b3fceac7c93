import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Cite } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import { UndirectedGraph } from 'graphology';
import * as gexfReader from 'graphology-gexf';
import * as graphmlReader from 'graphology-graphml';
import { pino } from 'pino';
import { beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { exportGraph } from '../../src/commands/export.ts';
import type { Config } from '../../src/config.ts';
import { networkFormats, publicationFormats } from '../../src/export/index.ts';
import { exportedNames, openExport } from '../../src/exporting.ts';
import { cypher } from '../../src/graph/cypher.ts';
import { type Graph, int } from '../../src/graph/graph.ts';
import { createServer } from '../../src/server.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { globalId } from './fixture/asking.ts';
import { writeLibrary } from './fixture/library.ts';

let graph: Graph;
let get: (file: string, init?: RequestInit) => Promise<Response>;

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
  const { yoga } = createServer({
    graph,
    config: { administrators: [], host: '127.0.0.1', port: 0 },
    logger: pino({ level: 'silent' }),
  });
  get = async (file, init) => yoga.fetch(`http://localhost/export/${file}`, init ?? {});
});

const parameters = (values: Record<string, unknown>) =>
  new URLSearchParams(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );

describe('over HTTP', () => {
  test('publications as the field publications has them, in its order', async () => {
    const response = await get(
      `publications.bib?${parameters({
        filter: { year: { from: 2019 } },
        orderBy: [{ field: 'TITLE', direction: 'ASC' }],
      })}`,
    );
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/x-bibtex; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="publications.bib"');
    const items = new Cite(await response.text()).data as { title: string }[];
    expect(items.map(({ title }) => title.slice(0, 12))).toEqual([
      'Fast Task-Aw',
      'Flexible Mul',
      'Parameter Ef',
      'Ranking arch',
      'Routing Netw',
      'Temporal cod',
    ]);
  });

  test('what a search finds, the search as plain text', async () => {
    const lines = (await (await get('publications.jsonl?search=question%20answering')).text())
      .trim()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line).title)).toContain(
      'Analyzing Language Learned by an Active Question Answering Agent',
    );
    // A year is a text here, as the schema says.
    expect((await get('publications.jsonl?search=2019')).status).toBe(200);
  });

  test('a network with the arguments of its field', async () => {
    const response = await get(`coauthors.gexf?${parameters({ author: { name: 'Keith Hall' }, depth: 2 })}`);
    expect(response.status).toBe(200);
    const network = gexfReader.parse(UndirectedGraph, await response.text());
    expect(network.order).toBe(17);
    expect(network.getNodeAttribute(globalId('Author', 'a-keith-hall'), 'label')).toBe('Keith Hall');
    const again = await get('coauthors.gexf', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ author: { name: 'Keith Hall' }, depth: 2 }),
    });
    expect(gexfReader.parse(UndirectedGraph, await again.text()).export()).toEqual(network.export());
  });

  test.each(
    exportedNames.flatMap((name) =>
      (name === 'publications' ? publicationFormats : networkFormats).map(
        (format) => [name, format] as const,
      ),
    ),
  )('%s in $name', async (name, format) => {
    const args = name === 'coauthors' ? `?${parameters({ publications: {} })}` : '';
    const response = await get(`${name}.${format.name}${args}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(format.contentType);
    const body = await response.text();
    if (format.name.endsWith('json')) expect(() => JSON.parse(body)).not.toThrow();
    if (name === 'coauthors' && !/network|edges/.test(format.name)) expect(body).toContain('Gesmundo');
  });

  test.each([
    ['topics.net?maxNodes=2', 'true'],
    ['topics.net?maxNodes=1000&maxEdges=10000', 'false'],
    ['publications.bib', 'false'],
  ])('%s says by a header whether it is truncated: %s', async (file, truncated) => {
    const response = await get(file);
    expect(response.headers.get('x-scholargraph-truncated')).toBe(truncated);
    // Else it would keep its place among the exports for a minute.
    await response.body?.cancel();
  });

  test.each([
    ['nothing.bib', 404, 'NOT_FOUND', 'There is no such export'],
    ['publications', 404, 'NOT_FOUND', 'There is no such export'],
    ['publications.gexf', 400, 'BAD_INPUT', 'There is no format gexf for publications'],
    ['publications.bib?filter=nonsense', 400, 'BAD_INPUT', 'What filter is given is not JSON'],
    ['publications.bib?filter={"nope":1}', 400, 'BAD_INPUT', 'nope'],
    ['publications.bib?wrong=1', 400, 'BAD_INPUT', 'There is no argument wrong'],
    ['publications.bib?first=10', 400, 'BAD_INPUT', 'An export has no pages'],
    ['coauthors.gexf', 400, 'BAD_INPUT', 'exactly one of author'],
    ['coauthors.gexf?author={"name":"Nobody"}', 404, 'NOT_FOUND', 'There is no such author'],
    ['coauthors.gexf?author={"name":"Keith%20Hall"}&depth=9', 400, 'BAD_INPUT', 'depth is 9'],
    ['topics.net?maxNodes="x"', 400, 'BAD_INPUT', 'maxNodes'],
    [`publications.bib?search=${encodeURIComponent('a\0b')}`, 400, 'BAD_INPUT', 'NUL'],
  ])('%s is %i %s', async (file, status, code, message) => {
    const response = await get(file);
    expect(response.status).toBe(status);
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });

  test('other methods, and bodies that are none', async () => {
    expect((await get('publications.bib', { method: 'DELETE' })).status).toBe(405);
    const post = (body: string, type = 'application/json') =>
      get('publications.bib', { method: 'POST', headers: { 'content-type': type }, body });
    expect((await post('{')).status).toBe(400);
    expect((await post('[]')).status).toBe(400);
    expect((await post('{}', 'text/plain')).status).toBe(400);
    expect((await post(JSON.stringify({ search: 'x'.repeat(1_000_001) }))).status).toBe(400);
  });
});

describe('on the command line', () => {
  const run = async (flags: Omit<Parameters<typeof exportGraph>[1], 'output'>) => {
    const { uri, user, password, database } = inject('neo4j');
    const config = { neo4j: { kind: 'remote', uri, user, password, database } } as Config;
    const folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-export-'));
    try {
      const output = path.join(folder, 'out');
      expect(await exportGraph(config, { ...flags, output }, new AbortController().signal)).toBe(0);
      return await readFile(output, 'utf8');
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  test('publications of some years', async () => {
    const text = await run({ format: 'csv', from: 2017, to: 2018 });
    expect(text.trim().split('\r\n')).toHaveLength(1 + 3);
  });

  test('the coauthors around somebody', async () => {
    const text = await run({ format: 'gexf', network: 'coauthors', author: 'Andrea Gesmundo', to: 2018 });
    expect(gexfReader.parse(UndirectedGraph, text).order).toBe(4);
  });

  test('any argument of the field as JSON', async () => {
    const text = await run({ format: 'net', network: 'topics', args: '{"maxNodes": 3}' });
    expect(text).toContain('*Vertices 3');
  });

  test.each([
    [2, true],
    [1000, false],
  ])('a network with room for %i nodes says whether it is truncated: %s', async (maxNodes, truncated) => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => stderr.mockRestore());
    const args = JSON.stringify({ maxNodes, maxEdges: 10_000 });
    const text = await run({ format: 'graphml', network: 'topics', args });
    expect(graphmlReader.parse(UndirectedGraph, text).getAttribute('truncated')).toBe(truncated);
    const said = stderr.mock.calls.map(([line]) => String(line));
    expect(said.some((line) => line.startsWith('Truncated: '))).toBe(truncated);
  });

  test.each([
    [{ format: 'gexf', network: 'friends' }, 'There is no network friends'],
    [{ format: 'pdf' }, 'There is no format pdf'],
    [{ format: 'csv', args: 'x' }, 'not a JSON object'],
    [{ format: 'gexf', network: 'topics', author: 'Keith Hall' }, '--author is for coauthors'],
  ])('%o is refused', async (flags, message) => {
    await expect(run(flags)).rejects.toThrow(message);
  });
});

describe('many publications', () => {
  const size = 1_700;
  beforeAll(async () => {
    await graph.command(
      cypher`UNWIND range(1, $size) AS at
        CREATE (:Publication {id: 'p-many-' + at, title: 'Many ' + at, sortTitle: 'many', year: 1990, type: 'ARTICLE', authorCount: 0})`,
      { size: int(size) },
    );
  });

  test('come page by page, each once, a statement a page', async () => {
    const statements: string[] = [];
    const stop = graph.onQuery(({ text }) => statements.push(text));
    const { parts } = await openExport(graph, {
      what: 'publications',
      format: 'jsonl',
      args: { filter: { year: { in: [1990] } } },
    });
    // Nothing is read before somebody takes it.
    expect(statements).toEqual([]);
    const ids = new Set<string>();
    for await (const part of parts) ids.add(JSON.parse(part).id);
    stop();
    expect(ids.size).toBe(size);
    expect(statements).toHaveLength(4);
  });

  test('what their ids have become is looked up within the bounds of the export, too', async () => {
    const over = new AbortController();
    over.abort(new Error('nobody waits any more'));
    const statements: string[] = [];
    const stop = graph.onQuery(({ text }) => statements.push(text));
    const opened = openExport(graph, {
      what: 'publications',
      format: 'jsonl',
      args: { filter: { authors: { some: { id: [globalId('Author', 'a-gesmundo-before')] } } } },
      options: { signal: over.signal },
    });
    await expect(opened).rejects.toThrow();
    stop();
    expect(statements).toEqual([]);
  });

  test('and no more are read than are taken', async () => {
    const statements: string[] = [];
    const stop = graph.onQuery(({ text }) => statements.push(text));
    const response = await get('publications.jsonl');
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    stop();
    expect(statements.length).toBeLessThan(4);
  });
});
