import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ScholargraphError } from '../errors.ts';
import type { IngestReport, SourceReport } from '../ingest/report.ts';
import { unwritable } from './rejectsFile.ts';
import { packageVersion } from './version.ts';

/** Sources, and skipped files, that the summary tells one by one. */
const listed = 20;

/** Sums over the sources of an import. */
export interface ImportTotals {
  readonly records: number;
  readonly rejects: number;
  readonly before: number;
  readonly warned: number;
  readonly persons: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Sources that were not read to their end. */
  readonly failed: number;
  readonly bytes: number;
  /** That reading and writing took. */
  readonly milliseconds: number;
}

export function totalsOf({ sources }: IngestReport): ImportTotals {
  const totals = {
    records: 0,
    rejects: 0,
    before: 0,
    warned: 0,
    persons: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    bytes: 0,
    milliseconds: 0,
  };
  let failed = 0;
  for (const source of sources) {
    totals.records += source.records;
    totals.rejects += source.rejects;
    totals.before += source.before;
    totals.warned += source.warned;
    totals.persons += source.persons;
    totals.created += source.created;
    totals.updated += source.updated;
    totals.unchanged += source.unchanged;
    totals.bytes += source.bytes;
    totals.milliseconds += source.milliseconds;
    if (source.error !== undefined) failed += 1;
  }
  return { ...totals, failed };
}

/** Records a second; 0 before anything has been read. */
export function rateOf({ records, milliseconds }: ImportTotals): number {
  return milliseconds === 0 ? 0 : (1000 * records) / milliseconds;
}

/** How what was read came into the graph: all at once by Neo4j's offline importer, or one batch after another. */
export type ImportWay = 'bulk' | 'batches';

/** What an import did, for people. @param dryRun whether it only looked what it would do */
export function summary(report: IngestReport, dryRun = false, way: ImportWay = 'batches'): string {
  const { sources, skipped } = report;
  const failing = sources.filter((source) => source.error !== undefined);
  const lines =
    sources.length <= listed
      ? sources.flatMap((source) => sourceLines(source, dryRun))
      : failing.slice(0, listed).flatMap((source) => sourceLines(source, dryRun));
  if (sources.length > 1) {
    const totals = totalsOf(report);
    const failed = totals.failed === 0 ? '' : `, of which ${counted(totals.failed)} failed`;
    lines.push(`${counted(sources.length, 'source')}${failed}: ${countsOf(totals, dryRun)}`);
  }
  if (skipped.length > 0) {
    lines.push(`${counted(skipped.length, 'file')} skipped:`);
    lines.push(...skipped.slice(0, listed).map(({ uri, reason }) => `  ${uri}: ${reason.what}`));
    if (skipped.length > listed) lines.push(`  and ${counted(skipped.length - listed)} more`);
  }
  if (sources.length === 0 && skipped.length === 0) lines.push('There was nothing to import.');
  const lasting = report.loaded.filter(({ milliseconds }) => milliseconds >= 1_000);
  lines.push(...lasting.map(({ what, milliseconds }) => `  ${what}: ${duration(milliseconds)}`));
  if (report.stopped === 'interrupted') {
    lines.push(
      way === 'bulk'
        ? 'Interrupted, with nothing loaded. Import the same again to start over.'
        : 'Interrupted. Import the same again to complete it.',
    );
  }
  if (report.stopped === 'strict') {
    const loaded = way === 'bulk' ? ' Nothing was loaded.' : '';
    lines.push(`Stopped at the first fault, since the import is strict.${loaded}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

function sourceLines(source: SourceReport, dryRun: boolean): string[] {
  const end = source.error?.message ?? (source.finished ? undefined : 'interrupted');
  return [
    `${source.uri} (${source.format ?? 'unknown format'}): ${countsOf(source, dryRun)}`,
    ...(end === undefined ? [] : [`  not read to its end: ${end}`]),
  ];
}

function countsOf(
  counts: Pick<
    ImportTotals,
    'records' | 'created' | 'updated' | 'unchanged' | 'rejects' | 'before' | 'warned' | 'persons'
  >,
  dryRun: boolean,
): string {
  const would = dryRun ? ' would be' : '';
  const before = counts.before === 0 ? '' : `, ${counted(counts.before)} from before the date left out`;
  const warned = counts.warned === 0 ? '' : `, ${counted(counts.warned)} read in part`;
  const persons = counts.persons === 0 ? '' : `, ${counted(counts.persons, 'statement')} of persons`;
  return (
    `${counted(counts.records, 'record')}:${would} ${counted(counts.created, 'new publication')}, ` +
    `${counted(counts.updated)} updated, ${counted(counts.unchanged)} unchanged; ` +
    `${counted(counts.rejects)} rejected${warned}${persons}${before}`
  );
}

/** `1,234` or, with a noun, `1 file`, `1,234 files`. */
export function counted(count: number, noun?: string): string {
  const number = Math.round(count).toLocaleString('en');
  return noun === undefined ? number : `${number} ${noun}${count === 1 ? '' : 's'}`;
}

/** `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

export interface ImportContext {
  readonly targets: readonly string[];
  readonly format: string | undefined;
  readonly since: string | undefined;
  readonly strict: boolean;
  readonly dryRun: boolean;
  /** Whether a bulk import was asked for or forbidden. */
  readonly bulk: boolean | undefined;
  readonly way: ImportWay;
  readonly began: Date;
  readonly neo4j: string | undefined;
  readonly rejectsFile: string | undefined;
}

/**
 * The report for programs; docs/importing.md describes it.
 * @param failure what ended the import as a whole
 */
export function machineReport(
  report: IngestReport,
  context: ImportContext,
  failure: ScholargraphError | undefined,
): Record<string, unknown> {
  const { milliseconds, ...totals } = totalsOf(report);
  const ended = new Date();
  return {
    version: 1,
    versions: { scholargraph: packageVersion(), node: process.versions.node, neo4j: context.neo4j },
    options: {
      targets: context.targets,
      format: context.format,
      since: context.since,
      strict: context.strict,
      dryRun: context.dryRun,
      bulk: context.bulk,
    },
    way: context.way,
    outcome: report.stopped ?? (failure === undefined && totals.failed === 0 ? 'complete' : 'failed'),
    error: errorOf(failure),
    began: context.began.toISOString(),
    ended: ended.toISOString(),
    seconds: (ended.getTime() - context.began.getTime()) / 1000,
    totals: {
      sources: report.sources.length,
      skipped: report.skipped.length,
      ...totals,
      seconds: milliseconds / 1000,
      recordsPerSecond: rateOf({ ...totals, milliseconds }),
    },
    settled: report.settled,
    loaded:
      report.loaded.length === 0
        ? undefined
        : report.loaded.map(({ what, milliseconds: spent }) => ({ what, seconds: spent / 1000 })),
    rejects: { file: context.rejectsFile, codes: Object.fromEntries(report.rejects) },
    sources: report.sources.map(({ milliseconds: spent, error, ...source }) => ({
      ...source,
      seconds: spent / 1000,
      error: errorOf(error),
    })),
    skipped: report.skipped.map(({ uri, reason }) => ({ uri, code: reason.code, reason: reason.what })),
  };
}

function errorOf(error: ScholargraphError | undefined) {
  return error === undefined ? undefined : { code: error.code, message: error.message };
}

/** @throws ScholargraphError OUTPUT_UNWRITABLE where a file of that name could not be made */
export async function requireWritable(file: string): Promise<void> {
  const whole = path.resolve(file);
  try {
    await writeFile(partialOf(whole), '');
    await rm(partialOf(whole));
  } catch (error) {
    throw unwritable(whole, error);
  }
}

/** What `writeReport` writes for a moment before the file is there. */
export function partialOf(whole: string): string {
  return `${whole}.${process.pid}.partial`;
}

/** Whoever reads the file meets the report before or this one, never half of one. */
export async function writeReport(file: string, report: Record<string, unknown>): Promise<void> {
  const whole = path.resolve(file);
  const partial = partialOf(whole);
  try {
    await writeFile(partial, `${JSON.stringify(report, undefined, 2)}\n`);
    await rename(partial, whole);
  } catch (error) {
    throw unwritable(whole, error);
  }
}
