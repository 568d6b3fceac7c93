import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseDependencyList, resolveLock } from '../../../src/graph/local/resolveLock.ts';
import { bytes, MavenServer } from './mavenServer.ts';

let folder: string;
let server: MavenServer;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-resolve-'));
  server = await new MavenServer().listen();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const versions = { neo4j: '5.26.1', gds: '2.13.1' };

/** Puts an `mvn` first on PATH that keeps the project it is given and answers with these dependencies in turn. */
async function fakeMaven(...answers: readonly string[]): Promise<void> {
  await Promise.all(answers.map((text, index) => writeFile(path.join(folder, `answer-${index + 1}`), text)));
  const command = path.join(folder, 'mvn');
  await writeFile(
    command,
    `#!/bin/sh
count=$(($(cat "${folder}/count" 2>/dev/null || echo 0) + 1)); echo $count > "${folder}/count"
for argument in "$@"; do
  case "$argument" in
    -DoutputFile=*) cp "${folder}/answer-$count" "\${argument#-DoutputFile=}" ;;
    *pom.xml) cp "$argument" "${folder}/pom-$count.xml" ;;
  esac
done
`,
  );
  await chmod(command, 0o755);
  vi.stubEnv('PATH', `${folder}${path.delimiter}${process.env['PATH']}`);
}

const server1 = `
The following files have been resolved:
   org.neo4j:neo4j:jar:5.26.1:compile
   org.slf4j:slf4j-api:jar:2.0.9:compile -- module org.slf4j
`;
const all = `${server1}   org.neo4j.gds:proc-example:jar:2.13.1:runtime
   io.netty:netty-transport-native-epoll:jar:linux-x86_64:4.1.137.Final:compile
   org.junit:junit:jar:5.0:test
`;

test('locks what Maven resolves, with size and SHA-256 of each jar', async () => {
  await fakeMaven(server1, all);
  const expected = [
    server.publish('io.netty:netty-transport-native-epoll:4.1.137.Final:linux-x86_64', bytes(10, 'netty')),
    {
      ...server.publish(
        'org.neo4j.gds:proc-example:2.13.1',
        Buffer.from('PK…META-INF/services/org.neo4j.procedure.Procedure…'),
      ),
      plugin: true,
    },
    server.publish('org.neo4j:neo4j:5.26.1', bytes(2000, 'neo4j')),
    server.publish('org.slf4j:slf4j-api:2.0.9', bytes(300, 'slf4j')),
  ];
  expect(await resolveLock(versions, server.url)).toEqual({ ...versions, artifacts: expected });
});

test("holds GDS to the versions that Neo4j's own dependencies resolved to", async () => {
  await fakeMaven(server1, server1);
  server.publish('org.neo4j:neo4j:5.26.1', bytes(2000, 'neo4j'));
  server.publish('org.slf4j:slf4j-api:2.0.9', bytes(300, 'slf4j'));
  await resolveLock(versions, server.url);
  const [first, second] = await Promise.all(
    [1, 2].map((count) => readFile(path.join(folder, `pom-${count}.xml`), 'utf8')),
  );
  expect(first).not.toContain('org.neo4j.gds');
  expect(second).toContain('<artifactId>opengds-extension</artifactId><version>2.13.1</version>');
  expect(second?.split('</dependencyManagement>')[0]).toContain(
    '<groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>2.0.9</version>',
  );
  expect(second).toContain('<exclusion><groupId>org.apache.hadoop</groupId>');
});

test('a jar that is not what the digest beside it says is refused', async () => {
  await fakeMaven(server1, server1);
  server.publish('org.neo4j:neo4j:5.26.1', bytes(2000, 'neo4j'));
  server.publish('org.slf4j:slf4j-api:2.0.9', bytes(300, 'slf4j'));
  server.misbehave = (request, response) => {
    if (!request.url?.endsWith('slf4j-api-2.0.9.jar')) return false;
    response.end(bytes(300, 'tampered'));
    return true;
  };
  await expect(resolveLock(versions, server.url)).rejects.toMatchObject({
    code: 'NEO4J_ARTIFACT_CORRUPT',
    message: expect.stringContaining('slf4j-api'),
  });
});

test('no Maven: the message says that only this needs it', async () => {
  vi.stubEnv('PATH', folder);
  await expect(resolveLock(versions, server.url)).rejects.toMatchObject({
    code: 'NEO4J_DOWNLOAD_FAILED',
    message: expect.stringMatching(/mvn on PATH.*only to regenerate the lock/),
  });
});

test('a list of dependencies gives coordinates, without tests and modules', () => {
  expect(parseDependencyList(all)).toEqual([
    'org.neo4j:neo4j:5.26.1',
    'org.slf4j:slf4j-api:2.0.9',
    'org.neo4j.gds:proc-example:2.13.1',
    'io.netty:netty-transport-native-epoll:4.1.137.Final:linux-x86_64',
  ]);
});
