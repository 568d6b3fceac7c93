import { useEffect, useState } from 'preact/hooks';
import type { Operation } from './documents.ts';
import { RequestFailure, request } from './request.ts';

export type QueryState<Data> =
  /** `data` is what was shown before, for other variables. */
  | { readonly status: 'loading'; readonly data?: Data | undefined }
  | { readonly status: 'failed'; readonly failure: RequestFailure; readonly retry: () => void }
  | { readonly status: 'done'; readonly data: Data };

const remembered = new Map<string, unknown>();
const room = 80;

/** Forgets all answers: what was asked before may have another answer after an import. */
export function forgetAnswers(): void {
  remembered.clear();
}

function remember(key: string, data: unknown): void {
  remembered.set(key, data);
  const [oldest] = remembered.keys();
  if (remembered.size > room && oldest !== undefined) remembered.delete(oldest);
}

/** Asks when the variables change, and not again for what it has asked lately. Without variables it asks nothing. */
export function useQuery<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables | undefined,
): QueryState<Data> {
  const key = variables === undefined ? undefined : `${operation.name} ${JSON.stringify(variables)}`;
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<{ readonly key: string; readonly state: QueryState<Data> }>();

  useEffect(() => {
    if (key === undefined || variables === undefined) return undefined;
    const known = remembered.get(key);
    if (known !== undefined) {
      // Under this key there is an answer of this operation.
      setAnswer({ key, state: { status: 'done', data: known as Data } });
      return undefined;
    }
    const controller = new AbortController();
    request(operation, variables, { signal: controller.signal }).then(
      (data) => {
        remember(key, data);
        if (!controller.signal.aborted) setAnswer({ key, state: { status: 'done', data } });
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        const failure =
          error instanceof RequestFailure ? error : new RequestFailure('Something went wrong', 'UNKNOWN');
        const retry = () => setAttempt((count) => count + 1);
        setAnswer({ key, state: { status: 'failed', failure, retry } });
      },
    );
    return () => controller.abort();
  }, [key, attempt]);

  if (answer === undefined || key === undefined) return { status: 'loading' };
  if (answer.key === key) return answer.state;
  return { status: 'loading', data: answer.state.status === 'done' ? answer.state.data : undefined };
}
