import { useEffect, useRef, useState } from 'preact/hooks';
import {
  ImportProgress,
  type ImportRowFragment,
  Imports,
  Rejects,
  SendFile,
  type SendFileMutationVariables,
  UndoImport,
  type UndoImportMutation,
} from '../api/documents.ts';
import { graphqlPath } from '../api/graphqlPath.ts';
import { failureOf, type RequestFailure, request } from '../api/request.ts';
import { keepToken, keptToken } from '../api/token.ts';
import { forgetAnswers } from '../api/useQuery.ts';
import { counted } from '../parts/counted.ts';
import { DataTable } from '../parts/DataTable.tsx';
import { downloadCsv } from '../parts/download.ts';
import { formatName } from '../parts/formatName.ts';
import { Page } from '../parts/Page.tsx';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import type { Table } from '../parts/table.ts';

/** For administrators: files go in, and one sees how far they are and what could not be read. */
export default function Import() {
  const [token, setToken] = useState(keptToken);
  const [imports, setImports] = useState<readonly ImportRowFragment[]>();
  const [failure, setFailure] = useState<RequestFailure>();
  const [loading, setLoading] = useState(false);
  /** The file that is on its way. */
  const [sending, setSending] = useState<string>();
  const [over, setOver] = useState(false);
  const [dryRun, setDryRun] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const watched = useRef(new Map<string, () => void>());

  const fail = (error: unknown) => setFailure(failureOf(error));
  const update = (row: ImportRowFragment) => {
    setImports((rows = []) =>
      rows.some(({ id }) => id === row.id)
        ? rows.map((old) => (old.id === row.id ? row : old))
        : [row, ...rows],
    );
    if (isRunning(row)) void watch(row.id);
    else {
      watched.current.get(row.id)?.();
      watched.current.delete(row.id);
      // What pages have asked before is out of date.
      forgetAnswers();
    }
  };
  const watch = async (id: string) => {
    if (watched.current.has(id)) return;
    watched.current.set(id, () => undefined);
    const { createClient } = await import('graphql-sse');
    const client = createClient({ url: graphqlPath, headers: { authorization: `Bearer ${token}` } });
    const end = client.subscribe<{ importProgress: ImportRowFragment }>(
      { query: ImportProgress.text, operationName: ImportProgress.name, variables: { id } },
      {
        next: ({ data }) => {
          if (data) update(data.importProgress);
        },
        error: fail,
        complete: () => undefined,
      },
    );
    watched.current.set(id, end);
  };
  const load = async () => {
    setFailure(undefined);
    setLoading(true);
    try {
      const answer = await request(Imports, { first: 20 }, { token });
      keepToken(token);
      setImports(answer.imports.nodes);
      for (const row of answer.imports.nodes) if (isRunning(row)) void watch(row.id);
    } catch (error) {
      setImports(undefined);
      fail(error);
    }
    setLoading(false);
  };
  const send = async (sent: readonly File[]) => {
    setFailure(undefined);
    for (const file of sent) {
      setSending(file.name);
      try {
        const variables: SendFileMutationVariables = { input: { sourceName: file.name, file: null, dryRun } };
        const answer = await request(SendFile, variables, {
          token,
          files: new Map([['variables.input.file', file]]),
        });
        update(answer.importFile);
      } catch (error) {
        fail(error);
      }
    }
    setSending(undefined);
  };

  useEffect(() => {
    if (token !== '') void load();
    return () => {
      for (const end of watched.current.values()) end();
    };
  }, []);

  return (
    <Page title="Import">
      <p class="lead">
        Bibliographies in BibTeX, RIS, CSL-JSON, OpenAlex, Crossref, Semantic Scholar, DBLP, ACL Anthology or
        arXiv, and profile pages, gzipped or not. What was imported under a file's name before is replaced,
        entry by entry.
      </p>
      <form
        class="controls"
        onSubmit={(event) => {
          event.preventDefault();
          void load();
        }}
      >
        <label>
          Administrator's token
          <input
            type="password"
            autoComplete="off"
            value={token}
            onInput={(event) => setToken(event.currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={token === ''}>
          Show imports
        </button>
      </form>
      {failure !== undefined && <Failed failure={failure} />}
      {imports === undefined && !loading && (
        <p class="quiet">
          Only administrators import. The server knows them by the tokens of its setting{' '}
          <code>SCHOLARGRAPH_ADMIN_TOKENS</code>.
        </p>
      )}
      {imports === undefined && loading && <Loading what="imports" />}
      {imports !== undefined && (
        <>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the button in it does the same */}
          <div
            class={over ? 'drop over' : 'drop'}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={(event) => {
              event.preventDefault();
              setOver(false);
              void send([...(event.dataTransfer?.files ?? [])]);
            }}
          >
            <p>Drop files here, or</p>
            <button type="button" class="main" onClick={() => files.current?.click()}>
              Choose files
            </button>
            <input
              ref={files}
              type="file"
              multiple
              hidden
              aria-label="Files to import"
              onChange={(event) => {
                void send([...(event.currentTarget.files ?? [])]);
                event.currentTarget.value = '';
              }}
            />
            <label class="check">
              <input
                type="checkbox"
                checked={dryRun}
                onChange={(event) => setDryRun(event.currentTarget.checked)}
              />
              Try only: read everything, store nothing
            </label>
          </div>
          {sending !== undefined && (
            <p role="status">
              <span class="spinner" aria-hidden="true" /> Sending {sending} …
            </p>
          )}
          {imports.length === 0 ? (
            <Empty>Nothing was imported here yet.</Empty>
          ) : (
            <ol class="rows">
              {imports.map((row) => (
                <li key={row.id}>
                  <ImportRow row={row} token={token} update={update} />
                </li>
              ))}
            </ol>
          )}
        </>
      )}
    </Page>
  );
}

const isRunning = ({ state }: ImportRowFragment): boolean =>
  state === 'QUEUED' || state === 'RUNNING' || state === 'UNDOING';

const states: Readonly<Record<ImportRowFragment['state'], string>> = {
  QUEUED: 'waits',
  RUNNING: 'runs',
  DONE: 'done',
  FAILED: 'failed',
  INTERRUPTED: 'interrupted: send the same again to complete it',
  UNDOING: 'is being undone',
  UNDONE: 'undone',
};
const steps = {
  READ: 'reading',
  TAKE_BACK: 'taking back',
  RESOLVE_AUTHORS: 'telling people apart',
  FIND_CLUSTERS: 'finding clusters',
} as const;

function ImportRow({
  row,
  token,
  update,
}: {
  readonly row: ImportRowFragment;
  readonly token: string;
  readonly update: (row: ImportRowFragment) => void;
}) {
  const { id, sourceName, state, step, bytes, size, error } = row;
  const { records, created, updated, unchanged, rejected, warned, persons } = row;
  const [open, setOpen] = useState(false);
  const share = size > 0 ? Math.min(1, bytes / size) : undefined;
  return (
    <article class="row import" data-state={state}>
      <h2>
        {sourceName} <span class={state === 'FAILED' ? 'badge warning' : 'badge'}>{states[state]}</span>
        {row.dryRun && <span class="badge">try only</span>}
      </h2>
      {isRunning(row) && (
        <p>
          <progress
            aria-label={`Progress of ${sourceName}`}
            {...(step === 'READ' && share !== undefined ? { value: share } : {})}
          />{' '}
          {step !== null && steps[step]}
          {row.secondsLeft !== null && `, about ${Math.ceil(row.secondsLeft)} s left`}
        </p>
      )}
      <p class="quiet">
        {row.format === null ? 'format not known yet' : formatName(row.format)} · {counted(records, 'record')}
        : {created.toLocaleString('en')} new, {updated.toLocaleString('en')} changed,{' '}
        {unchanged.toLocaleString('en')} unchanged · {rejected.toLocaleString('en')} rejected
        {/* Neither was always counted: 0 may stand for what nobody knows. */}
        {warned > 0 && ` · ${warned.toLocaleString('en')} read in part`}
        {persons > 0 && ` · ${counted(persons, 'entry', 'entries')} of people`}
      </p>
      {error !== null && (
        <p class="warning-text">
          {error.message} ({error.code})
        </p>
      )}
      {row.undo !== null && <p class="quiet">Undone: {described(row.undo.entries)}.</p>}
      {row.undoable && <Undo row={row} token={token} update={update} />}
      {rejected > 0 && !isRunning(row) && (
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>Rejects</summary>
          {open && <RejectTable id={id} name={sourceName} token={token} />}
        </details>
      )}
    </article>
  );
}

function described({ removed, restored, kept }: UndoneEntries): string {
  return `${counted(removed, 'entry', 'entries')} removed, ${restored.toLocaleString('en')} as before, ${kept.toLocaleString('en')} kept since others state them too`;
}

type UndoneEntries = NonNullable<ImportRowFragment['undo']>['entries'];
type UndoPreview = NonNullable<UndoImportMutation['undoImport']['preview']>;

/** Shows what would go before anything does. */
function Undo({
  row: { id, sourceName },
  token,
  update,
}: {
  readonly row: ImportRowFragment;
  readonly token: string;
  readonly update: (row: ImportRowFragment) => void;
}) {
  const [preview, setPreview] = useState<UndoPreview>();
  const [waiting, setWaiting] = useState(false);
  const [failure, setFailure] = useState<RequestFailure>();
  const ask = async (previewing: boolean) => {
    setFailure(undefined);
    setWaiting(true);
    try {
      const { undoImport } = await request(UndoImport, { id, preview: previewing }, { token });
      if (undoImport.preview === null) update(undoImport.import);
      else setPreview(undoImport.preview);
    } catch (error) {
      setFailure(failureOf(error));
    }
    setWaiting(false);
  };
  if (failure !== undefined) return <Failed failure={failure} retry={() => void ask(true)} />;
  if (waiting) return <Loading what="what would change" />;
  if (preview === undefined) {
    return (
      <p>
        <button type="button" onClick={() => void ask(true)}>
          Undo …
        </button>
      </p>
    );
  }
  const { publicationCount, authorCount, venueCount, topicCount, institutionCount, complete } = preview;
  const fewer = [
    [publicationCount, 'publication'],
    [authorCount, 'person', 'people'],
    [venueCount, 'venue'],
    [topicCount, 'topic'],
    [institutionCount, 'institution'],
  ] as const;
  return (
    <fieldset class="confirm">
      <legend>Undo the import of {sourceName}?</legend>
      <p>{described(preview.entries)}.</p>
      <p>
        The graph would have fewer: {fewer.map(([count, one, more]) => counted(count, one, more)).join(', ')}
        {complete ? '.' : ', by the first 2,000 entries alone.'}
      </p>
      <p class="quiet">What was decided about people and publications stays.</p>
      <p class="controls">
        <button type="button" class="main" onClick={() => void ask(false)}>
          Undo this import
        </button>
        <button type="button" onClick={() => setPreview(undefined)}>
          Keep it
        </button>
      </p>
    </fieldset>
  );
}

function RejectTable({
  id,
  name,
  token,
}: {
  readonly id: string;
  readonly name: string;
  readonly token: string;
}) {
  const [table, setTable] = useState<Table>();
  const [failure, setFailure] = useState<RequestFailure>();
  useEffect(() => {
    request(Rejects, { id, first: 100 }, { token }).then(
      ({ node }) => {
        const rejects = node !== null && 'rejects' in node ? node.rejects.nodes : [];
        setTable({
          columns: [
            { title: 'Line', numeric: true },
            { title: 'Code' },
            { title: 'Reason' },
            { title: 'Original' },
          ],
          rows: rejects.map(({ line, code, reason, original }) => [line, code, reason, original]),
        });
      },
      (error: unknown) => setFailure(failureOf(error)),
    );
  }, [id, token]);
  if (failure !== undefined) return <Failed failure={failure} />;
  if (table === undefined) return <Loading what="the rejects" />;
  return (
    <>
      <button type="button" onClick={() => downloadCsv(`${name} rejects`, table)}>
        CSV
      </button>
      <DataTable table={table} caption={`Rejects of ${name}`} />
    </>
  );
}
