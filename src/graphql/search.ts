import { type SearchHit, search, searchKinds } from '../graph/read/search.ts';
import { searchDescription } from './arguments.ts';
import { builder, cursorDescription, nodeDescription } from './builder.ts';
import { Connection } from './connection.ts';
import { Author, Publication, Topic, Venue } from './nodes.ts';

const SearchKind = builder.enumType('SearchKind', {
  description: 'What can be searched for.',
  values: {
    PUBLICATION: { description: 'Publications, by title and abstract.' },
    AUTHOR: { description: 'Authors, by every form of their names.' },
    VENUE: { description: 'Venues, by every form of their names and by acronym.' },
    TOPIC: { description: 'Topics, by every form of their names.' },
  } satisfies Record<(typeof searchKinds)[number], { description: string }>,
});

const SearchResult = builder.unionType('SearchResult', {
  description: 'What a search finds.',
  types: [Publication, Author, Venue, Topic],
  resolveType: (row) => (typeof row === 'string' ? null : row.kind),
});

const SearchEdge = builder.objectRef<SearchHit & { readonly cursor: string }>('SearchEdge').implement({
  description: 'A hit.',
  fields: (t) => ({
    node: t.expose('node', { type: SearchResult, description: nodeDescription }),
    cursor: t.exposeString('cursor', { description: cursorDescription }),
    score: t.exposeFloat('score', {
      description:
        'How well it fits (BM25): above 0, the higher the better. Good for comparing the hits of one search.',
    }),
  }),
});

builder.queryFields((t) => ({
  search: t.connection(
    {
      type: SearchResult,
      description: 'Publications, authors, venues and topics that a text finds, the best first.',
      args: {
        query: t.arg.string({
          required: true,
          description: searchDescription('titles, abstracts and names'),
        }),
        kinds: t.arg({
          type: [SearchKind],
          required: true,
          defaultValue: [...searchKinds],
          description: 'Only what is of these kinds.',
        }),
      },
      resolve: (_root, args, context) =>
        new Connection(context, search(args.query, args.kinds), undefined, args),
    },
    { name: 'SearchConnection', description: 'A page of hits.' },
    SearchEdge,
  ),
}));
