import { type Cypher, cypher, numbered } from '../cypher.ts';
import type { Graph, QueryOptions } from '../graph.ts';
import { int } from '../graph.ts';
import type { SearchOptions } from './fulltext.ts';

/** Gathers the values of a statement under parameters of its own making, `$v0`, `$v1` …, and hands out names. */
export class Bindings {
  readonly values: Record<string, unknown> = {};
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
}

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
  /** Finds `from`; absent where the rows hang on nothing. */
  readonly from?: Cypher;
  /** A `MATCH` without `WHERE`, or clauses that end in `WITH` or `YIELD` without one. */
  readonly match: Cypher;
  /** The map that a row becomes. */
  readonly item: Cypher;
  readonly order: readonly OrderKey[];
  readonly where?: ((bindings: Bindings) => Cypher) | undefined;
  /** Whether the rows are all nodes of a label, so that an index of the label has them in order. */
  readonly whole?: boolean;
  /** In place of `match`, where `where` leaves a shorter way to the rows that pass it; undefined where it does not. */
  readonly reach?: ((bindings: Bindings) => Cypher | undefined) | undefined;
  /** Counts the rows of `from` without reading them; only without `where`. */
  readonly degree?: Cypher;
  /** Values that `match` names, besides those that `where` binds. */
  readonly parameters?: Record<string, unknown>;
  /** What the rows were searched for with, for showing where it was found. */
  readonly search?: Search | undefined;
  /** Only there to carry the type. */
  readonly rows?: Item;
}

/** @returns a page for each parent, in the order of `parents`, by one statement */
export async function readPages<Item>(
  graph: Graph,
  relation: Relation<Item>,
  parents: readonly Parent[],
  page: PageRequest,
  options: QueryOptions,
): Promise<Page<Item>[]> {
  const bindings = new Bindings();
  const order = page.backward ? relation.order.map(reversed) : relation.order;
  const [start, end] = page.backward ? [page.before, page.after] : [page.after, page.before];
  const rowsInPage = (): Cypher => {
    const conditions = [
      relation.where?.(bindings),
      start && beyond(order, start, bindings),
      end && beyond(order.map(reversed), end, bindings),
    ].filter((condition) => condition !== undefined);
    return rowsOf(relation, bindings, conditions);
  };
  const statement = cypher`
    UNWIND $parents AS parent
    CALL (parent) {
      ${relation.from ?? cypher``}
      ${indexedRows(relation, page, bindings) ?? rowsInPage()}
      WITH *, ${commaSeparated(order.map((key, at) => cypher`${key.value} AS ${numbered(cypher`key`, at)}`))}
      ORDER BY ${commaSeparated(order.map((key, at) => (key.descending ? cypher`${numbered(cypher`key`, at)} DESC` : numbered(cypher`key`, at))))}
      LIMIT $limit
      RETURN collect({item: ${relation.item}, keys: [${commaSeparated(order.map((_, at) => numbered(cypher`key`, at)))}]}) AS items
    }
    RETURN parent.key AS key, items`;
  const rows = await graph.read<{ key: string; items: { item: Item; keys: KeyValue[] }[] }>(
    statement,
    { ...relation.parameters, ...bindings.values, parents, limit: int(page.limit + 1) },
    options,
  );
  const byParent = new Map(rows.map((row) => [row.key, row.items]));
  return parents.map((parent) => {
    const found = byParent.get(parent.key) ?? [];
    const items = found.slice(0, page.limit).map(({ item, keys }) => ({ ...item, keys }));
    return { items: page.backward ? items.reverse() : items, more: found.length > page.limit };
  });
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
      ${relation.from ?? cypher``}
      RETURN parent.key AS key, ${count} AS count`,
    { ...relation.parameters, ...bindings.values, parents },
    options,
  );
  const byParent = new Map(rows.map((row) => [row.key, row.count]));
  return parents.map((parent) => byParent.get(parent.key) ?? 0);
}

/** Clauses that bind `n` to every row that passes the relation's filter, and in which a `WITH` may follow. */
export function filteredRows<Item>(relation: Relation<Item>, bindings: Bindings): Cypher {
  const condition = relation.where?.(bindings);
  return rowsOf(relation, bindings, condition === undefined ? [] : [condition]);
}

function rowsOf<Item>(relation: Relation<Item>, bindings: Bindings, conditions: readonly Cypher[]): Cypher {
  const match = relation.reach?.(bindings) ?? relation.match;
  return conditions.length === 0 ? match : cypher`${match} WHERE ${allOf(conditions)}`;
}

/**
 * The rows of a page, and no more, out of an index of the first key and the id: what is left of the first key's value,
 * then what lies beyond it, and, where these do not fill the page, the rows that have no value.
 * @returns undefined where no index has the order, or the page begins with the rows that have no value
 */
function indexedRows<Item>(
  relation: Relation<Item>,
  { backward, after, before }: PageRequest,
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
  const inOrder = cypher`RETURN n ORDER BY ${stored} ${direction}, n.id ${direction} LIMIT $limit`;
  const place = start && { value: bindings.add(value), id: bindings.add(from) };
  const without = cypher`
    ${match} WHERE ${missing} ${none && place ? cypher`AND n.id ${further} ${place.id}` : cypher``}
    WITH n ORDER BY n.id ${direction} LIMIT $limit`;
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
      UNWIND CASE WHEN size(having) < $limit THEN [true] ELSE [] END AS short
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

/** Rows that come after `keys` in `order`. */
function beyond(order: readonly OrderKey[], keys: readonly KeyValue[], bindings: Bindings): Cypher {
  return (
    order
      .map((key, at) => ({ key, value: bindings.add(keys[at]) }))
      .reduceRight<Cypher | undefined>((rest, { key, value }) => {
        const further = key.descending ? cypher`${key.value} < ${value}` : cypher`${key.value} > ${value}`;
        return rest === undefined
          ? cypher`(${further})`
          : cypher`(${further} OR (${key.value} = ${value} AND ${rest}))`;
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

function commaSeparated(pieces: readonly Cypher[]): Cypher {
  return pieces.reduce((a, b) => cypher`${a}, ${b}`);
}
