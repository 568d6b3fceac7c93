import { bylineLimit } from '../../network/network.ts';
import { cypher } from '../cypher.ts';
import { type Graph, int, type QueryOptions } from '../graph.ts';

/** The newest publications of an author that are looked at. */
export const publicationsLookedAt = 300;
/** Suggestions of one author. */
const mostSuggested = 5;

/** Publications of an author that nobody and nothing ties to the author's others, and may be by somebody else. */
export interface SplitSuggestion {
  /** Ids, the newest first. */
  readonly publications: readonly string[];
  /** How the author is called in them. */
  readonly names: readonly string[];
  /** What they share with the author's other publications. */
  readonly sharedVenues: number;
  readonly sharedTopics: number;
  /** Between the years of these and of the others; null where no year is known. */
  readonly yearsApart: number | null;
}

/** One publication of the author, with what could tie it to others. */
export interface TiedPublication {
  readonly id: string;
  readonly year: number | null;
  readonly names: readonly string[];
  /** Coauthors, identifiers of the author, and institutions where the author was. */
  readonly ties: readonly string[];
  readonly venues: readonly string[];
  readonly topics: readonly string[];
}

/** @returns the suggestions for each of the authors, those first that share the least */
export async function splitSuggestions(
  graph: Graph,
  authors: readonly string[],
  options: QueryOptions,
): Promise<SplitSuggestion[][]> {
  const rows = await graph.read<{ author: string; publications: TiedPublication[] }>(
    cypher`UNWIND $authors AS author
      MATCH (a:Author {id: author})
      CALL (a) {
        MATCH (a)-[m:AUTHORED]->(p:Publication)
        WITH a, p, collect(m) AS mentions ORDER BY p.year DESC, p.id LIMIT $limit
        RETURN collect({
          id: p.id, year: p.year, names: [m IN mentions | m.display],
          ties: CASE WHEN p.authorCount > $bylineLimit THEN [] ELSE
            COLLECT { MATCH (p)<-[:AUTHORED]-(other) WHERE other <> a RETURN DISTINCT other.id } END
            + COLLECT { UNWIND mentions AS m UNWIND m.identifiers AS key
              WITH DISTINCT key WHERE NOT key STARTS WITH 'called:' AND NOT key STARTS WITH 'decision:' RETURN key }
            + COLLECT { UNWIND mentions AS m MATCH (p)-[at:AFFILIATED_WITH]->(i:Institution)
              WHERE m.order IN at.orders RETURN DISTINCT i.id },
          venues: COLLECT { MATCH (p)-[:PUBLISHED_IN]->(v) WHERE v.kind <> 'PREPRINT_SERVER' RETURN v.id },
          topics: COLLECT { MATCH (p)-[:ABOUT]->(t) RETURN t.id }
        }) AS publications
      }
      RETURN author, publications`,
    { authors, limit: int(publicationsLookedAt), bylineLimit: int(bylineLimit) },
    options,
  );
  const found = new Map(rows.map(({ author, publications }) => [author, suggestionsFrom(publications)]));
  return authors.map((author) => found.get(author) ?? []);
}

/**
 * Parts the publications into those that hang together by ties, however many steps away. The largest part is taken for the
 * author; the others are suggested.
 */
export function suggestionsFrom(publications: readonly TiedPublication[]): SplitSuggestion[] {
  const [, ...others] = partsOf(publications).sort(
    (a, b) => b.length - a.length || ((a[0]?.id ?? '') < (b[0]?.id ?? '') ? -1 : 1),
  );
  return others
    .map((part) => suggestionOf(part, publications))
    .sort(
      (a, b) =>
        a.sharedVenues + a.sharedTopics - b.sharedVenues - b.sharedTopics ||
        (b.yearsApart ?? 0) - (a.yearsApart ?? 0) ||
        b.publications.length - a.publications.length,
    )
    .slice(0, mostSuggested);
}

function partsOf(publications: readonly TiedPublication[]): TiedPublication[][] {
  const tied = new Map<string, TiedPublication[]>();
  for (const publication of publications) {
    for (const tie of publication.ties) tied.set(tie, [...(tied.get(tie) ?? []), publication]);
  }
  const seen = new Set<TiedPublication>();
  const parts: TiedPublication[][] = [];
  for (const first of publications) {
    if (seen.has(first)) continue;
    seen.add(first);
    const part = [first];
    // Grows while it is gone through.
    for (const { ties } of part) {
      for (const tie of ties) {
        for (const other of tied.get(tie) ?? []) {
          if (!seen.has(other)) part.push(other);
          seen.add(other);
        }
        tied.delete(tie);
      }
    }
    parts.push(part);
  }
  return parts;
}

function suggestionOf(
  part: readonly TiedPublication[],
  publications: readonly TiedPublication[],
): SplitSuggestion {
  const within = new Set(part);
  const rest = publications.filter((publication) => !within.has(publication));
  const shared = (read: (publication: TiedPublication) => readonly string[]) => {
    const theirs = new Set(rest.flatMap(read));
    return new Set(part.flatMap(read).filter((each) => theirs.has(each))).size;
  };
  const ids = publications.filter((publication) => within.has(publication)).map(({ id }) => id);
  return {
    publications: ids,
    names: [...new Set(part.flatMap(({ names }) => names))].sort(),
    sharedVenues: shared(({ venues }) => venues),
    sharedTopics: shared(({ topics }) => topics),
    yearsApart: yearsBetween(part, rest),
  };
}

function yearsBetween(a: readonly TiedPublication[], b: readonly TiedPublication[]): number | null {
  const years = (publications: readonly TiedPublication[]) =>
    publications.flatMap(({ year }) => (year === null ? [] : [year]));
  const [yearsA, yearsB] = [years(a), years(b)];
  if (yearsA.length === 0 || yearsB.length === 0) return null;
  return Math.max(Math.min(...yearsA) - Math.max(...yearsB), Math.min(...yearsB) - Math.max(...yearsA), 0);
}
