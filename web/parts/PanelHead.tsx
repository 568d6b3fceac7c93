import type { ComponentChildren } from 'preact';
import type { Operation } from '../api/documents.ts';
import { EmbedButton } from './EmbedButton.tsx';
import { QueryLink } from './QueryLink.tsx';

/** What a panel asks, and what other pages show it by. */
export interface Asked<Data, Variables extends object> {
  readonly title: string;
  readonly operation: Operation<Data, Variables>;
  readonly variables: Variables;
  /** Absent where other pages cannot show it; `title` is what it is called there, where that differs. */
  readonly embed?:
    | {
        readonly picture: string;
        readonly options: URLSearchParams | undefined;
        readonly title?: string | undefined;
      }
    | undefined;
}

/** The head of a panel: what it shows, and at the right what can be done with it. */
export function PanelHead<Data, Variables extends object>({
  id,
  asked: { title, operation, variables, embed },
  children,
}: {
  /** Of the heading, by which the panel is named. */
  readonly id: string;
  readonly asked: Asked<Data, Variables>;
  /** Tools before those that every panel has. */
  readonly children?: ComponentChildren;
}) {
  return (
    <header>
      <h2 id={id}>{title}</h2>
      <div class="tools">
        {children}
        <QueryLink operation={operation} variables={variables} />
        {embed !== undefined && (
          <EmbedButton title={embed.title ?? title} picture={embed.picture} options={embed.options} />
        )}
      </div>
    </header>
  );
}
