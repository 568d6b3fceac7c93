import { LRUMap } from 'mnemonist';

/** Documents that are kept. */
export const documents = 200;

/** Characters of a document; one that carries a bibliography is not asked twice. */
export const documentLength = 10_000;

/** Parsed documents by their text, within so much memory as anybody may make a server use for them. */
export function documentCache<Parsed>() {
  const cache = new LRUMap<string, Parsed>(documents);
  return {
    get: (text: string): Parsed | undefined => cache.get(text),
    set(text: string, parsed: Parsed): void {
      if (text.length <= documentLength) cache.set(text, parsed);
    },
  };
}
