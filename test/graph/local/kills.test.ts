import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Chance } from '../../../bench/chance.ts';
import { writeCorpus } from '../../../bench/corpusFile.ts';
import { cypher } from '../../../src/graph/cypher.ts';
import { Graph } from '../../../src/graph/graph.ts';
import { migrate } from '../../../src/graph/migrate.ts';
import { CommandProcess } from '../../processes/commandProcess.ts';
import { empty } from '../emptyGraph.ts';
import { graphSnapshot } from '../graphSnapshot.ts';
import { buildPackage } from './builtPackage.ts';
import { KillableNeo4j } from './killableNeo4j.ts';

/*
 * `kill -9` of the database and of the importer, each at any moment of an import. Whatever was acknowledged is there
 * afterwards, and whoever imports the same again, until nobody kills it, has the graph of an import that nobody killed.
 */

/** Kills of each of the two, and which moments. */
const kills = Number(process.env['SCHOLARGRAPH_KILLS'] ?? 3);
const seed = Number(process.env['SCHOLARGRAPH_KILLS_SEED'] ?? 271_828);

/** Two batches. */
const publications = 620;

let dist: string;
let folder: string;
let corpus: string;
let neo4j: KillableNeo4j;
let graph: Graph;
let uninterrupted: readonly string[];
/** Milliseconds that an import takes. */
let whole: number;

beforeAll(async () => {
  dist = await buildPackage('kills');
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-kills-'));
  corpus = path.join(folder, 'corpus.jsonl');
  await writeCorpus(corpus, { publications, seed: 3 });
  neo4j = await KillableNeo4j.start(path.join(folder, 'data'));
  graph = new Graph(neo4j.address);
  await migrate(graph);
  // Plans are made by the first, and what it takes is not what the next ones take.
  for (let time = 0; time < 2; time += 1) {
    await empty(graph);
    const began = performance.now();
    await completed();
    whole = performance.now() - began;
  }
  uninterrupted = await graphSnapshot(graph);
});
beforeEach(() => empty(graph));
afterAll(async () => {
  await graph?.close();
  await neo4j?.stop();
  await rm(folder, { recursive: true, force: true });
});

const importing = () => new CommandProcess(dist, neo4j.address, ['import', corpus], folder);

async function completed(): Promise<void> {
  const run = importing();
  expect(await run.exited, run.said).toBe(0);
}

async function count(): Promise<number> {
  const [row] = await graph.read<{ found: number }>(cypher`MATCH (p:Publication) RETURN count(p) AS found`);
  return row?.found ?? 0;
}

/** Kills, and resolves when what imported has ended. */
type Kill = (run: CommandProcess) => Promise<void>;

const importer: Kill = async (run) => {
  run.child.kill('SIGKILL');
  await run.exited;
};

const database: Kill = async (run) => {
  await neo4j.kill();
  await neo4j.startAgain();
  // It has waited for the database, or has said why it has not.
  if ((await run.exited) !== 0) expect(run.said).toContain('database');
};

test.each<[string, Kill]>([
  ['importer', importer],
  ['database', database],
])(
  `${kills} kills of the %s leave the graph that there is without them`,
  async (name, kill) => {
    const chance = new Chance(seed);
    let killed = 0;
    /** Made in spite of the kills, and compared. */
    let graphs = 0;
    while (killed < kills) {
      const run = importing();
      const moment = chance.unit() * whole;
      const ended = await Promise.race([run.exited, delay(moment, 'not yet')]);
      if (ended === 'not yet') {
        const acknowledged = await count();
        await kill(run);
        killed += 1;
        const there = await count();
        expect(there).toBeGreaterThanOrEqual(acknowledged);
        expect([0, 500, publications]).toContain(there);
      } else {
        expect(ended, run.said).toBe(0);
      }
      if ((await run.exited) !== 0) {
        // The next goes on where this one was, and may be killed, too.
        if (killed < kills) continue;
        await completed();
      }
      expect(await graphSnapshot(graph)).toEqual(uninterrupted);
      graphs += 1;
      await empty(graph);
    }
    console.info(JSON.stringify({ killed: name, kills, seed, graphs, milliseconds: Math.round(whole) }));
  },
  300_000 + 60_000 * kills,
);
