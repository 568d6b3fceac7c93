import { idOf } from '../../resolve/id.ts';
import type { VenueAliases } from '../../resolve/sameVenue.ts';
import { cypher } from '../cypher.ts';
import type { Transaction } from '../graph.ts';

interface AliasRow {
  key: string;
  venue: string;
}

/** What those of the keys, or all where absent, have been learned to stand for. */
export async function readVenueAliases(
  transaction: Transaction,
  keys?: readonly string[],
): Promise<VenueAliases> {
  const rows = await transaction.run<AliasRow>(
    keys === undefined
      ? cypher`MATCH (a:VenueAlias) RETURN a.key AS key, a.venue AS venue`
      : cypher`UNWIND $keys AS key MATCH (a:VenueAlias {key: key}) RETURN a.key AS key, a.venue AS venue`,
    keys === undefined ? {} : { keys: [...new Set(keys)].sort() },
  );
  return new Map(rows.map(({ key, venue }) => [key, venue]));
}

/** @returns the ids that the venues of these ids would have, as their names alone have them, that were learned to be these */
export async function learnedToBe(transaction: Transaction, venues: readonly string[]): Promise<string[]> {
  const wanted = new Set(venues);
  return [...(await readVenueAliases(transaction))]
    .filter(([, venue]) => wanted.has(idOf('venue', venue)))
    .map(([key]) => idOf('venue', key))
    .sort();
}

/** Makes the stored aliases these and no others. */
export async function writeVenueAliases(transaction: Transaction, aliases: VenueAliases): Promise<void> {
  const before = await readVenueAliases(transaction);
  await transaction.run(cypher`UNWIND $keys AS key MATCH (a:VenueAlias {key: key}) DELETE a`, {
    keys: [...before.keys()].filter((key) => !aliases.has(key)).sort(),
  });
  await transaction.run(
    cypher`UNWIND $rows AS row MERGE (a:VenueAlias {key: row.key}) SET a.venue = row.venue`,
    {
      rows: [...aliases]
        .filter(([key, venue]) => before.get(key) !== venue)
        .map(([key, venue]) => ({ key, venue }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
    },
  );
}
