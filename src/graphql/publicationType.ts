import type { publicationTypes } from '../record.ts';
import { builder } from './builder.ts';

export const PublicationType = builder.enumType('PublicationType', {
  description: 'In what form a publication appeared.',
  values: {
    ARTICLE: { description: 'In a journal.' },
    CONFERENCE_PAPER: { description: 'In the proceedings of a conference.' },
    WORKSHOP_PAPER: { description: 'At a workshop.' },
    PREPRINT: { description: 'Put online by its authors, such as on arXiv.' },
    BOOK: { description: 'A whole book.' },
    CHAPTER: { description: 'A part of a book.' },
    PROCEEDINGS: { description: 'A whole volume of proceedings.' },
    THESIS: { description: 'For a degree.' },
    REPORT: { description: 'By an institution on its own account.' },
    DATASET: { description: 'Data.' },
    SOFTWARE: { description: 'A program.' },
    OTHER: { description: 'Something else, or the sources do not say.' },
  } satisfies Record<(typeof publicationTypes)[number], { description: string }>,
});
