import DataLoader from 'dataloader';
import type { Analyses } from '../analyses/analyses.ts';
import { ScholargraphError } from '../errors.ts';
import type { Graph, QueryOptions } from '../graph/graph.ts';
import {
  nameOfRelation,
  type Page,
  type PageRequest,
  type Parent,
  type Reading,
  type Relation,
  readCounts,
  readPages,
} from '../graph/read/page.ts';
import type { ImportQueue } from '../imports/importQueue.ts';
import type { Caller } from './callers.ts';
import { mergedReading } from './lookAhead.ts';

/**
 * What every resolver of one request shares. Nothing is read twice in a request: what is asked of the same relation
 * with the same arguments is one statement for all parents that are resolved in the same turn.
 */
export interface Context {
  readonly graph: Graph;
  /** The imports that this server runs; undefined where nothing but queries is asked. */
  readonly imports: ImportQueue | undefined;
  /** The analyses that this server runs; undefined where nothing but queries is asked. */
  readonly analyses: Analyses | undefined;
  /** Passed with every read, so that the database stops working for a client that has gone. */
  readonly options: QueryOptions;
  /** The name of the administrator who asks; undefined for anybody else. */
  readonly administrator: string | undefined;
  /** Whoever asks, as a token says; undefined for nobody in particular. */
  readonly caller: Caller | undefined;
  page<Item>(
    relation: Relation<Item>,
    request: PageRequest,
    parent: Parent,
    reading?: Reading,
  ): Promise<Page<Item>>;
  count<Item>(relation: Relation<Item>, parent: Parent): Promise<number>;
  /** The row of a relation that has at most one a parent. */
  one<Item>(relation: Relation<Item>, parent: Parent): Promise<Item | null>;
  /** Something of all rows of a relation that pass its filter, by one statement for all parents. */
  whole<Value>(
    name: string,
    relation: Relation<unknown>,
    parent: Parent,
    read: ReadWhole<Value>,
  ): Promise<Value>;
  /**
   * Counts items that go into the answer. Pages in pages multiply, and an item that was read once can go out many
   * times, so that only this bounds an answer.
   * @throws ScholargraphError BAD_INPUT where they are more than `answerLimit`
   */
  deliver(items: number): void;
  /** Something of a node that is read only where it is asked for, for all nodes at once. */
  detail<Value>(name: string, id: string, read: Read<Value>): Promise<Value>;
  /** The part of a node that a reading says, by one statement for all that are read so. */
  part<Row>(read: ReadPart<Row>, id: string, reading: Reading): Promise<Row | null>;
  /** Forgets what has been read and delivered: each event of a subscription is an answer of its own. */
  renew(): void;
}

/** Items of all connections in one answer. */
export const answerLimit = 50_000;

type Read<Value> = (graph: Graph, ids: readonly string[], options: QueryOptions) => Promise<readonly Value[]>;

export type ReadPart<Row> = (
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
  reading: Reading,
) => Promise<readonly (Row | null)[]>;

type ReadWhole<Value> = (
  graph: Graph,
  relation: Relation<unknown>,
  parents: readonly Parent[],
  options: QueryOptions,
) => Promise<readonly Value[]>;

export interface ContextOptions extends Partial<Pick<Context, 'imports' | 'analyses' | 'caller'>> {
  /** For every read of the request. */
  readonly query?: Omit<QueryOptions, 'signal'> | undefined;
  /** Told how many were read at once, each time. */
  readonly onBatch?: ((size: number) => void) | undefined;
}

/** What is read together, until it is read. */
interface SharedReading {
  /** Of the loader. */
  readonly name: string;
  /** Of the readings that it is good for. */
  readonly names: Set<string | undefined>;
  open: boolean;
  reading: Reading | undefined;
}

/** The server adds to the object, so its functions have no `this`. */
export function createContext(
  graph: Graph,
  signal: AbortSignal | undefined,
  { imports, analyses, caller, query, onBatch }: ContextOptions = {},
): Context {
  const options = { ...query, signal };
  const loaders = new Map<string, DataLoader<Parent, unknown, string>>();

  const loaded = <Value>(
    name: string,
    parent: Parent,
    read: (parents: readonly Parent[]) => Promise<readonly Value[]>,
  ): Promise<Value> => {
    const existing = loaders.get(name);
    // The name says which read it is, and with it the type.
    if (existing !== undefined) return existing.load(parent) as Promise<Value>;
    const batch = (parents: readonly Parent[]) => {
      onBatch?.(parents.length);
      return read(parents);
    };
    const loader = new DataLoader<Parent, Value, string>(batch, { cacheKeyFn: ({ key }) => key });
    loaders.set(name, loader);
    return loader.load(parent);
  };

  const shared = new Map<string, SharedReading[]>();

  /** What is wanted of the same in one turn, under several names with several selections, is read together. */
  const loadedTogether = <Value>(
    name: string,
    parent: Parent,
    reading: Reading | undefined,
    read: (parents: readonly Parent[], reading: Reading | undefined) => Promise<readonly Value[]>,
  ): Promise<Value> => {
    const all = shared.get(name) ?? [];
    shared.set(name, all);
    let one = all.find(({ names }) => names.has(reading?.name));
    if (one === undefined) {
      // With what wants everything, the pages in pages would be lost.
      one = all.find((each) => each.open && (each.reading === undefined) === (reading === undefined));
      if (one === undefined) {
        one = { name: `${name} ${all.length}`, names: new Set(), open: true, reading };
        all.push(one);
      }
      one.names.add(reading?.name);
      one.reading = mergedReading(one.reading, reading);
    }
    const together = one;
    return loaded(together.name, parent, (parents) => {
      together.open = false;
      return read(parents, together.reading);
    });
  };

  const page: Context['page'] = (relation, request, parent, reading) =>
    loadedTogether(
      `page ${nameOfRelation(relation)} ${JSON.stringify(request)}`,
      parent,
      reading,
      (parents, together) => readPages(graph, relation, parents, request, options, together),
    );

  let delivered = 0;
  let tooMuch: ScholargraphError | undefined;

  return {
    graph,
    imports,
    analyses,
    options,
    administrator: caller?.administrator === true ? caller.name : undefined,
    caller,
    page,
    deliver: (items) => {
      delivered += items;
      if (delivered <= answerLimit) return;
      // One for all that is asked for from now on; there may be thousands.
      tooMuch ??= new ScholargraphError('BAD_INPUT', `The answer would have more than ${answerLimit} items`, {
        fix: 'Ask for smaller pages, or for fewer pages in pages.',
      });
      throw tooMuch;
    },
    count: (relation, parent) =>
      loaded(`count ${nameOfRelation(relation)}`, parent, (parents) =>
        readCounts(graph, relation, parents, options),
      ),
    whole: (name, relation, parent, read) =>
      loaded(`whole ${name} ${nameOfRelation(relation)}`, parent, (parents) =>
        read(graph, relation, parents, options),
      ),
    one: async (relation, parent) =>
      (await page(relation, { limit: 1, backward: false }, parent)).items[0] ?? null,
    detail: (name, id, read) =>
      loaded(`detail ${name}`, { key: id }, (parents) =>
        read(
          graph,
          parents.map(({ key }) => key),
          options,
        ),
      ),
    part: (read, id, reading) =>
      loadedTogether(`part ${read.name}`, { key: id }, reading, (parents, together = reading) =>
        read(
          graph,
          parents.map(({ key }) => key),
          options,
          together,
        ),
      ),
    renew: () => {
      loaders.clear();
      shared.clear();
      delivered = 0;
    },
  };
}
