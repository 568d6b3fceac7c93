import { pageOf } from '../address.ts';
import {
  OutputByYear,
  type PublicationFilter,
  TeamSizes,
  TopAuthors,
  TopicsByYear,
  TopicTrends,
  TopTopics,
  TopVenues,
} from '../api/documents.ts';
import { bars, columns, heatMap } from '../charts/options.ts';
import { everyYear } from '../charts/years.ts';
import { both } from '../filter.ts';
import { Panel } from './Panel.tsx';

/** Which publications a panel is about, and what a click on a part of it does. */
export interface PanelOf {
  readonly filter: PublicationFilter | undefined;
  readonly onPick?: ((value: string) => void) | undefined;
}

/** Room for a row of bars. */
const barHeight = (rows: number): number => Math.max(120, rows * 26 + 16);

const many = (count: number, one: string): string =>
  `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;

export function OutputPanel({ filter, onPick }: PanelOf) {
  return (
    <Panel
      title="Publications a year"
      operation={OutputByYear}
      variables={{ filter }}
      picture={({ publications: { facets } }, ink) => {
        const { years, counts } = everyYear(facets.years.values);
        const first = years[0];
        if (first === undefined) return undefined;
        const most = years[counts.indexOf(Math.max(...counts))];
        const { missingCount } = facets.years;
        return {
          option: columns(ink, years.map(String), counts, 'Publications'),
          height: 220,
          description: `Columns of publications a year from ${first} to ${years.at(-1)}. The most, ${Math.max(...counts)}, are of ${most}.`,
          table: {
            columns: [
              { title: 'Year', numeric: true },
              { title: 'Publications', numeric: true },
            ],
            rows: years.map((year, index) => [year, counts[index] ?? 0]),
          },
          note:
            missingCount === 0 ? undefined : `${many(missingCount, 'publication')} without a year left out.`,
          onPick: (picked) => {
            const year = typeof picked === 'number' ? years[picked] : undefined;
            if (year !== undefined) onPick?.(String(year));
          },
        };
      }}
    />
  );
}

interface Ranked {
  readonly id: string;
  readonly name: string;
  readonly count: number;
  readonly fractional?: number;
}

/** What a ranking draws: bars, the first on top. */
function ranking(
  ink: Parameters<typeof bars>[0],
  kind: 'Author' | 'Venue' | 'Topic',
  ranked: readonly Ranked[],
  distinct: number,
  onPick: PanelOf['onPick'],
) {
  const [first] = ranked;
  if (first === undefined) return undefined;
  const plural = { Author: 'people', Venue: 'venues', Topic: 'topics' }[kind];
  const fractional = ranked.some((row) => row.fractional !== undefined);
  return {
    option: bars(
      ink,
      ranked.map(({ name }) => name),
      ranked.map(({ count }) => count),
      'Publications',
    ),
    height: barHeight(ranked.length),
    description: `Bars of the ${ranked.length} ${plural} with the most publications. First is ${first.name} with ${first.count}.`,
    table: {
      columns: [
        { title: kind === 'Author' ? 'Person' : kind },
        { title: 'Publications', numeric: true },
        ...(fractional ? [{ title: 'Fractional', numeric: true }] : []),
      ],
      rows: ranked.map(({ id, name, count, fractional: part }) => [
        { text: name, address: pageOf(kind, id) },
        count,
        ...(fractional ? [Math.round((part ?? 0) * 100) / 100] : []),
      ]),
    },
    note:
      distinct > ranked.length
        ? `${ranked.length} of ${distinct.toLocaleString('en')} ${plural}.`
        : undefined,
    onPick: (picked: unknown) => {
      const row = typeof picked === 'number' ? ranked[picked] : undefined;
      if (row !== undefined) onPick?.(row.id);
    },
  };
}

const shown = 12;

export function AuthorsPanel({ filter, onPick }: PanelOf) {
  return (
    <Panel
      title="People"
      operation={TopAuthors}
      variables={{ filter, first: shown }}
      picture={({ publications: { facets } }, ink) =>
        ranking(
          ink,
          'Author',
          facets.authors.values.map(({ author, count, fractionalCount }) => ({
            ...author,
            count,
            fractional: fractionalCount,
          })),
          facets.authors.distinct,
          onPick,
        )
      }
    />
  );
}

export function VenuesPanel({ filter, onPick }: PanelOf) {
  return (
    <Panel
      title="Venues"
      operation={TopVenues}
      variables={{ filter, first: shown }}
      picture={({ publications: { facets } }, ink) =>
        ranking(
          ink,
          'Venue',
          facets.venues.values.map(({ venue, count }) => ({ ...venue, count })),
          facets.venues.distinct,
          onPick,
        )
      }
    />
  );
}

export function TopicsPanel({ filter, onPick }: PanelOf) {
  return (
    <Panel
      title="Topics"
      operation={TopTopics}
      variables={{ filter, first: shown }}
      picture={({ publications: { facets } }, ink) =>
        ranking(
          ink,
          'Topic',
          facets.topics.values.map(({ topic, count }) => ({ ...topic, count })),
          facets.topics.distinct,
          onPick,
        )
      }
    />
  );
}

export function TopicsByYearPanel({ filter, onPick, rows = 12 }: PanelOf & { readonly rows?: number }) {
  return (
    <Panel
      title="Topics over the years"
      wide
      operation={TopicsByYear}
      variables={{ filter, rows }}
      picture={({ publications: { matrix } }, ink) => {
        const topics = matrix.rows.flatMap((row) => ('topic' in row ? [row.topic] : []));
        const known = matrix.columns.flatMap((column) => ('year' in column ? [column.year] : []));
        const { years } = everyYear(known.map((year) => ({ year, count: 0 })));
        const counts = matrix.counts.map((row) => years.map((year) => row[known.indexOf(year)] ?? 0));
        if (topics.length === 0 || years.length === 0) return undefined;
        return {
          option: heatMap(ink, {
            columns: years.map(String),
            rows: topics.map(({ name }) => name),
            counts,
          }),
          height: barHeight(topics.length) + 76,
          description: `A heat map of publications by topic and year: ${topics.length} topics from ${years[0]} to ${years.at(-1)}.`,
          table: {
            columns: [{ title: 'Topic' }, ...years.map((year) => ({ title: String(year), numeric: true }))],
            rows: topics.map((topic, index) => [
              { text: topic.name, address: pageOf('Topic', topic.id) },
              ...(counts[index] ?? []),
            ]),
          },
          note:
            matrix.distinctRows > topics.length
              ? `${topics.length} of ${matrix.distinctRows.toLocaleString('en')} topics, those with the most publications.`
              : undefined,
          onPick: (picked) => {
            const topic = typeof picked === 'number' ? undefined : topics[picked[1]];
            if (topic !== undefined) onPick?.(topic.id);
          },
        };
      }}
    />
  );
}

const teams = [
  ['one', '1', 1, 1],
  ['two', '2', 2, 2],
  ['three', '3', 3, 3],
  ['four', '4', 4, 4],
  ['fiveToSix', '5–6', 5, 6],
  ['sevenToTen', '7–10', 7, 10],
  ['more', '11+', 11, undefined],
] as const;

export function TeamSizePanel({ filter }: PanelOf) {
  const of = (from: number, to?: number) =>
    both(filter, { authorCount: { from, ...(to === undefined ? {} : { to }) } });
  return (
    <Panel
      title="Team size"
      operation={TeamSizes}
      variables={{
        one: of(1, 1),
        two: of(2, 2),
        three: of(3, 3),
        four: of(4, 4),
        fiveToSix: of(5, 6),
        sevenToTen: of(7, 10),
        more: of(11),
      }}
      picture={(data, ink) => {
        const counts = teams.map(([name]) => data[name].totalCount);
        const total = counts.reduce((sum, count) => sum + count, 0);
        if (total === 0) return undefined;
        const most = teams[counts.indexOf(Math.max(...counts))];
        return {
          option: columns(
            ink,
            teams.map(([, label]) => label),
            counts,
            'Publications',
          ),
          height: 220,
          description: `Columns of publications by the number of their authors. The most, ${Math.max(...counts)}, have ${most?.[1]} authors.`,
          table: {
            columns: [{ title: 'Authors' }, { title: 'Publications', numeric: true }],
            rows: teams.map(([, label], index) => [label, counts[index] ?? 0]),
          },
        };
      }}
    />
  );
}

export function EmergingPanel({
  filter,
  onPick,
  fading = false,
  years = 3,
}: PanelOf & { readonly fading?: boolean; readonly years?: number }) {
  return (
    <Panel
      title={fading ? 'Fading topics' : 'Emerging topics'}
      operation={TopicTrends}
      variables={{ filter, direction: fading ? 'FADING' : 'EMERGING', years, minPublications: 3 }}
      empty={`No topic has ${fading ? 'shrunk' : 'grown'} between the last ${years} years and the ${years} before.`}
      picture={({ publications: { topicTrends } }, ink) => {
        const [first] = topicTrends;
        if (first === undefined) return undefined;
        const points = topicTrends.map(
          ({ recentShare, earlierShare }) => Math.round((recentShare - earlierShare) * 1000) / 10,
        );
        return {
          option: bars(
            ink,
            topicTrends.map(({ topic }) => topic.name),
            points,
            'Percentage points',
          ),
          height: barHeight(topicTrends.length),
          description: `Bars of the topics whose share of publications has ${fading ? 'shrunk' : 'grown'} most surely. First is ${first.topic.name}, by ${points[0]} percentage points.`,
          table: {
            columns: [
              { title: 'Topic' },
              { title: 'Earlier', numeric: true },
              { title: 'Recent', numeric: true },
              { title: 'Percentage points', numeric: true },
              { title: 'z', numeric: true },
            ],
            rows: topicTrends.map(({ topic, earlierCount, recentCount, z }, index) => [
              { text: topic.name, address: pageOf('Topic', topic.id) },
              earlierCount,
              recentCount,
              points[index] ?? 0,
              Math.round(z * 100) / 100,
            ]),
          },
          note: `Change of the share of publications in percentage points: ${first.until - years + 1}–${first.until} against the ${years} years before. The surest first; z orders, it does not prove.`,
          onPick: (picked) => {
            const trend = typeof picked === 'number' ? topicTrends[picked] : undefined;
            if (trend !== undefined) onPick?.(trend.topic.id);
          },
        };
      }}
    />
  );
}
