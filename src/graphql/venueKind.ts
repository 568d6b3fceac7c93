import type { venueKinds } from '../record.ts';
import { builder } from './builder.ts';

export const VenueKind = builder.enumType('VenueKind', {
  description: 'What kind of venue it is.',
  values: {
    CONFERENCE: { description: 'A conference series.' },
    WORKSHOP: { description: 'A workshop series, mostly held with a conference: see `series`.' },
    JOURNAL: { description: 'A journal.' },
    PREPRINT_SERVER: { description: 'A server to which authors put their preprints, such as arXiv.' },
    BOOK: { description: 'A book or a series of books.' },
    REPOSITORY: { description: 'A repository of data, programs or theses.' },
    OTHER: { description: 'Something else, or the sources do not say.' },
  } satisfies Record<(typeof venueKinds)[number], { description: string }>,
});
