import {
  type CollaborationPath as CollaborationPathShape,
  type CollaborationPaths as CollaborationPathsShape,
  type CollaborationStep as CollaborationStepShape,
  collaborationDistances,
  collaborationPath,
  collaborationPaths,
  type DistanceCount,
  distanceLimits,
  pathLimit,
} from '../graph/read/collaborationPaths.ts';
import type { AuthorRow } from '../graph/read/rows.ts';
import { between } from './arguments.ts';
import { AuthorBy } from './author.ts';
import { builder } from './builder.ts';
import { traverse } from './declaredCost.ts';
import { Coauthorship } from './evidence.ts';
import { knownAuthor } from './knownAuthor.ts';
import { Author } from './nodes.ts';

export const asOfDescription = 'Leave out whatever was published after this year.';

interface Step extends CollaborationStepShape {
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
  description: 'A chain from one author to another in which neighbours have written together.',
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

const CollaborationPaths = builder.objectRef<CollaborationPathsShape>('CollaborationPaths').implement({
  description: 'Chains from one author to another.',
  fields: (t) => ({
    distance: t.int({
      nullable: true,
      description: `Steps of the shortest chain: the collaboration distance. Null where no chain of at most ${pathLimit} steps connects them.`,
      resolve: ({ distance }) => distance,
    }),
    paths: t.field({
      type: [CollaborationPath],
      description: 'The chains, the shortest first; of one length, those whose neighbours share the most.',
      resolve: ({ paths }) => paths,
    }),
    truncated: t.exposeBoolean('truncated', {
      description: 'Whether there are more, or may be, because not everybody around both ends was looked at.',
    }),
  }),
});

const CollaborationDistance = builder.objectRef<DistanceCount>('CollaborationDistance').implement({
  description: 'How many authors are so many steps away.',
  fields: (t) => ({
    distance: t.exposeInt('distance', { description: 'The number of steps.' }),
    authors: t.exposeInt('authors', { description: 'How many authors.' }),
  }),
});

type Distances = Awaited<ReturnType<typeof collaborationDistances>>;

const CollaborationDistances = builder.objectRef<Distances>('CollaborationDistances').implement({
  description: 'How far from an author the others are, as Erdős numbers are counted.',
  fields: (t) => ({
    counts: t.field({
      type: [CollaborationDistance],
      description: 'The nearest first, beginning with the author, who is no step away.',
      resolve: ({ counts }) => counts,
    }),
    reached: t.int({
      description: 'How many authors that is, the author left out.',
      resolve: ({ counts }) => counts.reduce((sum, { authors }) => sum + authors, -1),
    }),
    mean: t.float({
      nullable: true,
      description: 'The mean distance of those authors; null where there are none.',
      resolve: ({ counts }) => {
        const reached = counts.reduce((sum, { authors }) => sum + authors, -1);
        const steps = counts.reduce((sum, { distance, authors }) => sum + distance * authors, 0);
        return reached === 0 ? null : steps / reached;
      },
    }),
    truncated: t.exposeBoolean('truncated', {
      description: `Whether there may be more: beyond \`maxDistance\`, or because ${distanceLimits.authors} authors were reached, of which the last count is a part.`,
    }),
  }),
});

/** Paths that one field answers. */
const pathsLimit = 50;

const from = 'The author at one end.';
const to = 'The author at the other end.';
const ranked = 'Of chains of one length, those whose neighbours share the most today come first.';

builder.queryFields((t) => ({
  collaborationPath: t.field({
    type: CollaborationPath,
    extensions: traverse,
    nullable: true,
    description: `A shortest chain of coauthors between two authors; of several, one whose neighbours share the most publications. Null where no chain of at most ${pathLimit} steps connects them. An unknown author is an error with the code NOT_FOUND.`,
    args: {
      from: t.arg({ type: AuthorBy, required: true, description: from }),
      to: t.arg({ type: AuthorBy, required: true, description: to }),
      asOf: t.arg.int({ description: `${asOfDescription} ${ranked}` }),
    },
    resolve: async (_root, args, context) => {
      const [a, b] = await Promise.all([
        knownAuthor(context, 'from', args.from),
        knownAuthor(context, 'to', args.to),
      ]);
      return collaborationPath(context.graph, a, b, args.asOf ?? undefined, context.options);
    },
  }),
  collaborationPaths: t.field({
    type: CollaborationPaths,
    extensions: traverse,
    description:
      'All shortest chains of coauthors between two authors, or the k shortest. An unknown author is an error with the code NOT_FOUND. It costs one database query, at most 11 for longer chains, and one for each of the two authors.',
    args: {
      from: t.arg({ type: AuthorBy, required: true, description: from }),
      to: t.arg({ type: AuthorBy, required: true, description: to }),
      first: t.arg.int({
        required: true,
        defaultValue: 10,
        description: `Answer so many: 1 to ${pathsLimit}.`,
      }),
      longer: t.arg.boolean({
        required: true,
        defaultValue: false,
        description:
          'Whether longer chains follow where there are fewer shortest ones than `first`: up to three steps longer, over the nearest 500 authors of either end.',
      }),
      asOf: t.arg.int({
        description: `${asOfDescription} ${ranked} Who is nearest, for longer chains, is of today, too.`,
      }),
    },
    resolve: async (_root, args, context) => {
      const first = between('first', args.first, 1, pathsLimit);
      const [a, b] = await Promise.all([
        knownAuthor(context, 'from', args.from),
        knownAuthor(context, 'to', args.to),
      ]);
      const { longer } = args;
      return collaborationPaths(
        context.graph,
        { from: a, to: b, first, longer, asOf: args.asOf ?? undefined },
        context.options,
      );
    },
  }),
  collaborationDistances: t.field({
    type: CollaborationDistances,
    extensions: traverse,
    description:
      'How far from an author the others are. It costs one database query for each step. An unknown author is an error with the code NOT_FOUND.',
    args: {
      author: t.arg({ type: AuthorBy, required: true, description: 'The author to count from.' }),
      maxDistance: t.arg.int({
        required: true,
        defaultValue: 10,
        description: `Count up to this distance: 1 to ${distanceLimits.distance}.`,
      }),
      asOf: t.arg.int({ description: asOfDescription }),
    },
    resolve: async (_root, args, context) => {
      const maxDistance = between('maxDistance', args.maxDistance, 1, distanceLimits.distance);
      const author = await knownAuthor(context, 'author', args.author);
      return collaborationDistances(
        context.graph,
        author,
        { maxDistance, asOf: args.asOf ?? undefined },
        context.options,
      );
    },
  }),
}));
