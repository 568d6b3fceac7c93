/** Whether a venue's name is that of a preprint server; CoRR is arXiv's computer science. */
export function isPreprintServer(name: string): boolean {
  return /^(?:(?:ar|bio|med|chem|tech|psy|soc|earth)r?xiv\b|corr$|ssrn\b|research square$|(?:.{0,40}\b)?preprints?(?:\.org)?$)/i.test(
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

/** The arXiv id of a text that is nothing else, or says first that it is one: 'arXiv preprint arXiv:1412.6980'. */
export function arxivIdOf(text: string): string | undefined {
  const stated =
    /^(?:arxiv\b[^:]{0,20}|corr|(?:e-?|pre)print\b)?[\s,]*arxiv:\s*(\S+?)[.,;)]*(?:\s|$)/i.exec(text)?.[1] ??
    text;
  return /^(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?$/.test(stated)
    ? stated
    : undefined;
}
