import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fulltextOf } from '../../src/graph/read/fulltext.ts';
import { type QueryName, type Subjects, sizes } from '../subjects.ts';
import { ChildServer } from './childServer.ts';
import { type Contestant, GraphqlClient, nth, type Start } from './contestant.ts';
import { flat } from './flat.ts';

const newestFirst = '[{ node: { year: DESC } }, { node: { id: DESC } }]';
const venue =
  'venues: venuesConnection(first: 1, sort: [{ edge: { order: ASC } }, { node: { id: ASC } }]) { edges { node { id name } } }';
const authors = `authors: authorsConnection(first: ${sizes.authors}, sort: [{ edge: { order: ASC } }, { node: { id: ASC } }]) { edges { node { id name } } }`;
const coauthors = (inner: string) =>
  `coauthors: coauthorsConnection(first: ${sizes.coauthors}, sort: [{ edge: { publications: DESC } }, { edge: { weight: DESC } }, { node: { id: ASC } }]) {
    edges { properties { publicationCount: publications } node { id name ${inner} } } }`;

const documents: Readonly<Record<QueryName, string>> = {
  profile: `query ($id: ID!) { authors(where: { id: { eq: $id } }) { id name publicationCount
    publications: publicationsConnection(first: ${sizes.profile}, sort: ${newestFirst}) { edges { node { id title year
      ${venue} ${authors}
      topics: topicsConnection(first: ${sizes.authors}, sort: [{ edge: { score: DESC } }, { node: { id: ASC } }]) { edges { properties { score } node { id name } } } } } } } }`,
  coauthors: `query ($id: ID!) { authors(where: { id: { eq: $id } }) { id name ${coauthors(coauthors(''))} } }`,
  topic: `query ($id: ID!) { topics(where: { id: { eq: $id } }) { id name
    publications: publicationsConnection(first: ${sizes.topic}, sort: ${newestFirst}) { edges { node { id title year ${venue} ${authors} } } } } }`,
  deepPage: `query ($offset: Int!) { publications(limit: ${sizes.page}, offset: $offset, sort: [{ year: DESC }, { id: DESC }]) { id title year } }`,
  search: `query ($text: String!) { searchPublications(phrase: $text, first: ${sizes.hits}, sort: [{ score: DESC }, { node: { id: ASC } }]) {
    edges { node { id title year ${authors} } } } }`,
  topicByYear: `{ topicsByYear(rows: ${sizes.rows}, columns: ${sizes.columns}) { years rows { id name count counts } } }`,
  network: `query ($id: ID!) { coauthorNetwork(author: $id, nodes: ${sizes.networkNodes}) {
    nodes { id name weight distance } edges { source target publicationCount weight } } }`,
};

/** @neo4j/graphql behind Yoga: a process, over HTTP. */
export async function startNeo4jGraphql({ address, subjects }: Start): Promise<Contestant> {
  const folder = fileURLToPath(new URL('../neo4jGraphql/', import.meta.url));
  if (!existsSync(`${folder}node_modules`)) {
    throw new Error('@neo4j/graphql is not installed: run npm ci --prefix bench/neo4jGraphql');
  }
  const server = await ChildServer.start(`${folder}server.mjs`, [], {
    NEO4J_URI: address.uri,
    NEO4J_USER: address.user,
    NEO4J_PASSWORD: address.password,
  });
  const client = new GraphqlClient(server.url);
  return {
    name: '@neo4j/graphql',
    isForeign: true,
    ask: (query, turn) => client.post(documents[query], variablesOf(query, turn, subjects)),
    saying: (_, answer) => {
      const { data, errors } = JSON.parse(answer);
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      const { authors: author, topics: topic, ...others } = data;
      return withoutProperties(flat(author?.[0] ?? topic?.[0] ?? Object.values(others)[0]));
    },
    close: async () => {
      client.close();
      await server.stop();
    },
  };
}

function variablesOf(query: QueryName, turn: number, subjects: Subjects) {
  switch (query) {
    case 'profile':
      return { id: nth(subjects.authors, turn) };
    case 'coauthors':
      return { id: nth(subjects.coauthors, turn) };
    case 'topic':
      return { id: nth(subjects.topics, turn) };
    case 'deepPage':
      return { offset: nth(subjects.places, turn).offset };
    case 'search':
      return { text: fulltextOf(nth(subjects.searches, turn), { english: true }) };
    case 'topicByYear':
      return {};
    case 'network':
      return { id: subjects.hub };
  }
}

/** What an edge says stands in `properties` here. */
function withoutProperties(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutProperties);
  if (typeof value !== 'object' || value === null) return value;
  const { properties, ...fields } = Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, withoutProperties(field)]),
  );
  return typeof properties === 'object' ? { ...fields, ...properties } : fields;
}
