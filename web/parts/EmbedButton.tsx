import { useRef, useState } from 'preact/hooks';
import { useAddress } from '../address.ts';
import { embedded, frameTag, scriptTag } from '../embedTags.ts';

/** Gives what another page writes to show a picture; nothing where no address describes it, or in such a page itself. */
export function EmbedButton({
  title,
  picture,
  options,
}: {
  readonly title: string;
  readonly picture: string;
  readonly options: URLSearchParams | undefined;
}) {
  const { path } = useAddress();
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  if (options === undefined || embedded(path)) return null;
  const tag = { origin: location.origin, picture, title, options };
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        title="Show it in another page"
        onClick={() => {
          setOpen(true);
          dialog.current?.showModal();
        }}
      >
        Embed
      </button>
      <dialog ref={dialog} aria-label={`Embed: ${title}`} onClose={() => setOpen(false)}>
        {open && (
          <>
            <h3>Show “{title}” in another page</h3>
            <Snippet label="A script, which sizes the picture" text={scriptTag(tag)} />
            <Snippet label="A frame, where scripts are not allowed" text={frameTag(tag)} />
            <button type="button" onClick={() => dialog.current?.close()}>
              Close
            </button>
          </>
        )}
      </dialog>
    </>
  );
}

function Snippet({ label, text }: { readonly label: string; readonly text: string }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = () => {
    field.current?.select();
    // Only pages that came over TLS, or from this machine, may write to the clipboard; elsewhere the text is selected.
    void navigator.clipboard?.writeText(text).then(() => setCopied(true));
  };
  return (
    <div class="snippet">
      <label>
        {label}
        <textarea ref={field} readOnly rows={4} value={text} />
      </label>
      <button type="button" onClick={copy}>
        {copied ? 'Copied' : 'Copy'}
      </button>
    </div>
  );
}
