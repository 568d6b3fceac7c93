import { idOf } from '../../resolve/id.ts';
import { type ReadVenue, venueAliases } from '../../resolve/sameVenue.ts';
import { cypher } from '../cypher.ts';
import type { Graph } from '../graph.ts';
import { renewed } from '../outdated.ts';
import { lockDecisions } from './decisionLog.ts';
import { writeRedirects } from './redirects.ts';
import { writeVenueAliases } from './venueAliases.ts';

const timeoutMs = 600_000;

/**
 * Works out which stated venues are one by what all statements say of them (see `venueAliases`), and marks the publications
 * for which that makes a difference to be resolved again. Ids that are given up redirect. Does nothing where no statement and
 * no decision about a venue has come since it last did.
 *
 * @returns whether there was anything to do
 */
export function learnVenues(graph: Graph): Promise<boolean> {
  return renewed(graph, 'venues', async () => {
    const rows = await graph.read<{ stated: string }>(
      cypher`MATCH (:Publication)-[r:PUBLISHED_IN]->(:Venue) UNWIND r.stated AS stated RETURN DISTINCT stated`,
      {},
      { timeoutMs },
    );
    const read = rows.map(({ stated }) => ({ stated, venue: parseVenue(stated) }));
    await graph.write(
      async (transaction) => {
        const decisions = await lockDecisions(transaction);
        const aliases = venueAliases(
          read.map(({ venue }) => venue),
          (key) => decisions.isAboutVenue(idOf('venue', key)),
        );
        await writeVenueAliases(transaction, aliases);
        await writeRedirects(transaction, decisions);
        const otherwise = read.filter(({ venue: { key, is } }) => aliases.get(key) !== is);
        if (otherwise.length === 0) return;
        await transaction.run(
          cypher`MATCH (p:Publication)-[r:PUBLISHED_IN]->(:Venue)
            WHERE any(stated IN r.stated WHERE stated IN $otherwise)
            SET p.stale = 1`,
          { otherwise: otherwise.map(({ stated }) => stated) },
        );
      },
      { timeoutMs },
    );
  });
}

/** The writer wrote it from a ReadVenue with `JSON.stringify`. */
function parseVenue(text: string): ReadVenue {
  const venue: ReadVenue = JSON.parse(text);
  return venue;
}
