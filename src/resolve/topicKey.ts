import { fold } from './fold.ts';
import vocabulary from './topicVocabulary.json' with { type: 'json' };

/** A topic of the vocabulary. */
export interface KnownTopic {
  readonly key: string;
  readonly name: string;
  /** Its part of science: what an ambiguous acronym is told by. */
  readonly area: string;
  /** So wide that sharing it says little about two publications. */
  readonly broad: boolean;
  /** A class of a subject scheme ('Applications'): a word that means it only where a source assigns it. */
  readonly statedOnly: boolean;
}

export const longestTopicKey = 80;

/**
 * The canonical key of a topic's name: folded, singular, one form of spelling variants, and for a synonym in the
 * vocabulary the key of the topic it stands for ('Multitask Learning', 'multi-task learning' and 'MTL' are one; but
 * an acronym that means different things in different fields is left as it is). At most 80 characters, and empty
 * where the name has fewer than two letters or digits. `topicKey(topicKey(name)) === topicKey(name)`.
 */
export function topicKey(name: string): string {
  const key = spelledKey(name);
  return topicsByKey.get(key)?.key ?? key;
}

/** The topic that the vocabulary has under this key, be it that of a synonym. */
export function knownTopic(key: string): KnownTopic | undefined {
  return topicsByKey.get(key);
}

/** Of every topic of the vocabulary. */
export function knownTopicKeys(): string[] {
  return [...new Set([...topicsByKey.values()].map(({ key }) => key))];
}

/** `knownTopic` for words of a text. */
export function topicInText(key: string): KnownTopic | undefined {
  const topic = topicsByKey.get(key);
  return topic?.statedOnly === true ? undefined : topic;
}

/** What an acronym that is in use in several fields may stand for, by its exact letters. */
export function topicsByAcronym(acronym: string): readonly KnownTopic[] {
  return acronyms.get(acronym) ?? [];
}

/** Whether a known topic's key goes on after these words, each followed by a space. */
export function beginsKnownTopic(words: string): boolean {
  return beginnings.has(words);
}

/** Whether the vocabulary writes this one-word key as an acronym ('CLIP'), so that 'clip' in a text is another word. */
export function isWrittenInCapitals(key: string): boolean {
  return capitals.has(key);
}

/** `topicKey` without synonyms. */
function spelledKey(name: string): string {
  const words = foldedWords(name.slice(0, 10 * longestTopicKey));
  let key = keyOfWords(words);
  for (;;) {
    const cut = cutAtWord(key);
    if (cut === key) return key.length < 2 ? '' : key;
    key = keyOfWords(foldedWords(cut));
  }
}

/** A topic's name as words that can be compared: Greek letters by name, American spelling, prefixes joined. */
export function foldedWords(name: string): string[] {
  const folded = fold(name);
  const words = (greek.test(folded) ? withGreekNames(folded) : folded).split(' ');
  const joined: string[] = [];
  let prefix = '';
  for (const word of words) {
    if (prefixes.has(prefix + word)) prefix += word;
    else {
      joined.push(spelling(prefix + word));
      prefix = '';
    }
  }
  if (prefix !== '') joined.push(spelling(prefix));
  return joined;
}

export function isPrefix(word: string): boolean {
  return prefixes.has(word);
}

/** The key of words that `foldedWords` gave: the last one singular. */
export function keyOfWords(words: readonly string[]): string {
  const last = words.at(-1);
  return last === undefined ? '' : [...words.slice(0, -1), singular(last)].join(' ');
}

function cutAtWord(key: string): string {
  if (key.length <= longestTopicKey) return key;
  const space = key.lastIndexOf(' ', longestTopicKey);
  if (space > 0) return key.slice(0, space);
  return key.slice(0, longestTopicKey).replace(/\p{Surrogate}+/gu, '');
}

/** Parts that authors write joined, hyphenated or apart. */
const prefixes: ReadonlySet<string> = new Set(vocabulary.spelling.prefixes);

const americanWords: ReadonlyMap<string, string> = new Map(Object.entries(vocabulary.spelling.american));
const irregularPlurals: ReadonlyMap<string, string> = new Map(Object.entries(vocabulary.spelling.plurals));
const notPlural: ReadonlySet<string> = new Set(vocabulary.spelling.notPlural);

/** One spelling of words that British and American writers spell differently. */
export function spelling(word: string): string {
  const american = americanWords.get(word);
  if (american !== undefined) return american;
  if (word.length < 7) return word;
  return word
    .replace(/isation(s?)$/, 'ization$1')
    .replace(/(?<=[a-z]{2})ll(ing|ed)$/, (ending, suffix: string) =>
      doubled.has(word) ? `l${suffix}` : ending,
    );
}

const doubled = new Set([
  'modelling',
  'labelling',
  'signalling',
  'tunnelling',
  'travelling',
  'channelling',
  'modelled',
  'labelled',
  'levelling',
]);

/** The singular of an English noun; a word that is none, or is singular, stays. Applying it twice changes nothing. */
export function singular(word: string): string {
  const irregular = irregularPlurals.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length <= 3 || !word.endsWith('s') || notPlural.has(word)) return word;
  if (/(?:ss|us|is|ics|[^aeiou]ys| s)$/.test(word)) return word;
  if (word.endsWith('ies')) return word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
  if (/(?:ss|x|ch|sh|zz|o)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

const greek = /\p{Script=Greek}/u;
const greekNames: ReadonlyMap<string, string> = new Map(
  [
    'alpha',
    'beta',
    'gamma',
    'delta',
    'epsilon',
    'zeta',
    'eta',
    'theta',
    'iota',
    'kappa',
    'lambda',
    'mu',
    'nu',
    'xi',
    'omicron',
    'pi',
    'rho',
    'final sigma',
    'sigma',
    'tau',
    'upsilon',
    'phi',
    'chi',
    'psi',
    'omega',
  ].map((name, at) => [String.fromCodePoint(0x3b1 + at), name.replace('final ', '')]),
);

/** A Greek letter that stands alone or as a mark ('α-synuclein', 'TNFα') by its name; Greek words stay Greek. */
function withGreekNames(folded: string): string {
  return folded
    .replace(/(?<!\p{Script=Greek})\p{Script=Greek}(?!\p{Script=Greek})/gu, (letter) => {
      const name = greekNames.get(letter);
      return name === undefined ? letter : ` ${name} `;
    })
    .replace(/ {2,}/g, ' ')
    .trim();
}

const groups: readonly {
  readonly field: string;
  /** What the field shares its acronyms with. */
  readonly area?: string;
  readonly statedOnly?: boolean;
  readonly topics: readonly {
    readonly name: string;
    readonly broad?: boolean;
    readonly aliases?: readonly string[];
    readonly acronyms?: readonly string[];
  }[];
}[] = vocabulary.groups;

const topicsByKey: ReadonlyMap<string, KnownTopic> = knownTopics();
const acronyms: ReadonlyMap<string, readonly KnownTopic[]> = knownAcronyms();

const beginnings: ReadonlySet<string> = new Set(
  [...topicsByKey.keys()].flatMap((key) =>
    [...key.matchAll(/ /g)].map(({ index }) => key.slice(0, index + 1)),
  ),
);
const capitals: ReadonlySet<string> = new Set(
  groups
    .flatMap(({ topics }) => topics.flatMap(({ name, aliases = [] }) => [name, ...aliases]))
    .filter((name) => /^[^ ]*\p{Lu}[^ ]*\p{Lu}[^ ]*$/u.test(name))
    .map((name) => spelledKey(name))
    .filter((key) => !key.includes(' ')),
);

function knownTopics(): Map<string, KnownTopic> {
  const byKey = new Map<string, KnownTopic>();
  const add = (name: string, topic: KnownTopic) => {
    const key = spelledKey(name);
    if (!byKey.has(key)) byKey.set(key, topic);
  };
  const all = groups.flatMap(({ field, area = field, statedOnly = false, topics }) =>
    topics.map((entry) => ({
      topic: { key: spelledKey(entry.name), name: entry.name, area, broad: entry.broad ?? false, statedOnly },
      aliases: entry.aliases ?? [],
    })),
  );
  for (const { topic } of all) add(topic.name, topic);
  for (const { topic, aliases } of all) for (const alias of aliases) add(alias, topic);
  return byKey;
}

function knownAcronyms(): Map<string, KnownTopic[]> {
  const byAcronym = new Map<string, KnownTopic[]>();
  for (const { topics } of groups) {
    for (const entry of topics) {
      const topic = topicsByKey.get(spelledKey(entry.name));
      if (topic === undefined) continue;
      for (const acronym of entry.acronyms ?? []) {
        byAcronym.set(acronym, [...(byAcronym.get(acronym) ?? []), topic]);
      }
    }
  }
  return byAcronym;
}
