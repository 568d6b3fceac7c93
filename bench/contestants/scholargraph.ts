import { fileURLToPath } from 'node:url';
import { type QueryName, type Subjects, sizes } from '../subjects.ts';
import { ChildServer } from './childServer.ts';
import { type Contestant, GraphqlClient, nth, type Start } from './contestant.ts';
import { flat } from './flat.ts';

const documents: Readonly<Record<QueryName, string>> = {
  profile: `query ($id: ID!) { author(id: $id) { id name publicationCount
    publications(first: ${sizes.profile}) { nodes { id title year
      venues(first: 1) { nodes { id name } }
      authors(first: ${sizes.authors}) { nodes { id name } }
      topics(first: ${sizes.authors}) { edges { score node { id name } } } } } } }`,
  coauthors: `query ($id: ID!) { author(id: $id) { id name
    coauthors(first: ${sizes.coauthors}) { edges { publicationCount node { id name
      coauthors(first: ${sizes.coauthors}) { edges { publicationCount node { id name } } } } } } } }`,
  topic: `query ($id: ID!) { topic(id: $id) { id name
    publications(first: ${sizes.topic}, orderBy: { field: YEAR, direction: DESC }) { nodes { id title year
      venues(first: 1) { nodes { id name } }
      authors(first: ${sizes.authors}) { nodes { id name } } } } } }`,
  deepPage: `query ($after: String!) { publications(first: ${sizes.page}, after: $after) { nodes { id title year } } }`,
  search: `query ($text: String!) { publications(search: $text, first: ${sizes.hits}) { nodes { id title year
    authors(first: ${sizes.authors}) { nodes { id name } } } } }`,
  topicByYear: `{ publications { matrix(rows: TOPIC, columns: YEAR, firstRows: ${sizes.rows}, firstColumns: ${sizes.columns}) {
    rows { count ... on TopicFacetValue { topic { id name } } }
    columns { ... on YearFacetValue { year } }
    counts } } }`,
  network: `query ($id: ID!) { coauthorNetwork(author: { id: $id }, depth: 2, maxNodes: ${sizes.networkNodes}, maxEdges: ${sizes.networkEdges}) {
    nodes { key label distance weight }
    edges { source target publicationCount weight } } }`,
};

/** The built package as it is run: a process, over HTTP. */
export async function startScholargraph({ address, subjects }: Start): Promise<Contestant> {
  const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
  const server = await ChildServer.start(main, ['serve'], {
    NEO4J_URI: address.uri,
    NEO4J_USER: address.user,
    NEO4J_PASSWORD: address.password,
    PORT: '0',
    LOG_LEVEL: 'warn',
    // What is measured is how it reads: no answer comes out of memory, and no client asks too often.
    SCHOLARGRAPH_ANSWER_CACHE: '0',
    SCHOLARGRAPH_REQUEST_RATE: '0',
    SCHOLARGRAPH_COST_RATE: '0',
  });
  const client = new GraphqlClient(server.url);
  const cursors = await Promise.all(subjects.places.map(({ id }) => cursorAt(client, id)));
  return {
    name: 'Scholargraph',
    isForeign: false,
    ask: (query, turn) => client.post(documents[query], variablesOf(query, turn, subjects, cursors)),
    saying: (query, answer) => {
      const { data } = JSON.parse(answer);
      switch (query) {
        case 'topicByYear':
          return heatMap(data.publications.matrix);
        case 'network':
          return flat({
            nodes: data.coauthorNetwork.nodes.map(({ key, label, ...node }: Record<string, unknown>) => ({
              id: key,
              name: label,
              ...node,
            })),
            edges: data.coauthorNetwork.edges,
          });
        default:
          return flat(data.author ?? data.topic ?? data.publications);
      }
    },
    close: async () => {
      client.close();
      await server.stop();
    },
  };
}

function variablesOf(query: QueryName, turn: number, subjects: Subjects, cursors: readonly string[]) {
  switch (query) {
    case 'profile':
      return { id: globalId('Author', nth(subjects.authors, turn)) };
    case 'coauthors':
      return { id: globalId('Author', nth(subjects.coauthors, turn)) };
    case 'topic':
      return { id: globalId('Topic', nth(subjects.topics, turn)) };
    case 'deepPage':
      return { after: nth(cursors, turn) };
    case 'search':
      return { text: nth(subjects.searches, turn) };
    case 'topicByYear':
      return {};
    case 'network':
      return { id: globalId('Author', subjects.hub) };
  }
}

/** A filter takes nothing from the order, so a cursor of the filtered page is good for all publications. */
async function cursorAt(client: GraphqlClient, id: string): Promise<string> {
  const answer = await client.post(
    'query ($id: ID!) { publications(filter: { id: [$id] }) { edges { cursor } } }',
    { id: globalId('Publication', id) },
  );
  return JSON.parse(answer).data.publications.edges[0].cursor;
}

function globalId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64');
}

interface Matrix {
  readonly rows: readonly { readonly count: number; readonly topic: { readonly id: string; name: string } }[];
  readonly columns: readonly { readonly year: number }[];
  readonly counts: readonly (readonly number[])[];
}

function heatMap({ rows, columns, counts }: Matrix): unknown {
  return flat({
    years: columns.map(({ year }) => year),
    rows: rows.map(({ count, topic }, at) => ({ ...topic, count, counts: counts[at] })),
  });
}
