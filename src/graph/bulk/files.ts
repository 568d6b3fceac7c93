import path from 'node:path';
import { type ColumnType, CsvFile, csvLine, type Field } from './csv.ts';

/** A property by its name, or an end of a relationship. */
interface Table {
  /** Of nodes their label, of relationships their type. */
  readonly name: string;
  readonly kind: 'nodes' | 'relationships';
  /** Labels whose ids the first columns hold: of the node itself, or of both ends. */
  readonly ids: readonly string[];
  /** The property that is a node's id. */
  readonly idProperty?: string;
  readonly properties: Readonly<Record<string, ColumnType>>;
}

function nodes(name: string, idProperty: string, properties: Table['properties']): Table {
  return { name, kind: 'nodes', ids: [name], idProperty, properties };
}

function relationships(name: string, from: string, to: string, properties: Table['properties'] = {}): Table {
  return { name, kind: 'relationships', ids: [from, to], properties };
}

/** Everything that an import stores where nothing has been decided: docs/graph.md says what it means. */
export const tables = {
  sources: nodes('Source', 'id', {
    uri: 'string',
    format: 'string',
    sha256: 'string',
    importedAt: 'datetime',
  }),
  publications: nodes('Publication', 'id', {
    title: 'string',
    sortTitle: 'string',
    abstract: 'string',
    year: 'long',
    date: 'string',
    type: 'string',
    language: 'string',
    doi: 'string',
    arxivId: 'string',
    url: 'string',
    citationCount: 'long',
    toAppear: 'boolean',
    retracted: 'boolean',
    complete: 'boolean',
    incompleteReason: 'string',
    authorCount: 'long',
    chosen: 'string',
    digest: 'string',
  }),
  authors: nodes('Author', 'id', {
    name: 'string',
    sortName: 'string',
    names: 'string[]',
    orcid: 'string',
    publicationCount: 'long',
    firstYear: 'long',
    lastYear: 'long',
    digest: 'string',
  }),
  venues: nodes('Venue', 'id', {
    name: 'string',
    sortName: 'string',
    acronym: 'string',
    kind: 'string',
    names: 'string[]',
  }),
  topics: nodes('Topic', 'id', { name: 'string', names: 'string[]' }),
  institutions: nodes('Institution', 'id', {
    name: 'string',
    ror: 'string',
    openalexId: 'string',
    countryCode: 'string',
    names: 'string[]',
  }),
  identifiers: nodes('Identifier', 'key', { blocks: 'string[]' }),
  venueAliases: nodes('VenueAlias', 'key', { venue: 'string' }),
  redirects: nodes('Redirect', 'id', { to: 'string' }),
  persons: nodes('PersonStatement', 'key', {
    called: 'string[]',
    identifiers: 'string[]',
    ambiguous: 'boolean',
    fields: 'string',
    digest: 'string',
  }),
  personSources: relationships('STATES', 'Source', 'PersonStatement'),
  personKeys: relationships('NAMES', 'Identifier', 'PersonStatement'),
  statements: relationships('STATED_BY', 'Publication', 'Source', {
    key: 'string',
    locator: 'string',
    line: 'long',
    fields: 'string',
  }),
  authorships: relationships('AUTHORED', 'Author', 'Publication', {
    order: 'long',
    position: 'long',
    rawName: 'string',
    family: 'string',
    given: 'string',
    particle: 'string',
    suffix: 'string',
    homonym: 'string',
    display: 'string',
    corresponding: 'boolean',
    block: 'string',
    identifiers: 'string[]',
  }),
  coauthorships: relationships('COAUTHORED', 'Author', 'Author', {
    publications: 'long',
    weight: 'double',
    firstYear: 'long',
    lastYear: 'long',
  }),
  candidates: relationships('CANDIDATE', 'Author', 'Author', {
    names: 'string',
    coauthors: 'long',
    venues: 'long',
    topics: 'long',
    institutions: 'long',
    yearsApart: 'long',
    score: 'double',
    needed: 'double',
    surplus: 'double',
  }),
  appearances: relationships('PUBLISHED_IN', 'Publication', 'Venue', {
    order: 'long',
    rawName: 'string',
    forms: 'string[]',
    name: 'string',
    acronym: 'string',
    kind: 'string',
    series: 'string',
    year: 'long',
    edition: 'long',
    volume: 'string',
    issue: 'string',
    pages: 'string',
    stated: 'string[]',
  }),
  parts: relationships('PART_OF', 'Venue', 'Venue', { publications: 'long' }),
  subjects: relationships('ABOUT', 'Publication', 'Topic', {
    score: 'double',
    origin: 'string',
    forms: 'string[]',
    broader: 'string[]',
  }),
  broader: relationships('BROADER', 'Topic', 'Topic', { name: 'string', publications: 'long' }),
  affiliations: relationships('AFFILIATED_WITH', 'Publication', 'Institution', {
    orders: 'long[]',
    name: 'string',
    openalexId: 'string',
    countryCode: 'string',
    forms: 'string[]',
  }),
  identities: relationships('IDENTIFIES', 'Identifier', 'Publication'),
  references: relationships('REFERS_TO', 'Publication', 'Identifier'),
  citations: relationships('CITES', 'Publication', 'Publication'),
  profiles: relationships('PROFILE_OF', 'Source', 'Author'),
} as const satisfies Readonly<Record<string, Table>>;

export type TableName = keyof typeof tables;

export const tableNames = Object.keys(tables).filter((name): name is TableName => name in tables);

export function headerOf(table: TableName): string {
  const { kind, ids, properties, ...rest }: Table = tables[table];
  const [from, to] = ids;
  const keys =
    kind === 'nodes' ? [`${rest.idProperty}:ID(${from})`] : [`:START_ID(${from})`, `:END_ID(${to})`];
  return csvLine([...keys, ...Object.entries(properties).map(([name, type]) => `${name}:${type}`)]);
}

/** What has been written of a table. */
export interface Written {
  readonly table: TableName;
  readonly file: string;
  readonly rows: number;
  /** Characters of the longest line. */
  readonly longest: number;
}

/** The files that one worker writes in one pass: of each table one, made at its first row. */
export class TableFiles {
  readonly #folder: string;
  readonly #writer: string;
  readonly #open = new Map<TableName, { readonly name: string; readonly csv: CsvFile }>();

  constructor(folder: string, writer: string) {
    this.#folder = folder;
    this.#writer = writer;
  }

  /** @param values by the names of the properties; what is not in the table is an error of the program */
  add(table: TableName, ids: readonly string[], values: Readonly<Record<string, unknown>> = {}): void {
    const { properties }: Table = tables[table];
    const fields: Field[] = [...ids];
    let known = 0;
    for (const name in properties) {
      const value = values[name];
      if (value !== undefined) known += 1;
      fields.push(fieldOf(value));
    }
    const { idProperty }: Table = tables[table];
    for (const name in values) if (values[name] !== undefined && name !== idProperty) known -= 1;
    if (known !== 0)
      throw new TypeError(`${table} has no column for one of ${Object.keys(values).join(', ')}`);
    this.#csv(table).add(...fields);
  }

  close(): Written[] {
    return [...this.#open].map(([table, { name, csv }]) => {
      csv.close();
      return { table, file: name, rows: csv.rows, longest: csv.longest };
    });
  }

  #csv(table: TableName): CsvFile {
    const open = this.#open.get(table);
    if (open !== undefined) return open.csv;
    const name = `${table}-${this.#writer}.csv`;
    const csv = new CsvFile(path.join(this.#folder, name));
    this.#open.set(table, { name, csv });
    return csv;
  }
}

function fieldOf(value: unknown): Field {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'undefined':
      return value;
    default:
      if (value === null) return value;
      return Array.isArray(value) ? value.map(String) : String(value);
  }
}
