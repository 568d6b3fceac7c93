import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { readConfig } from '../src/config.ts';
import { Graph } from '../src/graph/graph.ts';
import { startLocalNeo4j } from '../src/graph/local/localNeo4j.ts';
import { startBareCypher } from './contestants/bareCypher.ts';
import type { Contestant } from './contestants/contestant.ts';
import { startNeo4jGraphql } from './contestants/neo4jGraphql.ts';
import { startScholargraph } from './contestants/scholargraph.ts';
import { graphOfCorpus } from './graphOfCorpus.ts';
import { type Measured, measured } from './measured.ts';
import { comparison, costCurve } from './report.ts';
import { type QueryName, queries, queryNames, subjectsOf } from './subjects.ts';

/**
 * Asks the same queries of the same graph by hand-written Cypher, by Scholargraph and by @neo4j/graphql behind Yoga, one
 * and many at a time, and prints how they compare. The contestants take turns, so that whatever else the machine does
 * falls on all of them. They have to give the same answers, or nothing is measured.
 */
const { values } = parseArgs({
  options: {
    publications: { type: 'string', default: '50000' },
    queries: { type: 'string', default: queryNames.join(',') },
    concurrency: { type: 'string', default: '1,16' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    /** Where graphs are kept for the next time. */
    folder: { type: 'string' },
  },
});
const numbers = (text: string) => text.split(',').map(Number);
const asked = values.queries.split(',').map((name): QueryName => {
  const known = queryNames.find((query) => query === name);
  if (known === undefined) throw new Error(`There is no query ${name}; there are ${queryNames.join(', ')}`);
  return known;
});

const say = (text: string) => process.stderr.write(`${text}\n`);
const folder = values.folder ?? (await mkdtemp(path.join(tmpdir(), 'scholargraph-bench-')));
try {
  await mkdir(folder, { recursive: true });
  const all: Measured[] = [];
  for (const publications of numbers(values.publications)) {
    say(`${publications} publications`);
    const results = await ofSize(publications);
    all.push(...results);
    process.stdout.write(
      `\n### ${publications.toLocaleString('en')} publications\n\n${comparison(results)}\n`,
    );
  }
  process.stdout.write(`\n### What growth costs\n\n${costCurve(all)}\n`);
  const [{ model } = { model: 'unknown' }] = cpus();
  process.stdout.write(
    `\n${cpus().length} processors (${model}), Node ${process.version}, load ${loadavg()[0]?.toFixed(1)} at the end\n`,
  );
} finally {
  if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
}

async function ofSize(publications: number): Promise<Measured[]> {
  const { neo4j } = readConfig({ ...process.env, NEO4J_URI: undefined, SCHOLARGRAPH_NEO4J_HEAP: '2g' });
  if (neo4j.kind !== 'local') throw new Error('the bench starts its own Neo4j');
  const local = await startLocalNeo4j({ ...neo4j, dataFolder: await graphOfCorpus(folder, publications) });
  const contestants: Contestant[] = [];
  try {
    const graph = new Graph(local.address);
    const subjects = await subjectsOf(graph).finally(() => graph.close());
    const start = { address: local.address, subjects };
    for (const begin of [startBareCypher, startScholargraph, startNeo4jGraphql]) {
      contestants.push(await begin(start));
    }
    const able = new Map<QueryName, readonly Contestant[]>();
    for (const query of asked) able.set(query, await thatAnswerAlike(contestants, query));
    const results: Measured[] = [];
    for (const [query, those] of able) {
      for (const concurrency of numbers(values.concurrency)) {
        results.push(
          ...(await measured(those, query, {
            publications,
            concurrency,
            rounds: Number(values.rounds),
            seconds: Number(values.seconds),
          })),
        );
        for (const { contestant, median, throughput } of results.slice(-those.length)) {
          say(`${query} × ${concurrency}: ${contestant} ${median.toFixed(1)} ms, ${throughput.toFixed(0)}/s`);
        }
      }
    }
    return results;
  } finally {
    for (const contestant of contestants) await contestant.close();
    await local.stop();
  }
}

/**
 * @returns those that have an answer; one that is not ours may answer with an error
 * @throws where two do not say the same about the same
 */
async function thatAnswerAlike(
  contestants: readonly Contestant[],
  query: QueryName,
): Promise<readonly Contestant[]> {
  const failed = new Set<Contestant>();
  for (let turn = 0; turn < 16; turn += 1) {
    const said = await Promise.all(
      contestants
        .filter((contestant) => !failed.has(contestant))
        .map(async (contestant) => {
          const text = await contestant.ask(query, turn);
          try {
            return { name: contestant.name, answer: contestant.saying(query, text) };
          } catch (error) {
            if (!contestant.isForeign) throw error;
            say(`${contestant.name} fails (${queries[query]}, turn ${turn}): ${text.slice(0, 500)}`);
            failed.add(contestant);
            return undefined;
          }
        }),
    );
    const [first, ...others] = said.filter((each) => each !== undefined);
    for (const other of others) {
      if (isDeepStrictEqual(inAnyOrder(first?.answer), inAnyOrder(other.answer))) continue;
      throw new Error(
        `${first?.name} and ${other.name} answer differently (${queries[query]}, turn ${turn}):\n${JSON.stringify(first?.answer).slice(0, 3_000)}\n${JSON.stringify(other.answer).slice(0, 3_000)}`,
      );
    }
  }
  return contestants.filter((contestant) => !failed.has(contestant));
}

/** Edges have no order that counts. */
function inAnyOrder(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || !('edges' in answer)) return answer;
  const { edges } = answer;
  if (!Array.isArray(edges)) return answer;
  const byEnds = edges
    .map((edge) => ({ ...edge, ends: [edge.source, edge.target].sort().join(' '), source: '', target: '' }))
    .sort((a, b) => (a.ends < b.ends ? -1 : 1));
  return { ...answer, edges: byEnds };
}
