/** What an entry of a source says, and the imports that say it. */
export interface Wording {
  readonly text: string;
  /** Their ids, oldest first. Absent where something says it that is never undone: the command line, or a bulk import. */
  readonly imports?: readonly string[] | undefined;
}

/** What an entry says now, with all that an undone import could bring back. */
export interface Worded extends Wording {
  /** What it said before, latest first; never two that are alike side by side. */
  readonly earlier?: readonly Wording[] | undefined;
}

/** Imports that are kept of one wording: one that more say stays, whatever is undone. */
const importsKept = 50;
/** Earlier wordings that are kept of an entry: the oldest of them stays, whatever is undone. */
const earlierKept = 10;

/**
 * An entry that is stated, or stated again. The outcome is the same where the same import states the same again.
 * @param before what is stored of it
 */
export function restated(before: Worded | undefined, { text, imports }: Wording): Worded {
  if (imports === undefined) return { text };
  const others = imports.reduce<Worded | undefined>(
    (left, each) => left && withoutImport(left, each),
    before,
  );
  return worded([{ text, imports }, ...wordingsOf(others)]);
}

/**
 * An entry as if the import had never stated it.
 * @returns undefined where nobody else states it
 */
export function withoutImport(entry: Worded, id: string): Worded | undefined {
  const left = wordingsOf(entry).flatMap(({ text, imports }) => {
    const others = imports?.filter((each) => each !== id);
    return others?.length === 0 ? [] : [{ text, imports: others }];
  });
  return left.length === 0 ? undefined : worded(left);
}

/** Whether the import states it, or has stated what it said before. */
export function isStatedBy(entry: Worded, id: string): boolean {
  return wordingsOf(entry).some(({ imports }) => imports?.includes(id));
}

function wordingsOf(entry: Worded | undefined): readonly Wording[] {
  return entry === undefined ? [] : [{ text: entry.text, imports: entry.imports }, ...(entry.earlier ?? [])];
}

/** @param wordings latest first, at least one */
function worded(wordings: readonly Wording[]): Worded {
  const runs: Wording[] = [];
  for (const { text, imports } of wordings) {
    const later = runs.at(-1);
    // Below what stays nothing can come up again.
    if (later !== undefined && later.imports === undefined) break;
    if (later?.text === text) runs[runs.length - 1] = { text, imports: kept(imports, later.imports) };
    else runs.push({ text, imports: kept(imports, []) });
  }
  const [now = { text: '' }, ...earlier] = runs;
  const oldest = earlier[earlierKept - 1];
  const bounded =
    oldest !== undefined && earlier.length > earlierKept
      ? [...earlier.slice(0, earlierKept - 1), { text: oldest.text }]
      : earlier;
  return {
    text: now.text,
    ...(now.imports === undefined ? {} : { imports: now.imports }),
    ...(bounded.length === 0 ? {} : { earlier: bounded }),
  };
}

function kept(
  earlier: readonly string[] | undefined,
  later: readonly string[] | undefined,
): readonly string[] | undefined {
  if (earlier === undefined || later === undefined) return undefined;
  const all = [...new Set([...earlier, ...later])];
  return all.length > importsKept ? undefined : all;
}
