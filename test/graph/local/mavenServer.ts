import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Artifact } from '../../../src/graph/local/lock.ts';
import { mavenPath } from '../../../src/graph/local/lock.ts';

export interface SeenRequest {
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

/** Answers a request its own way, or returns false to have it answered as a good repository would. */
export type Misbehaviour = (request: IncomingMessage, response: ServerResponse, body: Buffer) => boolean;

/** A Maven repository on the loopback address, with range requests; it can be told to misbehave. */
export class MavenServer {
  readonly requests: SeenRequest[] = [];
  misbehave: Misbehaviour = () => false;
  /** Milliseconds before each good answer. */
  delayMs = 0;
  /** How many requests were being answered at the same time, at most. */
  mostAtOnce = 0;
  #port = 0;
  #open = 0;
  readonly #files = new Map<string, Buffer>();
  readonly #server = createServer((request, response) => this.#answer(request, response));

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/maven2`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Publishes a jar, with its SHA-1 beside it. @returns what a lock says of it */
  publish(coordinates: string, content: Buffer): Artifact {
    const path = `/maven2/${mavenPath(coordinates)}`;
    this.#files.set(path, content);
    this.#files.set(`${path}.sha1`, Buffer.from(createHash('sha1').update(content).digest('hex')));
    return {
      coordinates,
      size: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    };
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { range, authorization } = request.headers;
    const path = request.url ?? '';
    this.requests.push({ path, range, authorization });
    const body = this.#files.get(path);
    if (body === undefined) {
      response.writeHead(404).end();
      return;
    }
    if (this.misbehave(request, response, body)) return;
    this.#open += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#open);
    setTimeout(() => {
      this.#open -= 1;
      send(response, body, range);
    }, this.delayMs);
  }
}

function send(response: ServerResponse, body: Buffer, range: string | undefined): void {
  const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  if (start >= body.length && start > 0) {
    response.writeHead(416).end();
    return;
  }
  response.writeHead(start > 0 ? 206 : 200, {
    'content-length': body.length - start,
    ...(start > 0 ? { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` } : {}),
  });
  response.end(body.subarray(start));
}

/** Bytes that look like nothing, the same in every run. */
export function bytes(length: number, seed: string): Buffer {
  const blocks: Buffer[] = [];
  for (let index = 0; index * 32 < length; index += 1) {
    blocks.push(createHash('sha256').update(`${seed} ${index}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}
