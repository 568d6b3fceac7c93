import { type Cypher, cypher } from '../cypher.ts';
import { type Graph, int, type QueryOptions } from '../graph.ts';
import { fulltextOf, searchTerms, wordsOf } from './fulltext.ts';
import { numberField, orderKeys } from './order.ts';
import type { Relation, Search } from './page.ts';
import {
  type AuthorRow,
  authorNode,
  citationsOf,
  type InstitutionRow,
  institutionNode,
  isTopic,
  type PublicationRow,
  publicationNode,
  type TopicRow,
  topicNode,
  type VenueRow,
  venueNode,
} from './rows.ts';

export const searchKinds = ['PUBLICATION', 'AUTHOR', 'VENUE', 'TOPIC', 'INSTITUTION'] as const;
export type SearchKind = (typeof searchKinds)[number];

export interface SearchHit {
  readonly node: PublicationRow | AuthorRow | VenueRow | TopicRow | InstitutionRow;
  /** Lucene's BM25 score; higher is better. */
  readonly score: number;
}

const hits: Readonly<Record<SearchKind, Cypher>> = {
  PUBLICATION: cypher`CALL db.index.fulltext.queryNodes('publication_text', $english) YIELD node, score RETURN node AS n, score`,
  AUTHOR: cypher`CALL db.index.fulltext.queryNodes('author_text', $search) YIELD node, score RETURN node AS n, score`,
  VENUE: cypher`CALL db.index.fulltext.queryNodes('venue_text', $search) YIELD node, score RETURN node AS n, score`,
  TOPIC: cypher`CALL db.index.fulltext.queryNodes('topic_text', $english) YIELD node AS n, score WHERE ${isTopic} RETURN n, score`,
  INSTITUTION: cypher`CALL db.index.fulltext.queryNodes('institution_text', $search) YIELD node, score RETURN node AS n, score`,
};

const nothing = cypher`UNWIND [] AS n RETURN n, 0.0 AS score`;

const anyNode = cypher`CASE
  WHEN n:Publication THEN ${publicationNode}
  WHEN n:Author THEN ${authorNode}
  WHEN n:Venue THEN ${venueNode}
  WHEN n:Institution THEN ${institutionNode}
  ELSE ${topicNode}
END`;

/** Everything of those kinds that a search finds, best first. */
export function search(asked: Search, kinds: readonly SearchKind[]): Relation<SearchHit> {
  const wanted = searchKinds.filter((kind) => kinds.includes(kind));
  return {
    name: 'search',
    match: cypher`
      CALL () { ${wanted.length === 0 ? nothing : wanted.map((kind) => hits[kind]).reduce((a, b) => cypher`${a} UNION ALL ${b}`)} }
      WITH n, score`,
    item: cypher`{score: score, node: ${anyNode}}`,
    order: orderKeys({ SCORE: numberField(cypher`score`) }, [{ field: 'SCORE', descending: true }]),
    parameters: {
      search: fulltextOf(asked.text, asked.options),
      english: fulltextOf(asked.text, { ...asked.options, english: true }),
    },
    search: asked,
  };
}

/** Something that a person who types may mean. */
export interface Suggestion {
  readonly node: PublicationRow | AuthorRow | VenueRow | TopicRow | InstitutionRow;
  /** The publications that it has; of a publication, the citations. */
  readonly popularity: number;
}

/** How many hits of each kind are looked at to find the most popular ones. */
export const suggestionLimits = { candidates: 1_000, suggestions: 50 } as const;

/** Stems find more than what starts with the words. */
const startsWords = cypher`all(word IN $words WHERE any(form IN forms WHERE form =~ word))`;

const best = cypher`
  WITH n, popularity, any(form IN forms WHERE form STARTS WITH $typed) AS starts
  ORDER BY starts DESC, popularity DESC, n.id LIMIT $first
  RETURN n, popularity, starts`;

const suggestions: Readonly<Record<SearchKind, Cypher>> = {
  PUBLICATION: cypher`
    CALL db.index.fulltext.queryNodes('publication_text', $titles, {limit: $candidates}) YIELD node AS n
    WITH n, ${citationsOf(cypher`n`)} AS popularity, [toLower(coalesce(n.title, ''))] AS forms
    WHERE ${startsWords}
    ${best}`,
  AUTHOR: cypher`
    CALL db.index.fulltext.queryNodes('author_text', $names, {limit: $candidates}) YIELD node AS n
    WITH n, coalesce(n.publicationCount, 0) AS popularity,
      [form IN coalesce(n.names, []) | toLower(form)] + toLower(n.name) + coalesce(n.sortName, []) AS forms
    ${best}`,
  VENUE: cypher`
    CALL db.index.fulltext.queryNodes('venue_text', $names, {limit: $candidates}) YIELD node AS n
    WITH n, COUNT { (n)<-[:PUBLISHED_IN]-() } AS popularity,
      [form IN coalesce(n.names, []) + n.name + coalesce(n.acronym, []) | toLower(form)] AS forms
    ${best}`,
  TOPIC: cypher`
    CALL db.index.fulltext.queryNodes('topic_text', $topics, {limit: $candidates}) YIELD node AS n
    WHERE ${isTopic}
    WITH n, COUNT { (n)<-[:ABOUT]-() } AS popularity, [form IN coalesce(n.names, []) + n.name | toLower(form)] AS forms
    WHERE ${startsWords}
    ${best}`,
  INSTITUTION: cypher`
    CALL db.index.fulltext.queryNodes('institution_text', $names, {limit: $candidates}) YIELD node AS n
    WITH n, COUNT { (n)<-[:AFFILIATED_WITH]-() } AS popularity,
      [form IN coalesce(n.names, []) + n.name | toLower(form)] AS forms
    ${best}`,
};

/**
 * What begins with what a person has typed so far, of all kinds by one statement: what starts with the very text comes
 * first, then the most popular. Nothing where there is no word yet.
 */
export async function suggest(
  graph: Graph,
  {
    typed,
    kinds,
    first,
  }: { readonly typed: string; readonly kinds: readonly SearchKind[]; readonly first: number },
  options: QueryOptions,
): Promise<Suggestion[]> {
  const wanted = searchKinds.filter((kind) => kinds.includes(kind));
  const words = wordsOf(typed);
  const last = words.at(-1);
  if (wanted.length === 0 || last === undefined) return [];
  // Checks the bounds of what may be typed.
  searchTerms(typed);
  return graph.read<{ node: Suggestion['node']; popularity: number }>(
    cypher`
      CALL () { ${wanted.map((kind) => suggestions[kind]).reduce((a, b) => cypher`${a} UNION ALL ${b}`)} }
      WITH n, popularity, starts ORDER BY starts DESC, popularity DESC, n.id LIMIT $first
      RETURN ${anyNode} AS node, popularity`,
    {
      typed: typed.trim().toLowerCase(),
      words: words.map((word) => `(?sU).*\\b${word}.*`),
      names: prefixQuery(words, 'names'),
      topics: prefixQuery(words, 'english'),
      titles: prefixQuery(words, 'english', 'title:'),
      candidates: int(suggestionLimits.candidates),
      first: int(first),
    },
    options,
  );
}

/** Words that an index does not hold: Lucene's `EnglishAnalyzer.ENGLISH_STOP_WORDS_SET`. */
const stopWords: ReadonlySet<string> = new Set(
  'a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with'.split(
    ' ',
  ),
);

/**
 * Each word may be the start of one. An English index holds stems, which a word that is typed almost to its end has
 * outgrown ('learnin'), so there the last word may also go on from any stem that it starts with.
 */
function prefixQuery(typed: readonly string[], index: 'names' | 'english', scope = ''): string {
  const held = typed.filter((word) => !stopWords.has(word));
  const words = held.length > 0 ? held : typed;
  return words
    .map((word, at) => {
      const outgrown =
        index === 'english' && at === words.length - 1
          ? [1, 2, 3, 4].map((letters) => word.slice(0, -letters)).filter((stem) => stem.length > 2)
          : [];
      return `(${[word, `${word}*`, ...outgrown].map((term) => scope + term).join(' OR ')})`;
    })
    .join(' AND ');
}
