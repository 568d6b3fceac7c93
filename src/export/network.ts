/** A network as it goes out: small enough to be in memory (`networkLimits`), so that its writers are plain generators. */
export interface ExportedNetwork {
  /** Such as `coauthors`. */
  readonly name: string;
  readonly directed: boolean;
  /** Whether there is more than had room. */
  readonly truncated: boolean;
  readonly nodes: readonly ExportedNode[];
  readonly edges: readonly ExportedEdge[];
}

/** What a format that has only a text for it says of a network that is truncated. */
export const truncation = 'truncated: there is more than had room';

export interface ExportedNode {
  /** What the API calls it. */
  readonly id: string;
  readonly label: string;
  /** `Author`, `Publication`, `Venue` or `Topic`. */
  readonly kind: string;
  /** Publications or citations, as the network counts them. */
  readonly weight: number;
  readonly x: number;
  readonly y: number;
}

export interface ExportedEdge {
  readonly source: string;
  readonly target: string;
  /** Fractional counting. */
  readonly weight: number;
  /** Full counting. */
  readonly publications: number;
  readonly firstYear: number | null;
  readonly lastYear: number | null;
}
