import { Component, type ComponentChildren } from 'preact';
import { ErrorBoundary, LocationProvider, lazy, Route, Router } from 'preact-iso';
import { useAddress } from './address.ts';
import { RequestFailure } from './api/request.ts';
import { embedded } from './embedTags.ts';
import { NotFound } from './pages/NotFound.tsx';
import { SearchBox } from './parts/SearchBox.tsx';
import { Failed } from './parts/states.tsx';
import { chooseTheme, useTheme } from './parts/theme.ts';
import { useScroll } from './scroll.ts';

const Overview = lazy(() => import('./pages/Overview.tsx'));
const Search = lazy(() => import('./pages/Search.tsx'));
const Author = lazy(() => import('./pages/Author.tsx'));
const Publication = lazy(() => import('./pages/Publication.tsx'));
const Venue = lazy(() => import('./pages/Venue.tsx'));
const Topic = lazy(() => import('./pages/Topic.tsx'));
const Institution = lazy(() => import('./pages/Institution.tsx'));
const Topics = lazy(() => import('./pages/Topics.tsx'));
const Import = lazy(() => import('./pages/Import.tsx'));
const Embed = lazy(() => import('./pages/Embed.tsx'));

/** Addresses that are the explorer's; a click on others leaves it. */
const scope = /^\/(?!graphql|export\/|health|ready)/;

export function App() {
  return (
    <LocationProvider scope={scope}>
      <Frame>
        <ErrorBoundary>
          <Router>
            <Route path="/" component={Overview} />
            <Route path="/search" component={Search} />
            <Route path="/author/:id" component={Author} />
            <Route path="/publication/:id" component={Publication} />
            <Route path="/venue/:id" component={Venue} />
            <Route path="/topic/:id" component={Topic} />
            <Route path="/institution/:id" component={Institution} />
            <Route path="/topics" component={Topics} />
            <Route path="/import" component={Import} />
            <Route path="/embed/:picture" component={Embed} />
            <Route default component={NotFound} />
          </Router>
        </ErrorBoundary>
      </Frame>
    </LocationProvider>
  );
}

const pages = [
  ['/', 'Overview'],
  ['/search', 'Search'],
  ['/topics', 'Topics'],
  ['/import', 'Import'],
] as const;

function Frame({ children }: { readonly children: ComponentChildren }) {
  const { path } = useAddress();
  const theme = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  useScroll();
  const content = <Caught at={path}>{children}</Caught>;
  if (embedded(path)) return <main class="embed">{content}</main>;
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => skip(event)}>
        Skip to the content
      </a>
      <header class="top">
        <a class="brand" href="/">
          Scholargraph
        </a>
        <SearchBox />
        <nav aria-label="Pages">
          {pages.map(([address, name]) => (
            <a key={address} href={address} aria-current={path === address ? 'page' : undefined}>
              {name}
            </a>
          ))}
          <a href="/graphql">Playground</a>
          <button
            type="button"
            class="theme"
            onClick={() => chooseTheme(other)}
            aria-label={`Use ${other} colours`}
          >
            <span aria-hidden="true">{theme === 'dark' ? '☀' : '☾'}</span>
          </button>
        </nav>
      </header>
      <main id="main" tabIndex={-1}>
        {content}
      </main>
    </>
  );
}

/** The router would take the fragment for a page. */
function skip(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

interface CaughtProps {
  /** The address of the page: what has failed on one is tried anew on another. */
  readonly at: string;
  readonly children: ComponentChildren;
}

/** A page that fails must not take the others with it. */
class Caught extends Component<CaughtProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidUpdate({ at }: CaughtProps) {
    if (this.state.failed && at !== this.props.at) this.setState({ failed: false });
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    const failure = new RequestFailure(
      'This page could not be shown',
      'PAGE',
      'Load it again; a newer version may be on the server.',
    );
    return <Failed failure={failure} retry={() => location.reload()} />;
  }
}
