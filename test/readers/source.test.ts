import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openSource, type Source, sourceFrom, sourceLimits } from '../../src/readers/source.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-source-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const place = path.join(folder, name);
  await writeFile(place, content);
  return place;
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function textOf(source: Source): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('a file', () => {
  test('is called by its absolute path and read as it is', async () => {
    const place = await file('plain.bib', '@book{a}\n');
    const source = await openSource(path.relative(process.cwd(), place));
    expect(source).toMatchObject({ uri: place, size: 9, head: '@book{a}\n' });
    expect(await textOf(source)).toBe('@book{a}\n');
    expect(source.taken()).toBe(9);
    expect(source.sha256()).toBe(sha256(Buffer.from('@book{a}\n')));
  });

  test('may be given as a file: URL, and called otherwise', async () => {
    const place = await file('with space.bib', 'x');
    const source = await openSource(`file://${place.replaceAll(' ', '%20')}`, { uri: 'seed' });
    expect(source.uri).toBe('seed');
    expect(await textOf(source)).toBe('x');
  });

  test('is unpacked where it is gzip, whatever its name; the digest is of the packed bytes', async () => {
    const packed = Buffer.concat([gzipSync('first\n'), gzipSync('second\n')]);
    const source = await openSource(await file('packed.txt', packed));
    expect(source.head).toBe('first\nsecond\n');
    expect(await textOf(source)).toBe('first\nsecond\n');
    expect(source.sha256()).toBe(sha256(packed));
    expect(source.size).toBe(packed.length);
  });

  test('may be empty', async () => {
    const source = await openSource(await file('empty', ''));
    expect([source.head, await textOf(source), source.sha256()]).toEqual(['', '', sha256(Buffer.alloc(0))]);
  });

  test('shows its first 64 KiB and no half character', async () => {
    const source = await openSource(await file('long', `x${'ü'.repeat(100_000)}`));
    expect(source.head).toBe(`x${'ü'.repeat(32_767)}`);
    expect(await textOf(source)).toHaveLength(100_001);
  });

  test.each([
    ['missing.bib', /missing\.bib: There is no such file\.$/],
    ['', /It is a folder\. Expected a file\. Name the files in it\.$/],
  ])('"%s" that cannot be opened is named', async (name, message) => {
    await expect(openSource(path.join(folder, name))).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringMatching(message),
    });
  });

  test.each(['ftp://example.org/a.bib', 's3://bucket/a.bib'])('is not looked for at %s', async (target) => {
    await expect(openSource(target)).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining('Expected a path, an http or https URL, or -'),
    });
  });

  test('is closed when it is not read', async () => {
    const source = await openSource(await file('unread', randomBytes(1_000_000).toString('hex')));
    await source.close();
    expect(await textOf(source)).toHaveLength(64 * 1024);
  });
});

test('standard input is read to its end, packed or not', async () => {
  const packed = gzipSync('@book{a}\n');
  const value = Readable.from([packed.subarray(0, 7), packed.subarray(7)]);
  const own = Object.getOwnPropertyDescriptor(process, 'stdin') ?? {};
  Object.defineProperty(process, 'stdin', { value, configurable: true });
  try {
    const source = await openSource('-');
    expect(source).toMatchObject({ uri: '-', size: undefined, head: '@book{a}\n' });
    expect(await textOf(source)).toBe('@book{a}\n');
    expect(source.sha256()).toBe(sha256(packed));
  } finally {
    Object.defineProperty(process, 'stdin', own);
  }
});

describe('encodings', () => {
  const text = 'Stanisław Jastrzębski, 王伟 𝕏\r\n';
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16LE', utf16],
    ['UTF-16BE', Buffer.from(utf16).swap16()],
    ['UTF-16LE in gzip', gzipSync(utf16)],
  ])('%s comes out as UTF-8 without mark, in pieces of any size', async (_, bytes) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), async (size) => {
        const source = await sourceFrom('source', inPieces(bytes, size));
        expect(source.head).toBe(text);
        expect(await textOf(source)).toBe(text);
      }),
      { numRuns: 20 },
    );
  });

  test('other bytes pass as they are, for some formats name their encoding inside', async () => {
    const latin1 = Buffer.from('Müller', 'latin1');
    const source = await sourceFrom('source', inPieces(latin1, 3));
    const chunks: Uint8Array[] = [];
    for await (const chunk of source.bytes) chunks.push(chunk);
    expect(Buffer.concat(chunks)).toEqual(latin1);
  });

  test('NUL is refused with line and byte, however far it is', async () => {
    const far = `${'line\n'.repeat(30_000)}ab\0c`;
    const source = await sourceFrom('far', inPieces(Buffer.from(far), 1000));
    await expect(textOf(source)).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      detail: { source: 'far', line: 30_001 },
      message: expect.stringContaining('Byte 150002 is NUL'),
    });
    const near = await sourceFrom('near', inPieces(Buffer.from('@bo\0ok'), 2));
    expect(near.fault?.message).toMatch(/^near, line 1: Byte 3 is NUL/);
    await expect(textOf(near)).rejects.toBe(near.fault);
    await expect(sourceFrom('first', inPieces(Buffer.from('\0\0book'), 2))).rejects.toMatchObject({
      message: expect.stringMatching(/^first, line 1: Byte 0 is NUL/),
    });
  });

  test.each([
    ['among what is looked at before reading', 10],
    ['far behind it', 30_000],
  ])('what is before a NUL is handed on to the byte: %s', async (_, lines) => {
    const before = `${'line\n'.repeat(lines)}ab`;
    const source = await sourceFrom('source', inPieces(Buffer.from(`${before}\0c`), 1000));
    const chunks: Uint8Array[] = [];
    const reading = (async () => {
      for await (const chunk of source.bytes) chunks.push(chunk);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    expect(Buffer.concat(chunks).toString()).toBe(before);
  });

  test.each([
    ['UTF-16LE', utf16.subarray(2)],
    ['UTF-16BE', Buffer.from(utf16).swap16().subarray(2)],
  ])(
    '%s without byte order mark shows what it begins with and is refused with the way to convert it',
    async (_, bytes) => {
      const source = await sourceFrom('wide', inPieces(bytes, 64));
      expect(source.head).toBe(text);
      await expect(textOf(source)).rejects.toMatchObject({
        message: expect.stringContaining('iconv -f UTF-16LE -t UTF-8'),
      });
    },
  );

  test('UTF-16 that ends in half a character is refused', async () => {
    await expect(sourceFrom('odd', inPieces(utf16.subarray(0, 9), 64)).then(textOf)).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining('It begins as UTF-16 and goes on as something else'),
    });
  });
});

describe('what is no text', () => {
  test.each([
    ['PK\u0003\u0004…', 'It is a ZIP archive'],
    ['BZh91AY', 'It is bzip2'],
    ['%PDF-1.7\n', 'It is a PDF document'],
  ])('%j is named and refused', async (bytes, what) => {
    await expect(sourceFrom('x', inPieces(Buffer.from(bytes, 'latin1'), 2))).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining(what),
    });
  });

  test('gzip that ends too early gives what it holds and then an error', async () => {
    const packed = gzipSync(randomBytes(200_000).toString('hex'));
    const source = await sourceFrom('cut.gz', inPieces(packed.subarray(0, packed.length - 20), 1000));
    await expect(textOf(source)).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining('It is gzip that ends too early'),
    });
  });

  test('gzip that is damaged is an error', async () => {
    const packed = gzipSync(randomBytes(50_000).toString('hex'));
    packed.fill(0xff, 1000, 1100);
    await expect(sourceFrom('bad.gz', inPieces(packed, 1000)).then(textOf)).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining('It begins as gzip and is damaged further on'),
    });
  });

  test('a gzip bomb is refused before it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(4_000_000, 'a'));
    const limits = { ...sourceLimits, gzipFree: 100_000 };
    const source = await sourceFrom('bomb', inPieces(bomb, 512), bomb.length, limits);
    let unpacked = 0;
    const reading = (async () => {
      for await (const chunk of source.bytes) unpacked += chunk.length;
    })();
    await expect(reading).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining('It unpacks to more than 200 times its own size'),
    });
    expect(unpacked).toBeLessThan(2_000_000);
  });
});

describe('a reader that stops early lets go of the source', () => {
  const text = Buffer.from(randomBytes(500_000).toString('hex'));

  test.each([
    ['plain', text],
    ['gzip', gzipSync(text)],
  ])('%s', async (_, bytes) => {
    const closed = new Promise<void>((resolve, reject) => {
      async function* raw() {
        try {
          yield* inPieces(bytes, 1000);
        } finally {
          resolve();
        }
      }
      (async () => {
        const source = await sourceFrom('x', raw());
        for await (const chunk of source.bytes) if (chunk.length > 0) break;
        expect(source.taken()).toBeLessThan(bytes.length);
        expect(source.sha256()).toBeUndefined();
      })().catch(reject);
    });
    await closed;
  });
});

describe('a URL', () => {
  const servers: { close: () => void }[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  /** The servers of these tests are on this machine. */
  const here = { limits: { privateAddresses: true } };

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push({
      close: () => {
        server.closeAllConnections();
        server.close();
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `http://127.0.0.1:${address.port}`;
  }

  test('is fetched, also through a redirect, and unpacked', async () => {
    const packed = gzipSync('Ada Lovelace\n');
    const url = await serve((request, response) => {
      if (request.url === '/old') response.writeHead(302, { location: '/page.txt.gz' }).end();
      else response.writeHead(200, { 'content-length': packed.length }).end(packed);
    });
    const source = await openSource(`${url}/old`, here);
    expect(source).toMatchObject({ uri: `${url}/old`, size: packed.length });
    expect(await textOf(source)).toBe('Ada Lovelace\n');
    expect(source.sha256()).toBe(sha256(packed));
  });

  test('of this machine is not asked, unless that is said', async () => {
    let asked = 0;
    const url = await serve((_, response) => {
      asked += 1;
      response.end();
    });
    await expect(openSource(url)).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringMatching(/127\.0\.0\.1 is not a public address\..*--private-addresses/),
    });
    await expect(openSource(url.replace('127.0.0.1', 'localhost'))).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining('localhost is not a public address'),
    });
    expect(asked).toBe(0);
  });

  test('that answers with an error is refused with its status', async () => {
    const url = await serve((_, response) => response.writeHead(404).end('<html>'));
    await expect(openSource(url, here)).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining(`${url}: The server answered 404 Not Found`),
    });
  });

  test('where nobody listens is refused', async () => {
    const url = await serve((_, response) => response.end());
    for (const server of servers.splice(0)) server.close();
    await expect(openSource(url, here)).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining('No server listens there'),
    });
  });

  test.each([
    ['says so', { 'content-length': '5000' }],
    ['does not', {}],
  ])('larger than the limit is refused, where the server %s', async (_, headers) => {
    const url = await serve((_request, response) => {
      response.writeHead(200, headers);
      response.end('x'.repeat(5000));
    });
    await expect(
      openSource(url, { limits: { ...here.limits, urlBytes: 4000 } }).then(textOf),
    ).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining('It is larger than 4000 bytes'),
    });
  });

  test.each([
    ['before its answer', false],
    ['within it', true],
  ])('that falls silent %s is given up', async (_, begins) => {
    const url = await serve((_request, response) => {
      if (begins) response.writeHead(200).write('x'.repeat(70_000));
    });
    await expect(
      openSource(url, { limits: { ...here.limits, urlSilence: 100 } }).then(textOf),
    ).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining('The server sent nothing for 0.1 s'),
    });
  });

  test('that takes too long in all is given up', async () => {
    const url = await serve((_, response) => {
      const timer = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(timer));
    });
    await expect(
      openSource(url, { limits: { ...here.limits, urlTime: 200 } }).then(textOf),
    ).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining('The transfer took longer than 0.2 s'),
    });
  });

  test('that breaks off is an error, not a short source', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100000' });
      response.write('x'.repeat(70_000), () => response.destroy());
    });
    await expect(openSource(url, here).then(textOf)).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining('The server broke off'),
    });
  });

  test('stops when it is told to, with that reason', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200).write('x'.repeat(70_000));
    });
    const stop = new AbortController();
    const source = await openSource(url, { ...here, signal: stop.signal });
    setTimeout(() => stop.abort(), 20);
    await expect(textOf(source)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
