import type { Coauthorship as CoauthorshipShape } from '../graph/read/authors.ts';
import { publicationsOfTie } from '../graph/read/networks/evidence.ts';
import {
  type Authorship as AuthorshipShape,
  type PublicationsRequest,
  sharedPublications,
  type TopicAssignment as TopicAssignmentShape,
  type VenueAppearance as VenueAppearanceShape,
} from '../graph/read/publications.ts';
import type { Tie } from '../network/network.ts';
import { builder } from './builder.ts';
import { Connection } from './connection.ts';
import { PublicationConnection, publicationArguments, publicationsRequest } from './connections.ts';
import { Publication } from './nodes.ts';
import { AuthorMention, provenanceOf, StatedForm } from './provenance.ts';
import { TopicOrigin } from './topicOrigin.ts';

/*
 * What ties two nodes together, whichever end one comes from.
 */

export const Authorship = builder.interfaceRef<AuthorshipShape>('Authorship').implement({
  description: 'That an author wrote a publication.',
  fields: (t) => ({
    order: t.exposeInt('order', {
      description:
        'The place among the authors as shown, from 0. Where no source gives the whole byline, it is the best order known.',
    }),
    position: t.exposeInt('position', {
      nullable: true,
      description: 'The place in the byline, from 1; null where no source gives the whole byline.',
    }),
    rawName: t.exposeString('rawName', { description: 'The name as the source writes it.' }),
    corresponding: t.exposeBoolean('corresponding', {
      description: 'Whether a source says that this is the corresponding author.',
    }),
    mentions: t.field({
      type: [AuthorMention],
      description:
        'Which statements name this author here, how, and with what identifiers, the most trusted first. A statement of the publication that leaves this author out is not among them.',
      resolve: async ({ publicationId, order }, _args, context) =>
        (await provenanceOf(publicationId, context)).mentionsOf(order),
    }),
  }),
});

export const VenueAppearance = builder.interfaceRef<VenueAppearanceShape>('VenueAppearance').implement({
  description: 'That a publication appeared in a venue.',
  fields: (t) => ({
    year: t.exposeInt('year', { nullable: true, description: 'The year of the appearance.' }),
    edition: t.exposeInt('edition', {
      nullable: true,
      description: 'Which edition of the venue, such as 6 for the Sixth International Conference.',
    }),
    volume: t.exposeString('volume', { nullable: true, description: 'The volume.' }),
    issue: t.exposeString('issue', { nullable: true, description: 'The issue.' }),
    pages: t.exposeString('pages', { nullable: true, description: 'The pages, such as `2790–2799`.' }),
    rawName: t.exposeString('rawName', { description: 'The venue as the source writes it.' }),
    forms: t.exposeStringList('forms', { description: 'Every form in which a source writes it.' }),
    mentions: t.field({
      type: [StatedForm],
      description: 'Which statements say that it appeared there, in which form; by form.',
      resolve: async ({ publicationId, forms }, _args, context) =>
        (await provenanceOf(publicationId, context)).statementsOf('venue', forms),
    }),
  }),
});

export const TopicAssignment = builder.interfaceRef<TopicAssignmentShape>('TopicAssignment').implement({
  description: 'That a publication is about a topic.',
  fields: (t) => ({
    score: t.exposeFloat('score', { description: 'How central the topic is to the publication: 0 to 1.' }),
    origin: t.expose('origin', { type: TopicOrigin, description: 'Where the topic comes from.' }),
    forms: t.exposeStringList('forms', { description: 'The topic as this publication words it.' }),
    mentions: t.field({
      type: [StatedForm],
      description:
        'Which statements give it as a topic or keyword, in which form; by form. None where it was only found in title and abstract: `chosen` of the publication says from which statements these are.',
      resolve: async ({ publicationId, forms }, _args, context) =>
        (await provenanceOf(publicationId, context)).statementsOf('topic', forms),
    }),
  }),
});

/** Counted out of some publications only, it names those, or the year until which they were published. */
type CountedCoauthorship = CoauthorshipShape & Pick<Tie, 'publications'> & { readonly asOf?: number };

export const Coauthorship = builder.interfaceRef<CountedCoauthorship>('Coauthorship').implement({
  description: 'That two authors wrote together.',
  fields: (t) => ({
    publicationCount: t.exposeInt('publicationCount', {
      description: 'How many publications they share: full counting.',
    }),
    weight: t.exposeFloat('weight', {
      description:
        'The same by fractional counting: a publication with n authors counts 1/(n − 1), so that large bylines do not drown small ones.',
    }),
    firstYear: t.exposeInt('firstYear', {
      nullable: true,
      description: 'The year of the first shared publication; null where no year is known.',
    }),
    lastYear: t.exposeInt('lastYear', {
      nullable: true,
      description: 'The year of the latest shared publication; null where no year is known.',
    }),
    sharedPublications: t.connection(
      {
        type: Publication,
        description: 'What they wrote together; where only some publications are counted, of these.',
        args: publicationArguments,
        resolve: ({ a, b, publications, asOf }, args, context) => {
          const key = `${a} ${b}`;
          const request = until(asOf, publicationsRequest(args));
          return publications === undefined
            ? new Connection(context, sharedPublications(request), { key, a, b }, args)
            : new Connection(
                context,
                publicationsOfTie(request),
                { key, publications: publications().map(({ id }) => id) },
                args,
              );
        },
      },
      PublicationConnection,
    ),
  }),
});

function until(year: number | undefined, request: PublicationsRequest): PublicationsRequest {
  if (year === undefined) return request;
  const { filter } = request;
  return { ...request, filter: { year: { to: year }, ...(filter === undefined ? {} : { and: [filter] }) } };
}
