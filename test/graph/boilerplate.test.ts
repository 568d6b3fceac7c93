import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { markBoilerplate } from '../../src/graph/boilerplate.ts';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { relateTopics } from '../../src/graph/relatedTopics.ts';
import { writeBatch } from '../../src/graph/write/batch.ts';
import { decide } from '../../src/graph/write/decide.ts';
import { writeSource } from '../../src/graph/write/sources.ts';
import type { TopicMention } from '../../src/record.ts';
import { type Statement, sourceOf, statementOf } from '../../src/resolve/statement.ts';
import { createServer } from '../../src/server.ts';
import { asking } from '../graphql/fixture/asking.ts';
import { searchable } from '../graphql/fixture/library.ts';
import { freshGraph } from './freshGraph.ts';

const source = sourceOf('days.bib', 'bibtex');
const venue = 'River Days of the Danube';
const repeated = 'With thanks to the Harbour Choir of Passau for the river concerts.';

const subjects = [
  ['Erosion of gravel bars', 'gravel bars and their erosion by ice'],
  ['Gravel bars under ice', 'how ice moves gravel bars'],
  ['Fish ladders at old mills', 'fish ladders and who uses them'],
  ['Sturgeon and fish ladders', 'whether sturgeon climb fish ladders'],
  ['Barge traffic at night', 'the noise of barge traffic'],
  ['Noise of barge traffic', 'what barge traffic does to birds'],
] as const;

interface Paper {
  readonly key: string;
  readonly title: string;
  readonly abstract?: string;
  readonly year?: number;
  readonly venue?: string;
  readonly topics?: readonly TopicMention[];
}

function paper({ key, title, abstract, year = 2019, venue: name = venue, topics = [] }: Paper): Statement {
  return statementOf(source, {
    locator: { key },
    title,
    ...(abstract === undefined ? {} : { abstract }),
    year,
    identifiers: [{ scheme: 'doi', value: `10.1000/days.${key}` }],
    authors: [{ name: { literal: `Ada Author${key}` } }],
    authorOrder: 'byline',
    venues: [{ name, kind: 'CONFERENCE' }],
    topics,
  });
}

/** A year of the venue, whose abstracts all end in the same words. */
function proceedings(year: number, sentence = repeated): Statement[] {
  return subjects.map(([title, what], at) =>
    paper({
      key: `${year}.${at}`,
      title: `${title}, ${year}`,
      abstract: `We study ${what}. ${sentence}`,
      year,
    }),
  );
}

describe('what a venue prints in its abstracts', () => {
  let graph: Graph;
  beforeEach(async () => {
    graph = await freshGraph();
    await writeSource(graph, source);
  });

  async function marked(...statements: readonly Statement[]): Promise<string[]> {
    await writeBatch(graph, statements);
    await markBoilerplate(graph);
    const rows = await graph.read<{ name: string }>(
      cypher`MATCH (t:Topic) WHERE t.boilerplate RETURN t.name AS name ORDER BY name`,
    );
    return rows.map(({ name }) => name);
  }

  test('is no topic, and what it is about is one', async () => {
    const found = await marked(...proceedings(2018), ...proceedings(2019));
    expect(found).toEqual(expect.arrayContaining(['Harbour Choir', 'Passau']));
    for (const topic of ['gravel bar', 'fish ladder', 'barge traffic']) expect(found).not.toContain(topic);

    await relateTopics(graph);
    await searchable(graph);
    const ask = asking(graph);
    const { data, errors } = await ask<{
      publication: { topics: { totalCount: number; nodes: { name: string }[] } };
      venue: { topics: { nodes: { name: string }[] } };
      topics: { nodes: { name: string }[] };
      search: { nodes: { name?: string }[] };
      topic: { related: { nodes: { name: string }[] } };
    }>(`{
      publication(doi: "10.1000/days.2019.0") { topics { totalCount nodes { name } } }
      venue(name: "${venue}") { topics(first: 100) { nodes { name } } }
      topics(first: 100) { nodes { name } }
      search(query: "Harbour Choir", kinds: [TOPIC]) { nodes { ... on Topic { name } } }
      topic(name: "gravel bar") { related { nodes { name } } }
    }`);
    expect(errors).toEqual([]);
    const shown = [
      data.publication.topics,
      data.venue.topics,
      data.topics,
      data.search,
      data.topic.related,
    ].flatMap(({ nodes }) => nodes.map(({ name }) => name));
    expect(shown).toContain('gravel bar');
    for (const name of found) expect(shown).not.toContain(name);
    expect(data.publication.topics.totalCount).toBe(data.publication.topics.nodes.length);
  });

  test('is in no facet, network, export, suggestion or trend', async () => {
    const found = await marked(...proceedings(2016), ...proceedings(2018), ...proceedings(2019));
    expect(found).toContain('Harbour Choir');
    await searchable(graph);
    const { data, errors } = await asking(graph)(`{
      publications {
        facets {
          topics(first: 100) { values { label } }
          rolledUp: topics(first: 100, rollUp: true) { values { label } }
        }
        emerging: topicTrends(minPublications: 1, first: 100) { topic { name } }
        fading: topicTrends(minPublications: 1, first: 100, direction: FADING) { topic { name } }
        topicBursts(minPublications: 1, first: 100, reluctance: 0) { topic { name } }
      }
      topicNetwork { nodes { label } }
      venueTopicNetwork { nodes { label } }
      harbour: suggest(text: "harbour") { text }
      gravel: suggest(text: "gravel", kinds: [TOPIC]) { text }
    }`);
    expect(errors).toEqual([]);
    const { yoga } = createServer({
      graph,
      config: { administrators: [], host: '127.0.0.1', port: 0 },
      logger: pino({ level: 'silent' }),
    });
    const exported = await Promise.all(
      ['topics.gexf', 'venue-topics.gexf'].map(async (file) =>
        (await yoga.fetch(`http://localhost/export/${file}`)).text(),
      ),
    );
    for (const shown of [JSON.stringify(data), ...exported]) {
      expect(shown).toContain('gravel bar');
      for (const name of found) expect(shown).not.toContain(`"${name}"`);
    }
    const records = await (await yoga.fetch('http://localhost/export/publications.jsonl')).text();
    expect(
      records
        .trim()
        .split('\n')
        .flatMap((line) => JSON.parse(line).topics ?? []),
    ).toEqual([]);
  });

  test('is a topic again when others write of it', async () => {
    expect(await marked(...proceedings(2018), ...proceedings(2019))).toContain('Harbour Choir');
    const elsewhere = Array.from({ length: 4 }, (_, at) =>
      paper({
        key: `elsewhere.${at}`,
        title: `Donors of ports, part ${at}`,
        abstract: 'The Harbour Choir gives. What the Harbour Choir asks for is not said.',
        venue: 'Journal of Giving',
      }),
    );
    expect(await marked(...elsewhere)).not.toContain('Harbour Choir');
  });

  describe('is a topic where a person has decided so', () => {
    const origin = { by: 'Ada', reason: 'It is what the days are about.' };
    const printed = [...proceedings(2018), ...proceedings(2019)];

    async function idOfTopic(name: string): Promise<string> {
      const [topic] = await graph.read<{ id: string }>(
        cypher`MATCH (t:Topic) WHERE $name IN t.names RETURN t.id AS id`,
        { name },
      );
      return topic?.id ?? '';
    }
    const shown = async () => {
      const { data } = await asking(graph)<{
        publication: { topics: { nodes: { name: string }[] } };
        topics: { nodes: { name: string }[] };
      }>(`{
        publication(doi: "10.1000/days.2019.0") { topics(first: 100) { nodes { name } } }
        topics(first: 100) { nodes { name } }
      }`);
      return [data.publication.topics, data.topics].map(({ nodes }) => nodes.map(({ name }) => name));
    };

    test.each(['before', 'after'])('on its name, %s it is looked at', async (when) => {
      if (when === 'before') await writeBatch(graph, printed);
      else expect(await marked(...printed)).toContain('Harbour Choir');
      await decide(
        graph,
        { of: 'TOPIC', kind: 'RENAME', id: await idOfTopic('Harbour Choir'), name: 'choirs of ports' },
        origin,
      );
      if (when === 'after') for (const names of await shown()) expect(names).toContain('choirs of ports');
      expect(await marked()).not.toContain('choirs of ports');
      for (const names of await shown()) expect(names).toContain('choirs of ports');
    });

    test.each(['before', 'after'])('that others are the same, %s it is looked at', async (when) => {
      if (when === 'before') await writeBatch(graph, printed);
      else expect(await marked(...printed)).toEqual(expect.arrayContaining(['Harbour Choir', 'Passau']));
      await decide(
        graph,
        {
          of: 'TOPIC',
          kind: 'MERGE',
          ids: [await idOfTopic('Harbour Choir')],
          into: await idOfTopic('Passau'),
        },
        origin,
      );
      if (when === 'after') for (const names of await shown()) expect(names).toContain('Passau');
      const found = await marked();
      for (const name of ['Harbour Choir', 'Passau']) expect(found).not.toContain(name);
      for (const names of await shown()) expect(names).toContain('Passau');
    });
  });

  test('is judged by the abstracts that there are, in the years that have it', async () => {
    const titlesAlone = Array.from({ length: 40 }, (_, at) =>
      paper({ key: `bare.${at}`, title: `Boats of type ${at}`, year: 2019 }),
    );
    const yearsBefore = Array.from({ length: 40 }, (_, at) =>
      paper({
        key: `before.${at}`,
        title: `Bridges of type ${at}`,
        abstract: `We look at bridges of type ${at}.`,
        year: 1999,
      }),
    );
    expect(
      await marked(...proceedings(2018), ...proceedings(2019), ...titlesAlone, ...yearsBefore),
    ).toContain('Harbour Choir');
  });

  test('is what its field is called where titles have it too, or a source states it', async () => {
    const subject = (year: number) =>
      subjects.map(([title], at) =>
        paper({
          key: `${year}.${at}`,
          title: `${title} in a quaggy polder, ${year}`,
          abstract:
            'A quaggy polder is looked at. We ask what a quaggy polder is, and thank the Harbour Choir.',
          year,
          topics: [{ name: 'Harbour Choir' }],
        }),
      );
    expect(await marked(...subject(2018), ...subject(2019))).toEqual([]);
  });
});
