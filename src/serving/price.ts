import type { YogaInitialContext } from 'graphql-yoga';
import type { PlanStep, Statement } from '../graph/graph.ts';
import type { Bounds } from '../serving.ts';
import type { Price } from './cost.ts';

/** `x-scholargraph-price: measure`, or `estimate`, by which nothing is executed. */
export const priceHeader = 'x-scholargraph-price';

/** What a request wants to know of its price: by the header, or by `price` in its extensions. */
export function priceWanted({
  request,
  params,
}: Pick<YogaInitialContext, 'request' | 'params'>): 'measure' | 'estimate' | undefined {
  const asked = request.headers.get(priceHeader) ?? params.extensions?.['price'];
  if (asked === 'estimate') return 'estimate';
  return asked === 'measure' || asked === '1' || asked === 1 || asked === true ? 'measure' : undefined;
}

/** The price in the extensions of an answer. Statements are those that were executed, where that was done. */
export function priceAnswer(
  { cost, statements, heaviest }: Price,
  bounds: Bounds,
  executed?: readonly Statement[],
): Record<string, unknown> {
  return {
    estimated: { cost, statements, heaviest: heaviest.join('.') },
    allowed: { cost: bounds.cost },
    ...(executed === undefined ? {} : { measured: measured(executed) }),
  };
}

function measured(executed: readonly Statement[]): Record<string, unknown> {
  const sum = (value: (statement: Statement) => number | undefined) =>
    executed.reduce((total, statement) => total + (value(statement) ?? 0), 0);
  const planned = executed.filter(({ plan }) => plan !== undefined);
  return {
    statements: executed.length,
    databaseMilliseconds: sum(({ databaseMilliseconds }) => databaseMilliseconds),
    rows: sum(({ rows }) => rows),
    ...(planned.length === 0
      ? {}
      : {
          dbHits: sum(({ plan }) => (plan === undefined ? 0 : hits(plan))),
          plans: planned.map(({ text, rows, databaseMilliseconds, plan }) => ({
            statement: text,
            rows,
            databaseMilliseconds,
            plan: plan === undefined ? [] : lines(plan),
          })),
        }),
  };
}

function hits({ dbHits, from }: PlanStep): number {
  return dbHits + from.reduce((sum, step) => sum + hits(step), 0);
}

/** A line a step, the last first, what it takes its rows from below it. */
function lines({ operator, details, rows, dbHits, from }: PlanStep, indent = ''): string[] {
  const what =
    details === undefined ? operator : `${operator}: ${details.replaceAll(/\s+/g, ' ').slice(0, 200)}`;
  return [
    `${indent}${what} (rows ${rows}, db hits ${dbHits})`,
    ...from.flatMap((step) => lines(step, `${indent}  `)),
  ];
}
