import { open } from 'node:fs/promises';
import { type Input, inputsOf } from '../ingest/input.ts';
import { isPacked } from '../readers/source.ts';

/** How many bytes of a bibliography gzip packs into one, or more: 12 of generated OpenAlex works, whose words come again and again. */
const unpackedForPacked = 5;

export interface SourceSize {
  /** Of what is known: files as they are, packed ones five times that. */
  readonly bytes: number;
  /** Whether the size of each source is known: not that of an address, of standard input, of what cannot be looked at. */
  readonly whole: boolean;
}

/** About how many bytes there are to read, unpacked. Looks into the beginning of each file. */
export async function sizeOfSources(targets: readonly string[]): Promise<SourceSize> {
  let bytes = 0;
  let whole = true;
  for (const input of await inputsOf(targets)) {
    if (input.size === undefined) whole = false;
    else bytes += input.size * (isPacked(await beginningOf(input)) ? unpackedForPacked : 1);
  }
  return { bytes, whole };
}

/** The first bytes of a file; none where it cannot be opened, of which reading it will say why. */
async function beginningOf({ uri }: Input): Promise<Uint8Array> {
  const begin = Buffer.alloc(2);
  try {
    const file = await open(uri);
    try {
      await file.read(begin, 0, begin.length, 0);
    } finally {
      await file.close();
    }
  } catch {}
  return begin;
}
