import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pLimit from 'p-limit';
import { ScholargraphError } from '../../errors.ts';
import { type Artifact, type Lock, mavenPath } from './lock.ts';

const run = promisify(execFile);

/** Groups that Neo4j brings for reading Parquet files and Hadoop file systems; the server and GDS run without. */
const leftOut = ['org.apache.arrow', 'org.apache.hadoop', 'org.apache.parquet', 'blue.strategic.parquet'];

/** `group:artifact:version[:classifier]` */
type Coordinates = string;

/**
 * Resolves Neo4j and Graph Data Science with all that they need at run time, downloads each jar, checks it against the
 * digest beside it in the repository and returns the lock. Where both need one artifact, Neo4j's version is taken:
 * the server was built and tested with it.
 *
 * Needs Maven's `mvn` on PATH, since it alone knows Maven's rules of mediation, exclusion and management. Nothing
 * else of Scholargraph does.
 */
export async function resolveLock(versions: { neo4j: string; gds: string }, mavenUrl: string): Promise<Lock> {
  const server = [`org.neo4j:neo4j:${versions.neo4j}`, `org.neo4j:neo4j-bolt:${versions.neo4j}`];
  const gds = [`org.neo4j.gds:proc:${versions.gds}`, `org.neo4j.gds:opengds-extension:${versions.gds}`];
  const folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-lock-'));
  try {
    const managed = await dependencies(folder, server, []);
    const all = await dependencies(folder, [...server, ...gds], managed);
    const limit = pLimit(8);
    const artifacts = await Promise.all(
      all.sort().map((coordinates) => limit(() => lockArtifact(coordinates, mavenUrl))),
    );
    return { ...versions, artifacts };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function dependencies(
  folder: string,
  roots: readonly Coordinates[],
  managed: readonly Coordinates[],
): Promise<Coordinates[]> {
  const pom = path.join(folder, 'pom.xml');
  const list = path.join(folder, 'dependencies.txt');
  await writeFile(pom, project(roots, managed));
  try {
    await run('mvn', [
      '--batch-mode',
      '--file',
      pom,
      'dependency:list',
      '-DincludeScope=runtime',
      '-Dstyle.color=never',
      `-DoutputFile=${list}`,
    ]);
  } catch (cause) {
    throw new ScholargraphError('NEO4J_DOWNLOAD_FAILED', 'Maven could not resolve the dependencies', {
      expected: `mvn on PATH, able to resolve ${roots.join(' and ')}`,
      fix: `Maven is needed only to regenerate the lock. It says: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    });
  }
  return parseDependencyList(await readFile(list, 'utf8'));
}

/** @param text what `mvn dependency:list` writes to its output file */
export function parseDependencyList(text: string): Coordinates[] {
  const found = text.matchAll(/^\s+([\w.-]+):([\w.-]+):jar:(?:([\w.-]+):)?([\w.-]+):(?:compile|runtime)\b/gm);
  return [...found].map(([, group, name, classifier, version]) =>
    [group, name, version, classifier].filter((part) => part !== undefined).join(':'),
  );
}

function project(roots: readonly Coordinates[], managed: readonly Coordinates[]): string {
  const exclusions = leftOut
    .map((group) => `<exclusion><groupId>${group}</groupId><artifactId>*</artifactId></exclusion>`)
    .join('');
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion><groupId>scholargraph</groupId><artifactId>neo4j</artifactId><version>1</version>
<dependencyManagement><dependencies>
${managed.map((one) => dependency(one, '')).join('\n')}
</dependencies></dependencyManagement>
<dependencies>
${roots.map((one) => dependency(one, `<exclusions>${exclusions}</exclusions>`)).join('\n')}
</dependencies></project>
`;
}

function dependency(coordinates: Coordinates, more: string): string {
  const [group, name, version, classifier] = coordinates.split(':');
  const kind = classifier === undefined ? '' : `<classifier>${classifier}</classifier>`;
  return `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version>${kind}${more}</dependency>`;
}

async function lockArtifact(coordinates: Coordinates, mavenUrl: string): Promise<Artifact> {
  const url = `${mavenUrl}/${mavenPath(coordinates)}`;
  const [jar, sha1] = await Promise.all([fetched(url), fetched(`${url}.sha1`)]);
  const stated = sha1.toString('latin1').trim().slice(0, 40).toLowerCase();
  const actual = createHash('sha1').update(jar).digest('hex');
  if (actual !== stated) {
    throw new ScholargraphError('NEO4J_ARTIFACT_CORRUPT', `${coordinates} is not what its repository says`, {
      source: url,
      expected: `SHA-1 ${stated}, not ${actual}`,
      fix: 'Try again, or another mirror.',
    });
  }
  return {
    coordinates,
    size: jar.length,
    sha256: createHash('sha256').update(jar).digest('hex'),
    ...(holdsGdsProcedures(coordinates, jar) ? { plugin: true as const } : {}),
  };
}

/** A jar's directory of names is not compressed, so the name of a service can be looked for in its bytes. */
function holdsGdsProcedures(coordinates: Coordinates, jar: Buffer): boolean {
  return (
    coordinates.startsWith('org.neo4j.gds:') &&
    /META-INF\/services\/org\.neo4j\.procedure\./.test(jar.toString('latin1'))
  );
}

async function fetched(url: string): Promise<Buffer> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new ScholargraphError('NEO4J_DOWNLOAD_FAILED', `The repository answers ${response.status}`, {
      source: url,
    });
  }
  return Buffer.from(await response.arrayBuffer());
}
