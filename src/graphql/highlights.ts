import {
  type Fragment as FragmentShape,
  fragmentLimits,
  fragments,
  type Match as MatchShape,
} from '../graph/read/highlight.ts';
import type { Search } from '../graph/read/page.ts';
import { publicationTexts } from '../graph/read/publications.ts';
import type { SearchHit } from '../graph/read/search.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';

const Match = builder.objectRef<MatchShape>('HighlightMatch').implement({
  description:
    'Where a word that was searched for stands in a fragment, in UTF-16 code units, as JavaScript counts.',
  fields: (t) => ({
    start: t.exposeInt('start', { description: 'The place of its first character, from 0.' }),
    end: t.exposeInt('end', { description: 'The place behind its last character.' }),
  }),
});

const Fragment = builder.objectRef<FragmentShape>('HighlightFragment').implement({
  description: 'A piece of a text in which something was found.',
  fields: (t) => ({
    text: t.exposeString('text', {
      description:
        'The piece, as plain text. It is what the sources say: to show it in HTML, escape it, and mark the matches around it.',
    }),
    offset: t.exposeInt('offset', {
      description: 'Where it starts in the whole text, in UTF-16 code units.',
    }),
    matches: t.field({
      type: [Match],
      description: 'What was found in it, from left to right.',
      resolve: ({ matches }) => matches,
    }),
  }),
});

interface HighlightShape {
  readonly field: string;
  readonly fragments: readonly FragmentShape[];
}

export const Highlight = builder.objectRef<HighlightShape>('Highlight').implement({
  description: 'Where a search was found in a text.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'Which text: `title`, `abstract`, `name` or `acronym`.' }),
    fragments: t.field({
      type: [Fragment],
      description: `The ${fragmentLimits.fragments} pieces of it with the most matches at most, of about ${fragmentLimits.characters} characters.`,
      resolve: (highlight) => highlight.fragments,
    }),
  }),
});

export const highlightsDescription =
  'Where the text searched for was found. Empty where nothing was searched for, and for words that only the index takes for the same.';

export async function highlightsOf(
  node: SearchHit['node'],
  search: Search | undefined,
  context: Context,
): Promise<HighlightShape[]> {
  if (search === undefined) return [];
  const found = (await textsOf(node, search, context))
    .map(({ field, text }) => ({ field, fragments: fragments(text, search) }))
    .filter((highlight) => highlight.fragments.length > 0);
  // One form of a name is enough.
  return found.filter(({ field }, at) => found.findIndex((other) => other.field === field) === at);
}

async function textsOf(
  node: SearchHit['node'],
  search: Search,
  context: Context,
): Promise<{ readonly field: string; readonly text: string }[]> {
  if (node.kind !== 'Publication') {
    const acronym = node.kind === 'Venue' ? node.acronym : null;
    return [
      { field: 'name', text: node.name },
      ...node.names.map((text) => ({ field: 'name', text })),
      ...(acronym === null ? [] : [{ field: 'acronym', text: acronym }]),
    ];
  }
  const { fields } = search.options;
  const wanted = (field: 'TITLE' | 'ABSTRACT') => fields === undefined || fields.includes(field);
  const abstract = wanted('ABSTRACT')
    ? (await context.detail('texts', node.id, publicationTexts)).abstract
    : null;
  return [
    ...(wanted('TITLE') && node.title !== null ? [{ field: 'title', text: node.title }] : []),
    ...(abstract === null ? [] : [{ field: 'abstract', text: abstract }]),
  ];
}
