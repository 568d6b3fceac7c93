import { type Cypher, cypher, numbered } from '../cypher.ts';
import { type Graph, int, type QueryOptions } from '../graph.ts';
import { Bindings, filteredRows, type Parent, parentOf, type Relation } from './page.ts';
import {
  type AuthorRow,
  authorNode,
  type InstitutionRow,
  institutionNode,
  type SourceRow,
  sourceNode,
  type TopicRow,
  topicNode,
  type VenueRow,
  venueNode,
} from './rows.ts';

/** What publications can be counted by. */
export const publicationDimensions = [
  'YEAR',
  'TYPE',
  'LANGUAGE',
  'VENUE',
  'SERIES',
  'TOPIC',
  'TOPIC_ROLLED_UP',
  'AUTHOR',
  'INSTITUTION',
  'COUNTRY',
  'SOURCE',
] as const;
export type PublicationDimension = (typeof publicationDimensions)[number];

/** What authors, venues, topics and institutions can be counted by. */
export type Dimension =
  | PublicationDimension
  | 'OWN_COUNTRY'
  | 'AFFILIATION'
  | 'FIRST_YEAR'
  | 'LAST_YEAR'
  | 'KIND'
  | 'PART_OF'
  | 'BROADER';

/** Values of a facet, and rows and columns of a matrix, at most. */
export const facetLimit = 100;

export interface FacetValue {
  readonly dimension: Dimension;
  /** The year, the type, the language, the kind or the country; or the row of the node. */
  readonly value: number | string | VenueRow | TopicRow | AuthorRow | InstitutionRow | SourceRow;
  /** How many have it. */
  readonly count: number;
}

export interface CountedValue extends FacetValue {
  /** Of an author: Σ 1/authors. */
  readonly fractionalCount: number;
}

/** By how many have it, the most first; at most as many values as were asked for. */
export interface Facet {
  readonly values: readonly CountedValue[];
  /** How many values there are in all. */
  readonly distinct: number;
  /** The sum of the counts of the values that are not among `values`. */
  readonly otherCount: number;
  /** How many have no value. */
  readonly missingCount: number;
}

interface Grouping {
  /** Clauses that give each value of `n` once, or null where it has none, as `value`. */
  readonly values: Cypher;
  /** What `value` is, where `n` has one at most, in itself: no clauses are needed then. */
  readonly own?: Cypher;
  /** The row of a value that is a node, `n`. */
  readonly node?: Cypher;
  /** Where the rows are all publications: the values, each with how many have it, without reading these. */
  readonly whole?: Cypher;
  /** Beside `whole`: how many publications have none. Takes the sum of the counts as `total`. */
  readonly missing?: Cypher;
  /** The way back, to all publications `n` that have `value`; each once. */
  readonly back?: Cypher;
}

const groupings: Readonly<Record<Dimension, Grouping>> = {
  YEAR: {
    ...ownValue(cypher`n.year`),
    // The predicate on the id lets an index of both give the years without reading the publications.
    whole: cypher`MATCH (n:Publication) WHERE n.year IS NOT NULL AND n.id IS NOT NULL WITH n.year AS value, count(*) AS count`,
    missing: cypher`COUNT { (:Publication) } - total`,
  },
  TYPE: ownValue(cypher`coalesce(n.type, 'OTHER')`),
  LANGUAGE: ownValue(cypher`n.language`),
  VENUE: {
    values: cypher`OPTIONAL MATCH (n)-[:PUBLISHED_IN]->(value:Venue) WITH n, value`,
    node: venueNode,
    whole: cypher`MATCH (value:Venue) WITH value, COUNT { (value)<-[:PUBLISHED_IN]-() } AS count WHERE count > 0`,
    missing: cypher`COUNT { MATCH (n:Publication) WHERE NOT EXISTS { (n)-[:PUBLISHED_IN]->() } }`,
    back: cypher`MATCH (value)<-[:PUBLISHED_IN]-(n)`,
  },
  SERIES: {
    values: cypher`
      CALL (n) {
        OPTIONAL MATCH (n)-[:PUBLISHED_IN]->(venue:Venue)
        OPTIONAL MATCH (venue)-[:PART_OF]->(series:Venue)
        RETURN DISTINCT coalesce(series, venue) AS value
      }
      WITH n, value`,
    node: venueNode,
  },
  TOPIC: {
    values: cypher`OPTIONAL MATCH (n)-[:ABOUT]->(value:Topic) WITH n, value`,
    node: topicNode,
    whole: cypher`MATCH (value:Topic) WITH value, COUNT { (value)<-[:ABOUT]-() } AS count WHERE count > 0`,
    missing: cypher`COUNT { MATCH (n:Publication) WHERE NOT EXISTS { (n)-[:ABOUT]->() } }`,
    back: cypher`MATCH (value)<-[:ABOUT]-(n)`,
  },
  TOPIC_ROLLED_UP: {
    values: cypher`
      CALL (n) {
        OPTIONAL MATCH (n)-[:ABOUT]->(:Topic)-[:BROADER*0..8]->(value:Topic)
        RETURN DISTINCT value
      }
      WITH n, value`,
    node: topicNode,
    whole: cypher`MATCH (value:Topic) WITH value, CASE
        WHEN EXISTS { (value)<-[:BROADER]-() }
        THEN COUNT { MATCH (value)<-[:BROADER*0..8]-(:Topic)<-[:ABOUT]-(n) RETURN DISTINCT n }
        ELSE COUNT { (value)<-[:ABOUT]-() }
      END AS count WHERE count > 0`,
    missing: cypher`COUNT { MATCH (n:Publication) WHERE NOT EXISTS { (n)-[:ABOUT]->() } }`,
    back: cypher`CALL (value) { MATCH (value)<-[:BROADER*0..8]-(:Topic)<-[:ABOUT]-(n) RETURN DISTINCT n }`,
  },
  AUTHOR: {
    values: cypher`OPTIONAL MATCH (n)<-[:AUTHORED]-(value:Author) WITH n, value`,
    node: authorNode,
    whole: cypher`MATCH (value:Author) WITH value, COUNT { (value)-[:AUTHORED]->() } AS count WHERE count > 0`,
    missing: cypher`COUNT { MATCH (n:Publication) WHERE NOT EXISTS { (n)<-[:AUTHORED]-() } }`,
    back: cypher`MATCH (value)-[:AUTHORED]->(n)`,
  },
  INSTITUTION: {
    values: cypher`OPTIONAL MATCH (n)-[:AFFILIATED_WITH]->(value:Institution) WITH n, value`,
    node: institutionNode,
    whole: cypher`MATCH (value:Institution) WITH value, COUNT { (value)<-[:AFFILIATED_WITH]-() } AS count WHERE count > 0`,
    missing: cypher`COUNT { MATCH (n:Publication) WHERE NOT EXISTS { (n)-[:AFFILIATED_WITH]->() } }`,
    back: cypher`MATCH (value)<-[:AFFILIATED_WITH]-(n:Publication)`,
  },
  COUNTRY: {
    values: cypher`
      CALL (n) {
        OPTIONAL MATCH (n)-[:AFFILIATED_WITH]->(institution:Institution) WHERE institution.countryCode IS NOT NULL
        RETURN DISTINCT institution.countryCode AS value
      }
      WITH n, value`,
    whole: cypher`
      MATCH (of:Institution) WHERE of.countryCode IS NOT NULL
      WITH of.countryCode AS value, collect(of) AS institutions
      CALL (institutions) {
        UNWIND institutions AS institution
        MATCH (institution)<-[:AFFILIATED_WITH]-(n:Publication)
        RETURN count(DISTINCT n) AS count
      }
      WITH value, count WHERE count > 0`,
    missing: cypher`COUNT { MATCH (n:Publication)
      WHERE NOT EXISTS { MATCH (n)-[:AFFILIATED_WITH]->(of:Institution) WHERE of.countryCode IS NOT NULL } }`,
  },
  OWN_COUNTRY: ownValue(cypher`n.countryCode`),
  AFFILIATION: {
    values: cypher`
      CALL (n) {
        OPTIONAL MATCH (n)-[m:AUTHORED]->()-[at:AFFILIATED_WITH]->(value:Institution) WHERE m.order IN at.orders
        RETURN DISTINCT value
      }
      WITH n, value`,
    node: institutionNode,
    // Of each publication once: from each author, what hangs on a publication would be looked through for each of its authors.
    whole: cypher`
      MATCH (p:Publication)
      CALL (p) { MATCH (p)<-[m:AUTHORED]-(a:Author) RETURN collect([m.order, a]) AS byline }
      CALL (p, byline) {
        MATCH (p)-[at:AFFILIATED_WITH]->(value:Institution)
        UNWIND at.orders AS place
        UNWIND [mention IN byline WHERE mention[0] = place | mention[1]] AS a
        RETURN value, a
      }
      WITH value, count(DISTINCT a) AS count`,
    missing: cypher`COUNT { MATCH (n:Author)
      WHERE NOT EXISTS { MATCH (n)-[m:AUTHORED]->()-[at:AFFILIATED_WITH]->(:Institution) WHERE m.order IN at.orders } }`,
  },
  SOURCE: {
    values: cypher`
      CALL (n) {
        OPTIONAL MATCH (n)-[:STATED_BY]->(value:Source)
        RETURN DISTINCT value
      }
      WITH n, value`,
    node: sourceNode,
  },
  FIRST_YEAR: ownValue(cypher`n.firstYear`),
  LAST_YEAR: ownValue(cypher`n.lastYear`),
  KIND: ownValue(cypher`coalesce(n.kind, 'OTHER')`),
  PART_OF: {
    values: cypher`OPTIONAL MATCH (n)-[:PART_OF]->(value:Venue) WITH n, value`,
    node: venueNode,
  },
  BROADER: {
    values: cypher`OPTIONAL MATCH (n)-[:BROADER]->(value:Topic) WITH n, value`,
    node: topicNode,
  },
};

function ownValue(own: Cypher): Pick<Grouping, 'values' | 'own'> {
  return { own, values: cypher`WITH n, ${own} AS value` };
}

/** What orders values that as many have. */
function tie(dimension: Dimension, value: Cypher): Cypher {
  return groupings[dimension].node === undefined ? value : cypher`${value}.id`;
}

/** The rows of `values`, a list. */
function shown(dimension: Dimension, values: Cypher): Cypher {
  const { node } = groupings[dimension];
  return node === undefined ? values : cypher`[n IN ${values} | ${node}]`;
}

/**
 * Counts the rows of a relation that pass its filter by a dimension: for each parent, in the order of `parents`, by one
 * statement that goes over each row once. Of all publications, years are counted from an index, and nodes by their
 * relationships.
 */
export async function readFacet(
  graph: Graph,
  relation: Relation<unknown>,
  parents: readonly Parent[],
  { dimension, first }: { readonly dimension: Dimension; readonly first: number },
  options: QueryOptions,
): Promise<Facet[]> {
  const bindings = new Bindings();
  const fractional = dimension === 'AUTHOR';
  const fraction = fractional ? cypher`round(sum(1.0 / n.authorCount), 6)` : cypher`0.0`;
  const { values: valuesOf, whole, missing, back } = groupings[dimension];
  const all = relation.whole === true && relation.where === undefined;
  const fractionsOfShown =
    fractional && back !== undefined
      ? cypher`
        CALL (values) {
          UNWIND values[..$first] AS value
          CALL (value) { ${back} RETURN ${fraction} AS fraction }
          RETURN collect(fraction) AS fractions
        }`
      : cypher`WITH *, [at IN range(1, size(counts)) | 0.0][..$first] AS fractions`;
  const counted =
    all && whole !== undefined && missing !== undefined
      ? cypher`
        ${whole}
        WITH value, count ORDER BY count DESC, ${tie(dimension, cypher`value`)}
        WITH collect(value) AS values, collect(count) AS counts, sum(count) AS total
        ${fractionsOfShown}
        WITH values, counts, fractions, ${missing} AS missing, total`
      : cypher`
        ${parentOf(relation)}
        ${filteredRows(relation, bindings)}
        WITH n
        ${valuesOf}
        WITH value, count(*) AS count, ${fraction} AS fraction
        ORDER BY count DESC, ${tie(dimension, cypher`value`)}
        WITH collect(value) AS values,
          collect(CASE WHEN value IS NOT NULL THEN count END) AS counts,
          collect(CASE WHEN value IS NOT NULL THEN fraction END)[..$first] AS fractions,
          sum(CASE WHEN value IS NULL THEN count ELSE 0 END) AS missing,
          sum(CASE WHEN value IS NULL THEN 0 ELSE count END) AS total`;
  const rows = await graph.read<{
    key: string;
    values: FacetValue['value'][];
    counts: number[];
    fractions: number[];
    distinct: number;
    total: number;
    missing: number;
  }>(
    cypher`
      UNWIND $parents AS parent
      CALL (parent) {
        ${counted}
        WITH values[..$first] AS values, counts[..$first] AS counts, fractions, size(values) AS distinct, total, missing
        RETURN ${shown(dimension, cypher`values`)} AS values, counts, fractions, distinct, total, missing
      }
      RETURN parent.key AS key, values, counts, fractions, distinct, total, missing`,
    { ...relation.parameters, ...bindings.values, parents, first: int(first) },
    options,
  );
  const byParent = new Map(rows.map((row) => [row.key, row]));
  return parents.map(({ key }) => {
    const row = byParent.get(key);
    if (row === undefined) return { values: [], distinct: 0, otherCount: 0, missingCount: 0 };
    const values = row.values.map((value, at) => ({
      dimension,
      value,
      count: row.counts[at] ?? 0,
      fractionalCount: row.fractions[at] ?? 0,
    }));
    const listed = values.reduce((sum, { count }) => sum + count, 0);
    return {
      values,
      distinct: row.distinct,
      otherCount: row.total - listed,
      missingCount: row.missing,
    };
  });
}

export interface MatrixRequest {
  readonly rows: PublicationDimension;
  readonly columns: PublicationDimension;
  readonly firstRows: number;
  readonly firstColumns: number;
}

/** How many publications have both of two values. */
export interface Matrix {
  /** By how many publications have it, the most first. */
  readonly rows: readonly FacetValue[];
  readonly columns: readonly FacetValue[];
  /** A row each, a column each. */
  readonly counts: readonly (readonly number[])[];
  /** How many rows and columns there are in all. */
  readonly distinctRows: number;
  readonly distinctColumns: number;
}

interface Axis {
  readonly values: FacetValue['value'][];
  readonly counts: number[];
  readonly distinct: number;
}

/** Counts by two dimensions at once, for each parent, in the order of `parents`, by one statement. */
export async function readMatrix(
  graph: Graph,
  relation: Relation<unknown>,
  parents: readonly Parent[],
  request: MatrixRequest,
  options: QueryOptions,
): Promise<Matrix[]> {
  const bindings = new Bindings();
  // Goes over the publications once for each part: a list of them all would cost far more memory than counting does.
  const publications = cypher`${parentOf(relation)} ${filteredRows(relation, bindings)} WITH n`;
  const whole = relation.whole === true && relation.where === undefined;
  const back = whole ? groupings[request.rows].back : undefined;
  const axis = (dimension: Dimension, first: Cypher) => cypher`
    CALL (parent) {
      ${
        (whole ? groupings[dimension].whole : undefined) ??
        cypher`${publications} ${groupings[dimension].values} WITH value, count(*) AS count`
      }
      WITH value, count
      ORDER BY count DESC, ${tie(dimension, cypher`value`)}
      WHERE value IS NOT NULL
      WITH collect(value) AS values, collect(count) AS counts
      RETURN values[..${first}] AS top, counts[..${first}] AS counts, size(values) AS distinct
    }`;
  const { own, values: valuesOfColumn } = groupings[request.columns];
  const valuesOfRow = groupings[request.rows].values;
  const rowsFirst = cypher`
    ${
      back === undefined
        ? cypher`${publications} ${valuesOfRow} WHERE value IN topRows`
        : cypher`UNWIND topRows AS value ${back}`
    }
    WITH n, value AS row
    ${own === undefined ? cypher`CALL (n) { WITH n ${valuesOfColumn} RETURN value AS column }` : cypher`WITH row, ${own} AS column`}`;
  // What the columns of a publication are is worked out once for it, and not once for each of its rows.
  const columnsFirst = cypher`
    ${publications}
    CALL (n, topColumns) { WITH n ${valuesOfColumn} WHERE value IN topColumns RETURN collect(value) AS columnsOf }
    CALL (n, topRows) { WITH n ${valuesOfRow} WHERE value IN topRows RETURN value AS row }
    UNWIND columnsOf AS column`;
  const rows = await graph.read<{
    key: string;
    rows: Axis;
    columns: Axis;
    cells: (readonly [row: number, column: number, count: number])[];
  }>(
    cypher`
      UNWIND $parents AS parent
      CALL (parent) {
        ${axis(request.rows, cypher`$firstRows`)}
        WITH top AS topRows, {values: ${shown(request.rows, cypher`top`)}, counts: counts, distinct: distinct} AS rows
        ${axis(request.columns, cypher`$firstColumns`)}
        WITH topRows, rows, top AS topColumns,
          {values: ${shown(request.columns, cypher`top`)}, counts: counts, distinct: distinct} AS columns
        CALL (parent, topRows, topColumns) {
          ${back === undefined && own === undefined ? columnsFirst : rowsFirst}
          WITH row, column, count(*) AS count WHERE column IN topColumns
          RETURN collect([row, column, count]) AS found
        }
        RETURN rows, columns, [cell IN found | [
          ${placeOf(cypher`cell[0]`, cypher`topRows`, 0)}, ${placeOf(cypher`cell[1]`, cypher`topColumns`, 1)}, cell[2]
        ]] AS cells
      }
      RETURN parent.key AS key, rows, columns, cells`,
    {
      ...relation.parameters,
      ...bindings.values,
      parents,
      firstRows: int(request.firstRows),
      firstColumns: int(request.firstColumns),
    },
    options,
  );
  const byParent = new Map(rows.map((row) => [row.key, row]));
  return parents.map(({ key }) => {
    const found = byParent.get(key);
    const values = (dimension: Dimension, of: Axis | undefined) =>
      of?.values.map((value, at) => ({ dimension, value, count: of.counts[at] ?? 0 })) ?? [];
    const columnValues = values(request.columns, found?.columns);
    const counts = values(request.rows, found?.rows).map(() => columnValues.map(() => 0));
    for (const [row, column, count] of found?.cells ?? []) {
      const line = counts[row];
      if (line !== undefined) line[column] = count;
    }
    return {
      rows: values(request.rows, found?.rows),
      columns: columnValues,
      counts,
      distinctRows: found?.rows.distinct ?? 0,
      distinctColumns: found?.columns.distinct ?? 0,
    };
  });
}

/** The place of `value` in `list`, a list that holds it once. */
function placeOf(value: Cypher, list: Cypher, index: number): Cypher {
  const place = numbered(cypher`place`, index);
  return cypher`head([${place} IN range(0, size(${list}) - 1) WHERE ${list}[${place}] = ${value}])`;
}
