import { beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph, PlanStep } from '../../src/graph/graph.ts';
import { authors } from '../../src/graph/read/authors.ts';
import { type PageRequest, type Relation, readPages, root } from '../../src/graph/read/page.ts';
import { publications } from '../../src/graph/read/publications.ts';
import { freshGraph } from './freshGraph.ts';

const all = 400;
const limit = 10;

let graph: Graph;
beforeAll(async () => {
  graph = await freshGraph();
  await graph.command(
    cypher`UNWIND range(1, toInteger($all)) AS number
      CREATE (:Publication {id: 'p' + number, title: 'Title ' + number, sortTitle: 'title ' + number % 97, year: 1990 + number % 31,
        complete: true, authorCount: 0})
      CREATE (:Author {id: 'a' + number, name: 'Name ' + number, sortName: 'name ' + number, publicationCount: number % 23})`,
    { all },
  );
  // Plans are made by how much the indexes were last known to hold.
  await graph.command(cypher`CALL db.prepareForReplanning(60)`);
});

/** Reads a page and says what the database did for it, step by step. */
async function stepsOf<Item>(relation: Relation<Item>, page: Partial<PageRequest> = {}) {
  const steps: PlanStep[] = [];
  const gather = (step: PlanStep) => {
    steps.push(step);
    for (const before of step.from) gather(before);
  };
  const forget = graph.onQuery(({ plan }) => plan && gather(plan));
  try {
    const [read] = await readPages(
      graph,
      relation,
      [root],
      { limit, backward: false, ...page },
      { profile: true },
    );
    return { steps, last: read?.items.at(-1)?.keys };
  } finally {
    forget();
  }
}

/** Looks at every node of a label, or of the graph. */
const scanned = (steps: readonly PlanStep[]) =>
  steps.filter(({ operator, dbHits }) => /^(?:AllNodesScan|NodeByLabelScan)/.test(operator) && dbHits > 0);
/** The rows that the largest sort was given. */
const sorted = (steps: readonly PlanStep[]) =>
  Math.max(
    0,
    ...steps
      .filter(({ operator }) => /Sort|Top/.test(operator))
      .flatMap(({ from }) => from.map(({ rows }) => rows)),
  );

const relations: readonly (readonly [string, Relation<unknown>])[] = [
  ...([true, false] as const).flatMap((descending) => {
    const how = descending ? 'descending' : 'ascending';
    return [
      [
        `authors by PUBLICATION_COUNT, ${how}`,
        authors({ orderBy: [{ field: 'PUBLICATION_COUNT', descending }] }),
      ],
      [`publications by YEAR, ${how}`, publications({ orderBy: [{ field: 'YEAR', descending }] })],
      [`publications by TITLE, ${how}`, publications({ orderBy: [{ field: 'TITLE', descending }] })],
    ] as const;
  }),
];

describe('a page is read out of the index of its order', () => {
  test.each(relations)('%s', async (_name, relation) => {
    const first = await stepsOf(relation);
    const next = await stepsOf(relation, { after: first.last });
    for (const { steps } of [first, next]) {
      expect(steps.some(({ operator, rows }) => /^NodeIndex(?:Seek|Scan)/.test(operator) && rows > 0)).toBe(
        true,
      );
      expect(scanned(steps)).toEqual([]);
      // What is left of one value and what lies beyond it are two parts of a page.
      expect(sorted(steps)).toBeLessThanOrEqual(2 * (limit + 1));
      expect(Math.max(...steps.map(({ rows }) => rows))).toBeLessThan(all / 2);
    }
  });

  test('which an order of two keys has not', async () => {
    const { steps } = await stepsOf(
      publications({
        orderBy: [
          { field: 'YEAR', descending: true },
          { field: 'TITLE', descending: false },
        ],
      }),
    );
    expect(scanned(steps)).toHaveLength(1);
    expect(sorted(steps)).toBe(all);
  });
});
