import { bibliographicCoupling, citations, cocitation } from '../../graph/read/networks/citations.ts';
import type { PublicationRow } from '../../graph/read/rows.ts';
import { Publication } from '../nodes.ts';
import { declareNetwork, declareNetworkQuery } from './declare.ts';

const PublicationNetwork = declareNetwork<PublicationRow>('PublicationNetwork', {
  description: 'Publications, and how citations tie them.',
  nodes: {
    description: 'The publications, the first by rank first.',
    each: 'A publication in a network of publications.',
    fields: (t) => ({
      publication: t.field({ type: Publication, description: 'The publication.', resolve: ({ row }) => row }),
    }),
  },
  edges: {
    description: 'The ties, the strongest first.',
    each: 'That citations tie two publications.',
  },
});

const known = 'Only citations between publications of the graph are known.';

declareNetworkQuery('citationNetwork', {
  type: PublicationNetwork,
  description: `Which of these publications cites which: directed, from the citing one, whose year is that of the edge. The most cited within the selection come first; what neither cites nor is cited is left out. ${known} It costs two database queries.`,
  publications: 'The citations among these publications; among all where absent.',
  read: citations,
});

declareNetworkQuery('bibliographicCouplingNetwork', {
  type: PublicationNetwork,
  description: `Which of these publications cite the same (Kessler 1963): two are tied by every publication that both cite, which weighs 1/(n − 1) where n of the selection cite it. Those with the most such references come first. \`during\` is about the citing publications, the years of an edge about the cited. ${known} It costs three database queries.`,
  publications: 'These publications by what they cite; all where absent.',
  read: bibliographicCoupling,
});

declareNetworkQuery('cocitationNetwork', {
  type: PublicationNetwork,
  description: `Which publications are cited together (Small 1973): two are tied by every publication of the selection that cites both, which weighs 1/(n − 1) where it cites n. The most cited come first. ${known} It costs two database queries.`,
  publications: 'What these publications cite; what all cite where absent.',
  read: cocitation,
});
