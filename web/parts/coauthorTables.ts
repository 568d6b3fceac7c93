import { pageOf } from '../address.ts';
import { type Coauthors, degreesOf, type Tie } from './coauthors.ts';
import type { Table } from './table.ts';
import type { Communities } from './useCommunities.ts';

/** The people who are shown. */
export function peopleTable(
  answer: Coauthors,
  ties: ReadonlyMap<string, Tie>,
  communities: Communities,
  id: string,
): Table {
  const degree = degreesOf(ties);
  return {
    columns: [
      { title: 'Person' },
      { title: 'Steps away', numeric: true },
      { title: 'Publications', numeric: true },
      { title: 'Ties', numeric: true },
      { title: 'Citations', numeric: true },
      { title: 'h-index', numeric: true },
      { title: 'Community', numeric: true },
    ],
    rows: answer.nodes
      .filter(({ key }) => key === id || degree.has(key))
      .map(({ key, label, distance, weight, author }) => {
        const group = communities.groups.get(key);
        return [
          { text: label, address: pageOf('Author', key) },
          distance,
          weight,
          degree.get(key) ?? 0,
          author.metrics.citationCount,
          author.metrics.hIndex,
          group === undefined ? null : group + 1,
        ];
      }),
  };
}

/** Their ties; `show` is the address that lists the publications behind one. */
export function tiesTable(
  answer: Coauthors,
  ties: ReadonlyMap<string, Tie>,
  show: (key: string) => string,
): Table {
  const names = new Map(answer.nodes.map(({ key, label }) => [key, label]));
  return {
    columns: [
      { title: 'Person' },
      { title: 'With' },
      { title: 'Shared publications', numeric: true },
      { title: 'First', numeric: true },
      { title: 'Latest', numeric: true },
    ],
    rows: [...ties].map(([key, { source, target, publicationCount, firstYear, lastYear }]) => [
      { text: names.get(source) ?? source, address: pageOf('Author', source) },
      { text: names.get(target) ?? target, address: pageOf('Author', target) },
      { text: String(publicationCount), address: show(key) },
      firstYear,
      lastYear,
    ]),
  };
}
