/** A network as it is drawn: what it is of does not matter here. */
export interface Network {
  readonly nodes: readonly NetworkNode[];
  readonly edges: readonly NetworkEdge[];
}

export interface NetworkNode {
  readonly key: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  /** What its area says. */
  readonly size: number;
}

export interface NetworkEdge {
  readonly key: string;
  readonly source: string;
  readonly target: string;
  readonly weight: number;
}

export const edgeKey = (a: string, b: string): string => (a < b ? `${a},${b}` : `${b},${a}`);
