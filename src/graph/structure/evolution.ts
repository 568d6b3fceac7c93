import { cypher } from '../cypher.ts';
import { int } from '../graph.ts';
import type { EvolutionAnalysis } from './analysis.ts';
import { detectCommunities, dropProjection, type MemberKind, projectMembers } from './communities.ts';
import { labelCommunities } from './labels.ts';
import type { Projected } from './projections.ts';
import type { Run, RunFigures } from './run.ts';

/** A community that has become larger or smaller by more than this share has grown or shrunk. */
export const steadyShare = 0.1;

/**
 * Communities of each window, and what became of them in the next: two are matched where the Jaccard index of their
 * members is at least the threshold (Greene, Doyle and Cunningham, 'Tracking the evolution of communities in dynamic
 * social networks', ASONAM 2010). A community without a match has died or was born; several that match one have
 * merged; one that several match has split; a single pair has grown, shrunk or continued, by its sizes.
 */
export async function followCommunities(run: Run, analysis: EvolutionAnalysis): Promise<RunFigures> {
  const members: MemberKind = analysis.kind === 'AUTHOR_EVOLUTION' ? 'AUTHORS' : 'TOPICS';
  const { windows, resolution, seed, threshold, leastMembers } = analysis;
  const figures: Projected[] = [];
  for (const [position, during] of windows.entries()) {
    const done = (0.9 * position) / windows.length;
    await run.step('PROJECT', done);
    const projected = await projectMembers(run, members, run.projection(position), during);
    figures.push(projected);
    const id = partitionOfWindow(run, position);
    await run.step('COMPUTE', done + 0.3 / windows.length);
    await detectCommunities(run, projected, {
      id,
      position,
      resolution,
      seed,
      during,
      seeded: false,
      leastMembers,
      hierarchy: false,
    });
    await run.step('LABEL', done + 0.6 / windows.length);
    await labelCommunities(run, id, members, during);
    await dropProjection(run, projected.name);
  }
  await run.step('COMPARE', 0.9);
  for (let position = 1; position < windows.length; position += 1) {
    await matchWindows(run, position, threshold);
  }
  return {
    nodeCount: Math.max(...figures.map(({ nodeCount }) => nodeCount)),
    relationshipCount: Math.max(...figures.map(({ relationshipCount }) => relationshipCount)),
  };
}

function partitionOfWindow(run: Run, position: number): string {
  return `${run.id}/${position}`;
}

/** Matches the communities of a window with those of the one before, and stores what has happened. */
async function matchWindows(run: Run, position: number, threshold: number): Promise<void> {
  const parameters = {
    run: run.id,
    position: int(position),
    before: partitionOfWindow(run, position - 1),
    after: partitionOfWindow(run, position),
    threshold,
    larger: 1 + steadyShare,
    smaller: 1 - steadyShare,
  };
  await run.command(
    cypher`
      MATCH (:Partition {id: $before})<-[:OF_PARTITION]-(old:DetectedCommunity)
      MATCH (old)<-[:MEMBER_OF]-(member)-[:MEMBER_OF]->(new:DetectedCommunity)-[:OF_PARTITION]->(:Partition {id: $after})
      WITH old, new, toFloat(count(member)) AS shared
      WITH old, new, shared, shared / (old.size + new.size - shared) AS jaccard
      WHERE jaccard >= $threshold
      CALL (old, new, shared, jaccard) {
        MERGE (old)-[became:BECAME]->(new)
        SET became.shared = toInteger(shared), became.jaccard = round(jaccard, 6)
      } IN TRANSACTIONS OF 5000 ROWS`,
    parameters,
  );
  // Nothing has happened to what is the whole of a window, born into the first or alive in the last.
  await run.command(
    cypher`
      CALL () {
        MATCH (:Partition {id: $before})<-[:OF_PARTITION]-(old:DetectedCommunity)
        WITH old, COUNT { (old)-[:BECAME]->() } AS heirs
        WHERE heirs <> 1
        RETURN CASE heirs WHEN 0 THEN 'DIED' ELSE 'SPLIT' END AS kind, [old] AS before,
          COLLECT { MATCH (old)-[:BECAME]->(new) RETURN new } AS after
        UNION ALL
        MATCH (:Partition {id: $after})<-[:OF_PARTITION]-(new:DetectedCommunity)
        WITH new, COUNT { (new)<-[:BECAME]-() } AS ancestors
        WHERE ancestors <> 1
        RETURN CASE ancestors WHEN 0 THEN 'BORN' ELSE 'MERGED' END AS kind,
          COLLECT { MATCH (new)<-[:BECAME]-(old) RETURN old } AS before, [new] AS after
        UNION ALL
        MATCH (:Partition {id: $before})<-[:OF_PARTITION]-(old:DetectedCommunity)-[:BECAME]->(new)
        WHERE COUNT { (old)-[:BECAME]->() } = 1 AND COUNT { (new)<-[:BECAME]-() } = 1
        RETURN CASE WHEN new.size > $larger * old.size THEN 'GROWN' WHEN new.size < $smaller * old.size THEN 'SHRUNK'
          ELSE 'CONTINUED' END AS kind, [old] AS before, [new] AS after
      }
      WITH kind, before, after, CASE WHEN kind IN ['BORN', 'MERGED'] THEN after[0] ELSE before[0] END AS subject
      CALL (kind, before, after, subject) {
        MATCH (run:AnalysisRun {id: $run})
        CREATE (event:CommunityEvent {id: $run + '/' + $position + '/' + kind + '/' + subject.number,
          kind: kind, position: $position,
          size: reduce(size = 0, each IN before + after | CASE WHEN each.size > size THEN each.size ELSE size END)
        })-[:OF_RUN]->(run)
        FOREACH (each IN before | CREATE (event)-[:BEFORE]->(each))
        FOREACH (each IN after | CREATE (event)-[:AFTER]->(each))
      } IN TRANSACTIONS OF 1000 ROWS`,
    parameters,
  );
}
