import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { schema as command } from '../../src/commands/schema.ts';
import { schema } from '../../src/graphql/index.ts';

const checkedIn = fileURLToPath(new URL('../../schema/schema.graphql', import.meta.url));

describe('the command', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-schema-'));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  test('the schema in the repository is the schema as it is', async () => {
    expect(await command({ check: checkedIn })).toBe(0);
  });

  test('writes a file that passes its own check', async () => {
    const file = path.join(folder, 'schema.graphql');
    expect(await command({ output: file })).toBe(0);
    expect(await command({ check: file })).toBe(0);
    expect(await readFile(file, 'utf8')).toBe(await readFile(checkedIn, 'utf8'));
  });

  test('a stale file fails the check, with what to do', async () => {
    const file = path.join(folder, 'schema.graphql');
    await writeFile(file, 'type Query { old: String }\n');
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await command({ check: file })).toBe(1);
    expect(said).toHaveBeenCalledWith(expect.stringContaining('Run: npm run schema'));
  });

  test('a file that is not there is an error', async () => {
    await expect(command({ check: path.join(folder, 'none') })).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
    });
  });
});

test('types are in the order of their names', async () => {
  const text = await readFile(checkedIn, 'utf8');
  const names = [...text.matchAll(/^(?:type|interface|input|enum|union|scalar) (\w+)/gm)].map(
    ([, name]) => name,
  );
  expect(names.length).toBeGreaterThan(50);
  expect(names).toEqual([...names].sort());
});

describe('everything a user of the playground meets is described', () => {
  const ours = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  const sentence = /^["`A-Z(][\s\S]*[.!?]$/;

  function described(type: GraphQLNamedType): [where: string, description: string | null | undefined][] {
    const found: [string, string | null | undefined][] = [[type.name, type.description]];
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        found.push([`${type.name}.${field.name}`, field.description]);
        for (const arg of field.args)
          found.push([`${type.name}.${field.name}(${arg.name})`, arg.description]);
      }
    }
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields()))
        found.push([`${type.name}.${field.name}`, field.description]);
    }
    if (isEnumType(type)) {
      for (const value of type.getValues()) found.push([`${type.name}.${value.name}`, value.description]);
    }
    return found;
  }

  test.each(ours.map((type) => [type.name, type] as const))('%s', (_, type) => {
    for (const [where, description] of described(type)) {
      expect(description ?? '', where).toMatch(sentence);
    }
  });

  test('limits are stated where they hold', () => {
    const arg = (field: string, name: string) =>
      schema
        .getQueryType()
        ?.getFields()
        [field]?.args.find((each) => each.name === name)?.description;
    expect(arg('publications', 'first')).toContain('0 to 100, 20 where');
    expect(arg('coauthorNetwork', 'maxNodes')).toContain('1 to 1000');
    expect(arg('coauthorNetwork', 'depth')).toContain('1 to 3');
    expect(arg('search', 'query')).toContain('400 characters');
  });
});
