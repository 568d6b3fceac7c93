import type { GraphQLField, GraphQLObjectType } from 'graphql';

/*
 * What a field costs besides what it answers, in objects of an answer: for what goes over many nodes to answer few. It
 * stands in the `extensions` of the field, or as `each` in those of the type, for all of its fields. Where the field
 * takes more Cypher statements than one, it says that too.
 */

/** One way over all items of a connection. */
export const scan = { cost: 100 };

/** `scan` for each field of a type. */
export const scanEach = { each: scan };

/**
 * A search through the graph for paths, or for people near somebody, step by step. Statements are the most that any of them takes:
 * `collaborationDistances`, an author and 15 steps.
 */
export const traverse = { cost: 1_000, statements: 16 };

/** What belongs to authors whom its arguments name: a statement each finds them. */
export const ofAuthors = (count: number) => ({ statements: count });

/** What belongs to the current run of an analysis: that is looked up before, or why there is none after. */
export const ofCurrentRun = { statements: 2 };

export interface DeclaredCost {
  readonly cost: number;
  /** Undefined where nothing is said of them. */
  readonly statements: number | undefined;
}

export function declaredCost(
  { extensions }: GraphQLField<unknown, unknown>,
  type: GraphQLObjectType,
): DeclaredCost {
  const each: unknown = type.extensions['each'];
  const declared = typeof each === 'object' && each !== null ? { ...each, ...extensions } : extensions;
  return { cost: numberOf(declared, 'cost') ?? 0, statements: numberOf(declared, 'statements') };
}

function numberOf(of: object, name: string): number | undefined {
  const value: unknown = Reflect.get(of, name);
  return typeof value === 'number' ? value : undefined;
}
