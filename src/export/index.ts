import { bibtex } from './bibtex.ts';
import { cslJson } from './cslJson.ts';
import { cytoscape } from './cytoscape.ts';
import { gexf } from './gexf.ts';
import { graphml } from './graphml.ts';
import type { ExportedNetwork } from './network.ts';
import { edgesCsv, networkJsonl, nodesCsv } from './networkTables.ts';
import { pajek } from './pajek.ts';
import type { ExportedPublications } from './publication.ts';
import { publicationsCsv, publicationsJsonl } from './publicationTables.ts';
import { ris } from './ris.ts';
import { vosviewerJson, vosviewerMap, vosviewerNetwork } from './vosviewer.ts';

interface Format {
  /** What a file name ends in, and what the format is asked for by. */
  readonly name: string;
  readonly title: string;
  readonly contentType: string;
}

export interface NetworkFormat extends Format {
  readonly write: (network: ExportedNetwork) => Iterable<string>;
}

export interface PublicationFormat extends Format {
  readonly write: (publications: ExportedPublications) => AsyncIterable<string>;
}

const xml = 'application/xml; charset=utf-8';
const json = 'application/json; charset=utf-8';
const jsonLines = 'application/jsonl; charset=utf-8';
const csv = 'text/csv; charset=utf-8';
const text = 'text/plain; charset=utf-8';

export const networkFormats: readonly NetworkFormat[] = [
  { name: 'graphml', title: 'GraphML', contentType: xml, write: graphml },
  { name: 'gexf', title: 'GEXF 1.3', contentType: xml, write: gexf },
  { name: 'vosviewer.json', title: 'VOSviewer JSON', contentType: json, write: vosviewerJson },
  { name: 'vosviewer-map.txt', title: 'VOSviewer map file', contentType: text, write: vosviewerMap },
  {
    name: 'vosviewer-network.txt',
    title: 'VOSviewer network file',
    contentType: text,
    write: vosviewerNetwork,
  },
  { name: 'net', title: 'Pajek', contentType: text, write: pajek },
  { name: 'cytoscape.json', title: 'Cytoscape JSON', contentType: json, write: cytoscape },
  { name: 'nodes.csv', title: 'CSV of the nodes', contentType: csv, write: nodesCsv },
  { name: 'edges.csv', title: 'CSV of the edges', contentType: csv, write: edgesCsv },
  { name: 'jsonl', title: 'JSON Lines', contentType: jsonLines, write: networkJsonl },
];

export const publicationFormats: readonly PublicationFormat[] = [
  { name: 'bib', title: 'BibTeX', contentType: 'application/x-bibtex; charset=utf-8', write: bibtex },
  {
    name: 'csl.json',
    title: 'CSL-JSON',
    contentType: 'application/vnd.citationstyles.csl+json; charset=utf-8',
    write: cslJson,
  },
  {
    name: 'ris',
    title: 'RIS',
    contentType: 'application/x-research-info-systems; charset=utf-8',
    write: ris,
  },
  { name: 'csv', title: 'CSV', contentType: csv, write: publicationsCsv },
  { name: 'jsonl', title: 'JSON Lines', contentType: jsonLines, write: publicationsJsonl },
];
