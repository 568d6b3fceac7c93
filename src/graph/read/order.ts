import { ScholargraphError } from '../../errors.ts';
import { type Cypher, cypher } from '../cypher.ts';
import type { Bindings, OrderKey, Relation } from './page.ts';
import { citationsOf } from './rows.ts';

/** Something rows can be ordered by. Where a value is missing, the row comes last in either direction. */
export interface OrderField {
  readonly kind: OrderKey['kind'];
  readonly ascending: Cypher;
  readonly descending: Cypher;
  /** The property itself, where an index holds it together with the id, for all nodes that have it. */
  readonly stored?: Cypher;
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

export function textField(value: Cypher): OrderField {
  return {
    kind: 'string',
    // Behind every text that means something, and in front of it.
    ascending: cypher`coalesce(nullIf(${value}, ''), '\uFFFF')`,
    descending: cypher`coalesce(${value}, '')`,
  };
}

/**
 * The sum of the citations of publications.
 * @param publications a pattern from `n` to the publications, `cited`
 */
export function citationField(publications: Cypher): OrderField {
  return numberField(
    cypher`head(COLLECT { MATCH ${publications} RETURN sum(${citationsOf(cypher`cited`)}) })`,
  );
}

/**
 * The h-index of publications (Hirsch 2005): the largest h such that h of them have h citations each.
 * @param publications a pattern from `n` to the publications, `cited`
 */
export function hIndexField(publications: Cypher): OrderField {
  return numberField(
    cypher`head(COLLECT {
      MATCH ${publications}
      WITH ${citationsOf(cypher`cited`)} AS citations ORDER BY citations DESC
      WITH collect(citations) AS ranked
      RETURN size([rank IN range(1, size(ranked)) WHERE ranked[rank - 1] >= rank])
    })`,
  );
}

/** The fields that ascend where nobody says in which direction. */
export const ascendingFields: ReadonlySet<string> = new Set([
  'NAME',
  'COUNTRY',
  'TITLE',
  'VENUE',
  'FIRST_AUTHOR',
  'URI',
  'FORMAT',
  'EDGE_ORDER',
]);

/** A field that an index holds together with the id: see `stored`. */
export function indexed(field: OrderField, stored: Cypher): OrderField {
  return { ...field, stored };
}

export const byId: OrderKey = { name: 'ID', kind: 'string', descending: false, value: cypher`n.id` };

/** What one connection can be ordered by at once. */
export const orderLimit = 4;

/** Those of `Name` that the rows of a relation have. */
export type OrderFields<Name extends string> = Readonly<Partial<Record<Name, OrderField>>>;

/**
 * The keys of `orderBy`, and the id, which parts what ties: ascending, but in the direction of the only key where an
 * index holds both, because it has them in one direction.
 * @throws ScholargraphError BAD_INPUT for an order that the rows do not have
 */
export function orderKeys<Name extends string>(
  fields: OrderFields<Name>,
  orderBy: readonly OrderBy<Name>[],
): OrderKey[] {
  if (orderBy.length > orderLimit) {
    throw new ScholargraphError(
      'BAD_INPUT',
      `orderBy has ${orderBy.length} fields; at most ${orderLimit} are taken`,
      { field: 'orderBy' },
    );
  }
  return [
    ...orderBy.map(({ field: name, descending }) => {
      const field = fields[name];
      if (field === undefined) throw noSuchOrder(name, Object.keys(fields));
      const { kind, stored } = field;
      return { name, kind, descending, value: descending ? field.descending : field.ascending, stored };
    }),
    { ...byId, descending: orderBy.length === 1 && orderBy.some(isIndexedDescending(fields)) },
  ];
}

function isIndexedDescending<Name extends string>(fields: OrderFields<Name>) {
  return ({ field, descending }: OrderBy<Name>) => descending && fields[field]?.stored !== undefined;
}

function noSuchOrder(name: string, fields: readonly string[]): ScholargraphError {
  const expected = `one of ${fields.join(', ')}`;
  return name === 'RELEVANCE'
    ? new ScholargraphError(
        'BAD_INPUT',
        'Nothing is searched for here, so there is no relevance to order by',
        { field: 'orderBy', expected, fix: 'Give the argument search, or order by another field.' },
      )
    : new ScholargraphError('BAD_INPUT', `What is here has no ${name} to order by`, {
        field: 'orderBy',
        expected,
      });
}

/** What can be asked of a relation besides the page: which rows, in what order. */
export interface Choice<Filter, Name extends string> {
  readonly filter?: Filter | undefined;
  readonly orderBy?: readonly OrderBy<Name>[] | undefined;
}

/**
 * Makes what has no filter and no order once: a request for many parents takes the same relation for each of them.
 * @param build depends on nothing but the choice
 */
export function perChoice<SomeChoice extends Choice<unknown, string>, Made>(
  build: (choice: SomeChoice) => Made,
): (choice: SomeChoice) => Made {
  let plain: Made | undefined;
  return (choice) => {
    if (choice.filter !== undefined || choice.orderBy !== undefined) return build(choice);
    plain ??= build(choice);
    return plain;
  };
}

/** The part of a relation that a choice makes. */
export function chosen<Filter, Name extends string>(
  { filter, orderBy }: Choice<Filter, Name>,
  predicate: (filter: Filter, bindings: Bindings) => Cypher,
  fields: OrderFields<Name>,
  byDefault: readonly OrderBy<Name>[],
): Pick<Relation<unknown>, 'variant' | 'where' | 'order'> {
  return {
    variant: JSON.stringify({ filter, orderBy }),
    where: filter && ((bindings: Bindings) => predicate(filter, bindings)),
    order: orderKeys(fields, orderBy ?? byDefault),
  };
}

export function key(
  name: string,
  kind: OrderKey['kind'],
  value: Cypher,
  direction: 'ascending' | 'descending' = 'ascending',
): OrderKey {
  return { name, kind, value, descending: direction === 'descending' };
}
