import { expect, test } from 'vitest';
import { parseName } from '../../src/normalise/name.ts';
import { profileOwners } from '../../src/resolve/profileOwners.ts';
import type { AuthorGroup } from '../../src/resolve/sameAuthor.ts';

function person(id: string, ...identifiers: readonly (readonly string[])[]): AuthorGroup {
  const name = parseName({ family: 'Lovelace', given: 'Ada' });
  if (name === undefined) throw new Error('a name that is none');
  const mentions = identifiers.map((each, order) => ({
    publication: `${id} ${order}`,
    order,
    year: 1843,
    name,
    identifiers: each,
    coauthors: [],
    venues: [],
    topics: [],
    institutions: [],
  }));
  return { id, name, names: [name.display], identifiers: identifiers.flat(), decisions: [], mentions };
}

const owners = (...people: AuthorGroup[]) => Object.fromEntries(profileOwners(people));

test('a page is of the person who has its key', () => {
  expect(owners(person('a', ['profile:page']), person('b', ['orcid:0000-0002-1825-0097']))).toEqual({
    page: 'a',
  });
});

test('a person has as many pages as there are', () => {
  expect(owners(person('a', ['profile:one'], ['profile:two', 'profile:one']))).toEqual({
    one: 'a',
    two: 'a',
  });
});

test('of people who have been split, the one whom the page names most often has it', () => {
  const [few, many] = [person('a', ['profile:page']), person('b', ['profile:page'], ['profile:page'])];
  expect(owners(few, many)).toEqual({ page: 'b' });
  expect(owners(many, few)).toEqual({ page: 'b' });
});

test('and of two whom it names as often, the one with the lower id, in whichever order they come', () => {
  const [one, other] = [person('a', ['profile:page']), person('b', ['profile:page'])];
  expect(owners(one, other)).toEqual({ page: 'a' });
  expect(owners(other, one)).toEqual({ page: 'a' });
});
