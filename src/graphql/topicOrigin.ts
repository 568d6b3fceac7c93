import type { TopicAssignment } from '../graph/read/publications.ts';
import { builder } from './builder.ts';

export const TopicOrigin = builder.enumType('TopicOrigin', {
  description: 'Where the topic of a publication comes from.',
  values: {
    STATED: { description: 'A source states it.' },
    EXTRACTED: { description: 'It was found in the title and the abstract.' },
  } satisfies Record<TopicAssignment['origin'], { description: string }>,
});
