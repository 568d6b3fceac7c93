import { beforeEach, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { settleAuthors } from '../../src/graph/write/authors.ts';
import { writeBatch } from '../../src/graph/write/batch.ts';
import { writeSource } from '../../src/graph/write/sources.ts';
import type { PublicationRecord } from '../../src/record.ts';
import { type Statement, sourceOf, statementOf } from '../../src/resolve/statement.ts';
import { freshGraph } from './freshGraph.ts';

describe('an id that was given out keeps leading to its publication or person', () => {
  let graph: Graph;
  const source = sourceOf('library.bib', 'bibtex');
  beforeEach(async () => {
    graph = await freshGraph();
    await writeSource(graph, source);
  });

  const stated = (key: string, fields: Partial<PublicationRecord>): Statement =>
    statementOf(source, {
      locator: { key },
      title: 'Measuring the drift of continents with garden tools',
      year: 2019,
      identifiers: [],
      authors: [{ name: { literal: 'Alina Dubatovka' } }, { name: { literal: 'Jesse Berent' } }],
      authorOrder: 'byline',
      venues: [],
      topics: [],
      ...fields,
    });
  async function take(...statements: Statement[]): Promise<void> {
    await writeBatch(graph, statements);
    await settleAuthors(graph);
  }
  async function ids(): Promise<{ publications: string[]; authors: Record<string, string> }> {
    const publications = await graph.read<{ id: string }>(cypher`MATCH (p:Publication) RETURN p.id AS id`);
    const authors = await graph.read<{ name: string; id: string }>(
      cypher`MATCH (a:Author) RETURN a.name AS name, a.id AS id`,
    );
    return {
      publications: publications.map((row) => row.id),
      authors: Object.fromEntries(authors.map((row) => [row.name, row.id])),
    };
  }
  const redirects = () =>
    graph.read<{ from: string; to: string }>(
      cypher`MATCH (r:Redirect)-[:REDIRECTS_TO]->(n) RETURN r.id AS from, n.id AS to`,
    );

  test('when a DOI becomes known, and again when a second redirect follows the first', async () => {
    await take(stated('a', {}));
    const [described] = (await ids()).publications;
    await take(stated('b', { identifiers: [{ scheme: 'arxiv', value: '1901.00001' }] }));
    const [preprint] = (await ids()).publications;
    await take(
      stated('c', {
        identifiers: [
          { scheme: 'doi', value: '10.1000/1' },
          { scheme: 'arxiv', value: '1901.00001' },
        ],
      }),
    );
    const [published] = (await ids()).publications;
    expect(new Set([described, preprint, published]).size).toBe(3);
    expect(await redirects()).toEqual(
      expect.arrayContaining([
        { from: described, to: published },
        { from: preprint, to: published },
      ]),
    );
  });

  test('when a person turns out to have an ORCID', async () => {
    await take(stated('a', {}));
    const before = (await ids()).authors;
    await take(
      stated('b', {
        authors: [
          {
            name: { literal: 'Alina Dubatovka' },
            identifiers: [{ scheme: 'orcid', value: '0000-0002-1825-0097' }],
          },
          { name: { literal: 'Jesse Berent' } },
        ],
      }),
    );
    const after = (await ids()).authors;
    expect(after['Alina Dubatovka']).not.toBe(before['Alina Dubatovka']);
    expect(after['Jesse Berent']).toBe(before['Jesse Berent']);
    expect(await redirects()).toContainEqual({
      from: before['Alina Dubatovka'],
      to: after['Alina Dubatovka'],
    });
  });

  test('when two publications turn out to be one', async () => {
    await take(
      stated('a', { identifiers: [{ scheme: 'arxiv', value: '1901.00001' }], year: 2012 }),
      stated('b', { identifiers: [{ scheme: 'doi', value: '10.1000/1' }], year: 2019 }),
    );
    const before = (await ids()).publications;
    expect(before).toHaveLength(2);
    await take(
      stated('c', {
        identifiers: [
          { scheme: 'doi', value: '10.1000/1' },
          { scheme: 'arxiv', value: '1901.00001' },
        ],
      }),
    );
    const after = (await ids()).publications;
    expect(after).toHaveLength(1);
    expect(await redirects()).toContainEqual({ from: before.find((id) => id !== after[0]), to: after[0] });
    const [merged] = await graph.read<{ authors: number; statements: number }>(
      cypher`MATCH (p:Publication)
        RETURN COUNT { (p)<-[:AUTHORED]-() } AS authors, COUNT { (p)-[:STATED_BY]->() } AS statements`,
    );
    expect(merged).toEqual({ authors: 2, statements: 3 });
  });

  test('and not when nobody has seen it: an id that comes into use again redirects no more', async () => {
    await take(stated('a', {}));
    const [described] = (await ids()).publications;
    await take(stated('a', { identifiers: [{ scheme: 'doi', value: '10.1000/1' }] }));
    await take(stated('a', {}));
    expect((await ids()).publications).toEqual([described]);
    expect((await redirects()).map((row) => row.from)).not.toContain(described);
  });
});
