import { createHash } from 'node:crypto';
import { ScholargraphError } from '../errors.ts';
import {
  type Edge,
  type Page,
  type PageRequest,
  type PageWithin,
  type Parent,
  type Reading,
  type Relation,
  root,
  type Search,
} from '../graph/read/page.ts';
import type { Context } from './context.ts';
import { cursorOf, keysOf } from './cursor.ts';

/** Items of a page where neither `first` nor `last` is given. */
export const pageSize = 20;
/** Items of a page at most. */
export const pageLimit = 100;

export interface ConnectionArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** An edge of something that was, or was not, searched for. */
export interface Searched {
  readonly search: Search | undefined;
}

/** The shape of an edge of a relation. */
export type EdgeOf<SomeRelation> =
  SomeRelation extends Relation<infer Item> ? Item & { readonly cursor: string } : never;

/** What is asked of a page of so many rows; undefined for all that it has. */
export type LookAhead = (rows: number) => Reading | undefined;

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** All items of a connection, whatever page is asked for. */
export interface Whole {
  readonly context: Context;
  readonly relation: Relation<unknown>;
  readonly parent: Parent;
}

type MaybePromise<Value> = Value | Promise<Value>;

/** Each part is read when it is asked for, so that a query for the count alone reads no page. */
export class Connection<Item> {
  readonly #context: Context;
  readonly #relation: Relation<Item>;
  readonly #parent: Parent;
  readonly #request: PageRequest;
  readonly #lookAhead: LookAhead;
  #page: MaybePromise<Page<Item>> | undefined;
  #reading: Reading | undefined;

  /**
   * @param lookAhead what is asked of a page of so many rows; all of them where absent
   * @throws ScholargraphError BAD_INPUT or BAD_CURSOR for arguments that cannot be met
   */
  constructor(
    context: Context,
    relation: Relation<Item>,
    parent: Parent = root,
    args: ConnectionArguments = {},
    lookAhead: LookAhead = () => undefined,
    request = pageRequest(relation, args),
  ) {
    this.#context = context;
    this.#relation = relation;
    this.#parent = parent;
    this.#request = request;
    this.#lookAhead = lookAhead;
  }

  /** One whose page was read with the node that it hangs on. */
  static read<Item>(
    context: Context,
    { relation, request, reading }: PageWithin<Item>,
    parent: Parent,
    page: Page<Item>,
  ): Connection<Item> {
    const connection = new Connection(context, relation, parent, {}, undefined, request);
    connection.#page = page;
    connection.#reading = reading;
    return connection;
  }

  get edges(): MaybePromise<(Item & Searched & { cursor: string })[]> {
    return after(this.#read(), ({ items }) => {
      this.#context.deliver(items.length);
      const relation = this.#relation;
      const { search } = relation;
      // Without keys, nothing is asked of an edge but what is in it.
      if (this.#reading?.keys === false) return items as (Edge<Item> & Searched & { cursor: string })[];
      return items.map((item) => ({
        ...item,
        search,
        get cursor() {
          return cursorOf(orderName(relation), item.keys);
        },
      }));
    });
  }

  /** Where the items have none, as no relation of a connection with nodes does, undefined. */
  get nodes(): MaybePromise<unknown[]> {
    return after(this.#read(), ({ items }) => {
      this.#context.deliver(items.length);
      return items.map((item) => (item as { readonly node?: unknown }).node);
    });
  }

  get pageInfo(): MaybePromise<PageInfo> {
    const { backward, after: from, before } = this.#request;
    return after(this.#read(), ({ items, more }) => ({
      hasNextPage: backward ? before !== undefined : more,
      hasPreviousPage: backward ? more : from !== undefined,
      startCursor: this.#cursor(items[0]),
      endCursor: this.#cursor(items.at(-1)),
    }));
  }

  get totalCount(): Promise<number> {
    return this.#context.count(this.#relation, this.#parent);
  }

  get all(): Whole {
    return { context: this.#context, relation: this.#relation, parent: this.#parent };
  }

  #read(): MaybePromise<Page<Item>> {
    if (this.#page === undefined) {
      this.#reading = this.#lookAhead(this.#request.limit);
      this.#page = this.#context.page(this.#relation, this.#request, this.#parent, this.#reading);
    }
    return this.#page;
  }

  #cursor(item: Edge<Item> | undefined): string | null {
    return item === undefined ? null : cursorOf(orderName(this.#relation), item.keys);
  }
}

/** Without a promise where the value is there: one for each row would take longer than to read it. */
function after<From, To>(value: MaybePromise<From>, next: (value: From) => To): MaybePromise<To> {
  return value instanceof Promise ? value.then(next) : next(value);
}

const orderNames = new WeakMap<object, string>();

function orderName<Item>(relation: Relation<Item>): string {
  const known = orderNames.get(relation);
  if (known !== undefined) return known;
  const keys = relation.order.map(({ name, descending }) => [name, descending]);
  const name = JSON.stringify([relation.name, keys, relation.parameters ?? {}]);
  const digest = createHash('sha256').update(name).digest('base64url').slice(0, 8);
  orderNames.set(relation, digest);
  return digest;
}

export function pageRequest<Item>(
  relation: Relation<Item>,
  { first, after, last, before }: ConnectionArguments,
): PageRequest {
  if (first != null && last != null) {
    throw new ScholargraphError('BAD_INPUT', 'first and last are given together', {
      fix: 'Give first to read forward, or last to read backward.',
    });
  }
  return {
    limit: limitOf('last', last) ?? limitOf('first', first) ?? pageSize,
    backward: last != null,
    after: after == null ? undefined : keysOf(after, orderName(relation), relation.order, 'after'),
    before: before == null ? undefined : keysOf(before, orderName(relation), relation.order, 'before'),
  };
}

function limitOf(argument: 'first' | 'last', value: number | null | undefined): number | undefined {
  if (value == null) return undefined;
  if (value < 0 || value > pageLimit) {
    throw new ScholargraphError('BAD_INPUT', `${argument} is ${value}`, {
      expected: `0 to ${pageLimit}`,
      fix: 'Read further pages by cursor.',
    });
  }
  return value;
}
