import { imports, rejectsOfImport, sourceOfImport } from '../graph/read/imports.ts';
import type { ImportRow, ImportState, ImportStep, RejectedEntryRow } from '../graph/read/rows.ts';
import type { UndoneEntries, UndoPreview } from '../graph/write/undoImport.ts';
import { type Content, textContent } from '../imports/content.ts';
import { type ImportQueue, queueLimit } from '../imports/importQueue.ts';
import { rejectLimit } from '../imports/runImport.ts';
import { previewUndoOf } from '../imports/undoImport.ts';
import { readers } from '../readers/index.ts';
import { rejectTextLimit } from '../readers/reader.ts';
import { administratorRequired } from './administrator.ts';
import { between, waitLimit } from './arguments.ts';
import { builder } from './builder.ts';
import { Connection } from './connection.ts';
import type { Context } from './context.ts';
import { lookAhead, related } from './lookAhead.ts';
import { Import, Source } from './nodes.ts';

const ImportFormat = builder.enumType('ImportFormat', {
  description: 'A format that can be imported.',
  values: Object.fromEntries(
    readers.map(({ format, title }) => [
      format.toUpperCase().replaceAll('-', '_'),
      { value: format, description: `As ${title}.` },
    ]),
  ),
});

const ImportStateType = builder.enumType('ImportState', {
  description: 'How it stands with an import.',
  values: {
    QUEUED: { description: 'It waits for others to end.' },
    RUNNING: { description: 'It is under way.' },
    DONE: { description: 'It was read to its end; entries may have been rejected.' },
    FAILED: { description: 'It could not be read to its end: see `error`. What was taken in before stays.' },
    INTERRUPTED: {
      description:
        'Its server was stopped or is gone. What was taken in before stays; send the same again to complete it.',
    },
    UNDOING: { description: 'It is being undone, or waits for that: see `undo`.' },
    UNDONE: { description: 'It was undone: the graph is as if it had never been.' },
  } satisfies Record<ImportState, { description: string }>,
});

const ImportStepType = builder.enumType('ImportStep', {
  description: 'What a running import does.',
  values: {
    READ: { description: 'Reads records and writes publications.' },
    TAKE_BACK: { description: 'Takes back the entries of an import that is undone.' },
    RESOLVE_AUTHORS: { description: 'Tells authors apart.' },
    FIND_CLUSTERS: { description: 'Finds topic clusters anew.' },
  } satisfies Record<ImportStep, { description: string }>,
});

const ImportError = builder.objectRef<{ code: string; message: string }>('ImportError').implement({
  description: 'Why an import did not come to its end. Administrators alone see it.',
  authScopes: { administrator: true },
  fields: (t) => ({
    code: t.exposeString('code', {
      description:
        'For programs: `FORMAT_UNKNOWN`, `SOURCE_MALFORMED`, `SOURCE_UNREADABLE` and others, as in the errors of this API.',
    }),
    message: t.exposeString('message', {
      description: 'What happened, where, what was expected and what to do.',
    }),
  }),
});

const RejectedEntry = builder.objectRef<RejectedEntryRow>('RejectedEntry').implement({
  description: 'An entry that did not become part of the graph. Administrators alone see it.',
  authScopes: { administrator: true },
  fields: (t) => ({
    line: t.exposeInt('line', {
      nullable: true,
      description: 'The line at which it begins, from 1; null where the format has none.',
    }),
    // A byte may lie beyond what an Int holds.
    byte: t.exposeFloat('byte', {
      nullable: true,
      description: 'The byte of the unpacked source at which it begins, from 0, as far as the format has it.',
    }),
    key: t.exposeString('key', {
      nullable: true,
      description: 'Its name within the source, if that could be read.',
    }),
    code: t.exposeString('code', {
      description:
        '`RECORD_MALFORMED`, `RECORD_TOO_LARGE`, `SOURCE_MALFORMED`; `INTERNAL` where the graph refused a record.',
    }),
    reason: t.exposeString('reason', { description: 'What happened, what was expected, what to do.' }),
    original: t.exposeString('original', {
      description: `Its own text, the first ${rejectTextLimit} characters.`,
    }),
  }),
});

const ImportConnection = builder.connectionObject(
  { type: Import, name: 'ImportConnection', description: 'A page of imports.' },
  { name: 'ImportEdge', description: 'An import in a page.' },
);

const RejectedEntryConnection = builder.connectionObject(
  { type: RejectedEntry, name: 'RejectedEntryConnection', description: 'A page of rejected entries.' },
  { name: 'RejectedEntryEdge', description: 'A rejected entry in a page.' },
);

const UndoneEntriesType = builder.objectRef<UndoneEntries>('UndoneEntries').implement({
  description: 'What becomes of the entries that an undone import had brought or stated again.',
  authScopes: { administrator: true },
  fields: (t) => ({
    removed: t.exposeInt('removed', { description: 'They go: no other import states them.' }),
    restored: t.exposeInt('restored', {
      description: 'They say again what they said before this import replaced it.',
    }),
    kept: t.exposeInt('kept', {
      description:
        'They stay as they are: another import, or one on the command line, states them too or has replaced them since.',
    }),
  }),
});

const ImportUndo = builder.objectRef<NonNullable<ImportRow['undo']>>('ImportUndo').implement({
  description: 'How an import is undone, and how far that is.',
  authScopes: { administrator: true },
  fields: (t) => ({
    by: t.exposeString('by', { description: 'Who has asked for it; the system user on the command line.' }),
    asked: t.expose('asked', { type: 'DateTime', description: 'When it was asked for.' }),
    ended: t.expose('ended', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was done; null before that.',
    }),
    entries: t.field({
      type: UndoneEntriesType,
      description: 'What became of its entries so far.',
      resolve: (undo) => undo,
    }),
  }),
});

Import.implement({
  description:
    'An import that was asked for over this API. Administrators alone see it, since it shows raw text.',
  authScopes: { administrator: true },
  fields: (t) => ({
    sourceName: t.exposeString('sourceName', { description: 'What provenance calls the source.' }),
    source: t.field({
      type: Source,
      nullable: true,
      description: 'The source that it became; null before its format is known, and in a dry run.',
      resolve: async ({ id }, _args, context) => (await context.one(sourceOfImport, { key: id, id }))?.node,
    }),
    format: t.exposeString('format', {
      nullable: true,
      description: 'The format, such as `bibtex`; null before it is known.',
    }),
    by: t.exposeString('by', { description: 'The administrator who asked for it.' }),
    state: t.field({
      type: ImportStateType,
      description: 'How it stands.',
      resolve: ({ state }) => state,
    }),
    step: t.field({
      type: ImportStepType,
      nullable: true,
      description: 'What it does; null unless it runs.',
      resolve: ({ step }) => step,
    }),
    since: t.exposeString('since', {
      nullable: true,
      description: 'Records that are certainly from before this date are left out.',
    }),
    strict: t.exposeBoolean('strict', { description: 'Whether it ends at the first rejected entry.' }),
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether it only says what it would do.' }),
    records: t.exposeInt('records', {
      description: 'Records that have become part of the graph; in a dry run, that would.',
    }),
    created: t.exposeInt('created', { description: 'New publications.' }),
    updated: t.exposeInt('updated', { description: 'Publications that were there and have changed.' }),
    unchanged: t.exposeInt('unchanged', { description: 'Publications that were there and are as before.' }),
    before: t.exposeInt('before', { description: 'Records left out by `since`.' }),
    warned: t.exposeInt('warned', {
      description:
        'Records that are in the graph without a part that could not be read, as a year that is none; 0 of an import from before they were counted.',
    }),
    persons: t.exposeInt('persons', {
      description:
        'Entries that are of a person and of no publication: they help to tell who is who. 0 of an import from before they were counted.',
    }),
    rejected: t.exposeInt('rejected', { description: 'Entries that have not become part of the graph.' }),
    bytes: t.exposeFloat('bytes', {
      description: 'Bytes that have been dealt with, packed as they were sent.',
    }),
    size: t.exposeFloat('size', { description: 'Bytes that were sent.' }),
    rate: t.float({
      description: 'Records a second while reading and writing; 0 before anything has been read.',
      resolve: ({ records, milliseconds }) => (milliseconds === 0 ? 0 : (1_000 * records) / milliseconds),
    }),
    secondsLeft: t.float({
      nullable: true,
      description: 'How long reading and writing will still take, by bytes; null where that cannot be said.',
      resolve: secondsLeft,
    }),
    queued: t.expose('queued', { type: 'DateTime', description: 'When it was asked for.' }),
    began: t.expose('began', {
      type: 'DateTime',
      nullable: true,
      description: 'When it began; null while it waits.',
    }),
    ended: t.expose('ended', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null before that.',
    }),
    error: t.field({
      type: ImportError,
      nullable: true,
      description: 'Why it did not come to its end; null where it did, or still may.',
      resolve: ({ errorCode: code, errorMessage: message }) =>
        code === null || message === null ? null : { code, message },
    }),
    undoable: t.boolean({
      description:
        'Whether `undoImport` can take it back: it has ended, was no dry run, is not undone, and it is kept which entries it brought.',
      resolve: ({ state, dryRun, traced }) =>
        traced && !dryRun && (state === 'DONE' || state === 'FAILED' || state === 'INTERRUPTED'),
    }),
    undo: t.field({
      type: ImportUndo,
      nullable: true,
      description: 'How it is undone; null where nobody has asked for that.',
      resolve: ({ undo }) => undo,
    }),
    rejects: t.connection(
      {
        type: RejectedEntry,
        description: `The entries that it rejected, in the order of the source; the first ${rejectLimit} of them are kept, while \`rejected\` counts them all.`,
        resolve: related(rejectsOfImport),
      },
      RejectedEntryConnection,
    ),
  }),
});

/** A small file that is packed has been taken whole long before all that is in it is written. */
function secondsLeft({ state, step, bytes, size, milliseconds }: ImportRow): number | null {
  if (state !== 'RUNNING' || step !== 'READ' || bytes === 0 || bytes >= size) return null;
  return ((size - bytes) * milliseconds) / bytes / 1_000;
}

const inputDescriptions = {
  sourceName:
    'What provenance calls the source. What is imported under a name replaces what was imported under it before, entry by entry; so two bibliographies take two names.',
  format: 'The format, where the content does not show it.',
  since:
    'A year, month or day (`2019`, `2019-07`, `2019-07-31`): records that are certainly from before it are left out.',
  strict: 'Whether to end at the first rejected entry; of its batch nothing is written then.',
  dryRun: 'Whether to write nothing, and only say what would become of the graph as it is now.',
  waitSeconds: `How long to wait for its end before answering: 0 to ${waitLimit}. So one request is enough for a small import.`,
};

const ImportUndoPreview = builder.objectRef<UndoPreview>('ImportUndoPreview').implement({
  description: 'What undoing an import would change.',
  authScopes: { administrator: true },
  fields: (t) => ({
    entries: t.field({
      type: UndoneEntriesType,
      description: 'What would become of its entries, all of them.',
      resolve: (preview) => preview,
    }),
    publicationCount: t.int({
      description:
        'How many publications fewer there would be. Below zero where what one entry has held together comes apart.',
      resolve: ({ fewer }) => fewer.publications,
    }),
    authorCount: t.int({
      description: 'How many authors fewer there would be; as above.',
      resolve: ({ fewer }) => fewer.authors,
    }),
    venueCount: t.int({
      description: 'How many venues fewer there would be; as above.',
      resolve: ({ fewer }) => fewer.venues,
    }),
    topicCount: t.int({
      description: 'How many topics fewer there would be; as above.',
      resolve: ({ fewer }) => fewer.topics,
    }),
    institutionCount: t.int({
      description: 'How many institutions fewer there would be; as above.',
      resolve: ({ fewer }) => fewer.institutions,
    }),
    complete: t.exposeBoolean('complete', {
      description:
        'False where there are so many entries that the counts of publications, authors and so on are of the first 2,000 alone.',
    }),
  }),
});

const UndoImportOutcome = builder
  .objectRef<{ readonly id: string; readonly preview: UndoPreview | undefined }>('UndoImportOutcome')
  .implement({
    description: 'An import that is undone, or what that would change.',
    authScopes: { administrator: true },
    fields: (t) => ({
      import: t.field({
        type: Import,
        description: 'The import. Its `undo` says how far it is; `importProgress` tells of it live.',
        resolve: ({ id }) => id,
      }),
      preview: t.field({
        type: ImportUndoPreview,
        nullable: true,
        description: 'What would change; null unless it was asked for.',
        resolve: ({ preview }) => preview,
      }),
    }),
  });

const ImportRecordsInput = builder.inputType('ImportRecordsInput', {
  description: 'A bibliography as text, and how to import it.',
  fields: (t) => ({
    sourceName: t.string({ required: true, description: inputDescriptions.sourceName }),
    text: t.string({
      required: true,
      description:
        'The bibliography, in any of the formats. A request has 1 MB at most; `importFile` takes more.',
    }),
    format: t.field({ type: ImportFormat, description: inputDescriptions.format }),
    since: t.string({ description: inputDescriptions.since }),
    strict: t.boolean({ required: true, defaultValue: false, description: inputDescriptions.strict }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: inputDescriptions.dryRun }),
    waitSeconds: t.int({ required: true, defaultValue: 0, description: inputDescriptions.waitSeconds }),
  }),
});

const ImportFileInput = builder.inputType('ImportFileInput', {
  description: 'A file, and how to import it.',
  fields: (t) => ({
    sourceName: t.string({ required: true, description: inputDescriptions.sourceName }),
    file: t.field({
      type: 'File',
      required: true,
      description: 'A bibliography in any of the formats, plain or packed with gzip.',
    }),
    format: t.field({ type: ImportFormat, description: inputDescriptions.format }),
    since: t.string({ description: inputDescriptions.since }),
    strict: t.boolean({ required: true, defaultValue: false, description: inputDescriptions.strict }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: inputDescriptions.dryRun }),
    waitSeconds: t.int({ required: true, defaultValue: 0, description: inputDescriptions.waitSeconds }),
  }),
});

const importing = `It runs in the background, after the imports before it; at most ${queueLimit} run or wait on a server, else there is an error with the code IMPORT_QUEUE_FULL. What is wrong with the bibliography is in \`error\` and \`rejects\` of the import. Importing the same again changes nothing, and completes an interrupted import.`;

builder.mutationFields((t) => ({
  importRecords: t.field({
    type: Import,
    description: `Imports a bibliography that is sent as text. ${importing}`,
    args: { input: t.arg({ type: ImportRecordsInput, required: true, description: 'What and how.' }) },
    resolve: (_root, { input }, context) => queued(context, input, textContent(input.text)),
  }),
  undoImport: t.field({
    type: UndoImportOutcome,
    description:
      'Undoes an import that has ended, however it ended: the graph becomes as if it had never been. Entries that only this import states go, with the publications, authors, venues, topics and institutions that nothing else is said of; what it has replaced of an earlier import of the same source name says again what it said before (the last ten wordings of an entry are kept); what other imports state stays. Decisions survive. It runs in the background, after the imports before it, and goes on after an interruption; of what is undone already nothing is done again. What was imported on the command line or in bulk is never undone.',
    args: {
      import: t.arg.globalID({ for: Import, required: true, description: 'The `id` of the import.' }),
      preview: t.arg.boolean({
        required: true,
        defaultValue: false,
        description: 'Say what would change, and change nothing.',
      }),
      waitSeconds: t.arg.int({
        required: true,
        defaultValue: 0,
        description: `How long to wait for its end before answering: 0 to ${waitLimit}.`,
      }),
    },
    resolve: async (_root, { import: { id }, preview, waitSeconds }, context) => {
      if (preview) return { id, preview: await previewUndoOf(context.graph, id) };
      const { administrator, options } = context;
      if (administrator === undefined) throw administratorRequired();
      const seconds = between('waitSeconds', waitSeconds, 0, waitLimit);
      const queue = queueOf(context);
      await queue.undo(id, administrator);
      if (seconds > 0) await queue.ended(id, 1_000 * seconds, options.signal);
      return { id, preview: undefined };
    },
  }),
  importFile: t.field({
    type: Import,
    description: `Imports a bibliography that is sent as a file, by a \`multipart/form-data\` request (GraphQL multipart request specification). ${importing}`,
    args: { input: t.arg({ type: ImportFileInput, required: true, description: 'What and how.' }) },
    resolve: async (_root, { input }, context) => {
      const content = input.file.take();
      try {
        return await queued(context, input, content);
      } catch (error) {
        input.file.giveBack(content);
        throw error;
      }
    },
  }),
}));

interface ImportOptions {
  readonly sourceName: string;
  readonly format?: string | null | undefined;
  readonly since?: string | null | undefined;
  readonly strict: boolean;
  readonly dryRun: boolean;
  readonly waitSeconds: number;
}

function queueOf({ imports: queue }: Context): ImportQueue {
  if (queue === undefined) throw new TypeError('importing is for a server');
  return queue;
}

async function queued(context: Context, input: ImportOptions, content: Content): Promise<string> {
  const { administrator, caller, options } = context;
  const queue = queueOf(context);
  if (administrator === undefined) throw administratorRequired(caller?.name);
  const seconds = between('waitSeconds', input.waitSeconds, 0, waitLimit);
  const { sourceName, format, since, strict, dryRun } = input;
  const id = await queue.add({
    sourceName,
    format: format ?? undefined,
    since: since ?? undefined,
    strict,
    dryRun,
    by: administrator,
    content,
  });
  if (seconds > 0) await queue.ended(id, 1_000 * seconds, options.signal);
  return id;
}

builder.queryFields((t) => ({
  imports: t.connection(
    {
      type: Import,
      description:
        'Every import that was asked for over this API, the newest first. It takes an administrator.',
      authScopes: { administrator: true },
      resolve: (_root, args, context, info) =>
        new Connection(context, imports, undefined, args, lookAhead(info)),
    },
    ImportConnection,
  ),
}));

builder.subscriptionFields((t) => ({
  importProgress: t.field({
    type: Import,
    description:
      'An import as it is now, and again whenever it has changed, once a second at most, until it has ended, or its undoing has. Any server tells of an import of any other. Subscribe again where the server stops before that (SERVER_STOPPING).',
    args: {
      id: t.arg.globalID({ for: Import, required: true, description: 'The `id` of the import.' }),
    },
    subscribe: (_root, { id }, context) => queueOf(context).watch(id.id, context.options.signal),
    resolve: (row, _args, context) => {
      context.renew();
      return row;
    },
  }),
}));
