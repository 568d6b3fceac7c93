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
  if (kind !== 'venue' && kind !== 'topic') return newId(kind, key);
  const known = recurring[kind].get(key);
  if (known !== undefined) return known;
  const id = newId(kind, key);
  if (recurring[kind].size >= mostRecurring) recurring[kind].clear();
  recurring[kind].set(key, id);
  return id;
}

/** Venues and topics come again and again, and each is asked for in several steps. */
const recurring = { venue: new Map<string, string>(), topic: new Map<string, string>() };
const mostRecurring = 50_000;

function newId(kind: keyof typeof kinds, key: string): string {
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
  return textFingerprint(JSON.stringify(value));
}

/** The same of a text. */
export function textFingerprint(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 27);
}
