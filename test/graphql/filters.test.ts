import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking, globalId } from './fixture/asking.ts';
import { writeLibrary } from './fixture/library.ts';
import { everyPublication, type Known, randomFilter } from './fixture/randomFilter.ts';
import { inOrder, randomOrder } from './fixture/randomOrder.ts';

let graph: Graph;
let ask: Ask;

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
  ask = asking(graph);
});

/** The graph's ids of the publications that pass, sorted. */
async function passing(filter: string): Promise<string[]> {
  const { data, errors } = await ask<{ publications: { totalCount: number; nodes: { id: string }[] } }>(
    `{ publications(first: 100, filter: ${filter}) { totalCount nodes { id } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.publications.totalCount).toBe(data.publications.nodes.length);
  return data.publications.nodes
    .map(({ id }) => Buffer.from(id, 'base64').toString().replace('Publication:', ''))
    .sort();
}

/** The graph's ids of what a query has on its page, in their order. */
async function listed(query: string): Promise<string[]> {
  const { data, errors } = await ask<Record<string, { nodes: { id: string }[] }>>(query);
  expect(errors).toEqual([]);
  return (data['page']?.nodes ?? []).map(({ id }) =>
    Buffer.from(id, 'base64').toString().replace(/^\w+:/, ''),
  );
}

const author = (name: string) => globalId('Author', `a-${name}`);

describe('publications', () => {
  const of2019 = ['p-adapter', 'p-inference', 'p-ranking', 'p-temporal'];

  test.each<[string, string[]]>([
    ['{ year: { from: 2019, to: 2019 } }', of2019],
    ['{ year: { in: [2014, 2018] } }', ['p-ask', 'p-projecting']],
    ['{ year: { to: 2014 } }', ['p-projecting']],
    ['{ type: PREPRINT }', ['p-inference', 'p-temporal']],
    ['{ type: [PREPRINT, OTHER] }', ['p-inference', 'p-temporal', 'p-untitled']],
    ['{ complete: false }', ['p-untitled']],
    ['{ title: { words: "rank meta" } }', ['p-ranking']],
    ['{ title: { words: "SPIKING, neural!" } }', ['p-temporal']],
    ['{ title: { words: "anking" } }', []],
    ['{ title: { contains: "task-aware" } }', ['p-inference']],
    ['{ title: { startsWith: "ask the" } }', ['p-ask']],
    ['{ title: { in: ["Attention Is All You Need", "attention is all you need"] } }', ['p-attention']],
    ['{ title: { exists: false } }', ['p-untitled']],
    ['{ abstract: { words: "task" } }', ['p-adapter', 'p-untitled']],
    ['{ abstract: { words: "modul", exists: true } }', ['p-adapter']],
    ['{ year: { exists: false } }', ['p-untitled']],
    ['{ date: { from: "2020", to: "2020-06" } }', ['p-routing']],
    ['{ date: { from: "2020-01-02", to: "2021-01-01" } }', ['p-flexible']],
    ['{ date: { exists: true } }', ['p-attention']],
    ['{ date: { from: "2017-06-12", to: "2017-06-12" } }', ['p-attention']],
    ['{ language: { in: "en" } }', ['p-attention']],
    ['{ doi: { in: "https://doi.org/10.18653/V1/P19-9999" } }', ['p-adapter']],
    ['{ doi: { exists: true } }', ['p-adapter']],
    ['{ arxivId: { in: ["arXiv:1706.03762v5", "nonsense"] } }', ['p-attention']],
    ['{ identifiers: { scheme: "doi", in: ["doi:10.18653/V1/P19-9999", "nonsense"] } }', ['p-adapter']],
    [
      '{ identifiers: { scheme: "arxiv", in: ["arXiv:1706.03762v5", "1902.00751"] } }',
      ['p-adapter', 'p-attention'],
    ],
    ['{ identifiers: { scheme: "doi", exists: true } }', ['p-adapter']],
    ['{ identifiers: { scheme: "arxiv", exists: false }, year: { from: 2019, to: 2019 } }', ['p-ranking']],
    ['{ identifiers: { scheme: "isbn", exists: true } }', []],
    [
      '{ or: [{ identifiers: { scheme: "doi", exists: true } }, { identifiers: { scheme: "arxiv", in: ["1706.03762"] } }] }',
      ['p-adapter', 'p-attention'],
    ],
    ['{ and: [{ identifiers: { scheme: "arxiv", in: ["1706.03762"] } }], year: { from: 2018 } }', []],
    ['{ citationCount: { from: 100 } }', ['p-adapter', 'p-attention']],
    ['{ citationCount: { exists: true, to: 20 } }', ['p-ask']],
    ['{ authorCount: { in: [1, 8] } }', ['p-attention', 'p-untitled']],
    ['{ incompleteReason: { contains: "ONLY" } }', ['p-untitled']],
    ['{ citedBy: { count: { from: 1 } } }', ['p-adapter', 'p-ask', 'p-attention', 'p-routing']],
    ['{ citedBy: { count: { from: 2 } } }', ['p-attention']],
    ['{ authors: { some: { name: { words: "jastrzebski stanislaw" } } } }', ['p-adapter']],
    ['{ authors: { some: { name: { startsWith: "jesse" } }, position: { to: 1 } } }', []],
    [
      '{ authors: { some: { name: { words: "houlsby" } }, position: { to: 1 } } }',
      ['p-adapter', 'p-analyzing', 'p-ask'],
    ],
    ['{ topics: { some: { name: { in: "question answering" } }, score: { from: 0.95 } } }', []],
    [
      '{ topics: { none: {}, score: { to: 0.6 } } }',
      ['p-attention', 'p-inference', 'p-projecting', 'p-ranking', 'p-temporal'],
    ],
    ['{ topics: { count: { from: 2 }, score: { from: 0.7 } } }', ['p-projecting', 'p-ranking']],
    ['{ venues: { some: {}, edition: { from: 6 } } }', ['p-ask', 'p-projecting']],
    [
      `{ topics: { some: { within: "${globalId('Topic', 't-machine-learning')}" } }, year: { from: 2020 } }`,
      ['p-flexible'],
    ],
    [`{ id: ["${globalId('Publication', 'p-ask')}"] }`, ['p-ask']],
    [`{ authors: { some: { id: "${author('keith-hall')}" } } }`, ['p-projecting']],
    [`{ authors: { none: { id: "${author('andrea-gesmundo')}" } } }`, ['p-attention']],
    ['{ authors: { every: { publicationCount: { from: 4 } } } }', ['p-untitled']],
    [
      '{ authors: { some: { orcid: { in: "0000-0002-1825-0097" } } }, year: { to: 2018 } }',
      ['p-analyzing', 'p-ask'],
    ],
    ['{ venues: { some: { kind: WORKSHOP } } }', ['p-analyzing', 'p-flexible', 'p-ranking', 'p-routing']],
    [
      `{ venues: { some: { series: { id: "${globalId('Venue', 'v-neurips')}" } } } }`,
      ['p-analyzing', 'p-ranking'],
    ],
    ['{ venues: { none: {} } }', ['p-untitled']],
    [
      `{ topics: { some: { id: "${globalId('Topic', 't-question-answering')}" } } }`,
      ['p-analyzing', 'p-ask'],
    ],
    [
      `{ topics: { some: { broader: { id: "${globalId('Topic', 't-natural-language-processing')}" } } } }`,
      ['p-analyzing', 'p-ask'],
    ],
    ['{ sources: { some: { format: "bibtex" } } }', ['p-attention']],
    ['{ not: { year: { from: 2000 } } }', ['p-untitled']],
    ['{ not: { type: [PREPRINT, WORKSHOP_PAPER, CONFERENCE_PAPER] } }', ['p-untitled']],
    ['{ or: [{ type: PREPRINT }, { year: { to: 2014 } }] }', ['p-inference', 'p-projecting', 'p-temporal']],
    ['{ or: [] }', []],
    ['{ and: [{ year: { from: 2019 } }, { year: { to: 2019 } }] }', of2019],
    [
      '{ year: { from: 2019, to: 2019 }, not: { or: [{ type: PREPRINT }, { type: WORKSHOP_PAPER }] } }',
      ['p-adapter'],
    ],
    [
      '{ year: null, type: null }',
      [
        'p-adapter',
        'p-analyzing',
        'p-ask',
        'p-attention',
        'p-flexible',
        'p-inference',
        'p-projecting',
        'p-ranking',
        'p-routing',
        'p-temporal',
        'p-untitled',
      ],
    ],
    [
      `{ authors: { some: { coauthors: { some: { id: "${author('keith-hall')}" } } } }, year: { from: 2021 } }`,
      ['p-flexible'],
    ],
  ])('%s', async (filter, ids) => {
    expect(await passing(filter)).toEqual(ids);
  });

  test('a filter holds in a list under something, too', async () => {
    const { data } = await ask(`{ author(name: "Neil Houlsby") {
      publications(filter: { year: { from: 2018 } }, orderBy: { field: YEAR, direction: ASC }) { totalCount nodes { year } }
    } }`);
    expect(data).toEqual({
      author: { publications: { totalCount: 2, nodes: [{ year: 2018 }, { year: 2019 }] } },
    });
  });
});

test('authors, venues and topics', async () => {
  const { data, errors } = await ask(`{
    authors(filter: { publicationCount: { from: 3 }, lastYear: { from: 2020 } }) { nodes { name } }
    venues(filter: { series: { id: "${globalId('Venue', 'v-neurips')}" } }) { nodes { name } }
    topics(filter: { publications: { some: { year: { to: 2014 } } } }) { nodes { name } }
  }`);
  expect(errors).toEqual([]);
  expect(data).toEqual({
    authors: { nodes: [{ name: 'Andrea Gesmundo' }, { name: 'Jesse Berent' }] },
    venues: { nodes: [{ name: 'Emergent Communication Workshop' }, { name: 'Workshop on Meta-Learning' }] },
    topics: { nodes: [{ name: 'knowledge graph' }, { name: 'parsing' }] },
  });
});

describe('authors by their years, their coauthors and their publications', () => {
  test.each<[string, string[]]>([
    ['{ firstYear: { to: 2014 } }', ['andrea-gesmundo', 'keith-hall']],
    [
      '{ firstYear: { from: 2019 }, lastYear: { from: 2020 } }',
      ['jesse-berent', 'mark-patrick-collier', 'krzysztof-maziarz'],
    ],
    ['{ coauthors: { count: { from: 8 } } }', ['andrea-gesmundo']],
    [
      '{ coauthors: { count: { from: 2 }, publicationCount: { from: 2 } } }',
      ['andrea-gesmundo', 'neil-houlsby', 'wei-wang'],
    ],
    ['{ coauthors: { some: {}, weight: { from: 1.5 } } }', ['jesse-berent', 'andrea-gesmundo']],
    ['{ coauthors: { some: {}, firstYear: { to: 2016 } } }', ['andrea-gesmundo', 'keith-hall']],
    [
      '{ coauthors: { some: {}, lastYear: { from: 2021 } } }',
      ['jesse-berent', 'andrea-gesmundo', 'krzysztof-maziarz'],
    ],
    ['{ coauthors: { none: {}, lastYear: { from: 2015 } } }', ['keith-hall']],
    ['{ coauthors: { every: { publicationCount: { from: 10 } } } }', ['keith-hall']],
    ['{ publications: { every: { year: { to: 2014 } } } }', ['keith-hall']],
    ['{ publications: { none: { year: { to: 2020 } } } }', ['krzysztof-maziarz']],
    ['{ publications: { count: { from: 3 } } }', ['jesse-berent', 'andrea-gesmundo', 'neil-houlsby']],
  ])('%s', async (filter, names) => {
    expect(
      await listed(
        `{ page: authors(first: 100, filter: ${filter}, orderBy: { field: NAME }) { nodes { id } } }`,
      ),
    ).toEqual(names.map((name) => `a-${name}`));
  });
});

describe('venues by their acronyms, their workshops and their publications', () => {
  test.each<[string, string[]]>([
    ['{ acronym: { in: ["EACL", "ICLR", "arXiv"] } }', ['v-eacl', 'v-iclr']],
    ['{ workshops: { count: { from: 2 } } }', ['v-neurips']],
    ['{ workshops: { some: { name: { words: "continual" } } } }', ['v-icml']],
    ['{ kind: CONFERENCE, workshops: { none: {} } }', ['v-eacl']],
    ['{ workshops: { some: {}, none: { acronym: { exists: true } } } }', ['v-iclr', 'v-icml']],
    ['{ kind: CONFERENCE, workshops: { every: { acronym: { exists: true } } } }', ['v-eacl']],
    ['{ publications: { count: { from: 2 } } }', ['v-arxiv']],
    [
      '{ publications: { every: { type: WORKSHOP_PAPER } } }',
      ['v-emergent', 'v-continual', 'v-meta', 'v-nas'],
    ],
    ['{ publications: { none: { year: { from: 2015 } } } }', ['v-eacl']],
  ])('%s', async (filter, ids) => {
    expect(
      await listed(`{ page: venues(filter: ${filter}, orderBy: { field: NAME }) { nodes { id } } }`),
    ).toEqual(ids);
  });
});

describe('topics by those below them and by their publications', () => {
  test.each<[string, string[]]>([
    ['{ narrower: { name: { in: "question answering" } } }', ['t-natural-language-processing']],
    ['{ publications: { none: {} } }', ['t-machine-learning']],
    [
      '{ publications: { every: { year: { to: 2017 } } } }',
      ['t-attention-mechanism', 't-knowledge-graph', 't-machine-learning', 't-parsing'],
    ],
    ['{ publications: { count: { from: 3 } } }', ['t-neural-architecture-search']],
  ])('%s', async (filter, ids) => {
    expect(
      await listed(`{ page: topics(filter: ${filter}, orderBy: { field: NAME }) { nodes { id } } }`),
    ).toEqual(ids);
  });
});

describe('sources by their address', () => {
  test.each<[string, string[]]>([
    ['{ uri: { contains: "PAGE" } }', ['s-page']],
    ['{ uri: { in: ["library.bib", "page.txt"] } }', ['s-bibtex']],
  ])('%s', async (filter, ids) => {
    expect(await listed(`{ page: sources(filter: ${filter}) { nodes { id } } }`)).toEqual(ids);
  });
});

describe('what no entry of the library has', () => {
  beforeAll(async () => {
    await graph.command(cypher`
      MATCH (hall:Author {id: 'a-keith-hall'}), (gesmundo:Author {id: 'a-andrea-gesmundo'})
      MATCH (eacl:Venue {id: 'v-eacl'}), (arxiv:Venue {id: 'v-arxiv'}), (parsing:Topic {id: 't-parsing'})
      CREATE (withdrawn:Publication {id: 'p-withdrawn', title: 'Withdrawn', sortTitle: 'withdrawn', year: 2015,
        type: 'ARTICLE', url: 'https://example.org/withdrawn', authorCount: 2, retracted: true, toAppear: false})
      CREATE (forthcoming:Publication {id: 'p-forthcoming', title: 'Forthcoming', sortTitle: 'forthcoming', year: 2022,
        type: 'ARTICLE', authorCount: 1, retracted: false, toAppear: true})
      CREATE (hall)-[:AUTHORED {order: 0, position: 1, rawName: 'K. Hall', corresponding: true}]->(withdrawn)
      CREATE (gesmundo)-[:AUTHORED {order: 1, position: 2, rawName: 'Gesmundo', corresponding: false}]->(withdrawn)
      CREATE (hall)-[:AUTHORED {order: 0, position: 1, rawName: 'Hall', corresponding: false}]->(forthcoming)
      CREATE (withdrawn)-[:ABOUT {score: 1.0, origin: 'STATED', forms: ['parsing', 'Parsing of text']}]->(parsing)
      CREATE (withdrawn)-[:PUBLISHED_IN {year: 2016, volume: '12', issue: '3', pages: '101-110', rawName: 'EACL',
        forms: ['EACL', 'Proc. of the EACL'], order: 0}]->(eacl)
      CREATE (forthcoming)-[:PUBLISHED_IN {year: 2022, volume: 'abs/2201', rawName: 'arXiv', forms: ['arXiv'], order: 0}]->(arxiv)
      CREATE (forthcoming)-[:PUBLISHED_IN {year: 2022, volume: '13', pages: 'e7', rawName: 'EACL', forms: ['EACL'], order: 1}]->(eacl)
      CREATE (eth:Institution {id: 'i-eth', name: 'ETH Zurich', ror: '05a28rw58', openalexId: 'I35440088', countryCode: 'CH', names: ['ETH Zurich']})
      CREATE (foo:Institution {id: 'i-foo', name: 'University of Foo', names: ['University of Foo']})
      CREATE (withdrawn)-[:AFFILIATED_WITH {orders: [0], forms: ['ETHZ', 'ETH Zurich']}]->(eth)
      CREATE (withdrawn)-[:AFFILIATED_WITH {orders: [1], forms: ['Univ. of Foo']}]->(foo)
      CREATE (forthcoming)-[:AFFILIATED_WITH {orders: [0], forms: ['Univ. of Foo']}]->(foo)
      CREATE (run:ClusterRun {id: 'r-topics', algorithm: 'LEIDEN', resolution: 1.0, seed: 42, modularity: 0.5, communityCount: 2,
        nodeCount: 3, at: datetime('2024-06-01T12:00:00Z'), milliseconds: 1})
      CREATE (run)<-[:FOUND_BY]-(syntax:Community {id: 'c-syntax', level: 0, size: 2, label: 'parsing', terms: ['parsing']})
      CREATE (run)<-[:FOUND_BY]-(rest:Community {id: 'c-rest', level: 0, size: 1, label: 'rest', terms: []})
      CREATE (withdrawn)-[:IN_COMMUNITY]->(syntax), (parsing)-[:IN_COMMUNITY]->(syntax), (forthcoming)-[:IN_COMMUNITY]->(rest)
      CREATE (parsing)-[:MEMBER_OF]->(:DetectedCommunity {id: 'd-syntax', level: 0, number: 0, size: 1})
      CREATE (centralities:AnalysisRun {id: 'r-centralities', kind: 'AUTHOR_CENTRALITIES', currentOf: 'AUTHOR_CENTRALITIES'})
      CREATE (gesmundo)-[:SCORED {degree: 16, weightedDegree: 9.0, pageRank: 0.2, betweenness: 90.5, closeness: 0.9, articulationPoint: true}]->(centralities)
      CREATE (hall)-[:SCORED {degree: 1, weightedDegree: 1.0, pageRank: 0.01, betweenness: 0.0, articulationPoint: false}]->(centralities)`);
    await graph.command(cypher`
      MATCH (parsing:Topic {id: 't-parsing'}), (knowledge:Topic {id: 't-knowledge-graph'})
      MATCH (learning:Topic {id: 't-reinforcement-learning'}), (answering:Topic {id: 't-question-answering'})
      MATCH (language:Topic {id: 't-natural-language-processing'}), (machine:Topic {id: 't-machine-learning'})
      CREATE (parsing)-[:RELATED {npmi: 0.9, publications: 2}]->(knowledge)
      CREATE (learning)-[:RELATED {npmi: 0.7, publications: 5}]->(parsing)
      CREATE (parsing)-[:RELATED {npmi: 0.5, publications: 3}]->(answering)
      CREATE (language)-[:BROADER]->(machine)
      CREATE (works:Source {id: 's-works', uri: 'works.json', format: 'csl.json', importedAt: datetime('2024-06-01T12:00:00Z')})`);
    await graph.command(cypher`
      MATCH (works:Source {id: 's-works'}), (page:Source {id: 's-page'})
      MATCH (withdrawn:Publication {id: 'p-withdrawn'}), (forthcoming:Publication {id: 'p-forthcoming'})
      CREATE (withdrawn)-[:STATED_BY {key: 's-works/hall2015', locator: 'hall2015', fields: '{}'}]->(works)
      CREATE (withdrawn)-[:STATED_BY {key: 's-works/hall2015a', locator: 'hall2015a', fields: '{}'}]->(works)
      CREATE (forthcoming)-[:STATED_BY {key: 's-page/hall', locator: 'hall', fields: '{}'}]->(page)`);
  });
  afterAll(async () => {
    await graph.command(
      cypher`MATCH (n) WHERE n.id IN ['p-withdrawn', 'p-forthcoming', 's-works'] DETACH DELETE n`,
    );
    await graph.command(
      cypher`MATCH (n:Institution|ClusterRun|Community|DetectedCommunity|AnalysisRun) DETACH DELETE n`,
    );
    await graph.command(cypher`MATCH ()-[r:RELATED]->() DELETE r`);
    await graph.command(
      cypher`MATCH (:Topic {id: 't-natural-language-processing'})-[r:BROADER]->() DELETE r`,
    );
  });

  test.each<[string, string[]]>([
    ['{ retracted: true }', ['p-withdrawn']],
    ['{ retracted: false, year: { in: [2015, 2022] } }', ['p-forthcoming']],
    ['{ toAppear: true }', ['p-forthcoming']],
    ['{ toAppear: false, year: { in: [2015, 2022] } }', ['p-withdrawn']],
    ['{ url: { in: ["https://example.org/withdrawn", "https://example.org"] } }', ['p-withdrawn']],
    ['{ url: { exists: false }, year: { in: [2015, 2022] } }', ['p-forthcoming']],
    ['{ authors: { some: {}, corresponding: true } }', ['p-withdrawn']],
    [`{ authors: { some: { id: "${author('andrea-gesmundo')}" }, corresponding: true } }`, []],
    ['{ authors: { none: {}, corresponding: false } }', []],
    ['{ topics: { some: {}, origin: STATED } }', ['p-withdrawn']],
    ['{ topics: { some: { name: { in: "parsing" } }, origin: EXTRACTED } }', ['p-projecting']],
    ['{ venues: { some: {}, year: { from: 2016, to: 2016 } } }', ['p-withdrawn']],
    ['{ venues: { count: { from: 2 } } }', ['p-forthcoming']],
    ['{ venues: { count: { from: 1 }, year: { from: 2021 } } }', ['p-flexible', 'p-forthcoming']],
    // Any of its appearances.
    ['{ venues: { some: {}, volume: { in: ["12", "13"] } } }', ['p-forthcoming', 'p-withdrawn']],
    ['{ venues: { some: { acronym: { in: "EACL" } }, volume: { startsWith: "ABS" } } }', []],
    ['{ venues: { some: { kind: PREPRINT_SERVER }, volume: { startsWith: "ABS" } } }', ['p-forthcoming']],
    ['{ venues: { some: {}, volume: { exists: true }, pages: { exists: false } } }', ['p-forthcoming']],
    [
      '{ venues: { none: {}, volume: { exists: false } }, year: { from: 2015, to: 2022 }, retracted: true }',
      ['p-withdrawn'],
    ],
    ['{ venues: { some: {}, issue: { in: "3" } } }', ['p-withdrawn']],
    ['{ venues: { some: {}, issue: { exists: false } }, year: { in: [2015, 2022] } }', ['p-forthcoming']],
    ['{ venues: { some: {}, pages: { startsWith: "101" } } }', ['p-withdrawn']],
    ['{ venues: { some: {}, pages: { contains: "E7" } } }', ['p-forthcoming']],
    ['{ venues: { some: {}, pages: { words: "110" } } }', ['p-withdrawn']],
    ['{ venues: { some: {}, forms: { words: "proc" } } }', ['p-withdrawn']],
    ['{ venues: { some: {}, forms: { exists: true } } }', ['p-forthcoming', 'p-withdrawn']],
    ['{ topics: { some: {}, forms: { contains: "of text" } } }', ['p-withdrawn']],
    ['{ authors: { some: {}, rawName: { startsWith: "k. " } } }', ['p-withdrawn']],
    ['{ institutions: { some: {}, forms: { in: "ETHZ" } } }', ['p-withdrawn']],
    ['{ institutions: { some: {}, forms: { in: "Univ. of Foo" } } }', ['p-forthcoming', 'p-withdrawn']],
    [
      `{ authors: { some: { id: "${author('keith-hall')}" }, institutions: { some: { countryCode: { in: "ch" } } } } }`,
      ['p-withdrawn'],
    ],
    [
      `{ authors: { some: { id: "${author('andrea-gesmundo')}" }, institutions: { some: { countryCode: { in: "ch" } } } } }`,
      [],
    ],
    [
      '{ authors: { every: {}, none: { name: { words: "gesmundo" } }, institutions: { count: { from: 1 } } }, year: { from: 2022 } }',
      ['p-forthcoming'],
    ],
    [
      '{ institutions: { some: { openalexId: { in: ["https://openalex.org/i35440088", "nonsense"] } } } }',
      ['p-withdrawn'],
    ],
    ['{ institutions: { some: { openalexId: { exists: false } } } }', ['p-forthcoming', 'p-withdrawn']],
    ['{ sources: { some: {}, locator: { in: "hall2015a" } } }', ['p-withdrawn']],
    ['{ sources: { count: { from: 1 } }, year: { in: [2015, 2022] } }', ['p-forthcoming', 'p-withdrawn']],
    // One source that states it twice is one source.
    ['{ sources: { count: { from: 2 } } }', []],
    [
      '{ sources: { some: { profileOf: { name: { words: "gesmundo" } } } }, year: { from: 2022 } }',
      ['p-forthcoming'],
    ],
    [`{ communities: ["${globalId('Community', 'c-syntax')}"] }`, ['p-withdrawn']],
    [
      `{ communities: ["${globalId('Community', 'c-syntax')}", "${globalId('Community', 'c-rest')}"] }`,
      ['p-forthcoming', 'p-withdrawn'],
    ],
    [`{ communities: [], year: { from: 2022 } }`, []],
    [
      `{ not: { communities: ["${globalId('Community', 'c-syntax')}"] }, year: { in: [2015, 2022] } }`,
      ['p-forthcoming'],
    ],
    [
      `{ topics: { some: { communities: ["${globalId('Community', 'c-syntax')}"] } } }`,
      ['p-projecting', 'p-withdrawn'],
    ],
  ])('publications %s', async (filter, ids) => {
    expect(await passing(filter)).toEqual(ids);
  });

  test.each([
    `{ communities: ["${globalId('Community', 'c-syntax')}"] }`,
    `{ and: [{ topics: { some: { communities: ["${globalId('Community', 'c-syntax')}"] } } }] }`,
  ])('publications %s start from the community and not from all there is', async (filter) => {
    const { statements } = await ask(`{ publications(filter: ${filter}) { totalCount nodes { title } } }`);
    for (const statement of statements) expect(statement).not.toContain('MATCH (n:Publication)');
  });

  test.each<[string, string, string[]]>([
    ['topics', `{ communities: ["${globalId('Community', 'c-syntax')}"] }`, ['t-parsing']],
    ['topics', `{ communities: ["${globalId('Community', 'c-rest')}"] }`, []],
    ['topics', `{ detectedCommunities: ["${globalId('DetectedCommunity', 'd-syntax')}"] }`, ['t-parsing']],
    ['topics', '{ related: { count: { from: 2 } } }', ['t-parsing']],
    [
      'topics',
      '{ related: { some: { name: { in: "parsing" } }, npmi: { from: 0.6 } } }',
      ['t-knowledge-graph', 't-reinforcement-learning'],
    ],
    [
      'topics',
      '{ related: { some: {}, npmi: { to: 0.6 }, publicationCount: { in: 3 } } }',
      ['t-parsing', 't-question-answering'],
    ],
    ['institutions', '{ openalexId: { in: "I35440088" } }', ['i-eth']],
    ['institutions', '{ openalexId: { exists: false } }', ['i-foo']],
    ['institutions', '{ ror: { in: "https://ror.org/05a28rw58" } }', ['i-eth']],
    ['institutions', `{ authors: { some: { id: "${author('andrea-gesmundo')}" } } }`, ['i-foo']],
    ['institutions', `{ authors: { some: { id: "${author('keith-hall')}" } } }`, ['i-eth', 'i-foo']],
    [
      'institutions',
      `{ authors: { some: { id: "${author('keith-hall')}" }, year: { to: 2015 } } }`,
      ['i-eth'],
    ],
    ['institutions', `{ authors: { every: { id: "${author('keith-hall')}" } } }`, ['i-eth']],
    ['institutions', `{ authors: { none: { id: "${author('andrea-gesmundo')}" } } }`, ['i-eth']],
    ['authors', '{ centralities: { degree: { from: 2 } } }', ['a-andrea-gesmundo']],
    ['authors', '{ centralities: { betweenness: { to: 1 } } }', ['a-keith-hall']],
    [
      'authors',
      '{ centralities: { pageRank: { from: 0.1, to: 0.3 }, weightedDegree: { from: 8.5 } } }',
      ['a-andrea-gesmundo'],
    ],
    ['authors', '{ centralities: { closeness: { from: 0 } } }', ['a-andrea-gesmundo']],
    ['authors', '{ centralities: { articulationPoint: false } }', ['a-keith-hall']],
    ['authors', '{ centralities: {} }', ['a-andrea-gesmundo', 'a-keith-hall']],
    ['authors', '{ profilePages: { some: { format: "profile-page" } } }', ['a-andrea-gesmundo']],
    ['authors', '{ profilePages: { count: { from: 1 } }, firstYear: { from: 2018 } }', []],
    ['sources', `{ sha256: { in: "${'0'.repeat(64)}" } }`, ['s-page']],
    ['sources', '{ sha256: { exists: false } }', ['s-bibtex', 's-works']],
    ['sources', '{ statementCount: { in: [1, 2] } }', ['s-bibtex', 's-works']],
    ['sources', '{ publications: { count: { in: 1 } } }', ['s-bibtex', 's-works']],
    ['sources', '{ publications: { some: { retracted: true } } }', ['s-works']],
    ['sources', '{ publications: { every: { title: { exists: true } } } }', ['s-bibtex', 's-works']],
    ['sources', `{ profileOf: { id: "${author('andrea-gesmundo')}" } }`, ['s-page']],
    ['sources', `{ profileOf: { id: "${author('keith-hall')}" } }`, []],
    ['sources', '{ not: { profileOf: {} } }', ['s-bibtex', 's-works']],
  ])('%s %s', async (kind, filter, ids) => {
    const order = kind === 'sources' ? 'URI' : 'NAME';
    expect(
      await listed(`{ page: ${kind}(filter: ${filter}, orderBy: { field: ${order} }) { nodes { id } } }`),
    ).toEqual(ids);
  });

  test('topics by those below them at a distance', async () => {
    expect(
      await listed(`{ page: topics(filter: { narrower: { name: { in: "question answering" } } }, orderBy: { field: NAME }) {
        nodes { id } } }`),
    ).toEqual(['t-machine-learning', 't-natural-language-processing']);
  });

  test.each<[string, string[]]>([
    ['{ field: URI }', ['s-bibtex', 's-page', 's-works']],
    ['{ field: FORMAT }', ['s-bibtex', 's-works', 's-page']],
    ['{ field: IMPORTED_AT }', ['s-works', 's-bibtex', 's-page']],
    ['{ field: STATEMENT_COUNT }', ['s-page', 's-works', 's-bibtex']],
  ])('sources by %s', async (orderBy, ids) => {
    expect(await listed(`{ page: sources(orderBy: ${orderBy}) { nodes { id } } }`)).toEqual(ids);
  });

  test.each<[string, string[]]>([
    ['{ field: EDGE_NPMI }', ['knowledge graph', 'reinforcement learning', 'question answering']],
    [
      '{ field: EDGE_NPMI, direction: ASC }',
      ['question answering', 'reinforcement learning', 'knowledge graph'],
    ],
    [
      '{ field: EDGE_PUBLICATION_COUNT }',
      ['reinforcement learning', 'question answering', 'knowledge graph'],
    ],
  ])('related topics by %s', async (orderBy, names) => {
    const { data, errors } = await ask(
      `{ topic(name: "parsing") { related(orderBy: ${orderBy}) { nodes { name } } } }`,
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ topic: { related: { nodes: names.map((name) => ({ name })) } } });
  });
});

describe('order', () => {
  test.each<[string, string, string[]]>([
    ['publications', '{ field: CITATION_COUNT }', ['p-attention', 'p-adapter', 'p-ask']],
    ['publications', '{ field: CITATION_COUNT, direction: ASC }', ['p-ask', 'p-adapter', 'p-attention']],
    ['publications', '{ field: AUTHOR_COUNT }', ['p-attention', 'p-adapter', 'p-temporal']],
    ['authors', '{ field: PUBLICATION_COUNT }', ['a-andrea-gesmundo', 'a-jesse-berent', 'a-neil-houlsby']],
    [
      'authors',
      '[{ field: COAUTHOR_COUNT }, { field: NAME }]',
      ['a-andrea-gesmundo', 'a-aidan-n.-gomez', 'a-neil-houlsby'],
    ],
    [
      'authors',
      '[{ field: FIRST_YEAR }, { field: NAME }]',
      ['a-krzysztof-maziarz', 'a-mark-patrick-collier', 'a-mona-attariyan'],
    ],
    [
      'authors',
      '[{ field: FIRST_YEAR, direction: ASC }, { field: NAME }]',
      ['a-andrea-gesmundo', 'a-keith-hall', 'a-aidan-n.-gomez'],
    ],
    [
      'authors',
      '[{ field: LAST_YEAR }, { field: NAME }]',
      ['a-jesse-berent', 'a-andrea-gesmundo', 'a-krzysztof-maziarz'],
    ],
    [
      'authors',
      '[{ field: LAST_YEAR, direction: ASC }, { field: NAME }]',
      ['a-keith-hall', 'a-aidan-n.-gomez', 'a-llion-jones'],
    ],
  ])('%s by %s: the first three', async (field, orderBy, ids) => {
    expect(await listed(`{ page: ${field}(first: 3, orderBy: ${orderBy}) { nodes { id } } }`)).toEqual(ids);
  });

  test.each<[string, string[]]>([
    [
      '[{ field: EDGE_FIRST_YEAR }, { field: NAME }]',
      ['Krzysztof Maziarz', 'Mark Patrick Collier', 'Mona Attariyan'],
    ],
    [
      '[{ field: EDGE_FIRST_YEAR, direction: ASC }, { field: NAME }]',
      ['Keith Hall', 'Neil Houlsby', 'Wei Wang'],
    ],
    ['[{ field: EDGE_WEIGHT }, { field: NAME }]', ['Jesse Berent', 'Neil Houlsby', 'Keith Hall']],
  ])('coauthors by %s: the first three', async (orderBy, names) => {
    const { data, errors } = await ask(
      `{ author(name: "Andrea Gesmundo") { coauthors(first: 3, orderBy: ${orderBy}) { nodes { name } } } }`,
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ author: { coauthors: { nodes: names.map((name) => ({ name })) } } });
  });

  test('by several fields; what has no year is last in either direction', async () => {
    const years = async (direction: string) => {
      const { data } = await ask<{ publications: { nodes: { year: number | null }[] } }>(
        `{ publications(orderBy: [{ field: YEAR, direction: ${direction} }, { field: TITLE }]) { nodes { year title } } }`,
      );
      return data.publications.nodes.map(({ year }) => year);
    };
    const ascending = [2014, 2017, 2017, 2018, 2019, 2019, 2019, 2019, 2020, 2021];
    expect(await years('ASC')).toEqual([...ascending, null]);
    expect(await years('DESC')).toEqual([...ascending.reverse(), null]);
  });

  test('by relevance only where something is searched for', async () => {
    const { errors } = await ask(
      '{ publications(orderBy: { field: RELEVANCE }) { totalCount nodes { id } } }',
    );
    expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
    expect(errors[0]?.message).toContain('no relevance to order by');
  });

  test('by four fields at most', async () => {
    const fields = Array.from({ length: 5 }, () => '{ field: YEAR }').join(' ');
    const { errors } = await ask(`{ publications(orderBy: [${fields}]) { totalCount nodes { id } } }`);
    expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
  });
});

describe('every connection is filtered and ordered', () => {
  const nodesOf = async (field: string, fields: string) => {
    const { data, errors } = await ask<{ author: Record<string, { totalCount: number; nodes: unknown[] }> }>(
      `{ author(name: "Andrea Gesmundo") { page: ${field} { totalCount nodes { ${fields} } } } }`,
    );
    expect(errors).toEqual([]);
    return data.author['page'];
  };

  test('coauthors', async () => {
    expect(
      await nodesOf(
        'coauthors(filter: { publicationCount: { from: 2 } }, orderBy: [{ field: EDGE_LAST_YEAR }, { field: NAME }])',
        'name',
      ),
    ).toEqual({
      totalCount: 3,
      nodes: [{ name: 'Jesse Berent' }, { name: 'Neil Houlsby' }, { name: 'Wei Wang' }],
    });
  });

  test('topics', async () => {
    expect(
      await nodesOf(
        'topics(filter: { name: { words: "learning" } }, orderBy: [{ field: EDGE_PUBLICATION_COUNT }, { field: EDGE_SCORE, direction: ASC }])',
        'name',
      ),
    ).toEqual({
      totalCount: 5,
      nodes: [
        // Twice each, of 1.1, 1.3 and 1.6; then once each, of 0.7 and 0.9.
        { name: 'reinforcement learning' },
        { name: 'multi-task learning' },
        { name: 'transfer learning' },
        { name: 'meta-learning' },
        { name: 'continual learning' },
      ],
    });
  });

  test('venues', async () => {
    expect(
      await nodesOf(
        'venues(filter: { or: [{ kind: PREPRINT_SERVER }, { acronym: { exists: true }, series: {} }] }, orderBy: { field: NAME })',
        'name',
      ),
    ).toEqual({ totalCount: 2, nodes: [{ name: 'arXiv' }, { name: 'Workshop on Meta-Learning' }] });
  });

  test('by the citations of their publications, as their metrics add them up', async () => {
    const asked = '(orderBy: [{ field: CITATION_COUNT }, { field: NAME }], first: 100)';
    const { data, errors } = await ask<
      Record<string, { nodes: { name: string; metrics: { citationCount: number } }[] }>
    >(`{
      authors${asked} { nodes { name metrics { citationCount } } }
      venues${asked} { nodes { name metrics { citationCount } } }
      institutions${asked} { nodes { name metrics { citationCount } } }
    }`);
    expect(errors).toEqual([]);
    for (const { nodes } of Object.values(data)) {
      const counts = nodes.map(({ metrics }) => metrics.citationCount);
      expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    }

    expect(data['authors']?.nodes.slice(0, 2).map(({ metrics }) => metrics.citationCount)).toEqual([
      1000, 1000,
    ]);
    expect(data['venues']?.nodes.slice(0, 3).map(({ name }) => name)).toEqual([
      'Conference on Neural Information Processing Systems',
      'International Conference on Machine Learning',
      'International Conference on Learning Representations',
    ]);
    const { data: ofTopics } = await ask(`{ topics${asked.replace('100', '2')} {
      nodes { name publications { aggregates { citationCount } } } } }`);
    expect(ofTopics).toEqual({
      topics: {
        nodes: [
          { name: 'attention mechanism', publications: { aggregates: { citationCount: 1000 } } },
          { name: 'natural language processing', publications: { aggregates: { citationCount: 120 } } },
        ],
      },
    });
  });

  test('by the h-index, as their metrics have it', async () => {
    const asked = '(orderBy: [{ field: H_INDEX }, { field: NAME }], first: 100)';
    const { data, errors } = await ask<
      Record<string, { nodes: { name: string; metrics: { hIndex: number } }[] }>
    >(`{
      authors${asked} { nodes { name metrics { hIndex } } }
      venues${asked} { nodes { name metrics { hIndex } } }
    }`);
    expect(errors).toEqual([]);
    for (const { nodes } of Object.values(data)) {
      const indices = nodes.map(({ metrics }) => metrics.hIndex);
      expect(indices).toEqual(indices.toSorted((a, b) => b - a));
      expect(new Set(indices).size).toBeGreaterThan(1);
    }
    const { data: ofTopics } = await ask<{
      topics: { nodes: { publications: { aggregates: { hIndex: number } } }[] };
    }>(`{ topics${asked} { nodes { publications { aggregates { hIndex } } } } }`);
    const indices = ofTopics.topics.nodes.map(({ publications }) => publications.aggregates.hIndex);
    expect(indices).toEqual(indices.toSorted((a, b) => b - a));
    expect(indices[0]).toBeGreaterThan(0);
  });

  test('the authors of a publication, a topic and a venue; narrower topics; workshops; sources', async () => {
    const { data, errors } = await ask(`{
      publication(doi: "10.18653/v1/p19-9999") { authors(filter: { orcid: { exists: false } }, orderBy: { field: EDGE_ORDER, direction: DESC }, first: 2) { totalCount nodes { name } } }
      topic(name: "question answering") { authors(filter: { name: { startsWith: "wei" } }) { nodes { name } } }
      venue(name: "arXiv") { authors(orderBy: [{ field: COAUTHOR_COUNT }, { field: NAME }], first: 2) { nodes { name } } }
      machine: topic(name: "machine learning") { narrower(filter: { publicationCount: { from: 2 } }) { nodes { name } } }
      neurips: venue(name: "NeurIPS") { workshops(filter: { publications: { some: { year: { from: 2018 } } } }) { nodes { name } } }
      sources(filter: { importedAt: { from: "2024-05-02" } }, orderBy: { field: STATEMENT_COUNT }) { nodes { uri } }
    }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      publication: {
        authors: { totalCount: 6, nodes: [{ name: 'Andrea Gesmundo' }, { name: 'Sylvain Gelly' }] },
      },
      topic: { authors: { nodes: [{ name: 'Wei Wang' }] } },
      venue: { authors: { nodes: [{ name: 'Andrea Gesmundo' }, { name: 'Jesse Berent' }] } },
      machine: {
        narrower: { nodes: [{ name: 'neural architecture search' }, { name: 'transfer learning' }] },
      },
      neurips: { workshops: { nodes: [{ name: 'Workshop on Meta-Learning' }] } },
      sources: { nodes: [{ uri: 'library.bib' }] },
    });
  });

  test('publications by what they are related to, and by how much is', async () => {
    const ids = async (orderBy: string, first: number) => {
      const { data, errors } = await ask<{ publications: { nodes: { id: string }[] } }>(
        `{ publications(orderBy: ${orderBy}, first: ${first}) { nodes { id } } }`,
      );
      expect(errors).toEqual([]);
      return data.publications.nodes.map(({ id }) =>
        Buffer.from(id, 'base64').toString().replace('Publication:', ''),
      );
    };
    expect(await ids('{ field: CITED_BY_COUNT }', 1)).toEqual(['p-attention']);
    expect(await ids('[{ field: FIRST_AUTHOR }, { field: YEAR }]', 4)).toEqual([
      'p-routing',
      'p-ranking',
      'p-untitled',
      'p-projecting',
    ]);
    expect(await ids('{ field: VENUE }', 2)).toEqual(['p-inference', 'p-temporal']);
    expect((await ids('{ field: VENUE, direction: DESC }', 11)).at(-1)).toBe('p-untitled');
    expect((await ids('{ field: TITLE }', 11)).at(-1)).toBe('p-untitled');
    expect(await ids('{ field: DATE, direction: ASC }', 3)).toEqual([
      'p-projecting',
      'p-analyzing',
      'p-attention',
    ]);
  });

  test('an order that the edges do not have is an error that says which there are', async () => {
    const { errors } = await ask('{ authors(orderBy: { field: EDGE_WEIGHT }) { nodes { name } } }');
    expect(errors[0]?.extensions).toMatchObject({
      code: 'BAD_INPUT',
      field: 'orderBy',
      expected: expect.stringContaining('PUBLICATION_COUNT'),
    });
  });
});

test('a filter that names a node starts from it and not from all there is', async () => {
  const { statements } = await ask(
    `{ publications(filter: { authors: { some: { id: "${author('keith-hall')}" } }, year: { from: 2000 } }) { totalCount nodes { title } } }`,
  );
  for (const statement of statements) expect(statement).not.toContain('MATCH (n:Publication)');
});

describe('whatever the tree of a filter', () => {
  let known: readonly Known[];
  beforeAll(async () => {
    known = await everyPublication(ask);
  });

  test('what passes is what passes in memory', async () => {
    await fc.assert(
      fc.asyncProperty(randomFilter, async ({ input, passes }) => {
        const { data, errors } = await ask<{ publications: { nodes: { id: string }[] } }>(
          'query ($filter: PublicationFilter) { publications(first: 100, filter: $filter) { nodes { id } } }',
          { filter: input },
        );
        expect(errors).toEqual([]);
        expect(data.publications.nodes.map(({ id }) => id).sort()).toEqual(
          known
            .filter(passes)
            .map(({ id }) => id)
            .sort(),
        );
      }),
      { numRuns: 60 },
    );
  }, 240_000);

  test('and whatever the order, pages of any size show each item once, sorted as in memory', async () => {
    const page = async (variables: Record<string, unknown>) => {
      const { data, errors } = await ask<{
        publications: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      }>(
        `query ($filter: PublicationFilter, $orderBy: [PublicationOrder!], $first: Int, $after: String) {
          publications(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
            nodes { id } pageInfo { hasNextPage endCursor } } }`,
        variables,
      );
      expect(errors).toEqual([]);
      return data.publications;
    };
    await fc.assert(
      fc.asyncProperty(
        randomFilter,
        randomOrder,
        fc.integer({ min: 1, max: 6 }),
        async ({ input: filter, passes }, orderBy, first) => {
          const found: string[] = [];
          for (let after: string | undefined; ; ) {
            const { nodes, pageInfo } = await page({ filter, orderBy, first, after });
            found.push(...nodes.map(({ id }) => id));
            if (!pageInfo.hasNextPage) break;
            after = pageInfo.endCursor;
          }
          expect(new Set(found).size).toBe(found.length);
          expect(found.length).toBe(known.filter(passes).length);
          const whole = await page({ filter, orderBy, first: 100 });
          expect(found).toEqual(whole.nodes.map(({ id }) => id));
          const rows = found.flatMap((id) => known.find((each) => each.id === id) ?? []);
          // Sorting keeps what ties as it is, which the id parts.
          expect(found).toEqual(inOrder(rows, orderBy).map(({ id }) => id));
        },
      ),
      { numRuns: 20 },
    );
  }, 240_000);
});

describe('bounds', () => {
  const nested = (depth: number): string =>
    depth === 0 ? '{ complete: true }' : `{ not: ${nested(depth - 1)} }`;

  test.each([
    ['nested too deep', nested(9)],
    ['too many conditions', `{ or: [${'{ complete: true } '.repeat(101)}] }`],
    ['too many values', `{ year: { in: [${'2019 '.repeat(101)}] } }`],
    ['a text without a word', '{ title: { words: "?!" } }'],
    ['a text that is too long', `{ title: { contains: "${'x'.repeat(401)}" } }`],
    ['no date', '{ date: { from: "last year" } }'],
    ['no scheme', '{ identifiers: { scheme: "title", in: ["p-ask"] } }'],
  ])('%s', async (_, filter) => {
    const { errors, statements } = await ask(`{ publications(filter: ${filter}) { nodes { id } } }`);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'filter' });
    expect(statements).toEqual([]);
  });

  test('as deep as allowed', async () => {
    expect(await passing(nested(8))).toHaveLength(10);
  });
});

test('publications by year, the year with the most in the lead', async () => {
  const { data } = await ask(`{
    all: publicationsByYear { year count }
    workshops: publicationsByYear(filter: { venues: { some: { kind: WORKSHOP } } }) { year count }
  }`);
  expect(data).toEqual({
    all: [
      { year: 2019, count: 4 },
      { year: 2017, count: 2 },
      { year: 2021, count: 1 },
      { year: 2020, count: 1 },
      { year: 2018, count: 1 },
      { year: 2014, count: 1 },
      { year: null, count: 1 },
    ],
    workshops: [
      { year: 2021, count: 1 },
      { year: 2020, count: 1 },
      { year: 2019, count: 1 },
      { year: 2017, count: 1 },
    ],
  });
});
