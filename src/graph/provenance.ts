import {
  type Agreement,
  agreementOn,
  type StatedMention,
  statedMentions,
} from '../resolve/mergePublication.ts';
import { type Statement, statementFromText } from '../resolve/statement.ts';
import { statedForm } from '../resolve/topic.ts';
import { cypher } from './cypher.ts';
import type { Graph, QueryOptions } from './graph.ts';

/** A form of a name, and the statement that has it. */
export interface StatedForm {
  /** The statement's key. */
  readonly statement: string;
  readonly form: string;
}

/** What forms are of. */
export type FormOf = 'venue' | 'topic' | 'institution';

/**
 * Who says what of a publication, worked out from its statements by the rules by which they were put together. Nothing of it
 * is stored beside them.
 */
export class Provenance {
  readonly #statements: readonly Statement[];
  #mentions: readonly (readonly StatedMention[])[] | undefined;

  constructor(statements: readonly Statement[]) {
    this.#statements = statements;
  }

  /**
   * @param field as `chosen` has it
   * @param statement the key of the one whose value the others are compared with
   */
  agreementOn(field: string, statement: string): Agreement {
    return agreementOn(field, statement, this.#statements);
  }

  /** @param order the author's place, from 0 */
  mentionsOf(order: number): readonly StatedMention[] {
    this.#mentions ??= statedMentions(this.#statements);
    return this.#mentions[order] ?? [];
  }

  /** @param forms as the relationship has them */
  statementsOf(kind: FormOf, forms: readonly string[]): readonly StatedForm[] {
    const wanted = new Set(forms);
    return this.#statements
      .flatMap((statement) =>
        [...new Set(formsIn(kind, statement))]
          .filter((form) => wanted.has(form))
          .map((form) => ({ statement: statement.key, form })),
      )
      .sort((a, b) => compare(a.form, b.form) || compare(a.statement, b.statement));
  }
}

function formsIn(kind: FormOf, { record }: Statement): readonly string[] {
  if (kind === 'venue') return record.venues.map(({ name }) => name);
  if (kind === 'topic') return record.topics.map(statedForm);
  return record.authors.flatMap(({ affiliations = [] }) => affiliations.map(({ name }) => name));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** @returns what is stated of the publications of those ids, in their order */
export async function provenanceOfPublications(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
): Promise<Provenance[]> {
  const rows = await graph.read<{
    id: string;
    statements: { fields: string; source: string; uri: string; format: string }[];
  }>(
    cypher`
      UNWIND $ids AS id
      MATCH (n:Publication {id: id})
      RETURN id, COLLECT {
        MATCH (n)-[s:STATED_BY]->(source:Source) WHERE s.fields IS NOT NULL
        RETURN {fields: s.fields, source: source.id, uri: source.uri, format: source.format}
      } AS statements`,
    { ids },
    options,
  );
  const byId = new Map(
    rows.map(({ id, statements }) => [
      id,
      new Provenance(
        statements.map(({ source, uri, format, fields }) =>
          statementFromText({ id: source, uri, format }, fields),
        ),
      ),
    ]),
  );
  return ids.map((id) => byId.get(id) ?? new Provenance([]));
}
