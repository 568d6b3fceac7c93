import { ScholargraphError } from './errors.ts';
import type { BulkFiles, BulkLoad } from './graph/bulk/bulkLoad.ts';
import type { Graph } from './graph/graph.ts';
import { requireConstraints } from './graph/migrate.ts';
import { settleAuthors } from './graph/write/authors.ts';
import { type BatchReport, BatchWriter, prepareBatch, previewBatch } from './graph/write/batch.ts';
import { writePersons } from './graph/write/persons.ts';
import { finishSource, writeSource } from './graph/write/sources.ts';
import { batchesOf } from './ingest/batches.ts';
import { InFlight } from './ingest/inFlight.ts';
import { type Input, inputsOf } from './ingest/input.ts';
import { type IngestReport, newRun, newSource, type Run, type RunningSource } from './ingest/report.ts';
import { isBefore } from './ingest/since.ts';
import { detectReader, readerOf } from './readers/index.ts';
import { type Reader, type ReadItem, type Reject, rejectTextLimit } from './readers/reader.ts';
import type { Source, SourceLimits } from './readers/source.ts';
import type { PersonRecord, PublicationRecord } from './record.ts';
import { type PersonStatement, personStatementOf } from './resolve/personStatement.ts';
import { type Statement, type StatementSource, sourceOf, statementOf } from './resolve/statement.ts';

/**
 * Batches that are written at a time, while it is decided on the next. More would wait for each other: whoever writes what
 * was decided has the decisions locked.
 */
const batchesInFlight = 1;

export interface IngestOptions {
  /** The id under which it is remembered who states what, so that it can be undone. */
  readonly importId?: string | undefined;
  /** The format's name, for sources whose beginning does not show it. */
  readonly format?: string | undefined;
  /** Leaves out records that are certainly from before this date: see `parseSince`. */
  readonly since?: string | undefined;
  /** Ends at the first reject or source that fails; what was read and had not begun to be written stays out. */
  readonly strict?: boolean | undefined;
  /** Writes nothing: counts what each batch would do to the graph as it is now. */
  readonly dryRun?: boolean | undefined;
  /** Stops the reading; a batch that is being written is finished. */
  readonly signal?: AbortSignal | undefined;
  readonly limits?: Partial<SourceLimits> | undefined;
  /** Told of each entry that does not become part of the graph; reading waits for it. */
  readonly onReject?: (source: string, reject: Reject) => void | Promise<void>;
  /** Told after each batch, at the end of each source, and while authors are resolved. Its argument goes on changing. */
  readonly onProgress?: (report: IngestReport) => void;
}

/**
 * The way of a record: source → reader → record → statement → publication → graph, then the authors, who can only be told
 * apart when all is in. A source that fails does not keep the others out, nor does a record that the graph refuses.
 *
 * Idempotent: taking a source in again changes nothing, and after an interruption of whatever kind it completes what is
 * missing.
 *
 * @param targets paths of files and folders, URLs, `-` for standard input, or what is opened by other means
 * @throws ScholargraphError BAD_INPUT, CONSTRAINT_MISSING, and those of the database; what is wrong with a source is in its
 * report
 */
export async function ingest(
  graph: Graph,
  targets: Iterable<string | Input>,
  options: IngestOptions = {},
): Promise<IngestReport> {
  if (options.format !== undefined) readerOf(options.format);
  const inputs = await inputsOf(targets);
  const run = newRun(totalSize(inputs));
  if (options.dryRun !== true) await requireConstraints(graph);
  // What an interrupted import has left.
  await settle(graph, run, options);
  await ingestInputs(destinationOf(graph, options), inputs, run, options);
  if (run.stopped !== 'interrupted') await settle(graph, run, options);
  run.step = 'done';
  return run;
}

/**
 * The same way of a record for the first load of an empty graph: reads all sources, then makes the files of which Neo4j's
 * importer makes the graph, and hands them on. Nothing is loaded where the import is stopped before.
 *
 * @param targets as for `ingest`
 * @param loadFiles told what the files are and how to say how far it is
 * @throws ScholargraphError BAD_INPUT, and those of `loadFiles`
 */
export async function ingestInBulk(
  load: BulkLoad,
  targets: Iterable<string | Input>,
  options: Omit<IngestOptions, 'dryRun'>,
  loadFiles: (files: BulkFiles, onProgress: (what: string, share: number) => void) => Promise<void>,
): Promise<IngestReport> {
  if (options.format !== undefined) readerOf(options.format);
  const inputs = await inputsOf(targets);
  const run = newRun(totalSize(inputs));
  let began = performance.now();
  const pass = () => {
    if (run.loading !== undefined) {
      run.loaded.push({ what: run.loading.what, milliseconds: performance.now() - began });
    }
    began = performance.now();
  };
  const tell = (what: string, share: number) => {
    if (run.loading?.what !== what) pass();
    run.step = 'load';
    run.loading = { what, share };
    options.onProgress?.(run);
  };
  try {
    await ingestInputs(bulkDestination(load), inputs, run, options);
    if (run.stopped === undefined) {
      const files = await load.resolve({ signal: options.signal, onProgress: tell });
      await loadFiles(files, tell);
      pass();
      for (const source of run.sources) {
        source.created = files.created.get(sourceOf(source.uri, source.format ?? '').id) ?? 0;
      }
    }
  } catch (error) {
    if (options.signal?.aborted !== true || isOfDatabase(error)) throw error;
    run.stopped = 'interrupted';
  }
  if (run.stopped !== undefined) for (const source of run.sources) source.records = 0;
  run.step = 'done';
  return run;
}

/** Where statements go. */
interface Destination {
  /** Names a source before its statements come. */
  begin(source: StatementSource): Promise<void>;
  /** Told what comes next, while what came before is still being taken. */
  prepare(statements: readonly Statement[]): Promise<void>;
  /** All of them or none. */
  take(statements: readonly Statement[]): Promise<BatchReport>;
  takePersons(statements: readonly PersonStatement[]): Promise<void>;
  /** Says that a source has been read to its end. */
  finish(source: StatementSource, sha256: string): Promise<void>;
}

function destinationOf(graph: Graph, { dryRun }: IngestOptions): Destination {
  if (dryRun === true) {
    const nothing = async () => {};
    return {
      begin: nothing,
      prepare: prepareBatch,
      take: (statements) => previewBatch(graph, statements),
      takePersons: nothing,
      finish: nothing,
    };
  }
  const batches = new BatchWriter(graph);
  return {
    begin: (source) => writeSource(graph, source),
    prepare: (statements) => batches.prepare(statements),
    take: (statements) => batches.write(statements),
    takePersons: (statements) => writePersons(graph, statements),
    finish: (source, sha256) => finishSource(graph, source.id, sha256),
  };
}

function bulkDestination(load: BulkLoad): Destination {
  return {
    begin: async (source) => load.beginSource(source),
    prepare: async () => {},
    take: async (statements) => {
      load.take(statements);
      return { created: 0, updated: 0, unchanged: 0 };
    },
    takePersons: async (statements) => load.takePersons(statements),
    finish: async (source, sha256) => load.finishSource(source.id, sha256),
  };
}

async function ingestInputs(
  destination: Destination,
  inputs: readonly Input[],
  run: Run,
  options: IngestOptions,
): Promise<void> {
  for (const input of inputs) {
    if (options.signal?.aborted === true) run.stopped = 'interrupted';
    if (run.stopped !== undefined) break;
    await ingestInput(destination, input, run, options);
  }
}

function totalSize(inputs: readonly Input[]): number | undefined {
  let total = 0;
  for (const { size } of inputs) {
    if (size === undefined) return undefined;
    total += size;
  }
  return total;
}

async function ingestInput(
  destination: Destination,
  input: Input,
  run: Run,
  options: IngestOptions,
): Promise<void> {
  const began = performance.now();
  const bytesBefore = run.bytes;
  const report = newSource(input.uri, input.size);
  run.sources.push(report);
  const tell = () => {
    report.milliseconds = performance.now() - began;
    run.bytes = bytesBefore + report.bytes;
    options.onProgress?.(run);
  };
  try {
    const opened = await openInput(input, options);
    report.uri = opened.source.uri;
    report.format = opened.reader.format;
    report.size = opened.source.size;
    await ingestSource(destination, opened, { run, report, tell, options });
  } catch (error) {
    if (options.signal?.aborted === true && !isOfDatabase(error)) {
      run.stopped = 'interrupted';
    } else if (!isOfSource(error)) {
      throw error;
    } else if (input.found && report.format === undefined && holdsNoBibliography(error)) {
      run.sources.pop();
      run.skipped.push({ uri: input.uri, reason: error });
    } else {
      report.error = error;
      if (options.strict === true) run.stopped = 'strict';
    }
  }
  tell();
  run.bytes = bytesBefore + Math.max(report.bytes, report.size ?? 0);
}

interface Opened {
  readonly source: Source;
  readonly reader: Reader;
}

async function openInput(input: Input, { format, limits, signal }: IngestOptions): Promise<Opened> {
  const source = await input.open({ ...(limits === undefined ? {} : { limits }), signal });
  try {
    return { source, reader: readerFor(source, input, format) };
  } catch (error) {
    await source.close();
    throw error;
  }
}

/**
 * The reader of the format that is named or recognised. What breaks off before a format shows is not known to be a
 * bibliography: then what is wrong with it is thrown, and from a folder nothing of it is read, whatever format is named.
 */
function readerFor(source: Source, { found }: Input, format: string | undefined): Reader {
  if (format !== undefined && (source.fault === undefined || !found)) return readerOf(format);
  try {
    const recognised = detectReader(source.uri, source.head);
    return format === undefined ? recognised : readerOf(format);
  } catch (error) {
    throw source.fault ?? error;
  }
}

interface Ingestion {
  readonly run: Run;
  readonly report: RunningSource;
  readonly tell: () => void;
  readonly options: IngestOptions;
}

async function ingestSource(
  destination: Destination,
  { source, reader }: Opened,
  ingestion: Ingestion,
): Promise<void> {
  const { report, tell, options } = ingestion;
  const { strict = false, signal } = options;
  const stated = sourceOf(source.uri, reader.format);
  const reject = (rejected: Reject) => rejectEntry(rejected, ingestion);
  const persons = new PersonBatch(async (batch) => {
    await nameSource();
    await destination.takePersons(batch.map((person) => personStatementOf(stated, person, options.importId)));
  });
  const records = recordsOf(reader.read(source), source.uri, { reject, persons }, ingestion);
  const writing = new InFlight(batchesInFlight);
  let named = false;
  /** Only when something of it is understood: a source that is refused leaves no trace. */
  const nameSource = async () => {
    if (!named) await destination.begin(stated);
    named = true;
  };
  try {
    for await (const batch of batchesOf(records, () => !strict && signal?.aborted !== true)) {
      const statements = batch.map((record) => statementOf(stated, record, options.importId));
      const bytes = source.taken();
      await destination.prepare(statements);
      await writing.begin(async () => {
        await nameSource();
        await take(destination, statements, ingestion, reject);
        report.bytes = Math.max(report.bytes, bytes);
        tell();
      });
      if (signal?.aborted === true) break;
    }
  } finally {
    await writing.end();
  }
  if (signal?.aborted === true) {
    ingestion.run.stopped = 'interrupted';
    return;
  }
  await persons.take();
  const sha256 = source.sha256();
  await nameSource();
  if (sha256 !== undefined) await destination.finish(stated, sha256);
  report.sha256 = sha256;
  report.bytes = source.taken();
  report.finished = true;
}

/** Persons that one transaction takes in. */
const personsPerBatch = 1_000;

/** Gathers persons until there are enough for a transaction. */
class PersonBatch {
  readonly #write: (persons: readonly PersonRecord[]) => Promise<void>;
  #gathered: PersonRecord[] = [];

  constructor(write: (persons: readonly PersonRecord[]) => Promise<void>) {
    this.#write = write;
  }

  async add(person: PersonRecord): Promise<void> {
    this.#gathered.push(person);
    if (this.#gathered.length >= personsPerBatch) await this.take();
  }

  /** Writes what is there. */
  async take(): Promise<void> {
    const persons = this.#gathered;
    this.#gathered = [];
    if (persons.length > 0) await this.#write(persons);
  }
}

/** The records that are wanted; counts the others. A reader that breaks down costs its source and nothing else. */
async function* recordsOf(
  items: AsyncIterable<ReadItem>,
  uri: string,
  { reject, persons }: { reject: (rejected: Reject) => Promise<void>; persons: PersonBatch },
  { report, options }: Ingestion,
): AsyncGenerator<PublicationRecord, void, undefined> {
  for await (const item of guarded(items, uri)) {
    if ('reject' in item) await reject(item.reject);
    else if ('person' in item) {
      report.persons += 1;
      await persons.add(item.person);
    } else if (options.since !== undefined && isBefore(item.record, options.since)) report.before += 1;
    else {
      if (item.record.warnings !== undefined) report.warned += 1;
      yield item.record;
    }
  }
}

async function* guarded(
  items: AsyncIterable<ReadItem>,
  uri: string,
): AsyncGenerator<ReadItem, void, undefined> {
  const reading = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await reading.next().catch((error: unknown) => {
        throw error instanceof ScholargraphError ? error : internal(uri, 'Reading it has failed', error);
      });
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await reading.return?.();
  }
}

async function rejectEntry(rejected: Reject, { run, report, options }: Ingestion): Promise<void> {
  report.rejects += 1;
  run.rejects.set(rejected.code, (run.rejects.get(rejected.code) ?? 0) + 1);
  await options.onReject?.(report.uri, rejected);
  if (options.strict === true) {
    throw new ScholargraphError(rejected.code, 'An entry was rejected, which ends a strict import', {
      source: report.uri,
      line: rejected.locator.line,
      fix: rejected.reason,
    });
  }
}

/**
 * Writes a batch. Where the graph refuses it, its halves, and so on down to the records that are refused, which
 * become rejects.
 */
async function take(
  destination: Destination,
  statements: readonly Statement[],
  ingestion: Ingestion,
  reject: (rejected: Reject) => Promise<void>,
): Promise<void> {
  const { report, options } = ingestion;
  let done: BatchReport;
  try {
    done = await destination.take(statements);
  } catch (error) {
    const refused =
      error instanceof ScholargraphError && error.code === 'RECORD_MALFORMED' ? error : undefined;
    if (error instanceof ScholargraphError && refused === undefined) throw error;
    const [first] = statements;
    if (statements.length > 1 && options.strict !== true) {
      const half = statements.length >> 1;
      await take(destination, statements.slice(0, half), ingestion, reject);
      await take(destination, statements.slice(half), ingestion, reject);
      return;
    }
    if (first === undefined || options.strict === true)
      throw refused ?? internal(report.uri, 'Writing it has failed', error);
    await reject({
      code: refused?.code ?? 'INTERNAL',
      locator: first.record.locator,
      reason: (refused ?? internal(report.uri, 'The graph does not take this record', error)).message,
      original: JSON.stringify(first.record).slice(0, rejectTextLimit),
    });
    return;
  }
  report.records += statements.length;
  report.created += done.created;
  report.updated += done.updated;
  report.unchanged += done.unchanged;
}

async function settle(graph: Graph, run: Run, { dryRun, signal, onProgress }: IngestOptions): Promise<void> {
  if (dryRun === true) return;
  const { blocks, authors } = run.settled;
  run.step = 'settle';
  try {
    signal?.throwIfAborted();
    await settleAuthors(graph, (settled) => {
      run.settled = { blocks: blocks + settled.blocks, authors: authors + settled.authors };
      onProgress?.(run);
      signal?.throwIfAborted();
    });
  } catch (error) {
    if (signal?.aborted !== true || isOfDatabase(error)) throw error;
    run.stopped = 'interrupted';
  }
  run.step = 'read';
}

function internal(source: string, what: string, cause: unknown): ScholargraphError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new ScholargraphError('INTERNAL', `${what}: ${said.replace(/\.\s*$/, '')}`, {
    source,
    fix: 'This is a fault of Scholargraph; please report it with the source.',
    cause,
  });
}

/** Whether the source is at fault, so that the import can go on with the next. */
function isOfSource(error: unknown): error is ScholargraphError {
  return (
    error instanceof ScholargraphError &&
    (/^(?:SOURCE|RECORD|FORMAT)_/.test(error.code) || error.code === 'INTERNAL')
  );
}

function isOfDatabase(error: unknown): boolean {
  return error instanceof ScholargraphError && !isOfSource(error);
}

/** A judgement on what is in a file. Where reading it went wrong, the error has a cause. */
function holdsNoBibliography(error: ScholargraphError): boolean {
  return error.code === 'FORMAT_UNKNOWN' || (error.code === 'SOURCE_UNREADABLE' && error.cause === undefined);
}
