/**
 * PublicationRecord: the one shape that every reader emits and every later step takes. It holds what a source says
 * of one publication, in the source's own words: plain Unicode text (markup and TeX accents already resolved, TeX
 * mathematics kept), nothing guessed, nothing merged. A field the source does not give is absent, never empty.
 */
export interface PublicationRecord {
  readonly locator: Locator;
  readonly type?: PublicationType;
  readonly title?: string;
  readonly abstract?: string;
  /** 1000–2999. */
  readonly year?: number;
  /** ISO 8601, as exact as the source gives it: `2019`, `2019-07` or `2019-07-31`. */
  readonly date?: string;
  /** BCP 47. */
  readonly language?: string;
  readonly identifiers: readonly Identifier[];
  /**
   * Identifiers of other versions of the same work, as the source states them: of a preprint its article's, of an article
   * its preprint's. They are the publication's own only where `identifiers` has them too.
   */
  readonly versions?: readonly Identifier[];
  /** In the byline's order. */
  readonly authors: readonly AuthorMention[];
  /**
   * `byline`: `authors` is the whole byline in its order. `listed`: an order, but not the byline's, or not all of
   * it is known (a profile page leaves its owner's place open; BibTeX's 'and others' cuts the list).
   */
  readonly authorOrder: 'byline' | 'listed';
  readonly editors?: readonly AuthorMention[];
  readonly venues: readonly VenueMention[];
  /** Topics and keywords the source itself assigns; extraction from text happens later. */
  readonly topics: readonly TopicMention[];
  /** Identifiers of publications that this one cites. */
  readonly references?: readonly Identifier[];
  readonly citationCount?: number;
  /** Announced as accepted but not yet out. */
  readonly toAppear?: boolean;
  readonly retracted?: boolean;
  /** What of the entry was left out since it could not be read, and why: a sentence without full stop each. */
  readonly warnings?: readonly string[];
  /** Why the source's entry is not enough to identify a publication; absent where it is. */
  readonly incomplete?: string;
}

export const publicationTypes = [
  'ARTICLE',
  'CONFERENCE_PAPER',
  'WORKSHOP_PAPER',
  'PREPRINT',
  'BOOK',
  'CHAPTER',
  'PROCEEDINGS',
  'THESIS',
  'REPORT',
  'DATASET',
  'SOFTWARE',
  'OTHER',
] as const;
export type PublicationType = (typeof publicationTypes)[number];

/** Where in its source a record stands. */
export interface Locator {
  /**
   * Names the record within its source, and is the same whenever the same source is read again, whatever else has
   * been added around it: a citation key, an id, a DOI; where the format has none, a digest of the entry's content.
   */
  readonly key: string;
  /** 1-based line where the record starts. */
  readonly line?: number;
  /** 0-based offset where the record starts, in bytes of the uncompressed source. */
  readonly byte?: number;
}

export const identifierSchemes = [
  'doi',
  'arxiv',
  'openalex',
  'pmid',
  'pmcid',
  'dblp',
  'acl',
  's2',
  'corpusid',
  'mag',
  'isbn',
  'issn',
  'orcid',
  'ror',
  'wikidata',
  'url',
] as const;
export type IdentifierScheme = (typeof identifierSchemes)[number];

export interface Identifier {
  readonly scheme: IdentifierScheme;
  /** As the source has it; the normalise room makes it canonical. */
  readonly value: string;
}

export interface AuthorMention {
  readonly name: NameMention;
  /** Other forms of the name that the source gives beside it, as in another script. */
  readonly variants?: readonly NameMention[];
  readonly identifiers?: readonly Identifier[];
  readonly affiliations?: readonly AffiliationMention[];
  readonly corresponding?: boolean;
  /** The person whose profile page this is: the page says so rather than listing the name in the byline. */
  readonly profileOwner?: boolean;
}

/** What a source says of a person apart from any publication. */
export interface PersonRecord {
  readonly locator: Locator;
  /** The one in use first, then those used before or besides. */
  readonly names: readonly NameMention[];
  /** The source's own of this person, ORCID, addresses of pages. */
  readonly identifiers: readonly Identifier[];
  readonly affiliations?: readonly AffiliationMention[];
  /** Nobody, but a page for all namesakes that have not been told apart: what is under it can be of several people. */
  readonly disambiguation: boolean;
}

/** A name as stated: either whole, or in the parts the source itself separates. */
export type NameMention =
  | { readonly literal: string; readonly homonym?: string }
  | {
      readonly family: string;
      readonly given?: string;
      /** 'van der', 'de la': kept apart where the source does. */
      readonly particle?: string;
      /** 'Jr.', 'III'. */
      readonly suffix?: string;
      /** A number that the source itself adds to keep namesakes apart, such as DBLP's '0001'. */
      readonly homonym?: string;
    };

export interface AffiliationMention {
  readonly name: string;
  readonly identifiers?: readonly Identifier[];
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
}

export interface VenueMention {
  /** As stated, with year, ordinal and acronym still inside. */
  readonly name: string;
  readonly acronym?: string;
  readonly kind?: VenueKind;
  readonly series?: string;
  readonly volume?: string;
  readonly issue?: string;
  readonly pages?: string;
  readonly publisher?: string;
  /** ISSN, ISBN, or the source's own id of the venue. */
  readonly identifiers?: readonly Identifier[];
}

export const venueKinds = [
  'CONFERENCE',
  'WORKSHOP',
  'JOURNAL',
  'PREPRINT_SERVER',
  'BOOK',
  'REPOSITORY',
  'OTHER',
] as const;
export type VenueKind = (typeof venueKinds)[number];

export interface TopicMention {
  readonly name: string;
  /** 0–1, where the source gives one. */
  readonly score?: number;
  readonly identifiers?: readonly Identifier[];
  /** From the next broader to the broadest, as the source's own hierarchy has it. */
  readonly broader?: readonly { readonly name: string; readonly identifiers?: readonly Identifier[] }[];
}
