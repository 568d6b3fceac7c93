import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Config } from '../config.ts';
import { ScholargraphError } from '../errors.ts';
import {
  type RecordedDecision,
  recordedDecision,
  recordedDecisions,
  restoreDecisions,
} from '../graph/recordedDecisions.ts';
import { withDatabase } from './database.ts';
import { written } from './export.ts';

/** Writes all decisions, a line of JSON each, to a file or to standard output. */
export async function exportDecisions(
  config: Config,
  file: string | undefined,
  signal: AbortSignal,
): Promise<number> {
  const decisions = await withDatabase(config, signal, recordedDecisions);
  const lines = decisions.map((decision) => `${JSON.stringify(decision)}\n`);
  await written(lines, file, signal);
  process.stderr.write(`${decisions.length} decisions.\n`);
  return 0;
}

/**
 * Takes over the decisions of a file. Nothing is changed unless every line of it can be read.
 *
 * @param file `-` for standard input
 * @throws ScholargraphError BAD_INPUT with the line, SOURCE_UNREADABLE
 */
export async function importDecisions(config: Config, file: string, signal?: AbortSignal): Promise<number> {
  const decisions = await readDecisions(file);
  const { taken, known, idle } = await withDatabase(config, signal, (graph) =>
    restoreDecisions(graph, decisions),
  );
  process.stdout.write(
    `${taken} decisions taken over; ${known} were there already.${
      idle === 0 ? '' : ` ${idle} are about nothing in this graph yet: they hold for what will be imported.`
    }\n`,
  );
  return 0;
}

async function readDecisions(file: string): Promise<RecordedDecision[]> {
  try {
    const read = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
    return read
      .split('\n')
      .flatMap((line, index) => (line.trim() === '' ? [] : [decisionIn(line, file, index + 1)]));
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new ScholargraphError('SOURCE_UNREADABLE', `The decisions cannot be read: ${error.message}`, {
      source: file,
      cause: error,
    });
  }
}

/** @throws ScholargraphError BAD_INPUT */
function decisionIn(json: string, source: string, line: number): RecordedDecision {
  try {
    return recordedDecision.parse(JSON.parse(json));
  } catch (cause) {
    throw new ScholargraphError('BAD_INPUT', 'This is no decision', {
      source,
      line,
      expected: 'a line that `scholargraph decisions export` has written',
      fix: 'Nothing was changed.',
      cause,
    });
  }
}
