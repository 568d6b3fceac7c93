import {
  blockOfCalled,
  isCalled,
  keysOfPerson,
  type PersonStatement,
  personDigest,
  statedPerson,
  tellsSomething,
} from '../../resolve/personStatement.ts';
import { cypher } from '../cypher.ts';
import type { Graph } from '../graph.ts';
import { lockDecisions } from './decisionLog.ts';

/**
 * Takes what sources say of persons into the graph, and marks the name blocks that it concerns. Taking the same again changes
 * nothing. A fixed number of Cypher statements, however many persons.
 */
export async function writePersons(graph: Graph, statements: readonly PersonStatement[]): Promise<void> {
  const latest = new Map(statements.map((statement) => [statement.key, statement]));
  const rows = [...latest.values()].map(personRow).sort((a, b) => (a.key < b.key ? -1 : 1));
  await graph.write(
    async (transaction) => {
      await lockDecisions(transaction);
      const stored = new Map(
        (
          await transaction.run<{ key: string; digest: string; keys: string[] }>(
            cypher`UNWIND $keys AS key
              MATCH (s:PersonStatement {key: key})
              RETURN key, s.digest AS digest, COLLECT { MATCH (i:Identifier)-[:NAMES]->(s) RETURN i.key } AS keys`,
            { keys: rows.map(({ key }) => key) },
          )
        ).map((row) => [row.key, row]),
      );
      const changed = rows.filter(({ key, properties }) => stored.get(key)?.digest !== properties.digest);
      if (changed.length === 0) return;
      const named = changed.flatMap(({ key, keys }) => keys.map((each) => ({ person: key, key: each })));
      const former = changed.flatMap(({ key }) => stored.get(key)?.keys ?? []);
      const touched = [...new Set([...former, ...named.map(({ key }) => key)])].sort();
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
      const blocks = await transaction.run<{ block: string }>(
        cypher`UNWIND $keys AS key
          MATCH (i:Identifier {key: key})
          UNWIND i.blocks AS block
          RETURN DISTINCT block`,
        { keys: touched },
      );
      await transaction.run(
        cypher`UNWIND $keys AS key
          MATCH (i:Identifier {key: key})
          WHERE NOT EXISTS { (i)--() } AND size(coalesce(i.blocks, [])) = 0
          DELETE i`,
        { keys: former },
      );
      const marked = new Set([
        ...blocks.map(({ block }) => block),
        ...touched.filter(isCalled).map(blockOfCalled),
      ]);
      await transaction.run(cypher`UNWIND $blocks AS block MERGE (:Unsettled {key: block})`, {
        blocks: [...marked].sort(),
      });
    },
    { timeoutMs: 300_000 },
  );
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
      fields: JSON.stringify(statement.person),
      digest: personDigest(statement),
    },
    /** None where it tells nothing that could make a difference. */
    keys: tellsSomething(person) ? keysOfPerson(person) : [],
    person,
  };
}
