import { type Kind, pageOf } from '../address.ts';

/** A line of links to things of a kind. */
export function ThingLinks({
  title,
  kind,
  things,
  total = things.length,
}: {
  readonly title: string;
  readonly kind: Kind;
  readonly things: readonly { readonly id: string; readonly name: string }[];
  readonly total?: number;
}) {
  if (things.length === 0) return null;
  return (
    <p class="thing-links">
      <span class="quiet">{title}</span>{' '}
      {things.map(({ id, name }) => (
        <a key={id} class="chip" href={pageOf(kind, id)}>
          {name}
        </a>
      ))}
      {total > things.length && <span class="quiet"> and {total - things.length} more</span>}
    </p>
  );
}
