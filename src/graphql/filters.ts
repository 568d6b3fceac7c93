import type {
  AuthorFilter,
  IntFilter,
  PublicationFilter,
  RelationFilter,
  SourceFilter,
  TopicFilter,
  VenueFilter,
} from '../graph/read/filter.ts';
import { filterLimits } from '../graph/read/filter.ts';
import { builder } from './builder.ts';
import { Author, Publication, Source, Topic, Venue } from './nodes.ts';
import { PublicationType } from './publicationType.ts';
import { VenueKind } from './venueKind.ts';

const rule =
  'Fields side by side all have to hold; a field that takes a list holds for any of its values. ' +
  `A filter has at most ${filterLimits.conditions} conditions, ${filterLimits.depth} levels, and ${filterLimits.values} values in a list.`;

const and = 'All of these filters hold, too.';
const or = 'At least one of these filters holds, too.';
const not = 'This filter does not hold.';

const IntFilterInput = builder.inputRef<IntFilter>('IntFilter').implement({
  description: 'A whole number within bounds, or out of a list. A missing value never passes.',
  fields: (t) => ({
    in: t.intList({ description: 'Any of these.' }),
    from: t.int({ description: 'At least this.' }),
    to: t.int({ description: 'At most this.' }),
  }),
});

export const PublicationFilterInput = builder.inputRef<PublicationFilter>('PublicationFilter');
export const AuthorFilterInput = builder.inputRef<AuthorFilter>('AuthorFilter');
export const VenueFilterInput = builder.inputRef<VenueFilter>('VenueFilter');
export const TopicFilterInput = builder.inputRef<TopicFilter>('TopicFilter');
const SourceFilterInput = builder.inputRef<SourceFilter>('SourceFilter');

const PublicationRelationInput = builder
  .inputRef<RelationFilter<PublicationFilter>>('PublicationRelationFilter')
  .implement({
    description: 'What holds for related publications.',
    fields: (t) => ({
      some: t.field({ type: PublicationFilterInput, description: 'There is one that passes.' }),
      every: t.field({ type: PublicationFilterInput, description: 'All pass; true where there are none.' }),
      none: t.field({ type: PublicationFilterInput, description: 'None passes.' }),
    }),
  });

const AuthorRelationInput = builder.inputRef<RelationFilter<AuthorFilter>>('AuthorRelationFilter').implement({
  description: 'What holds for related authors.',
  fields: (t) => ({
    some: t.field({ type: AuthorFilterInput, description: 'There is one who passes.' }),
    every: t.field({ type: AuthorFilterInput, description: 'All pass; true where there are none.' }),
    none: t.field({ type: AuthorFilterInput, description: 'None passes.' }),
  }),
});

const VenueRelationInput = builder.inputRef<RelationFilter<VenueFilter>>('VenueRelationFilter').implement({
  description: 'What holds for related venues.',
  fields: (t) => ({
    some: t.field({ type: VenueFilterInput, description: 'There is one that passes.' }),
    every: t.field({ type: VenueFilterInput, description: 'All pass; true where there are none.' }),
    none: t.field({ type: VenueFilterInput, description: 'None passes.' }),
  }),
});

const TopicRelationInput = builder.inputRef<RelationFilter<TopicFilter>>('TopicRelationFilter').implement({
  description: 'What holds for related topics.',
  fields: (t) => ({
    some: t.field({ type: TopicFilterInput, description: 'There is one that passes.' }),
    every: t.field({ type: TopicFilterInput, description: 'All pass; true where there are none.' }),
    none: t.field({ type: TopicFilterInput, description: 'None passes.' }),
  }),
});

const SourceRelationInput = builder.inputRef<RelationFilter<SourceFilter>>('SourceRelationFilter').implement({
  description: 'What holds for the sources that state something.',
  fields: (t) => ({
    some: t.field({ type: SourceFilterInput, description: 'There is one that passes.' }),
    every: t.field({ type: SourceFilterInput, description: 'All pass; true where there are none.' }),
    none: t.field({ type: SourceFilterInput, description: 'None passes.' }),
  }),
});

PublicationFilterInput.implement({
  description: `Which publications. ${rule}`,
  fields: (t) => ({
    and: t.field({ type: [PublicationFilterInput], description: and }),
    or: t.field({ type: [PublicationFilterInput], description: or }),
    not: t.field({ type: PublicationFilterInput, description: not }),
    id: t.globalIDList({ for: Publication, description: 'It is one of these.' }),
    year: t.field({ type: IntFilterInput, description: 'The year of publication.' }),
    type: t.field({ type: [PublicationType], description: 'In what form it appeared.' }),
    complete: t.boolean({ description: 'Whether the sources say enough to identify it.' }),
    toAppear: t.boolean({ description: 'Whether it is announced, but not yet out.' }),
    retracted: t.boolean({ description: 'Whether it was retracted.' }),
    authors: t.field({ type: AuthorRelationInput, description: 'Who wrote it.' }),
    venues: t.field({ type: VenueRelationInput, description: 'Where it appeared.' }),
    topics: t.field({ type: TopicRelationInput, description: 'What it is about.' }),
    cites: t.field({ type: PublicationRelationInput, description: 'What it cites.' }),
    citedBy: t.field({ type: PublicationRelationInput, description: 'What cites it.' }),
    sources: t.field({ type: SourceRelationInput, description: 'Which sources state it.' }),
  }),
});

AuthorFilterInput.implement({
  description: `Which authors. ${rule}`,
  fields: (t) => ({
    and: t.field({ type: [AuthorFilterInput], description: and }),
    or: t.field({ type: [AuthorFilterInput], description: or }),
    not: t.field({ type: AuthorFilterInput, description: not }),
    id: t.globalIDList({ for: Author, description: 'It is one of these.' }),
    orcid: t.stringList({ description: 'The ORCID iD is one of these, such as `0000-0002-1825-0097`.' }),
    publicationCount: t.field({ type: IntFilterInput, description: 'How many publications the author has.' }),
    firstYear: t.field({ type: IntFilterInput, description: 'The year of the first publication.' }),
    lastYear: t.field({ type: IntFilterInput, description: 'The year of the latest publication.' }),
    publications: t.field({ type: PublicationRelationInput, description: 'What the author wrote.' }),
    coauthors: t.field({ type: AuthorRelationInput, description: 'With whom the author wrote.' }),
  }),
});

VenueFilterInput.implement({
  description: `Which venues. ${rule}`,
  fields: (t) => ({
    and: t.field({ type: [VenueFilterInput], description: and }),
    or: t.field({ type: [VenueFilterInput], description: or }),
    not: t.field({ type: VenueFilterInput, description: not }),
    id: t.globalIDList({ for: Venue, description: 'It is one of these.' }),
    kind: t.field({ type: [VenueKind], description: 'What kind of venue it is.' }),
    series: t.field({ type: VenueFilterInput, description: 'The series it belongs to passes.' }),
    publications: t.field({ type: PublicationRelationInput, description: 'What appeared there.' }),
  }),
});

TopicFilterInput.implement({
  description: `Which topics. ${rule}`,
  fields: (t) => ({
    and: t.field({ type: [TopicFilterInput], description: and }),
    or: t.field({ type: [TopicFilterInput], description: or }),
    not: t.field({ type: TopicFilterInput, description: not }),
    id: t.globalIDList({ for: Topic, description: 'It is one of these.' }),
    broader: t.field({
      type: TopicFilterInput,
      description: 'A broader topic passes, at any distance up to 8.',
    }),
    publications: t.field({ type: PublicationRelationInput, description: 'What was written about it.' }),
  }),
});

SourceFilterInput.implement({
  description: `Which sources. ${rule}`,
  fields: (t) => ({
    and: t.field({ type: [SourceFilterInput], description: and }),
    or: t.field({ type: [SourceFilterInput], description: or }),
    not: t.field({ type: SourceFilterInput, description: not }),
    id: t.globalIDList({ for: Source, description: 'It is one of these.' }),
    format: t.stringList({ description: 'Its format is one of these, such as `profile-page`.' }),
  }),
});
