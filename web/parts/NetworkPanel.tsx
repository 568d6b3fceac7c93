import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { type Asked, PanelHead } from './PanelHead.tsx';

export interface NetworkPanelProps<Data, Variables extends object> {
  readonly asked: Asked<Data, Variables>;
  /** Whether an answer is awaited. */
  readonly busy: boolean;
  /** Tools in the head, before those that every panel has. */
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame of a network, or of what stands there while there is none. */
export function NetworkPanel<Data, Variables extends object>({
  asked,
  busy,
  tools,
  children,
}: NetworkPanelProps<Data, Variables>) {
  const heading = useId();
  return (
    <section class="panel wide network-panel" aria-labelledby={heading} aria-busy={busy}>
      <PanelHead id={heading} asked={asked}>
        {tools}
      </PanelHead>
      {children}
    </section>
  );
}
