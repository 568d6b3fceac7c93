/** The content type of an answer that is given before GraphQL is asked: GraphQL's own where `accept` takes it, else JSON. */
export function answerType(accept: string): string {
  const graphql = 'application/graphql-response+json';
  return `${accept.includes(graphql) ? graphql : 'application/json'}; charset=utf-8`;
}
