import {
  blockOfCalled,
  calledKey,
  isCalled,
  keysOfPerson,
  type StatedPerson,
} from '../../resolve/personStatement.ts';
import { cypher } from '../cypher.ts';
import type { Transaction } from '../graph.ts';
import { nameOf, type StoredName } from './storedName.ts';

/** Whether anybody is stated to have other names: where not, nothing is looked up by names. */
export async function hasStatedNames(transaction: Transaction): Promise<boolean> {
  const rows = await transaction.run<{ key: string }>(
    cypher`MATCH (i:Identifier) WHERE i.key STARTS WITH 'called:' RETURN i.key AS key LIMIT 1`,
  );
  return rows.length > 0;
}

/** The name blocks in which people have the keys, and the statements of persons that have them. */
export async function readLinks(
  transaction: Transaction,
  keys: readonly string[],
): Promise<readonly { readonly blocks: string[]; readonly persons: StatedPerson[] }[]> {
  if (keys.length === 0) return [];
  return transaction.run(
    cypher`UNWIND $keys AS key
      MATCH (i:Identifier {key: key})
      RETURN coalesce(i.blocks, []) AS blocks,
        COLLECT { MATCH (i)-[:NAMES]->(s:PersonStatement) RETURN {
          key: s.key, called: coalesce(s.called, []), identifiers: coalesce(s.identifiers, []),
          ambiguous: s.ambiguous } } AS persons`,
    { keys },
  );
}

/**
 * The name blocks of all who are resolved together with those on the publications, as these are stored now, because of what
 * is stated of persons: once a name is gone from there, nothing leads from its block to the others.
 */
export async function blocksLinkedToPublications(
  transaction: Transaction,
  publications: readonly string[],
): Promise<readonly string[]> {
  if (publications.length === 0 || !(await hasStatedNames(transaction))) return [];
  const rows = await transaction.run<StoredName & { identifiers: string[] }>(
    cypher`UNWIND $publications AS id
      MATCH (:Publication {id: id})<-[m:AUTHORED]-()
      RETURN m.display AS display, m.family AS family, m.given AS given, m.particle AS particle,
        m.suffix AS suffix, m.homonym AS homonym, m.block AS block, coalesce(m.identifiers, []) AS identifiers`,
    { publications },
  );
  const called = rows.flatMap((row) => nameOf(row) ?? []).map(calledKey);
  return blocksLinkedToKeys(transaction, [...called, ...rows.flatMap(({ identifiers }) => identifiers)]);
}

/**
 * The name blocks of all who have one of the keys, or are stated to be a person who has, however many persons away: also those
 * that the keys name where nobody is called so yet.
 * @param given names as `calledKey` writes them, and identifiers
 */
export async function blocksLinkedToKeys(
  transaction: Transaction,
  given: readonly string[],
): Promise<readonly string[]> {
  const asked = new Set<string>();
  const blocks = new Set<string>();
  for (let keys = [...new Set(given)]; keys.length > 0; ) {
    for (const key of keys) {
      asked.add(key);
      if (isCalled(key)) blocks.add(blockOfCalled(key));
    }
    const links = await readLinks(transaction, keys);
    for (const block of links.flatMap((link) => link.blocks)) blocks.add(block);
    const found = new Set(links.flatMap(({ persons }) => persons.flatMap(keysOfPerson)));
    keys = [...found].filter((key) => !asked.has(key));
  }
  return [...blocks];
}
