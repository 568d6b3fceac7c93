import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { cypher } from '../src/graph/cypher.ts';
import { type Graph, int } from '../src/graph/graph.ts';

/** What is taken of a work in OpenAlex's shape. */
interface OpenAlexWork {
  id: string;
  doi: string;
  title: string;
  publication_year: number;
  type: string;
  language: string;
  authorships: { raw_author_name: string }[];
  primary_location: { source: { display_name: string } };
  topics: { display_name: string; score: number }[];
  abstract_inverted_index: Record<string, number[]>;
  referenced_works: string[];
}

/** And in Crossref's. */
interface CrossrefWork {
  DOI: string;
  title: [string];
  type: string;
  author: { family: string; given: string }[];
  issued: { 'date-parts': [[number]] };
  'container-title'?: [string];
  'group-title'?: string;
  abstract?: string;
}

interface Row {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly authors: readonly { readonly name: string; readonly order: unknown }[];
  readonly venue: string;
  readonly topics: readonly { readonly name: string; readonly score: number }[];
  readonly references: readonly string[];
}

const recordsPerBatch = 1_000;

/**
 * What a person would write by hand to get the same files into Neo4j: no resolution at all, a publication is an entry
 * and a person a name. The same nodes and relationships otherwise, coauthorships included, with a constraint for each
 * kind of node and the same full-text indexes; nothing of what a source has stated is kept.
 */
export async function plainImport(graph: Graph, files: readonly string[]): Promise<void> {
  for (const label of [
    cypher`CREATE CONSTRAINT plain_publication IF NOT EXISTS FOR (n:PlainPublication) REQUIRE n.id IS UNIQUE`,
    cypher`CREATE CONSTRAINT plain_author IF NOT EXISTS FOR (n:PlainAuthor) REQUIRE n.name IS UNIQUE`,
    cypher`CREATE CONSTRAINT plain_venue IF NOT EXISTS FOR (n:PlainVenue) REQUIRE n.name IS UNIQUE`,
    cypher`CREATE CONSTRAINT plain_topic IF NOT EXISTS FOR (n:PlainTopic) REQUIRE n.name IS UNIQUE`,
    cypher`CREATE FULLTEXT INDEX plain_text IF NOT EXISTS FOR (n:PlainPublication) ON EACH [n.title, n.abstract]`,
    cypher`CREATE FULLTEXT INDEX plain_names IF NOT EXISTS FOR (n:PlainAuthor) ON EACH [n.name]`,
  ]) {
    await graph.command(label);
  }
  for (const file of files) {
    let batch: Row[] = [];
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      const work: OpenAlexWork | CrossrefWork = JSON.parse(line);
      batch.push('DOI' in work ? ofCrossref(work) : ofOpenAlex(work));
      if (batch.length < recordsPerBatch) continue;
      await write(graph, batch);
      batch = [];
    }
    if (batch.length > 0) await write(graph, batch);
  }
  await graph.command(
    cypher`MATCH (p:PlainPublication)
      CALL (p) {
        MATCH (a:PlainAuthor)-[:AUTHORED]->(p)<-[:AUTHORED]-(b:PlainAuthor)
        WHERE a.name < b.name
        MERGE (a)-[c:COAUTHORED]->(b)
        ON CREATE SET c.publications = 1, c.firstYear = p.year, c.lastYear = p.year
        ON MATCH SET c.publications = c.publications + 1,
          c.firstYear = CASE WHEN p.year < c.firstYear THEN p.year ELSE c.firstYear END,
          c.lastYear = CASE WHEN p.year > c.lastYear THEN p.year ELSE c.lastYear END
      } IN TRANSACTIONS OF 1000 ROWS`,
  );
}

async function write(graph: Graph, rows: readonly Row[]): Promise<void> {
  await graph.write(
    async (transaction) => {
      await transaction.run(
        cypher`UNWIND $rows AS row MERGE (p:PlainPublication {id: row.id}) SET p += row.properties`,
        { rows: rows.map(({ id, properties }) => ({ id, properties })) },
      );
      await transaction.run(
        cypher`UNWIND $rows AS row MATCH (p:PlainPublication {id: row.id})
          UNWIND row.authors AS author
          MERGE (a:PlainAuthor {name: author.name})
          MERGE (a)-[r:AUTHORED]->(p) SET r.order = author.order`,
        { rows: rows.map(({ id, authors }) => ({ id, authors })) },
      );
      await transaction.run(
        cypher`UNWIND $rows AS row MATCH (p:PlainPublication {id: row.id})
          MERGE (v:PlainVenue {name: row.venue})
          MERGE (p)-[:PUBLISHED_IN]->(v)`,
        { rows: rows.map(({ id, venue }) => ({ id, venue })) },
      );
      await transaction.run(
        cypher`UNWIND $rows AS row MATCH (p:PlainPublication {id: row.id})
          UNWIND row.topics AS topic
          MERGE (t:PlainTopic {name: topic.name})
          MERGE (p)-[r:ABOUT]->(t) SET r.score = topic.score`,
        { rows: rows.map(({ id, topics }) => ({ id, topics })) },
      );
      await transaction.run(
        cypher`UNWIND $rows AS row MATCH (p:PlainPublication {id: row.id})
          UNWIND row.references AS reference
          MERGE (cited:PlainPublication {id: reference})
          MERGE (p)-[:CITES]->(cited)`,
        { rows: rows.map(({ id, references }) => ({ id, references })) },
      );
    },
    { timeoutMs: 300_000 },
  );
}

function ofOpenAlex(work: OpenAlexWork): Row {
  return {
    id: work.id,
    properties: {
      doi: work.doi,
      title: work.title,
      year: int(work.publication_year),
      type: work.type,
      language: work.language,
      abstract: abstractOf(work.abstract_inverted_index),
    },
    authors: work.authorships.map((authorship, order) => ({
      name: authorship.raw_author_name,
      order: int(order),
    })),
    venue: work.primary_location.source.display_name,
    topics: work.topics.map((topic) => ({ name: topic.display_name, score: topic.score })),
    references: work.referenced_works,
  };
}

function ofCrossref(work: CrossrefWork): Row {
  return {
    id: work.DOI,
    properties: {
      doi: work.DOI,
      title: work.title[0],
      year: int(work.issued['date-parts'][0][0]),
      type: work.type,
      ...(work.abstract === undefined ? {} : { abstract: work.abstract }),
    },
    authors: work.author.map(({ family, given }, order) => ({
      name: `${given} ${family}`,
      order: int(order),
    })),
    venue: work['container-title']?.[0] ?? work['group-title'] ?? 'Crossref',
    topics: [],
    references: [],
  };
}

function abstractOf(inverted: Readonly<Record<string, readonly number[]>>): string {
  const words: string[] = [];
  for (const [word, positions] of Object.entries(inverted)) {
    for (const position of positions) words[position] = word;
  }
  return words.join(' ');
}
