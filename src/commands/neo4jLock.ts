import { readLock, writeLock } from '../graph/local/lock.ts';
import { resolveLock } from '../graph/local/resolveLock.ts';

export interface Neo4jLockOptions {
  /** The version of Neo4j; the locked one where absent. */
  readonly neo4j?: string | undefined;
  /** The version of Graph Data Science, which must be one for that Neo4j; the locked one where absent. */
  readonly gds?: string | undefined;
  readonly mavenUrl: string;
  /** Where to write it; the package's lock where absent. */
  readonly file?: string | undefined;
}

/** Regenerates `neo4j.lock.json`. For maintainers; the only command that needs Maven's `mvn`. */
export async function neo4jLock(options: Neo4jLockOptions): Promise<{ artifacts: number; bytes: number }> {
  const before = await readLock();
  const lock = await resolveLock(
    { neo4j: options.neo4j ?? before.neo4j, gds: options.gds ?? before.gds },
    options.mavenUrl,
  );
  await writeLock(lock, options.file);
  return {
    artifacts: lock.artifacts.length,
    bytes: lock.artifacts.reduce((sum, { size }) => sum + size, 0),
  };
}
