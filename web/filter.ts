import type { PublicationFilter, PublicationType } from './api/documents.ts';

/** What of an address chooses publications: shared by the search and the overview, so that one leads to the other. */
export const filterNames = [
  'from',
  'to',
  'type',
  'venue',
  'topic',
  'author',
  'institution',
  'community',
  'team',
] as const;
export type FilterName = (typeof filterNames)[number];

const types: Readonly<Record<PublicationType, string>> = {
  ARTICLE: 'article',
  BOOK: 'book',
  CHAPTER: 'chapter',
  CONFERENCE_PAPER: 'conference paper',
  DATASET: 'dataset',
  OTHER: 'other',
  PREPRINT: 'preprint',
  PROCEEDINGS: 'proceedings',
  REPORT: 'report',
  SOFTWARE: 'software',
  THESIS: 'thesis',
  WORKSHOP_PAPER: 'workshop paper',
};

export const typeName = (type: PublicationType): string => types[type];

function isType(text: string): text is PublicationType {
  return Object.hasOwn(types, text);
}

/** The filter that an address describes; undefined where it describes none. */
export function filterOf(params: URLSearchParams): PublicationFilter | undefined {
  const from = year(params.get('from'));
  const to = year(params.get('to'));
  const type = params.get('type');
  const venue = params.get('venue');
  const topic = params.get('topic');
  const author = params.get('author');
  const community = params.get('community');
  const institution = params.get('institution');
  const team = teamOf(params.get('team'));
  const filter: PublicationFilter = {
    ...(from !== undefined || to !== undefined
      ? { year: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) } }
      : {}),
    ...(type !== null && isType(type) ? { type: [type] } : {}),
    ...(venue ? { venues: { some: { id: [venue] } } } : {}),
    ...(topic ? { topics: { some: { within: [topic] } } } : {}),
    ...(author ? { authors: { some: { id: [author] } } } : {}),
    // Beside `author`: one of the authors is that person, another one may be of the community.
    ...(community ? { and: [{ authors: { some: { communities: [community] } } }] } : {}),
    ...(institution ? { institutions: { some: { id: [institution] } } } : {}),
    ...(team === undefined ? {} : { authorCount: team }),
  };
  return Object.keys(filter).length === 0 ? undefined : filter;
}

/** The address that describes a filter; undefined where none describes it, or not all of it. */
export function paramsOf(filter: PublicationFilter | undefined): URLSearchParams | undefined {
  const values: Readonly<Record<FilterName, string | number | null | undefined>> = {
    from: filter?.year?.from,
    to: filter?.year?.to,
    type: filter?.type?.[0],
    venue: filter?.venues?.some?.id?.[0],
    topic: filter?.topics?.some?.within?.[0],
    author: filter?.authors?.some?.id?.[0],
    institution: filter?.institutions?.some?.id?.[0],
    community: filter?.and?.[0]?.authors?.some?.communities?.[0],
    team: filter?.authorCount == null ? undefined : teamText(filter.authorCount),
  };
  const params = new URLSearchParams();
  for (const name of filterNames) {
    const value = values[name];
    if (value !== null && value !== undefined) params.set(name, String(value));
  }
  return JSON.stringify(filterOf(params)) === JSON.stringify(filter) ? params : undefined;
}

/** `3`, `5-6` or `11-`: how many authors. */
export function teamText({ from, to }: TeamSize): string {
  return from === to ? `${from}` : `${from}-${to ?? ''}`;
}

interface TeamSize {
  readonly from?: number | null | undefined;
  readonly to?: number | null | undefined;
}

function teamOf(text: string | null): TeamSize | undefined {
  const [, from, range, to] = /^(\d{1,5})(-(\d{0,5}))?$/.exec(text ?? '') ?? [];
  if (from === undefined) return undefined;
  if (range === undefined) return { from: Number(from), to: Number(from) };
  return to ? { from: Number(from), to: Number(to) } : { from: Number(from) };
}

function year(text: string | null): number | undefined {
  return text !== null && /^\d{3,4}$/.test(text) ? Number(text) : undefined;
}

/** What passes all of them. */
export function both(...filters: readonly (PublicationFilter | undefined)[]): PublicationFilter | undefined {
  const given = filters.filter((filter) => filter !== undefined);
  return given.length < 2 ? given[0] : { and: given };
}
