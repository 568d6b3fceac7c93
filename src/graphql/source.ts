import { z } from 'zod';
import { publicationsOfSource } from '../graph/read/publications.ts';
import { profileOfSource, sources, statementsOfSource } from '../graph/read/sources.ts';
import { builder } from './builder.ts';
import { Connection } from './connection.ts';
import {
  choiceOf,
  PublicationConnection,
  publicationArguments,
  publicationsRequest,
  SourceConnection,
  StatementConnection,
  sourceArguments,
} from './connections.ts';
import { lookAhead, related } from './lookAhead.ts';
import { Author, Publication, Source, Statement } from './nodes.ts';

Source.implement({
  description: 'A file, page or feed that was imported: where what the graph knows comes from.',
  fields: (t) => ({
    uri: t.exposeString('uri', { description: 'The address or the file name.' }),
    format: t.exposeString('format', { description: 'The format it was read as, such as `profile-page`.' }),
    sha256: t.exposeString('sha256', {
      nullable: true,
      description: 'The SHA-256 of its content when it was last imported, in hexadecimal digits.',
    }),
    importedAt: t.expose('importedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last imported.',
    }),
    statements: t.connection(
      {
        type: Statement,
        description: 'What it says, in its own order.',
        resolve: related(statementsOfSource),
      },
      StatementConnection,
    ),
    publications: t.connection(
      {
        type: Publication,
        description: 'The publications of which it says something.',
        args: publicationArguments,
        resolve: related((args) => publicationsOfSource(publicationsRequest(args))),
      },
      PublicationConnection,
    ),
    profileOf: t.field({
      type: Author,
      nullable: true,
      description: 'The person whose own profile page it is; null where it is none.',
      resolve: async ({ id }, _args, context) => (await context.one(profileOfSource, { key: id, id }))?.node,
    }),
  }),
});

const StatementField = builder.objectRef<{ name: string; value: string }>('StatementField').implement({
  description: 'A field of what a source states.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The field, such as `title` or `authors`.' }),
    value: t.exposeString('value', {
      description: 'The value as the source states it: text as it is, anything else as JSON.',
    }),
  }),
});

/** As the writer stores it: the record that the reader emitted. */
const record = z.record(z.string(), z.unknown());

Statement.implement({
  description: 'What one source says of one publication, before it was compared with what others say.',
  fields: (t) => ({
    source: t.field({
      type: Source,
      description: 'Who says it.',
      resolve: ({ sourceId }) => sourceId,
    }),
    publication: t.field({
      type: Publication,
      description: 'The publication that it is taken to be about.',
      resolve: ({ publicationId }) => publicationId,
    }),
    locator: t.exposeString('locator', {
      nullable: true,
      description: 'The name of the entry within its source, such as a citation key.',
    }),
    line: t.exposeInt('line', {
      nullable: true,
      description: 'The line at which the entry starts, from 1; null for sources without lines.',
    }),
    fields: t.field({
      type: [StatementField],
      description: 'What it says, field by field.',
      resolve: ({ fields }) =>
        Object.entries(fields === null ? {} : record.parse(JSON.parse(fields)))
          .filter(([name]) => name !== 'locator')
          .map(([name, value]) => ({
            name,
            value: typeof value === 'string' ? value : JSON.stringify(value),
          })),
    }),
  }),
});

builder.queryFields((t) => ({
  sources: t.connection(
    {
      type: Source,
      description: 'Everything that was imported, by address.',
      args: sourceArguments,
      resolve: (_root, args, context, info) =>
        new Connection(context, sources(choiceOf(args)), undefined, args, lookAhead(info)),
    },
    SourceConnection,
  ),
}));
