import { SingleBar } from 'cli-progress';
import type { OnNeo4jProgress } from '../graph/local/progress.ts';

/**
 * Shows the start of the local Neo4j on standard error: a bar for the download, a line for the rest. Where that is no
 * terminal, a line every few seconds instead of a bar.
 */
export function startProgress(): OnNeo4jProgress {
  let bar: SingleBar | undefined;
  return (progress) => {
    if (progress.step === 'download') {
      const megabytes = (bytes: number) => Math.round(bytes / 1e6);
      if (bar === undefined) {
        bar = new SingleBar({
          format: 'Downloading Neo4j {bar} {value} of {total} MB, {files} of {totalFiles} files',
          hideCursor: true,
          noTTYOutput: true,
          notTTYSchedule: 5_000,
        });
        bar.start(megabytes(progress.totalBytes), 0, { files: 0, totalFiles: progress.totalFiles });
      }
      bar.update(megabytes(progress.bytes), { files: progress.files });
      return;
    }
    bar?.stop();
    bar = undefined;
    if (progress.step === 'start') process.stderr.write('Starting Neo4j …\n');
    if (progress.step === 'ready')
      process.stderr.write(`Neo4j is ready after ${(progress.milliseconds / 1000).toFixed(1)} s\n`);
  };
}
