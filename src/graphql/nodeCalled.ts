import { ScholargraphError } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';
import { authorByOrcid, authorsById, authorsNamedLike } from '../graph/read/authors.ts';
import { readPages, root } from '../graph/read/page.ts';
import { publications, publicationsById, publicationsByIdentifier } from '../graph/read/publications.ts';
import type { AuthorRow, PublicationRow, TopicRow, VenueRow } from '../graph/read/rows.ts';
import { topicsById, topicsNamedLike } from '../graph/read/topics.ts';
import { venuesById, venuesNamedLike } from '../graph/read/venues.ts';
import { canonicalIdentifier } from '../normalise/identifier.ts';
import { called, onlyOne } from './sameName.ts';

type NodeRow = PublicationRow | AuthorRow | VenueRow | TopicRow;
export type NodeKind = NodeRow['kind'];

/**
 * The node that a person means by a text: an id, with the type or without, an ORCID, DOI or arXiv id, or the whole name or
 * title in any of its forms.
 * @throws ScholargraphError NOT_FOUND, and AMBIGUOUS where several are called so
 */
export async function nodeCalled(graph: Graph, kind: NodeKind, text: string): Promise<NodeRow> {
  const id = idIn(kind, text);
  const found = id === undefined ? await byName(graph, kind, text) : await byId(graph, kind, id);
  if (found !== null) return found;
  throw new ScholargraphError('NOT_FOUND', `There is no ${kind.toLowerCase()} '${text}'`, {
    expected: 'an id, or the whole name',
  });
}

const letters: Readonly<Record<NodeKind, string>> = { Publication: 'p', Author: 'a', Venue: 'v', Topic: 't' };

function idIn(kind: NodeKind, text: string): string | undefined {
  const decoded = Buffer.from(text, 'base64').toString();
  const id = decoded.startsWith(`${kind}:`) ? decoded.slice(kind.length + 1) : text;
  return id.startsWith(letters[kind]) && /^.[0-9a-hjkmnp-tv-z]{16}$/.test(id) ? id : undefined;
}

async function byId(graph: Graph, kind: NodeKind, id: string): Promise<NodeRow | null> {
  const read = { Publication: publicationsById, Author: authorsById, Venue: venuesById, Topic: topicsById }[
    kind
  ];
  return (await read(graph, [id], {}))[0] ?? null;
}

async function byName(graph: Graph, kind: NodeKind, text: string): Promise<NodeRow | null> {
  switch (kind) {
    case 'Author': {
      const orcid = canonicalIdentifier({ scheme: 'orcid', value: text });
      if (orcid !== undefined) return authorByOrcid(graph, orcid.value, {});
      return onlyOne('author', text, called(text, await authorsNamedLike(graph, text, {})));
    }
    case 'Venue':
      return onlyOne(
        'venue',
        text,
        called(text, await venuesNamedLike(graph, text, {}), (row) => row.acronym),
      );
    case 'Topic':
      return onlyOne('topic', text, called(text, await topicsNamedLike(graph, text, {})));
    case 'Publication':
      return publicationCalled(graph, text);
  }
}

async function publicationCalled(graph: Graph, text: string): Promise<PublicationRow | null> {
  const keys = (['doi', 'arxiv'] as const)
    .map((scheme) => canonicalIdentifier({ scheme, value: text })?.key)
    .filter((key) => key !== undefined);
  const [identified] = (await publicationsByIdentifier(graph, keys, {})).filter((row) => row !== null);
  if (identified !== undefined) return identified;
  const [page] = await readPages(
    graph,
    publications({ search: { text, options: {} } }),
    [root],
    { limit: 100, backward: false },
    {},
  );
  const rows = (page?.items ?? []).map(({ node }) => ({ ...node, name: node.title ?? '', names: [] }));
  return onlyOne('publication', text, called(text, rows));
}
