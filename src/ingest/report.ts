import type { ScholargraphError } from '../errors.ts';

/** What became of one source. */
export interface SourceReport {
  readonly uri: string;
  /** Absent where the source could not be opened or its format not told. */
  readonly format: string | undefined;
  /** Of its bytes as they are stored or sent, hexadecimal; absent where it was not read to its end. */
  readonly sha256: string | undefined;
  /** Records that have become part of the graph; in a dry run, that would. */
  readonly records: number;
  /** Entries that have not. */
  readonly rejects: number;
  /** Records left out since they are from before `IngestOptions.since`. */
  readonly before: number;
  /** Records of which a part could not be read and was left out: see `PublicationRecord.warnings`. */
  readonly warned: number;
  /** Entries that are of a person and of no publication. */
  readonly persons: number;
  /** Publications; a batch counts each that it touched once. */
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Bytes of the source that have been dealt with, of how many where that is known. */
  readonly bytes: number;
  readonly size: number | undefined;
  readonly milliseconds: number;
  readonly finished: boolean;
  /** Why the source was not read to its end. What was taken in before stays. */
  readonly error: ScholargraphError | undefined;
}

/** A file in a folder that holds no bibliography. */
export interface SkippedFile {
  readonly uri: string;
  readonly reason: ScholargraphError;
}

/** What an import did, or has done so far. */
export interface IngestReport {
  /** `load` is what a bulk import does once all is read. */
  readonly step: 'read' | 'settle' | 'load' | 'done';
  /** In their order; while it goes on, the last is the one that is being read. */
  readonly sources: readonly SourceReport[];
  readonly skipped: readonly SkippedFile[];
  /** Rejected entries by the code of the reason. */
  readonly rejects: ReadonlyMap<string, number>;
  /** Bytes of all sources that have been dealt with, of how many where each says so. */
  readonly bytes: number;
  readonly size: number | undefined;
  /** Name blocks whose authors were resolved anew, and authors whose coauthorships were derived. */
  readonly settled: { readonly blocks: number; readonly authors: number };
  /** What a bulk import is doing with what it has read, and how much of that it has done, from 0 to 1. */
  readonly loading: { readonly what: string; readonly share: number } | undefined;
  /** What it has done with it already, in its order. */
  readonly loaded: readonly { readonly what: string; readonly milliseconds: number }[];
  /** What ended it before its end. */
  readonly stopped: 'interrupted' | 'strict' | undefined;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

export type RunningSource = Mutable<SourceReport>;

/** An `IngestReport` that is being written. */
export interface Run extends Mutable<IngestReport> {
  readonly sources: RunningSource[];
  readonly skipped: SkippedFile[];
  readonly rejects: Map<string, number>;
  readonly loaded: { readonly what: string; readonly milliseconds: number }[];
}

export function newRun(size: number | undefined): Run {
  return {
    step: 'read',
    sources: [],
    skipped: [],
    rejects: new Map(),
    bytes: 0,
    size,
    settled: { blocks: 0, authors: 0 },
    loading: undefined,
    loaded: [],
    stopped: undefined,
  };
}

export function newSource(uri: string, size: number | undefined): RunningSource {
  return {
    uri,
    format: undefined,
    sha256: undefined,
    records: 0,
    rejects: 0,
    before: 0,
    warned: 0,
    persons: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    bytes: 0,
    size,
    milliseconds: 0,
    finished: false,
    error: undefined,
  };
}
