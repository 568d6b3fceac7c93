import type { ComponentChildren } from 'preact';
import type { RequestFailure } from '../api/request.ts';

export function Loading({ what, tall = false }: { readonly what: string; readonly tall?: boolean }) {
  return (
    <div class={tall ? 'state loading tall' : 'state loading'} role="status">
      <span class="spinner" aria-hidden="true" />
      Loading {what} …
    </div>
  );
}

export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <div class="state empty">{children}</div>;
}

export function Failed({
  failure,
  retry,
}: {
  readonly failure: RequestFailure;
  readonly retry?: (() => void) | undefined;
}) {
  return (
    <div class="state failed" role="alert">
      <p>
        <strong>{failure.message}</strong>
        {failure.message.endsWith('.') ? '' : '.'} {/* Some messages say it themselves. */}
        {failure.fix !== undefined && failure.message.includes(failure.fix) ? '' : failure.fix}
      </p>
      <p class="quiet">Code: {failure.code}</p>
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** Says what a picture leaves out. */
export function Truncated({ children }: { readonly children: ComponentChildren }) {
  return (
    <p class="notice" role="note">
      <span aria-hidden="true">◐</span> {children}
    </p>
  );
}
