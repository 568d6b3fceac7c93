import {
  authorsOfRun,
  type Centralities as CentralitiesShape,
  centralitiesOfAuthors,
} from '../../graph/read/structure/centralities.ts';
import { windowSlot } from '../../graph/structure/analysis.ts';
import { builder, cursorDescription, nodeDescription } from '../builder.ts';
import { Connection, type EdgeOf } from '../connection.ts';
import { authorArguments, choiceOf } from '../connections.ts';
import { ofCurrentRun } from '../declaredCost.ts';
import { windowOf, YearRange } from '../networks/arguments.ts';
import { AnalysisRun, Author } from '../nodes.ts';
import { AuthorSet } from '../sets.ts';
import { currentRunOf } from './current.ts';

const Centralities = builder.objectRef<CentralitiesShape>('AuthorCentralities').implement({
  description: 'How central an author is in the coauthor graph, as a run of Graph Data Science has it.',
  fields: (t) => ({
    degree: t.exposeInt('degree', { description: 'With how many others the author has written.' }),
    weightedDegree: t.exposeFloat('weightedDegree', {
      description:
        'The sum of the weights of these ties: a publication with n authors counts 1/(n − 1) in each (Newman 2001), so it counts once.',
    }),
    pageRank: t.exposeFloat('pageRank', {
      description:
        'The share of a random walk over coauthorships that is at this author (Brin and Page 1998, damping 0.85); those of all authors sum to 1.',
    }),
    betweenness: t.exposeFloat('betweenness', {
      description:
        'On how many shortest ways between two others the author lies, each pair counted once and several ways of a pair in parts (Freeman 1977, Brandes 2001). `note` of the run says whether it is exact or estimated.',
    }),
    closeness: t.exposeFloat('closeness', {
      nullable: true,
      description:
        'How near the author is to the others, 0 to 1, times the share of them that can be reached (Wasserman and Faust 1994); null where the run was not asked for it.',
    }),
    articulationPoint: t.exposeBoolean('articulationPoint', {
      description: 'Whether the graph would fall into more parts without this author (Tarjan 1972).',
    }),
  }),
});

builder.objectField(Author, 'centralities', (t) =>
  t.field({
    type: Centralities,
    nullable: true,
    description:
      'How central the author is, from the current run; null for who has no coauthors in it. An error with the code ANALYSIS_NOT_FOUND where there is no run yet.',
    args: {
      during: t.arg({
        type: YearRange,
        description: 'Of the run over these years; over all where it is not given.',
      }),
    },
    extensions: ofCurrentRun,
    resolve: async ({ id }, { during }, context) => {
      const slot = `AUTHOR_CENTRALITIES${windowSlot(windowOf(during))}`;
      await currentRunOf(context, 'AUTHOR_CENTRALITIES', slot);
      return context.detail(`centralities ${slot}`, id, (graph, ids, options) =>
        centralitiesOfAuthors(graph, slot, ids, options),
      );
    },
  }),
);

const RankedAuthorsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof authorsOfRun>>>('RankedAuthorsEdge')
  .implement({
    description: 'An author in a run of centralities.',
    fields: (t) => ({
      node: t.expose('node', { type: Author, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
      centralities: t.expose('centralities', {
        type: Centralities,
        description: 'What the run says of the author.',
      }),
    }),
  });

builder.objectField(AnalysisRun, 'authors', (t) =>
  t.connection(
    {
      type: Author,
      description:
        'The authors of a run of centralities with their scores, the highest PageRank first; none where it was for something else or is not complete.',
      args: {
        ...authorArguments,
        articulationPoint: t.arg.boolean({
          description: 'Only who is an articulation point, or only who is none.',
        }),
      },
      resolve: ({ id }, args, context) =>
        new Connection(
          context,
          authorsOfRun(choiceOf(args), args.articulationPoint ?? undefined),
          { key: id, id },
          args,
        ),
    },
    {
      name: 'RankedAuthorsConnection',
      description: 'A page of authors with their centralities.',
      interfaces: [AuthorSet],
    },
    RankedAuthorsEdge,
  ),
);

builder.queryField('authorCentralities', (t) =>
  t.field({
    type: AnalysisRun,
    description:
      'The current run of centralities: its `authors` are ordered by them. An error with the code ANALYSIS_NOT_FOUND where there is none; a fresh one takes the mutation `analyseCentralities`.',
    args: {
      during: t.arg({
        type: YearRange,
        description: 'The run over these years; over all where it is not given.',
      }),
    },
    extensions: ofCurrentRun,
    resolve: (_root, { during }, context) =>
      currentRunOf(context, 'AUTHOR_CENTRALITIES', `AUTHOR_CENTRALITIES${windowSlot(windowOf(during))}`),
  }),
);
