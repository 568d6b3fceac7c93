import { realpathSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { ScholargraphError } from '../errors.ts';
import { neo4jVersion } from '../graph/connect.ts';
import type { Graph } from '../graph/graph.ts';
import type { Claim } from '../graph/local/owner.ts';
import { refreshTopics } from '../graph/refreshTopics.ts';
import { watchChanges } from '../ingest/changes.ts';
import { type Input, inputOf, inputsOf, pathOf } from '../ingest/input.ts';
import { type IngestReport, newRun } from '../ingest/report.ts';
import { parseSince } from '../ingest/since.ts';
import { type IngestOptions, ingest } from '../ingest.ts';
import { readerOf } from '../readers/index.ts';
import { withDatabase } from './database.ts';
import { importProgress } from './importProgress.ts';
import {
  type ImportWay,
  machineReport,
  partialOf,
  requireWritable,
  summary,
  writeReport,
} from './importReport.ts';
import { RejectsFile } from './rejectsFile.ts';

/** As they come from the command line. */
export interface ImportFlags {
  readonly format?: string | undefined;
  readonly sourceName?: string | undefined;
  readonly since?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly strict?: boolean | undefined;
  readonly watch?: boolean | undefined;
  readonly privateAddresses?: boolean | undefined;
  /** True asks for a bulk import, false forbids it; where absent, it depends: see `importAsSuits`. */
  readonly bulk?: boolean | undefined;
  /** Where absent, a file named for the time in the working folder, if there are any. */
  readonly rejects?: string | undefined;
  readonly report?: string | undefined;
}

export interface ImportOptions extends ImportFlags {
  readonly targets: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** What an import is asked for, checked. */
export interface ImportRequest {
  readonly options: ImportOptions;
  readonly targets: readonly (string | Input)[];
  /** Files and folders to go on importing from. */
  readonly watched: readonly string[];
  readonly rejects: RejectsFile;
}

/**
 * Checks what is asked for before anything is started, and hands it on.
 *
 * @throws ScholargraphError BAD_INPUT, OUTPUT_UNWRITABLE, and those of `work`
 */
export async function requested(
  options: ImportOptions,
  work: (request: ImportRequest) => Promise<number>,
): Promise<number> {
  const since = options.since === undefined ? undefined : parseSince(options.since);
  if (options.format !== undefined) readerOf(options.format);
  const targets = named(options.targets, options.sourceName);
  const watched = options.watch === true ? watchable(options) : [];
  if (options.report !== undefined) await requireWritable(options.report);
  const rejects = await RejectsFile.of(options.rejects);
  try {
    return await work({ options: { ...options, since }, targets, watched, rejects });
  } finally {
    await rejects.close();
  }
}

/**
 * Adds what is asked for to the graph, batch by batch, and then, with `watch`, what appears or changes, until the signal.
 *
 * @param claim of the local Neo4j's data folder, where this process has it already
 * @returns 1 where a source could not be read to its end or a strict import met a reject, 130 where the import was
 * interrupted, else 0: rejected entries do not count as failure
 */
export async function importSources(
  config: Config,
  request: ImportRequest,
  claim?: Claim | undefined,
): Promise<number> {
  const { signal, dryRun = false } = request.options;
  return withDatabase(config, signal, (graph, ended) => importInto(graph, request, ended), {
    migrates: !dryRun,
    claim,
  });
}

/** The same where the database is open and its schema up to date. @param ended aborts if the database ends by itself */
export async function importInto(
  graph: Graph,
  { options, targets, watched, rejects }: ImportRequest,
  ended: AbortSignal,
): Promise<number> {
  const { signal, dryRun = false } = options;
  const take: Take = async (sources, how) => {
    const report = await ingest(graph, sources, { ...how, dryRun });
    if (!dryRun && report.stopped !== 'interrupted') await refreshTopics(graph);
    return report;
  };
  const onStop = () =>
    process.stderr.write('\nStopping after what is being written; again to stop at once.\n');
  signal?.addEventListener('abort', onStop, { once: true });
  try {
    const round = new Round(take, options, rejects, await neo4jVersion(graph));
    if (watched.length === 0) return exitCode(await round.run(targets));
    return await watchAndImport(round, targets, watched, { signal, ended });
  } finally {
    signal?.removeEventListener('abort', onStop);
  }
}

export function exitCode(report: IngestReport): number {
  if (report.stopped === 'interrupted') return 130;
  return report.stopped === 'strict' || report.sources.some((source) => source.error !== undefined) ? 1 : 0;
}

/** @throws ScholargraphError BAD_INPUT where it is not clear what the name is of */
function named(targets: readonly string[], name: string | undefined): (string | Input)[] {
  if (name === undefined) return [...targets];
  const bearer = targets.includes('-') ? '-' : targets.length === 1 ? targets[0] : undefined;
  if (bearer === undefined) {
    throw new ScholargraphError('BAD_INPUT', 'A name was given for several sources', {
      field: '--source-name',
      expected: 'standard input (-) among the sources, or one source',
    });
  }
  return targets.map((target) => (target === bearer ? inputOf(target, name) : target));
}

/** @throws ScholargraphError BAD_INPUT */
function watchable({ targets, dryRun }: ImportOptions): readonly string[] {
  const paths = targets.map(pathOf).filter((file) => file !== undefined);
  if (paths.length > 0 && dryRun !== true) return paths;
  throw new ScholargraphError('BAD_INPUT', 'There is nothing to watch', {
    field: '--watch',
    expected: dryRun === true ? 'an import that is no dry run' : 'a folder or file among the sources',
  });
}

/** The real path of a file that may not be there yet, in a folder that is. */
function realPathOf(file: string): string {
  return path.join(realpathSync(path.dirname(file)), path.basename(file));
}

/** Takes sources in. */
export type Take = (targets: readonly (string | Input)[], options: IngestOptions) => Promise<IngestReport>;

/** One import: reads, shows how it goes, and says what it did. Under watch there are several. */
export class Round {
  readonly #take: Take;
  readonly #options: ImportOptions;
  readonly #rejects: RejectsFile;
  readonly #neo4j: string | undefined;
  readonly #way: ImportWay;
  readonly #outputs: ReadonlySet<string>;

  constructor(
    take: Take,
    options: ImportOptions,
    rejects: RejectsFile,
    neo4j: string | undefined,
    way: ImportWay = 'batches',
  ) {
    this.#take = take;
    this.#options = options;
    this.#rejects = rejects;
    this.#neo4j = neo4j;
    this.#way = way;
    const report = options.report === undefined ? [] : [path.resolve(options.report)];
    this.#outputs = new Set([rejects.path, ...report, ...report.map(partialOf)].map(realPathOf));
  }

  /** Whether it is a file that the import writes: one in a folder that is watched would have it run without end. */
  writes(file: string): boolean {
    return this.#outputs.has(file);
  }

  async run(targets: readonly (string | Input)[]): Promise<IngestReport> {
    const {
      format,
      since,
      signal,
      bulk,
      report: reportFile,
      strict = false,
      dryRun = false,
      privateAddresses = false,
    } = this.#options;
    const began = new Date();
    const progress = importProgress();
    let report: IngestReport = newRun(undefined);
    let failure: ScholargraphError | undefined;
    try {
      const inputs = await inputsOf(targets);
      const others = inputs.filter(({ found, uri }) => !found || !this.writes(uri));
      report = await this.#take(others, {
        format,
        since,
        strict,
        signal,
        limits: { privateAddresses },
        onReject: (source, reject) => this.#rejects.add(source, reject),
        onProgress: (sofar) => {
          report = sofar;
          progress.show(sofar);
        },
      });
      return report;
    } catch (error) {
      if (error instanceof ScholargraphError) failure = error;
      throw error;
    } finally {
      progress.stop();
      const rejectsFile = this.#rejects.written ? this.#rejects.path : undefined;
      process.stdout.write(summary(report, dryRun, this.#way));
      if (report.rejects.size > 0) process.stdout.write(`Rejected entries are in ${this.#rejects.path}\n`);
      if (reportFile !== undefined) {
        const context = { targets: this.#options.targets, format, since, strict, dryRun, bulk, began };
        await writeReport(
          reportFile,
          machineReport(report, { ...context, way: this.#way, neo4j: this.#neo4j, rejectsFile }, failure),
        );
      }
    }
  }
}

/** What ends a watch, and what it waits for. */
export interface WatchOptions {
  /** Somebody has enough of it. */
  readonly signal: AbortSignal | undefined;
  /** Aborts, with the reason, if the database ends by itself for good. */
  readonly ended: AbortSignal;
  /** Milliseconds before it tries again what the database did not take; 10 s where absent. */
  readonly retryAfter?: number | undefined;
}

/**
 * Imports the targets, and then, round by round, the files that appear or change in what is watched, until it is ended. What
 * the database does not take is told and tried again, but for the first round.
 *
 * @returns the exit code: 0 between two rounds, else as that of the round
 * @throws ScholargraphError what the first round throws, and the reason of `ended`
 */
export async function watchAndImport(
  round: Round,
  targets: readonly (string | Input)[],
  watched: readonly string[],
  { signal, ended, retryAfter = 10_000 }: WatchOptions,
): Promise<number> {
  const stop = signal === undefined ? ended : AbortSignal.any([signal, ended]);
  const complain = (error: unknown) =>
    process.stderr.write(`${error instanceof ScholargraphError ? `${error.code}: ` : ''}${String(error)}\n`);
  // Begun before the first import, so that nothing falls between the two.
  const changes = await watchChanges(watched, { signal: stop, onError: complain });
  try {
    let report = await round.run(targets);
    process.stderr.write(`Watching ${watched.join(', ')}. Stop with Ctrl-C.\n`);
    for await (const changed of changes.groups()) {
      const group = changed.filter((file) => !round.writes(file));
      if (group.length === 0) continue;
      for (let waiting = true; waiting && report.stopped === undefined && !stop.aborted; ) {
        try {
          report = await round.run(group.map((file) => ({ ...inputOf(file), found: true })));
          waiting = false;
        } catch (error) {
          if (!(error instanceof ScholargraphError)) throw error;
          complain(error);
          await delay(retryAfter, undefined, { signal: stop }).catch(() => {});
        }
      }
      if (report.stopped !== undefined) break;
    }
    ended.throwIfAborted();
    return report.stopped === undefined ? 0 : exitCode(report);
  } finally {
    await changes.close();
  }
}
