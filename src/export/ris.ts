import type { AuthorMention, PublicationType } from '../record.ts';
import { type ExportedPublication, type ExportedPublications, identifier } from './publication.ts';

/**
 * RIS, as reference managers take it (Research Information Systems 2011). It has no place for a second venue, particles,
 * references and identifiers of people.
 */
export async function* ris(publications: ExportedPublications): AsyncGenerator<string> {
  for await (const publication of publications) yield record(publication);
}

const types: Readonly<Record<PublicationType, string>> = {
  ARTICLE: 'JOUR',
  CONFERENCE_PAPER: 'CONF',
  WORKSHOP_PAPER: 'CONF',
  PREPRINT: 'PREPRINT',
  BOOK: 'BOOK',
  CHAPTER: 'CHAP',
  PROCEEDINGS: 'BOOK',
  THESIS: 'THES',
  REPORT: 'RPRT',
  DATASET: 'DATA',
  SOFTWARE: 'COMP',
  OTHER: 'GEN',
};

const venueTags: Readonly<Record<PublicationType, string>> = {
  ARTICLE: 'T2',
  CONFERENCE_PAPER: 'T2',
  WORKSHOP_PAPER: 'T2',
  PREPRINT: 'T2',
  BOOK: 'T2',
  CHAPTER: 'T2',
  PROCEEDINGS: 'C3',
  THESIS: 'PB',
  REPORT: 'PB',
  DATASET: 'PB',
  SOFTWARE: 'PB',
  OTHER: 'T2',
};

function record(publication: ExportedPublication): string {
  const { type = 'OTHER', title, abstract, year, date, language, authors, topics } = publication;
  const [venue] = publication.venues;
  const [start, end] = (venue?.pages ?? '').split(/[-–—]+/, 2);
  const arxiv = identifier(publication, 'arxiv');
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['TY', types[type]],
    ['ID', publication.locator.key],
    ['M3', type === 'WORKSHOP_PAPER' ? 'Workshop paper' : type === 'PROCEEDINGS' ? 'Proceedings' : undefined],
    ['TI', title],
    ...authors.map((author) => ['AU', nameOf(author)] as const),
    ...(publication.authorOrder === 'listed' && authors.length > 0 ? [['AU', 'others'] as const] : []),
    ['PY', year === undefined ? undefined : String(year)],
    ['DA', date === undefined ? undefined : [...date.split('-'), '', ''].slice(0, 3).join('/')],
    [venueTags[type], venue?.name],
    // Some look for the proceedings where the conference is, some here.
    ['C3', types[type] === 'CONF' ? venue?.name : undefined],
    ['VL', venue?.volume],
    ['IS', venue?.issue],
    ['SP', start],
    ['EP', end],
    ['DO', identifier(publication, 'doi')],
    ['UR', identifier(publication, 'url')],
    ['UR', arxiv === undefined ? undefined : `https://arxiv.org/abs/${arxiv}`],
    ['AB', abstract],
    ...topics.map(({ name }) => ['KW', name.replaceAll(';', ',')] as const),
    ['LA', language],
    ['N1', publication.citationCount === undefined ? undefined : `Cited By :${publication.citationCount}`],
    ['N1', publication.toAppear === true ? 'To appear' : undefined],
    ['N1', publication.retracted === true ? 'Retracted' : undefined],
  ];
  const tagged = lines.flatMap(([tag, value]) => {
    const text = oneLine(value ?? '');
    return text === '' ? [] : [`${tag}  - ${text}\r\n`];
  });
  return `${tagged.join('')}ER  - \r\n\r\n`;
}

/** 'Family, Given, Suffix'. */
function nameOf({ name }: AuthorMention): string {
  if ('literal' in name) return name.literal;
  const last = [name.particle, name.family].filter((part) => part !== undefined).join(' ');
  if (name.given === undefined && name.suffix === undefined) return last;
  return [last, name.given ?? '', ...(name.suffix === undefined ? [] : [name.suffix])].join(', ');
}

/** A line that does not begin with a tag would go on with the one before, and one that does would be another field. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
