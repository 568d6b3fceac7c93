import { userInfo } from 'node:os';
import type { Config } from '../config.ts';
import { imports } from '../graph/read/imports.ts';
import { readPages, root } from '../graph/read/page.ts';
import type { ImportRow } from '../graph/read/rows.ts';
import type { UndoneEntries, UndoPreview } from '../graph/write/undoImport.ts';
import { previewUndoOf, undoImport } from '../imports/undoImport.ts';
import { withDatabase } from './database.ts';
import { counted } from './importReport.ts';

/** Lists the imports that were asked for over GraphQL, the newest first. */
export async function listImports(
  config: Config,
  { limit }: { readonly limit: number },
  signal?: AbortSignal,
): Promise<number> {
  const [page] = await withDatabase(config, signal, (graph) =>
    readPages(graph, imports, [root], { limit, backward: false }, {}),
  );
  for (const { node } of page?.items ?? []) process.stdout.write(`${line(node)}\n`);
  if (page?.items.length === 0) process.stdout.write('Nothing was imported over GraphQL.\n');
  if (page?.more === true) process.stdout.write(`There are more; --limit ${limit * 10} shows them.\n`);
  return 0;
}

function line({ id, queued, by, sourceName, state, dryRun, undo, ...counts }: ImportRow): string {
  const { records, created, updated, unchanged, rejected } = counts;
  // Neither was always counted: 0 may stand for what nobody knows.
  const warned = counts.warned === 0 ? '' : `, ${counted(counts.warned)} read in part`;
  const persons = counts.persons === 0 ? '' : `, ${counted(counts.persons, 'statement')} of persons`;
  const undone =
    undo === null ? '' : `\n  undone by ${undo.by}, asked ${undo.asked}: ${describedEntries(undo)}`;
  return `${id}  ${queued}  ${by}  ${sourceName}: ${state.toLowerCase()}${dryRun ? ', a dry run' : ''}
  ${counted(records, 'record')}: ${counted(created)} new, ${counted(updated)} changed, ${counted(unchanged)} unchanged; ${counted(rejected)} rejected${warned}${persons}${undone}`;
}

function describedEntries({ removed, restored, kept }: UndoneEntries): string {
  return `${removed} entries removed, ${restored} as they were before, ${kept} kept`;
}

export interface UndoImportFlags {
  /** The system user where absent. */
  readonly by?: string;
  readonly preview?: boolean;
}

/** Undoes an import. @param id of the import, as listed or as the API has it */
export async function undoImportCommand(
  config: Config,
  id: string,
  { by = userInfo().username, preview }: UndoImportFlags,
  signal?: AbortSignal,
): Promise<number> {
  const own = ownId(id);
  const said = await withDatabase(config, signal, async (graph) => {
    if (preview === true) return describedPreview(await previewUndoOf(graph, own));
    const { undo, sourceName } = await undoImport(graph, own, by, signal);
    return [
      ...(undo === null ? [] : [`${describedEntries(undo)}.`]),
      `The import of ${sourceName} is undone.`,
    ];
  });
  process.stdout.write(`${said.join('\n')}\n`);
  return 0;
}

/** The id itself, or the one of the API. */
function ownId(text: string): string {
  const decoded = Buffer.from(text, 'base64').toString();
  return decoded.startsWith('Import:') ? decoded.slice('Import:'.length) : text;
}

function describedPreview(preview: UndoPreview): readonly string[] {
  const { publications, authors, venues, topics, institutions } = preview.fewer;
  return [
    `${describedEntries(preview)}.`,
    `There would be fewer: ${publications} publications, ${authors} authors, ${venues} venues, ${topics} topics, ${institutions} institutions.`,
    ...(preview.complete ? [] : ['They are so many that these counts are of the first 2,000 entries.']),
    'Nothing was changed.',
  ];
}
