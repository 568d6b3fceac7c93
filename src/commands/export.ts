import { createWriteStream } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Config } from '../config.ts';
import { ScholargraphError } from '../errors.ts';
import { type ExportedName, exportedNames, openExport } from '../exporting.ts';
import { withDatabase } from './database.ts';

export interface ExportFlags {
  readonly network?: string | undefined;
  readonly format: string;
  readonly author?: string | undefined;
  readonly depth?: number | undefined;
  readonly search?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** JSON: further arguments of the field; they win over the flags above. */
  readonly args?: string | undefined;
  readonly output?: string | undefined;
}

/** Writes publications or a network to a file or to standard output, while they are read. */
export async function exportGraph(config: Config, flags: ExportFlags, signal: AbortSignal): Promise<number> {
  const what = nameOf(flags.network);
  const args = { ...argumentsOf(what, flags), ...parsed(flags.args) };
  return withDatabase(config, signal, async (graph, ended) => {
    const stop = AbortSignal.any([signal, ended]);
    const { truncated, parts } = await openExport(graph, {
      what,
      format: flags.format,
      args,
      options: { signal: stop },
    });
    await written(parts, flags.output, stop);
    if (truncated) {
      process.stderr.write(
        'Truncated: there is more than had room. maxNodes and maxEdges of --args say how much has.\n',
      );
    }
    return 0;
  });
}

/** @throws ScholargraphError BAD_INPUT */
function nameOf(network: string | undefined): ExportedName {
  const found = exportedNames.find((name) => name === (network ?? 'publications'));
  if (found !== undefined) return found;
  throw new ScholargraphError('BAD_INPUT', `There is no network ${network}`, {
    field: '--network',
    expected: exportedNames.slice(1).join(', '),
  });
}

function argumentsOf(what: ExportedName, flags: ExportFlags): Record<string, unknown> {
  const { author, depth, search, from, to } = flags;
  const years = from === undefined && to === undefined ? undefined : { from, to };
  if (what !== 'coauthors' && (author !== undefined || depth !== undefined)) {
    throw new ScholargraphError(
      'BAD_INPUT',
      `${author === undefined ? '--depth' : '--author'} is for coauthors`,
      {
        fix: `Say which publications by --args, such as ${example}`,
      },
    );
  }
  if (what === 'publications') return { search, filter: years && { year: years } };
  const isOrcid = /^(?:https?:\/\/orcid\.org\/)?\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/i.test(author ?? '');
  return {
    author: author === undefined ? undefined : isOrcid ? { orcid: author } : { name: author },
    depth,
    publications:
      author === undefined && (search !== undefined || what === 'coauthors') ? { search } : undefined,
    during: years,
  };
}

const example = `--args '{"publications": {"authors": ["…"]}}'`;

/** @throws ScholargraphError BAD_INPUT */
function parsed(args: string | undefined): Record<string, unknown> {
  if (args === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(args);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new ScholargraphError('BAD_INPUT', 'What --args is given is not a JSON object', {
    expected: `the arguments of the GraphQL field, such as ${example}`,
  });
}

/**
 * Writes to a file, or to standard output where none is named.
 * @throws ScholargraphError OUTPUT_UNWRITABLE
 */
export async function written(
  parts: Iterable<string> | AsyncIterable<string>,
  output: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const target: Writable = output === undefined ? process.stdout : createWriteStream(output);
  try {
    await pipeline(Readable.from(parts, { objectMode: true }), target, { signal, end: output !== undefined });
  } catch (cause) {
    signal.throwIfAborted();
    if (!(cause instanceof Error && 'code' in cause && typeof cause.code === 'string')) throw cause;
    // Whoever reads has read enough, as `head` does.
    if (cause.code === 'EPIPE' && output === undefined) return;
    if (cause instanceof ScholargraphError) throw cause;
    throw new ScholargraphError('OUTPUT_UNWRITABLE', 'The export cannot be written', {
      source: output ?? 'standard output',
      fix: 'Name another file by --output, or make room.',
      cause,
    });
  }
}
