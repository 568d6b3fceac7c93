import {
  type Provenance,
  provenanceOfPublications,
  type StatedForm as StatedFormShape,
} from '../graph/provenance.ts';
import type { NameForm as NameFormShape } from '../graph/read/nameForms.ts';
import type { Relation } from '../graph/read/page.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { scan } from './declaredCost.ts';
import { Identifier, identifierOf } from './identifier.ts';
import { related } from './lookAhead.ts';
import { Statement } from './nodes.ts';

/*
 * Which source says what: of a publication's fields, and of the people, venues, topics and institutions on it.
 */

/** Read once for all that is asked of a publication, and by one statement for all publications. */
export function provenanceOf(publication: string, context: Context): Promise<Provenance> {
  return context.detail('provenance', publication, provenanceOfPublications);
}

type AuthorMentionShape = ReturnType<Provenance['mentionsOf']>[number];

export const AuthorMention = builder.objectRef<AuthorMentionShape>('AuthorMention').implement({
  description: 'How one statement names an author of a publication.',
  fields: (t) => ({
    statement: t.field({
      type: Statement,
      description: 'The statement; its `source` says who it is.',
      resolve: ({ statement }) => statement,
    }),
    name: t.exposeString('name', {
      description: 'The name as it is written there; put together where the source gives it in parts.',
    }),
    identifiers: t.field({
      type: [Identifier],
      description: 'By what the source tells this person from others, such as an ORCID iD; sorted.',
      resolve: ({ identifiers }) => identifiers.map(identifierOf),
    }),
    profileOwner: t.exposeBoolean('profileOwner', {
      description: "Whether the source is this person's own profile page.",
    }),
  }),
});

export const StatedForm = builder.objectRef<StatedFormShape>('StatedForm').implement({
  description: 'How one statement words something that a publication has.',
  fields: (t) => ({
    statement: t.field({
      type: Statement,
      description: 'The statement; its `source` says who it is.',
      resolve: ({ statement }) => statement,
    }),
    form: t.exposeString('form', { description: 'The words: one of `forms`.' }),
  }),
});

const NameForm = builder.objectRef<NameFormShape>('NameForm').implement({
  description: 'A name in one of the forms that sources have.',
  fields: (t) => ({
    form: t.exposeString('form', { description: 'The form, as it is written there.' }),
    publicationCount: t.exposeInt('publicationCount', {
      description:
        'In how many publications it is written so. One with several forms counts for each, so that the sum can be more than all publications.',
    }),
  }),
});

export const NameFormConnection = builder.connectionObject(
  { type: NameForm, name: 'NameFormConnection', description: 'A page of the forms of a name.' },
  { name: 'NameFormEdge', description: 'A form of a name in a page.' },
);

/** The field `nameForms` of a node. */
export function nameForms(
  relation: Relation<{ readonly node: NameFormShape }>,
  forms = 'The forms in which sources write the name',
) {
  return {
    type: NameForm,
    extensions: scan,
    description: `${forms}, that of the most publications first. Which source has which is in \`mentions\` of the edges of \`publications\`.`,
    resolve: related(relation),
  };
}
