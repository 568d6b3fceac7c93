import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { codegen } from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import { buildClientSchema, getIntrospectionQuery, parse, printSchema } from 'graphql';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedPage } from '../../src/commands/serve.ts';
import { inputOf } from '../../src/ingest/input.ts';
import { ingest } from '../../src/ingest.ts';
import { createServer, type Server } from '../../src/server.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { lacksPython, python } from '../python.ts';

const clients = new URL('../../docs/clients/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, clients), 'utf8'));

let server: Server;
let address: string;

beforeAll(async () => {
  const graph = await freshGraph();
  await ingest(graph, [inputOf(seedPage, 'seed/profile-page.txt')]);
  server = createServer({
    graph,
    config: { administrators: [], host: '127.0.0.1', port: 0 },
    logger: pino({ level: 'silent' }),
  });
  address = await server.listen();
});
afterAll(() => server?.close());

interface Panel {
  readonly title: string;
  readonly targets: readonly {
    readonly url: string;
    readonly url_options: { readonly body_graphql_query: string };
    readonly root_selector: string;
    readonly columns: readonly { readonly selector: string; readonly type: string }[];
  }[];
}

/** A selector of the Infinity data source: names with dots between them. */
const select = (value: unknown, selector: string): unknown =>
  selector
    .split('.')
    .reduce<unknown>((inner, name) => Object.entries(inner ?? {}).find(([key]) => key === name)?.[1], value);

describe('the Grafana dashboard', () => {
  const { panels } = read('grafana.json') as { panels: readonly Panel[] };

  test.each(panels)('the panel $title gets rows with all its columns', async ({ targets }) => {
    for (const { url, url_options, root_selector, columns } of targets) {
      const response = await fetch(url.replace(/^\$\{server\}/, new URL(address).origin), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: url_options.body_graphql_query }),
      });
      const answer = await response.json();
      expect(answer.errors).toBeUndefined();
      const found = select(answer, root_selector);
      const rows = Array.isArray(found) ? found : [found];
      expect(rows.length).toBeGreaterThan(0);
      for (const { selector } of columns) {
        expect(
          rows.map((row) => select(row, selector)),
          selector,
        ).not.toContain(undefined);
      }
    }
  });
});

const lacksPandas = lacksPython('pandas', 'networkx');

test.skipIf(lacksPandas)('the notebook runs from its first cell to its last', async () => {
  const { cells } = read('notebook.ipynb') as { cells: { cell_type: string; source: string[] }[] };
  const code = cells
    .filter(({ cell_type }) => cell_type === 'code')
    .map(({ source }) => source.join(''))
    .join('\n\n');
  const script = `${code}\n\nprint(json.dumps([len(publications), int(publications.authors.min()), len(people), heat.shape[0]]))`;
  const { stdout } = await promisify(execFile)(python, ['-c', script], {
    env: { ...process.env, SCHOLARGRAPH_URL: address },
  });
  const [found, smallestTeam, people, topics] = JSON.parse(stdout);
  expect(found).toBeGreaterThanOrEqual(8);
  expect(smallestTeam).toBeGreaterThanOrEqual(1);
  expect(people).toBeGreaterThan(10);
  expect(topics).toBe(10);
});

describe('Observable', () => {
  const [, block = ''] =
    /```js\n([\s\S]*?)```/.exec(readFileSync(new URL('../clients.md', clients), 'utf8')) ?? [];
  const cell = (name: string) => new RegExp(`^${name} = ([\\s\\S]*?)\\n\\n`, 'm').exec(block)?.[1] ?? '';

  test('the cells of the page ask for a heat map and make a row of each of its cells', async () => {
    const here = (url: string, init: RequestInit) => fetch(new URL(new URL(url).pathname, address), init);
    const answer = await runInNewContext(cell('answer'), { fetch: here });
    expect(answer.errors).toBeUndefined();
    const { rows, columns, counts } = answer.data.publications.matrix;
    const cells: unknown = runInNewContext(`(() => ${cell('cells')})()`, { answer });
    expect(cells).toHaveLength(rows.length * columns.length);
    expect(cells).toContainEqual({ topic: rows[1].label, year: columns[2].label, count: counts[1][2] });
  });
});

describe('the typed client', () => {
  const typed = (file: string) => new URL(`typed/${file}`, clients);

  test('has the types that GraphQL Code Generator writes by its configuration of the schema of the server', async () => {
    const { generates } = read('typed/codegen.json');
    const { plugins, config } = generates['documents.ts'];
    expect(plugins).toEqual(['typescript-operations']);
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: getIntrospectionQuery() }),
    });
    const { data } = await response.json();
    const written = await codegen({
      filename: 'documents.ts',
      schema: parse(printSchema(buildClientSchema(data))),
      documents: [{ document: parse(readFileSync(typed('coauthors.graphql'), 'utf8')) }],
      plugins: [{ operations: {} }],
      pluginMap: { operations },
      config,
    });
    await expect(written).toMatchFileSnapshot(fileURLToPath(typed('documents.ts')));
  });

  test('says who wrote with somebody', async () => {
    const run = (name: string) =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', fileURLToPath(typed('client.ts')), name], {
        env: { ...process.env, SCHOLARGRAPH_URL: address },
      });
    const { stdout } = await run('Andrea Gesmundo');
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    for (const line of lines) expect(line).toMatch(/^\d+ with \S.*, \d{4} to \d{4}$/);
  });
});
