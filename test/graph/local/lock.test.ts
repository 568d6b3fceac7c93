import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockFile, mavenPath, readLock, writeLock } from '../../../src/graph/local/lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the committed lock', async () => {
  const { neo4j, gds, artifacts } = await readLock();
  const all = artifacts.map(({ coordinates }) => coordinates);

  test('has Neo4j 5.26 and the Graph Data Science made for it', () => {
    expect(neo4j).toMatch(/^5\.26\./);
    expect(gds).toMatch(/^2\.13\./);
    expect(all).toContain(`org.neo4j:neo4j-bolt:${neo4j}`);
    expect(all).toContain(`org.neo4j:neo4j-import-tool:${neo4j}`);
    expect(all).toContain(`org.neo4j.gds:opengds-extension:${gds}`);
  });

  test('has each artifact in one version only', () => {
    const names = all.map((coordinates) => {
      const [group, name, , classifier = ''] = coordinates.split(':');
      return `${group}:${name}:${classifier}`;
    });
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('keeps artifacts of the same name from both groups', () => {
    expect(all).toContain(`org.neo4j:annotations:${neo4j}`);
    expect(all).toContain(`org.neo4j.gds:annotations:${gds}`);
  });

  test('has the parser without which no call of GDS works', () => {
    expect(all.filter((coordinates) => coordinates.startsWith('org.opencypher:'))).not.toEqual([]);
  });

  test('leaves out what only reads Parquet and Hadoop files', () => {
    expect(all.filter((coordinates) => /arrow|hadoop|parquet/.test(coordinates))).toEqual([]);
  });

  test('knows the jars with procedures', () => {
    const plugins = artifacts.filter(({ plugin }) => plugin).map(({ coordinates }) => coordinates);
    expect(plugins).toContain(`org.neo4j.gds:proc-community:${gds}`);
    expect(plugins.every((coordinates) => coordinates.startsWith('org.neo4j.gds:'))).toBe(true);
  });

  test('is written as it is read', async () => {
    const copy = path.join(folder, 'neo4j.lock.json');
    await writeLock({ neo4j, gds, artifacts }, copy);
    expect(await readFile(copy, 'utf8')).toBe(await readFile(lockFile, 'utf8'));
  });
});

test.each([
  ['org.neo4j:neo4j:5.26.30', 'org/neo4j/neo4j/5.26.30/neo4j-5.26.30.jar'],
  ['org.neo4j.gds:proc:2.13.9', 'org/neo4j/gds/proc/2.13.9/proc-2.13.9.jar'],
  [
    'io.netty:netty-transport-native-epoll:4.1.137.Final:linux-x86_64',
    'io/netty/netty-transport-native-epoll/4.1.137.Final/netty-transport-native-epoll-4.1.137.Final-linux-x86_64.jar',
  ],
])('%s lies at %s', (coordinates, expected) => {
  expect(mavenPath(coordinates)).toBe(expected);
});
