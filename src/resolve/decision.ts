import { z } from 'zod';
import { venueKinds } from '../record.ts';
import { idOf } from './id.ts';

export const decisionKinds = ['MERGE', 'SPLIT', 'RENAME'] as const;
export type DecisionKind = (typeof decisionKinds)[number];
export const decidedNouns = ['AUTHOR', 'VENUE', 'TOPIC', 'PUBLICATION'] as const;
export type DecidedNoun = (typeof decidedNouns)[number];

/** A venue or a topic that a decision puts others into. */
const place = z.object({
  id: z.string(),
  name: z.string(),
  /** Of a venue: its key. */
  key: z.string().optional(),
  acronym: z.string().optional(),
  kind: z.enum(venueKinds).optional(),
});
export type Place = z.infer<typeof place>;

/**
 * What a decision is about, by names that outlast every import: of a publication the keys of its statements, of an
 * author the mentions in them (`mentionKey`), of a venue or a topic the id, which is a digest of its canonical name.
 */
export const decisionContent = z.discriminatedUnion('of', [
  z.object({
    of: z.enum(['PUBLICATION', 'AUTHOR']),
    kind: z.enum(decisionKinds),
    /** Those that are one, that are split off, or that have the name. */
    these: z.array(z.string()),
    /** Of a split: those that they are split from. */
    rest: z.array(z.string()).optional(),
    name: z.string().optional(),
  }),
  z.object({
    of: z.enum(['VENUE', 'TOPIC']),
    kind: z.enum(decisionKinds),
    /** Those that go into another, that is split, or that has the name. */
    from: z.array(z.string()),
    /**
     * Of a merge or a split of venues: those that were learned to be one with them. What a person has seen as one goes one
     * way, whatever is learned later.
     */
    learned: z.array(z.string()).optional(),
    /** Of a split: the names that are split off. */
    forms: z.array(z.string()).optional(),
    into: place.optional(),
    name: z.string().optional(),
  }),
]);
export type DecisionContent = z.infer<typeof decisionContent>;

/** Something that a person has decided: an input of resolution beside the statements. */
export interface Decision {
  readonly id: string;
  /** When; decisions are in the order of it. ISO 8601 in UTC. */
  readonly at: string;
  readonly content: DecisionContent;
}

type Anchored = Decision & { readonly content: Extract<DecisionContent, { of: 'PUBLICATION' | 'AUTHOR' }> };
type Placing = Decision & { readonly content: Extract<DecisionContent, { of: 'VENUE' | 'TOPIC' }> };

/** Names a mention by the folded name and its number among equal names of the statement, from 1. */
export function mentionKey(statement: string, name: string, number: number): string {
  return `${name}\n${number}\n${statement}`;
}

export function statementOfMention(mention: string): string {
  return mention.split('\n').slice(2).join('\n');
}

/** Where a venue or a topic belongs after everything that was decided. */
export interface Placement {
  readonly place: Place;
  /** The decisions that put it there. */
  readonly decisions: readonly string[];
}

const personPrefix = 'decision:';

/** Whether a person's key says what was decided of the person, and not what a source calls it. */
export function isDecided(personKey: string): boolean {
  return personKey.startsWith(personPrefix);
}

/** The decision's id and the side of a split that a person's key stands for. */
export function decidedOf(personKey: string): { readonly id: string; readonly rest: boolean } {
  const [id = '', side] = personKey.slice(personPrefix.length).split('/');
  return { id, rest: side === 'rest' };
}

export function decidedKey(id: string, rest: boolean): string {
  return `${personPrefix}${id}${rest ? '/rest' : ''}`;
}

/** The id of what a split makes. */
export function splitId(noun: 'venue' | 'topic', decision: string): string {
  return idOf(noun, `split by ${decision}`);
}

/** Decisions in force, looked up by what they are about. */
export class Decisions {
  static readonly none = new Decisions([]);

  /** The oldest first. */
  readonly all: readonly Decision[];
  readonly #byId: ReadonlyMap<string, Decision>;
  readonly #byStatement = new Map<string, Anchored[]>();
  readonly #byMention = new Map<string, { readonly decision: Anchored; readonly rest: boolean }[]>();
  readonly #byPlace = new Map<string, { readonly decision: Placing; readonly turn: number }[]>();
  readonly #names = new Map<string, string>();
  readonly #venues = new Set<string>();

  constructor(decisions: readonly Decision[]) {
    this.all = [...decisions].sort((a, b) =>
      a.at !== b.at ? (a.at < b.at ? -1 : 1) : a.id < b.id ? -1 : a.id > b.id ? 1 : 0,
    );
    this.#byId = new Map(this.all.map((decision) => [decision.id, decision]));
    for (const [turn, decision] of this.all.entries()) {
      if (isAnchored(decision)) this.#indexAnchors(decision);
      else if (isPlacing(decision)) this.#indexPlaces(decision, turn);
    }
  }

  #indexAnchors(decision: Anchored): void {
    const { of, these, rest = [] } = decision.content;
    if (of === 'PUBLICATION') {
      for (const key of new Set([...these, ...rest])) append(this.#byStatement, key, decision);
    } else {
      for (const key of new Set(these)) append(this.#byMention, key, { decision, rest: false });
      for (const key of new Set(rest)) append(this.#byMention, key, { decision, rest: true });
    }
  }

  #indexPlaces(decision: Placing, turn: number): void {
    const { of, kind, from, learned = [], into, name } = decision.content;
    if (of === 'VENUE') {
      for (const id of from) this.#venues.add(id);
      if (kind === 'MERGE' && into !== undefined) this.#venues.add(into.id);
    }
    if (kind === 'RENAME' && name !== undefined) for (const id of from) this.#names.set(id, name);
    else for (const id of new Set([...from, ...learned])) append(this.#byPlace, id, { decision, turn });
  }

  get(id: string): Decision | undefined {
    return this.#byId.get(id);
  }

  /** Those about publications that name one of the statements, the newest first. */
  aboutStatements(statements: Iterable<string>): Anchored[] {
    if (this.#byStatement.size === 0) return [];
    const found = new Set<Anchored>();
    for (const key of statements) for (const each of this.#byStatement.get(key) ?? []) found.add(each);
    return this.#newestFirst(found);
  }

  /** Statements that a decision puts together with one of these, however many decisions away. */
  linkedStatements(statements: Iterable<string>): ReadonlySet<string> {
    const linked = new Set<string>();
    if (this.#byStatement.size === 0) return linked;
    const open = [...statements];
    const passed = new Set<Anchored>();
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      for (const decision of this.#byStatement.get(key) ?? []) {
        if (passed.has(decision)) continue;
        passed.add(decision);
        for (const other of [...decision.content.these, ...(decision.content.rest ?? [])]) {
          if (!linked.has(other)) open.push(other);
          linked.add(other);
        }
      }
    }
    return linked;
  }

  /** What was decided of the person who is mentioned so, as keys that stand beside the identifiers. */
  personKeys(mentions: readonly string[]): string[] {
    if (this.#byMention.size === 0) return [];
    return mentions
      .flatMap((key) => this.#byMention.get(key) ?? [])
      .map(({ decision, rest }) => decidedKey(decision.id, rest));
  }

  /**
   * Where a venue or a topic belongs that resolution calls `id`: what was decided is gone through in its order, each
   * decision meeting what the ones before have made.
   * @param forms the words that sources use for it here
   * @returns a placement for each form that is moved; undefined in the place of the others
   */
  placeOf(id: string, forms: readonly string[]): (Placement | undefined)[] {
    if (!this.#byPlace.has(id)) return forms.map(() => undefined);
    return forms.map((form) => this.#placeOfForm(id, form));
  }

  #placeOfForm(id: string, form: string): Placement | undefined {
    let current = id;
    let now = -1;
    let found: Placement | undefined;
    for (;;) {
      const next = (this.#byPlace.get(current) ?? []).find(
        ({ decision: { content }, turn }) =>
          turn > now && (content.kind === 'MERGE' || content.forms?.includes(form) === true),
      );
      const into = next?.decision.content.into;
      if (next === undefined || into === undefined) break;
      now = next.turn;
      current = into.id;
      found = { place: into, decisions: [...(found?.decisions ?? []), next.decision.id] };
    }
    return found;
  }

  /** Every venue or topic into which something of `id` may have come. */
  reachedFrom(id: string): ReadonlySet<string> {
    const reached = new Set([id]);
    // A set grows while it is gone through.
    for (const each of reached) {
      for (const { decision } of this.#byPlace.get(each) ?? []) {
        const into = decision.content.into?.id;
        if (into !== undefined) reached.add(into);
      }
    }
    return reached;
  }

  /** What a venue or a topic has been merged into, or itself. */
  becomes(id: string): string {
    let current = id;
    let now = -1;
    for (;;) {
      const next = (this.#byPlace.get(current) ?? []).find(
        ({ decision, turn }) => turn > now && decision.content.kind === 'MERGE',
      );
      if (next?.decision.content.into === undefined) return current;
      now = next.turn;
      current = next.decision.content.into.id;
    }
  }

  /** Whether a venue was merged, split or renamed, or others were merged into it. */
  isAboutVenue(id: string): boolean {
    return this.#venues.has(id);
  }

  /** The name that was chosen for a venue or a topic. */
  nameOf(id: string): string | undefined {
    return this.#names.get(id);
  }

  /** Of those ids, the ones that have a chosen name. */
  named(ids: Iterable<string>): string[] {
    return this.#names.size === 0 ? [] : [...new Set(ids)].filter((id) => this.#names.has(id)).sort();
  }

  /** The decisions about people with these ids, the newest first. */
  aboutPeople(ids: Iterable<string>): Anchored[] {
    const found = new Set<Anchored>();
    for (const id of ids) {
      const decision = this.#byId.get(id);
      if (decision !== undefined && isAnchored(decision)) found.add(decision);
    }
    return this.#newestFirst(found);
  }

  #newestFirst(found: ReadonlySet<Anchored>): Anchored[] {
    if (found.size === 0) return [];
    return [...found].sort((a, b) =>
      a.at !== b.at ? (a.at < b.at ? 1 : -1) : a.id < b.id ? 1 : a.id > b.id ? -1 : 0,
    );
  }
}

function isAnchored(decision: Decision): decision is Anchored {
  return decision.content.of === 'PUBLICATION' || decision.content.of === 'AUTHOR';
}

function isPlacing(decision: Decision): decision is Placing {
  return decision.content.of === 'VENUE' || decision.content.of === 'TOPIC';
}

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
