import { type Chain, shortestChains } from '../../network/chains.ts';
import { bylineLimit, networkLimits, type TiePublication } from '../../network/network.ts';
import { rounded } from '../../network/projection.ts';
import { cypher, entries } from '../cypher.ts';
import { type Graph, int, type QueryOptions } from '../graph.ts';
import { type Coauthorship, coauthorship } from './authors.ts';
import { authorsAround } from './networks/coauthorsAround.ts';
import { strongestTies } from './networks/storedTies.ts';
import { type AuthorRow, authorNode } from './rows.ts';

/** Collaboration graphs are small worlds, so that who is further away than this is taken for unconnected. */
export const pathLimit = 30;

/** Shortest chains that are looked at, of however many there are. */
const chainLimit = 1000;

/** Authors around either end among whom chains that are not the shortest are looked for. */
const aroundLimit = 500;

export interface CollaborationStep extends Coauthorship {
  /** Where only some publications are counted, those. */
  readonly publications?: (() => readonly TiePublication[]) | undefined;
}

export interface CollaborationPath {
  readonly authors: readonly AuthorRow[];
  /** From each author to the next; one fewer than `authors`. */
  readonly steps: readonly CollaborationStep[];
}

export interface CollaborationPaths {
  readonly paths: readonly CollaborationPath[];
  /** Steps of the shortest; undefined where no chain connects them. */
  readonly distance: number | undefined;
  /** Whether there are, or may be, more that should be among them. */
  readonly truncated: boolean;
}

export interface PathsRequest {
  readonly from: AuthorRow;
  readonly to: AuthorRow;
  /** So many, the shortest first. */
  readonly first: number;
  /** Whether longer ones follow where there are fewer shortest ones. */
  readonly longer: boolean;
  /** Leaves out what was published later. */
  readonly asOf?: number | undefined;
}

/**
 * A shortest chain of coauthors between two authors. Of several, the one whose neighbours share the most
 * publications, then the first by id; where there are more than 1,000, of the first 1,000 found.
 * @returns undefined where no chain connects them
 */
export async function collaborationPath(
  graph: Graph,
  from: AuthorRow,
  to: AuthorRow,
  asOf: number | undefined,
  options: QueryOptions,
): Promise<CollaborationPath | undefined> {
  const { paths } = await collaborationPaths(graph, { from, to, first: 1, longer: false, asOf }, options);
  return paths[0];
}

/**
 * All shortest chains between two authors, or the k shortest. The shortest come from the database's breadth-first search
 * from both ends, which follows each coauthorship once. (Quantified path patterns with ALL SHORTEST or SHORTEST k, which
 * say the same, enumerate what they do not return, do not stop when their time is over, and were measured hundreds of
 * times slower.) Longer ones are looked for among the nearest authors of either end only.
 */
export async function collaborationPaths(
  graph: Graph,
  request: PathsRequest,
  options: QueryOptions,
): Promise<CollaborationPaths> {
  const { from, to, first, longer, asOf } = request;
  if (from.id === to.id) {
    return { paths: [{ authors: [from], steps: [] }], distance: 0, truncated: false };
  }
  const found = await shortest(graph, request, options);
  const distance = found[0]?.steps.length;
  const paths = found.slice(0, first);
  const truncated = found.length > first;
  const more =
    longer && distance !== undefined && paths.length < first
      ? await further(graph, request, distance, first - paths.length, options)
      : { paths: [], truncated };
  const all = [...paths, ...more.paths];
  return {
    paths: asOf === undefined ? all : await asOfYear(graph, all, asOf, options),
    distance,
    truncated: more.truncated,
  };
}

async function shortest(
  graph: Graph,
  { from, to, first, asOf }: PathsRequest,
  options: QueryOptions,
): Promise<CollaborationPath[]> {
  const rows = await graph.read<{ authors: AuthorRow[]; steps: Omit<Coauthorship, 'a' | 'b'>[] }>(
    cypher`
      MATCH (a:Author {id: $from}), (b:Author {id: $to})
      MATCH path = allShortestPaths((a)-[:COAUTHORED*..30]-(b))
      ${asOf === undefined ? cypher`` : cypher`WHERE all(r IN relationships(path) WHERE r.firstYear <= $asOf)`}
      WITH path LIMIT $chainLimit
      ORDER BY reduce(sum = 0, r IN relationships(path) | sum + r.publications) DESC, [n IN nodes(path) | n.id]
      LIMIT $limit
      RETURN [n IN nodes(path) | ${authorNode}] AS authors, [r IN relationships(path) | {${entries(coauthorship)}}] AS steps`,
    {
      from: from.id,
      to: to.id,
      ...(asOf === undefined ? {} : { asOf: int(asOf) }),
      chainLimit: int(chainLimit),
      limit: int(first + 1),
    },
    options,
  );
  return rows.map(({ authors, steps }) => ({
    authors,
    steps: steps.flatMap((step, at) => {
      const [a, b] = [authors[at], authors[at + 1]];
      return a === undefined || b === undefined ? [] : [{ ...step, a: a.id, b: b.id }];
    }),
  }));
}

/** Chains of more than `distance` steps: among the nearest of both ends, in the ties among them. */
async function further(
  graph: Graph,
  { from, to, asOf }: PathsRequest,
  distance: number,
  wanted: number,
  options: QueryOptions,
): Promise<{ readonly paths: CollaborationPath[]; readonly truncated: boolean }> {
  const depth = Math.min(networkLimits.depth, Math.ceil((distance + 1) / 2));
  const bounds = { maxNodes: aroundLimit, minPublications: 1, minWeight: 0 };
  const [left, right] = await Promise.all(
    [from, to].map((author) => authorsAround(graph, { author, depth }, bounds, options)),
  );
  const rows = new Map([...(left?.nodes ?? []), ...(right?.nodes ?? [])].map(({ row }) => [row.id, row]));
  const ties = await strongestTies(
    graph,
    [...rows.keys()],
    { minPublications: 1, minWeight: 0 },
    networkLimits.ties,
    options,
  );
  const among = ties.filter(
    ({ firstYear }) => asOf === undefined || (firstYear !== null && firstYear <= asOf),
  );
  const chains = shortestChains(among, from.id, to.id, { longerThan: distance, wanted: wanted + 1 });
  return {
    paths: chains.chains.slice(0, wanted).map((chain) => pathOf(chain, rows)),
    truncated:
      chains.chains.length > wanted ||
      chains.exhausted ||
      left?.nodesTruncated === true ||
      right?.nodesTruncated === true ||
      ties.length === networkLimits.ties,
  };
}

function pathOf({ ids, ties }: Chain<Coauthorship>, rows: ReadonlyMap<string, AuthorRow>): CollaborationPath {
  return {
    authors: ids.flatMap((id) => rows.get(id) ?? []),
    steps: ties.map((tie, at) => ({ ...tie, a: ids[at] ?? tie.a, b: ids[at + 1] ?? tie.b })),
  };
}

/** The same paths, their steps counted out of what was published until then: one statement for all of them. */
async function asOfYear(
  graph: Graph,
  paths: readonly CollaborationPath[],
  asOf: number,
  options: QueryOptions,
): Promise<CollaborationPath[]> {
  const steps = paths.flatMap((path) => path.steps);
  const pairs = [...new Set(steps.map(({ a, b }) => `${a} ${b}`))];
  const rows = await graph.read<{
    pair: string;
    publications: { id: string; year: number; share: number }[];
  }>(
    cypher`
      UNWIND $pairs AS pair
      WITH pair, split(pair, ' ') AS ends
      MATCH (a:Author {id: ends[0]}) MATCH (b:Author {id: ends[1]})
      MATCH (a)-[:AUTHORED]->(n:Publication)<-[:AUTHORED]-(b)
      WHERE n.year <= $asOf AND n.authorCount <= $bylineLimit
      WITH pair, n ORDER BY n.year DESC, n.id
      RETURN pair, collect(n {.id, .year, share: 1.0 / (n.authorCount - 1)}) AS publications`,
    { pairs, asOf: int(asOf), bylineLimit: int(bylineLimit) },
    options,
  );
  const byPair = new Map(rows.map((row) => [row.pair, row.publications]));
  return paths.map((path) => ({
    ...path,
    steps: path.steps.map((step) => {
      const publications = byPair.get(`${step.a} ${step.b}`) ?? [];
      return {
        ...step,
        publicationCount: publications.length,
        weight: rounded(publications.reduce((sum, { share }) => sum + share, 0)),
        lastYear: publications[0]?.year ?? null,
        publications: () => publications,
      };
    }),
  }));
}

/** How many authors are so many steps away. */
export interface DistanceCount {
  readonly distance: number;
  readonly authors: number;
}

export const distanceLimits = { distance: 15, authors: 100_000 } as const;

/**
 * How far everybody is from an author: breadth first, a statement a step, until nobody new is found or there is no
 * room for more, each author's coauthorships being followed once.
 */
export async function collaborationDistances(
  graph: Graph,
  author: AuthorRow,
  { maxDistance, asOf }: { readonly maxDistance: number; readonly asOf?: number | undefined },
  options: QueryOptions,
): Promise<{ readonly counts: readonly DistanceCount[]; readonly truncated: boolean }> {
  const seen = new Set([author.id]);
  const counts: DistanceCount[] = [{ distance: 0, authors: 1 }];
  let frontier = [author.id];
  for (let distance = 1; distance <= maxDistance; distance += 1) {
    const [row] = await graph.read<{ ids: string[] }>(
      cypher`
        UNWIND $frontier AS id
        MATCH (:Author {id: id})-[r:COAUTHORED]-(n:Author)
        ${asOf === undefined ? cypher`` : cypher`WHERE r.firstYear <= $asOf`}
        WITH DISTINCT n LIMIT $limit
        RETURN collect(n.id) AS ids`,
      {
        frontier,
        ...(asOf === undefined ? {} : { asOf: int(asOf) }),
        limit: int(distanceLimits.authors + 1),
      },
      options,
    );
    const found = row?.ids ?? [];
    frontier = found.filter((id) => !seen.has(id));
    for (const id of frontier) seen.add(id);
    if (frontier.length > 0) counts.push({ distance, authors: frontier.length });
    if (found.length > distanceLimits.authors || seen.size > distanceLimits.authors) {
      return { counts, truncated: true };
    }
    if (frontier.length === 0) return { counts, truncated: false };
  }
  // Whether somebody is further away is not looked at.
  return { counts, truncated: true };
}
