import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { commandImport } from './commandImport.ts';
import { writeCorpus } from './corpusFile.ts';

/**
 * Fills an empty graph with a generated literature by `import --bulk`, as the built package does it, and prints how long
 * each step took, the rate of the whole, and the memory of Scholargraph's own process. Linux tells the memory.
 */
const { values } = parseArgs({
  options: {
    publications: { type: 'string', default: '100000' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const publications = Number(values.publications);

const folder = await mkdtemp(path.join(values.folder, 'scholargraph-bench-'));
try {
  const file = path.join(folder, 'corpus.jsonl');
  await writeCorpus(file, { publications, seed: 7 });
  const load = loadavg()[0] ?? 0;
  const { seconds, totals, loaded, peak } = await commandImport(folder, [file], ['--bulk']);
  const line = (what: string, spent: number) =>
    process.stdout.write(`${what}: ${spent.toFixed(1)} s, ${Math.round(publications / spent)}/s\n`);
  line('Reading', totals.seconds);
  for (const step of loaded) line(step.what, step.seconds);
  line('All', seconds);
  process.stdout.write(
    `${totals.created} publications; at most ${peak ?? '?'} kB; ${cpus().length} processors, load ${load.toFixed(1)} at the start\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
