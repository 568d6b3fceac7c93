import { userInfo } from 'node:os';
import type { Config } from '../config.ts';
import { ScholargraphError } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';
import { decisions } from '../graph/read/decisions.ts';
import { readPages, root } from '../graph/read/page.ts';
import type { DecisionRow } from '../graph/read/rows.ts';
import {
  type DecidedNode,
  type DecisionOutcome,
  type DecisionRequest,
  decide,
  undoDecision,
} from '../graph/write/decide.ts';
import { type NodeKind, nodeCalled } from '../graphql/nodeCalled.ts';
import { withDatabase } from './database.ts';

/** Of what kind of node a decision is, as it is typed, in the singular or the plural. */
export const decidable = ['author', 'publication', 'venue', 'topic'] as const;
export type Decidable = (typeof decidable)[number];

export interface DecideFlags {
  readonly reason?: string;
  /** The system user where absent. */
  readonly by?: string;
  readonly preview?: boolean;
}

const kinds: Readonly<Record<Decidable, { readonly node: NodeKind; readonly of: DecisionRow['of'] }>> = {
  author: { node: 'Author', of: 'AUTHOR' },
  publication: { node: 'Publication', of: 'PUBLICATION' },
  venue: { node: 'Venue', of: 'VENUE' },
  topic: { node: 'Topic', of: 'TOPIC' },
};

/** Several are one. Of venues and topics, the first stays. */
export async function merge(
  config: Config,
  what: Decidable,
  texts: readonly string[],
  flags: DecideFlags,
  signal?: AbortSignal,
): Promise<number> {
  return deciding(config, flags, signal, async (graph) => {
    const ids: string[] = [];
    for (const text of texts) ids.push((await nodeCalled(graph, kinds[what].node, text)).id);
    return { kind: 'MERGE', of: kinds[what].of, ids, into: ids[0] };
  });
}

/** A part of one is another: publications of an author, statements of a publication, names of a venue or topic. */
export async function split(
  config: Config,
  what: Decidable,
  text: string,
  parts: readonly string[],
  flags: DecideFlags & { readonly as?: string },
  signal?: AbortSignal,
): Promise<number> {
  return deciding(config, flags, signal, async (graph) => {
    const { id } = await nodeCalled(graph, kinds[what].node, text);
    const named: string[] = [];
    for (const part of parts) {
      if (what === 'author') named.push((await nodeCalled(graph, 'Publication', part)).id);
      else named.push(what === 'publication' ? statementKey(part) : part);
    }
    return { kind: 'SPLIT', of: kinds[what].of, id, parts: named, name: flags.as };
  });
}

/** Two authors are two people. */
export async function separate(
  config: Config,
  one: string,
  other: string,
  flags: DecideFlags,
  signal?: AbortSignal,
): Promise<number> {
  return deciding(config, flags, signal, async (graph) => {
    const ids = [await nodeCalled(graph, 'Author', one), await nodeCalled(graph, 'Author', other)] as const;
    return { kind: 'SEPARATE', of: 'AUTHOR', ids: [ids[0].id, ids[1].id] };
  });
}

/** The key itself, or the id of the statement in the API. */
function statementKey(text: string): string {
  const decoded = Buffer.from(text, 'base64').toString();
  return decoded.startsWith('Statement:') ? decoded.slice('Statement:'.length) : text;
}

/** One is shown under another name. */
export async function rename(
  config: Config,
  what: Decidable,
  text: string,
  name: string,
  flags: DecideFlags,
  signal?: AbortSignal,
): Promise<number> {
  return deciding(config, flags, signal, async (graph) => {
    const { id } = await nodeCalled(graph, kinds[what].node, text);
    return { kind: 'RENAME', of: kinds[what].of, id, name };
  });
}

async function deciding(
  config: Config,
  { reason, by = userInfo().username, preview }: DecideFlags,
  signal: AbortSignal | undefined,
  request: (graph: Graph) => Promise<DecisionRequest>,
): Promise<number> {
  const why = reason ?? (preview === true ? 'a preview' : undefined);
  if (why === undefined) {
    throw new ScholargraphError('BAD_INPUT', 'There is no reason', {
      expected: 'why it is so, by --reason',
      fix: 'With --preview none is needed.',
    });
  }
  const outcome = await withDatabase(config, signal, async (graph) =>
    decide(graph, await request(graph), { by, reason: why }, { preview }),
  );
  process.stdout.write(report(outcome));
  return 0;
}

/** Takes a decision out of force. */
export async function undo(
  config: Config,
  id: string,
  { reason, by = userInfo().username, preview }: DecideFlags,
  signal?: AbortSignal,
): Promise<number> {
  const outcome = await withDatabase(config, signal, (graph) =>
    undoDecision(graph, id, { by, reason }, { preview }),
  );
  process.stdout.write(report(outcome, true));
  return 0;
}

function report(
  { decision, before, after, publicationCount, complete, overrides }: DecisionOutcome,
  undone = false,
): string {
  const lines = [
    ...before.map((node) => `before  ${described(node)}`),
    ...after.map((node) => `after   ${described(node)}`),
    `${publicationCount} publications ${decision === undefined ? 'would be' : 'were'} resolved again.`,
    ...(complete ? [] : ['They are so many that the preview shows what a part of them makes.']),
    ...overrides.map((id) => `The earlier decision ${id} yields to this one.`),
    decision === undefined
      ? 'Nothing was changed.'
      : undone
        ? `Decision ${decision} is undone.`
        : `Decided. To undo it: scholargraph undo ${decision}`,
  ];
  return `${lines.join('\n')}\n`;
}

function described({ id, name, publicationCount, peopleCount }: DecidedNode): string {
  const people = id.startsWith('a') ? 'coauthors' : 'authors';
  const counted = id.startsWith('p') ? [] : [`${publicationCount} publications`];
  return `${name} (${id}): ${[...counted, `${peopleCount} ${people}`].join(', ')}`;
}

export interface DecisionsFlags {
  /** Also those that were undone. */
  readonly all?: boolean;
  readonly of?: Decidable;
  readonly limit: number;
}

/** Lists decisions, the newest first. */
export async function listDecisions(
  config: Config,
  { all, of, limit }: DecisionsFlags,
  signal?: AbortSignal,
): Promise<number> {
  const filter = {
    ...(all === true ? {} : { active: true }),
    ...(of === undefined ? {} : { of: [kinds[of].of] }),
  };
  const [page] = await withDatabase(config, signal, (graph) =>
    readPages(graph, decisions(filter), [root], { limit, backward: false }, {}),
  );
  for (const { node } of page?.items ?? []) process.stdout.write(`${line(node)}\n`);
  if (page?.items.length === 0) process.stdout.write('Nothing was decided.\n');
  if (page?.more === true) process.stdout.write(`There are more; --limit ${limit * 10} shows them.\n`);
  return 0;
}

function line(row: DecisionRow): string {
  const what = `${row.decisionKind.toLowerCase()} ${row.of.toLowerCase()}`;
  const named = row.name === null ? '' : ` as '${row.name}'`;
  const undone =
    row.undoneAt === null
      ? ''
      : `\n  undone ${row.undoneAt} by ${row.undoneBy}${row.undoneReason === null ? '' : `: ${row.undoneReason}`}`;
  return `${row.id}  ${row.at}  ${row.by}  ${what} ${row.subjectNames.join(' + ')}${named}\n  ${row.reason}${undone}`;
}
