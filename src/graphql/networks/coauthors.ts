import { authorsById } from '../../graph/read/authors.ts';
import { coauthorsAmong, coauthorsOfPublications } from '../../graph/read/networks/coauthors.ts';
import { coauthorsAround } from '../../graph/read/networks/coauthorsAround.ts';
import type { AuthorRow } from '../../graph/read/rows.ts';
import { networkLimits } from '../../network/network.ts';
import { between, exactlyOne } from '../arguments.ts';
import { AuthorBy } from '../author.ts';
import { builder } from '../builder.ts';
import { Coauthorship } from '../evidence.ts';
import { knownAuthor } from '../knownAuthor.ts';
import { looksUpMerged } from '../mergedIds.ts';
import { Author } from '../nodes.ts';
import {
  idsOf,
  networkArguments,
  networkBounds,
  PublicationSelection,
  selectionOf,
  windowOf,
} from './arguments.ts';
import { declareNetwork } from './declare.ts';
import { drawn } from './network.ts';

const CoauthorNetwork = declareNetwork<AuthorRow>('CoauthorNetwork', {
  description: 'Authors, and who of them wrote together.',
  nodes: {
    description:
      'The authors: around an author, those nearest to the middle first, then those with the most in common; else those with the most publications first.',
    each: 'An author in a coauthor network.',
    fields: (t) => ({
      author: t.field({ type: Author, description: 'The author.', resolve: ({ row }) => row }),
      distance: t.int({
        description:
          'Steps from the author in the middle, who has 0; 0 for all where nobody is in the middle.',
        resolve: ({ distance }) => distance ?? 0,
      }),
    }),
  },
  edges: {
    description:
      'Who wrote with whom: every tie among the authors that is not thinned out, unless `edgesTruncated`.',
    each: 'That two authors of a coauthor network wrote together.',
    also: Coauthorship,
  },
});

builder.queryField('coauthorNetwork', (t) =>
  t.field({
    type: CoauthorNetwork,
    description:
      'Who wrote with whom: around an `author`, among `authors`, or of `publications`; give one of the three. Around an author, the nearest come first; of each distance, those with the most publications in common with the authors before, as long as there is room. It costs one database query for each distance and one to three more, else two to four, however dense the network is. An unknown author is an error with the code NOT_FOUND.',
    args: {
      author: t.arg({ type: AuthorBy, description: 'The author in the middle.' }),
      authors: t.arg.globalIDList({
        for: Author,
        extensions: looksUpMerged,
        description: `These authors and no others, at most ${networkLimits.nodes}.`,
      }),
      publications: t.arg({
        type: PublicationSelection,
        description:
          'The authors of these publications: of a venue, of a topic, of whatever a filter or a search finds.',
      }),
      depth: t.arg.int({
        required: true,
        defaultValue: 1,
        description: `Around an author, the longest way from the middle: 1 to ${networkLimits.depth}.`,
      }),
      ...networkArguments,
    },
    resolve: async (_root, args, context) => {
      const { author, authors, publications } = args;
      exactlyOne({ author, authors, publications });
      const bounds = networkBounds(args);
      const depth = between('depth', args.depth, 1, networkLimits.depth);
      const during = windowOf(args.during);
      const { graph, options } = context;
      if (author != null) {
        const middle = await knownAuthor(context, 'author', author);
        return drawn(
          await coauthorsAround(graph, { author: middle, depth, during }, bounds, options),
          context,
        );
      }
      if (authors != null) {
        const found = await authorsById(graph, [...new Set(idsOf('authors', authors))], options);
        const rows = new Map(found.flatMap((row) => (row === null ? [] : [[row.id, row]])));
        return drawn(await coauthorsAmong(graph, [...rows.values()], bounds, during, options), context);
      }
      return drawn(
        await coauthorsOfPublications(graph, selectionOf(publications, args.during), bounds, options),
        context,
      );
    },
  }),
);
