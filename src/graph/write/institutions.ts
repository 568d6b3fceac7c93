import { idOf } from '../../resolve/id.ts';
import type { Publication } from '../../resolve/mergePublication.ts';
import { cypher } from '../cypher.ts';
import { int, type Transaction } from '../graph.ts';

/** Forms of a name that an institution keeps. */
const namesKept = 50;

export interface InstitutionRow {
  readonly id: string;
  readonly name: string;
  readonly ror: string | undefined;
  readonly openalexId: string | undefined;
  readonly countryCode: string | undefined;
  readonly names: readonly string[];
}

function lesser<Value extends string | undefined>(a: Value, b: Value): Value {
  if (a === undefined) return b;
  return b === undefined || a < b ? a : b;
}

/** Two rows of one institution as one, whichever comes first. */
export function mergedInstitution(a: InstitutionRow, b: InstitutionRow): InstitutionRow {
  return {
    id: a.id,
    name: lesser(a.name, b.name),
    ror: lesser(a.ror, b.ror),
    openalexId: lesser(a.openalexId, b.openalexId),
    countryCode: lesser(a.countryCode, b.countryCode),
    names: [...new Set([...a.names, ...b.names])].sort().slice(0, namesKept),
  };
}

/** The institutions of publications, and which authors of which were there. */
export interface InstitutionRows {
  readonly institutions: ReadonlyMap<string, InstitutionRow>;
  readonly affiliations: readonly {
    readonly publication: string;
    readonly institution: string;
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
}

export function institutionRows(publications: readonly Publication[]): InstitutionRows {
  const institutions = new Map<string, InstitutionRow>();
  const affiliations: InstitutionRows['affiliations'][number][] = [];
  for (const publication of publications) {
    for (const { institution, orders, forms } of publication.affiliations) {
      const { key, name, ror, openalexId, countryCode } = institution;
      const id = idOf('institution', key);
      const row: InstitutionRow = {
        id,
        name,
        ror,
        openalexId,
        countryCode,
        names: [...forms].sort().slice(0, namesKept),
      };
      const before = institutions.get(id);
      institutions.set(id, before === undefined ? row : mergedInstitution(before, row));
      affiliations.push({
        publication: publication.id,
        institution: id,
        properties: { orders: orders.map((order) => int(order)), name, openalexId, countryCode, forms },
      });
    }
  }
  return { institutions, affiliations };
}

/** Lays down the affiliations of publications that have none. */
export async function writeInstitutions(
  transaction: Transaction,
  publications: readonly Publication[],
): Promise<void> {
  const { institutions, affiliations } = institutionRows(publications);
  if (affiliations.length === 0) return;
  await transaction.run(
    cypher`UNWIND $rows AS row
      MERGE (i:Institution {id: row.id})
      ON CREATE SET i = row
      WITH i, row
      WHERE row.name < i.name OR any(name IN row.names WHERE NOT name IN i.names)
        OR row.openalexId < coalesce(i.openalexId, row.openalexId + ' ')
        OR row.countryCode < coalesce(i.countryCode, row.countryCode + ' ')
      SET i.name = CASE WHEN row.name < i.name THEN row.name ELSE i.name END,
        i.openalexId = CASE
          WHEN row.openalexId < coalesce(i.openalexId, row.openalexId + ' ') THEN row.openalexId ELSE i.openalexId END,
        i.countryCode = CASE
          WHEN row.countryCode < coalesce(i.countryCode, row.countryCode + ' ') THEN row.countryCode ELSE i.countryCode END,
        i.names = COLLECT { UNWIND i.names + row.names AS name RETURN DISTINCT name ORDER BY name LIMIT 50 }`,
    { rows: [...institutions.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) },
  );
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (p:Publication {id: row.publication})
      MATCH (i:Institution {id: row.institution})
      CREATE (p)-[r:AFFILIATED_WITH]->(i)
      SET r = row.properties`,
    { rows: affiliations },
  );
}

/** Takes away what only replaced versions of publications said of these institutions, and those that nothing names. */
export async function sweepInstitutions(transaction: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (i:Institution {id: id})
      CALL (i) {
        MATCH (i)<-[r:AFFILIATED_WITH]-()
        WITH min(r.name) AS name, min(r.openalexId) AS openalexId, min(r.countryCode) AS countryCode, collect(r.forms) AS lists
        WHERE name IS NOT NULL
        SET i.name = name, i.openalexId = openalexId, i.countryCode = countryCode, i.names = COLLECT {
          UNWIND lists AS list UNWIND list AS form RETURN DISTINCT form ORDER BY form LIMIT 50
        }
      }`,
    { ids },
  );
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (i:Institution {id: id})
      WHERE NOT EXISTS { (i)<-[:AFFILIATED_WITH]-() }
      DETACH DELETE i`,
    { ids },
  );
}
