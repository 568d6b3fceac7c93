import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import {
  type AnalysisKind,
  analyseCentralities,
  analyseCommunities,
  analyseEvolution,
  analyseSimilarity,
  analysisDefaults,
  analysisKinds,
  type CentralityFlags,
  type CommunityFlags,
  type EvolutionFlags,
  listAnalyses,
  pruneAnalyses,
  type SimilarityFlags,
} from './commands/analyse.ts';
import { backup, type OverwriteFlag, restore } from './commands/backup.ts';
import type { BulkFlags } from './commands/bulkImport.ts';
import { cluster } from './commands/cluster.ts';
import {
  type Decidable,
  type DecideFlags,
  type DecisionsFlags,
  decidable,
  listDecisions,
  merge,
  rename,
  separate,
  split,
  undo,
} from './commands/decide.ts';
import { exportDecisions, importDecisions } from './commands/decisionFile.ts';
import { type ExportFlags, exportGraph } from './commands/export.ts';
import type { ImportFlags } from './commands/import.ts';
import { importAsSuits } from './commands/importAsSuits.ts';
import { listImports, type UndoImportFlags, undoImportCommand } from './commands/imports.ts';
import { migrateDatabase } from './commands/migrate.ts';
import { neo4jLock } from './commands/neo4jLock.ts';
import { schema } from './commands/schema.ts';
import { serve } from './commands/serve.ts';
import { type UpgradeFlags, upgrade } from './commands/upgrade.ts';
import { packageVersion } from './commands/version.ts';
import { readConfig } from './config.ts';
import { ScholargraphError } from './errors.ts';
import { networkFormats, publicationFormats } from './export/index.ts';
import { exportedNames } from './exporting.ts';
import { readers } from './readers/index.ts';

/**
 * Runs one command line. Failures that a person can act on are one message on standard error; others keep their
 * stack.
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted
 */
export async function run(argv: readonly string[]): Promise<number> {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  let code = 0;
  const action =
    <Arguments extends unknown[]>(command: (...given: Arguments) => Promise<number>) =>
    async (...given: Arguments) => {
      code = await command(...given);
    };
  const program = new Command('scholargraph')
    .description('A GraphQL knowledge graph of publications, on Neo4j.')
    .version(packageVersion())
    .exitOverride();

  program
    .command('serve')
    .description('Serve GraphQL; without NEO4J_URI, with a Neo4j of its own.')
    .option('--seed', 'import the sample data that comes with the package first')
    .option('--host <host>', 'address to listen on; overrides HOST')
    .option('--port <port>', 'port to listen on; overrides PORT', wholeNumber)
    .action(
      action((options: { seed?: boolean; host?: string; port?: number }) => {
        const config = readConfig(process.env);
        return serve(
          { ...config, host: options.host ?? config.host, port: options.port ?? config.port },
          { seed: options.seed === true, signal: stop.signal },
        );
      }),
    );

  program
    .command('import')
    .description('Import publications. Each source is recognised by its content, gzipped or not.')
    .argument('<source...>', 'files, folders, http(s) addresses, or - for standard input')
    .option(
      '--format <format>',
      `read every source as this: ${readers.map((reader) => reader.format).join(', ')}`,
    )
    .option('--source-name <name>', 'what to call standard input, or the only source, in provenance')
    .option(
      '--since <date>',
      'leave out what is from before this year, month or day (2019, 2019-07, 2019-07-31)',
    )
    .option('--dry-run', 'say what would be done, and do nothing')
    .option('--strict', 'stop at the first entry or source that cannot be read')
    .option('--watch', 'go on importing what appears or changes in the folders, until Ctrl-C')
    .option(
      '--private-addresses',
      'also fetch from this machine and its network, when an address leads there',
    )
    .option('--rejects <file>', 'where to write entries that could not be read, as JSON lines')
    .option('--report <file>', 'write a report for programs, as JSON')
    .option('--bulk', "fill an empty graph by Neo4j's offline importer, however little there is to read")
    .option(
      '--no-bulk',
      'add batch by batch, also to an empty graph, which is else filled in bulk from 20 MB on',
    )
    .option('--bulk-folder <folder>', 'where a bulk import keeps its files, in a folder of its own in there')
    .addOption(
      new Option(
        '--files-only',
        'of a bulk import, make the files and say how to load them into another Neo4j',
      ).implies({ bulk: true }),
    )
    .action(
      action((targets: string[], options: ImportFlags & BulkFlags) =>
        importAsSuits(readConfig(process.env), { targets, ...options, signal: stop.signal }),
      ),
    );

  program
    .command('export')
    .description('Write publications, or a network, in a format that other programs read.')
    .requiredOption(
      '--format <format>',
      `of publications: ${nameList(publicationFormats)}; of a network: ${nameList(networkFormats)}`,
    )
    .option('--network <name>', `a network instead of publications: ${exportedNames.slice(1).join(', ')}`)
    .option('--author <name>', 'coauthors: around the author of this name or ORCID iD')
    .option('--depth <steps>', 'coauthors: the longest way from the author', wholeNumber)
    .option('--search <text>', 'what this finds in title and abstract')
    .option('--from <year>', 'from this year on', wholeNumber)
    .option('--to <year>', 'up to this year', wholeNumber)
    .option('--args <json>', 'further arguments of the field of the GraphQL schema')
    .option('--output <file>', 'write to a file instead of standard output')
    .action(action((options: ExportFlags) => exportGraph(readConfig(process.env), options, stop.signal)));

  program
    .command('cluster')
    .description('Find topic clusters by Leiden and store them for the topicClusters query.')
    .option('--resolution <number>', 'higher finds more and smaller clusters', positiveNumber, 1)
    .option('--seed <number>', 'runs with the same seed find the same clusters', wholeNumber)
    .action(
      action((options: { resolution: number; seed?: number }) =>
        cluster(readConfig(process.env), options, stop.signal),
      ),
    );

  const analyse = program
    .command('analyse')
    .description(
      'Find communities, centralities and similarities by Graph Data Science, for queries to read.',
    );
  const common = (command: Command, years = true) => {
    command
      .option('--seed <number>', 'runs with the same seed agree', wholeNumber, analysisDefaults.seed)
      .option('--by <name>', 'who asks; the system user where it is not given')
      .option('--keep <number>', 'delete older complete runs of its kind but so many', wholeNumber);
    return years
      ? command
          .option('--from <year>', 'count what was published from this year on', wholeNumber)
          .option('--to <year>', 'count what was published up to this year', wholeNumber)
      : command;
  };
  const ofMembers = () =>
    new Option('--of <members>', 'of authors or topics').choices(['authors', 'topics']).default('authors');

  common(
    analyse
      .command('communities')
      .description('Communities by Leiden, with their hierarchy.')
      .addOption(ofMembers())
      .option(
        '--resolution <number...>',
        'higher finds more and smaller communities; each has a partition of its own',
        positiveNumbers,
      )
      .option('--seeded-from <run>', 'start from this run, so that communities keep their numbers')
      .option('--least-members <number>', 'store no smaller ones', wholeNumber, 1),
  ).action(
    action((flags: CommunityFlags) => analyseCommunities(readConfig(process.env), flags, stop.signal)),
  );
  common(
    analyse
      .command('evolution')
      .description('Communities of successive windows of years, and what became of them.')
      .addOption(ofMembers())
      .requiredOption('--from <year>', 'the first year', wholeNumber)
      .requiredOption('--to <year>', 'the last year', wholeNumber)
      .requiredOption('--years <number>', 'years of a window', wholeNumber)
      .option(
        '--resolution <number>',
        'higher finds more and smaller communities',
        positiveNumber,
        analysisDefaults.resolution,
      )
      .option(
        '--threshold <jaccard>',
        'overlap from which two are matched',
        positiveNumber,
        analysisDefaults.threshold,
      )
      .option(
        '--least-members <number>',
        'follow no smaller ones',
        wholeNumber,
        analysisDefaults.evolutionLeastMembers,
      ),
    false,
  ).action(action((flags: EvolutionFlags) => analyseEvolution(readConfig(process.env), flags, stop.signal)));
  common(
    analyse
      .command('centralities')
      .description('Degree, PageRank, betweenness and articulation points of authors.')
      .option('--samples <number>', 'estimate betweenness from so many authors', wholeNumber)
      .option('--closeness', 'compute closeness, too'),
  ).action(
    action((flags: CentralityFlags) => analyseCentralities(readConfig(process.env), flags, stop.signal)),
  );
  common(
    analyse
      .command('similarity')
      .description('Authors or publications that are alike.')
      .addOption(
        new Option('--of <what>', 'what is compared').choices(['authors', 'publications']).default('authors'),
      )
      .addOption(
        new Option('--method <method>', 'how likeness is measured')
          .choices(['node-similarity', 'fastrp-knn'])
          .default('node-similarity'),
      )
      .addOption(
        new Option('--alike-by <what>', 'by what two are alike')
          .choices(['topics', 'references'])
          .default('topics'),
      )
      .option('--top <number>', 'how many are kept of each', wholeNumber, analysisDefaults.topK)
      .option(
        '--widest <number>',
        'leave out topics and references of more publications than this',
        wholeNumber,
        analysisDefaults.widest,
      ),
  ).action(
    action((flags: SimilarityFlags) => analyseSimilarity(readConfig(process.env), flags, stop.signal)),
  );
  analyse
    .command('list')
    .description('List the runs, the newest first.')
    .option('--limit <number>', 'how many', wholeNumber, 50)
    .action(action((flags: { limit: number }) => listAnalyses(readConfig(process.env), flags, stop.signal)));
  analyse
    .command('prune')
    .description('Delete the runs of a kind but the last complete ones.')
    .addArgument(new Argument('<kind>', 'of which kind').choices(analysisKinds))
    .option('--keep <number>', 'how many are kept', wholeNumber, 1)
    .action(
      action((kind: AnalysisKind, { keep }: { keep: number }) =>
        pruneAnalyses(readConfig(process.env), kind, Math.max(1, keep), stop.signal),
      ),
    );

  const decide = program
    .command('decide')
    .description('Decide that several are one, that one is two, or what one is called. Imports keep to it.');
  const what = () => new Argument('<kind>', 'of what kind').choices(decidable);
  const how = (command: Command) =>
    command
      .option('--reason <text>', 'why it is so; kept with the decision')
      .option('--by <name>', 'who decides; the system user where it is not given')
      .option('--preview', 'say what would change, and change nothing');

  how(
    decide
      .command('merge')
      .description('Several are one. Of venues and topics, the first keeps its id and its name.')
      .addArgument(what())
      .argument('<which...>', 'two or more, each by its id or its whole name'),
  ).action(
    action((kind: Decidable, which: string[], flags: DecideFlags) =>
      merge(readConfig(process.env), kind, which, flags, stop.signal),
    ),
  );
  how(
    decide
      .command('split')
      .description('A part of one is another.')
      .addArgument(what())
      .argument('<which>', 'its id or its whole name')
      .argument(
        '<part...>',
        'publications of an author, keys of statements of a publication, names of a venue or a topic',
      )
      .option('--as <name>', 'what the other venue or topic is called'),
  ).action(
    action((kind: Decidable, which: string, parts: string[], flags: DecideFlags & { as?: string }) =>
      split(readConfig(process.env), kind, which, parts, flags, stop.signal),
    ),
  );
  how(
    decide
      .command('separate')
      .description('Two authors are two people, and are not suggested as one any more.')
      .argument('<author>', 'its id, ORCID iD or whole name')
      .argument('<other>', 'the same of the other'),
  ).action(
    action((one: string, other: string, flags: DecideFlags) =>
      separate(readConfig(process.env), one, other, flags, stop.signal),
    ),
  );
  how(
    decide
      .command('rename')
      .description('One is shown under another name.')
      .addArgument(what())
      .argument('<which>', 'its id or its whole name')
      .argument('<name>', 'the name, or the title of a publication'),
  ).action(
    action((kind: Decidable, which: string, name: string, flags: DecideFlags) =>
      rename(readConfig(process.env), kind, which, name, flags, stop.signal),
    ),
  );

  how(
    program
      .command('undo')
      .description('Take a decision out of force, as if it had never been made.')
      .argument('<decision>', 'its id'),
  ).action(action((id: string, flags: DecideFlags) => undo(readConfig(process.env), id, flags, stop.signal)));

  const decisions = program
    .command('decisions')
    .description('List what was decided, the newest first, with who, when and why.')
    .option('--all', 'also what was undone')
    .addOption(new Option('--of <kind>', 'only of this kind').choices(decidable))
    .option('--limit <number>', 'how many', wholeNumber, 100)
    .action(action((flags: DecisionsFlags) => listDecisions(readConfig(process.env), flags, stop.signal)));
  decisions
    .command('export')
    .description('Write all decisions as JSON lines, to take them to another graph.')
    .argument('[file]', 'the file to write; standard output where absent')
    .action(
      action((file: string | undefined) => exportDecisions(readConfig(process.env), file, stop.signal)),
    );
  decisions
    .command('import')
    .description('Take over the decisions of another graph. Those that are there already stay as they are.')
    .argument('<file>', 'a file that `decisions export` has written, or - for standard input')
    .action(action((file: string) => importDecisions(readConfig(process.env), file, stop.signal)));

  program
    .command('imports')
    .description('List what was imported over GraphQL, the newest first.')
    .option('--limit <number>', 'how many', wholeNumber, 20)
    .action(action((flags: { limit: number }) => listImports(readConfig(process.env), flags, stop.signal)));

  program
    .command('undo-import')
    .description('Undo what was imported over GraphQL, as if it had never been imported.')
    .argument('<import>', 'its id')
    .option('--by <name>', 'who asks; the system user where it is not given')
    .option('--preview', 'say what would change, and change nothing')
    .action(
      action((id: string, flags: UndoImportFlags) =>
        undoImportCommand(readConfig(process.env), id, flags, stop.signal),
      ),
    );

  program
    .command('migrate')
    .description("Bring the database's constraints and indexes up to this version.")
    .action(action(() => migrateDatabase(readConfig(process.env), stop.signal)));

  program
    .command('upgrade')
    .description('Bring a graph that an older version has made up to this one, after a backup.')
    .option('--backup <file>', 'where to back up to; in the data folder where absent')
    .option('--no-backup', 'make none: there is one already')
    .action(action((options: UpgradeFlags) => upgrade(readConfig(process.env), options, stop.signal)));

  program
    .command('backup')
    .description('Write all of the local graph to a file. No server may run on it meanwhile.')
    .argument('<file>', 'the file to write')
    .option('--overwrite', 'replace the file if it is there')
    .action(
      action((file: string, options: OverwriteFlag) =>
        backup(readConfig(process.env), file, options, stop.signal),
      ),
    );

  program
    .command('restore')
    .description('Make the local graph that of a backup. No server may run on it meanwhile.')
    .argument('<file>', 'a file that `backup` has written')
    .option('--overwrite', 'give up the graph that is there')
    .action(
      action((file: string, options: OverwriteFlag) =>
        restore(readConfig(process.env), file, options, stop.signal),
      ),
    );

  program
    .command('schema')
    .description('Print the GraphQL schema.')
    .option('--output <file>', 'write it to a file')
    .option('--check <file>', 'fail if the file is not the schema as it is')
    .action(action((options: { output?: string; check?: string }) => schema(options)));

  program
    .command('neo4j-lock')
    .description('For maintainers: resolve the artifacts of the local Neo4j anew (needs Maven).')
    .option('--neo4j <version>', 'the version of Neo4j')
    .option('--gds <version>', 'the version of Graph Data Science, one for that Neo4j')
    .action(
      action(async (options: { neo4j?: string; gds?: string }) => {
        const { artifacts, bytes } = await neo4jLock({
          ...options,
          mavenUrl: readConfig(process.env).mavenUrl,
        });
        process.stdout.write(`Locked ${artifacts} artifacts, ${Math.round(bytes / 1e6)} MB.\n`);
        return 0;
      }),
    );

  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (stop.signal.aborted && error === stop.signal.reason) return 130;
    if (error instanceof ScholargraphError) {
      process.stderr.write(`${error.code}: ${error.message}\n`);
      return 1;
    }
    throw error;
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

function nameList(formats: readonly { readonly name: string }[]): string {
  return formats.map(({ name }) => name).join(', ');
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number.');
  return value;
}

/** Several, behind one option or each behind its own. */
function positiveNumbers(text: string, before: readonly number[] | undefined): readonly number[] {
  return [...(before ?? []), positiveNumber(text)];
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}
