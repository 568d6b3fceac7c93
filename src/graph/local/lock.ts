import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The lock of this package; the same file from `src` and from `dist`. */
export const lockFile = fileURLToPath(new URL('../../../neo4j.lock.json', import.meta.url));

const artifact = z.object({
  /** `group:artifact:version` or `group:artifact:version:classifier`; always a jar. */
  coordinates: z.string().regex(/^[\w.-]+:[\w.-]+:[\w.-]+(:[\w.-]+)?$/),
  /** Bytes. */
  size: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Holds procedures, which Neo4j looks for in its plugins folder only. */
  plugin: z.literal(true).optional(),
});

const lock = z.object({
  neo4j: z.string(),
  gds: z.string(),
  artifacts: z.array(artifact).min(1),
});

export type Artifact = Readonly<z.infer<typeof artifact>>;

/** Every jar that Neo4j with Graph Data Science is started from, in the order of the class path. */
export interface Lock {
  readonly neo4j: string;
  readonly gds: string;
  readonly artifacts: readonly Artifact[];
}

export async function readLock(file = lockFile): Promise<Lock> {
  return lock.parse(JSON.parse(await readFile(file, 'utf8')));
}

export async function writeLock(content: Lock, file = lockFile): Promise<void> {
  await writeFile(file, `${JSON.stringify(content, null, 2)}\n`);
}

/** Where a Maven repository has the artifact, relative to its root; the cache has the same layout. */
export function mavenPath(coordinates: string): string {
  const [group = '', name = '', version = '', classifier] = coordinates.split(':');
  const file = [name, version, classifier].filter((part) => part !== undefined).join('-');
  return `${group.replaceAll('.', '/')}/${name}/${version}/${file}.jar`;
}
