import { ScholargraphError } from '../../errors.ts';
import { hasBound, type Window } from '../../network/network.ts';

export const analysisKinds = [
  'AUTHOR_COMMUNITIES',
  'TOPIC_COMMUNITIES',
  'AUTHOR_EVOLUTION',
  'TOPIC_EVOLUTION',
  'AUTHOR_CENTRALITIES',
  'AUTHOR_SIMILARITY',
  'PUBLICATION_SIMILARITY',
] as const;
export type AnalysisKind = (typeof analysisKinds)[number];

export type SimilarityMethod = 'NODE_SIMILARITY' | 'FASTRP_KNN';
export type SimilarBy = 'TOPICS' | 'REFERENCES';

/** Communities by Leiden, at several resolutions at once. */
export interface CommunityAnalysis {
  readonly kind: 'AUTHOR_COMMUNITIES' | 'TOPIC_COMMUNITIES';
  /** γ of the modularity, each above 0. */
  readonly resolutions: readonly number[];
  readonly seed: number;
  readonly during: Window;
  /** The run whose communities the search starts from, so that their numbers last. */
  readonly seededFrom: string | null;
  /** Members below which a community is not stored. */
  readonly leastMembers: number;
}

/** Communities of successive windows, and what became of them. */
export interface EvolutionAnalysis {
  readonly kind: 'AUTHOR_EVOLUTION' | 'TOPIC_EVOLUTION';
  readonly resolution: number;
  readonly seed: number;
  readonly windows: readonly { readonly from: number; readonly to: number }[];
  /** Jaccard overlap from which two communities of neighbouring windows are matched. */
  readonly threshold: number;
  readonly leastMembers: number;
}

export interface CentralityAnalysis {
  readonly kind: 'AUTHOR_CENTRALITIES';
  readonly during: Window;
  readonly seed: number;
  /** Sources of the betweenness; null: all of them up to `exactUpTo` authors, beyond that a sample. */
  readonly samplingSize: number | null;
  readonly closeness: boolean;
}

export interface SimilarityAnalysis {
  readonly kind: 'AUTHOR_SIMILARITY' | 'PUBLICATION_SIMILARITY';
  readonly method: SimilarityMethod;
  readonly by: SimilarBy;
  readonly during: Window;
  readonly seed: number;
  /** Similar ones that are kept of each. */
  readonly topK: number;
  /** Publications beyond which a topic or a reference takes no part. */
  readonly widest: number;
}

export type Analysis = CommunityAnalysis | EvolutionAnalysis | CentralityAnalysis | SimilarityAnalysis;

export const analysisDefaults = {
  resolution: 1,
  seed: 42,
  threshold: 0.3,
  evolutionLeastMembers: 3,
  topK: 10,
  widest: 500,
} as const;

export const analysisLimits = {
  resolutions: 10,
  windows: 50,
  topK: 100,
  /** Authors up to which betweenness is exact where nobody says how many sources to take. */
  exactUpTo: 5_000,
  /** Sources that are taken beyond that. */
  samplingSize: 1_000,
  /** Authors up to which closeness can be asked for: it takes a search from each of them. */
  closenessUpTo: 50_000,
} as const;

/** @throws ScholargraphError BAD_INPUT for parameters with which nothing can be found */
export function requireSound(analysis: Analysis): void {
  if (!(Number.isInteger(analysis.seed) && analysis.seed >= 0 && analysis.seed < 2 ** 31)) {
    throw refused('seed', analysis.seed, 'a whole number from 0 and below 2^31');
  }
  switch (analysis.kind) {
    case 'AUTHOR_COMMUNITIES':
    case 'TOPIC_COMMUNITIES': {
      const { resolutions } = analysis;
      if (
        resolutions.length === 0 ||
        resolutions.length > analysisLimits.resolutions ||
        new Set(resolutions).size < resolutions.length
      ) {
        throw refused(
          'resolutions',
          `[${resolutions.join(', ')}]`,
          `1 to ${analysisLimits.resolutions} different numbers`,
        );
      }
      resolutions.forEach(requireResolution);
      requireLeastMembers(analysis.leastMembers);
      requireWindow('during', analysis.during);
      return;
    }
    case 'AUTHOR_EVOLUTION':
    case 'TOPIC_EVOLUTION': {
      const { windows, threshold, leastMembers, resolution } = analysis;
      requireResolution(resolution);
      requireLeastMembers(leastMembers);
      if (!(threshold > 0 && threshold <= 1))
        throw refused('threshold', threshold, 'a number above 0, at most 1');
      if (windows.length < 2 || windows.length > analysisLimits.windows) {
        throw refused('windows', `${windows.length} windows`, `2 to ${analysisLimits.windows}`);
      }
      windows.forEach((window, at) => {
        requireWindow('windows', window);
        const before = windows[at - 1];
        if (before !== undefined && window.from <= before.from) {
          throw refused(
            'windows',
            `${window.from} behind ${before.from}`,
            'each to begin after the one before',
          );
        }
      });
      return;
    }
    case 'AUTHOR_CENTRALITIES':
      requireWindow('during', analysis.during);
      if (analysis.samplingSize !== null && !(analysis.samplingSize >= 1)) {
        throw refused('samplingSize', analysis.samplingSize, '1 or more');
      }
      return;
    default:
      requireWindow('during', analysis.during);
      if (!(analysis.topK >= 1 && analysis.topK <= analysisLimits.topK)) {
        throw refused('topK', analysis.topK, `1 to ${analysisLimits.topK}`);
      }
      if (!(analysis.widest >= 2)) throw refused('widest', analysis.widest, '2 or more');
      if (analysis.kind === 'AUTHOR_SIMILARITY' && analysis.by !== 'TOPICS') {
        throw refused('by', analysis.by, 'TOPICS: references are of publications');
      }
  }
}

function requireResolution(resolution: number): void {
  if (resolution > 0 && Number.isFinite(resolution)) return;
  throw refused('resolution', resolution, 'a number above 0');
}

function requireLeastMembers(leastMembers: number): void {
  if (leastMembers >= 1) return;
  throw refused('leastMembers', leastMembers, '1 or more');
}

function requireWindow(field: string, { from, to }: Window): void {
  if (from == null || to == null || from <= to) return;
  throw refused(field, `${from} to ${to}`, 'a first year that is not behind the last');
}

function refused(field: string, value: number | string, expected: string): ScholargraphError {
  return new ScholargraphError('BAD_INPUT', `It is ${value}`, { field, expected });
}

/**
 * What an analysis is the current one of: of a complete run of the same slot, the last one is what queries read. The
 * parameters that merely tune are no part of it.
 */
export function slotOf(analysis: Analysis): string {
  switch (analysis.kind) {
    case 'AUTHOR_EVOLUTION':
    case 'TOPIC_EVOLUTION':
      return analysis.kind;
    case 'AUTHOR_SIMILARITY':
    case 'PUBLICATION_SIMILARITY':
      return similaritySlot(analysis.kind, analysis.method, analysis.by, analysis.during);
    default:
      return `${analysis.kind}${windowSlot(analysis.during)}`;
  }
}

export function similaritySlot(
  kind: SimilarityAnalysis['kind'],
  method: SimilarityMethod,
  by: SimilarBy,
  during: Window = {},
): string {
  return `${kind}/${method}/${by}${windowSlot(during)}`;
}

export function windowSlot(during: Window | null | undefined): string {
  return hasBound(during) ? `/${during.from ?? ''}-${during.to ?? ''}` : '';
}
