import { hash } from 'node:crypto';

const kinds = {
  publication: 'p',
  author: 'a',
  venue: 'v',
  topic: 't',
  institution: 'i',
  source: 's',
  clusterRun: 'r',
  community: 'c',
  decision: 'd',
  provisionalAuthor: '~',
} as const;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * The stable id of whatever `key` names: a letter for the kind and 80 bits of the key's SHA-256 in Crockford's
 * base 32. Among 250 million keys the chance of any two sharing an id is below 1 in 10 million.
 */
export function idOf(kind: keyof typeof kinds, key: string): string {
  const digest = hash('sha256', key, 'buffer');
  let id: string = kinds[kind];
  for (let bit = 0; bit < 80; bit += 5) {
    const pair = (digest.readUInt8(bit >> 3) << 8) | digest.readUInt8((bit >> 3) + 1);
    id += alphabet.charAt((pair >> (11 - (bit & 7))) & 31);
  }
  return id;
}

/** A short digest for comparing whole values; not for ids. */
export function fingerprint(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64url').slice(0, 27);
}
