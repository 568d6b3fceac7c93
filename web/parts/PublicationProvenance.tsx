import { type Kind, pageOf } from '../address.ts';
import {
  type PublicationProvenanceQuery as Answer,
  type PlaceFragment,
  PublicationProvenance as PublicationProvenanceQuery,
} from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';
import { EvidenceTable } from './Provenance.tsx';
import { QueryLink } from './QueryLink.tsx';
import { fieldName, identifiersIn, placeOf, textOfField } from './stated.ts';
import { Empty, Failed, Loading, Truncated } from './states.tsx';
import type { Cell, Table } from './table.ts';

/** Which source each value of a publication is from, why, how many agree, and what every source says. */
export default function PublicationProvenance({ id }: { readonly id: string }) {
  const state = useQuery(PublicationProvenanceQuery, { id });
  if (state.status === 'failed') return <Failed failure={state.failure} retry={state.retry} />;
  if (state.status === 'loading') return <Loading what="what the sources say" tall />;
  const publication = state.data.node;
  if (publication?.__typename !== 'Publication') {
    return <Empty>This publication is no longer there.</Empty>;
  }
  const { statements } = publication;
  return (
    <>
      <EvidenceTable
        title="Values shown"
        table={chosenIn(publication)}
        empty="No source gives a value."
        tools={<QueryLink operation={PublicationProvenanceQuery} variables={{ id }} />}
      >
        <p class="quiet">
          Each of these is what one source says. Venues, topics and identifiers are those of all sources
          together, and of several numbers of citations the largest is shown.
        </p>
      </EvidenceTable>
      <EvidenceTable
        title="What each source says"
        table={statedIn(publication)}
        empty="No source says anything of it."
      >
        {statements.totalCount > statements.nodes.length && (
          <Truncated>
            {statements.nodes.length} of {statements.totalCount.toLocaleString('en')} entries that state it.
          </Truncated>
        )}
      </EvidenceTable>
      <EvidenceTable
        title="Who and what is named how"
        table={mentionsIn(publication)}
        empty="No source names anybody."
      >
        {publication.authors.totalCount > publication.authors.edges.length && (
          <Truncated>
            The first {publication.authors.edges.length} of{' '}
            {publication.authors.totalCount.toLocaleString('en')} authors.
          </Truncated>
        )}
      </EvidenceTable>
    </>
  );
}

type Found = Extract<NonNullable<Answer['node']>, { readonly __typename: 'Publication' }>;

function chosenIn({ chosen }: Found): Table {
  return {
    columns: [
      { title: 'Field' },
      { title: 'From' },
      { title: 'Why' },
      { title: 'Sources that agree', numeric: true },
    ],
    rows: chosen.map(({ field, reason, agreement, statementCount, decision, statement }) => [
      fieldName(field),
      decision === null ? placeOf(statement) : `decided by ${decision.by}, in place of ${placeOf(statement)}`,
      decision === null ? reason : `${reason}: ${decision.reason} (${decision.at.slice(0, 10)})`,
      `${Math.round(agreement * statementCount)} of ${statementCount}`,
    ]),
  };
}

/** What is said of one field stands together, in the order in which the API chooses. */
function statedIn({ statements, chosen }: Found): Table {
  const from = new Map(
    chosen
      .filter(({ decision }) => decision === null)
      .map(({ field, statement }) => [field, statement.id] as const),
  );
  const names = [
    ...new Set([
      ...chosen.map(({ field }) => field),
      ...statements.nodes.flatMap(({ fields }) => fields.map(({ name }) => name)),
    ]),
  ];
  return {
    columns: [{ title: 'Field' }, { title: 'Value' }, { title: 'Source' }, { title: 'Shown' }],
    rows: names.flatMap((name) =>
      statements.nodes.flatMap((statement) =>
        statement.fields
          .filter((field) => field.name === name)
          .map((field): readonly Cell[] => [
            fieldName(name),
            textOfField(field),
            placeOf(statement),
            from.get(name) === statement.id ? 'yes' : null,
          ]),
      ),
    ),
  };
}

interface Named {
  readonly totalCount: number;
  readonly edges: readonly {
    readonly node: { readonly id: string; readonly name: string };
    readonly mentions: readonly { readonly form: string; readonly statement: PlaceFragment }[];
  }[];
}

function mentionsIn({ authors, venues, institutions, topics }: Found): Table {
  const rowsOf = (what: string, kind: Kind, { edges }: Named) =>
    edges.flatMap(({ node, mentions }) =>
      mentions.map(({ form, statement }): readonly Cell[] => [
        what,
        { text: node.name, address: pageOf(kind, node.id) },
        form,
        null,
        placeOf(statement),
      ]),
    );
  return {
    columns: [
      { title: 'Kind' },
      { title: 'Shown as' },
      { title: 'Written' },
      { title: 'Identifiers' },
      { title: 'Source' },
    ],
    rows: [
      ...authors.edges.flatMap(({ node, mentions }) =>
        mentions.map(({ name, profileOwner, identifiers, statement }): readonly Cell[] => [
          'Author',
          { text: node.name, address: pageOf('Author', node.id) },
          profileOwner ? `${name} (whose own page the source is)` : name,
          identifiers.length === 0 ? null : identifiersIn(identifiers),
          placeOf(statement),
        ]),
      ),
      ...rowsOf('Venue', 'Venue', venues),
      ...rowsOf('Institution', 'Institution', institutions),
      ...rowsOf('Topic', 'Topic', topics),
    ],
  };
}
