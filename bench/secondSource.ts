import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type CorpusOptions, type CorpusPublication, corpus } from './corpus.ts';

/** Of so many publications each, one is told of by a second source again, and one has a preprint. */
const everyRepeated = 10;
const everyPreprint = 20;

/**
 * Writes what a second source has of a corpus, as Crossref works, a JSON object a line: publications that the first has
 * too, by their DOI and with shorter names, and preprints of others, with a DOI of their own.
 * @returns how many
 */
export async function writeSecondSource(file: string, options: CorpusOptions): Promise<number> {
  let count = 0;
  async function* counted() {
    for (const line of lines(options)) {
      count += 1;
      yield line;
    }
  }
  await pipeline(Readable.from(counted()), createWriteStream(file));
  return count;
}

function* lines(options: CorpusOptions): Generator<string, void, undefined> {
  let number = 0;
  for (const publication of corpus(options)) {
    number += 1;
    if (number % everyRepeated === 0) yield `${JSON.stringify(repeated(publication))}\n`;
    else if (number % everyPreprint === 1) yield `${JSON.stringify(preprint(publication, number))}\n`;
  }
}

function repeated({ record }: CorpusPublication): Record<string, unknown> {
  const [venue] = record.venues;
  return {
    ...common(record),
    DOI: record.identifiers[0]?.value,
    type: 'journal-article',
    'container-title': [venue?.name],
    issued: { 'date-parts': [[record.year]] },
  };
}

function preprint({ record }: CorpusPublication, number: number): Record<string, unknown> {
  return {
    ...common(record),
    DOI: `10.48550/arxiv.9901.${String(number).padStart(7, '0')}`,
    type: 'posted-content',
    subtype: 'preprint',
    'group-title': 'arXiv',
    abstract: record.abstract,
    issued: { 'date-parts': [[(record.year ?? 2_000) - 1]] },
  };
}

function common({ title, authors }: CorpusPublication['record']): Record<string, unknown> {
  return {
    title: [title],
    author: authors.map(({ name }, at) => ({
      ...('literal' in name
        ? { name: name.literal }
        : { family: name.family, given: initials(name.given ?? '') }),
      sequence: at === 0 ? 'first' : 'additional',
    })),
    source: 'Crossref',
  };
}

function initials(given: string): string {
  return given
    .split(' ')
    .map((word) => `${word.charAt(0)}.`)
    .join(' ');
}
