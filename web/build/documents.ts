import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { codegen } from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import {
  buildSchema,
  concatAST,
  getNamedType,
  isEnumType,
  isInputObjectType,
  Kind,
  parse,
  print,
  separateOperations,
} from 'graphql';

/**
 * Writes `web/api/documents.ts`: the text and the types of every operation in `web/api/queries`, checked against the
 * schema. With `--check` it writes nothing, and fails where the file is not what it would write.
 */
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const schemaFile = new URL('../../schema/schema.graphql', import.meta.url);
const queries = new URL('../api/queries/', import.meta.url);
const target = new URL('../api/documents.ts', import.meta.url);

const schema = buildSchema(readFileSync(schemaFile, 'utf8'));
const documents = readdirSync(queries)
  .filter((name) => name.endsWith('.graphql'))
  .sort()
  .map((name) => ({ location: name, document: parse(readFileSync(new URL(name, queries), 'utf8')) }));

const types = await codegen({
  filename: 'documents.ts',
  schema: parse(readFileSync(schemaFile, 'utf8')),
  documents,
  plugins: [{ operations: {} }],
  pluginMap: { operations },
  config: {
    enumsAsTypes: true,
    immutableTypes: true,
    skipTypename: true,
    scalars: { DateTime: 'string', File: { input: 'Blob | null', output: 'never' }, ID: 'string' },
    defaultScalarType: 'unknown',
    strictScalars: true,
  },
});

/** Names of input fields that take an enum, which a query text writes without quotation marks. */
const enumFields = new Set<string>();
const otherFields = new Set<string>();
for (const type of Object.values(schema.getTypeMap())) {
  if (!isInputObjectType(type)) continue;
  for (const field of Object.values(type.getFields())) {
    (isEnumType(getNamedType(field.type)) ? enumFields : otherFields).add(field.name);
  }
}
const both = [...enumFields].filter((name) => otherFields.has(name));
const enumTypes = Object.values(schema.getTypeMap())
  .filter((type) => isEnumType(type) && !type.name.startsWith('__'))
  .map(({ name }) => name)
  .sort();

const constants = Object.entries(separateOperations(concatAST(documents.map(({ document }) => document))))
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, document]) => {
    const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${name} is no operation`);
    const type = name + operation.operation.charAt(0).toUpperCase() + operation.operation.slice(1);
    // The operation first: it is what somebody reads who opens the text.
    const definitions = document.definitions.toSorted(
      (a, b) => Number(b === operation) - Number(a === operation),
    );
    const text = print({ ...document, definitions })
      .replaceAll('`', '\\`')
      .replaceAll('$', '\\$');
    return `export const ${name}: Operation<${type}, ${type}Variables> = { name: '${name}', text: \`${text}\` };`;
  });

const text = `// Written by \`npm run documents\` from web/api/queries and schema/schema.graphql. Not to be edited.
/** An operation with the types of its answer and of its variables. */
export interface Operation<Data, Variables> {
  readonly name: string;
  readonly text: string;
  /** Never there: it carries the types. */
  readonly types?: (variables: Variables) => Data;
}

${types}

${constants.join('\n\n')}

/** Input fields that take an enum, and none of which is anything else elsewhere. */
export const enumFields: ReadonlySet<string> = new Set(${JSON.stringify([...enumFields].filter((name) => !both.includes(name)).sort())});

/** The schema's enums. */
export const enumTypes: ReadonlySet<string> = new Set(${JSON.stringify(enumTypes)});
`;

if (!values.check) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  process.stderr.write(
    'web/api/documents.ts is stale: a query or the schema has changed. Run npm run documents.\n',
  );
  process.exitCode = 1;
}
if (both.length > 0) process.stderr.write(`fields that are an enum in one input only: ${both.join(', ')}\n`);
