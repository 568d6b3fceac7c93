import type { Config } from '../config.ts';
import { connectGraph } from '../graph/connect.ts';
import { migrate } from '../graph/migrate.ts';
import { startProgress } from './startProgress.ts';

export async function migrateDatabase(config: Config, signal?: AbortSignal): Promise<number> {
  const connection = await connectGraph(config.neo4j, { signal, onProgress: startProgress() });
  try {
    const report = await migrate(connection.graph);
    const applied = report.applied.length === 0 ? 'nothing to do' : `ran ${report.applied.join(', ')}`;
    process.stdout.write(`The database is at version ${report.version}: ${applied}.\n`);
    return 0;
  } finally {
    await connection.close();
  }
}
