// Written by `npm run documents` from web/api/queries and schema/schema.graphql. Not to be edited.
/** An operation with the types of its answer and of its variables. */
export interface Operation<Data, Variables> {
  readonly name: string;
  readonly text: string;
  /** Never there: it carries the types. */
  readonly types?: (variables: Variables) => Data;
}

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** What holds for the institutions of an author, by what the publications say. */
export type AuthorAffiliationFilter = {
  /** All pass; true where there are none. */
  readonly every?: InstitutionFilter | null | undefined;
  /** None passes. */
  readonly none?: InstitutionFilter | null | undefined;
  /** There is one that passes. */
  readonly some?: InstitutionFilter | null | undefined;
  /** Look only at publications of these years. */
  readonly year?: IntFilter | null | undefined;
};

/** One author, by exactly one of these. */
export type AuthorBy =
  {   /** The id. */
  readonly id: string; readonly name?: never; readonly orcid?: never; }
  |  { readonly id?: never;   /** The whole name in any of its forms, without regard to case and accents. An error with the code AMBIGUOUS lists the ids where several authors have it. */
  readonly name: string; readonly orcid?: never; }
  |  { readonly id?: never; readonly name?: never;   /** The ORCID iD, such as `0000-0002-1825-0097` or `https://orcid.org/0000-0002-1825-0097`. */
  readonly orcid: string; };

/** What the current run of centralities over all years says of an author. Who is not in it passes nothing, and nobody does where there is none. */
export type AuthorCentralitiesFilter = {
  /** Whether the graph would fall into more parts without this author. */
  readonly articulationPoint?: boolean | null | undefined;
  /** Of how many ways between others the author is part. */
  readonly betweenness?: FloatFilter | null | undefined;
  /** How near the author is to others, where the run has that. */
  readonly closeness?: FloatFilter | null | undefined;
  /** With how many others the author has written. */
  readonly degree?: IntFilter | null | undefined;
  /** The PageRank among coauthors. */
  readonly pageRank?: FloatFilter | null | undefined;
  /** The publications with others, counted fractionally. */
  readonly weightedDegree?: FloatFilter | null | undefined;
};

/** Which authors. Fields side by side all have to hold; a field that takes a list holds for any of its values. A filter has at most 100 conditions, 8 levels, and 100 values in a list. */
export type AuthorFilter = {
  /** All of these filters hold, too. */
  readonly and?: ReadonlyArray<AuthorFilter> | null | undefined;
  /** How central the author is in the coauthor graph. */
  readonly centralities?: AuthorCentralitiesFilter | null | undefined;
  /** With whom the author wrote. */
  readonly coauthors?: CoauthorshipFilter | null | undefined;
  /** The author belongs to one of these, as `communityPartition` has them. */
  readonly communities?: ReadonlyArray<string> | null | undefined;
  /** The year of the first publication. */
  readonly firstYear?: IntFilter | null | undefined;
  /** It is one of these. */
  readonly id?: ReadonlyArray<string> | null | undefined;
  /** Where the author was. */
  readonly institutions?: AuthorAffiliationFilter | null | undefined;
  /** The year of the latest publication. */
  readonly lastYear?: IntFilter | null | undefined;
  /** The name, in any of its forms. */
  readonly name?: TextFilter | null | undefined;
  /** This filter does not hold. */
  readonly not?: AuthorFilter | null | undefined;
  /** At least one of these filters holds, too. */
  readonly or?: ReadonlyArray<AuthorFilter> | null | undefined;
  /** The ORCID iD, such as `0000-0002-1825-0097`. */
  readonly orcid?: KeywordFilter | null | undefined;
  /** Which imported sources are profile pages of the author. */
  readonly profilePages?: ProfilePageFilter | null | undefined;
  /** How many publications the author has. */
  readonly publicationCount?: IntFilter | null | undefined;
  /** What the author wrote. */
  readonly publications?: PublicationRelationFilter | null | undefined;
};

/** What holds for the authors of a publication. */
export type AuthorshipFilter = {
  /** Look only at corresponding authors, or only at others. */
  readonly corresponding?: boolean | null | undefined;
  /** How many there are. */
  readonly count?: IntFilter | null | undefined;
  /** All pass; true where there are none. */
  readonly every?: AuthorFilter | null | undefined;
  /** Look only at authors who were at such institutions, as this publication says. */
  readonly institutions?: InstitutionRelationFilter | null | undefined;
  /** None passes. */
  readonly none?: AuthorFilter | null | undefined;
  /** Look only at the authors at these places of the byline, counted from 1. */
  readonly position?: IntFilter | null | undefined;
  /** Look only at authors whose name is such in the byline. */
  readonly rawName?: TextFilter | null | undefined;
  /** There is one who passes. */
  readonly some?: AuthorFilter | null | undefined;
};

/** What holds for the coauthors of an author. */
export type CoauthorshipFilter = {
  /** How many there are. */
  readonly count?: IntFilter | null | undefined;
  /** All pass; true where there are none. */
  readonly every?: AuthorFilter | null | undefined;
  /** Look only at coauthors whose first publication together is of these years. */
  readonly firstYear?: IntFilter | null | undefined;
  /** Look only at coauthors whose latest publication together is of these years. */
  readonly lastYear?: IntFilter | null | undefined;
  /** None passes. */
  readonly none?: AuthorFilter | null | undefined;
  /** Look only at coauthors with so many publications together. */
  readonly publicationCount?: IntFilter | null | undefined;
  /** There is one who passes. */
  readonly some?: AuthorFilter | null | undefined;
  /** Look only at coauthors with so many publications together, counted fractionally. */
  readonly weight?: FloatFilter | null | undefined;
};

/** A date within bounds, such as `2019`, `2019-07` or `2019-07-31`. A date that is known by its year or month alone counts as the first day of it. */
export type DateFilter = {
  /** Whether there is a value at all. */
  readonly exists?: boolean | null | undefined;
  /** On or after the first day of this year, month or day. */
  readonly from?: string | null | undefined;
  /** On or before the last day of this year, month or day. */
  readonly to?: string | null | undefined;
};

/** What a decision does. */
export type DecisionKind =
  /** Several are one and the same. */
  | 'MERGE'
  /** One is shown under another name. */
  | 'RENAME'
  /** A part of one is another. */
  | 'SPLIT';

/** A number within bounds. */
export type FloatFilter = {
  /** At least this. */
  readonly from?: number | null | undefined;
  /** At most this. */
  readonly to?: number | null | undefined;
};

/** Names of one kind that the world has given to something. */
export type IdentifierFilter = {
  /** Whether it has one of this scheme at all. */
  readonly exists?: boolean | null | undefined;
  /** It has any of these, in any form in which people write them. */
  readonly in?: ReadonlyArray<string> | null | undefined;
  /** Whose names, such as `pmid` or `isbn`: one of doi, arxiv, openalex, pmid, pmcid, dblp, acl, s2, corpusid, mag, isbn, issn, orcid, ror, wikidata, url. */
  readonly scheme: string;
};

/** A file, and how to import it. */
export type ImportFileInput = {
  /** Whether to write nothing, and only say what would become of the graph as it is now. */
  readonly dryRun?: boolean;
  /** A bibliography in any of the formats, plain or packed with gzip. */
  readonly file: Blob | null;
  /** The format, where the content does not show it. */
  readonly format?: ImportFormat | null | undefined;
  /** A year, month or day (`2019`, `2019-07`, `2019-07-31`): records that are certainly from before it are left out. */
  readonly since?: string | null | undefined;
  /** What provenance calls the source. What is imported under a name replaces what was imported under it before, entry by entry; so two bibliographies take two names. */
  readonly sourceName: string;
  /** Whether to end at the first rejected entry; of its batch nothing is written then. */
  readonly strict?: boolean;
  /** How long to wait for its end before answering: 0 to 60. So one request is enough for a small import. */
  readonly waitSeconds?: number;
};

/** A format that can be imported. */
export type ImportFormat =
  /** As ACL Anthology (XML). */
  | 'ACL_ANTHOLOGY'
  /** As arXiv (Atom). */
  | 'ARXIV_ATOM'
  /** As BibTeX or BibLaTeX. */
  | 'BIBTEX'
  /** As Crossref works (JSON). */
  | 'CROSSREF'
  /** As CSL-JSON. */
  | 'CSL_JSON'
  /** As DBLP (XML). */
  | 'DBLP'
  /** As OpenAlex works (JSON). */
  | 'OPENALEX'
  /** As an author's profile page as text. */
  | 'PROFILE_PAGE'
  /** As RIS. */
  | 'RIS'
  /** As Semantic Scholar papers (JSON). */
  | 'SEMANTIC_SCHOLAR';

/** How it stands with an import. */
export type ImportState =
  /** It was read to its end; entries may have been rejected. */
  | 'DONE'
  /** It could not be read to its end: see `error`. What was taken in before stays. */
  | 'FAILED'
  /** Its server was stopped or is gone. What was taken in before stays; send the same again to complete it. */
  | 'INTERRUPTED'
  /** It waits for others to end. */
  | 'QUEUED'
  /** It is under way. */
  | 'RUNNING'
  /** It is being undone, or waits for that: see `undo`. */
  | 'UNDOING'
  /** It was undone: the graph is as if it had never been. */
  | 'UNDONE';

/** What a running import does. */
export type ImportStep =
  /** Finds topic clusters anew. */
  | 'FIND_CLUSTERS'
  /** Reads records and writes publications. */
  | 'READ'
  /** Tells authors apart. */
  | 'RESOLVE_AUTHORS'
  /** Takes back the entries of an import that is undone. */
  | 'TAKE_BACK';

/** What holds for the authors of an institution, by what the publications say. */
export type InstitutionAuthorFilter = {
  /** All pass; true where there are none. */
  readonly every?: AuthorFilter | null | undefined;
  /** None passes. */
  readonly none?: AuthorFilter | null | undefined;
  /** There is one who passes. */
  readonly some?: AuthorFilter | null | undefined;
  /** Look only at publications of these years. */
  readonly year?: IntFilter | null | undefined;
};

/** What holds for the institutions that share a publication with one. */
export type InstitutionCollaborationFilter = {
  /** How many different ones there are. */
  readonly count?: IntFilter | null | undefined;
  /** All pass; true where there are none. */
  readonly every?: InstitutionFilter | null | undefined;
  /** None passes. */
  readonly none?: InstitutionFilter | null | undefined;
  /** There is one that passes. */
  readonly some?: InstitutionFilter | null | undefined;
  /** Look only at publications of these years. */
  readonly year?: IntFilter | null | undefined;
};

/** Which institutions. Fields side by side all have to hold; a field that takes a list holds for any of its values. A filter has at most 100 conditions, 8 levels, and 100 values in a list. */
export type InstitutionFilter = {
  /** All of these filters hold, too. */
  readonly and?: ReadonlyArray<InstitutionFilter> | null | undefined;
  /** Who was there. */
  readonly authors?: InstitutionAuthorFilter | null | undefined;
  /** Other institutions with which it shares publications. */
  readonly collaborators?: InstitutionCollaborationFilter | null | undefined;
  /** The country as ISO 3166-1 alpha-2, such as `CH`. */
  readonly countryCode?: KeywordFilter | null | undefined;
  /** It is one of these. */
  readonly id?: ReadonlyArray<string> | null | undefined;
  /** The name, in any of its forms. */
  readonly name?: TextFilter | null | undefined;
  /** This filter does not hold. */
  readonly not?: InstitutionFilter | null | undefined;
  /** The id of OpenAlex, in any of its forms: `I35440088` or `https://openalex.org/I35440088`. */
  readonly openalexId?: KeywordFilter | null | undefined;
  /** At least one of these filters holds, too. */
  readonly or?: ReadonlyArray<InstitutionFilter> | null | undefined;
  /** How many publications have an author from there. */
  readonly publicationCount?: IntFilter | null | undefined;
  /** What authors wrote who were there. */
  readonly publications?: PublicationRelationFilter | null | undefined;
  /** The ROR id, in any of its forms: `05a28rw58` or `https://ror.org/05a28rw58`. */
  readonly ror?: KeywordFilter | null | undefined;
};

/** What holds for the institutions of a publication. */
export type InstitutionRelationFilter = {
  /** How many there are. */
  readonly count?: IntFilter | null | undefined;
  /** All pass; true where there are none. */
  readonly every?: InstitutionFilter | null | undefined;
  /** Look only at institutions that a source of the publication states in such a form. */
  readonly forms?: TextFilter | null | undefined;
  /** None passes. */
  readonly none?: InstitutionFilter | null | undefined;
  /** There is one that passes. */
  readonly some?: InstitutionFilter | null | undefined;
};

/** A whole number within bounds, or out of a list. A missing value passes nothing but `exists: false`. */
export type IntFilter = {
  /** Whether there is a value at all. */
  readonly exists?: boolean | null | undefined;
  /** At least this. */
  readonly from?: number | null | undefined;
  /** Any of these. */
  readonly in?: ReadonlyArray<number> | null | undefined;
  /** At most this. */
  readonly to?: number | null | undefined;
};

/** A value that is compared as a whole. */
export type KeywordFilter = {
  /** Whether there is a value at all. */
  readonly exists?: boolean | null | undefined;
  /** Any of these. */
  readonly in?: ReadonlyArray<string> | null | undefined;
};

/** How two names of people go together. */
export type NameAgreement =
  /** One may be a shorter form of the other. */
  | 'COMPATIBLE'
  /** They are the same but for case, accents and hyphens. */
  | 'EQUAL';

/** Which end comes first. Missing values come last in either direction. */
export type OrderDirection =
  /** Small numbers and early dates first, texts from A to Z. */
  | 'ASC'
  /** Large numbers and late dates first, texts from Z to A. */
  | 'DESC';

/** What holds for the profile pages of an author. */
export type ProfilePageFilter = {
  /** How many there are. */
  readonly count?: IntFilter | null | undefined;
  /** All pass; true where there are none. */
  readonly every?: SourceFilter | null | undefined;
  /** None passes. */
  readonly none?: SourceFilter | null | undefined;
  /** There is one that passes. */
  readonly some?: SourceFilter | null | undefined;
};

/** Which publications. Fields side by side all have to hold; a field that takes a list holds for any of its values. A filter has at most 100 conditions, 8 levels, and 100 values in a list. */
export type PublicationFilter = {
  /** The abstract. */
  readonly abstract?: TextFilter | null | undefined;
  /** All of these filters hold, too. */
  readonly and?: ReadonlyArray<PublicationFilter> | null | undefined;
  /** The arXiv id, such as `1907.13223`; a version is left aside. */
  readonly arxivId?: KeywordFilter | null | undefined;
  /** How many authors it has. */
  readonly authorCount?: IntFilter | null | undefined;
  /** Who wrote it. */
  readonly authors?: AuthorshipFilter | null | undefined;
  /** How often it was cited, as the sources say. `citedBy: { count: … }` counts in the graph. */
  readonly citationCount?: IntFilter | null | undefined;
  /** What cites it. */
  readonly citedBy?: PublicationRelationFilter | null | undefined;
  /** What it cites. */
  readonly cites?: PublicationRelationFilter | null | undefined;
  /** It belongs to one of these, as `topicClusters` has them. */
  readonly communities?: ReadonlyArray<string> | null | undefined;
  /** Whether the sources say enough to identify it. */
  readonly complete?: boolean | null | undefined;
  /** The date of publication; of what has none, the year. */
  readonly date?: DateFilter | null | undefined;
  /** The DOI, in any of its forms: `10.1000/182` or `https://doi.org/10.1000/182`. */
  readonly doi?: KeywordFilter | null | undefined;
  /** It is one of these. */
  readonly id?: ReadonlyArray<string> | null | undefined;
  /** What it is called elsewhere, as in `identifiers`; found by an index. */
  readonly identifiers?: IdentifierFilter | null | undefined;
  /** What is missing, where it is not complete. */
  readonly incompleteReason?: TextFilter | null | undefined;
  /** Where its authors were. */
  readonly institutions?: InstitutionRelationFilter | null | undefined;
  /** The language, such as `en`. */
  readonly language?: KeywordFilter | null | undefined;
  /** This filter does not hold. */
  readonly not?: PublicationFilter | null | undefined;
  /** At least one of these filters holds, too. */
  readonly or?: ReadonlyArray<PublicationFilter> | null | undefined;
  /** Whether it was retracted. */
  readonly retracted?: boolean | null | undefined;
  /** Which sources state it. */
  readonly sources?: SourceRelationFilter | null | undefined;
  /** The title. */
  readonly title?: TextFilter | null | undefined;
  /** Whether it is announced, but not yet out. */
  readonly toAppear?: boolean | null | undefined;
  /** What it is about. */
  readonly topics?: TopicAssignmentFilter | null | undefined;
  /** In what form it appeared. */
  readonly type?: ReadonlyArray<PublicationType> | null | undefined;
  /** Where it can be read. */
  readonly url?: KeywordFilter | null | undefined;
  /** Where it appeared. */
  readonly venues?: VenueAppearanceFilter | null | undefined;
  /** The year of publication. */
  readonly year?: IntFilter | null | undefined;
};

/** An order of publications. The first orders, the next ones part what ties; at most 4. What `EDGE_` begins is a field of the edge, and an error where the edges of the connection have none. */
export type PublicationOrder = {
  /** Where it is not given, DESC for numbers and dates, and ASC for texts and `EDGE_ORDER`. */
  readonly direction?: OrderDirection | null | undefined;
  /** What to order by. */
  readonly field: PublicationOrderField;
};

/** What publications can be ordered by. */
export type PublicationOrderField =
  /** How many authors it has. */
  | 'AUTHOR_COUNT'
  /** How often it was cited, as the sources say. */
  | 'CITATION_COUNT'
  /** How many publications in the graph cite it. */
  | 'CITED_BY_COUNT'
  /** The date, as exactly as it is known. */
  | 'DATE'
  /** The name of the author shown first, family name first. */
  | 'FIRST_AUTHOR'
  /** How well it fits the text searched for, or the topic; an error where there is neither. */
  | 'RELEVANCE'
  /** The title, without regard to case and accents. */
  | 'TITLE'
  /** The name of the venue shown first. */
  | 'VENUE'
  /** The year of publication. */
  | 'YEAR';

/** What holds for related publications. */
export type PublicationRelationFilter = {
  /** How many there are. */
  readonly count?: IntFilter | null | undefined;
  /** All pass; true where there are none. */
  readonly every?: PublicationFilter | null | undefined;
  /** None passes. */
  readonly none?: PublicationFilter | null | undefined;
  /** There is one that passes. */
  readonly some?: PublicationFilter | null | undefined;
};

/** In what form a publication appeared. */
export type PublicationType =
  /** In a journal. */
  | 'ARTICLE'
  /** A whole book. */
  | 'BOOK'
  /** A part of a book. */
  | 'CHAPTER'
  /** In the proceedings of a conference. */
  | 'CONFERENCE_PAPER'
  /** Data. */
  | 'DATASET'
  /** Something else, or the sources do not say. */
  | 'OTHER'
  /** Put online by its authors, such as on arXiv. */
  | 'PREPRINT'
  /** A whole volume of proceedings. */
  | 'PROCEEDINGS'
  /** By an institution on its own account. */
  | 'REPORT'
  /** A program. */
  | 'SOFTWARE'
  /** For a degree. */
  | 'THESIS'
  /** At a workshop. */
  | 'WORKSHOP_PAPER';

/** What holds for the topics that a topic is related to. */
export type RelatedTopicFilter = {
  /** How many there are. */
  readonly count?: IntFilter | null | undefined;
  /** All pass; true where there are none. */
  readonly every?: TopicFilter | null | undefined;
  /** None passes. */
  readonly none?: TopicFilter | null | undefined;
  /** Look only at topics that are related so strongly, above 0 to 1. */
  readonly npmi?: FloatFilter | null | undefined;
  /** Look only at topics with so many publications about both. */
  readonly publicationCount?: IntFilter | null | undefined;
  /** There is one that passes. */
  readonly some?: TopicFilter | null | undefined;
};

/** Which sources. Fields side by side all have to hold; a field that takes a list holds for any of its values. A filter has at most 100 conditions, 8 levels, and 100 values in a list. */
export type SourceFilter = {
  /** All of these filters hold, too. */
  readonly and?: ReadonlyArray<SourceFilter> | null | undefined;
  /** Its format is one of these, such as `profile-page`. */
  readonly format?: ReadonlyArray<string> | null | undefined;
  /** It is one of these. */
  readonly id?: ReadonlyArray<string> | null | undefined;
  /** The day when it was last imported, in UTC. */
  readonly importedAt?: DateFilter | null | undefined;
  /** This filter does not hold. */
  readonly not?: SourceFilter | null | undefined;
  /** At least one of these filters holds, too. */
  readonly or?: ReadonlyArray<SourceFilter> | null | undefined;
  /** It is the profile page of somebody who passes. */
  readonly profileOf?: AuthorFilter | null | undefined;
  /** Of which publications it says something. */
  readonly publications?: PublicationRelationFilter | null | undefined;
  /** The SHA-256 of its content when it was last imported, in hexadecimal digits. */
  readonly sha256?: KeywordFilter | null | undefined;
  /** How many statements it has. */
  readonly statementCount?: IntFilter | null | undefined;
  /** The address or the file name. */
  readonly uri?: TextFilter | null | undefined;
};

/** What holds for the sources that state something. */
export type SourceRelationFilter = {
  /** How many there are. */
  readonly count?: IntFilter | null | undefined;
  /** All pass; true where there are none. */
  readonly every?: SourceFilter | null | undefined;
  /** Look only at statements whose entry is called such in its source, as by a citation key. */
  readonly locator?: TextFilter | null | undefined;
  /** None passes. */
  readonly none?: SourceFilter | null | undefined;
  /** There is one that passes. */
  readonly some?: SourceFilter | null | undefined;
};

/** A text that is looked into. A text given here has at most 400 characters. It is compared with every text in question; where there are many, the argument `search` of the connection is faster, which uses an index. */
export type TextFilter = {
  /** The text has this in it, punctuation and all, without regard to case. */
  readonly contains?: string | null | undefined;
  /** Whether there is a value at all. */
  readonly exists?: boolean | null | undefined;
  /** The whole text is one of these. */
  readonly in?: ReadonlyArray<string> | null | undefined;
  /** The text starts with this, without regard to case. */
  readonly startsWith?: string | null | undefined;
  /** Each of these words begins a word of the text, without regard to case and, in titles and the names of authors, to accents; at most 32. */
  readonly words?: string | null | undefined;
};

/** What holds for the topics of a publication. */
export type TopicAssignmentFilter = {
  /** How many there are. */
  readonly count?: IntFilter | null | undefined;
  /** All pass; true where there are none. */
  readonly every?: TopicFilter | null | undefined;
  /** Look only at topics that the publication words in such a form. */
  readonly forms?: TextFilter | null | undefined;
  /** None passes. */
  readonly none?: TopicFilter | null | undefined;
  /** Look only at topics that come from there. */
  readonly origin?: TopicOrigin | null | undefined;
  /** Look only at topics with such a score, 0 to 1. */
  readonly score?: FloatFilter | null | undefined;
  /** There is one that passes. */
  readonly some?: TopicFilter | null | undefined;
};

/** Which topics. Fields side by side all have to hold; a field that takes a list holds for any of its values. A filter has at most 100 conditions, 8 levels, and 100 values in a list. */
export type TopicFilter = {
  /** All of these filters hold, too. */
  readonly and?: ReadonlyArray<TopicFilter> | null | undefined;
  /** A broader topic passes, at any distance up to 8. */
  readonly broader?: TopicFilter | null | undefined;
  /** It belongs to one of these, as `topicClusters` has them. */
  readonly communities?: ReadonlyArray<string> | null | undefined;
  /** It belongs to one of these, as `communityPartition` has them. */
  readonly detectedCommunities?: ReadonlyArray<string> | null | undefined;
  /** It is one of these. */
  readonly id?: ReadonlyArray<string> | null | undefined;
  /** The name, in any of its forms. */
  readonly name?: TextFilter | null | undefined;
  /** A narrower topic passes, at any distance up to 8. */
  readonly narrower?: TopicFilter | null | undefined;
  /** This filter does not hold. */
  readonly not?: TopicFilter | null | undefined;
  /** At least one of these filters holds, too. */
  readonly or?: ReadonlyArray<TopicFilter> | null | undefined;
  /** How many publications are about it. */
  readonly publicationCount?: IntFilter | null | undefined;
  /** What was written about it. */
  readonly publications?: PublicationRelationFilter | null | undefined;
  /** With which topics it occurs more often than by chance. */
  readonly related?: RelatedTopicFilter | null | undefined;
  /** It is one of these, or narrower than one of them, at any distance up to 8. */
  readonly within?: ReadonlyArray<string> | null | undefined;
};

/** Where the topic of a publication comes from. */
export type TopicOrigin =
  /** It was found in the title and the abstract. */
  | 'EXTRACTED'
  /** A source states it. */
  | 'STATED';

/** Which way topics go. */
export type TrendDirection =
  /** Their share of the publications has grown. */
  | 'EMERGING'
  /** Their share of the publications has shrunk. */
  | 'FADING';

/** What holds for the venues of a publication. */
export type VenueAppearanceFilter = {
  /** How many there are. */
  readonly count?: IntFilter | null | undefined;
  /** Look only at appearances in these editions, such as 6 for the Sixth International Conference. */
  readonly edition?: IntFilter | null | undefined;
  /** All pass; true where there are none. */
  readonly every?: VenueFilter | null | undefined;
  /** Look only at appearances of which a source states the venue in such a form. */
  readonly forms?: TextFilter | null | undefined;
  /** Look only at appearances in such an issue. */
  readonly issue?: TextFilter | null | undefined;
  /** None passes. */
  readonly none?: VenueFilter | null | undefined;
  /** Look only at appearances on such pages, a text such as `12-19`, or under such an article number. */
  readonly pages?: TextFilter | null | undefined;
  /** There is one that passes. */
  readonly some?: VenueFilter | null | undefined;
  /** Look only at appearances in such a volume. */
  readonly volume?: TextFilter | null | undefined;
  /** Look only at appearances of these years. */
  readonly year?: IntFilter | null | undefined;
};

/** Which venues. Fields side by side all have to hold; a field that takes a list holds for any of its values. A filter has at most 100 conditions, 8 levels, and 100 values in a list. */
export type VenueFilter = {
  /** The acronym, such as `ICLR`. */
  readonly acronym?: KeywordFilter | null | undefined;
  /** All of these filters hold, too. */
  readonly and?: ReadonlyArray<VenueFilter> | null | undefined;
  /** It is one of these. */
  readonly id?: ReadonlyArray<string> | null | undefined;
  /** What kind of venue it is. */
  readonly kind?: ReadonlyArray<VenueKind> | null | undefined;
  /** The name, in any of its forms, or the acronym. */
  readonly name?: TextFilter | null | undefined;
  /** This filter does not hold. */
  readonly not?: VenueFilter | null | undefined;
  /** At least one of these filters holds, too. */
  readonly or?: ReadonlyArray<VenueFilter> | null | undefined;
  /** How many publications appeared there. */
  readonly publicationCount?: IntFilter | null | undefined;
  /** What appeared there. */
  readonly publications?: PublicationRelationFilter | null | undefined;
  /** The series it belongs to passes. */
  readonly series?: VenueFilter | null | undefined;
  /** Which workshops belong to it. */
  readonly workshops?: VenueRelationFilter | null | undefined;
};

/** What kind of venue it is. */
export type VenueKind =
  /** A book or a series of books. */
  | 'BOOK'
  /** A conference series. */
  | 'CONFERENCE'
  /** A journal. */
  | 'JOURNAL'
  /** Something else, or the sources do not say. */
  | 'OTHER'
  /** A server to which authors put their preprints, such as arXiv. */
  | 'PREPRINT_SERVER'
  /** A repository of data, programs or theses. */
  | 'REPOSITORY'
  /** A workshop series, mostly held with a conference: see `series`. */
  | 'WORKSHOP';

/** What holds for related venues. */
export type VenueRelationFilter = {
  /** How many there are. */
  readonly count?: IntFilter | null | undefined;
  /** All pass; true where there are none. */
  readonly every?: VenueFilter | null | undefined;
  /** None passes. */
  readonly none?: VenueFilter | null | undefined;
  /** There is one that passes. */
  readonly some?: VenueFilter | null | undefined;
};

export type AuthorHeadQueryVariables = Exact<{
  id: string;
}>;


export type AuthorHeadQuery = { readonly node:
    | { readonly __typename: 'AnalysisRun' }
    | { readonly __typename: 'Author', readonly id: string, readonly name: string, readonly names: ReadonlyArray<string>, readonly orcid: string | null, readonly firstYear: number | null, readonly lastYear: number | null, readonly institutions: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly firstYear: number | null, readonly lastYear: number | null, readonly node: { readonly id: string, readonly name: string } }> }, readonly metrics: { readonly publicationCount: number, readonly fractionalPublicationCount: number, readonly citationCount: number, readonly hIndex: number, readonly collaboratorCount: number, readonly meanTeamSize: number | null } }
    | { readonly __typename: 'ClusterRun' }
    | { readonly __typename: 'Community' }
    | { readonly __typename: 'Decision' }
    | { readonly __typename: 'DetectedCommunity' }
    | { readonly __typename: 'Import' }
    | { readonly __typename: 'Institution' }
    | { readonly __typename: 'Publication' }
    | { readonly __typename: 'Source' }
    | { readonly __typename: 'Statement' }
    | { readonly __typename: 'Topic' }
    | { readonly __typename: 'Venue' }
   | null };

export type CoauthorsQueryVariables = Exact<{
  id: string;
  first: number;
}>;


export type CoauthorsQuery = { readonly author: { readonly coauthors: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly publicationCount: number, readonly weight: number, readonly firstYear: number | null, readonly lastYear: number | null, readonly node: { readonly id: string, readonly name: string } }> } } | null };

export type CoauthorNetworkQueryVariables = Exact<{
  author: AuthorBy;
  depth: number;
  minPublications: number;
  maxNodes: number;
  maxEdges: number;
}>;


export type CoauthorNetworkQuery = { readonly coauthorNetwork: { readonly nodesTruncated: boolean, readonly edgesTruncated: boolean, readonly publicationsTruncated: boolean, readonly nodes: ReadonlyArray<{ readonly key: string, readonly label: string, readonly weight: number, readonly distance: number, readonly position: { readonly x: number, readonly y: number }, readonly author: { readonly metrics: { readonly citationCount: number, readonly hIndex: number } } }>, readonly edges: ReadonlyArray<{ readonly source: string, readonly target: string, readonly publicationCount: number, readonly weight: number, readonly firstYear: number | null, readonly lastYear: number | null, readonly years: ReadonlyArray<{ readonly year: number | null, readonly count: number }> }> } };

export type CollaborationPathQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type CollaborationPathQuery = { readonly collaborationPath: { readonly length: number, readonly authors: ReadonlyArray<{ readonly id: string, readonly name: string }>, readonly steps: ReadonlyArray<{ readonly publicationCount: number, readonly from: { readonly id: string, readonly name: string }, readonly to: { readonly id: string, readonly name: string }, readonly sharedPublications: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string | null, readonly year: number | null }> } }> } | null };

export type CommunityRunsQueryVariables = Exact<{ [key: string]: never; }>;


export type CommunityRunsQuery = { readonly analysisRuns: { readonly nodes: ReadonlyArray<{ readonly current: boolean }> } };

export type CoauthorCommunitiesQueryVariables = Exact<{
  author: AuthorBy;
  depth: number;
  minPublications: number;
  maxNodes: number;
  maxEdges: number;
}>;


export type CoauthorCommunitiesQuery = { readonly coauthorNetwork: { readonly nodes: ReadonlyArray<{ readonly key: string, readonly author: { readonly detectedCommunities: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly label: string }> } } }> } };

export type AuthorCurationQueryVariables = Exact<{
  id: string;
}>;


export type AuthorCurationQuery = { readonly authorCandidates: { readonly nodes: ReadonlyArray<{ readonly names: NameAgreement, readonly sharedCoauthors: number, readonly sharedVenues: number, readonly sharedTopics: number, readonly yearsApart: number | null, readonly score: number, readonly needed: number, readonly authors: ReadonlyArray<{ readonly id: string, readonly name: string, readonly names: ReadonlyArray<string>, readonly orcid: string | null, readonly publicationCount: number, readonly firstYear: number | null, readonly lastYear: number | null, readonly coauthors: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly venues: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly topics: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly institutions: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> } }> }> }, readonly author: { readonly id: string, readonly publications: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string | null, readonly year: number | null }> }, readonly splitSuggestions: ReadonlyArray<{ readonly names: ReadonlyArray<string>, readonly sharedVenues: number, readonly sharedTopics: number, readonly yearsApart: number | null, readonly publications: ReadonlyArray<{ readonly id: string }> }>, readonly decisions: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: DecisionKind, readonly by: string, readonly at: string, readonly reason: string, readonly subjects: ReadonlyArray<{ readonly name: string }> }> } } | null };

export type ComparedAuthorFragment = { readonly id: string, readonly name: string, readonly names: ReadonlyArray<string>, readonly orcid: string | null, readonly publicationCount: number, readonly firstYear: number | null, readonly lastYear: number | null, readonly coauthors: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly venues: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly topics: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly institutions: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> } };

export type OutcomeFragment = { readonly publicationCount: number, readonly complete: boolean, readonly before: ReadonlyArray<{ readonly id: string, readonly name: string, readonly publicationCount: number, readonly peopleCount: number }>, readonly after: ReadonlyArray<{ readonly id: string, readonly name: string, readonly publicationCount: number, readonly peopleCount: number }>, readonly overrides: ReadonlyArray<{ readonly id: string, readonly by: string, readonly reason: string }> };

export type MergeAuthorsMutationVariables = Exact<{
  authors: ReadonlyArray<string> | string;
  reason: string;
  preview: boolean;
}>;


export type MergeAuthorsMutation = { readonly outcome: { readonly publicationCount: number, readonly complete: boolean, readonly before: ReadonlyArray<{ readonly id: string, readonly name: string, readonly publicationCount: number, readonly peopleCount: number }>, readonly after: ReadonlyArray<{ readonly id: string, readonly name: string, readonly publicationCount: number, readonly peopleCount: number }>, readonly overrides: ReadonlyArray<{ readonly id: string, readonly by: string, readonly reason: string }> } };

export type SeparateAuthorsMutationVariables = Exact<{
  author: string;
  other: string;
  reason: string;
  preview: boolean;
}>;


export type SeparateAuthorsMutation = { readonly outcome: { readonly publicationCount: number, readonly complete: boolean, readonly before: ReadonlyArray<{ readonly id: string, readonly name: string, readonly publicationCount: number, readonly peopleCount: number }>, readonly after: ReadonlyArray<{ readonly id: string, readonly name: string, readonly publicationCount: number, readonly peopleCount: number }>, readonly overrides: ReadonlyArray<{ readonly id: string, readonly by: string, readonly reason: string }> } };

export type SplitAuthorMutationVariables = Exact<{
  author: string;
  publications: ReadonlyArray<string> | string;
  reason: string;
  preview: boolean;
}>;


export type SplitAuthorMutation = { readonly outcome: { readonly publicationCount: number, readonly complete: boolean, readonly before: ReadonlyArray<{ readonly id: string, readonly name: string, readonly publicationCount: number, readonly peopleCount: number }>, readonly after: ReadonlyArray<{ readonly id: string, readonly name: string, readonly publicationCount: number, readonly peopleCount: number }>, readonly overrides: ReadonlyArray<{ readonly id: string, readonly by: string, readonly reason: string }> } };

export type UndoDecisionMutationVariables = Exact<{
  decision: string;
  reason: string;
  preview: boolean;
}>;


export type UndoDecisionMutation = { readonly outcome: { readonly publicationCount: number, readonly complete: boolean, readonly before: ReadonlyArray<{ readonly id: string, readonly name: string, readonly publicationCount: number, readonly peopleCount: number }>, readonly after: ReadonlyArray<{ readonly id: string, readonly name: string, readonly publicationCount: number, readonly peopleCount: number }>, readonly overrides: ReadonlyArray<{ readonly id: string, readonly by: string, readonly reason: string }> } };

export type PublicationRowFragment = { readonly id: string, readonly title: string | null, readonly year: number | null, readonly type: PublicationType, readonly citationCount: number | null, readonly retracted: boolean, readonly complete: boolean, readonly authorCount: number, readonly authors: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly venues: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly acronym: string | null }> } };

export type SendFileMutationVariables = Exact<{
  input: ImportFileInput;
}>;


export type SendFileMutation = { readonly importFile: { readonly id: string, readonly sourceName: string, readonly format: string | null, readonly state: ImportState, readonly step: ImportStep | null, readonly queued: string, readonly ended: string | null, readonly records: number, readonly created: number, readonly updated: number, readonly unchanged: number, readonly rejected: number, readonly warned: number, readonly persons: number, readonly rate: number, readonly secondsLeft: number | null, readonly bytes: number, readonly size: number, readonly dryRun: boolean, readonly undoable: boolean, readonly undo: { readonly entries: { readonly removed: number, readonly restored: number, readonly kept: number } } | null, readonly error: { readonly code: string, readonly message: string } | null } };

export type ImportProgressSubscriptionVariables = Exact<{
  id: string;
}>;


export type ImportProgressSubscription = { readonly importProgress: { readonly id: string, readonly sourceName: string, readonly format: string | null, readonly state: ImportState, readonly step: ImportStep | null, readonly queued: string, readonly ended: string | null, readonly records: number, readonly created: number, readonly updated: number, readonly unchanged: number, readonly rejected: number, readonly warned: number, readonly persons: number, readonly rate: number, readonly secondsLeft: number | null, readonly bytes: number, readonly size: number, readonly dryRun: boolean, readonly undoable: boolean, readonly undo: { readonly entries: { readonly removed: number, readonly restored: number, readonly kept: number } } | null, readonly error: { readonly code: string, readonly message: string } | null } };

export type ImportsQueryVariables = Exact<{
  first: number;
}>;


export type ImportsQuery = { readonly imports: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly sourceName: string, readonly format: string | null, readonly state: ImportState, readonly step: ImportStep | null, readonly queued: string, readonly ended: string | null, readonly records: number, readonly created: number, readonly updated: number, readonly unchanged: number, readonly rejected: number, readonly warned: number, readonly persons: number, readonly rate: number, readonly secondsLeft: number | null, readonly bytes: number, readonly size: number, readonly dryRun: boolean, readonly undoable: boolean, readonly undo: { readonly entries: { readonly removed: number, readonly restored: number, readonly kept: number } } | null, readonly error: { readonly code: string, readonly message: string } | null }> } };

export type UndoImportMutationVariables = Exact<{
  id: string;
  preview: boolean;
}>;


export type UndoImportMutation = { readonly undoImport: { readonly import: { readonly id: string, readonly sourceName: string, readonly format: string | null, readonly state: ImportState, readonly step: ImportStep | null, readonly queued: string, readonly ended: string | null, readonly records: number, readonly created: number, readonly updated: number, readonly unchanged: number, readonly rejected: number, readonly warned: number, readonly persons: number, readonly rate: number, readonly secondsLeft: number | null, readonly bytes: number, readonly size: number, readonly dryRun: boolean, readonly undoable: boolean, readonly undo: { readonly entries: { readonly removed: number, readonly restored: number, readonly kept: number } } | null, readonly error: { readonly code: string, readonly message: string } | null }, readonly preview: { readonly publicationCount: number, readonly authorCount: number, readonly venueCount: number, readonly topicCount: number, readonly institutionCount: number, readonly complete: boolean, readonly entries: { readonly removed: number, readonly restored: number, readonly kept: number } } | null } };

export type RejectsQueryVariables = Exact<{
  id: string;
  first: number;
}>;


export type RejectsQuery = { readonly node:
    | { readonly rejects: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly line: number | null, readonly code: string, readonly reason: string, readonly original: string }> } }
    | Record<PropertyKey, never>
   | null };

export type ImportRowFragment = { readonly id: string, readonly sourceName: string, readonly format: string | null, readonly state: ImportState, readonly step: ImportStep | null, readonly queued: string, readonly ended: string | null, readonly records: number, readonly created: number, readonly updated: number, readonly unchanged: number, readonly rejected: number, readonly warned: number, readonly persons: number, readonly rate: number, readonly secondsLeft: number | null, readonly bytes: number, readonly size: number, readonly dryRun: boolean, readonly undoable: boolean, readonly undo: { readonly entries: { readonly removed: number, readonly restored: number, readonly kept: number } } | null, readonly error: { readonly code: string, readonly message: string } | null };

export type InstitutionHeadQueryVariables = Exact<{
  id: string;
}>;


export type InstitutionHeadQuery = { readonly node:
    | { readonly __typename: 'AnalysisRun' }
    | { readonly __typename: 'Author' }
    | { readonly __typename: 'ClusterRun' }
    | { readonly __typename: 'Community' }
    | { readonly __typename: 'Decision' }
    | { readonly __typename: 'DetectedCommunity' }
    | { readonly __typename: 'Import' }
    | { readonly __typename: 'Institution', readonly id: string, readonly name: string, readonly names: ReadonlyArray<string>, readonly ror: string | null, readonly country: string | null, readonly metrics: { readonly publicationCount: number, readonly fractionalPublicationCount: number, readonly citationCount: number, readonly hIndex: number, readonly authorCount: number, readonly collaboratorCount: number, readonly firstYear: number | null, readonly lastYear: number | null, readonly meanTeamSize: number | null } }
    | { readonly __typename: 'Publication' }
    | { readonly __typename: 'Source' }
    | { readonly __typename: 'Statement' }
    | { readonly __typename: 'Topic' }
    | { readonly __typename: 'Venue' }
   | null };

export type InstitutionPeopleQueryVariables = Exact<{
  id: string;
  first: number;
}>;


export type InstitutionPeopleQuery = { readonly institution: { readonly authors: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly publicationCount: number, readonly firstYear: number | null, readonly lastYear: number | null, readonly node: { readonly id: string, readonly name: string } }> } } | null };

export type InstitutionNetworkQueryVariables = Exact<{
  id: string;
  maxNodes: number;
  maxEdges: number;
}>;


export type InstitutionNetworkQuery = { readonly institutionNetwork: { readonly nodesTruncated: boolean, readonly edgesTruncated: boolean, readonly publicationsTruncated: boolean, readonly nodes: ReadonlyArray<{ readonly key: string, readonly label: string, readonly weight: number, readonly position: { readonly x: number, readonly y: number }, readonly institution: { readonly country: string | null } }>, readonly edges: ReadonlyArray<{ readonly source: string, readonly target: string, readonly publicationCount: number, readonly weight: number, readonly firstYear: number | null, readonly lastYear: number | null }> } };

export type NumbersQueryVariables = Exact<{
  filter?: PublicationFilter | null | undefined;
}>;


export type NumbersQuery = { readonly publications: { readonly totalCount: number, readonly aggregates: { readonly citationCount: number, readonly hIndex: number, readonly firstYear: number | null, readonly lastYear: number | null, readonly meanTeamSize: number | null, readonly soloShare: number | null }, readonly facets: { readonly authors: { readonly distinct: number }, readonly venues: { readonly distinct: number }, readonly topics: { readonly distinct: number } } } };

export type OutputByYearQueryVariables = Exact<{
  filter?: PublicationFilter | null | undefined;
}>;


export type OutputByYearQuery = { readonly publications: { readonly facets: { readonly years: { readonly missingCount: number, readonly values: ReadonlyArray<{ readonly year: number, readonly count: number }> } } } };

export type TopAuthorsQueryVariables = Exact<{
  filter?: PublicationFilter | null | undefined;
  first: number;
}>;


export type TopAuthorsQuery = { readonly publications: { readonly facets: { readonly authors: { readonly distinct: number, readonly values: ReadonlyArray<{ readonly count: number, readonly fractionalCount: number, readonly author: { readonly id: string, readonly name: string } }> } } } };

export type TopVenuesQueryVariables = Exact<{
  filter?: PublicationFilter | null | undefined;
  first: number;
}>;


export type TopVenuesQuery = { readonly publications: { readonly facets: { readonly venues: { readonly distinct: number, readonly values: ReadonlyArray<{ readonly count: number, readonly venue: { readonly id: string, readonly name: string, readonly acronym: string | null } }> } } } };

export type TopTopicsQueryVariables = Exact<{
  filter?: PublicationFilter | null | undefined;
  first: number;
}>;


export type TopTopicsQuery = { readonly publications: { readonly facets: { readonly topics: { readonly distinct: number, readonly values: ReadonlyArray<{ readonly count: number, readonly topic: { readonly id: string, readonly name: string } }> } } } };

export type TopicsByYearQueryVariables = Exact<{
  filter?: PublicationFilter | null | undefined;
  rows: number;
}>;


export type TopicsByYearQuery = { readonly publications: { readonly facets: { readonly years: { readonly values: ReadonlyArray<{ readonly year: number, readonly count: number }> } }, readonly matrix: { readonly counts: ReadonlyArray<ReadonlyArray<number>>, readonly distinctRows: number, readonly distinctColumns: number, readonly rows: ReadonlyArray<
        | { readonly count: number, readonly topic: { readonly id: string, readonly name: string } }
        | Record<PropertyKey, never>
      >, readonly columns: ReadonlyArray<
        | { readonly year: number }
        | Record<PropertyKey, never>
      > } } };

export type TeamSizesQueryVariables = Exact<{
  one?: PublicationFilter | null | undefined;
  two?: PublicationFilter | null | undefined;
  three?: PublicationFilter | null | undefined;
  four?: PublicationFilter | null | undefined;
  fiveToSix?: PublicationFilter | null | undefined;
  sevenToTen?: PublicationFilter | null | undefined;
  more?: PublicationFilter | null | undefined;
}>;


export type TeamSizesQuery = { readonly one: { readonly totalCount: number }, readonly two: { readonly totalCount: number }, readonly three: { readonly totalCount: number }, readonly four: { readonly totalCount: number }, readonly fiveToSix: { readonly totalCount: number }, readonly sevenToTen: { readonly totalCount: number }, readonly more: { readonly totalCount: number } };

export type CollaborationGrowthQueryVariables = Exact<{
  filter?: PublicationFilter | null | undefined;
}>;


export type CollaborationGrowthQuery = { readonly publications: { readonly collaborationByYear: ReadonlyArray<{ readonly year: number, readonly publicationCount: number, readonly sharedCount: number, readonly sharedShare: number | null, readonly authorCount: number, readonly newAuthorCount: number, readonly newPairCount: number | null }> } };

export type CommunitySizesQueryVariables = Exact<{
  filter?: PublicationFilter | null | undefined;
  first: number;
}>;


export type CommunitySizesQuery = { readonly publications: { readonly communitySizes: { readonly distinct: number, readonly otherCount: number, readonly missingCount: number, readonly values: ReadonlyArray<{ readonly authorCount: number, readonly community: { readonly id: string, readonly label: string, readonly size: number } }> } | null } };

export type TopicTrendsQueryVariables = Exact<{
  filter?: PublicationFilter | null | undefined;
  direction: TrendDirection;
  years: number;
  minPublications: number;
}>;


export type TopicTrendsQuery = { readonly publications: { readonly topicTrends: ReadonlyArray<{ readonly earlierCount: number, readonly earlierShare: number, readonly recentCount: number, readonly recentShare: number, readonly z: number, readonly until: number, readonly topic: { readonly id: string, readonly name: string } }> } };

export type PublicationListQueryVariables = Exact<{
  filter?: PublicationFilter | null | undefined;
  orderBy?: ReadonlyArray<PublicationOrder> | PublicationOrder | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type PublicationListQuery = { readonly publications: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string | null, readonly year: number | null, readonly type: PublicationType, readonly citationCount: number | null, readonly retracted: boolean, readonly complete: boolean, readonly authorCount: number, readonly authors: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly venues: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly acronym: string | null }> } }> } };

export type PublicationProvenanceQueryVariables = Exact<{
  id: string;
}>;


export type PublicationProvenanceQuery = { readonly node:
    | { readonly __typename: 'AnalysisRun' }
    | { readonly __typename: 'Author' }
    | { readonly __typename: 'ClusterRun' }
    | { readonly __typename: 'Community' }
    | { readonly __typename: 'Decision' }
    | { readonly __typename: 'DetectedCommunity' }
    | { readonly __typename: 'Import' }
    | { readonly __typename: 'Institution' }
    | { readonly __typename: 'Publication', readonly chosen: ReadonlyArray<{ readonly field: string, readonly reason: string, readonly agreement: number, readonly statementCount: number, readonly decision: { readonly by: string, readonly at: string, readonly reason: string } | null, readonly statement: { readonly id: string, readonly line: number | null, readonly locator: string | null, readonly source: { readonly uri: string, readonly format: string } } }>, readonly statements: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly line: number | null, readonly locator: string | null, readonly fields: ReadonlyArray<{ readonly name: string, readonly value: string }>, readonly source: { readonly uri: string, readonly format: string } }> }, readonly authors: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string }, readonly mentions: ReadonlyArray<{ readonly name: string, readonly profileOwner: boolean, readonly identifiers: ReadonlyArray<{ readonly scheme: string, readonly value: string }>, readonly statement: { readonly id: string, readonly line: number | null, readonly locator: string | null, readonly source: { readonly uri: string, readonly format: string } } }> }> }, readonly venues: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string }, readonly mentions: ReadonlyArray<{ readonly form: string, readonly statement: { readonly id: string, readonly line: number | null, readonly locator: string | null, readonly source: { readonly uri: string, readonly format: string } } }> }> }, readonly institutions: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string }, readonly mentions: ReadonlyArray<{ readonly form: string, readonly statement: { readonly id: string, readonly line: number | null, readonly locator: string | null, readonly source: { readonly uri: string, readonly format: string } } }> }> }, readonly topics: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string }, readonly mentions: ReadonlyArray<{ readonly form: string, readonly statement: { readonly id: string, readonly line: number | null, readonly locator: string | null, readonly source: { readonly uri: string, readonly format: string } } }> }> } }
    | { readonly __typename: 'Source' }
    | { readonly __typename: 'Statement' }
    | { readonly __typename: 'Topic' }
    | { readonly __typename: 'Venue' }
   | null };

export type AuthorProvenanceQueryVariables = Exact<{
  id: string;
}>;


export type AuthorProvenanceQuery = { readonly node:
    | { readonly __typename: 'AnalysisRun' }
    | { readonly __typename: 'Author', readonly identity: { readonly confidence: number, readonly authorshipCount: number, readonly byIdentifier: number, readonly byDecision: number, readonly byEvidence: number, readonly identifiers: ReadonlyArray<{ readonly authorshipCount: number, readonly identifier: { readonly scheme: string, readonly value: string } }>, readonly personStatements: ReadonlyArray<{ readonly locator: string, readonly names: ReadonlyArray<string>, readonly identifiers: ReadonlyArray<{ readonly scheme: string, readonly value: string }>, readonly source: { readonly uri: string, readonly format: string } }> }, readonly nameForms: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly form: string, readonly publicationCount: number }> } }
    | { readonly __typename: 'ClusterRun' }
    | { readonly __typename: 'Community' }
    | { readonly __typename: 'Decision' }
    | { readonly __typename: 'DetectedCommunity' }
    | { readonly __typename: 'Import' }
    | { readonly __typename: 'Institution' }
    | { readonly __typename: 'Publication' }
    | { readonly __typename: 'Source' }
    | { readonly __typename: 'Statement' }
    | { readonly __typename: 'Topic' }
    | { readonly __typename: 'Venue' }
   | null };

export type PlaceFragment = { readonly id: string, readonly line: number | null, readonly locator: string | null, readonly source: { readonly uri: string, readonly format: string } };

export type PublicationPageQueryVariables = Exact<{
  id: string;
}>;


export type PublicationPageQuery = { readonly node:
    | { readonly __typename: 'AnalysisRun' }
    | { readonly __typename: 'Author' }
    | { readonly __typename: 'ClusterRun' }
    | { readonly __typename: 'Community' }
    | { readonly __typename: 'Decision' }
    | { readonly __typename: 'DetectedCommunity' }
    | { readonly __typename: 'Import' }
    | { readonly __typename: 'Institution' }
    | { readonly __typename: 'Publication', readonly id: string, readonly title: string | null, readonly abstract: string | null, readonly year: number | null, readonly date: string | null, readonly type: PublicationType, readonly language: string | null, readonly doi: string | null, readonly arxivId: string | null, readonly url: string | null, readonly toAppear: boolean, readonly retracted: boolean, readonly complete: boolean, readonly incompleteReason: string | null, readonly citationCount: number | null, readonly authors: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly rawName: string, readonly corresponding: boolean, readonly node: { readonly id: string, readonly name: string } }> }, readonly venues: { readonly edges: ReadonlyArray<{ readonly rawName: string, readonly volume: string | null, readonly issue: string | null, readonly pages: string | null, readonly year: number | null, readonly node: { readonly id: string, readonly name: string } }> }, readonly institutions: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly topics: { readonly edges: ReadonlyArray<{ readonly score: number, readonly origin: TopicOrigin, readonly node: { readonly id: string, readonly name: string } }> }, readonly similar: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string | null, readonly year: number | null, readonly type: PublicationType, readonly citationCount: number | null, readonly retracted: boolean, readonly complete: boolean, readonly authorCount: number, readonly authors: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly venues: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly acronym: string | null }> } }> }, readonly cites: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string | null, readonly year: number | null, readonly type: PublicationType, readonly citationCount: number | null, readonly retracted: boolean, readonly complete: boolean, readonly authorCount: number, readonly authors: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly venues: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly acronym: string | null }> } }> }, readonly citedBy: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string | null, readonly year: number | null, readonly type: PublicationType, readonly citationCount: number | null, readonly retracted: boolean, readonly complete: boolean, readonly authorCount: number, readonly authors: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly venues: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly acronym: string | null }> } }> }, readonly statements: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly line: number | null, readonly locator: string | null, readonly source: { readonly uri: string, readonly format: string } }> } }
    | { readonly __typename: 'Source' }
    | { readonly __typename: 'Statement' }
    | { readonly __typename: 'Topic' }
    | { readonly __typename: 'Venue' }
   | null };

export type SearchCountsQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type SearchCountsQuery = { readonly publications: { readonly totalCount: number }, readonly authors: { readonly totalCount: number }, readonly venues: { readonly totalCount: number }, readonly topics: { readonly totalCount: number } };

export type SearchPublicationsQueryVariables = Exact<{
  search?: string | null | undefined;
  filter?: PublicationFilter | null | undefined;
  orderBy?: ReadonlyArray<PublicationOrder> | PublicationOrder | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
}>;


export type SearchPublicationsQuery = { readonly publications: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly highlights: ReadonlyArray<{ readonly field: string, readonly fragments: ReadonlyArray<{ readonly text: string, readonly matches: ReadonlyArray<{ readonly start: number, readonly end: number }> }> }>, readonly node: { readonly id: string, readonly title: string | null, readonly year: number | null, readonly type: PublicationType, readonly citationCount: number | null, readonly retracted: boolean, readonly complete: boolean, readonly authorCount: number, readonly authors: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly venues: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly acronym: string | null }> } } }>, readonly facets: { readonly years: { readonly values: ReadonlyArray<{ readonly year: number, readonly count: number }> }, readonly types: { readonly values: ReadonlyArray<{ readonly type: PublicationType, readonly label: string, readonly count: number }> }, readonly venues: { readonly values: ReadonlyArray<{ readonly count: number, readonly venue: { readonly id: string, readonly name: string } }> }, readonly topics: { readonly values: ReadonlyArray<{ readonly count: number, readonly topic: { readonly id: string, readonly name: string } }> }, readonly authors: { readonly values: ReadonlyArray<{ readonly count: number, readonly author: { readonly id: string, readonly name: string } }> } } } };

export type PageFragment = { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null };

export type SearchAuthorsQueryVariables = Exact<{
  search?: string | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
}>;


export type SearchAuthorsQuery = { readonly authors: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly publicationCount: number, readonly firstYear: number | null, readonly lastYear: number | null, readonly orcid: string | null, readonly topics: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> } }> } };

export type SearchVenuesQueryVariables = Exact<{
  search?: string | null | undefined;
  filter?: VenueFilter | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
}>;


export type SearchVenuesQuery = { readonly venues: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly acronym: string | null, readonly kind: VenueKind, readonly metrics: { readonly publicationCount: number, readonly firstYear: number | null, readonly lastYear: number | null } }>, readonly facets: { readonly kinds: { readonly values: ReadonlyArray<{ readonly kind: VenueKind, readonly count: number }> } } } };

export type SearchTopicsQueryVariables = Exact<{
  search?: string | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
}>;


export type SearchTopicsQuery = { readonly topics: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly publicationCount: number, readonly broader: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> } }> } };

export type NamesQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string;
}>;


export type NamesQuery = { readonly nodes: ReadonlyArray<
    | { readonly __typename: 'AnalysisRun' }
    | { readonly __typename: 'Author', readonly id: string, readonly name: string }
    | { readonly __typename: 'ClusterRun' }
    | { readonly __typename: 'Community' }
    | { readonly __typename: 'Decision' }
    | { readonly __typename: 'DetectedCommunity', readonly id: string, readonly label: string }
    | { readonly __typename: 'Import' }
    | { readonly __typename: 'Institution', readonly id: string, readonly name: string }
    | { readonly __typename: 'Publication' }
    | { readonly __typename: 'Source' }
    | { readonly __typename: 'Statement' }
    | { readonly __typename: 'Topic', readonly id: string, readonly name: string }
    | { readonly __typename: 'Venue', readonly id: string, readonly name: string }
   | null> };

export type SuggestQueryVariables = Exact<{
  text: string;
}>;


export type SuggestQuery = { readonly suggest: ReadonlyArray<{ readonly text: string, readonly popularity: number, readonly node:
      | { readonly __typename: 'Author', readonly id: string }
      | { readonly __typename: 'Institution', readonly id: string }
      | { readonly __typename: 'Publication', readonly id: string }
      | { readonly __typename: 'Topic', readonly id: string }
      | { readonly __typename: 'Venue', readonly id: string }
     }> };

export type SuggestAuthorsQueryVariables = Exact<{
  text: string;
}>;


export type SuggestAuthorsQuery = { readonly suggest: ReadonlyArray<{ readonly text: string, readonly popularity: number, readonly node:
      | { readonly __typename: 'Author', readonly id: string }
      | { readonly __typename: 'Institution' }
      | { readonly __typename: 'Publication' }
      | { readonly __typename: 'Topic' }
      | { readonly __typename: 'Venue' }
     }> };

export type TopicHeadQueryVariables = Exact<{
  id: string;
}>;


export type TopicHeadQuery = { readonly node:
    | { readonly __typename: 'AnalysisRun' }
    | { readonly __typename: 'Author' }
    | { readonly __typename: 'ClusterRun' }
    | { readonly __typename: 'Community' }
    | { readonly __typename: 'Decision' }
    | { readonly __typename: 'DetectedCommunity' }
    | { readonly __typename: 'Import' }
    | { readonly __typename: 'Institution' }
    | { readonly __typename: 'Publication' }
    | { readonly __typename: 'Source' }
    | { readonly __typename: 'Statement' }
    | { readonly __typename: 'Topic', readonly id: string, readonly name: string, readonly names: ReadonlyArray<string>, readonly publicationCount: number, readonly broader: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly narrower: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly publicationCount: number }> }, readonly related: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> } }
    | { readonly __typename: 'Venue' }
   | null };

export type TopicTrendLineQueryVariables = Exact<{
  topic: PublicationFilter;
}>;


export type TopicTrendLineQuery = { readonly publications: { readonly facets: { readonly years: { readonly values: ReadonlyArray<{ readonly year: number, readonly count: number }> } } }, readonly all: ReadonlyArray<{ readonly year: number | null, readonly count: number }> };

export type TopicMapQueryVariables = Exact<{
  resolution: number;
  maxNodes: number;
  maxEdges: number;
}>;


export type TopicMapQuery = { readonly topicClusters: { readonly algorithm: string, readonly modularity: number, readonly communityCount: number, readonly communities: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly label: string, readonly terms: ReadonlyArray<string>, readonly topics: { readonly nodes: ReadonlyArray<{ readonly id: string }> }, readonly publications: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string | null, readonly year: number | null, readonly citationCount: number | null, readonly topics: { readonly nodes: ReadonlyArray<{ readonly id: string }> } }> } }> } }, readonly topicNetwork: { readonly nodesTruncated: boolean, readonly edgesTruncated: boolean, readonly publicationsTruncated: boolean, readonly nodes: ReadonlyArray<{ readonly key: string, readonly label: string, readonly weight: number, readonly position: { readonly x: number, readonly y: number } }>, readonly edges: ReadonlyArray<{ readonly source: string, readonly target: string, readonly publicationCount: number, readonly weight: number }> } };

export type ClusterInsideQueryVariables = Exact<{
  id: string;
  topics: number;
  publications: number;
}>;


export type ClusterInsideQuery = { readonly node:
    | { readonly __typename: 'AnalysisRun' }
    | { readonly __typename: 'Author' }
    | { readonly __typename: 'ClusterRun' }
    | { readonly __typename: 'Community', readonly id: string, readonly label: string, readonly topics: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly publicationCount: number }> }, readonly publications: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string | null, readonly year: number | null, readonly citationCount: number | null, readonly topics: { readonly nodes: ReadonlyArray<{ readonly name: string, readonly publicationCount: number, readonly id: string }> } }> } }
    | { readonly __typename: 'Decision' }
    | { readonly __typename: 'DetectedCommunity' }
    | { readonly __typename: 'Import' }
    | { readonly __typename: 'Institution' }
    | { readonly __typename: 'Publication' }
    | { readonly __typename: 'Source' }
    | { readonly __typename: 'Statement' }
    | { readonly __typename: 'Topic' }
    | { readonly __typename: 'Venue' }
   | null };

export type MappedPublicationFragment = { readonly id: string, readonly title: string | null, readonly year: number | null, readonly citationCount: number | null, readonly topics: { readonly nodes: ReadonlyArray<{ readonly id: string }> } };

export type VenueHeadQueryVariables = Exact<{
  id: string;
}>;


export type VenueHeadQuery = { readonly node:
    | { readonly __typename: 'AnalysisRun' }
    | { readonly __typename: 'Author' }
    | { readonly __typename: 'ClusterRun' }
    | { readonly __typename: 'Community' }
    | { readonly __typename: 'Decision' }
    | { readonly __typename: 'DetectedCommunity' }
    | { readonly __typename: 'Import' }
    | { readonly __typename: 'Institution' }
    | { readonly __typename: 'Publication' }
    | { readonly __typename: 'Source' }
    | { readonly __typename: 'Statement' }
    | { readonly __typename: 'Topic' }
    | { readonly __typename: 'Venue', readonly id: string, readonly name: string, readonly names: ReadonlyArray<string>, readonly acronym: string | null, readonly kind: VenueKind, readonly series: { readonly id: string, readonly name: string } | null, readonly workshops: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly similar: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly metrics: { readonly publicationCount: number, readonly citationCount: number, readonly hIndex: number, readonly authorCount: number, readonly firstYear: number | null, readonly lastYear: number | null, readonly meanTeamSize: number | null } }
   | null };


export const AuthorCuration: Operation<AuthorCurationQuery, AuthorCurationQueryVariables> = { name: 'AuthorCuration', text: `query AuthorCuration(\$id: ID!) {
  authorCandidates(author: {id: \$id}, first: 10) {
    nodes {
      names
      sharedCoauthors
      sharedVenues
      sharedTopics
      yearsApart
      score
      needed
      authors {
        ...ComparedAuthor
      }
    }
  }
  author(id: \$id) {
    id
    publications(first: 100) {
      totalCount
      nodes {
        id
        title
        year
      }
    }
    splitSuggestions {
      names
      sharedVenues
      sharedTopics
      yearsApart
      publications {
        id
      }
    }
    decisions(first: 20) {
      nodes {
        id
        kind
        by
        at
        reason
        subjects {
          name
        }
      }
    }
  }
}

fragment ComparedAuthor on Author {
  id
  name
  names
  orcid
  publicationCount
  firstYear
  lastYear
  coauthors(first: 12) {
    totalCount
    nodes {
      id
      name
    }
  }
  venues(first: 8) {
    totalCount
    nodes {
      id
      name
    }
  }
  topics(first: 8) {
    totalCount
    nodes {
      id
      name
    }
  }
  institutions(first: 4) {
    totalCount
    nodes {
      id
      name
    }
  }
}` };

export const AuthorHead: Operation<AuthorHeadQuery, AuthorHeadQueryVariables> = { name: 'AuthorHead', text: `query AuthorHead(\$id: ID!) {
  node(id: \$id) {
    __typename
    ... on Author {
      id
      name
      names
      orcid
      firstYear
      lastYear
      institutions(first: 6) {
        totalCount
        edges {
          firstYear
          lastYear
          node {
            id
            name
          }
        }
      }
      metrics {
        publicationCount
        fractionalPublicationCount
        citationCount
        hIndex
        collaboratorCount
        meanTeamSize
      }
    }
  }
}` };

export const AuthorProvenance: Operation<AuthorProvenanceQuery, AuthorProvenanceQueryVariables> = { name: 'AuthorProvenance', text: `query AuthorProvenance(\$id: ID!) {
  node(id: \$id) {
    __typename
    ... on Author {
      identity {
        confidence
        authorshipCount
        byIdentifier
        byDecision
        byEvidence
        identifiers(first: 50) {
          authorshipCount
          identifier {
            scheme
            value
          }
        }
        personStatements(first: 20) {
          locator
          names
          identifiers {
            scheme
            value
          }
          source {
            uri
            format
          }
        }
      }
      nameForms(first: 50) {
        totalCount
        nodes {
          form
          publicationCount
        }
      }
    }
  }
}` };

export const ClusterInside: Operation<ClusterInsideQuery, ClusterInsideQueryVariables> = { name: 'ClusterInside', text: `query ClusterInside(\$id: ID!, \$topics: Int!, \$publications: Int!) {
  node(id: \$id) {
    __typename
    ... on Community {
      id
      label
      topics(first: \$topics) {
        totalCount
        nodes {
          id
          name
          publicationCount
        }
      }
      publications(first: \$publications, orderBy: {field: CITATION_COUNT}) {
        totalCount
        nodes {
          ...MappedPublication
          topics(first: 12) {
            nodes {
              name
              publicationCount
            }
          }
        }
      }
    }
  }
}

fragment MappedPublication on Publication {
  id
  title
  year
  citationCount
  topics(first: 12) {
    nodes {
      id
    }
  }
}` };

export const CoauthorCommunities: Operation<CoauthorCommunitiesQuery, CoauthorCommunitiesQueryVariables> = { name: 'CoauthorCommunities', text: `query CoauthorCommunities(\$author: AuthorBy!, \$depth: Int!, \$minPublications: Int!, \$maxNodes: Int!, \$maxEdges: Int!) {
  coauthorNetwork(
    author: \$author
    depth: \$depth
    minPublications: \$minPublications
    maxNodes: \$maxNodes
    maxEdges: \$maxEdges
  ) {
    nodes {
      key
      author {
        detectedCommunities(first: 1) {
          nodes {
            id
            label
          }
        }
      }
    }
  }
}` };

export const CoauthorNetwork: Operation<CoauthorNetworkQuery, CoauthorNetworkQueryVariables> = { name: 'CoauthorNetwork', text: `query CoauthorNetwork(\$author: AuthorBy!, \$depth: Int!, \$minPublications: Int!, \$maxNodes: Int!, \$maxEdges: Int!) {
  coauthorNetwork(
    author: \$author
    depth: \$depth
    minPublications: \$minPublications
    maxNodes: \$maxNodes
    maxEdges: \$maxEdges
  ) {
    nodesTruncated
    edgesTruncated
    publicationsTruncated
    nodes {
      key
      label
      weight
      distance
      position {
        x
        y
      }
      author {
        metrics {
          citationCount
          hIndex
        }
      }
    }
    edges {
      source
      target
      publicationCount
      weight
      firstYear
      lastYear
      years {
        year
        count
      }
    }
  }
}` };

export const Coauthors: Operation<CoauthorsQuery, CoauthorsQueryVariables> = { name: 'Coauthors', text: `query Coauthors(\$id: ID!, \$first: Int!) {
  author(id: \$id) {
    coauthors(first: \$first) {
      totalCount
      edges {
        publicationCount
        weight
        firstYear
        lastYear
        node {
          id
          name
        }
      }
    }
  }
}` };

export const CollaborationGrowth: Operation<CollaborationGrowthQuery, CollaborationGrowthQueryVariables> = { name: 'CollaborationGrowth', text: `query CollaborationGrowth(\$filter: PublicationFilter) {
  publications(filter: \$filter, first: 0) {
    collaborationByYear {
      year
      publicationCount
      sharedCount
      sharedShare
      authorCount
      newAuthorCount
      newPairCount
    }
  }
}` };

export const CollaborationPath: Operation<CollaborationPathQuery, CollaborationPathQueryVariables> = { name: 'CollaborationPath', text: `query CollaborationPath(\$from: ID!, \$to: ID!) {
  collaborationPath(from: {id: \$from}, to: {id: \$to}) {
    length
    authors {
      id
      name
    }
    steps {
      publicationCount
      from {
        id
        name
      }
      to {
        id
        name
      }
      sharedPublications(first: 3) {
        nodes {
          id
          title
          year
        }
      }
    }
  }
}` };

export const CommunityRuns: Operation<CommunityRunsQuery, CommunityRunsQueryVariables> = { name: 'CommunityRuns', text: `query CommunityRuns {
  analysisRuns(kind: AUTHOR_COMMUNITIES, first: 20) {
    nodes {
      current
    }
  }
}` };

export const CommunitySizes: Operation<CommunitySizesQuery, CommunitySizesQueryVariables> = { name: 'CommunitySizes', text: `query CommunitySizes(\$filter: PublicationFilter, \$first: Int!) {
  publications(filter: \$filter, first: 0) {
    communitySizes(first: \$first) {
      distinct
      otherCount
      missingCount
      values {
        authorCount
        community {
          id
          label
          size
        }
      }
    }
  }
}` };

export const ImportProgress: Operation<ImportProgressSubscription, ImportProgressSubscriptionVariables> = { name: 'ImportProgress', text: `subscription ImportProgress(\$id: ID!) {
  importProgress(id: \$id) {
    ...ImportRow
  }
}

fragment ImportRow on Import {
  id
  sourceName
  format
  state
  step
  queued
  ended
  records
  created
  updated
  unchanged
  rejected
  warned
  persons
  rate
  secondsLeft
  bytes
  size
  dryRun
  undoable
  undo {
    entries {
      removed
      restored
      kept
    }
  }
  error {
    code
    message
  }
}` };

export const Imports: Operation<ImportsQuery, ImportsQueryVariables> = { name: 'Imports', text: `query Imports(\$first: Int!) {
  imports(first: \$first) {
    totalCount
    nodes {
      ...ImportRow
    }
  }
}

fragment ImportRow on Import {
  id
  sourceName
  format
  state
  step
  queued
  ended
  records
  created
  updated
  unchanged
  rejected
  warned
  persons
  rate
  secondsLeft
  bytes
  size
  dryRun
  undoable
  undo {
    entries {
      removed
      restored
      kept
    }
  }
  error {
    code
    message
  }
}` };

export const InstitutionHead: Operation<InstitutionHeadQuery, InstitutionHeadQueryVariables> = { name: 'InstitutionHead', text: `query InstitutionHead(\$id: ID!) {
  node(id: \$id) {
    __typename
    ... on Institution {
      id
      name
      names
      ror
      country
      metrics {
        publicationCount
        fractionalPublicationCount
        citationCount
        hIndex
        authorCount
        collaboratorCount
        firstYear
        lastYear
        meanTeamSize
      }
    }
  }
}` };

export const InstitutionNetwork: Operation<InstitutionNetworkQuery, InstitutionNetworkQueryVariables> = { name: 'InstitutionNetwork', text: `query InstitutionNetwork(\$id: ID!, \$maxNodes: Int!, \$maxEdges: Int!) {
  institutionNetwork(
    publications: {institution: \$id}
    maxNodes: \$maxNodes
    maxEdges: \$maxEdges
  ) {
    nodesTruncated
    edgesTruncated
    publicationsTruncated
    nodes {
      key
      label
      weight
      position {
        x
        y
      }
      institution {
        country
      }
    }
    edges {
      source
      target
      publicationCount
      weight
      firstYear
      lastYear
    }
  }
}` };

export const InstitutionPeople: Operation<InstitutionPeopleQuery, InstitutionPeopleQueryVariables> = { name: 'InstitutionPeople', text: `query InstitutionPeople(\$id: ID!, \$first: Int!) {
  institution(id: \$id) {
    authors(first: \$first) {
      totalCount
      edges {
        publicationCount
        firstYear
        lastYear
        node {
          id
          name
        }
      }
    }
  }
}` };

export const MergeAuthors: Operation<MergeAuthorsMutation, MergeAuthorsMutationVariables> = { name: 'MergeAuthors', text: `mutation MergeAuthors(\$authors: [ID!]!, \$reason: String!, \$preview: Boolean!) {
  outcome: mergeAuthors(authors: \$authors, reason: \$reason, preview: \$preview) {
    ...Outcome
  }
}

fragment Outcome on DecisionOutcome {
  publicationCount
  complete
  before {
    id
    name
    publicationCount
    peopleCount
  }
  after {
    id
    name
    publicationCount
    peopleCount
  }
  overrides {
    id
    by
    reason
  }
}` };

export const Names: Operation<NamesQuery, NamesQueryVariables> = { name: 'Names', text: `query Names(\$ids: [ID!]!) {
  nodes(ids: \$ids) {
    __typename
    ... on Author {
      id
      name
    }
    ... on Venue {
      id
      name
    }
    ... on Topic {
      id
      name
    }
    ... on DetectedCommunity {
      id
      label
    }
    ... on Institution {
      id
      name
    }
  }
}` };

export const Numbers: Operation<NumbersQuery, NumbersQueryVariables> = { name: 'Numbers', text: `query Numbers(\$filter: PublicationFilter) {
  publications(filter: \$filter, first: 0) {
    totalCount
    aggregates {
      citationCount
      hIndex
      firstYear
      lastYear
      meanTeamSize
      soloShare
    }
    facets {
      authors(first: 0) {
        distinct
      }
      venues(first: 0) {
        distinct
      }
      topics(first: 0) {
        distinct
      }
    }
  }
}` };

export const OutputByYear: Operation<OutputByYearQuery, OutputByYearQueryVariables> = { name: 'OutputByYear', text: `query OutputByYear(\$filter: PublicationFilter) {
  publications(filter: \$filter, first: 0) {
    facets {
      years(first: 100) {
        values {
          year
          count
        }
        missingCount
      }
    }
  }
}` };

export const PublicationList: Operation<PublicationListQuery, PublicationListQueryVariables> = { name: 'PublicationList', text: `query PublicationList(\$filter: PublicationFilter, \$orderBy: [PublicationOrder!], \$first: Int!, \$after: String) {
  publications(filter: \$filter, orderBy: \$orderBy, first: \$first, after: \$after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...PublicationRow
    }
  }
}

fragment PublicationRow on Publication {
  id
  title
  year
  type
  citationCount
  retracted
  complete
  authorCount
  authors(first: 8) {
    nodes {
      id
      name
    }
  }
  venues(first: 2) {
    nodes {
      id
      name
      acronym
    }
  }
}` };

export const PublicationPage: Operation<PublicationPageQuery, PublicationPageQueryVariables> = { name: 'PublicationPage', text: `query PublicationPage(\$id: ID!) {
  node(id: \$id) {
    __typename
    ... on Publication {
      id
      title
      abstract
      year
      date
      type
      language
      doi
      arxivId
      url
      toAppear
      retracted
      complete
      incompleteReason
      citationCount
      authors(first: 100) {
        totalCount
        edges {
          rawName
          corresponding
          node {
            id
            name
          }
        }
      }
      venues(first: 10) {
        edges {
          rawName
          volume
          issue
          pages
          year
          node {
            id
            name
          }
        }
      }
      institutions(first: 20) {
        totalCount
        nodes {
          id
          name
        }
      }
      topics(first: 30) {
        edges {
          score
          origin
          node {
            id
            name
          }
        }
      }
      similar(first: 5) {
        nodes {
          ...PublicationRow
        }
      }
      cites(first: 10) {
        totalCount
        nodes {
          ...PublicationRow
        }
      }
      citedBy(first: 10) {
        totalCount
        nodes {
          ...PublicationRow
        }
      }
      statements(first: 20) {
        totalCount
        nodes {
          ...Place
        }
      }
    }
  }
}

fragment PublicationRow on Publication {
  id
  title
  year
  type
  citationCount
  retracted
  complete
  authorCount
  authors(first: 8) {
    nodes {
      id
      name
    }
  }
  venues(first: 2) {
    nodes {
      id
      name
      acronym
    }
  }
}

fragment Place on Statement {
  id
  line
  locator
  source {
    uri
    format
  }
}` };

export const PublicationProvenance: Operation<PublicationProvenanceQuery, PublicationProvenanceQueryVariables> = { name: 'PublicationProvenance', text: `query PublicationProvenance(\$id: ID!) {
  node(id: \$id) {
    __typename
    ... on Publication {
      chosen {
        field
        reason
        agreement
        statementCount
        decision {
          by
          at
          reason
        }
        statement {
          ...Place
        }
      }
      statements(first: 50) {
        totalCount
        nodes {
          ...Place
          fields {
            name
            value
          }
        }
      }
      authors(first: 50) {
        totalCount
        edges {
          node {
            id
            name
          }
          mentions {
            name
            profileOwner
            identifiers {
              scheme
              value
            }
            statement {
              ...Place
            }
          }
        }
      }
      venues(first: 10) {
        totalCount
        edges {
          node {
            id
            name
          }
          mentions {
            form
            statement {
              ...Place
            }
          }
        }
      }
      institutions(first: 20) {
        totalCount
        edges {
          node {
            id
            name
          }
          mentions {
            form
            statement {
              ...Place
            }
          }
        }
      }
      topics(first: 30) {
        totalCount
        edges {
          node {
            id
            name
          }
          mentions {
            form
            statement {
              ...Place
            }
          }
        }
      }
    }
  }
}

fragment Place on Statement {
  id
  line
  locator
  source {
    uri
    format
  }
}` };

export const Rejects: Operation<RejectsQuery, RejectsQueryVariables> = { name: 'Rejects', text: `query Rejects(\$id: ID!, \$first: Int!) {
  node(id: \$id) {
    ... on Import {
      rejects(first: \$first) {
        totalCount
        nodes {
          line
          code
          reason
          original
        }
      }
    }
  }
}` };

export const SearchAuthors: Operation<SearchAuthorsQuery, SearchAuthorsQueryVariables> = { name: 'SearchAuthors', text: `query SearchAuthors(\$search: String, \$after: String, \$before: String, \$first: Int, \$last: Int) {
  authors(
    search: \$search
    after: \$after
    before: \$before
    first: \$first
    last: \$last
  ) {
    totalCount
    pageInfo {
      ...Page
    }
    nodes {
      id
      name
      publicationCount
      firstYear
      lastYear
      orcid
      topics(first: 3) {
        nodes {
          id
          name
        }
      }
    }
  }
}

fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}` };

export const SearchCounts: Operation<SearchCountsQuery, SearchCountsQueryVariables> = { name: 'SearchCounts', text: `query SearchCounts(\$search: String) {
  publications(search: \$search, first: 0) {
    totalCount
  }
  authors(search: \$search, first: 0) {
    totalCount
  }
  venues(search: \$search, first: 0) {
    totalCount
  }
  topics(search: \$search, first: 0) {
    totalCount
  }
}` };

export const SearchPublications: Operation<SearchPublicationsQuery, SearchPublicationsQueryVariables> = { name: 'SearchPublications', text: `query SearchPublications(\$search: String, \$filter: PublicationFilter, \$orderBy: [PublicationOrder!], \$after: String, \$before: String, \$first: Int, \$last: Int) {
  publications(
    search: \$search
    filter: \$filter
    orderBy: \$orderBy
    after: \$after
    before: \$before
    first: \$first
    last: \$last
  ) {
    totalCount
    pageInfo {
      ...Page
    }
    edges {
      highlights {
        field
        fragments {
          text
          matches {
            start
            end
          }
        }
      }
      node {
        ...PublicationRow
      }
    }
    facets {
      years(first: 100) {
        values {
          year
          count
        }
      }
      types(first: 8) {
        values {
          type
          label
          count
        }
      }
      venues(first: 8) {
        values {
          count
          venue {
            id
            name
          }
        }
      }
      topics(first: 8) {
        values {
          count
          topic {
            id
            name
          }
        }
      }
      authors(first: 8) {
        values {
          count
          author {
            id
            name
          }
        }
      }
    }
  }
}

fragment PublicationRow on Publication {
  id
  title
  year
  type
  citationCount
  retracted
  complete
  authorCount
  authors(first: 8) {
    nodes {
      id
      name
    }
  }
  venues(first: 2) {
    nodes {
      id
      name
      acronym
    }
  }
}

fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}` };

export const SearchTopics: Operation<SearchTopicsQuery, SearchTopicsQueryVariables> = { name: 'SearchTopics', text: `query SearchTopics(\$search: String, \$after: String, \$before: String, \$first: Int, \$last: Int) {
  topics(
    search: \$search
    after: \$after
    before: \$before
    first: \$first
    last: \$last
  ) {
    totalCount
    pageInfo {
      ...Page
    }
    nodes {
      id
      name
      publicationCount
      broader(first: 2) {
        nodes {
          id
          name
        }
      }
    }
  }
}

fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}` };

export const SearchVenues: Operation<SearchVenuesQuery, SearchVenuesQueryVariables> = { name: 'SearchVenues', text: `query SearchVenues(\$search: String, \$filter: VenueFilter, \$after: String, \$before: String, \$first: Int, \$last: Int) {
  venues(
    search: \$search
    filter: \$filter
    after: \$after
    before: \$before
    first: \$first
    last: \$last
  ) {
    totalCount
    pageInfo {
      ...Page
    }
    nodes {
      id
      name
      acronym
      kind
      metrics {
        publicationCount
        firstYear
        lastYear
      }
    }
    facets {
      kinds {
        values {
          kind
          count
        }
      }
    }
  }
}

fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}` };

export const SendFile: Operation<SendFileMutation, SendFileMutationVariables> = { name: 'SendFile', text: `mutation SendFile(\$input: ImportFileInput!) {
  importFile(input: \$input) {
    ...ImportRow
  }
}

fragment ImportRow on Import {
  id
  sourceName
  format
  state
  step
  queued
  ended
  records
  created
  updated
  unchanged
  rejected
  warned
  persons
  rate
  secondsLeft
  bytes
  size
  dryRun
  undoable
  undo {
    entries {
      removed
      restored
      kept
    }
  }
  error {
    code
    message
  }
}` };

export const SeparateAuthors: Operation<SeparateAuthorsMutation, SeparateAuthorsMutationVariables> = { name: 'SeparateAuthors', text: `mutation SeparateAuthors(\$author: ID!, \$other: ID!, \$reason: String!, \$preview: Boolean!) {
  outcome: separateAuthors(
    author: \$author
    other: \$other
    reason: \$reason
    preview: \$preview
  ) {
    ...Outcome
  }
}

fragment Outcome on DecisionOutcome {
  publicationCount
  complete
  before {
    id
    name
    publicationCount
    peopleCount
  }
  after {
    id
    name
    publicationCount
    peopleCount
  }
  overrides {
    id
    by
    reason
  }
}` };

export const SplitAuthor: Operation<SplitAuthorMutation, SplitAuthorMutationVariables> = { name: 'SplitAuthor', text: `mutation SplitAuthor(\$author: ID!, \$publications: [ID!]!, \$reason: String!, \$preview: Boolean!) {
  outcome: splitAuthor(
    author: \$author
    publications: \$publications
    reason: \$reason
    preview: \$preview
  ) {
    ...Outcome
  }
}

fragment Outcome on DecisionOutcome {
  publicationCount
  complete
  before {
    id
    name
    publicationCount
    peopleCount
  }
  after {
    id
    name
    publicationCount
    peopleCount
  }
  overrides {
    id
    by
    reason
  }
}` };

export const Suggest: Operation<SuggestQuery, SuggestQueryVariables> = { name: 'Suggest', text: `query Suggest(\$text: String!) {
  suggest(
    text: \$text
    first: 10
    kinds: [AUTHOR, PUBLICATION, TOPIC, VENUE, INSTITUTION]
  ) {
    text
    popularity
    node {
      __typename
      ... on Node {
        id
      }
    }
  }
}` };

export const SuggestAuthors: Operation<SuggestAuthorsQuery, SuggestAuthorsQueryVariables> = { name: 'SuggestAuthors', text: `query SuggestAuthors(\$text: String!) {
  suggest(text: \$text, first: 10, kinds: [AUTHOR]) {
    text
    popularity
    node {
      __typename
      ... on Author {
        id
      }
    }
  }
}` };

export const TeamSizes: Operation<TeamSizesQuery, TeamSizesQueryVariables> = { name: 'TeamSizes', text: `query TeamSizes(\$one: PublicationFilter, \$two: PublicationFilter, \$three: PublicationFilter, \$four: PublicationFilter, \$fiveToSix: PublicationFilter, \$sevenToTen: PublicationFilter, \$more: PublicationFilter) {
  one: publications(filter: \$one, first: 0) {
    totalCount
  }
  two: publications(filter: \$two, first: 0) {
    totalCount
  }
  three: publications(filter: \$three, first: 0) {
    totalCount
  }
  four: publications(filter: \$four, first: 0) {
    totalCount
  }
  fiveToSix: publications(filter: \$fiveToSix, first: 0) {
    totalCount
  }
  sevenToTen: publications(filter: \$sevenToTen, first: 0) {
    totalCount
  }
  more: publications(filter: \$more, first: 0) {
    totalCount
  }
}` };

export const TopAuthors: Operation<TopAuthorsQuery, TopAuthorsQueryVariables> = { name: 'TopAuthors', text: `query TopAuthors(\$filter: PublicationFilter, \$first: Int!) {
  publications(filter: \$filter, first: 0) {
    facets {
      authors(first: \$first) {
        distinct
        values {
          count
          fractionalCount
          author {
            id
            name
          }
        }
      }
    }
  }
}` };

export const TopTopics: Operation<TopTopicsQuery, TopTopicsQueryVariables> = { name: 'TopTopics', text: `query TopTopics(\$filter: PublicationFilter, \$first: Int!) {
  publications(filter: \$filter, first: 0) {
    facets {
      topics(first: \$first) {
        distinct
        values {
          count
          topic {
            id
            name
          }
        }
      }
    }
  }
}` };

export const TopVenues: Operation<TopVenuesQuery, TopVenuesQueryVariables> = { name: 'TopVenues', text: `query TopVenues(\$filter: PublicationFilter, \$first: Int!) {
  publications(filter: \$filter, first: 0) {
    facets {
      venues(first: \$first) {
        distinct
        values {
          count
          venue {
            id
            name
            acronym
          }
        }
      }
    }
  }
}` };

export const TopicHead: Operation<TopicHeadQuery, TopicHeadQueryVariables> = { name: 'TopicHead', text: `query TopicHead(\$id: ID!) {
  node(id: \$id) {
    __typename
    ... on Topic {
      id
      name
      names
      publicationCount
      broader(first: 10) {
        nodes {
          id
          name
        }
      }
      narrower(first: 30) {
        totalCount
        nodes {
          id
          name
          publicationCount
        }
      }
      related(first: 12) {
        nodes {
          id
          name
        }
      }
    }
  }
}` };

export const TopicMap: Operation<TopicMapQuery, TopicMapQueryVariables> = { name: 'TopicMap', text: `query TopicMap(\$resolution: Float!, \$maxNodes: Int!, \$maxEdges: Int!) {
  topicClusters(resolution: \$resolution) {
    algorithm
    modularity
    communityCount
    communities(first: 60) {
      nodes {
        id
        label
        terms
        topics(first: 100) {
          nodes {
            id
          }
        }
        publications(first: 12, orderBy: {field: CITATION_COUNT}) {
          totalCount
          nodes {
            ...MappedPublication
          }
        }
      }
    }
  }
  topicNetwork(maxNodes: \$maxNodes, maxEdges: \$maxEdges) {
    nodesTruncated
    edgesTruncated
    publicationsTruncated
    nodes {
      key
      label
      weight
      position {
        x
        y
      }
    }
    edges {
      source
      target
      publicationCount
      weight
    }
  }
}

fragment MappedPublication on Publication {
  id
  title
  year
  citationCount
  topics(first: 12) {
    nodes {
      id
    }
  }
}` };

export const TopicTrendLine: Operation<TopicTrendLineQuery, TopicTrendLineQueryVariables> = { name: 'TopicTrendLine', text: `query TopicTrendLine(\$topic: PublicationFilter!) {
  publications(filter: \$topic, first: 0) {
    facets {
      years(first: 100) {
        values {
          year
          count
        }
      }
    }
  }
  all: publicationsByYear {
    year
    count
  }
}` };

export const TopicTrends: Operation<TopicTrendsQuery, TopicTrendsQueryVariables> = { name: 'TopicTrends', text: `query TopicTrends(\$filter: PublicationFilter, \$direction: TrendDirection!, \$years: Int!, \$minPublications: Int!) {
  publications(filter: \$filter, first: 0) {
    topicTrends(
      direction: \$direction
      years: \$years
      minPublications: \$minPublications
      first: 15
    ) {
      earlierCount
      earlierShare
      recentCount
      recentShare
      z
      until
      topic {
        id
        name
      }
    }
  }
}` };

export const TopicsByYear: Operation<TopicsByYearQuery, TopicsByYearQueryVariables> = { name: 'TopicsByYear', text: `query TopicsByYear(\$filter: PublicationFilter, \$rows: Int!) {
  publications(filter: \$filter, first: 0) {
    facets {
      years(first: 100) {
        values {
          year
          count
        }
      }
    }
    matrix(
      rows: TOPIC
      columns: YEAR
      firstRows: \$rows
      firstColumns: 100
      columnOrder: VALUE
    ) {
      counts
      distinctRows
      distinctColumns
      rows {
        ... on TopicFacetValue {
          count
          topic {
            id
            name
          }
        }
      }
      columns {
        ... on YearFacetValue {
          year
        }
      }
    }
  }
}` };

export const UndoDecision: Operation<UndoDecisionMutation, UndoDecisionMutationVariables> = { name: 'UndoDecision', text: `mutation UndoDecision(\$decision: ID!, \$reason: String!, \$preview: Boolean!) {
  outcome: undoDecision(decision: \$decision, reason: \$reason, preview: \$preview) {
    ...Outcome
  }
}

fragment Outcome on DecisionOutcome {
  publicationCount
  complete
  before {
    id
    name
    publicationCount
    peopleCount
  }
  after {
    id
    name
    publicationCount
    peopleCount
  }
  overrides {
    id
    by
    reason
  }
}` };

export const UndoImport: Operation<UndoImportMutation, UndoImportMutationVariables> = { name: 'UndoImport', text: `mutation UndoImport(\$id: ID!, \$preview: Boolean!) {
  undoImport(import: \$id, preview: \$preview) {
    import {
      ...ImportRow
    }
    preview {
      entries {
        removed
        restored
        kept
      }
      publicationCount
      authorCount
      venueCount
      topicCount
      institutionCount
      complete
    }
  }
}

fragment ImportRow on Import {
  id
  sourceName
  format
  state
  step
  queued
  ended
  records
  created
  updated
  unchanged
  rejected
  warned
  persons
  rate
  secondsLeft
  bytes
  size
  dryRun
  undoable
  undo {
    entries {
      removed
      restored
      kept
    }
  }
  error {
    code
    message
  }
}` };

export const VenueHead: Operation<VenueHeadQuery, VenueHeadQueryVariables> = { name: 'VenueHead', text: `query VenueHead(\$id: ID!) {
  node(id: \$id) {
    __typename
    ... on Venue {
      id
      name
      names
      acronym
      kind
      series {
        id
        name
      }
      workshops(first: 20) {
        totalCount
        nodes {
          id
          name
        }
      }
      similar(first: 6) {
        nodes {
          id
          name
        }
      }
      metrics {
        publicationCount
        citationCount
        hIndex
        authorCount
        firstYear
        lastYear
        meanTeamSize
      }
    }
  }
}` };

/** Input fields that take an enum, and none of which is anything else elsewhere. */
export const enumFields: ReadonlySet<string> = new Set(["direction","field","kind","method","of","origin","type"]);

/** The schema's enums. */
export const enumTypes: ReadonlySet<string> = new Set(["AnalysisKind","AnalysisState","AnalysisStep","AuthorOrderField","CommunityEventKind","CommunityMemberKind","DecisionKind","DecisionScope","FacetDimension","FacetOrder","ImportFormat","ImportState","ImportStep","InstitutionOrderField","NameAgreement","OrderDirection","PublicationOrderField","PublicationType","SearchField","SearchKind","SimilarBy","SimilarityMethod","SimilarityOf","SourceOrderField","TopicOrderField","TopicOrigin","TrendDirection","VenueKind","VenueOrderField"]);
