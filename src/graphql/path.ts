import type { Coauthorship as CoauthorshipShape } from '../graph/read/authors.ts';
import {
  type CollaborationPath as CollaborationPathShape,
  collaborationPath,
  pathLimit,
} from '../graph/read/path.ts';
import type { AuthorRow } from '../graph/read/rows.ts';
import { AuthorBy } from './author.ts';
import { builder } from './builder.ts';
import { Coauthorship } from './evidence.ts';
import { knownAuthor } from './knownAuthor.ts';
import { Author } from './nodes.ts';

interface Step extends CoauthorshipShape {
  readonly from: AuthorRow;
  readonly to: AuthorRow;
}

const CollaborationStep = builder.objectRef<Step>('CollaborationStep').implement({
  description: 'From one author of a path to the next.',
  interfaces: [Coauthorship],
  fields: (t) => ({
    from: t.expose('from', { type: Author, description: 'The one.' }),
    to: t.expose('to', { type: Author, description: 'The next, who wrote with that one.' }),
  }),
});

const CollaborationPath = builder.objectRef<CollaborationPathShape>('CollaborationPath').implement({
  description: 'A shortest chain from one author to another in which neighbours have written together.',
  fields: (t) => ({
    length: t.int({
      description: 'The number of steps; 0 from an author to the same.',
      resolve: ({ steps }) => steps.length,
    }),
    authors: t.field({
      type: [Author],
      description: 'The chain from end to end.',
      resolve: ({ authors }) => authors,
    }),
    steps: t.field({
      type: [CollaborationStep],
      description: 'What ties each author of the chain to the next.',
      resolve: ({ authors, steps }) =>
        steps.flatMap((step, at) => {
          const from = authors[at];
          const to = authors[at + 1];
          return from === undefined || to === undefined ? [] : [{ ...step, from, to }];
        }),
    }),
  }),
});

builder.queryFields((t) => ({
  collaborationPath: t.field({
    type: CollaborationPath,
    nullable: true,
    description: `A shortest chain of coauthors between two authors; of several, one whose neighbours share the most publications. Null where no chain of at most ${pathLimit} steps connects them. An unknown author is an error with the code NOT_FOUND.`,
    args: {
      from: t.arg({ type: AuthorBy, required: true, description: 'The author at one end.' }),
      to: t.arg({ type: AuthorBy, required: true, description: 'The author at the other end.' }),
    },
    resolve: async (_root, { from, to }, context) => {
      const [a, b] = await Promise.all([knownAuthor(context, 'from', from), knownAuthor(context, 'to', to)]);
      return collaborationPath(context.graph, a, b, context.options);
    },
  }),
}));
