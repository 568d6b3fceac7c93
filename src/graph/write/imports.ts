import { type ErrorCode, ScholargraphError } from '../../errors.ts';
import { cypher } from '../cypher.ts';
import { type Graph, int, type Transaction } from '../graph.ts';

/** Seconds without a sign of life after which the server of an import counts as gone. */
export const goneAfterSeconds = 30;

/** Says why an import did not come to its end. */
export interface ImportError {
  readonly code: ErrorCode;
  readonly message: string;
}

export interface NewImport {
  readonly id: string;
  readonly sourceName: string;
  readonly format: string | undefined;
  readonly by: string;
  readonly since: string | undefined;
  readonly strict: boolean;
  readonly dryRun: boolean;
  readonly size: number;
}

/** How far an import has come. */
export interface ImportProgress {
  readonly step: 'READ' | 'RESOLVE_AUTHORS' | 'FIND_CLUSTERS';
  readonly sourceId: string | undefined;
  readonly format: string | undefined;
  readonly records: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly before: number;
  readonly warned: number;
  readonly persons: number;
  readonly rejected: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

export interface RejectedEntry {
  /** From 1, in the order in which the import met it. */
  readonly number: number;
  readonly line: number | undefined;
  readonly byte: number | undefined;
  readonly key: string | undefined;
  readonly code: ErrorCode;
  readonly reason: string;
  readonly original: string;
}

/** Stores an import that waits for its turn. */
export async function queueImport(graph: Graph, { size, ...asked }: NewImport): Promise<void> {
  await graph.write((transaction) =>
    transaction.run(
      cypher`MERGE (n:Import {id: $asked.id})
        ON CREATE SET n += $asked, n += $counts, n.state = 'QUEUED', n.queuedAt = datetime(), n.aliveAt = datetime(),
          n.traced = true`,
      { asked, counts: { ...integers(noProgress), size: int(size) } },
    ),
  );
}

/**
 * Begins an import, or the undoing of one, unless another is under way: what replaces publications must not run beside what
 * writes others on their venues and topics.
 * @returns whether it has begun
 */
export async function beginImport(
  graph: Graph,
  id: string,
  as: 'RUNNING' | 'UNDOING' = 'RUNNING',
): Promise<boolean> {
  const begun = await graph.write(async (transaction) => {
    await lockTurn(transaction);
    return transaction.run(
      cypher`MATCH (n:Import {id: $id})
        WHERE NOT EXISTS {
          MATCH (other:Import)
          WHERE (other.state = 'RUNNING' OR (other.state = 'UNDOING' AND other.step IS NOT NULL))
            AND other.id <> $id AND other.aliveAt > datetime() - duration({seconds: $gone})
        }
        SET n.state = $as, n.step = $step, n.aliveAt = datetime(), n.beganAt = coalesce(n.beganAt, datetime())
        RETURN n.id AS id`,
      { id, as, step: as === 'RUNNING' ? 'READ' : 'TAKE_BACK', gone: int(goneAfterSeconds) },
    );
  });
  return begun.length > 0;
}

/** Setting locks the node, so that of two servers the second sees what the first has decided. */
async function lockTurn(transaction: Transaction): Promise<void> {
  await transaction.run(cypher`MERGE (turn:ImportTurn {key: 'import'}) SET turn.at = datetime()`);
}

/**
 * Stores that an import is to be undone.
 * @returns whether the caller is the one to do so: not where it is undone, or somebody is about to
 * @throws ScholargraphError NOT_FOUND, and BAD_INPUT where it cannot be undone
 */
export async function askUndo(graph: Graph, id: string, by: string): Promise<boolean> {
  return graph.write(async (transaction) => {
    await lockTurn(transaction);
    const [stored] = await transaction.run<StoredUndo>(
      cypher`MATCH (n:Import {id: $id})
        RETURN n.state AS state, n.dryRun AS dryRun, coalesce(n.traced, false) AS traced,
          coalesce(n.aliveAt > datetime() - duration({seconds: $gone}), false) AS alive`,
      { id, gone: int(goneAfterSeconds) },
    );
    requireUndoable(stored);
    if (stored.state === 'UNDONE' || (stored.state === 'UNDOING' && stored.alive)) return false;
    await transaction.run(
      cypher`MATCH (n:Import {id: $id})
        SET n.state = 'UNDOING', n.step = null, n.aliveAt = datetime(),
          n.undoBy = coalesce(n.undoBy, $by), n.undoAskedAt = coalesce(n.undoAskedAt, datetime()),
          n.undoRemoved = coalesce(n.undoRemoved, 0), n.undoRestored = coalesce(n.undoRestored, 0),
          n.undoKept = coalesce(n.undoKept, 0)`,
      { id, by },
    );
    return true;
  });
}

export interface StoredUndo {
  readonly state: string;
  readonly dryRun: boolean;
  readonly traced: boolean;
  readonly alive: boolean;
}

/** @throws ScholargraphError NOT_FOUND, and BAD_INPUT where the import cannot be undone */
export function requireUndoable<Found extends Omit<StoredUndo, 'alive'>>(
  stored: Found | null | undefined,
): asserts stored is Found {
  if (stored === null || stored === undefined) {
    throw new ScholargraphError('NOT_FOUND', 'There is no import with this id', {
      fix: 'List the imports for their ids.',
    });
  }
  if (stored.dryRun) {
    throw new ScholargraphError('BAD_INPUT', 'This import was a dry run: it has stored nothing');
  }
  if (stored.state === 'QUEUED' || stored.state === 'RUNNING') {
    throw new ScholargraphError('BAD_INPUT', 'This import has not ended', {
      fix: 'Wait for its end; what it has brought until then can be undone.',
    });
  }
  if (!stored.traced) {
    throw new ScholargraphError(
      'BAD_INPUT',
      'This import ran before it was kept which entries an import brings',
      {
        fix: 'Import its file again under the same name; what it states then can be undone.',
      },
    );
  }
}

/** Stores what a running undo does. */
export async function writeUndoStep(
  graph: Graph,
  id: string,
  step: 'TAKE_BACK' | 'RESOLVE_AUTHORS' | 'FIND_CLUSTERS',
): Promise<void> {
  await graph.write((transaction) =>
    transaction.run(cypher`MATCH (n:Import {id: $id}) SET n.step = $step, n.aliveAt = datetime()`, {
      id,
      step,
    }),
  );
}

/** Stores that an import is undone. */
export async function endUndo(graph: Graph, id: string): Promise<void> {
  await graph.write((transaction) =>
    transaction.run(
      cypher`MATCH (n:Import {id: $id}) SET n.state = 'UNDONE', n.step = null, n.undoneAt = datetime()`,
      { id },
    ),
  );
}

/** Leaves the undoing of an import to whoever comes next. */
export async function releaseUndo(graph: Graph, id: string): Promise<void> {
  await graph.write((transaction) =>
    transaction.run(cypher`MATCH (n:Import {id: $id, state: 'UNDOING'}) SET n.step = null REMOVE n.aliveAt`, {
      id,
    }),
  );
}

/** @returns the ids of imports whose undoing nobody goes on with, each with who has asked for it */
export async function abandonedUndos(
  graph: Graph,
): Promise<readonly { readonly id: string; readonly by: string }[]> {
  return graph.read(
    cypher`MATCH (n:Import {state: 'UNDOING'})
      WHERE n.aliveAt IS NULL OR n.aliveAt < datetime() - duration({seconds: $gone})
      RETURN n.id AS id, n.undoBy AS by`,
    { gone: int(goneAfterSeconds) },
  );
}

/** Stores how far a running import is, and entries that it has rejected; a sign of life, too. */
export async function writeProgress(
  graph: Graph,
  id: string,
  progress: ImportProgress,
  rejects: readonly RejectedEntry[],
): Promise<void> {
  await graph.write(async (transaction) => {
    await transaction.run(
      cypher`MATCH (n:Import {id: $id})
        SET n += $progress, n.state = 'RUNNING', n.aliveAt = datetime(),
          n.endedAt = null, n.errorCode = null, n.errorMessage = null`,
      { id, progress: stored(progress) },
    );
    if (rejects.length === 0) return;
    await transaction.run(
      cypher`MATCH (n:Import {id: $id})
        UNWIND $rejects AS reject
        MERGE (r:RejectedEntry {id: reject.id})
        SET r += reject.entry
        MERGE (r)-[:REJECTED_BY]->(n)`,
      {
        id,
        rejects: rejects.map(({ number, line, byte, ...entry }) => ({
          id: `${id}/${number}`,
          entry: { ...entry, number: int(number), line: whole(line), byte: whole(byte) },
        })),
      },
    );
  });
}

/** Stores how imports have ended. */
export async function endImports(
  graph: Graph,
  ids: readonly string[],
  state: 'DONE' | 'FAILED' | 'INTERRUPTED',
  error?: ImportError | undefined,
): Promise<void> {
  await graph.write((transaction) =>
    transaction.run(
      cypher`MATCH (n:Import) WHERE n.id IN $ids
        SET n.state = $state, n.step = null, n.endedAt = coalesce(n.endedAt, datetime()),
          n.errorCode = $code, n.errorMessage = $message`,
      { ids, state, code: error?.code ?? null, message: error?.message ?? null },
    ),
  );
}

/** A sign of life of imports that wait for their turn, or are being undone. */
export async function keepImports(graph: Graph, ids: readonly string[]): Promise<void> {
  await graph.write((transaction) =>
    transaction.run(
      cypher`MATCH (n:Import) WHERE n.id IN $ids AND n.state IN ['QUEUED', 'UNDOING'] SET n.aliveAt = datetime()`,
      { ids },
    ),
  );
}

/**
 * Ends the imports whose server is gone without having ended them.
 * @returns their ids
 */
export async function interruptAbandoned(graph: Graph, error: ImportError): Promise<string[]> {
  const rows = await graph.write((transaction) =>
    transaction.run<{ id: string }>(
      cypher`MATCH (n:Import)
        WHERE n.state IN ['QUEUED', 'RUNNING'] AND n.aliveAt < datetime() - duration({seconds: $gone})
        SET n.state = 'INTERRUPTED', n.step = null, n.endedAt = datetime(),
          n.errorCode = $error.code, n.errorMessage = $error.message
        RETURN n.id AS id`,
      { gone: int(goneAfterSeconds), error },
    ),
  );
  return rows.map((row) => row.id);
}

const noProgress = {
  records: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  before: 0,
  warned: 0,
  persons: 0,
  rejected: 0,
  bytes: 0,
  milliseconds: 0,
};

function stored({ step, sourceId, format, ...counts }: ImportProgress): Record<string, unknown> {
  // What is not known yet stays as it is.
  return {
    step,
    ...(sourceId === undefined ? {} : { sourceId }),
    ...(format === undefined ? {} : { format }),
    ...integers(counts),
  };
}

function integers(counts: Readonly<Record<string, number>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, int(Math.round(count))]));
}

function whole(value: number | undefined): unknown {
  return value === undefined ? null : int(value);
}
