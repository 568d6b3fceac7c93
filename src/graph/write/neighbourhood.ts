import { type Statement, statementWorded } from '../../resolve/statement.ts';
import type { Worded, Wording } from '../../resolve/wordings.ts';
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
  readonly wordings: readonly StoredWording[];
  readonly statements: readonly Statement[];
}

/** What a publication has a venue or a topic called, which its names follow from. */
export interface StoredWording {
  /** The venue's or the topic's id. */
  readonly of: string;
  readonly forms: readonly string[];
  readonly name: string | null;
  readonly acronym: string | null;
  readonly kind: string | null;
  /** Ids of the series, or of the topics above. */
  readonly above: readonly string[];
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
  wordings: StoredWording[];
  statements: StoredStatement[];
}

interface StoredStatement extends StoredWordings {
  source: string;
  uri: string;
  format: string;
}

/** What an entry says and has said, as it is stored. */
export interface StoredWordings {
  fields: string;
  imports: string[] | null;
  earlier: string[] | null;
}

/** Statement `s` of `source`. */
const statement = cypher`{
    fields: s.fields, imports: s.imports, earlier: s.earlier,
    source: source.id, uri: source.uri, format: source.format
  }`;

/** The statements of publication `p`. */
const statements = cypher`COLLECT { MATCH (p)-[s:STATED_BY]->(source) RETURN ${statement} }`;

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

function statementOf({ source, uri, format, ...wordings }: StoredStatement): Statement {
  return statementWorded({ id: source, uri, format }, wordedAsStored(wordings));
}

/** The statements of these keys that are stored. */
export async function readStatementsByKey(
  transaction: Transaction,
  keys: readonly string[],
): Promise<readonly Statement[]> {
  const rows = await transaction.run<{ statement: StoredStatement }>(
    cypher`UNWIND $keys AS key
      MATCH (:Publication)-[s:STATED_BY {key: key}]->(source:Source)
      USING INDEX s:STATED_BY(key)
      RETURN ${statement} AS statement`,
    { keys },
  );
  return rows.map((row) => statementOf(row.statement));
}

export function wordedAsStored({ fields, imports, earlier }: StoredWordings): Worded {
  return {
    text: fields,
    ...(imports === null ? {} : { imports }),
    ...(earlier === null ? {} : { earlier: earlier.map((text): Wording => JSON.parse(text)) }),
  };
}

/** What is stored beside the text of what an entry says; an absent property is none. */
export function storedBesides({ imports, earlier }: Worded) {
  return { imports, earlier: earlier?.map((wording) => JSON.stringify(wording)) };
}

/**
 * Reads every publication that has one of the keys or is described by one of the statements. The caller has locked the
 * decisions, so nobody else decides on what it is changing.
 *
 * @param statementKeys statements that may be stored already with other content
 */
export async function readNeighbourhood(
  transaction: Transaction,
  keys: readonly string[],
  statementKeys: readonly string[],
): Promise<StoredPublication[]> {
  // The hints: a plan from when the graph was small goes through all that a source has stated, for each of the keys.
  const found = await transaction.run<{ id: string }>(
    cypher`CALL () {
        UNWIND $keys AS key
        MATCH (i:Identifier {key: key})-[:IDENTIFIES]->(p:Publication)
        USING INDEX i:Identifier(key)
        RETURN p
        UNION
        UNWIND $statementKeys AS key
        MATCH (p:Publication)-[s:STATED_BY {key: key}]->(:Source)
        USING INDEX s:STATED_BY(key)
        RETURN p
      }
      RETURN p.id AS id`,
    { keys, statementKeys },
  );
  if (found.length === 0) return [];
  const rows = await transaction.run<Row>(
    cypher`UNWIND $ids AS publication
      MATCH (p:Publication {id: publication})
      RETURN p.id AS id, p.digest AS digest,
        COLLECT { MATCH (i:Identifier)-[:IDENTIFIES]->(p) RETURN i.key } AS keys,
        COLLECT { MATCH (p)<-[m:AUTHORED]-(a:Author)
          RETURN { author: a.id, block: m.block, display: m.display, identifiers: coalesce(m.identifiers, []) }
          ORDER BY m.order } AS authors,
        COLLECT { MATCH (p)-[r:PUBLISHED_IN]->(v) UNWIND [v.id, r.series] AS id
          WITH id WHERE id IS NOT NULL RETURN DISTINCT id } AS venues,
        COLLECT { MATCH (p)-[r:ABOUT|REPEATS]->(t) UNWIND [t.id] + coalesce(r.broader, []) AS id RETURN DISTINCT id } AS topics,
        COLLECT { MATCH (p)-[:AFFILIATED_WITH]->(i:Institution) RETURN i.id } AS institutions,
        COLLECT { MATCH (p)-[r]->(n:Venue|Topic)
          RETURN { of: n.id, forms: r.forms, name: r.name, acronym: r.acronym, kind: r.kind,
            above: coalesce(r.broader, []) + CASE WHEN r.series IS NULL THEN [] ELSE [r.series] END } } AS wordings,
        ${statements} AS statements`,
    { ids: found.map(({ id }) => id) },
  );
  return rows.map((row) => ({ ...row, statements: row.statements.map(statementOf) }));
}
