/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type CoauthorsQueryVariables = Exact<{
  name: string;
  first?: number | null | undefined;
}>;


export type CoauthorsQuery = { readonly author: { readonly name: string, readonly coauthors: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly publicationCount: number, readonly firstYear: number | null, readonly lastYear: number | null, readonly node: { readonly name: string } }> } } | null };
