import { pageOf } from '../address.ts';
import {
  CollaborationGrowth,
  CommunitySizes,
  OutputByYear,
  type PublicationFilter,
  TeamSizes,
  TopAuthors,
  TopicsByYear,
  type TopicsByYearQuery,
  TopicTrends,
  TopTopics,
  TopVenues,
} from '../api/documents.ts';
import { barHeight, bars, columns, growth, heatMap, lines, linesHeight } from '../charts/options.ts';
import { everyYear } from '../charts/years.ts';
import { both, teamText } from '../filter.ts';
import { communityName } from './communityName.ts';
import { counted } from './counted.ts';
import { Panel } from './Panel.tsx';

/** Which publications a panel is about, and what a click on a part of it does. */
export interface PanelOf {
  readonly filter: PublicationFilter | undefined;
  readonly onPick?: ((value: string) => void) | undefined;
}

export function OutputPanel({ filter, onPick }: PanelOf) {
  return (
    <Panel
      title="Publications a year"
      embed={{ picture: 'output', filter }}
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
            missingCount === 0
              ? undefined
              : `${counted(missingCount, 'publication')} without a year left out.`,
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
      embed={{ picture: 'people', filter }}
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
      embed={{ picture: 'venues', filter }}
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
      embed={{ picture: 'topics', filter }}
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

/** The topics and the years of a matrix of them. */
function axesOf({ rows, columns: years }: TopicsByYearQuery['publications']['matrix']) {
  return {
    topics: rows.flatMap((row) => ('topic' in row ? [row.topic] : [])),
    known: years.flatMap((column) => ('year' in column ? [column.year] : [])),
  };
}

export function TopicsByYearPanel({ filter, onPick, rows = 12 }: PanelOf & { readonly rows?: number }) {
  return (
    <Panel
      title="Topics over the years"
      embed={{ picture: 'topics-by-year', filter }}
      wide
      operation={TopicsByYear}
      variables={{ filter, rows }}
      picture={({ publications: { matrix } }, ink) => {
        const { topics, known } = axesOf(matrix);
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
          cells: true,
          description: `A heat map of publications by topic and year: ${topics.length} topics from ${years[0]} to ${years.at(-1)}.`,
          table: {
            columns: [{ title: 'Topic' }, ...years.map((year) => ({ title: String(year), numeric: true }))],
            rows: topics.map((topic, index) => [
              { text: topic.name, address: pageOf('Topic', topic.id) },
              ...(counts[index] ?? []),
            ]),
          },
          note: [
            matrix.distinctRows > topics.length
              ? `${topics.length} of ${matrix.distinctRows.toLocaleString('en')} topics, those with the most publications.`
              : '',
            // What is drawn as nothing must be nothing.
            matrix.distinctColumns > known.length
              ? `${known.length} of ${matrix.distinctColumns.toLocaleString('en')} years are counted.`
              : '',
          ]
            .join(' ')
            .trim(),
          onPick: (picked) => {
            const topic = typeof picked === 'number' ? undefined : topics[picked[1]];
            if (topic !== undefined) onPick?.(topic.id);
          },
        };
      }}
    />
  );
}

/** As many as can be told apart by colour, mark and dash. */
const drawnLines = 5;

export function TopicLinesPanel({ filter, rows = 12 }: PanelOf & { readonly rows?: number }) {
  return (
    <Panel
      title="Topic trends"
      embed={{ picture: 'topic-trends', filter }}
      wide
      operation={TopicsByYear}
      variables={{ filter, rows }}
      picture={({ publications: { facets, matrix } }, ink) => {
        const { topics: all, known } = axesOf(matrix);
        const topics = all.slice(0, drawnLines);
        const { years, counts: totals } = everyYear(facets.years.values);
        if (topics.length === 0 || years.length === 0) return undefined;
        const shares = topics.map((_, row) =>
          years.map((year, at) => {
            const [of, total] = [matrix.counts[row]?.[known.indexOf(year)] ?? 0, totals[at] ?? 0];
            return total === 0 ? null : Math.round((of / total) * 1000) / 10;
          }),
        );
        const names = topics.map(({ name }) => name);
        return {
          option: lines(
            ink,
            years.map(String),
            names.map((name, row) => ({ name, values: shares[row] ?? [] })),
          ),
          height: linesHeight(topics.length),
          description: `Lines of the share of the publications of a year that are about a topic, from ${years[0]} to ${years.at(-1)}: ${names.join(', ')}.`,
          table: {
            columns: [
              { title: 'Year', numeric: true },
              ...names.map((name) => ({ title: `${name} in %`, numeric: true })),
            ],
            rows: years.map((year, at) => [year, ...shares.map((share) => share[at] ?? null)]),
          },
          note: `Share of the publications of the year, in per cent: the ${topics.length} topics with the most publications.`,
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

export function TeamSizePanel({ filter, onPick }: PanelOf) {
  const of = (from: number, to?: number) =>
    both(filter, { authorCount: { from, ...(to === undefined ? {} : { to }) } });
  return (
    <Panel
      title="Team size"
      embed={{ picture: 'team-size', filter }}
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
          onPick: (picked) => {
            const [, , from, to] = (typeof picked === 'number' ? teams[picked] : undefined) ?? [];
            if (from !== undefined) onPick?.(teamText({ from, to }));
          },
        };
      }}
    />
  );
}

export function CollaborationPanel({ filter, onPick }: PanelOf) {
  return (
    <Panel
      title="Collaboration growth"
      embed={{ picture: 'collaboration', filter }}
      operation={CollaborationGrowth}
      variables={{ filter }}
      picture={({ publications: { collaborationByYear } }, ink) => {
        const of = new Map(collaborationByYear.map((year) => [year.year, year]));
        const { years } = everyYear(collaborationByYear.map(({ year }) => ({ year, count: 0 })));
        const first = years[0];
        if (first === undefined) return undefined;
        const people = years.map((year) => of.get(year)?.authorCount ?? 0);
        const isCounted = collaborationByYear.every(({ newPairCount }) => newPairCount !== null);
        const pairs = years.map((year) => of.get(year)?.newPairCount ?? 0);
        const shares = years.map((year) => {
          const share = of.get(year)?.sharedShare;
          return share == null ? null : Math.round(share * 1000) / 10;
        });
        const most = Math.max(...people);
        return {
          option: growth(
            ink,
            years.map(String),
            [
              { name: 'People', values: people },
              ...(isCounted ? [{ name: 'New pairs', values: pairs }] : []),
            ],
            { name: 'By two or more', values: shares },
          ),
          height: 280,
          description: `Lines of people, of new pairs of coauthors and of the share of publications by two or more, from ${first} to ${years.at(-1)}. The most people, ${most}, wrote in ${years[people.indexOf(most)]}.`,
          table: {
            columns: [
              { title: 'Year', numeric: true },
              { title: 'Publications', numeric: true },
              { title: 'By two or more', numeric: true },
              { title: 'Share in %', numeric: true },
              { title: 'People', numeric: true },
              { title: 'New people', numeric: true },
              { title: 'New pairs', numeric: true },
            ],
            rows: years.map((year, at) => {
              const row = of.get(year);
              return [
                year,
                row?.publicationCount ?? 0,
                row?.sharedCount ?? 0,
                shares[at] ?? null,
                row?.authorCount ?? 0,
                row?.newAuthorCount ?? 0,
                isCounted ? (pairs[at] ?? 0) : null,
              ];
            }),
          },
          note: isCounted
            ? 'New pairs of coauthors: in the first year of a publication of both. Below, the share of publications by two or more.'
            : 'New pairs of coauthors are not counted: these publications have too many. A narrower filter has fewer.',
          onPick: (picked) => {
            const year = typeof picked === 'number' ? years[picked] : undefined;
            if (year !== undefined) onPick?.(String(year));
          },
        };
      }}
    />
  );
}

export function CommunitiesPanel({ filter, onPick }: PanelOf) {
  return (
    <Panel
      title="Communities"
      embed={{ picture: 'communities', filter }}
      operation={CommunitySizes}
      variables={{ filter, first: shown }}
      empty="Nobody here is in a community, or none have been looked for yet: scholargraph analyse communities does."
      picture={({ publications: { communitySizes } }, ink) => {
        const [largest] = communitySizes?.values ?? [];
        if (communitySizes === null || largest === undefined) return undefined;
        const { values, distinct, otherCount, missingCount } = communitySizes;
        const notes = [
          distinct > values.length
            ? `${values.length} of ${distinct.toLocaleString('en')} communities; ${counted(otherCount, 'person', 'people')} in the others.`
            : '',
          missingCount > 0 ? `${counted(missingCount, 'person', 'people')} in none.` : '',
        ];
        return {
          option: bars(
            ink,
            values.map(({ community }) => communityName(community)),
            values.map(({ authorCount }) => authorCount),
            'People',
          ),
          height: barHeight(values.length),
          description: `Bars of the ${values.length} largest communities of coauthors by their people. First is ${communityName(largest.community)} with ${largest.authorCount}.`,
          table: {
            columns: [
              { title: 'Community' },
              { title: 'People', numeric: true },
              { title: 'Of all its people', numeric: true },
            ],
            rows: values.map(({ community, authorCount }) => [
              communityName(community),
              authorCount,
              community.size,
            ]),
          },
          note: notes.join(' ').trim() || undefined,
          onPick: (picked) => {
            const value = typeof picked === 'number' ? values[picked] : undefined;
            if (value !== undefined) onPick?.(value.community.id);
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
      embed={{ picture: fading ? 'fading' : 'emerging', filter }}
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
