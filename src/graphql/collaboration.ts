import {
  type CollaborationYear as CollaborationYearShape,
  pairLimit,
  readCollaboration,
} from '../graph/read/collaboration.ts';
import { bylineLimit } from '../network/network.ts';
import { builder } from './builder.ts';
import { scan } from './declaredCost.ts';
import { PublicationSet } from './sets.ts';

const CollaborationYear = builder.objectRef<CollaborationYearShape>('CollaborationYear').implement({
  description: 'How people wrote together in a year.',
  fields: (t) => ({
    year: t.exposeInt('year', { description: 'The year.' }),
    publicationCount: t.exposeInt('publicationCount', { description: 'Publications of this year.' }),
    sharedCount: t.exposeInt('sharedCount', { description: 'Those with two authors or more.' }),
    sharedShare: t.float({
      nullable: true,
      description:
        'Which part of those with known authors has two or more, 0 to 1; null where no authors are known.',
      resolve: ({ sharedCount, attributedCount }) =>
        attributedCount === 0 ? null : sharedCount / attributedCount,
    }),
    authorCount: t.exposeInt('authorCount', { description: 'How many people wrote them.' }),
    newAuthorCount: t.exposeInt('newAuthorCount', {
      description: 'How many of these have none of the publications of an earlier year.',
    }),
    newPairCount: t.exposeInt('newPairCount', {
      nullable: true,
      description: `How many pairs of coauthors share none of the publications of an earlier year. Publications of more than ${bylineLimit} authors make no pairs. Null where the publications that a filter lets through have more than ${pairLimit} pairs together: a narrower filter has fewer.`,
    }),
  }),
});

builder.interfaceFields(PublicationSet, (t) => ({
  collaborationByYear: t.field({
    type: [CollaborationYear],
    extensions: { cost: 3 * scan.cost },
    description:
      'How people wrote these publications together, year by year from the first; what has no year is left out, and years without publications are. It goes over every publication three times, and ends with the code DATABASE_TIMEOUT where that takes more than 15 seconds.',
    resolve: async ({ all: { context, relation, parent } }) => {
      const years = await context.whole('collaboration', relation, parent, readCollaboration);
      context.deliver(years.length);
      return years;
    },
  }),
}));
