import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { relateTopics } from '../../src/graph/relatedTopics.ts';
import { settleAuthors } from '../../src/graph/write/authors.ts';
import { writeBatch } from '../../src/graph/write/batch.ts';
import { writeSource } from '../../src/graph/write/sources.ts';
import { type Statement, sourceOf, statementOf } from '../../src/resolve/statement.ts';
import { aRecord } from './aRecord.ts';
import { freshGraph } from './freshGraph.ts';
import { graphSnapshot } from './graphSnapshot.ts';

/** Statements of up to two sources; a source states an entry once. */
const someStatements: fc.Arbitrary<readonly Statement[]> = fc
  .array(fc.tuple(fc.constantFrom('one.bib', 'two.bib'), aRecord), { minLength: 1, maxLength: 7 })
  .map((stated) => [
    ...new Map(
      stated.map(([uri, record]) => {
        const statement = statementOf(sourceOf(uri, 'bibtex'), record);
        return [statement.key, statement];
      }),
    ).values(),
  ]);

describe('the graph depends on what was imported, not on how', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await freshGraph();
  });

  async function imported(...batches: (readonly Statement[])[]): Promise<readonly string[]> {
    await graph.command(cypher`MATCH (n) WHERE NOT n:Migration DETACH DELETE n`);
    for (const uri of ['one.bib', 'two.bib']) await writeSource(graph, sourceOf(uri, 'bibtex'));
    for (const batch of batches) {
      await writeBatch(graph, batch);
      await settleAuthors(graph);
      await relateTopics(graph);
    }
    return graphSnapshot(graph);
  }

  test('twice, in another order, one by one, or half and then again', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        someStatements,
        fc.integer({ min: 0, max: 7 }),
        fc.integer(),
        async (statements, half, salt) => {
          const once = await imported(statements);
          const shuffled = [...statements].sort((a, b) => scramble(a.key, salt) - scramble(b.key, salt));
          expect(await imported(statements, statements)).toEqual(once);
          expect(await imported(...shuffled.map((statement) => [statement]))).toEqual(once);
          expect(await imported(statements.slice(0, half), statements)).toEqual(once);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('where somebody was counts as much when it is stated later', async () => {
    const works = ['Soil and its words', 'A theory of kites', 'Ferries of the north'];
    const stated = (places: readonly string[]) =>
      works.map((title, at) =>
        statementOf(sourceOf('one.bib', 'bibtex'), {
          locator: { key: title },
          title,
          year: 2019,
          identifiers: [],
          authors: [
            {
              name: { literal: 'Wei Wang' },
              affiliations: places.slice(at, at + 1).map((name) => ({ name })),
            },
          ],
          authorOrder: 'byline',
          venues: [],
          topics: [],
        }),
      );
    const places = ['Univ. of Foo', 'Department of Physics, University of Foo', 'University of Quux'];
    const counts = async () =>
      (
        await graph.read<{ count: number }>(
          cypher`MATCH (a:Author) RETURN a.publicationCount AS count ORDER BY count`,
        )
      ).map(({ count }) => count);
    await imported(stated([]));
    expect(await counts()).toEqual([1, 1, 1]);
    const atOnce = await imported(stated(places));
    expect(await counts()).toEqual([1, 2]);
    expect(await imported(stated([]), stated(places))).toEqual(atOnce);
    expect(
      await imported(
        ...stated(places)
          .map((statement) => [statement])
          .reverse(),
      ),
    ).toEqual(atOnce);
  });

  test('a statement that is corrected leaves no trace of what it said before', async () => {
    const wrong = statementOf(sourceOf('one.bib', 'bibtex'), {
      locator: { key: 'x' },
      title: 'Asking better questions of a search engine',
      year: 2018,
      identifiers: [{ scheme: 'doi', value: '10.1000/one' }],
      authors: [
        { name: { literal: 'Wei Wang' }, affiliations: [{ name: 'University of Foo' }] },
        { name: { literal: 'Neil Houlsby' } },
      ],
      authorOrder: 'byline',
      venues: [{ name: 'ICML' }],
      topics: [],
    });
    const right = statementOf(sourceOf('one.bib', 'bibtex'), {
      ...wrong.record,
      title: 'Listening to spikes',
      identifiers: [],
      authors: [{ name: { literal: 'Neil Houlsby' } }],
    });
    const corrected = await imported([wrong], [right]);
    const rightAlone = await imported([right]);
    // Venues, topics and people keep the forms once seen; what is left must be nothing but such bare nodes.
    const facts = (lines: readonly string[]) => lines.filter((line) => line.includes(']->('));
    expect(facts(corrected)).toEqual(facts(rightAlone));
    expect(
      corrected.filter((line) => /\((Publication|Author|Institution|Identifier|Unsettled) /.test(line)),
    ).toEqual(
      rightAlone.filter((line) => /\((Publication|Author|Institution|Identifier|Unsettled) /.test(line)),
    );
  });
});

function scramble(text: string, salt: number): number {
  return [...text].reduce((hash, character) => Math.imul(hash ^ character.charCodeAt(0), 16_777_619), salt);
}
