import { readFileSync } from 'node:fs';
import {
  type GraphQLObjectType,
  getNamedType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { schema } from '../../src/graphql/index.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking, globalId } from './fixture/asking.ts';
import { minimalValue } from './fixture/textArguments.ts';

let graph: Graph;
let ask: Ask;
beforeAll(async () => {
  graph = await freshGraph();
  ask = asking(graph);
  await graph.command(cypher`
    CREATE (i:Import {id: 'i', sourceName: 'secret.bib', by: 'Ada', state: 'FAILED', strict: false, dryRun: false, records: 0,
      created: 0, updated: 0, unchanged: 0, before: 0, rejected: 1, bytes: 1, size: 1, milliseconds: 0,
      queued: datetime('2024-01-01T00:00:00Z'), errorCode: 'SOURCE_MALFORMED', errorMessage: 'secret'})`);
});

function typeOf(name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no type with fields`);
  return type;
}

/** What an argument of a mutation takes the id of. What is no id of that is refused before anybody is asked who they are. */
function idTypeOf(argument: string, mutation: string): string {
  const types = ['Author', 'Publication', 'Venue', 'Topic', 'Statement', 'Decision', 'Import'];
  const named = (name: string) => types.find((type) => name.toLowerCase().includes(type.toLowerCase()));
  return named(argument) ?? named(mutation) ?? 'AnalysisRun';
}

/** A call that fits the schema. */
function callOf(type: GraphQLObjectType, name: string): string {
  const field = type.getFields()[name];
  if (field === undefined) throw new Error(`${type.name} has no ${name}`);
  const args = field.args.filter(isRequiredArgument).map((arg) => {
    const id = JSON.stringify(globalId(idTypeOf(arg.name, name), 'nobody'));
    return `${arg.name}: ${getNamedType(arg.type).name === 'ID' ? id : minimalValue(arg.type)}`;
  });
  const below = isCompositeType(getNamedType(field.type)) ? ' { __typename }' : '';
  return `${name}${args.length === 0 ? '' : `(${args.join(', ')})`}${below}`;
}

describe('it takes an administrator, and the schema says so:', () => {
  // A file is never a part of a document; that its form takes an administrator is in imports.test.ts.
  const mutations = Object.keys(typeOf('Mutation').getFields()).filter((name) => name !== 'importFile');

  test.each(mutations)('%s', async (name) => {
    const { status, errors } = await ask(`mutation { ${callOf(typeOf('Mutation'), name)} }`);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['ADMINISTRATOR_REQUIRED']);
    expect(status).toBe(401);
  });

  test.each([
    ['imports', '{ imports { totalCount } }'],
    [
      'an import by its id',
      `{ node(id: "${globalId('Import', 'i')}") { ... on Import { sourceName error { message } rejects { totalCount } } } }`,
    ],
    [
      'the progress of an import',
      `subscription { importProgress(id: "${globalId('Import', 'i')}") { sourceName } }`,
    ],
  ])('%s', async (_, query) => {
    const { data, errors } = await ask(query);
    expect(JSON.stringify(data ?? null)).not.toContain('secret');
    expect(errors.map(({ extensions }) => extensions.code)).toContain('ADMINISTRATOR_REQUIRED');
  });

  test('nothing else does: what is for administrators is in the list of docs/security.md', () => {
    for (const name of ['Mutation', 'Subscription', 'Import', 'ImportError', 'RejectedEntry']) {
      expect(typeOf(name).description, name).toMatch(/administrator/i);
    }
    const described = Object.values(typeOf('Query').getFields())
      .filter(({ description }) => description?.includes('takes an administrator') === true)
      .map(({ name }) => name);
    expect(described).toEqual(['imports']);
    const text = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8');
    for (const name of [
      'Mutation',
      'Subscription',
      'Query.imports',
      'Import',
      'ImportError',
      'RejectedEntry',
    ]) {
      expect(text).toContain(`\`${name}\``);
    }
  });
});
