import { totalmem } from 'node:os';
import path from 'node:path';
import envPaths from 'env-paths';
import { z } from 'zod';
import { ScholargraphError } from './errors.ts';
import { type Serving, servingEnvironment, servingOf, type TokenHolder, tokenHolders } from './serving.ts';

const folders = envPaths('scholargraph', { suffix: '' });

const port = z.coerce.number('a port, 0 to 65535').int().min(0).max(65_535);

/** Bytes of an upload where the environment says nothing else. */
export const defaultUploadLimit = 64 * 1024 ** 2;

/** Characters of remembered answers where the environment says nothing else. */
export const defaultAnswerCache = 64 * 1024 ** 2;

const units: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

const bytes = z.string().transform((text, context) => {
  const [, digits, unit = ''] = /^(\d{1,6})([kmg])$/.exec(text) ?? [];
  const factor = units[unit];
  if (factor !== undefined) return Number(digits) * factor;
  context.addIssue({ code: 'custom', message: "a size such as '64m' or '2g'" });
  return z.NEVER;
});

/** The same, or 0 for none. */
const size = z
  .literal('0')
  .transform(() => 0)
  .or(bytes);

/**
 * What the local Neo4j may hold of its files in memory: a quarter of what there is, 256 MB at least. It takes no more than
 * the graph has, so that a small one costs nothing.
 */
function defaultPageCache(): string {
  const memory = process.constrainedMemory() ?? 0;
  const megabytes = (memory > 0 ? Math.min(memory, totalmem()) : totalmem()) / 2 ** 20;
  return `${Math.max(256, Math.floor(megabytes / 4))}m`;
}

/** Every setting, each named by its environment variable. The README's table says what each is for. */
const environment = z.object({
  NEO4J_URI: z
    .string()
    .regex(/^(bolt|neo4j)(\+s|\+ssc)?:\/\//, 'a bolt:// or neo4j:// address')
    .optional(),
  NEO4J_USER: z.string().default('neo4j'),
  NEO4J_PASSWORD: z.string().optional(),
  NEO4J_DATABASE: z.string().optional(),
  SCHOLARGRAPH_DATA: z.string().default(folders.data),
  SCHOLARGRAPH_CACHE: z.string().default(folders.cache),
  SCHOLARGRAPH_MAVEN: z.url().default('https://repo.maven.apache.org/maven2'),
  SCHOLARGRAPH_NEO4J_HEAP: z
    .string()
    .regex(/^\d+[mg]$/, "a size such as '512m' or '2g'")
    .default('1g'),
  SCHOLARGRAPH_NEO4J_PAGE_CACHE: z
    .string()
    .regex(/^\d+[mg]$/, "a size such as '512m' or '2g'")
    .default(defaultPageCache),
  SCHOLARGRAPH_ADMIN_TOKENS: tokenHolders.default([]),
  SCHOLARGRAPH_UPLOAD_LIMIT: bytes.default(defaultUploadLimit),
  SCHOLARGRAPH_ANSWER_CACHE: size.default(defaultAnswerCache),
  ...servingEnvironment,
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(4000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Somebody who may change the graph over GraphQL. */
export interface Administrator extends TokenHolder {
  /** Goes on record with what they decide. */
  readonly name: string;
}

/** Where Neo4j is: somewhere else, or a child process of ours. */
export type Neo4jConfig =
  | {
      readonly kind: 'remote';
      readonly uri: string;
      readonly user: string;
      readonly password: string | undefined;
      readonly database: string | undefined;
    }
  | {
      readonly kind: 'local';
      readonly dataFolder: string;
      readonly cacheFolder: string;
      readonly mavenUrl: string;
      readonly heap: string;
      readonly pageCache: string;
    };

export interface Config {
  readonly neo4j: Neo4jConfig;
  /** Where Neo4j's artifacts are downloaded from, without a final slash. */
  readonly mavenUrl: string;
  /** Empty where nobody may change the graph over GraphQL. */
  readonly administrators: readonly Administrator[];
  /** Bytes that one upload over GraphQL may have. */
  readonly uploadLimit: number;
  /** Characters that remembered answers may have together; 0 remembers none. */
  readonly answerCache: number;
  /** What may be asked, by whom, and how much of it. */
  readonly serving: Serving;
  readonly host: string;
  readonly port: number;
  readonly logLevel: z.infer<typeof environment>['LOG_LEVEL'];
}

/**
 * Reads the configuration once, at the start. An empty variable counts as unset.
 * @throws ScholargraphError CONFIG_INVALID that names each variable that is wrong
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ScholargraphError(
      'CONFIG_INVALID',
      `The environment has settings that cannot be used: ${wrong.join('; ')}`,
      {
        fix: 'The table of settings in README.md says what each takes.',
      },
    );
  }
  const values = parsed.data;
  const mavenUrl = values.SCHOLARGRAPH_MAVEN.replace(/\/+$/, '');
  return {
    mavenUrl,
    neo4j:
      values.NEO4J_URI === undefined
        ? {
            kind: 'local',
            dataFolder: path.resolve(values.SCHOLARGRAPH_DATA),
            cacheFolder: path.resolve(values.SCHOLARGRAPH_CACHE),
            mavenUrl,
            heap: values.SCHOLARGRAPH_NEO4J_HEAP,
            pageCache: values.SCHOLARGRAPH_NEO4J_PAGE_CACHE,
          }
        : {
            kind: 'remote',
            uri: values.NEO4J_URI,
            user: values.NEO4J_USER,
            password: values.NEO4J_PASSWORD,
            database: values.NEO4J_DATABASE,
          },
    administrators: values.SCHOLARGRAPH_ADMIN_TOKENS,
    uploadLimit: values.SCHOLARGRAPH_UPLOAD_LIMIT,
    answerCache: values.SCHOLARGRAPH_ANSWER_CACHE,
    serving: servingOf(values),
    host: values.HOST,
    port: values.PORT,
    logLevel: values.LOG_LEVEL,
  };
}
