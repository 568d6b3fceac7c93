import { storedSimilarAuthors, storedSimilarPublications } from '../../graph/read/structure/similarPairs.ts';
import { similaritySlot } from '../../graph/structure/analysis.ts';
import { builder, cursorDescription, nodeDescription } from '../builder.ts';
import { Connection, type EdgeOf } from '../connection.ts';
import { authorArguments, choiceOf, publicationArguments, publicationsRequest } from '../connections.ts';
import { ofCurrentRun } from '../declaredCost.ts';
import { windowOf, YearRange } from '../networks/arguments.ts';
import { Author, Publication } from '../nodes.ts';
import { AuthorSet, PublicationSet } from '../sets.ts';
import { currentRunOf } from './current.ts';
import { SimilarByType, SimilarityMethodType } from './runs.ts';

const scoreDescription =
  'How alike the two are, above 0 and at most 1, by the method: scores of different methods cannot be compared.';
const duringDescription = 'Of the run over these years; over all where it is not given.';
const errorDescription =
  'An error with the code ANALYSIS_NOT_FOUND where there is no such run yet; `similar` needs none.';

const StoredSimilarAuthorsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof storedSimilarAuthors>>>('StoredSimilarAuthorsEdge')
  .implement({
    description: 'An author who is like another.',
    fields: (t) => ({
      node: t.expose('node', { type: Author, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
      score: t.exposeFloat('score', { description: scoreDescription }),
    }),
  });

builder.objectField(Author, 'similarAuthors', (t) =>
  t.connection(
    {
      type: Author,
      description: `Authors with like topics as the current run of that method has found them, the likest first. ${errorDescription}`,
      args: {
        ...authorArguments,
        method: t.arg({
          type: SimilarityMethodType,
          required: true,
          defaultValue: 'NODE_SIMILARITY',
          description: 'How likeness is measured.',
        }),
        during: t.arg({ type: YearRange, description: duringDescription }),
      },
      extensions: ofCurrentRun,
      resolve: async ({ id }, args, context) => {
        const slot = similaritySlot('AUTHOR_SIMILARITY', args.method, 'TOPICS', windowOf(args.during));
        await currentRunOf(context, 'AUTHOR_SIMILARITY', slot);
        return new Connection(context, storedSimilarAuthors(slot, choiceOf(args)), { key: id, id }, args);
      },
    },
    {
      name: 'StoredSimilarAuthorsConnection',
      description: 'A page of authors who are like another.',
      interfaces: [AuthorSet],
    },
    StoredSimilarAuthorsEdge,
  ),
);

const StoredSimilarPublicationsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof storedSimilarPublications>>>('StoredSimilarPublicationsEdge')
  .implement({
    description: 'A publication that is like another.',
    fields: (t) => ({
      node: t.expose('node', { type: Publication, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
      score: t.exposeFloat('score', { description: scoreDescription }),
    }),
  });

builder.objectField(Publication, 'similarPublications', (t) =>
  t.connection(
    {
      type: Publication,
      description: `Publications with like topics or references as the current run of that method has found them, the likest first. ${errorDescription}`,
      args: {
        ...publicationArguments,
        method: t.arg({
          type: SimilarityMethodType,
          required: true,
          defaultValue: 'NODE_SIMILARITY',
          description: 'How likeness is measured.',
        }),
        by: t.arg({
          type: SimilarByType,
          required: true,
          defaultValue: 'TOPICS',
          description: 'By what two are alike.',
        }),
        during: t.arg({ type: YearRange, description: duringDescription }),
      },
      extensions: ofCurrentRun,
      resolve: async ({ id }, args, context) => {
        const slot = similaritySlot('PUBLICATION_SIMILARITY', args.method, args.by, windowOf(args.during));
        await currentRunOf(context, 'PUBLICATION_SIMILARITY', slot);
        return new Connection(
          context,
          storedSimilarPublications(slot, publicationsRequest(args)),
          { key: id, id },
          args,
        );
      },
    },
    {
      name: 'StoredSimilarPublicationsConnection',
      description: 'A page of publications that are like another.',
      interfaces: [PublicationSet],
    },
    StoredSimilarPublicationsEdge,
  ),
);
