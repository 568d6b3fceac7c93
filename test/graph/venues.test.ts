import { beforeEach, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { venuesById } from '../../src/graph/read/venues.ts';
import { settleAuthors } from '../../src/graph/write/authors.ts';
import { writeBatch } from '../../src/graph/write/batch.ts';
import { decide, undoDecision } from '../../src/graph/write/decide.ts';
import { learnVenues } from '../../src/graph/write/learnVenues.ts';
import { writeSource } from '../../src/graph/write/sources.ts';
import type { VenueMention } from '../../src/record.ts';
import { idOf } from '../../src/resolve/id.ts';
import { type Statement, sourceOf, statementOf } from '../../src/resolve/statement.ts';
import { freshGraph } from './freshGraph.ts';
import { graphSnapshot } from './graphSnapshot.ts';

const source = sourceOf('library.bib', 'bibtex');

/** An entry of one publication; entries of one number are of one publication. */
function entry(key: string, number: number, ...venues: readonly (string | VenueMention)[]): Statement {
  return statementOf(source, {
    locator: { key },
    title: `On the number ${number} and what becomes of it`,
    year: 2020,
    identifiers: [{ scheme: 'doi', value: `10.1000/${number}` }],
    authors: [{ name: { literal: 'James Smith' } }, { name: { literal: `Ada Author${number}` } }],
    authorOrder: 'byline',
    venues: venues.map((venue) => (typeof venue === 'string' ? { name: venue } : venue)),
    topics: [],
  });
}

const full = 'Proceedings of the 3rd Conference on Foo Bar (FOOBAR 2020)';
const short = 'FOOBAR 2021';
const other = 'Conference on Football Bars (FOOBAR)';

describe('venues that statements name together', () => {
  let graph: Graph;
  beforeEach(async () => {
    graph = await freshGraph();
    await writeSource(graph, source);
  });

  async function take(...statements: readonly Statement[]): Promise<void> {
    await writeBatch(graph, statements);
    await settleAuthors(graph);
  }

  const venues = () =>
    graph.read<{ name: string; acronym: string | null; names: string[]; publications: number }>(
      cypher`MATCH (v:Venue)
        RETURN v.name AS name, v.acronym AS acronym, v.names AS names, COUNT { (v)<-[:PUBLISHED_IN]-() } AS publications
        ORDER BY name`,
    );

  const merged = {
    name: 'Conference on Foo Bar',
    acronym: 'FOOBAR',
    names: [short, full],
    publications: 2,
  };

  test('are one, whichever comes first', async () => {
    await take(entry('a', 1, full));
    await take(entry('b', 2, short));
    expect(await venues()).toEqual([merged]);
    const snapshot = await graphSnapshot(graph);

    graph = await freshGraph();
    await writeSource(graph, source);
    await take(entry('b', 2, short));
    expect(await venues()).toMatchObject([{ name: 'FOOBAR', publications: 1 }]);
    await take(entry('a', 1, full));
    expect(await venues()).toEqual([merged]);
    expect(await graphSnapshot(graph)).toEqual(snapshot);
  });

  test('are one venue of a publication that one source names in full and another in short', async () => {
    await take(entry('a', 1, full), entry('b', 1, short));
    expect(await venues()).toEqual([{ ...merged, publications: 1 }]);
  });

  test('lead from the id that was given out before to the venue that there is now', async () => {
    await take(entry('b', 2, short));
    const [given] = await graph.read<{ id: string }>(cypher`MATCH (v:Venue) RETURN v.id AS id`);
    await take(entry('a', 1, full));
    const [found] = await venuesById(graph, [given?.id ?? ''], {});
    expect(found).toMatchObject({ id: idOf('venue', 'conf foo bar'), name: 'Conference on Foo Bar' });
  });

  test('are two again when a third is stated with the same acronym, and one when that is corrected', async () => {
    await take(entry('a', 1, full), entry('b', 2, short));
    await take(entry('c', 3, other));
    expect((await venues()).map(({ name }) => name)).toEqual([
      'Conference on Foo Bar',
      'Conference on Football Bars',
      'FOOBAR',
    ]);
    const [back] = await venuesById(graph, [idOf('venue', 'foobar')], {});
    expect(back?.name).toBe('FOOBAR');
    await take(entry('c', 3, 'ICML'));
    expect((await venues()).map(({ name }) => name)).toEqual([
      'Conference on Foo Bar',
      'International Conference on Machine Learning',
    ]);
  });

  test('are one by an ISSN, and authors are resolved again by what they share now', async () => {
    const issn = { scheme: 'issn', value: '1234-5679' } as const;
    const brief: VenueMention = { name: 'Weev. Res.', kind: 'JOURNAL', identifiers: [issn] };
    await take(entry('a', 1, brief), entry('b', 2, 'Weevil Research Quarterly'));
    expect(await venues()).toHaveLength(2);
    const smiths = () =>
      graph.read(cypher`MATCH (a:Author {name: 'James Smith'}) RETURN a.id AS id ORDER BY id`);
    expect(await smiths()).toHaveLength(2);
    await take(entry('c', 3, { name: 'Weevil Research Quarterly', kind: 'JOURNAL', identifiers: [issn] }));
    expect(await venues()).toMatchObject([{ name: 'Weevil Research Quarterly', publications: 3 }]);
    expect(await smiths()).toHaveLength(1);

    const snapshot = await graphSnapshot(graph);
    graph = await freshGraph();
    await writeSource(graph, source);
    await take(
      entry('c', 3, { name: 'Weevil Research Quarterly', kind: 'JOURNAL', identifiers: [issn] }),
      entry('a', 1, brief),
      entry('b', 2, 'Weevil Research Quarterly'),
    );
    expect(await graphSnapshot(graph)).toEqual(snapshot);
  });

  describe('and that people have decided on', () => {
    const origin = { by: 'Ada', reason: 'because' };
    const foobar = idOf('venue', 'conf foo bar');
    const [rename, merge, split] = [
      { kind: 'RENAME', of: 'VENUE', id: foobar, name: 'The Foo Bar' },
      { kind: 'MERGE', of: 'VENUE', ids: [foobar], into: idOf('venue', 'icml') },
      { kind: 'SPLIT', of: 'VENUE', id: foobar, parts: [short], name: 'Another Foobar' },
    ] as const;
    const names = async () => (await venues()).map(({ name }) => name);
    const machineLearning = 'International Conference on Machine Learning';
    const fuller = entry('d', 4, 'International Conference on Foo Bar (FOOBAR)');
    const ambiguous = entry('d', 4, other);

    test.each([
      { decision: rename, shown: [machineLearning, 'The Foo Bar'] },
      { decision: merge, shown: [machineLearning] },
      { decision: split, shown: ['Another Foobar', 'Conference on Foo Bar', machineLearning] },
    ])(
      'keep to a $decision.kind whatever is imported, and are as before when it is undone',
      async ({ decision, shown }) => {
        const library = [entry('a', 1, full), entry('b', 2, short), entry('c', 3, 'ICML')];
        await take(...library);
        const { decision: id = '' } = await decide(graph, decision, origin);
        expect(await names()).toEqual(shown);
        const decided = await graphSnapshot(graph);
        await take(...library);
        expect(await graphSnapshot(graph)).toEqual(decided);

        await take(fuller);
        expect(await names()).toEqual(
          shown.map((name) => name.replace(/^Conference/, 'International Conference')),
        );
        await take(ambiguous);
        for (const name of shown) expect(await names()).toContain(name);
        const [found] = await venuesById(graph, [foobar], {});
        expect(shown).toContain(found?.name);
        const inShort = await graph.read<{ name: string }>(
          cypher`MATCH (:Publication {doi: '10.1000/2'})-[:PUBLISHED_IN]->(v:Venue) RETURN v.name AS name`,
        );
        // A new name says nothing of what the acronym stands for; a merge and a split do.
        expect(inShort).toEqual([{ name: decision === rename ? 'FOOBAR' : shown[0] }]);

        await undoDecision(graph, id, { by: 'Ada' });
        const undone = await graphSnapshot(graph);
        graph = await freshGraph();
        await writeSource(graph, source);
        await take(...library, ambiguous);
        expect(undone).toEqual(await graphSnapshot(graph));
      },
    );

    test('before they were learned to be one stay what was decided of them, and take the other along', async () => {
      await take(entry('b', 2, short), entry('c', 3, 'ICML'));
      await decide(
        graph,
        { kind: 'MERGE', of: 'VENUE', ids: [idOf('venue', 'foobar')], into: idOf('venue', 'icml') },
        origin,
      );
      await take(entry('a', 1, full));
      expect(await venues()).toMatchObject([{ name: machineLearning, publications: 3 }]);
    });

    test('are found by every id that was ever given out', async () => {
      await take(entry('a', 1, full), entry('b', 2, short), entry('c', 3, 'ICML'));
      const { decision: id = '' } = await decide(graph, merge, origin);
      const ids = [idOf('venue', 'foobar'), foobar];
      const found = async () => (await venuesById(graph, ids, {})).map((venue) => venue?.name);
      expect(await found()).toEqual([machineLearning, machineLearning]);
      await undoDecision(graph, id, { by: 'Ada' });
      expect(await found()).toEqual(['Conference on Foo Bar', 'Conference on Foo Bar']);
    });
  });

  test('cost nothing where nothing has changed', async () => {
    await take(entry('a', 1, full), entry('b', 2, short));
    const statements: string[] = [];
    const stop = graph.onQuery(({ text }) => statements.push(text));
    expect(await learnVenues(graph)).toBe(false);
    stop();
    expect(statements).toHaveLength(1);
  });
});
