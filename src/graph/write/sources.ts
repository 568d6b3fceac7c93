import type { StatementSource } from '../../resolve/statement.ts';
import { cypher } from '../cypher.ts';
import type { Graph, Transaction } from '../graph.ts';

/** Names a source before its statements are written. */
export async function writeSource(graph: Graph, source: StatementSource): Promise<void> {
  await graph.write((transaction) => nameSource(transaction, source));
}

export async function nameSource(
  transaction: Transaction,
  { id, uri, format }: StatementSource,
): Promise<void> {
  await transaction.run(
    cypher`MERGE (s:Source {id: $id})
      ON CREATE SET s.uri = $uri, s.importedAt = datetime()
      SET s.format = $format`,
    { id, uri, format },
  );
}

/** Says that a source has been read to its end. @param sha256 of its bytes as they were read, hexadecimal */
export async function finishSource(graph: Graph, id: string, sha256: string): Promise<void> {
  await graph.write((transaction) =>
    transaction.run(
      cypher`MATCH (s:Source {id: $id})
        SET s.importedAt = CASE WHEN s.sha256 = $sha256 THEN s.importedAt ELSE datetime() END, s.sha256 = $sha256`,
      { id, sha256 },
    ),
  );
}
