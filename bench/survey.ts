import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.ts';
import type { Address } from '../src/graph/graph.ts';
import { startLocalNeo4j } from '../src/graph/local/localNeo4j.ts';
import { ChildServer } from './contestants/childServer.ts';
import { GraphqlClient } from './contestants/contestant.ts';
import { graphOfCorpus } from './graphOfCorpus.ts';
import { hubOrcid } from './queryCorpus.ts';
import { type Named, questionsAbout } from './questions.ts';
import { surveyCorpus } from './surveyCorpus.ts';

/**
 * Asks everything that the schema takes, about everything or about what has the most, of a server with the limits it
 * comes with, and prints how long each answer took: the first, and the median of those after it; and for each thing that
 * is asked about, the longest of these medians. What fails is said, and makes the exit code 1.
 */
const { values } = parseArgs({
  options: {
    publications: { type: 'string', default: '500000' },
    times: { type: 'string', default: '5' },
    /** Only questions whose line contains this. */
    only: { type: 'string', default: '' },
    /** Where the graph is kept for the next time. */
    folder: { type: 'string' },
  },
});
const publications = Number(values.publications);
const folder = values.folder ?? (await mkdtemp(path.join(tmpdir(), 'scholargraph-bench-')));
try {
  await mkdir(folder, { recursive: true });
  const dataFolder = await graphOfCorpus(folder, publications, { name: 'survey', records: surveyCorpus });
  const { neo4j } = readConfig({ ...process.env, NEO4J_URI: undefined, SCHOLARGRAPH_NEO4J_HEAP: '2g' });
  if (neo4j.kind !== 'local') throw new Error('the survey starts its own Neo4j');
  const local = await startLocalNeo4j({ ...neo4j, dataFolder });
  try {
    await survey(local.address);
  } finally {
    await local.stop();
  }
} finally {
  if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
}

async function survey(address: Address) {
  const server = await ChildServer.start(new URL('../dist/main.js', import.meta.url).pathname, ['serve'], {
    NEO4J_URI: address.uri,
    NEO4J_USER: address.user,
    NEO4J_PASSWORD: address.password,
    PORT: '0',
    LOG_LEVEL: 'error',
    // Every answer is worked out, however often it has been asked for.
    SCHOLARGRAPH_ANSWER_CACHE: '0',
    SCHOLARGRAPH_REQUEST_RATE: '0',
    SCHOLARGRAPH_COST_RATE: '0',
  });
  const client = new GraphqlClient(server.url);
  try {
    process.stdout.write(
      `${publications.toLocaleString('en')} publications; ${cpus().length} processors (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}, load ${loadavg()[0]?.toFixed(1)} at the start\n\n`,
    );
    const answers: Answer[] = [];
    process.stdout.write('| about | asked for | first, ms | then, ms |\n|---|---|---:|---:|\n');
    for (const { about, what, document } of questionsAbout(await named(client))) {
      if (!`${about} ${what}`.includes(values.only)) continue;
      const answer = { about, what, ...(await asked(client, document, Number(values.times))) };
      const { first, median, failure } = answer;
      process.stdout.write(
        `| ${about} | ${what} | ${failure ?? first.toFixed(0)} | ${median.toFixed(0)} |\n`,
      );
      answers.push(answer);
    }
    process.stdout.write(`\n${summary(answers)}\n`);
    const failed = answers.filter(({ failure }) => failure !== undefined);
    process.stdout.write(`\n${answers.length} questions, ${failed.length} failed\n`);
    if (failed.length > 0) process.exitCode = 1;
  } finally {
    client.close();
    await server.stop();
  }
}

interface Answer {
  readonly about: string;
  readonly what: string;
  /** Milliseconds. */
  readonly first: number;
  readonly median: number;
  readonly failure: string | undefined;
}

function summary(answers: readonly Answer[]): string {
  const lines = [...new Set(answers.map(({ about }) => about))].map((about) => {
    const sorted = answers.filter((answer) => answer.about === about).toSorted((a, b) => a.median - b.median);
    const middle = sorted[Math.floor(sorted.length / 2)]?.median.toFixed(0);
    const longest = sorted.at(-1);
    return `| ${about} | ${sorted.length} | ${middle} | ${longest?.median.toFixed(0)} | ${longest?.what} |`;
  });
  return [
    '| about | questions | median, ms | longest, ms | which |',
    '|---|---:|---:|---:|---|',
    ...lines,
  ].join('\n');
}

/** @returns milliseconds; after a failure, or ten seconds, it is not asked again. */
async function asked(client: GraphqlClient, document: string, times: number) {
  const taken: number[] = [];
  let failure: string | undefined;
  for (let turn = 0; turn <= times && failure === undefined; turn += 1) {
    const start = performance.now();
    const answer = await client.post(document, {}).catch((error: unknown) => String(error));
    taken.push(performance.now() - start);
    failure = failureOf(answer);
    if ((taken[0] ?? 0) > 10_000) break;
  }
  const [first = 0, ...after] = taken;
  const sorted = after.toSorted((a, b) => a - b);
  return { first, median: sorted[Math.floor(sorted.length / 2)] ?? first, failure };
}

function failureOf(answer: string): string | undefined {
  if (answer.startsWith('{"data":') && !answer.includes('"errors":[')) return undefined;
  return `fails: ${/"code":"(\w+)"/.exec(answer)?.[1] ?? answer.slice(0, 200)}`;
}

async function named(client: GraphqlClient): Promise<Named> {
  const ids = async (list: string): Promise<string[]> => {
    const answer = JSON.parse(await client.post(`{ ${list} { nodes { id } } }`, {}));
    const [connection] = Object.values<{ nodes: { id: string }[] }>(answer.data);
    return (connection?.nodes ?? []).map(({ id }) => id);
  };
  const most = (list: string) =>
    ids(`${list}(first: 100, orderBy: [{ field: PUBLICATION_COUNT, direction: DESC }])`);
  const first = ([id]: readonly string[]): string => {
    if (id === undefined) throw new Error('the graph has nothing to ask about; it is too small');
    return id;
  };
  const authors = await most('authors');
  const hub = JSON.parse(await client.post(`{ author(orcid: "${hubOrcid}") { id } }`, {})).data.author.id;
  return {
    author: hub,
    farAuthor: first(await ids('authors(last: 1, filter: { publicationCount: { from: 2, to: 2 } })')),
    manyAuthors: authors,
    otherAuthors: await ids('authors(first: 100, filter: { publicationCount: { from: 20, to: 20 } })'),
    venue: first(await most('venues')),
    topic: first(await most('topics')),
    institution: first(await most('institutions')),
    publication: first(
      await ids('publications(first: 1, orderBy: [{ field: CITED_BY_COUNT, direction: DESC }])'),
    ),
  };
}
