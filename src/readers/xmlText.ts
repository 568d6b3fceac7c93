import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { ScholargraphError } from '../errors.ts';
import type { SourceInput } from './reader.ts';

/** A stretch of an XML source as text. */
export interface XmlText {
  readonly text: string;
  /** Byte of the source at which it starts; undefined where the encoding does not let bytes be counted. */
  readonly byte: number | undefined;
  /** Bytes that one UTF-16 unit of `text` takes in the source: one, or as many as UTF-8 has for it. */
  readonly width: 1 | 'utf-8';
}

/** Stands for a byte that is none of the encoding. XML does not allow it, so no parser lets it pass. */
export const undecodable = '\uFFFE';

/** Bytes decoded in one go, however long the parts are in which the source arrives. */
const stretchBytes = 64 * 1024;
/** Bytes within which an XML declaration has to end. */
const declarationBytes = 1024;

/**
 * Decodes an XML source by the encoding that its XML declaration names (XML 1.0, section 4.3.3), else as UTF-8. Two
 * common lies are seen through: UTF-16 is not believed of bytes that can be read without it (the text has been
 * converted and its declaration has not), and an 8-bit encoding is not believed of a stretch that is valid UTF-8
 * beyond ASCII.
 *
 * @throws ScholargraphError SOURCE_MALFORMED where the declared encoding is none that is known
 */
export async function* xmlText(input: SourceInput): AsyncGenerator<XmlText, void, undefined> {
  let decode: Decoder | undefined;
  for await (const bytes of stretches(input.bytes)) {
    decode ??= decoderFor(input.uri, bytes);
    yield* decode(bytes, false);
  }
  if (decode !== undefined) yield* decode(Buffer.alloc(0), true);
}

/** The first one is as long as a declaration may be, unless the source is shorter. */
async function* stretches(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, undefined> {
  let held: Buffer | undefined = Buffer.alloc(0);
  try {
    for await (const chunk of chunks) {
      let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (held !== undefined) {
        bytes = Buffer.concat([held, bytes]);
        held = bytes.length < declarationBytes ? bytes : undefined;
        if (held !== undefined) continue;
      }
      for (let at = 0; at < bytes.length; at += stretchBytes) yield bytes.subarray(at, at + stretchBytes);
    }
  } catch (error) {
    if (held !== undefined) yield held;
    throw error;
  }
  if (held !== undefined) yield held;
}

type Decoder = (bytes: Buffer, last: boolean) => readonly XmlText[];

const eightBit = /^(?:windows-\d+|iso-8859-\d+|koi8-[ru]|ibm866|macintosh|x-mac-cyrillic)$/;

function decoderFor(uri: string, start: Buffer): Decoder {
  const head = start.toString('latin1', 0, declarationBytes);
  const label = /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"'<>]*)["']/.exec(head)?.[1] ?? 'utf-8';
  let declared: TextDecoder;
  try {
    declared = new TextDecoder(label);
  } catch (cause) {
    throw new ScholargraphError('SOURCE_MALFORMED', `It declares the unknown encoding "${label}"`, {
      source: uri,
      line: 1,
      expected: 'the name of an encoding, such as UTF-8 or ISO-8859-1',
      fix: 'Correct its first line, or convert it to UTF-8.',
      cause,
    });
  }
  if (declared.encoding.startsWith('utf-')) return asciiBased(undefined);
  return eightBit.test(declared.encoding) ? asciiBased(declared) : streaming(declared);
}

/** UTF-8, or an 8-bit encoding. No stretch begins or ends within a character of UTF-8. */
function asciiBased(declared: TextDecoder | undefined): Decoder {
  let carried = Buffer.alloc(0);
  let byte = 0;
  return (added, last) => {
    let bytes = carried.length === 0 ? added : Buffer.concat([carried, added]);
    const whole = last ? bytes.length : bytes.length - unfinishedBytes(bytes);
    carried = Buffer.from(bytes.subarray(whole));
    bytes = bytes.subarray(0, whole);
    const start = byte;
    byte += bytes.length;
    if (isAscii(bytes)) return [{ text: bytes.toString('latin1'), byte: start, width: 1 }];
    if (isUtf8(bytes)) return [{ text: bytes.toString('utf8'), byte: start, width: 'utf-8' }];
    if (declared === undefined) return damagedUtf8(bytes, start);
    // Without `stream`, Node 20 takes windows-1252 for ISO-8859-1 proper.
    const text = declared.decode(bytes, { stream: true }).replaceAll('\uFFFD', undecodable);
    return [{ text, byte: start, width: 1 }];
  };
}

/** How many bytes at the end begin a character of UTF-8 that goes on after them. */
function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const lead = bytes[bytes.length - back] ?? 0;
    if (lead < 0x80) return 0;
    if (lead >= 0xc0) return back < (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** In a run of bytes beyond ASCII that is not UTF-8, every byte is undecodable. */
function damagedUtf8(bytes: Buffer, start: number): readonly XmlText[] {
  const found: XmlText[] = [];
  let done = 0;
  const upTo = (end: number) => {
    if (end > done)
      found.push({ text: bytes.toString('utf8', done, end), byte: start + done, width: 'utf-8' });
    done = end;
  };
  for (const run of bytes.toString('latin1').matchAll(/[\x80-\xff]+/g)) {
    const end = run.index + run[0].length;
    if (isUtf8(bytes.subarray(run.index, end))) continue;
    upTo(run.index);
    found.push({ text: undecodable.repeat(end - done), byte: start + done, width: 1 });
    done = end;
  }
  upTo(bytes.length);
  return found;
}

/** An encoding in which characters take one byte or more. */
function streaming(declared: TextDecoder): Decoder {
  return (bytes, last) => {
    const text = declared.decode(bytes, { stream: !last }).replaceAll('\uFFFD', undecodable);
    return [{ text, byte: undefined, width: 1 }];
  };
}
