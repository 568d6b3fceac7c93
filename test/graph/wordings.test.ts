import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { writeBatch } from '../../src/graph/write/batch.ts';
import { writeSource } from '../../src/graph/write/sources.ts';
import type { PublicationRecord } from '../../src/record.ts';
import { sourceOf, statementOf } from '../../src/resolve/statement.ts';
import { empty, freshGraph } from './freshGraph.ts';

const source = sourceOf('notes.bib', 'bibtex');

function stated(key: string, fields: Partial<PublicationRecord>) {
  return statementOf(source, {
    locator: { key },
    title: `A study called ${key} of what follows from what was said before`,
    identifiers: [],
    authors: [],
    authorOrder: 'listed',
    venues: [],
    topics: [],
    ...fields,
  });
}

describe('the names of a venue or a topic', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await freshGraph();
  });
  beforeEach(() => empty(graph));

  async function namesAfter(...batches: (readonly ReturnType<typeof stated>[])[]) {
    await writeSource(graph, source);
    for (const batch of batches) await writeBatch(graph, batch);
    const rows = await graph.read<{ names: string[] }>(
      cypher`MATCH (n:Venue|Topic)
        WHERE EXISTS { (n)<-[:PUBLISHED_IN]-() } OR EXISTS { (n)<-[r:ABOUT]-() WHERE r.origin = 'STATED' }
        RETURN n.names AS names ORDER BY n.id`,
    );
    return rows.map((row) => row.names).sort();
  }

  const topic = (name: string) => ({ topics: [{ name }] });
  const venue = (name: string) => ({ venues: [{ name }] });

  test('are those that are still said, whoever said them first', async () => {
    const other = stated('other', topic('graph neural network'));
    expect(await namesAfter([stated('one', topic('Graph Neural Networks')), other])).toEqual([
      ['Graph Neural Networks', 'graph neural network'],
    ]);
    expect(await namesAfter([stated('one', topic('graph neural network'))])).toEqual([
      ['graph neural network'],
    ]);
  });

  test('stay where a publication changes in other things', async () => {
    const first = stated('one', venue('Journal of Odd Machine Learning'));
    const other = stated('other', venue('J. Odd Mach. Learn.'));
    const before = await namesAfter([first, other]);
    expect(before).toEqual([['J. Odd Mach. Learn.', 'Journal of Odd Machine Learning']]);
    expect(
      await namesAfter([stated('one', { ...venue('Journal of Odd Machine Learning'), year: 2020 })]),
    ).toEqual(before);
    expect(await namesAfter([stated('one', venue('J. Odd Mach. Learn.'))])).toEqual([
      ['J. Odd Mach. Learn.'],
    ]);
  });
});
