import {
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  getNamedType,
  getNullableType,
  getOperationAST,
  isCompositeType,
  isListType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../src/graphql/index.ts';
import { exampleQueries } from '../../src/playground/playground.ts';
import { priceOf } from '../../src/serving/cost.ts';
import { defaultServing } from '../../src/serving.ts';

function price(text: string, variables: Record<string, unknown> = {}, of = schema) {
  const document = parse(text);
  expect(validate(of, document)).toEqual([]);
  const operation = getOperationAST(document);
  if (operation == null) throw new Error('one operation is meant');
  return priceOf(of, document, operation, variables);
}

describe('a connection costs its page', () => {
  test.each<[string, string, number]>([
    ['of the usual size', '{ publications { nodes { title } } }', 1 + 20],
    ['as long as first says', '{ publications(first: 3) { nodes { title } } }', 1 + 3],
    ['as long as last says', '{ publications(last: 4) { nodes { title } } }', 1 + 4],
    [
      'with edges and what they lead to',
      '{ publications(first: 3) { edges { node { title } } } }',
      1 + 3 + 3,
    ],
    [
      'in a page, times that',
      '{ publications(first: 3) { nodes { authors(first: 5) { nodes { name } } } } }',
      1 + 3 + 3 + 3 * 5,
    ],
    ['and no more than a page may have', '{ publications(first: 1000000000) { nodes { title } } }', 1 + 100],
    ['its count is not multiplied', '{ publications(first: 100) { totalCount } }', 1],
  ])('%s', (_, text, cost) => expect(price(text).cost).toBe(cost));

  test('as long as a variable says, or its default', () => {
    const text = 'query ($n: Int = 7) { publications(first: $n) { nodes { title } } }';
    expect(price(text, { n: 2 }).cost).toBe(3);
    expect(price(text).cost).toBe(8);
    expect(price(text, { n: null }).cost).toBe(21);
  });

  test('whatever the variables were when the same document came before', () => {
    const document = parse(`query ($n: Int) { publications(first: 2) { nodes { title ...Authors } } }
      fragment Authors on Publication { authors(first: $n) { nodes { name venues(first: 3) { nodes { name } } } } }`);
    const operation = getOperationAST(document);
    if (operation == null) throw new Error('one operation is meant');
    const cost = (n: number) => priceOf(schema, document, operation, { n }).cost;
    expect([2, 5, 2].map(cost)).toEqual([2, 5, 2].map((n) => 1 + 2 * (1 + 1 + n * (1 + 1 + 3))));
  });

  test('through fragments', () => {
    const text = `{ publications(first: 3) { ...Page } }
      fragment Page on PublicationConnection { nodes { ... on Publication { authors(first: 5) { ...Names } } } }
      fragment Names on PublicationAuthorsConnection { nodes { name } }`;
    expect(price(text).cost).toBe(1 + 3 + 3 + 15);
  });
});

describe('other lists', () => {
  test.each<[string, string, number]>([
    [
      'a network has as many nodes as it has room for',
      '{ topicNetwork(maxNodes: 30) { nodes { key } } }',
      30 + 1 + 30,
    ],
    [
      'and as many edges',
      '{ topicNetwork(maxNodes: 1, maxEdges: 5) { edges { publications(first: 3) { nodes { title } } } } }',
      1 + 1 + 5 * (1 + 1 + 3),
    ],
    [
      'a step of a traversal costs as much again',
      '{ coauthorNetwork(author: {name: "a"}, depth: 3, maxNodes: 10) { nodes { key } } }',
      3 * 10 + 1 + 10,
    ],
    [
      'a facet has as many values as are asked for, and goes over the whole set',
      '{ publications { facets { topics(first: 8) { values { count } } } } }',
      1 + 1 + 100 + 1 + 8,
    ],
    ['of nodes, as many as there are ids', '{ nodes(ids: ["a", "b"]) { id } }', 2],
    [
      'of what can be one of several kinds, the dearest counts',
      '{ search(query: "a", first: 2) { nodes { ... on Author { publications(first: 9) { nodes { title } } } ... on Topic { name } } } }',
      1 + 2 * (1 + 1 + 9),
    ],
  ])('%s', (_, text, cost) => expect(price(text).cost).toBe(cost));
});

test('a connection that nobody has told it of is priced too', () => {
  const PageInfo = new GraphQLObjectType({ name: 'PageInfo', fields: { n: { type: GraphQLInt } } });
  const Item = new GraphQLObjectType({ name: 'Item', fields: { n: { type: GraphQLInt } } });
  const Items = new GraphQLObjectType({
    name: 'Items',
    fields: { pageInfo: { type: new GraphQLNonNull(PageInfo) }, nodes: { type: new GraphQLList(Item) } },
  });
  const Query = new GraphQLObjectType({
    name: 'Query',
    fields: { items: { type: Items, args: { first: { type: GraphQLInt } } } },
  });
  expect(price('{ items(first: 50) { nodes { n } } }', {}, new GraphQLSchema({ query: Query })).cost).toBe(
    51,
  );
});

test('statements are counted before a connection, too, where something has to be known first', () => {
  const statements = (text: string) => price(text).statements;
  expect(statements('{ publications { nodes { title } } }')).toBe(1);
  // Which run is the current one, or why there is none; and the page of its events.
  expect(statements('{ communityEvents(of: AUTHORS) { edges { __typename } } }')).toBe(2 + 1);
  // Two authors, and the page of their coauthors.
  expect(statements('{ commonCoauthors(a: {name: "a"}, b: {name: "b"}) { nodes { name } } }')).toBe(2 + 1);
});

test('where ids are given, what they have become is looked for first', () => {
  const statements = (text: string) => price(text).statements;
  const id = Buffer.from('Author:a').toString('base64');
  const filter = `filter: { authors: { some: { id: ["${id}"] } } }`;
  expect(statements(`{ publications(${filter}) { nodes { title } } }`)).toBe(1 + 1);
  expect(statements(`{ publications { nodes { authors(filter: { id: ["${id}"] }) { totalCount } } } }`)).toBe(
    1 + 1 + 1,
  );
  // A lookup does so by its own statement.
  expect(statements(`{ author(id: "${id}") { name } }`)).toBe(1);
});

test('the way to what costs most is named', () => {
  expect(
    price(
      '{ venues(first: 2) { totalCount nodes { topics(first: 2) { nodes { name } } publications { nodes { authors { nodes { name } } } } } } }',
    ).heaviest,
  ).toEqual(['venues', 'nodes', 'publications', 'nodes', 'authors', 'nodes']);
});

test('a bomb of fragments is priced by the number of its fragments, not of the ways through them', () => {
  const layers = Array.from(
    { length: 14 },
    (_, at) =>
      `fragment F${at} on Author { coauthors(first: 2) { nodes { ...F${at + 1} } } again: coauthors(first: 2) { nodes { ...F${at + 1} } } }`,
  );
  const text = `{ author(name: "a") { ...F0 } } ${layers.join(' ')} fragment F14 on Author { name }`;
  const document = parse(text);
  const operation = getOperationAST(document);
  if (operation == null) throw new Error('one operation is meant');
  const began = performance.now();
  expect(priceOf(schema, document, operation, {}).cost).toBeGreaterThan(4 ** 14);
  // By the ways through them it would take minutes.
  expect(performance.now() - began).toBeLessThan(20_000);
});

test.each(exampleQueries())('the example $name is far from the limit', ({ query }) => {
  expect(price(query).cost).toBeLessThan(defaultServing.bounds.cost / 10);
});

test('every list of objects in the schema is bounded by an argument, or is a short one', () => {
  const long = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) =>
      isObjectType(type) ? Object.values(type.getFields()).map((field) => ({ type, field })) : [],
    )
    .filter(
      ({ field }) => isListType(getNullableType(field.type)) && isCompositeType(getNamedType(field.type)),
    )
    .filter(({ field }) => field.name === 'edges' || field.name === 'nodes')
    .filter(
      ({ type }) =>
        type.getFields()['pageInfo'] === undefined &&
        !type.getInterfaces().some(({ name }) => name === 'Network'),
    );
  // `nodes` of the query type takes ids.
  expect(long.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual(['Query.nodes']);
});
