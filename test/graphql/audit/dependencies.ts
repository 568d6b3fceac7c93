import { execFile } from 'node:child_process';
import { z } from 'zod';

/*
 * Asks the registry what is known of the packages that run in production. Ends with 1 for any vulnerability: these are the
 * packages that users get. Without an answer nothing is known, and that is no failure.
 */

const answer = z.object({
  vulnerabilities: z.record(z.string(), z.object({ severity: z.string(), range: z.string().optional() })),
});

function audit(): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      'npm',
      ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=30000'],
      { maxBuffer: 64 * 1024 ** 2, timeout: 60_000 },
      // It ends with 1 for what it finds, too.
      (_error, stdout) => resolve(stdout),
    );
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const { success, data } = answer.safeParse(parsed(await audit()));
if (!success) {
  process.stdout.write(
    'The registry does not answer what is known of the dependencies. Nothing was checked.\n',
  );
} else {
  const found = Object.entries(data.vulnerabilities);
  for (const [name, { severity, range = '' }] of found)
    process.stdout.write(`${severity}: ${name} ${range}\n`);
  process.stdout.write(`${found.length} packages with known vulnerabilities.\n`);
  if (found.length > 0) process.exitCode = 1;
}
