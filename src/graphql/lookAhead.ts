import {
  type FieldNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type NamedTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import {
  nameOfRelation,
  type Page,
  type PageRequest,
  type PageWithin,
  pagesWithin,
  type Reading,
  type Relation,
} from '../graph/read/page.ts';
import { Connection, type ConnectionArguments, pageLimit, pageRequest } from './connection.ts';
import type { Context, ReadPart } from './context.ts';
import { usesVariables } from './variables.ts';

/*
 * What a selection asks of a page or a node, so that one statement reads that and no more, and with it the pages that
 * hang on its rows. What is not seen ahead is read by its own resolver, as if nobody had looked: a page with a filter, what
 * is deferred, what is no page, what goes over more than the relationships of a node, and more rows than `rowLimit`.
 */

/** Rows of a page under all rows around it. A loader reads a row once, however many have it in common. */
const rowLimit = 10_000;

/** With other arguments a page is not seen ahead. */
const pageArguments: ReadonlySet<string> = new Set(['first', 'after', 'last', 'before', 'orderBy']);

/** Fields of a connection that take its page. */
const pageFields: ReadonlySet<string> = new Set(['edges', 'nodes', 'pageInfo']);

interface Row {
  readonly id: string;
  readonly [pagesWithin]?: readonly Page<unknown>[];
}

type Resolve<Args, Item> = (
  row: Row,
  args: Args,
  context: Context,
  info: GraphQLResolveInfo,
) => Connection<Item>;

type RelationOf = (args: never) => Relation<unknown>;

/** By their resolvers. */
const relations = new WeakMap<object, RelationOf>();

/** The resolver of a connection that hangs on a node, of which it needs nothing but the id. */
export function related<Item>(relation: Relation<Item>): Resolve<ConnectionArguments, Item>;
export function related<Args extends ConnectionArguments, Item>(
  relation: (args: Args) => Relation<Item>,
): Resolve<Args, Item>;
export function related<Args extends ConnectionArguments, Item>(
  relation: Relation<Item> | ((args: Args) => Relation<Item>),
): Resolve<Args, Item> {
  const relationOf = typeof relation === 'function' ? relation : () => relation;
  const resolve: Resolve<Args, Item> = (row, args, context, info) => {
    const parent = { key: row.id, id: row.id };
    const [field] = info.fieldNodes;
    const known = row[pagesWithin]?.find(({ within }) => field !== undefined && within?.asked.has(field));
    // What was read for this field is of its relation.
    const page = known as Page<Item> | undefined;
    return page?.within === undefined
      ? new Connection(context, relationOf(args), parent, args, lookAhead(info))
      : Connection.read(context, page.within, parent, page);
  };
  relations.set(resolve, relationOf);
  return resolve;
}

/** What was found out, by what it was found out for. */
interface Known {
  readonly reading: Reading | undefined;
}

/** By the nodes of a field, which are one and the same list for all of its parents in an execution. */
const readings = new WeakMap<readonly FieldNode[], Known>();

/** By the node of a field in whose selection there is no variable, and what it is of: the same in every execution. */
const unvarying = new WeakMap<FieldNode, Map<string, Known>>();

/** @param rows how many there may be around what is asked */
function knownOr(info: GraphQLResolveInfo, rows: number, find: () => Reading | undefined): Known {
  const [field, ...others] = info.fieldNodes;
  if (
    field?.selectionSet === undefined ||
    others.length > 0 ||
    usesVariables(field.selectionSet, (name) => info.fragments[name])
  )
    return { reading: find() };
  const known = unvarying.get(field) ?? new Map<string, Known>();
  unvarying.set(field, known);
  const key = `${rows} ${getNamedType(info.returnType).name}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = { reading: find() };
  known.set(key, found);
  return found;
}

/** What is asked of a connection, found out when its page, of so many rows, is read. */
export function lookAhead(info: GraphQLResolveInfo): (rows: number) => Reading | undefined {
  return (rows) => {
    let known = readings.get(info.fieldNodes);
    if (known !== undefined) return known.reading;
    const all = rows * rowsAround(info);
    known = knownOr(info, all, () => ofConnection(info.fieldNodes, getNamedType(info.returnType), all, info));
    readings.set(info.fieldNodes, known);
    return known.reading;
  };
}

/** What is asked of a node; undefined where there are no pages in it. */
function lookIntoNode(info: GraphQLResolveInfo): Reading | undefined {
  const type = getNamedType(info.returnType);
  if (!isObjectType(type)) return undefined;
  const rows = rowsAround(info);
  return knownOr(info, rows, () => {
    const parts = ofNode(info.fieldNodes, type, rows, info);
    return parts.within.length === 0 ? undefined : named({ ...parts, edge: [], keys: false });
  }).reading;
}

/**
 * A node by its id, with the pages in it that are asked for.
 * @returns the id, which the loader of its type takes, where there are none
 */
export function nodeWithPages<Row extends object>(
  read: ReadPart<Row>,
  id: string,
  context: Context,
  info: GraphQLResolveInfo,
): string | Promise<Row | null> {
  const reading = lookIntoNode(info);
  return reading === undefined ? id : context.part(read, id, reading);
}

/** How many there may be of what is resolved: each list around it can be as long as a page. */
function rowsAround({ path }: GraphQLResolveInfo): number {
  let rows = 1;
  for (let at: typeof path | undefined = path; at !== undefined; at = at.prev) {
    if (typeof at.key === 'number') rows *= pageLimit;
  }
  return rows;
}

function ofConnection(
  asked: readonly FieldNode[],
  type: unknown,
  rows: number,
  info: GraphQLResolveInfo,
): Reading | undefined {
  const edgeType = isObjectType(type) ? getNamedType(type.getFields()['edges']?.type) : undefined;
  if (!isObjectType(type) || !isObjectType(edgeType)) return undefined;
  const nodeType = getNamedType(edgeType.getFields()['node']?.type);
  if (!isObjectType(nodeType)) return undefined;
  const nodes: FieldNode[] = [];
  const edge = new Set<string>();
  let keys = false;
  for (const { field } of subFields(asked, type, info)) {
    if (field.name.value === 'nodes') nodes.push(field);
    if (field.name.value === 'pageInfo') keys = true;
    if (field.name.value !== 'edges') continue;
    for (const { field: inEdge } of subFields([field], edgeType, info)) {
      const name = inEdge.name.value;
      const property = propertyOf(edgeType.getFields()[name]);
      if (name === 'node') nodes.push(inEdge);
      else if (name === 'cursor') keys = true;
      else if (property !== undefined) edge.add(property);
      // It may read whatever is in the edge, and of the node.
      else if (name !== '__typename') return undefined;
    }
  }
  return named({ ...ofNode(nodes, nodeType, rows, info), edge: [...edge], keys });
}

function ofNode(
  asked: readonly FieldNode[],
  type: GraphQLObjectType,
  rows: number,
  info: GraphQLResolveInfo,
): Pick<Reading, 'node' | 'within'> {
  const node = new Set<string>();
  // What is the same page under several names is read once.
  const pages = new Map<string, PageOf & { readonly type: unknown; readonly fields: FieldNode[] }>();
  let whole = false;
  for (const { field, deferred } of subFields(asked, type, info)) {
    const definition = type.getFields()[field.name.value];
    if (definition === undefined || definition.name === 'id') continue;
    const property = propertyOf(definition);
    const relationOf = relationOfField(definition);
    if (property !== undefined) node.add(property);
    else if (relationOf === undefined) whole = true;
    else if (!deferred) {
      const page = asksForPage(field, definition, info)
        ? pageOf(definition, field, relationOf, info)
        : undefined;
      if (page === undefined || rows * page.request.limit > rowLimit) continue;
      const key = JSON.stringify([nameOfRelation(page.relation), page.request]);
      const same = pages.get(key);
      if (same === undefined)
        pages.set(key, { ...page, fields: [field], type: getNamedType(definition.type) });
      else same.fields.push(field);
    }
  }
  return {
    node: whole ? undefined : [...node],
    within: [...pages.values()].map(({ relation, request, fields, type: connection }) => ({
      relation,
      request,
      reading: ofConnection(fields, connection, rows * request.limit, info),
      asked: new Set<unknown>(fields),
    })),
  };
}

function asksForPage(
  field: FieldNode,
  { type }: GraphQLField<unknown, unknown>,
  info: GraphQLResolveInfo,
): boolean {
  const connection = getNamedType(type);
  return (
    isObjectType(connection) &&
    subFields([field], connection, info).some(
      ({ field: { name }, deferred }) => !deferred && pageFields.has(name.value),
    )
  );
}

interface PageOf {
  readonly relation: Relation<unknown>;
  readonly request: PageRequest;
}

/** @returns undefined where the page has to be read, or refused, by its resolver */
function pageOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  relationOf: RelationOf,
  info: GraphQLResolveInfo,
): PageOf | undefined {
  try {
    const args = getArgumentValues(field, node, info.variableValues);
    if (Object.entries(args).some(([name, value]) => value != null && !pageArguments.has(name)))
      return undefined;
    // They are the field's own, by its definition.
    const relation = relationOf(args as never);
    // What has a degree are relationships: nothing is counted that would keep all else waiting.
    if (relation.of === undefined || relation.degree === undefined) return undefined;
    if (relation.parameters !== undefined) return undefined;
    return { relation, request: pageRequest(relation, args) };
  } catch {
    return undefined;
  }
}

/** @returns what is in one of the two, or everything where one of them is */
export function mergedReading(a: Reading | undefined, b: Reading | undefined): Reading | undefined {
  if (a === undefined || b === undefined || a.name === b.name) return a && b;
  const within = new Map<string, PageWithin>();
  for (const page of [...a.within, ...b.within]) {
    const key = JSON.stringify([nameOfRelation(page.relation), page.request]);
    const same = within.get(key);
    within.set(
      key,
      same === undefined
        ? page
        : {
            ...page,
            reading: mergedReading(same.reading, page.reading),
            asked: new Set([...same.asked, ...page.asked]),
          },
    );
  }
  return named({
    node: a.node && b.node && [...new Set([...a.node, ...b.node])],
    edge: [...new Set([...a.edge, ...b.edge])],
    keys: a.keys || b.keys,
    within: [...within.values()],
  });
}

function named(reading: Omit<Reading, 'name'>): Reading {
  const { node, edge, keys, within } = reading;
  const pages = within.map((page) => [nameOfRelation(page.relation), page.request, page.reading?.name]);
  return { ...reading, name: JSON.stringify([node, edge, keys, pages]) };
}

/** The property that the field is, and nothing else. */
function propertyOf(field: GraphQLField<unknown, unknown> | undefined): string | undefined {
  const name = field?.extensions['pothosExposedField'];
  return typeof name === 'string' ? name : undefined;
}

function relationOfField({ extensions }: GraphQLField<unknown, unknown>): RelationOf | undefined {
  const config = extensions['pothosConfig'];
  const resolve: unknown =
    typeof config === 'object' && config !== null ? Reflect.get(config, 'resolve') : undefined;
  return typeof resolve === 'function' ? relations.get(resolve) : undefined;
}

interface Asked {
  readonly field: FieldNode;
  /** Whether it is answered later. */
  readonly deferred: boolean;
}

/** The fields that are asked of objects of a type: CollectFields of the GraphQL specification (6.3.2), not yet merged. */
function subFields(
  asked: readonly FieldNode[],
  type: GraphQLObjectType,
  { schema, fragments, variableValues }: GraphQLResolveInfo,
): Asked[] {
  const spread = new Set<string>();
  const isAsked = (selection: SelectionNode) =>
    getDirectiveValues(GraphQLSkipDirective, selection, variableValues)?.['if'] !== true &&
    getDirectiveValues(GraphQLIncludeDirective, selection, variableValues)?.['if'] !== false;
  const isOf = (condition: NamedTypeNode | undefined) => {
    const named = condition && schema.getType(condition.name.value);
    return named === undefined || named === type || (isAbstractType(named) && schema.isSubType(named, type));
  };
  const fieldsIn = ({ selections }: SelectionSetNode, deferred: boolean): Asked[] =>
    selections.filter(isAsked).flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return { field: selection, deferred };
      const later = deferred || selection.directives?.some(({ name }) => name.value === 'defer') === true;
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return isOf(selection.typeCondition) ? fieldsIn(selection.selectionSet, later) : [];
      const key = `${selection.name.value} ${later}`;
      const fragment = fragments[selection.name.value];
      if (fragment === undefined || spread.has(key) || !isOf(fragment.typeCondition)) return [];
      spread.add(key);
      return fieldsIn(fragment.selectionSet, later);
    });
  return asked.flatMap(({ selectionSet }) =>
    selectionSet === undefined ? [] : fieldsIn(selectionSet, false),
  );
}
