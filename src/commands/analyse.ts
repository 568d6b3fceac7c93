import { userInfo } from 'node:os';
import type { Config } from '../config.ts';
import type { Graph } from '../graph/graph.ts';
import { readPages, root } from '../graph/read/page.ts';
import { type PartitionRow, partitionsOfRun } from '../graph/read/structure/communities.ts';
import { type AnalysisRunRow, analysisRuns, analysisRunsById } from '../graph/read/structure/runs.ts';
import { carryOut, claimAnalysis } from '../graph/structure/analyse.ts';
import {
  type Analysis,
  type AnalysisKind,
  analysisDefaults,
  analysisKinds,
  type CommunityAnalysis,
  type SimilarBy,
  type SimilarityMethod,
} from '../graph/structure/analysis.ts';
import { pruneRuns, sweepRuns } from '../graph/structure/run.ts';
import { withDatabase } from './database.ts';

export { type AnalysisKind, analysisDefaults, analysisKinds };

export interface AnalyseFlags {
  readonly seed?: number;
  /** The first year. */
  readonly from?: number;
  /** The last year. */
  readonly to?: number;
  /** Who asks; the system user where absent. */
  readonly by?: string;
  /** Complete runs that are kept of its kind. */
  readonly keep?: number;
}

export interface CommunityFlags extends AnalyseFlags {
  readonly of: 'authors' | 'topics';
  /** The default one where absent. */
  readonly resolution?: readonly number[];
  readonly seededFrom?: string;
  readonly leastMembers: number;
}

export interface EvolutionFlags extends AnalyseFlags {
  readonly of: 'authors' | 'topics';
  readonly from: number;
  readonly to: number;
  readonly years: number;
  readonly resolution: number;
  readonly threshold: number;
  readonly leastMembers: number;
}

export interface CentralityFlags extends AnalyseFlags {
  readonly samples?: number;
  readonly closeness?: boolean;
}

export interface SimilarityFlags extends AnalyseFlags {
  readonly of: 'authors' | 'publications';
  readonly method: 'node-similarity' | 'fastrp-knn';
  readonly alikeBy: 'topics' | 'references';
  readonly top: number;
  readonly widest: number;
}

export function analyseCommunities(
  config: Config,
  flags: CommunityFlags,
  signal?: AbortSignal,
): Promise<number> {
  return analysing(config, flags, signal, {
    kind: flags.of === 'authors' ? 'AUTHOR_COMMUNITIES' : 'TOPIC_COMMUNITIES',
    resolutions: flags.resolution ?? [analysisDefaults.resolution],
    seed: seedOf(flags),
    during: duringOf(flags),
    seededFrom: flags.seededFrom === undefined ? null : runId(flags.seededFrom),
    leastMembers: flags.leastMembers,
  });
}

export function analyseEvolution(
  config: Config,
  flags: EvolutionFlags,
  signal?: AbortSignal,
): Promise<number> {
  const windows = [];
  for (let from = flags.from; from <= flags.to; from += Math.max(1, flags.years)) {
    windows.push({ from, to: Math.min(from + Math.max(1, flags.years) - 1, flags.to) });
  }
  return analysing(config, flags, signal, {
    kind: flags.of === 'authors' ? 'AUTHOR_EVOLUTION' : 'TOPIC_EVOLUTION',
    windows,
    resolution: flags.resolution,
    threshold: flags.threshold,
    leastMembers: flags.leastMembers,
    seed: seedOf(flags),
  });
}

export function analyseCentralities(
  config: Config,
  flags: CentralityFlags,
  signal?: AbortSignal,
): Promise<number> {
  return analysing(config, flags, signal, {
    kind: 'AUTHOR_CENTRALITIES',
    during: duringOf(flags),
    samplingSize: flags.samples ?? null,
    closeness: flags.closeness === true,
    seed: seedOf(flags),
  });
}

const methods: Readonly<Record<SimilarityFlags['method'], SimilarityMethod>> = {
  'node-similarity': 'NODE_SIMILARITY',
  'fastrp-knn': 'FASTRP_KNN',
};
const bys: Readonly<Record<SimilarityFlags['alikeBy'], SimilarBy>> = {
  topics: 'TOPICS',
  references: 'REFERENCES',
};

export function analyseSimilarity(
  config: Config,
  flags: SimilarityFlags,
  signal?: AbortSignal,
): Promise<number> {
  return analysing(config, flags, signal, {
    kind: flags.of === 'authors' ? 'AUTHOR_SIMILARITY' : 'PUBLICATION_SIMILARITY',
    method: methods[flags.method],
    by: bys[flags.alikeBy],
    during: duringOf(flags),
    topK: flags.top,
    widest: flags.widest,
    seed: seedOf(flags),
  });
}

/** Lists the stored runs, the newest first. */
export function listAnalyses(
  config: Config,
  { limit }: { readonly limit: number },
  signal?: AbortSignal,
): Promise<number> {
  return withDatabase(config, signal, async (graph) => {
    const [page] = await readPages(graph, analysisRuns(undefined), [root], { limit, backward: false }, {});
    for (const { node } of page?.items ?? []) {
      process.stdout.write(
        `${node.id}  ${node.began.slice(0, 19)}  ${node.analysis}  ${node.state}${node.current ? ', current' : ''}  ${node.by}  ${node.parameters}\n`,
      );
    }
    return 0;
  });
}

/** Deletes the runs of a kind but the last complete ones, and what killed processes have left. */
export function pruneAnalyses(
  config: Config,
  kind: AnalysisKind,
  keep: number,
  signal?: AbortSignal,
): Promise<number> {
  return withDatabase(config, signal, async (graph) => {
    await sweepRuns(graph);
    process.stdout.write(`${await pruneRuns(graph, kind, keep)} runs deleted\n`);
    return 0;
  });
}

function analysing(
  config: Config,
  { by, keep }: AnalyseFlags,
  signal: AbortSignal | undefined,
  analysis: Analysis,
): Promise<number> {
  return withDatabase(config, signal, async (graph, ended) => {
    const claimed = await claimAnalysis(graph, analysis, by ?? userInfo().username);
    if (claimed.joined) {
      process.stdout.write(`The same analysis is under way already: run ${claimed.id}\n`);
      return 0;
    }
    const signals = [ended, ...(signal === undefined ? [] : [signal])];
    try {
      await carryOut(graph, claimed, { signal: AbortSignal.any(signals) });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
    if (keep !== undefined) await pruneRuns(graph, analysis.kind, Math.max(1, keep));
    await report(graph, claimed.id);
    return 0;
  });
}

async function report(graph: Graph, id: string): Promise<void> {
  const [run] = await analysisRunsById(graph, [id], {});
  if (run == null) return;
  const [page] = await readPages(
    graph,
    partitionsOfRun,
    [{ key: id, id }],
    { limit: 100, backward: false },
    {},
  );
  process.stdout.write(
    [summary(run), ...(page?.items ?? []).map(({ node }) => partition(node)), ''].join('\n'),
  );
}

function summary({ id, analysis, nodeCount, relationshipCount, milliseconds, note }: AnalysisRunRow): string {
  return `${analysis}: ${nodeCount} nodes, ${relationshipCount} ties, in ${milliseconds} ms${note === null ? '' : `. ${note}`} (run ${id})`;
}

function partition({
  resolution,
  fromYear,
  toYear,
  communityCount,
  levels,
  modularity,
}: PartitionRow): string {
  const years = fromYear === null && toYear === null ? '' : `, ${fromYear ?? ''}–${toYear ?? ''}`;
  return `  resolution ${resolution}${years}: ${communityCount} communities on ${levels} levels, modularity ${modularity.toFixed(3)}`;
}

function seedOf({ seed }: AnalyseFlags): number {
  return seed ?? analysisDefaults.seed;
}

function duringOf({ from, to }: AnalyseFlags): CommunityAnalysis['during'] {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** As it is listed, or as the API has it. */
function runId(text: string): string {
  const decoded = Buffer.from(text, 'base64').toString();
  return decoded.startsWith('AnalysisRun:') ? decoded.slice('AnalysisRun:'.length) : text;
}
