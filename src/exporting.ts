import { ScholargraphError } from './errors.ts';
import { networkFormats, publicationFormats } from './export/index.ts';
import type { ExportedNetwork } from './export/network.ts';
import type { Graph, QueryOptions } from './graph/graph.ts';
import { publicationRecords } from './graph/read/records.ts';
import { type NetworkAnswer, networkOf, publicationsOf } from './graphql/exported.ts';

/** What can be exported, by the names it is asked for, and the field of the schema that says what it is. */
export const exportedNetworks = {
  coauthors: 'coauthorNetwork',
  topics: 'topicNetwork',
  institutions: 'institutionNetwork',
  'venue-topics': 'venueTopicNetwork',
  citations: 'citationNetwork',
  'bibliographic-coupling': 'bibliographicCouplingNetwork',
  cocitations: 'cocitationNetwork',
} as const;

export type ExportedName = 'publications' | keyof typeof exportedNetworks;

export const exportedNames: readonly ExportedName[] = [
  'publications',
  'coauthors',
  'topics',
  'institutions',
  'venue-topics',
  'citations',
  'bibliographic-coupling',
  'cocitations',
];

export interface ExportRequest {
  readonly what: ExportedName;
  /** The name of a format, such as `gexf`. */
  readonly format: string;
  /** Those of the field. */
  readonly args: Readonly<Record<string, unknown>>;
  /** For every read; the signal ends the reading when whoever asked has gone. */
  readonly options?: QueryOptions | undefined;
}

export interface Export {
  readonly contentType: string;
  /** Whether there is more than `maxNodes`, `maxEdges` and the bounds of a network had room for; never of publications. */
  readonly truncated: boolean;
  /** Text, as it is made; what is not taken is not read. */
  readonly parts: AsyncIterable<string>;
}

/** The field of the schema whose arguments an export takes. */
export function fieldOf(what: ExportedName): string {
  return what === 'publications' ? 'publications' : exportedNetworks[what];
}

/**
 * The way out of the graph: the same selection as in GraphQL, in a format that another program reads. Publications are read
 * page by page, while they go out; a network is bounded, and so it is there before anything does.
 * @throws ScholargraphError BAD_INPUT for a format that there is not, or arguments that the field does not take
 */
export async function openExport(
  graph: Graph,
  { what, format, args, options = {} }: ExportRequest,
): Promise<Export> {
  if (what === 'publications') {
    const { contentType, write } = named(publicationFormats, what, format);
    const relation = await publicationsOf(graph, args, options);
    return { contentType, truncated: false, parts: write(publicationRecords(graph, relation, options)) };
  }
  const { contentType, write } = named(networkFormats, what, format);
  const network = exported(what, await networkOf(graph, exportedNetworks[what], args, options));
  return { contentType, truncated: network.truncated, parts: each(write(network)) };
}

function named<Format extends { readonly name: string }>(
  formats: readonly Format[],
  what: string,
  name: string,
): Format {
  const format = formats.find((each) => each.name === name);
  if (format !== undefined) return format;
  throw new ScholargraphError('BAD_INPUT', `There is no format ${name} for ${what}`, {
    field: 'format',
    expected: formats.map((each) => each.name).join(', '),
  });
}

function exported(name: string, { nodes, edges, ...network }: NetworkAnswer): ExportedNetwork {
  return {
    name,
    ...network,
    nodes: nodes.map(({ key, label, weight, position: { x, y } }) => ({
      id: key,
      label,
      kind: kindOf(key),
      weight,
      x,
      y,
    })),
    edges: edges.map(({ publicationCount, ...edge }) => ({ ...edge, publications: publicationCount })),
  };
}

/** A global id names the type first. */
function kindOf(key: string): string {
  return Buffer.from(key, 'base64').toString().split(':', 1)[0] ?? '';
}

async function* each(parts: Iterable<string>): AsyncGenerator<string> {
  yield* parts;
}
