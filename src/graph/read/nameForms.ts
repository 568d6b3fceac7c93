import { type Cypher, cypher } from '../cypher.ts';
import { key } from './order.ts';
import type { Relation } from './page.ts';

/** A name as sources write it, and in how many publications one does. */
export interface NameForm {
  readonly form: string;
  readonly publicationCount: number;
}

/** @param match binds `r`, which has `forms`, and the publication `p` */
function formsOf(name: string, of: Cypher, match: Cypher): Relation<{ readonly node: NameForm }> {
  return {
    name,
    of,
    match: cypher`
      ${match}
      UNWIND coalesce(r.forms, []) AS form
      WITH form AS n, count(DISTINCT p) AS publicationCount`,
    item: cypher`{node: {form: n, publicationCount: publicationCount}}`,
    order: [
      key('PUBLICATION_COUNT', 'number', cypher`publicationCount`, 'descending'),
      key('FORM', 'string', cypher`n`),
    ],
  };
}

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
