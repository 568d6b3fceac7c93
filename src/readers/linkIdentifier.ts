import { canonicalIdentifier } from '../normalise/identifier.ts';
import type { Identifier } from '../record.ts';

/**
 * What a link to a publication identifies it by: the identifier that its address is made of, else the address
 * itself. Undefined of what is no address.
 */
export function identifierOfLink(link: string): Identifier | undefined {
  const value = link.replace(resolver, 'https://doi.org/');
  const doi = value.startsWith('https://doi.org/')
    ? canonicalIdentifier({ scheme: 'doi', value })
    : undefined;
  const canonical = doi ?? canonicalIdentifier({ scheme: 'url', value });
  if (canonical === undefined) return undefined;
  return canonical.scheme === 'url'
    ? { scheme: 'url', value: link }
    : { scheme: canonical.scheme, value: canonical.value };
}

/** Publishers have had DOI resolvers of their own: doi.acm.org, doi.ieeecomputersociety.org. */
const resolver = /^https?:\/\/(?:dx\.)?doi\.[a-z\d.-]+\/(?=10\.\d{4,9}\/)/i;
