import type { Operation } from '../api/documents.ts';
import { playgroundLink } from '../api/playgroundLink.ts';

/** A link to the query in the playground, among the tools of a picture or a table. */
export function QueryLink<Data, Variables extends object>({
  operation,
  variables,
}: {
  readonly operation: Operation<Data, Variables>;
  readonly variables: Variables;
}) {
  return (
    <a
      class="button"
      href={playgroundLink(operation, variables)}
      target="_blank"
      rel="noreferrer"
      title="Open the query in the playground"
    >
      Query
    </a>
  );
}
