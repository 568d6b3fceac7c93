import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Address } from '../../../src/graph/graph.ts';
import type { LocalNeo4jOptions } from '../../../src/graph/local/localNeo4j.ts';
import { ownerOf } from '../../../src/graph/local/owner.ts';
import { isAlive } from '../../../src/graph/local/processes.ts';
import { homeIn } from '../../../src/graph/local/settings.ts';

const script = fileURLToPath(new URL('./fixtures/hold.mjs', import.meta.url));

interface HolderEvent {
  readonly step?: string;
  readonly ready?: Address;
  readonly failed?: string;
  readonly ended?: string;
  readonly closed?: boolean;
  readonly message?: string;
}

/** A process of its own that opens the local graph and holds it, as `scholargraph serve` does. */
export class Holder {
  readonly process: ChildProcess;
  readonly exited: Promise<void>;
  readonly events: HolderEvent[] = [];
  readonly #dataFolder: string;
  #changed: () => void = () => {};

  /** @param wrapper a command to run it under, such as `unshare` with its arguments */
  constructor(dist: string, config: LocalNeo4jOptions & { kind: 'local' }, wrapper: readonly string[] = []) {
    this.#dataFolder = config.dataFolder;
    const [command = process.execPath, ...args] = [
      ...wrapper,
      process.execPath,
      script,
      dist,
      JSON.stringify(config),
    ];
    // Leads a process group, as a command that a shell starts in a terminal does.
    this.process = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
    const lines = createInterface({ input: this.process.stdout ?? process.stdin });
    lines.on('line', (line) => {
      this.events.push(JSON.parse(line));
      this.#changed();
    });
    this.exited = new Promise((resolve) => {
      lines.once('close', resolve);
    });
    void this.exited.then(() => this.#changed());
  }

  /** The first event with this property. @throws when the process ends without one */
  async event<Name extends keyof HolderEvent>(name: Name): Promise<NonNullable<HolderEvent[Name]>> {
    let over = false;
    void this.exited.then(() => {
      over = true;
    });
    for (;;) {
      const found = this.events.find((event) => event[name] !== undefined)?.[name];
      if (found !== undefined) return found;
      if (over) throw new Error(`ended without '${name}': ${JSON.stringify(this.events)}`);
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  /** The process id of its Neo4j. */
  async neo4jPid(): Promise<number> {
    const owner = await ownerOf(homeIn(this.#dataFolder));
    if (owner?.neo4j === undefined) throw new Error('no Neo4j is running yet');
    return owner.neo4j;
  }

  /** Sends a signal to the process alone, or, as Ctrl-C in a terminal does, to its whole process group. */
  signal(name: NodeJS.Signals, to: 'process' | 'group' = 'process'): void {
    const pid = this.process.pid ?? 0;
    process.kill(to === 'group' ? -pid : pid, name);
  }

  /** Clears up after a test, however it went. */
  async end(): Promise<void> {
    const neo4j = await this.neo4jPid().catch(() => undefined);
    this.process.kill('SIGKILL');
    await this.exited;
    if (neo4j !== undefined && isAlive(neo4j)) process.kill(neo4j, 'SIGKILL');
  }
}
