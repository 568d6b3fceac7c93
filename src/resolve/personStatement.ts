import { canonicalIdentifier } from '../normalise/identifier.ts';
import { type ParsedName, parseName } from '../normalise/name.ts';
import type { IdentifierScheme, PersonRecord } from '../record.ts';
import { fingerprint } from './id.ts';
import type { StatementSource } from './statement.ts';
import type { Worded } from './wordings.ts';

/** What one source says of one person apart from any publication. */
export interface PersonStatement extends Worded {
  /** The same whenever the same source states the same person again. */
  readonly key: string;
  readonly source: Pick<StatementSource, 'id'>;
  /** What `text` says, which is JSON as it is stored. */
  readonly person: PersonRecord;
}

/** @param importedBy the id of the import that states it, where that can be undone */
export function personStatementOf(
  source: StatementSource,
  person: PersonRecord,
  importedBy?: string,
): PersonStatement {
  const imports = importedBy === undefined ? {} : { imports: [importedBy] };
  return {
    key: `${source.id}/${person.locator.key}`,
    source,
    person,
    text: JSON.stringify(person),
    ...imports,
  };
}

/** @param worded as it is in a statement */
export function personStatementWorded(source: Pick<StatementSource, 'id'>, worded: Worded): PersonStatement {
  const person: PersonRecord = JSON.parse(worded.text);
  return { ...worded, key: `${source.id}/${person.locator.key}`, source, person };
}

/** What a statement of a person means for telling people apart. */
export interface StatedPerson {
  readonly key: string;
  /** `calledKey` of every name, sorted. */
  readonly called: readonly string[];
  /** What else names this person and nobody else: `orcid:…`, `dblp:pid/…`, `dblp-name:…`; sorted. */
  readonly identifiers: readonly string[];
  /** Nobody: a name that people share who have not been told apart. */
  readonly ambiguous: boolean;
}

export function statedPerson({ key, person }: PersonStatement): StatedPerson {
  const names = person.names.flatMap((name) => parseName(name) ?? []);
  const identifiers = person.identifiers.flatMap((identifier) => {
    const canonical = canonicalIdentifier(identifier);
    return canonical !== undefined && ofPeople.has(canonical.scheme) ? [canonical.key] : [];
  });
  const numbered = names.flatMap((name) => homonymKey(name) ?? []);
  return {
    key,
    called: sorted(names.map(calledKey)),
    identifiers: person.disambiguation ? [] : sorted([...identifiers, ...numbered]),
    ambiguous: person.disambiguation,
  };
}

/** A page that a record links to may be of several people. */
const ofPeople: ReadonlySet<IdentifierScheme> = new Set(['orcid', 'dblp', 'openalex', 's2', 'wikidata']);

/** Whether it tells more than that somebody has this name. */
export function tellsSomething({ called, identifiers, ambiguous }: StatedPerson): boolean {
  return ambiguous || called.length > 1 || identifiers.length > 1;
}

/** Everything by which it is found. */
export function keysOfPerson({ called, identifiers }: StatedPerson): readonly string[] {
  return [...called, ...identifiers];
}

export function personDigest(statement: PersonStatement): string {
  return fingerprint([statement.person, statedPerson(statement)]);
}

/** What a source calls the person who has a number among namesakes. */
export function homonymKey({ key, homonym }: ParsedName): string | undefined {
  return homonym === undefined ? undefined : `dblp-name:${key} ${homonym}`;
}

const calledPrefix = 'called:';

/**
 * Says of the person who has it that the person is called so too. It is no identifier: many may be called so.
 * In it are the name block, the folded name and the homonym number, with tabs between.
 */
export function calledKey({ block, sortName, homonym }: ParsedName): string {
  return `${calledPrefix}${block}\t${sortName}\t${homonym ?? ''}`;
}

export function isCalled(key: string): boolean {
  return key.startsWith(calledPrefix);
}

/** The name block of those who are called so. */
export function blockOfCalled(key: string): string {
  return key.slice(calledPrefix.length, key.indexOf('\t'));
}

function sorted(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)].sort();
}
