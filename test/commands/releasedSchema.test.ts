import { readdirSync, readFileSync } from 'node:fs';
import {
  type BreakingChange,
  buildASTSchema,
  buildSchema,
  findBreakingChanges,
  type GraphQLSchema,
  parse,
  visit,
} from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/graphql/index.ts';

const releases = new URL('released/', import.meta.url);
const changelog = readFileSync(new URL('../../CHANGELOG.md', import.meta.url), 'utf8');

/** What breaks clients of a released schema that heeded what it says is deprecated. */
function breaking(released: string, now: GraphQLSchema): readonly BreakingChange[] {
  const kept = visit(parse(released), {
    enter: (node) =>
      'directives' in node && node.directives?.some(({ name }) => name.value === 'deprecated') === true
        ? null
        : undefined,
  });
  return findBreakingChanges(buildASTSchema(kept), now);
}

test('the schema to compare with is that of the newest release', () => {
  const [, newest] = /^## \[(\d+\.\d+\.\d+)\]/m.exec(changelog) ?? [];
  expect(readdirSync(releases)).toEqual([`${newest}.graphql`]);
});

test('nothing that the newest release has not deprecated has gone, or else the changelog names it', () => {
  const [file = ''] = readdirSync(releases);
  const [, unreleased = ''] = /^## \[Unreleased\]\n([\s\S]*?)(?=^## \[)/m.exec(changelog) ?? [];
  const untold = breaking(readFileSync(new URL(file, releases), 'utf8'), schema).filter(
    ({ description }) => !unreleased.includes(`\`${description.split(' ', 1)[0]}\``),
  );
  expect(untold).toEqual([]);
});

test.each([
  ['a field that was deprecated', 'type Query { old: Int @deprecated(reason: "Ask new."), new: Int }', 0],
  ['a field that was not', 'type Query { old: Int, new: Int }', 1],
  ['an argument that was not', 'type Query { new(old: Int): Int }', 1],
  ['an argument that was deprecated', 'type Query { new(old: Int @deprecated(reason: "No use.")): Int }', 0],
])('%s is gone: %s', (_, released, count) => {
  expect(breaking(released, buildSchema('type Query { new: Int }'))).toHaveLength(count);
});
