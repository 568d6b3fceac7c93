import { canonicalIdentifier } from '../normalise/identifier.ts';
import { isPreprintDoi, isPreprintServer } from '../normalise/preprintServer.ts';
import type { PublicationRecord, PublicationType } from '../record.ts';

/** What sources call preprints that they do not know for such. */
const vagueTypes: readonly (PublicationType | undefined)[] = ['ARTICLE', 'OTHER', 'REPORT', undefined];

/**
 * Whether a record is of a preprint: its source says so, or every DOI it gives is a preprint server's and no other place
 * is named.
 */
export function isPreprint(record: PublicationRecord): boolean {
  if (record.type === 'PREPRINT') return true;
  if (!vagueTypes.includes(record.type)) return false;
  if (!record.venues.every(({ name, kind }) => kind === 'PREPRINT_SERVER' || isPreprintServer(name)))
    return false;
  const dois = record.identifiers.filter(({ scheme }) => scheme === 'doi').map(canonicalIdentifier);
  return (
    dois.length > 0 &&
    dois.every((doi) => doi?.scheme === 'arxiv' || (doi !== undefined && isPreprintDoi(doi.value)))
  );
}
