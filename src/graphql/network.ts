import { ScholargraphError } from '../errors.ts';
import type { Coauthorship as CoauthorshipShape } from '../graph/read/authors.ts';
import {
  type CoauthorNetworkNode as CoauthorNetworkNodeShape,
  type CoauthorNetwork as CoauthorNetworkShape,
  coauthorNetwork,
  networkLimits,
} from '../graph/read/network.ts';
import {
  type CollaborationPath as CollaborationPathShape,
  collaborationPath,
  pathLimit,
} from '../graph/read/path.ts';
import type { AuthorRow } from '../graph/read/rows.ts';
import { between } from './arguments.ts';
import { AuthorBy, findAuthor } from './author.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { Coauthorship } from './evidence.ts';
import { Author } from './nodes.ts';

const NetworkNode = builder.interfaceRef<CoauthorNetworkNodeShape>('NetworkNode').implement({
  description: 'A node of a network, as a drawing needs it.',
  fields: (t) => ({
    key: t.globalID({
      description:
        'Names the node within the network, for `source` and `target`; the id of what it stands for.',
      resolve: ({ author }) => ({ type: 'Author', id: author.id }),
    }),
    label: t.string({
      description: 'What to write beside the node.',
      resolve: ({ author }) => author.name,
    }),
  }),
});

const NetworkEdge = builder.interfaceRef<CoauthorshipShape>('NetworkEdge').implement({
  description: 'An edge of a network, as a drawing needs it.',
  fields: (t) => ({
    source: t.globalID({
      description: 'The `key` of one end.',
      resolve: ({ a }) => ({ type: 'Author', id: a }),
    }),
    target: t.globalID({
      description: 'The `key` of the other end.',
      resolve: ({ b }) => ({ type: 'Author', id: b }),
    }),
    weight: t.exposeFloat('weight', { description: 'How strong the tie is.' }),
  }),
});

const Network = builder.interfaceRef<CoauthorNetworkShape>('Network').implement({
  description: 'Nodes and edges, ready to be drawn. Every end of an edge is among the nodes.',
  fields: (t) => ({
    nodes: t.field({ type: [NetworkNode], description: 'The nodes.', resolve: ({ nodes }) => nodes }),
    edges: t.field({ type: [NetworkEdge], description: 'The edges.', resolve: ({ edges }) => edges }),
    truncated: t.boolean({
      description: 'Whether nodes or edges were left out because there was no room for them.',
      resolve: (network) => network.nodesTruncated || network.edgesTruncated,
    }),
  }),
});

const CoauthorNetworkNode = builder.objectRef<CoauthorNetworkNodeShape>('CoauthorNetworkNode').implement({
  description: 'An author in a coauthor network.',
  interfaces: [NetworkNode],
  isTypeOf: () => true,
  fields: (t) => ({
    author: t.field({ type: Author, description: 'The author.', resolve: ({ author }) => author }),
    distance: t.exposeInt('distance', { description: 'Steps from the author in the middle, who has 0.' }),
  }),
});

const CoauthorNetworkEdge = builder.objectRef<CoauthorshipShape>('CoauthorNetworkEdge').implement({
  description: 'That two authors of a coauthor network wrote together.',
  interfaces: [NetworkEdge, Coauthorship],
  isTypeOf: () => true,
});

const CoauthorNetwork = builder.objectRef<CoauthorNetworkShape>('CoauthorNetwork').implement({
  description: 'The coauthors around an author.',
  interfaces: [Network],
  fields: (t) => ({
    nodes: t.field({
      type: [CoauthorNetworkNode],
      description: 'The authors, those nearest to the middle first, then those with the most in common.',
      resolve: ({ nodes }) => nodes,
    }),
    edges: t.field({
      type: [CoauthorNetworkEdge],
      description: 'Who wrote with whom: every tie among the authors, unless `edgesTruncated`.',
      resolve: ({ edges }) => edges,
    }),
    nodesTruncated: t.exposeBoolean('nodesTruncated', {
      description: 'Whether there are more authors within `depth` than `maxNodes` has room for.',
    }),
    edgesTruncated: t.exposeBoolean('edgesTruncated', {
      description: 'Whether there are more ties among these authors than `maxEdges` has room for.',
    }),
  }),
});

interface Step extends CoauthorshipShape {
  readonly from: AuthorRow;
  readonly to: AuthorRow;
}

const CollaborationStep = builder.objectRef<Step>('CollaborationStep').implement({
  description: 'From one author of a path to the next.',
  interfaces: [Coauthorship],
  fields: (t) => ({
    from: t.expose('from', { type: Author, description: 'The one.' }),
    to: t.expose('to', { type: Author, description: 'The next, who wrote with that one.' }),
  }),
});

const CollaborationPath = builder.objectRef<CollaborationPathShape>('CollaborationPath').implement({
  description: 'A shortest chain from one author to another in which neighbours have written together.',
  fields: (t) => ({
    length: t.int({
      description: 'The number of steps; 0 from an author to the same.',
      resolve: ({ steps }) => steps.length,
    }),
    authors: t.field({
      type: [Author],
      description: 'The chain from end to end.',
      resolve: ({ authors }) => authors,
    }),
    steps: t.field({
      type: [CollaborationStep],
      description: 'What ties each author of the chain to the next.',
      resolve: ({ authors, steps }) =>
        steps.flatMap((step, at) => {
          const from = authors[at];
          const to = authors[at + 1];
          return from === undefined || to === undefined ? [] : [{ ...step, from, to }];
        }),
    }),
  }),
});

builder.queryFields((t) => ({
  coauthorNetwork: t.field({
    type: CoauthorNetwork,
    description:
      'The coauthors around an author, nearest first. Of each distance, those with the most publications in common with the authors before are taken as long as there is room. It costs one database query for each distance and one for the edges, however dense the network is. An unknown author is an error with the code NOT_FOUND.',
    args: {
      author: t.arg({ type: AuthorBy, required: true, description: 'The author in the middle.' }),
      depth: t.arg.int({
        required: true,
        defaultValue: 1,
        description: `The longest way from the middle: 1 to ${networkLimits.depth}.`,
      }),
      maxNodes: t.arg.int({
        required: true,
        defaultValue: 100,
        description: `Room for so many authors, the one in the middle among them: 1 to ${networkLimits.nodes}.`,
      }),
      maxEdges: t.arg.int({
        required: true,
        defaultValue: 1000,
        description: `Room for so many edges: 0 to ${networkLimits.edges}. First come those by which the authors were found, then the strongest.`,
      }),
      minPublications: t.arg.int({
        required: true,
        defaultValue: 1,
        description: 'Leave out ties of fewer shared publications than this.',
      }),
    },
    resolve: async (_root, args, context) =>
      coauthorNetwork(
        context.graph,
        {
          depth: between('depth', args.depth, 1, networkLimits.depth),
          maxNodes: between('maxNodes', args.maxNodes, 1, networkLimits.nodes),
          maxEdges: between('maxEdges', args.maxEdges, 0, networkLimits.edges),
          minPublications: between('minPublications', args.minPublications, 1, 1_000_000),
          author: await known(context, 'author', args.author),
        },
        context.options,
      ),
  }),
  collaborationPath: t.field({
    type: CollaborationPath,
    nullable: true,
    description: `A shortest chain of coauthors between two authors; of several, one whose neighbours share the most publications. Null where no chain of at most ${pathLimit} steps connects them. An unknown author is an error with the code NOT_FOUND.`,
    args: {
      from: t.arg({ type: AuthorBy, required: true, description: 'The author at one end.' }),
      to: t.arg({ type: AuthorBy, required: true, description: 'The author at the other end.' }),
    },
    resolve: async (_root, { from, to }, context) => {
      const [a, b] = await Promise.all([known(context, 'from', from), known(context, 'to', to)]);
      return collaborationPath(context.graph, a, b, context.options);
    },
  }),
}));

/** @throws ScholargraphError NOT_FOUND */
async function known(
  context: Context,
  argument: string,
  by: Parameters<typeof findAuthor>[0],
): Promise<AuthorRow> {
  const author = await findAuthor(by, context);
  if (author !== null) return author;
  throw new ScholargraphError('NOT_FOUND', 'There is no such author', {
    field: argument,
    fix: 'Look for the author by: { authors(search: "…") { nodes { id name } } }',
  });
}
