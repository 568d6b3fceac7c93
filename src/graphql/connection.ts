import { createHash } from 'node:crypto';
import { ScholargraphError } from '../errors.ts';
import {
  type Edge,
  type PageRequest,
  type Parent,
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

/** Each part is read when it is asked for, so that a query for the count alone reads no page. */
export class Connection<Item> {
  readonly #context: Context;
  readonly #relation: Relation<Item>;
  readonly #parent: Parent;
  readonly #page: PageRequest;
  readonly #order: string;

  /** @throws ScholargraphError BAD_INPUT or BAD_CURSOR for arguments that cannot be met */
  constructor(
    context: Context,
    relation: Relation<Item>,
    parent: Parent = root,
    args: ConnectionArguments = {},
  ) {
    this.#context = context;
    this.#relation = relation;
    this.#parent = parent;
    this.#order = orderName(relation);
    this.#page = pageRequest(relation, this.#order, args);
  }

  get edges(): Promise<(Item & Searched & { cursor: string })[]> {
    return this.#read().then(({ items }) => {
      this.#context.deliver(items.length);
      const order = this.#order;
      const { search } = this.#relation;
      return items.map((item) => ({
        ...item,
        search,
        get cursor() {
          return cursorOf(order, item.keys);
        },
      }));
    });
  }

  get pageInfo(): Promise<PageInfo> {
    const { backward, after, before } = this.#page;
    return this.#read().then(({ items, more }) => ({
      hasNextPage: backward ? before !== undefined : more,
      hasPreviousPage: backward ? more : after !== undefined,
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

  #read() {
    return this.#context.page(this.#relation, this.#page, this.#parent);
  }

  #cursor(item: Edge<Item> | undefined): string | null {
    return item === undefined ? null : cursorOf(this.#order, item.keys);
  }
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

function pageRequest<Item>(
  relation: Relation<Item>,
  order: string,
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
    after: after == null ? undefined : keysOf(after, order, relation.order, 'after'),
    before: before == null ? undefined : keysOf(before, order, relation.order, 'before'),
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
