import {
  type SearchHit,
  type Suggestion as SuggestionShape,
  search,
  searchKinds,
  suggest,
  suggestionLimits,
} from '../graph/read/search.ts';
import { between, fuzzyDescription, searchDescription } from './arguments.ts';
import { builder, cursorDescription, nodeDescription } from './builder.ts';
import { Connection, type Searched } from './connection.ts';
import { Highlight, highlightsDescription, highlightsOf } from './highlights.ts';
import { Author, Institution, Publication, Topic, Venue } from './nodes.ts';

const SearchKind = builder.enumType('SearchKind', {
  description: 'What can be searched for.',
  values: {
    PUBLICATION: { description: 'Publications, by title and abstract.' },
    AUTHOR: { description: 'Authors, by every form of their names.' },
    VENUE: { description: 'Venues, by every form of their names and by acronym.' },
    TOPIC: { description: 'Topics, by every form of their names.' },
    INSTITUTION: { description: 'Institutions, by every form of their names.' },
  } satisfies Record<(typeof searchKinds)[number], { description: string }>,
});

const SearchResult = builder.unionType('SearchResult', {
  description: 'What a search finds.',
  types: [Publication, Author, Venue, Topic, Institution],
  resolveType: (row) => (typeof row === 'string' ? null : row.kind),
});

const SearchEdge = builder
  .objectRef<SearchHit & Searched & { readonly cursor: string }>('SearchEdge')
  .implement({
    description: 'A hit.',
    fields: (t) => ({
      node: t.expose('node', { type: SearchResult, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
      score: t.exposeFloat('score', {
        description:
          'How well it fits (BM25): above 0, the higher the better. Good for comparing the hits of one search.',
      }),
      highlights: t.field({
        type: [Highlight],
        description: highlightsDescription,
        resolve: ({ node, search }, _args, context) => highlightsOf(node, search, context),
      }),
    }),
  });

const Suggestion = builder.objectRef<SuggestionShape>('Suggestion').implement({
  description: 'Something that somebody who types may mean.',
  fields: (t) => ({
    text: t.string({
      description: 'What to show: the title or the name.',
      resolve: ({ node }) => (node.kind === 'Publication' ? (node.title ?? '') : node.name),
    }),
    node: t.expose('node', { type: SearchResult, description: 'The thing itself.' }),
    popularity: t.exposeInt('popularity', {
      description: 'How many publications it has; of a publication, how often it was cited.',
    }),
  }),
});

builder.queryFields((t) => ({
  suggest: t.field({
    type: [Suggestion],
    description: `What a person may mean who is still typing: whatever has words that begin with those typed, in titles and names. What starts with the very text comes first, then what has the most publications (a publication: citations), of the best ${suggestionLimits.candidates} hits of each kind. Nothing where there is no word yet.`,
    args: {
      text: t.arg.string({ required: true, description: 'What was typed so far.' }),
      kinds: t.arg({
        type: [SearchKind],
        required: true,
        defaultValue: [...searchKinds],
        description: 'Only what is of these kinds.',
      }),
      first: t.arg.int({
        required: true,
        defaultValue: 10,
        description: `How many, 0 to ${suggestionLimits.suggestions}.`,
      }),
    },
    resolve: (_root, { text, kinds, first }, { graph, options, deliver }) => {
      between('first', first, 0, suggestionLimits.suggestions);
      deliver(first);
      return suggest(graph, { typed: text, kinds, first }, options);
    },
  }),
  search: t.connection(
    {
      type: SearchResult,
      description:
        'Publications, authors, venues, topics and institutions that a text finds, the best first.',
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
        fuzzy: t.arg.boolean({ required: true, defaultValue: false, description: fuzzyDescription }),
      },
      resolve: (_root, { query, kinds, fuzzy, ...page }, context) =>
        new Connection(context, search({ text: query, options: { fuzzy } }, kinds), undefined, page),
    },
    { name: 'SearchConnection', description: 'A page of hits.' },
    SearchEdge,
  ),
}));
