import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPackage } from './builtPackage.ts';
import { localConfig } from './localConfig.ts';

/** A shell in a name space of its own, where it may mount file systems without being root. Linux only. */
const unshare = ['--user', '--map-root-user', '--mount', '/bin/sh', '-c'];
const canMount = spawnSync('unshare', [...unshare, 'mount -t tmpfs none /mnt']).status === 0;

describe.skipIf(!canMount)('on a disk that is full', () => {
  const script = fileURLToPath(new URL('./fixtures/diskFull.mjs', import.meta.url));
  let dist: string;
  let folder: string;
  beforeAll(async () => {
    dist = await buildPackage('disk');
    folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-disk-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Runs the fixture with its data folder on a disk of this size. @returns what it prints, a line each */
  function onDisk(megabytes: number, scene: string): string[] {
    const { stdout, stderr } = spawnSync(
      'unshare',
      [
        ...unshare,
        `mount -t tmpfs -o size=${megabytes}m none "$1" && shift && exec "$@"`,
        'sh',
        folder,
        process.execPath,
        script,
        dist,
        scene,
        JSON.stringify(localConfig(path.join(folder, 'data'))),
      ],
      { encoding: 'utf8', timeout: 280_000 },
    );
    expect(stderr).toBe('');
    return stdout.trimEnd().split('\n');
  }

  test('a download ends with DISK_FULL, though there was room when it began', () => {
    expect(onDisk(1, 'download')).toEqual([
      expect.stringMatching(/^DISK_FULL: The disk that holds .*cache is full/),
    ]);
  });

  test('a start is refused', () => {
    expect(onDisk(50, 'start')).toEqual([
      expect.stringMatching(/^DISK_FULL: .*neo4j is full\. Expected 200 MB .*SCHOLARGRAPH_DATA/),
    ]);
  });

  test('a running Neo4j says so at the write that fails; once there is room, all that was acknowledged is there', () => {
    expect(onDisk(400, 'run')).toEqual([
      'writing',
      expect.stringMatching(/^DISK_FULL: .*neo4j is full/),
      'nothing is lost',
    ]);
  });
});
