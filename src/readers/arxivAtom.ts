import { parseDate } from '../normalise/date.ts';
import { canonicalIdentifier } from '../normalise/identifier.ts';
import { latexText } from '../normalise/latex.ts';
import type { AuthorMention, Identifier, TopicMention, VenueMention } from '../record.ts';
import taxonomy from './arxivCategories.json' with { type: 'json' };
import { given, some } from './given.ts';
import { authorLimit } from './jsonRecords.ts';
import { LocatorKeys } from './locatorKeys.ts';
import type { Reader, ReadItem } from './reader.ts';
import { noYear } from './warning.ts';
import { childOf, childrenOf, plainTextOf, stringOf, type XmlElement } from './xmlElement.ts';
import { rejectOf, rootOf, type XmlItem, xmlItems } from './xmlItems.ts';

/**
 * Atom feeds of arXiv: answers of its API (https://info.arxiv.org/help/api/user-manual.html) and its daily feeds
 * (`rss.arxiv.org/atom/…`).
 *
 * - An entry is the preprint, dated by its first version. A `doi` is that of the published version, which is stated as a
 *   version besides, for it may have another title; and a `journal_ref` is its venue, in the author's words.
 * - Titles, abstracts, names and venues may hold TeX: accents and markup are resolved, mathematics stays.
 * - A `comment` is free text: 'Accepted to ICML 2019' there is no venue. Only 'This paper has been withdrawn' is read.
 * - Categories are topics by their names in arXiv's taxonomy, each below its archive and group, the primary one first.
 *   Codes of other classifications (MSC, ACM) that arXiv lets authors add are left out.
 * - A daily feed has the day of announcement instead of that of the first version: it gives no date.
 * - The API answers a wrong query with an entry 'Error', which is a reject.
 */
export const arxivAtom: Reader = {
  format: 'arxiv-atom',
  title: 'arXiv (Atom)',
  detect: (head) => rootOf(head) === 'feed' && /\barxiv\.org\b/i.test(head),
  async *read(input) {
    const keys = new LocatorKeys();
    for await (const item of xmlItems(input, { roots: ['feed'], items: ['entry'] })) {
      yield 'reject' in item ? item : readItem(item, keys);
    }
  },
};

function readItem(item: XmlItem, keys: LocatorKeys): ReadItem {
  const entry = item.element;
  const id = stringOf(childOf(entry, 'id')) ?? '';
  const title = proseOf(childOf(entry, 'title'));
  const summary = proseOf(childOf(entry, 'summary'));
  if (/\/api\/errors\b/.test(id)) {
    return {
      reject: rejectOf(item, 'RECORD_MALFORMED', `arXiv answered with an error: ${summary ?? title ?? id}`, {
        expected: 'the entry of a preprint',
        fix: 'Correct the query and ask again.',
      }),
    };
  }
  const isDaily = /^oai:/i.test(id);
  const key = id.replace(/^(?:https?:\/\/(?:[\w-]+\.)?arxiv\.org\/abs\/|oai:arxiv\.org:)/i, '');
  if (canonicalIdentifier({ scheme: 'arxiv', value: key }) === undefined) {
    return {
      reject: rejectOf(item, 'RECORD_MALFORMED', `"${id.slice(0, 200)}" is no id of arXiv's`, {
        field: 'id',
        expected: 'an id such as http://arxiv.org/abs/1907.13223v2',
      }),
    };
  }
  const listed = childrenOf(entry, 'author').filter((author) => !isMark(proseOf(childOf(author, 'name'))));
  if (listed.length > authorLimit) {
    return {
      reject: rejectOf(item, 'RECORD_TOO_LARGE', `This record has ${listed.length} authors`, {
        key,
        expected: `at most ${authorLimit}`,
      }),
    };
  }
  const published = isDaily ? undefined : stringOf(childOf(entry, 'published'));
  const date = parseDate(published ?? '');
  const dois = doisOf(entry);
  const authors = isDaily && listed.length === 0 ? creators(entry) : authorsOf(listed);
  const abstract = isDaily ? summary?.replace(/^arXiv:\S+ Announce Type: \S+ Abstract: /i, '') : summary;
  const isWithdrawn = withdrawal.test(proseOf(childOf(entry, 'comment')) ?? '');
  return {
    record: given({
      locator: given({ key: keys.distinct(key, item.original), line: item.line, byte: item.byte }),
      type: 'PREPRINT' as const,
      title,
      abstract,
      year: date?.year,
      date: date?.date,
      identifiers: [{ scheme: 'arxiv' as const, value: key }, ...dois],
      versions: some(dois),
      authors,
      authorOrder: authors.length >= listed.length ? ('byline' as const) : ('listed' as const),
      venues: venuesOf(entry),
      topics: topicsOf(entry),
      retracted: isWithdrawn ? true : undefined,
      warnings: published !== undefined && date === undefined ? [noYear('published', published)] : undefined,
      incomplete: title === undefined ? 'The source gives no title' : undefined,
    }),
  };
}

/** Authors write TeX; but '~5' says about five, and no blank. */
function proseOf(element: XmlElement | undefined): string | undefined {
  const text = plainTextOf(element);
  if (text === undefined || !/[\\$~{]/.test(text)) return text;
  return latexText(text.replace(/(?<![^\s(])~(?=[$\d])/g, '\\textasciitilde{}')) || undefined;
}

const withdrawal = /^this (?:paper|submission|article|manuscript|work) (?:has been|is) withdrawn\b/i;

/** An entry may give several. */
function doisOf(entry: XmlElement): readonly Identifier[] {
  const dois = (stringOf(childOf(entry, 'doi')) ?? '').split(/[\s;]+/).filter((doi) => doi !== '');
  return [...new Set(dois)].map((value) => ({ scheme: 'doi', value }));
}

/** Of people without a name nothing is known. */
function authorsOf(elements: readonly XmlElement[]): readonly AuthorMention[] {
  return elements.flatMap((element) => {
    const literal = proseOf(childOf(element, 'name'));
    if (literal === undefined) return [];
    const affiliations = childrenOf(element, 'affiliation')
      .map(proseOf)
      .filter((name) => name !== undefined)
      .map((name) => ({ name }));
    return [given({ name: { literal }, affiliations: some(affiliations) })];
  });
}

/** Behind the name of a collaboration arXiv lists the colon, too, as if it were an author. */
function isMark(name: string | undefined): boolean {
  return name !== undefined && !/[\p{L}\d]/u.test(name);
}

/** A daily feed's list of names in one. */
function creators(entry: XmlElement): readonly AuthorMention[] {
  return childrenOf(entry, 'creator').flatMap((element) =>
    (proseOf(element) ?? '')
      .split(/,\s+/)
      .filter((name) => name !== '')
      .map((literal) => ({ name: { literal } })),
  );
}

function venuesOf(entry: XmlElement): readonly VenueMention[] {
  const published = proseOf(childOf(entry, 'journal_ref'));
  const arxiv: VenueMention = { name: 'arXiv', kind: 'PREPRINT_SERVER' };
  return published === undefined ? [arxiv] : [arxiv, { name: published }];
}

const categories: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(taxonomy.categories));

function topicsOf(entry: XmlElement): readonly TopicMention[] {
  const topics = new Map<string, TopicMention>();
  for (const element of [...childrenOf(entry, 'primary_category'), ...childrenOf(entry, 'category')]) {
    const term = stringOf(element.attributes['term']);
    if (term === undefined || !/^[a-z][a-z-]+(?:\.[A-Za-z-]+)?$/.test(term)) continue;
    const [name = term, ...broader] = categories.get(term) ?? [];
    if (topics.has(name)) continue;
    topics.set(name, given({ name, broader: some(broader.map((each) => ({ name: each }))) }));
  }
  return [...topics.values()];
}
