import { cypher } from '../../cypher.ts';
import type { Graph, QueryOptions } from '../../graph.ts';
import type { AnalysisKind } from '../../structure/analysis.ts';
import type { AnalysisStep } from '../../structure/run.ts';
import { labelled, rowsById } from '../byId.ts';
import { byId, key, orderKeys } from '../order.ts';
import type { Relation } from '../page.ts';

export type AnalysisState = 'RUNNING' | 'DONE' | 'FAILED' | 'INTERRUPTED';

/** A run of Graph Data Science. */
export interface AnalysisRunRow {
  readonly kind: 'AnalysisRun';
  readonly id: string;
  readonly analysis: AnalysisKind;
  readonly state: AnalysisState;
  readonly step: AnalysisStep | null;
  readonly progress: number;
  readonly by: string;
  /** ISO 8601, as is the next. */
  readonly began: string;
  readonly ended: string | null;
  /** JSON. */
  readonly parameters: string;
  readonly gdsVersion: string;
  readonly nodeCount: number | null;
  readonly relationshipCount: number | null;
  readonly milliseconds: number | null;
  readonly note: string | null;
  readonly current: boolean;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

const analysisRunNode = cypher`n {
  kind: 'AnalysisRun', .id, analysis: n.kind, .state, .step, progress: coalesce(n.progress, 0.0), .by, began: toString(n.began),
  ended: toString(n.ended), .parameters, .gdsVersion, .nodeCount, .relationshipCount, .milliseconds, .note,
  current: n.currentOf IS NOT NULL, .errorCode, .errorMessage
}`;

/** The newest first; all kinds where none is named. */
export function analysisRuns(kind: AnalysisKind | undefined): Relation<{ readonly node: AnalysisRunRow }> {
  return {
    name: 'analysisRuns',
    variant: kind ?? '',
    match: cypher`MATCH (n:AnalysisRun)`,
    where: (bindings) =>
      kind === undefined
        ? cypher`n.state <> 'REMOVED'`
        : cypher`n.state <> 'REMOVED' AND n.kind = ${bindings.add(kind)}`,
    item: cypher`{node: ${analysisRunNode}}`,
    order: [key('BEGAN', 'string', cypher`toString(n.began)`, 'descending'), byId],
  };
}

/** The run that is the current one of the slot that the parent names. */
export const currentRun: Relation<{ readonly node: AnalysisRunRow }> = {
  name: 'AnalysisRun.current',
  match: cypher`MATCH (n:AnalysisRun {currentOf: parent.slot})`,
  item: cypher`{node: ${analysisRunNode}}`,
  order: orderKeys({}, []),
};

/** @returns the runs of those ids, in their order */
export function analysisRunsById(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
): Promise<(AnalysisRunRow | null)[]> {
  return rowsById(
    graph,
    cypher`${labelled(cypher`AnalysisRun`)} WHERE n.state <> 'REMOVED'`,
    analysisRunNode,
    ids,
    options,
  );
}
