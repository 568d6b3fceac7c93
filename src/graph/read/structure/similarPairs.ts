import { cypher } from '../../cypher.ts';
import { type AuthorsChoice, authorsBy } from '../authors.ts';
import { numberField } from '../order.ts';
import type { Relation } from '../page.ts';
import { type PublicationsRequest, relevant } from '../publications.ts';
import { type AuthorRow, authorNode, type PublicationRow, publicationNode } from '../rows.ts';

interface Scored {
  readonly score: number;
}

/** As the current run of `slot` has them, the likest first. */
export function storedSimilarAuthors(
  slot: string,
  choice: AuthorsChoice,
): Relation<{ readonly node: AuthorRow } & Scored> {
  return {
    ...authorsBy(choice, { EDGE_SCORE: numberField(cypher`s.score`) }, [
      { field: 'EDGE_SCORE', descending: true },
    ]),
    name: 'Author.similarAuthors',
    from: cypher`MATCH (from:Author {id: parent.id})`,
    match: cypher`
      MATCH (run:AnalysisRun {currentOf: $slot})
      MATCH (from)-[s:SIMILAR_TO {run: run.id}]->(n:Author)`,
    item: cypher`{node: ${authorNode}, score: s.score}`,
    parameters: { slot },
  };
}

/** As the current run of `slot` has them, the likest first. */
export function storedSimilarPublications(
  slot: string,
  request: PublicationsRequest,
): Relation<{ readonly node: PublicationRow } & Scored> {
  return {
    ...relevant(request),
    name: 'Publication.similarPublications',
    from: cypher`MATCH (from:Publication {id: parent.id})`,
    match: cypher`
      MATCH (run:AnalysisRun {currentOf: $slot})
      MATCH (from)-[s:SIMILAR_TO {run: run.id}]->(n:Publication)
      WITH s, n, s.score AS relevance`,
    item: cypher`{node: ${publicationNode}, score: relevance}`,
    parameters: { slot },
  };
}
