import { ScholargraphError } from '../errors.ts';
import {
  type AuthorCandidate as AuthorCandidateShape,
  authorCandidates,
  candidatesOfAuthor,
} from '../graph/read/authorCandidates.ts';
import { AuthorBy, findAuthor } from './author.ts';
import { builder } from './builder.ts';
import { Connection } from './connection.ts';
import { Author } from './nodes.ts';

const NameAgreement = builder.enumType('NameAgreement', {
  description: 'How two names of people go together.',
  values: {
    EQUAL: { value: 'equal', description: 'They are the same but for case, accents and hyphens.' },
    COMPATIBLE: { value: 'compatible', description: 'One may be a shorter form of the other.' },
  } as const,
});

const AuthorCandidate = builder.objectRef<AuthorCandidateShape>('AuthorCandidate').implement({
  description:
    'Two authors who may be one person, with the evidence of the two publications of theirs that speak for it most. `mergeAuthors` makes them one; `splitAuthor` and different ORCIDs keep a pair out of the list.',
  fields: (t) => ({
    authors: t.field({
      type: [Author],
      description: 'The two.',
      resolve: ({ authors }) => [...authors],
    }),
    names: t.expose('names', { type: NameAgreement, description: 'How their names go together.' }),
    sharedCoauthors: t.exposeFloat('coauthors', {
      description: 'How many coauthors they share; one with a common family name counts half.',
    }),
    sharedVenues: t.exposeInt('venues', {
      description: 'How many venues they share, preprint servers left out.',
    }),
    sharedTopics: t.exposeInt('topics', { description: 'How many topics they share.' }),
    yearsApart: t.exposeInt('yearsApart', {
      nullable: true,
      description: 'How many years lie between the two publications; null where one has no year.',
    }),
    score: t.exposeInt('score', { description: 'The points that all this makes.' }),
    needed: t.exposeInt('needed', {
      description:
        'From how many points on the two would have been taken for one: the commoner the family name, the more.',
    }),
  }),
});

const AuthorCandidateConnection = builder.connectionObject(
  {
    type: AuthorCandidate,
    name: 'AuthorCandidateConnection',
    description: 'A page of pairs of authors who may be one person.',
  },
  { name: 'AuthorCandidateEdge', description: 'A pair of authors in a page.' },
);

builder.queryField('authorCandidates', (t) =>
  t.connection(
    {
      type: AuthorCandidate,
      description:
        'Pairs of authors who may be one person and were not taken for one, the likeliest first: at most ten pairs an author.',
      args: { author: t.arg({ type: AuthorBy, description: 'Only the pairs with this author.' }) },
      resolve: async (_root, args, context) => {
        if (args.author == null) return new Connection(context, authorCandidates, undefined, args);
        const author = await findAuthor(args.author, context);
        if (author === null) throw new ScholargraphError('NOT_FOUND', 'There is no such author');
        return new Connection(context, candidatesOfAuthor, { key: author.id, id: author.id }, args);
      },
    },
    AuthorCandidateConnection,
  ),
);
