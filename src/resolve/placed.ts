import type { Decisions, Placement } from './decision.ts';
import { idOf } from './id.ts';
import type { VenueAliases } from './sameVenue.ts';
import type { ExtractedTopic } from './topic.ts';
import type { ResolvedVenue } from './venue.ts';
import { seriesOfKey } from './venueSeries.ts';

/** Decisions that have put something where it is. */
interface Moved {
  /** The id that was decided; absent where it follows from the key. */
  readonly id?: string;
  /** Absent where nothing was decided. */
  readonly decided?: readonly string[];
}

/** A venue after what people have decided of venues. */
export interface PlacedVenue extends ResolvedVenue, Moved {
  readonly series?: PlacedVenue;
}

/** A topic after what people have decided of topics. */
export interface PlacedTopic extends ExtractedTopic, Moved {
  readonly broader?: readonly PlacedBroader[];
}

interface PlacedBroader extends Moved {
  readonly key: string;
  readonly name: string;
}

export function venueId({ id, key }: Pick<PlacedVenue, 'id' | 'key'>): string {
  return id ?? idOf('venue', key);
}

export function topicId({ id, key }: PlacedBroader): string {
  return id ?? idOf('topic', key);
}

/**
 * A venue where decisions have put it; where they say nothing of it, the one that it has been learned to be, where
 * decisions have put that.
 * @param form the venue as the source has it
 */
export function placedVenue(
  read: ResolvedVenue,
  form: string,
  decisions: Decisions,
  aliases: VenueAliases,
): PlacedVenue {
  const alias = aliases.get(read.key);
  const [own] = decisions.placeOf(idOf('venue', read.key), [form]);
  const venue = own !== undefined || alias === undefined ? read : aliased(read, alias);
  const { series: stated, ...facts } = venue;
  const [placement] = venue === read ? [own] : decisions.placeOf(idOf('venue', venue.key), [form]);
  const series = stated === undefined ? undefined : placedVenue(stated, stated.name, decisions, aliases);
  if (placement === undefined && series?.decided === undefined) return venue;
  const { acronym, ...rest } = facts;
  const placed =
    placement === undefined
      ? facts
      : {
          ...rest,
          id: placement.place.id,
          key: placement.place.key ?? venue.key,
          name: placement.place.name,
          kind: placement.place.kind ?? venue.kind,
          ...(placement.place.acronym === undefined ? {} : { acronym: placement.place.acronym }),
        };
  const decided = [...(placement?.decisions ?? []), ...(series?.decided ?? [])];
  const within = series !== undefined && venueId(series) !== venueId(placed) ? { series } : {};
  return { ...placed, ...within, decided: [...new Set(decided)] };
}

/** Under another key; named by the vocabulary, or else as stated. */
function aliased(read: ResolvedVenue, key: string): ResolvedVenue {
  const series = seriesOfKey(key);
  if (series === undefined) return { ...read, key };
  const { name, acronym, kind } = series;
  return { ...read, key, name, ...(acronym === undefined ? {} : { acronym }), kind };
}

/** The topics of one publication, each once, best first. */
export function placedTopics(
  topics: readonly ExtractedTopic[],
  decisions: Decisions,
): readonly PlacedTopic[] {
  const placed = topics.flatMap((topic) => parted(topic, decisions));
  if (placed.every((topic) => topic.decided === undefined)) return topics;
  const byId = new Map<string, PlacedTopic>();
  for (const topic of placed) {
    const before = byId.get(topicId(topic));
    byId.set(topicId(topic), before === undefined ? topic : together(before, topic));
  }
  return [...byId.values()].sort((a, b) => b.score - a.score || (topicId(a) < topicId(b) ? -1 : 1));
}

/** A topic in the parts into which its forms were put. */
function parted(topic: ExtractedTopic, decisions: Decisions): PlacedTopic[] {
  const { broader, ...own } = topic;
  const above = broader?.map((each) => placedBroader(each, decisions));
  const parts = new Map<string, { placement: Placement | undefined; forms: string[] }>();
  for (const [at, placement] of decisions.placeOf(idOf('topic', topic.key), topic.aliases).entries()) {
    const part = parts.get(placement?.place.id ?? '') ?? { placement, forms: [] };
    part.forms.push(topic.aliases[at] ?? '');
    parts.set(placement?.place.id ?? '', part);
  }
  return [...parts.values()].map(({ placement, forms }) => {
    const part =
      placement === undefined
        ? { ...own, name: nameOfRest(topic, forms), aliases: forms }
        : { ...own, id: placement.place.id, name: placement.place.name, aliases: forms };
    const chain = above?.filter((each) => topicId(each) !== topicId(part)) ?? [];
    const decided = [...(placement?.decisions ?? []), ...chain.flatMap((each) => each.decided ?? [])];
    return {
      ...part,
      ...(chain.length === 0 ? {} : { broader: chain }),
      ...(decided.length === 0 ? {} : { decided: [...new Set(decided)] }),
    };
  });
}

/** The name, unless it is one of those that were split off. */
function nameOfRest(topic: ExtractedTopic, forms: readonly string[]): string {
  const gone = topic.aliases.includes(topic.name) && !forms.includes(topic.name);
  return gone ? (forms[0] ?? topic.name) : topic.name;
}

function placedBroader(above: { key: string; name: string }, decisions: Decisions): PlacedBroader {
  const [placement] = decisions.placeOf(idOf('topic', above.key), [above.name]);
  if (placement === undefined) return above;
  return { ...above, id: placement.place.id, name: placement.place.name, decided: placement.decisions };
}

function together(a: PlacedTopic, b: PlacedTopic): PlacedTopic {
  const broader = a.broader ?? b.broader;
  return {
    ...a,
    name: [a.name, b.name].sort()[0] ?? a.name,
    score: Math.max(a.score, b.score),
    origin: a.origin === 'STATED' ? a.origin : b.origin,
    aliases: [...new Set([...a.aliases, ...b.aliases])].sort(),
    ...(broader === undefined ? {} : { broader }),
    decided: [...new Set([...(a.decided ?? []), ...(b.decided ?? [])])].sort(),
  };
}
