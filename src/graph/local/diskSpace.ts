import { statfs } from 'node:fs/promises';
import { ScholargraphError } from '../../errors.ts';

/** Bytes below which a disk counts as full: Neo4j allocates its transaction logs 32 MB at a time. */
const nearlyNothing = 64e6;

/** @throws ScholargraphError DISK_FULL where less than `need` bytes are free on the disk that holds an existing folder */
export async function requireSpace(folder: string, need: number): Promise<void> {
  if (!(await hasSpace(folder, need))) throw diskFull(folder, { need });
}

/** Whether `need` bytes are free on the disk that holds an existing folder. */
export async function hasSpace(folder: string, need: number): Promise<boolean> {
  return (await freeBytes(folder)) >= need;
}

/** Whether so little is left that Neo4j cannot write. */
export async function isNearlyFull(folder: string): Promise<boolean> {
  return (await freeBytes(folder)) < nearlyNothing;
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Whether a failure of the file system is a full disk or a used-up quota. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

export function diskFull(
  folder: string,
  options: {
    /** Bytes, where known. */
    readonly need?: number | undefined;
    readonly cause?: unknown;
  } = {},
): ScholargraphError {
  return new ScholargraphError('DISK_FULL', `The disk that holds ${folder} is full`, {
    expected: `${Math.ceil((options.need ?? nearlyNothing) / 1e6)} MB of free space or more`,
    fix: 'Make room and start again, or name folders on another disk with SCHOLARGRAPH_DATA and SCHOLARGRAPH_CACHE.',
    cause: options.cause,
  });
}
