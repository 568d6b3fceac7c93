import { canonicalIdentifier } from '../../normalise/identifier.ts';
import { parseName } from '../../normalise/name.ts';
import type { PersonRecord } from '../../record.ts';
import { cypher } from '../cypher.ts';
import { type Graph, int, type QueryOptions } from '../graph.ts';

/** Statements of persons that are read of one author. */
export const personStatementLimit = 100;

/** What puts the authorships of one author together. */
export interface AuthorIdentity extends HeldTogether {
  /** Those that name one of the author's identifiers, by their keys; at most `personStatementLimit`. */
  readonly persons: readonly PersonStatement[];
}

/** What a source says of a person apart from any publication. */
export interface PersonStatement {
  /** Its id. */
  readonly source: string;
  /** Of the entry in the source. */
  readonly locator: string;
  readonly names: readonly string[];
  /** `scheme:value`. */
  readonly identifiers: readonly string[];
}

export interface HeldTogether {
  readonly authorshipCount: number;
  /** Authorships that have an identifier, or a statement of a person, in common with another one of the author. */
  readonly byIdentifier: number;
  /** Authorships that a decision puts together with another one of the author. */
  readonly byDecision: number;
  /** Authorships that have neither in common with another one; 0 where there is but one. */
  readonly byEvidence: number;
  /** Authorships in the largest set that identifiers and decisions hold together, through others or not. */
  readonly heldTogether: number;
  /** Those of most authorships first. */
  readonly identifiers: readonly PersonIdentifier[];
}

export interface PersonIdentifier {
  /** `scheme:value`. */
  readonly key: string;
  readonly authorshipCount: number;
}

/** Authorships with the same keys. */
export interface KeyedAuthorships {
  /** `orcid:…`, `profile:…`: identifiers; `stated:…`: statements of persons; `decision:…`: decisions that say who it is. */
  readonly keys: readonly string[];
  readonly count: number;
}

const decisionPrefix = 'decision:';
/** The owner of a profile page: its source's id follows. */
const profilePrefix = 'profile:';
/** A statement of a person: its key follows. */
const statedPrefix = 'stated:';

/** @returns what is stored of the authorships of each author, in the order of `authors` */
export async function authorIdentities(
  graph: Graph,
  authors: readonly string[],
  options: QueryOptions,
): Promise<AuthorIdentity[]> {
  const rows = await graph.read<{
    id: string;
    authorships: KeyedAuthorships[];
    persons: { source: string; fields: string }[];
  }>(
    // A name (`called:…`) is no identifier, and a decision on it, or on who it is not, puts nobody together.
    cypher`
      UNWIND $authors AS id
      MATCH (n:Author {id: id})
      WITH id, n, COLLECT {
        MATCH (d:Decision) WHERE d.id IN coalesce(n.decisions, []) AND d.kind <> 'RENAME' RETURN 'decision:' + d.id
      } AS uniting
      CALL (n, uniting) {
        MATCH (n)-[m:AUTHORED]->()
        WITH [key IN coalesce(m.identifiers, [])
          WHERE NOT key STARTS WITH 'called:' AND (NOT key STARTS WITH 'decision:' OR key IN uniting)] AS keys,
          count(*) AS count
        RETURN collect({
          keys: keys + COLLECT {
            UNWIND keys AS key
            MATCH (:Identifier {key: key})-[:NAMES]->(s:PersonStatement)
            RETURN DISTINCT 'stated:' + s.key
          },
          count: count
        }) AS authorships
      }
      RETURN id, authorships, COLLECT {
        UNWIND authorships AS each UNWIND each.keys AS key
        WITH DISTINCT key WHERE key STARTS WITH 'stated:'
        MATCH (source:Source)-[:STATES]->(s:PersonStatement {key: substring(key, size('stated:'))})
        RETURN {source: source.id, fields: s.fields} ORDER BY s.key LIMIT $limit
      } AS persons`,
    { authors, limit: int(personStatementLimit) },
    options,
  );
  const byId = new Map(
    rows.map(({ id, authorships, persons }) => [
      id,
      { ...heldTogether(authorships), persons: persons.map(personFrom) },
    ]),
  );
  return authors.map((id) => byId.get(id) ?? { ...heldTogether([]), persons: [] });
}

function personFrom({
  source,
  fields,
}: {
  readonly source: string;
  readonly fields: string;
}): PersonStatement {
  const { locator, names, identifiers }: PersonRecord = JSON.parse(fields);
  return {
    source,
    locator: locator.key,
    names: names.flatMap((name) => ('literal' in name ? name.literal : (parseName(name)?.display ?? []))),
    identifiers: identifiers.flatMap((identifier) => canonicalIdentifier(identifier)?.key ?? []),
  };
}

export function heldTogether(authorships: readonly KeyedAuthorships[]): HeldTogether {
  const holders = new Map<string, number>();
  for (const { keys, count } of authorships) {
    for (const key of new Set(keys)) holders.set(key, (holders.get(key) ?? 0) + count);
  }
  const isShared = (key: string) => (holders.get(key) ?? 0) > 1;
  const countWhere = (passes: (keys: readonly string[]) => boolean) =>
    authorships.reduce((sum, { keys, count }) => sum + (passes(keys) ? count : 0), 0);
  const authorshipCount = countWhere(() => true);
  return {
    authorshipCount,
    byIdentifier: countWhere((keys) => keys.some((key) => !isDecision(key) && isShared(key))),
    byDecision: countWhere((keys) => keys.some((key) => isDecision(key) && isShared(key))),
    byEvidence: authorshipCount < 2 ? 0 : countWhere((keys) => !keys.some(isShared)),
    heldTogether: largestPart(authorships),
    identifiers: [...holders]
      .filter(
        ([key]) => ![decisionPrefix, profilePrefix, statedPrefix].some((prefix) => key.startsWith(prefix)),
      )
      .map(([key, count]) => ({ key, authorshipCount: count }))
      .sort((a, b) => b.authorshipCount - a.authorshipCount || (a.key < b.key ? -1 : 1)),
  };
}

function isDecision(key: string): boolean {
  return key.startsWith(decisionPrefix);
}

/** Authorships in the largest part that hangs together by keys, however many steps away. */
function largestPart(authorships: readonly KeyedAuthorships[]): number {
  const having = new Map<string, KeyedAuthorships[]>();
  for (const each of authorships) {
    for (const key of each.keys) {
      const others = having.get(key);
      if (others === undefined) having.set(key, [each]);
      else others.push(each);
    }
  }
  const seen = new Set<KeyedAuthorships>();
  let largest = 0;
  for (const first of authorships) {
    if (seen.has(first)) continue;
    seen.add(first);
    // Without a key, each authorship is on its own.
    if (first.keys.length === 0) {
      largest = Math.max(largest, Math.min(first.count, 1));
      continue;
    }
    const part = [first];
    // Grows while it is gone through.
    for (const { keys } of part) {
      for (const other of keys.flatMap((key) => having.get(key) ?? [])) {
        if (!seen.has(other)) part.push(other);
        seen.add(other);
      }
      for (const key of keys) having.delete(key);
    }
    largest = Math.max(
      largest,
      part.reduce((sum, { count }) => sum + count, 0),
    );
  }
  return largest;
}
