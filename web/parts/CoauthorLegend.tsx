import type { Coauthors } from './coauthors.ts';
import { groupColours, inkOf } from './ink.ts';
import { Legend, type LegendEntry } from './Legend.tsx';
import { useTheme } from './theme.ts';
import type { Communities } from './useCommunities.ts';

export const coauthorColours = ['community', 'distance'] as const;
export type CoauthorColour = (typeof coauthorColours)[number];

/** By how many steps away. */
export const distanceColours: readonly string[] = [
  groupColours[5],
  groupColours[0],
  groupColours[2],
  groupColours[3],
];

function legendText(label: string, head: string, people: number): string {
  const who = people === 1 ? head : `${head} and ${people - 1} more`;
  return label === '' ? who : `${who} (${label})`;
}

/** What the colours of people say. */
export function CoauthorLegend({
  colour,
  answer,
  communities,
}: {
  readonly colour: CoauthorColour;
  readonly answer: Coauthors;
  readonly communities: Communities;
}) {
  const { other } = inkOf(useTheme());
  const entries: LegendEntry[] = [];
  if (colour === 'distance') {
    const most = Math.max(0, ...answer.nodes.map(({ distance }) => distance));
    const words = ['the author', '1 step', '2 steps', '3 steps'];
    for (let distance = 0; distance <= most; distance++) {
      entries.push({ colour: distanceColours[distance] ?? other, text: words[distance] ?? '' });
    }
  } else if (communities.known === true) {
    const members = new Map<number, Coauthors['nodes'][number][]>();
    for (const node of answer.nodes) {
      const group = communities.groups.get(node.key);
      if (group !== undefined) members.set(group, [...(members.get(group) ?? []), node]);
    }
    const ordered = [...members].sort(([a], [b]) => a - b);
    for (const [group, nodes] of ordered.slice(0, groupColours.length)) {
      const head = nodes.reduce((first, node) => (node.weight > first.weight ? node : first));
      entries.push({
        colour: groupColours[group] ?? other,
        text: legendText(communities.labels[group] ?? '', head.label, nodes.length),
      });
    }
    const rest = ordered.length - groupColours.length;
    if (rest > 0) entries.push({ colour: other, text: `${rest} smaller communities` });
  } else if (communities.known === false) {
    return (
      <p class="quiet">
        No communities of authors have been looked for yet: <code>scholargraph analyse communities</code>{' '}
        does.
      </p>
    );
  }
  return <Legend label="Colours" entries={entries} />;
}
