import { createServer } from 'node:http';
import { Neo4jGraphQL } from '@neo4j/graphql';
import { createYoga } from 'graphql-yoga';
import neo4j from 'neo4j-driver';

/*
 * @neo4j/graphql behind Yoga over the graph that Scholargraph stores. The types are written as its documentation
 * advises: @node and @relationship with properties, @limit where lists are long, @fulltext on the index that is there,
 * and @cypher for what cannot be generated: counts by two values, and a network. Nothing can be changed.
 */
const typeDefs = /* GraphQL */ `
  type Publication
    @node
    @limit(default: 20, max: 100)
    @fulltext(
      indexes: [
        {
          indexName: "publication_text"
          queryName: "searchPublications"
          fields: ["title", "statedTitle", "abstract"]
        }
      ]
    ) {
    id: ID!
    title: String
    statedTitle: String
    abstract: String
    year: Int
    type: String
    doi: String
    citationCount: Int
    authors: [Author!]! @relationship(type: "AUTHORED", direction: IN, properties: "Authorship")
    venues: [Venue!]! @relationship(type: "PUBLISHED_IN", direction: OUT, properties: "Appearance")
    topics: [Topic!]! @relationship(type: "ABOUT", direction: OUT, properties: "Assignment")
  }

  type Author @node @limit(default: 20, max: 100) {
    id: ID!
    name: String!
    orcid: String
    publicationCount: Int
    publications: [Publication!]!
      @relationship(type: "AUTHORED", direction: OUT, properties: "Authorship")
    coauthors: [Author!]!
      @relationship(
        type: "COAUTHORED"
        direction: OUT
        queryDirection: UNDIRECTED
        properties: "Coauthorship"
      )
  }

  type Venue @node @limit(default: 20, max: 100) {
    id: ID!
    name: String!
    acronym: String
    kind: String
    publications: [Publication!]!
      @relationship(type: "PUBLISHED_IN", direction: IN, properties: "Appearance")
  }

  type Topic @node @limit(default: 20, max: 100) {
    id: ID!
    name: String!
    publications: [Publication!]!
      @relationship(type: "ABOUT", direction: IN, properties: "Assignment")
  }

  type Authorship @relationshipProperties {
    order: Int!
    rawName: String
  }

  type Appearance @relationshipProperties {
    order: Int!
    volume: String
    pages: String
  }

  type Assignment @relationshipProperties {
    score: Float!
    origin: String
  }

  type Coauthorship @relationshipProperties {
    publications: Int!
    weight: Float!
    firstYear: Int
    lastYear: Int
  }

  type HeatMapRow {
    id: ID!
    name: String!
    count: Int!
    counts: [Int!]!
  }

  type HeatMap {
    years: [Int!]!
    rows: [HeatMapRow!]!
  }

  type NetworkNode {
    id: ID!
    name: String!
    weight: Int!
    distance: Int!
  }

  type NetworkEdge {
    source: ID!
    target: ID!
    publicationCount: Int!
    weight: Float!
  }

  type Network {
    nodes: [NetworkNode!]!
    edges: [NetworkEdge!]!
  }

  type Query {
    topicsByYear(rows: Int!, columns: Int!): HeatMap!
      @cypher(
        statement: """
        MATCH (t:Topic)
        WITH t, COUNT { (t)<-[:ABOUT]-() } AS count ORDER BY count DESC, t.id LIMIT toInteger($rows)
        WITH collect({topic: t, count: count}) AS top
        MATCH (p:Publication) WHERE p.year IS NOT NULL AND p.id IS NOT NULL
        WITH top, p.year AS year, count(*) AS count ORDER BY count DESC, year LIMIT toInteger($columns)
        WITH top, year ORDER BY year
        WITH top, collect(year) AS years
        UNWIND top AS row
        WITH years, row, row.topic AS t
        CALL (t) {
          MATCH (t)<-[:ABOUT]-(p:Publication) WHERE p.year IS NOT NULL
          WITH p.year AS year, count(*) AS count
          RETURN collect([year, count]) AS cells
        }
        WITH years, collect({
          id: t.id, name: t.name, count: row.count,
          counts: [year IN years | coalesce(head([cell IN cells WHERE cell[0] = year | cell[1]]), 0)]
        }) AS rows
        RETURN {years: years, rows: rows} AS heatMap
        """
        columnName: "heatMap"
      )
    coauthorNetwork(author: ID!, nodes: Int!): Network!
      @cypher(
        statement: """
        MATCH (hub:Author {id: $author})
        CALL (hub) {
          MATCH (hub)-[r:COAUTHORED]-(n)
          WITH n ORDER BY r.publications DESC, n.id LIMIT toInteger($nodes - 1)
          RETURN collect(n) AS first
        }
        WITH hub, first, [hub] + first AS near
        CALL (first, near) {
          UNWIND CASE WHEN size(near) < toInteger($nodes) THEN first ELSE [] END AS f
          MATCH (f)-[r:COAUTHORED]-(n) WHERE NOT n IN near
          WITH n, sum(r.publications) AS together ORDER BY together DESC, n.id LIMIT toInteger($nodes - 1)
          RETURN collect(n) AS others
        }
        WITH hub, first, near, others[..toInteger($nodes) - 1 - size(first)] AS second
        WITH hub, first, second, near + second AS nodes
        CALL (nodes) {
          UNWIND nodes AS n
          MATCH (n)-[r:COAUTHORED]->(m) WHERE m IN nodes
          RETURN collect({source: n.id, target: m.id, publicationCount: r.publications, weight: r.weight}) AS edges
        }
        RETURN {
          nodes: [hub {.id, .name, weight: hub.publicationCount, distance: 0}]
            + [n IN first | n {.id, .name, weight: n.publicationCount, distance: 1}]
            + [n IN second | n {.id, .name, weight: n.publicationCount, distance: 2}],
          edges: edges
        } AS network
        """
        columnName: "network"
      )
  }

  extend schema @mutation(operations: [])
`;

const { NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD } = process.env;
const driver = neo4j.driver(NEO4J_URI, neo4j.auth.basic(NEO4J_USER, NEO4J_PASSWORD), {
  // Lists of whole numbers that @cypher returns are not converted otherwise.
  disableLosslessIntegers: true,
});
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();
const yoga = createYoga({
  schema,
  context: { sessionConfig: { database: 'neo4j' } },
  graphiql: false,
  landingPage: false,
  logging: false,
});
const server = createServer(yoga);
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}/graphql\n`);
});
process.once('SIGTERM', async () => {
  server.closeAllConnections();
  server.close();
  await driver.close();
});
