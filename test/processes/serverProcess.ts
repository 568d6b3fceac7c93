import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Address } from '../../src/graph/graph.ts';

const preload = fileURLToPath(new URL('./fixtures/told.mjs', import.meta.url));

/** Of the administrator of every server here. */
export const token = 'a-token-for-tests-only';

export interface Body<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

export interface Said<Data> extends Body<Data> {
  readonly status: number;
  readonly headers: Headers;
}

export interface AskOptions {
  readonly variables?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/** The environment by which a process uses the database at an address. */
export function environmentOf({ uri, user, password, database }: Address): NodeJS.ProcessEnv {
  return { NEO4J_URI: uri, NEO4J_USER: user, NEO4J_PASSWORD: password, NEO4J_DATABASE: database };
}

/** `scholargraph serve` as a process of its own, with a database that is there already. */
export class ServerProcess {
  readonly url: string;
  readonly exited: Promise<unknown>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
    this.exited = once(child, 'exit');
  }

  /** @param dist of `buildPackage` */
  static async start(dist: string, address: Address, env: NodeJS.ProcessEnv = {}): Promise<ServerProcess> {
    const main = path.join(dist, 'main.js');
    const child = spawn(
      process.execPath,
      ['--expose-gc', '--import', preload, main, 'serve', '--port', '0'],
      {
        env: {
          ...process.env,
          ...environmentOf(address),
          SCHOLARGRAPH_ADMIN_TOKENS: `Ada=${token}`,
          LOG_LEVEL: 'silent',
          ...env,
        },
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      },
    );
    let said = '';
    for await (const chunk of child.stdout ?? []) {
      said += chunk;
      const [, url] = /GraphQL\s+(http:\S+)\s/.exec(said) ?? [];
      if (url === undefined) continue;
      child.stdout?.resume();
      return new ServerProcess(child, url);
    }
    throw new Error(`the server ended before it listened: ${said}`);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async ask<Data = Record<string, unknown>>(
    query: string,
    { variables = {}, headers = {}, signal }: AskOptions = {},
  ): Promise<Said<Data>> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
      ...(signal === undefined ? {} : { signal }),
    });
    const body = (await response.json()) as Body<Data>;
    return { ...body, status: response.status, headers: response.headers };
  }

  /** As its administrator. */
  command<Data = Record<string, unknown>>(query: string, options: AskOptions = {}): Promise<Said<Data>> {
    return this.ask(query, {
      ...options,
      headers: { ...options.headers, authorization: `Bearer ${token}` },
    });
  }

  async statusOf(pathname: '/health' | '/ready'): Promise<number> {
    const response = await fetch(new URL(pathname, this.url));
    await response.arrayBuffer();
    return response.status;
  }

  /** A metric without labels, as `/metrics` has it. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(new URL('/metrics', this.url))).text();
    const [, value] = new RegExp(`^${name} (\\S+)$`, 'm').exec(text) ?? [];
    if (value === undefined) throw new Error(`there is no metric ${name}`);
    return Number(value);
  }

  /** Has the process do something, see `fixtures/told.mjs`. @returns what memory it takes when it has */
  async tell(what: { readonly collect: true } | { readonly clock: number }): Promise<NodeJS.MemoryUsage> {
    const done = once(this.#child, 'message');
    this.#child.send(what);
    const [memory]: NodeJS.MemoryUsage[] = await done;
    if (memory === undefined) throw new Error('the process has said nothing');
    return memory;
  }

  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill(signal);
    await this.exited;
  }
}
