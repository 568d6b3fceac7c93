import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

interface Link {
  readonly client: Socket;
  readonly upstream: Socket;
  /** Nothing goes through any more, and nobody is told. */
  silent: boolean;
}

/** A TCP proxy on the loopback address that can be told to misbehave. */
export class FaultyProxy {
  readonly port: number;
  /** Milliseconds by which each piece is late, either way. */
  delay = 0;
  /** Bytes of answers after which a connection is cut off, the last of them sent; undefined for any number. */
  cutAfter: number | undefined;
  /** Connections that were cut off by `cutAfter`. */
  cuts = 0;
  /** Told of what is sent to the server behind. */
  onSent: ((bytes: Buffer) => void) | undefined;
  readonly #server: Server;
  readonly #links = new Set<Link>();
  /** Of each end, when what is late has been sent to it. */
  readonly #late = new Map<Socket, Promise<void>>();

  private constructor(server: Server, to: number) {
    this.#server = server;
    const address = server.address();
    this.port = typeof address === 'object' && address !== null ? address.port : 0;
    server.on('connection', (client) => this.#link(client, connect(to, '127.0.0.1')));
  }

  /** @param to the port that it leads to */
  static async start(to: number): Promise<FaultyProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FaultyProxy(server, to);
  }

  get connections(): number {
    return this.#links.size;
  }

  /** Ends every connection by a reset. */
  reset(): void {
    for (const { client, upstream } of this.#links) {
      client.resetAndDestroy();
      upstream.destroy();
    }
  }

  /** Leaves every connection open, and lets nothing through any more. New ones are well. */
  silence(): void {
    for (const link of this.#links) link.silent = true;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.reset();
    await once(this.#server, 'close');
  }

  #link(client: Socket, upstream: Socket): void {
    const link: Link = { client, upstream, silent: false };
    this.#links.add(link);
    let answered = 0;
    client.on('data', (piece) => {
      this.onSent?.(piece);
      this.#pass(link, upstream, piece);
    });
    upstream.on('data', (piece) => {
      const room = this.cutAfter === undefined ? piece.length : Math.max(0, this.cutAfter - answered);
      answered += piece.length;
      if (piece.length <= room) return this.#pass(link, client, piece);
      this.cuts += 1;
      upstream.destroy();
      client.end(piece.subarray(0, room));
    });
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      socket.on('error', () => {});
      socket.once('close', () => {
        this.#links.delete(link);
        if (!link.silent) other.destroy();
      });
    }
  }

  #pass(link: Link, to: Socket, piece: Buffer): void {
    const send = () => {
      if (!link.silent && to.writable) to.write(piece);
    };
    const before = this.#late.get(to);
    if (this.delay === 0 && before === undefined) {
      send();
      return;
    }
    // Whatever the delay becomes meanwhile, nothing overtakes what was sent before.
    const late = Promise.all([before, delay(this.delay)]).then(() => {
      send();
      if (this.#late.get(to) === late) this.#late.delete(to);
    });
    this.#late.set(to, late);
  }
}
