import type { PersonStatement } from '../../resolve/personStatement.ts';
import { personStatementWorded } from '../../resolve/personStatement.ts';
import { type Statement, statementWorded } from '../../resolve/statement.ts';
import { isStatedBy, type Worded, withoutImport } from '../../resolve/wordings.ts';
import { cypher } from '../cypher.ts';
import { type Graph, int, type Transaction } from '../graph.ts';
import { settleAuthorsOf } from './authors.ts';
import { resolveWithout } from './batch.ts';
import { lockDecisions } from './decisionLog.ts';
import { readStatementsByKey, type StoredWordings, wordedAsStored } from './neighbourhood.ts';
import { readPersons, revisePersons } from './persons.ts';
import { previewed } from './preview.ts';

/** An import that is to be as if it had never been. */
export interface UndoneImport {
  readonly id: string;
  /** The id of its source. */
  readonly source: string;
}

/** What becomes of the entries of an undone import. */
export interface UndoneEntries {
  /** They go: nobody else states them. */
  readonly removed: number;
  /** They say again what they said before. */
  readonly restored: number;
  /** They stay as they are: others state them too. */
  readonly kept: number;
}

/** How many nodes there are. */
export interface GraphSize {
  readonly publications: number;
  readonly authors: number;
  readonly venues: number;
  readonly topics: number;
  readonly institutions: number;
}

export interface UndoPreview extends UndoneEntries {
  /** How many fewer nodes there would be; below zero where what was one becomes several. */
  readonly fewer: GraphSize;
  /** Whether `fewer` is of all entries; else of the first of them. */
  readonly complete: boolean;
}

/** Entries that one transaction takes back. */
export const entriesPerTransaction = 500;
/** Entries that a preview takes back: they are in one transaction. */
const entriesPreviewed = 2_000;
const timeoutMs = 300_000;

interface Keys {
  readonly publications: readonly string[];
  readonly persons: readonly string[];
}

/** Keys of what the import has stated and that was not taken back yet, in parts for one transaction each. */
export async function partsToTakeBack(graph: Graph, undone: UndoneImport): Promise<readonly Keys[]> {
  const { publications, persons } = await statedEntries(graph, undone);
  return [
    ...parts(publications).map((keys) => ({ publications: keys, persons: [] })),
    ...parts(persons).map((keys) => ({ publications: [], persons: keys })),
  ];
}

function parts(entries: readonly { readonly key: string }[]): string[][] {
  return Array.from({ length: Math.ceil(entries.length / entriesPerTransaction) }, (_, index) =>
    entries.slice(index * entriesPerTransaction, (index + 1) * entriesPerTransaction).map(({ key }) => key),
  );
}

/**
 * Takes entries of an import back, all or none, and marks the name blocks whose authors have to be resolved again. Taking the
 * same back again changes nothing.
 */
export async function takeBack(graph: Graph, { id }: UndoneImport, keys: Keys): Promise<void> {
  await graph.write(
    async (transaction) => {
      const { entries } = await withoutEntries(transaction, id, keys);
      await transaction.run(
        cypher`MATCH (n:Import {id: $id})
          SET n.undoRemoved = n.undoRemoved + $removed, n.undoRestored = n.undoRestored + $restored,
            n.undoKept = n.undoKept + $kept`,
        { id, removed: int(entries.removed), restored: int(entries.restored), kept: int(entries.kept) },
      );
    },
    { timeoutMs },
  );
}

/** Takes away the source of an undone import if nothing is stated by it any more. */
export async function removeBareSource(graph: Graph, { source }: UndoneImport): Promise<void> {
  await graph.write(async (transaction) => {
    // So that nobody is about to state something by it.
    await lockDecisions(transaction);
    await transaction.run(
      // What is left is not what was read.
      cypher`MATCH (s:Source {id: $source}) REMOVE s.sha256`,
      { source },
    );
    await transaction.run(
      cypher`MATCH (s:Source {id: $source})
        WHERE NOT EXISTS { (s)<-[:STATED_BY]-() } AND NOT EXISTS { (s)-[:STATES]->() }
        DETACH DELETE s`,
      { source },
    );
  });
}

/** What undoing an import would do; the graph stays as it is. */
export async function previewUndo(graph: Graph, undone: UndoneImport): Promise<UndoPreview> {
  const { publications, persons } = await statedEntries(graph, undone);
  const fates = [...publications, ...persons].map((entry) => fateOf(entry, undone.id).fate);
  const some = publications.slice(0, entriesPreviewed);
  const somePersons = persons.slice(0, entriesPreviewed - some.length);
  const fewer = await previewed(
    graph,
    async (transaction) => {
      const before = await sizeOf(transaction);
      const { blocks } = await withoutEntries(transaction, undone.id, {
        publications: some.map(({ key }) => key),
        persons: somePersons.map(({ key }) => key),
      });
      await settleAuthorsOf(transaction, blocks);
      const after = await sizeOf(transaction);
      return {
        publications: before.publications - after.publications,
        authors: before.authors - after.authors,
        venues: before.venues - after.venues,
        topics: before.topics - after.topics,
        institutions: before.institutions - after.institutions,
      };
    },
    timeoutMs,
  );
  return {
    ...counted(fates),
    fewer,
    complete: some.length + somePersons.length === publications.length + persons.length,
  };
}

interface StatedEntry extends Worded {
  readonly key: string;
}

/** Entries of the source that the import states, or has stated; `text` is empty where it is what they say now. */
async function statedEntries(
  graph: Graph,
  { id, source }: UndoneImport,
): Promise<{ readonly publications: readonly StatedEntry[]; readonly persons: readonly StatedEntry[] }> {
  const parameters = { id, source };
  const [publications, persons] = await Promise.all([
    graph.read<StoredWordings & { key: string }>(
      cypher`MATCH (:Source {id: $source})<-[s:STATED_BY]-(:Publication)
        WHERE $id IN s.imports OR any(wording IN s.earlier WHERE wording CONTAINS $id)
        RETURN s.key AS key, '' AS fields, s.imports AS imports, s.earlier AS earlier ORDER BY key`,
      parameters,
      { timeoutMs },
    ),
    graph.read<StoredWordings & { key: string }>(
      cypher`MATCH (:Source {id: $source})-[:STATES]->(s:PersonStatement)
        WHERE $id IN s.imports OR any(wording IN s.earlier WHERE wording CONTAINS $id)
        RETURN s.key AS key, '' AS fields, s.imports AS imports, s.earlier AS earlier ORDER BY key`,
      parameters,
      { timeoutMs },
    ),
  ]);
  const entriesOf = (rows: readonly (StoredWordings & { key: string })[]) =>
    rows
      .map(({ key, ...wordings }) => ({ key, ...wordedAsStored(wordings) }))
      .filter((entry) => isStatedBy(entry, id));
  return { publications: entriesOf(publications), persons: entriesOf(persons) };
}

type Fate = keyof UndoneEntries;

function fateOf(entry: Worded, id: string): { readonly fate: Fate; readonly left: Worded | undefined } {
  const left = withoutImport(entry, id);
  return { fate: left === undefined ? 'removed' : left.text === entry.text ? 'kept' : 'restored', left };
}

function counted(fates: readonly Fate[]): UndoneEntries {
  const count = (fate: Fate) => fates.filter((each) => each === fate).length;
  return { removed: count('removed'), restored: count('restored'), kept: count('kept') };
}

async function withoutEntries(
  transaction: Transaction,
  id: string,
  keys: Keys,
): Promise<{ readonly entries: UndoneEntries; readonly blocks: readonly string[] }> {
  const decisions = await lockDecisions(transaction);
  const publications = revision(
    await readStatementsByKey(transaction, keys.publications),
    id,
    ({ source }: Statement, left) => statementWorded(source, left),
  );
  const persons = revision(
    [...(await readPersons(transaction, keys.persons)).values()],
    id,
    ({ source }: PersonStatement, left) => personStatementWorded(source, left),
  );
  const blocks = [
    ...(await resolveWithout(transaction, decisions, publications.removed, publications.revised)),
    ...(await revisePersons(transaction, persons.removed, persons.revised)),
  ];
  return { entries: counted([...publications.fates, ...persons.fates]), blocks };
}

/** What is left of entries without an import. */
function revision<Entry extends StatedEntry>(
  entries: readonly Entry[],
  id: string,
  make: (entry: Entry, left: Worded) => Entry,
) {
  const removed = new Set<string>();
  const revised: Entry[] = [];
  const fates: Fate[] = [];
  for (const entry of entries.filter((each) => isStatedBy(each, id))) {
    const { fate, left } = fateOf(entry, id);
    fates.push(fate);
    if (left === undefined) removed.add(entry.key);
    else revised.push(make(entry, left));
  }
  return { removed, revised, fates };
}

async function sizeOf(transaction: Transaction): Promise<GraphSize> {
  const [size] = await transaction.run<{ size: GraphSize }>(
    cypher`CALL () { MATCH (n:Publication) RETURN count(n) AS publications }
      CALL () { MATCH (n:Author) RETURN count(n) AS authors }
      CALL () { MATCH (n:Venue) RETURN count(n) AS venues }
      CALL () { MATCH (n:Topic) RETURN count(n) AS topics }
      CALL () { MATCH (n:Institution) RETURN count(n) AS institutions }
      RETURN { publications: publications, authors: authors, venues: venues, topics: topics,
        institutions: institutions } AS size`,
  );
  if (size === undefined) throw new Error('counting has no answer');
  return size.size;
}
