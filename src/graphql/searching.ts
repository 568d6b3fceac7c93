import { type SearchField as SearchFieldName, searchFields } from '../graph/read/fulltext.ts';
import type { Search } from '../graph/read/page.ts';
import { fuzzyDescription, searchDescription } from './arguments.ts';
import { builder } from './builder.ts';

const SearchField = builder.enumType('SearchField', {
  description: 'What of a publication is searched.',
  values: {
    TITLE: { description: 'The title.' },
    ABSTRACT: { description: 'The abstract.' },
  } satisfies Record<SearchFieldName, { description: string }>,
});

/** What a connection that can be searched takes. */
export function searchArguments(where: string) {
  return builder.args((t) => ({
    search: t.string({ description: searchDescription(where) }),
    fuzzy: t.boolean({ required: true, defaultValue: false, description: fuzzyDescription }),
  }));
}

export const publicationSearchArguments = {
  ...searchArguments('title and abstract'),
  ...builder.args((t) => ({
    searchIn: t.field({
      type: [SearchField],
      required: true,
      defaultValue: [...searchFields],
      description: 'Where `search` looks: every word has to occur in one of these.',
    }),
  })),
};

interface SearchArguments {
  readonly search?: string | null | undefined;
  readonly fuzzy: boolean;
  readonly searchIn?: readonly SearchFieldName[] | undefined;
}

/** A search as it was asked for; undefined where none was. */
export function searchOf({ search, fuzzy, searchIn }: SearchArguments): Search | undefined {
  if (search == null) return undefined;
  const everywhere = searchIn === undefined || searchFields.every((field) => searchIn.includes(field));
  return { text: search, options: { fuzzy, fields: everywhere ? undefined : searchIn } };
}
