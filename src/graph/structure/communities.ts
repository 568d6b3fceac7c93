import { ScholargraphError } from '../../errors.ts';
import type { Window } from '../../network/network.ts';
import { cypher } from '../cypher.ts';
import { int } from '../graph.ts';
import type { CommunityAnalysis } from './analysis.ts';
import { labelCommunities } from './labels.ts';
import { type Projected, projectAuthors, projectTopics, requireMemory } from './projections.ts';
import type { Run, RunFigures } from './run.ts';

/** What communities are of. */
export type MemberKind = 'AUTHORS' | 'TOPICS';

export interface PartitionOptions {
  readonly id: string;
  /** Its place among those of its run. */
  readonly position: number;
  readonly resolution: number;
  readonly seed: number;
  readonly during: Window;
  readonly seeded: boolean;
  readonly leastMembers: number;
  /** Whether the levels below the last are stored, too. */
  readonly hierarchy: boolean;
}

/**
 * Communities by Leiden (Traag, Waltman and van Eck, 'From Louvain to Leiden: guaranteeing well-connected communities',
 * Scientific Reports 9, 2019) at each resolution, with their hierarchy.
 */
export async function findCommunities(run: Run, analysis: CommunityAnalysis): Promise<RunFigures> {
  const members: MemberKind = analysis.kind === 'AUTHOR_COMMUNITIES' ? 'AUTHORS' : 'TOPICS';
  const { resolutions, seed, during, leastMembers, seededFrom } = analysis;
  const figures: Projected[] = [];
  for (const [position, resolution] of resolutions.entries()) {
    const done = position / resolutions.length;
    const part = 1 / resolutions.length;
    const base =
      seededFrom === null ? undefined : await partitionOf(run, seededFrom, analysis.kind, resolution);
    await run.step('PROJECT', done);
    const projected = await projectMembers(run, members, run.projection(position), during, base);
    figures.push(projected);
    const partition = {
      id: `${run.id}/${position}`,
      position,
      resolution,
      seed,
      during,
      seeded: base !== undefined,
      leastMembers,
      hierarchy: true,
    };
    await run.step('COMPUTE', done + 0.1 * part);
    await detectCommunities(run, projected, partition);
    await run.step('LABEL', done + 0.7 * part);
    await labelCommunities(run, partition.id, members, during);
    await dropProjection(run, projected.name);
  }
  return {
    nodeCount: figures[0]?.nodeCount ?? 0,
    relationshipCount: figures[0]?.relationshipCount ?? 0,
  };
}

export function projectMembers(
  run: Run,
  members: MemberKind,
  name: string,
  during: Window,
  seededFrom?: string | undefined,
): Promise<Projected> {
  return (members === 'AUTHORS' ? projectAuthors : projectTopics)(run, name, during, seededFrom);
}

export async function dropProjection(run: Run, name: string): Promise<void> {
  await run.command(cypher`CALL gds.graph.drop($name, false) YIELD graphName RETURN graphName`, { name });
}

async function partitionOf(run: Run, from: string, kind: string, resolution: number): Promise<string> {
  const [found] = await run.command<{ id: string }>(
    cypher`
      MATCH (:AnalysisRun {id: $from, kind: $kind, state: 'DONE'})<-[:OF_RUN]-(partition:Partition {resolution: $resolution})
      RETURN partition.id AS id`,
    { from, kind, resolution },
  );
  if (found !== undefined) return found.id;
  throw new ScholargraphError(
    'ANALYSIS_NOT_FOUND',
    `There is no complete run with this id that has found communities of the same kind at the resolution ${resolution}`,
    { field: 'seededFrom', fix: 'The query analysisRuns lists the runs and their partitions.' },
  );
}

/**
 * Runs Leiden over a projection and stores the communities of every level. Two runs of the same seed agree, so the one
 * that gives the levels and the one that gives the last of them alone, which modularity and conductance take, are of
 * the same partition.
 */
export async function detectCommunities(
  run: Run,
  { name, nodeCount }: Projected,
  { id, position, resolution, seed, during, seeded, leastMembers, hierarchy }: PartitionOptions,
): Promise<void> {
  const partition = {
    id,
    position: int(position),
    resolution,
    seed: int(seed),
    fromYear: during.from == null ? null : int(during.from),
    toYear: during.to == null ? null : int(during.to),
    nodeCount: int(nodeCount),
  };
  if (nodeCount === 0) {
    await run.graph.write((transaction) =>
      transaction.run(
        cypher`MATCH (run:AnalysisRun {id: $run})
          MERGE (partition:Partition {id: $partition.id})
          SET partition += $partition, partition.levels = 0, partition.communityCount = 0, partition.modularity = 0.0
          MERGE (partition)-[:OF_RUN]->(run)`,
        { run: run.id, partition },
      ),
    );
    return;
  }
  const settings = {
    relationshipWeightProperty: 'weight',
    gamma: resolution,
    randomSeed: int(seed),
    concurrency: int(1),
    ...(seeded ? { seedProperty: 'seed' } : {}),
  };
  await requireMemory(run, 'Leiden', async () => {
    const [estimate] = await run.command<{ bytes: number }>(
      cypher`CALL gds.leiden.mutate.estimate($name, $settings) YIELD bytesMax AS bytes RETURN bytes`,
      { name, settings: { ...settings, mutateProperty: 'community' } },
    );
    return estimate?.bytes ?? 0;
  });
  const found = await leiden(run, name, settings, hierarchy);
  const [quality] = await run.command<{ modularity: number }>(
    cypher`
      CALL gds.modularity.stats($name, {communityProperty: 'community', relationshipWeightProperty: 'weight', concurrency: 1})
      YIELD modularity RETURN modularity`,
    { name },
  );
  const { property } = found;
  const listed = property === 'levels';
  const levels = cypher`CASE WHEN $listed THEN value ELSE [value] END`;
  const [depth] = await run.command<{ levels: number }>(
    cypher`CALL gds.graph.nodeProperty.stream($name, $property) YIELD propertyValue AS value
      RETURN max(size(${levels})) AS levels`,
    { name, property, listed },
  );
  await run.graph.write((transaction) =>
    transaction.run(
      cypher`MATCH (run:AnalysisRun {id: $run})
        MERGE (partition:Partition {id: $partition.id})
        SET partition += $partition, partition.levels = $levels, partition.communityCount = $communityCount,
          partition.modularity = $modularity, partition.objectives = $objectives
        MERGE (partition)-[:OF_RUN]->(run)`,
      {
        run: run.id,
        partition,
        levels: int(depth?.levels ?? 0),
        communityCount: int(found.communityCount),
        modularity: quality?.modularity ?? 0,
        objectives: found.modularities,
      },
    ),
  );
  const stored = { name, property, listed, partition: id, leastMembers: int(leastMembers) };
  // What each community of each level has for members, and the community of the next level that most of them are in.
  await run.command(
    cypher`
      CALL gds.graph.nodeProperty.stream($name, $property) YIELD propertyValue AS value
      WITH ${levels} AS numbers
      UNWIND range(0, size(numbers) - 1) AS level
      WITH level, numbers[level] AS number, count(*) AS size
      WHERE size >= $leastMembers
      CALL (level, number, size) {
        MATCH (partition:Partition {id: $partition})
        CREATE (:DetectedCommunity {id: $partition + '/' + level + '/' + number, level: level, number: number, size: size})
          -[:OF_PARTITION]->(partition)
      } IN TRANSACTIONS OF 5000 ROWS`,
    stored,
  );
  await run.command(
    cypher`
      CALL gds.graph.nodeProperty.stream($name, $property) YIELD nodeId, propertyValue AS value
      WITH gds.util.asNode(nodeId) AS member, ${levels} AS numbers
      CALL (member, numbers) {
        UNWIND range(0, size(numbers) - 1) AS level
        MATCH (community:DetectedCommunity {id: $partition + '/' + level + '/' + numbers[level]})
        CREATE (member)-[:MEMBER_OF]->(community)
      } IN TRANSACTIONS OF 5000 ROWS`,
    stored,
  );
  if (listed) {
    await run.command(
      cypher`
        CALL gds.graph.nodeProperty.stream($name, $property) YIELD propertyValue AS numbers
        UNWIND range(0, size(numbers) - 2) AS level
        WITH level, numbers[level] AS number, numbers[level + 1] AS above, count(*) AS shared
        ORDER BY shared DESC, above
        WITH level, number, collect({above: above, shared: shared})[0] AS most
        CALL (level, number, most) {
          MATCH (community:DetectedCommunity {id: $partition + '/' + level + '/' + number})
          MATCH (above:DetectedCommunity {id: $partition + '/' + (level + 1) + '/' + most.above})
          CREATE (community)-[:WITHIN {shared: most.shared}]->(above)
        } IN TRANSACTIONS OF 5000 ROWS`,
      stored,
    );
  }
  await run.command(
    cypher`
      CALL gds.conductance.stream($name, {communityProperty: 'community', relationshipWeightProperty: 'weight', concurrency: 1})
      YIELD community AS number, conductance
      WITH number, conductance WHERE NOT isNaN(conductance)
      CALL (number, conductance) {
        MATCH (community:DetectedCommunity {id: $partition + '/' + $last + '/' + number})
        SET community.conductance = conductance
      } IN TRANSACTIONS OF 5000 ROWS`,
    { name, partition: id, last: int((depth?.levels ?? 1) - 1) },
  );
  // The mean over communities, as the authors of the measure report it, and what is of one member has none.
  await run.command(
    cypher`
      MATCH (partition:Partition {id: $partition})
      CALL (partition) {
        MATCH (partition)<-[:OF_PARTITION]-(community:DetectedCommunity)
        RETURN avg(community.conductance) AS conductance
      }
      SET partition.conductance = conductance`,
    { partition: id },
  );
}

interface Leiden {
  /** The node property that the communities are in: `levels` has a list, of every level. */
  readonly property: 'community' | 'levels';
  readonly communityCount: number;
  /** Level by level. */
  readonly modularities: readonly number[];
}

/** Runs Leiden; `community` is the last level in any case. */
async function leiden(
  run: Run,
  name: string,
  settings: Readonly<Record<string, unknown>>,
  hierarchy: boolean,
): Promise<Leiden> {
  const statement = cypher`
    CALL gds.leiden.mutate($name, $settings) YIELD communityCount, modularities
    RETURN communityCount, modularities`;
  try {
    const [last] = await run.command<{ communityCount: number; modularities: number[] }>(statement, {
      name,
      settings: { ...settings, mutateProperty: 'community' },
    });
    if (hierarchy) {
      await run.command(statement, {
        name,
        settings: { ...settings, mutateProperty: 'levels', includeIntermediateCommunities: true },
      });
    }
    return {
      property: hierarchy ? 'levels' : 'community',
      communityCount: last?.communityCount ?? 0,
      modularities: last?.modularities ?? [],
    };
  } catch (error) {
    if (!movedNothing(error)) throw error;
    return { property: 'community', communityCount: await unmoved(run, name, settings), modularities: [] };
  }
}

/**
 * Whether Leiden of Graph Data Science 2.13 has failed as it does where no node is better off in another community than
 * the one that it starts from: then it has no level to answer with.
 */
function movedNothing(error: unknown): boolean {
  return error instanceof Error && error.message.includes('LeidenDendrogramManager.getCurrent()');
}

/** The communities that Leiden starts from: those of the seed, and who has none alone. No tie reaches the threshold. */
async function unmoved(
  run: Run,
  name: string,
  { seedProperty }: Readonly<Record<string, unknown>>,
): Promise<number> {
  const [row] = await run.command<{ count: number }>(
    cypher`CALL gds.wcc.mutate($name, $settings) YIELD componentCount AS count RETURN count`,
    {
      name,
      settings: {
        mutateProperty: 'community',
        relationshipWeightProperty: 'weight',
        threshold: Number.MAX_VALUE,
        concurrency: int(1),
        ...(seedProperty === undefined ? {} : { seedProperty }),
      },
    },
  );
  return row?.count ?? 0;
}
