import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Kind, pageOf } from '../address.ts';
import {
  type AuthorCurationQuery as Answer,
  AuthorCuration as AuthorCurationQuery,
  type ComparedAuthorFragment,
  MergeAuthors,
  type OutcomeFragment,
  SeparateAuthors,
  SplitAuthor,
  UndoDecision,
} from '../api/documents.ts';
import { failureOf, type RequestFailure, request } from '../api/request.ts';
import { counted } from './counted.ts';
import { DecisionForm } from './DecisionForm.tsx';
import { span } from './Page.tsx';
import { Failed, Loading } from './states.tsx';
import { TexText } from './TexText.tsx';

export interface AuthorCurationProps {
  readonly id: string;
  readonly name: string;
  readonly token: string;
  readonly onDecided: (outcome: OutcomeFragment) => void;
}

/** For administrators: who may be the same person, what may be somebody else's, and what was decided. */
export default function AuthorCuration({ id, name, token, onDecided }: AuthorCurationProps) {
  const [answer, setAnswer] = useState<Answer>();
  const [failure, setFailure] = useState<RequestFailure>();
  useEffect(() => {
    const controller = new AbortController();
    request(AuthorCurationQuery, { id }, { token, signal: controller.signal }).then(
      setAnswer,
      (error: unknown) => {
        if (!controller.signal.aborted) setFailure(failureOf(error));
      },
    );
    return () => controller.abort();
  }, [id, token]);
  return (
    <section class="panel wide curation" aria-labelledby="curation-title">
      <header>
        <h2 id="curation-title">Curation</h2>
        <p class="quiet">For administrators. Decisions survive imports, and each can be undone.</p>
      </header>
      {failure !== undefined && <Failed failure={failure} />}
      {failure === undefined && answer === undefined && <Loading what="what can be decided" />}
      {answer !== undefined && (
        <>
          <h3>Perhaps the same person</h3>
          {answer.authorCandidates.nodes.length === 0 && (
            <p class="quiet">Nobody else has enough in common with {name}.</p>
          )}
          {answer.authorCandidates.nodes.map((candidate) => (
            <Candidate
              key={candidate.authors.map((author) => author.id).join()}
              candidate={candidate}
              id={id}
              token={token}
              onDecided={onDecided}
            />
          ))}
          {answer.author !== null && (
            <>
              <Split author={answer.author} name={name} token={token} onDecided={onDecided} />
              <Decisions decisions={answer.author.decisions.nodes} token={token} onDecided={onDecided} />
            </>
          )}
        </>
      )}
    </section>
  );
}

type CandidateShape = Answer['authorCandidates']['nodes'][number];

function Candidate({
  candidate,
  id,
  token,
  onDecided,
}: Omit<AuthorCurationProps, 'name'> & { readonly candidate: CandidateShape }) {
  const [deciding, setDeciding] = useState<'merge' | 'separate'>();
  const [one, other] = candidate.authors.toSorted((a, b) => Number(b.id === id) - Number(a.id === id));
  if (one === undefined || other === undefined) return null;
  const authors = { author: one.id, other: other.id };
  return (
    <article class="row">
      <Comparison one={one} other={other} />
      <p class="quiet">{evidenceOf(candidate)}</p>
      {deciding === undefined ? (
        <p class="controls">
          <button type="button" onClick={() => setDeciding('merge')}>
            Merge …
          </button>
          <button type="button" onClick={() => setDeciding('separate')}>
            These are two people …
          </button>
        </p>
      ) : (
        <DecisionForm
          key={deciding}
          title={
            deciding === 'merge'
              ? `Merge ${one.name} and ${other.name} into one person`
              : `${one.name} and ${other.name} are two people`
          }
          decide={async (reason, preview) =>
            deciding === 'merge'
              ? (await request(MergeAuthors, { authors: [one.id, other.id], reason, preview }, { token }))
                  .outcome
              : (await request(SeparateAuthors, { ...authors, reason, preview }, { token })).outcome
          }
          onDecided={onDecided}
          onLeave={() => setDeciding(undefined)}
        />
      )}
    </article>
  );
}

function evidenceOf({ names, yearsApart, score, needed, ...shared }: CandidateShape): string {
  const counts = [
    counted(shared.sharedCoauthors, 'coauthor'),
    counted(shared.sharedVenues, 'venue'),
    counted(shared.sharedTopics, 'topic'),
  ].join(', ');
  const years =
    yearsApart === null
      ? ''
      : yearsApart === 0
        ? '; the same years'
        : `; ${counted(yearsApart, 'year')} apart`;
  return `Names ${names === 'EQUAL' ? 'are the same' : 'can be one name'}; shared: ${counts}${years}. Evidence of ${score.toFixed(1)} bits, where ${needed.toFixed(1)} would have been enough.`;
}

interface Things {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string; readonly name: string }[];
}

/** Two people side by side; what both have is marked. */
function Comparison({
  one,
  other,
}: {
  readonly one: ComparedAuthorFragment;
  readonly other: ComparedAuthorFragment;
}) {
  const both = [one, other] as const;
  const row = (title: string, cell: (author: ComparedAuthorFragment) => ComponentChildren) => (
    <tr>
      <th scope="row">{title}</th>
      {both.map((author) => (
        <td key={author.id}>{cell(author)}</td>
      ))}
    </tr>
  );
  const things = (title: string, kind: Kind, read: (author: ComparedAuthorFragment) => Things) => {
    const [a, b] = both.map((author) => new Set(read(author).nodes.map(({ id }) => id)));
    return row(title, (author) => (
      <ThingList
        things={read(author)}
        kind={kind}
        isShared={(id) => a?.has(id) === true && b?.has(id) === true}
      />
    ));
  };
  return (
    <section class="table-scroll" tabIndex={0} aria-label={`${one.name} beside ${other.name}`}>
      <table class="comparison">
        <caption class="unseen">
          {one.name} beside {other.name}
        </caption>
        <thead>
          <tr>
            <td />
            {both.map((author) => (
              <th key={author.id} scope="col">
                <a href={pageOf('Author', author.id)}>{author.name}</a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {row('Names', ({ names }) => names.join('; '))}
          {row('Years', ({ firstYear, lastYear }) => span(firstYear, lastYear) ?? '–')}
          {row('Publications', ({ publicationCount }) => publicationCount.toLocaleString('en'))}
          {things('Coauthors', 'Author', ({ coauthors }) => coauthors)}
          {things('Venues', 'Venue', ({ venues }) => venues)}
          {things('Topics', 'Topic', ({ topics }) => topics)}
          {things('Institutions', 'Institution', ({ institutions }) => institutions)}
          {row('ORCID', ({ orcid }) => orcid ?? '–')}
          {row('Id', ({ id }) => (
            <code>{id}</code>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ThingList({
  things: { nodes, totalCount },
  kind,
  isShared,
}: {
  readonly things: Things;
  readonly kind: Kind;
  readonly isShared: (id: string) => boolean;
}) {
  if (nodes.length === 0) return <>–</>;
  return (
    <>
      {nodes.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && '; '}
          {isShared(id) ? (
            <mark>
              <a href={pageOf(kind, id)}>{name}</a>
            </mark>
          ) : (
            <a href={pageOf(kind, id)}>{name}</a>
          )}
        </span>
      ))}
      {totalCount > nodes.length && ` and ${totalCount - nodes.length} more`}
    </>
  );
}

type CuratedAuthor = NonNullable<Answer['author']>;

/** Chooses publications that are by somebody else; what hangs together by itself is suggested. */
function Split({
  author: { id, publications, splitSuggestions },
  name,
  token,
  onDecided,
}: Omit<AuthorCurationProps, 'id'> & { readonly author: CuratedAuthor }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [deciding, setDeciding] = useState(false);
  if (publications.totalCount < 2) return null;
  const choose = (ids: readonly string[], isChosen: boolean) => {
    setDeciding(false);
    setChosen(
      (before) => new Set([...before].filter((each) => !ids.includes(each)).concat(isChosen ? ids : [])),
    );
  };
  return (
    <>
      <h3>Perhaps somebody else's</h3>
      {splitSuggestions.length === 0 && (
        <p class="quiet">All publications hang together by coauthors, identifiers or institutions.</p>
      )}
      {splitSuggestions.length > 0 && (
        <ul>
          {splitSuggestions.map((suggestion) => {
            const ids = suggestion.publications.map((publication) => publication.id);
            return (
              <li key={ids.join()}>
                {counted(ids.length, 'publication')} by {suggestion.names.join(', ')} with no coauthor,
                identifier or institution of the others; shared: {counted(suggestion.sharedVenues, 'venue')},{' '}
                {counted(suggestion.sharedTopics, 'topic')}
                {suggestion.yearsApart ? `; ${counted(suggestion.yearsApart, 'year')} apart` : ''}.{' '}
                <button type="button" onClick={() => choose(ids, true)}>
                  Choose {ids.length === 1 ? 'it' : 'these'}
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <details open={chosen.size > 0}>
        <summary>Choose publications</summary>
        {publications.totalCount > publications.nodes.length && (
          <p class="quiet">The newest {publications.nodes.length} are listed.</p>
        )}
        <ul class="choices">
          {publications.nodes.map((publication) => (
            <li key={publication.id}>
              <label class="check">
                <input
                  type="checkbox"
                  checked={chosen.has(publication.id)}
                  onChange={(event) => choose([publication.id], event.currentTarget.checked)}
                />
                <span>
                  {publication.title === null ? 'Without a title' : <TexText text={publication.title} />}
                  {publication.year !== null && ` (${publication.year})`}
                </span>
              </label>
            </li>
          ))}
        </ul>
      </details>
      {deciding ? (
        <DecisionForm
          title={`${counted(chosen.size, 'publication is', 'publications are')} by another ${name}`}
          decide={async (reason, preview) =>
            (
              await request(
                SplitAuthor,
                { author: id, publications: [...chosen], reason, preview },
                { token },
              )
            ).outcome
          }
          onDecided={onDecided}
          onLeave={() => setDeciding(false)}
        />
      ) : (
        <p>
          <button type="button" disabled={chosen.size === 0} onClick={() => setDeciding(true)}>
            Split off {chosen.size} …
          </button>
        </p>
      )}
    </>
  );
}

type Decided = CuratedAuthor['decisions']['nodes'][number];

const kinds: Readonly<Record<Decided['kind'], string>> = {
  MERGE: 'one person',
  SPLIT: 'two people',
  RENAME: 'another name',
};

function Decisions({
  decisions,
  token,
  onDecided,
}: {
  readonly decisions: readonly Decided[];
  readonly token: string;
  readonly onDecided: (outcome: OutcomeFragment) => void;
}) {
  const [undoing, setUndoing] = useState<string>();
  if (decisions.length === 0) return null;
  return (
    <>
      <h3>Decided</h3>
      <ul>
        {decisions.map(({ id, kind, by, at, reason, subjects }) => (
          <li key={id}>
            {kinds[kind]}: {subjects.map(({ name }) => name).join(' and ')} – {reason}{' '}
            <span class="quiet">
              ({by}, {at.slice(0, 10)})
            </span>{' '}
            {undoing === id ? (
              <DecisionForm
                title="Undo this decision"
                decide={async (why, preview) =>
                  (await request(UndoDecision, { decision: id, reason: why, preview }, { token })).outcome
                }
                onDecided={onDecided}
                onLeave={() => setUndoing(undefined)}
              />
            ) : (
              <button type="button" onClick={() => setUndoing(id)}>
                Undo …
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
