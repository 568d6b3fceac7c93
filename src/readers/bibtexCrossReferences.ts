import type { BibtexEntry } from './bibtexEntries.ts';
import { given } from './given.ts';
import { type Reject, rejectReason, rejectTextLimit } from './reader.ts';

export const crossReferenceLimits = {
  /** Characters of the entries kept because later ones may refer to them. */
  parents: 8 * 1024 * 1024,
  /** Characters of the entries that wait for one they refer to. */
  waiting: 16 * 1024 * 1024,
} as const;

/**
 * Gives entries the fields that they inherit by `crossref` (BibTeX has the parent after its children, biber
 * anywhere) or `xdata`, in one pass and bounded memory:
 * - entries of a kind that others refer to are remembered for those after them; when they have more than
 *   `crossReferenceLimits.parents` characters, the older half is forgotten;
 * - an entry that refers to one that has not come yet waits for it, of whatever kind that is; when more than
 *   `crossReferenceLimits.waiting` characters wait, the longer waiting half goes without, and at the end all do.
 *
 * Entries that refer to each other in a circle are rejects; one that refers to what is not there goes without.
 */
export class CrossReferences {
  /** By key in lower case, oldest first. */
  readonly #parents = new Map<string, BibtexEntry>();
  #parentsSize = 0;
  /** In the order in which they began to wait. */
  readonly #waiting = new Set<Waiting>();
  readonly #waitingFor = new Map<string, Set<Waiting>>();
  #waitingSize = 0;

  /** The entry and those that have waited for it, or none yet. */
  *take(entry: BibtexEntry): Generator<BibtexEntry, void, undefined> {
    yield* this.#settle({
      entry,
      references: referencesOf(entry),
      size: sizeOf(entry),
      missing: new Set(),
      found: new Map(),
    });
    if (this.#waitingSize <= crossReferenceLimits.waiting) return;
    // Many at once, for the first of a set is found the more slowly the more have been taken out before it.
    for (const longest of this.#waiting) {
      if (this.#waitingSize <= crossReferenceLimits.waiting / 2) break;
      yield* this.#goWithout(longest);
    }
  }

  /** Those that wait still: no more entries come. */
  *end(): Generator<BibtexEntry | { readonly reject: Reject }, void, undefined> {
    const byKey = new Map([...this.#waiting].map((waiting) => [keyOf(waiting.entry), waiting]));
    const next = (from: Waiting) => byKey.get(this.#unresolved(from) ?? '');

    // Each has one it waits for, so each walk along them ends, or comes to a circle.
    const done = new Set<Waiting>();
    const circles: (readonly Waiting[])[] = [];
    for (const start of this.#waiting) {
      const walked: Waiting[] = [];
      const onWalk = new Set<Waiting>();
      let at: Waiting | undefined = start;
      while (at !== undefined && !done.has(at) && !onWalk.has(at)) {
        walked.push(at);
        onWalk.add(at);
        at = next(at);
      }
      if (at !== undefined && onWalk.has(at)) circles.push(walked.slice(walked.indexOf(at)));
      for (const waiting of walked) done.add(waiting);
    }
    for (const circle of circles) {
      for (const [place, waiting] of circle.entries()) {
        this.#forget(waiting);
        yield { reject: circular(circle, place) };
      }
    }
    for (const waiting of this.#waiting) {
      if (next(waiting) === undefined || !this.#waiting.has(next(waiting) ?? waiting))
        yield* this.#goWithout(waiting);
    }
    // What is left waited for one that has gone by now.
    while (this.#waiting.size > 0) {
      const [waiting] = this.#waiting;
      if (waiting !== undefined) yield* this.#goWithout(waiting);
    }
  }

  *#settle(first: Waiting): Generator<BibtexEntry, void, undefined> {
    const ready = [first];
    for (let waiting = ready.shift(); waiting !== undefined; waiting = ready.shift()) {
      const unresolved = this.#unresolved(waiting);
      if (unresolved !== undefined) {
        this.#wait(waiting, unresolved);
        continue;
      }
      const entry = withInherited(waiting);
      const key = keyOf(entry);
      const children = key === '' ? undefined : this.#waitingFor.get(key);
      for (const child of [...(children ?? [])]) {
        child.found.set(key, entry);
        this.#forget(child);
        ready.push(child);
      }
      if (key !== '' && parentTypes.has(entry.type)) this.#remember(key, entry);
      if (!dataOnly.has(entry.type)) yield entry;
    }
  }

  /** The first that the entry refers to and that is not there. */
  #unresolved(waiting: Waiting): string | undefined {
    return waiting.references.find((key) => {
      if (waiting.found.has(key) || waiting.missing.has(key)) return false;
      const parent = this.#parents.get(key);
      if (parent !== undefined) waiting.found.set(key, parent);
      return parent === undefined;
    });
  }

  #wait(waiting: Waiting, key: string): void {
    this.#waiting.add(waiting);
    this.#waitingSize += waiting.size;
    const others = this.#waitingFor.get(key);
    if (others === undefined) this.#waitingFor.set(key, new Set([waiting]));
    else others.add(waiting);
  }

  #forget(waiting: Waiting): void {
    if (!this.#waiting.delete(waiting)) return;
    this.#waitingSize -= waiting.size;
    for (const key of waiting.references) {
      const others = this.#waitingFor.get(key);
      if (others?.delete(waiting) === true && others.size === 0) this.#waitingFor.delete(key);
    }
  }

  *#goWithout(waiting: Waiting): Generator<BibtexEntry, void, undefined> {
    this.#forget(waiting);
    for (const key of waiting.references) if (!waiting.found.has(key)) waiting.missing.add(key);
    yield* this.#settle(waiting);
  }

  #remember(key: string, entry: BibtexEntry): void {
    if (this.#parents.has(key)) return;
    const heritable = heritage(entry);
    this.#parents.set(key, heritable);
    this.#parentsSize += sizeOf(heritable);
    if (this.#parentsSize <= crossReferenceLimits.parents) return;
    for (const [oldest, parent] of this.#parents) {
      if (this.#parentsSize <= crossReferenceLimits.parents / 2) break;
      this.#parents.delete(oldest);
      this.#parentsSize -= sizeOf(parent);
    }
  }
}

interface Waiting {
  readonly entry: BibtexEntry;
  readonly references: readonly string[];
  readonly size: number;
  /** Those that it refers to and will have to do without. */
  readonly missing: Set<string>;
  readonly found: Map<string, BibtexEntry>;
}

const parentTypes = new Set(
  'book collection mvbook mvcollection mvproceedings mvreference periodical proceedings reference xdata'.split(
    ' ',
  ),
);

/** Entries that only hold what others inherit. */
const dataOnly = new Set(['xdata', 'set']);

/**
 * What a child may take over: what is true of a part because it is true of the whole. Not `doi`, `url` or `eprint`,
 * which biber's defaults let through and which would make the part the same publication as the whole.
 */
const inherited = new Set(
  'address booksubtitle booktitle date day edition editor editora eventdate eventtitle institution isbn issn issue journal journalsubtitle journaltitle langid language location mainsubtitle maintitle month number organization publisher school series venue volume volumes year'.split(
    ' ',
  ),
);

const dateFields = new Set(['date', 'year', 'month', 'day']);

/** What the whole's title is to its part (biblatex manual, appendix B). */
const renamed: ReadonlyMap<string, { readonly title: string; readonly subtitle: string }> = new Map([
  ['periodical', { title: 'journaltitle', subtitle: 'journalsubtitle' }],
  ['mvbook', { title: 'maintitle', subtitle: 'mainsubtitle' }],
  ['mvcollection', { title: 'maintitle', subtitle: 'mainsubtitle' }],
  ['mvproceedings', { title: 'maintitle', subtitle: 'mainsubtitle' }],
  ['mvreference', { title: 'maintitle', subtitle: 'mainsubtitle' }],
]);
const asBook = { title: 'booktitle', subtitle: 'booksubtitle' };

function keyOf(entry: BibtexEntry): string {
  return entry.key.toLowerCase();
}

/** Entries of data that one entry may take from; those after them are passed over. */
const mostReferences = 50;

/** The keys that the entry inherits from, in lower case. */
function referencesOf(entry: BibtexEntry): readonly string[] {
  const crossref = entry.fields.get('crossref')?.trim().toLowerCase() ?? '';
  const xdata = entry.fields.get('xdata')?.toLowerCase().split(',', mostReferences) ?? [];
  return [...new Set([...xdata.map((key) => key.trim()), crossref])].filter((key) => key !== '');
}

function withInherited({ entry, found }: Waiting): BibtexEntry {
  if (found.size === 0) return entry;
  const fields = new Map(entry.fields);
  const crossref = entry.fields.get('crossref')?.trim().toLowerCase();
  const isDated = fields.has('date') || fields.has('year');
  for (const [key, parent] of found) {
    const isWhole = key === crossref;
    const names = renamed.get(parent.type) ?? asBook;
    for (const [name, value] of parent.fields) {
      const own = isWhole ? nameInPart(name, names, entry, parent) : name;
      if (own !== undefined && !fields.has(own) && !(isDated && dateFields.has(own))) fields.set(own, value);
    }
  }
  return { ...entry, fields };
}

/** What the whole's field is called in its part; undefined where the part does not inherit it. */
function nameInPart(
  name: string,
  names: typeof asBook,
  part: BibtexEntry,
  whole: BibtexEntry,
): string | undefined {
  if (name === 'title') return names === asBook && whole.fields.has('booktitle') ? undefined : names.title;
  if (name === 'subtitle') return names.subtitle;
  if (name === 'author') return part.type === 'inbook' ? name : undefined;
  return inherited.has(name) ? name : undefined;
}

/** What is kept of a parent. */
function heritage(entry: BibtexEntry): BibtexEntry {
  if (dataOnly.has(entry.type)) return { ...entry, text: '' };
  const fields = [...entry.fields].filter(
    ([name]) => inherited.has(name) || name === 'title' || name === 'subtitle' || name === 'author',
  );
  return { ...entry, text: '', fields: new Map(fields) };
}

function sizeOf(entry: BibtexEntry): number {
  let size = entry.key.length + entry.text.length + 200;
  for (const [name, value] of entry.fields) size += name.length + value.length;
  return size;
}

function circular(circle: readonly Waiting[], place: number): Reject {
  const keyAt = (index: number) => circle[index % circle.length]?.entry.key ?? '';
  const shown = Math.min(circle.length, 10);
  const steps = Array.from({ length: shown }, (_, step) => keyAt(place + step));
  const path = [...steps, ...(shown < circle.length ? ['…'] : []), keyAt(place)].join(' → ');
  const entry = circle[place]?.entry;
  return {
    code: 'RECORD_MALFORMED',
    locator: given({ key: entry?.key, line: entry?.line }),
    reason: rejectReason(
      'RECORD_MALFORMED',
      `The cross-references go round in a circle: ${path}`,
      'a "crossref" to an entry that does not come back to this one',
      'Take the field "crossref" out of one of them.',
    ),
    original: entry?.text.slice(0, rejectTextLimit) ?? '',
  };
}
