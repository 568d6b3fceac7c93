import nlp from 'compromise/two';
import { fold } from './fold.ts';
import vocabulary from './topicVocabulary.json' with { type: 'json' };

/**
 * What a word can be in a noun phrase. `break`: function words, verbs, evaluative adjectives: no phrase goes across.
 * `modifier`: may stand before a noun; `weak` too, but 'early' or 'low' is seldom part of a name. `gerund` and `noun` may also end a phrase. `generic`: a noun of academic
 * writing ('method', 'result') that is no part of a topic's name at either end. `common`: an everyday noun, no topic by
 * itself. `number`: digits.
 */
export type WordClass = 'break' | 'modifier' | 'weak' | 'gerund' | 'noun' | 'common' | 'generic' | 'number';

/**
 * The class of an English word by itself, without its sentence: own lists of academic writing first, then the words
 * of known topics, then compromise's lexicon, then suffixes. Tagging whole sentences by compromise was measured
 * at 130 abstracts a second on one core and took 'network', 'spikes' and 'question' for verbs; its lexicon is what helps.
 */
export function wordClass(folded: string): WordClass {
  const known = classes.get(folded);
  if (known !== undefined) return known;
  const found = classify(folded);
  if (classes.size > 200_000) classes.clear();
  classes.set(folded, found);
  return found;
}

const classes = new Map<string, WordClass>();

const { boilerplate } = vocabulary;
const lists: ReadonlyMap<string, WordClass> = new Map<string, WordClass>([
  ...boilerplate.common.map((word): [string, WordClass] => [word, 'common']),
  ...boilerplate.nouns.map((word): [string, WordClass] => [word, 'generic']),
  ...boilerplate.softAdjectives.map((word): [string, WordClass] => [word, 'weak']),
  ...boilerplate.adjectives.map((word): [string, WordClass] => [word, 'break']),
  ...boilerplate.verbs.map((word): [string, WordClass] => [word, 'break']),
  ...boilerplate.functionWords.map((word): [string, WordClass] => [word, 'break']),
]);

const topicWords: ReadonlySet<string> = new Set(
  vocabulary.groups
    .filter((group) => !('statedOnly' in group))
    .flatMap(({ topics }) => topics.flatMap(({ name }) => fold(name).split(' '))),
);

/** Two tables of compromise's model; `nlp.model()` is documented, but its type is only `object`. */
const lexicon = tableOf('one', 'lexicon');
const switches = tableOf('two', 'switches');

function tableOf(layer: string, table: string): ReadonlyMap<string, readonly string[]> {
  const found = property(property(nlp.model(), layer), table);
  if (typeof found !== 'object' || found === null) {
    throw new TypeError(`this version of compromise has no model.${layer}.${table}; expected that of 14.17`);
  }
  return new Map(
    Object.entries(found).map(([word, tags]: [string, unknown]) => [
      word,
      (Array.isArray(tags) ? tags : [tags]).filter((tag) => typeof tag === 'string'),
    ]),
  );
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
}

const breakingTags: ReadonlySet<string> = new Set([
  'Adverb',
  'Conjunction',
  'Preposition',
  'Determiner',
  'Pronoun',
  'Modal',
  'Auxiliary',
  'Copula',
  'QuestionWord',
  'Expression',
  'Negative',
  'Infinitive',
  'PresentTense',
  'PastTense',
  'PhrasalVerb',
  'Participle',
  'Verb',
  'Imperative',
  'Possessive',
  'Reflexive',
  'Condition',
  'Comparative',
  'Superlative',
  'TextValue',
  'Cardinal',
  'Ordinal',
  'Month',
  'WeekDay',
  'Date',
  'Duration',
  'Unit',
]);
const properTags: ReadonlySet<string> = new Set([
  'ProperNoun',
  'Place',
  'Country',
  'City',
  'Region',
  'Demonym',
  'Organization',
  'LastName',
  'Person',
]);

/** Whether a word is written with a capital wherever it stands. */
export function isProper(folded: string): boolean {
  return tagsOf(folded).some((tag) => properTags.has(tag)) && !switches.has(folded);
}

/** Whether compromise, or one of the lists, has the word at all: a word outside is likely a term. */
export function isEveryday(folded: string): boolean {
  return lists.has(folded) || (lexicon.has(folded) && !isProper(folded));
}

/** Whether a word that is taken for a noun may also be a verb: 'blocks', 'trade'. */
export function canBeVerb(folded: string): boolean {
  return /Verb|Present/.test(switches.get(folded)?.join() ?? '');
}

/** Whether the name of a known topic has this word in it. */
export function isTopicWord(folded: string): boolean {
  return topicWords.has(folded);
}

function tagsOf(folded: string): readonly string[] {
  return lexicon.get(folded) ?? [];
}

function classify(word: string): WordClass {
  const listed = lists.get(word) ?? lists.get(word.replace(/s$/, ''));
  if (listed !== undefined) return listed;
  if (/^\p{N}+$/u.test(word)) return 'number';
  if (/^\p{N}+(?:st|nd|rd|th|s|x|k|m|h|mm|cm|km|nm|ms)$/u.test(word)) return 'break';
  if (!topicWords.has(word)) {
    const tags = tagsOf(word);
    const ambiguous = /Noun|Plural|Adj/.test(switches.get(word)?.join() ?? '');
    if (!ambiguous && tags.some((tag) => breakingTags.has(tag))) return 'break';
    if (!ambiguous && tags.includes('Adjective')) return 'modifier';
    if (/ly$/.test(word) && !lyNouns.test(word)) return 'break';
  }
  if (/ing$/.test(word) && word.length > 5) return 'gerund';
  if (
    /(?:ed|al|ic|ular|ive|ous|able|ible|ful|less|ary|oid|esque)$/.test(word) &&
    !nounsInAdjectiveForm.test(word)
  ) {
    return 'modifier';
  }
  return 'noun';
}

const lyNouns =
  /(?:family|assembly|anomaly|supply|monopoly|italy|poly|butterfly|fly|ally|july|homily|melancholy)$/;
const nounsInAdjectiveForm =
  /(?:animal|metal|crystal|mineral|hospital|capital|signal|mammal|journal|interval|portal|coral|retrieval|survival|removal|arrival|renewal|approval|trial|potential|material|festival|fractal|numeral|admiral|cardinal|chemical|pharmaceutical|radical|integral|functional|manual|ritual|topic|music|logic|metric|clinic|epidemic|pandemic|traffic|fabric|antibiotic|plastic|ceramic|arithmetic|heuristic|statistic|characteristic|republic|mosaic|narrative|derivative|archive|collective|incentive|initiative|library|dictionary|boundary|glossary|commentary|vegetable|mandible|colloid|alkaloid|steroid|asteroid|sigmoid|thyroid|organoid|spheroid|opioid|estuary|sanctuary)$|^(?:canal|magic|arctic|objective|native|adjective|century|seed|need|breed|feed|weed|speed|bed|reed|shed|embed|variable|table|cable|fable|bible|lipid|actuary|salary|notary|quandary|individual)$/;
