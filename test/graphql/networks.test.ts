import { beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import { type Graph, int } from '../../src/graph/graph.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking, globalId } from './fixture/asking.ts';
import { writeLibrary } from './fixture/library.ts';

let graph: Graph;
let ask: Ask;

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
  // Two more citations: the adapter and the routing paper are cited together twice, by papers that cite the same.
  await graph.command(cypher`
    MATCH (citing:Publication {id: 'p-inference'}), (cited:Publication) WHERE cited.id IN ['p-routing', 'p-adapter']
    CREATE (citing)-[:CITES]->(cited)`);
  ask = asking(graph);
});

interface Drawn {
  readonly directed: boolean;
  readonly truncated: boolean;
  readonly nodesTruncated: boolean;
  readonly edgesTruncated: boolean;
  readonly publicationsTruncated: boolean;
  readonly nodes: readonly { readonly key: string; readonly label: string; readonly weight: number }[];
  readonly edges: readonly {
    readonly source: string;
    readonly target: string;
    readonly publicationCount: number;
    readonly weight: number;
    readonly firstYear: number | null;
    readonly lastYear: number | null;
  }[];
}

const fields = `{
  directed truncated nodesTruncated edgesTruncated publicationsTruncated
  nodes { key label weight }
  edges { source target publicationCount weight firstYear lastYear }
}`;

/** The network that a field answers, its edges by their labels, and how many statements it took. */
async function network(field: string, args = '') {
  const answer = await ask<Record<string, Drawn>>(`{ ${field}${args && `(${args})`} ${fields} }`);
  expect(answer.errors).toEqual([]);
  const drawn = answer.data[field];
  if (drawn === undefined) throw new Error(`no ${field}`);
  const labels = new Map(drawn.nodes.map(({ key, label }) => [key, label]));
  const loose = drawn.edges.filter(({ source, target }) => !labels.has(source) || !labels.has(target));
  expect(loose).toEqual([]);
  return {
    ...drawn,
    labels: [...labels.values()],
    ties: drawn.edges.map(
      ({ source, target, publicationCount, weight }) =>
        `${labels.get(source)} – ${labels.get(target)}: ${publicationCount}, ${weight}`,
    ),
    statements: answer.statements.length,
  };
}

const author = (id: string) => globalId('Author', id);

describe('coauthors', () => {
  test('of a venue and the workshops of its series', async () => {
    const iclr = await network(
      'coauthorNetwork',
      `publications: { venue: "${globalId('Venue', 'v-iclr')}" }`,
    );
    expect(iclr.nodes.map(({ label, weight }) => `${label} ${weight}`)).toEqual([
      'Andrea Gesmundo 2',
      'Jesse Berent 1',
      'Krzysztof Maziarz 1',
      'Neil Houlsby 1',
      'Wei Wang 1',
    ]);
    expect(iclr.ties).toHaveLength(6);
    // What the id has become; the publications; the authors.
    expect(iclr.statements).toBe(3);
    expect(iclr).toMatchObject({ truncated: false, directed: false });
  });

  test('of a topic and the narrower ones', async () => {
    const learning = await network(
      'coauthorNetwork',
      `publications: { topic: "${globalId('Topic', 't-machine-learning')}" }, minPublications: 2`,
    );
    expect(learning.ties).toEqual(['Andrea Gesmundo – Jesse Berent: 3, 1.5']);
  });

  test('of a query result', async () => {
    const found = await network(
      'coauthorNetwork',
      'publications: { search: "question", filter: { year: { from: 2017 } } }',
    );
    expect(found.ties).toEqual([
      'Andrea Gesmundo – Neil Houlsby: 2, 1',
      'Andrea Gesmundo – Wei Wang: 2, 1',
      'Neil Houlsby – Wei Wang: 2, 1',
    ]);
  });

  test('of a set of authors and nobody else', async () => {
    const ids = ['a-neil-houlsby', 'a-wei-wang', 'a-jesse-berent'].map((id) => `"${author(id)}"`).join(', ');
    const among = await network('coauthorNetwork', `authors: [${ids}]`);
    expect(among.labels.sort()).toEqual(['Jesse Berent', 'Neil Houlsby', 'Wei Wang']);
    expect(among.ties).toEqual(['Neil Houlsby – Wei Wang: 2, 1']);
    expect(among.statements).toBe(2);
    const then = await network('coauthorNetwork', `authors: [${ids}], during: { from: 2018 }`);
    expect(then.ties).toEqual(['Neil Houlsby – Wei Wang: 1, 0.5']);
    expect(then.statements).toBe(2);
  });

  test('around an author, in some years only: weighed by what was published then', async () => {
    const gesmundo = `author: { id: "${author('a-andrea-gesmundo')}" }`;
    const then = await network(
      'coauthorNetwork',
      `${gesmundo}, during: { from: 2019, to: 2020 }, minPublications: 2`,
    );
    expect(then.ties).toEqual(['Andrea Gesmundo – Jesse Berent: 3, 1.5']);
    const asOf2018 = await network('coauthorNetwork', `${gesmundo}, during: { to: 2018 }`);
    expect(asOf2018.labels.sort()).toEqual(['Andrea Gesmundo', 'Keith Hall', 'Neil Houlsby', 'Wei Wang']);
    expect(asOf2018.edges.every(({ lastYear }) => lastYear !== null && lastYear <= 2018)).toBe(true);
    // Who is in the middle; a level; the ties; the authors.
    expect(asOf2018.statements).toBe(4);
  });

  test('a window that holds everything changes nothing but the unknown year', async () => {
    const around = (more: string) =>
      network('coauthorNetwork', `author: { id: "${author('a-keith-hall')}" }, depth: 3 ${more}`);
    const [stored, counted] = [await around(''), await around(', during: { from: 1900 }')];
    const plain = ({ edges }: Drawn) =>
      edges.map((edge) => JSON.stringify({ ...edge, weight: edge.weight.toFixed(6) })).sort();
    expect(plain(counted)).toEqual(plain(stored));
    expect(counted.labels.sort()).toEqual(stored.labels.sort());
  });

  test('one of the three ways to say whose', async () => {
    const none = await ask('{ coauthorNetwork { truncated } }');
    expect(none.errors[0]).toMatchObject({ extensions: { code: 'BAD_INPUT' } });
    expect(none.errors[0]?.message).toContain('exactly one of author, authors, publications');
  });
});

describe('topics', () => {
  test('that occur together', async () => {
    const topics = await network('topicNetwork');
    expect(topics.labels[0]).toBe('neural architecture search');
    expect(topics.ties).toContain('question answering – reinforcement learning: 2, 2');
    expect(topics.ties).toContain('multi-task learning – neural architecture search: 1, 1');
    expect(topics.statements).toBe(2);
  });

  test('as of a year', async () => {
    const topics = await network('topicNetwork', 'during: { to: 2017 }');
    expect(topics.ties).toEqual([
      'knowledge graph – parsing: 1, 1',
      'question answering – reinforcement learning: 1, 1',
    ]);
  });
});

describe('venues and topics', () => {
  test('are tied across, and only across', async () => {
    const both = await network('venueTopicNetwork');
    const kinds = new Map(
      both.nodes.map(({ key }) => [key, Buffer.from(key, 'base64').toString().split(':')[0]]),
    );
    for (const { source, target } of both.edges) {
      expect([kinds.get(source), kinds.get(target)].sort()).toEqual(['Topic', 'Venue']);
    }
    // The adapter paper is in one venue and about two topics.
    expect(both.ties).toContain('transfer learning – ICML: 1, 0.5');
    expect(both.statements).toBe(3);
  });

  test('with room for both', async () => {
    const both = await network('venueTopicNetwork', 'maxNodes: 4');
    const kinds = both.nodes.map(({ key }) => Buffer.from(key, 'base64').toString().split(':')[0]);
    expect(kinds.sort()).toEqual(['Topic', 'Topic', 'Venue', 'Venue']);
    expect(both.nodesTruncated).toBe(true);
  });
});

describe('citations', () => {
  const flexible = 'Flexible Multi-task Networks by Learning Parameter Allocation';
  const inference = 'Fast Task-Aware Architecture Inference';
  const routing = 'Routing Networks with Co-training for Continual Learning';
  const adapter = 'Parameter Efficient Transfer Learning for NLP';
  const ask = 'Ask the Right Questions: Active Question Reformulation with Reinforcement Learning';
  const analyzing = 'Analyzing Language Learned by an Active Question Answering Agent';
  const attention = 'Attention Is All You Need';

  test('go from what cites to what is cited', async () => {
    const cited = await network('citationNetwork');
    expect(cited).toMatchObject({ directed: true, statements: 2 });
    expect(cited.ties.sort()).toEqual([
      `${analyzing} – ${ask}: 1, 1`,
      `${ask} – ${attention}: 1, 1`,
      `${inference} – ${adapter}: 1, 1`,
      `${inference} – ${routing}: 1, 1`,
      `${flexible} – ${adapter}: 1, 1`,
      `${flexible} – ${routing}: 1, 1`,
      `${adapter} – ${attention}: 1, 1`,
    ]);
    const citedTwice = cited.nodes.filter(({ weight }) => weight === 2).map(({ label }) => label);
    expect(citedTwice.sort()).toEqual([attention, adapter, routing]);
    expect(cited.nodes.slice(0, 3).map(({ weight }) => weight)).toEqual([2, 2, 2]);
  });

  test('as of a year before there were any', async () => {
    expect(await network('citationNetwork', 'during: { to: 2016 }')).toMatchObject({ nodes: [], edges: [] });
  });

  test('couple what cites the same', async () => {
    const coupled = await network('bibliographicCouplingNetwork');
    // Each reference is cited by two.
    expect(coupled.ties).toEqual([`${flexible} – ${inference}: 2, 2`, `${adapter} – ${ask}: 1, 1`]);
    expect(coupled.edges[0]).toMatchObject({ firstYear: 2019, lastYear: 2020 });
    expect(coupled.statements).toBe(3);
  });

  test('put together what is cited by the same', async () => {
    const together = await network('cocitationNetwork');
    expect(together.ties).toEqual([`${adapter} – ${routing}: 2, 2`]);
    expect(together.edges[0]).toMatchObject({ firstYear: 2019, lastYear: 2021 });
    expect(together.statements).toBe(2);
  });
});

describe('of a selection, and of some years of it', () => {
  const ofHoulsby = `publications: { authors: ["${author('a-neil-houlsby')}"] }`;
  const of = (name: string) => `publications: { authors: ["${author(name)}"] }`;
  const adapter = 'Parameter Efficient Transfer Learning for NLP';
  const asked = 'Ask the Right Questions: Active Question Reformulation with Reinforcement Learning';
  const analyzing = 'Analyzing Language Learned by an Active Question Answering Agent';
  const routing = 'Routing Networks with Co-training for Continual Learning';
  const flexible = 'Flexible Multi-task Networks by Learning Parameter Allocation';
  const inference = 'Fast Task-Aware Architecture Inference';

  test.each<[string, string, string[]]>([
    // What the adapter paper and the question paper cite is not among them.
    ['citationNetwork', ofHoulsby, [`${analyzing} – ${asked}: 1, 1`]],
    [
      'citationNetwork',
      'during: { from: 2019 }',
      [
        `${inference} – ${adapter}: 1, 1`,
        `${inference} – ${routing}: 1, 1`,
        `${flexible} – ${adapter}: 1, 1`,
        `${flexible} – ${routing}: 1, 1`,
      ],
    ],
    ['citationNetwork', `${ofHoulsby}, during: { to: 2017 }`, []],
    // They couple by what they cite, whoever wrote that.
    ['bibliographicCouplingNetwork', ofHoulsby, [`${adapter} – ${asked}: 1, 1`]],
    ['bibliographicCouplingNetwork', 'during: { from: 2019 }', [`${flexible} – ${inference}: 2, 2`]],
    ['bibliographicCouplingNetwork', `${ofHoulsby}, during: { from: 2019 }`, []],
    ['cocitationNetwork', of('a-krzysztof-maziarz'), [`${adapter} – ${routing}: 1, 1`]],
    ['cocitationNetwork', 'during: { to: 2019 }', [`${adapter} – ${routing}: 1, 1`]],
    ['cocitationNetwork', ofHoulsby, []],
    [
      'venueTopicNetwork',
      ofHoulsby,
      [
        'natural language processing – ICML: 1, 0.5',
        'question answering – Emergent Communication Workshop: 1, 0.5',
        'question answering – ICLR: 1, 0.5',
        'reinforcement learning – Emergent Communication Workshop: 1, 0.5',
        'reinforcement learning – ICLR: 1, 0.5',
        'transfer learning – ICML: 1, 0.5',
      ],
    ],
    [
      'venueTopicNetwork',
      `${ofHoulsby}, during: { from: 2019 }`,
      ['natural language processing – ICML: 1, 0.5', 'transfer learning – ICML: 1, 0.5'],
    ],
  ])('%s(%s)', async (field, args, ties) => {
    expect((await network(field, args)).ties.sort()).toEqual(ties);
  });
});

describe('why an edge is there', () => {
  const evidence = `edges {
    source publicationCount
    years { year count }
    publications { totalCount nodes { title year } }
    venues { edges { publicationCount node { name } } }
    sharedTopics { edges { publicationCount node { name } } }
  }`;

  test('its publications, years, venues and topics, for all edges at once', async () => {
    const asked = async (args: string) => {
      const { data, errors, statements } = await ask<{
        coauthorNetwork: {
          edges: readonly {
            publicationCount: number;
            years: readonly { year: number; count: number }[];
            publications: { totalCount: number; nodes: readonly unknown[] };
          }[];
        };
      }>(`{ coauthorNetwork(${args}) { ${evidence} } }`);
      expect(errors).toEqual([]);
      for (const { publicationCount, publications, years } of data.coauthorNetwork.edges) {
        expect(publications.totalCount).toBe(publicationCount);
        expect(publications.nodes).toHaveLength(publicationCount);
        expect(years.reduce((sum, { count }) => sum + count, 0)).toBe(publicationCount);
      }
      return { edges: data.coauthorNetwork.edges, statements: statements.length };
    };
    const houlsby = `author: { id: "${author('a-neil-houlsby')}" }`;
    const one = await asked(`${houlsby}, maxNodes: 2`);
    const all = await asked(`${houlsby}, depth: 2`);
    expect(one.edges).toEqual([
      {
        source: author('a-andrea-gesmundo'),
        publicationCount: 3,
        years: [
          { year: 2017, count: 1 },
          { year: 2018, count: 1 },
          { year: 2019, count: 1 },
        ],
        publications: {
          totalCount: 3,
          nodes: [
            { title: 'Parameter Efficient Transfer Learning for NLP', year: 2019 },
            {
              title: 'Ask the Right Questions: Active Question Reformulation with Reinforcement Learning',
              year: 2018,
            },
            { title: 'Analyzing Language Learned by an Active Question Answering Agent', year: 2017 },
          ],
        },
        venues: {
          edges: expect.arrayContaining([
            { publicationCount: 1, node: { name: 'International Conference on Machine Learning' } },
          ]),
        },
        sharedTopics: {
          edges: expect.arrayContaining([
            { publicationCount: 2, node: { name: 'question answering' } },
            { publicationCount: 2, node: { name: 'reinforcement learning' } },
          ]),
        },
      },
    ]);
    expect(all.edges.length).toBeGreaterThan(20);
    // The network: the author, a level, the ties. Then the publications of the ties, their rows, their number, venues
    // and topics. One level more is one statement more, however many edges.
    expect(one.statements).toBe(3 + 5);
    expect(all.statements).toBe(4 + 5);
    const then = await asked(`${houlsby}, during: { to: 2018 }`);
    expect(then.edges[0]?.publicationCount).toBe(2);
    expect(then.statements).toBe(4 + 4);
  });

  test('of publications, what cites or is cited, and what both are about', async () => {
    const { data } = await ask(`{
      cocitationNetwork { ${evidence} }
      bibliographicCouplingNetwork { ${evidence} }
    }`);
    expect(data).toMatchObject({
      cocitationNetwork: {
        edges: [{ publications: { nodes: [{ year: 2021 }, { year: 2019 }] }, sharedTopics: { edges: [] } }],
      },
      bibliographicCouplingNetwork: {
        edges: [
          {
            publications: { nodes: [{ year: 2020 }, { year: 2019 }] },
            sharedTopics: { edges: [{ node: { name: 'neural architecture search' } }] },
          },
          { publications: { nodes: [{ year: 2017 }] } },
        ],
      },
    });
  });

  test('of topics, of a venue and a topic, and of a citation', async () => {
    const selected = `publications: { authors: ["${author('a-neil-houlsby')}"] }`;
    const { data, errors } = await ask(`{
      topicNetwork(${selected}, minPublications: 2) { ${evidence} }
      venueTopicNetwork(${selected}, during: { from: 2019 }) { ${evidence} }
      citationNetwork(${selected}) { ${evidence} }
    }`);
    expect(errors).toEqual([]);
    const asked = {
      title: 'Ask the Right Questions: Active Question Reformulation with Reinforcement Learning',
      year: 2018,
    };
    const analyzing = {
      title: 'Analyzing Language Learned by an Active Question Answering Agent',
      year: 2017,
    };
    const iclr = 'International Conference on Learning Representations';
    const emergent = 'Emergent Communication Workshop';
    const counted = (publicationCount: number, ...names: string[]) => ({
      edges: expect.arrayContaining(names.map((name) => ({ publicationCount, node: { name } }))),
    });
    const ofAdapter = {
      publicationCount: 1,
      years: [{ year: 2019, count: 1 }],
      publications: {
        totalCount: 1,
        nodes: [{ title: 'Parameter Efficient Transfer Learning for NLP', year: 2019 }],
      },
      venues: counted(1, 'International Conference on Machine Learning'),
      sharedTopics: counted(1, 'transfer learning', 'natural language processing'),
    };
    expect(data).toMatchObject({
      topicNetwork: {
        edges: [
          {
            publicationCount: 2,
            years: [
              { year: 2017, count: 1 },
              { year: 2018, count: 1 },
            ],
            publications: { totalCount: 2, nodes: [asked, analyzing] },
            venues: counted(1, iclr, emergent),
            sharedTopics: counted(2, 'question answering', 'reinforcement learning'),
          },
        ],
      },
      venueTopicNetwork: { edges: [ofAdapter, ofAdapter] },
      citationNetwork: {
        edges: [
          {
            publicationCount: 1,
            years: [{ year: 2017, count: 1 }],
            publications: { totalCount: 1, nodes: [analyzing] },
            venues: counted(1, emergent),
            sharedTopics: counted(2, 'question answering', 'reinforcement learning'),
          },
        ],
      },
    });
  });

  test('what is shared, of what is counted only', async () => {
    const { data } = await ask<{
      coauthorNetwork: { edges: readonly { sharedPublications: { totalCount: number } }[] };
    }>(`{ coauthorNetwork(author: { id: "${author('a-wei-wang')}" }, maxNodes: 2, during: { to: 2017 }) {
      edges { sharedPublications { totalCount } } } }`);
    expect(data.coauthorNetwork.edges).toEqual([{ sharedPublications: { totalCount: 1 } }]);
  });
});

describe('thinning', () => {
  const all = 'publications: {}, maxEdges: 100';

  test('by weight', async () => {
    const strong = await network('coauthorNetwork', `${all}, minWeight: 1.2`);
    expect(strong.ties).toEqual(['Andrea Gesmundo – Jesse Berent: 4, 2']);
  });

  test('to the backbone', async () => {
    const [full, backbone] = [
      await network('coauthorNetwork', all),
      await network('coauthorNetwork', `${all}, backbone: { alpha: 0.3 }`),
    ];
    expect(backbone.edges.length).toBeLessThan(full.edges.length);
    expect(backbone.ties[0]).toBe('Andrea Gesmundo – Jesse Berent: 4, 2');
    expect(full.ties).toEqual(expect.arrayContaining(backbone.ties));
  });

  test('to the strongest of each, around an author too', async () => {
    const thin = await network('coauthorNetwork', `author: { name: "Andrea Gesmundo" }, top: 1`);
    // Everybody keeps the first of the strongest, and Gesmundo keeps Berent.
    expect(thin.ties[0]).toBe('Andrea Gesmundo – Jesse Berent: 4, 2');
    expect(thin.edges.length).toBeLessThan(thin.nodes.length + 1);
  });

  test.each([
    ['backbone: { alpha: 0 }', 'backbone.alpha is 0'],
    ['backbone: { alpha: 1.5 }', 'backbone.alpha is 1.5'],
    ['top: 0', 'top is 0'],
    ['minWeight: -1', 'minWeight is -1'],
    ['during: { from: 2020, to: 2019 }', 'during is from 2020 to 2019'],
  ])('%s is an error', async (args, message) => {
    const { errors, statements } = await ask(`{ topicNetwork(${args}) { truncated } }`);
    expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
    expect(errors[0]?.message).toContain(message);
    expect(statements).toEqual([]);
  });
});

describe('a layout', () => {
  test('comes with the nodes, the same every time', async () => {
    const query = `{ coauthorNetwork(author: { id: "${author('a-andrea-gesmundo')}" }) {
      nodes { key position { x y } } } }`;
    const [once, again] = [await ask(query), await ask(query)];
    expect(once.errors).toEqual([]);
    expect(again.data).toEqual(once.data);
    const { nodes } = once.data['coauthorNetwork'] as { nodes: readonly { position: { x: number } }[] };
    expect(new Set(nodes.map(({ position }) => position.x)).size).toBe(nodes.length);
  });
});

describe('what is large is cut, and says so', () => {
  beforeAll(async () => {
    // 25,000 publications of a hub, each with one of 2,000 others, about two of 107 topics.
    await graph.command(
      cypher`
        CREATE (hub:Author {id: 'a-hub', name: 'Hub', sortName: 'hub', names: [], publicationCount: 25000})
        WITH hub
        UNWIND range(0, 1999) AS at
        CREATE (:Author {id: 'a-spoke-' + at, name: 'Spoke ' + at, sortName: 'spoke', names: [], publicationCount: 12})`,
    );
    await graph.command(
      cypher`UNWIND range(0, 106) AS at CREATE (:Topic {id: 't-many-' + at, name: 'Many ' + at, names: []})`,
    );
    await graph.command(
      cypher`
        UNWIND range(0, $size - 1) AS at
        CALL (at) {
          MATCH (hub:Author {id: 'a-hub'}), (other:Author {id: 'a-spoke-' + (at % 2000)})
          MATCH (t:Topic {id: 't-many-' + (at % 100)}), (u:Topic {id: 't-many-' + (100 + at % 7)})
          CREATE (p:Publication {id: 'p-many-' + at, title: 'Many ' + at, sortTitle: 'many', year: 1950 + at % 50, authorCount: 2})
          CREATE (hub)-[:AUTHORED {order: 0}]->(p)<-[:AUTHORED {order: 1}]-(other)
          CREATE (p)-[:ABOUT {score: 1.0}]->(t)
          CREATE (p)-[:ABOUT {score: 1.0}]->(u)
        } IN TRANSACTIONS OF 5000 ROWS`,
      { size: int(25_000) },
    );
  });

  test.each([
    ['coauthorNetwork', `publications: { authors: ["${author('a-hub')}"] }, maxNodes: 1000`, 1000, 999],
    [
      'coauthorNetwork',
      `author: { id: "${author('a-hub')}" }, during: { to: 2000 }, maxNodes: 1000`,
      1000,
      999,
    ],
    ['topicNetwork', `publications: { authors: ["${author('a-hub')}"] }, maxEdges: 200`, 87, 200],
  ])('%s(%s)', async (field, args, nodes, edges) => {
    const start = performance.now();
    const large = await network(field, args);
    expect(large.nodes).toHaveLength(nodes);
    expect(large.edges).toHaveLength(edges);
    expect(large.publicationsTruncated).toBe(true);
    expect(large.truncated).toBe(true);
    expect(large.statements).toBeLessThanOrEqual(4);
    expect(performance.now() - start).toBeLessThan(30_000);
  });

  test('the newest are counted', async () => {
    const { edges } = await network(
      'coauthorNetwork',
      `publications: { authors: ["${author('a-hub')}"] }, maxNodes: 1000`,
    );
    // 20,000 of 25,000, evenly over 50 years: the newest forty.
    expect(edges.every(({ firstYear }) => firstYear !== null && firstYear >= 1960)).toBe(true);
  });
});
