import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * A shell that ends Neo4j when this process is gone, however it went: its standard input is a pipe that only this
 * process holds, and the system closes it even after `kill -9`. A shell takes a megabyte, where a second Node would take
 * forty. Where there is no POSIX shell there is no watchdog, and the next start ends what is left over.
 */
export class Watchdog {
  readonly #shell: ChildProcess;

  constructor(pid: number) {
    // Its own process group, so that Ctrl-C in the terminal does not reach it.
    this.#shell = spawn(
      '/bin/sh',
      ['-c', 'read -r word; [ "$word" = stopped ] || kill -TERM "$1"', 'scholargraph-watchdog', String(pid)],
      { detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
    );
    this.#shell.on('error', () => {});
    this.#shell.stdin?.on('error', () => {});
    this.#shell.unref();
    // The pipe must stay open, but is no reason for this process to go on.
    if (this.#shell.stdin instanceof Socket) this.#shell.stdin.unref();
  }

  /** Call when Neo4j has ended: its process id may soon be another's. */
  dismiss(): void {
    this.#shell.stdin?.end('stopped\n');
  }
}
