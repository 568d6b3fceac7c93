import { hash } from 'node:crypto';
import { canonicalIdentifier } from '../src/normalise/identifier.ts';
import { detectReader } from '../src/readers/index.ts';
import { openSource } from '../src/readers/source.ts';
import type { PublicationRecord } from '../src/record.ts';
import { institutionsByPlace } from '../src/resolve/affiliation.ts';
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

/** What tells who a person really is. */
export const answerKinds = ['orcid', 'homonym', 'source'] as const;
export type AnswerKind = (typeof answerKinds)[number];

/**
 * The mentions of files in any format that is read. Who they are is what the source says with an ORCID or a homonym
 * number, as in DBLP's 'Wei Wang 0001'; in a file that has neither, with its own id of a person, as OpenAlex, Semantic
 * Scholar, DBLP and the ACL Anthology have them. What is stated of one mention together is one answer. All of it is hidden from
 * the resolution. Where a name has namesakes with numbers, its bearers without one are known to nobody.
 *
 * @param kinds only these answers, of every file
 */
export async function mentionsOfFiles(
  files: readonly string[],
  kinds?: readonly AnswerKind[],
): Promise<KnownMention[]> {
  const found: KnownMention[] = [];
  const answers = new Answers();
  for (const file of files) {
    const read: { readonly mention: KnownMention; readonly stated: StatedAnswers }[] = [];
    const opened = await openSource(file);
    const reader = detectReader(opened.uri, opened.head);
    for await (const item of reader.read(opened)) {
      if (!('record' in item)) continue;
      const stated = item.record.authors.map(answersOf);
      for (const mention of mentionsOf(opened.uri, reader.format, hidden(item.record), [])) {
        read.push({ mention, stated: stated[mention.order] ?? { orcid: [], homonym: [], source: [] } });
      }
    }
    const strong = read.some(({ stated }) => stated.orcid.length > 0 || stated.homonym.length > 0);
    const taken = kinds ?? (strong ? (['orcid', 'homonym'] as const) : (['source'] as const));
    for (const { mention, stated } of read) {
      const keys = taken.flatMap((kind) => stated[kind]);
      answers.tie(keys);
      found.push({ ...mention, person: keys[0] });
    }
  }
  return found.map((mention) =>
    mention.person === undefined ? mention : { ...mention, person: answers.standFor(mention.person) },
  );
}

type StatedAnswers = Readonly<Record<AnswerKind, readonly string[]>>;

/** What the source itself says of who it is. */
function answersOf({ name, identifiers = [] }: PublicationRecord['authors'][number]): StatedAnswers {
  const of = (isOrcid: boolean) => identifiers.filter(({ scheme }) => (scheme === 'orcid') === isOrcid);
  const literal = 'literal' in name ? name.literal : `${name.given ?? ''} ${name.family}`;
  return {
    orcid: of(true).map(({ value }) => value.replace(/^.*\//, '')),
    homonym: name.homonym === undefined ? [] : [`${literal} ${name.homonym}`],
    source: of(false).flatMap((identifier) => canonicalIdentifier(identifier)?.key ?? []),
  };
}

/** Answers that are of one person, since one mention has both. */
class Answers {
  readonly #above = new Map<string, string>();

  tie([first, ...others]: readonly string[]): void {
    if (first === undefined) return;
    for (const other of others) {
      const [a, b] = [this.standFor(first), this.standFor(other)];
      if (a !== b) this.#above.set(b, a);
    }
  }

  standFor(answer: string): string {
    let at = answer;
    for (let above = this.#above.get(at); above !== undefined; above = this.#above.get(at)) at = above;
    return at;
  }
}

function hidden(record: PublicationRecord): PublicationRecord {
  return {
    ...record,
    authors: record.authors.map(({ name: { homonym: _, ...name }, affiliations }) => ({
      name,
      ...(affiliations === undefined ? {} : { affiliations }),
    })),
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
      const institutions = institutionsByPlace(
        publication.affiliations.map(({ institution, orders }) => ({ name: institution.name, orders })),
      );
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
        institutions: institutions.get(author.order) ?? [],
        person: people[author.order],
      }));
    });
}

/** Half of the name blocks, by their digest: a method is tuned on one and reported on the other. */
export function half(mentions: readonly KnownMention[], part: 'tuned' | 'held-out'): KnownMention[] {
  return mentions.filter(({ name }) => hash('sha256', name.block) < '8' === (part === 'tuned'));
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
