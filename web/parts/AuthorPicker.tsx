import { useEffect, useId, useState } from 'preact/hooks';
import { SuggestAuthors } from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';

/** A box in which a person is chosen by name. Several of one name are told apart by their publications. */
export function AuthorPicker({
  label,
  chosen,
  onPick,
}: {
  readonly label: string;
  readonly chosen?: string | undefined;
  readonly onPick: (id: string) => void;
}) {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const list = useId();
  useEffect(() => {
    const paused = setTimeout(() => setAsked(text.trim()), 120);
    return () => clearTimeout(paused);
  }, [text]);
  const state = useQuery(SuggestAuthors, asked === '' ? undefined : { text: asked });
  const people = state.status === 'failed' || asked === '' ? [] : (state.data?.suggest ?? []);
  const option = (name: string, publications: number) => `${name} (${publications})`;
  const pick = (value: string) => {
    const found = people.find(({ text: name, popularity }) => option(name, popularity) === value);
    if (found?.node.__typename !== 'Author') return;
    onPick(found.node.id);
    setText('');
  };
  return (
    <label>
      {label}
      <input
        type="search"
        list={list}
        placeholder={chosen ?? 'a person'}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          pick(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          const [first] = people;
          if (event.key === 'Enter' && first?.node.__typename === 'Author') {
            onPick(first.node.id);
            setText('');
          }
        }}
      />
      <datalist id={list}>
        {people.map(({ node, text: name, popularity }) => (
          <option key={node.__typename === 'Author' ? node.id : name} value={option(name, popularity)} />
        ))}
      </datalist>
    </label>
  );
}
