import { encodeGlobalID } from '@pothos/plugin-relay';
import { ScholargraphError } from '../errors.ts';
import { type DecisionFilter, decisions } from '../graph/read/decisions.ts';
import type { DecisionRow } from '../graph/read/rows.ts';
import {
  type DecidedNode,
  type DecisionOutcome as DecisionOutcomeShape,
  type DecisionRequest,
  decide,
  undoDecision,
} from '../graph/write/decide.ts';
import { builder } from './builder.ts';
import { Connection } from './connection.ts';
import { DecisionConnection } from './connections.ts';
import type { Context } from './context.ts';
import { lookAhead } from './lookAhead.ts';
import { Author, Decision, Publication, Statement, Topic, Venue } from './nodes.ts';

const DecisionKind = builder.enumType('DecisionKind', {
  description: 'What a decision does.',
  values: {
    MERGE: { description: 'Several are one and the same.' },
    SPLIT: { description: 'A part of one is another.' },
    RENAME: { description: 'One is shown under another name.' },
  } satisfies Record<DecisionRow['decisionKind'], { description: string }>,
});

const DecisionScope = builder.enumType('DecisionScope', {
  description: 'Of what kind of node a decision is.',
  values: {
    AUTHOR: { description: 'Of authors.' },
    VENUE: { description: 'Of venues.' },
    TOPIC: { description: 'Of topics.' },
    PUBLICATION: { description: 'Of publications.' },
  } satisfies Record<DecisionRow['of'], { description: string }>,
});

const typeNames = { AUTHOR: 'Author', VENUE: 'Venue', TOPIC: 'Topic', PUBLICATION: 'Publication' } as const;

const DecisionSubject = builder
  .objectRef<{ readonly id: string; readonly name: string }>('DecisionSubject')
  .implement({
    description: 'What a decision was about when it was made.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'The id it had. `node` finds what has become of it.' }),
      name: t.exposeString('name', { description: 'The name it had.' }),
    }),
  });

Decision.implement({
  description:
    'Something that an administrator has decided of identities and names. It goes before every rule, survives every import, and can be undone.',
  fields: (t) => ({
    kind: t.expose('decisionKind', { type: DecisionKind, description: 'What it does.' }),
    of: t.expose('of', { type: DecisionScope, description: 'Of what kind of node.' }),
    by: t.exposeString('by', { description: 'Who decided.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    reason: t.exposeString('reason', { description: 'Why.' }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'The chosen name; null where it is no renaming.',
    }),
    subjects: t.field({
      type: [DecisionSubject],
      description: 'What it was about when it was made.',
      resolve: ({ of, subjects, subjectNames }) =>
        subjects.map((id, index) => ({
          id: encodeGlobalID(typeNames[of], id),
          name: subjectNames[index] ?? '',
        })),
    }),
    active: t.boolean({
      description: 'Whether it is in force.',
      resolve: ({ undoneAt }) => undoneAt === null,
    }),
    undoneBy: t.exposeString('undoneBy', {
      nullable: true,
      description: 'Who has undone it; null where it is in force.',
    }),
    undoneAt: t.expose('undoneAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was undone; null where it is in force.',
    }),
    undoneReason: t.exposeString('undoneReason', {
      nullable: true,
      description: 'Why it was undone; null where it is in force, or where no reason was given.',
    }),
  }),
});

const DecisionFilterInput = builder.inputRef<DecisionFilter>('DecisionFilter').implement({
  description: 'Which decisions. Fields side by side all have to hold.',
  fields: (t) => ({
    kind: t.field({ type: [DecisionKind], description: 'It does one of these.' }),
    of: t.field({ type: [DecisionScope], description: 'It is of one of these kinds of node.' }),
    by: t.string({ description: 'Who decided.' }),
    active: t.boolean({ description: 'Whether it is in force; both where it is not given.' }),
  }),
});

builder.queryField('decisions', (t) =>
  t.connection(
    {
      type: Decision,
      description: 'What administrators have decided of identities and names, the newest first.',
      args: { filter: t.arg({ type: DecisionFilterInput, description: 'Only decisions that pass.' }) },
      resolve: (_root, args, context, info) =>
        new Connection(context, decisions(args.filter ?? {}), undefined, args, lookAhead(info)),
    },
    DecisionConnection,
  ),
);

interface ScopedNode extends DecidedNode {
  readonly of: DecisionRow['of'];
}

const DecidedNodeType = builder.objectRef<ScopedNode>('DecidedNode').implement({
  description: 'A node that a decision is about, as it is before or after it.',
  fields: (t) => ({
    id: t.id({
      description: 'Its id. After a preview there may be no node of it.',
      resolve: ({ of, id }) => encodeGlobalID(typeNames[of], id),
    }),
    name: t.exposeString('name', { description: 'Its name, or the title of a publication.' }),
    publicationCount: t.exposeInt('publicationCount', {
      description: 'How many publications it has; 1 for a publication.',
    }),
    peopleCount: t.exposeInt('peopleCount', {
      description: 'Of an author, how many coauthors; else, how many authors.',
    }),
  }),
});

interface ScopedOutcome extends DecisionOutcomeShape {
  readonly of: DecisionRow['of'];
}

const DecisionOutcome = builder.objectRef<ScopedOutcome>('DecisionOutcome').implement({
  description: 'What a decision has changed, or, for a preview, would change.',
  fields: (t) => ({
    decision: t.field({
      type: Decision,
      nullable: true,
      description: 'The decision; null for a preview, which stores none.',
      resolve: ({ decision }) => decision,
    }),
    before: t.field({
      type: [DecidedNodeType],
      description: 'What it is about as that was before.',
      resolve: ({ before, of }) => before.map((node) => ({ ...node, of })),
    }),
    after: t.field({
      type: [DecidedNodeType],
      description: 'What there is in its place after.',
      resolve: ({ after, of }) => after.map((node) => ({ ...node, of })),
    }),
    publicationCount: t.exposeInt('publicationCount', {
      description: 'How many publications had to be resolved again.',
    }),
    complete: t.exposeBoolean('complete', {
      description:
        'False only for a preview that concerns so many publications that not all were resolved: `after` is then what a part of them makes.',
    }),
    overrides: t.field({
      type: [Decision],
      description:
        'Earlier decisions that say otherwise. They stay stored, and yield to this one while it is in force.',
      resolve: ({ overrides }) => [...overrides],
    }),
  }),
});

async function decided(
  context: Context,
  request: DecisionRequest,
  { reason, preview }: { readonly reason: string; readonly preview: boolean },
): Promise<ScopedOutcome> {
  const outcome = await decide(context.graph, request, { by: administratorOf(context), reason }, { preview });
  return { ...outcome, of: request.of };
}

/** The mutation type lets nobody else in. */
function administratorOf({ administrator }: Context): string {
  if (administrator === undefined) {
    throw new ScholargraphError('ADMINISTRATOR_REQUIRED', 'Only an administrator may decide');
  }
  return administrator;
}

const how = builder.args((t) => ({
  reason: t.string({ required: true, description: 'Why it is so; kept with the decision.' }),
  preview: t.boolean({
    required: true,
    defaultValue: false,
    description: 'Say what would change, and change nothing.',
  }),
}));

const survives = 'The decision survives every import; `undoDecision` undoes it.';
const holds = 'Where earlier decisions say otherwise, this one holds.';

builder.mutationFields((t) => ({
  mergeAuthors: t.field({
    type: DecisionOutcome,
    description: `Decides that several authors are one person. ${holds} ${survives}`,
    args: {
      authors: t.arg.globalIDList({ for: Author, required: true, description: 'Two or more authors.' }),
      ...how,
    },
    resolve: (_root, { authors, ...rest }, context) =>
      decided(context, { kind: 'MERGE', of: 'AUTHOR', ids: authors.map(({ id }) => id) }, rest),
  }),
  splitAuthor: t.field({
    type: DecisionOutcome,
    description: `Decides that some publications of an author are by another person, one and the same for all of them. ${holds} ${survives}`,
    args: {
      author: t.arg.globalID({ for: Author, required: true, description: 'The author.' }),
      publications: t.arg.globalIDList({
        for: Publication,
        required: true,
        description: 'The publications that are by the other person.',
      }),
      ...how,
    },
    resolve: (_root, { author, publications, ...rest }, context) =>
      decided(
        context,
        { kind: 'SPLIT', of: 'AUTHOR', id: author.id, parts: publications.map(({ id }) => id) },
        rest,
      ),
  }),
  separateAuthors: t.field({
    type: DecisionOutcome,
    description: `Decides that two authors are two people: they are never taken for one, and are no pair of \`authorCandidates\` any more. It is kept as a split. ${holds} ${survives}`,
    args: {
      author: t.arg.globalID({ for: Author, required: true, description: 'One of them.' }),
      other: t.arg.globalID({ for: Author, required: true, description: 'The other.' }),
      ...how,
    },
    resolve: (_root, { author, other, ...rest }, context) =>
      decided(context, { kind: 'SEPARATE', of: 'AUTHOR', ids: [author.id, other.id] }, rest),
  }),
  renameAuthor: t.field({
    type: DecisionOutcome,
    description: `Decides under which name an author is shown. The other names still find the author. ${survives}`,
    args: {
      author: t.arg.globalID({ for: Author, required: true, description: 'The author.' }),
      name: t.arg.string({ required: true, description: 'The whole name, such as `Ada Lovelace`.' }),
      ...how,
    },
    resolve: (_root, { author, name, ...rest }, context) =>
      decided(context, { kind: 'RENAME', of: 'AUTHOR', id: author.id, name }, rest),
  }),
  mergePublications: t.field({
    type: DecisionOutcome,
    description: `Decides that several publications are one. What each source says of it stays readable. ${holds} ${survives}`,
    args: {
      publications: t.arg.globalIDList({
        for: Publication,
        required: true,
        description: 'Two or more publications.',
      }),
      ...how,
    },
    resolve: (_root, { publications, ...rest }, context) =>
      decided(context, { kind: 'MERGE', of: 'PUBLICATION', ids: publications.map(({ id }) => id) }, rest),
  }),
  splitPublication: t.field({
    type: DecisionOutcome,
    description: `Decides that some statements of a publication are of another one, one and the same for all of them. ${holds} ${survives}`,
    args: {
      publication: t.arg.globalID({ for: Publication, required: true, description: 'The publication.' }),
      statements: t.arg.globalIDList({
        for: Statement,
        required: true,
        description: 'Those of its `statements` that are of the other publication.',
      }),
      ...how,
    },
    resolve: (_root, { publication, statements, ...rest }, context) =>
      decided(
        context,
        { kind: 'SPLIT', of: 'PUBLICATION', id: publication.id, parts: statements.map(({ id }) => id) },
        rest,
      ),
  }),
  renamePublication: t.field({
    type: DecisionOutcome,
    description: `Decides the title of a publication. The title that the sources give still finds it. ${survives}`,
    args: {
      publication: t.arg.globalID({ for: Publication, required: true, description: 'The publication.' }),
      title: t.arg.string({
        required: true,
        description: 'The title as plain text, with TeX for mathematics.',
      }),
      ...how,
    },
    resolve: (_root, { publication, title, ...rest }, context) =>
      decided(context, { kind: 'RENAME', of: 'PUBLICATION', id: publication.id, name: title }, rest),
  }),
  mergeVenues: t.field({
    type: DecisionOutcome,
    description: `Decides that venues are one and the same as another, which keeps its id and its name. ${holds} ${survives}`,
    args: {
      venues: t.arg.globalIDList({ for: Venue, required: true, description: 'The venues that go into it.' }),
      into: t.arg.globalID({ for: Venue, required: true, description: 'The venue that stays.' }),
      ...how,
    },
    resolve: (_root, { venues, into, ...rest }, context) =>
      decided(context, { kind: 'MERGE', of: 'VENUE', ids: venues.map(({ id }) => id), into: into.id }, rest),
  }),
  splitVenue: t.field({
    type: DecisionOutcome,
    description: `Decides that some names of a venue are of another venue. ${holds} ${survives}`,
    args: {
      venue: t.arg.globalID({ for: Venue, required: true, description: 'The venue.' }),
      names: t.arg.stringList({
        required: true,
        description: 'Those of its `names` that are of the other venue, as they are spelled there.',
      }),
      name: t.arg.string({
        description: 'The name of the other venue; the first of `names` where it is not given.',
      }),
      ...how,
    },
    resolve: (_root, { venue, names, name, ...rest }, context) =>
      decided(
        context,
        { kind: 'SPLIT', of: 'VENUE', id: venue.id, parts: names, name: name ?? undefined },
        rest,
      ),
  }),
  renameVenue: t.field({
    type: DecisionOutcome,
    description: `Decides under which name a venue is shown. The other names still find it. ${survives}`,
    args: {
      venue: t.arg.globalID({ for: Venue, required: true, description: 'The venue.' }),
      name: t.arg.string({ required: true, description: 'The name.' }),
      ...how,
    },
    resolve: (_root, { venue, name, ...rest }, context) =>
      decided(context, { kind: 'RENAME', of: 'VENUE', id: venue.id, name }, rest),
  }),
  mergeTopics: t.field({
    type: DecisionOutcome,
    description: `Decides that topics are one and the same as another, which keeps its id and its name. ${holds} ${survives}`,
    args: {
      topics: t.arg.globalIDList({ for: Topic, required: true, description: 'The topics that go into it.' }),
      into: t.arg.globalID({ for: Topic, required: true, description: 'The topic that stays.' }),
      ...how,
    },
    resolve: (_root, { topics, into, ...rest }, context) =>
      decided(context, { kind: 'MERGE', of: 'TOPIC', ids: topics.map(({ id }) => id), into: into.id }, rest),
  }),
  splitTopic: t.field({
    type: DecisionOutcome,
    description: `Decides that some names of a topic are of another topic. ${holds} ${survives}`,
    args: {
      topic: t.arg.globalID({ for: Topic, required: true, description: 'The topic.' }),
      names: t.arg.stringList({
        required: true,
        description: 'Those of its `names` that are of the other topic, as they are spelled there.',
      }),
      name: t.arg.string({
        description: 'The name of the other topic; the first of `names` where it is not given.',
      }),
      ...how,
    },
    resolve: (_root, { topic, names, name, ...rest }, context) =>
      decided(
        context,
        { kind: 'SPLIT', of: 'TOPIC', id: topic.id, parts: names, name: name ?? undefined },
        rest,
      ),
  }),
  renameTopic: t.field({
    type: DecisionOutcome,
    description: `Decides under which name a topic is shown. The other names still find it. ${survives}`,
    args: {
      topic: t.arg.globalID({ for: Topic, required: true, description: 'The topic.' }),
      name: t.arg.string({ required: true, description: 'The name.' }),
      ...how,
    },
    resolve: (_root, { topic, name, ...rest }, context) =>
      decided(context, { kind: 'RENAME', of: 'TOPIC', id: topic.id, name }, rest),
  }),
  undoDecision: t.field({
    type: DecisionOutcome,
    description:
      'Takes a decision out of force: the graph is as if it had never been made. It stays listed, with who has undone it.',
    args: {
      decision: t.arg.globalID({ for: Decision, required: true, description: 'The decision.' }),
      reason: t.arg.string({ description: 'Why; kept with the decision.' }),
      preview: t.arg.boolean({
        required: true,
        defaultValue: false,
        description: 'Say what would change, and change nothing.',
      }),
    },
    resolve: async (_root, { decision, reason, preview }, context) => {
      const by = administratorOf(context);
      const row = await Decision.getDataloader(context).load(decision.id);
      if (row === null) throw new ScholargraphError('NOT_FOUND', 'There is no such decision');
      const outcome = await undoDecision(
        context.graph,
        decision.id,
        { by, reason: reason ?? undefined },
        { preview },
      );
      Decision.getDataloader(context).clear(decision.id);
      return { ...outcome, of: row.of };
    },
  }),
}));
