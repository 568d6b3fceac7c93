import { mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { ScholargraphError } from '../../errors.ts';
import { idOf } from '../../resolve/id.ts';
import { type PersonStatement, tellsSomething } from '../../resolve/personStatement.ts';
import { type VenueAliases, venueAliases } from '../../resolve/sameVenue.ts';
import { type Statement, type StatementSource, statementFromText } from '../../resolve/statement.ts';
import type { Graph } from '../graph.ts';
import { writeBatch } from '../write/batch.ts';
import { personRow, writePersons } from '../write/persons.ts';
import { Crew } from './crew.ts';
import { notForCsv } from './csv.ts';
import { headerOf, TableFiles, type TableName, tableNames, tables, type Written } from './files.ts';
import { byFirst, PartitionWriter, takePartition } from './partitions.ts';
import { type BulkContext, type PassResult, spool } from './pass.ts';
import { type PassName, type PassOptions, passNames } from './passes.ts';
import { StatementSpool } from './statementSpool.ts';

const mostPartitions = 2_048;
/** Of what is said of persons, while it is taken in. */
const personPartitions = 64;
/** Of what the files cannot hold, and how many of them one transaction takes in afterwards. */
const asidePartitions = 64;
const asidePerBatch = 500;
/** Bytes that Neo4j's importer takes for reading where nothing else is said. */
const importersBuffer = 4_194_304;

/** How the work is shared. It makes no difference to the outcome. */
export interface BulkShares {
  /** Threads that resolve; as many as there are processors where absent. */
  readonly threads?: number | undefined;
  /** Statements whose publications one piece of work resolves; 5,000 where absent. */
  readonly statementsPerPiece?: number | undefined;
  /** What a worker holds in memory at a time follows from it; 4,000 where absent. */
  readonly statementsPerPartition?: number | undefined;
}

export interface BulkLoadOptions extends BulkShares {
  /** Keeps records that the files cannot hold for `writeAside`, rather than to refuse them. */
  readonly setsAside?: boolean | undefined;
}

export interface BulkOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told what is being done and, from 0 to 1, how much of it is. */
  readonly onProgress?: ((what: string, share: number) => void) | undefined;
}

/** What Neo4j's importer is to read. */
export interface BulkFiles {
  readonly folder: string;
  readonly tables: readonly {
    readonly table: TableName;
    /** The header first. */
    readonly files: readonly string[];
    readonly rows: number;
  }[];
  /** Characters of the longest line. */
  readonly longest: number;
  /** Publications by the id of the source that states them first. Goes on changing until all is written. */
  readonly created: ReadonlyMap<string, number>;
}

const doing: Record<PassName, string> = {
  venues: 'Learning venues',
  publications: 'Resolving publications',
  identifiers: 'Joining identifiers',
  vocabulary: 'Joining venues, topics and institutions',
  authors: 'Telling authors apart',
  linkedAuthors: 'Telling authors with several names apart',
  pairs: 'Pairing coauthors',
  coauthors: 'Counting what coauthors share',
};

/** A statement that the files cannot hold: one of a publication by its text, or one of a person. */
type AsideRow =
  | readonly [kind: 'publication', source: StatementSource, text: string]
  | readonly [kind: 'person', statement: PersonStatement];

interface SourceFacts {
  readonly source: StatementSource;
  readonly importedAt: Date;
  sha256: string | undefined;
}

/**
 * The first load of an empty graph: takes statements in, then writes, as CSV files for Neo4j's importer, the graph that
 * `writeBatch` and `settleAuthors` would make of them. Decisions are made by the same functions. What is in memory does
 * not grow with the number of statements, but for some 25 bytes for each; the rest is in the folder.
 */
export class BulkLoad {
  readonly #folder: string;
  readonly #shares: BulkShares;
  readonly #statements: StatementSpool;
  readonly #sources = new Map<string, SourceFacts>();
  readonly #persons: PartitionWriter;
  /** Absent where a record that the files cannot hold is refused. */
  readonly #aside: PartitionWriter | undefined;
  readonly #created = new Map<string, number>();
  #namesAreStated = false;

  private constructor(folder: string, { setsAside = false, ...shares }: BulkLoadOptions) {
    this.#folder = folder;
    this.#shares = shares;
    this.#statements = new StatementSpool(path.join(folder, 'statements.jsonl'), path.join(folder, 'keys'));
    this.#persons = new PartitionWriter(path.join(folder, 'persons'), personPartitions, '0');
    this.#aside = setsAside
      ? new PartitionWriter(path.join(folder, 'aside'), asidePartitions, '0')
      : undefined;
  }

  /** @param folder is emptied first */
  static async begin(folder: string, options: BulkLoadOptions = {}): Promise<BulkLoad> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(path.join(folder, 'spools'), { recursive: true });
    await mkdir(path.join(folder, 'files'));
    return new BulkLoad(folder, options);
  }

  beginSource(source: StatementSource): void {
    const before = this.#sources.get(source.id);
    this.#sources.set(source.id, {
      source,
      importedAt: before?.importedAt ?? new Date(),
      sha256: before?.sha256,
    });
  }

  finishSource(id: string, sha256: string): void {
    const facts = this.#sources.get(id);
    if (facts !== undefined) facts.sha256 = sha256;
  }

  /**
   * All of them or none.
   * @throws ScholargraphError RECORD_MALFORMED where a record has a character that the files cannot hold, and none are set aside
   */
  take(statements: readonly Statement[]): void {
    const taken = this.#held(statements, ({ key, source, text }, aside) =>
      aside.add(key, ['publication', source, text] satisfies AsideRow),
    );
    this.#namesAreStated ||= taken.some(({ record }) =>
      record.authors.some(({ variants }) => variants !== undefined),
    );
    for (const statement of taken) this.#statements.add(statement);
  }

  /**
   * All of them or none.
   * @throws ScholargraphError RECORD_MALFORMED where a record has a character that the files cannot hold, and none are set aside
   */
  takePersons(statements: readonly PersonStatement[]): void {
    const taken = this.#held(statements, (statement, aside) =>
      aside.add(statement.key, ['person', statement] satisfies AsideRow),
    );
    for (const statement of taken) this.#persons.add(statement.key, [statement.key, statement]);
    this.#namesAreStated ||= taken.length > 0;
  }

  /** Ends the taking in, decides, and writes the files. Call once. */
  async resolve(options: BulkOptions = {}): Promise<BulkFiles> {
    const { onProgress = () => {}, signal } = options;
    const {
      threads = availableParallelism(),
      statementsPerPiece = 5_000,
      statementsPerPartition = 4_000,
    } = this.#shares;
    onProgress('Joining statements', 0);
    const statements = this.#statements.finish();
    const partitions = Math.ceil(statements.count / statementsPerPartition);
    const context: BulkContext = {
      spools: path.join(this.#folder, 'spools'),
      files: path.join(this.#folder, 'files'),
      partitions: Math.max(1, Math.min(mostPartitions, partitions)),
      statements,
      namesAreStated: this.#namesAreStated,
    };
    const written: Written[] = [this.#writeSources(context), ...this.#writePersons(context)];
    const created = this.#created;
    let aliases: VenueAliases = new Map();
    let representatives: ReadonlyMap<string, string> = new Map();
    let preprintServers: ReadonlySet<string> = new Set();
    const known: Partial<Record<PassName, () => PassOptions>> = {
      publications: () => ({ aliases }),
      authors: () => ({ representatives, preprintServers }),
      linkedAuthors: () => ({ preprintServers }),
    };
    const crew = new Crew(context, threads);
    try {
      for (const pass of passNames) {
        const [count, size] =
          pass === 'venues' || pass === 'publications'
            ? [statements.count, statementsPerPiece]
            : [context.partitions, 1];
        const results = await crew.run(pass, count, size, known[pass]?.() ?? {}, {
          signal,
          onProgress: (share) => onProgress(doing[pass], share),
        });
        written.push(...results.flatMap((result) => result.written));
        if (pass === 'venues') {
          aliases = venueAliases(results.flatMap((result) => result.statedVenues ?? []));
          written.push(...this.#writeAliases(context, aliases));
        }
        if (pass === 'identifiers') representatives = representativesOf(results);
        if (pass === 'vocabulary')
          preprintServers = new Set(results.flatMap((result) => result.preprintServers ?? []));
        for (const [source, count] of results.flatMap((result) => [...(result.created ?? [])])) {
          const id = statements.sources[source]?.id ?? '';
          created.set(id, (created.get(id) ?? 0) + count);
        }
        if (pass === 'publications') await rm(statements.file);
      }
    } finally {
      await crew.dismiss();
    }
    await rm(context.spools, { recursive: true });
    return {
      folder: context.files,
      tables: await Promise.all(tableNames.map((table) => this.#withHeader(context, table, written))),
      longest: Math.max(...written.map(({ longest }) => longest)),
      created,
    };
  }

  /**
   * Adds to the graph that was made of the files what was set aside, as an ordinary import does, but for telling authors apart.
   * `BulkFiles.created` counts it from then on. Call once.
   * @throws ScholargraphError those of the database
   */
  async writeAside(graph: Graph): Promise<void> {
    this.#aside?.close();
    for (let partition = 0; partition < asidePartitions; partition++) {
      const rows = takePartition<AsideRow>(path.join(this.#folder, 'aside'), partition);
      for (let at = 0; at < rows.length; at += asidePerBatch) {
        await this.#writeAsideRows(graph, rows.slice(at, at + asidePerBatch));
      }
    }
  }

  /** Takes everything away. */
  async discard(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Those that the files can hold; with the others goes `put`, or else nothing. */
  #held<Stated extends { readonly text: string }>(
    statements: readonly Stated[],
    put: (statement: Stated, aside: PartitionWriter) => void,
  ): readonly Stated[] {
    const others = statements.filter(({ text }) => notForCsv.test(text));
    if (others.length === 0) return statements;
    if (this.#aside === undefined) throw notHeld();
    for (const other of others) put(other, this.#aside);
    return statements.filter((statement) => !others.includes(statement));
  }

  async #writeAsideRows(graph: Graph, rows: readonly AsideRow[]): Promise<void> {
    const bySource = new Map<string, Statement[]>();
    const persons: PersonStatement[] = [];
    for (const row of rows) {
      if (row[0] === 'person') persons.push(row[1]);
      else {
        const [, source, text] = row;
        const ofSource = bySource.get(source.id) ?? [];
        bySource.set(source.id, [...ofSource, statementFromText(source, text)]);
      }
    }
    for (const [source, statements] of bySource) {
      const { created } = await writeBatch(graph, statements);
      this.#created.set(source, (this.#created.get(source) ?? 0) + created);
    }
    if (persons.length > 0) await writePersons(graph, persons);
  }

  #writeSources({ files }: BulkContext): Written {
    const table = new TableFiles(files, '0');
    for (const { source, importedAt, sha256 } of this.#sources.values()) {
      const { id, uri, format } = source;
      table.add('sources', [id], { uri, format, sha256, importedAt: importedAt.toISOString() });
    }
    const [written] = table.close();
    return written ?? { table: 'sources', file: '', rows: 0, longest: 0 };
  }

  #writeAliases({ files }: BulkContext, aliases: VenueAliases): Written[] {
    const table = new TableFiles(files, '0-aliases');
    for (const [key, venue] of [...aliases].sort()) {
      table.add('venueAliases', [key], { venue });
      table.add('redirects', [idOf('venue', key)], { to: idOf('venue', venue) });
    }
    return table.close();
  }

  #writePersons(context: BulkContext): Written[] {
    this.#persons.close();
    const tables = new TableFiles(context.files, 'persons');
    const keys = new PartitionWriter(spool(context, 'identifiers'), context.partitions, 'persons');
    const persons = new PartitionWriter(spool(context, 'persons'), context.partitions, 'persons');
    for (let partition = 0; partition < personPartitions; partition++) {
      const rows = takePartition<readonly [key: string, statement: PersonStatement]>(
        path.join(this.#folder, 'persons'),
        partition,
      );
      for (const [key, ofOne] of byFirst(rows)) {
        // What is stated last replaces what was stated before.
        const statement = ofOne.at(-1)?.[1];
        if (statement === undefined) continue;
        const row = personRow(statement);
        tables.add('persons', [key], row.properties);
        tables.add('personSources', [row.source, key]);
        for (const each of row.keys) keys.add(each, [each, 'names', key]);
        if (tellsSomething(row.person)) persons.add(key, [row.person]);
      }
    }
    keys.close();
    persons.close();
    return tables.close();
  }

  async #withHeader({ files }: BulkContext, table: TableName, written: readonly Written[]) {
    const header = `${table}.csv`;
    await writeFile(path.join(files, header), headerOf(table));
    const ofTable = written.filter((each) => each.table === table && each.file !== '');
    return {
      table,
      files: [header, ...ofTable.map(({ file }) => file).sort()],
      rows: ofTable.reduce((sum, { rows }) => sum + rows, 0),
    };
  }
}

function notHeld(): ScholargraphError {
  return new ScholargraphError(
    'RECORD_MALFORMED',
    'It has U+001F or U+FFFF in it, which files for the bulk import cannot hold',
    { fix: 'Take the character out, or import the source again when the files are loaded.' },
  );
}

/** Joins the lists of linked blocks; the least block of those that hang together stands for them. */
function representativesOf(results: readonly PassResult[]): ReadonlyMap<string, string> {
  const above = new Map<string, string>();
  const find = (block: string): string => {
    let at = block;
    for (;;) {
      const next = above.get(at) ?? at;
      if (next === at) return at;
      const further = above.get(next) ?? next;
      above.set(at, further);
      at = further;
    }
  };
  for (const [first = '', ...others] of results.flatMap((result) => result.links ?? [])) {
    for (const other of others) {
      const [least = '', ...greater] = [find(first), find(other)].sort();
      for (const block of [least, ...greater]) above.set(block, least);
    }
  }
  return new Map([...above.keys()].map((block) => [block, find(block)]));
}

/** The arguments of `neo4j-admin` that make a database of the files. @param folder where they will be read from */
export function importArguments(files: BulkFiles, folder: string): string[] {
  // It has to hold the longest line; a character takes up to three bytes.
  const buffer = Math.max(importersBuffer, 4 * files.longest);
  return [
    'database',
    'import',
    'full',
    ...files.tables
      .filter(({ rows }) => rows > 0)
      .map(({ table, files: names }) => {
        const { kind, name } = tables[table];
        return `--${kind}=${name}=${names.map((file) => path.join(folder, file)).join(',')}`;
      }),
    '--array-delimiter=U+001F',
    '--multiline-fields=true',
    '--bad-tolerance=0',
    ...(buffer > importersBuffer ? [`--read-buffer-size=${buffer}`] : []),
    'neo4j',
  ];
}
