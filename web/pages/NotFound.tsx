import { Page } from '../parts/Page.tsx';

export function NotFound() {
  return (
    <Page title="Nothing here">
      <p>
        There is no such page, or what it showed has left the graph. <a href="/search">Search</a> for it, or
        go to the <a href="/">overview</a>.
      </p>
    </Page>
  );
}
