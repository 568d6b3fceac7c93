import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
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
