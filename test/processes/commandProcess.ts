import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Address } from '../../src/graph/graph.ts';
import { environmentOf } from './serverProcess.ts';

/** A command of `scholargraph` as a process of its own, with a database that is there already. */
export class CommandProcess {
  readonly child: ChildProcess;
  /** Its exit code; null where a signal has ended it. */
  readonly exited: Promise<number | null>;
  #said = '';

  /** @param dist of `buildPackage` */
  constructor(dist: string, address: Address, words: readonly string[], cwd: string) {
    this.child = spawn(process.execPath, [path.join(dist, 'main.js'), ...words], {
      cwd,
      env: { ...process.env, ...environmentOf(address) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const hear = (chunk: unknown) => {
      this.#said += String(chunk);
    };
    this.child.stdout?.on('data', hear);
    this.child.stderr?.on('data', hear);
    this.exited = once(this.child, 'exit').then(([code]: (number | null)[]) => code ?? null);
  }

  get said(): string {
    return this.#said;
  }
}
