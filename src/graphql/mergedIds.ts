import { decodeGlobalID, encodeGlobalID } from '@pothos/plugin-relay';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { currentIds } from '../graph/read/byId.ts';
import { networkLimits } from '../network/network.ts';
import type { Context } from './context.ts';

/*
 * An id keeps resolving after its object was merged into another. Lookups by id see to that in their own statement; any other
 * argument, such as a filter, is given the ids of today before its field is resolved.
 */

/** Types whose objects can be merged. */
const mergedTypes: ReadonlySet<string> = new Set(['Publication', 'Author', 'Venue', 'Topic']);

/** In the `extensions` of an argument or a field of an input whose ids the resolver looks up in any case. */
export const looksUpMerged = { looksUpMerged: true };

type Values = Readonly<Record<string, unknown>>;

/** The fields of which `withMergedIds` has taken care. */
const fields = new WeakSet<object>();

/** Has each query field given the ids of today in place of those that were merged away, by one statement for all of a level. */
export function withMergedIds(schema: GraphQLSchema): GraphQLSchema {
  const roots = [schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || roots.includes(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      const takers = field.args.filter((argument) => takesIds(argument));
      if (resolve === undefined || takers.length === 0) continue;
      fields.add(field);
      field.resolve = (source, args: Values, context: Context, info) => {
        // As in most of a page of rows with pages.
        if (takers.every(({ name }) => args[name] == null)) return resolve(source, args, context, info);
        const given = mergeableIds(field, args);
        if (given.length === 0) return resolve(source, args, context, info);
        return todays(given, context).then((ids) =>
          resolve(
            source,
            mapped(field.args, args, (id) => ids.get(id) ?? id),
            context,
            info,
          ),
        );
      };
    }
  }
  return schema;
}

/**
 * Whether a statement is read to see what the ids in the arguments of a field have become.
 * @param args as they came, unchecked
 */
export function looksForMerged(field: GraphQLField<unknown, unknown>, args: Values): boolean {
  return fields.has(field) && mergeableIds(field, args).length > 0;
}

/** By the global ids that were given, those of today. */
async function todays(given: readonly string[], context: Context): Promise<ReadonlyMap<string, string>> {
  return new Map(
    await Promise.all(
      given.map(async (globalId) => {
        const { typename, id } = decodeGlobalID(globalId);
        const current = await context.detail('current id', id, currentIds);
        return [globalId, encodeGlobalID(typename, current)] as const;
      }),
    ),
  );
}

function mergeableIds({ args: taken }: Pick<GraphQLField<unknown, unknown>, 'args'>, args: Values): string[] {
  const ids = new Set<string>();
  mapped(taken, args, (id) => {
    if (isOfMergedType(id)) ids.add(id);
    return id;
  });
  return [...ids];
}

function isOfMergedType(id: string): boolean {
  try {
    return mergedTypes.has(decodeGlobalID(id).typename);
  } catch {
    // What is no id is refused where it is taken.
    return false;
  }
}

/** The same values, but for the ids in them. */
function mapped(
  taken: readonly (GraphQLArgument | GraphQLInputField)[],
  values: Values,
  map: (id: string) => string,
): Values {
  const found = { ...values };
  for (const one of taken) {
    const value = found[one.name];
    if (value != null && takesIds(one)) found[one.name] = mappedValue(one, one.type, value, map);
  }
  return found;
}

function mappedValue(
  one: GraphQLArgument | GraphQLInputField,
  type: GraphQLInputType,
  value: unknown,
  map: (id: string) => string,
): unknown {
  if (isNonNullType(type)) return mappedValue(one, type.ofType, value, map);
  if (Array.isArray(value)) {
    // What is refused is not looked for.
    const ids = isInputObjectType(getNamedType(type)) || value.length <= networkLimits.nodes;
    return ids ? value.map((each) => mappedValue(one, type, each, map)) : value;
  }
  if (isListType(type)) return mappedValue(one, type.ofType, value, map);
  if (!isInputObjectType(type)) return typeof value === 'string' ? map(value) : value;
  return typeof value === 'object' && value !== null
    ? mapped(Object.values(type.getFields()), { ...value }, map)
    : value;
}

const known = new WeakMap<GraphQLInputObjectType, boolean>();

/** Whether ids of what can be merged are in it, at any depth. */
function takesIds({ type, extensions }: GraphQLArgument | GraphQLInputField): boolean {
  const named = getNamedType(type);
  if (extensions['looksUpMerged'] === true) return false;
  if (!isInputObjectType(named)) return areOfMergedType(extensions['relayGlobalIDFor']);
  const before = known.get(named);
  if (before !== undefined) return before;
  const takes = hasIds(named, new Set());
  known.set(named, takes);
  return takes;
}

/** @param seen those that are looked into already: filters are in filters */
function hasIds(type: GraphQLInputObjectType, seen: Set<GraphQLInputObjectType>): boolean {
  if (seen.has(type)) return false;
  seen.add(type);
  return Object.values(type.getFields()).some(({ type: of, extensions }) => {
    const named = getNamedType(of);
    if (extensions['looksUpMerged'] === true) return false;
    return isInputObjectType(named) ? hasIds(named, seen) : areOfMergedType(extensions['relayGlobalIDFor']);
  });
}

/** @param types what the relay plugin keeps of `for` */
function areOfMergedType(types: unknown): boolean {
  return (
    Array.isArray(types) &&
    types.some(
      (each: unknown) =>
        typeof each === 'object' && each !== null && mergedTypes.has(String(Reflect.get(each, 'typename'))),
    )
  );
}
