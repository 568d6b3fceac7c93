import { randomUUID } from 'node:crypto';
import { ScholargraphError } from '../../errors.ts';
import { parseName } from '../../normalise/name.ts';
import type { VenueKind } from '../../record.ts';
import {
  type DecidedNoun,
  type Decision,
  type DecisionContent,
  type Decisions,
  splitId,
  statementOfMention,
} from '../../resolve/decision.ts';
import { fold } from '../../resolve/fold.ts';
import { idOf } from '../../resolve/id.ts';
import { mentionKeysOf } from '../../resolve/mergePublication.ts';
import { unmarkDecided } from '../boilerplate.ts';
import { type Cypher, cypher } from '../cypher.ts';
import { type Graph, int, type Transaction } from '../graph.ts';
import { markOutdated } from '../outdated.ts';
import { settleAuthors, settleAuthorsOf } from './authors.ts';
import { resolveAgain } from './batch.ts';
import { giveChosenNames, withdrawChosenNames } from './chosenNames.ts';
import {
  type DecisionOrigin,
  type DecisionSubject,
  lockDecisions,
  retractDecision,
  writeDecision,
} from './decisionLog.ts';
import { readStatements } from './neighbourhood.ts';
import { writeRedirects } from './redirects.ts';
import { learnedToBe } from './venueAliases.ts';

/** What a person wants to be so, of nodes by their ids. */
export type DecisionRequest =
  | {
      readonly kind: 'MERGE';
      readonly of: DecidedNoun;
      readonly ids: readonly string[];
      /** The venue or topic that the others go into; the first where absent. */
      readonly into?: string | undefined;
    }
  | {
      readonly kind: 'SPLIT';
      readonly of: DecidedNoun;
      readonly id: string;
      /** Of a publication: keys of statements; of an author: ids of publications; of a venue or topic: names. */
      readonly parts: readonly string[];
      /** Of the venue or topic that the names become; the first of them where absent. */
      readonly name?: string | undefined;
    }
  | { readonly kind: 'RENAME'; readonly of: DecidedNoun; readonly id: string; readonly name: string }
  /** They are two people: kept as a split. */
  | { readonly kind: 'SEPARATE'; readonly of: 'AUTHOR'; readonly ids: readonly [string, string] };

/** A node that a decision is about, as it was before or is after it. */
export interface DecidedNode {
  readonly id: string;
  readonly name: string;
  readonly publicationCount: number;
  /** Of an author: coauthors; else: authors. */
  readonly peopleCount: number;
}

export interface DecisionOutcome {
  /** Absent where nothing was stored, because it was a preview. */
  readonly decision: string | undefined;
  readonly before: readonly DecidedNode[];
  readonly after: readonly DecidedNode[];
  /** Publications that were resolved again. */
  readonly publicationCount: number;
  /** False only in a preview of so many publications that not all were resolved: `after` is what a part of them makes. */
  readonly complete: boolean;
  /** Earlier decisions that say otherwise; they yield to this one. */
  readonly overrides: readonly string[];
}

export interface DecideOptions {
  /** Says what would change, and changes nothing. */
  readonly preview?: boolean | undefined;
  /** Publications that are resolved in the transaction of the decision; more are resolved in batches after it. */
  readonly atOnce?: number | undefined;
}

const timeoutMs = 300_000;

/** Characters of a chosen name; names are indexed, and an index takes no more than 8 kB. */
const longestName = 1_000;

function stated(what: string, text: string, longest: number): string {
  const trimmed = text.trim();
  if (trimmed !== '' && trimmed.length <= longest) return trimmed;
  throw new ScholargraphError(
    'BAD_INPUT',
    trimmed === '' ? `${what} is empty` : `${what} has ${trimmed.length} characters`,
    { expected: `1 to ${longest} characters` },
  );
}

/**
 * Stores what a person has decided, and resolves anew all that it concerns. Where it and earlier decisions contradict each
 * other, it holds.
 * @throws ScholargraphError NOT_FOUND, BAD_INPUT
 */
export async function decide(
  graph: Graph,
  request: DecisionRequest,
  origin: DecisionOrigin,
  options: DecideOptions = {},
): Promise<DecisionOutcome> {
  const reason = stated('The reason', origin.reason, 5_000);
  if (request.kind === 'RENAME') stated('The name', request.name, longestName);
  if (request.kind === 'SPLIT' && request.name !== undefined) stated('The name', request.name, longestName);
  const id = idOf('decision', randomUUID());
  return changing(graph, options, async (transaction) => {
    const decisions = await lockDecisions(transaction);
    const { content, subjects } = await contentOf(transaction, id, request);
    const last = decisions.all.at(-1)?.at;
    const at = new Date(Math.max(Date.now(), last === undefined ? 0 : Date.parse(last) + 1)).toISOString();
    return {
      decision: { id, at, content },
      decisions,
      apply: (decision) => writeDecision(transaction, decision, { ...origin, reason }, subjects),
    };
  });
}

/**
 * Takes a decision out of force, as if it had never been made; that it was stays readable.
 * @throws ScholargraphError NOT_FOUND where there is none, BAD_INPUT where it is undone already
 */
export async function undoDecision(
  graph: Graph,
  id: string,
  origin: { readonly by: string; readonly reason?: string | undefined },
  options: DecideOptions = {},
): Promise<DecisionOutcome> {
  return changing(graph, options, async (transaction) => {
    const decisions = await lockDecisions(transaction);
    const decision = decisions.get(id);
    if (decision === undefined) {
      const [stored] = await transaction.run<{ by: string; at: string }>(
        cypher`MATCH (d:Decision {id: $id}) RETURN d.undoneBy AS by, toString(d.undoneAt) AS at`,
        { id },
      );
      if (stored === undefined) {
        throw new ScholargraphError('NOT_FOUND', `There is no decision '${id}'`, {
          fix: 'List the decisions for their ids.',
        });
      }
      throw new ScholargraphError('BAD_INPUT', `${stored.by} has undone this decision at ${stored.at}`, {
        expected: 'a decision that is in force',
      });
    }
    const at = new Date().toISOString();
    return {
      decision,
      decisions,
      undone: true,
      apply: () => retractDecision(transaction, id, { ...origin, at }),
    };
  });
}

/** Stores a decision as it is, and resolves what it concerns: for decisions that were made elsewhere. */
export async function restoreDecision(
  graph: Graph,
  decision: Decision,
  origin: DecisionOrigin,
  subjects: readonly DecisionSubject[] = [],
): Promise<DecisionOutcome> {
  return changing(graph, {}, async (transaction) => ({
    decision,
    decisions: await lockDecisions(transaction),
    apply: () => writeDecision(transaction, decision, origin, subjects),
  }));
}

/** Keeps a decision that was made elsewhere and undone there: it concerns nothing, and stays readable. */
export async function restoreUndone(
  graph: Graph,
  decision: Decision,
  origin: DecisionOrigin,
  subjects: readonly DecisionSubject[],
  undone: { readonly by: string; readonly at: string; readonly reason?: string | undefined },
): Promise<void> {
  await graph.write(async (transaction) => {
    await lockDecisions(transaction);
    await writeDecision(transaction, decision, origin, subjects);
    await retractDecision(transaction, decision.id, undone);
  });
}

interface Change {
  readonly decision: Decision;
  /** Those in force before. */
  readonly decisions: Decisions;
  readonly undone?: boolean;
  readonly apply: (decision: Decision) => Promise<void>;
}

class RolledBack extends Error {
  readonly outcome: DecisionOutcome;

  constructor(outcome: DecisionOutcome) {
    super('rolled back');
    this.outcome = outcome;
  }
}

async function changing(
  graph: Graph,
  { preview = false, atOnce = 2_000 }: DecideOptions,
  prepare: (transaction: Transaction) => Promise<Change>,
): Promise<DecisionOutcome> {
  try {
    const { outcome, content, mentions } = await graph.write(
      async (transaction) => {
        const done = await carryOut(transaction, await prepare(transaction), { preview, atOnce });
        if (preview) throw new RolledBack({ ...done.outcome, decision: undefined });
        return done;
      },
      { timeoutMs },
    );
    if (outcome.complete && content.of !== 'VENUE') return outcome;
    await settleAuthors(graph);
    const after = await graph.write((transaction) => nodesOf(transaction, content, mentions), { timeoutMs });
    return { ...outcome, after, complete: true };
  } catch (error) {
    if (error instanceof RolledBack) return error.outcome;
    throw error;
  }
}

/** A name on a publication. */
interface Place {
  readonly publication: string;
  readonly order: number;
}

async function carryOut(
  transaction: Transaction,
  { decision, decisions, undone = false, apply }: Change,
  { preview, atOnce }: { readonly preview: boolean; readonly atOnce: number },
) {
  const { content } = decision;
  const mentions = await mentionsOf(transaction, content);
  const before = await nodesOf(transaction, content, mentions);
  const concerned = await publicationsOf(transaction, decision, decisions, undone);
  await apply(decision);
  const now = await lockDecisions(transaction);
  const placing = 'from' in content;
  if (placing && content.kind === 'RENAME') {
    await withdrawChosenNames(transaction, content.from);
    await giveChosenNames(transaction, now.named(content.from), now);
  }
  const complete = concerned.length <= atOnce;
  if (complete || preview) {
    const blocks = await resolveAgain(transaction, now, concerned.slice(0, atOnce));
    await settleAuthorsOf(transaction, blocks);
  } else {
    await transaction.run(cypher`UNWIND $ids AS id MATCH (p:Publication {id: id}) SET p.stale = 1`, {
      ids: concerned,
    });
  }
  if (placing && content.of === 'TOPIC') {
    await unmarkDecided(transaction, [...content.from, ...(content.into ? [content.into.id] : [])]);
  }
  if (placing) {
    await writeRedirects(transaction, now);
    await markOutdated(transaction, content.of === 'VENUE' ? 'venues' : 'topics');
  }
  const outcome: DecisionOutcome = {
    decision: decision.id,
    before,
    after: await nodesOf(transaction, content, mentions),
    publicationCount: concerned.length,
    complete,
    overrides: undone ? [] : overriddenBy(decision, decisions),
  };
  return { outcome, content, mentions };
}

/* What a request is about. */

async function contentOf(
  transaction: Transaction,
  decision: string,
  request: DecisionRequest,
): Promise<{ content: DecisionContent; subjects: readonly DecisionSubject[] }> {
  const asked =
    request.kind === 'MERGE'
      ? [...request.ids, ...(request.into ? [request.into] : [])]
      : request.kind === 'SEPARATE'
        ? request.ids
        : [request.id];
  const found = await summaries(transaction, request.of, asked);
  const missing = asked.find((id) => !found.has(id));
  if (missing !== undefined) {
    throw new ScholargraphError('NOT_FOUND', `There is no ${noun(request.of)} '${missing}'`);
  }
  const nodes = [
    ...new Map(
      asked
        .map((id) => found.get(id))
        .filter((each) => each !== undefined)
        .map((each) => [each.id, each]),
    ).values(),
  ];
  const ids = nodes.map(({ id }) => id);
  if ((request.kind === 'MERGE' || request.kind === 'SEPARATE') && ids.length < 2) {
    throw new ScholargraphError('BAD_INPUT', `That is one ${noun(request.of)} already`, {
      expected: 'two or more that are different ones',
      ...(request.kind === 'SEPARATE' ? { fix: 'To make two of one, split it.' } : {}),
    });
  }
  const content =
    request.kind === 'SEPARATE'
      ? await anchoredContent(transaction, request, 'AUTHOR', ids)
      : request.of === 'PUBLICATION' || request.of === 'AUTHOR'
        ? await anchoredContent(transaction, request, request.of, ids)
        : await placingContent(
            transaction,
            decision,
            request,
            request.of,
            ids,
            found.get(asked.at(-1) ?? '')?.id,
          );
  return { content, subjects: nodes.map(({ id, name }) => ({ id, name })) };
}

async function anchoredContent(
  transaction: Transaction,
  request: DecisionRequest,
  of: 'PUBLICATION' | 'AUTHOR',
  ids: readonly string[],
): Promise<DecisionContent> {
  const anchors =
    of === 'PUBLICATION'
      ? await statementsOf(transaction, ids)
      : await mentionKeysOfAuthors(transaction, ids);
  if (request.kind === 'MERGE') return { of, kind: 'MERGE', these: anchors.map(({ key }) => key) };
  if (request.kind === 'SEPARATE') {
    const these = await mentionKeysOfAuthors(transaction, ids.slice(0, 1));
    const own = new Set(these.map(({ key }) => key));
    const rest = anchors.filter(({ key }) => !own.has(key));
    return { of, kind: 'SPLIT', these: [...own], rest: rest.map(({ key }) => key) };
  }
  if (request.kind === 'RENAME') {
    const name = request.name.trim();
    if (of === 'AUTHOR' && parseName({ literal: name }) === undefined) {
      throw new ScholargraphError('BAD_INPUT', `'${name}' is no name of a person`, {
        expected: 'a name such as Ada Lovelace, or Lovelace, Ada',
      });
    }
    return { of, kind: 'RENAME', these: anchors.map(({ key }) => key), name };
  }
  const parts = new Set(
    of === 'PUBLICATION'
      ? request.parts
      : [...(await summaries(transaction, 'PUBLICATION', request.parts)).values()].map(({ id }) => id),
  );
  const apart = anchors.filter((anchor) => parts.has(anchor.part));
  const rest = anchors.filter((anchor) => !parts.has(anchor.part));
  const what = of === 'PUBLICATION' ? 'statements' : 'publications';
  const stray =
    of === 'PUBLICATION'
      ? request.parts.find((part) => !apart.some((each) => each.part === part))
      : undefined;
  if (apart.length === 0 || stray !== undefined) {
    throw new ScholargraphError(
      'BAD_INPUT',
      stray === undefined
        ? `None of the ${what} is of this ${noun(of)}`
        : `'${stray}' is no statement of this publication`,
      { expected: `ids of ${what} of it` },
    );
  }
  if (rest.length === 0) {
    throw new ScholargraphError('BAD_INPUT', `These are all ${what} of this ${noun(of)}`, {
      expected: `some of them, so that others are left`,
    });
  }
  return { of, kind: 'SPLIT', these: apart.map(({ key }) => key), rest: rest.map(({ key }) => key) };
}

async function placingContent(
  transaction: Transaction,
  decision: string,
  request: Exclude<DecisionRequest, { kind: 'SEPARATE' }>,
  of: 'VENUE' | 'TOPIC',
  ids: readonly string[],
  last: string | undefined,
): Promise<DecisionContent> {
  if (request.kind === 'RENAME') return { of, kind: 'RENAME', from: [...ids], name: request.name.trim() };
  const target = request.kind === 'MERGE' && request.into !== undefined ? last : ids[0];
  const [node] = await transaction.run<{
    names: string[];
    place: { id: string; key: string | null; name: string; acronym: string | null; kind: VenueKind | null };
  }>(
    cypher`MATCH (n:Venue|Topic {id: $id})
      RETURN coalesce(n.names, []) AS names, {
        id: n.id, key: coalesce(n.statedSortName, n.sortName), name: coalesce(n.statedName, n.name),
        acronym: n.acronym, kind: n.kind
      } AS place`,
    { id: target },
  );
  if (node === undefined) throw new Error(`${target} is gone within its transaction`);
  const { key, acronym, kind, ...place } = node.place;
  const into = { ...place, ...(key === null ? {} : { key }), ...(kind === null ? {} : { kind }) };
  const from = request.kind === 'MERGE' ? ids.filter((id) => id !== place.id) : [place.id];
  const alike = of === 'VENUE' ? await learnedToBe(transaction, from) : [];
  const learned = alike.length === 0 ? {} : { learned: alike };
  if (request.kind === 'MERGE') {
    return {
      of,
      kind: 'MERGE',
      from,
      ...learned,
      into: { ...into, ...(acronym === null ? {} : { acronym }) },
    };
  }
  const forms = [...new Set(request.parts)].sort();
  const stray = forms.find((form) => !node.names.includes(form));
  if (forms.length === 0 || stray !== undefined) {
    throw new ScholargraphError(
      'BAD_INPUT',
      stray === undefined
        ? 'No name is given to be split off'
        : `'${stray}' is none of the names of this ${noun(of)}`,
      { expected: `some of: ${node.names.join('; ')}` },
    );
  }
  if (node.names.every((name) => forms.includes(name))) {
    throw new ScholargraphError('BAD_INPUT', `These are all names of this ${noun(of)}`, {
      expected: 'some of them, so that others are left',
      fix: 'To give it another name, rename it.',
    });
  }
  const name = request.name?.trim() || (forms[0] ?? '');
  return {
    of,
    kind: 'SPLIT',
    from,
    ...learned,
    forms,
    into: {
      ...into,
      id: splitId(of === 'VENUE' ? 'venue' : 'topic', decision),
      name,
      ...(of === 'VENUE' ? { key: fold(name) } : {}),
    },
  };
}

async function statementsOf(transaction: Transaction, publications: readonly string[]) {
  const rows = await transaction.run<{ key: string }>(
    cypher`UNWIND $publications AS id
      MATCH (:Publication {id: id})-[s:STATED_BY]->()
      RETURN s.key AS key ORDER BY key`,
    { publications },
  );
  return rows.map(({ key }) => ({ key, part: key }));
}

/** The mentions of authors, each with its publication. */
async function mentionKeysOfAuthors(transaction: Transaction, authors: readonly string[]) {
  const rows = await transaction.run<{ publication: string; orders: number[] }>(
    cypher`UNWIND $authors AS id
      MATCH (:Author {id: id})-[m:AUTHORED]->(p:Publication)
      RETURN p.id AS publication, collect(m.order) AS orders ORDER BY publication`,
    { authors },
  );
  const stated = await readStatements(
    transaction,
    rows.map(({ publication }) => publication),
  );
  const statements = new Map(stated.map((each) => [each.publication, each.statements]));
  return rows.flatMap(({ publication, orders }) => {
    const keys = mentionKeysOf(statements.get(publication) ?? []);
    return orders.flatMap((order) => keys[order] ?? []).map((key) => ({ key, part: publication }));
  });
}

/* What a decision concerns. */

/** Publications that have to be resolved again when the decision comes into force or goes out of it. */
async function publicationsOf(
  transaction: Transaction,
  { id, content }: Decision,
  decisions: Decisions,
  undone: boolean,
): Promise<readonly string[]> {
  if ('these' in content) return describedBy(transaction, content);
  if (content.kind === 'RENAME') return [];
  const rows = await transaction.run<{ id: string }>(
    content.of === 'VENUE' ? publicationsOfVenues : publicationsOfTopics,
    {
      places: [
        ...new Set(
          [...content.from, ...(content.learned ?? [])].flatMap((from) => [...decisions.reachedFrom(from)]),
        ),
      ],
      decision: undone ? id : null,
      forms: content.forms ?? null,
    },
  );
  return rows.map((row) => row.id);
}

const publicationsOfVenues = cypher`
  UNWIND $places AS place
  MATCH (v:Venue {id: place})
  CALL (v) {
    MATCH (v)<-[r:PUBLISHED_IN]-(p:Publication)
    WHERE $forms IS NULL OR any(form IN $forms WHERE form IN r.forms)
    RETURN r, p
    UNION
    MATCH (v)<-[:PART_OF]-(:Venue)<-[r:PUBLISHED_IN]-(p:Publication) WHERE r.series = v.id
    RETURN r, p
  }
  WITH r, p WHERE $decision IS NULL OR $decision IN r.decided
  RETURN DISTINCT p.id AS id ORDER BY id`;

const publicationsOfTopics = cypher`
  UNWIND $places AS place
  MATCH (t:Topic {id: place})
  CALL (t) {
    MATCH (t)<-[r:ABOUT|REPEATS]-(p:Publication)
    WHERE $forms IS NULL OR any(form IN $forms WHERE form IN r.forms)
    RETURN r, p
    UNION
    MATCH (t)<-[:BROADER*1..8]-(narrow:Topic)
    WITH DISTINCT t, narrow
    MATCH (narrow)<-[r:ABOUT|REPEATS]-(p:Publication) WHERE t.id IN r.broader
    RETURN r, p
  }
  WITH r, p WHERE $decision IS NULL OR $decision IN r.decided
  RETURN DISTINCT p.id AS id ORDER BY id`;

async function describedBy(
  transaction: Transaction,
  { of, these, rest = [] }: Extract<DecisionContent, { of: 'PUBLICATION' | 'AUTHOR' }>,
): Promise<string[]> {
  const anchors = [...these, ...rest];
  const rows = await transaction.run<{ id: string }>(
    cypher`UNWIND $keys AS key
      MATCH (p:Publication)-[:STATED_BY {key: key}]->(:Source)
      RETURN DISTINCT p.id AS id ORDER BY id`,
    { keys: [...new Set(of === 'PUBLICATION' ? anchors : anchors.map(statementOfMention))] },
  );
  return rows.map((row) => row.id);
}

/** The names that a decision about an author is about, wherever they hang. */
async function mentionsOf(transaction: Transaction, content: DecisionContent): Promise<readonly Place[]> {
  if (!('these' in content) || content.of !== 'AUTHOR') return [];
  const anchors = new Set([...content.these, ...(content.rest ?? [])]);
  const stated = await readStatements(transaction, await describedBy(transaction, content));
  return stated.flatMap(({ publication, statements }) =>
    mentionKeysOf(statements).flatMap((keys, order) =>
      keys.some((key) => anchors.has(key)) ? [{ publication, order }] : [],
    ),
  );
}

/** The nodes that a decision is about as they are now. */
async function nodesOf(
  transaction: Transaction,
  content: DecisionContent,
  mentions: readonly Place[],
): Promise<readonly DecidedNode[]> {
  const ids = await idsOf(transaction, content, mentions);
  const nodes = [...(await summaries(transaction, content.of, ids)).entries()];
  // What has become of those that are gone is among them by its own id.
  return nodes.filter(([asked, { id }]) => asked === id).map(([, node]) => node);
}

async function idsOf(
  transaction: Transaction,
  content: DecisionContent,
  mentions: readonly Place[],
): Promise<readonly string[]> {
  if ('these' in content && content.of === 'PUBLICATION') return describedBy(transaction, content);
  if ('these' in content) {
    const rows = await transaction.run<{ id: string }>(
      cypher`UNWIND $mentions AS mention
        MATCH (:Publication {id: mention.publication})<-[:AUTHORED {order: mention.order}]-(a:Author)
        RETURN DISTINCT a.id AS id ORDER BY id`,
      { mentions: mentions.map(({ publication, order }) => ({ publication, order: int(order) })) },
    );
    return rows.map((row) => row.id);
  }
  return [...new Set([...content.from, ...(content.into === undefined ? [] : [content.into.id])])];
}

/** Takes the node as `n`, and the id by which it was asked for as `asked`. */
const summary: Readonly<Record<DecidedNoun, Cypher>> = {
  PUBLICATION: cypher`
    OPTIONAL MATCH (here:Publication {id: asked})
    OPTIONAL MATCH (:Redirect {id: asked})-[:REDIRECTS_TO]->(there:Publication)
    WITH asked, coalesce(here, there) AS n WHERE n IS NOT NULL
    RETURN asked, n.id AS id, coalesce(n.title, '') AS name, 1 AS publicationCount, n.authorCount AS peopleCount`,
  AUTHOR: cypher`
    OPTIONAL MATCH (here:Author {id: asked})
    OPTIONAL MATCH (:Redirect {id: asked})-[:REDIRECTS_TO]->(there:Author)
    WITH asked, coalesce(here, there) AS n WHERE n IS NOT NULL
    RETURN asked, n.id AS id, n.name AS name, n.publicationCount AS publicationCount,
      COUNT { (n)-[:COAUTHORED]-() } AS peopleCount`,
  VENUE: cypher`
    OPTIONAL MATCH (here:Venue {id: asked})
    OPTIONAL MATCH (r:Redirect {id: asked})
    OPTIONAL MATCH (there:Venue {id: r.to})
    WITH asked, coalesce(here, there) AS n WHERE n IS NOT NULL
    RETURN asked, n.id AS id, n.name AS name, COUNT { (n)<-[:PUBLISHED_IN]-() } AS publicationCount,
      COUNT { MATCH (n)<-[:PUBLISHED_IN]-()<-[:AUTHORED]-(a) RETURN DISTINCT a } AS peopleCount`,
  TOPIC: cypher`
    OPTIONAL MATCH (here:Topic {id: asked})
    OPTIONAL MATCH (r:Redirect {id: asked})
    OPTIONAL MATCH (there:Topic {id: r.to})
    WITH asked, coalesce(here, there) AS n WHERE n IS NOT NULL
    RETURN asked, n.id AS id, n.name AS name, COUNT { (n)<-[:ABOUT|REPEATS]-() } AS publicationCount,
      COUNT { MATCH (n)<-[:ABOUT|REPEATS]-()<-[:AUTHORED]-(a) RETURN DISTINCT a } AS peopleCount`,
};

/** @returns what is known of the ids, also of those that were given out before, by the ids asked for */
async function summaries(
  transaction: Transaction,
  of: DecidedNoun,
  ids: readonly string[],
): Promise<Map<string, DecidedNode>> {
  const rows = await transaction.run<DecidedNode & { asked: string }>(
    cypher`UNWIND $ids AS asked ${summary[of]}`,
    { ids: [...new Set(ids)] },
  );
  return new Map(rows.map(({ asked, ...node }) => [asked, node]));
}

/** Earlier decisions that say otherwise of something that this one is about. */
function overriddenBy({ content }: Decision, decisions: Decisions): string[] {
  return decisions.all.filter((earlier) => contradict(content, earlier.content)).map(({ id }) => id);
}

function contradict(later: DecisionContent, earlier: DecisionContent): boolean {
  if (later.of !== earlier.of) return false;
  if ('these' in later && 'these' in earlier) {
    if (later.kind === 'RENAME' || earlier.kind === 'RENAME') {
      return later.kind === earlier.kind && meet(later.these, earlier.these) && later.name !== earlier.name;
    }
    const apart = (split: typeof later, one: readonly string[]) =>
      meet(split.these, one) && meet(split.rest ?? [], one);
    return apart(earlier, later.these) || apart(later, earlier.these);
  }
  if ('from' in later && 'from' in earlier) {
    if (later.kind === 'RENAME' || earlier.kind === 'RENAME') {
      return later.kind === earlier.kind && meet(later.from, earlier.from) && later.name !== earlier.name;
    }
    const back = later.into !== undefined && earlier.from.includes(later.into.id);
    return back && earlier.into !== undefined && later.from.includes(earlier.into.id);
  }
  return false;
}

function meet(a: readonly string[], b: readonly string[]): boolean {
  const all = new Set(a);
  return b.some((each) => all.has(each));
}

function noun(of: DecidedNoun): string {
  return of.toLowerCase();
}
