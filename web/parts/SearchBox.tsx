import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { type Kind, pageOf, useAddress } from '../address.ts';
import { Suggest, type SuggestQuery } from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';

type Found = SuggestQuery['suggest'][number];
/** What has a page here. */
type Shown = Found & { readonly node: { readonly __typename: Kind } };

function hasPage(found: Found): found is Shown {
  return order.some((kind) => kind === found.node.__typename);
}

const order: readonly Kind[] = ['Author', 'Publication', 'Topic', 'Venue', 'Institution'];
const titles: Readonly<Record<Kind, string>> = {
  Author: 'People',
  Publication: 'Publications',
  Topic: 'Topics',
  Venue: 'Venues',
  Institution: 'Institutions',
};

/** The search box of every page: `/` goes to it, arrows choose among suggestions, Enter opens or searches, Escape leaves. */
export function SearchBox() {
  const { path, params, go } = useAddress();
  const searched = path === '/search' ? (params.get('q') ?? '') : '';
  const [text, setText] = useState(searched);
  const [asked, setAsked] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();

  useEffect(() => {
    setText(searched);
    setOpen(false);
  }, [searched, path]);

  useEffect(() => {
    // As soon as somebody pauses typing.
    const paused = setTimeout(() => setAsked(text.trim()), 120);
    return () => clearTimeout(paused);
  }, [text]);

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]'))
        return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);

  const state = useQuery(Suggest, open && asked !== '' ? { text: asked } : undefined);
  const answer = state.status !== 'failed' && asked !== '' ? (state.data?.suggest ?? []).filter(hasPage) : [];
  const suggestions = order.flatMap((kind) => answer.filter(({ node }) => node.__typename === kind));
  const shown = open && suggestions.length > 0;

  const leave = () => {
    setOpen(false);
    setActive(-1);
  };
  const visit = ({ node }: Shown) => {
    leave();
    setText('');
    go(pageOf(node.__typename, node.id));
  };
  const search = () => {
    leave();
    go(text.trim() === '' ? '/search' : `/search?${new URLSearchParams({ q: text.trim() })}`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const count = suggestions.length + 1;
      // −1 is the text itself, before the first and after the last.
      setActive(((active + 1 + step + count) % count) - 1);
    } else if (event.key === 'Escape') {
      if (shown) event.preventDefault();
      leave();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const chosen = shown ? suggestions[active] : undefined;
      if (chosen === undefined) search();
      else visit(chosen);
    }
  };

  return (
    <search class="search-box">
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label="Search people, publications, topics, venues and institutions"
        aria-expanded={shown}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={shown && active >= 0 ? `${list}-${active}` : undefined}
        autoComplete="off"
        spellcheck={false}
        enterKeyHint="search"
        placeholder="Search people, publications, topics, venues"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
          setActive(-1);
        }}
        onFocus={() => setOpen(true)}
        onBlur={leave}
        onKeyDown={onKeyDown}
      />
      <span class="key" aria-hidden="true">
        /
      </span>
      <div
        id={list}
        role="listbox"
        aria-label="Suggestions"
        class={shown ? 'suggestions' : 'suggestions closed'}
        // A click must not take the focus before it is one.
        onMouseDown={(event) => event.preventDefault()}
      >
        {shown &&
          suggestions.map((found, index) => {
            const kind = found.node.__typename;
            const first = suggestions[index - 1]?.node.__typename !== kind;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled where the focus is, in the input
              // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus
              <div
                key={found.node.id}
                id={`${list}-${index}`}
                role="option"
                aria-selected={index === active}
                class={first ? 'suggestion first' : 'suggestion'}
                onMouseEnter={() => setActive(index)}
                onClick={() => visit(found)}
              >
                <span class="kind">{titles[kind]}</span>
                <span class="text">{found.text}</span>
                <span class="quiet">
                  {kind === 'Publication' ? '' : found.popularity.toLocaleString('en')}
                </span>
              </div>
            );
          })}
      </div>
    </search>
  );
}
