import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { ScholargraphError } from '../errors.ts';

/** Bytes that wait to be imported, and are let go of once they are not needed any more. */
export interface Content {
  readonly size: number;
  /** Reads them from the beginning. */
  bytes(signal?: AbortSignal): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** Bytes that are read from disk at a time. */
const chunkBytes = 64 * 1024;

export function textContent(text: string): Content {
  const bytes = Buffer.from(text);
  return { size: bytes.length, bytes: (signal) => Readable.from([bytes], { signal }), close: async () => {} };
}

/**
 * Keeps a stream on disk, in the folder for temporary files, while it waits. The file has no name from the start, so
 * that the system frees it when this process ends, however it ends.
 * @throws ScholargraphError DISK_FULL or OUTPUT_UNWRITABLE, or what `stream` throws
 */
export async function spooled(stream: AsyncIterable<Uint8Array>, folder = tmpdir()): Promise<Content> {
  const handle = await nameless(folder);
  try {
    for await (const chunk of stream) await handle.appendFile(chunk);
    const { size } = await handle.stat();
    return { size, bytes: (signal) => bytesOf(handle, signal), close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw unspooled(error, folder);
  }
}

async function* bytesOf(
  handle: FileHandle,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let position = 0; ; ) {
    signal?.throwIfAborted();
    const { bytesRead, buffer } = await handle.read({ buffer: Buffer.allocUnsafe(chunkBytes), position });
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function nameless(folder: string): Promise<FileHandle> {
  const file = path.join(folder, `scholargraph-upload-${randomUUID()}`);
  try {
    const handle = await open(file, 'wx+', 0o600);
    await rm(file);
    return handle;
  } catch (error) {
    throw unspooled(error, folder);
  }
}

function unspooled(cause: unknown, folder: string): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ScholargraphError('DISK_FULL', 'The server has no room for the upload', {
      fix: 'Whoever runs the server makes room in its folder for temporary files, or names another by TMPDIR.',
      cause,
    });
  }
  if (typeof code === 'string' && /^(?:EACCES|EPERM|EROFS|ENOENT|ENOTDIR|EMFILE)$/.test(code)) {
    return new ScholargraphError('OUTPUT_UNWRITABLE', 'The server cannot keep the upload', {
      fix: 'Whoever runs the server names a folder that it may write to by TMPDIR.',
      cause: new Error(`${folder}: ${code}`, { cause }),
    });
  }
  return cause;
}
