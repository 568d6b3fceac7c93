import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Jars } from './artifacts.ts';
import type { Java } from './java.ts';

/** The folders and files of one local Neo4j, all below the data folder that the user names. */
export interface Home {
  readonly folder: string;
  readonly configFolder: string;
  /** The databases. */
  readonly store: string;
  readonly logs: string;
  /** What the Java process prints: nothing, if all is well. */
  readonly output: string;
  readonly password: string;
  /** Who has the folder: one claim a file, see `owner.ts`. */
  readonly owners: string;
}

export function homeIn(dataFolder: string): Home {
  const folder = path.join(dataFolder, 'neo4j');
  return {
    folder,
    configFolder: path.join(folder, 'conf'),
    store: path.join(folder, 'data'),
    logs: path.join(folder, 'logs'),
    output: path.join(folder, 'logs', 'output.log'),
    password: path.join(folder, 'password'),
    owners: path.join(folder, 'owners'),
  };
}

/** By this, a process is known to be the Neo4j of this data folder. */
export function homeArgument(home: Home): string {
  return `--home-dir=${home.folder}`;
}

/** Lays out Neo4j's home anew, but for its data: configuration, plugins, an empty import folder. */
export async function layOut(home: Home, jars: Jars, port: number, pageCache: string): Promise<void> {
  const plugins = path.join(home.folder, 'plugins');
  await Promise.all([
    rm(plugins, { recursive: true, force: true }),
    rm(path.join(home.folder, 'import'), { recursive: true, force: true }),
  ]);
  await Promise.all(
    [
      plugins,
      home.configFolder,
      home.logs,
      ...['import', 'run'].map((name) => path.join(home.folder, name)),
    ].map((folder) => mkdir(folder, { recursive: true })),
  );
  await Promise.all([
    ...jars.plugins.map((jar) => copyFile(jar, path.join(plugins, path.basename(jar)))),
    writeFile(path.join(home.configFolder, 'neo4j.conf'), neo4jConf(port, pageCache)),
    writeFile(path.join(home.configFolder, 'classpath.args'), classPathArguments(jars)),
  ]);
}

/** What Neo4j is told besides its port and its memory. docker-compose.yml tells its container the same. */
export const neo4jSettings = {
  'server.http.enabled': 'false',
  'server.https.enabled': 'false',
  'dbms.usage_report.enabled': 'false',
  // LOAD CSV reads the server's files even in a read transaction.
  'dbms.security.allow_csv_import_from_file_urls': 'false',
  'dbms.security.procedures.allowlist': 'gds.*,db.*,dbms.*',
  'dbms.security.procedures.unrestricted': 'gds.*',
  // A default for clients that name none, not a cap: each transaction of ours names its own.
  'db.transaction.timeout': '60s',
  'db.lock.acquisition.timeout': '10s',
  'db.logs.query.enabled': 'OFF',
  // Neo4j allocates a whole transaction log at once, for each of its two databases; 256 MB were the default.
  'db.tx_log.rotation.size': '32m',
  'db.tx_log.rotation.retention_policy': '1 days 256m',
} as const;

function neo4jConf(port: number, pageCache: string): string {
  const settings = {
    ...neo4jSettings,
    'server.memory.pagecache.size': pageCache,
    'server.bolt.listen_address': `127.0.0.1:${port}`,
    'server.directories.import': 'import',
    'dbms.security.auth_enabled': 'true',
    // By the time Bolt shuts down the databases are closed; waiting five seconds twice would protect nothing.
    'internal.server.bolt.thread_pool_shutdown_wait_time': '1s',
    'internal.dbms.bolt.netty_server_shutdown_quiet_period': '0',
    'internal.dbms.bolt.netty_server_shutdown_timeout': '2',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return ['# Written anew at every start.', ...lines, ''].join('\n');
}

/** As an argument file, since 330 paths are more than a command line takes on every system. */
export function classPathArguments(jars: Jars): string {
  const quoted = jars.classPath.join(path.delimiter).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return `-classpath "${quoted}"\n`;
}

/**
 * @param heap such as `512m` or `2g`
 * @param more further arguments for Java
 */
export function javaArguments(home: Home, java: Java, heap: string, more: readonly string[]): string[] {
  return [
    `-Xmx${heap}`,
    ...more,
    '-XX:-OmitStackTraceInFastThrow',
    '-XX:+DisableExplicitGC',
    '-Dlog4j2.disable.jmx=true',
    '-Djdk.nio.maxCachedBufferSize=1024',
    '-Dio.netty.tryReflectionSetAccessible=true',
    ...['java.nio', 'java.io', 'sun.nio.ch', 'java.lang'].map(
      (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
    ),
    ...(java.version >= 21 ? ['--enable-native-access=ALL-UNNAMED'] : []),
    `@${path.join(home.configFolder, 'classpath.args')}`,
    'org.neo4j.server.CommunityEntryPoint',
    homeArgument(home),
    `--config-dir=${home.configFolder}`,
  ];
}
