import { ScholargraphError } from '../../errors.ts';
import { bylineLimit, hasBound, type Window } from '../../network/network.ts';
import { type Cypher, cypher } from '../cypher.ts';
import { int, type Parameters } from '../graph.ts';
import { leastShared } from '../relatedTopics.ts';
import type { SimilarityAnalysis } from './analysis.ts';
import type { Run } from './run.ts';

/** What a run projects: every node once in the order of the ids, so that GDS numbers alike what is alike; then ties. */
export interface Projected {
  readonly name: string;
  readonly nodeCount: number;
  readonly relationshipCount: number;
}

/** Topics of an author that take part in similarity: the weightiest. */
const topicsOfAuthor = 50;

/** The number that Graph Data Science takes for none. */
const noSeed = -(2n ** 63n);

const first = -100_000;
const last = 100_000;

/** Takes the publication as `p`. */
const inWindow = cypher`p.year >= $from AND p.year <= $to`;

export function windowParameters(during: Window): Parameters {
  return { from: int(during.from ?? first), to: int(during.to ?? last) };
}

/** The publications of the window; all of them where it has no bound. Takes the publication as `p`. */
export function within(during: Window): Cypher {
  return hasBound(during) ? inWindow : cypher`true`;
}

/**
 * Authors who have coauthors, tied by the fractional weight of what they wrote together: as stored, or counted out of
 * what was published in the window.
 * @param seededFrom the partition whose numbers become the node property `seed`
 */
export async function projectAuthors(
  run: Run,
  name: string,
  during: Window,
  seededFrom?: string | undefined,
): Promise<Projected> {
  const parameters = { ...windowParameters(during), bylineLimit: int(bylineLimit) };
  const seed = seedOf(cypher`a`, seededFrom);
  return hasBound(during)
    ? project(
        run,
        name,
        cypher`
          MATCH (a:Author)
          WHERE a.id > '' AND EXISTS { (a)-[:AUTHORED]->(p:Publication) WHERE ${inWindow} AND p.authorCount > 1 AND p.authorCount <= $bylineLimit }
          WITH a ORDER BY a.id
          RETURN a AS source, null AS target, null AS weight, ${seed} AS seed`,
        cypher`
          MATCH (p:Publication) WHERE ${inWindow} AND p.authorCount > 1 AND p.authorCount <= $bylineLimit
          MATCH (a:Author)-[:AUTHORED]->(p)<-[:AUTHORED]-(b:Author) WHERE a.id < b.id
          WITH a, b, sum(1.0 / (p.authorCount - 1)) AS weight
          RETURN a AS source, b AS target, weight, null AS seed`,
        { ...parameters, seededFrom: seededFrom ?? null },
      )
    : project(
        run,
        name,
        cypher`
          MATCH (a:Author) WHERE a.id > '' AND EXISTS { (a)-[:COAUTHORED]-() }
          WITH a ORDER BY a.id
          RETURN a AS source, null AS target, null AS weight, ${seed} AS seed`,
        cypher`
          MATCH (a:Author)-[r:COAUTHORED]->(b:Author)
          RETURN a AS source, b AS target, r.weight AS weight, null AS seed`,
        { seededFrom: seededFrom ?? null },
      );
}

/**
 * Topics, tied by normalised pointwise mutual information (Bouma 2009): as `RELATED` has it, or counted out of what was
 * published in the window.
 */
export async function projectTopics(
  run: Run,
  name: string,
  during: Window,
  seededFrom?: string | undefined,
): Promise<Projected> {
  const seed = seedOf(cypher`t`, seededFrom);
  if (!hasBound(during)) {
    return project(
      run,
      name,
      cypher`
        MATCH (t:Topic) WHERE t.id > '' AND EXISTS { (t)-[:RELATED]-() }
        WITH t ORDER BY t.id
        RETURN t AS source, null AS target, null AS weight, ${seed} AS seed`,
      cypher`
        MATCH (s:Topic)-[r:RELATED]->(t:Topic)
        RETURN s AS source, t AS target, r.npmi AS weight, null AS seed`,
      { seededFrom: seededFrom ?? null },
    );
  }
  const counts = await topicCounts(run, during);
  const [all] = await run.command<{ total: number }>(
    cypher`
      MATCH (p:Publication)
      WHERE ${inWindow} AND EXISTS { (p)-[:ABOUT]->(t:Topic) WHERE t.boilerplate IS NULL }
      RETURN count(p) AS total`,
    windowParameters(during),
  );
  const frequent = Object.fromEntries(
    [...counts].filter(([, count]) => count >= leastShared).map(([id, count]) => [id, int(count)]),
  );
  return project(
    run,
    name,
    cypher`
      MATCH (t:Topic) WHERE t.id > '' AND $counts[t.id] IS NOT NULL
      WITH t ORDER BY t.id
      RETURN t AS source, null AS target, null AS weight, ${seed} AS seed`,
    cypher`
      MATCH (p:Publication) WHERE ${inWindow}
      MATCH (s:Topic)<-[:ABOUT]-(p)-[:ABOUT]->(t:Topic)
      WHERE s.id < t.id AND $counts[s.id] IS NOT NULL AND $counts[t.id] IS NOT NULL
      WITH s, t, count(*) AS shared WHERE shared >= $leastShared AND shared < $total
      WITH s, t, log(toFloat($total) * shared / $counts[s.id] / $counts[t.id]) / log(toFloat($total) / shared) AS weight
      WHERE weight > 0
      RETURN s AS source, t AS target, weight, null AS seed`,
    {
      ...windowParameters(during),
      seededFrom: seededFrom ?? null,
      counts: frequent,
      total: int(all?.total ?? 0),
      leastShared: int(leastShared),
    },
  );
}

/** How many publications of the window are about each topic. */
export async function topicCounts(run: Run, during: Window): Promise<ReadonlyMap<string, number>> {
  const rows = await run.command<{ id: string; count: number }>(
    hasBound(during)
      ? cypher`
          MATCH (p:Publication)-[:ABOUT]->(t:Topic) WHERE ${inWindow} AND t.boilerplate IS NULL
          RETURN t.id AS id, count(*) AS count`
      : cypher`
          MATCH (t:Topic) WHERE t.boilerplate IS NULL AND EXISTS { (t)<-[:ABOUT]-() }
          RETURN t.id AS id, COUNT { (t)<-[:ABOUT]-() } AS count`,
    windowParameters(during),
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/**
 * Who or what is compared (label `Member`), tied to what it is compared by (label `Feature`). A topic weighs its scores
 * times its inverse document frequency, log(1 + N/n) (Spärck Jones 1972), a reference the latter alone. What more than
 * `widest` publications have takes no part: it tells little, and it is what makes comparing dear.
 */
export async function projectFeatures(
  run: Run,
  name: string,
  { kind, by, method, during, widest }: SimilarityAnalysis,
): Promise<Projected> {
  const window = within(during);
  const parameters = {
    ...windowParameters(during),
    widest: int(widest),
    topicsOfAuthor: int(topicsOfAuthor),
  };
  const total = cypher`CALL () { MATCH (any:Publication) RETURN toFloat(count(any)) AS total }`;
  const telling = cypher`t.boilerplate IS NULL AND COUNT { (t)<-[:ABOUT]-() } <= $widest AND COUNT { (t)<-[:ABOUT]-() } > 1`;
  const undirected = method === 'FASTRP_KNN';
  if (kind === 'AUTHOR_SIMILARITY') {
    return project(
      run,
      name,
      cypher`
        MATCH (a:Author)
        WHERE a.id > '' AND EXISTS { (a)-[:AUTHORED]->(p:Publication)-[:ABOUT]->(t:Topic) WHERE ${window} AND ${telling} }
        WITH a ORDER BY a.id
        RETURN a AS source, null AS target, null AS weight, null AS seed`,
      cypher`
        ${total}
        MATCH (a:Author)
        CALL (a, total) {
          MATCH (a)-[:AUTHORED]->(p:Publication)-[r:ABOUT]->(t:Topic) WHERE ${window} AND ${telling}
          WITH t, total, sum(r.score) AS score
          WITH t, score * log(1 + total / COUNT { (t)<-[:ABOUT]-() }) AS weight
          ORDER BY weight DESC, t.id LIMIT $topicsOfAuthor
          RETURN t, weight
        }
        RETURN a AS source, t AS target, weight, null AS seed`,
      parameters,
      undirected,
    );
  }
  return by === 'TOPICS'
    ? project(
        run,
        name,
        cypher`
          MATCH (p:Publication)
          WHERE p.id > '' AND ${window} AND EXISTS { (p)-[:ABOUT]->(t:Topic) WHERE ${telling} }
          WITH p ORDER BY p.id
          RETURN p AS source, null AS target, null AS weight, null AS seed`,
        cypher`
          ${total}
          MATCH (p:Publication)-[r:ABOUT]->(t:Topic) WHERE ${window} AND ${telling}
          RETURN p AS source, t AS target, r.score * log(1 + total / COUNT { (t)<-[:ABOUT]-() }) AS weight, null AS seed`,
        parameters,
        undirected,
      )
    : project(
        run,
        name,
        cypher`
          MATCH (p:Publication) WHERE p.id > '' AND ${window} AND EXISTS { (p)-[:CITES]->() }
          WITH p ORDER BY p.id
          RETURN p AS source, null AS target, null AS weight, null AS seed`,
        cypher`
          ${total}
          MATCH (p:Publication)-[:CITES]->(q:Publication)
          WHERE ${window} AND COUNT { (q)<-[:CITES]-() } <= $widest AND COUNT { (q)<-[:CITES]-() } > 1
          RETURN p AS source, q AS target, log(1 + total / COUNT { (q)<-[:CITES]-() }) AS weight, null AS seed`,
        parameters,
        undirected,
      );
}

function seedOf(node: Cypher, seededFrom: string | undefined): Cypher {
  if (seededFrom === undefined) return cypher`null`;
  return cypher`head(COLLECT {
    MATCH (${node})-[:MEMBER_OF]->(community:DetectedCommunity)-[:OF_PARTITION]->(partition:Partition {id: $seededFrom})
    WHERE community.level = partition.levels - 1
    RETURN community.number
  })`;
}

/**
 * Projects by Cypher aggregation, after a look at whether what it takes fits into the heap.
 * @param nodes returns every node as `source`, without target
 * @param ties returns `source`, `target` and `weight`
 * @throws ScholargraphError ANALYSIS_TOO_LARGE
 */
async function project(
  run: Run,
  name: string,
  nodes: Cypher,
  ties: Cypher,
  parameters: Parameters,
  undirected = true,
): Promise<Projected> {
  const [counts] = await run.command<{ nodes: number; ties: number }>(
    cypher`
      CALL () { ${nodes} }
      WITH count(source) AS nodes
      CALL () { ${ties} }
      RETURN nodes, count(target) AS ties`,
    parameters,
  );
  await requireMemory(run, 'The projection of the graph', async () => {
    const [estimate] = await run.command<{ bytes: number }>(
      cypher`
        CALL gds.graph.project.estimate('*', {TIED: {orientation: $orientation, properties: ['weight']}}, $counts)
        YIELD bytesMax AS bytes RETURN bytes`,
      {
        orientation: undirected ? 'UNDIRECTED' : 'NATURAL',
        counts: { nodeCount: int(counts?.nodes ?? 0), relationshipCount: int(counts?.ties ?? 0) },
      },
    );
    return estimate?.bytes ?? 0;
  });
  const [projected] = await run.command<{ nodeCount: number | null; relationshipCount: number | null }>(
    cypher`
      CALL () {
        ${nodes}
        UNION ALL
        ${ties}
      }
      WITH gds.graph.project($name, source, target, {
        sourceNodeLabels: CASE WHEN target IS NULL THEN ['Member'] ELSE null END,
        targetNodeLabels: CASE WHEN target IS NULL THEN null ELSE ['Feature'] END,
        sourceNodeProperties: CASE WHEN target IS NULL AND $seeded THEN {seed: coalesce(seed, $noSeed)} ELSE null END,
        targetNodeProperties: null,
        relationshipType: CASE WHEN target IS NULL THEN null ELSE 'TIED' END,
        relationshipProperties: CASE WHEN target IS NULL THEN null ELSE {weight: weight} END
      }, {undirectedRelationshipTypes: $undirected}) AS projection
      RETURN projection.nodeCount AS nodeCount, projection.relationshipCount AS relationshipCount`,
    {
      ...parameters,
      name,
      undirected: undirected ? ['TIED'] : [],
      seeded: parameters['seededFrom'] != null,
      noSeed,
    },
  );
  return {
    name,
    nodeCount: projected?.nodeCount ?? 0,
    relationshipCount: counts?.ties ?? 0,
  };
}

/**
 * What an analysis may take of the heap, at most: Neo4j needs the rest for its own transactions.
 */
const heapShare = 0.8;

/**
 * Looks whether the estimate of what comes next fits into the heap, before it is run.
 * @throws ScholargraphError ANALYSIS_TOO_LARGE
 */
export async function requireMemory(run: Run, what: string, estimate: () => Promise<number>): Promise<void> {
  const bytes = await estimate();
  const [heap] = await run.command<{ bytes: number }>(
    cypher`
      CALL gds.debug.sysInfo() YIELD key, value
      WITH key, value WHERE key = 'heapMaxInBytes'
      RETURN value AS bytes`,
    {},
  );
  const most = run.memoryLimit ?? heapShare * (heap?.bytes ?? Number.POSITIVE_INFINITY);
  if (bytes <= most) return;
  throw new ScholargraphError(
    'ANALYSIS_TOO_LARGE',
    `${what} takes ${mebibytes(bytes)} MiB by the estimate of Graph Data Science; ${mebibytes(most)} MiB of the heap of Neo4j may be used`,
    {
      fix: 'Give Neo4j more heap (SCHOLARGRAPH_NEO4J_HEAP for the local one), or analyse a shorter window of years.',
    },
  );
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}
