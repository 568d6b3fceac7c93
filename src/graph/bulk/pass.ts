import path from 'node:path';
import type { StatedVenue } from '../../resolve/sameVenue.ts';
import type { Written } from './files.ts';
import type { SpooledStatements } from './statementSpool.ts';

/** What every worker knows. */
export interface BulkContext {
  /** Of the spools, which go as they are read. */
  readonly spools: string;
  /** Of the CSV files. */
  readonly files: string;
  readonly partitions: number;
  readonly statements: SpooledStatements;
  /** Whether anybody is stated to have other names, so that people have to be found by names. */
  readonly namesAreStated: boolean;
}

/** A piece of a pass: numbers from, and up to but not including, these; of statements or of partitions. */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

/** A step of the resolution that works on pieces, each by itself, so that several workers share it. */
export interface Pass {
  run(piece: Piece): void;
  /** Ends what this worker has written. */
  close(): PassResult;
}

export interface PassResult {
  readonly written: readonly Written[];
  /** Publications by the number of the source that states them first. */
  readonly created?: ReadonlyMap<number, number>;
  /** Lists of name blocks, and of `personNode`s, that one person identifier links. */
  readonly links?: readonly (readonly string[])[];
  /** Ids of venues. */
  readonly preprintServers?: readonly string[];
  readonly statedVenues?: readonly StatedVenue[];
}

/** The spools, each named for what its rows are brought together by. */
export type SpoolName =
  | 'identifiers'
  | 'venues'
  | 'topics'
  | 'institutions'
  | 'mentions'
  | 'linkedMentions'
  | 'persons'
  | 'citations'
  | 'bylines'
  | 'pairs';

export function spool({ spools }: BulkContext, name: SpoolName): string {
  return path.join(spools, name);
}
