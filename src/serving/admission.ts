import { type DocumentNode, type ExecutionArgs, GraphQLError, getOperationAST } from 'graphql';
import { isAsyncIterable, type Plugin, type YogaInitialContext } from 'graphql-yoga';
import { ScholargraphError } from '../errors.ts';
import { doesNotAnswer, type Graph } from '../graph/graph.ts';
import { waitLimit } from '../graphql/arguments.ts';
import { badRequest, errorBody, requestError } from '../graphql/errors.ts';
import type { Serving } from '../serving.ts';
import { type Price, priceOf } from './cost.ts';
import { startDeadline } from './deadline.ts';
import { overLimit, requireShallow, requireShape, requireShort } from './document.ts';
import type { FairQueue } from './fairQueue.ts';
import type { Metrics } from './metrics.ts';
import { priceAnswer, priceWanted } from './price.ts';
import type { Rates } from './rates.ts';
import { servedRequest } from './request.ts';

export interface AdmissionOptions extends Pick<Serving, 'bounds' | 'requestTimeout'> {
  readonly graph: Graph;
  readonly rates: Rates;
  readonly queue: FairQueue;
  readonly metrics: Metrics;
}

/**
 * What stands between a document and its execution: the bounds on it, its price, and the queue. Nothing is read from the
 * database for what does not pass. What passes has to end in time.
 */
export function useAdmission({
  graph,
  bounds,
  requestTimeout,
  rates,
  queue,
  metrics,
}: AdmissionOptions): Plugin {
  const shaped = new WeakSet<DocumentNode>();

  async function admitted(args: ExecutionArgs, context: YogaInitialContext): Promise<Price | undefined> {
    const { schema, document, operationName, variableValues } = args;
    const operation = getOperationAST(document, operationName);
    // Which one is meant is the executor's to complain about.
    if (operation == null) return undefined;
    const price = priceOf(schema, document, operation, { ...variableValues });
    metrics.priced(price.cost);
    if (priceWanted(context) === 'estimate') return price;
    if (price.cost > bounds.cost) throw tooCostly(price, bounds.cost);
    await rates.cost(servedRequest()?.client, price.cost);
    return price;
  }

  return {
    onParams({ params }) {
      try {
        requireShallow(params.variables);
      } catch (error) {
        throw error instanceof ScholargraphError ? requestError(error, badRequest) : error;
      }
    },
    onParse({ params, context }) {
      requireShort(String(params.source), bounds);
      return ({ result }) => {
        if (result === null || result instanceof Error) return;
        const served = servedRequest();
        if (served !== undefined) {
          const operation = getOperationAST(result, context.params.operationName);
          served.operation = operation?.name?.value.slice(0, 100);
        }
        if (shaped.has(result)) return;
        requireShape(result, bounds);
        shaped.add(result);
      };
    },
    async onSubscribe({ args, setResultAndStopExecution }) {
      try {
        await admitted(args, args.contextValue);
      } catch (error) {
        setResultAndStopExecution({ errors: [shown(error)] });
      }
    },
    async onExecute({ args, executeFn, setExecuteFn, setResultAndStopExecution }) {
      const context = args.contextValue;
      const wanted = priceWanted(context);
      let price: Price | undefined;
      try {
        price = await admitted(args, context);
      } catch (error) {
        setResultAndStopExecution({ errors: [shown(error)] });
        return;
      }
      if (wanted === 'estimate' && price !== undefined) {
        setResultAndStopExecution({ data: null, extensions: { price: priceAnswer(price, bounds) } });
        return;
      }
      setExecuteFn(async (executed: ExecutionArgs) => {
        const served = servedRequest();
        let leave: () => void;
        try {
          leave = await queue.enter(served?.client ?? 'nobody', context.request.signal);
        } catch (error) {
          return { errors: [shown(error)] };
        }
        const isMutation = getOperationAST(args.document, args.operationName)?.operation === 'mutation';
        const deadline = startDeadline(
          served?.ending ?? new AbortController(),
          requestTimeout + (isMutation ? 1_000 * waitLimit : 0),
        );
        let end = () => {
          deadline.stop();
          leave();
        };
        try {
          // A write waits for a database that is gone, in case it comes back.
          if (isMutation && !(await graph.answers())) return { errors: [shown(doesNotAnswer())] };
          const result = await Promise.race([executeFn(executed), deadline.over]);
          if (isAsyncIterable(result)) {
            const ended = end;
            end = () => {};
            // Of whoever takes nothing of it, or has gone before it begins, it is neither read to its end nor given back.
            served?.ending.signal.addEventListener('abort', ended, { once: true });
            if (served?.ending.signal.aborted === true) ended();
            return afterwards(result, ended);
          }
          if (served !== undefined) metrics.read(served.statements.length);
          if (wanted === undefined || price === undefined) return result;
          return {
            ...result,
            extensions: { ...result.extensions, price: priceAnswer(price, bounds, served?.statements) },
          };
        } catch (error) {
          return { errors: [shown(error)] };
        } finally {
          end();
        }
      });
    },
  };
}

function tooCostly({ cost, heaviest }: Price, allowed: number) {
  return overLimit('COST_LIMIT', `The request may cost ${cost}, most of it by ${heaviest.join(' → ')}`, {
    name: 'cost',
    found: cost,
    allowed,
    fix: 'Ask for smaller pages there by `first`, for fewer lists in lists, or for the rest in another request.',
  });
}

/** What a client may see of it; anything else is the mask's. */
function shown(error: unknown): GraphQLError {
  if (!(error instanceof ScholargraphError)) throw error;
  const { message, extensions } = errorBody(error);
  return new GraphQLError(message, { extensions, originalError: error });
}

async function* afterwards<Item>(items: AsyncIterable<Item>, end: () => void): AsyncGenerator<Item> {
  try {
    yield* items;
  } finally {
    end();
  }
}
