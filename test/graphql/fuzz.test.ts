import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { OperationTypeNode } from 'graphql';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import { Graph } from '../../src/graph/graph.ts';
import { schema } from '../../src/graphql/index.ts';
import { createServer, type Server } from '../../src/server.ts';
import { defaultServing } from '../../src/serving.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { cypherInjections, searchSyntax } from './fixture/hostile.ts';
import { writeLibrary } from './fixture/library.ts';
import { type RandomRequest, randomRequest } from './fixture/randomDocument.ts';
import { type TextArgument, textArguments } from './fixture/textArguments.ts';

/*
 * Requests that somebody could send who means no good, or who writes GraphQL by throwing dice. Whatever comes, the server has an
 * answer of its own, its statements are bounded, and the graph stays what it is.
 */

/** How many random requests, and which ones. */
const operations = Number(process.env['SCHOLARGRAPH_FUZZ_OPERATIONS'] ?? 2_000);
const seed = Number(process.env['SCHOLARGRAPH_FUZZ_SEED'] ?? 271_828);

/** Milliseconds for each kind. */
const timeLimit = Math.max(300_000, operations * 100);

/** Requests that are sent together. */
const together = 10;

const statementTimeout = 5_000;

let graph: Graph;
/** The same database, for those who look at it. */
let observer: Graph;
let server: Server;
let before: string;
let ids: readonly string[] = [];
let cursors: readonly string[] = [];
/** Statements that nothing bounds. */
const unbounded: string[] = [];
let statements = 0;
/** Statements that were tried again, or came to nothing. */
let failed = 0;

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
  server = createServer({
    graph,
    config: {
      administrators: [],
      host: '127.0.0.1',
      port: 0,
      answerCache: 1_000_000,
      serving: {
        ...defaultServing,
        production: true,
        introspection: true,
        statementTimeout,
        bounds: { ...defaultServing.bounds, aliases: 100, tokens: 10_000 },
      },
    },
    logger: pino({ level: 'silent' }),
  });
  const { data } = await send({
    query: `{
      publications(first: 20) { edges { cursor node { id } } }
      authors(first: 20) { edges { cursor node { id } } }
      venues { edges { cursor node { id } } }
      topics { edges { cursor node { id } } }
      institutions { edges { cursor node { id } } }
    }`,
    variables: '{}',
    values: 0,
  });
  const edges = Object.values(
    data as Record<string, { edges: { cursor: string; node: { id: string } }[] }>,
  ).flatMap((connection) => connection.edges);
  ids = edges.map(({ node }) => node.id);
  cursors = edges.map(({ cursor }) => cursor);
  observer = new Graph(inject('neo4j'));
  before = await hashOf(observer);
  graph.onQuery(({ rows }) => {
    if (rows === undefined) failed += 1;
  });
  const read = graph.read.bind(graph);
  vi.spyOn(graph, 'read').mockImplementation((statement, parameters, options) => {
    statements += 1;
    const { timeoutMs, signal, prompt } = options ?? {};
    if (timeoutMs !== statementTimeout || signal === undefined || prompt !== true)
      unbounded.push(String(statement));
    return read(statement, parameters, options);
  });
});

afterAll(async () => {
  vi.restoreAllMocks();
  await server.close();
  await observer.close();
});

/** Of all nodes, relationships, labels, constraints and indexes. */
async function hashOf(of: Graph): Promise<string> {
  const rows = await of.read<Record<string, unknown>>(cypher`
    MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties, elementId(n) AS id,
      COLLECT { MATCH (n)-[r]->(m) RETURN [type(r), elementId(m), properties(r)] } AS ties`);
  const named = await of.command<{ name: string }>(cypher`SHOW INDEXES YIELD name RETURN name`);
  const hash = createHash('sha256');
  for (const line of [...rows, ...named].map((row) => JSON.stringify(row)).sort()) hash.update(line);
  return hash.digest('hex');
}

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
  readonly extensions?: {
    readonly price?: { estimated: { statements: number }; measured?: { statements: number } };
  };
}

async function send({ query, variables }: RandomRequest): Promise<Body & { readonly status: number }> {
  const response = await server.yoga.fetch('http://localhost/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      'x-scholargraph-price': '1',
    },
    body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
  });
  return { status: response.status, ...((await response.json()) as Body) };
}

/**
 * 200 for an answer, 400 for what is wrong with a request, 401 without a token; 503 and 504 for what passes, as on a machine that
 * is very busy.
 */
const statuses = [200, 400, 401, 503, 504];

/** What only the inside of a server says. */
const internal =
  /neo4j|bolt|cypher|lucene|java|\bat .+:\d+|\.[jt]s\b|node_modules|TypeError|RangeError|is not a function|of undefined|of null|Invalid input|Maximum call stack/i;

/** Values that were given to arguments. */
let values = 0;
/** What has become of the requests. */
const outcomes = new Map<string, number>();

async function answersWell(request: RandomRequest): Promise<void> {
  const failedBefore = failed;
  values += request.values;
  const { status, errors = [], extensions } = await send(request);
  const told = `${request.query}\n${request.variables}\n${JSON.stringify(errors)}`;
  expect(statuses, told).toContain(status);
  for (const { message, extensions: detail } of errors) {
    expect(detail?.['code'], told).toEqual(expect.any(String));
    expect(detail?.['code'], told).not.toBe('INTERNAL');
    expect(withoutQuotes(message), told).not.toMatch(internal);
  }
  const { estimated, measured } = extensions?.price ?? {};
  if (estimated !== undefined && measured !== undefined) {
    expect(measured.statements, told).toBeLessThanOrEqual(estimated.statements + failed - failedBefore);
  }
  const outcome = errors.length === 0 ? 'answered' : String(errors[0]?.extensions?.['code']);
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}

/** Without what is quoted of the request, which may say anything. */
function withoutQuotes(message: string): string {
  return message.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '');
}

async function staysAsItWas(): Promise<void> {
  expect(unbounded).toEqual([]);
  expect(await hashOf(observer)).toBe(before);
  const all = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
  const passing = ['DATABASE_UNAVAILABLE', 'DATABASE_TIMEOUT', 'SERVER_BUSY', 'REQUEST_TIMEOUT'];
  expect(passing.reduce((sum, code) => sum + (outcomes.get(code) ?? 0), 0)).toBeLessThan(all / 10);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
}

describe('a way out of Cypher or of the search is a text like others', () => {
  /** All texts in one place, each under a name of its own. */
  const requestOf = ({ on, type, call }: TextArgument, texts: readonly string[]): RandomRequest => {
    const names = texts.map((_, at) => `t${at}`);
    const calls = names.map((name) => `${name}: ${call(`$${name}`)}`).join('\n');
    const id = ids.find((each) => Buffer.from(each, 'base64').toString().startsWith(`${on.name}:`)) ?? '';
    const selection =
      on.name === 'Query' ? calls : `node(id: ${JSON.stringify(id)}) { ... on ${on.name} { ${calls} } }`;
    return {
      query: `query (${names.map((name) => `$${name}: ${type}`).join(', ')}) { ${selection} }`,
      variables: JSON.stringify(Object.fromEntries(names.map((name, at) => [name, texts[at]]))),
      values: texts.length,
    };
  };
  const everywhere = textArguments(schema);

  test(
    `in each of ${everywhere.length} places where a text is taken`,
    async () => {
      expect(everywhere.length).toBeGreaterThan(150);
      for (const place of everywhere) await answersWell(requestOf(place, cypherInjections));
      await staysAsItWas();
    },
    timeLimit,
  );

  test(
    'and wherever words are searched for',
    async () => {
      const searched = everywhere.filter(({ leaf }) =>
        ['search', 'query', 'text', 'prefix', 'name'].includes(leaf),
      );
      expect(searched.length).toBeGreaterThan(10);
      for (const place of searched) await answersWell(requestOf(place, searchSyntax));
      await staysAsItWas();
    },
    timeLimit,
  );
});

describe('random requests', () => {
  test.each([
    [OperationTypeNode.QUERY, 'that fit the schema', 0, 0.6],
    [OperationTypeNode.QUERY, 'that nearly do', 15, 0.3],
    [OperationTypeNode.MUTATION, 'of nobody who may', 3, 0.1],
  ])(
    '(%s) %s are answered, or refused with a reason',
    async (operation, _, faults, share) => {
      const one = randomRequest(schema, { operation, ids, cursors, faults });
      await fc.assert(
        fc.asyncProperty(fc.tuple(...Array.from({ length: together }, () => one)), async (requests) => {
          await Promise.all(requests.map(answersWell));
        }),
        { seed, numRuns: Math.ceil((operations * share) / together), endOnFailure: true },
      );
      await staysAsItWas();
    },
    timeLimit,
  );

  afterAll(() => {
    console.info(JSON.stringify({ seed, values, statements, ...Object.fromEntries(outcomes) }));
  });
});
