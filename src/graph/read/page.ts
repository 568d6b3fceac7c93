import { type Cypher, cypher, entries, numbered } from '../cypher.ts';
import type { Graph, QueryOptions } from '../graph.ts';
import { int } from '../graph.ts';
import type { SearchOptions } from './fulltext.ts';
import type { Columns } from './rows.ts';

/** Gathers the values of a statement under parameters of its own making, `$v0`, `$v1` …, and hands out names. */
export class Bindings {
  readonly values: Record<string, unknown> = {};
  /** Filters in filters, which need not have a value to be looked for. */
  nested = 0;
  #count = 0;
  #variables = 0;

  get count(): number {
    return this.#count;
  }

  /** @returns the parameter that stands for `value` */
  add(value: unknown): Cypher {
    this.values[`v${this.#count}`] = value;
    const parameter = numbered(cypher`$v`, this.#count);
    this.#count += 1;
    return parameter;
  }

  /** @returns a name that the statement does not use yet */
  variable(): Cypher {
    const variable = numbered(cypher`x`, this.#variables);
    this.#variables += 1;
    return variable;
  }
}

/** What a keyset compares: never null, or the row would fall out of every page. */
export type KeyValue = string | number;

/** One key of an order. The last key of every order is unique, so that no two rows tie. */
export interface OrderKey {
  readonly name: string;
  readonly value: Cypher;
  readonly kind: 'string' | 'number';
  readonly descending: boolean;
  /** The property itself, where an index holds it together with the id. */
  readonly stored?: Cypher | undefined;
}

/** At most `limit` rows strictly between the two keysets, from the front or from the back. */
export interface PageRequest {
  readonly limit: number;
  readonly backward: boolean;
  readonly after?: readonly KeyValue[] | undefined;
  readonly before?: readonly KeyValue[] | undefined;
}

export type Edge<Item> = Item & { readonly keys: readonly KeyValue[] };

export interface Page<Item> {
  readonly items: readonly Edge<Item>[];
  /** Whether rows follow in the direction of reading. */
  readonly more: boolean;
  /** What it was read for, where that was done with the node that it hangs on. */
  readonly within?: PageWithin<Item> | undefined;
}

/** What of the items of a page is wanted, and what hangs on them. */
export interface Reading {
  /** Tells it apart from any other. */
  readonly name: string;
  /** Properties of the node besides `id`; all where absent. */
  readonly node: readonly string[] | undefined;
  /** Properties of what ties it to the parent. */
  readonly edge: readonly string[];
  /** Whether the keys are wanted, for cursors, and whether rows follow. */
  readonly keys: boolean;
  /** Pages that hang on the node. */
  readonly within: readonly PageWithin[];
}

/** A page that is read with the node that it hangs on: of a relation `of` nodes of that label, without `parameters`. */
export interface PageWithin<Item = unknown> {
  readonly relation: Relation<Item>;
  readonly request: PageRequest;
  readonly reading: Reading | undefined;
  /** Who asked for it, as those know that made the reading. */
  readonly asked: ReadonlySet<unknown>;
}

/** Where a row keeps the pages that were read with it, in the order of `Reading.within`. */
export const pagesWithin = Symbol('pagesWithin');

/** What a page is read for: `key` tells parents apart, the rest is for the relation's `from`. */
export interface Parent {
  readonly key: string;
  readonly [name: string]: string | readonly string[];
}

/** The one parent of a connection that hangs on nothing. */
export const root: Parent = { key: '' };

/** A search as it was asked for. */
export interface Search {
  readonly text: string;
  readonly options: SearchOptions;
}

/**
 * A set of rows that hangs on a parent and can be read in pages, for any number of parents by one statement.
 * In its Cypher, `parent` is the parent, `from` the node it names, and `n` the node of a row.
 */
export interface Relation<Item> {
  readonly name: string;
  /** Tells apart relations of one name: their filter, order and text. */
  readonly variant?: string;
  /** The label of the node of the id `parent.id`, which is `from`. */
  readonly of?: Cypher;
  /** In place of `of`, what finds `from` in another way; without either the rows hang on nothing. */
  readonly from?: Cypher;
  /** A `MATCH` without `WHERE`, or clauses that end in `WITH` or `YIELD` without one. */
  readonly match: Cypher;
  /** The map that a row becomes. */
  readonly item: Cypher;
  /** What `item` is put together from, where a part of it can be read. */
  readonly columns?: ItemColumns;
  readonly order: readonly OrderKey[];
  readonly where?: ((bindings: Bindings) => Cypher) | undefined;
  /** Whether the rows are all nodes of a label, so that an index of the label has them in order. */
  readonly whole?: boolean;
  /** In place of `match` and `where`, where there is a shorter way to the rows that pass; undefined where there is none. */
  readonly reach?: ((bindings: Bindings) => Reach | undefined) | undefined;
  /** Counts the rows of `from` without reading them; only without `where`. */
  readonly degree?: Cypher;
  /** Values that `match` names, besides those that `where` binds. */
  readonly parameters?: Record<string, unknown>;
  /** What the rows were searched for with, for showing where it was found. */
  readonly search?: Search | undefined;
  /** Only there to carry the type. */
  readonly rows?: Item;
}

/** Clauses that bind `n` once to each row of which `where` has to hold, and in which a `WHERE` may follow. */
export interface Reach {
  readonly clauses: Cypher;
  readonly where: Cypher;
}

interface ItemColumns {
  readonly node: Readonly<Record<string, Cypher>>;
  readonly edge: Readonly<Record<string, Cypher>>;
}

/** The part of a relation that says what its items are: a node, and what ties it to the parent. */
export function items<Node, Edge extends object = object>(
  node: Columns<Node>,
  edge?: Columns<Edge>,
): Pick<Relation<{ readonly node: Node } & Edge>, 'item' | 'columns'> {
  const own = edge === undefined ? cypher`` : cypher`, ${entries(edge)}`;
  return { item: cypher`{node: n {${entries(node)}}${own}}`, columns: { node, edge: { ...edge } } };
}

/** Clauses that bind `from`. */
export function parentOf<Item>({ of, from = cypher`` }: Relation<Item>): Cypher {
  return of === undefined ? from : cypher`MATCH (from:${of} {id: parent.id})`;
}

/**
 * @param reading what of the items is wanted, and what with them; all of them and nothing else where absent
 * @returns a page for each parent, in the order of `parents`, by one statement
 */
export async function readPages<Item>(
  graph: Graph,
  relation: Relation<Item>,
  parents: readonly Parent[],
  page: PageRequest,
  options: QueryOptions,
  reading?: Reading,
): Promise<Page<Item>[]> {
  const bindings = new Bindings();
  const { clauses, pageOf } = pageClauses(relation, page, reading, bindings, 0);
  const rows = await graph.read<{ key: string; items: readonly unknown[] }>(
    cypher`
    UNWIND $parents AS parent
    CALL (parent) {
      ${parentOf(relation)}
      ${clauses} AS items
    }
    RETURN parent.key AS key, items`,
    { ...relation.parameters, ...bindings.values, parents },
    options,
  );
  const byParent = new Map(rows.map((row) => [row.key, row.items]));
  return parents.map((parent) => pageOf(byParent.get(parent.key) ?? []));
}

/** Clauses that read a page of the rows of `from`, up to a `RETURN` of a list; and what the list becomes. */
function pageClauses<Item>(
  relation: Relation<Item>,
  page: PageRequest,
  reading: Reading | undefined,
  bindings: Bindings,
  depth: number,
): {
  readonly clauses: Cypher;
  readonly pageOf: (list: readonly unknown[], within?: PageWithin<Item>) => Page<Item>;
} {
  const order = page.backward ? relation.order.map(reversed) : relation.order;
  const [start, end] = page.backward ? [page.before, page.after] : [page.after, page.before];
  const limit = bindings.add(int(page.limit + (reading?.keys === false ? 0 : 1)));
  const keys = order.map((_, at) => numbered(cypher`key`, at));
  const fromIndex = indexedRows(relation, page, limit, bindings);
  const rows = fromIndex ?? filteredRows(relation, bindings);
  // Rows out of an index lie within the bounds.
  const bounds =
    fromIndex === undefined
      ? [
          start && beyond(order, keys, start, bindings),
          end && beyond(order.map(reversed), keys, end, bindings),
        ].filter((bound) => bound !== undefined)
      : [];
  // A key can cost much: it is worked out once for each row, and then compared.
  const bounded = bounds.length === 0 ? cypher`` : cypher`WHERE ${allOf(bounds)} WITH *`;
  const { before, value, itemOf } = itemClauses(relation, keys, reading, bindings, depth);
  return {
    clauses: cypher`
      ${rows}
      WITH *, ${commaSeparated(order.map((key, at) => cypher`${key.value} AS ${numbered(cypher`key`, at)}`))}
      ${bounded}
      ORDER BY ${commaSeparated(order.map((key, at) => (key.descending ? cypher`${numbered(cypher`key`, at)} DESC` : numbered(cypher`key`, at))))}
      LIMIT ${limit}
      ${before}
      RETURN collect(${value})`,
    pageOf: (list, within) => {
      const found = list.length > page.limit ? list.slice(0, page.limit) : list;
      const items = found.map(itemOf);
      return { items: page.backward ? items.reverse() : items, more: list.length > page.limit, within };
    },
  };
}

/** What a row of a page is read as, and what that becomes. */
function itemClauses<Item>(
  { item, columns }: Relation<Item>,
  keys: readonly Cypher[],
  reading: Reading | undefined,
  bindings: Bindings,
  depth: number,
): {
  readonly before: Cypher;
  readonly value: Cypher;
  readonly itemOf: (value: unknown) => Edge<Item>;
} {
  if (reading === undefined || columns === undefined) {
    return {
      before: cypher``,
      value: cypher`{item: ${item}, keys: [${commaSeparated(keys)}]}`,
      itemOf: (value) => {
        const row = value as { readonly item: Item; readonly keys: readonly KeyValue[] };
        return { ...row.item, keys: row.keys };
      },
    };
  }
  const node = rowClauses(columns.node, reading, bindings, depth);
  const edge = reading.edge.map((name) => columns.edge[name] ?? cypher`null`);
  const width = node.values.length;
  return {
    before: node.before,
    value: cypher`[${commaSeparated([...node.values, ...edge, ...(reading.keys ? keys : [])])}]`,
    itemOf: (value) => {
      const values = value as readonly unknown[];
      const found: Record<string, unknown> = { node: node.rowOf(values) };
      reading.edge.forEach((name, at) => {
        found[name] = values[width + at];
      });
      found['keys'] = reading.keys ? values.slice(width + edge.length) : [];
      // `reading` says which of its parts are there.
      return found as Edge<Item>;
    },
  };
}

/**
 * What is read of the node `n`, and of what hangs on it.
 * @param depth how many nodes are around it in the statement
 */
export function rowClauses(
  columns: Readonly<Record<string, Cypher>>,
  { node: names = Object.keys(columns), within }: Reading,
  bindings: Bindings,
  depth: number,
): {
  /** To go before the `RETURN` of `values`. */
  readonly before: Cypher;
  readonly values: readonly Cypher[];
  /** @param values those that were returned, and any others behind them */
  readonly rowOf: (values: readonly unknown[]) => Record<PropertyKey, unknown>;
} {
  // A subquery has its own `n` and `from`, and can give no other value to what it is handed.
  const at = numbered(cypher`at`, depth);
  const pages = within.map((page) => ({
    page,
    list: bindings.variable(),
    ...pageClauses(page.relation, page.request, page.reading, bindings, depth + 1),
  }));
  return {
    before: pages.reduce(
      (clauses, { clauses: own, list }) =>
        cypher`${clauses} CALL (${at}) { WITH ${at} AS from ${own} AS ${list} }`,
      pages.length === 0 ? cypher`` : cypher`WITH *, n AS ${at}`,
    ),
    values: [
      cypher`n.id`,
      ...names.map((name) => columns[name] ?? cypher`null`),
      ...pages.map(({ list }) => list),
    ],
    rowOf: (values) => {
      const row: Record<PropertyKey, unknown> = { id: values[0] };
      names.forEach((name, at) => {
        row[name] = values[1 + at];
      });
      if (pages.length > 0) {
        row[pagesWithin] = pages.map(({ pageOf, page }, at) =>
          pageOf(values[1 + names.length + at] as readonly unknown[], page),
        );
      }
      return row;
    },
  };
}

const names = new WeakMap<object, string>();

/** Tells a relation from all others. */
export function nameOfRelation<Item>(relation: Relation<Item>): string {
  const known = names.get(relation);
  if (known !== undefined) return known;
  const name = JSON.stringify([relation.name, relation.variant, relation.parameters]);
  names.set(relation, name);
  return name;
}

/** @returns how many rows each parent has, in the order of `parents`, by one statement */
export async function readCounts<Item>(
  graph: Graph,
  relation: Relation<Item>,
  parents: readonly Parent[],
  options: QueryOptions,
): Promise<number[]> {
  const bindings = new Bindings();
  const count =
    relation.degree !== undefined && relation.where === undefined
      ? relation.degree
      : cypher`COUNT { ${filteredRows(relation, bindings)} RETURN n }`;
  const rows = await graph.read<{ key: string; count: number }>(
    cypher`
      UNWIND $parents AS parent
      ${parentOf(relation)}
      RETURN parent.key AS key, ${count} AS count`,
    { ...relation.parameters, ...bindings.values, parents },
    options,
  );
  const byParent = new Map(rows.map((row) => [row.key, row.count]));
  return parents.map((parent) => byParent.get(parent.key) ?? 0);
}

/** Clauses that bind `n` to every row that passes the relation's filter, and in which a `WITH` may follow. */
export function filteredRows<Item>(relation: Relation<Item>, bindings: Bindings): Cypher {
  const reach = relation.reach?.(bindings);
  if (reach !== undefined) return cypher`${reach.clauses} WHERE ${reach.where}`;
  const condition = relation.where?.(bindings);
  return condition === undefined ? relation.match : cypher`${relation.match} WHERE ${condition}`;
}

/**
 * The rows of a page, and no more, out of an index of the first key and the id: what is left of the first key's value,
 * then what lies beyond it, and, where these do not fill the page, the rows that have no value.
 * @returns undefined where no index has the order, or the page begins with the rows that have no value
 */
function indexedRows<Item>(
  relation: Relation<Item>,
  { backward, after, before }: PageRequest,
  limit: Cypher,
  bindings: Bindings,
): Cypher | undefined {
  const [first, id, ...others] = backward ? relation.order.map(reversed) : relation.order;
  const [start, end] = backward ? [before, after] : [after, before];
  if (relation.whole !== true || relation.where !== undefined) return undefined;
  if (first?.stored === undefined || id === undefined || others.length > 0) return undefined;
  const [value, from] = start ?? [];
  const none = value !== undefined && isMissing(value);
  if (end !== undefined || (backward && (value === undefined || none))) return undefined;
  const { match } = relation;
  const { stored } = first;
  // An index of two properties is taken only where both are asked for.
  const [present, missing] =
    first.kind === 'string'
      ? [cypher`${stored} > '' AND n.id IS NOT NULL`, cypher`coalesce(${stored}, '') = ''`]
      : [cypher`${stored} IS NOT NULL AND n.id IS NOT NULL`, cypher`${stored} IS NULL`];
  const further = first.descending ? cypher`<` : cypher`>`;
  const direction = first.descending ? cypher`DESC` : cypher`ASC`;
  const inOrder = cypher`RETURN n ORDER BY ${stored} ${direction}, n.id ${direction} LIMIT ${limit}`;
  const place = start && { value: bindings.add(value), id: bindings.add(from) };
  const without = cypher`
    ${match} WHERE ${missing} ${none && place ? cypher`AND n.id ${further} ${place.id}` : cypher``}
    WITH n ORDER BY n.id ${direction} LIMIT ${limit}`;
  if (none) return without;
  const having =
    place === undefined
      ? cypher`${match} WHERE ${present} ${inOrder}`
      : cypher`
        ${match} WHERE ${stored} = ${place.value} AND n.id ${further} ${place.id} ${inOrder}
        UNION ALL
        ${match} WHERE ${present} AND ${stored} ${further} ${place.value} ${inOrder}`;
  return cypher`
    CALL () { ${having} }
    ${
      backward
        ? cypher``
        : cypher`
    WITH collect(n) AS having
    CALL (having) {
      UNWIND CASE WHEN size(having) < ${limit} THEN [true] ELSE [] END AS short
      ${without}
      RETURN collect(n) AS without
    }
    UNWIND having + without AS n`
    }`;
}

/** Whether a key stands for a value that is missing: see `numberField` and `textField`. */
function isMissing(value: KeyValue): boolean {
  return typeof value === 'number'
    ? Math.abs(value) === Number.MAX_SAFE_INTEGER
    : ['', '\uFFFF'].includes(value);
}

function reversed(key: OrderKey): OrderKey {
  return { ...key, descending: !key.descending };
}

/** Rows whose `keys`, of an `order`, come after `place`. */
function beyond(
  order: readonly OrderKey[],
  keys: readonly Cypher[],
  place: readonly KeyValue[],
  bindings: Bindings,
): Cypher {
  return (
    keys
      .map((key, at) => ({ key, descending: order[at]?.descending, value: bindings.add(place[at]) }))
      .reduceRight<Cypher | undefined>((rest, { key, descending, value }) => {
        const further = descending ? cypher`${key} < ${value}` : cypher`${key} > ${value}`;
        return rest === undefined
          ? cypher`(${further})`
          : cypher`(${further} OR (${key} = ${value} AND ${rest}))`;
      }, undefined) ?? cypher`true`
  );
}

export function allOf(conditions: readonly Cypher[]): Cypher {
  return conditions.length === 0 ? cypher`true` : conditions.reduce((a, b) => cypher`${a} AND ${b}`);
}

export function anyOf(conditions: readonly Cypher[]): Cypher {
  return conditions.length === 0
    ? cypher`false`
    : cypher`(${conditions.reduce((a, b) => cypher`${a} OR ${b}`)})`;
}

export function commaSeparated(pieces: readonly Cypher[]): Cypher {
  return pieces.reduce((a, b) => cypher`${a}, ${b}`);
}
