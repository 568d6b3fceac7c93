import { type Cypher, cypher } from '../cypher.ts';
import { type Graph, int, type QueryOptions } from '../graph.ts';
import { type Burst, type BurstOptions, bursts, type Step } from './burst.ts';
import { Bindings, filteredRows, type Parent, parentOf, type Relation } from './page.ts';
import { type TopicRow, topicNode } from './rows.ts';

export const trendLimits = { topics: 100, years: 50, candidates: 2_000 } as const;

export type TrendDirection = 'EMERGING' | 'FADING';

export interface TrendRequest {
  readonly direction: TrendDirection;
  /** How many years each of the two windows has. */
  readonly years: number;
  /** The last year of the later window; the latest of the publications where absent. */
  readonly until: number | undefined;
  /** A topic has so many publications in both windows together at least. */
  readonly minPublications: number;
  readonly first: number;
}

export interface TopicTrend {
  readonly topic: TopicRow;
  readonly z: number;
  readonly recentCount: number;
  readonly earlierCount: number;
  readonly recentTotal: number;
  readonly earlierTotal: number;
  /** The last year of the later window. */
  readonly until: number;
}

/**
 * The topics whose share of the publications has grown, or shrunk, most surely from one window of years to the next:
 * for each parent, in the order of `parents`, by one statement. The statistic is that of the pooled z-test for two
 * proportions: z = (c₁/n₁ − c₂/n₂) / √(p(1−p)(1/n₁ + 1/n₂)), p = (c₁+c₂)/(n₁+n₂).
 */
export async function readTrends(
  graph: Graph,
  relation: Relation<unknown>,
  parents: readonly Parent[],
  request: TrendRequest,
  options: QueryOptions,
): Promise<TopicTrend[][]> {
  const bindings = new Bindings();
  // Goes over the publications once for each part: a list of them all would cost far more memory than counting does.
  const publications = cypher`${parentOf(relation)} ${filteredRows(relation, bindings)} WITH n`;
  const recent = cypher`CASE WHEN n.year > until - $years THEN 1 ELSE 0 END`;
  const inWindows = cypher`n.year > until - 2 * $years AND n.year <= until`;
  const rows = await graph.read<{ key: string; trends: TopicTrend[] }>(
    cypher`
      UNWIND $parents AS parent
      CALL (parent) {
        ${publications}
        RETURN coalesce($until, max(n.year)) AS until
      }
      CALL (parent, until) {
        ${publications}
        WHERE ${inWindows}
        RETURN sum(${recent}) AS recentTotal, count(*) AS bothTotal
      }
      CALL (parent, until, recentTotal, bothTotal) {
        ${publications}
        WHERE ${inWindows}
        MATCH (n)-[:ABOUT]->(topic:Topic)
        WITH topic, until, recentTotal, bothTotal - recentTotal AS earlierTotal, sum(${recent}) AS recentCount, count(*) AS count
        WHERE count >= $minPublications AND recentTotal > 0 AND earlierTotal > 0
        WITH *, count - recentCount AS earlierCount, toFloat(count) / (recentTotal + earlierTotal) AS pooled
        WHERE pooled < 1
        WITH *, (toFloat(recentCount) / recentTotal - toFloat(earlierCount) / earlierTotal)
          / sqrt(pooled * (1 - pooled) * (1.0 / recentTotal + 1.0 / earlierTotal)) AS z
        WHERE z * $sign > 0
        ORDER BY z * $sign DESC, topic.id LIMIT $first
        WITH topic AS n, z, recentCount, earlierCount, recentTotal, earlierTotal, until
        RETURN collect({
          topic: ${topicNode}, z: z, recentCount: recentCount, earlierCount: earlierCount,
          recentTotal: recentTotal, earlierTotal: earlierTotal, until: until
        }) AS trends
      }
      RETURN parent.key AS key, trends`,
    {
      ...relation.parameters,
      ...bindings.values,
      parents,
      until: request.until === undefined ? null : int(request.until),
      years: int(request.years),
      minPublications: int(request.minPublications),
      first: int(request.first),
      sign: request.direction === 'EMERGING' ? 1 : -1,
    },
    options,
  );
  const byParent = new Map(rows.map((row) => [row.key, row.trends]));
  return parents.map(({ key }) => byParent.get(key) ?? []);
}

export interface BurstRequest extends BurstOptions {
  /** Only of these; of those with the most publications where absent. */
  readonly topics: readonly string[] | undefined;
  readonly minPublications: number;
  readonly first: number;
}

export interface TopicBurst extends Burst {
  readonly topic: TopicRow;
  /** The publications about the topic in the burst. */
  readonly publicationCount: number;
}

/** The bursts of topics, the weightiest first: for each parent, in the order of `parents`, by one statement. */
export async function readBursts(
  graph: Graph,
  relation: Relation<unknown>,
  parents: readonly Parent[],
  request: BurstRequest,
  options: QueryOptions,
): Promise<TopicBurst[][]> {
  const bindings = new Bindings();
  const publications = cypher`${parentOf(relation)} ${filteredRows(relation, bindings)} WITH n`;
  const wanted: Cypher =
    request.topics === undefined ? cypher`` : cypher`WHERE topic.id IN ${bindings.add(request.topics)}`;
  const rows = await graph.read<{
    key: string;
    totals: (readonly [year: number, total: number])[];
    candidates: { topic: TopicRow; counts: (readonly [year: number, count: number])[] }[];
  }>(
    cypher`
      UNWIND $parents AS parent
      CALL (parent) {
        ${publications}
        WHERE n.year IS NOT NULL
        WITH n.year AS year, count(*) AS total
        RETURN collect([year, total]) AS totals
      }
      CALL (parent) {
        ${publications}
        WHERE n.year IS NOT NULL
        MATCH (n)-[:ABOUT]->(topic:Topic) ${wanted}
        WITH topic, n.year AS year, count(*) AS count
        WITH topic AS n, sum(count) AS size, collect([year, count]) AS counts
        ORDER BY size DESC, n.id LIMIT $candidates
        WHERE size >= $minPublications
        RETURN collect({topic: ${topicNode}, counts: counts}) AS candidates
      }
      RETURN parent.key AS key, totals, candidates`,
    {
      ...relation.parameters,
      ...bindings.values,
      parents,
      candidates: int(trendLimits.candidates),
      minPublications: int(request.minPublications),
    },
    options,
  );
  const byParent = new Map(rows.map((row) => [row.key, row]));
  return parents.map(({ key }) => {
    const { totals = [], candidates = [] } = byParent.get(key) ?? {};
    const ofYear = new Map(totals);
    const years = [...ofYear.keys()].sort((a, b) => a - b);
    return candidates
      .flatMap(({ topic, counts }) => {
        const countOf = new Map(counts);
        const steps: Step[] = years.map((at) => ({
          at,
          count: countOf.get(at) ?? 0,
          total: ofYear.get(at) ?? 0,
        }));
        return bursts(steps, request).map((burst) => ({
          ...burst,
          topic,
          publicationCount: steps
            .filter(({ at }) => at >= burst.from && at <= burst.to)
            .reduce((sum, { count }) => sum + count, 0),
        }));
      })
      .sort((a, b) => b.weight - a.weight || (a.topic.id < b.topic.id ? -1 : 1))
      .slice(0, request.first);
  });
}
