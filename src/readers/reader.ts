import { type ErrorCode, ScholargraphError } from '../errors.ts';
import type { Locator, PersonRecord, PublicationRecord } from '../record.ts';

/**
 * What a reader hands on: a record of a publication or of a person, or an entry it could not make one of, which is reported
 * and never lost.
 */
export type ReadItem =
  | { readonly record: PublicationRecord }
  | { readonly person: PersonRecord }
  | { readonly reject: Reject };

export interface Reject {
  readonly code: ErrorCode;
  readonly locator: Partial<Locator>;
  /** What happened, what was expected, how to fix it. */
  readonly reason: string;
  /** The entry as it stands in the source, cut to `rejectTextLimit`. */
  readonly original: string;
}

/** Characters of a rejected entry's own text that a reject keeps. */
export const rejectTextLimit = 10_000;

/** Authors (or editors) of one publication. The longest bylines there are, in particle physics, have some 5,000. */
export const authorLimit = 20_000;

/** A reject's reason in the manner of every error: what happened, what was expected, how to go on. */
export function rejectReason(code: ErrorCode, what: string, expected: string, fix?: string): string {
  return new ScholargraphError(code, what, { expected, fix }).message;
}

/** An opened source: uncompressed bytes, read once. */
export interface SourceInput {
  /** What errors and provenance call it: a path, a URL, or `-` for standard input. */
  readonly uri: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * One format. `read` streams: it holds one record at a time, however large the source. One broken entry becomes a
 * reject and costs nothing else; a source that is not of this format at all throws a ScholargraphError
 * (SOURCE_MALFORMED) with the line where it stops making sense.
 */
export interface Reader {
  /** Names the format in provenance and on the command line, such as `bibtex`. */
  readonly format: string;
  /** For people, such as `BibTeX or BibLaTeX`. */
  readonly title: string;
  /**
   * Whether a source that begins with `head` (its first 64 KiB or less, decoded as UTF-8 without byte order mark) is of
   * this format. Looks at content only, never at a file name.
   */
  detect(head: string): boolean;
  read(input: SourceInput): AsyncGenerator<ReadItem, void, undefined>;
}
