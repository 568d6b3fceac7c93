import type { Address } from '../../../src/graph/graph.ts';
import { type LocalNeo4j, startLocalNeo4j } from '../../../src/graph/local/localNeo4j.ts';
import { freePort } from '../../../src/graph/local/port.ts';
import { gone } from '../../../src/graph/local/processes.ts';
import { localConfig } from './localConfig.ts';

/** A Neo4j that is killed, stopped and started again as a test wants it, each time at the same address. */
export class KillableNeo4j {
  readonly port: number;
  readonly #folder: string;
  #running: LocalNeo4j;

  private constructor(folder: string, port: number, running: LocalNeo4j) {
    this.#folder = folder;
    this.port = port;
    this.#running = running;
  }

  static async start(dataFolder: string): Promise<KillableNeo4j> {
    const port = await freePort();
    return new KillableNeo4j(dataFolder, port, await startLocalNeo4j({ ...localConfig(dataFolder), port }));
  }

  get address(): Address {
    return this.#running.address;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    process.kill(this.#running.pid, 'SIGKILL');
    await gone(this.#running.pid, 60_000);
    await this.#running.stop();
  }

  async startAgain(): Promise<void> {
    this.#running = await startLocalNeo4j({ ...localConfig(this.#folder), port: this.port });
  }

  /** Stops the process where it is: connections stay, and nothing is answered. */
  pause(): void {
    process.kill(this.#running.pid, 'SIGSTOP');
  }

  resume(): void {
    process.kill(this.#running.pid, 'SIGCONT');
  }

  async stop(): Promise<void> {
    this.resume();
    await this.#running.stop();
  }
}
