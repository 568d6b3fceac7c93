import { parseDate, parseYear } from '../normalise/date.ts';
import type { AuthorMention, Identifier, NameMention, PublicationRecord, VenueMention } from '../record.ts';
import { given, some } from './given.ts';
import { languageOf } from './jsonField.ts';
import { authorLimit } from './jsonRecords.ts';
import { identifierOfLink } from './linkIdentifier.ts';
import { LocatorKeys } from './locatorKeys.ts';
import type { Reader, ReadItem, SourceInput } from './reader.ts';
import { noYear } from './warning.ts';
import { childOf, childrenOf, plainTextOf, stringOf, type XmlElement } from './xmlElement.ts';
import { rejectOf, rootOf, type XmlItem, xmlItems } from './xmlItems.ts';

/**
 * A collection of the ACL Anthology, as its repository has them (`data/xml/P19.xml`, `2020.acl.xml`):
 * https://github.com/acl-org/acl-anthology, `data/xml/schema.rnc`.
 *
 * - A volume is a record of its own, of type PROCEEDINGS (an issue of a journal: OTHER), made of its `meta` and
 *   `frontmatter`. A paper takes year, month, publisher and venue from the volume.
 * - Ids are put together from collection, volume and paper, in the old manner (`P19-1001`) or the new
 *   (`2020.acl-main.1`).
 * - `venue` holds the Anthology's slugs: acronyms in lower case, which identify a venue. A joint conference has several and
 *   is stated once for each; the slug `ws` only says that it is a workshop.
 * - An author's `id` parts namesakes: it is the address of the person's page.
 * - Both `retracted` and `removed` papers count as retracted.
 * - A name in another script (`variant`) is a variant of the author's.
 * - No record has a place for awards, errata and revisions, attachments, videos,
 *   bibkeys, and links to code. `event` describes a conference, not a publication, and is passed over.
 */
export const aclAnthology: Reader = {
  format: 'acl-anthology',
  title: 'ACL Anthology (XML)',
  detect: (head) => rootOf(head) === 'collection' && /<collection\s+id\s*=/.test(head),
  read: items,
};

const untitled = 'The source gives no title';
const site = 'https://aclanthology.org';

async function* items(input: SourceInput): AsyncGenerator<ReadItem, void, undefined> {
  const keys = new LocatorKeys();
  let volume: Volume | undefined;
  let held: Volume | undefined;
  const options = { roots: ['collection'], items: ['meta', 'frontmatter', 'paper'] };
  try {
    for await (const item of xmlItems(input, options)) {
      if ('reject' in item) {
        yield item;
        continue;
      }
      if (item.within.at(-1)?.name !== 'volume') continue;
      const { name } = item.element;
      if (held !== undefined) yield volumeItem(keys, held, name === 'frontmatter' ? item.element : undefined);
      held = undefined;
      if (name === 'meta') {
        volume = volumeOf(item);
        held = volume;
      } else if (name === 'paper') {
        yield paperItem(keys, item, volume?.id === volumeId(item) ? volume : undefined);
      }
    }
  } catch (error) {
    if (held !== undefined) yield volumeItem(keys, held, undefined);
    throw error;
  }
  if (held !== undefined) yield volumeItem(keys, held, undefined);
}

/** What a volume's `meta` says. */
interface Volume {
  readonly id: string;
  readonly item: XmlItem;
  readonly isJournal: boolean;
  readonly isWorkshop: boolean;
  readonly venues: readonly VenueMention[];
}

function volumeOf(item: XmlItem): Volume {
  const meta = item.element;
  const slugs = childrenOf(meta, 'venue')
    .map(stringOf)
    .filter((slug) => slug !== undefined);
  const booktitle = plainTextOf(childOf(meta, 'booktitle'));
  const journal = plainTextOf(childOf(meta, 'journal-title'));
  const isJournal = journal !== undefined || item.within.at(-1)?.attributes['type'] === 'journal';
  const isWorkshop = !isJournal && (slugs.includes('ws') || /\bworkshop\b/i.test(booktitle ?? ''));
  return { id: volumeId(item), item, isJournal, isWorkshop, venues: venues() };

  function venues(): readonly VenueMention[] {
    const name = journal ?? booktitle;
    if (name === undefined) return [];
    const isbn = stringOf(childOf(meta, 'isbn'));
    const common = given({
      name,
      kind: isJournal ? ('JOURNAL' as const) : isWorkshop ? ('WORKSHOP' as const) : ('CONFERENCE' as const),
      volume: stringOf(childOf(meta, 'journal-volume')),
      issue: stringOf(childOf(meta, 'journal-issue')),
      publisher: plainTextOf(childOf(meta, 'publisher')),
    });
    const isbns: readonly Identifier[] = isbn === undefined ? [] : [{ scheme: 'isbn', value: isbn }];
    const named = slugs.filter((slug) => slug !== 'ws');
    if (named.length === 0) return [given({ ...common, identifiers: some(isbns) })];
    return named.map((slug) => ({
      ...common,
      acronym: acronymOf(slug, booktitle),
      identifiers: [{ scheme: 'url', value: `${site}/venues/${slug}/` }, ...isbns],
    }));
  }
}

/** A slug is in lower case; the title may hold it as it is written. */
function acronymOf(slug: string, booktitle: string | undefined): string {
  const spelled = booktitle?.split(/[^\p{L}\d]+/u).find((word) => word.toLowerCase() === slug);
  return spelled ?? slug.toUpperCase();
}

function collectionId(item: XmlItem): string {
  return stringOf(item.within[0]?.attributes['id']) ?? '';
}

/** `P19-1` or `2020.acl-main`. */
function volumeId(item: XmlItem): string {
  return `${collectionId(item)}-${stringOf(item.within.at(-1)?.attributes['id']) ?? ''}`;
}

/**
 * `P19-1001` or `2020.acl-main.1`. Of the four digits of an old id the first is the volume's, or the first two where
 * the collection has more than nine volumes: the workshops (`W…`), `C69`, and `D19` from its fifth volume on.
 */
function paperId(item: XmlItem, paper: string): string {
  const collection = collectionId(item);
  const volume = stringOf(item.within.at(-1)?.attributes['id']) ?? '';
  if (!/^[A-Z]\d\d$/.test(collection)) return `${collection}-${volume}.${paper}`;
  const wide =
    collection.startsWith('W') || collection === 'C69' || (collection === 'D19' && Number(volume) >= 5);
  return wide
    ? `${collection}-${volume.padStart(2, '0')}${paper.padStart(2, '0')}`
    : `${collection}-${volume}${paper.padStart(3, '0')}`;
}

function volumeItem(keys: LocatorKeys, volume: Volume, frontmatter: XmlElement | undefined): ReadItem {
  const { item } = volume;
  const meta = item.element;
  const editors = mentionsOf(childrenOf(meta, 'editor'));
  const title = plainTextOf(childOf(meta, 'booktitle'));
  const front = frontmatter === undefined ? undefined : paperId(item, '0');
  const made = recordOf(keys, item, volume.id, undefined, {
    identifiers: [
      { scheme: 'acl', value: volume.id },
      ...(front === undefined ? [] : [{ scheme: 'acl' as const, value: front }]),
      ...linksOf(meta),
      ...(frontmatter === undefined ? [] : linksOf(frontmatter)),
      ...childrenOf(meta, 'isbn').flatMap((isbn) => identifiersOf('isbn', stringOf(isbn))),
    ],
    venues: volume.venues,
  });
  if ('reject' in made) return made;
  return {
    record: given({
      ...made.record,
      type: volume.isJournal ? ('OTHER' as const) : ('PROCEEDINGS' as const),
      title,
      editors: some(editors),
      incomplete: title === undefined ? untitled : undefined,
    }),
  };
}

function paperItem(keys: LocatorKeys, item: XmlItem, volume: Volume | undefined): ReadItem {
  const paper = item.element;
  const number = stringOf(paper.attributes['id']);
  if (number === undefined) {
    return {
      reject: rejectOf(item, 'RECORD_MALFORMED', 'This <paper> has no id', {
        expected: 'an attribute such as id="1"',
      }),
    };
  }
  const id = paperId(item, number);
  const made = recordOf(keys, item, id, volume?.item.element, {
    identifiers: [{ scheme: 'acl', value: id }, ...linksOf(paper)],
    venues: (volume?.venues ?? []).map((venue) =>
      given({
        ...venue,
        volume: stringOf(childOf(paper, 'journal-volume')) ?? venue.volume,
        issue: stringOf(childOf(paper, 'journal-issue') ?? childOf(paper, 'issue')) ?? venue.issue,
        pages: stringOf(childOf(paper, 'pages')),
      }),
    ),
  });
  if ('reject' in made) return made;
  const title = plainTextOf(childOf(paper, 'title'));
  const withdrawn = childOf(paper, 'retracted') ?? childOf(paper, 'removed');
  return {
    record: given({
      ...made.record,
      type:
        volume?.isJournal === true
          ? ('ARTICLE' as const)
          : volume?.isWorkshop === true
            ? ('WORKSHOP_PAPER' as const)
            : ('CONFERENCE_PAPER' as const),
      title,
      abstract: plainTextOf(childOf(paper, 'abstract')),
      language: languageTag(stringOf(childOf(paper, 'language'))),
      retracted: withdrawn === undefined ? undefined : true,
      incomplete: title === undefined ? untitled : undefined,
    }),
  };
}

/** What papers and volumes have in common: their own statements and, where those are missing, their volume's. */
function recordOf(
  keys: LocatorKeys,
  item: XmlItem,
  key: string,
  meta: XmlElement | undefined,
  stated: Pick<PublicationRecord, 'identifiers' | 'venues'>,
): { readonly record: PublicationRecord } | ReturnType<typeof refused> {
  const { element } = item;
  const listed = childrenOf(element, 'author');
  if (listed.length > authorLimit) {
    return refused(item, key, 'RECORD_TOO_LARGE', `This record has ${listed.length} authors`, {
      expected: `at most ${authorLimit}`,
    });
  }
  const inVolume = (name: string) =>
    childOf(element, name) ?? (meta === undefined ? undefined : childOf(meta, name));
  const statedYear = stringOf(inVolume('year'));
  const year = parseYear(statedYear ?? '');
  const month = stringOf(inVolume('month'));
  const date = month === undefined || year === undefined ? undefined : parseDate(`${month} ${year}`)?.date;
  const authors = mentionsOf(listed);
  return {
    record: given({
      locator: given({ key: keys.distinct(key, item.original), line: item.line, byte: item.byte }),
      year,
      date: date !== undefined && date.length > 4 ? date : undefined,
      authors,
      authorOrder: authors.length === listed.length ? ('byline' as const) : ('listed' as const),
      topics: [],
      warnings: statedYear !== undefined && year === undefined ? [noYear('year', statedYear)] : undefined,
      ...stated,
    }),
  };
}

function refused(
  item: XmlItem,
  key: string,
  code: 'RECORD_MALFORMED' | 'RECORD_TOO_LARGE',
  what: string,
  detail: { readonly field?: string; readonly expected: string },
) {
  return { reject: rejectOf(item, code, what, { ...detail, key }) };
}

/** DOI and address. One at the Anthology itself, or without host, is the id once more. */
function linksOf(element: XmlElement): readonly Identifier[] {
  const link = identifierOfLink(stringOf(childOf(element, 'url')) ?? '');
  return [
    ...identifiersOf('doi', stringOf(childOf(element, 'doi'))),
    ...(link === undefined || link.scheme === 'acl' ? [] : [link]),
  ];
}

function identifiersOf(scheme: 'doi' | 'isbn', value: string | undefined): readonly Identifier[] {
  return value === undefined ? [] : [{ scheme, value }];
}

/** Of people without a name nothing is known. */
function mentionsOf(elements: readonly XmlElement[]): readonly AuthorMention[] {
  return elements.flatMap((element) => {
    const name = nameOf(element);
    if (name === undefined) return [];
    const id = stringOf(element.attributes['id']);
    const orcid = stringOf(element.attributes['orcid']);
    const affiliations = childrenOf(element, 'affiliation')
      .map(plainTextOf)
      .filter((affiliation) => affiliation !== undefined);
    return [
      given({
        name,
        variants: some(
          childrenOf(element, 'variant')
            .map(nameOf)
            .filter((variant) => variant !== undefined),
        ),
        identifiers: some([
          ...(orcid === undefined ? [] : [{ scheme: 'orcid' as const, value: orcid }]),
          ...(id === undefined ? [] : [{ scheme: 'url' as const, value: `${site}/people/${id}/` }]),
        ]),
        affiliations: some(affiliations.map((affiliation) => ({ name: affiliation }))),
      }),
    ];
  });
}

function nameOf(element: XmlElement): NameMention | undefined {
  const given = plainTextOf(childOf(element, 'first'));
  const family = plainTextOf(childOf(element, 'last'));
  if (family !== undefined) return given === undefined ? { family } : { family, given };
  const own = element.content.filter((node) => typeof node === 'string');
  const literal = given ?? plainTextOf({ ...element, content: own });
  return literal === undefined ? undefined : { literal };
}

/** The Anthology's codes have three letters; BCP 47 wants two where there are two. */
function languageTag(code: string | undefined): string | undefined {
  const tag = languageOf(code);
  return tag === undefined ? undefined : Intl.getCanonicalLocales(tag)[0];
}
