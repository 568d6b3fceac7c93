import { beforeAll, expect, test } from 'vitest';
import { run } from '../../../src/cli.ts';
import { commandOutput } from '../commandOutput.ts';
import { freshGraph } from '../freshGraph.ts';
import { twoCliques, writePublications } from './coauthorGraphs.ts';

const output = commandOutput();

beforeAll(async () => {
  await writePublications(await freshGraph(), twoCliques);
});

async function scholargraph(...words: string[]): Promise<number> {
  output.text = '';
  return run(['node', 'scholargraph', 'analyse', ...words]);
}

test('communities of several resolutions are found, and told of', async () => {
  expect(
    await scholargraph('communities', '--of', 'authors', '--resolution', '0.05', '1', '--by', 'Ada'),
  ).toBe(0);
  expect(output.text).toMatch(/^AUTHOR_COMMUNITIES: 8 nodes, 13 ties, in \d+ ms \(run [-0-9a-f]+\)$/m);
  expect(output.text).toContain('  resolution 0.05: 1 communities');
  expect(output.text).toContain('  resolution 1: 2 communities');
  expect(output.text).toContain('modularity 0.423');
});

test('runs are listed, and seed others', async () => {
  await scholargraph('list');
  const id = /^(\S+) .*AUTHOR_COMMUNITIES {2}DONE, current {2}Ada/m.exec(output.text)?.[1];
  expect(id).toBeDefined();
  expect(await scholargraph('communities', '--seeded-from', id ?? '', '--keep', '1')).toBe(0);
  await scholargraph('list');
  expect(output.text.match(/AUTHOR_COMMUNITIES/g)).toHaveLength(1);
});

test('centralities say how betweenness was computed', async () => {
  expect(await scholargraph('centralities', '--samples', '4')).toBe(0);
  expect(output.text).toContain('Betweenness is estimated from 4 of 8 sources');
});

test('similarity and evolution', async () => {
  expect(await scholargraph('similarity', '--of', 'publications', '--method', 'fastrp-knn')).toBe(0);
  expect(output.text).toContain('PUBLICATION_SIMILARITY');
  expect(await scholargraph('evolution', '--from', '2018', '--to', '2021', '--years', '2')).toBe(0);
  expect(output.text).toContain('resolution 1, 2018–2019: 0 communities');
  expect(output.text).toContain('resolution 1, 2020–2021: 2 communities');
});

test('what cannot be run is said with its code', async () => {
  expect(await scholargraph('communities', '--from', '2020', '--to', '2010')).toBe(1);
  expect(output.text).toContain('BAD_INPUT: field during: It is 2020 to 2010');
});

test('runs are pruned', async () => {
  await scholargraph('centralities');
  expect(await scholargraph('prune', 'AUTHOR_CENTRALITIES', '--keep', '1')).toBe(0);
  expect(output.text).toContain('1 runs deleted');
});
