import type { AuthorGroup } from './sameAuthor.ts';

const prefix = 'profile:';

/**
 * Whose each profile page is, by the id of its source. Where people have split its owner, several have its mentions: it is
 * then whose it names most often, and of those the one with the lower id.
 */
export function profileOwners(groups: readonly AuthorGroup[]): Map<string, string> {
  const owners = new Map<string, { readonly author: string; readonly mentions: number }>();
  for (const { id: author, mentions: all } of groups) {
    const counts = new Map<string, number>();
    for (const key of all.flatMap(({ identifiers }) => identifiers)) {
      if (key.startsWith(prefix)) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const [key, mentions] of counts) {
      const source = key.slice(prefix.length);
      const best = owners.get(source);
      const isBetter =
        best === undefined ||
        mentions > best.mentions ||
        (mentions === best.mentions && author < best.author);
      if (isBetter) owners.set(source, { author, mentions });
    }
  }
  return new Map([...owners].map(([source, { author }]) => [source, author]));
}
