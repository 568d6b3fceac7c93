import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { cypher } from '../../../src/graph/cypher.ts';
import type { Graph, Statement as Query } from '../../../src/graph/graph.ts';
import { settleAuthors } from '../../../src/graph/write/authors.ts';
import { BatchWriter, writeBatch } from '../../../src/graph/write/batch.ts';
import { decide } from '../../../src/graph/write/decide.ts';
import { writeSource } from '../../../src/graph/write/sources.ts';
import { type Statement, sourceOf, statementOf } from '../../../src/resolve/statement.ts';
import { aRecord } from '../aRecord.ts';
import { empty, freshGraph } from '../freshGraph.ts';
import { graphSnapshot } from '../graphSnapshot.ts';

/** The statement by which it is found what is stored of the keys of a batch. */
const lookup = 'USING INDEX i:Identifier(key)';
const sources = [sourceOf('one.bib', 'bibtex'), sourceOf('two.bib', 'bibtex')] as const;
const [source, other] = sources;

let graph: Graph;
beforeEach(async () => {
  graph = await freshGraph();
  for (const each of sources) await writeSource(graph, each);
});

function stated(key: string, doi: string, title = `Report of ${doi}`, from = source): Statement {
  return statementOf(from, {
    locator: { key },
    title,
    year: 2019,
    identifiers: [{ scheme: 'doi', value: `10.1000/${doi}` }],
    authors: [{ name: { literal: 'Neil Houlsby' } }],
    authorOrder: 'byline',
    venues: [{ name: 'Letters of Great Things' }],
    topics: [],
  });
}

/** In what kinds of transactions the work looks for what is stored. */
async function lookupsOf(work: () => Promise<unknown>): Promise<readonly Query['mode'][]> {
  const modes: Query['mode'][] = [];
  const stop = graph.onQuery(({ text, mode }) => {
    if (text.includes(lookup)) modes.push(mode);
  });
  await work().finally(stop);
  return modes;
}

describe('a batch that is decided on while the one before is written', () => {
  test('is written without being decided on again', async () => {
    const batches = new BatchWriter(graph);
    const [first, second] = [[stated('a', 'one')], [stated('b', 'two')]];
    await batches.prepare(first);
    expect(await lookupsOf(() => batches.prepare(second))).toEqual(['READ']);
    const written = await lookupsOf(async () => {
      expect(await batches.write(first)).toEqual({ created: 1, updated: 0, unchanged: 0 });
      expect(await batches.write(second)).toEqual({ created: 1, updated: 0, unchanged: 0 });
    });
    expect(written).toEqual([]);
  });

  test.each([
    ['has a key of it', () => stated('b', 'one')],
    ['states the same entry otherwise', () => stated('a', 'two')],
  ])('is decided on anew where that one %s', async (_, later) => {
    const batches = new BatchWriter(graph);
    const [first, second] = [[stated('a', 'one')], [later()]];
    await batches.prepare(first);
    await batches.prepare(second);
    await batches.write(first);
    expect(await lookupsOf(() => batches.write(second))).toContain('WRITE');
    const ahead = await graphSnapshot(graph);

    await empty(graph);
    await writeSource(graph, source);
    await writeSource(graph, other);
    await writeBatch(graph, first);
    await writeBatch(graph, second);
    expect(ahead).toEqual(await graphSnapshot(graph));
  });

  test.each([
    [
      'another process has taken something in',
      () => writeBatch(graph, [stated('c', 'two', undefined, other)]),
      { created: 0, updated: 1, unchanged: 0 },
    ],
    ['authors were told apart', () => settleAuthors(graph), { created: 1, updated: 0, unchanged: 0 }],
    [
      'somebody has decided something',
      async () => {
        await writeBatch(graph, [stated('d', 'other')]);
        const [publication] = await graph.read<{ id: string }>(
          cypher`MATCH (p:Publication)-[:STATED_BY]->() WHERE p.title = 'Report of other' RETURN p.id AS id`,
        );
        const request = {
          kind: 'RENAME',
          of: 'PUBLICATION',
          id: publication?.id ?? '',
          name: 'Otherwise',
        } as const;
        await decide(graph, request, { by: 'Ada', reason: 'it is called so' });
      },
      { created: 1, updated: 0, unchanged: 0 },
    ],
  ])('is decided on anew where %s meanwhile', async (_, meanwhile, report) => {
    const batches = new BatchWriter(graph);
    const first = [stated('a', 'one')];
    await batches.prepare(first);
    await batches.write(first);
    const second = [stated('b', 'two')];
    await batches.prepare(second);
    await meanwhile();
    expect(await lookupsOf(async () => expect(await batches.write(second)).toEqual(report))).toContain(
      'WRITE',
    );
  });

  test('makes the graph that one batch after the other makes, whatever the batches have in common', {
    timeout: 300_000,
  }, async () => {
    const statement = fc
      .tuple(fc.constantFrom(...sources), aRecord)
      .map(([from, record]) => statementOf(from, record));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(statement, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 4 }),
        async (stated) => {
          const made = async (write: () => Promise<void>) => {
            await empty(graph);
            for (const each of sources) await writeSource(graph, each);
            await write();
            await settleAuthors(graph);
            return graphSnapshot(graph);
          };
          const ahead = await made(async () => {
            const batches = new BatchWriter(graph);
            let before: Promise<unknown> = Promise.resolve();
            for (const batch of stated) {
              await batches.prepare(batch);
              await before;
              before = batches.write(batch);
            }
            await before;
          });
          const inTurn = await made(async () => {
            for (const batch of stated) await writeBatch(graph, batch);
          });
          expect(ahead).toEqual(inTurn);
        },
      ),
      { numRuns: 15 },
    );
  });
});
