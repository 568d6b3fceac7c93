import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
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
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

const report = z.object({
  seconds: z.number(),
  totals: z.object({ created: z.number(), seconds: z.number() }),
  loaded: z.array(z.object({ what: z.string(), seconds: z.number() })),
});

const folder = await mkdtemp(path.join(values.folder, 'scholargraph-bench-'));
try {
  const file = path.join(folder, 'corpus.jsonl');
  await writeCorpus(file, { publications, seed: 7 });
  const load = loadavg()[0] ?? 0;
  const peak = await imported(file);
  const { seconds, totals, loaded } = report.parse(
    JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8')),
  );
  const line = (what: string, spent: number) =>
    process.stdout.write(`${what}: ${spent.toFixed(1)} s, ${Math.round(publications / spent)}/s\n`);
  line('Reading', totals.seconds);
  for (const step of loaded) line(step.what, step.seconds);
  line('All', seconds);
  process.stdout.write(
    `${totals.created} publications; peak of the process ${peak ?? '?'}; ${cpus().length} processors, load ${load.toFixed(1)} at the start\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** @returns the most memory that the process had, as Linux words it */
async function imported(file: string): Promise<string | undefined> {
  const { NEO4J_URI: _, ...inherited } = process.env;
  const env = { ...inherited, SCHOLARGRAPH_DATA: path.join(folder, 'data'), SCHOLARGRAPH_NEO4J_HEAP: '2g' };
  const child = spawn(
    process.execPath,
    [main, 'import', '--bulk', '--report', path.join(folder, 'report.json'), file],
    { env, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  let peak: string | undefined;
  const timer = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    peak = /^VmHWM:\s*(.+)$/m.exec(status)?.[1] ?? peak;
  }, 500);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  clearInterval(timer);
  if (code !== 0) throw new Error(`the import ended with exit code ${code}`);
  return peak;
}
