import { spawnSync } from 'node:child_process';

/** That of the variable `PYTHON`, else the first on `PATH`. */
export const python = process.env['PYTHON'] ?? 'python3';

/** Python is optional, except in CI, where what needs it fails without it. */
export function lacksPython(...modules: readonly string[]): boolean {
  if (process.env['CI'] !== undefined) return false;
  return spawnSync(python, ['-c', `import ${modules.join(', ')}`]).status !== 0;
}
