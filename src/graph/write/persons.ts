import {
  keysOfPerson,
  type PersonStatement,
  personDigest,
  personStatementWorded,
  statedPerson,
  tellsSomething,
} from '../../resolve/personStatement.ts';
import { restated } from '../../resolve/wordings.ts';
import { cypher } from '../cypher.ts';
import type { Graph, Transaction } from '../graph.ts';
import { lockDecisions } from './decisionLog.ts';
import { type StoredWordings, storedBesides, wordedAsStored } from './neighbourhood.ts';
import { blocksLinkedToKeys } from './personLinks.ts';

/**
 * Takes what sources say of persons into the graph, and marks the name blocks that it concerns. Taking the same again changes
 * nothing. A fixed number of Cypher statements, however many persons, and one for each step from these to others linked with them.
 */
export async function writePersons(graph: Graph, statements: readonly PersonStatement[]): Promise<void> {
  const latest = new Map(statements.map((statement) => [statement.key, statement]));
  await graph.write(
    async (transaction) => {
      await lockDecisions(transaction);
      const before = await readPersons(transaction, [...latest.keys()]);
      const now = [...latest.values()].map((statement) => ({
        ...statement,
        ...restated(before.get(statement.key), statement),
      }));
      await revisePersons(transaction, new Set(), now);
    },
    { timeoutMs: 300_000 },
  );
}

/** The statements of persons of these keys that are stored. */
export async function readPersons(
  transaction: Transaction,
  keys: readonly string[],
): Promise<ReadonlyMap<string, PersonStatement>> {
  const rows = await transaction.run<{ key: string; source: string; wordings: StoredWordings }>(
    cypher`UNWIND $keys AS key
      MATCH (source:Source)-[:STATES]->(s:PersonStatement {key: key})
      RETURN key, source.id AS source, { fields: s.fields, imports: s.imports, earlier: s.earlier } AS wordings`,
    { keys },
  );
  return new Map(
    rows.map(({ key, source, wordings }) => [
      key,
      personStatementWorded({ id: source }, wordedAsStored(wordings)),
    ]),
  );
}

/**
 * Makes statements of persons these, whatever is stored under their keys, and takes others away; marks the name blocks that
 * this concerns. The caller has locked the decisions.
 * @param removed keys of statements that go
 * @returns the marked name blocks
 */
export async function revisePersons(
  transaction: Transaction,
  removed: ReadonlySet<string>,
  revised: readonly PersonStatement[],
): Promise<readonly string[]> {
  const rows = revised.map(personRow).sort((a, b) => (a.key < b.key ? -1 : 1));
  const stored = new Map(
    (
      await transaction.run<{ key: string; digest: string; keys: string[] }>(
        cypher`UNWIND $keys AS key
          MATCH (s:PersonStatement {key: key})
          RETURN key, s.digest AS digest, COLLECT { MATCH (i:Identifier)-[:NAMES]->(s) RETURN i.key } AS keys`,
        { keys: [...rows.map(({ key }) => key), ...removed] },
      )
    ).map((row) => [row.key, row]),
  );
  const isChanged = ({ key, properties }: (typeof rows)[number]) =>
    stored.get(key)?.digest !== properties.digest;
  const changed = rows.filter(isChanged);
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (s:PersonStatement {key: row.key})
      SET s.imports = row.properties.imports, s.earlier = row.properties.earlier`,
    { rows: rows.filter((row) => !isChanged(row)) },
  );
  if (changed.length === 0 && removed.size === 0) return [];
  const named = changed.flatMap(({ key, keys }) => keys.map((each) => ({ person: key, key: each })));
  const former = [...changed.map(({ key }) => key), ...removed].flatMap((key) => stored.get(key)?.keys ?? []);
  const touched = [...new Set([...former, ...named.map(({ key }) => key)])].sort();
  const linked = await blocksLinkedToKeys(transaction, touched);
  await transaction.run(cypher`UNWIND $keys AS key MATCH (s:PersonStatement {key: key}) DETACH DELETE s`, {
    keys: [...removed],
  });
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (source:Source {id: row.source})
      MERGE (s:PersonStatement {key: row.key})
      SET s = row.properties
      MERGE (source)-[:STATES]->(s)
      WITH s
      MATCH (:Identifier)-[named:NAMES]->(s)
      DELETE named`,
    { rows: changed },
  );
  await transaction.run(cypher`UNWIND $keys AS key MERGE (:Identifier {key: key})`, { keys: touched });
  await transaction.run(
    cypher`UNWIND $named AS row
      MATCH (i:Identifier {key: row.key})
      MATCH (s:PersonStatement {key: row.person})
      CREATE (i)-[:NAMES]->(s)`,
    { named },
  );
  await transaction.run(
    cypher`UNWIND $keys AS key
      MATCH (i:Identifier {key: key})
      WHERE NOT EXISTS { (i)--() } AND size(coalesce(i.blocks, [])) = 0
      DELETE i`,
    { keys: former },
  );
  await transaction.run(cypher`UNWIND $blocks AS block MERGE (:Unsettled {key: block})`, {
    blocks: linked.toSorted(),
  });
  return linked;
}

/** What is stored of a statement of a person, and the keys by which it is found. */
export function personRow(statement: PersonStatement) {
  const person = statedPerson(statement);
  const { called, identifiers, ambiguous } = person;
  return {
    key: statement.key,
    source: statement.source.id,
    properties: {
      key: statement.key,
      // The files of a bulk load cannot say that a list is empty.
      called: called.length > 0 ? called : undefined,
      identifiers: identifiers.length > 0 ? identifiers : undefined,
      ambiguous,
      fields: statement.text,
      digest: personDigest(statement),
      ...storedBesides(statement),
    },
    /** None where it tells nothing that could make a difference. */
    keys: tellsSomething(person) ? keysOfPerson(person) : [],
    person,
  };
}
