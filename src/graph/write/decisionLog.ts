import { randomUUID } from 'node:crypto';
import { type Decision, Decisions, decisionContent } from '../../resolve/decision.ts';
import { cypher } from '../cypher.ts';
import type { Transaction } from '../graph.ts';

/** Who decided, and why. */
export interface DecisionOrigin {
  readonly by: string;
  readonly reason: string;
}

/** What a decision was about when it was made. */
export interface DecisionSubject {
  readonly id: string;
  readonly name: string;
}

/** The last state that was read. A revision is of one state for ever, so nothing else has to be compared. */
let known: { readonly revision: string; readonly decisions: Decisions } | undefined;

/**
 * The decisions in force. Until the transaction ends nobody else gets them, so whoever resolves does so by decisions that
 * nobody is changing, and whoever decides sees all that was resolved by the ones before.
 */
export async function lockDecisions(transaction: Transaction): Promise<Decisions> {
  return (await holdDecisions(transaction)).decisions;
}

/** The decisions in force, and how many have held them so far. */
export interface HeldDecisions {
  readonly decisions: Decisions;
  /** Of those whose transactions were committed: nobody has resolved or decided anything between two equal ones. */
  readonly holds: number;
}

/** As `lockDecisions`, and counts the caller in. */
export async function holdDecisions(transaction: Transaction): Promise<HeldDecisions> {
  const [log] = await transaction.run<{ revision: string | null; holds: number }>(
    cypher`MERGE (log:DecisionLog {id: 'decisions'})
      SET log.holds = coalesce(log.holds, 0) + 1
      RETURN log.revision AS revision, log.holds AS holds`,
  );
  const revision = log?.revision ?? undefined;
  return { decisions: await decisionsOf(transaction, revision), holds: log?.holds ?? 0 };
}

/**
 * The decisions in force as far as this process has read them, without keeping others from changing them. Undefined
 * where it has not read those that are in force now.
 */
export async function knownDecisions(transaction: Transaction): Promise<HeldDecisions | undefined> {
  const [log] = await transaction.run<{ revision: string | null; holds: number | null }>(
    cypher`MATCH (log:DecisionLog {id: 'decisions'}) RETURN log.revision AS revision, log.holds AS holds`,
  );
  const revision = log?.revision ?? undefined;
  const holds = log?.holds ?? 0;
  if (revision === undefined) return { decisions: Decisions.none, holds };
  return known?.revision === revision ? { decisions: known.decisions, holds } : undefined;
}

/** Those of a revision. The caller has them locked: they could change between two statements. */
async function decisionsOf(transaction: Transaction, revision: string | undefined): Promise<Decisions> {
  if (revision === undefined) return Decisions.none;
  if (known?.revision === revision) return known.decisions;
  const rows = await transaction.run<{ id: string; at: string; content: string }>(
    cypher`MATCH (d:Decision) WHERE d.undoneAt IS NULL
      RETURN d.id AS id, toString(d.at) AS at, d.content AS content`,
  );
  const decisions = new Decisions(
    rows.map(({ id, at, content }) => ({
      id,
      // Neo4j leaves out a fraction of zero.
      at: new Date(at).toISOString(),
      content: decisionContent.parse(JSON.parse(content)),
    })),
  );
  known = { revision, decisions };
  return decisions;
}

/** Keeps a decision; the caller has locked them, and resolves what it concerns. */
export async function writeDecision(
  transaction: Transaction,
  { id, at, content }: Decision,
  origin: DecisionOrigin,
  subjects: readonly DecisionSubject[],
): Promise<void> {
  await transaction.run(
    cypher`MERGE (d:Decision {id: $id})
      SET d = $row, d.at = datetime($at)`,
    {
      id,
      at,
      row: {
        id,
        kind: content.kind,
        of: content.of,
        by: origin.by,
        reason: origin.reason,
        ...(content.name === undefined ? {} : { name: content.name }),
        subjects: subjects.map((subject) => subject.id),
        subjectNames: subjects.map((subject) => subject.name),
        ids: 'from' in content ? [...content.from, ...(content.into ? [content.into.id] : [])] : [],
        content: JSON.stringify(content),
      },
    },
  );
  await revise(transaction);
}

/** Takes a decision out of force; it stays readable. */
export async function retractDecision(
  transaction: Transaction,
  id: string,
  origin: { readonly by: string; readonly at: string; readonly reason?: string | undefined },
): Promise<void> {
  await transaction.run(
    cypher`MATCH (d:Decision {id: $id})
      SET d.undoneBy = $by, d.undoneAt = datetime($at), d.undoneReason = $reason`,
    { id, by: origin.by, at: origin.at, reason: origin.reason ?? null },
  );
  await revise(transaction);
}

async function revise(transaction: Transaction): Promise<void> {
  await transaction.run(cypher`MATCH (log:DecisionLog {id: 'decisions'}) SET log.revision = $revision`, {
    revision: randomUUID(),
  });
}
