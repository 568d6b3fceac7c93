import { lazy, useRoute } from 'preact-iso';
import { pageOf } from '../address.ts';
import { PublicationPage, type PublicationRowFragment } from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';
import { typeName } from '../filter.ts';
import { Facts, Page } from '../parts/Page.tsx';
import { PanelHead } from '../parts/PanelHead.tsx';
import { Provenance } from '../parts/Provenance.tsx';
import { PublicationRow } from '../parts/PublicationRow.tsx';
import { entryOf } from '../parts/stated.ts';
import { Failed, Loading, Truncated } from '../parts/states.tsx';
import { TexText } from '../parts/TexText.tsx';
import { NotFound } from './NotFound.tsx';

const PublicationProvenance = lazy(() => import('../parts/PublicationProvenance.tsx'));

/** A publication. Everything in it is text from a source, whatever it looks like. */
export default function Publication() {
  const id = useRoute().params['id'] ?? '';
  const state = useQuery(PublicationPage, { id });
  if (state.status === 'failed') return <Failed failure={state.failure} retry={state.retry} />;
  if (state.status === 'loading') return <Loading what="the publication" tall />;
  const publication = state.data.node;
  if (publication?.__typename !== 'Publication') return <NotFound />;
  const {
    title,
    abstract,
    authors,
    venues,
    institutions,
    topics,
    doi,
    arxivId,
    url,
    cites,
    citedBy,
    similar,
    statements,
  } = publication;
  return (
    <Page
      title={title ?? 'Without a title'}
      kind={typeName(publication.type)}
      heading={title === null ? 'Without a title' : <TexText text={title} />}
    >
      {publication.retracted && <p class="notice warning">This publication was retracted.</p>}
      {!publication.complete && (
        <Truncated>
          The record is incomplete: {publication.incompleteReason ?? 'something is missing'}
        </Truncated>
      )}
      <p class="byline large">
        {authors.edges.map(({ node, rawName, corresponding }, index) => (
          <span key={node.id}>
            {index > 0 && ', '}
            <a
              href={pageOf('Author', node.id)}
              title={rawName === node.name ? undefined : `written ${rawName}`}
            >
              {node.name}
            </a>
            {corresponding && <span class="quiet"> (corresponding)</span>}
          </span>
        ))}
        {authors.totalCount > authors.edges.length &&
          ` and ${authors.totalCount - authors.edges.length} more`}
      </p>
      <ul class="venue-lines">
        {venues.edges.map(({ node, rawName, volume, issue, pages, year }) => (
          <li key={node.id}>
            <a href={pageOf('Venue', node.id)}>{node.name}</a>
            {volume !== null && ` ${volume}`}
            {issue !== null && `(${issue})`}
            {pages !== null && `, ${pages}`}
            {year !== null && ` (${year})`}
            {rawName !== node.name && <span class="quiet"> – in the source: {rawName}</span>}
          </li>
        ))}
      </ul>
      <Facts
        facts={[
          ['Year', publication.year === null ? null : String(publication.year)],
          ['Cited', publication.citationCount],
          ['Cites here', cites.totalCount],
          ['Cited by here', citedBy.totalCount],
          ['Language', publication.language],
          ['State', publication.toAppear ? 'to appear' : null],
        ]}
      />
      <p class="links">
        {doi !== null && (
          <a href={`https://doi.org/${encodeURI(doi)}`} rel="noreferrer">
            doi:{doi}
          </a>
        )}
        {arxivId !== null && (
          <a href={`https://arxiv.org/abs/${encodeURI(arxivId)}`} rel="noreferrer">
            arXiv:{arxivId}
          </a>
        )}
        {url !== null && isWebAddress(url) && (
          <a href={url} rel="noreferrer">
            {new URL(url).hostname}
          </a>
        )}
      </p>
      <div class="with-aside">
        <div>
          {abstract !== null && (
            <section aria-labelledby="abstract" class="panel abstract">
              <h2 id="abstract">Abstract</h2>
              <p>
                <TexText text={abstract} />
              </p>
            </section>
          )}
          <Provenance>
            <PublicationProvenance id={publication.id} />
          </Provenance>
          <List title="Like this" rows={similar.nodes} total={similar.nodes.length} />
          <List title="Cites" rows={cites.nodes} total={cites.totalCount} />
          <List title="Cited by" rows={citedBy.nodes} total={citedBy.totalCount} />
        </div>
        <div>
          {topics.edges.length > 0 && (
            <section aria-labelledby="topics" class="panel">
              <h2 id="topics">Topics</h2>
              <ul class="chips">
                {topics.edges.map(({ node, score, origin }) => (
                  <li key={node.id}>
                    <a
                      class="chip"
                      href={pageOf('Topic', node.id)}
                      title={`score ${score.toFixed(2)}, ${origin.toLowerCase()}`}
                    >
                      {node.name}
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {institutions.nodes.length > 0 && (
            <section aria-labelledby="institutions" class="panel">
              <h2 id="institutions">Institutions</h2>
              <ul class="chips">
                {institutions.nodes.map((institution) => (
                  <li key={institution.id}>
                    <a class="chip" href={pageOf('Institution', institution.id)}>
                      {institution.name}
                    </a>
                  </li>
                ))}
              </ul>
              {institutions.totalCount > institutions.nodes.length && (
                <p class="quiet">and {institutions.totalCount - institutions.nodes.length} more</p>
              )}
            </section>
          )}
          <section aria-labelledby="sources" class="panel">
            <PanelHead
              id="sources"
              asked={{ title: 'Sources', operation: PublicationPage, variables: { id } }}
            />
            <ul class="rows sources">
              {statements.nodes.map((statement) => (
                <li key={statement.id}>
                  {statement.source.uri}
                  <span class="quiet">{entryOf(statement).join(' · ')}</span>
                </li>
              ))}
            </ul>
            {statements.totalCount > statements.nodes.length && (
              <p class="quiet">
                {statements.nodes.length} of {statements.totalCount}.
              </p>
            )}
          </section>
        </div>
      </div>
    </Page>
  );
}

/** A source may state any address, also one that is a script. */
function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}

function List({
  title,
  rows,
  total,
}: {
  readonly title: string;
  readonly rows: readonly PublicationRowFragment[];
  readonly total: number;
}) {
  if (rows.length === 0) return null;
  return (
    <section aria-label={title} class="panel">
      <h2>{title}</h2>
      <ol class="rows">
        {rows.map((publication) => (
          <li key={publication.id}>
            <PublicationRow publication={publication} />
          </li>
        ))}
      </ol>
      {total > rows.length && (
        <p class="quiet">
          {rows.length} of {total.toLocaleString('en')}.
        </p>
      )}
    </section>
  );
}
