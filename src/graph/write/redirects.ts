import { type Decisions, decisionContent } from '../../resolve/decision.ts';
import { idOf } from '../../resolve/id.ts';
import { cypher } from '../cypher.ts';
import type { Transaction } from '../graph.ts';
import { readVenueAliases } from './venueAliases.ts';

/**
 * Keeps the ids of venues and topics that decisions have taken out of use, and of venues that were learned to be another,
 * leading to what came in their place.
 */
export async function writeRedirects(transaction: Transaction, decisions: Decisions): Promise<void> {
  const stored = await transaction.run<{ content: string }>(
    cypher`MATCH (d:Decision) WHERE d.of IN ['VENUE', 'TOPIC'] AND d.kind <> 'RENAME' RETURN d.content AS content`,
  );
  const ever = stored.flatMap(({ content }) => {
    const decided = decisionContent.parse(JSON.parse(content));
    return 'from' in decided ? [decided] : [];
  });
  const inForce = new Set(
    decisions.all.flatMap(({ content }) => ('into' in content && content.into ? [content.into.id] : [])),
  );
  const rows = new Map(ever.flatMap(({ from }) => from.map((id) => [id, decisions.becomes(id)])));
  for (const { kind, from, into } of ever) {
    const [origin] = from;
    if (kind !== 'SPLIT' || into === undefined || origin === undefined) continue;
    // A split that was undone leaves no venue or topic of its own.
    rows.set(into.id, decisions.becomes(inForce.has(into.id) ? into.id : origin));
  }
  for (const [key, venue] of await readVenueAliases(transaction)) {
    const id = idOf('venue', key);
    const decided = decisions.becomes(id);
    rows.set(id, decided === id ? decisions.becomes(idOf('venue', venue)) : decided);
  }
  // What was split from such a one leads further.
  const last = (id: string, steps = rows.size): string => {
    const to = rows.get(id) ?? id;
    return to === id || steps === 0 ? id : last(to, steps - 1);
  };
  const moved = [...rows.keys()].map((id) => ({ id, to: last(id) })).filter(({ id, to }) => id !== to);
  await transaction.run(
    cypher`MATCH (r:Redirect) WHERE r.to IS NOT NULL AND NOT r.id IN $ids DETACH DELETE r`,
    { ids: moved.map(({ id }) => id) },
  );
  await transaction.run(cypher`UNWIND $moved AS row MERGE (r:Redirect {id: row.id}) SET r.to = row.to`, {
    moved,
  });
}
