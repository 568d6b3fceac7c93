import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isScalarType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  parseType,
  type SelectionSetNode,
} from 'graphql';
import { ScholargraphError } from '../errors.ts';
import type { Context } from './context.ts';
import { schema } from './index.ts';
import { illFormedVariable } from './wellFormedText.ts';

/*
 * A field of the schema, asked with its arguments as JSON, by those who do not write GraphQL: what it takes, and what is
 * wrong with what it is given, is the schema's to say.
 */

/** The arguments that a field of the query type takes, by name. */
export function argumentsOf(field: string): ReadonlyMap<string, GraphQLInputType> {
  const args = schema.getQueryType()?.getFields()[field]?.args ?? [];
  return new Map(args.map(({ name, type }) => [name, type]));
}

/**
 * Arguments out of texts, such as parameters of an address: a text for what the schema wants a text for, else JSON.
 * @throws ScholargraphError BAD_INPUT
 */
export function argumentsOfTexts(
  field: string,
  texts: Iterable<readonly [string, string]>,
): Record<string, unknown> {
  const types = argumentsOf(field);
  return Object.fromEntries(
    [...texts].map(([name, text]) => [name, isText(types.get(name)) ? text : parsed(name, text)]),
  );
}

/** Whether the argument is one text: a string, an id or the name of a value, and no list. */
function isText(type: GraphQLInputType | undefined): boolean {
  if (type === undefined || String(type).includes('[')) return false;
  const named = getNamedType(type);
  return isEnumType(named) || (isScalarType(named) && ['String', 'ID'].includes(named.name));
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ScholargraphError('BAD_INPUT', `What ${name} is given is not JSON`, {
      field: name,
      expected: 'JSON, such as 2, ["…"] or {"name": "…"}',
      cause,
    });
  }
}

/**
 * @param selection what is asked of the field, such as `{ nodes { key } }`
 * @returns what the field answers
 * @throws ScholargraphError BAD_INPUT for arguments that the field does not take, or whatever the field fails with
 */
export async function askField(
  field: string,
  args: Readonly<Record<string, unknown>>,
  selection: string,
  context: Context,
): Promise<unknown> {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  const result = await execute({
    schema,
    document: documentOf(field, given, selection),
    variableValues: Object.fromEntries(given),
    contextValue: context,
  });
  const [error] = result.errors ?? [];
  if (error !== undefined) throw reasonOf(error);
  return result.data?.[field];
}

function documentOf(
  field: string,
  given: readonly (readonly [string, unknown])[],
  selection: string,
): DocumentNode {
  const types = argumentsOf(field);
  const illFormed = illFormedVariable(Object.fromEntries(given));
  if (illFormed !== undefined) throw new ScholargraphError('BAD_INPUT', illFormed.message);
  const names = given.map(([name]) => {
    const type = types.get(name);
    if (type !== undefined) return { name, type };
    throw new ScholargraphError('BAD_INPUT', `There is no argument ${name}`, {
      expected: [...types.keys()].join(', '),
    });
  });
  const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
  const variable = (value: string) => ({ kind: Kind.VARIABLE, name: name(value) }) as const;
  const operation: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    variableDefinitions: names.map(({ name: argument, type }) => ({
      kind: Kind.VARIABLE_DEFINITION,
      variable: variable(argument),
      type: parseType(String(type)),
    })),
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [
        {
          kind: Kind.FIELD,
          name: name(field),
          arguments: names.map(({ name: argument }) => ({
            kind: Kind.ARGUMENT,
            name: name(argument),
            value: variable(argument),
          })),
          selectionSet: selectionSet(selection),
        },
      ],
    },
  };
  return { kind: Kind.DOCUMENT, definitions: [operation] };
}

function selectionSet(selection: string): SelectionSetNode {
  const [operation] = parse(selection).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('a selection is meant');
  return operation.selectionSet;
}

/** What went wrong, without the GraphQL around it that nobody wrote. */
function reasonOf(error: GraphQLError): unknown {
  const cause = rootOf(error);
  if (!(cause instanceof GraphQLError)) return cause;
  const what = error.message.replace(/\.$/, '').replace(/^Variable "\$(\w+)"/, '$1');
  return new ScholargraphError('BAD_INPUT', what, { cause });
}

function rootOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError != null ? rootOf(error.originalError) : error;
}
