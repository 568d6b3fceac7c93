import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { addAbortSignal, pipeline, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { type ErrorDetail, ScholargraphError } from '../errors.ts';
import { AddressRefused, isPublic, publicFetch } from './publicFetch.ts';
import type { SourceInput } from './reader.ts';

/** An opened source that knows its beginning, how far it has been read, and in the end its digest. */
export interface Source extends SourceInput {
  /** Its first 64 KiB or less, decoded as UTF-8 without byte order mark: what `Reader.detect` takes. */
  readonly head: string;
  /** What ends it within those 64 KiB; undefined of a source that is whole so far. `bytes` throws it after what is before it. */
  readonly fault: ScholargraphError | undefined;
  /** Bytes of the source as it is stored or sent, compressed or not; undefined where it does not say. */
  readonly size: number | undefined;
  /** How many of those bytes have been taken so far. */
  taken(): number;
  /** SHA-256 of those bytes, in lower-case hexadecimal; undefined until the last of them has been taken. */
  sha256(): string | undefined;
  /** Lets go of the file or connection; needed only where `bytes` is never read. */
  close(): Promise<void>;
}

export interface SourceLimits {
  /** Bytes that a URL may send. */
  readonly urlBytes: number;
  /** Milliseconds that a URL may keep silent: before its answer, and between two parts of it. */
  readonly urlSilence: number;
  /** Milliseconds that a URL may take in all. */
  readonly urlTime: number;
  /** Whether a URL may lead to addresses that are not public: to this machine, or to one of its network. */
  readonly privateAddresses: boolean;
  /** How many times its own size gzip may unpack to, once `gzipFree` bytes have been unpacked. */
  readonly gzipRatio: number;
  readonly gzipFree: number;
}

export const sourceLimits: SourceLimits = {
  urlBytes: 4 * 1024 ** 3,
  urlSilence: 30_000,
  urlTime: 3_600_000,
  privateAddresses: false,
  gzipRatio: 200,
  gzipFree: 64 * 1024 ** 2,
};

export interface OpenOptions {
  /** What to call the source instead of its target. */
  readonly uri?: string | undefined;
  readonly limits?: Partial<SourceLimits>;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes that are looked at before reading, to tell formats apart. */
const headBytes = 64 * 1024;

/**
 * Opens a file, a URL or standard input as UTF-8 bytes, whatever its size: see `sourceFrom` for what is done to
 * them. A file is called by its absolute path, so that two files of one name in two folders are two sources.
 *
 * A URL is fetched from public addresses alone, unless the limits say otherwise.
 *
 * @param target a path, an `http:` or `https:` URL, a `file:` URL, or `-` for standard input
 * @throws ScholargraphError SOURCE_UNREADABLE
 */
export async function openSource(target: string, options: OpenOptions = {}): Promise<Source> {
  const limits = { ...sourceLimits, ...options.limits };
  const { signal } = options;
  if (target === '-') {
    const input = signal === undefined ? process.stdin : addAbortSignal(signal, process.stdin);
    return sourceFrom(options.uri ?? '-', input, undefined, limits);
  }
  if (/^https?:\/\//i.test(target)) {
    const uri = options.uri ?? nameOfAddress(target);
    refuseCredentials(uri, target);
    const { body, size } = await fetched(target, uri, limits, signal);
    return sourceFrom(uri, body, size, limits);
  }
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(target) && !/^file:/i.test(target)) {
    throw unreadable(options.uri ?? nameOfAddress(target), 'Addresses of this kind are not read', {
      expected: 'a path, an http or https URL, or - for standard input',
    });
  }
  const file = /^file:/i.test(target) ? fileOfUrl(target) : path.resolve(target);
  const uri = options.uri ?? file;
  const size = await fileSize(file, uri);
  return sourceFrom(uri, createReadStream(file, { signal }), size, limits);
}

/** Parameters of an address that open what it names. */
const secretParameter =
  /(?:token|secret|password|passwd|pwd|signature|credentials?)$|^(?:sig|auth|(?:aws)?(?:api|access)[-_]?key(?:[-_]?id)?)$/i;

/**
 * What an address is called, in messages and in provenance that everybody reads: without user, password and the values of
 * parameters that are secrets. It stays the same when these change.
 */
export function nameOfAddress(target: string): string {
  if (!URL.canParse(target)) return target;
  const url = new URL(target);
  const secrets = [...url.searchParams.keys()].filter((name) => secretParameter.test(name));
  if (url.username === '' && url.password === '' && secrets.length === 0) return target;
  url.username = '';
  url.password = '';
  for (const name of secrets) url.searchParams.set(name, '***');
  return url.href;
}

/** `fetch` refuses them, too, and says the whole address. */
function refuseCredentials(uri: string, target: string): void {
  if (!URL.canParse(target)) return;
  const { username, password } = new URL(target);
  if (username === '' && password === '') return;
  throw unreadable(uri, 'There is a user or a password in the address', {
    expected: 'an address without them',
    fix: 'Download it and name the file.',
  });
}

/**
 * Makes a source of raw bytes: gzip is unpacked where the bytes begin with its magic number (RFC 1952), a byte order
 * mark is taken off, UTF-16 with one is turned into UTF-8. Other encodings pass through as they are, for some
 * formats name theirs inside. NUL is in no text format and is refused with its place, after what is before it.
 *
 * @throws ScholargraphError SOURCE_UNREADABLE, here where there is nothing to read before what is wrong, else while reading
 */
export async function sourceFrom(
  uri: string,
  raw: AsyncIterable<Uint8Array>,
  size?: number | undefined,
  limits: SourceLimits = sourceLimits,
): Promise<Source> {
  const hash = createHash('sha256');
  let taken = 0;
  let digest: string | undefined;
  const iterator = raw[Symbol.asyncIterator]();
  async function* tapped(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for await (const chunk of { [Symbol.asyncIterator]: () => iterator }) {
        if (chunk.length === 0) continue;
        hash.update(chunk);
        taken += chunk.length;
        yield chunk;
      }
    } catch (error) {
      throw explained(uri, error);
    }
    digest = hash.digest('hex');
  }

  const start = await ahead(tapped(), 6);
  const packed = isPacked(start.head);
  if (!packed) refuseBinary(uri, start.head);
  const stored = await ahead(
    packed ? unpacked(uri, start.bytes, () => taken, limits) : start.bytes,
    headBytes,
  );
  const { head, bytes, fault } = await ahead(utf8(uri, stored.bytes), headBytes);
  const shown = (fault === undefined ? undefined : unmarkedUtf16(stored.head)) ?? head;
  if (fault !== undefined && shown.length === 0) throw fault;
  return {
    uri,
    bytes,
    head: new TextDecoder().decode(shown.subarray(0, headBytes), { stream: true }),
    fault,
    size,
    taken: () => taken,
    sha256: () => digest,
    close: async () => {
      await iterator.return?.();
    },
  };
}

interface Beginning {
  readonly head: Buffer;
  /** All of it, from the beginning. */
  readonly bytes: AsyncGenerator<Uint8Array, void, undefined>;
  /** What is wrong behind `head`, if that was met; `bytes` throws it there. */
  readonly fault: ScholargraphError | undefined;
}

/** Takes at least `length` bytes, or all there are, and gives them back in front of the rest. */
async function ahead(
  source: AsyncGenerator<Uint8Array, void, undefined>,
  length: number,
): Promise<Beginning> {
  const chunks: Uint8Array[] = [];
  let fault: ScholargraphError | undefined;
  try {
    for (let held = 0; held < length; ) {
      const next = await source.next();
      if (next.done === true) break;
      chunks.push(next.value);
      held += next.value.length;
    }
  } catch (error) {
    if (!(error instanceof ScholargraphError)) throw error;
    fault = error;
  }
  async function* whole(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* chunks.splice(0);
      if (fault !== undefined) throw fault;
      yield* source;
    } finally {
      await source.return();
    }
  }
  return { head: Buffer.concat(chunks), bytes: whole(), fault };
}

/** What begins as UTF-16 of a text in Latin script does, but for its byte order mark, as UTF-8; undefined of anything else. */
function unmarkedUtf16(bytes: Buffer): Buffer | undefined {
  const [first, second] = bytes;
  if (second === undefined || (first === 0) === (second === 0)) return undefined;
  return Buffer.from(new TextDecoder(first === 0 ? 'utf-16be' : 'utf-16le').decode(bytes, { stream: true }));
}

/** Whether what begins with these bytes is packed by gzip: RFC 1952, 2.3.1. */
export function isPacked(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

async function* unpacked(
  uri: string,
  packed: AsyncIterable<Uint8Array>,
  taken: () => number,
  limits: SourceLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  const gunzip = createGunzip();
  // The error, if any, is thrown to whoever iterates `gunzip`.
  pipeline(Readable.from(packed, { objectMode: false }), gunzip, () => {});
  let size = 0;
  try {
    for await (const chunk of gunzip) {
      size += chunk.length;
      if (size > limits.gzipFree && size > taken() * limits.gzipRatio) {
        throw unreadable(uri, `It unpacks to more than ${limits.gzipRatio} times its own size`, {
          expected: 'gzip of bibliographic text, which shrinks far less',
          fix: 'If it is what you want to read, unpack it first and read the result.',
        });
      }
      yield chunk;
    }
  } catch (error) {
    throw explained(uri, error);
  }
}

async function* utf8(
  uri: string,
  source: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { head, bytes } = await ahead(source, 3);
  const [first, second, third] = head;
  const place = new Place(uri);
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    const decoder = new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be', { fatal: true });
    const decoded = (chunk?: Uint8Array) => {
      try {
        return Buffer.from(chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true }));
      } catch (cause) {
        throw unreadable(uri, 'It begins as UTF-16 and goes on as something else', {
          line: place.line,
          expected: 'UTF-8 or UTF-16 text',
          cause,
        });
      }
    };
    for await (const chunk of bytes) yield* place.checked(decoded(chunk));
    yield* place.checked(decoded());
    return;
  }
  let skip = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
  for await (const chunk of bytes) {
    const skipped = Math.min(skip, chunk.length);
    skip -= skipped;
    yield* place.checked(chunk.subarray(skipped));
  }
}

/** Counts lines and bytes, and refuses NUL. */
class Place {
  readonly #uri: string;
  #bytes = 0;
  line = 1;

  constructor(uri: string) {
    this.#uri = uri;
  }

  /** Gives what is before the first NUL, and throws where there is one. */
  *checked(chunk: Uint8Array): Generator<Uint8Array, void, undefined> {
    const nul = chunk.indexOf(0);
    const text = nul === -1 ? chunk : chunk.subarray(0, nul);
    this.#count(text);
    if (text.length > 0) yield text;
    if (nul === -1) return;
    throw unreadable(this.#uri, `Byte ${this.#bytes} is NUL, which no text holds`, {
      line: this.line,
      expected: 'text in UTF-8, or in UTF-16 with a byte order mark',
      fix: 'Convert it to UTF-8 (`iconv -f UTF-16LE -t UTF-8`) if it is UTF-16; else fetch it again, for it is damaged.',
    });
  }

  #count(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) this.line++;
  }
}

const binaries: readonly (readonly [name: string, magic: readonly number[], fix: string])[] = [
  ['a ZIP archive', [0x50, 0x4b, 0x03, 0x04], 'Unpack it and name the files in it.'],
  ['bzip2', [0x42, 0x5a, 0x68], 'Unpack it with `bunzip2`, or pipe `bzcat` into standard input.'],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a], 'Unpack it with `unxz`, or pipe `xzcat` into standard input.'],
  ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd], 'Unpack it with `unzstd`, or pipe `zstdcat` into standard input.'],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46], 'Name a bibliography, such as BibTeX, instead.'],
];

function refuseBinary(uri: string, head: Buffer): void {
  for (const [name, magic, fix] of binaries) {
    if (magic.every((byte, index) => head[index] === byte)) {
      throw unreadable(uri, `It is ${name}`, { expected: 'text, plain or packed with gzip', fix });
    }
  }
}

async function fetched(
  url: string,
  uri: string,
  limits: SourceLimits,
  signal: AbortSignal | undefined,
): Promise<{ readonly body: AsyncIterable<Uint8Array>; readonly size: number | undefined }> {
  const stop = new AbortController();
  const late = (what: string) => () => stop.abort(unreadable(uri, what, { fix: 'Try again later.' }));
  const silent = late(`The server sent nothing for ${limits.urlSilence / 1000} s`);
  const whole = setTimeout(late(`The transfer took longer than ${limits.urlTime / 1000} s`), limits.urlTime);
  whole.unref();
  const patiently = async <Result>(wait: () => Promise<Result>): Promise<Result> => {
    const timer = setTimeout(silent, limits.urlSilence);
    try {
      return await wait();
    } catch (error) {
      throw stop.signal.aborted ? stop.signal.reason : error;
    } finally {
      clearTimeout(timer);
    }
  };
  const tooLarge = () =>
    unreadable(uri, `It is larger than ${limits.urlBytes} bytes`, {
      fix: 'Download it and name the file instead.',
    });

  let close = async () => {};
  try {
    const fetched = await patiently(() =>
      publicFetch(url, {
        headers: { accept: '*/*', 'user-agent': 'scholargraph' },
        signal: signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]),
        allowed: limits.privateAddresses ? () => true : isPublic,
      }),
    );
    const { response } = fetched;
    close = fetched.close;
    if (!response.ok) {
      throw unreadable(uri, `The server answered ${response.status} ${response.statusText}`.trimEnd(), {
        expected: '200 OK',
      });
    }
    const declared = response.headers.get('content-length');
    const encoded = response.headers.has('content-encoding');
    const size = declared === null || encoded ? undefined : Number(declared);
    if (size !== undefined && size > limits.urlBytes) throw tooLarge();
    const parts = response.body?.[Symbol.asyncIterator]();
    async function* body(): AsyncGenerator<Uint8Array, void, undefined> {
      let received = 0;
      try {
        while (parts !== undefined) {
          const next = await patiently(() => parts.next());
          if (next.done === true) return;
          received += next.value.length;
          if (received > limits.urlBytes) throw tooLarge();
          yield next.value;
        }
      } finally {
        clearTimeout(whole);
        stop.abort();
        await close();
      }
    }
    return { body: body(), size };
  } catch (error) {
    clearTimeout(whole);
    stop.abort();
    await close();
    throw explained(uri, error);
  }
}

function fileOfUrl(target: string): string {
  try {
    return fileURLToPath(target);
  } catch (cause) {
    throw unreadable(target, 'This is no address of a file on this machine', { cause });
  }
}

/** Bytes of a regular file; undefined for a pipe or device. */
async function fileSize(file: string, uri: string): Promise<number | undefined> {
  const found = await stat(file).catch((error: unknown) => {
    throw explained(uri, error);
  });
  if (found.isDirectory()) {
    throw unreadable(uri, 'It is a folder', { expected: 'a file', fix: 'Name the files in it.' });
  }
  return found.isFile() ? found.size : undefined;
}

const faults: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file',
  ENOTDIR: 'There is no such file',
  EACCES: 'This user may not read it',
  EPERM: 'This user may not read it',
  EISDIR: 'It is a folder',
  EMFILE: 'This process has too many files open',
  ENOTFOUND: 'No server of that name is known',
  EAI_AGAIN: 'The name of the server cannot be looked up now',
  ECONNREFUSED: 'No server listens there',
  ECONNRESET: 'The server broke off',
  UND_ERR_SOCKET: 'The server broke off',
  UND_ERR_CONNECT_TIMEOUT: 'The server does not answer',
  Z_DATA_ERROR: 'It begins as gzip and is damaged further on',
  Z_BUF_ERROR: 'It is gzip that ends too early',
};

/** The error to throw for one that reading has met: a stop that was asked for stays what it is. */
function explained(uri: string, error: unknown): unknown {
  if (error instanceof ScholargraphError) return error;
  if (error instanceof Error && error.name === 'AbortError') return error;
  if (error instanceof AddressRefused) {
    return unreadable(uri, error.message, {
      expected: 'an http or https address of the Internet, also where it is redirected',
      fix: 'If you trust it, name --private-addresses, or download it and name the file.',
    });
  }
  const code = codeOf(error) ?? (error instanceof Error ? codeOf(error.cause) : undefined);
  const known = code === undefined ? undefined : faults[code];
  const said = error instanceof Error ? error.message : String(error);
  const gzip = code?.startsWith('Z_') === true;
  return unreadable(uri, known ?? `It cannot be read (${code ?? said})`, {
    fix: gzip ? 'Fetch it again: it is probably cut off. `gzip -t` tests it.' : undefined,
    cause: error,
  });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function unreadable(uri: string, what: string, detail: Omit<ErrorDetail, 'source'> = {}): ScholargraphError {
  return new ScholargraphError('SOURCE_UNREADABLE', what, { ...detail, source: uri });
}
