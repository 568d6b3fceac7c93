import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { download } from '../../../src/graph/local/download.ts';
import { type Artifact, mavenPath } from '../../../src/graph/local/lock.ts';
import { bytes, MavenServer } from './mavenServer.ts';

let folder: string;
let server: MavenServer;
let artifact: Artifact;
let file: string;
const content = bytes(500_000, 'a jar');
const quick = { retryDelayMs: 1 };

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-download-'));
  server = await new MavenServer().listen();
  artifact = server.publish('org.example:jar:1.0', content);
  file = path.join(folder, mavenPath(artifact.coordinates));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const options = () => ({ mavenUrl: server.url, folder, ...quick });
const isWhole = async () => content.equals(await readFile(file));
const names = async () => (await readdir(path.dirname(file))).sort();

/** The process id of one that has just ended. */
async function deadPid(): Promise<number> {
  const child = spawn('/bin/sh', ['-c', ':']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

/** Leaves a part behind as a process would that wrote to it until now. */
async function leavePart(pid: number, part: Buffer): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  const left = `${file}.${pid}-0a1b2c3d.part`;
  await writeFile(left, part);
  return left;
}

test('puts the artifact where a Maven repository has it', async () => {
  await download(artifact, options());
  expect(await isWhole()).toBe(true);
  expect(await names()).toEqual(['jar-1.0.jar']);
  expect(server.requests).toHaveLength(1);
});

describe('interrupted', () => {
  test('a broken connection goes on where it broke', async () => {
    server.misbehave = (_request, response, body) => {
      if (server.requests.length > 1) return false;
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.subarray(0, 200_000), () => response.destroy());
      return true;
    };
    await download(artifact, options());
    expect(await isWhole()).toBe(true);
    expect(server.requests.map(({ range }) => range)).toEqual([
      undefined,
      expect.stringMatching(/^bytes=\d+-$/),
    ]);
  });

  test('a part of a process that died is resumed, not fetched again', async () => {
    await leavePart(await deadPid(), content.subarray(0, 300_000));
    await download(artifact, options());
    expect(await isWhole()).toBe(true);
    expect(await names()).toEqual(['jar-1.0.jar']);
    expect(server.requests.map(({ range }) => range)).toEqual(['bytes=300000-']);
  });

  test('a part that was finished but not yet in place needs no request', async () => {
    await leavePart(await deadPid(), content);
    await download(artifact, options());
    expect(await isWhole()).toBe(true);
    expect(server.requests).toEqual([]);
  });

  test('the part of a living process is left alone', async () => {
    const left = await leavePart(process.ppid, content.subarray(0, 1000));
    await download(artifact, options());
    expect(server.requests.map(({ range }) => range)).toEqual([undefined]);
    expect((await readFile(left)).length).toBe(1000);
  });

  test('a part that was not touched for long is taken, whoever has its process id now', async () => {
    const left = await leavePart(process.ppid, content.subarray(0, 1000));
    const longAgo = new Date(Date.now() - 3600_000);
    await utimes(left, longAgo, longAgo);
    await download(artifact, options());
    expect(server.requests.map(({ range }) => range)).toEqual(['bytes=1000-']);
  });

  test('an abort keeps the part for the next time', async () => {
    const stop = new AbortController();
    const onBytes = (count: number) => {
      if (count > 0) stop.abort();
    };
    await expect(download(artifact, { ...options(), onBytes, signal: stop.signal })).rejects.toThrow(/abort/);
    expect(await names()).toEqual([expect.stringMatching(/^jar-1\.0\.jar\.\d+-[0-9a-f]{8}\.part$/)]);
  });

  test('a connection over which nothing comes any more is dropped', async () => {
    server.misbehave = (_request, response, body) => {
      if (server.requests.length > 1) return false;
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.subarray(0, 1000));
      return true;
    };
    await download(artifact, { ...options(), stallMs: 200 });
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, 'bytes=1000-']);
  });
});

describe('a repository that knows no ranges', () => {
  test('sends the whole file, and the whole file is taken', async () => {
    await leavePart(await deadPid(), bytes(1000, 'something else'));
    server.misbehave = (_request, response, body) => {
      response.writeHead(200).end(body);
      return true;
    };
    await download(artifact, options());
    expect(await isWhole()).toBe(true);
  });

  test('refuses the range, and is asked for the whole file', async () => {
    await leavePart(await deadPid(), content.subarray(0, 1000));
    server.misbehave = (request, response) => {
      if (request.headers.range === undefined) return false;
      response.writeHead(416).end();
      return true;
    };
    await download(artifact, options());
    expect(await isWhole()).toBe(true);
  });
});

describe('damaged', () => {
  test('a part with wrong bytes is thrown away and the file fetched from its start', async () => {
    await leavePart(await deadPid(), bytes(300_000, 'something else'));
    await download(artifact, options());
    expect(await isWhole()).toBe(true);
    expect(server.requests.map(({ range }) => range)).toEqual(['bytes=300000-', undefined]);
  });

  test('a repository with another file than the lock says is refused, and nothing of it stays', async () => {
    server.publish(artifact.coordinates, bytes(content.length, 'tampered'));
    await expect(download(artifact, options())).rejects.toMatchObject({
      code: 'NEO4J_ARTIFACT_CORRUPT',
      message: expect.stringContaining('org.example:jar:1.0'),
    });
    expect(await names()).toEqual([]);
  });

  test('a repository that sends without end is cut off', async () => {
    server.publish(artifact.coordinates, Buffer.concat([content, content]));
    await expect(download(artifact, options())).rejects.toMatchObject({ code: 'NEO4J_DOWNLOAD_FAILED' });
  });
});

describe('refused', () => {
  test('a missing artifact fails at once and the message says where to set a mirror', async () => {
    const missing = { ...artifact, coordinates: 'org.example:missing:1.0' };
    await expect(download(missing, options())).rejects.toMatchObject({
      code: 'NEO4J_DOWNLOAD_FAILED',
      message: expect.stringMatching(/missing-1\.0\.jar.* 404.*SCHOLARGRAPH_MAVEN/s),
    });
    expect(server.requests).toHaveLength(1);
  });

  test('a server error is tried again', async () => {
    server.misbehave = (_request, response) => {
      if (server.requests.length > 2) return false;
      response.writeHead(503).end();
      return true;
    };
    await download(artifact, options());
    expect(server.requests).toHaveLength(3);
  });

  test('a server that keeps failing is given up, with its answer', async () => {
    server.misbehave = (_request, response) => {
      response.writeHead(503).end();
      return true;
    };
    await expect(download(artifact, options())).rejects.toMatchObject({
      code: 'NEO4J_DOWNLOAD_FAILED',
      message: expect.stringContaining('503'),
    });
    expect(server.requests).toHaveLength(4);
  });

  test('nobody listens: the message has the reason', async () => {
    await server.close();
    await expect(download(artifact, options())).rejects.toMatchObject({
      code: 'NEO4J_DOWNLOAD_FAILED',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

test('credentials in the address of a mirror go into a header and never into a message', async () => {
  const mavenUrl = server.url.replace('http://', 'http://reader:s%40cret@');
  await download(artifact, { ...options(), mavenUrl });
  expect(server.requests[0]?.authorization).toBe(`Basic ${Buffer.from('reader:s@cret').toString('base64')}`);
  const missing = { ...artifact, coordinates: 'org.example:missing:1.0' };
  await expect(download(missing, { ...options(), mavenUrl })).rejects.toMatchObject({
    message: expect.not.stringContaining('cret'),
  });
});
