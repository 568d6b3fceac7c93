import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ScholargraphError } from '../../errors.ts';
import { diskFull, isNearlyFull } from './diskSpace.ts';
import { storeLocked } from './owner.ts';
import { portInUse } from './port.ts';
import type { Home } from './settings.ts';

/** Where the log ended before a start, to read only what that start wrote. */
export async function logLength(home: Home): Promise<number> {
  return stat(logFile(home)).then(
    ({ size }) => size,
    () => 0,
  );
}

/** What Neo4j and its Java process wrote since `from`. */
export async function readLogs(home: Home, from: number): Promise<string> {
  const [log, output] = await Promise.all([
    tail(logFile(home), from),
    readFile(home.output, 'utf8').catch(() => ''),
  ]);
  return `${log}\n${output}`;
}

/**
 * Names the reason why Neo4j ended or failed, from its own words and, since it cannot write them to a full disk, from the
 * space that is left.
 *
 * @param how such as `ended with exit code 1`
 * @param text what it wrote
 */
export async function explain(
  home: Home,
  port: number,
  how: string,
  text: string,
): Promise<ScholargraphError> {
  const words = lastWords(text);
  if (
    /No space left on device|Disk quota exceeded|not enough space/i.test(text) ||
    (await isNearlyFull(home.folder))
  ) {
    return diskFull(home.folder, { cause: words });
  }
  if (/Address already in use/.test(text)) return portInUse(port, words);
  if (/FileLockException/.test(text)) return storeLocked(home, undefined, words);
  if (
    /Could not reserve enough space|insufficient memory for the Java Runtime|heap size|Java heap space|exceeds physical memory/i.test(
      text,
    )
  ) {
    return new ScholargraphError('NEO4J_START_FAILED', 'The local Neo4j cannot have the memory it needs', {
      expected: 'a heap of 128m or more that fits into free memory',
      fix: 'Set SCHOLARGRAPH_NEO4J_HEAP to another size, such as 512m.',
      cause: words,
    });
  }
  return new ScholargraphError('NEO4J_START_FAILED', `The local Neo4j ${how}`, {
    source: logFile(home),
    fix: `Its last words: ${words || 'none'}`,
  });
}

function logFile(home: Home): string {
  return path.join(home.logs, 'neo4j.log');
}

async function tail(file: string, from: number): Promise<string> {
  try {
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      // A shorter log than before is a new one.
      const start = size < from ? 0 : from;
      const buffer = Buffer.alloc(Math.min(size - start, 1 << 20));
      await handle.read(buffer, 0, buffer.length, size - buffer.length);
      return buffer.toString('utf8');
    } finally {
      await handle.close();
    }
  } catch {
    return '';
  }
}

/** The last lines that say more than that all went its way. */
function lastWords(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^at |^\.\.\. \d+ more$| INFO /.test(line))
    .slice(-4)
    .join(' / ')
    .slice(-800);
}
