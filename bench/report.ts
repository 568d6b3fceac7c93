import type { Measured } from './measured.ts';
import { queries } from './subjects.ts';

const limit = 'bare Cypher';

/** A Markdown table: each query against the same one by hand-written Cypher. */
export function comparison(results: readonly Measured[]): string {
  const names = distinct(results.map(({ contestant }) => contestant)).filter((name) => name !== limit);
  const levels = distinct(results.map(({ concurrency }) => concurrency));
  const rows = distinct(results.map(({ query }) => query)).map((query) => {
    const of = (contestant: string, concurrency: number) =>
      results.find(
        (each) => each.query === query && each.contestant === contestant && each.concurrency === concurrency,
      );
    return [
      queries[query],
      ...levels.flatMap((concurrency) => {
        const bare = of(limit, concurrency);
        return [
          concurrency === 1 ? `${digits(bare?.median)} ms` : `${digits(bare?.throughput)}/s`,
          ...names.map((name) => {
            const found = of(name, concurrency);
            if (bare === undefined || found === undefined) return 'fails';
            return concurrency === 1
              ? `${digits(found.median / bare.median)} ×`
              : digits(found.throughput / bare.throughput);
          }),
        ];
      }),
    ];
  });
  const head = levels.flatMap((concurrency) => {
    const what = concurrency === 1 ? 'median' : `answers a second, ${concurrency} at a time`;
    return [`${limit}, ${what}`, ...names];
  });
  return table(['query', ...head], rows);
}

/** A Markdown table: the median of each query by the size of the graph, one at a time. */
export function costCurve(results: readonly Measured[]): string {
  const sizes = distinct(results.map(({ publications }) => publications));
  const alone = results.filter(({ concurrency }) => concurrency === 1);
  const pairs = distinct(alone.map(({ query, contestant }) => `${query} ${contestant}`));
  return table(
    ['query', '', ...sizes.map((size) => `${size.toLocaleString('en')} publications`)],
    pairs.map((pair) => {
      const found = alone.filter(({ query, contestant }) => `${query} ${contestant}` === pair);
      const [first] = found;
      if (first === undefined) return [];
      return [
        queries[first.query],
        first.contestant,
        ...sizes.map((size) => {
          const at = found.find(({ publications }) => publications === size);
          return at === undefined ? 'fails' : `${digits(at.median)} ms`;
        }),
      ];
    }),
  );
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}

/** Three digits that count. */
function digits(value = 0): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
