import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { ScholargraphError } from '../errors.ts';
import type { Reject } from '../readers/reader.ts';

/** Entries that were rejected, a JSON object a line: `source`, `line`, `byte`, `key`, `code`, `reason`, `original`. */
export class RejectsFile {
  readonly path: string;
  #handle: FileHandle | undefined;
  #last: Promise<void> = Promise.resolve();

  private constructor(file: string) {
    this.path = path.resolve(file);
  }

  /** @throws ScholargraphError OUTPUT_UNWRITABLE */
  static async create(file: string): Promise<RejectsFile> {
    const rejects = new RejectsFile(file);
    await rejects.#open('w');
    return rejects;
  }

  /** One of its own in `folder`, named for the time, that is there only once something has been written to it. */
  static ifNeeded(folder: string): RejectsFile {
    const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
    return new RejectsFile(path.join(folder, `rejects-${time}.jsonl`));
  }

  /**
   * The one that is named, or else, if it is needed, one in the working folder.
   * @throws ScholargraphError OUTPUT_UNWRITABLE
   */
  static async of(file: string | undefined): Promise<RejectsFile> {
    return file === undefined ? RejectsFile.ifNeeded(process.cwd()) : RejectsFile.create(file);
  }

  /** Whether the file is there. */
  get written(): boolean {
    return this.#handle !== undefined;
  }

  /** @throws ScholargraphError OUTPUT_UNWRITABLE */
  add(source: string, { locator, code, reason, original }: Reject): Promise<void> {
    const { line, byte, key } = locator;
    const text = `${JSON.stringify({ source, line, byte, key, code, reason, original })}\n`;
    // One after another, so that no line runs into another.
    this.#last = this.#last.then(async () => {
      try {
        await (this.#handle ?? (await this.#open('a'))).appendFile(text);
      } catch (error) {
        throw unwritable(this.path, error);
      }
    });
    return this.#last;
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }

  async #open(flag: 'w' | 'a'): Promise<FileHandle> {
    try {
      this.#handle = await open(this.path, flag);
      return this.#handle;
    } catch (error) {
      throw unwritable(this.path, error);
    }
  }
}

/** @param file absolute path */
export function unwritable(file: string, cause: unknown): ScholargraphError {
  if (cause instanceof ScholargraphError) return cause;
  const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
  return new ScholargraphError('OUTPUT_UNWRITABLE', `This file cannot be written${code}`, {
    source: file,
    fix: 'Name one in a folder that is there and that you may write to, with space left.',
    cause,
  });
}
