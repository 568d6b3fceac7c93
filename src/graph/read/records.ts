import type {
  AffiliationMention,
  AuthorMention,
  Identifier,
  IdentifierScheme,
  NameMention,
  PublicationRecord,
  PublicationType,
  TopicMention,
  VenueKind,
  VenueMention,
} from '../../record.ts';
import { identifierSchemes } from '../../record.ts';
import { cypher } from '../cypher.ts';
import { type Graph, type QueryOptions, usualTimeoutMs } from '../graph.ts';
import { type KeyValue, type Relation, readPages, root } from './page.ts';

/** Publications with all they say, abstracts among it, that are held at a time. */
const pageSize = 500;

/** How many times as long as another statement a page of them may take, with everything. */
const patience = 4;

/**
 * The publications of a relation as records that say what all their sources say together, one after another: a
 * statement a page, each from where the one before has ended, so that it takes as long as there is somebody who reads.
 * Topics that were found in title and abstract are no part of a record.
 */
export async function* publicationRecords<Item>(
  graph: Graph,
  relation: Relation<Item>,
  options: QueryOptions,
): AsyncGenerator<PublicationRecord> {
  const { rows: _, ...which } = relation;
  const records: Relation<{ readonly row: RecordRow }> = { ...which, item: cypher`{row: ${record}}` };
  let after: readonly KeyValue[] | undefined;
  for (;;) {
    const [page] = await readPages(
      graph,
      records,
      [root],
      { limit: pageSize, backward: false, after },
      { ...options, timeoutMs: patience * (options.timeoutMs ?? usualTimeoutMs) },
    );
    if (page === undefined) return;
    for (const { row } of page.items) yield recordOf(row);
    after = page.items.at(-1)?.keys;
    if (!page.more || after === undefined) return;
  }
}

interface RecordRow {
  readonly id: string;
  readonly title: string | null;
  readonly abstract: string | null;
  readonly year: number | null;
  readonly date: string | null;
  readonly type: PublicationType | null;
  readonly language: string | null;
  readonly url: string | null;
  readonly citationCount: number | null;
  readonly toAppear: boolean | null;
  readonly retracted: boolean | null;
  readonly incompleteReason: string | null;
  readonly keys: readonly string[];
  readonly authors: readonly AuthorRow[];
  readonly venues: readonly VenueRow[];
  readonly topics: readonly { readonly forms: readonly string[] }[];
  readonly references: readonly string[];
}

interface AuthorRow {
  readonly position: number | null;
  readonly rawName: string | null;
  readonly display: string | null;
  readonly family: string | null;
  readonly given: string | null;
  readonly particle: string | null;
  readonly suffix: string | null;
  readonly homonym: string | null;
  readonly corresponding: boolean | null;
  readonly identifiers: readonly string[] | null;
  readonly institutions: readonly InstitutionRow[];
}

interface InstitutionRow {
  readonly name: string;
  readonly ror: string | null;
  readonly openalexId: string | null;
  readonly countryCode: string | null;
}

interface VenueRow {
  readonly name: string;
  readonly kind: VenueKind | null;
  readonly volume: string | null;
  readonly issue: string | null;
  readonly pages: string | null;
}

const record = cypher`n {
  .id, .title, .abstract, .year, .date, .type, .language, .url, .citationCount, .toAppear, .retracted, .incompleteReason,
  keys: COLLECT { MATCH (n)<-[:IDENTIFIES]-(i:Identifier) RETURN i.key ORDER BY i.key },
  authors: COLLECT {
    MATCH (n)<-[r:AUTHORED]-()
    WITH r ORDER BY r.order
    RETURN r {.position, .rawName, .display, .family, .given, .particle, .suffix, .homonym, .corresponding, .identifiers,
      institutions: COLLECT {
        MATCH (n)-[at:AFFILIATED_WITH]->(i:Institution)
        WHERE r.order IN at.orders
        RETURN i {.name, .ror, .openalexId, .countryCode} ORDER BY i.name, i.id
      }}
  },
  venues: COLLECT {
    MATCH (n)-[r:PUBLISHED_IN]->(v:Venue)
    WITH r, v ORDER BY r.order
    RETURN r {name: coalesce(r.rawName, v.name), kind: v.kind, .volume, .issue, .pages}
  },
  topics: COLLECT {
    MATCH (n)-[r:ABOUT {origin: 'STATED'}]->(t:Topic)
    WITH r, t ORDER BY r.score DESC, t.id
    RETURN {forms: coalesce(r.forms, [t.name])}
  },
  references: COLLECT { MATCH (n)-[:REFERS_TO]->(i:Identifier) RETURN i.key ORDER BY i.key }
}`;

function recordOf(row: RecordRow): PublicationRecord {
  const identifiers = row.keys.flatMap(identifierOf);
  const link: readonly Identifier[] =
    row.url === null || identifiers.some(({ scheme }) => scheme === 'url')
      ? []
      : [{ scheme: 'url', value: row.url }];
  const references = row.references.flatMap(identifierOf);
  return given({
    locator: { key: row.id },
    type: row.type,
    title: row.title,
    abstract: row.abstract,
    year: row.year,
    date: row.date,
    language: row.language,
    identifiers: [...identifiers, ...link],
    authors: row.authors.flatMap(mentionOf),
    authorOrder: row.authors.every(({ position }) => position !== null)
      ? ('byline' as const)
      : ('listed' as const),
    venues: row.venues.map((venue): VenueMention => given({ ...venue })),
    topics: row.topics.flatMap(({ forms }) => wordings(forms).map((name): TopicMention => ({ name }))),
    references: references.length === 0 ? null : references,
    citationCount: row.citationCount,
    toAppear: row.toAppear === true ? true : null,
    retracted: row.retracted === true ? true : null,
    incomplete: row.incompleteReason,
  });
}

function mentionOf(row: AuthorRow): AuthorMention[] {
  const name = nameOf(row);
  if (name === undefined) return [];
  const identifiers = (row.identifiers ?? []).flatMap(identifierOf);
  return [
    given({
      name,
      identifiers: identifiers.length === 0 ? null : identifiers,
      affiliations: row.institutions.length === 0 ? null : row.institutions.map(affiliationOf),
      corresponding: row.corresponding === true ? true : null,
    }),
  ];
}

function affiliationOf({ name, ror, openalexId, countryCode }: InstitutionRow): AffiliationMention {
  const identifiers: readonly Identifier[] = [
    ...(ror === null ? [] : [{ scheme: 'ror' as const, value: ror }]),
    ...(openalexId === null ? [] : [{ scheme: 'openalex' as const, value: openalexId }]),
  ];
  return given({ name, identifiers: identifiers.length === 0 ? null : identifiers, country: countryCode });
}

/** A name without given names may be a group's, which has no parts. */
function nameOf({ display, rawName, family, given: first, ...rest }: AuthorRow): NameMention | undefined {
  const { particle, suffix, homonym } = rest;
  if (family !== null && first !== null) return given({ family, given: first, particle, suffix, homonym });
  const literal = display ?? rawName;
  return literal === null ? undefined : given({ literal, homonym });
}

/** The first form is the topic's name, which follows from how the publication words it: the other forms. */
function wordings(forms: readonly string[]): readonly string[] {
  return forms.length > 1 ? forms.slice(1) : forms;
}

/** Of the form `doi:10.1000/182`. Other keys, such as those of titles, name nothing outside of the graph. */
function identifierOf(key: string): Identifier[] {
  const colon = key.indexOf(':');
  const scheme = identifierSchemes.find((each): each is IdentifierScheme => each === key.slice(0, colon));
  return scheme === undefined ? [] : [{ scheme, value: key.slice(colon + 1) }];
}

type Given<Fields> = { [Name in keyof Fields as null extends Fields[Name] ? never : Name]: Fields[Name] } & {
  [Name in keyof Fields as null extends Fields[Name] ? Name : never]?: NonNullable<Fields[Name]>;
};

/** Without the fields that are null: a record has none of what is not known. */
function given<Fields extends Record<string, unknown>>(fields: Fields): Given<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Given<Fields>;
}
