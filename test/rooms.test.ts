import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../src/', import.meta.url));

/**
 * The rooms, and which others each may import from besides itself. `errors.ts`, `record.ts`, `config.ts` and
 * `serving.ts` are open to all.
 */
const mayImport: Record<string, readonly string[]> = {
  normalise: [],
  readers: ['normalise'],
  resolve: ['normalise'],
  'graph/write': ['resolve', 'normalise', 'graph'],
  network: [],
  'graph/read': ['graph', 'graph/structure', 'normalise', 'network'],
  'graph/structure': ['graph', 'network'],
  'graph/local': ['graph'],
  'graph/bulk': ['resolve', 'normalise', 'graph', 'graph/write'],
  graph: ['resolve', 'graph/read', 'graph/local', 'graph/structure', 'graph/write'],
  ingest: ['readers'],
  'ingest.ts': ['ingest', 'readers', 'resolve', 'graph', 'graph/write', 'graph/bulk'],
  analyses: ['graph', 'graph/read', 'graph/structure'],
  imports: ['ingest', 'ingest.ts', 'readers', 'resolve', 'graph', 'graph/read', 'graph/write'],
  graphql: [
    'analyses',
    'graph',
    'graph/read',
    'graph/structure',
    'graph/write',
    'imports',
    'network',
    'normalise',
    'playground',
    'readers',
  ],
  playground: ['graphql'],
  explorer: [],
  export: [],
  'exporting.ts': ['export', 'graph', 'graph/read', 'graphql'],
  serving: ['graph', 'graphql', 'imports'],
  exporting: ['exporting.ts', 'graph', 'graphql', 'serving'],
  'server.ts': ['analyses', 'explorer', 'exporting', 'graphql', 'graph', 'imports', 'playground', 'serving'],
  commands: [
    'graph',
    'graph/bulk',
    'graph/local',
    'graph/read',
    'graph/structure',
    'graph/write',
    'readers',
    'imports',
    'ingest',
    'ingest.ts',
    'exporting.ts',
    'server.ts',
    'serving',
    'graphql',
  ],
  'cli.ts': ['commands', 'readers', 'export', 'exporting.ts'],
  'main.ts': ['cli.ts'],
};
const open = ['errors.ts', 'record.ts', 'config.ts', 'serving.ts'];

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.split(path.sep).join('/'));

function roomOf(file: string): string {
  const rooms = Object.keys(mayImport).sort((a, b) => b.length - a.length);
  return rooms.find((room) => file === room || file.startsWith(`${room}/`)) ?? file;
}

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return [...text.matchAll(/from '(\.[^']+\.ts)'/g)].map(([, target]) =>
    path.posix.normalize(path.posix.join(path.posix.dirname(file), target ?? '')),
  );
}

describe('each file is in one room and imports go one way', () => {
  test.each(files)('%s', (file) => {
    const room = roomOf(file);
    expect([...Object.keys(mayImport), ...open], `${file} is in no room`).toContain(room);
    for (const target of importsOf(file)) {
      const to = roomOf(target);
      const allowed = to === room || open.includes(to) || (mayImport[room] ?? []).includes(to);
      expect(allowed, `${file} (${room}) imports ${target} (${to})`).toBe(true);
    }
  });
});

test('Cypher is in the graph room only', () => {
  const outside = files
    .filter((file) => !file.startsWith('graph/'))
    .filter((file) => /\bcypher`|\bfrom 'neo4j-driver'/.test(readFileSync(path.join(root, file), 'utf8')));
  expect(outside).toEqual([]);
});

test('only the cypher tag and the migrations make query text', () => {
  const makers = files.filter((file) => /new Cypher\(/.test(readFileSync(path.join(root, file), 'utf8')));
  expect(makers.sort()).toEqual(['graph/cypher.ts', 'graph/migrate.ts']);
});

test('the explorer speaks the public GraphQL API only: it imports nothing of the server', () => {
  const folder = fileURLToPath(new URL('../web/', import.meta.url));
  const imports = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) =>
      [...readFileSync(path.join(folder, file), 'utf8').matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map(
        ([, target]) => path.relative(folder, path.resolve(folder, path.dirname(file), target ?? '')),
      ),
    );
  expect(imports.length).toBeGreaterThan(100);
  expect(imports.filter((target) => target.startsWith('..'))).toEqual([]);
});

test('GraphQL types are in the GraphQL room only', () => {
  const outside = files
    .filter((file) => !file.startsWith('graphql/'))
    .filter((file) => /from '@pothos\//.test(readFileSync(path.join(root, file), 'utf8')));
  expect(outside).toEqual([]);
});
