import { statedVenues } from '../../resolve/mergePublication.ts';
import type { StatedVenue } from '../../resolve/sameVenue.ts';
import { membersOf } from './components.ts';
import type { BulkContext, Pass, PassResult, Piece } from './pass.ts';
import { StatementReader } from './statementSpool.ts';

/** Gathers what all statements say of venues, each once: what is learned of them comes before the publications. */
export class VenuePass implements Pass {
  readonly #context: BulkContext;
  readonly #reader: StatementReader;
  readonly #stated = new Map<string, StatedVenue>();

  constructor(context: BulkContext) {
    this.#context = context;
    this.#reader = new StatementReader(context.statements);
  }

  run({ from, to }: Piece): void {
    const { components } = this.#context.statements;
    for (let head = from; head < to; head++) {
      if (components.heads[head] !== 1) continue;
      // The same entry stated again replaces what it said before.
      const latest = new Map<string, readonly StatedVenue[]>();
      for (const [place, member] of membersOf(components, head).entries()) {
        const statement = this.#reader.read(member, place === 0);
        latest.set(statement.key, statedVenues(statement));
      }
      for (const venue of [...latest.values()].flat()) this.#stated.set(JSON.stringify(venue), venue);
    }
  }

  close(): PassResult {
    this.#reader.close();
    return { written: [], statedVenues: [...this.#stated.values()] };
  }
}
