import type { AuthorMention, IdentifierScheme, PublicationType, VenueMention } from '../record.ts';
import { type ExportedPublication, type ExportedPublications, identifier, isOnArxiv } from './publication.ts';
import { texText, texVerbatim } from './tex.ts';

/**
 * BibTeX with BibLaTeX's fields where BibTeX has none. The inverse of the reader: what it writes, the reader reads as the
 * same record, but for what the format has no place for: a venue beyond the first and a preprint server, references, and
 * identifiers of people other than ORCID.
 */
export async function* bibtex(publications: ExportedPublications): AsyncGenerator<string> {
  for await (const publication of publications) yield entry(publication);
}

function entry(publication: ExportedPublication): string {
  const fields = fieldsOf(publication).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`  ${name} = {${value}}`],
  );
  return `@${entryType(publication)}{${publication.locator.key},\n${fields.join(',\n')}\n}\n\n`;
}

const entryTypes: Readonly<Record<PublicationType, string>> = {
  ARTICLE: 'article',
  CONFERENCE_PAPER: 'inproceedings',
  WORKSHOP_PAPER: 'inproceedings',
  PREPRINT: 'article',
  BOOK: 'book',
  CHAPTER: 'incollection',
  PROCEEDINGS: 'proceedings',
  THESIS: 'phdthesis',
  REPORT: 'techreport',
  DATASET: 'dataset',
  SOFTWARE: 'software',
  OTHER: 'misc',
};

/** A preprint of which nothing says where it is has a type of its own, or it would be an article of no journal. */
function entryType({ type = 'OTHER', venues }: ExportedPublication): string {
  const onServer = venues.some(({ kind }) => kind === 'PREPRINT_SERVER');
  return type === 'PREPRINT' && !onServer ? 'preprint' : entryTypes[type];
}

/** The field that names where a publication of the type appeared. */
const venueFields: Readonly<Record<PublicationType, string>> = {
  ARTICLE: 'journal',
  CONFERENCE_PAPER: 'booktitle',
  WORKSHOP_PAPER: 'booktitle',
  PREPRINT: 'journal',
  BOOK: 'series',
  CHAPTER: 'booktitle',
  PROCEEDINGS: 'eventtitle',
  THESIS: 'school',
  REPORT: 'institution',
  DATASET: 'publisher',
  SOFTWARE: 'publisher',
  OTHER: 'journal',
};

const schemeFields: readonly IdentifierScheme[] = [
  'pmid',
  'pmcid',
  'openalex',
  'dblp',
  'acl',
  's2',
  'corpusid',
  'mag',
  'wikidata',
  'isbn',
];

type Field = readonly [name: string, value: string | undefined];

function fieldsOf(publication: ExportedPublication): readonly Field[] {
  const { type = 'OTHER', title, abstract, year, date, language, authors, authorOrder, topics } = publication;
  const [venue] = publication.venues;
  const others = authorOrder === 'listed' && authors.length > 0 ? ['others'] : [];
  return [
    ['author', [...authors.map(nameOf), ...others].join(' and ')],
    ['title', title === undefined ? undefined : texText(title)],
    ['entrysubtype', type === 'WORKSHOP_PAPER' ? 'workshop' : undefined],
    ...venueOf(publication, venue),
    ['year', year === undefined ? undefined : String(year)],
    ['date', date !== undefined && date.length > 4 ? date : undefined],
    ['doi', verbatim(identifier(publication, 'doi'))],
    ...eprintOf(publication),
    ...schemeFields.map((scheme): Field => [scheme, verbatim(identifier(publication, scheme))]),
    ...linksOf(publication),
    ['abstract', abstract === undefined ? undefined : texText(abstract)],
    // A semicolon at the end, so that a comma parts nothing.
    ['keywords', topics.map(({ name }) => `${texText(name.replaceAll(';', ','))};`).join(' ')],
    ['langid', language],
    ['citations', publication.citationCount === undefined ? undefined : String(publication.citationCount)],
    ['pubstate', publication.toAppear === true ? 'inpress' : undefined],
    ['note', publication.retracted === true ? 'Retracted' : undefined],
    [
      'author+an',
      annotations(authors, ({ corresponding }) => (corresponding === true ? 'corresponding' : undefined), ''),
    ],
    [
      'author+an:orcid',
      annotations(authors, ({ identifiers = [] }) => identifier({ identifiers }, 'orcid'), '"'),
    ],
  ];
}

function verbatim(value: string | undefined): string | undefined {
  return value === undefined ? undefined : texVerbatim(value);
}

function venueOf({ type = 'OTHER' }: ExportedPublication, venue: VenueMention | undefined): readonly Field[] {
  if (venue === undefined) return [];
  return [
    [venueFields[type], texText(venue.name)],
    ['volume', venue.volume === undefined ? undefined : texText(venue.volume)],
    ['number', venue.issue === undefined ? undefined : texText(venue.issue)],
    [
      'pages',
      venue.pages === undefined ? undefined : texText(venue.pages).replace(/(?:-\{\}-|[-–—])+/g, '--'),
    ],
  ];
}

/** The reader takes an eprint for an appearance on arXiv, so that one that has not appeared there is a link instead. */
function eprintOf(publication: ExportedPublication): readonly Field[] {
  const arxiv = identifier(publication, 'arxiv');
  if (arxiv === undefined || !isOnArxiv(publication)) return [];
  return [
    ['eprint', verbatim(arxiv)],
    ['eprinttype', 'arxiv'],
  ];
}

function linksOf(publication: ExportedPublication): readonly Field[] {
  const arxiv = isOnArxiv(publication) ? undefined : identifier(publication, 'arxiv');
  const links = [identifier(publication, 'url'), arxiv && `https://arxiv.org/abs/${arxiv}`];
  const names = ['url', 'ee'];
  return links
    .filter((link) => link !== undefined)
    .map((link, at): Field => [names[at] ?? 'link', verbatim(link)]);
}

/** 'von Last, Jr, First', each part in braces that would be taken for something else without. */
function nameOf({ name }: AuthorMention): string {
  if ('literal' in name) return `{${texText(name.literal)}}`;
  const { family, particle, suffix, homonym } = name;
  const given = [name.given === undefined ? undefined : namePart(name.given), homonym]
    .filter((part) => part !== undefined)
    .join(' ');
  const last = [particle, namePart(family)].filter((part) => part !== undefined).join(' ');
  if (given === '') return particle === undefined && suffix === undefined ? `{${texText(family)}}` : last;
  return [last, suffix, given].filter((part) => part !== undefined).join(', ');
}

function namePart(part: string): string {
  const tex = texText(part);
  const isPlain = /^[\p{L}\p{M}.’' -]+$/u.test(part) && !/(?:^| )[^\p{Lu}\p{Lo}]/u.test(part);
  return isPlain && !/(?:^| )and(?: |$)/i.test(part) ? tex : `{${tex}}`;
}

/** Data annotations, as in section 3.7 of the biblatex manual. */
function annotations(
  authors: readonly AuthorMention[],
  of: (author: AuthorMention) => string | undefined,
  quote: '"' | '',
): string | undefined {
  return authors
    .flatMap((author, at) => {
      const value = of(author);
      return value === undefined ? [] : [`${at + 1}=${quote}${value}${quote}`];
    })
    .join('; ');
}
