import {
  type AuthorCandidate as AuthorCandidateShape,
  authorCandidates,
  candidatesOfAuthor,
} from '../graph/read/authorCandidates.ts';
import {
  publicationsLookedAt,
  type SplitSuggestion as SplitSuggestionShape,
  splitSuggestions,
} from '../graph/read/splitSuggestions.ts';
import { AuthorBy } from './author.ts';
import { builder } from './builder.ts';
import { Connection } from './connection.ts';
import { ofAuthors, scan } from './declaredCost.ts';
import { knownAuthor } from './knownAuthor.ts';
import { Author, Publication } from './nodes.ts';

const NameAgreement = builder.enumType('NameAgreement', {
  description: 'How two names of people go together.',
  values: {
    EQUAL: { value: 'equal', description: 'They are the same but for case, accents and hyphens.' },
    COMPATIBLE: { value: 'compatible', description: 'One may be a shorter form of the other.' },
  } as const,
});

const AuthorCandidate = builder.objectRef<AuthorCandidateShape>('AuthorCandidate').implement({
  description:
    'Two authors who may be one person, with what speaks for it. `mergeAuthors` makes them one; `separateAuthors`, `splitAuthor` and different ORCIDs keep a pair out of the list.',
  fields: (t) => ({
    authors: t.field({
      type: [Author],
      description: 'The two.',
      resolve: ({ authors }) => [...authors],
    }),
    names: t.expose('names', { type: NameAgreement, description: 'How their names go together.' }),
    sharedCoauthors: t.exposeInt('coauthors', {
      description: 'How many coauthors they share, as far as names tell.',
    }),
    sharedVenues: t.exposeInt('venues', {
      description: 'How many venues they share, preprint servers left out.',
    }),
    sharedTopics: t.exposeInt('topics', { description: 'How many topics they share.' }),
    sharedInstitutions: t.exposeInt('institutions', {
      description: 'How many institutions both were at, as far as affiliations are known.',
    }),
    yearsApart: t.exposeInt('yearsApart', {
      nullable: true,
      description:
        'How many years lie between the publications of one and those of the other; null where no year is known.',
    }),
    score: t.exposeFloat('score', { description: 'What all this says, in bits: see docs/identity.md.' }),
    needed: t.exposeFloat('needed', {
      description:
        'From how many bits on the two would have been taken for one: the more people may bear the name, the more.',
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
      extensions: ofAuthors(1),
      resolve: async (_root, args, context) => {
        if (args.author == null) return new Connection(context, authorCandidates, undefined, args);
        const { id } = await knownAuthor(context, 'author', args.author);
        return new Connection(context, candidatesOfAuthor, { key: id, id }, args);
      },
    },
    AuthorCandidateConnection,
  ),
);

const SplitSuggestion = builder.objectRef<SplitSuggestionShape>('SplitSuggestion').implement({
  description:
    "Publications of an author that nothing ties to the author's others: no coauthor, no identifier and no institution. They may be by somebody else of the same name; `splitAuthor` says so.",
  fields: (t) => ({
    publications: t.field({
      type: [Publication],
      description: 'The publications, the newest first.',
      resolve: ({ publications }) => [...publications],
    }),
    names: t.stringList({
      description: 'How the author is called in them.',
      resolve: ({ names }) => [...names],
    }),
    sharedVenues: t.exposeInt('sharedVenues', {
      description: "How many venues they share with the author's others, preprint servers left out.",
    }),
    sharedTopics: t.exposeInt('sharedTopics', {
      description: "How many topics they share with the author's others.",
    }),
    yearsApart: t.exposeInt('yearsApart', {
      nullable: true,
      description: 'How many years lie between them and the others; null where no year is known.',
    }),
  }),
});

builder.objectField(Author, 'splitSuggestions', (t) =>
  t.field({
    type: [SplitSuggestion],
    extensions: scan,
    description: `Which publications may be by somebody else: the author's newest ${publicationsLookedAt} in parts that hang together by coauthors, identifiers and institutions, without the largest part. Those first that share the fewest venues and topics with the others; five at most.`,
    resolve: ({ id }, _args, context) => context.detail('split suggestions', id, splitSuggestions),
  }),
);
