import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ScholargraphError } from '../../errors.ts';

const run = promisify(execFile);

/** The oldest Java that Neo4j 5.26 runs on. */
const oldest = 17;

export interface Java {
  readonly command: string;
  /** The feature release: 17, 21, … */
  readonly version: number;
  /** All that `java -version` prints: builds of one version differ in it. */
  readonly banner: string;
}

/**
 * Finds a Java to run Neo4j with: the one in `JAVA_HOME`, else the one on `PATH`. Each is asked for its version; one
 * that is too old is passed over.
 *
 * @throws ScholargraphError JAVA_NOT_FOUND that says what was found and names the ways on
 */
export async function findJava(env: NodeJS.ProcessEnv): Promise<Java> {
  const home = env['JAVA_HOME'];
  const candidates = [
    ...(home === undefined || home === ''
      ? []
      : [{ command: path.join(home, 'bin', 'java'), from: `JAVA_HOME (${home})` }]),
    { command: 'java', from: 'PATH' },
  ];
  const found: string[] = [];
  for (const { command, from } of candidates) {
    const banner = await bannerOf(command, env);
    const version = parseJavaVersion(banner);
    if (version === undefined) {
      found.push(`none in ${from}`);
    } else if (version < oldest) {
      found.push(`Java ${version} in ${from}`);
    } else {
      return { command, version, banner };
    }
  }
  throw new ScholargraphError('JAVA_NOT_FOUND', `The local Neo4j needs Java ${oldest} or newer`, {
    expected: `it in JAVA_HOME or on PATH; found ${found.join(' and ')}`,
    fix:
      `Three ways on: install Java ${oldest} or 21 (a runtime such as Eclipse Temurin is enough); ` +
      'or start Neo4j and the server in containers with `docker compose up`; ' +
      'or set NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD to a Neo4j that runs elsewhere.',
  });
}

async function bannerOf(command: string, env: NodeJS.ProcessEnv): Promise<string> {
  try {
    const { stdout, stderr } = await run(command, ['-version'], { env, timeout: 20_000 });
    return `${stderr}\n${stdout}`;
  } catch {
    return '';
  }
}

/** The feature release from what `java -version` prints: `1.8.0_412` is 8, `17.0.15` and `17` are 17. */
export function parseJavaVersion(text: string): number | undefined {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  if (first === undefined) return undefined;
  return first === '1' && second !== undefined ? Number(second) : Number(first);
}
