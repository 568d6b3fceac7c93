import {
  type AuthorIdentity as AuthorIdentityShape,
  authorIdentities,
  type PersonIdentifier as PersonIdentifierShape,
  type PersonStatement as PersonStatementShape,
} from '../graph/read/authorIdentity.ts';
import { nameFormsOfAuthor } from '../graph/read/nameForms.ts';
import { between } from './arguments.ts';
import { builder } from './builder.ts';
import { pageLimit } from './connection.ts';
import { scan } from './declaredCost.ts';
import { Identifier, identifierOf } from './identifier.ts';
import { Author, Source } from './nodes.ts';
import { NameFormConnection, nameForms } from './provenance.ts';

const PersonIdentifier = builder.objectRef<PersonIdentifierShape>('PersonIdentifier').implement({
  description: 'An identifier that sources give an author.',
  fields: (t) => ({
    identifier: t.field({
      type: Identifier,
      description: 'The identifier.',
      resolve: ({ key }) => identifierOf(key),
    }),
    authorshipCount: t.exposeInt('authorshipCount', {
      description: "How many of the author's authorships have it.",
    }),
  }),
});

const PersonStatement = builder.objectRef<PersonStatementShape>('PersonStatement').implement({
  description:
    'What one source says of a person apart from any publication, as DBLP does in its person records.',
  fields: (t) => ({
    source: t.field({ type: Source, description: 'Who says it.', resolve: ({ source }) => source }),
    locator: t.exposeString('locator', { description: 'The name of the entry within its source.' }),
    names: t.stringList({
      description: 'What the person is called, in the order of the source.',
      resolve: ({ names }) => [...names],
    }),
    identifiers: t.field({
      type: [Identifier],
      description: 'By what the person is told from others, and addresses of pages.',
      resolve: ({ identifiers }) => identifiers.map(identifierOf),
    }),
  }),
});

const howMany = `How many at most: 0 to ${pageLimit}.`;

const AuthorIdentity = builder.objectRef<AuthorIdentityShape>('AuthorIdentity').implement({
  description:
    "Why an author's authorships are taken for those of one person. An authorship is one name on one publication; what each source says of it is in `mentions` of the edges of `publications`.",
  fields: (t) => ({
    authorshipCount: t.exposeInt('authorshipCount', { description: 'How many authorships the author has.' }),
    byIdentifier: t.exposeInt('byIdentifier', {
      description:
        "How many of them have an identifier of the person (an ORCID iD, a source's own id, DBLP's number among namesakes, the ownership of a profile page) in common with another of them, or one of several identifiers that `personStatements` say to be one person's.",
    }),
    byDecision: t.exposeInt('byDecision', {
      description:
        'How many of them a decision of an administrator puts together with another of them; `decisions` of the author has it.',
    }),
    byEvidence: t.exposeInt('byEvidence', {
      description:
        'How many of them have neither in common with another: only the name and what is around it (coauthors, venues, topics, institutions, years), scored as docs/identity.md says, put them here. 0 where there is but one authorship. The scores themselves, in bits, are not stored, for they depend on everybody of the name; those of pairs that were not put together are in `authorCandidates`.',
    }),
    confidence: t.float({
      description:
        'The largest number of authorships that identifiers and decisions alone hold together, one to the next, divided by `authorshipCount`: above 0 and at most 1. It is 1 for a single authorship, and 1/n where n authorships were put together by names and evidence alone. It is a share, not a probability: docs/identity.md says how often what is put together by evidence is right.',
      resolve: ({ heldTogether, authorshipCount }) =>
        authorshipCount === 0 ? 0 : heldTogether / authorshipCount,
    }),
    identifiers: t.field({
      type: [PersonIdentifier],
      description: 'The identifiers that sources give, those of the most authorships first.',
      args: {
        first: t.arg.int({ required: true, defaultValue: 10, description: howMany }),
      },
      resolve: ({ identifiers }, { first }) => identifiers.slice(0, between('first', first, 0, pageLimit)),
    }),
    personStatements: t.field({
      type: [PersonStatement],
      description:
        'What sources say of a person who has one of these identifiers, where it is more than a name; always in the same order.',
      args: {
        first: t.arg.int({ required: true, defaultValue: 10, description: howMany }),
      },
      resolve: ({ persons }, { first }) => persons.slice(0, between('first', first, 0, pageLimit)),
    }),
  }),
});

builder.objectField(Author, 'nameForms', (t) =>
  t.connection(
    nameForms(nameFormsOfAuthor, 'The forms of the name, of each publication the fullest that a source has'),
    NameFormConnection,
  ),
);

builder.objectField(Author, 'identity', (t) =>
  t.field({
    type: AuthorIdentity,
    extensions: scan,
    description: 'Why all this is taken to be by one person, and how sure that is.',
    resolve: ({ id }, _args, context) => context.detail('identity of author', id, authorIdentities),
  }),
);
