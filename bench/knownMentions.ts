import { detectReader } from '../src/readers/index.ts';
import { openSource } from '../src/readers/source.ts';
import type { PublicationRecord } from '../src/record.ts';
import { mergePublication } from '../src/resolve/mergePublication.ts';
import { type AuthorMention, coauthorKey, sameAuthors } from '../src/resolve/sameAuthor.ts';
import { samePublications } from '../src/resolve/samePublication.ts';
import { sourceOf, statementOf } from '../src/resolve/statement.ts';
import { type LiteratureOptions, literature } from './literature.ts';

/** A mention, and who it really is; undefined where that is not known. */
export interface KnownMention extends AuthorMention {
  readonly person: string | undefined;
}

/** The mentions of a generated literature. */
export function mentionsOfLiterature(options: LiteratureOptions): KnownMention[] {
  const found: KnownMention[] = [];
  for (const { record, people } of literature(options))
    found.push(...mentionsOf('literature', 'crossref', record, people));
  return found;
}

/**
 * The mentions of files in any format that is read. Who they are is what the source says with an ORCID, or else with a
 * homonym number, as in DBLP's 'Wei Wang 0001'; both, and all other identifiers of people, are hidden from the
 * resolution. Where a name has namesakes with numbers, its bearers without one are known to nobody.
 */
export async function mentionsOfFiles(files: readonly string[]): Promise<KnownMention[]> {
  const found: KnownMention[] = [];
  for (const file of files) {
    const opened = await openSource(file);
    const reader = detectReader(opened.uri, opened.head);
    for await (const item of reader.read(opened)) {
      if (!('record' in item)) continue;
      const { record } = item;
      found.push(...mentionsOf(opened.uri, reader.format, hidden(record), record.authors.map(personOf)));
    }
  }
  return found;
}

/** What the source itself says of who it is. */
function personOf({ name, identifiers }: PublicationRecord['authors'][number]): string | undefined {
  const orcid = identifiers?.find((identifier) => identifier.scheme === 'orcid');
  if (orcid !== undefined) return orcid.value.replace(/^.*\//, '');
  if (name.homonym === undefined) return undefined;
  return `${'literal' in name ? name.literal : `${name.given ?? ''} ${name.family}`} ${name.homonym}`;
}

function hidden(record: PublicationRecord): PublicationRecord {
  return {
    ...record,
    authors: record.authors.map(({ name: { homonym: _, ...name } }) => ({ name })),
  };
}

function mentionsOf(
  uri: string,
  format: string,
  record: PublicationRecord,
  people: readonly (string | undefined)[],
): KnownMention[] {
  const statement = statementOf(sourceOf(uri, format), record);
  return samePublications([statement])
    .map((group) => mergePublication(group))
    .flatMap((publication) => {
      const coauthors = publication.authors.map((author) => coauthorKey(author.name));
      return publication.authors.map((author) => ({
        publication: publication.id,
        order: author.order,
        year: publication.properties.year,
        name: author.name,
        identifiers: [],
        coauthors: coauthors.filter((_, order) => order !== author.order),
        venues: publication.venues
          .filter((appearance) => appearance.venue.kind !== 'PREPRINT_SERVER')
          .map((appearance) => appearance.venue.key),
        topics: publication.topics.map((topic) => topic.key),
        person: people[author.order],
      }));
    });
}

/** Groups mentions by person as an import does, block by block. */
export function resolved(mentions: readonly KnownMention[]): (readonly KnownMention[])[] {
  return blocksOf(mentions).flatMap((block) => sameAuthors(block).map((group) => group.mentions));
}

/** Only the hard part: the mentions of name blocks that several people share. */
export function contested(mentions: readonly KnownMention[]): KnownMention[] {
  return blocksOf(mentions)
    .filter((block) => new Set(block.map(({ person }) => person).filter(Boolean)).size > 1)
    .flat();
}

function blocksOf(mentions: readonly KnownMention[]): KnownMention[][] {
  const blocks = new Map<string, KnownMention[]>();
  for (const mention of mentions) {
    const block = blocks.get(mention.name.block);
    if (block === undefined) blocks.set(mention.name.block, [mention]);
    else block.push(mention);
  }
  return [...blocks.values()];
}
