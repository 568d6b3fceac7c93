import { readFileSync } from 'node:fs';
import type { CoauthorsQuery, CoauthorsQueryVariables } from './documents.ts';

const server = process.env['SCHOLARGRAPH_URL'] ?? 'http://localhost:4000/graphql';
const query = readFileSync(new URL('coauthors.graphql', import.meta.url), 'utf8');

/** @throws Error where the server answers with errors, which say what was wrong and how to mend it */
async function coauthors(variables: CoauthorsQueryVariables): Promise<CoauthorsQuery> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ query, variables });
  const response = await fetch(server, { method: 'POST', headers, body });
  // What the server answers is what its schema says, from which the types were written.
  const answer = (await response.json()) as { data?: CoauthorsQuery; errors?: { message: string }[] };
  if (answer.errors !== undefined || answer.data === undefined) {
    throw new Error(answer.errors?.map(({ message }) => message).join('; ') ?? `status ${response.status}`);
  }
  return answer.data;
}

const { author } = await coauthors({ name: process.argv[2] ?? 'Andrea Gesmundo', first: 10 });
for (const { node, publicationCount, firstYear, lastYear } of author?.coauthors.edges ?? []) {
  console.log(`${publicationCount} with ${node.name}, ${firstYear ?? '?'} to ${lastYear ?? '?'}`);
}
