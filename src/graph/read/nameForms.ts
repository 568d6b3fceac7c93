import { type Cypher, cypher } from '../cypher.ts';
import { key } from './order.ts';
import type { Relation } from './page.ts';

/** A name as sources write it, and in how many publications one does. */
export interface NameForm {
  readonly form: string;
  readonly publicationCount: number;
}

/** @param match binds `r`, which has the forms, and the publication `p` */
function formsOf(
  name: string,
  of: Cypher,
  match: Cypher,
  forms = cypher`coalesce(r.forms, [])`,
): Relation<{ readonly node: NameForm }> {
  return {
    name,
    of,
    match: cypher`
      ${match}
      UNWIND ${forms} AS form
      WITH form AS n, count(DISTINCT p) AS publicationCount`,
    item: cypher`{node: {form: n, publicationCount: publicationCount}}`,
    order: [
      key('PUBLICATION_COUNT', 'number', cypher`publicationCount`, 'descending'),
      key('FORM', 'string', cypher`n`),
    ],
  };
}

/** Of each publication the fullest form, as `names` of the author has them. */
export const nameFormsOfAuthor = formsOf(
  'Author.nameForms',
  cypher`Author`,
  cypher`MATCH (from)-[r:AUTHORED]->(p:Publication)`,
  cypher`[coalesce(r.display, r.rawName)]`,
);

export const nameFormsOfVenue = formsOf(
  'Venue.nameForms',
  cypher`Venue`,
  cypher`MATCH (from)<-[r:PUBLISHED_IN]-(p:Publication)`,
);

export const nameFormsOfTopic = formsOf(
  'Topic.nameForms',
  cypher`Topic`,
  cypher`MATCH (from)<-[r:ABOUT]-(p:Publication)`,
);

export const nameFormsOfInstitution = formsOf(
  'Institution.nameForms',
  cypher`Institution`,
  cypher`MATCH (from)<-[r:AFFILIATED_WITH]-(p:Publication)`,
);
