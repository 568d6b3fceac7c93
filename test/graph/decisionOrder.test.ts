import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { settleAuthors } from '../../src/graph/write/authors.ts';
import { writeBatch } from '../../src/graph/write/batch.ts';
import { restoreDecision, undoDecision } from '../../src/graph/write/decide.ts';
import { writeSource } from '../../src/graph/write/sources.ts';
import { parseName } from '../../src/normalise/name.ts';
import type { PublicationRecord } from '../../src/record.ts';
import { type Decision, type DecisionContent, mentionKey, splitId } from '../../src/resolve/decision.ts';
import { idOf } from '../../src/resolve/id.ts';
import { type Statement, sourceOf, statementOf } from '../../src/resolve/statement.ts';
import { topicKey } from '../../src/resolve/topic.ts';
import { resolveVenue } from '../../src/resolve/venue.ts';
import { freshGraph } from './freshGraph.ts';
import { graphSnapshot } from './graphSnapshot.ts';

const sources = ['one.bib', 'two.bib'].map((uri) => sourceOf(uri, 'bibtex'));
const titles = [
  'Parameter sharing in networks that learn many tasks at once',
  'Asking better questions of a search engine',
  'Editorial',
];
const people = ['Neil Houlsby', 'N. Houlsby', 'Wei Wang', 'Jane Doe'];
const venues = [
  'ICML',
  'NIPS',
  'NeurIPS Workshop on Meta-Learning',
  'arXiv',
  'Annals of Nothing',
  // What imports teach of them changes with what there is.
  'Conference on Foo Bar (FOOBAR)',
  'International Conference on Foo Bar (FOOBAR)',
  'FOOBAR',
];
const topics = [
  { name: 'Meta-learning', broader: [{ name: 'Machine learning' }, { name: 'Computer science' }] },
  { name: 'Information retrieval', broader: [{ name: 'Computer science' }] },
  { name: 'machine learning' },
];

const aRecord: fc.Arbitrary<PublicationRecord> = fc
  .record({
    key: fc.constantFrom('a', 'b', 'c'),
    title: fc.constantFrom(...titles),
    year: fc.integer({ min: 2018, max: 2019 }),
    doi: fc.option(fc.constantFrom('10.1000/one', '10.1000/two'), { nil: undefined }),
    authors: fc.uniqueArray(fc.constantFrom(...people), { minLength: 1, maxLength: 3 }),
    orcid: fc.option(fc.constantFrom('0000-0002-1825-0097', '0000-0001-5109-3700'), { nil: undefined }),
    venue: fc.constantFrom(...venues),
    topics: fc.subarray(topics),
  })
  .map(({ key, doi, authors, orcid, venue, ...fields }) => ({
    ...fields,
    locator: { key },
    identifiers: doi === undefined ? [] : [{ scheme: 'doi' as const, value: doi }],
    authors: authors.map((literal, index) => ({
      name: { literal },
      ...(index === 0 && orcid !== undefined
        ? { identifiers: [{ scheme: 'orcid' as const, value: orcid }] }
        : {}),
    })),
    authorOrder: 'byline',
    venues: [{ name: venue }],
  }));

const someStatements = fc
  .array(fc.tuple(fc.constantFrom(...sources), aRecord), { minLength: 2, maxLength: 6 })
  .map((stated) => [
    ...new Map(
      stated.map(([source, record]) => {
        const statement = statementOf(source, record);
        return [statement.key, statement];
      }),
    ).values(),
  ]);

const aStatementKey = fc
  .tuple(fc.constantFrom(...sources), fc.constantFrom('a', 'b', 'c'))
  .map(([source, key]) => `${source.id}/${key}`);
const aMentionKey = fc
  .tuple(aStatementKey, fc.constantFrom(...people))
  .map(([statement, literal]) => mentionKey(statement, parseName({ literal })?.key ?? '', 1));
const aVenue = fc.constantFrom(...venues).map((name) => resolveVenue({ name }));
const aTopic = fc
  .constantFrom('meta-learning', 'machine learning', 'computer science', 'information retrieval')
  .map((name) => ({ id: idOf('topic', topicKey(name)), name }));

const anchored = (of: 'PUBLICATION' | 'AUTHOR', anchor: fc.Arbitrary<string>) =>
  fc
    .tuple(
      fc.constantFrom('MERGE', 'SPLIT', 'RENAME'),
      fc.uniqueArray(anchor, { minLength: 2, maxLength: 4 }),
      fc.integer({ min: 1, max: 3 }),
    )
    .map(([kind, anchors, at]): DecisionContent => {
      if (kind === 'SPLIT') return { of, kind, these: anchors.slice(0, at), rest: anchors.slice(at) };
      return {
        of,
        kind,
        these: anchors,
        ...(kind === 'RENAME' ? { name: `Ada Lovelace ${'I'.repeat(at)}` } : {}),
      };
    });
const aVenueDecision = fc
  .tuple(fc.constantFrom('MERGE', 'SPLIT', 'RENAME'), aVenue, aVenue, fc.constantFrom(...venues))
  .map(([kind, one, other, form]): DecisionContent => {
    const from = [idOf('venue', one.key)];
    if (kind === 'RENAME') return { of: 'VENUE', kind, from, name: `The ${form}` };
    const place = { key: other.key, name: other.name, kind: other.kind };
    const acronym = other.acronym === undefined ? {} : { acronym: other.acronym };
    if (kind === 'MERGE')
      return { of: 'VENUE', kind, from, into: { ...place, ...acronym, id: idOf('venue', other.key) } };
    return {
      of: 'VENUE',
      kind,
      from,
      forms: [form],
      into: { ...place, id: splitId('venue', form), key: 'apart' },
    };
  });
const aTopicDecision = fc
  .tuple(fc.constantFrom('MERGE', 'SPLIT', 'RENAME'), aTopic, aTopic)
  .map(([kind, one, other]): DecisionContent => {
    const from = [one.id];
    if (kind === 'RENAME') return { of: 'TOPIC', kind, from, name: `all of ${other.name}` };
    if (kind === 'MERGE') return { of: 'TOPIC', kind, from, into: other };
    const forms = ['Machine learning', 'Meta-learning'];
    return { of: 'TOPIC', kind, from, forms, into: { id: splitId('topic', one.id), name: 'apart' } };
  });

const someDecisions: fc.Arbitrary<readonly Decision[]> = fc
  .array(
    fc.oneof(
      anchored('PUBLICATION', aStatementKey),
      anchored('AUTHOR', aMentionKey),
      aVenueDecision,
      aTopicDecision,
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((contents) =>
    contents.map((content, index) => ({
      id: idOf('decision', `${index}`),
      at: new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
      content,
    })),
  );

const origin = { by: 'Ada', reason: 'because' };

let graph: Graph;
beforeAll(async () => {
  graph = await freshGraph();
});

async function emptied(): Promise<void> {
  await graph.command(cypher`MATCH (n) WHERE NOT n:Migration DETACH DELETE n`);
  for (const source of sources) await writeSource(graph, source);
}

async function take(statements: readonly Statement[]): Promise<void> {
  await writeBatch(graph, statements);
  await settleAuthors(graph);
}

async function restore(decisions: readonly Decision[]): Promise<void> {
  for (const decision of decisions) await restoreDecision(graph, decision, origin);
}

test('the graph is the same whether a decision was made before, between or after the imports, and as if it had not been made when it is undone', {
  timeout: 600_000,
}, async () => {
  let effective = 0;
  await fc.assert(
    fc.asyncProperty(someStatements, someDecisions, fc.integer(), async (statements, decisions, salt) => {
      const scrambled = <Item>(items: readonly Item[]) =>
        items
          .map((item, index) => ({ item, at: Math.imul(salt ^ (index + 1), 2_654_435_761) }))
          .sort((a, b) => a.at - b.at)
          .map(({ item }) => item);

      await emptied();
      await take(statements);
      const undecided = await graphSnapshot(graph);
      await restore(decisions);
      const decided = await graphSnapshot(graph);
      if (JSON.stringify(decided) !== JSON.stringify(undecided)) effective += 1;
      await take(statements);
      expect(await graphSnapshot(graph), 'imported again').toEqual(decided);
      for (const { id } of scrambled(decisions)) await undoDecision(graph, id, { by: 'Ada' });
      expect(await graphSnapshot(graph), 'undone').toEqual(undecided);

      await emptied();
      await restore(scrambled(decisions));
      for (const statement of scrambled(statements)) await take([statement]);
      expect(await graphSnapshot(graph), 'decided before').toEqual(decided);

      await emptied();
      const half = scrambled(statements).slice(0, statements.length >> 1);
      await take(half);
      await restore(decisions);
      await take(statements);
      expect(await graphSnapshot(graph), 'decided between').toEqual(decided);
    }),
    { numRuns: Number(process.env['FC_RUNS'] ?? 8) },
  );
  // Or the comparisons would say nothing.
  expect(effective).toBeGreaterThan(0);
});
