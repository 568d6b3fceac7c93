import { bylineLimit } from '../../network/network.ts';
import { type Cypher, cypher, entries } from '../cypher.ts';
import { type Graph, int, type QueryOptions } from '../graph.ts';
import { type Coauthorship, coauthorship } from './authors.ts';
import { numberField, orderKeys } from './order.ts';
import type { Relation } from './page.ts';
import { type AuthorRow, authorNode, type TopicRow, topicNode } from './rows.ts';

/** Somebody who wrote with both of two authors, `a` and `b`. */
export interface CommonCoauthor {
  readonly node: AuthorRow;
  readonly withA: CoauthorTie;
  readonly withB: CoauthorTie;
}

/** What two authors have done together, or had done until a year. */
export interface CoauthorTie extends Coauthorship {
  readonly asOf?: number;
}

const inWindow = (r: Cypher, asOf: number | undefined) =>
  asOf === undefined ? cypher`true` : cypher`${r}.firstYear <= $asOf`;

function yearParameter(asOf: number | undefined): Record<string, unknown> {
  return asOf === undefined ? {} : { asOf: int(asOf) };
}

/** What `tiedBy` names. */
function tieParameters(asOf: number | undefined): Record<string, unknown> {
  return asOf === undefined ? {} : { asOf: int(asOf), bylineLimit: int(bylineLimit) };
}

/** Whether the publication `p` ties its authors, and was there in the year. */
const tiedBy = cypher`p.year <= $asOf AND p.authorCount <= $bylineLimit`;

/** Publications `p` that two authors share, as a stored coauthorship has them. */
const countedTie = cypher`{
  publications: count(p), weight: round(sum(1.0 / (p.authorCount - 1)), 6),
  firstYear: min(p.year), lastYear: max(p.year)
}`;

/** What ties `author` to `n` as of a year, as `tie`. */
const tieUntil = (author: Cypher, tie: Cypher) => cypher`
  CALL (${author}, n) {
    MATCH (${author})-[:AUTHORED]->(p:Publication)<-[:AUTHORED]-(n) WHERE ${tiedBy}
    RETURN ${countedTie} AS ${tie}
  }`;

/** Of a tie that is counted as of a year. */
const until = (asOf: number | undefined) => (asOf === undefined ? cypher`` : cypher`asOf: $asOf,`);

/** Who wrote with both, the most publications with the less busy side first. */
export function commonCoauthors(asOf: number | undefined): Relation<CommonCoauthor> {
  const both =
    asOf === undefined
      ? cypher`MATCH (from)-[r:COAUTHORED]-(n:Author)-[s:COAUTHORED]-(other)`
      : cypher`
          MATCH (from)-[one:COAUTHORED]-(n:Author)-[two:COAUTHORED]-(other)
          WHERE one.firstYear <= $asOf AND two.firstYear <= $asOf
          WITH from, other, n
          ${tieUntil(cypher`from`, cypher`r`)}
          ${tieUntil(cypher`other`, cypher`s`)}`;
  return {
    name: 'commonCoauthors',
    variant: String(asOf ?? ''),
    from: cypher`MATCH (from:Author {id: parent.a}) MATCH (other:Author {id: parent.b})`,
    match: cypher`
      ${both}
      WITH *, CASE WHEN r.publications < s.publications THEN r.publications ELSE s.publications END AS least,
        r.publications + s.publications AS publications`,
    item: cypher`{
      node: ${authorNode},
      withA: {${until(asOf)} a: from.id, b: n.id, ${entries(coauthorship)}},
      withB: {${until(asOf)} a: other.id, b: n.id, publicationCount: s.publications, weight: s.weight, firstYear: s.firstYear, lastYear: s.lastYear}
    }`,
    order: orderKeys({ LEAST: numberField(cypher`least`), PUBLICATIONS: numberField(cypher`publications`) }, [
      { field: 'LEAST', descending: true },
      { field: 'PUBLICATIONS', descending: true },
    ]),
    parameters: tieParameters(asOf),
  };
}

/** Members of a group, and of what is shown of each connector. */
export const connectorLimits = { group: 100, connectors: 100, ties: 10 } as const;

export interface GroupTies {
  /** Members with whom the author wrote. */
  readonly memberCount: number;
  readonly publicationCount: number;
  /** The strongest. */
  readonly ties: readonly (CoauthorTie & { readonly member: AuthorRow })[];
}

export interface Connector {
  readonly author: AuthorRow;
  readonly first: GroupTies;
  readonly second: GroupTies;
}

/**
 * Who belongs to neither of two groups and wrote with somebody of both: those who know many of both first, by the
 * smaller number of members, then by publications. One statement, which follows the coauthorships of the members once; as of a
 * year, their publications until then.
 */
export async function connectors(
  graph: Graph,
  first: readonly string[],
  second: readonly string[],
  limit: number,
  asOf: number | undefined,
  options: QueryOptions,
): Promise<Connector[]> {
  const ties =
    asOf === undefined
      ? cypher`
          MATCH (m:Author {id: id})-[r:COAUTHORED]-(n:Author)
          WHERE NOT n.id IN $members
          WITH n, group.side AS side, m, r`
      : cypher`
          MATCH (m:Author {id: id})-[:AUTHORED]->(p:Publication)<-[:AUTHORED]-(n:Author)
          WHERE NOT n.id IN $members AND ${tiedBy}
          WITH n, group.side AS side, m, ${countedTie} AS r`;
  return graph.read<Connector & Record<string, unknown>>(
    cypher`
      UNWIND [{side: 0, ids: $first}, {side: 1, ids: $second}] AS group
      UNWIND group.ids AS id
      ${ties} ORDER BY r.publications DESC, m.id
      WITH n, side, count(m) AS memberCount, sum(r.publications) AS publicationCount,
        collect({m: m, r: r})[..$ties] AS ties
      WITH n, collect({side: side, memberCount: memberCount, publicationCount: publicationCount, ties: ties}) AS sides
      WHERE size(sides) = 2
      WITH n, [s IN sides WHERE s.side = 0][0] AS x, [s IN sides WHERE s.side = 1][0] AS y
      ORDER BY CASE WHEN x.memberCount < y.memberCount THEN x.memberCount ELSE y.memberCount END DESC,
        x.memberCount + y.memberCount DESC, x.publicationCount + y.publicationCount DESC, n.id
      LIMIT $limit
      WITH ${authorNode} AS author, n.id AS a, x, y
      RETURN author, ${groupTies(cypher`x`, asOf)} AS first, ${groupTies(cypher`y`, asOf)} AS second`,
    {
      first,
      second,
      members: [...first, ...second],
      ties: int(connectorLimits.ties),
      limit: int(limit),
      ...tieParameters(asOf),
    },
    options,
  );
}

function groupTies(side: Cypher, asOf: number | undefined): Cypher {
  return cypher`{
    memberCount: ${side}.memberCount, publicationCount: ${side}.publicationCount,
    ties: COLLECT {
      UNWIND ${side}.ties AS tie
      WITH tie.m AS n, tie.r AS r
      RETURN {${until(asOf)} a: a, b: n.id, ${entries(coauthorship)}, member: ${authorNode}}
    }
  }`;
}

/** Coauthors over whom suggestions are looked for, the strongest; suggestions; topics shown of each. */
export const suggestionLimits = { coauthors: 500, suggestions: 50, topics: 10 } as const;

export interface SuggestedCollaborator {
  /** To whom it is suggested. */
  readonly to: string;
  /** The year until which coauthorships and publications are looked at. */
  readonly asOf?: number | undefined;
  readonly author: AuthorRow;
  /** Adamic–Adar. */
  readonly score: number;
  readonly commonCoauthorCount: number;
  /** The same sum over shared topics, with how many publications are about each. */
  readonly topicScore: number;
  readonly topics: readonly { readonly node: TopicRow; readonly publicationCount: number }[];
}

/**
 * With whom an author has not written yet, but is likely to: by the coauthors they have in common, each of whom counts the
 * more the fewer coauthors of their own they have, Σ 1/log(degree) (Adamic and Adar 2003; found to predict coauthorships
 * well by Liben-Nowell and Kleinberg 2007). What both write about is a further reason, by the same sum over topics, and
 * parts those whom the coauthors do not. As of a year, who the strongest coauthors are and how many publications are about a topic
 * is of today. One statement.
 */
export async function suggestedCollaborators(
  graph: Graph,
  author: AuthorRow,
  limit: number,
  asOf: number | undefined,
  options: QueryOptions,
): Promise<SuggestedCollaborator[]> {
  const year = asOf === undefined ? cypher`true` : cypher`p.year <= $asOf`;
  const theirYear = asOf === undefined ? cypher`true` : cypher`q.year <= $asOf`;
  const rows = await graph.read<SuggestedCollaborator & Record<string, unknown>>(
    cypher`
      MATCH (a:Author {id: $id})
      CALL (a) {
        MATCH (a)-[r:COAUTHORED]-(z:Author)
        WHERE ${inWindow(cypher`r`, asOf)}
        WITH z, r ORDER BY r.publications DESC, r.weight DESC, z.id LIMIT $coauthors
        RETURN collect(z) AS known
      }
      CALL (a) {
        MATCH (a)-[r:COAUTHORED]-(z:Author) WHERE ${inWindow(cypher`r`, asOf)}
        WITH a, collect(z) AS others
        RETURN others + a AS taken
      }
      CALL (a) {
        MATCH (a)-[:AUTHORED]->(p:Publication)-[:ABOUT]->(t:Topic) WHERE ${year}
        WITH t, count(*) AS publications ORDER BY publications DESC, t.id LIMIT 100
        RETURN collect(t) AS interests
      }
      UNWIND known AS z
      WITH a, taken, interests, z, COUNT { (z)-[r:COAUTHORED]-() WHERE ${inWindow(cypher`r`, asOf)} } AS degree
      MATCH (z)-[r:COAUTHORED]-(n:Author)
      WHERE NOT n IN taken AND ${inWindow(cypher`r`, asOf)}
      WITH n, interests, sum(1.0 / log(degree)) AS score, count(z) AS commonCoauthorCount
      ORDER BY score DESC, n.id LIMIT $candidates
      CALL (n, interests) {
        MATCH (n)-[:AUTHORED]->(q:Publication)-[:ABOUT]->(t:Topic)
        WHERE ${theirYear} AND t IN interests
        WITH t, count(*) AS publicationCount, COUNT { (t)<-[:ABOUT]-() } AS popularity
        WITH t, publicationCount, popularity ORDER BY publicationCount DESC, t.id
        RETURN sum(1.0 / log(1 + popularity)) AS topicScore,
          collect({t: t, publicationCount: publicationCount})[..$topics] AS shared
      }
      WITH n, score, commonCoauthorCount, topicScore, shared
      ORDER BY round(score, 6) DESC, topicScore DESC, n.id LIMIT $limit
      WITH ${authorNode} AS author, score, commonCoauthorCount, topicScore, shared
      RETURN $id AS to, author, round(score, 6) AS score, commonCoauthorCount, round(topicScore, 6) AS topicScore,
        COLLECT {
          UNWIND shared AS topic
          WITH topic.t AS n, topic.publicationCount AS publicationCount
          RETURN {node: ${topicNode}, publicationCount: publicationCount}
        } AS topics`,
    {
      id: author.id,
      coauthors: int(suggestionLimits.coauthors),
      candidates: int(4 * suggestionLimits.suggestions),
      topics: int(suggestionLimits.topics),
      limit: int(limit),
      ...yearParameter(asOf),
    },
    options,
  );
  return rows.map((row) => ({ ...row, asOf }));
}
