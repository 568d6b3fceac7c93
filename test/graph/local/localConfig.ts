import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readConfig } from '../../../src/config.ts';
import type { LocalNeo4jOptions } from '../../../src/graph/local/localNeo4j.ts';

/** Rather than well: what runs in these tests lives for seconds, and a start takes half the processor time. */
const compileQuickly = '-XX:TieredStopAtLevel=1';

/** A local Neo4j with its data in this folder and the artifacts in the cache that the environment names. */
export function localConfig(dataFolder: string): LocalNeo4jOptions & { kind: 'local' } {
  const { neo4j } = readConfig({ ...process.env, NEO4J_URI: '', SCHOLARGRAPH_DATA: dataFolder });
  if (neo4j.kind !== 'local') throw new Error('NEO4J_URI was unset, and yet the configuration names it');
  return { ...neo4j, heap: '512m', javaArguments: [compileQuickly] };
}

/**
 * The environment of commands that start a local Neo4j, so that it is as small and as quick to start as that of `localConfig`.
 * @param folder for the Java that they find
 */
export async function localEnvironment(folder: string): Promise<NodeJS.ProcessEnv> {
  const home = process.env['JAVA_HOME'];
  const java = home === undefined || home === '' ? 'java' : path.join(home, 'bin', 'java');
  const wrapper = path.join(folder, 'java', 'bin', 'java');
  await mkdir(path.dirname(wrapper), { recursive: true });
  // Whoever asks for its version is told of the Java itself: for another, the archive of its classes would be made anew.
  const script = `#!/bin/sh\n[ "$1" = -version ] || set -- ${compileQuickly} "$@"\nexec "${java}" "$@"\n`;
  await writeFile(wrapper, script, { mode: 0o755 });
  return { SCHOLARGRAPH_NEO4J_HEAP: '512m', JAVA_HOME: path.join(folder, 'java') };
}
