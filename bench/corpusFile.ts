import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AuthorMention, PublicationRecord, PublicationType } from '../src/record.ts';
import { type CorpusOptions, corpus } from './corpus.ts';

/** Writes a corpus as OpenAlex works, a JSON object a line: the shape in which whole literatures are published. */
export async function writeCorpus(file: string, options: CorpusOptions): Promise<void> {
  await writeWorks(file, recordsOf(options));
}

export async function writeWorks(file: string, records: Iterable<PublicationRecord>): Promise<void> {
  await pipeline(Readable.from(lines(records)), createWriteStream(file));
}

function* recordsOf(options: CorpusOptions): Generator<PublicationRecord, void, undefined> {
  for (const { record } of corpus(options)) yield record;
}

function* lines(records: Iterable<PublicationRecord>): Generator<string, void, undefined> {
  let text = '';
  for (const record of records) {
    text += `${JSON.stringify(workOf(record))}\n`;
    if (text.length > 1 << 16) {
      yield text;
      text = '';
    }
  }
  yield text;
}

const workTypes: Partial<Record<PublicationType, string>> = {
  ARTICLE: 'article',
  CHAPTER: 'book-chapter',
  PREPRINT: 'preprint',
  REPORT: 'report',
};

function workOf(record: PublicationRecord): Record<string, unknown> {
  const words = (record.abstract ?? '').split(' ');
  const positions: Record<string, number[]> = {};
  for (const [index, word] of words.entries()) positions[word] = [...(positions[word] ?? []), index];
  const doi = record.identifiers[0]?.value;
  return {
    id: `https://openalex.org/${record.locator.key}`,
    doi: `https://doi.org/${doi}`,
    title: record.title,
    display_name: record.title,
    publication_year: record.year,
    type: workTypes[record.type ?? 'ARTICLE'],
    language: record.language ?? 'en',
    authorships: record.authors.map((mention, index) => {
      const { name } = mention;
      const display = 'literal' in name ? name.literal : `${name.given} ${name.family}`;
      return {
        author_position: index === 0 ? 'first' : 'middle',
        author: { id: null, display_name: display, orcid: orcidOf(mention) },
        institutions: (mention.affiliations ?? []).map(({ name, identifiers = [], country }) => ({
          id: identifiers[0]?.value,
          display_name: name,
          country_code: country,
        })),
        is_corresponding: index === 0,
        raw_author_name: display,
      };
    }),
    primary_location: {
      source: { display_name: record.venues[0]?.name, type: 'journal' },
    },
    topics: record.topics.map((topic) => ({ display_name: topic.name, score: topic.score })),
    abstract_inverted_index: positions,
    referenced_works: (record.references ?? []).map(
      (reference) => `https://openalex.org/W${reference.value.split('.').at(-1)}`,
    ),
    cited_by_count: record.citationCount ?? 0,
  };
}

function orcidOf({ identifiers = [] }: AuthorMention): string | null {
  const orcid = identifiers.find(({ scheme }) => scheme === 'orcid');
  return orcid === undefined ? null : `https://orcid.org/${orcid.value}`;
}
