import { institutionCollaboration } from '../../graph/read/networks/institutions.ts';
import type { InstitutionRow } from '../../graph/read/rows.ts';
import { Institution } from '../nodes.ts';
import { declareNetwork, declareNetworkQuery } from './declare.ts';

const InstitutionNetwork = declareNetwork<InstitutionRow>('InstitutionNetwork', {
  description: 'Institutions, and which of them collaborate.',
  nodes: {
    description: 'The institutions, those of the most publications first.',
    each: 'An institution in an institution network.',
    fields: (t) => ({
      institution: t.field({ type: Institution, description: 'The institution.', resolve: ({ row }) => row }),
    }),
  },
  edges: {
    description: 'Which institutions collaborate, the most frequent pairs first.',
    each: 'That authors at two institutions wrote together.',
  },
});

declareNetworkQuery('institutionNetwork', {
  type: InstitutionNetwork,
  description:
    'Which institutions collaborate: two are tied by every publication that has authors of both, which weighs 1/(n − 1) where it has n institutions. `publications: { institution: … }` gives the network around one. It costs two database queries.',
  publications: 'The institutions of these publications; of all where absent.',
  read: institutionCollaboration,
});
