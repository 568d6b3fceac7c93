import { setTimeout as delay } from 'node:timers/promises';
import { ScholargraphError } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';
import { refreshTopics } from '../graph/refreshTopics.ts';
import {
  endImports,
  type ImportProgress,
  type RejectedEntry,
  writeProgress,
} from '../graph/write/imports.ts';
import { type IngestReport, newRun } from '../ingest/report.ts';
import { ingest } from '../ingest.ts';
import type { Reject } from '../readers/reader.ts';
import { type SourceLimits, sourceFrom, sourceLimits } from '../readers/source.ts';
import { sourceOf } from '../resolve/statement.ts';
import type { Content } from './content.ts';

/** Rejected entries that are kept with an import; further ones are only counted. */
export const rejectLimit = 1_000;

/** Milliseconds between two reports of progress. */
const reportEvery = 1_000;

export interface ImportJob {
  readonly id: string;
  readonly sourceName: string;
  readonly format: string | undefined;
  readonly since: string | undefined;
  readonly strict: boolean;
  readonly dryRun: boolean;
  readonly content: Content;
}

export const interrupted = {
  code: 'IMPORT_INTERRUPTED',
  message:
    'The server was stopped before the import had come to its end. What was taken in before stays. Send the same again to complete it.',
} as const;

/**
 * Runs an import that has begun, tells the graph how far it is once a second, and stores how it ended.
 * @throws what is no fault of the import: the database's, or one of the program
 */
export async function runImport(graph: Graph, job: ImportJob, signal: AbortSignal): Promise<void> {
  const recording = new Recording(graph, job);
  try {
    recording.report = await ingest(graph, [inputOf(job)], {
      importId: job.id,
      format: job.format,
      since: job.since,
      strict: job.strict,
      dryRun: job.dryRun,
      signal,
      onReject: (_source, reject) => recording.reject(reject),
      onProgress: (report) => {
        recording.report = report;
      },
    });
    if (!job.dryRun && recording.report.stopped !== 'interrupted') {
      recording.clustering = true;
      await refreshTopics(graph);
    }
  } catch (error) {
    await recording.end();
    const known = error instanceof ScholargraphError;
    await endImports(graph, [job.id], 'FAILED', {
      code: known ? error.code : 'INTERNAL',
      message: known ? error.message : 'Something went wrong in the server; its log says what',
    });
    throw error;
  }
  await recording.end();
  const error = recording.report.sources[0]?.error;
  if (recording.report.stopped === 'interrupted')
    await endImports(graph, [job.id], 'INTERRUPTED', interrupted);
  else if (error === undefined) await endImports(graph, [job.id], 'DONE');
  else await endImports(graph, [job.id], 'FAILED', { code: error.code, message: error.message });
}

function inputOf({ sourceName, content }: ImportJob) {
  return {
    uri: sourceName,
    size: content.size,
    found: false,
    open: ({ limits, signal }: { limits?: Partial<SourceLimits>; signal?: AbortSignal | undefined }) =>
      sourceFrom(sourceName, content.bytes(signal), content.size, { ...sourceLimits, ...limits }),
  };
}

/** Brings into the graph, once a second, how far an import is. */
class Recording {
  report: IngestReport;
  clustering = false;
  readonly #graph: Graph;
  readonly #job: ImportJob;
  readonly #over = new AbortController();
  readonly #repeating: Promise<void>;
  #rejects: RejectedEntry[] = [];
  #kept = 0;

  constructor(graph: Graph, job: ImportJob) {
    this.#graph = graph;
    this.#job = job;
    this.report = newRun(job.content.size);
    this.#repeating = this.#repeat();
  }

  reject({ locator: { line, byte, key }, code, reason, original }: Reject): void {
    if (this.#kept === rejectLimit) return;
    this.#kept += 1;
    this.#rejects.push({ number: this.#kept, line, byte, key, code, reason, original });
  }

  /** Brings in the last of it. */
  async end(): Promise<void> {
    this.#over.abort();
    await this.#repeating;
    await this.#record();
  }

  async #repeat(): Promise<void> {
    const { signal } = this.#over;
    for (;;) {
      await delay(reportEvery, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      // Where the database does not take it, the import itself will fail, or the next report will do.
      await this.#record().catch(() => {});
    }
  }

  async #record(): Promise<void> {
    const pending = this.#rejects;
    this.#rejects = [];
    try {
      await writeProgress(this.#graph, this.#job.id, this.#progress(), pending);
    } catch (error) {
      this.#rejects = [...pending, ...this.#rejects];
      throw error;
    }
  }

  #progress(): ImportProgress {
    const { sourceName, dryRun, content } = this.#job;
    const source = this.report.sources[0];
    const {
      records = 0,
      created = 0,
      updated = 0,
      unchanged = 0,
      before = 0,
      warned = 0,
      persons = 0,
    } = source ?? {};
    const reading = source === undefined || (this.report.step === 'read' && !source.finished);
    const format = source?.format;
    return {
      step: this.clustering ? 'FIND_CLUSTERS' : reading ? 'READ' : 'RESOLVE_AUTHORS',
      sourceId: format === undefined || dryRun ? undefined : sourceOf(sourceName, format).id,
      format,
      records,
      created,
      updated,
      unchanged,
      before,
      warned,
      persons,
      rejected: source?.rejects ?? 0,
      bytes: Math.min(source?.bytes ?? 0, content.size),
      milliseconds: source?.milliseconds ?? 0,
    };
  }
}
