import type { VenueKind } from '../api/documents.ts';

export const venueKindNames: Readonly<Record<VenueKind, string>> = {
  BOOK: 'book',
  CONFERENCE: 'conference',
  JOURNAL: 'journal',
  OTHER: 'other',
  PREPRINT_SERVER: 'preprint server',
  REPOSITORY: 'repository',
  WORKSHOP: 'workshop',
};
