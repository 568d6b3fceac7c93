import { setImmediate as turn } from 'node:timers/promises';
import type { Decisions } from '../../resolve/decision.ts';
import { mergePublication, type Publication, statedVenues } from '../../resolve/mergePublication.ts';
import {
  keepKeys,
  keysOf,
  lookupKeys,
  type PublicationGroup,
  samePublications,
} from '../../resolve/samePublication.ts';
import type { VenueAliases } from '../../resolve/sameVenue.ts';
import type { Statement } from '../../resolve/statement.ts';
import { restated, type Worded } from '../../resolve/wordings.ts';
import { cypher } from '../cypher.ts';
import { type Graph, int, type Transaction } from '../graph.ts';
import { markOutdated } from '../outdated.ts';
import { holdDecisions, knownDecisions, lockDecisions } from './decisionLog.ts';
import { readNeighbourhood, type StoredPublication, storedBesides } from './neighbourhood.ts';
import { previewed } from './preview.ts';
import { type PublicationChanges, writePublications } from './publications.ts';
import { nameSource } from './sources.ts';
import { readVenueAliases } from './venueAliases.ts';

export interface BatchReport {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

const timeoutMs = 300_000;

/**
 * Takes statements into the graph, all or none: reads what they could concern, decides which publications there are, and
 * writes those that changed. Taking the same statements again changes nothing.
 */
export function writeBatch(graph: Graph, statements: readonly Statement[]): Promise<BatchReport> {
  return new BatchWriter(graph).write(statements);
}

/** Statements or publications that are prepared before others get a turn. */
const preparedAtOnce = 25;
/** Batches that are remembered to have been written: more than there can be between deciding on one and writing it. */
const remembered = 16;

/** What was decided on a batch before it is its turn to be written. */
interface Ahead {
  readonly plan: Plan;
  /** How many had held the decisions before. */
  readonly holds: number;
}

/**
 * Takes batches in as `writeBatch` does, one after the other, and decides on the next in a transaction of its own while one
 * is being written. What was decided ahead is written where it would be decided again: nobody else has held the decisions
 * meanwhile, and no batch of this writer had to do with anything that it follows from. Otherwise it is decided anew.
 */
export class BatchWriter {
  readonly #graph: Graph;
  readonly #ahead = new WeakMap<readonly Statement[], Ahead>();
  /** Oldest first. */
  readonly #written: { readonly holds: number; readonly concerned: ReadonlySet<string> }[] = [];

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /**
   * Does of `write` what comes before writing, for the very same array. It makes no difference to the outcome: what fails
   * here fails again there, where it is told.
   */
  async prepare(statements: readonly Statement[]): Promise<void> {
    try {
      await prepare(statements);
      const ahead = await this.#graph.readTogether(
        async (transaction) => {
          const known = await knownDecisions(transaction);
          if (known === undefined) return undefined;
          const plan = await planned(transaction, known.decisions, { latest: byKey(statements) });
          return { plan, holds: known.holds };
        },
        { timeoutMs },
      );
      if (ahead !== undefined) this.#ahead.set(statements, ahead);
    } catch {}
  }

  async write(statements: readonly Statement[]): Promise<BatchReport> {
    const { plan, holds } = await this.#graph.write(
      async (transaction) => {
        const held = await holdDecisions(transaction);
        const ahead = this.#ahead.get(statements);
        const plan =
          ahead !== undefined && this.#stillHolds(ahead, held.holds)
            ? ahead.plan
            : await planned(transaction, held.decisions, { latest: byKey(statements) });
        if (plan.changes !== undefined) {
          // Undoing an import may have taken it away since it was named.
          const sources = new Map(statements.map(({ source }) => [source.id, source]));
          for (const source of sources.values()) await nameSource(transaction, source);
          await writePublications(transaction, plan.changes, held.decisions);
          await markOutdated(transaction, 'venues');
        }
        await writeWordings(transaction, plan.restatements);
        return { plan, holds: held.holds };
      },
      { timeoutMs },
    );
    this.#ahead.delete(statements);
    this.#written.push({ holds, concerned: plan.concerned });
    if (this.#written.length > remembered) this.#written.shift();
    return plan.report;
  }

  /** @param holds of the transaction that is to write it, itself included */
  #stillHolds(ahead: Ahead, holds: number): boolean {
    const since = this.#written.filter((written) => written.holds > ahead.holds);
    return (
      since.length === holds - ahead.holds - 1 &&
      since.every(({ concerned }) => isDisjoint(concerned, ahead.plan.concerned))
    );
  }
}

function isDisjoint(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [fewer, more] = a.size < b.size ? [a, b] : [b, a];
  for (const each of fewer) if (more.has(each)) return false;
  return true;
}

/** Of statements of one key the last counts. */
function byKey(statements: readonly Statement[]): ReadonlyMap<string, Statement> {
  return new Map(statements.map((statement) => [statement.key, statement]));
}

/**
 * Does of `writeBatch` and `previewBatch` what does not need the graph, and keeps it for the same statements: so it goes on
 * while the batch before is being written. It makes no difference to the outcome.
 */
export async function prepareBatch(statements: readonly Statement[]): Promise<void> {
  try {
    await prepare(statements);
  } catch {}
}

async function prepare(statements: readonly Statement[]): Promise<void> {
  const latest = [...byKey(statements).values()];
  for (const [at, statement] of latest.entries()) {
    if (at % preparedAtOnce === 0) await turn();
    keepKeys(statement);
  }
  for (const [at, group] of samePublications(latest).entries()) {
    if (at % preparedAtOnce === 0) await turn();
    const [first] = group.statements;
    if (first !== undefined) prepared.set(first, { group, publication: mergePublication(group) });
  }
}

/** By the first of its statements: what they are together where nothing else is known. */
const prepared = new WeakMap<Statement, { group: PublicationGroup; publication: Publication }>();

function merged(group: PublicationGroup): Publication {
  const [first] = group.statements;
  const before = first === undefined ? undefined : prepared.get(first);
  return before !== undefined && isSame(before.group, group) ? before.publication : mergePublication(group);
}

/** A group that no alias concerns stays as it is, so that it may have been prepared. */
function withAliases(group: PublicationGroup, aliases: VenueAliases): PublicationGroup {
  const concerned =
    aliases.size > 0 &&
    group.statements.some((each) => statedVenues(each).some(({ key }) => aliases.has(key)));
  return concerned ? { ...group, aliases } : group;
}

/** Whether all that a publication follows from is the same. */
function isSame(a: PublicationGroup, b: PublicationGroup): boolean {
  const [mine, others] = [
    new Map<string, unknown>(Object.entries(a)),
    new Map<string, unknown>(Object.entries(b)),
  ];
  return [...new Set([...mine.keys(), ...others.keys()])].every((name) => {
    const [left, right] = [mine.get(name), others.get(name)];
    if (!Array.isArray(left) || !Array.isArray(right)) return left === right;
    return left.length === right.length && left.every((each, at) => each === right[at]);
  });
}

/** What `writeBatch` would do to the graph as it is now; the graph stays as it is. */
export async function previewBatch(graph: Graph, statements: readonly Statement[]): Promise<BatchReport> {
  const latest = byKey(statements);
  // Of what locking the decisions makes, nothing is to stay.
  const work = async (transaction: Transaction) =>
    (await planned(transaction, await lockDecisions(transaction), { latest })).report;
  return previewed(graph, work, timeoutMs);
}

/** Publications that one transaction resolves again. */
const publicationsPerTransaction = 500;

/**
 * Resolves again the publications that decisions, or what was learned of venues, have left, so many at a time. What it
 * does not finish stays marked, so it goes on at the next call after an interruption.
 */
export async function settlePublications(
  graph: Graph,
  onProgress: (publications: number) => void = () => {},
): Promise<void> {
  let done = 0;
  for (;;) {
    const settled = await graph.write(
      async (transaction) => {
        const decisions = await lockDecisions(transaction);
        const marked = await transaction.run<{ id: string }>(
          cypher`MATCH (p:Publication) WHERE p.stale = 1
            WITH p ORDER BY p.id LIMIT $limit
            REMOVE p.stale
            RETURN p.id AS id`,
          { limit: int(publicationsPerTransaction) },
        );
        await resolveAgain(
          transaction,
          decisions,
          marked.map(({ id }) => id),
        );
        return marked.length;
      },
      { timeoutMs },
    );
    if (settled === 0) return;
    done += settled;
    onProgress(done);
  }
}

/**
 * Resolves publications anew from the statements that are stored of them.
 * @returns the name blocks whose authors have to be resolved again
 */
export async function resolveAgain(
  transaction: Transaction,
  decisions: Decisions,
  publications: readonly string[],
): Promise<readonly string[]> {
  if (publications.length === 0) return [];
  const stated = await transaction.run<{ key: string }>(
    cypher`UNWIND $publications AS id
      MATCH (:Publication {id: id})-[s:STATED_BY]->()
      RETURN s.key AS key`,
    { publications },
  );
  const { changes } = await planned(transaction, decisions, { again: stated.map(({ key }) => key) });
  return changes === undefined ? [] : writePublications(transaction, changes, decisions);
}

/**
 * Resolves publications anew without some of the statements that are stored of them, and with others as if they had been
 * stated otherwise.
 * @param removed keys of statements that go
 * @param revised statements in the place of those that have their keys
 * @returns the name blocks whose authors have to be resolved again
 */
export async function resolveWithout(
  transaction: Transaction,
  decisions: Decisions,
  removed: ReadonlySet<string>,
  revised: readonly Statement[],
): Promise<readonly string[]> {
  const latest = byKey(revised);
  const { changes } = await planned(transaction, decisions, { latest, removed, revises: true });
  const blocks = changes === undefined ? [] : await writePublications(transaction, changes, decisions);
  if (changes !== undefined) await markOutdated(transaction, 'venues');
  await writeWordings(transaction, revised);
  return blocks;
}

/** Says of stored statements which imports state them, and what they said before. */
async function writeWordings(transaction: Transaction, statements: readonly Statement[]): Promise<void> {
  if (statements.length === 0) return;
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (:Publication)-[s:STATED_BY {key: row.key}]->(:Source)
      USING INDEX s:STATED_BY(key)
      SET s.imports = row.imports, s.earlier = row.earlier`,
    { rows: statements.map((statement) => ({ key: statement.key, ...storedBesides(statement) })) },
  );
}

/** What is asked of a plan. */
interface Asked {
  /** Statements that come, or come again, by their keys. */
  readonly latest?: ReadonlyMap<string, Statement>;
  /** Whether `latest` are what is to be stored, rather than what is stated now. */
  readonly revises?: boolean;
  /** Keys of stored statements to be resolved again. */
  readonly again?: readonly string[];
  /** Keys of stored statements that go. */
  readonly removed?: ReadonlySet<string>;
}

interface Plan {
  /** Absent where there is nothing to write. */
  readonly changes: PublicationChanges | undefined;
  /** Keys of publications and of statements: it follows from what is stored of these, and changes nothing of others. */
  readonly concerned: ReadonlySet<string>;
  /** Stored statements that other imports state than before. */
  readonly restatements: readonly Statement[];
  readonly report: BatchReport;
}

async function planned(
  transaction: Transaction,
  decisions: Decisions,
  { latest = new Map(), revises = false, again = [], removed = new Set() }: Asked,
): Promise<Plan> {
  const { stored, concerned } = await closedNeighbourhood(transaction, decisions, latest, [
    ...again,
    ...removed,
  ]);
  const statements = new Map<string, Statement>();
  for (const publication of stored.values()) {
    for (const statement of publication.statements) {
      if (!removed.has(statement.key)) statements.set(statement.key, statement);
    }
  }
  const restatements: Statement[] = [];
  for (const [key, statement] of latest) {
    const before = statements.get(key);
    const now = revises || before === undefined ? statement : restatedOf(before, statement);
    statements.set(key, now);
    if (before !== undefined && !sameImports(before, now)) restatements.push(now);
  }

  const venues = [...statements.values()].flatMap(statedVenues).map(({ key }) => key);
  const aliases = await readVenueAliases(transaction, venues);
  const publications = samePublications([...statements.values()], decisions).map((group) =>
    merged(withAliases(group, aliases)),
  );
  const changed = publications.filter(
    (publication) => stored.get(publication.id)?.digest !== publication.digest,
  );
  const current = new Set(publications.map((publication) => publication.id));
  const gone = [...stored.values()].filter((publication) => !current.has(publication.id));
  const home = new Map(
    publications.flatMap((publication) =>
      publication.statements.map((statement): [string, string] => [statement.key, publication.id]),
    ),
  );
  const replaced = [
    ...gone,
    ...changed.map((publication) => stored.get(publication.id)).filter((former) => former !== undefined),
  ];
  const changes: PublicationChanges = {
    changed: changed.map((publication) => ({
      publication,
      formerAuthors: replaced
        .filter((former) => former.statements.some((statement) => home.get(statement.key) === publication.id))
        .flatMap((former) => former.authors),
    })),
    obsolete: gone.map((publication) => ({ id: publication.id, successor: successor(publication, home) })),
    replaced,
  };
  // One that has been given another id, since its title or year is another, was there before.
  const renamed = new Set(changes.obsolete.map((former) => former.successor));
  const created = changed.filter(({ id }) => !stored.has(id) && !renamed.has(id)).length;
  return {
    changes: changed.length > 0 || gone.length > 0 ? changes : undefined,
    concerned,
    restatements,
    report: {
      created,
      updated: changed.length - created,
      unchanged: publications.length - changed.length,
    },
  };
}

/** The statement itself where nothing else has to be remembered, so that it may have been prepared. */
function restatedOf(before: Statement, statement: Statement): Statement {
  const worded = restated(before, statement);
  return sameImports(worded, statement) ? statement : { ...statement, ...worded };
}

function sameImports(a: Worded, b: Worded): boolean {
  return JSON.stringify(storedBesides(a)) === JSON.stringify(storedBesides(b));
}

/** Where most of a publication's statements went, if anywhere; of equal ones the first by id. */
function successor(publication: StoredPublication, home: ReadonlyMap<string, string>): string | undefined {
  const counts = new Map<string, number>();
  for (const statement of publication.statements) {
    const id = home.get(statement.key);
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([idA, a], [idB, b]) => b - a || (idA < idB ? -1 : 1));
  return most?.[0];
}

/** All publications linked to the statements by shared keys or by decisions, however many steps away, and those keys. */
async function closedNeighbourhood(
  transaction: Transaction,
  decisions: Decisions,
  latest: ReadonlyMap<string, Statement>,
  again: readonly string[],
): Promise<{ stored: ReadonlyMap<string, StoredPublication>; concerned: ReadonlySet<string> }> {
  const found = new Map<string, StoredPublication>();
  const asked = new Set<string>();
  const askedStatements = new Set<string>();
  let keys = new Set([...latest.values()].flatMap((statement) => lookupKeys(keysOf(statement))));
  let statementKeys = new Set([...latest.keys(), ...again]);
  for (const linked of decisions.linkedStatements(statementKeys)) statementKeys.add(linked);
  while (keys.size > 0 || statementKeys.size > 0) {
    for (const key of keys) asked.add(key);
    for (const key of statementKeys) askedStatements.add(key);
    const publications = await readNeighbourhood(transaction, [...keys], [...statementKeys]);
    statementKeys = new Set();
    keys = new Set();
    for (const publication of publications) {
      found.set(publication.id, publication);
      for (const key of publication.keys) if (!asked.has(key)) keys.add(key);
      const stated = publication.statements.map((statement) => statement.key);
      for (const linked of decisions.linkedStatements(stated)) {
        if (!askedStatements.has(linked)) statementKeys.add(linked);
      }
    }
  }
  return { stored: found, concerned: new Set([...asked, ...askedStatements]) };
}
