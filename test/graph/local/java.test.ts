import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findJava, parseJavaVersion } from '../../../src/graph/local/java.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-java-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A `java` that says it is of this version, in a new folder. @returns the folder that would be JAVA_HOME */
async function javaHome(name: string, banner: string): Promise<string> {
  const home = path.join(folder, name);
  await mkdir(path.join(home, 'bin'), { recursive: true });
  const command = path.join(home, 'bin', 'java');
  await writeFile(command, `#!/bin/sh\n/bin/cat >&2 <<'END'\n${banner}\nEND\n`);
  await chmod(command, 0o755);
  return home;
}

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['openjdk version "21" 2023-09-19 LTS', 21],
  ['Picked up JAVA_TOOL_OPTIONS: -Dx="1.2"\nopenjdk version "25.0.1" 2025-10-21 LTS', 25],
  ['java version "1.8.0_412"', 8],
  ['openjdk version "24-ea" 2025-03-18', 24],
  ['The operation couldn’t be completed. Unable to locate a Java Runtime.', undefined],
])('%s', (banner, version) => {
  expect(parseJavaVersion(banner)).toBe(version);
});

test('JAVA_HOME comes before PATH', async () => {
  const home = await javaHome('home', 'openjdk version "21.0.2"');
  const onPath = await javaHome('path', 'openjdk version "17.0.1"');
  expect(await findJava({ JAVA_HOME: home, PATH: path.join(onPath, 'bin') })).toMatchObject({
    command: path.join(home, 'bin', 'java'),
    version: 21,
  });
});

test('a JAVA_HOME that is too old is passed over', async () => {
  const home = await javaHome('home', 'java version "1.8.0_412"');
  const onPath = await javaHome('path', 'openjdk version "17.0.1"');
  expect(await findJava({ JAVA_HOME: home, PATH: path.join(onPath, 'bin') })).toMatchObject({
    command: 'java',
    version: 17,
  });
});

test('the Java of this machine is found', async () => {
  expect((await findJava(process.env)).version).toBeGreaterThanOrEqual(17);
});

test('no Java: the message names three ways on', async () => {
  await expect(findJava({ PATH: folder })).rejects.toMatchObject({
    code: 'JAVA_NOT_FOUND',
    message: expect.stringMatching(/install Java 17.*docker compose up.*NEO4J_URI/s),
  });
});

test('only Javas that are too old: the message says which were found, and where', async () => {
  const home = await javaHome('home', 'openjdk version "11.0.22"');
  const onPath = await javaHome('path', 'java version "1.8.0_412"');
  await expect(findJava({ JAVA_HOME: home, PATH: path.join(onPath, 'bin') })).rejects.toMatchObject({
    code: 'JAVA_NOT_FOUND',
    message: expect.stringContaining(`found Java 11 in JAVA_HOME (${home}) and Java 8 in PATH`),
  });
});
