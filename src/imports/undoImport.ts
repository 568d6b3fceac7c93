import { setTimeout as delay } from 'node:timers/promises';
import { ScholargraphError } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';
import { importsById } from '../graph/read/imports.ts';
import type { ImportRow } from '../graph/read/rows.ts';
import { refreshTopics } from '../graph/refreshTopics.ts';
import { settleAuthors } from '../graph/write/authors.ts';
import {
  askUndo,
  beginImport,
  endUndo,
  keepImports,
  releaseUndo,
  requireUndoable,
  writeUndoStep,
} from '../graph/write/imports.ts';
import {
  partsToTakeBack,
  previewUndo,
  removeBareSource,
  takeBack,
  type UndoPreview,
} from '../graph/write/undoImport.ts';
import { sourceOf } from '../resolve/statement.ts';

/** Milliseconds between two signs of life. */
const aliveEvery = 5_000;
/** Milliseconds between two looks whether it is its turn, or whether another has done it. */
const lookEvery = 1_000;

/**
 * What undoing an import would change; nothing is changed.
 * @throws ScholargraphError NOT_FOUND, and BAD_INPUT where it cannot be undone
 */
export async function previewUndoOf(graph: Graph, id: string): Promise<UndoPreview> {
  const row = await importOf(graph, id);
  requireUndoable(row);
  return previewUndo(graph, undoneImport(row));
}

/**
 * Undoes an import, or waits for whoever does. Where it ends before that, the next who asks goes on, or a server within a
 * minute.
 * @param signal stops it between two transactions
 * @throws ScholargraphError NOT_FOUND, and BAD_INPUT where it cannot be undone
 */
export async function undoImport(
  graph: Graph,
  id: string,
  by: string,
  signal?: AbortSignal | undefined,
): Promise<ImportRow> {
  if (await askUndo(graph, id, by)) await runUndo(graph, id, signal);
  for (;;) {
    const row = await importOf(graph, id);
    if (row === null) throw new ScholargraphError('NOT_FOUND', 'There is no import with this id');
    if (row.state !== 'UNDOING') return row;
    await delay(lookEvery, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

/** Undoes an import that `askUndo` has given to the caller, when its turn has come. */
export async function runUndo(graph: Graph, id: string, signal?: AbortSignal | undefined): Promise<void> {
  const alive = setInterval(() => {
    // Where the database does not take it, the undoing itself will fail, or the next one will do.
    keepImports(graph, [id]).catch(() => {});
  }, aliveEvery);
  try {
    while (!(await beginImport(graph, id, 'UNDOING'))) await delay(lookEvery, undefined, { signal });
    const row = await importOf(graph, id);
    if (row === null) return;
    const undone = undoneImport(row);
    for (const part of await partsToTakeBack(graph, undone)) {
      signal?.throwIfAborted();
      await takeBack(graph, undone, part);
    }
    await removeBareSource(graph, undone);
    await writeUndoStep(graph, id, 'RESOLVE_AUTHORS');
    await settleAuthors(graph, () => signal?.throwIfAborted());
    await writeUndoStep(graph, id, 'FIND_CLUSTERS');
    await refreshTopics(graph);
    await endUndo(graph, id);
  } catch (error) {
    // Where the database is away, its last sign of life grows old.
    await releaseUndo(graph, id).catch(() => {});
    signal?.throwIfAborted();
    throw error;
  } finally {
    clearInterval(alive);
  }
}

async function importOf(graph: Graph, id: string): Promise<ImportRow | null> {
  const [row] = await importsById(graph, [id], {});
  return row ?? null;
}

/** The source has its id by its name alone, whatever its format. */
function undoneImport({ id, sourceName }: ImportRow) {
  return { id, source: sourceOf(sourceName, '').id };
}
