/** What the caller of a start is told while it waits; `ready` or `failed` is the last. */
export type Neo4jProgress =
  | {
      readonly step: 'download';
      readonly bytes: number;
      readonly totalBytes: number;
      readonly files: number;
      readonly totalFiles: number;
    }
  | { readonly step: 'start' }
  | { readonly step: 'ready'; readonly milliseconds: number }
  | { readonly step: 'failed' };

export type OnNeo4jProgress = (progress: Neo4jProgress) => void;
