import type { VenueAliases } from '../../resolve/sameVenue.ts';
import { cypher } from '../cypher.ts';
import type { Transaction } from '../graph.ts';

/** For those of the keys that are known to stand for another venue: that one's key. */
export async function readVenueAliases(
  transaction: Transaction,
  keys: readonly string[],
): Promise<VenueAliases> {
  const rows = await transaction.run<{ key: string; venue: string }>(
    cypher`UNWIND $keys AS key MATCH (a:VenueAlias {key: key}) RETURN a.key AS key, a.venue AS venue`,
    { keys: [...new Set(keys)].sort() },
  );
  return new Map(rows.map(({ key, venue }) => [key, venue]));
}

/** Makes the stored aliases these and no others. */
export async function writeVenueAliases(transaction: Transaction, aliases: VenueAliases): Promise<void> {
  const stored = await transaction.run<{ key: string; venue: string }>(
    cypher`MATCH (a:VenueAlias) RETURN a.key AS key, a.venue AS venue`,
  );
  const before = new Map(stored.map(({ key, venue }) => [key, venue]));
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
