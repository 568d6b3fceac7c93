import { z } from 'zod';
import { ScholargraphError } from '../errors.ts';
import type { Graph, QueryOptions } from '../graph/graph.ts';
import type { Relation } from '../graph/read/page.ts';
import { createContext } from './context.ts';
import { askField } from './fieldQuery.ts';

/*
 * What exports are made of: what a field of the schema answers to the same arguments.
 */

const networkAnswer = z.object({
  directed: z.boolean(),
  truncated: z.boolean(),
  nodes: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      weight: z.number(),
      position: z.object({ x: z.number(), y: z.number() }),
    }),
  ),
  edges: z.array(
    z.object({
      source: z.string(),
      target: z.string(),
      weight: z.number(),
      publicationCount: z.number(),
      firstYear: z.number().nullable(),
      lastYear: z.number().nullable(),
    }),
  ),
});
export type NetworkAnswer = z.infer<typeof networkAnswer>;

const networkSelection = `{
  directed truncated
  nodes { key label weight position { x y } }
  edges { source target weight publicationCount firstYear lastYear }
}`;

/** @param field of the query type, one that answers a `Network` */
export async function networkOf(
  graph: Graph,
  field: string,
  args: Readonly<Record<string, unknown>>,
  { signal, ...query }: QueryOptions,
): Promise<NetworkAnswer> {
  const context = createContext(graph, signal, { query });
  return networkAnswer.parse(await askField(field, args, networkSelection, context));
}

/**
 * The rows that the field `publications` would page through: which, and in which order. Nothing is read but what ids in the
 * arguments have become: the field is asked for a page, and whoever would read that is told which it is.
 */
export async function publicationsOf(
  graph: Graph,
  args: Readonly<Record<string, unknown>>,
  { signal, ...query }: QueryOptions,
): Promise<Relation<unknown>> {
  for (const paging of ['first', 'after', 'last', 'before']) {
    if (args[paging] === undefined) continue;
    throw new ScholargraphError('BAD_INPUT', `An export has no pages, so it takes no ${paging}`, {
      fix: 'Choose by search and filter.',
    });
  }
  let asked: Relation<unknown> | undefined;
  const context = {
    ...createContext(graph, signal, { query }),
    page: <Item>(relation: Relation<Item>) => {
      asked = relation;
      return Promise.resolve({ items: [], more: false });
    },
  };
  await askField('publications', args, '{ pageInfo { hasNextPage } }', context);
  if (asked === undefined) throw new TypeError('publications reads no page');
  return asked;
}
