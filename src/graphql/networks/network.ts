import {
  publicationsOfCoauthors,
  publicationsOfTie,
  topicsOfBoth,
  topicsOfTie,
  venuesOfTie,
} from '../../graph/read/networks/evidence.ts';
import type { AuthorRow, InstitutionRow, PublicationRow, TopicRow, VenueRow } from '../../graph/read/rows.ts';
import { layout, type Position } from '../../network/layout.ts';
import {
  type Network as NetworkShape,
  type NetworkNode as NodeShape,
  networkLimits,
  type Tie,
  type TiePublication,
} from '../../network/network.ts';
import { builder, cursorDescription, nodeDescription } from '../builder.ts';
import { Connection, type EdgeOf } from '../connection.ts';
import { PublicationConnection, publicationArguments, publicationsRequest } from '../connections.ts';
import type { Context } from '../context.ts';
import { globalId } from '../globalId.ts';
import { Publication, Topic, Venue } from '../nodes.ts';
import { YearCount } from '../publication.ts';

/*
 * What all networks have in common.
 */

export type NetworkRow = AuthorRow | PublicationRow | VenueRow | TopicRow | InstitutionRow;

export interface DrawnNode<Row extends NetworkRow = NetworkRow> extends NodeShape<Row> {
  /** The global id of the row. */
  readonly key: string;
  /** Of all nodes at once, when the first one is asked for. */
  readonly position: () => Promise<Position>;
}

export interface DrawnEdge extends Tie {
  readonly source: DrawnNode;
  readonly target: DrawnNode;
}

export interface DrawnNetwork<Row extends NetworkRow = NetworkRow> extends NetworkShape<Row> {
  readonly nodes: readonly DrawnNode<Row>[];
  readonly edges: readonly DrawnEdge[];
}

/** The network with what its fields need to know of each other. */
export function drawn<Row extends NetworkRow>(
  network: NetworkShape<Row>,
  { options }: Context,
): DrawnNetwork<Row> {
  let positions: ReturnType<typeof layout> | undefined;
  const nodes = network.nodes.map((node) => ({
    ...node,
    key: globalId(node.row.kind, node.row.id),
    position: async () => {
      positions ??= layout(network, options.signal);
      return (await positions).get(node.row.id) ?? { x: 0, y: 0 };
    },
  }));
  const byId = new Map(nodes.map((node) => [node.row.id, node]));
  return {
    ...network,
    nodes,
    edges: network.edges.flatMap(
      ({ a, b, publicationCount, weight, firstYear, lastYear, publications }): DrawnEdge[] => {
        const [source, target] = [byId.get(a), byId.get(b)];
        if (source === undefined || target === undefined) return [];
        return [{ a, b, publicationCount, weight, firstYear, lastYear, publications, source, target }];
      },
    ),
  };
}

export function labelOf(row: NetworkRow): string {
  switch (row.kind) {
    case 'Publication':
      return row.title ?? 'Untitled';
    case 'Venue':
      return row.acronym ?? row.name;
    default:
      return row.name;
  }
}

const NetworkPosition = builder.objectRef<Position>('NetworkPosition').implement({
  description: 'A place in the plane.',
  fields: (t) => ({
    x: t.exposeFloat('x', { description: 'To the right.' }),
    y: t.exposeFloat('y', { description: 'Upwards.' }),
  }),
});

export const NetworkNode = builder.interfaceRef<DrawnNode>('NetworkNode').implement({
  description: 'A node of a network, as a drawing needs it.',
  fields: (t) => ({
    key: t.exposeID('key', {
      description:
        'Names the node within the network, for `source` and `target`; the id of what it stands for.',
    }),
    label: t.string({
      description: 'What to write beside the node.',
      resolve: ({ row }) => labelOf(row),
    }),
    weight: t.exposeInt('weight', {
      description:
        'What nodes are ranked by: the publications or citations of the node that the network counts. Around an author and without a time window it is all publications.',
    }),
    position: t.field({
      type: NetworkPosition,
      description:
        'Where to draw the node: a force-directed layout (ForceAtlas2) of the whole network, computed when it is asked for, and the same every time for the same network.',
      resolve: ({ position }) => position(),
    }),
  }),
});

const VenuesEdge = builder.objectRef<EdgeOf<typeof venuesOfTie>>('NetworkEdgeVenuesEdge').implement({
  description: 'A venue of the publications that make an edge of a network.',
  fields: (t) => ({
    node: t.expose('node', { type: Venue, description: nodeDescription }),
    cursor: t.exposeString('cursor', { description: cursorDescription }),
    publicationCount: t.exposeInt('publicationCount', {
      description: 'How many of these publications appeared there.',
    }),
  }),
});

const TopicsEdge = builder.objectRef<EdgeOf<typeof topicsOfTie>>('NetworkEdgeSharedTopicsEdge').implement({
  description: 'A topic that the ends of an edge of a network share.',
  fields: (t) => ({
    node: t.expose('node', { type: Topic, description: nodeDescription }),
    cursor: t.exposeString('cursor', { description: cursorDescription }),
    publicationCount: t.exposeInt('publicationCount', {
      description: 'How many of these publications are about it.',
    }),
  }),
});

/** The publications that make an edge: those of all edges of a level are read at once, where they are not known. */
async function publicationsOf(
  { a, b, publications }: Tie,
  context: Context,
): Promise<readonly TiePublication[]> {
  return (
    publications?.() ?? context.detail('publications of coauthors', `${a} ${b}`, publicationsOfCoauthors)
  );
}

async function parentOf(edge: Tie, context: Context) {
  const publications = await publicationsOf(edge, context);
  return { key: `${edge.a} ${edge.b}`, publications: publications.map(({ id }) => id) };
}

export const NetworkEdge = builder.interfaceRef<DrawnEdge>('NetworkEdge').implement({
  description: 'An edge of a network, as a drawing needs it, and why it is there.',
  fields: (t) => ({
    source: t.id({
      description: 'The `key` of one end.',
      resolve: ({ source }) => source.key,
    }),
    target: t.id({
      description: 'The `key` of the other end.',
      resolve: ({ target }) => target.key,
    }),
    publicationCount: t.exposeInt('publicationCount', {
      description: 'How many publications make it: full counting.',
    }),
    weight: t.exposeFloat('weight', {
      description:
        'How strong the tie is, by fractional counting: a publication that ties n nodes counts 1/(n − 1). Each network says what it counts.',
    }),
    firstYear: t.exposeInt('firstYear', {
      nullable: true,
      description: 'The year of the first publication that makes it; null where no year is known.',
    }),
    lastYear: t.exposeInt('lastYear', {
      nullable: true,
      description: 'The year of the latest publication that makes it; null where no year is known.',
    }),
    years: t.field({
      type: [YearCount],
      description: 'How many of these publications appeared in each year, the first year first.',
      resolve: async (edge, _args, context) => byYear(await publicationsOf(edge, context)),
    }),
    publications: t.connection(
      {
        type: Publication,
        description: 'The publications that make it.',
        args: publicationArguments,
        resolve: async (edge, args, context) =>
          new Connection(
            context,
            publicationsOfTie(publicationsRequest(args)),
            await parentOf(edge, context),
            args,
          ),
      },
      PublicationConnection,
    ),
    venues: t.connection(
      {
        type: Venue,
        description: 'Where these publications appeared, the venue with the most first.',
        resolve: async (edge, args, context) =>
          new Connection(context, venuesOfTie, await parentOf(edge, context), args),
      },
      {
        name: 'NetworkEdgeVenuesConnection',
        description: 'A page of the venues of the publications that make an edge.',
      },
      VenuesEdge,
    ),
    sharedTopics: t.connection(
      {
        type: Topic,
        description:
          'What these publications are about, the most frequent first; between two publications, what both are about.',
        resolve: async (edge, args, context) =>
          edge.source.row.kind === 'Publication'
            ? new Connection(
                context,
                topicsOfBoth,
                { key: `${edge.a} ${edge.b}`, a: edge.a, b: edge.b },
                args,
              )
            : new Connection(context, topicsOfTie, await parentOf(edge, context), args),
      },
      {
        name: 'NetworkEdgeSharedTopicsConnection',
        description: 'A page of the topics that the ends of an edge share.',
      },
      TopicsEdge,
    ),
  }),
});

function byYear(publications: readonly TiePublication[]): { year: number | null; count: number }[] {
  const counts = new Map<number | null, number>();
  for (const { year } of publications) counts.set(year, (counts.get(year) ?? 0) + 1);
  return [...counts]
    .map(([year, count]) => ({ year, count }))
    .sort((x, y) => (x.year ?? Number.MAX_SAFE_INTEGER) - (y.year ?? Number.MAX_SAFE_INTEGER));
}

export const Network = builder.interfaceRef<DrawnNetwork>('Network').implement({
  description: 'Nodes and edges, ready to be drawn. Every end of an edge is among the nodes.',
  fields: (t) => ({
    nodes: t.field({
      type: [NetworkNode],
      description: 'The nodes, the first by rank first.',
      resolve: ({ nodes }) => nodes,
    }),
    edges: t.field({
      type: [NetworkEdge],
      description: 'The edges, the strongest first.',
      resolve: ({ edges }) => edges,
    }),
    directed: t.exposeBoolean('directed', {
      description: 'Whether an edge goes from its source to its target; else it has no direction.',
    }),
    truncated: t.boolean({
      description:
        'Whether anything was left out because there was no room for it: `nodesTruncated`, `edgesTruncated` or `publicationsTruncated`.',
      resolve: (network) => network.nodesTruncated || network.edgesTruncated || network.publicationsTruncated,
    }),
    nodesTruncated: t.exposeBoolean('nodesTruncated', {
      description: 'Whether there are more nodes than `maxNodes` has room for.',
    }),
    edgesTruncated: t.exposeBoolean('edgesTruncated', {
      description: 'Whether there are more edges among these nodes than `maxEdges` has room for.',
    }),
    publicationsTruncated: t.exposeBoolean('publicationsTruncated', {
      description: `Whether there are more publications to count than the newest ${networkLimits.publications}, or more than ${networkLimits.occurrences} authorships, topics or citations of theirs.`,
    }),
  }),
});
