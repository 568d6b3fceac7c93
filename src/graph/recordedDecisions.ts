import { z } from 'zod';
import { decisionContent } from '../resolve/decision.ts';
import { cypher } from './cypher.ts';
import type { Graph } from './graph.ts';
import { restoreDecision, restoreUndone } from './write/decide.ts';

/** A decision with all that is on record of it, to be taken to another graph. */
export const recordedDecision = z.object({
  id: z.string().min(1),
  at: z.iso.datetime(),
  by: z.string().min(1),
  reason: z.string().min(1),
  /** What it was about when it was made. */
  subjects: z.array(z.object({ id: z.string(), name: z.string() })),
  content: decisionContent,
  /** Absent where it is in force. */
  undone: z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string().optional() }).optional(),
});
export type RecordedDecision = z.infer<typeof recordedDecision>;

/** All decisions, those that were undone too, the oldest first. */
export async function recordedDecisions(graph: Graph): Promise<RecordedDecision[]> {
  const rows = await graph.read<{
    id: string;
    at: string;
    by: string;
    reason: string;
    subjects: RecordedDecision['subjects'];
    content: string;
    undone: { at: string; by: string; reason: string | null } | null;
  }>(
    cypher`MATCH (d:Decision)
      RETURN d.id AS id, toString(d.at) AS at, d.by AS by, d.reason AS reason,
        [index IN range(0, size(d.subjects) - 1) | {id: d.subjects[index], name: d.subjectNames[index]}] AS subjects,
        d.content AS content,
        CASE WHEN d.undoneAt IS NOT NULL
          THEN {at: toString(d.undoneAt), by: d.undoneBy, reason: d.undoneReason} END AS undone
      ORDER BY d.at, d.id`,
    {},
    { timeoutMs: 300_000 },
  );
  return rows.map(({ at, content, undone, ...row }) => ({
    ...row,
    at: moment(at),
    content: decisionContent.parse(JSON.parse(content)),
    ...(undone === null
      ? {}
      : { undone: { at: moment(undone.at), by: undone.by, reason: undone.reason ?? undefined } }),
  }));
}

/** Neo4j leaves out a fraction of zero. */
function moment(text: string): string {
  return new Date(text).toISOString();
}

export interface Restored {
  readonly taken: number;
  /** Were in the graph already, and stay as they are there. */
  readonly known: number;
  /** Of those taken and in force: about nothing that is in the graph. They hold for what will be imported. */
  readonly idle: number;
}

/**
 * Makes decisions of another graph those of this one, with who, when and why. Each is a transaction of its own, so this can be
 * run again after an interruption.
 */
export async function restoreDecisions(
  graph: Graph,
  decisions: readonly RecordedDecision[],
): Promise<Restored> {
  const rows = await graph.read<{ id: string }>(
    cypher`UNWIND $ids AS id MATCH (d:Decision {id: id}) RETURN d.id AS id`,
    { ids: decisions.map(({ id }) => id) },
  );
  const known = new Set(rows.map(({ id }) => id));
  let idle = 0;
  let taken = 0;
  const oldestFirst = decisions.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  for (const { id, at, by, reason, subjects, content, undone } of oldestFirst) {
    if (known.has(id)) continue;
    known.add(id);
    const decision = { id, at, content };
    if (undone !== undefined) {
      await restoreUndone(graph, decision, { by, reason }, subjects, undone);
    } else {
      const { before, publicationCount } = await restoreDecision(graph, decision, { by, reason }, subjects);
      if (before.length === 0 && publicationCount === 0) idle += 1;
    }
    taken += 1;
  }
  return { taken, known: decisions.length - taken, idle };
}
