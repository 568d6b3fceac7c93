import type { PublicationRecord } from '../../record.ts';
import type { Statement } from '../../resolve/statement.ts';
import { cypher } from '../cypher.ts';
import type { Transaction } from '../graph.ts';

/** A publication as it is stored, with what a new decision about it needs. */
export interface StoredPublication {
  readonly id: string;
  readonly digest: string;
  readonly keys: readonly string[];
  readonly authors: readonly StoredAuthorship[];
  /** Ids, with those of the series that they are part of. */
  readonly venues: readonly string[];
  /** Ids, with those of the topics above them. */
  readonly topics: readonly string[];
  /** Ids. */
  readonly institutions: readonly string[];
  readonly statements: readonly Statement[];
}

/** Who a name on a publication has been taken for so far. */
export interface StoredAuthorship {
  readonly author: string;
  readonly block: string;
  readonly display: string;
  readonly identifiers: readonly string[];
}

interface Row {
  id: string;
  digest: string;
  keys: string[];
  authors: StoredAuthorship[];
  venues: string[];
  topics: string[];
  institutions: string[];
  statements: StoredStatement[];
}

interface StoredStatement {
  key: string;
  fields: string;
  source: string;
  uri: string;
  format: string;
}

/** The statements of publication `p`. */
const statements = cypher`COLLECT { MATCH (p)-[s:STATED_BY]->(source) RETURN {
    key: s.key, fields: s.fields, source: source.id, uri: source.uri, format: source.format
  } }`;

/** What is stated of each of the publications. */
export async function readStatements(
  transaction: Transaction,
  publications: readonly string[],
): Promise<{ readonly publication: string; readonly statements: readonly Statement[] }[]> {
  const rows = await transaction.run<{ publication: string; statements: StoredStatement[] }>(
    cypher`UNWIND $publications AS id
      MATCH (p:Publication {id: id})
      RETURN p.id AS publication, ${statements} AS statements`,
    { publications },
  );
  return rows.map((row) => ({ ...row, statements: row.statements.map(statementOf) }));
}

function statementOf({ key, source, uri, format, fields }: StoredStatement): Statement {
  return { key, source: { id: source, uri, format }, record: parseRecord(fields) };
}

/**
 * Locks the keys, then reads every publication that has one of them or is described by one of the statements. Two
 * imports that touch the same keys so take turns, and neither decides on what the other is changing.
 *
 * @param statementKeys statements that may be stored already with other content
 */
export async function readNeighbourhood(
  transaction: Transaction,
  keys: readonly string[],
  statementKeys: readonly string[],
): Promise<StoredPublication[]> {
  await transaction.run(
    cypher`UNWIND $keys AS key MERGE (i:Identifier {key: key}) SET i.locked = true REMOVE i.locked`,
    { keys: [...keys].sort() },
  );
  const rows = await transaction.run<Row>(
    cypher`CALL () {
        UNWIND $keys AS key
        MATCH (:Identifier {key: key})-[:IDENTIFIES]->(p:Publication)
        RETURN p
        UNION
        UNWIND $statementKeys AS key
        MATCH (p:Publication)-[s:STATED_BY {key: key}]->(:Source)
        RETURN p
      }
      RETURN p.id AS id, p.digest AS digest,
        COLLECT { MATCH (i:Identifier)-[:IDENTIFIES]->(p) RETURN i.key } AS keys,
        COLLECT { MATCH (p)<-[m:AUTHORED]-(a:Author)
          RETURN { author: a.id, block: m.block, display: m.display, identifiers: coalesce(m.identifiers, []) }
          ORDER BY m.order } AS authors,
        COLLECT { MATCH (p)-[r:PUBLISHED_IN]->(v) UNWIND [v.id, r.series] AS id
          WITH id WHERE id IS NOT NULL RETURN DISTINCT id } AS venues,
        COLLECT { MATCH (p)-[r:ABOUT|REPEATS]->(t) UNWIND [t.id] + coalesce(r.broader, []) AS id RETURN DISTINCT id } AS topics,
        COLLECT { MATCH (p)-[:AFFILIATED_WITH]->(i:Institution) RETURN i.id } AS institutions,
        ${statements} AS statements`,
    { keys, statementKeys },
  );
  return rows.map((row) => ({ ...row, statements: row.statements.map(statementOf) }));
}

/** The writer wrote it from a PublicationRecord with `JSON.stringify`. */
function parseRecord(fields: string): PublicationRecord {
  const record: PublicationRecord = JSON.parse(fields);
  return record;
}
