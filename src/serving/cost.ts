import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { pageLimit, pageSize } from '../graphql/connection.ts';
import { declaredCost } from '../graphql/declaredCost.ts';
import { looksForMerged } from '../graphql/mergedIds.ts';
import { usesVariables } from '../graphql/variables.ts';

/*
 * What a document may cost, out of the schema alone, before anything of it is executed.
 *
 * The unit is an object of the answer. A list counts with its largest size: the page that is asked for in a connection,
 * `max…` of a network, `first` of another list, `assumedLength` where nothing bounds it in the document. What is in a list
 * is multiplied by it. A field that does more in the database than to read what it answers says so by `declaredCost`.
 */

export interface Price {
  /** Objects of the answer at most, with what fields add to that. */
  readonly cost: number;
  /** Cypher statements at most. */
  readonly statements: number;
  /** The way to what costs most. */
  readonly heaviest: readonly string[];
}

/** Items of a list that nothing bounds: what they hang on has few of them, such as the fragments of a highlight. */
const assumedLength = 10;

/** What an argument says is bounded where it is used, so that a larger number is an error of its own there. */
const sizeLimit = 10_000;

type Values = Readonly<Record<string, unknown>>;

interface Sum {
  cost: number;
  statements: number;
  /** Of one of what it is a sum of. */
  heaviest: { readonly cost: number; readonly path: readonly string[] };
}

/** The sizes of lists that the field around them has been told, by the name of the list. */
type Sizes = ReadonlyMap<string, number>;

const noSizes: Sizes = new Map();

/** By the type and the sizes around them. */
type Sums = WeakMap<SelectionSetNode, Map<string, Sum>>;

/** What selections without variables cost, which is the same each time that their document comes. */
const unvarying = new WeakMap<GraphQLSchema, Sums>();

/**
 * @param document one that is valid
 * @param variables as they came, unchecked
 */
export function priceOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Values,
): Price {
  const root = schema.getRootType(operation.operation);
  if (root == null) return { cost: 0, statements: 0, heaviest: [] };
  const sum = new Pricing(schema, document, valuesOf(operation, variables)).of(
    operation.selectionSet,
    root,
    noSizes,
  );
  return { cost: sum.cost, statements: sum.statements, heaviest: sum.heaviest.path };
}

function valuesOf({ variableDefinitions = [] }: OperationDefinitionNode, given: Values): Values {
  return Object.fromEntries(
    variableDefinitions.map(({ variable: { name }, defaultValue }) => [
      name.value,
      Object.hasOwn(given, name.value)
        ? given[name.value]
        : defaultValue === undefined
          ? undefined
          : valueFromASTUntyped(defaultValue),
    ]),
  );
}

class Pricing {
  readonly #schema: GraphQLSchema;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #variables: Values;
  /** Fragments in fragments are gone through once for each type and size, not once for each way to them. */
  readonly #known: Sums = new WeakMap();
  readonly #unvarying: Sums;

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Values) {
    this.#schema = schema;
    this.#variables = variables;
    this.#unvarying = unvarying.get(schema) ?? new WeakMap();
    unvarying.set(schema, this.#unvarying);
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        this.#fragments.set(definition.name.value, definition);
    }
  }

  /** What one object of the type costs below itself. */
  of(selectionSet: SelectionSetNode, type: GraphQLObjectType, sizes: Sizes): Sum {
    const key = JSON.stringify([type.name, ...sizes]);
    const sums = usesVariables(selectionSet, (name) => this.#fragments.get(name))
      ? this.#known
      : this.#unvarying;
    const known = sums.get(selectionSet) ?? new Map<string, Sum>();
    sums.set(selectionSet, known);
    const existing = known.get(key);
    if (existing !== undefined) return existing;
    const sum = this.#added(selectionSet, type, sizes);
    // The items of a page are read together, by whichever of its fields they are asked.
    if (isConnection(type) && pageFields.some((name) => selects(selectionSet, name))) sum.statements += 1;
    known.set(key, sum);
    return sum;
  }

  #added(selectionSet: SelectionSetNode, type: GraphQLObjectType, sizes: Sizes): Sum {
    const sum: Sum = { cost: 0, statements: 0, heaviest: { cost: 0, path: [] } };
    for (const selection of selectionSet.selections) {
      const part =
        selection.kind === Kind.FIELD
          ? this.#ofField(selection, type, sizes)
          : this.#ofFragment(
              selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value),
              type,
              sizes,
            );
      sum.cost += part.cost;
      sum.statements += part.statements;
      if (part.heaviest.cost > sum.heaviest.cost) sum.heaviest = part.heaviest;
    }
    return sum;
  }

  #ofFragment(
    fragment:
      | (Pick<FragmentDefinitionNode, 'selectionSet'> &
          Partial<Pick<FragmentDefinitionNode, 'typeCondition'>>)
      | undefined,
    type: GraphQLObjectType,
    sizes: Sizes,
  ): Sum {
    const name = fragment?.typeCondition?.name.value ?? type.name;
    const condition = this.#schema.getType(name);
    const applies =
      condition === type || (isAbstractType(condition) && this.#schema.isSubType(condition, type));
    if (fragment === undefined || !applies) return nothing;
    return this.of(fragment.selectionSet, type, sizes);
  }

  #ofField(node: FieldNode, type: GraphQLObjectType, sizes: Sizes): Sum {
    const field = type.getFields()[node.name.value];
    if (field === undefined) return nothing;
    const args = this.#argumentsOf(node, field);
    const named = getNamedType(field.type);
    const declared = declaredCost(field, type);
    const own = declared.cost + traversal(args);
    // What a connection reads is asked of it, but for what has to be known before, as which run is the current one.
    const read =
      (isRead(field, type) ? (declared.statements ?? 1) + steps(args) : (declared.statements ?? 0)) +
      (looksForMerged(field, args) ? 1 : 0);
    if (!isCompositeType(named) || node.selectionSet === undefined) {
      return { cost: own, statements: read, heaviest: { cost: own, path: [node.name.value] } };
    }
    const { selectionSet } = node;
    const inner = toldSizes(args);
    const possible = isObjectType(named) ? [named] : this.#schema.getPossibleTypes(named);
    const sums = possible.map((each) =>
      this.of(selectionSet, each, isConnection(each) ? pageOf(args) : inner),
    );
    const one = sums.reduce((most, each) => (each.cost > most.cost ? each : most), nothing);
    const length = isListType(getNullableType(field.type)) ? this.#length(node.name.value, args, sizes) : 1;
    const cost = own + length * (1 + one.cost);
    return {
      cost,
      // Whatever the number of parents: all are read together. Of an abstract type, each kind by itself.
      statements: read + sums.reduce((sum, each) => sum + each.statements, 0),
      heaviest: { cost, path: [node.name.value, ...one.heaviest.path] },
    };
  }

  #length(name: string, args: Values, sizes: Sizes): number {
    return (
      sizes.get(name) ??
      sizeOf(args['first']) ??
      sizeOf(args['last']) ??
      lengthOf(args) ??
      sizes.get(anyList) ??
      assumedLength
    );
  }

  #argumentsOf({ arguments: nodes = [] }: FieldNode, { args }: GraphQLField<unknown, unknown>): Values {
    const given = new Map(nodes.map(({ name, value }) => [name.value, value]));
    return Object.fromEntries(
      args.map(({ name, defaultValue }) => {
        const node = given.get(name);
        return [name, (node === undefined ? undefined : this.#value(node)) ?? defaultValue];
      }),
    );
  }

  #value(node: ValueNode): unknown {
    return node.kind === Kind.VARIABLE
      ? this.#variables[node.name.value]
      : valueFromASTUntyped(node, { ...this.#variables });
  }
}

const nothing: Sum = { cost: 0, statements: 0, heaviest: { cost: 0, path: [] } };

const pageFields = ['edges', 'nodes', 'pageInfo'];

function isConnection(type: GraphQLObjectType): boolean {
  return type.getFields()['pageInfo']?.type.toString() === 'PageInfo!';
}

function selects({ selections }: SelectionSetNode, name: string): boolean {
  return selections.some((selection) => selection.kind === Kind.FIELD && selection.name.value === name);
}

/** A page as long as was asked for: what of it does not exist is not known beforehand. */
function pageOf(args: Values): Sizes {
  const size = Math.min(sizeOf(args['last']) ?? sizeOf(args['first']) ?? pageSize, pageLimit);
  return new Map([
    ['edges', size],
    ['nodes', size],
  ]);
}

/** `maxNodes` and `firstNodes` bound the list `nodes`, and `first` any list, such as the values of a facet. */
function toldSizes(args: Values): Sizes {
  return new Map(
    Object.entries(args).flatMap(([name, value]) => {
      const [, list] = /^(?:max|first)([A-Z]\w*)$/.exec(name) ?? [];
      const size = sizeOf(value);
      if (size === undefined) return [];
      if (name === 'first') return [[anyList, size] as const];
      return list === undefined ? [] : [[uncapitalised(list), size] as const];
    }),
  );
}

/** No field has this name. */
const anyList = '*';

function uncapitalised(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

function sizeOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? Math.min(value, sizeLimit) : undefined;
}

/** Of `nodes(ids: […])`: as many as are asked for. */
function lengthOf({ ids }: Values): number | undefined {
  return Array.isArray(ids) ? Math.min(ids.length, sizeLimit) : undefined;
}

/** A step of a traversal looks at as many nodes as it may keep. */
function traversal({ depth, maxNodes }: Values): number {
  if (maxNodes === undefined) return (sizeOf(depth) ?? 0) * pageLimit;
  return (sizeOf(depth) ?? 1) * (sizeOf(maxNodes) ?? sizeLimit);
}

/** Statements of a traversal besides one: for each step, and of a network for whom it is around and for its edges. */
function steps({ depth, maxNodes }: Values): number {
  return (sizeOf(depth) ?? 0) + (maxNodes === undefined ? 0 : 3);
}

/** Whether something is read for the field itself. */
function isRead(field: GraphQLField<unknown, unknown>, type: GraphQLObjectType): boolean {
  const named = getNamedType(field.type);
  return !(
    field.extensions['pothosExposedField'] !== undefined ||
    type.name === 'PageInfo' ||
    (isConnection(type) && pageFields.includes(field.name)) ||
    (isObjectType(named) && isConnection(named))
  );
}
