import { useState } from 'preact/hooks';
import type { OutcomeFragment } from '../api/documents.ts';
import { failureOf, type RequestFailure } from '../api/request.ts';
import { forgetAnswers } from '../api/useQuery.ts';
import { counted } from './counted.ts';
import { Failed, Loading } from './states.tsx';

export interface DecisionFormProps {
  /** What is decided, such as "Merge these two". */
  readonly title: string;
  readonly decide: (reason: string, preview: boolean) => Promise<OutcomeFragment>;
  readonly onDecided: (outcome: OutcomeFragment) => void;
  readonly onLeave: () => void;
}

/** Asks why, shows what would change, and decides only then. */
export function DecisionForm({ title, decide, onDecided, onLeave }: DecisionFormProps) {
  const [reason, setReason] = useState('');
  const [preview, setPreview] = useState<OutcomeFragment>();
  const [waiting, setWaiting] = useState(false);
  const [failure, setFailure] = useState<RequestFailure>();
  const ask = async (previewing: boolean) => {
    setFailure(undefined);
    setWaiting(true);
    try {
      const outcome = await decide(reason, previewing);
      if (previewing) setPreview(outcome);
      else {
        forgetAnswers();
        onDecided(outcome);
      }
    } catch (error) {
      setFailure(failureOf(error));
    }
    setWaiting(false);
  };
  return (
    <form
      class="confirm"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        void ask(true);
      }}
    >
      <p>
        <strong>{title}</strong>
      </p>
      <p class="controls">
        <label class="reason">
          Reason
          <input
            type="text"
            required
            maxLength={5_000}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={reason.trim() === '' || waiting}>
          Preview
        </button>
        <button type="button" onClick={onLeave}>
          Leave it
        </button>
      </p>
      {waiting && <Loading what="what would change" />}
      {failure !== undefined && <Failed failure={failure} />}
      {preview !== undefined && !waiting && (
        <>
          <Outcome outcome={preview} />
          <p>
            <button
              type="button"
              class="main"
              disabled={reason.trim() === ''}
              onClick={() => void ask(false)}
            >
              Decide
            </button>
          </p>
        </>
      )}
    </form>
  );
}

function Outcome({ outcome }: { readonly outcome: OutcomeFragment }) {
  const { before, after, publicationCount, complete, overrides } = outcome;
  return (
    <div role="status">
      <Nodes title="Now" nodes={before} />
      <Nodes title="Then" nodes={after} />
      <p class="quiet">
        {counted(publicationCount, 'publication is', 'publications are')} looked at again
        {complete ? '.' : '; they are so many that this is what a part of them makes.'}
      </p>
      {overrides.map(({ id, by, reason }) => (
        <p key={id} class="notice">
          An earlier decision by {by} yields to this one: {reason}
        </p>
      ))}
    </div>
  );
}

function Nodes({ title, nodes }: { readonly title: string; readonly nodes: OutcomeFragment['before'] }) {
  return (
    <p>
      <span class="quiet">{title}:</span>{' '}
      {nodes
        .map(
          ({ name, publicationCount, peopleCount }) =>
            `${name} (${counted(publicationCount, 'publication')}, ${counted(peopleCount, 'coauthor')})`,
        )
        .join('; ')}
    </p>
  );
}
