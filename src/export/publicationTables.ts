import type { PublicationRecord } from '../record.ts';
import { delimitedLine } from './delimited.ts';
import { type ExportedPublications, identifier, spoken } from './publication.ts';

/** A publication a row. Lists are parted by a semicolon and a space. */
export async function* publicationsCsv(publications: ExportedPublications): AsyncGenerator<string> {
  yield delimitedLine(
    [
      'id',
      'title',
      'year',
      'date',
      'type',
      'authors',
      'institutions',
      'venue',
      'volume',
      'issue',
      'pages',
      'doi',
      'arxivId',
      'url',
      'topics',
      'citationCount',
      'language',
      'toAppear',
      'retracted',
      'abstract',
    ],
    ',',
  );
  for await (const publication of publications) {
    const [venue] = publication.venues;
    yield delimitedLine(
      [
        publication.locator.key,
        publication.title ?? null,
        publication.year ?? null,
        publication.date ?? null,
        publication.type ?? 'OTHER',
        publication.authors.map(({ name }) => spoken(name)).join('; '),
        institutionsOf(publication).join('; '),
        venue?.name ?? null,
        venue?.volume ?? null,
        venue?.issue ?? null,
        venue?.pages ?? null,
        identifier(publication, 'doi') ?? null,
        identifier(publication, 'arxiv') ?? null,
        identifier(publication, 'url') ?? null,
        publication.topics.map(({ name }) => name).join('; '),
        publication.citationCount ?? null,
        publication.language ?? null,
        publication.toAppear === true,
        publication.retracted === true,
        publication.abstract ?? null,
      ],
      ',',
    );
  }
}

/** Each once, in the order of the authors. */
function institutionsOf({ authors }: PublicationRecord): readonly string[] {
  return [...new Set(authors.flatMap(({ affiliations = [] }) => affiliations.map(({ name }) => name)))];
}

/** One JSON object a line, with everything that is known: the fields are those of `PublicationRecord` and the id. */
export async function* publicationsJsonl(publications: ExportedPublications): AsyncGenerator<string> {
  for await (const { locator, ...publication } of publications) {
    yield `${JSON.stringify({ id: locator.key, ...publication })}\n`;
  }
}
