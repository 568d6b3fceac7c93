import { useMemo } from 'preact/hooks';
import {
  CoauthorCommunities,
  type CoauthorCommunitiesQueryVariables,
  CommunityRuns,
} from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';

/** The communities that people of a network are in. */
export interface Communities {
  /** The rank of each person's community, the largest in the network being 0; absent for who is in none. */
  readonly groups: ReadonlyMap<string, number>;
  /** By rank: the topics that tell a community from others; empty where its publications have none. */
  readonly labels: readonly string[];
  /** Whether communities have been looked for at all; undefined while that is not known. */
  readonly known: boolean | undefined;
}

const none: Omit<Communities, 'known'> = { groups: new Map(), labels: [] };

/** What the current run of Leiden's algorithm over all authors has found of those in the network. */
export function useCommunities(network: CoauthorCommunitiesQueryVariables): Communities {
  const runs = useQuery(CommunityRuns, {});
  const isThere = runs.status === 'done' && runs.data.analysisRuns.nodes.some(({ current }) => current);
  const state = useQuery(CoauthorCommunities, isThere ? network : undefined);
  const nodes = state.status === 'done' ? state.data.coauthorNetwork.nodes : undefined;
  return useMemo(() => {
    if (nodes === undefined) {
      const failed = runs.status === 'failed' || state.status === 'failed';
      return { ...none, known: failed || (runs.status === 'done' && !isThere) ? false : undefined };
    }
    const members = new Map<string, { label: string; keys: string[] }>();
    for (const { key, author } of nodes) {
      const [community] = author.detectedCommunities.nodes;
      if (community === undefined) continue;
      const found = members.get(community.id) ?? { label: community.label, keys: [] };
      found.keys.push(key);
      members.set(community.id, found);
    }
    const ordered = [...members].sort(
      ([idA, a], [idB, b]) => b.keys.length - a.keys.length || (idA < idB ? -1 : 1),
    );
    return {
      groups: new Map(
        ordered.flatMap(([, { keys }], rank) => keys.map((key): [string, number] => [key, rank])),
      ),
      labels: ordered.map(([, { label }]) => label),
      known: true,
    };
  }, [nodes, runs.status, state.status, isThere]);
}
