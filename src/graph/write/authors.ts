import { setImmediate as turn } from 'node:timers/promises';
import { parseName } from '../../normalise/name.ts';
import { institutionsByPlace } from '../../resolve/affiliation.ts';
import type { Decisions } from '../../resolve/decision.ts';
import { fingerprint } from '../../resolve/id.ts';
import {
  blockOfCalled,
  calledKey,
  isCalled,
  keysOfPerson,
  type StatedPerson,
} from '../../resolve/personStatement.ts';
import { profileOwners } from '../../resolve/profileOwners.ts';
import {
  type AuthorCandidate,
  type AuthorEvidence,
  type AuthorGroup,
  type AuthorMention,
  coauthorKey,
  resolveAuthors,
} from '../../resolve/sameAuthor.ts';
import { cypher } from '../cypher.ts';
import { type Graph, int, type Transaction } from '../graph.ts';
import { settlePublications } from './batch.ts';
import { lockDecisions } from './decisionLog.ts';
import { learnVenues } from './learnVenues.ts';
import { hasStatedNames, readLinks } from './personLinks.ts';
import { dropRedirects } from './publications.ts';
import { nameOf, type StoredName } from './storedName.ts';

/** Name blocks that one transaction settles at most, and about how many mentions: of a large graph blocks have more. */
const blocksPerTransaction = 2_000;
const mentionsPerTransaction = 20_000;
const mentionsPerPart = 2_000;
/** Authors whose coauthorships one transaction derives. */
const authorsPerTransaction = 1_000;
/** Bylines longer than this say nothing of who works with whom, and their pairs grow with the square. */
export const coauthorshipLimit = 100;

/** A mention as it is stored, with the author it hangs on now. */
interface StoredMention extends CountedMention {
  readonly author: string;
}

/** A mention with the number of names on its publication. */
export interface CountedMention extends AuthorMention {
  readonly authorCount: number;
}

interface MentionRow extends StoredName {
  author: string;
  publication: string;
  year: number | null;
  authorCount: number;
  order: number;
  identifiers: string[] | null;
}

/** What is known around the mentions of one publication. */
interface Surroundings {
  publication: string;
  names: { order: number; block: string; family: string; given: string | null }[];
  venues: string[];
  topics: string[];
  affiliations: { name: string; orders: number[] }[];
}

export interface SettleReport {
  readonly blocks: number;
  readonly authors: number;
}

/**
 * Resolves what has been marked: publications that a decision has left, then which venues are one and the publications
 * for which that makes a difference, then the authors of every name block, then the coauthorships of those that changed.
 * What it does not finish stays marked, so it goes on at the next call after an interruption.
 */
export async function settleAuthors(
  graph: Graph,
  onProgress: (report: SettleReport) => void = () => {},
): Promise<SettleReport> {
  let blocks = 0;
  let authors = 0;
  await settlePublications(graph, () => onProgress({ blocks, authors }));
  if (await learnVenues(graph)) await settlePublications(graph, () => onProgress({ blocks, authors }));
  for (let limit = blocksPerTransaction; ; ) {
    const atOnce = limit;
    const settled = await graph.write((transaction) => settleBlocks(transaction, atOnce), {
      timeoutMs: 300_000,
    });
    if (settled.blocks === 0) break;
    blocks += settled.blocks;
    const fitting = Math.ceil((atOnce * mentionsPerTransaction) / Math.max(1, settled.mentions));
    limit = Math.min(blocksPerTransaction, 2 * atOnce, fitting);
    onProgress({ blocks, authors });
  }
  for (;;) {
    const derived = await graph.write((transaction) => deriveCoauthorships(transaction), {
      timeoutMs: 300_000,
    });
    if (derived === 0) break;
    authors += derived;
    onProgress({ blocks, authors });
  }
  return { blocks, authors };
}

/** Resolves the authors of these blocks alone, which have been marked, within a transaction that has more to do. */
export async function settleAuthorsOf(transaction: Transaction, blocks: readonly string[]): Promise<void> {
  const changed: string[] = [];
  for (;;) {
    const settled = await settleBlocks(transaction, blocksPerTransaction, blocks);
    if (settled.blocks === 0) break;
    changed.push(...settled.authors);
  }
  while ((await deriveCoauthorships(transaction, changed)) > 0);
}

/** @param only of the marked blocks; all where absent */
async function settleBlocks(
  transaction: Transaction,
  limit: number,
  only?: readonly string[],
): Promise<{ readonly blocks: number; readonly mentions: number; readonly authors: readonly string[] }> {
  const decisions = await lockDecisions(transaction);
  // Whoever marks one of these blocks waits for the decisions, and marks it anew.
  const marked = await transaction.run<{ key: string }>(
    only === undefined
      ? // By a range of the index, whose order it is: sorting all that are left for each transaction grows with the square.
        cypher`MATCH (u:Unsettled) WHERE u.key >= ''
          WITH u ORDER BY u.key LIMIT $limit RETURN u.key AS key`
      : cypher`MATCH (u:Unsettled) WHERE u.key IN $only
          WITH u ORDER BY u.key LIMIT $limit RETURN u.key AS key`,
    { limit: int(limit), only: only ?? null },
  );
  if (marked.length === 0) return { blocks: 0, mentions: 0, authors: [] };
  const closure = await readMentions(
    transaction,
    marked.map((row) => row.key),
  );
  const authors = await resolveAndWrite(
    transaction,
    await withSurroundings(transaction, closures(closure)),
    decisions,
  );
  await transaction.run(cypher`UNWIND $keys AS key MATCH (u:Unsettled {key: key}) DELETE u`, {
    keys: marked.map((row) => row.key),
  });
  return { blocks: marked.length, mentions: closure.mentions.length, authors };
}

/**
 * Tells apart the authors of closures, part by part: while Neo4j writes one, the next is resolved. None has anything to do
 * with another.
 * @returns the authors that are new or changed
 */
async function resolveAndWrite(
  transaction: Transaction,
  closures: readonly Closure[],
  decisions: Decisions,
): Promise<readonly string[]> {
  const written: string[] = [];
  const owners: ProfileOwner[] = [];
  let writing: Promise<unknown> = Promise.resolve();
  try {
    for (const part of partsOf(closures)) {
      const groups: AuthorGroup<StoredMention>[] = [];
      const candidates: AuthorCandidate[] = [];
      for (const { mentions, persons } of part) {
        // What is being written gets its turn.
        await turn();
        const resolved = resolveAuthors(mentions, decisions, persons);
        groups.push(...resolved.groups);
        candidates.push(...resolved.candidates);
      }
      owners.push(...[...profileOwners(groups)].map(([source, author]) => ({ source, author })));
      await writing;
      writing = writeGroups(transaction, groups).then(async (authors) => {
        written.push(...authors);
        const ids = groups.map((group) => group.id);
        await writeCandidates(transaction, ids, candidates);
      });
      writing.catch(() => {});
    }
  } finally {
    await writing;
  }
  await writeProfileOwners(transaction, owners);
  return written;
}

/** Closures in parts of so many mentions that the statements that write one are worth it. */
function partsOf(closures: readonly Closure[]): readonly (readonly Closure[])[] {
  const parts: Closure[][] = [];
  let mentions = mentionsPerPart;
  for (const closure of closures) {
    if (mentions >= mentionsPerPart) {
      parts.push([]);
      mentions = 0;
    }
    parts.at(-1)?.push(closure);
    mentions += closure.mentions.length;
  }
  return parts;
}

/** @param authors all that were resolved together; their candidates are replaced */
async function writeCandidates(
  transaction: Transaction,
  authors: readonly string[],
  candidates: readonly AuthorCandidate[],
): Promise<void> {
  const [stored] = await transaction.run<{ candidates: number }>(
    cypher`MATCH ()-[c:CANDIDATE]->() RETURN count(c) AS candidates`,
  );
  if (stored?.candidates !== 0) {
    await transaction.run(cypher`UNWIND $authors AS id MATCH (:Author {id: id})-[c:CANDIDATE]->() DELETE c`, {
      authors,
    });
  }
  if (candidates.length === 0) return;
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (a:Author {id: row.a})
      MATCH (b:Author {id: row.b})
      CREATE (a)-[c:CANDIDATE]->(b)
      SET c = row.evidence`,
    {
      rows: candidates.map(({ authors: [a, b], evidence }) => ({ a, b, evidence: evidenceRow(evidence) })),
    },
  );
}

export function evidenceRow(evidence: AuthorEvidence): Record<string, unknown> {
  return {
    names: evidence.names,
    coauthors: int(evidence.coauthors),
    venues: int(evidence.venues),
    topics: int(evidence.topics),
    institutions: int(evidence.institutions),
    yearsApart: evidence.yearsApart === undefined ? undefined : int(evidence.yearsApart),
    score: evidence.score,
    needed: evidence.needed,
    surplus: evidence.score - evidence.needed,
  };
}

/** Mentions that are resolved together, and what is stated of the persons whom they may be. */
interface Closure {
  readonly mentions: StoredMention[];
  readonly persons: readonly StatedPerson[];
}

/**
 * All mentions of the blocks, and of every block that shares a person identifier, a decision or a statement of a person
 * with one of them. A block in which nobody is called as a source states is not linked by that.
 */
async function readMentions(transaction: Transaction, blocks: readonly string[]): Promise<Closure> {
  const read = new Map<string, StoredMention[]>();
  const linked = new Set<string>();
  const wanted = new Set(blocks);
  /** Names that somebody linked is stated to have besides. */
  const awaited = new Set<string>();
  const asked = new Set<string>();
  const persons = new Map<string, StatedPerson>();
  const namesAreStated = await hasStatedNames(transaction);
  for (;;) {
    const unread = [...wanted, ...[...awaited].map(blockOfCalled)].filter((block) => !read.has(block));
    if (unread.length > 0) {
      for (const block of unread) read.set(block, []);
      for (const mention of await readBlocks(transaction, [...new Set(unread)]))
        read.get(mention.name.block)?.push(mention);
    }
    for (const key of awaited) {
      const block = blockOfCalled(key);
      if (wanted.has(block)) continue;
      if (read.get(block)?.some(({ name }) => calledKey(name) === key) === true) wanted.add(block);
    }
    const keys = new Set<string>();
    for (const block of wanted) {
      if (linked.has(block)) continue;
      linked.add(block);
      for (const { name, identifiers } of read.get(block) ?? []) {
        for (const key of identifiers) keys.add(key);
        for (const key of identifiers) if (isCalled(key)) awaited.add(key);
        if (namesAreStated) keys.add(calledKey(name));
      }
    }
    for (const person of persons.values()) {
      for (const key of keysOfPerson(person)) keys.add(key);
      for (const key of person.called) awaited.add(key);
    }
    const unasked = [...keys].filter((key) => !asked.has(key));
    for (const key of unasked) asked.add(key);
    for (const found of await readLinks(transaction, unasked)) {
      for (const block of found.blocks) wanted.add(block);
      for (const person of found.persons) persons.set(person.key, person);
    }
    const isClosed =
      unasked.length === 0 &&
      [...wanted].every((block) => linked.has(block)) &&
      [...awaited].every((key) => read.has(blockOfCalled(key)));
    if (isClosed) break;
  }
  return {
    mentions: [...linked].flatMap((block) => read.get(block) ?? []),
    persons: [...persons.values()],
  };
}

async function readBlocks(transaction: Transaction, blocks: readonly string[]): Promise<StoredMention[]> {
  const rows = await transaction.run<MentionRow>(
    cypher`UNWIND $blocks AS block
      MATCH (a:Author)-[m:AUTHORED]->(p:Publication)
      WHERE m.block = block
      RETURN a.id AS author, p.id AS publication, p.year AS year, p.authorCount AS authorCount,
        m.order AS order, m.display AS display, m.family AS family, m.given AS given, m.particle AS particle,
        m.suffix AS suffix, m.homonym AS homonym, m.identifiers AS identifiers, m.block AS block`,
    { blocks },
  );
  return rows.flatMap((row): StoredMention[] => {
    const name = nameOf(row);
    if (name === undefined) return [];
    return [
      {
        author: row.author,
        publication: row.publication,
        year: row.year ?? undefined,
        authorCount: row.authorCount,
        order: row.order,
        name,
        identifiers: row.identifiers ?? [],
        coauthors: [],
        venues: [],
        topics: [],
        institutions: [],
      },
    ];
  });
}

/** Reads the evidence around mentions, where more than one of them can be of one person. */
async function withSurroundings(transaction: Transaction, closures: readonly Closure[]): Promise<Closure[]> {
  const contested = closures.flatMap(({ mentions }) => (mentions.length > 1 ? mentions : []));
  const rows = await transaction.run<Surroundings>(
    cypher`UNWIND $ids AS id
      MATCH (p:Publication {id: id})
      RETURN id AS publication,
        CASE WHEN p.authorCount > $coauthorshipLimit THEN []
          ELSE COLLECT { MATCH (p)<-[m:AUTHORED]-() RETURN {
            order: m.order, block: m.block, family: m.family, given: m.given } } END AS names,
        COLLECT { MATCH (p)-[:PUBLISHED_IN]->(v) WHERE v.kind <> 'PREPRINT_SERVER' RETURN v.id } AS venues,
        COLLECT { MATCH (p)-[:ABOUT|REPEATS]->(t) RETURN t.id } AS topics,
        COLLECT { MATCH (p)-[r:AFFILIATED_WITH]->() RETURN { name: r.name, orders: r.orders } } AS affiliations`,
    {
      ids: [...new Set(contested.map((mention) => mention.publication))],
      coauthorshipLimit: int(coauthorshipLimit),
    },
  );
  const around = new Map(
    rows.map((row) => [row.publication, { ...row, institutions: institutionsByPlace(row.affiliations) }]),
  );
  return closures.map(({ mentions, persons }) => ({
    persons,
    mentions: mentions.map((mention) => {
      const known = around.get(mention.publication);
      if (known === undefined) return mention;
      return {
        ...mention,
        coauthors: known.names
          .filter(({ order }) => order !== mention.order)
          .flatMap((name) => storedCoauthorKey(name) ?? []),
        venues: known.venues,
        topics: known.topics,
        institutions: known.institutions.get(mention.order) ?? [],
      };
    }),
  }));
}

/** How a coauthor is known by what AUTHORED has of the name. */
export function storedCoauthorKey(stored: {
  readonly block: string;
  readonly family: string;
  readonly given: string | null;
}): string | undefined {
  const { block, family, given } = stored;
  const name = parseName(given === null ? { family } : { family, given });
  return name === undefined ? undefined : coauthorKey({ ...name, block });
}

/** Splits mentions into sets that cannot touch each other: one or more name blocks linked by what `readMentions` says. */
function closures({ mentions, persons }: Closure): Closure[] {
  const above = new Map<string, string>();
  const find = (key: string): string => {
    let at = key;
    for (let next = above.get(at); next !== undefined; next = above.get(at)) at = next;
    if (at !== key) above.set(key, at);
    return at;
  };
  const unite = ([first, ...others]: readonly string[]) => {
    if (first === undefined) return;
    for (const other of others) {
      const [a, b] = [find(first), find(other)];
      if (a !== b) above.set(b, a);
    }
  };
  const blockKey = ({ name }: StoredMention) => `block ${name.block}`;
  const namesAreStated =
    persons.length > 0 || mentions.some(({ identifiers }) => identifiers.some((key) => isCalled(key)));
  for (const mention of mentions) {
    unite([blockKey(mention), ...mention.identifiers, ...(namesAreStated ? [calledKey(mention.name)] : [])]);
  }
  for (const person of persons) unite(keysOfPerson(person));
  const found = new Map<string, { mentions: StoredMention[]; persons: StatedPerson[] }>();
  for (const mention of mentions) {
    const root = find(blockKey(mention));
    const closure = found.get(root);
    if (closure === undefined) found.set(root, { mentions: [mention], persons: [] });
    else closure.mentions.push(mention);
  }
  for (const person of persons) found.get(find(keysOfPerson(person)[0] ?? ''))?.persons.push(person);
  return [...found.values()];
}

/** @returns the authors that are new or changed */
async function writeGroups(
  transaction: Transaction,
  groups: readonly AuthorGroup<StoredMention>[],
): Promise<readonly string[]> {
  const involved = new Set(
    groups.flatMap((group) => [group.id, ...group.mentions.map((mention) => mention.author)]),
  );
  const stored = new Map(
    (
      await transaction.run<{ id: string; digest: string | null }>(
        cypher`UNWIND $ids AS id MATCH (a:Author {id: id}) RETURN a.id AS id, a.digest AS digest`,
        { ids: [...involved].sort() },
      )
    ).map((row) => [row.id, row.digest]),
  );
  /** For each author as stored: how many of its mentions each group takes. */
  const takers = new Map<string, Map<string, number>>();
  for (const group of groups) {
    for (const mention of group.mentions) {
      const taken = takers.get(mention.author) ?? new Map<string, number>();
      takers.set(mention.author, taken.set(group.id, (taken.get(group.id) ?? 0) + 1));
    }
  }

  const renames: { from: string; row: AuthorRow }[] = [];
  const authors: AuthorRow[] = [];
  const moves: Record<string, unknown>[] = [];
  const emptied = new Map<string, string>();
  for (const group of groups) {
    const row = authorRow(group);
    const now = [...new Set(group.mentions.map((mention) => mention.author))];
    if (now.length === 1 && now[0] === group.id && stored.get(group.id) === row.digest) continue;
    const provisional = now.find((id) => id.startsWith('~') && takers.get(id)?.size === 1);
    const renamed = !stored.has(group.id) && provisional !== undefined ? provisional : undefined;
    if (renamed === undefined) authors.push(row);
    else renames.push({ from: renamed, row });
    for (const mention of group.mentions) {
      if (mention.author === group.id || mention.author === renamed) continue;
      moves.push({ publication: mention.publication, order: int(mention.order), to: group.id });
    }
    for (const id of now) {
      if (id !== group.id && id !== renamed) emptied.set(id, successor(takers.get(id), group.id));
    }
  }
  await transaction.run(
    cypher`UNWIND $renames AS rename MATCH (a:Author {id: rename.from}) SET a = rename.row`,
    { renames },
  );
  await transaction.run(cypher`UNWIND $authors AS row MERGE (a:Author {id: row.id}) SET a = row`, {
    authors: authors.sort((a, b) => (a.id < b.id ? -1 : 1)),
  });
  if (moves.length > 0) {
    await transaction.run(
      cypher`UNWIND $moves AS move
        MATCH (p:Publication {id: move.publication})<-[m:AUTHORED {order: move.order}]-()
        MATCH (to:Author {id: move.to})
        CREATE (to)-[moved:AUTHORED]->(p)
        SET moved = properties(m)
        DELETE m`,
      { moves },
    );
  }
  await dropRedirects(
    transaction,
    [...renames.map((rename) => rename.row), ...authors].map((row) => row.id),
  );
  await retireAuthors(
    transaction,
    [...emptied].map(([id, to]) => ({ id, successor: to })),
  );
  return [...renames.map((rename) => rename.row), ...authors].map((row) => row.id);
}

/** Whose profile a source is. */
interface ProfileOwner {
  readonly source: string;
  readonly author: string;
}

async function writeProfileOwners(
  transaction: Transaction,
  profiles: readonly ProfileOwner[],
): Promise<void> {
  if (profiles.length === 0) return;
  await transaction.run(
    cypher`UNWIND $profiles AS row
      MATCH (s:Source {id: row.source})
      MATCH (a:Author {id: row.author})
      CALL (s, a) { MATCH (s)-[old:PROFILE_OF]->(other) WHERE other <> a DELETE old }
      MERGE (s)-[:PROFILE_OF]->(a)`,
    { profiles },
  );
}

/** The group that takes most of an author's former mentions; of equal ones the first by id. */
function successor(taken: ReadonlyMap<string, number> | undefined, otherwise: string): string {
  const [most] = [...(taken ?? [])].sort(([idA, a], [idB, b]) => b - a || (idA < idB ? -1 : 1));
  return most?.[0] ?? otherwise;
}

/** Deletes those of the authors that have no publication left, and keeps the ids that were given out. */
async function retireAuthors(
  transaction: Transaction,
  rows: readonly { readonly id: string; readonly successor: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (a:Author {id: row.id})
      WHERE NOT (a)-[:AUTHORED]->()
      MATCH (successor:Author {id: row.successor})
      CALL (a, row, successor) {
        WITH a, row, successor
        WHERE NOT row.id STARTS WITH '~' AND a <> successor
        MERGE (own:Redirect {id: row.id})
        MERGE (own)-[:REDIRECTS_TO]->(successor)
      }
      CALL (a, successor) {
        MATCH (earlier:Redirect)-[r:REDIRECTS_TO]->(a)
        WHERE a <> successor
        MERGE (earlier)-[:REDIRECTS_TO]->(successor)
      }
      WITH DISTINCT a
      DETACH DELETE a`,
    { rows },
  );
}

export interface AuthorRow {
  readonly id: string;
  readonly digest: string;
  readonly [property: string]: unknown;
}

export function authorRow(group: AuthorGroup<CountedMention>): AuthorRow {
  const years = group.mentions.map((mention) => mention.year).filter((year) => year !== undefined);
  const orcid = group.identifiers.find((key) => key.startsWith('orcid:'))?.slice('orcid:'.length);
  const facts = {
    id: group.id,
    name: group.name.display,
    sortName: group.name.sortName,
    names: group.names,
    ...(orcid === undefined ? {} : { orcid }),
    ...(group.decisions.length === 0 ? {} : { decisions: group.decisions }),
  };
  return {
    ...facts,
    publicationCount: int(new Set(group.mentions.map((mention) => mention.publication)).size),
    ...(years.length === 0 ? {} : { firstYear: int(Math.min(...years)), lastYear: int(Math.max(...years)) }),
    digest: fingerprint([
      facts,
      group.identifiers,
      group.mentions.map((mention) => [
        mention.publication,
        mention.order,
        mention.year ?? null,
        mention.authorCount,
      ]),
    ]),
    stale: int(1),
  };
}

/** `stale` is 1 while an author waits for its coauthorships and 2 while this transaction derives them. */
async function deriveCoauthorships(transaction: Transaction, only?: readonly string[]): Promise<number> {
  const chunk = await transaction.run<{ id: string }>(
    only === undefined
      ? // As the index has them: any of them will do, and everybody gets them in the same order.
        cypher`MATCH (a:Author) WHERE a.stale = 1
          WITH a LIMIT $limit
          SET a.stale = 2
          RETURN a.id AS id`
      : cypher`UNWIND $only AS id
          MATCH (a:Author {id: id}) WHERE a.stale = 1
          WITH DISTINCT a ORDER BY a.id LIMIT $limit
          SET a.stale = 2
          RETURN a.id AS id`,
    { limit: int(authorsPerTransaction), only: only ?? null },
  );
  if (chunk.length === 0) return 0;
  const ids = chunk.map((row) => row.id);
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (:Author {id: id})-[old:COAUTHORED]-()
      WITH DISTINCT old
      DELETE old`,
    { ids },
  );
  // A pair whose other end still waits is left to that one's turn. Of shares in 10⁻¹² the sum is the same in any order.
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (a:Author {id: id})-[:AUTHORED]->(p:Publication)<-[:AUTHORED]-(b:Author)
      WHERE a <> b AND p.authorCount <= $coauthorshipLimit
        AND (b.stale IS NULL OR (b.stale = 2 AND a.id < b.id))
      WITH DISTINCT a, b, p
      WITH a, b, count(*) AS publications, min(p.year) AS firstYear, max(p.year) AS lastYear,
        sum(toInteger(round(1e12 / (p.authorCount - 1)))) AS shares
      WITH CASE WHEN a.id < b.id THEN a ELSE b END AS low, CASE WHEN a.id < b.id THEN b ELSE a END AS high,
        publications, firstYear, lastYear, (shares + 500000) / 1000000 AS weight
      CREATE (low)-[:COAUTHORED {
        publications: publications, weight: weight / 1e6, firstYear: firstYear, lastYear: lastYear
      }]->(high)`,
    { ids, coauthorshipLimit: int(coauthorshipLimit) },
  );
  await transaction.run(cypher`UNWIND $ids AS id MATCH (a:Author {id: id}) REMOVE a.stale`, { ids });
  return chunk.length;
}
