import { mergePublication, venueKeysOf } from '../../resolve/mergePublication.ts';
import { keysOf, lookupKeys, samePublications } from '../../resolve/samePublication.ts';
import type { Statement } from '../../resolve/statement.ts';
import type { Graph, Transaction } from '../graph.ts';
import { readNeighbourhood, type StoredPublication } from './neighbourhood.ts';
import { type PublicationChanges, writePublications } from './publications.ts';
import { readVenueAliases } from './venueAliases.ts';

export interface BatchReport {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

/**
 * Takes statements into the graph, all or none: reads what they could concern, decides which publications there are, and
 * writes those that changed. Taking the same statements again changes nothing.
 */
export async function writeBatch(graph: Graph, statements: readonly Statement[]): Promise<BatchReport> {
  const latest = new Map(statements.map((statement) => [statement.key, statement]));
  return graph.write(
    async (transaction) => {
      const { changes, report } = await decide(transaction, latest);
      if (changes !== undefined) await writePublications(transaction, changes);
      return report;
    },
    { timeoutMs: 300_000 },
  );
}

/** Writes publications anew that have one of these statements: what the graph knows beside them may have changed. */
export async function rewritePublications(
  transaction: Transaction,
  statementKeys: readonly string[],
): Promise<void> {
  const { changes } = await decide(transaction, new Map(), statementKeys);
  if (changes !== undefined) await writePublications(transaction, changes);
}

/** What `writeBatch` would do to the graph as it is now; the graph stays as it is. */
export async function previewBatch(graph: Graph, statements: readonly Statement[]): Promise<BatchReport> {
  const latest = new Map(statements.map((statement) => [statement.key, statement]));
  try {
    return await graph.write(
      async (transaction) => {
        throw new RolledBack((await decide(transaction, latest)).report);
      },
      { timeoutMs: 300_000 },
    );
  } catch (error) {
    if (error instanceof RolledBack) return error.report;
    throw error;
  }
}

/** Ends a transaction of which nothing is to stay: deciding locks keys, and locking makes those there are not. */
class RolledBack extends Error {
  readonly report: BatchReport;

  constructor(report: BatchReport) {
    super('rolled back');
    this.report = report;
  }
}

interface Decision {
  /** Absent where there is nothing to write. */
  readonly changes: PublicationChanges | undefined;
  readonly report: BatchReport;
}

/** @param statementKeys statements as they are stored, besides the latest */
async function decide(
  transaction: Transaction,
  latest: ReadonlyMap<string, Statement>,
  statementKeys: readonly string[] = [],
): Promise<Decision> {
  const stored = await closedNeighbourhood(transaction, latest, statementKeys);
  const statements = new Map<string, Statement>();
  for (const publication of stored.values()) {
    for (const statement of publication.statements) statements.set(statement.key, statement);
  }
  for (const [key, statement] of latest) statements.set(key, statement);

  const groups = samePublications([...statements.values()]);
  const aliases = await readVenueAliases(transaction, groups.flatMap(venueKeysOf));
  const publications = groups.map((group) => mergePublication(group, aliases));
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
  const created = changed.filter((publication) => !stored.has(publication.id)).length;
  return {
    changes: changed.length > 0 || gone.length > 0 ? changes : undefined,
    report: {
      created,
      updated: changed.length - created,
      unchanged: publications.length - changed.length,
    },
  };
}

/** Where most of a publication's statements went; of equal ones the first by id. */
function successor(publication: StoredPublication, home: ReadonlyMap<string, string>): string {
  const counts = new Map<string, number>();
  for (const statement of publication.statements) {
    const id = home.get(statement.key);
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([idA, a], [idB, b]) => b - a || (idA < idB ? -1 : 1));
  return most?.[0] ?? publication.id;
}

/** All publications linked to the statements by shared keys, however many steps away. */
async function closedNeighbourhood(
  transaction: Transaction,
  latest: ReadonlyMap<string, Statement>,
  also: readonly string[],
): Promise<Map<string, StoredPublication>> {
  const found = new Map<string, StoredPublication>();
  const asked = new Set<string>();
  let keys = new Set([...latest.values()].flatMap((statement) => lookupKeys(keysOf(statement))));
  let statementKeys = [...latest.keys(), ...also];
  while (keys.size > 0 || statementKeys.length > 0) {
    for (const key of keys) asked.add(key);
    const publications = await readNeighbourhood(transaction, [...keys], statementKeys);
    statementKeys = [];
    keys = new Set();
    for (const publication of publications) {
      found.set(publication.id, publication);
      for (const key of publication.keys) if (!asked.has(key)) keys.add(key);
    }
  }
  return found;
}
