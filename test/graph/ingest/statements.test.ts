import { expect, test } from 'vitest';
import type { Graph } from '../../../src/graph/graph.ts';
import { settleAuthors } from '../../../src/graph/write/authors.ts';
import { writeBatch } from '../../../src/graph/write/batch.ts';
import { writeSource } from '../../../src/graph/write/sources.ts';
import { type Statement, sourceOf, statementOf } from '../../../src/resolve/statement.ts';
import { freshGraph } from '../freshGraph.ts';

let graph: Graph;

const source = sourceOf('library.bib', 'bibtex');

/** Records with something of everything that is stored. Each has a family name, a venue and a topic of its own, too. */
function records(count: number, year = 2019): Statement[] {
  return Array.from({ length: count }, (_, at) => {
    // Letters alone: numbers in names are read as those of namesakes or of editions.
    const own = `zo${[...String(at)].map((digit) => 'bcdfghjklm'[Number(digit)]).join('a')}ak`;
    return statementOf(source, {
      locator: { key: `k${at}` },
      title: `What the people of ${own} say`,
      year,
      identifiers: [{ scheme: 'doi', value: `10.1000/${own}` }],
      authors: [
        {
          name: { family: own, given: 'Ada' },
          identifiers: [{ scheme: 'openalex', value: `A${5_000 + at}` }],
          affiliations: [{ name: `University of ${own}`, country: 'DE' }],
        },
        { name: { literal: 'Neil Houlsby' } },
      ],
      authorOrder: 'byline',
      venues: [{ name: `Annals of ${own}` }, { name: 'NeurIPS Workshop on Spikes' }],
      topics: [{ name: `${own} learning`, broader: [{ name: 'odd learning' }] }],
      references: [{ scheme: 'doi', value: '10.1000/cited' }],
    });
  });
}

/** The Cypher statements of some work, in their order. */
async function statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const texts: string[] = [];
  const stop = graph.onQuery(({ text }) => texts.push(text));
  await work().finally(stop);
  return texts;
}

test.each([
  ['new records', async () => {}],
  [
    'records that are there already',
    async (count: number) => {
      await writeBatch(graph, records(count));
      await settleAuthors(graph);
    },
  ],
  [
    'records that were otherwise before',
    async (count: number) => {
      await writeBatch(graph, records(count, 2018));
      await settleAuthors(graph);
    },
  ],
])(
  'a batch of %s, and telling apart its authors, take as many statements for 20 as for 400',
  async (_, before) => {
    const taken: { readonly batch: readonly string[]; readonly authors: readonly string[] }[] = [];
    for (const count of [20, 400]) {
      graph = await freshGraph();
      await writeSource(graph, source);
      await before(count);
      taken.push({
        batch: await statementsOf(() => writeBatch(graph, records(count))),
        authors: await statementsOf(() => settleAuthors(graph)),
      });
    }
    const [few, many] = taken;
    expect(few?.batch.length).toBeGreaterThan(0);
    expect(few?.authors.length).toBeGreaterThan(0);
    expect(many?.batch).toEqual(few?.batch);
    expect(many?.authors).toEqual(few?.authors);
  },
);
