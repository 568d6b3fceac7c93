import {
  type CommunityEventKind,
  type CommunityEventRow,
  eventsOfRun,
} from '../../graph/read/structure/communities.ts';
import { steadyShare } from '../../graph/structure/evolution.ts';
import { builder } from '../builder.ts';
import { Connection } from '../connection.ts';
import { ofCurrentRun } from '../declaredCost.ts';
import { AnalysisRun, DetectedCommunity } from '../nodes.ts';
import { currentRunOf } from './current.ts';
import { CommunityMemberKind } from './runs.ts';

const percent = `${100 * steadyShare} %`;

const CommunityEventKindType = builder.enumType('CommunityEventKind', {
  description: 'What happened to communities from a window of years to the next.',
  values: {
    BORN: { description: 'It matches none of the window before.' },
    DIED: { description: 'It matches none of the next window.' },
    MERGED: { description: 'Several of the window before match it.' },
    SPLIT: { description: 'It matches several of the next window.' },
    GROWN: { description: `It matches one, which is larger by more than ${percent}.` },
    SHRUNK: { description: `It matches one, which is smaller by more than ${percent}.` },
    CONTINUED: { description: 'It matches one of about its size.' },
  } satisfies Record<CommunityEventKind, { description: string }>,
});

const CommunityOverlap = builder
  .objectRef<CommunityEventRow['overlaps'][number]>('CommunityOverlap')
  .implement({
    description: 'What a community has in common with one of the next window.',
    fields: (t) => ({
      before: t.field({
        type: DetectedCommunity,
        description: 'The community of the window before.',
        resolve: ({ before }) => before,
      }),
      after: t.field({
        type: DetectedCommunity,
        description: 'The community of the next window.',
        resolve: ({ after }) => after,
      }),
      sharedCount: t.int({ description: 'How many members both have.', resolve: ({ shared }) => shared }),
      jaccard: t.exposeFloat('jaccard', {
        description: 'These divided by the members of either: the Jaccard index.',
      }),
    }),
  });

const CommunityEvent = builder.objectRef<CommunityEventRow>('CommunityEvent').implement({
  description:
    'What happened to communities from a window of years to the next (Greene, Doyle and Cunningham 2010). One that both merges and splits is in an event of each.',
  fields: (t) => ({
    kind: t.field({
      type: CommunityEventKindType,
      description: 'What happened.',
      resolve: ({ event }) => event,
    }),
    fromYear: t.exposeInt('fromYear', { description: 'The first year of the later window.' }),
    toYear: t.exposeInt('toYear', { description: 'The last year of the later window.' }),
    before: t.expose('before', {
      type: [DetectedCommunity],
      description: 'The communities of the window before, the largest first; none where one was born.',
    }),
    after: t.expose('after', {
      type: [DetectedCommunity],
      description: 'The communities of the later window, the largest first; none where one has died.',
    }),
    overlaps: t.expose('overlaps', {
      type: [CommunityOverlap],
      description: 'Which of them match, the closest first.',
    }),
  }),
});

const CommunityEventConnection = builder.connectionObject(
  { type: CommunityEvent, name: 'CommunityEventConnection', description: 'A page of events of communities.' },
  { name: 'CommunityEventEdge', description: 'An event in a page.' },
);

const kindDescription = 'Only of this kind.';
const orderDescription = 'In the order of time, and of a window those of the largest communities first';

builder.objectField(AnalysisRun, 'events', (t) =>
  t.connection(
    {
      type: CommunityEvent,
      description: `What became of communities from window to window. ${orderDescription}; none where it was for something else or is not complete.`,
      args: { kind: t.arg({ type: CommunityEventKindType, description: kindDescription }) },
      resolve: ({ id }, args, context) =>
        new Connection(context, eventsOfRun(args.kind ?? undefined), { key: id, id }, args),
    },
    CommunityEventConnection,
  ),
);

builder.queryFields((t) => ({
  communityEvents: t.connection(
    {
      type: CommunityEvent,
      description: `What became of communities from window to window, from the current run. ${orderDescription}. An error with the code ANALYSIS_NOT_FOUND where there is no run yet; a fresh one takes the mutation \`analyseEvolution\`.`,
      args: {
        of: t.arg({ type: CommunityMemberKind, required: true, description: 'What the communities are of.' }),
        kind: t.arg({ type: CommunityEventKindType, description: kindDescription }),
      },
      extensions: ofCurrentRun,
      resolve: async (_root, args, context) => {
        const kind = args.of === 'AUTHORS' ? 'AUTHOR_EVOLUTION' : 'TOPIC_EVOLUTION';
        const { id } = await currentRunOf(context, kind, kind);
        return new Connection(context, eventsOfRun(args.kind ?? undefined), { key: id, id }, args);
      },
    },
    CommunityEventConnection,
  ),
}));
