import {
  type AuthorProvenanceQuery as Answer,
  AuthorProvenance as AuthorProvenanceQuery,
} from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';
import { counted } from './counted.ts';
import { EvidenceTable } from './Provenance.tsx';
import { QueryLink } from './QueryLink.tsx';
import { identifiersIn, placeOf } from './stated.ts';
import { Empty, Failed, Loading, Truncated } from './states.tsx';

/** By what evidence all this is taken to be by one person, and in which forms sources write the name. */
export default function AuthorProvenance({ id }: { readonly id: string }) {
  const state = useQuery(AuthorProvenanceQuery, { id });
  if (state.status === 'failed') return <Failed failure={state.failure} retry={state.retry} />;
  if (state.status === 'loading') return <Loading what="what the person is known by" tall />;
  const author = state.data.node;
  if (author?.__typename !== 'Author') return <Empty>This person is no longer there.</Empty>;
  const { identity, nameForms } = author;
  return (
    <>
      <EvidenceTable
        title="Why this is one person"
        table={{
          columns: [{ title: 'Evidence' }, { title: 'Publications', numeric: true }],
          rows: [
            ['An identifier in common with another publication', identity.byIdentifier],
            ['A decision of an administrator', identity.byDecision],
            ['Only the name and what is around it', identity.byEvidence],
          ],
        }}
        empty=""
        tools={<QueryLink operation={AuthorProvenanceQuery} variables={{ id }} />}
      >
        <p class="quiet">{heldBy(identity)}</p>
      </EvidenceTable>
      <EvidenceTable
        title="Forms of the name"
        table={{
          columns: [{ title: 'Form' }, { title: 'Publications', numeric: true }],
          rows: nameForms.nodes.map(({ form, publicationCount }) => [form, publicationCount]),
        }}
        empty="No source gives a name."
      >
        {nameForms.totalCount > nameForms.nodes.length && (
          <Truncated>
            {nameForms.nodes.length} of {nameForms.totalCount.toLocaleString('en')} forms.
          </Truncated>
        )}
      </EvidenceTable>
      <EvidenceTable
        title="Identifiers"
        table={{
          columns: [{ title: 'Identifier' }, { title: 'Publications', numeric: true }],
          rows: identity.identifiers.map(({ identifier, authorshipCount }) => [
            identifiersIn([identifier]),
            authorshipCount,
          ]),
        }}
        empty="No source gives an identifier of this person."
      />
      <EvidenceTable
        title="What sources say of the person"
        table={{
          columns: [{ title: 'Source' }, { title: 'Names' }, { title: 'Identifiers' }],
          rows: identity.personStatements.map(({ source, locator, names, identifiers }) => [
            placeOf({ source, locator, line: null }),
            names.join('; '),
            identifiersIn(identifiers),
          ]),
        }}
        empty="No source says more of this person than who wrote what."
      />
    </>
  );
}

type Identity = Extract<NonNullable<Answer['node']>, { readonly __typename: 'Author' }>['identity'];

function heldBy({ authorshipCount, confidence }: Identity): string {
  const all = counted(authorshipCount, 'publication');
  if (authorshipCount < 2) return `${all}: there is nothing to hold together.`;
  const held = Math.round(confidence * authorshipCount);
  if (held === authorshipCount) return `Identifiers and decisions alone hold all ${all} together.`;
  const rest = 'by name, coauthors, venues, topics, institutions and years';
  return held < 2
    ? `The ${all} were put together ${rest} alone.`
    : `Identifiers and decisions alone hold ${held.toLocaleString('en')} of ${all} together; the others were put there ${rest}. That is a share, not a probability.`;
}
