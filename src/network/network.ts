/** Bounds of every network: what a person can look at stays far below. */
export const networkLimits = {
  nodes: 1000,
  edges: 10_000,
  /** Of the authors around one. */
  depth: 3,
  /** Publications out of which a network is counted. */
  publications: 20_000,
  /** Authorships, topics or citations of these publications, all together. */
  occurrences: 200_000,
  /** Stored ties that thinning looks at. */
  ties: 100_000,
} as const;

/** Bylines of more names make no coauthorships, as in what the writer derives. */
export const bylineLimit = 100;

/** A publication that makes a tie. */
export interface TiePublication {
  readonly id: string;
  readonly year: number | null;
}

/** That two nodes belong together, and by how much. */
export interface Tie {
  /** The ids of the two ends; where the network is directed, from `a` to `b`. */
  readonly a: string;
  readonly b: string;
  /** Full counting: the publications that make the tie. */
  readonly publicationCount: number;
  /** Fractional counting: a publication that ties n nodes counts 1/(n − 1). */
  readonly weight: number;
  readonly firstYear: number | null;
  readonly lastYear: number | null;
  /** Absent where they are not read with the network. */
  readonly publications?: (() => readonly TiePublication[]) | undefined;
}

export interface NetworkNode<Row> {
  readonly row: Row;
  /** What the node is ranked by; each network says what it counts. */
  readonly weight: number;
  /** Steps from the node in the middle, where there is one. */
  readonly distance?: number | undefined;
}

export interface Network<Row> {
  readonly nodes: readonly NetworkNode<Row>[];
  /** Every end of a tie is among the nodes. */
  readonly edges: readonly Tie[];
  readonly directed: boolean;
  /** Whether there are more nodes than had room. */
  readonly nodesTruncated: boolean;
  /** Whether there are more ties among the nodes than had room. */
  readonly edgesTruncated: boolean;
  /** Whether there are more publications to count than are counted. */
  readonly publicationsTruncated: boolean;
}

/** Years, both included. A publication without year is in no window that has a bound. */
export interface Window {
  readonly from?: number | null | undefined;
  readonly to?: number | null | undefined;
}

export function hasBound(during: Window | null | undefined): during is Window {
  return during != null && (during.from != null || during.to != null);
}
