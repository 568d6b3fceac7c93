import { SingleBar } from 'cli-progress';
import type { IngestReport } from '../ingest/report.ts';
import { counted, duration, rateOf, totalsOf } from './importReport.ts';

/** Milliseconds between two lines where a bar cannot be drawn. */
const lineEvery = 5_000;

export interface ImportProgress {
  show(report: IngestReport): void;
  stop(): void;
}

/** Shows how an import goes on `stream`: a bar on a terminal, else a line every few seconds. */
export function importProgress(stream: NodeJS.WriteStream = process.stderr): ImportProgress {
  return stream.isTTY ? barOn(stream) : linesOn(stream);
}

function barOn(stream: NodeJS.WriteStream): ImportProgress {
  let bar: SingleBar | undefined;
  let drawn = 0;
  return {
    show(report) {
      const now = performance.now();
      if (bar !== undefined && now - drawn < 100) return;
      drawn = now;
      const payload = { text: progressLine(report) };
      const done = report.size === undefined ? 0 : Math.min(report.bytes, report.size);
      if (bar === undefined) {
        bar = new SingleBar({
          stream,
          format: report.size === undefined ? '{text}' : '{bar} {text}',
          barsize: 20,
          hideCursor: true,
          clearOnComplete: true,
        });
        bar.start(report.size ?? 0, done, payload);
      } else {
        bar.update(done, payload);
      }
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}

function linesOn(stream: NodeJS.WriteStream): ImportProgress {
  let latest: IngestReport | undefined;
  const timer = setInterval(() => {
    if (latest !== undefined) stream.write(`${progressLine(latest)}\n`);
  }, lineEvery);
  timer.unref();
  return {
    show(report) {
      latest = report;
    },
    stop() {
      clearInterval(timer);
    },
  };
}

/** `12,500 records, 1,800/s, 3 min 20 s left, 4 rejected, 1 failed` */
export function progressLine(report: IngestReport): string {
  if (report.step === 'settle') {
    const { blocks, authors } = report.settled;
    return `Telling authors apart: ${counted(blocks, 'name')}, coauthors of ${counted(authors)}`;
  }
  if (report.loading !== undefined) {
    return `${report.loading.what}: ${Math.floor(100 * report.loading.share)} %`;
  }
  const totals = totalsOf(report);
  const parts = [counted(totals.records, 'record'), `${counted(rateOf(totals))}/s`];
  // A small file that is packed has been taken whole long before all that is in it is written.
  if (
    report.size !== undefined &&
    report.bytes > 0 &&
    report.bytes < report.size &&
    totals.milliseconds > 0
  ) {
    const left = ((report.size - report.bytes) * totals.milliseconds) / report.bytes;
    parts.push(`${duration(left)} left`);
  }
  if (totals.rejects > 0) parts.push(`${counted(totals.rejects)} rejected`);
  if (totals.warned > 0) parts.push(`${counted(totals.warned)} read in part`);
  if (totals.persons > 0) parts.push(`${counted(totals.persons, 'statement')} of persons`);
  if (totals.failed > 0) parts.push(`${counted(totals.failed)} failed`);
  return parts.join(', ');
}
