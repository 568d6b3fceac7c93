import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { Analyses } from '../../../src/analyses/analyses.ts';
import { cypher } from '../../../src/graph/cypher.ts';
import { Graph } from '../../../src/graph/graph.ts';
import { carryOut, claimAnalysis } from '../../../src/graph/structure/analyse.ts';
import type {
  Analysis,
  CentralityAnalysis,
  CommunityAnalysis,
} from '../../../src/graph/structure/analysis.ts';
import { deleteRun, pruneRuns, sweepRuns } from '../../../src/graph/structure/run.ts';
import { empty, freshGraph } from '../freshGraph.ts';
import { karateClub, left, right, twoCliques, writePublications } from './coauthorGraphs.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await freshGraph();
});

const communities: CommunityAnalysis = {
  kind: 'AUTHOR_COMMUNITIES',
  resolutions: [1],
  seed: 42,
  during: {},
  seededFrom: null,
  leastMembers: 1,
};
const centralities: CentralityAnalysis = {
  kind: 'AUTHOR_CENTRALITIES',
  during: {},
  seed: 42,
  samplingSize: null,
  closeness: false,
};

async function analyse(analysis: Analysis): Promise<string> {
  const claimed = await claimAnalysis(graph, analysis, 'Ada');
  await carryOut(graph, claimed);
  return claimed.id;
}

interface Found {
  readonly number: number;
  readonly members: readonly string[];
  readonly label: string;
  readonly conductance: number;
}

async function found(run: string, resolution = 1): Promise<Found[]> {
  return graph.read<Found & Record<string, unknown>>(
    cypher`
      MATCH (:AnalysisRun {id: $run})<-[:OF_RUN]-(partition:Partition {resolution: $resolution})<-[:OF_PARTITION]-(community)
      WHERE community.level = partition.levels - 1
      RETURN community.number AS number, community.label AS label, community.conductance AS conductance,
        COLLECT { MATCH (community)<-[:MEMBER_OF]-(member) RETURN member.id ORDER BY member.id } AS members
      ORDER BY members[0]`,
    { run, resolution },
  );
}

async function partition(run: string, resolution = 1) {
  const [row] = await graph.read<{
    modularity: number;
    conductance: number;
    communityCount: number;
    levels: number;
  }>(
    cypher`
      MATCH (:AnalysisRun {id: $run})<-[:OF_RUN]-(p:Partition {resolution: $resolution})
      RETURN p.modularity AS modularity, p.conductance AS conductance, p.communityCount AS communityCount, p.levels AS levels`,
    { run, resolution },
  );
  return row;
}

async function scores(run: string) {
  const rows = await graph.read<{
    id: string;
    scores: {
      degree: number;
      pageRank: number;
      betweenness: number;
      closeness?: number;
      articulationPoint: boolean;
    };
  }>(
    cypher`MATCH (a:Author)-[s:SCORED]->(:AnalysisRun {id: $run}) RETURN a.id AS id, properties(s) AS scores`,
    { run },
  );
  return new Map(rows.map((row) => [row.id, row.scores]));
}

async function stateOf(run: string): Promise<string | undefined> {
  const [row] = await graph.read<{ state: string }>(
    cypher`MATCH (run:AnalysisRun {id: $run}) RETURN run.state AS state`,
    { run },
  );
  return row?.state;
}

async function currentOf(slot: string): Promise<string | undefined> {
  const [row] = await graph.read<{ id: string }>(
    cypher`MATCH (run:AnalysisRun {currentOf: $slot}) RETURN run.id AS id`,
    { slot },
  );
  return row?.id;
}

/** What hangs on a run. */
async function leftOf(run: string): Promise<number> {
  const [row] = await graph.read<{ left: number }>(
    cypher`
      RETURN COUNT { (:AnalysisRun {id: $run})<-[:OF_RUN|SCORED]-() } + COUNT { ()-[s:SIMILAR_TO {run: $run}]->() }
        + COUNT { MATCH (c:DetectedCommunity) WHERE c.id STARTS WITH $run } AS left`,
    { run },
  );
  return row?.left ?? 0;
}

const projections = () =>
  graph.command<{ graphName: string }>(cypher`CALL gds.graph.list() YIELD graphName RETURN graphName`);

describe('over two cliques and a bridge', () => {
  beforeAll(async () => {
    await empty(graph);
    await writePublications(graph, twoCliques);
  });

  test('communities are the cliques, with the modularity and conductance worked out by hand', async () => {
    const run = await analyse(communities);
    const both = await found(run);
    expect(both.map(({ members }) => members)).toEqual([left, right]);
    const quality = await partition(run);
    // 12 of 13 ties are within, and each clique has half of all degrees.
    expect(quality?.modularity).toBeCloseTo(12 / 13 - 1 / 2, 9);
    // One of the 13 ends of ties in a clique leads out of it.
    for (const { conductance } of both) expect(conductance).toBeCloseTo(1 / 13, 9);
    expect(quality?.conductance).toBeCloseTo(1 / 13, 9);
  });

  test('labels put first what tells the cliques apart, not what both have', async () => {
    const labels = (await found(await analyse(communities))).map(({ label }) => label);
    expect(labels).toEqual(['graph theory, machine learning', 'parsing, machine learning']);
  });

  test('several resolutions have a partition each', async () => {
    const run = await analyse({ ...communities, resolutions: [0.05, 1, 5] });
    expect((await partition(run, 0.05))?.communityCount).toBe(1);
    expect((await partition(run, 1))?.communityCount).toBe(2);
    // Here nobody is better off with anybody.
    expect((await found(run, 5)).map(({ members }) => members)).toEqual(
      [...left, ...right].map((id) => [id]),
    );
  });

  test('runs of the same seed agree', async () => {
    const first = await found(await analyse({ ...communities, seed: 7 }));
    expect(await found(await analyse({ ...communities, seed: 7 }))).toEqual(first);
  });

  test('a run that is seeded from another keeps the numbers of its communities', async () => {
    const base = await analyse(communities);
    const before = await found(base);
    await writePublications(graph, [{ id: 'new', year: 2021, authors: ['a0', 'a1', 'a2'] }]);
    try {
      const after = await found(await analyse({ ...communities, seed: 1, seededFrom: base }));
      expect(after.map(({ members }) => members)).toEqual([['a0', ...left], right]);
      expect(after.map(({ number }) => number)).toEqual(before.map(({ number }) => number));
    } finally {
      await empty(graph);
      await writePublications(graph, twoCliques);
    }
  });

  test('and where nothing has changed since, it finds what it started from', async () => {
    const base = await analyse(communities);
    const again = await found(await analyse({ ...communities, seed: 1, seededFrom: base }));
    expect(again).toEqual(await found(base));
  });

  test('a seed run that has no such resolution is an error, and nothing of it stays', async () => {
    const base = await analyse(communities);
    await expect(analyse({ ...communities, resolutions: [2], seededFrom: base })).rejects.toMatchObject({
      code: 'ANALYSIS_NOT_FOUND',
    });
    expect(await projections()).toEqual([]);
  });

  test('a window counts what was published in it alone', async () => {
    const run = await analyse({ ...communities, during: { from: 2021 } });
    expect(await found(run)).toEqual([]);
    expect(await currentOf('AUTHOR_COMMUNITIES/2021-')).toBe(run);
    const all = await analyse({ ...communities, during: { from: 2020, to: 2020 } });
    expect((await found(all)).map(({ members }) => members)).toEqual([left, right]);
  });

  test('centralities are those worked out by hand', async () => {
    const by = await scores(await analyse({ ...centralities, closeness: true }));
    expect(
      [...by]
        .filter(([, { articulationPoint }]) => articulationPoint)
        .map(([id]) => id)
        .sort(),
    ).toEqual(['a4', 'b1']);
    // Each end of the bridge is on the way from three on its own side to four on the other.
    expect(by.get('a4')).toMatchObject({ degree: 4, betweenness: 12 });
    expect(by.get('a1')).toMatchObject({ degree: 3, betweenness: 0 });
    // Four at one step, three at two.
    expect(by.get('a4')?.closeness).toBeCloseTo(7 / 10, 9);
    expect([...by.values()].reduce((sum, { pageRank }) => sum + pageRank, 0)).toBeCloseTo(1, 6);
  });

  test('topics that meet are communities, too', async () => {
    const run = await analyse({ ...communities, kind: 'TOPIC_COMMUNITIES' });
    expect((await found(run)).map(({ members }) => members)).toEqual([
      ['graph theory', 'machine learning', 'parsing'],
    ]);
  });
});

describe("over Zachary's karate club", () => {
  beforeAll(async () => {
    await empty(graph);
    await writePublications(graph, karateClub);
  });

  test('betweenness, degree, PageRank and the articulation point are the known ones', async () => {
    const by = await scores(await analyse(centralities));
    expect(by.size).toBe(34);
    expect(by.get('k1')?.betweenness).toBeCloseTo(231.071, 3);
    expect(by.get('k34')?.betweenness).toBeCloseTo(160.552, 3);
    expect(by.get('k34')?.degree).toBe(17);
    expect(by.get('k34')?.pageRank).toBeCloseTo(0.1009, 3);
    expect(by.get('k1')?.pageRank).toBeCloseTo(0.097, 3);
    expect([...by].filter(([, { articulationPoint }]) => articulationPoint).map(([id]) => id)).toEqual([
      'k1',
    ]);
  });

  test('Leiden comes within a hundredth of the best modularity there is', async () => {
    const quality = await partition(await analyse(communities));
    // Brandes et al., 'On modularity clustering' (2008).
    expect(quality?.modularity).toBeGreaterThan(0.4098);
    expect(quality?.modularity).toBeLessThanOrEqual(0.4198);
  });

  test('betweenness of a sample is about the exact one, and the run says that it is an estimate', async () => {
    const run = await analyse({ ...centralities, samplingSize: 30 });
    const by = await scores(run);
    const first = [...by].sort(([, a], [, b]) => b.betweenness - a.betweenness)[0]?.[0];
    expect(first).toBe('k1');
    const [row] = await graph.read<{ note: string }>(
      cypher`MATCH (run:AnalysisRun {id: $run}) RETURN run.note AS note`,
      { run },
    );
    expect(row?.note).toBe('Betweenness is estimated from 30 of 34 sources');
  });
});

describe('similarity', () => {
  beforeAll(async () => {
    await empty(graph);
    await writePublications(graph, [
      { id: 'p', year: 2020, authors: ['x'], topics: ['one', 'two'], cites: ['r1', 'r2'] },
      { id: 'q', year: 2020, authors: ['y'], topics: ['one', 'two'], cites: ['r1', 'r2'] },
      { id: 'r', year: 2020, authors: ['z'], topics: ['two', 'three'], cites: ['r2', 'r3'] },
      { id: 's', year: 2020, authors: ['w'], topics: ['three'], cites: ['r3'] },
    ]);
  });

  const similarity = { seed: 42, during: {}, topK: 10, widest: 500 } as const;
  async function pairsOf(run: string) {
    const rows = await graph.read<{ pair: string; score: number }>(
      cypher`MATCH (a)-[s:SIMILAR_TO {run: $run}]->(b) RETURN a.id + ' ' + b.id AS pair, s.score AS score`,
      { run },
    );
    return Object.fromEntries(rows.map(({ pair, score }) => [pair, score]));
  }

  // Of seven publications in all, two cite r1 and r3 and three r2.
  const rare = Math.log(1 + 7 / 2);
  const common = Math.log(1 + 7 / 3);

  test('of publications by references is the weighted Jaccard index', async () => {
    const by = await pairsOf(
      await analyse({
        ...similarity,
        kind: 'PUBLICATION_SIMILARITY',
        method: 'NODE_SIMILARITY',
        by: 'REFERENCES',
      }),
    );
    expect(by['p q']).toBe(1);
    expect(by['q r']).toBeCloseTo(common / (2 * rare + common), 5);
    expect(by['r s']).toBeCloseTo(rare / (rare + common), 5);
    expect(by['p s']).toBeUndefined();
  });

  test('of authors by topics, too', async () => {
    const by = await pairsOf(
      await analyse({ ...similarity, kind: 'AUTHOR_SIMILARITY', method: 'NODE_SIMILARITY', by: 'TOPICS' }),
    );
    expect(by['x y']).toBe(1);
    expect(by['y z']).toBeCloseTo(common / (2 * rare + common), 5);
  });

  test('what too many have tells nothing', async () => {
    const by = await pairsOf(
      await analyse({
        ...similarity,
        kind: 'AUTHOR_SIMILARITY',
        method: 'NODE_SIMILARITY',
        by: 'TOPICS',
        widest: 2,
      }),
    );
    expect(by['y z']).toBeUndefined();
    expect(by['x y']).toBe(1);
  });

  test('by embeddings puts the same first, and agrees with itself', async () => {
    const analysis = {
      ...similarity,
      kind: 'PUBLICATION_SIMILARITY',
      method: 'FASTRP_KNN',
      by: 'TOPICS',
    } as const;
    const by = await pairsOf(await analyse(analysis));
    expect(by['p q']).toBeGreaterThan(0.95);
    expect(by['p q']).toBeGreaterThan(by['p s'] ?? 0);
    expect(Object.keys(by).every((pair) => /^[pqrs] [pqrs]$/.test(pair))).toBe(true);
    expect(await pairsOf(await analyse(analysis))).toEqual(by);
  });
});

describe('communities through the years', () => {
  const a = ['a1', 'a2', 'a3', 'a4'];
  const b = ['b1', 'b2', 'b3', 'b4'];
  const c = ['c1', 'c2', 'c3', 'c4'];
  const d = ['d1', 'd2', 'd3'];
  const e = ['e1', 'e2', 'e3', 'e4'];
  let run: string;

  beforeAll(async () => {
    await empty(graph);
    await writePublications(graph, [
      { id: 'a-2000', year: 2000, authors: a },
      { id: 'b-2000', year: 2002, authors: b },
      { id: 'c-2000', year: 2004, authors: c },
      { id: 'e-2000', year: 2003, authors: [...e, 'e5'] },
      { id: 'ab-2005', year: 2005, authors: [...a, ...b] },
      { id: 'c-2005', year: 2006, authors: [...c, 'c5'] },
      { id: 'd-2005', year: 2007, authors: d },
      { id: 'e-2005', year: 2008, authors: e },
      { id: 'a-2010', year: 2010, authors: a },
      { id: 'b-2010', year: 2011, authors: b },
      { id: 'd-2010', year: 2012, authors: d },
      { id: 'e-2010', year: 2013, authors: e },
    ]);
    run = await analyse({
      kind: 'AUTHOR_EVOLUTION',
      windows: [
        { from: 2000, to: 2004 },
        { from: 2005, to: 2009 },
        { from: 2010, to: 2014 },
      ],
      resolution: 1,
      threshold: 0.3,
      leastMembers: 3,
      seed: 42,
    });
  });

  test('merge, grow, shrink, are born, split, continue and die', async () => {
    const events = await graph.read<{ kind: string; position: number; before: string[]; after: string[] }>(
      cypher`
        MATCH (:AnalysisRun {id: $run})<-[:OF_RUN]-(event:CommunityEvent)
        RETURN event.kind AS kind, event.position AS position,
          COLLECT { MATCH (event)-[:BEFORE]->(each)<-[:MEMBER_OF]-(m) WITH each, min(m.id) + '×' + count(m) AS name RETURN name ORDER BY name } AS before,
          COLLECT { MATCH (event)-[:AFTER]->(each)<-[:MEMBER_OF]-(m) WITH each, min(m.id) + '×' + count(m) AS name RETURN name ORDER BY name } AS after
        ORDER BY position, kind, before`,
      { run },
    );
    expect(events).toEqual([
      { kind: 'BORN', position: 1, before: [], after: ['d1×3'] },
      { kind: 'GROWN', position: 1, before: ['c1×4'], after: ['c1×5'] },
      { kind: 'MERGED', position: 1, before: ['a1×4', 'b1×4'], after: ['a1×8'] },
      { kind: 'SHRUNK', position: 1, before: ['e1×5'], after: ['e1×4'] },
      { kind: 'CONTINUED', position: 2, before: ['d1×3'], after: ['d1×3'] },
      { kind: 'CONTINUED', position: 2, before: ['e1×4'], after: ['e1×4'] },
      { kind: 'DIED', position: 2, before: ['c1×5'], after: [] },
      { kind: 'SPLIT', position: 2, before: ['a1×8'], after: ['a1×4', 'b1×4'] },
    ]);
  });
});

describe('runs', () => {
  beforeEach(async () => {
    await empty(graph);
    await writePublications(graph, twoCliques);
  });

  test('of a kind are under way one at a time: the same joins, another is an error', async () => {
    const first = await claimAnalysis(graph, communities, 'Ada');
    expect(await claimAnalysis(graph, communities, 'Grace')).toMatchObject({ id: first.id, joined: true });
    await expect(claimAnalysis(graph, { ...communities, seed: 1 }, 'Grace')).rejects.toMatchObject({
      code: 'ANALYSIS_RUNNING',
    });
    // Another kind is none of its business.
    await analyse(centralities);
    await carryOut(graph, first);
    expect(await stateOf(first.id)).toBe('DONE');
    await analyse({ ...communities, seed: 1 });
  });

  test('asked for at once are one run', async () => {
    const claims = await Promise.all(
      Array.from({ length: 8 }, () => claimAnalysis(graph, communities, 'Ada')),
    );
    expect(new Set(claims.map(({ id }) => id)).size).toBe(1);
    expect(claims.filter(({ joined }) => !joined)).toHaveLength(1);
  });

  test('that are stopped midway leave nothing, and what was read before stays', async () => {
    const before = await analyse(communities);
    const claimed = await claimAnalysis(graph, { ...communities, seed: 1 }, 'Ada');
    const stop = new AbortController();
    const listening = graph.onQuery(({ text }) => {
      if (text.includes('CREATE (member)-[:MEMBER_OF]->(community)')) stop.abort();
    });
    await expect(carryOut(graph, claimed, { signal: stop.signal })).rejects.toMatchObject({
      code: 'ANALYSIS_INTERRUPTED',
    });
    listening();
    expect(await stateOf(claimed.id)).toBe('INTERRUPTED');
    expect(await leftOf(claimed.id)).toBe(0);
    expect(await currentOf('AUTHOR_COMMUNITIES')).toBe(before);
    expect(await found(before)).toHaveLength(2);
    expect(await projections()).toEqual([]);
  });

  test('that would not fit into memory are refused before they run', async () => {
    const claimed = await claimAnalysis(graph, communities, 'Ada');
    await expect(carryOut(graph, claimed, { memoryLimit: 1 })).rejects.toMatchObject({
      code: 'ANALYSIS_TOO_LARGE',
    });
    expect(await stateOf(claimed.id)).toBe('FAILED');
    expect(await projections()).toEqual([]);
  });

  test('whose process was killed are swept up: the claim, what they stored, and their projections', async () => {
    const { id } = await claimAnalysis(graph, communities, 'Ada');
    await graph.command(
      cypher`
        MATCH (run:AnalysisRun {id: $id}) SET run.aliveAt = datetime() - duration({minutes: 5})
        CREATE (:DetectedCommunity {id: $id + '/0/0/0'})-[:OF_PARTITION]->(:Partition {id: $id + '/0'})-[:OF_RUN]->(run)`,
      { id },
    );
    await graph.command(
      cypher`MATCH (a:Author)-[:COAUTHORED]->(b) RETURN gds.graph.project($name, a, b) AS projection`,
      { name: `analysis-${id}-0` },
    );
    expect(await sweepRuns(graph)).toEqual([id]);
    expect(await stateOf(id)).toBe('INTERRUPTED');
    expect(await leftOf(id)).toBe(0);
    expect(await projections()).toEqual([]);
    await analyse(communities);
  });

  test('that lost their claim while they were out of reach do not become current', async () => {
    const claimed = await claimAnalysis(graph, communities, 'Ada');
    await graph.command(
      cypher`MATCH (run:AnalysisRun {id: $id}) SET run.state = 'INTERRUPTED' REMOVE run.claim`,
      { id: claimed.id },
    );
    await expect(carryOut(graph, claimed)).rejects.toMatchObject({ code: 'ANALYSIS_INTERRUPTED' });
    expect(await currentOf('AUTHOR_COMMUNITIES')).toBeUndefined();
    expect(await leftOf(claimed.id)).toBe(0);
  });

  test('that are deleted give way to the one before', async () => {
    const first = await analyse(centralities);
    const second = await analyse({ ...centralities, closeness: true });
    expect(await currentOf('AUTHOR_CENTRALITIES')).toBe(second);
    await deleteRun(graph, second);
    expect(await currentOf('AUTHOR_CENTRALITIES')).toBe(first);
    expect(await leftOf(second)).toBe(0);
    expect(await stateOf(second)).toBeUndefined();
    await expect(deleteRun(graph, second)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('are pruned to the last of each slot', async () => {
    await analyse(communities);
    const window = await analyse({ ...communities, during: { from: 2020 } });
    const last = await analyse(communities);
    expect(await pruneRuns(graph, 'AUTHOR_COMMUNITIES', 1)).toBe(1);
    expect(await stateOf(window)).toBe('DONE');
    expect(await currentOf('AUTHOR_COMMUNITIES')).toBe(last);
  });

  test('of a server are watched until they end', async () => {
    const analyses = new Analyses(graph, pino({ level: 'silent' }));
    const id = await analyses.ask(centralities, 'Ada');
    const states: string[] = [];
    for await (const { state } of analyses.watch(id, undefined)) states.push(state);
    expect(states.at(-1)).toBe('DONE');
    await analyses.close();
    await expect(analyses.ask(centralities, 'Ada')).rejects.toMatchObject({ code: 'SERVER_STOPPING' });
  });

  test.each<[string, Analysis]>([
    ['no resolution', { ...communities, resolutions: [] }],
    ['a resolution of 0', { ...communities, resolutions: [0] }],
    ['a resolution twice', { ...communities, resolutions: [1, 1] }],
    ['a seed below 0', { ...communities, seed: -1 }],
    ['a window that ends before it begins', { ...communities, during: { from: 2010, to: 2000 } }],
    ['a sample of none', { ...centralities, samplingSize: 0 }],
  ])('of %s are refused', async (_what, analysis) => {
    await expect(claimAnalysis(graph, analysis, 'Ada')).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});

describe('without Graph Data Science', () => {
  class WithoutGds extends Graph {
    override command: Graph['command'] = async (statement, parameters, options) => {
      const text = statement.toString();
      if (text.includes('SHOW PROCEDURES')) return [];
      if (text.includes('gds.')) throw new Error(`gds is called: ${text}`);
      return super.command(statement, parameters, options);
    };
  }
  const without = new WithoutGds(inject('neo4j'));
  afterAll(() => without.close());

  test('an analysis is an error that says so, and sweeping calls nothing of it', async () => {
    await expect(claimAnalysis(without, communities, 'Ada')).rejects.toMatchObject({ code: 'GDS_MISSING' });
    await expect(sweepRuns(without)).resolves.toEqual([]);
  });
});
