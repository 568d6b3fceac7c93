import { ScholargraphError } from '../../errors.ts';
import type { PublicationFilter } from '../../graph/read/filter.ts';
import type { NetworkBounds } from '../../graph/read/networks/counted.ts';
import type { PublicationSelection as Selection } from '../../graph/read/networks/occurrences.ts';
import { networkLimits, type Window } from '../../network/network.ts';
import { between, searchDescription } from '../arguments.ts';
import { builder } from '../builder.ts';
import { PublicationFilterInput } from '../filters.ts';
import { Author, Institution, Topic, Venue } from '../nodes.ts';

/*
 * What every network takes.
 */

export const YearRange = builder.inputType('YearRange', {
  description:
    'Years, both included. With `to` alone it is the graph as of that year. What has no year is outside of every range with a bound.',
  fields: (t) => ({
    from: t.int({ description: 'The first year; open where absent.' }),
    to: t.int({ description: 'The last year; open where absent.' }),
  }),
});

const Backbone = builder.inputType('Backbone', {
  description:
    'The disparity filter of Serrano, Boguñá and Vespignani (2009): an edge stays where its weight is more than chance would give it, (1 − w/s)^(k − 1) < alpha, at either end, for a node of degree k and strength s.',
  fields: (t) => ({
    alpha: t.float({
      required: true,
      defaultValue: 0.05,
      description: 'The level of significance, above 0 and at most 1: the smaller, the fewer edges stay.',
    }),
  }),
});

export const duringDescription =
  'Count only what was published in these years, and weigh every edge by that alone. `{ to: 2015 }` is the network as of 2015.';

export const networkArguments = builder.args((t) => ({
  during: t.field({ type: YearRange, description: duringDescription }),
  maxNodes: t.int({
    required: true,
    defaultValue: 100,
    description: `Room for so many nodes, the first by rank: 1 to ${networkLimits.nodes}.`,
  }),
  maxEdges: t.int({
    required: true,
    defaultValue: 1000,
    description: `Room for so many edges, the strongest: 0 to ${networkLimits.edges}.`,
  }),
  minPublications: t.int({
    required: true,
    defaultValue: 1,
    description: 'Leave out edges that fewer publications make than this.',
  }),
  minWeight: t.float({
    required: true,
    defaultValue: 0,
    description: 'Leave out edges of less weight than this.',
  }),
  backbone: t.field({
    type: Backbone,
    description:
      'Keep only the edges that stand out at one of their ends. Comes after `minPublications` and `minWeight`.',
  }),
  top: t.int({
    description: `Keep an edge only where it is among so many strongest of one of its ends: 1 to ${networkLimits.nodes}. Comes after \`backbone\`.`,
  }),
}));

interface NetworkArguments {
  readonly maxNodes: number;
  readonly maxEdges: number;
  readonly minPublications: number;
  readonly minWeight: number;
  readonly backbone?: { readonly alpha: number } | null | undefined;
  readonly top?: number | null | undefined;
}

/** @throws ScholargraphError BAD_INPUT */
export function networkBounds(args: NetworkArguments): NetworkBounds {
  const { maxNodes, maxEdges, minPublications, minWeight, backbone, top } = args;
  if (backbone != null && !(backbone.alpha > 0 && backbone.alpha <= 1)) {
    throw new ScholargraphError('BAD_INPUT', `backbone.alpha is ${backbone.alpha}`, {
      expected: 'above 0 and at most 1',
    });
  }
  return {
    maxNodes: between('maxNodes', maxNodes, 1, networkLimits.nodes),
    maxEdges: between('maxEdges', maxEdges, 0, networkLimits.edges),
    minPublications: between('minPublications', minPublications, 1, 1_000_000),
    minWeight: between('minWeight', minWeight, 0, 1_000_000),
    alpha: backbone?.alpha,
    top: top == null ? undefined : between('top', top, 1, networkLimits.nodes),
  };
}

/** @throws ScholargraphError BAD_INPUT for a range that ends before it starts */
export function windowOf(during: Window | null | undefined): Window | undefined {
  if (during == null) return undefined;
  if (during.from != null && during.to != null && during.from > during.to) {
    throw new ScholargraphError('BAD_INPUT', `during is from ${during.from} to ${during.to}`, {
      expected: 'a range that does not end before it starts',
    });
  }
  return during;
}

export const PublicationSelection = builder.inputType('PublicationSelection', {
  description: `Which publications a network is counted out of: those for which all of this holds; all where it is empty. At most ${networkLimits.publications} are counted, the newest. Ids cost one database query more, which looks up what they have become.`,
  fields: (t) => ({
    authors: t.globalIDList({
      for: Author,
      description: `By any of these authors, at most ${networkLimits.nodes}.`,
    }),
    venue: t.globalID({
      for: Venue,
      description: 'Appeared in this venue, or in a workshop of this series.',
    }),
    topic: t.globalID({
      for: Topic,
      description: 'About this topic, or about a narrower one at any distance.',
    }),
    institution: t.globalID({
      for: Institution,
      description: 'With an author who was at this institution.',
    }),
    filter: t.field({ type: PublicationFilterInput, description: 'Pass this filter.' }),
    search: t.string({ description: searchDescription('title and abstract') }),
  }),
});

interface SelectionShape {
  readonly authors?: readonly { readonly id: string }[] | null | undefined;
  readonly venue?: { readonly id: string } | null | undefined;
  readonly topic?: { readonly id: string } | null | undefined;
  readonly institution?: { readonly id: string } | null | undefined;
  readonly filter?: PublicationFilter | null | undefined;
  readonly search?: string | null | undefined;
}

/** @throws ScholargraphError BAD_INPUT */
export function selectionOf(
  selection: SelectionShape | null | undefined,
  during: Window | null | undefined,
): Selection {
  return {
    authors: selection?.authors == null ? undefined : idsOf('publications.authors', selection.authors),
    venue: selection?.venue?.id,
    topic: selection?.topic?.id,
    institution: selection?.institution?.id,
    filter: selection?.filter ?? undefined,
    search: selection?.search ?? undefined,
    during: windowOf(during),
  };
}

/** @throws ScholargraphError BAD_INPUT where they are more than a network has room for */
export function idsOf(argument: string, ids: readonly { readonly id: string }[]): string[] {
  if (ids.length > networkLimits.nodes) {
    throw new ScholargraphError('BAD_INPUT', `${argument} has ${ids.length} ids`, {
      expected: `at most ${networkLimits.nodes}`,
    });
  }
  return ids.map(({ id }) => id);
}
