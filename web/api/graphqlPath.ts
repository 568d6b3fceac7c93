/** Where the server answers GraphQL. */
export const graphqlPath = '/graphql';
