import { execFile } from 'node:child_process';
import { mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Compiles `src` into a package of its own, for tests that need another process to run it: Node 20 runs no TypeScript.
 * @returns the folder of the compiled files
 */
export async function buildPackage(name: string): Promise<string> {
  const folder = path.join(root, 'test', '.artifacts', `package-${name}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const shared = ['node_modules', 'package.json', 'neo4j.lock.json', 'schema'];
  await Promise.all(shared.map((one) => symlink(path.join(root, one), path.join(folder, one))));
  const dist = path.join(folder, 'dist');
  const compiler = path.join(root, 'node_modules', '.bin', 'tsc');
  // Types are checked elsewhere.
  await promisify(execFile)(compiler, ['-p', 'tsconfig.build.json', '--noCheck', '--outDir', dist], {
    cwd: root,
  });
  return dist;
}
