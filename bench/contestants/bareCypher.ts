import neo4j from 'neo4j-driver';
import { fulltextOf } from '../../src/graph/read/fulltext.ts';
import { type QueryName, type Subjects, sizes } from '../subjects.ts';
import { type Contestant, nth, type Start } from './contestant.ts';

/*
 * One statement a query, written for it alone: neither filters nor orders can be chosen, nothing is checked.
 */

const authorsAndVenue = `
  head(COLLECT { MATCH (p)-[r:PUBLISHED_IN]->(v:Venue) RETURN v {.id, .name} ORDER BY r.order, v.id LIMIT 1 }) AS venue,
  COLLECT { MATCH (p)<-[r:AUTHORED]-(w:Author) RETURN w {.id, .name} ORDER BY r.order, w.id LIMIT ${sizes.authors} } AS authors`;

const statements: Readonly<Record<QueryName, string>> = {
  profile: `
    MATCH (a:Author {id: $id})
    CALL (a) {
      MATCH (a)-[:AUTHORED]->(p:Publication)
      WITH p ORDER BY p.year DESC, p.id DESC LIMIT ${sizes.profile}
      WITH p, ${authorsAndVenue},
        COLLECT { MATCH (p)-[r:ABOUT]->(t:Topic) RETURN t {.id, .name, score: r.score} ORDER BY r.score DESC, t.id LIMIT ${sizes.authors} } AS topics
      RETURN collect({id: p.id, title: p.title, year: p.year, venues: [venue], authors: authors, topics: topics}) AS publications
    }
    RETURN {id: a.id, name: a.name, publicationCount: a.publicationCount, publications: publications} AS answer`,
  coauthors: `
    MATCH (a:Author {id: $id})
    CALL (a) {
      MATCH (a)-[r:COAUTHORED]-(b:Author)
      WITH b, r ORDER BY r.publications DESC, r.weight DESC, b.id LIMIT ${sizes.coauthors}
      CALL (b) {
        MATCH (b)-[s:COAUTHORED]-(c:Author)
        WITH c, s ORDER BY s.publications DESC, s.weight DESC, c.id LIMIT ${sizes.coauthors}
        RETURN collect({id: c.id, name: c.name, publicationCount: s.publications}) AS second
      }
      RETURN collect({id: b.id, name: b.name, publicationCount: r.publications, coauthors: second}) AS first
    }
    RETURN {id: a.id, name: a.name, coauthors: first} AS answer`,
  topic: `
    MATCH (t:Topic {id: $id})
    CALL (t) {
      MATCH (t)<-[:ABOUT]-(p:Publication)
      WITH p ORDER BY p.year DESC, p.id DESC LIMIT ${sizes.topic}
      WITH p, ${authorsAndVenue}
      RETURN collect({id: p.id, title: p.title, year: p.year, venues: [venue], authors: authors}) AS publications
    }
    RETURN {id: t.id, name: t.name, publications: publications} AS answer`,
  // Two parts, each read off the index of year and id, which takes a predicate on both: what is left of the year, then
  // the years before.
  deepPage: `
    CALL () {
      MATCH (p:Publication) WHERE p.year = $year AND p.id < $id RETURN p ORDER BY p.year DESC, p.id DESC LIMIT ${sizes.page}
      UNION ALL
      MATCH (p:Publication) WHERE p.year < $year AND p.id IS NOT NULL RETURN p ORDER BY p.year DESC, p.id DESC LIMIT ${sizes.page}
    }
    WITH p ORDER BY p.year DESC, p.id DESC LIMIT ${sizes.page}
    RETURN collect(p {.id, .title, .year}) AS answer`,
  search: `
    CALL db.index.fulltext.queryNodes('publication_text', $text) YIELD node AS p, score
    WITH p ORDER BY score DESC, p.id LIMIT ${sizes.hits}
    RETURN collect({id: p.id, title: p.title, year: p.year,
      authors: COLLECT { MATCH (p)<-[r:AUTHORED]-(w:Author) RETURN w {.id, .name} ORDER BY r.order, w.id LIMIT ${sizes.authors} }}) AS answer`,
  topicByYear: `
    MATCH (t:Topic)
    WITH t, COUNT { (t)<-[:ABOUT]-() } AS count ORDER BY count DESC, t.id LIMIT ${sizes.rows}
    CALL (t) {
      MATCH (t)<-[:ABOUT]-(p:Publication) WHERE p.year IS NOT NULL
      WITH p.year AS year, count(*) AS count
      RETURN collect([year, count]) AS cells
    }
    WITH collect({id: t.id, name: t.name, count: count, cells: cells}) AS rows
    MATCH (p:Publication) WHERE p.year IS NOT NULL AND p.id IS NOT NULL
    WITH rows, p.year AS year, count(*) AS count ORDER BY count DESC, year LIMIT ${sizes.columns}
    WITH rows, year ORDER BY year
    WITH rows, collect(year) AS years
    RETURN {rows: rows, years: years} AS answer`,
  network: `
    MATCH (hub:Author {id: $id})
    CALL (hub) {
      MATCH (hub)-[r:COAUTHORED]-(n)
      WITH n ORDER BY r.publications DESC, n.id LIMIT ${sizes.networkNodes - 1}
      RETURN collect(n) AS first
    }
    WITH hub, first, [hub] + first AS near
    CALL (first, near) {
      UNWIND CASE WHEN size(near) < ${sizes.networkNodes} THEN first ELSE [] END AS f
      MATCH (f)-[r:COAUTHORED]-(n) WHERE NOT n IN near
      WITH n, sum(r.publications) AS together ORDER BY together DESC, n.id LIMIT ${sizes.networkNodes - 1}
      RETURN collect(n) AS others
    }
    WITH hub, first, near, others[..${sizes.networkNodes - 1} - size(first)] AS second
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
    } AS answer`,
};

/** Hand-written Cypher through the driver, in the process that asks: the limit. */
export async function startBareCypher({ address, subjects }: Start): Promise<Contestant> {
  const driver = neo4j.driver(address.uri, neo4j.auth.basic(address.user, address.password ?? ''), {
    disableLosslessIntegers: true,
  });
  await driver.verifyConnectivity();
  return {
    name: 'bare Cypher',
    isForeign: false,
    ask: async (query, turn) => {
      const { records } = await driver.executeQuery(statements[query], parametersOf(query, turn, subjects), {
        routing: neo4j.routing.READ,
        database: 'neo4j',
      });
      const answer = records[0]?.get('answer');
      return JSON.stringify(query === 'topicByYear' ? heatMap(answer) : answer);
    },
    saying: (_, answer) => JSON.parse(answer),
    close: () => driver.close(),
  };
}

function parametersOf(query: QueryName, turn: number, subjects: Subjects): Record<string, unknown> {
  switch (query) {
    case 'profile':
      return { id: nth(subjects.authors, turn) };
    case 'coauthors':
      return { id: nth(subjects.coauthors, turn) };
    case 'topic':
      return { id: nth(subjects.topics, turn) };
    case 'deepPage': {
      const { id, year } = nth(subjects.places, turn);
      return { id, year: neo4j.int(year) };
    }
    case 'search':
      return { text: fulltextOf(nth(subjects.searches, turn), { english: true }) };
    case 'topicByYear':
      return {};
    case 'network':
      return { id: subjects.hub };
  }
}

interface Cells {
  readonly years: readonly number[];
  readonly rows: readonly {
    readonly id: string;
    readonly name: string;
    readonly count: number;
    readonly cells: readonly (readonly [year: number, count: number])[];
  }[];
}

function heatMap({ years, rows }: Cells): unknown {
  return {
    years,
    rows: rows.map(({ cells, ...row }) => {
      const counts = new Map(cells);
      return { ...row, counts: years.map((year) => counts.get(year) ?? 0) };
    }),
  };
}
