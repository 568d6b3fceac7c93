import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { mostRelated, relateTopics } from '../../src/graph/relatedTopics.ts';
import { freshGraph } from './freshGraph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await freshGraph();
});

/** What each publication is about. */
type Literature = readonly (readonly string[])[];

/** Puts a literature in the place of the one before; topics that stay keep their relations. */
async function write(literature: Literature, boilerplate: readonly string[] = []): Promise<void> {
  await graph.command(cypher`MATCH (p:Publication) DETACH DELETE p`);
  await graph.command(
    cypher`UNWIND $rows AS row
      CREATE (p:Publication {id: row.id})
      WITH p, row UNWIND row.topics AS topic
      MERGE (t:Topic {id: topic})
      CREATE (p)-[:ABOUT {score: 1.0}]->(t)`,
    { rows: literature.map((topics, at) => ({ id: `p${at}`, topics })) },
  );
  await graph.command(cypher`MATCH (t:Topic) WHERE NOT (t)--() DELETE t`);
  await graph.command(
    cypher`MATCH (t:Topic) SET t.boilerplate = CASE WHEN t.id IN $boilerplate THEN true END`,
    {
      boilerplate,
    },
  );
}

interface Relation {
  readonly low: string;
  readonly high: string;
  readonly npmi: number;
  readonly publications: number;
}

async function related(): Promise<Relation[]> {
  await relateTopics(graph);
  return graph.read<Relation>(
    cypher`MATCH (low:Topic)-[r:RELATED]->(high:Topic)
      RETURN low.id AS low, high.id AS high, r.npmi AS npmi, r.publications AS publications ORDER BY low, high`,
  );
}

async function empty(): Promise<void> {
  await graph.command(cypher`MATCH (n) WHERE n:Publication OR n:Topic DETACH DELETE n`);
}

describe('two topics are related', () => {
  test('by normalised pointwise mutual information, once a pair, from the lower id to the higher', async () => {
    await empty();
    // N = 8, n(a) = 4, n(b) = 2, n(a,b) = 2: ln(8·2 / (4·2)) / −ln(2/8) = ln 2 / ln 4.
    await write([['a', 'b'], ['b', 'a'], ['a'], ['a'], ['c'], ['c'], ['c'], ['c']]);
    expect(await related()).toEqual([{ low: 'a', high: 'b', npmi: 0.5, publications: 2 }]);
    // N = 10, n(x) = 5, n(y) = 3, n(x,y) = 3: ln(10·3 / (5·3)) / −ln(3/10) = 0.693147 / 1.203973.
    await write([
      ['x', 'y'],
      ['x', 'y'],
      ['x', 'y'],
      ['x'],
      ['x'],
      ...Array.from({ length: 5 }, () => ['z']),
    ]);
    expect(await related()).toEqual([{ low: 'x', high: 'y', npmi: 0.575717, publications: 3 }]);
  });

  test('with 1 where they occur together and never apart', async () => {
    await empty();
    await write([['a', 'b'], ['a', 'b'], ['c'], ['d']]);
    expect(await related()).toEqual([{ low: 'a', high: 'b', npmi: 1, publications: 2 }]);
  });

  test('not where they meet as often as chance has it, or less', async () => {
    await empty();
    // n(a) = n(b) = 4 of 8, n(a,b) = 2: ln(8·2 / 16) = 0. n(a,c) = 2, n(c) = 5: below 0.
    await write([['a', 'b', 'c'], ['a', 'b', 'c'], ['a'], ['a'], ['b', 'c'], ['b', 'c'], ['c', 'd'], ['d']]);
    const pairs = (await related()).map(({ low, high }) => `${low} ${high}`);
    expect(pairs).toEqual(['b c']);
  });

  test('not by one publication alone, and not by being in all', async () => {
    await empty();
    await write([['a', 'b'], ['c']]);
    expect(await related()).toEqual([]);
    await write([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(await related()).toEqual([]);
  });

  test('not through what a venue repeats, which counts neither as a topic nor as one to be about', async () => {
    await empty();
    await write([['a', 'b', 'rights'], ['a', 'b', 'rights'], ['c', 'rights'], ['rights']], ['rights']);
    // The last publication is about nothing: N = 3, ln(3·2 / (2·2)) / −ln(2/3) = 1.
    expect(await related()).toEqual([{ low: 'a', high: 'b', npmi: 1, publications: 2 }]);
    await write([['a', 'b', 'rights'], ['a', 'b', 'rights'], ['c', 'rights'], ['rights']]);
    expect((await related()).map(({ low, high }) => `${low} ${high}`)).toEqual(['a b']);
  });
});

test('of the topics at least as frequent as itself, a topic keeps the strongest; a wide one can have more', async () => {
  await empty();
  const wide = Array.from({ length: mostRelated + 5 }, (_, at) => `w${String(at).padStart(2, '0')}`);
  await write([
    ['rare', ...wide],
    ['rare', ...wide],
    // The first are wider still, so less strongly related to the rare one.
    ...wide.slice(0, 5).map((topic) => [topic]),
    ...wide.slice(0, 5).map((topic) => [topic]),
    ['other'],
  ]);
  const ofRare = (await related()).filter(({ low, high }) => low === 'rare' || high === 'rare');
  expect(ofRare.map(({ high }) => high)).toEqual(wide.slice(5));

  const many = Array.from({ length: mostRelated + 5 }, (_, at) => `m${at}`);
  await empty();
  await write([
    ...many.flatMap((topic) => [
      ['hub', topic],
      ['hub', topic],
    ]),
    ['other'],
    ['other'],
  ]);
  expect((await related()).filter(({ low, high }) => low === 'hub' || high === 'hub')).toHaveLength(
    many.length,
  );
});

test('the relations follow from what is there now, whatever was there before', {
  timeout: 180_000,
}, async () => {
  const aLiterature: fc.Arbitrary<Literature> = fc.array(
    fc.subarray(['a', 'b', 'c', 'd', 'e'], { minLength: 1 }),
    { minLength: 1, maxLength: 14 },
  );
  await fc.assert(
    fc.asyncProperty(
      aLiterature,
      aLiterature,
      fc.subarray(['a', 'b'], { maxLength: 1 }),
      async (before, now, boilerplate) => {
        await write(before);
        await related();
        await write(now, boilerplate);
        const found = await related();
        expect(found.map((each) => ({ ...each, npmi: rounded(each.npmi) }))).toEqual(
          expected(now, boilerplate),
        );
        expect(await related()).toEqual(found);
      },
    ),
    { numRuns: 40 },
  );
});

/** The definition, word for word. */
function expected(literature: Literature, boilerplate: readonly string[]): Relation[] {
  const sets = literature
    .map((topics) => topics.filter((topic) => !boilerplate.includes(topic)))
    .filter((topics) => topics.length > 0);
  const topics = [...new Set(sets.flat())].sort();
  const share = (...all: readonly string[]) =>
    sets.filter((set) => all.every((topic) => set.includes(topic))).length / sets.length;
  return topics.flatMap((low) =>
    topics
      .filter((high) => low < high)
      .map((high) => {
        const both = share(low, high);
        const npmi = both === 1 ? 0 : Math.log(both / share(low) / share(high)) / -Math.log(both);
        return { low, high, npmi: rounded(npmi), publications: Math.round(both * sets.length) };
      })
      .filter(({ npmi, publications }) => npmi > 0 && publications > 1),
  );
}

function rounded(npmi: number): number {
  return Math.round(npmi * 1e6) / 1e6;
}
