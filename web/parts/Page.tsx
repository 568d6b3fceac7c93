import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The head of a page. Its title takes the focus when the page opens, so that a screen reader says where one is. */
export function Page({
  title,
  kind,
  heading,
  children,
}: {
  readonly title: string;
  readonly kind?: string | undefined;
  /** The title where it is more than text. */
  readonly heading?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Scholargraph`;
    // Not while somebody types, nor when the address was opened from outside.
    if (document.activeElement?.matches('input, select, textarea') !== true) {
      head.current?.focus({ preventScroll: true });
    }
  }, [title]);
  return (
    <div class="page">
      <div class="page-head">
        {kind && <p class="kind-of-page">{kind}</p>}
        <h1 ref={head} tabIndex={-1}>
          {heading ?? title}
        </h1>
      </div>
      {children}
    </div>
  );
}

/** Numbers of a thing, each with its name. */
export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [name: string, value: string | number | null | undefined])[];
}) {
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === 'number' ? rounded(value) : value}</dd>
          </div>
        ))}
    </dl>
  );
}

export function rounded(value: number): string {
  return value.toLocaleString('en', {
    maximumFractionDigits: value < 10 ? 2 : 0,
    useGrouping: value >= 10_000,
  });
}

/** `2015–2021`, `2015`, or nothing. */
export function span(first: number | null, last: number | null): string | null {
  if (first === null || last === null) return null;
  return first === last ? String(first) : `${first}–${last}`;
}
