import { parseArgs } from 'node:util';
import { detectReader } from '../src/readers/index.ts';
import { openSource } from '../src/readers/source.ts';
import type { PublicationRecord } from '../src/record.ts';
import { mergePublication } from '../src/resolve/mergePublication.ts';
import { type AuthorMention, sameAuthors } from '../src/resolve/sameAuthor.ts';
import { samePublications } from '../src/resolve/samePublication.ts';
import { type Statement, sourceOf, statementOf } from '../src/resolve/statement.ts';
import { corpus } from './corpus.ts';

/**
 * How well people are told apart, on data with known answers: records whose authors have an ORCID, or DBLP's homonym
 * numbers, with those hidden from the resolution; without a file, a generated literature whose authors are known.
 * Prints pairwise and B-cubed precision, recall and F1 (Bagga and Baldwin, 'Entity-based cross-document coreferencing
 * using the vector space model', COLING-ACL 1998) over the mentions whose person is known.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { publications: { type: 'string', default: '20000' }, seed: { type: 'string', default: '7' } },
});

interface Known extends AuthorMention {
  readonly person: string | undefined;
}

const mentions =
  positionals.length > 0
    ? await mentionsOfFiles(positionals)
    : mentionsOf(generated(), (_, order, people) => people?.[order]);
const predicted = byBlock(mentions).flatMap((block) => sameAuthors(block));
report(predicted.map((group) => group.mentions));

interface Described {
  readonly statement: Statement;
  readonly people: readonly string[] | undefined;
}

function* generated(): Generator<Described> {
  const source = sourceOf('corpus', 'openalex');
  for (const { record, people } of corpus({
    publications: Number(values.publications),
    seed: Number(values.seed),
  })) {
    yield { statement: statementOf(source, record), people: people.map(String) };
  }
}

async function mentionsOfFiles(files: readonly string[]): Promise<Known[]> {
  const described: Described[] = [];
  for (const file of files) {
    const opened = await openSource(file);
    const reader = detectReader(opened.uri, opened.head);
    const source = sourceOf(opened.uri, reader.format);
    for await (const item of reader.read(opened)) {
      if ('record' in item) {
        described.push({
          statement: statementOf(source, hidden(item.record)),
          people: item.record.authors.map(personOf),
        });
      }
    }
  }
  return mentionsOf(described, (_, order, people) => (people?.[order] === '' ? undefined : people?.[order]));
}

/** What the source itself says of who it is; empty where it does not. */
function personOf({ name, identifiers }: PublicationRecord['authors'][number]): string {
  const orcid = identifiers?.find((identifier) => identifier.scheme === 'orcid');
  if (orcid !== undefined) return orcid.value;
  return name.homonym === undefined
    ? ''
    : `${'literal' in name ? name.literal : name.family} ${name.homonym}`;
}

function hidden(record: PublicationRecord): PublicationRecord {
  return {
    ...record,
    authors: record.authors.map(({ name }) => ({
      name:
        'literal' in name
          ? { literal: name.literal }
          : { family: name.family, ...(name.given === undefined ? {} : { given: name.given }) },
    })),
  };
}

function mentionsOf(
  described: Iterable<Described>,
  truth: (publication: string, order: number, people: readonly string[] | undefined) => string | undefined,
): Known[] {
  const found: Known[] = [];
  for (const { statement, people } of described) {
    for (const publication of samePublications([statement]).map(mergePublication)) {
      const blocks = publication.authors.map((author) => author.name.block);
      for (const author of publication.authors) {
        found.push({
          publication: publication.id,
          order: author.order,
          year: publication.properties.year,
          name: author.name,
          identifiers: [],
          coauthors: blocks.filter((_, order) => order !== author.order),
          venues: publication.venues
            .filter((appearance) => appearance.venue.kind !== 'PREPRINT_SERVER')
            .map((appearance) => appearance.venue.key),
          topics: publication.topics.map((topic) => topic.key),
          person: truth(publication.id, author.order, people),
        });
      }
    }
  }
  return found;
}

function byBlock(all: readonly Known[]): Known[][] {
  const blocks = new Map<string, Known[]>();
  for (const mention of all) {
    const block = blocks.get(mention.name.block);
    if (block === undefined) blocks.set(mention.name.block, [mention]);
    else block.push(mention);
  }
  return [...blocks.values()];
}

function report(groups: readonly (readonly Known[])[]): void {
  const judged = groups
    .map((group) => group.filter((mention) => mention.person !== undefined))
    .filter((group) => group.length > 0);
  const sizeOfPerson = new Map<string, number>();
  for (const { person } of judged.flat())
    sizeOfPerson.set(person ?? '', (sizeOfPerson.get(person ?? '') ?? 0) + 1);
  let total = 0;
  let precision = 0;
  let recall = 0;
  let joined = 0;
  let rightlyJoined = 0;
  for (const group of judged) {
    const people = new Map<string, number>();
    for (const { person } of group) people.set(person ?? '', (people.get(person ?? '') ?? 0) + 1);
    total += group.length;
    joined += (group.length * (group.length - 1)) / 2;
    for (const [person, count] of people) {
      rightlyJoined += (count * (count - 1)) / 2;
      precision += (count * count) / group.length;
      recall += (count * count) / (sizeOfPerson.get(person) ?? count);
    }
  }
  const together = [...sizeOfPerson.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  const line = (name: string, p: number, r: number) =>
    `${name}: precision ${p.toFixed(4)}, recall ${r.toFixed(4)}, F1 ${((2 * p * r) / (p + r)).toFixed(4)}\n`;
  process.stdout.write(
    `${total} mentions of ${sizeOfPerson.size} people, found as ${judged.length}\n${line('B-cubed ', precision / total, recall / total)}${line('pairwise', rightlyJoined / joined, rightlyJoined / together)}`,
  );
}
