import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

const report = z.object({
  /** All of it, in seconds. */
  seconds: z.number(),
  totals: z.object({ records: z.number(), created: z.number(), seconds: z.number() }),
  way: z.enum(['bulk', 'batches']),
  /** Steps of a bulk import. */
  loaded: z.array(z.object({ what: z.string(), seconds: z.number() })).default([]),
});

export interface Imported extends z.infer<typeof report> {
  /** The most memory that the process had, in kB, where Linux tells it. */
  readonly peak: number | undefined;
}

/** Fills an empty graph in the folder by the command `import`, as the built package does it. @param options of the command */
export async function commandImport(
  folder: string,
  files: readonly string[],
  options: readonly string[] = [],
): Promise<Imported> {
  const { NEO4J_URI: _, ...inherited } = process.env;
  const env = { ...inherited, SCHOLARGRAPH_DATA: path.join(folder, 'data'), SCHOLARGRAPH_NEO4J_HEAP: '2g' };
  const reportFile = path.join(folder, 'report.json');
  const child = spawn(process.execPath, [main, 'import', ...options, '--report', reportFile, ...files], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peak: number | undefined;
  const timer = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(status) ?? [];
    if (kilobytes !== undefined) peak = Number(kilobytes);
  }, 500);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  clearInterval(timer);
  if (code !== 0) throw new Error(`the import ended with exit code ${code}`);
  return { ...report.parse(JSON.parse(await readFile(reportFile, 'utf8'))), peak };
}
