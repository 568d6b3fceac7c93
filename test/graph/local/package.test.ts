import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ownerOf } from '../../../src/graph/local/owner.ts';
import { homeIn } from '../../../src/graph/local/settings.ts';
import { localEnvironment } from './localConfig.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const names = z.record(z.string(), z.string());
const { version, dependencies, devDependencies, ...manifest } = z
  .looseObject({ version: z.string(), dependencies: names, devDependencies: names })
  .parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')));

/** Bytes of the packed package: half of it is the explorer, and a tenth pictures of the documentation. */
const largest = 2_000_000;

let folder: string;
/** What the repository has, by paths relative to it. */
let sources: readonly string[];
let packed: string;
/** Where somebody has installed the package, and nothing else. */
let installed: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph package '));
  sources = await listed('git', ['ls-files', '--cached', '--others', '--exclude-standard'], root);
  const copy = path.join(folder, 'repository');
  const needed = sources.filter((file) => !/^(?:test|bench)\//.test(file));
  await Promise.all(
    needed.map((file) => cp(path.join(root, file), path.join(copy, file), { recursive: true })),
  );
  await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  // What an earlier build has left is not to be packed.
  await mkdir(path.join(copy, 'dist'));
  await cp(path.join(root, 'README.md'), path.join(copy, 'dist', 'removed.js'));
  await run('npm', ['pack', '--pack-destination', folder], { cwd: copy });
  packed = path.join(folder, `scholargraph-${version}.tgz`);
  installed = path.join(folder, 'installed');
  await mkdir(installed);
  // Whoever installs it gets later versions of what it needs in turn, and some of those only say that they need a newer Node.
  const options = ['--no-engine-strict', '--no-audit', '--no-fund', '--prefer-offline'];
  // npm would install into a folder above, if that had packages.
  await run('npm', ['install', '--prefix', installed, ...options, packed], { cwd: installed });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function listed(command: string, args: readonly string[], cwd: string): Promise<string[]> {
  const { stdout } = await run(command, args, { cwd, maxBuffer: 1e8 });
  return stdout.split('\n').filter((line) => existsSync(path.join(cwd, line)) && line !== '');
}

/** Runs the installed command as somebody types it. */
function npx(...argv: string[]): Promise<{ stdout: string; stderr: string }> {
  return run('npx', ['--no', '--', 'scholargraph', ...argv], { cwd: installed, maxBuffer: 1e8 });
}

test('the package holds what is meant to be in it, and no more', async () => {
  const { stdout } = await run('tar', ['--list', '--gzip', '--file', packed]);
  const found = stdout
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [line.replace(/^package\//, '')]))
    .sort();
  const compiled = sources.flatMap((file) => {
    const [, name, type] = /^src\/(.*)\.(ts|json)$/.exec(file) ?? [];
    return name === undefined ? [] : [`dist/${name}.${type === 'ts' ? 'js' : 'json'}`];
  });
  const kept = sources.filter((file) => /^(?:docs|schema|seed)\//.test(file));
  const single = [
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'docker-compose.yml',
    'neo4j.lock.json',
    'package.json',
  ];
  const explorer = /^dist\/web\/(?:index\.html|embed\.js|assets\/[\w.-]+\.(?:css|js|svg|woff2))$/;
  expect(found.filter((file) => explorer.test(file)).length).toBeGreaterThan(10);
  expect(found.filter((file) => !explorer.test(file))).toEqual([...compiled, ...kept, ...single].sort());
  expect((await stat(packed)).size).toBeLessThan(largest);
});

test('it says where it is from only when it is published from there', async () => {
  expect(manifest['publishConfig']).toEqual({ access: 'public', provenance: true });
  const workflow = await readFile(path.join(root, '.github', 'workflows', 'release.yml'), 'utf8');
  for (const field of ['repository', 'homepage', 'bugs']) {
    expect(manifest).not.toHaveProperty(field);
    expect(workflow).toMatch(new RegExp(`npm pkg set .*\\b${field}[.=]`));
  }
  const changelog = await readFile(path.join(root, 'CHANGELOG.md'), 'utf8');
  expect(changelog).toContain(`\n## [${version}]\n`);
});

test('installed into an empty folder it needs nothing that only its maintainers need', async () => {
  const found = (await readdir(path.join(installed, 'node_modules'), { recursive: true })).flatMap((file) =>
    file.endsWith('package.json')
      ? [
          path
            .dirname(file)
            .split(/node_modules[\\/]/)
            .at(-1),
        ]
      : [],
  );
  expect(found).toEqual(expect.arrayContaining(['scholargraph', ...Object.keys(dependencies)]));
  for (const name of ['@biomejs/biome', 'preact', 'sigma', 'tsx', 'typescript', 'vite', 'vitest']) {
    expect(Object.keys(devDependencies)).toContain(name);
    expect(found).not.toContain(name);
  }
  expect((await npx('--version')).stdout).toBe(`${version}\n`);
  const { stdout: help } = await npx('--help');
  for (const command of ['serve', 'import', 'backup', 'restore', 'upgrade']) expect(help).toContain(command);
  expect((await npx('schema')).stdout).toBe(
    await readFile(path.join(root, 'schema', 'schema.graphql'), 'utf8'),
  );
});

test('it serves the sample data, GraphQL and the explorer', async () => {
  const server = spawn('npx', ['--no', '--', 'scholargraph', 'serve', '--seed'], {
    cwd: installed,
    // A group of its own, for the whole of which the signal is.
    detached: true,
    env: {
      ...process.env,
      NEO4J_URI: '',
      NODE_ENV: '',
      PORT: '0',
      SCHOLARGRAPH_DATA: path.join(folder, 'data'),
      ...(await localEnvironment(folder)),
    },
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  try {
    const address = await addressOf(server);
    const get = (where: string) => fetch(new URL(where, address));
    expect((await get('/ready')).status).toBe(200);
    const answer = await fetch(new URL('/graphql', address), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ author(name: "Andrea Gesmundo") { publicationCount } }' }),
    });
    expect(await answer.json()).toEqual({ data: { author: { publicationCount: 10 } } });
    const page = await (await get('/')).text();
    const [, script = ''] = /<script type="module"[^>]* src="([^"]+)"/.exec(page) ?? [];
    const loaded = await get(script);
    expect(loaded.status).toBe(200);
    expect(loaded.headers.get('content-type')).toContain('javascript');
    expect(
      await (await fetch(new URL('/graphql', address), { headers: { accept: 'text/html' } })).text(),
    ).toContain('GraphiQL');
  } finally {
    if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, 'SIGTERM');
    await ended;
  }
  // It has stopped its Neo4j in order; `npx` does not wait for that.
  await expect.poll(() => ownerOf(homeIn(path.join(folder, 'data'))), { timeout: 60_000 }).toBeUndefined();
});

/** Where the explorer is, as the server says when it is ready. */
function addressOf(server: ChildProcess): Promise<URL> {
  let said = '';
  return new Promise((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      stream?.on('data', (chunk) => {
        said += chunk;
        const [, address] = /Explorer +(http\S+)/.exec(said) ?? [];
        if (address !== undefined) resolve(new URL(address));
      });
    }
    server.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
}
