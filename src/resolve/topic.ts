import { cleaned } from '../normalise/markup.ts';
import type { TopicMention } from '../record.ts';
import { definedAcronyms, singularAcronym } from './definedAcronyms.ts';
import { fold } from './fold.ts';
import {
  beginsKnownTopic,
  foldedWords,
  isWrittenInCapitals,
  type KnownTopic,
  keyOfWords,
  knownTopic,
  longestTopicKey,
  singular,
  topicInText,
  topicKey,
  topicsByAcronym,
} from './topicKey.ts';
import { readText, type Word } from './topicText.ts';
import vocabulary from './topicVocabulary.json' with { type: 'json' };
import { isEveryday, isProper, type WordClass } from './wordClass.ts';

export { topicKey } from './topicKey.ts';

export interface ExtractedTopic {
  /** Canonical: what `topicKey` gives; 2–80 characters. */
  readonly key: string;
  /** For people: the vocabulary's name, else as the source or the text writes it. */
  readonly name: string;
  /** Above 0, at most 1. */
  readonly score: number;
  readonly origin: 'STATED' | 'EXTRACTED';
  /** Every surface form seen, sorted. */
  readonly aliases: readonly string[];
  /** As the source's own hierarchy has it, the next broader first. */
  readonly broader?: readonly { readonly key: string; readonly name: string }[];
}

/** With this many topics from the source itself, broad ones not counted, nothing is added from the text. */
const enoughStated = 3;
/** Extracted topics a publication; what the source states comes on top. */
const mostExtracted = 10;
/** Stated topics a publication: Crossref and PubMed records with hundreds of index terms exist. */
const mostStated = 40;
/** Characters of a stated name: some sources put sentences there. */
const longestName = 200;
/** Phrases that occur only once are taken in until there are so many terms, or so many known topics. */
const mostPassing = { terms: 8, known: 5 };
/** An everyday word that is said so often is what the text is about. */
const insistent = 4;
/** A term of the text scoring less is left out. */
const leastScore = 0.12;
/**
 * The topics of one publication, best first; a pure function of this one record, so that a graph is the same in
 * every import order. Topics that the source states keep their score (1 where it gives none, 0.3 for a broad one); where it
 * states fewer than three specific ones, terms of title and abstract are added, at most ten.
 *
 * Terms are noun phrases, found between words that no phrase goes across, or entries of the vocabulary with their
 * synonyms. Acronyms that the text defines (Schwartz and Hearst, 'A simple algorithm for identifying abbreviation
 * definitions in biomedical text', PSB 2003) count as mentions of their long form. A term's weight is its C-value
 * (Frantzi, Ananiadou and Mima, 'Automatic recognition of multi-word terms', IJDL 2000), which discounts a phrase that
 * only occurs within longer ones, times position (Campos et al., 'YAKE!', Information Sciences 2020: early terms tell
 * more), with title mentions counted threefold, known topics raised, and broad ones lowered. The score is
 * weight / (weight + 8). Takes time linear in the length of the text.
 */
export function extractTopics(input: {
  readonly title?: string;
  readonly abstract?: string;
  readonly stated: readonly TopicMention[];
}): ExtractedTopic[] {
  const stated = statedTopics(input.stated);
  if (stated.filter(({ key }) => knownTopic(key)?.broad !== true).length >= enoughStated)
    return stated.sort(byScore);
  const areas = new Set(stated.map(({ key }) => knownTopic(key)?.area).filter((area) => area !== undefined));
  const { words, foreign } = readText(input.title ?? '', input.abstract ?? '');
  const candidates = weigh(readUnits(words, areas));
  const extracted = select(foreign ? candidates.filter(isRepeated) : candidates);
  const byKey = new Map(stated.map((topic) => [topic.key, topic]));
  for (const topic of extracted) {
    const same = byKey.get(topic.key);
    if (same !== undefined) {
      byKey.set(topic.key, { ...same, aliases: sortedSet([...same.aliases, ...topic.aliases]) });
    }
  }
  return [...byKey.values(), ...extracted.filter((topic) => !byKey.has(topic.key))].sort(byScore);
}

function byScore(a: ExtractedTopic, b: ExtractedTopic): number {
  return b.score - a.score || compare(b.origin, a.origin) || compare(a.key, b.key);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sortedSet(values: readonly string[]): string[] {
  return [...new Set(values)].sort(compare);
}

/** A word, or several that are one known topic or one long form of an acronym. */
interface Unit {
  readonly words: readonly Word[];
  readonly class: WordClass;
  readonly sentence: number;
  readonly glued: boolean;
  /** Starts a phrase. */
  readonly apart: boolean;
  /** Folded words of what is meant: for an acronym, of its long form. */
  readonly folded: readonly string[];
  readonly named?: { readonly key: string; readonly topic?: KnownTopic };
}

/** Words a known topic has at most. */
const longestKnown = 6;

/** The long form of an acronym that the text defines. */
interface LongForm {
  readonly key: string;
  readonly folded: readonly string[];
  readonly topic: KnownTopic | undefined;
}

function readUnits(words: readonly Word[], statedAreas: ReadonlySet<string>): readonly Unit[] {
  const { longForms, defining } = definedAcronyms(words);
  const byAcronym = new Map<string, LongForm>();
  const byKey = new Map<string, LongForm>();
  for (const [acronym, folded] of longForms) {
    const key = topicKey(keyOfWords(folded));
    if (key === '') continue;
    const form = { key, folded, topic: topicInText(key) };
    byAcronym.set(acronym, form);
    if (form.topic === undefined) byKey.set(key, form);
  }

  const areas = new Set(statedAreas);
  const units: Unit[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at];
    if (word === undefined) break;
    if (defining.has(at)) {
      units.push(boundary);
      at++;
      continue;
    }
    const long = byAcronym.size === 0 ? undefined : byAcronym.get(singularAcronym(word.surface));
    if (long !== undefined) {
      units.push(named([word], long.key, long.topic, long.folded));
      at++;
      continue;
    }
    const match = longestNamed(words, at, byKey);
    if (match === undefined) {
      units.push(word.folded === '' ? boundary : unitOf(word));
      at++;
      continue;
    }
    if (match.topic !== undefined && !match.topic.broad) areas.add(match.topic.area);
    const spanned = words.slice(at, at + match.length);
    units.push(
      named(
        spanned,
        match.key,
        match.topic,
        spanned.map(({ folded }) => folded),
      ),
    );
    at += match.length;
  }
  return units.map((unit) => {
    const [word] = unit.words;
    if (word === undefined || unit.named !== undefined || word.surface === word.folded) return unit;
    const topic = topicsByAcronym(singularAcronym(word.surface)).find(({ area }) => areas.has(area));
    return topic === undefined ? unit : named([word], topic.key, topic, topic.key.split(' '));
  });
}

const boundary: Unit = { words: [], class: 'break', sentence: 0, glued: false, apart: false, folded: [] };

function unitOf(word: Word): Unit {
  return {
    words: [word],
    class: word.class,
    sentence: word.sentence,
    glued: word.glued,
    apart: word.apart,
    folded: [word.folded],
  };
}

function named(
  words: readonly Word[],
  key: string,
  topic: KnownTopic | undefined,
  folded: readonly string[],
): Unit {
  const [first] = words;
  return {
    words,
    class: 'noun',
    sentence: first?.sentence ?? 0,
    glued: first?.glued ?? false,
    apart: first?.apart ?? false,
    folded,
    named: topic === undefined ? { key } : { key: topic.key, topic },
  };
}

/** The longest known topic, or long form of an acronym, that starts at a word. */
function longestNamed(
  words: readonly Word[],
  at: number,
  longForms: ReadonlyMap<string, LongForm>,
): { readonly key: string; readonly topic: KnownTopic | undefined; readonly length: number } | undefined {
  let found: { key: string; topic: KnownTopic | undefined; length: number } | undefined;
  let before = '';
  for (let length = 1; length <= longestKnown; length++) {
    const word = words[at + length - 1];
    if (word === undefined || word.folded === '') break;
    const key = before + word.singular;
    const topic = topicInText(key);
    if (topic !== undefined && (length > 1 || !isWrittenInCapitals(key) || hasTwoCapitals(word.surface))) {
      found = { key: topic.key, topic, length };
    } else if (longForms.has(key)) found = { key, topic: undefined, length };
    before += `${word.folded} `;
    if (longForms.size === 0 && !beginsKnownTopic(before)) break;
  }
  return found;
}

function hasTwoCapitals(surface: string): boolean {
  return /\p{Lu}.*\p{Lu}/u.test(surface);
}

interface Candidate {
  readonly key: string;
  readonly topic: KnownTopic | undefined;
  readonly length: number;
  readonly wording: number;
  /** Starts with an adjective that is seldom part of a name, or with what may well be a verb ('ranking architectures'). */
  readonly weak: boolean;
  /** One everyday word, such as 'education', which a text may use without being about it. */
  readonly everyday: boolean;
  /** A known topic with words around it. */
  readonly compound: boolean;
  /** By surface form: how often. */
  readonly surfaces: Map<string, number>;
  frequency: number;
  inTitle: boolean;
  firstSentence: number;
  /** Keys of longer candidates that it occurs in. */
  readonly within: Set<string>;
  weight: number;
}

/** Words a term has at most, and units looked at together. */
const longestTerm = 4;
/** No noun phrase has more units; keeps text without function words from costing more. */
const longestChunk = 12;

function weigh(units: readonly Unit[]): Candidate[] {
  const candidates = new Map<string, Candidate>();
  let chunk: Unit[] = [];
  for (const unit of units) {
    const breaks = unit.class === 'break' || (unit.class === 'number' && !unit.glued);
    if (breaks || unit.apart || chunk.length === longestChunk) {
      addChunk(chunk, candidates);
      chunk = [];
    }
    if (!breaks) chunk.push(unit);
  }
  addChunk(chunk, candidates);
  const hasAbstract = units.some(({ sentence, folded }) => sentence > 0 && folded[0] !== '');
  for (const candidate of candidates.values())
    candidate.weight = weightOf(candidate, candidates, hasAbstract);
  return [...candidates.values()];
}

/** Adds every part of a chunk that can be a term. */
function addChunk(chunk: readonly Unit[], candidates: Map<string, Candidate>): void {
  const keys: { from: number; to: number; key: string }[] = [];
  for (let from = 0; from < chunk.length; from++) {
    let words = 0;
    for (let to = from + 1; to <= chunk.length; to++) {
      words += chunk[to - 1]?.folded.length ?? 0;
      if (to - from > longestTerm || (words > longestTerm + 1 && to - from > 1)) break;
      const part = chunk.slice(from, to);
      const key = termKey(part, chunk[to]);
      if (key === undefined) continue;
      keys.push({ from, to, key });
      addMention(part, key, candidates);
    }
  }
  for (const inner of keys) {
    for (const outer of keys) {
      if (outer.from <= inner.from && outer.to >= inner.to && outer.to - outer.from > inner.to - inner.from) {
        candidates.get(inner.key)?.within.add(outer.key);
      }
    }
  }
}

/** The key of a part of a chunk if it can be a term. */
function termKey(part: readonly Unit[], next: Unit | undefined): string | undefined {
  const [first] = part;
  const last = part.at(-1);
  if (first === undefined || last === undefined) return undefined;
  if (part.length === 1 && first.named !== undefined) return first.named.key;
  if (first.glued || next?.glued === true) return undefined;
  if (first.named === undefined && (first.class === 'generic' || first.class === 'number')) return undefined;
  if (
    last.named === undefined &&
    last.class !== 'noun' &&
    last.class !== 'gerund' &&
    last.class !== 'common'
  ) {
    return undefined;
  }
  if (part.length === 1 && !canStandAlone(first)) return undefined;
  if (part.some((unit) => unit.folded[0]?.length === 1 && unit.named === undefined)) return undefined;
  const words = keyOfWords(part.flatMap(({ folded }) => folded));
  const key = topicInText(words)?.key ?? words;
  return noTopics.has(key) || key.length < 3 || key.length > longestTopicKey ? undefined : key;
}

const noTopics: ReadonlySet<string> = new Set(
  vocabulary.boilerplate.notTopics.map((phrase) => topicKey(phrase)),
);

/** A single word is a term if it looks like a name, or is not one that any text may have. */
function canStandAlone(unit: Unit): boolean {
  const [word] = unit.words;
  if (word === undefined || unit.class !== 'noun' || word.folded.length < 3) return false;
  return hasTwoCapitals(word.surface) || word.folded.length > 4 || isEverydayWord(unit);
}

function isEverydayWord({ words }: Unit): boolean {
  const [word] = words;
  if (word === undefined || words.length > 1 || hasTwoCapitals(word.surface)) return false;
  return isEveryday(word.folded) || isEveryday(word.singular);
}

function addMention(part: readonly Unit[], key: string, candidates: Map<string, Candidate>): void {
  const [first] = part;
  const surface = surfaceOf(part);
  const sentence = first?.sentence ?? 0;
  let candidate = candidates.get(key);
  if (candidate === undefined) {
    candidate = {
      key,
      topic: part.length === 1 ? first?.named?.topic : topicInText(key),
      length: part.reduce((sum, unit) => sum + unit.folded.length, 0),
      wording: wordingOf(part),
      weak: first !== undefined && first.named === undefined && (first.class === 'weak' || isVerbLike(part)),
      everyday: part.length === 1 && first !== undefined && isEverydayWord(first),
      compound: part.length > 1 && part.some((unit) => unit.named !== undefined),
      surfaces: new Map(),
      frequency: 0,
      inTitle: false,
      firstSentence: sentence,
      within: new Set(),
      weight: 0,
    };
    candidates.set(key, candidate);
  }
  candidate.surfaces.set(surface, (candidate.surfaces.get(surface) ?? 0) + 1);
  candidate.frequency++;
  candidate.firstSentence = Math.min(candidate.firstSentence, sentence);
  if (sentence === 0) candidate.inTitle = true;
}

/** 'Ranking architectures', 'learning parameter allocation'. */
function isVerbLike(part: readonly Unit[]): boolean {
  return part.length > 1 && /ing$/.test(part[0]?.folded[0] ?? '');
}

function surfaceOf(part: readonly Unit[]): string {
  return part
    .flatMap(({ words }) => words)
    .reduce(
      (text, word) => (text === '' ? word.surface : `${text}${word.glued ? '-' : ' '}${word.surface}`),
      '',
    );
}

const wordings: Partial<Record<WordClass, number>> = { generic: 0.3, weak: 0.5, common: 0.75 };

/** How much the words themselves speak for a term: from 0.3 to 1. */
function wordingOf(part: readonly Unit[]): number {
  const [first] = part;
  const each = part.map((unit) => {
    if (unit.named !== undefined) return 1;
    return wordings[unit.class] ?? 1;
  });
  const mean = each.reduce((sum, value) => sum + value, 0) / part.length;
  if (part.length === 1) return /\p{Lu}/u.test(surfaceOf(part)) ? mean : mean * 0.5;
  return first?.class === 'gerund' && first.named === undefined ? mean * 0.7 : mean;
}

function weightOf(candidate: Candidate, all: ReadonlyMap<string, Candidate>, hasAbstract: boolean): number {
  const { topic, length, within, inTitle } = candidate;
  let frequency = candidate.frequency;
  if (topic === undefined && within.size > 0) {
    const around = [...within].reduce((sum, key) => sum + (all.get(key)?.frequency ?? 0), 0);
    frequency -= around / within.size;
  }
  const once = candidate.frequency === 1;
  if (frequency <= 0 || (candidate.weak && once)) return 0;
  // 'Active question answering agent': the known topic in it says as much.
  if (topic === undefined && candidate.compound && once && hasAbstract) return 0;
  if (topic === undefined && candidate.everyday && candidate.frequency < insistent) return 0;
  if (inTitle) frequency += topic !== undefined || frequency > 1 || !hasAbstract ? 2 : 1;
  const words = Math.log2(1 + (topic === undefined ? length : Math.max(2, length)));
  const position = 1 + 0.6 / (1 + candidate.firstSentence);
  const known = topic === undefined ? candidate.wording : topic.broad ? 0.8 : 2;
  const casual = once && (candidate.compound || (candidate.everyday && !inTitle)) ? 0.5 : 1;
  return words * frequency * position * known * casual;
}

/** In a language whose verbs and adjectives are not known, a phrase has to show by being used that it is a term. */
function isRepeated(candidate: Candidate): boolean {
  return candidate.topic !== undefined || candidate.frequency > 1 || candidate.inTitle;
}

/** The best terms that say something different. */
function select(candidates: readonly Candidate[]): ExtractedTopic[] {
  const ranked = candidates
    .map((candidate) => ({ candidate, score: rounded(candidate.weight / (candidate.weight + 8)) }))
    .filter(({ score }) => score >= leastScore)
    .sort((a, b) => b.score - a.score || compare(a.candidate.key, b.candidate.key));
  const chosen: { candidate: Candidate; score: number }[] = [];
  const enough = () =>
    chosen.length >= mostPassing.terms ||
    chosen.filter(({ candidate: { topic } }) => topic?.broad === false).length >= mostPassing.known;
  for (const next of ranked) {
    if (chosen.length === mostExtracted) break;
    if (isPassing(next.candidate) && enough()) continue;
    if (chosen.every(({ candidate }) => differs(next.candidate, candidate))) chosen.push(next);
  }
  return chosen.map(({ candidate, score }) => ({
    key: candidate.key,
    name: candidate.topic?.name ?? nameOf(candidate.key, candidate.surfaces),
    score,
    origin: 'EXTRACTED',
    aliases: sortedSet([...candidate.surfaces.keys()]),
  }));
}

/** An unknown phrase that the abstract has once. */
function isPassing({ topic, frequency, inTitle }: Candidate): boolean {
  return topic === undefined && frequency === 1 && !inTitle;
}

function rounded(score: number): number {
  return Math.round(score * 1e4) / 1e4;
}

/** Whether a candidate is worth showing beside a chosen one: not merely more or fewer words of it. */
function differs(candidate: Candidate, chosen: Candidate): boolean {
  if (candidate.topic !== undefined) return true;
  const inside = ` ${chosen.key} `.includes(` ${candidate.key} `);
  const around = ` ${candidate.key} `.includes(` ${chosen.key} `);
  if (inside) return candidate.frequency - chosen.frequency > 1;
  return (
    !around ||
    candidate.frequency > 1 ||
    candidate.inTitle ||
    (chosen.topic === undefined && chosen.length === 1)
  );
}

/**
 * The most frequent surface form, in the singular, but for what may be a species ('Silene nutans'). What an acronym stands
 * for goes before the acronym.
 */
function nameOf(key: string, surfaces: ReadonlyMap<string, number>): string {
  const isWhole = (surface: string) => Number(keyOfWords(foldedWords(surface)) === key);
  const [best] = [...surfaces].sort(
    ([a, timesA], [b, timesB]) => isWhole(b) - isWhole(a) || timesB - timesA || compare(b, a),
  );
  const surface = (best?.[0] ?? '').replace(/['’]s$/, '');
  const start = surface.search(/[\p{L}\p{M}\p{N}]+$/u);
  const last = surface.slice(start);
  if (/\p{Lu}s$/u.test(last)) return surface.slice(0, -1);
  const isBinomial = /^\p{Lu}\p{Ll}+ \p{Ll}+$/u.test(surface) && !isProper(fold(surface.slice(0, start)));
  return /^\p{Ll}+$/u.test(last) && !isBinomial ? surface.slice(0, start) + singular(last) : surface;
}

/** The topic as the source words it. */
export function statedForm({ name }: TopicMention): string {
  return cleaned(name.slice(0, longestName));
}

/** What the source states, a synonym once, with its best score; without index terms such as 'Humans'. */
function statedTopics(mentions: readonly TopicMention[]): ExtractedTopic[] {
  const byKey = new Map<string, ExtractedTopic>();
  const areas = new Set(mentions.map(({ name }) => knownTopic(topicKey(name))?.area));
  for (const mention of mentions) {
    const surface = statedForm(mention);
    const meant = topicsByAcronym(surface).find(({ area }) => areas.has(area));
    const key = meant?.key ?? topicKey(surface);
    if (key === '' || noTopics.has(key)) continue;
    const before = byKey.get(key);
    if (before === undefined && byKey.size === mostStated) continue;
    const broader = mention.broader
      ?.map(({ name }) => ({ key: topicKey(name), name: knownTopic(topicKey(name))?.name ?? cleaned(name) }))
      .filter((each) => each.key !== '' && each.key !== key);
    const hierarchy =
      before?.broader ?? (broader === undefined || broader.length === 0 ? undefined : broader);
    byKey.set(key, {
      key,
      name: before?.name ?? knownTopic(key)?.name ?? surface,
      score: Math.max(before?.score ?? 0, boundedScore(mention.score, knownTopic(key))),
      origin: 'STATED',
      aliases: sortedSet([...(before?.aliases ?? []), surface]),
      ...(hierarchy === undefined ? {} : { broader: hierarchy }),
    });
  }
  return [...byKey.values()];
}

/** Of a topic that the source gives without a score. */
const unscored = { specific: 1, broad: 0.3 };

/** Within (0, 1]; what is no number counts as none given. */
function boundedScore(score: number | undefined, topic: KnownTopic | undefined): number {
  if (score === undefined || Number.isNaN(score))
    return topic?.broad === true ? unscored.broad : unscored.specific;
  return Math.min(1, Math.max(leastStated, rounded(score)));
}

const leastStated = 0.0001;
