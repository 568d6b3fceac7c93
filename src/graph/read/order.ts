import { ScholargraphError } from '../../errors.ts';
import { type Cypher, cypher } from '../cypher.ts';
import type { OrderKey } from './page.ts';

/** Something rows can be ordered by. Where a value is missing, the row comes last in either direction. */
export interface OrderField {
  readonly kind: OrderKey['kind'];
  readonly ascending: Cypher;
  readonly descending: Cypher;
}

export interface OrderBy<Name extends string> {
  readonly field: Name;
  readonly descending: boolean;
}

export function numberField(value: Cypher): OrderField {
  return {
    kind: 'number',
    ascending: cypher`coalesce(${value}, 9007199254740991)`,
    descending: cypher`coalesce(${value}, -9007199254740991)`,
  };
}

/** @param value never null; an empty text comes first when ascending */
export function textField(value: Cypher): OrderField {
  return { kind: 'string', ascending: value, descending: value };
}

export const byId: OrderKey = { name: 'ID', kind: 'string', descending: false, value: cypher`n.id` };

/** What one connection can be ordered by at once. */
export const orderLimit = 4;

/**
 * The keys of `orderBy`, and the id, which parts what ties.
 * @param relevant whether the rows have a relevance to be ordered by
 * @throws ScholargraphError BAD_INPUT for an order that the rows do not have
 */
export function orderKeys<Name extends string>(
  fields: Readonly<Record<Name, OrderField>>,
  orderBy: readonly OrderBy<Name>[],
  relevant = false,
): OrderKey[] {
  if (orderBy.length > orderLimit) {
    throw new ScholargraphError(
      'BAD_INPUT',
      `orderBy has ${orderBy.length} fields; at most ${orderLimit} are taken`,
    );
  }
  if (!relevant && orderBy.some(({ field }) => field === 'RELEVANCE')) {
    throw new ScholargraphError(
      'BAD_INPUT',
      'Nothing is searched for here, so there is no relevance to order by',
      {
        fix: 'Give the argument search, or order by another field.',
      },
    );
  }
  return [
    ...orderBy.map(({ field, descending }) => ({
      name: field,
      kind: fields[field].kind,
      descending,
      value: descending ? fields[field].descending : fields[field].ascending,
    })),
    byId,
  ];
}

export function key(
  name: string,
  kind: OrderKey['kind'],
  value: Cypher,
  direction: 'ascending' | 'descending' = 'ascending',
): OrderKey {
  return { name, kind, value, descending: direction === 'descending' };
}
