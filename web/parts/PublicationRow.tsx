import { Fragment } from 'preact';
import { pageOf } from '../address.ts';
import type { PublicationRowFragment, SearchPublicationsQuery } from '../api/documents.ts';
import { typeName } from '../filter.ts';
import { TexText } from './TexText.tsx';

type Highlights = SearchPublicationsQuery['publications']['edges'][number]['highlights'];

export function PublicationRow({
  publication,
  highlights = [],
}: {
  readonly publication: PublicationRowFragment;
  readonly highlights?: Highlights;
}) {
  const { id, title, year, type, authors, authorCount, venues, citationCount, retracted, complete } =
    publication;
  const found = highlights.find(({ field }) => field === 'abstract');
  const others = authorCount - authors.nodes.length;
  return (
    <article class="row">
      <h3>
        <a href={pageOf('Publication', id)}>
          {title === null ? 'Without a title' : <TexText text={title} />}
        </a>
        {retracted && <span class="badge warning">retracted</span>}
        {!complete && <span class="badge">incomplete</span>}
      </h3>
      <p class="byline">
        {authors.nodes.map((author, index) => (
          <Fragment key={author.id}>
            {index > 0 && ' '}
            <span class="with-comma">
              <a href={pageOf('Author', author.id)}>{author.name}</a>
              {index < authors.nodes.length - 1 && ','}
            </span>
          </Fragment>
        ))}
        {others > 0 && ` and ${others} more`}
      </p>
      <p class="quiet">
        {venues.nodes.map((venue) => (
          <span key={venue.id}>
            <a href={pageOf('Venue', venue.id)}>{venue.name}</a>
            {' · '}
          </span>
        ))}
        {year ?? 'no year'} · {typeName(type)}
        {citationCount !== null &&
          citationCount > 0 &&
          ` · cited ${citationCount.toLocaleString('en')} ${citationCount === 1 ? 'time' : 'times'}`}
      </p>
      {found?.fragments.slice(0, 1).map(({ text, matches }) => (
        <p class="excerpt" key={text}>
          … <Marked text={text} matches={matches} /> …
        </p>
      ))}
    </article>
  );
}

function Marked({
  text,
  matches,
}: {
  readonly text: string;
  readonly matches: readonly { readonly start: number; readonly end: number }[];
}) {
  const parts = [];
  let from = 0;
  for (const { start, end } of matches) {
    parts.push(text.slice(from, start), <mark key={start}>{text.slice(start, end)}</mark>);
    from = end;
  }
  parts.push(text.slice(from));
  return <>{parts}</>;
}
