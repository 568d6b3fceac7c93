import { authorsOfInstitution } from '../graph/read/authors.ts';
import {
  type Affiliation as AffiliationShape,
  collaboratorsOfInstitution,
  institutions,
  institutionsById,
  institutionsByRor,
  institutionsNamedLike,
  institutionsOfAuthor,
  institutionsOfAuthorship,
  institutionsOfPublication,
  type Presence as PresenceShape,
} from '../graph/read/institutions.ts';
import { nameFormsOfInstitution } from '../graph/read/nameForms.ts';
import { publicationsOfInstitution } from '../graph/read/publications.ts';
import { canonicalIdentifier } from '../normalise/identifier.ts';
import { exactlyOne } from './arguments.ts';
import { builder, cursorDescription, nodeDescription } from './builder.ts';
import { Connection, type EdgeOf } from './connection.ts';
import {
  authorArguments,
  choiceOf,
  InstitutionConnection,
  institutionArguments,
  publicationArguments,
  publicationsRequest,
} from './connections.ts';
import { countryName } from './country.ts';
import { Authorship } from './evidence.ts';
import { lookAhead, nodeWithPages, related } from './lookAhead.ts';
import { InstitutionMetrics, metricsOfInstitution } from './metrics.ts';
import { Author, Institution, Publication } from './nodes.ts';
import { NameFormConnection, nameForms, provenanceOf, StatedForm } from './provenance.ts';
import { called, onlyOne } from './sameName.ts';
import { searchArguments, searchOf } from './searching.ts';
import { AuthorSet, InstitutionSet, PublicationSet } from './sets.ts';

const Affiliation = builder.interfaceRef<AffiliationShape>('Affiliation').implement({
  description: 'That authors of a publication were at an institution when they wrote it.',
  fields: (t) => ({
    orders: t.exposeIntList('orders', {
      description: 'The places of these authors: `order` of their authorships, from 0.',
    }),
    forms: t.exposeStringList('forms', {
      description: 'The institution as the sources write it, often with department and address.',
    }),
    mentions: t.field({
      type: [StatedForm],
      description: 'Which statements give it as an affiliation, in which form; by form.',
      resolve: async ({ publicationId, forms }, _args, context) =>
        (await provenanceOf(publicationId, context)).statementsOf('institution', forms),
    }),
  }),
});

const Presence = builder.interfaceRef<PresenceShape>('AffiliationYears').implement({
  description: 'How much was published at an institution, and when.',
  fields: (t) => ({
    publicationCount: t.exposeInt('publicationCount', { description: 'How many publications.' }),
    firstYear: t.exposeInt('firstYear', {
      nullable: true,
      description: 'The year of the first of them; null where no year is known.',
    }),
    lastYear: t.exposeInt('lastYear', {
      nullable: true,
      description: 'The year of the latest of them; null where no year is known.',
    }),
  }),
});

const PublicationsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof publicationsOfInstitution>>>('InstitutionPublicationsEdge')
  .implement({
    description: 'A publication with an author who was at an institution.',
    interfaces: [Affiliation],
    fields: (t) => ({
      node: t.expose('node', { type: Publication, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
    }),
  });

const AuthorsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof authorsOfInstitution>>>('InstitutionAuthorsEdge')
  .implement({
    description: 'An author who was at an institution.',
    interfaces: [Presence],
    fields: (t) => ({
      node: t.expose('node', { type: Author, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
    }),
  });

const CollaboratorsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof collaboratorsOfInstitution>>>('InstitutionCollaboratorsEdge')
  .implement({
    description: 'An institution with whose authors those of another wrote.',
    interfaces: [Presence],
    fields: (t) => ({
      node: t.expose('node', { type: Institution, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
      weight: t.exposeFloat('weight', {
        description:
          'The publications by fractional counting: one with n institutions counts 1/(n − 1), so that large collaborations do not drown small ones.',
      }),
    }),
  });

const PublicationInstitutionsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof institutionsOfPublication>>>('PublicationInstitutionsEdge')
  .implement({
    description: 'An institution at which authors of a publication were.',
    interfaces: [Affiliation],
    fields: (t) => ({
      node: t.expose('node', { type: Institution, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
    }),
  });

const AuthorInstitutionsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof institutionsOfAuthor>>>('AuthorInstitutionsEdge')
  .implement({
    description: 'An institution at which an author was, by what the publications say.',
    interfaces: [Presence],
    fields: (t) => ({
      node: t.expose('node', { type: Institution, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
    }),
  });

Institution.implement({
  description: 'Where authors work: a university, an institute, a company.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'The name, without department, address and legal form.',
    }),
    names: t.exposeStringList('names', {
      description: 'Every form in which a source writes it, often with department and address; at most 50.',
    }),
    ror: t.string({
      nullable: true,
      description: 'The id in the Research Organization Registry, such as `https://ror.org/05a28rw58`.',
      resolve: ({ ror }) => (ror === null ? null : `https://ror.org/${ror}`),
    }),
    openalexId: t.exposeString('openalexId', {
      nullable: true,
      description: 'The id in OpenAlex, such as `I35440088`.',
    }),
    countryCode: t.exposeString('countryCode', {
      nullable: true,
      description: 'The country as ISO 3166-1 alpha-2, such as `CH`; null where no source says it.',
    }),
    country: t.string({
      nullable: true,
      description: 'The name of the country in English.',
      resolve: ({ countryCode }) => (countryCode === null ? null : countryName(countryCode)),
    }),
    nameForms: t.connection(nameForms(nameFormsOfInstitution), NameFormConnection),
    publications: t.connection(
      {
        type: Publication,
        description: 'What authors wrote who were here.',
        args: publicationArguments,
        resolve: related((args) => publicationsOfInstitution(publicationsRequest(args))),
      },
      {
        name: 'InstitutionPublicationsConnection',
        description: 'A page of the publications of an institution.',
        interfaces: [PublicationSet],
      },
      PublicationsEdge,
    ),
    authors: t.connection(
      {
        type: Author,
        description: 'Who was here, the author with the most publications here first.',
        args: authorArguments,
        resolve: related((args) => authorsOfInstitution(choiceOf(args))),
      },
      {
        name: 'InstitutionAuthorsConnection',
        description: 'A page of the authors of an institution.',
        interfaces: [AuthorSet],
      },
      AuthorsEdge,
    ),
    collaborators: t.connection(
      {
        type: Institution,
        description:
          'Institutions with whose authors those of this one wrote: the most shared publications first, then the largest weight. An author who was at both counts, too.',
        args: institutionArguments,
        resolve: related((args) => collaboratorsOfInstitution(choiceOf(args))),
      },
      {
        name: 'InstitutionCollaboratorsConnection',
        description: 'A page of the institutions that collaborate with one.',
        interfaces: [InstitutionSet],
      },
      CollaboratorsEdge,
    ),
    metrics: t.field({
      type: InstitutionMetrics,
      description: 'How much was published here, by how many people, and how often it was cited.',
      resolve: ({ id }, _args, context) => metricsOfInstitution(id, context),
    }),
  }),
});

builder.objectField(Publication, 'institutions', (t) =>
  t.connection(
    {
      type: Institution,
      description: 'Where its authors were, the institution of the first author in front.',
      args: institutionArguments,
      resolve: related((args) => institutionsOfPublication(choiceOf(args))),
    },
    {
      name: 'PublicationInstitutionsConnection',
      description: 'A page of the institutions of a publication.',
      interfaces: [InstitutionSet],
    },
    PublicationInstitutionsEdge,
  ),
);

builder.objectField(Author, 'institutions', (t) =>
  t.connection(
    {
      type: Institution,
      description: 'Where the author was, by what the publications say: the latest institution first.',
      args: institutionArguments,
      resolve: related((args) => institutionsOfAuthor(choiceOf(args))),
    },
    {
      name: 'AuthorInstitutionsConnection',
      description: 'A page of the institutions of an author.',
      interfaces: [InstitutionSet],
    },
    AuthorInstitutionsEdge,
  ),
);

builder.interfaceField(Authorship, 'institutions', (t) =>
  t.connection(
    {
      type: Institution,
      description: 'Where the author was when writing this publication, by name.',
      args: institutionArguments,
      resolve: ({ publicationId, order }, args, context) =>
        new Connection(
          context,
          institutionsOfAuthorship(choiceOf(args)),
          { key: `${publicationId} ${order}`, id: publicationId, order: String(order) },
          args,
        ),
    },
    InstitutionConnection,
  ),
);

builder.queryFields((t) => ({
  institution: t.field({
    type: Institution,
    nullable: true,
    description: 'One institution; null where there is none.',
    args: {
      id: t.arg.globalID({ for: Institution, description: 'The id.' }),
      ror: t.arg.string({ description: 'The ROR id, such as `https://ror.org/05a28rw58` or `05a28rw58`.' }),
      name: t.arg.string({
        description:
          'The whole name in any of its forms, without regard to case and accents. An error with the code AMBIGUOUS lists the ids where several institutions have it.',
      }),
    },
    resolve: async (_root, { id, ror, name }, context, info) => {
      exactlyOne({ id, ror, name });
      if (id != null) return nodeWithPages(institutionsById, id.id, context, info);
      if (ror != null) {
        const canonical = canonicalIdentifier({ scheme: 'ror', value: ror });
        if (canonical === undefined) return null;
        return context.detail('institution by ROR', canonical.value, institutionsByRor);
      }
      if (name == null) return null;
      const rows = await institutionsNamedLike(context.graph, name, context.options);
      return onlyOne('institution', name, called(name, rows));
    },
  }),
  institutions: t.connection(
    {
      type: Institution,
      description: 'All institutions by name, or those whose names a text finds and a filter lets through.',
      args: { ...searchArguments('the names'), ...institutionArguments },
      resolve: (_root, args, context, info) =>
        new Connection(
          context,
          institutions({ ...choiceOf(args), search: searchOf(args) }),
          undefined,
          args,
          lookAhead(info),
        ),
    },
    InstitutionConnection,
  ),
}));
