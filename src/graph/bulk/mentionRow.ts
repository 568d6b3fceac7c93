import neo4j from 'neo4j-driver';
import type { ParsedName } from '../../normalise/name.ts';
import { nameOf } from '../write/storedName.ts';

/** Properties as JSON holds them: whole numbers are numbers. */
export type PlainProperties = Readonly<Record<string, unknown>>;

/** A name on a publication with what is known around it, as it is spooled. */
export type MentionRow = readonly [
  block: string,
  publication: string,
  year: number | null,
  authorCount: number,
  /** Of AUTHORED. */
  authorship: PlainProperties,
  /**
   * `storedCoauthorKey` of all names of the publication, in their order; none where it has too many to say who works
   * with whom.
   */
  coauthors: readonly (string | null)[],
  /** Ids of all its venues. */
  venues: readonly string[],
  topics: readonly string[],
  /** The author's: see `institutionsByPlace`. */
  institutions: readonly string[],
  /** Of a name that cannot be compared once it is stored: who stands for it alone. */
  unnamed: { readonly id: string; readonly sortName: string } | null,
];

export function plain(properties: PlainProperties): PlainProperties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, neo4j.isInt(value) ? value.toNumber() : value]),
  );
}

/** The name as the ordinary import reads it back from AUTHORED. */
export function storedName(authorship: PlainProperties): ParsedName | undefined {
  const text = (name: string) => {
    const value = authorship[name];
    return typeof value === 'string' ? value : null;
  };
  return nameOf({
    display: text('display') ?? '',
    family: text('family') ?? '',
    given: text('given'),
    particle: text('particle'),
    suffix: text('suffix'),
    homonym: text('homonym'),
    block: text('block') ?? '',
  });
}
