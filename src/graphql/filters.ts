import type {
  AffiliationFilter,
  AppearanceFilter,
  AssignmentFilter,
  AuthorAffiliationFilter,
  AuthorFilter,
  AuthorshipFilter,
  CentralitiesFilter,
  CoauthorshipFilter,
  CollaborationFilter,
  DateFilter,
  FloatFilter,
  IdentifierFilter,
  InstitutionAuthorFilter,
  InstitutionFilter,
  IntFilter,
  KeywordFilter,
  PublicationFilter,
  RelatedTopicFilter,
  RelationFilter,
  SourceFilter,
  StatementFilter,
  TextFilter,
  TopicFilter,
  VenueFilter,
} from '../graph/read/filter.ts';
import { filterLimits } from '../graph/read/filter.ts';
import { searchLimits } from '../graph/read/fulltext.ts';
import { identifierSchemes } from '../record.ts';
import { builder } from './builder.ts';
import {
  Author,
  Community,
  DetectedCommunity,
  Institution,
  Publication,
  Source,
  Topic,
  Venue,
} from './nodes.ts';
import { PublicationType } from './publicationType.ts';
import { TopicOrigin } from './topicOrigin.ts';
import { VenueKind } from './venueKind.ts';

const rule =
  'Fields side by side all have to hold; a field that takes a list holds for any of its values. ' +
  `A filter has at most ${filterLimits.conditions} conditions, ${filterLimits.depth} levels, and ${filterLimits.values} values in a list.`;

const and = 'All of these filters hold, too.';
const or = 'At least one of these filters holds, too.';
const not = 'This filter does not hold.';

const exists = 'Whether there is a value at all.';

const IntFilterInput = builder.inputRef<IntFilter>('IntFilter').implement({
  description:
    'A whole number within bounds, or out of a list. A missing value passes nothing but `exists: false`.',
  fields: (t) => ({
    in: t.intList({ description: 'Any of these.' }),
    from: t.int({ description: 'At least this.' }),
    to: t.int({ description: 'At most this.' }),
    exists: t.boolean({ description: exists }),
  }),
});

const FloatFilterInput = builder.inputRef<FloatFilter>('FloatFilter').implement({
  description: 'A number within bounds.',
  fields: (t) => ({
    from: t.float({ description: 'At least this.' }),
    to: t.float({ description: 'At most this.' }),
  }),
});

const KeywordFilterInput = builder.inputRef<KeywordFilter>('KeywordFilter').implement({
  description: 'A value that is compared as a whole.',
  fields: (t) => ({
    in: t.stringList({ description: 'Any of these.' }),
    exists: t.boolean({ description: exists }),
  }),
});

const IdentifierFilterInput = builder.inputRef<IdentifierFilter>('IdentifierFilter').implement({
  description: 'Names of one kind that the world has given to something.',
  fields: (t) => ({
    scheme: t.string({
      required: true,
      description: `Whose names, such as \`pmid\` or \`isbn\`: one of ${identifierSchemes.join(', ')}.`,
    }),
    in: t.stringList({ description: 'It has any of these, in any form in which people write them.' }),
    exists: t.boolean({ description: 'Whether it has one of this scheme at all.' }),
  }),
});

const TextFilterInput = builder.inputRef<TextFilter>('TextFilter').implement({
  description: `A text that is looked into. A text given here has at most ${searchLimits.characters} characters. It is compared with every text in question; where there are many, the argument \`search\` of the connection is faster, which uses an index.`,
  fields: (t) => ({
    words: t.string({
      description: `Each of these words begins a word of the text, without regard to case and, in titles and the names of authors, to accents; at most ${searchLimits.words}.`,
    }),
    contains: t.string({
      description: 'The text has this in it, punctuation and all, without regard to case.',
    }),
    startsWith: t.string({ description: 'The text starts with this, without regard to case.' }),
    in: t.stringList({ description: 'The whole text is one of these.' }),
    exists: t.boolean({ description: exists }),
  }),
});

const DateFilterInput = builder.inputRef<DateFilter>('DateFilter').implement({
  description:
    'A date within bounds, such as `2019`, `2019-07` or `2019-07-31`. A date that is known by its year or month alone counts as the first day of it.',
  fields: (t) => ({
    from: t.string({ description: 'On or after the first day of this year, month or day.' }),
    to: t.string({ description: 'On or before the last day of this year, month or day.' }),
    exists: t.boolean({ description: exists }),
  }),
});

export const PublicationFilterInput = builder.inputRef<PublicationFilter>('PublicationFilter');
export const AuthorFilterInput = builder.inputRef<AuthorFilter>('AuthorFilter');
export const VenueFilterInput = builder.inputRef<VenueFilter>('VenueFilter');
export const TopicFilterInput = builder.inputRef<TopicFilter>('TopicFilter');
export const InstitutionFilterInput = builder.inputRef<InstitutionFilter>('InstitutionFilter');
export const SourceFilterInput = builder.inputRef<SourceFilter>('SourceFilter');

const PublicationRelationInput = builder
  .inputRef<RelationFilter<PublicationFilter>>('PublicationRelationFilter')
  .implement({
    description: 'What holds for related publications.',
    fields: (t) => ({
      some: t.field({ type: PublicationFilterInput, description: 'There is one that passes.' }),
      every: t.field({ type: PublicationFilterInput, description: 'All pass; true where there are none.' }),
      none: t.field({ type: PublicationFilterInput, description: 'None passes.' }),
      count: t.field({ type: IntFilterInput, description: 'How many there are.' }),
    }),
  });

const AuthorshipInput = builder.inputRef<AuthorshipFilter>('AuthorshipFilter').implement({
  description: 'What holds for the authors of a publication.',
  fields: (t) => ({
    some: t.field({ type: AuthorFilterInput, description: 'There is one who passes.' }),
    every: t.field({ type: AuthorFilterInput, description: 'All pass; true where there are none.' }),
    none: t.field({ type: AuthorFilterInput, description: 'None passes.' }),
    count: t.field({ type: IntFilterInput, description: 'How many there are.' }),
    position: t.field({
      type: IntFilterInput,
      description: 'Look only at the authors at these places of the byline, counted from 1.',
    }),
    corresponding: t.boolean({ description: 'Look only at corresponding authors, or only at others.' }),
    rawName: t.field({
      type: TextFilterInput,
      description: 'Look only at authors whose name is such in the byline.',
    }),
    institutions: t.field({
      type: InstitutionRelationInput,
      description: 'Look only at authors who were at such institutions, as this publication says.',
    }),
  }),
});

const CoauthorshipInput = builder.inputRef<CoauthorshipFilter>('CoauthorshipFilter').implement({
  description: 'What holds for the coauthors of an author.',
  fields: (t) => ({
    some: t.field({ type: AuthorFilterInput, description: 'There is one who passes.' }),
    every: t.field({ type: AuthorFilterInput, description: 'All pass; true where there are none.' }),
    none: t.field({ type: AuthorFilterInput, description: 'None passes.' }),
    count: t.field({ type: IntFilterInput, description: 'How many there are.' }),
    publicationCount: t.field({
      type: IntFilterInput,
      description: 'Look only at coauthors with so many publications together.',
    }),
    weight: t.field({
      type: FloatFilterInput,
      description: 'Look only at coauthors with so many publications together, counted fractionally.',
    }),
    firstYear: t.field({
      type: IntFilterInput,
      description: 'Look only at coauthors whose first publication together is of these years.',
    }),
    lastYear: t.field({
      type: IntFilterInput,
      description: 'Look only at coauthors whose latest publication together is of these years.',
    }),
  }),
});

const VenueRelationInput = builder.inputRef<RelationFilter<VenueFilter>>('VenueRelationFilter').implement({
  description: 'What holds for related venues.',
  fields: (t) => ({
    some: t.field({ type: VenueFilterInput, description: 'There is one that passes.' }),
    every: t.field({ type: VenueFilterInput, description: 'All pass; true where there are none.' }),
    none: t.field({ type: VenueFilterInput, description: 'None passes.' }),
    count: t.field({ type: IntFilterInput, description: 'How many there are.' }),
  }),
});

const AppearanceInput = builder.inputRef<AppearanceFilter>('VenueAppearanceFilter').implement({
  description: 'What holds for the venues of a publication.',
  fields: (t) => ({
    some: t.field({ type: VenueFilterInput, description: 'There is one that passes.' }),
    every: t.field({ type: VenueFilterInput, description: 'All pass; true where there are none.' }),
    none: t.field({ type: VenueFilterInput, description: 'None passes.' }),
    count: t.field({ type: IntFilterInput, description: 'How many there are.' }),
    year: t.field({ type: IntFilterInput, description: 'Look only at appearances of these years.' }),
    edition: t.field({
      type: IntFilterInput,
      description:
        'Look only at appearances in these editions, such as 6 for the Sixth International Conference.',
    }),
    volume: t.field({ type: TextFilterInput, description: 'Look only at appearances in such a volume.' }),
    issue: t.field({ type: TextFilterInput, description: 'Look only at appearances in such an issue.' }),
    pages: t.field({
      type: TextFilterInput,
      description:
        'Look only at appearances on such pages, a text such as `12-19`, or under such an article number.',
    }),
    forms: t.field({
      type: TextFilterInput,
      description: 'Look only at appearances of which a source states the venue in such a form.',
    }),
  }),
});

const AssignmentInput = builder.inputRef<AssignmentFilter>('TopicAssignmentFilter').implement({
  description: 'What holds for the topics of a publication.',
  fields: (t) => ({
    some: t.field({ type: TopicFilterInput, description: 'There is one that passes.' }),
    every: t.field({ type: TopicFilterInput, description: 'All pass; true where there are none.' }),
    none: t.field({ type: TopicFilterInput, description: 'None passes.' }),
    count: t.field({ type: IntFilterInput, description: 'How many there are.' }),
    score: t.field({ type: FloatFilterInput, description: 'Look only at topics with such a score, 0 to 1.' }),
    origin: t.field({ type: TopicOrigin, description: 'Look only at topics that come from there.' }),
    forms: t.field({
      type: TextFilterInput,
      description: 'Look only at topics that the publication words in such a form.',
    }),
  }),
});

const RelatedTopicInput = builder.inputRef<RelatedTopicFilter>('RelatedTopicFilter').implement({
  description: 'What holds for the topics that a topic is related to.',
  fields: (t) => ({
    some: t.field({ type: TopicFilterInput, description: 'There is one that passes.' }),
    every: t.field({ type: TopicFilterInput, description: 'All pass; true where there are none.' }),
    none: t.field({ type: TopicFilterInput, description: 'None passes.' }),
    count: t.field({ type: IntFilterInput, description: 'How many there are.' }),
    npmi: t.field({
      type: FloatFilterInput,
      description: 'Look only at topics that are related so strongly, above 0 to 1.',
    }),
    publicationCount: t.field({
      type: IntFilterInput,
      description: 'Look only at topics with so many publications about both.',
    }),
  }),
});

const InstitutionRelationInput = builder.inputRef<AffiliationFilter>('InstitutionRelationFilter').implement({
  description: 'What holds for the institutions of a publication.',
  fields: (t) => ({
    some: t.field({ type: InstitutionFilterInput, description: 'There is one that passes.' }),
    every: t.field({ type: InstitutionFilterInput, description: 'All pass; true where there are none.' }),
    none: t.field({ type: InstitutionFilterInput, description: 'None passes.' }),
    count: t.field({ type: IntFilterInput, description: 'How many there are.' }),
    forms: t.field({
      type: TextFilterInput,
      description: 'Look only at institutions that a source of the publication states in such a form.',
    }),
  }),
});

const AuthorAffiliationInput = builder
  .inputRef<AuthorAffiliationFilter>('AuthorAffiliationFilter')
  .implement({
    description: 'What holds for the institutions of an author, by what the publications say.',
    fields: (t) => ({
      some: t.field({ type: InstitutionFilterInput, description: 'There is one that passes.' }),
      every: t.field({ type: InstitutionFilterInput, description: 'All pass; true where there are none.' }),
      none: t.field({ type: InstitutionFilterInput, description: 'None passes.' }),
      year: t.field({ type: IntFilterInput, description: 'Look only at publications of these years.' }),
    }),
  });

const InstitutionAuthorInput = builder
  .inputRef<InstitutionAuthorFilter>('InstitutionAuthorFilter')
  .implement({
    description: 'What holds for the authors of an institution, by what the publications say.',
    fields: (t) => ({
      some: t.field({ type: AuthorFilterInput, description: 'There is one who passes.' }),
      every: t.field({ type: AuthorFilterInput, description: 'All pass; true where there are none.' }),
      none: t.field({ type: AuthorFilterInput, description: 'None passes.' }),
      year: t.field({ type: IntFilterInput, description: 'Look only at publications of these years.' }),
    }),
  });

const InstitutionCollaborationInput = builder
  .inputRef<CollaborationFilter>('InstitutionCollaborationFilter')
  .implement({
    description: 'What holds for the institutions that share a publication with one.',
    fields: (t) => ({
      some: t.field({ type: InstitutionFilterInput, description: 'There is one that passes.' }),
      every: t.field({ type: InstitutionFilterInput, description: 'All pass; true where there are none.' }),
      none: t.field({ type: InstitutionFilterInput, description: 'None passes.' }),
      count: t.field({ type: IntFilterInput, description: 'How many different ones there are.' }),
      year: t.field({ type: IntFilterInput, description: 'Look only at publications of these years.' }),
    }),
  });

const CentralitiesInput = builder.inputRef<CentralitiesFilter>('AuthorCentralitiesFilter').implement({
  description:
    'What the current run of centralities over all years says of an author. Who is not in it passes nothing, and nobody does where there is none.',
  fields: (t) => ({
    degree: t.field({ type: IntFilterInput, description: 'With how many others the author has written.' }),
    weightedDegree: t.field({
      type: FloatFilterInput,
      description: 'The publications with others, counted fractionally.',
    }),
    pageRank: t.field({ type: FloatFilterInput, description: 'The PageRank among coauthors.' }),
    betweenness: t.field({
      type: FloatFilterInput,
      description: 'Of how many ways between others the author is part.',
    }),
    closeness: t.field({
      type: FloatFilterInput,
      description: 'How near the author is to others, where the run has that.',
    }),
    articulationPoint: t.boolean({
      description: 'Whether the graph would fall into more parts without this author.',
    }),
  }),
});

const ProfilePageInput = builder.inputRef<RelationFilter<SourceFilter>>('ProfilePageFilter').implement({
  description: 'What holds for the profile pages of an author.',
  fields: (t) => ({
    some: t.field({ type: SourceFilterInput, description: 'There is one that passes.' }),
    every: t.field({ type: SourceFilterInput, description: 'All pass; true where there are none.' }),
    none: t.field({ type: SourceFilterInput, description: 'None passes.' }),
    count: t.field({ type: IntFilterInput, description: 'How many there are.' }),
  }),
});

const SourceRelationInput = builder.inputRef<StatementFilter>('SourceRelationFilter').implement({
  description: 'What holds for the sources that state something.',
  fields: (t) => ({
    some: t.field({ type: SourceFilterInput, description: 'There is one that passes.' }),
    every: t.field({ type: SourceFilterInput, description: 'All pass; true where there are none.' }),
    none: t.field({ type: SourceFilterInput, description: 'None passes.' }),
    count: t.field({ type: IntFilterInput, description: 'How many there are.' }),
    locator: t.field({
      type: TextFilterInput,
      description: 'Look only at statements whose entry is called such in its source, as by a citation key.',
    }),
  }),
});

PublicationFilterInput.implement({
  description: `Which publications. ${rule}`,
  fields: (t) => ({
    and: t.field({ type: [PublicationFilterInput], description: and }),
    or: t.field({ type: [PublicationFilterInput], description: or }),
    not: t.field({ type: PublicationFilterInput, description: not }),
    id: t.globalIDList({ for: Publication, description: 'It is one of these.' }),
    title: t.field({ type: TextFilterInput, description: 'The title.' }),
    abstract: t.field({ type: TextFilterInput, description: 'The abstract.' }),
    year: t.field({ type: IntFilterInput, description: 'The year of publication.' }),
    date: t.field({
      type: DateFilterInput,
      description: 'The date of publication; of what has none, the year.',
    }),
    type: t.field({ type: [PublicationType], description: 'In what form it appeared.' }),
    language: t.field({ type: KeywordFilterInput, description: 'The language, such as `en`.' }),
    doi: t.field({
      type: KeywordFilterInput,
      description: 'The DOI, in any of its forms: `10.1000/182` or `https://doi.org/10.1000/182`.',
    }),
    arxivId: t.field({
      type: KeywordFilterInput,
      description: 'The arXiv id, such as `1907.13223`; a version is left aside.',
    }),
    url: t.field({ type: KeywordFilterInput, description: 'Where it can be read.' }),
    identifiers: t.field({
      type: IdentifierFilterInput,
      description: 'What it is called elsewhere, as in `identifiers`; found by an index.',
    }),
    citationCount: t.field({
      type: IntFilterInput,
      description: 'How often it was cited, as the sources say. `citedBy: { count: … }` counts in the graph.',
    }),
    authorCount: t.field({ type: IntFilterInput, description: 'How many authors it has.' }),
    complete: t.boolean({ description: 'Whether the sources say enough to identify it.' }),
    incompleteReason: t.field({
      type: TextFilterInput,
      description: 'What is missing, where it is not complete.',
    }),
    toAppear: t.boolean({ description: 'Whether it is announced, but not yet out.' }),
    retracted: t.boolean({ description: 'Whether it was retracted.' }),
    authors: t.field({ type: AuthorshipInput, description: 'Who wrote it.' }),
    venues: t.field({ type: AppearanceInput, description: 'Where it appeared.' }),
    topics: t.field({ type: AssignmentInput, description: 'What it is about.' }),
    institutions: t.field({ type: InstitutionRelationInput, description: 'Where its authors were.' }),
    cites: t.field({ type: PublicationRelationInput, description: 'What it cites.' }),
    citedBy: t.field({ type: PublicationRelationInput, description: 'What cites it.' }),
    sources: t.field({ type: SourceRelationInput, description: 'Which sources state it.' }),
    communities: t.globalIDList({
      for: Community,
      description: 'It belongs to one of these, as `topicClusters` has them.',
    }),
  }),
});

AuthorFilterInput.implement({
  description: `Which authors. ${rule}`,
  fields: (t) => ({
    and: t.field({ type: [AuthorFilterInput], description: and }),
    or: t.field({ type: [AuthorFilterInput], description: or }),
    not: t.field({ type: AuthorFilterInput, description: not }),
    id: t.globalIDList({ for: Author, description: 'It is one of these.' }),
    name: t.field({ type: TextFilterInput, description: 'The name, in any of its forms.' }),
    orcid: t.field({
      type: KeywordFilterInput,
      description: 'The ORCID iD, such as `0000-0002-1825-0097`.',
    }),
    publicationCount: t.field({ type: IntFilterInput, description: 'How many publications the author has.' }),
    firstYear: t.field({ type: IntFilterInput, description: 'The year of the first publication.' }),
    lastYear: t.field({ type: IntFilterInput, description: 'The year of the latest publication.' }),
    publications: t.field({ type: PublicationRelationInput, description: 'What the author wrote.' }),
    coauthors: t.field({ type: CoauthorshipInput, description: 'With whom the author wrote.' }),
    institutions: t.field({ type: AuthorAffiliationInput, description: 'Where the author was.' }),
    communities: t.globalIDList({
      for: DetectedCommunity,
      description: 'The author belongs to one of these, as `communityPartition` has them.',
    }),
    centralities: t.field({
      type: CentralitiesInput,
      description: 'How central the author is in the coauthor graph.',
    }),
    profilePages: t.field({
      type: ProfilePageInput,
      description: 'Which imported sources are profile pages of the author.',
    }),
  }),
});

VenueFilterInput.implement({
  description: `Which venues. ${rule}`,
  fields: (t) => ({
    and: t.field({ type: [VenueFilterInput], description: and }),
    or: t.field({ type: [VenueFilterInput], description: or }),
    not: t.field({ type: VenueFilterInput, description: not }),
    id: t.globalIDList({ for: Venue, description: 'It is one of these.' }),
    name: t.field({ type: TextFilterInput, description: 'The name, in any of its forms, or the acronym.' }),
    acronym: t.field({ type: KeywordFilterInput, description: 'The acronym, such as `ICLR`.' }),
    kind: t.field({ type: [VenueKind], description: 'What kind of venue it is.' }),
    publicationCount: t.field({ type: IntFilterInput, description: 'How many publications appeared there.' }),
    workshops: t.field({ type: VenueRelationInput, description: 'Which workshops belong to it.' }),
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
    within: t.globalIDList({
      for: Topic,
      description: 'It is one of these, or narrower than one of them, at any distance up to 8.',
    }),
    name: t.field({ type: TextFilterInput, description: 'The name, in any of its forms.' }),
    publicationCount: t.field({ type: IntFilterInput, description: 'How many publications are about it.' }),
    broader: t.field({
      type: TopicFilterInput,
      description: 'A broader topic passes, at any distance up to 8.',
    }),
    narrower: t.field({
      type: TopicFilterInput,
      description: 'A narrower topic passes, at any distance up to 8.',
    }),
    related: t.field({
      type: RelatedTopicInput,
      description: 'With which topics it occurs more often than by chance.',
    }),
    publications: t.field({ type: PublicationRelationInput, description: 'What was written about it.' }),
    communities: t.globalIDList({
      for: Community,
      description: 'It belongs to one of these, as `topicClusters` has them.',
    }),
    detectedCommunities: t.globalIDList({
      for: DetectedCommunity,
      description: 'It belongs to one of these, as `communityPartition` has them.',
    }),
  }),
});

InstitutionFilterInput.implement({
  description: `Which institutions. ${rule}`,
  fields: (t) => ({
    and: t.field({ type: [InstitutionFilterInput], description: and }),
    or: t.field({ type: [InstitutionFilterInput], description: or }),
    not: t.field({ type: InstitutionFilterInput, description: not }),
    id: t.globalIDList({ for: Institution, description: 'It is one of these.' }),
    name: t.field({ type: TextFilterInput, description: 'The name, in any of its forms.' }),
    ror: t.field({
      type: KeywordFilterInput,
      description: 'The ROR id, in any of its forms: `05a28rw58` or `https://ror.org/05a28rw58`.',
    }),
    openalexId: t.field({
      type: KeywordFilterInput,
      description:
        'The id of OpenAlex, in any of its forms: `I35440088` or `https://openalex.org/I35440088`.',
    }),
    countryCode: t.field({
      type: KeywordFilterInput,
      description: 'The country as ISO 3166-1 alpha-2, such as `CH`.',
    }),
    publicationCount: t.field({
      type: IntFilterInput,
      description: 'How many publications have an author from there.',
    }),
    publications: t.field({
      type: PublicationRelationInput,
      description: 'What authors wrote who were there.',
    }),
    authors: t.field({ type: InstitutionAuthorInput, description: 'Who was there.' }),
    collaborators: t.field({
      type: InstitutionCollaborationInput,
      description: 'Other institutions with which it shares publications.',
    }),
  }),
});

SourceFilterInput.implement({
  description: `Which sources. ${rule}`,
  fields: (t) => ({
    and: t.field({ type: [SourceFilterInput], description: and }),
    or: t.field({ type: [SourceFilterInput], description: or }),
    not: t.field({ type: SourceFilterInput, description: not }),
    id: t.globalIDList({ for: Source, description: 'It is one of these.' }),
    uri: t.field({ type: TextFilterInput, description: 'The address or the file name.' }),
    importedAt: t.field({ type: DateFilterInput, description: 'The day when it was last imported, in UTC.' }),
    format: t.stringList({ description: 'Its format is one of these, such as `profile-page`.' }),
    sha256: t.field({
      type: KeywordFilterInput,
      description: 'The SHA-256 of its content when it was last imported, in hexadecimal digits.',
    }),
    statementCount: t.field({ type: IntFilterInput, description: 'How many statements it has.' }),
    publications: t.field({
      type: PublicationRelationInput,
      description: 'Of which publications it says something.',
    }),
    profileOf: t.field({
      type: AuthorFilterInput,
      description: 'It is the profile page of somebody who passes.',
    }),
  }),
});
