import { pageOf } from '../address.ts';

/** A chain of coauthors, with what each step wrote together. */
export function PathSteps({
  found,
}: {
  readonly found: {
    readonly length: number;
    readonly authors: readonly { readonly id: string; readonly name: string }[];
    readonly steps: readonly {
      readonly publicationCount: number;
      readonly from: { readonly name: string };
      readonly to: { readonly name: string };
      readonly sharedPublications: {
        readonly nodes: readonly {
          readonly id: string;
          readonly title: string | null;
          readonly year: number | null;
        }[];
      };
    }[];
  };
}) {
  return (
    <>
      <h3>
        {found.length === 1 ? '1 step' : `${found.length} steps`}:{' '}
        {found.authors.map(({ name }) => name).join(' – ')}
      </h3>
      <ol>
        {found.steps.map(({ from, to, publicationCount, sharedPublications: { nodes } }) => (
          <li key={`${from.name} ${to.name}`}>
            {from.name} and {to.name} share {publicationCount}:{' '}
            {nodes.map(({ id, title, year }, index) => (
              <span key={id}>
                {index > 0 && '; '}
                <a href={pageOf('Publication', id)}>{title ?? 'without a title'}</a>
                {year !== null && ` (${year})`}
              </span>
            ))}
          </li>
        ))}
      </ol>
    </>
  );
}
