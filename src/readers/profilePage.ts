import { createHash } from 'node:crypto';
import { ScholargraphError } from '../errors.ts';
import { latinKey } from '../normalise/latin.ts';
import { cleaned, plainText } from '../normalise/markup.ts';
import type { Locator } from '../record.ts';
import { LocatorKeys } from './locatorKeys.ts';
import {
  type Header,
  headerFault,
  headerOf,
  isName,
  isVenueWithYear,
  type PageLine,
  proseFault,
  recordOf,
} from './profilePageEntry.ts';
import { type Reader, type ReadItem, type Reject, rejectTextLimit, type SourceInput } from './reader.ts';
import { type TextLine, textLines } from './textLines.ts';

/**
 * The text of an author's page as a browser shows it, of the layout that Google Research uses for its people. Blank
 * lines, and white space around a line, mean nothing.
 *
 *     page      = navigation* owner profile* (heading navigation*)? entry* navigation*
 *     owner     = the name of the person whose page it is
 *     profile   = any line before the heading: fields of work, a biography
 *     heading   = 'Authored Publications' | 'Publications' | …
 *     entry     = header? (abstract-mark abstract-line*)? end-mark?
 *     header    = title preview-mark? coauthor* venue? preview-mark?
 *     coauthor  = a name, or several with commas or 'and' between them
 *     venue     = a name, an arXiv id or a link; then '(2019)', '(to appear)', ', pp. 1–10', as far as known
 *
 *     abstract-mark = 'Preview abstract' | 'Abstract' | …      preview-mark = 'Preview' | 'PDF' | …
 *     end-mark      = 'View details' | 'View publication' | …
 *
 * What a line is, is told from its place, and from its looks only where the place leaves it open:
 * - The first line of a header is the title, also where it reads like a name.
 * - The last line is the venue if it ends in '(year)' or '(to appear)', or reads like a venue, or not like a name; else
 *   it is a coauthor and there is no venue. The lines between are coauthors.
 * - A title goes on in the next line where it ends in a hyphen, a colon or a word such as 'of', or the next line
 *   begins in lower case and is no name.
 * - An entry ends at its end-mark. Without one it ends after the venue with its year, where no abstract follows;
 *   before the title that stands in front of a 'Preview'; before a header that ends in a venue with its year and is
 *   followed by the next abstract; else at the end of the page.
 *
 * The owner is an author of every entry, whose place in the byline the page does not tell: last here, and marked. An
 * entry without a title is a record, marked incomplete. An entry that fits nothing of this is a reject; where no
 * entry fits, the source is not such a page.
 */
export const profilePage: Reader = {
  format: 'profile-page',
  title: "an author's profile page as text",

  detect(head) {
    // U+FFFD is a letter of another encoding than UTF-8.
    const lines = head
      .replaceAll('\uFFFD', 'x')
      .split(/\r\n?|\n/)
      .map(cleaned);
    const owner = lines.find((line) => line !== '' && markOf(line) !== 'navigation');
    if (owner === undefined || markOf(owner) !== undefined || !isName(owner)) return false;
    return lines.some((line) => sureSign.test(line));
  },

  async *read(input: SourceInput) {
    const page = new ProfilePage(input.uri);
    for await (const lines of textLines(input.bytes)) {
      for (const line of lines) yield* page.push(line);
    }
    yield* page.end();
  },
};

const sureSign = /^(?:authored publications|preview abstract|view details)$/i;

/** Characters of one entry, and of what may stand between owner and heading. */
const entryLimit = 1024 * 1024;
const profileLimit = 128 * 1024;
/** Entries that fit nothing, in a row from the first, after which the source is taken for something else. */
const faultLimit = 20;

type Mark = 'heading' | 'navigation' | 'preview' | 'abstract' | 'end';

const marks: readonly (readonly [Mark, RegExp])[] = [
  ['heading', /^(?:(?:authored|google|other|selected|recent|featured|all) )?publications$/i],
  [
    'navigation',
    /^(?:research areas|sort by|filter by|(?:title|year), (?:a|de)scending|(?:load|show|see) more|back to top|skip to (?:main )?content|no (?:publications|results)(?: found)?|(?:showing )?\d+ ?[-–] ?\d+ of \d+(?: publications| results)?|\d+ (?:publications|results))$/i,
  ],
  ['preview', /^(?:preview(?: pdf| paper)?|(?:download|view)? ?pdf|download)$/i],
  ['abstract', /^(?:(?:preview|view|show|read) )?abstract$/i],
  ['end', /^(?:view|see|more|show) (?:details|publication|paper)$/i],
];

function markOf(line: string): Mark | undefined {
  if (line.length > 60) return undefined;
  const bare = line.replace(/[\s:.…>»›→▸▾▼+-]+$/u, '');
  return marks.find(([, pattern]) => pattern.test(bare))?.[0];
}

/** One page from its first line to its last; holds one entry. */
class ProfilePage {
  readonly #uri: string;
  readonly #keys = new LocatorKeys();
  #owner: string | undefined;
  #phase: 'profile' | 'header' | 'abstract' = 'profile';
  /** Lines between owner and heading: an entry's header, if there turns out to be no heading. */
  #profile: PageLine[] = [];
  #profileLength = 0;
  /** Navigation shows that it is a page even if it lists nothing. */
  #navigated = false;
  /** The last line was 'Sort By', which 'Title' and 'Year' follow. */
  #sorting = false;
  #entry = new Entry();
  #found = 0;
  /** Rejects before the first record: they are none if no record comes. */
  #held: { readonly reject: Reject; readonly line: number }[] = [];
  #line: { text: string; readonly number: number } | undefined;

  constructor(uri: string) {
    this.#uri = uri;
  }

  push(piece: TextLine): readonly ReadItem[] {
    if (!piece.begins && this.#line !== undefined) {
      if (this.#line.text.length <= entryLimit) this.#line.text += piece.text;
      return [];
    }
    const items = this.#takeLine();
    this.#line = { text: piece.text, number: piece.number };
    return items;
  }

  end(): readonly ReadItem[] {
    const items = [...this.#takeLine()];
    if (this.#owner === undefined)
      this.#refuse(this.#line?.number ?? 1, 'There is nothing in it', 'an author page');
    if (this.#phase === 'profile' && (this.#profile.length > 0 || !this.#navigated)) {
      this.#refuse(
        this.#profile[0]?.number ?? this.#line?.number ?? 1,
        `Neither a heading nor an entry follows the name of the page's owner, "${cut(this.#owner ?? '')}"`,
        "'Authored Publications' and below it entries of title, coauthors, venue (year) and 'Preview abstract'",
      );
    }
    items.push(...this.#finish());
    const [fault] = this.#held;
    if (this.#found === 0 && fault !== undefined) this.#refuseFor(fault);
    return items;
  }

  #takeLine(): readonly ReadItem[] {
    if (this.#line === undefined) return [];
    const { text, number } = this.#line;
    const line = { text: plainText(text), number };
    return line.text === '' ? [] : this.#take(line);
  }

  #take(line: PageLine): readonly ReadItem[] {
    const mark = markOf(line.text);
    const sorting = this.#sorting;
    this.#sorting = /^sort by\W*$/i.test(line.text) || (sorting && /^title\b/i.test(line.text));
    if (this.#owner === undefined) {
      this.#takeOwner(line, mark);
      return [];
    }
    if (sorting && this.#entry.empty && /^(?:title|year)$/i.test(line.text)) return [];
    switch (this.#phase) {
      case 'profile':
        return this.#takeProfile(line, mark);
      case 'header':
        return this.#takeHeader(line, mark);
      case 'abstract':
        return this.#takeAbstract(line, mark);
    }
  }

  #takeOwner(line: PageLine, mark: Mark | undefined): void {
    if (mark === 'navigation') return;
    if (mark !== undefined || !isName(line.text)) {
      this.#refuse(
        line.number,
        `"${cut(line.text)}" is no person's name`,
        "an author page, which begins with its owner's name",
      );
    }
    this.#owner = line.text;
  }

  #takeProfile(line: PageLine, mark: Mark | undefined): readonly ReadItem[] {
    if (mark === 'navigation') {
      this.#navigated = true;
      return [];
    }
    if (mark === 'heading') {
      this.#navigated = true;
      this.#profile = [];
      this.#phase = 'header';
      return [];
    }
    if (mark !== undefined) {
      for (const each of this.#profile.splice(0)) this.#entry.addHeader(each);
      this.#phase = 'header';
      return this.#takeHeader(line, mark);
    }
    this.#profile.push(line);
    this.#profileLength += line.text.length;
    if (this.#profileLength > profileLimit) {
      this.#refuse(
        this.#profile[0]?.number ?? line.number,
        'Too much text follows without a heading',
        "'Authored Publications' within the first pages of text",
      );
    }
    return [];
  }

  #takeHeader(line: PageLine, mark: Mark | undefined): readonly ReadItem[] {
    const entry = this.#entry;
    switch (mark) {
      case 'end':
        return this.#finish(line);
      case 'abstract':
        entry.abstractAt = line.number;
        this.#phase = 'abstract';
        return [];
      case 'preview':
        if (!entry.empty) entry.previews.push(entry.header.length);
        return [];
      case 'heading':
      case 'navigation':
        return this.#finish();
      case undefined:
        break;
    }
    const inline = /^abstract\s*[:—–]\s*(\S.*)$/i.exec(line.text)?.[1];
    if (inline !== undefined && entry.header.length > 1) {
      entry.abstractAt = line.number;
      entry.addAbstract({ ...line, text: inline });
      this.#phase = 'abstract';
      return [];
    }
    const before = entry.complete ? this.#finish() : [];
    this.#entry.addHeader(line);
    return before;
  }

  #takeAbstract(line: PageLine, mark: Mark | undefined): readonly ReadItem[] {
    const entry = this.#entry;
    switch (mark) {
      case 'end':
        return this.#finish(line);
      case 'abstract':
        return this.#startNext(line, entry.nextHeader());
      case 'preview':
        if (!/^preview/i.test(line.text)) break;
        return this.#startNext(line, entry.abstract.length > 1 ? entry.abstract.length - 1 : undefined);
      case 'navigation':
        return this.#finish();
      default:
        break;
    }
    entry.addAbstract(line);
    return [];
  }

  /** The end-mark is missing: the entry's last lines, from `start`, are the header of the next one. */
  #startNext(line: PageLine, start: number | undefined): readonly ReadItem[] {
    if (start === undefined) {
      this.#entry.fault ??= {
        line: line.number,
        what: `"${cut(line.text)}" comes before the entry above has ended`,
        expected: "'View details' at the end of each entry",
      };
      return [];
    }
    const header = this.#entry.abstract.splice(start);
    const before = this.#finish();
    for (const each of header) this.#entry.addHeader(each);
    return [...before, ...this.#takeHeader(line, markOf(line.text))];
  }

  /** @param end the end-mark, where there is one */
  #finish(end?: PageLine): readonly ReadItem[] {
    const entry = this.#entry;
    this.#entry = new Entry();
    this.#phase = this.#phase === 'profile' ? 'profile' : 'header';
    if (entry.empty) {
      if (end === undefined && entry.abstractAt === undefined) return [];
      const line = entry.abstractAt ?? end?.number ?? 1;
      return this.#reject(entry, {
        line,
        what: 'There is an entry with neither title nor abstract',
        expected: "a title above 'Preview abstract' or 'View details'",
      });
    }
    entry.ended = end !== undefined;
    const ahead = entry.splitAtPreviews();
    return [...ahead, entry].flatMap((each) => this.#item(each));
  }

  #item(entry: Entry): readonly ReadItem[] {
    const header = headerOf(entry.header);
    const fault =
      entry.fault ?? headerFault(header) ?? (entry.marked ? undefined : proseFault(header, entry.line));
    if (fault !== undefined) return this.#reject(entry, fault);
    const record = recordOf(header, entry.abstractText, this.#owner ?? '', this.#locator(entry, header));
    this.#found++;
    const held = this.#held.splice(0).map(({ reject }): ReadItem => ({ reject }));
    return [...held, { record }];
  }

  #locator(entry: Entry, header: Header): Locator {
    const { title } = header;
    const abstract = entry.abstractText ?? '';
    const kind = title === undefined ? 'abstract' : 'title';
    const stated = title ?? abstract;
    const digest = createHash('sha256')
      .update(latinKey(stated) || stated)
      .digest('hex');
    const content = JSON.stringify([entry.header.map((line) => line.text), abstract]);
    return { key: this.#keys.distinct(`${kind}:${digest.slice(0, 24)}`, content), line: entry.line };
  }

  #reject(entry: Entry, fault: EntryFault): readonly ReadItem[] {
    const code = fault.code ?? 'RECORD_MALFORMED';
    const { message } = new ScholargraphError(code, fault.what, {
      line: fault.line,
      expected: fault.expected,
      fix: 'Put the entry right in the source, or leave it out.',
    });
    const reject: Reject = {
      code,
      locator: { line: entry.line || fault.line },
      reason: message,
      original: entry.original.slice(0, rejectTextLimit),
    };
    if (this.#found > 0) return [{ reject }];
    this.#held.push({ reject, line: fault.line });
    const [first] = this.#held;
    if (this.#held.length >= faultLimit && first !== undefined) this.#refuseFor(first);
    return [];
  }

  #refuseFor(first: { readonly reject: Reject; readonly line: number }): never {
    this.#refuse(
      first.line,
      'Nothing that stands below the heading fits an entry of an author page',
      'entries of title, coauthors each on a line, venue (year)',
      first.reject.reason,
    );
  }

  #refuse(line: number, what: string, expected: string, detail?: string): never {
    throw new ScholargraphError('SOURCE_MALFORMED', what, {
      source: this.#uri,
      line,
      expected,
      fix: detail ?? 'If it is of another format, name that.',
    });
  }
}

interface EntryFault {
  readonly code?: 'RECORD_TOO_LARGE';
  readonly line: number;
  readonly what: string;
  readonly expected: string;
}

/** The lines of one entry. */
class Entry {
  header: PageLine[] = [];
  abstract: PageLine[] = [];
  /** How many lines of the header stand before each 'Preview'. */
  previews: number[] = [];
  abstractAt: number | undefined;
  /** The header has come to its venue with its year. */
  complete = false;
  fault: EntryFault | undefined;
  /** It has an end-mark. */
  ended = false;
  #length = 0;

  /** Whether the page marks it as an entry, besides the looks of its lines. */
  get marked(): boolean {
    return this.ended || this.abstractAt !== undefined || this.previews.length > 0;
  }

  get empty(): boolean {
    return this.header.length === 0 && this.abstract.length === 0;
  }

  /** Where the entry starts: at its abstract-mark, where it has no header. */
  get line(): number {
    return this.header[0]?.number ?? this.abstractAt ?? this.abstract[0]?.number ?? 0;
  }

  get original(): string {
    return [...this.header, ...this.abstract].map((line) => line.text).join('\n');
  }

  /** Lines that were broken to fit a width are one text again; after a hyphen without a space. */
  get abstractText(): string | undefined {
    const text = cleaned(this.abstract.map((line) => line.text.replace(/(?<!\p{L}[-‐])$/u, ' ')).join(''));
    return text === '' ? undefined : text;
  }

  addHeader(line: PageLine): void {
    if (!this.#fits(line)) return;
    this.header.push(line);
    this.complete = this.header.length > 1 && isVenueWithYear(line.text);
  }

  addAbstract(line: PageLine): void {
    if (this.#fits(line)) this.abstract.push(line);
  }

  #fits(line: PageLine): boolean {
    this.#length += line.text.length;
    if (this.#length <= entryLimit) return true;
    this.fault ??= {
      code: 'RECORD_TOO_LARGE',
      line: line.number,
      what: `The entry has more than ${entryLimit} characters`,
      expected: "'View details' at the end of each entry",
    };
    return false;
  }

  /**
   * Where, among the lines of the abstract, a header begins that ends with a venue and its year; undefined where there
   * is none, or nothing before it.
   */
  nextHeader(): number | undefined {
    let start = this.abstract.length - 1;
    if (!isVenueWithYear(this.abstract[start]?.text ?? '')) return undefined;
    while (isName(this.abstract[start - 1]?.text ?? '')) start--;
    return start > 1 ? start - 1 : undefined;
  }

  /** Takes off entries whose end is only shown by the 'Preview' after the next one's title. */
  splitAtPreviews(): readonly Entry[] {
    const starts = this.previews.filter((at) => at > 1 && at < this.header.length).map((at) => at - 1);
    const lines = this.header;
    const bounds = [0, ...starts, lines.length];
    const parts = bounds.slice(1).map((end, index) => lines.slice(bounds[index], end));
    this.header = parts.pop() ?? [];
    return parts.map((header) => {
      const entry = new Entry();
      entry.header = header;
      entry.previews = [header.length];
      entry.fault = this.fault;
      return entry;
    });
  }
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
