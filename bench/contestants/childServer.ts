import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * A GraphQL server as a process of its own, as it is run in earnest: with room for young objects, as `npm start` gives.
 */
export class ChildServer {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  /** Resolves when the server has written the address of its GraphQL endpoint to its standard output. */
  static async start(script: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<ChildServer> {
    const child = spawn(process.execPath, ['--max-semi-space-size=64', script, ...args], {
      env: { ...process.env, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const [url] = /http:\/\/\S+\/graphql/.exec(line) ?? [];
      if (url === undefined) continue;
      child.stdout.resume();
      return new ChildServer(child, url);
    }
    throw new Error(`${script} ended before it listened`);
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}
