import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openExport } from '../../src/exporting.ts';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { inputOf } from '../../src/ingest/input.ts';
import { ingest } from '../../src/ingest.ts';
import { empty, freshGraph } from './freshGraph.ts';

let graph: Graph;
let folder: string;
beforeAll(async () => {
  graph = await freshGraph();
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-export-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/**
 * What the graph says of publications, people, venues and topics; not which source says it, and not when a publication
 * was on a preprint server before it was published, for which neither format has a place.
 */
async function said(): Promise<Record<string, unknown>[]> {
  return graph.read<Record<string, unknown>>(cypher`
    MATCH (p:Publication)
    RETURN p {.id, .title, .sortTitle, .abstract, .year, .date, .type, .language, .doi, .arxivId, .url,
        .citationCount, .toAppear, .retracted, .complete} AS publication,
      COLLECT { MATCH (p)<-[:IDENTIFIES]-(i:Identifier) RETURN i.key ORDER BY i.key } AS identifiers,
      COLLECT { MATCH (a:Author)-[r:AUTHORED]->(p) WITH a, r ORDER BY r.order
        RETURN [a.id, a.name, a.names, a.orcid, a.publicationCount, r.position, r.rawName, r.corresponding] } AS authors,
      COLLECT { MATCH (p)-[r:PUBLISHED_IN]->(v:Venue) WITH v, r ORDER BY r.order
        RETURN [v.id, v.name, v.acronym, v.kind, CASE r.order WHEN 0 THEN r.year END, r.edition, r.volume, r.issue, r.pages, r.rawName,
          COLLECT { MATCH (v)-[:PART_OF]->(s) RETURN s.id }] } AS venues,
      COLLECT { MATCH (p)-[r:ABOUT]->(t:Topic) WITH t, r ORDER BY t.id
        RETURN [t.id, t.name, r.origin, r.score, COLLECT { MATCH (t)-[:BROADER]->(b) RETURN b.id ORDER BY b.id }] } AS topics,
      COLLECT { MATCH (p)-[:REFERS_TO]->(i:Identifier) RETURN i.key ORDER BY i.key } AS references,
      COLLECT { MATCH (p)-[:CITES]->(cited:Publication) RETURN cited.id ORDER BY cited.id } AS cites
    ORDER BY p.id`);
}

async function coauthorships(): Promise<Record<string, unknown>[]> {
  return graph.read<Record<string, unknown>>(cypher`
    MATCH (a:Author)-[r:COAUTHORED]->(b:Author)
    RETURN a.id AS a, b.id AS b, r.publications AS publications, r.weight AS weight,
      r.firstYear AS firstYear, r.lastYear AS lastYear
    ORDER BY a, b`);
}

async function exported(format: string): Promise<string> {
  const { parts } = await openExport(graph, { what: 'publications', format, args: {} });
  const all: string[] = [];
  for await (const part of parts) all.push(part);
  return all.join('');
}

const fixture = (file: string) => fileURLToPath(new URL(`../readers/fixtures/${file}`, import.meta.url));

describe.each([
  ['bib', 'bibtex'],
  ['csl.json', 'csl-json'],
] as const)('what goes out as %s', (format, reader) => {
  test.each(['bibtex/classic.bib', 'bibtex/biblatex.bib', 'csl-json/zotero.json'])(
    'comes back from %s as the same graph',
    async (file) => {
      await empty(graph);
      await ingest(graph, [inputOf(fixture(file), file)]);
      const before = [await said(), await coauthorships()];
      const text = await exported(format);
      await empty(graph);
      const exportFile = path.join(folder, `export.${format}`);
      await writeFile(exportFile, text);
      const report = await ingest(graph, [inputOf(exportFile)]);
      expect(report.sources[0]).toMatchObject({ format: reader, rejects: 0, finished: true });
      expect([await said(), await coauthorships()]).toEqual(before);
      expect(await exported(format)).toBe(text);
    },
  );
});

test('references with a DOI come back from CSL-JSON, to publications in the graph and to others', async () => {
  await empty(graph);
  const author = [{ family: 'Traag', given: 'V. A.' }];
  const citing = {
    id: 'citing',
    type: 'article-journal',
    title: 'From Louvain to Leiden, guaranteeing well-connected communities',
    author,
    issued: { 'date-parts': [[2019]] },
    DOI: '10.1038/s41598-019-41695-z',
    reference: [
      { key: '1', DOI: '10.1103/physreve.80.036115' },
      { key: '2', DOI: '10.1088/1742-5468/2008/10/P10008' },
      { key: '3', unstructured: 'A reference without a DOI' },
    ],
  };
  const cited = {
    id: 'cited',
    type: 'article-journal',
    title: 'Community detection in networks with positive and negative links',
    author,
    issued: { 'date-parts': [[2009]] },
    DOI: '10.1103/PhysRevE.80.036115',
  };
  const stated = path.join(folder, 'references.json');
  await writeFile(stated, JSON.stringify([citing, cited]));
  await ingest(graph, [inputOf(stated)]);
  const before = await said();
  const [{ id } = { id: undefined }] = await graph.read<{ id: string }>(
    cypher`MATCH (p:Publication {doi: '10.1103/physreve.80.036115'}) RETURN p.id AS id`,
  );
  expect(before.filter(({ cites }) => String(cites) !== '')).toMatchObject([
    { references: ['doi:10.1088/1742-5468/2008/10/p10008', 'doi:10.1103/physreve.80.036115'], cites: [id] },
  ]);

  const text = await exported('csl.json');
  await empty(graph);
  const exportFile = path.join(folder, 'references.csl.json');
  await writeFile(exportFile, text);
  await ingest(graph, [inputOf(exportFile)]);
  expect(await said()).toEqual(before);
});
