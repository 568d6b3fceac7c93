/** Whether a venue's name is that of a preprint server; CoRR is arXiv's computer science. */
export function isPreprintServer(name: string): boolean {
  return /^(?:(?:ar|bio|med|chem|tech|psyar|socar|eartha?r|ecoevo|engr|edar|metaar|africar|biohackr)r?xiv\b|corr$|ssrn\b|research square\b|authorea\b|essoar\b|(?:.{0,40}\b)?preprints?(?:\.org)?$)/i.test(
    name,
  );
}

/** The server's name as it writes it, by the prefix that bibliographies give its eprints; undefined of unknown ones. */
export function preprintServer(prefix: string): string | undefined {
  return servers.get(prefix.toLowerCase());
}

const servers: ReadonlyMap<string, string> = new Map(
  [
    'arXiv',
    'bioRxiv',
    'medRxiv',
    'ChemRxiv',
    'TechRxiv',
    'PsyArXiv',
    'SocArXiv',
    'EarthArXiv',
    'HAL',
    'SSRN',
  ].map((name) => [name.toLowerCase(), name]),
);

/**
 * Whether a DOI is one that a preprint server registers, whatever a source calls the type of its publication.
 *
 * @param doi without resolver
 */
export function isPreprintDoi(doi: string): boolean {
  const lower = doi.toLowerCase();
  return serverDois.some(([start]) =>
    typeof start === 'string' ? lower.startsWith(start) : start.test(lower),
  );
}

/**
 * The beginnings of servers' DOIs. Whose a prefix is: https://api.crossref.org/prefixes/10.31234, and of arXiv's
 * https://info.arxiv.org/help/doi.html. Where a publisher has journals under the same prefix, what follows tells: Cold Spring
 * Harbor numbers its preprints by day or with six digits alone (https://www.biorxiv.org/about/FAQ), and its journals'
 * articles by the journal's letters.
 */
const serverDois: readonly (readonly [start: string | RegExp, server: string])[] = [
  ['10.48550/', 'arXiv'],
  [/^10\.1101\/(?:\d{4}\.\d\d\.\d\d\.)?\d{6,8}(?:v\d+)?$/, 'bioRxiv and medRxiv'],
  ['10.64898/', 'openRxiv: bioRxiv and medRxiv since December 2025'],
  ['10.2139/ssrn.', 'SSRN'],
  ['10.21203/rs.', 'Research Square'],
  ['10.26434/', 'ChemRxiv'],
  ['10.36227/techrxiv.', 'TechRxiv'],
  ['10.20944/preprints', 'Preprints.org'],
  ['10.22541/au.', 'Authorea'],
  ['10.22541/essoar.', 'ESS Open Archive'],
  ['10.1002/essoar.', 'ESS Open Archive, before 2022'],
  ['10.31219/osf.io/', 'OSF Preprints'],
  ['10.31222/osf.io/', 'MetaArXiv'],
  ['10.31223/', 'EarthArXiv'],
  ['10.31224/', 'engrXiv'],
  ['10.31234/osf.io/', 'PsyArXiv'],
  ['10.31235/osf.io/', 'SocArXiv'],
  ['10.31730/osf.io/', 'AfricArXiv'],
  ['10.32942/', 'EcoEvoRxiv'],
  ['10.35542/osf.io/', 'EdArXiv'],
  ['10.37044/osf.io/', 'BioHackrXiv'],
  ['10.33774/', 'Cambridge Open Engage'],
  ['10.31124/advance.', 'Advance'],
  ['10.1590/scielopreprints.', 'SciELO Preprints'],
  ['10.2196/preprints.', 'JMIR Preprints'],
  ['10.7287/peerj.preprints.', 'PeerJ Preprints'],
  ['10.1038/npre.', 'Nature Precedings'],
];

/** The arXiv id of a text that is nothing else, or says first that it is one: 'arXiv preprint arXiv:1412.6980'. */
export function arxivIdOf(text: string): string | undefined {
  const stated =
    /^(?:arxiv\b[^:]{0,20}|corr|(?:e-?|pre)print\b)?[\s,]*arxiv:\s*(\S+?)[.,;)]*(?:\s|$)/i.exec(text)?.[1] ??
    text;
  return /^(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?$/.test(stated)
    ? stated
    : undefined;
}
