import { Agent, request } from 'node:http';
import type { Address } from '../../src/graph/graph.ts';
import type { QueryName, Subjects } from '../subjects.ts';

/** One of those that are compared. */
export interface Contestant {
  readonly name: string;
  /** Not ours: that it has no answer to a query is a result. */
  readonly isForeign: boolean;
  /** Answers a query about its `turn`-th subject. @returns JSON, as a client gets it */
  ask(query: QueryName, turn: number): Promise<string>;
  /** What an answer says, in the shape that all of them are compared in. */
  saying(query: QueryName, answer: string): unknown;
  close(): Promise<void>;
}

export interface Start {
  readonly address: Address;
  readonly subjects: Subjects;
}

/** The subject of a turn: one after the other, and again from the first. */
export function nth<Item>(items: readonly Item[], turn: number): Item {
  const item = items[turn % items.length];
  if (item === undefined) throw new Error('the graph has nothing to ask about; it is too small');
  return item;
}

/** A client of a GraphQL endpoint that keeps its connections. */
export class GraphqlClient {
  readonly #url: URL;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(url: string) {
    this.#url = new URL(url);
  }

  /** @returns the body of the answer. @throws where the status says that it is none */
  post(query: string, variables: Record<string, unknown>): Promise<string> {
    const body = JSON.stringify({ query, variables });
    return new Promise((resolve, reject) => {
      const sent = request(
        this.#url,
        {
          agent: this.#agent,
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            accept: 'application/json',
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            if (response.statusCode === 200) resolve(text);
            else reject(new Error(`${this.#url} answers ${response.statusCode}: ${text.slice(0, 500)}`));
          });
        },
      );
      sent.on('error', (error) => {
        // The server has closed a connection that was idle while others took their turn.
        if (sent.reusedSocket && 'code' in error && error.code === 'ECONNRESET') {
          resolve(this.post(query, variables));
        } else reject(error);
      });
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
