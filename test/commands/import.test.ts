import { EventEmitter } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../src/cli.ts';
import { Round, type Take, watchAndImport } from '../../src/commands/import.ts';
import { importProgress, progressLine } from '../../src/commands/importProgress.ts';
import {
  duration,
  machineReport,
  requireWritable,
  summary,
  writeReport,
} from '../../src/commands/importReport.ts';
import { RejectsFile } from '../../src/commands/rejectsFile.ts';
import { ScholargraphError } from '../../src/errors.ts';
import { type IngestReport, newRun, newSource, type SourceReport } from '../../src/ingest/report.ts';
import { asNobody } from '../asNobody.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'scholargraph-import-')));
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

const cutOff = new ScholargraphError('SOURCE_UNREADABLE', 'It is gzip that ends too early', {
  source: '/data/b.gz',
});

function sourceOf(facts: Partial<SourceReport>): SourceReport {
  return { ...newSource('/data/a.bib', 1_000), format: 'bibtex', finished: true, ...facts };
}

function reportOf(facts: Partial<IngestReport>): IngestReport {
  return { ...newRun(1_000), ...facts };
}

const twoSources = reportOf({
  step: 'done',
  sources: [
    sourceOf({ records: 1_200, created: 1_100, updated: 60, unchanged: 40, rejects: 2, milliseconds: 4_000 }),
    sourceOf({ uri: '/data/b.gz', records: 300, created: 300, finished: false, error: cutOff }),
  ],
  skipped: [
    { uri: '/data/notes.md', reason: new ScholargraphError('FORMAT_UNKNOWN', 'There is nothing in it') },
  ],
  rejects: new Map([['RECORD_MALFORMED', 2]]),
  settled: { blocks: 70, authors: 80 },
});

describe('the summary', () => {
  test('tells of records that were read in part, and of people', () => {
    const sources = [sourceOf({ records: 3, warned: 2, persons: 1_000 })];
    expect(summary(reportOf({ sources }))).toContain(
      '0 rejected, 2 read in part, 1,000 statements of persons\n',
    );
  });

  test('tells of each source, of all, and of what was skipped', () => {
    expect(summary(twoSources)).toBe(
      `/data/a.bib (bibtex): 1,200 records: 1,100 new publications, 60 updated, 40 unchanged; 2 rejected
/data/b.gz (bibtex): 300 records: 300 new publications, 0 updated, 0 unchanged; 0 rejected
  not read to its end: /data/b.gz: It is gzip that ends too early.
2 sources, of which 1 failed: 1,500 records: 1,400 new publications, 60 updated, 40 unchanged; 2 rejected
1 file skipped:
  /data/notes.md: There is nothing in it
`,
    );
  });

  test('of very many sources tells only of those that failed, and of all', () => {
    const sources = Array.from({ length: 2_000 }, (_, n) =>
      sourceOf({ uri: `/data/${n}.bib`, records: 1, error: n === 70 ? cutOff : undefined }),
    );
    const lines = summary(reportOf({ sources })).trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^\/data\/70\.bib/);
    expect(lines[2]).toMatch(/^2,000 sources, of which 1 failed: 2,000 records/);
  });

  test('of a dry run says what would be', () => {
    expect(summary(reportOf({ sources: [sourceOf({ created: 3 })] }), true)).toContain(
      'would be 3 new publications',
    );
  });
});

test.each([
  ['interrupted', 'batches', 'Interrupted. Import the same again to complete it.'],
  ['interrupted', 'bulk', 'Interrupted, with nothing loaded. Import the same again to start over.'],
  ['strict', 'batches', 'Stopped at the first fault, since the import is strict.\n'],
  ['strict', 'bulk', 'Stopped at the first fault, since the import is strict. Nothing was loaded.'],
] as const)('what is %s on its way in %s says what came of it', (stopped, way, said) => {
  expect(summary(reportOf({ stopped }), false, way)).toContain(said);
});

describe('the report for programs', () => {
  const context = {
    targets: ['/data'],
    format: undefined,
    since: '2019',
    strict: false,
    dryRun: false,
    bulk: undefined,
    way: 'batches',
    began: new Date(),
    neo4j: '5.26.30',
    rejectsFile: '/data/rejects.jsonl',
  } as const;

  test('is written whole, with versions, sources, counts, rejects and times', async () => {
    const file = path.join(folder, 'report.json');
    await writeReport(file, machineReport(twoSources, context, undefined));
    expect(await readdir(folder)).toEqual(['report.json']);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      version: 1,
      versions: {
        scholargraph: expect.stringMatching(/^\d+\.\d+/),
        node: process.versions.node,
        neo4j: '5.26.30',
      },
      options: { targets: ['/data'], since: '2019', dryRun: false },
      outcome: 'failed',
      totals: { sources: 2, skipped: 1, records: 1_500, failed: 1, seconds: 4, recordsPerSecond: 375 },
      settled: { blocks: 70, authors: 80 },
      rejects: { file: '/data/rejects.jsonl', codes: { RECORD_MALFORMED: 2 } },
      sources: [
        { uri: '/data/a.bib', format: 'bibtex', seconds: 4 },
        { uri: '/data/b.gz', error: { code: 'SOURCE_UNREADABLE', message: cutOff.message } },
      ],
      skipped: [{ uri: '/data/notes.md', code: 'FORMAT_UNKNOWN', reason: 'There is nothing in it' }],
    });
  });

  test.each([
    [reportOf({ sources: [sourceOf({})] }), undefined, 'complete'],
    [reportOf({ stopped: 'interrupted' }), undefined, 'interrupted'],
    [reportOf({ stopped: 'strict' }), undefined, 'strict'],
    [reportOf({}), new ScholargraphError('DATABASE_UNAVAILABLE', 'Gone'), 'failed'],
  ] as const)('names the outcome (%#)', (report, failure, outcome) => {
    expect(machineReport(report, context, failure)).toMatchObject({ outcome });
  });

  test('says which way was asked for, and which was taken', () => {
    const report = machineReport(twoSources, { ...context, bulk: false }, undefined);
    expect(report).toMatchObject({ options: { bulk: false }, way: 'batches' });
    expect(machineReport(twoSources, { ...context, way: 'bulk' }, undefined)).toMatchObject({ way: 'bulk' });
  });

  test('that could not be written is refused before the import', async () => {
    await expect(requireWritable(path.join(folder, 'none', 'report.json'))).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
    });
    await expect(requireWritable(path.join(folder, 'report.json'))).resolves.toBeUndefined();
  });
});

describe('the rejects file', () => {
  const reject = {
    code: 'RECORD_MALFORMED',
    locator: { line: 7, byte: 120 },
    reason: 'It is not closed.',
    original: '@article{a,\n "ü" \u2028',
  } as const;

  test('is there only if there are any, under a name with the time, in one line each', async () => {
    const rejects = RejectsFile.ifNeeded(folder);
    expect(await readdir(folder)).toEqual([]);
    await Promise.all(Array.from({ length: 50 }, (_, n) => rejects.add(`/data/${n}.bib`, reject)));
    await rejects.close();
    const [name = ''] = await readdir(folder);
    expect(name).toMatch(/^rejects-\d{8}T\d{6}Z\.jsonl$/);
    const lines = (await readFile(path.join(folder, name), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      Array.from({ length: 50 }, (_, n) => ({
        source: `/data/${n}.bib`,
        line: 7,
        byte: 120,
        code: 'RECORD_MALFORMED',
        reason: 'It is not closed.',
        original: reject.original,
      })),
    );
  });

  test('that is named is there from the beginning, without what an earlier import wrote', async () => {
    const file = path.join(folder, 'rejects.jsonl');
    await writeFile(file, 'old\n');
    const rejects = await RejectsFile.create(file);
    await rejects.close();
    expect(await readFile(file, 'utf8')).toBe('');
  });

  test('that cannot be written is an error with what to do', async () => {
    await expect(RejectsFile.create(path.join(folder, 'none', 'r.jsonl'))).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: expect.stringContaining('Name one in a folder that is there'),
    });
    await expect(RejectsFile.ifNeeded(path.join(folder, 'none')).add('a', reject)).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
    });
  });
});

describe('progress', () => {
  test('is records, rate, time left by bytes, what went wrong, and what is of people', () => {
    const sources = [
      sourceOf({ records: 3_000, rejects: 4, warned: 7, persons: 1_200, milliseconds: 2_000, bytes: 250 }),
      sourceOf({ error: cutOff }),
    ];
    expect(progressLine(reportOf({ sources, bytes: 250, size: 1_000 }))).toBe(
      '3,000 records, 1,500/s, 6 s left, 4 rejected, 7 read in part, 1,200 statements of persons, 1 failed',
    );
    expect(progressLine(reportOf({ sources, bytes: 250, size: undefined }))).not.toContain('left');
    expect(progressLine(reportOf({ sources, bytes: 1_000, size: 1_000 }))).not.toContain('left');
    expect(progressLine(reportOf({ step: 'settle', settled: { blocks: 2_000, authors: 0 } }))).toBe(
      'Telling authors apart: 2,000 names, coauthors of 0',
    );
  });

  test.each([
    [45_000, '45 s'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
  ])('%i ms are %s', (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text);
  });

  test('is a line every few seconds where there is no terminal', () => {
    vi.useFakeTimers();
    const written: string[] = [];
    const stream = Object.assign(Object.create(process.stderr), {
      isTTY: false,
      write: (text: string) => written.push(text) > 0,
    });
    const progress = importProgress(stream);
    for (let second = 0; second < 12; second++) {
      progress.show(reportOf({ sources: [sourceOf({ records: second })] }));
      vi.advanceTimersByTime(1_000);
    }
    progress.stop();
    vi.advanceTimersByTime(10_000);
    expect(written.map((line) => line.split(',')[0])).toEqual(['4 records', '9 records']);
  });

  test('is a bar on a terminal', () => {
    const written: string[] = [];
    const stream = Object.assign(new EventEmitter(), {
      isTTY: true,
      columns: 120,
      write: (text: string) => written.push(text) > 0,
    });
    const progress = importProgress(Object.assign(Object.create(process.stderr), stream));
    progress.show(reportOf({ sources: [sourceOf({ records: 12 })], bytes: 500, size: 1_000 }));
    progress.stop();
    expect(written.join('')).toContain('12 records');
    expect(written.join('')).toMatch(/[=█]/);
  });
});

test('a watch survives a database that is away for a while, and imports then what it could not', async () => {
  const said: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  }
  const taken: string[][] = [];
  let away = false;
  const take: Take = async (targets) => {
    taken.push(targets.map((target) => (typeof target === 'string' ? target : target.uri)));
    if (away) throw new ScholargraphError('DATABASE_UNAVAILABLE', 'Nobody answers');
    return reportOf({ sources: [sourceOf({})] });
  };
  const rejects = RejectsFile.ifNeeded(folder);
  const stop = new AbortController();
  const watch = watchAndImport(
    new Round(take, { targets: [folder] }, rejects, undefined),
    [folder],
    [folder],
    {
      signal: stop.signal,
      ended: new AbortController().signal,
      retryAfter: 1,
    },
  );
  await vi.waitFor(() => expect(said.join('')).toContain('Watching'), 20_000);
  away = true;
  const file = path.join(folder, 'new.bib');
  await writeFile(file, '@article{a, title = {A study}}\n');
  await vi.waitFor(() => expect(taken.length).toBeGreaterThan(3), 20_000);
  expect(said.join('')).toContain('DATABASE_UNAVAILABLE');
  away = false;
  const tried = taken.length;
  await vi.waitFor(() => expect(taken.length).toBeGreaterThan(tried), 20_000);
  stop.abort();
  expect(await watch).toBe(0);
  expect(taken[0]).toEqual([]);
  expect(new Set(taken.slice(1).flat())).toEqual(new Set([file]));
});

describe('the command line is refused before anything is started', () => {
  const refused = async (...given: string[]) => {
    const said: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    const code = await run(['node', 'scholargraph', 'import', ...given]);
    return { code, said: said.join('') };
  };

  test.each([
    [['a.bib', '--since', 'yesterday'], 'BAD_INPUT', '2019-07-31'],
    [['a.bib', '--format', 'bibtext'], 'BAD_INPUT', 'bibtex'],
    [['a.bib', 'b.bib', '--source-name', 'x'], 'BAD_INPUT', '--source-name'],
    [['-', '--watch'], 'BAD_INPUT', 'a folder or file'],
    [['folder', '--watch', '--dry-run'], 'BAD_INPUT', 'no dry run'],
    [['a.bib', '--rejects', '/nowhere/r.jsonl'], 'OUTPUT_UNWRITABLE', '/nowhere/r.jsonl'],
    [['a.bib', '--report', '/nowhere/r.json'], 'OUTPUT_UNWRITABLE', '/nowhere/r.json'],
  ])('%j', async (given, errorCode, what) => {
    const { code, said } = await refused(...given);
    expect(code).toBe(1);
    expect(said).toMatch(new RegExp(`^${errorCode}: `));
    expect(said).toContain(what);
  });

  test('without a source', async () => {
    expect(await refused()).toMatchObject({ code: 2, said: expect.stringContaining('source') });
  });
});

test('a folder that may not be written to is refused', async () => {
  await chmod(folder, 0o555);
  await asNobody(() =>
    expect(requireWritable(path.join(folder, 'report.json'))).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
    }),
  );
});
