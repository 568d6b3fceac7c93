import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import {
  CollaborationPath,
  type Operation,
  SearchPublications,
  TeamSizes,
  TopicTrends,
} from '../../web/api/documents.ts';
import { playgroundLink } from '../../web/api/playgroundLink.ts';

const schema = buildSchema(readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8'));

function queryOf<Variables extends object>(
  operation: Operation<unknown, Variables>,
  variables: Variables,
): string {
  return new URL(playgroundLink(operation, variables), 'http://localhost').searchParams.get('query') ?? '';
}

/** A query is valid as it is: with its values for defaults, enums without quotation marks and texts with them. */
test.each([
  [
    'texts that look like enums',
    queryOf(SearchPublications, {
      search: 'ARTICLE "x" $y',
      filter: { type: ['ARTICLE'], year: { from: 2015 }, title: { words: 'DESC' } },
      orderBy: [{ field: 'YEAR', direction: 'DESC' }],
      first: 10,
    }),
    [String.raw`search: String = "ARTICLE \"x\" $y"`, 'type: [ARTICLE]', 'words: "DESC"', 'direction: DESC'],
  ],
  [
    'an enum as a variable',
    queryOf(TopicTrends, { direction: 'FADING', years: 3, minPublications: 2 }),
    ['= FADING'],
  ],
  ['ids', queryOf(CollaborationPath, { from: 'QQ==', to: 'Qg==' }), ['$from: ID! = "QQ=="']],
  ['no variables', queryOf(TeamSizes, {}), ['$one: PublicationFilter']],
])('%s', (_, query, parts) => {
  expect(validate(schema, parse(query))).toEqual([]);
  for (const part of parts) expect(query).toContain(part);
});
