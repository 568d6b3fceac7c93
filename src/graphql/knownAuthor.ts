import { ScholargraphError } from '../errors.ts';
import type { AuthorRow } from '../graph/read/rows.ts';
import { findAuthor } from './author.ts';
import type { Context } from './context.ts';

/** @throws ScholargraphError NOT_FOUND, or AMBIGUOUS where several have the name */
export async function knownAuthor(
  context: Context,
  argument: string,
  by: Parameters<typeof findAuthor>[0],
): Promise<AuthorRow> {
  const author = await findAuthor(by, context);
  if (author !== null) return author;
  throw new ScholargraphError('NOT_FOUND', 'There is no such author', {
    field: argument,
    fix: 'Look for the author by: { authors(search: "…") { nodes { id name } } }',
  });
}
