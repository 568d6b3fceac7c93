const names: Readonly<Record<string, string>> = {
  'acl-anthology': 'ACL Anthology',
  'arxiv-atom': 'arXiv',
  bibtex: 'BibTeX',
  crossref: 'Crossref',
  'csl-json': 'CSL-JSON',
  dblp: 'DBLP',
  openalex: 'OpenAlex',
  'profile-page': 'profile page',
  ris: 'RIS',
  'semantic-scholar': 'Semantic Scholar',
};

/** What people call the format of a source. */
export const formatName = (format: string): string => names[format] ?? format;
