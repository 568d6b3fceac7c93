import { plainText } from '../normalise/markup.ts';
import { foldedWords, isPrefix, longestTopicKey, singular } from './topicKey.ts';
import vocabulary from './topicVocabulary.json' with { type: 'json' };
import { canBeVerb, isProper, isTopicWord, type WordClass, wordClass } from './wordClass.ts';

/** A word of the text, or, with no letters in `folded`, a mark that no phrase goes across. */
export interface Word {
  /** As the text writes it, in the case that it has inside a sentence. */
  readonly surface: string;
  readonly folded: string;
  readonly singular: string;
  readonly class: WordClass;
  /** 0 for the title. */
  readonly sentence: number;
  /** Hyphenated to the word before. */
  readonly glued: boolean;
  /** No phrase holds this word and the one before, though no mark stands between. */
  readonly apart: boolean;
}

export interface Text {
  /** In their order: first the title's. */
  readonly words: readonly Word[];
  /** In a language that words are not told apart in. */
  readonly foreign: boolean;
}

/** Characters looked at: no title and no abstract proper is longer. */
const longestTitle = 1_000;
const longestAbstract = 12_000;

/**
 * The words of a title and an abstract in their order, without markup, TeX, links, citations and copyright lines. Takes
 * time linear in the length of the text.
 */
export function readText(title: string, abstract: string): Text {
  const words = wordsOf(lowerShouted(prose(title, longestTitle)), 0);
  words.push(
    mark('.', 0),
    ...wordsOf(prose(withoutNotices(abstract.slice(0, longestAbstract)), longestAbstract), 1),
  );
  const foreign = foreignLanguage(words);
  if (foreign === undefined) {
    takeOutVerbs(words);
    writeInNaturalCase(words);
  } else {
    for (const word of words) if (word.folded !== '') word.class = foreignClass(word, foreign);
  }
  return { words, foreign: foreign !== undefined };
}

type MutableWord = { -readonly [Property in keyof Word]: Word[Property] };

function mark(surface: string, sentence: number): MutableWord {
  return { surface, folded: '', singular: '', class: 'break', sentence, glued: false, apart: false };
}

/** Sentences in which a publisher or an organiser speaks, and not the author. */
const notice =
  /\brights reserved\b|\blicen[sc]ed (?:under|to)\b|\bcreative commons\b|\bopen[- ]access (?:article|paper) (?:under|distributed|published)\b|^published (?:by|online)\b|^permission to make\b|\bcopyright (?:is )?held by\b|\bonline version (?:of this (?:article|paper) )?contains\b|^electronic supplementary\b|^(?:received|revised|accepted|submitted)\b.{0,40}\d{4}|^(?:clinical )?trial registration\b|^(?:presented|accepted|published|to appear|published as .{0,30}) (?:at|in|for)\b.{0,80}\b(?:conference|symposium|workshop|congress|meeting|proceedings|journal|transactions)\b|^in:? proceedings of\b|\bthis (?:paper|article|work|chapter|contribution|abstract) (?:appears|appeared|was presented|has been presented|was accepted|is part of|is published|was published|belongs to|is included) (?:at|in|as|for|of|to|the)\b|\bheld in (?:conjunction|association) with\b|\b(?:conference|symposium|workshop|congress|meeting)\b.{0,80}\bco(?:-|l)?located with\b|\b(?:springer|elsevier|wiley|taylor & francis)\b.{0,60}$/i;
const notices =
  /rights reserved|licen[sc]ed|creative commons|open[- ]access|published|permission|copyright|online version|supplementary|received|revised|accepted|submitted|registration|presented|to appear|proceedings|appear|is part of|belongs|included|conjunction|association with|located with|springer|elsevier|wiley|francis/i;

function withoutNotices(abstract: string): string {
  if (!notices.test(abstract)) return abstract;
  return abstract
    .split(/(?<=[.!?])\s+(?=[\p{Lu}©])/u)
    .filter((sentence) => !notice.test(sentence.slice(0, longestNotice)))
    .join(' ');
}

/** Characters of a sentence that are looked at. */
const longestNotice = 600;

/** A boundary stands where mathematics or a link was. Every pattern is bounded, so that no input makes it slow. */
function prose(text: string, longest: number): string {
  const start = text.slice(0, longest).replace(/\p{Surrogate}/gu, ' ');
  let plain = (/[<&]/.test(start) ? plainText(start) : start).normalize('NFC');
  if (/:\/\/|www\.|10\.\d{4}|@/.test(plain)) plain = plain.replace(link, ' ; ');
  if (plain.includes('$')) plain = plain.replace(/\$\$?(?=\S)[^$]{1,300}\$\$?(?!\d)/g, ' ; ');
  if (plain.includes('\\')) {
    plain = plain
      .replace(/\\[([][^\\]{1,300}\\[)\]]/g, ' ; ')
      .replace(/\\[a-zA-Z]{1,30}\*?|\\/g, ' ')
      .replace(/[{}~]/g, ' ');
  }
  if (plain.includes('[')) {
    plain = plain.replace(/\[[^[\]]{0,200}\]/g, (cited) => (/\d|et al/.test(cited) ? ' ' : cited));
  }
  if (plain.includes('(')) {
    plain = plain.replace(/\([^()]{1,300}\)/g, (cited) => (citation.test(cited) ? ' ' : cited));
  }
  if (plain.includes('et al'))
    plain = plain.replace(/(?:\p{L}[\p{L}'’-]{1,30} (?:and|&) )?\p{L}[\p{L}'’-]{1,30} et al\b\.?/gu, ' ; ');
  return /©|\(c\)|copyright/i.test(plain) ? plain.replace(copyrightLine, ' ') : plain;
}

const link =
  /\b(?:https?:\/\/|www\.|ftp:\/\/)\S{1,500}|\b10\.\d{4,9}\/\S{1,200}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}/gi;
const citation = /et al|\p{Lu}\p{L}{1,40},? (?:19|20)\d\d/u;
const copyrightLine = /(?:©|\(c\) ?\d{4}|copyright (?:©|\(c\)|\d{4})).{0,300}$/i;

/** A title all in capitals, in lower case. */
function lowerShouted(title: string): string {
  return /\p{Lu}{4}/u.test(title) && !/\p{Ll}/u.test(title) ? title.toLowerCase() : title;
}

/** 'E.' of 'E. coli', a word, or any other sign. */
const token =
  /(?<![\p{L}\p{N}])\p{Lu}\.(?= ?\p{Ll})|[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’]\p{L}{1,20})?(?:\+\+|#)?|[^\s\p{L}\p{N}]/gu;
const hyphens = '-\u2010\u2011\u2013';

function wordsOf(text: string, firstSentence: number): MutableWord[] {
  const words: MutableWord[] = [];
  let sentence = firstSentence;
  let end = 0;
  let hyphen = false;
  for (const match of text.matchAll(token)) {
    const surface = match[0];
    const adjacent = match.index === end;
    end = match.index + surface.length;
    if (adjacent && !hyphen && words.length > 0 && hyphens.includes(surface)) {
      hyphen = true;
      continue;
    }
    const glued = hyphen && adjacent;
    if (hyphen && !adjacent) words.push(mark('-', sentence));
    hyphen = false;
    const form = formOf(surface);
    if (form.folded === '') {
      words.push(mark(surface, sentence));
      if (firstSentence > 0 && '.!?'.includes(surface) && /\s/.test(text.charAt(end))) sentence++;
      continue;
    }
    const before = words.at(-1);
    if (before !== undefined && isPrefix(before.folded) && form.class !== 'number') {
      const joined = formOf(`${before.folded} ${surface}`);
      before.surface += (glued ? '-' : ' ') + surface;
      before.folded = joined.folded;
      before.singular = joined.singular;
      before.class = joined.class;
      continue;
    }
    words.push({
      surface,
      folded: form.folded,
      singular: form.singular,
      class: form.class,
      sentence,
      glued,
      apart: false,
    });
  }
  return words;
}

type Form = Pick<Word, 'folded' | 'singular' | 'class'>;

const forms = new Map<string, Form>();
const mostForms = 200_000;

function formOf(surface: string): Form {
  const known = forms.get(surface);
  if (known !== undefined) return known;
  const folded = foldedWords(surface.slice(0, longestTopicKey)).join(' ');
  const form: Form = {
    folded,
    singular: singular(folded),
    class: folded === '' ? 'break' : wordClass(folded),
  };
  if (forms.size >= mostForms) forms.clear();
  forms.set(surface, form);
  return form;
}

const english: ReadonlySet<string> = new Set(vocabulary.boilerplate.functionWords);

interface Language {
  readonly functionWords: ReadonlySet<string>;
  /** Writes nouns, and only them, with a capital. */
  readonly capitalisesNouns: boolean;
}

const foreignLanguages: readonly Language[] = Object.entries(vocabulary.functionWords).map(
  ([name, words]) => ({
    functionWords: new Set(words),
    capitalisesNouns: name === 'German',
  }),
);

/** The language that the text is most likely in; undefined for English. */
function foreignLanguage(words: readonly Word[]): Language | undefined {
  const hits = (list: ReadonlySet<string>) => {
    let count = 0;
    for (const { folded } of words) if (list.has(folded)) count++;
    return count;
  };
  const inEnglish = hits(english);
  if (inEnglish * 5 > words.length) return undefined;
  let most = Math.max(1, inEnglish);
  let found: Language | undefined;
  for (const language of foreignLanguages) {
    const count = hits(language.functionWords);
    if (count > most) {
      most = count;
      found = language;
    }
  }
  return found;
}

function foreignClass({ folded, surface }: Word, language: Language): WordClass {
  if (language.functionWords.has(folded) || folded.length < 3) return 'break';
  if (/^\p{N}+$/u.test(folded)) return 'number';
  return language.capitalisesNouns && !/^\p{Lu}/u.test(surface) ? 'modifier' : 'noun';
}

const determiners: ReadonlySet<string> = new Set(
  'the a an this these those its their our each every us them him her it me you how whether'.split(' '),
);
const subjects: ReadonlySet<string> = new Set(
  'we they you i he she it can cannot will may must could would should might do does did'.split(' '),
);
const relatives: ReadonlySet<string> = new Set(['that', 'which', 'who']);
/** 'by learning allocations': what is done, not a name. */
const beforeGerund: ReadonlySet<string> = new Set(
  'by via when while without after before through upon despite since'.split(' '),
);
/** Plurals that are verbs before 'the', 'for' or 'to': 'experience accounts for a third'. */
const seldomVerbs: ReadonlySet<string> = new Set(
  'accounts amounts attributes drives matches points ranks tracks calls sums'.split(' '),
);
/** Plurals that other nouns follow. */
const compounding: ReadonlySet<string> = new Set(
  'systems materials operations communications sports arms goods drugs women mens services resources sciences humanities savings earnings dynamics'.split(
    ' ',
  ),
);

/**
 * Finds verbs that look like nouns by the words around them: 'that blocks dendrites', 'controls the growth', 'we link',
 * 'cells remap'. A noun in the plural ends its phrase.
 */
function takeOutVerbs(words: readonly MutableWord[]): void {
  let afterSubject = false;
  words.forEach((word, at) => {
    const before = words[at - 1];
    if (word.folded === '' || before === undefined) {
      afterSubject = false;
      return;
    }
    if (subjects.has(before.folded)) afterSubject = true;
    if (afterSubject) {
      const adverb = /ly$|^(?:also|then|first|not|now|here|thus|often|only|never|always)$/.test(word.folded);
      if (!adverb) afterSubject = false;
      if (word.class === 'noun' || word.class === 'common' || word.class === 'generic') word.class = 'break';
      return;
    }
    if (word.glued || word.class === 'break') return;
    if (word.class === 'gerund' && beforeGerund.has(before.folded)) {
      word.class = 'break';
      return;
    }
    const inflected = word.singular !== word.folded && word.folded.endsWith('s');
    const next = words[at + 1]?.folded ?? '';
    if (inflected && canBeVerb(word.folded) && (relatives.has(before.folded) || determiners.has(next))) {
      word.class = 'break';
      return;
    }
    if (seldomVerbs.has(word.folded) && (determiners.has(next) || next === 'for' || next === 'to')) {
      word.class = 'break';
      return;
    }
    if (!endsPhrase(before)) return;
    word.apart = true;
    const bare = !inflected && (word.class === 'noun' || word.class === 'common');
    if (bare && word.surface === word.folded && (canBeVerb(word.folded) || !isTopicWord(word.folded))) {
      word.class = 'break';
    }
  });
}

function endsPhrase(word: Word): boolean {
  return (
    word.folded.endsWith('s') &&
    word.singular !== word.folded &&
    (word.class === 'noun' || word.class === 'common') &&
    word.surface === word.folded &&
    !compounding.has(word.folded)
  );
}

/**
 * Puts words in the case that they have inside a sentence: 'Question' at the start of one, or in a title that writes
 * every word with a capital, is 'question', unless the text writes it with a capital elsewhere.
 */
function writeInNaturalCase(words: readonly MutableWord[]): void {
  let long = 0;
  let capitalised = 0;
  for (const word of words) {
    if (word.sentence > 0) break;
    if (word.folded.length < 4) continue;
    long++;
    if (word.surface !== word.folded && /^\p{Lu}/u.test(word.surface)) capitalised++;
  }
  const headlined = capitalised > 1 && capitalised * 2 > long;
  const capitals: MutableWord[] = [];
  const proper = new Set<string>();
  const lower = new Set<string>();
  words.forEach((word, at) => {
    if (word.surface === word.folded) lower.add(word.folded);
    if (word.surface === word.folded || !/^\p{Lu}[^\p{Lu}]*$/u.test(word.surface)) return;
    capitals.push(word);
    const starts = at === 0 || words[at - 1]?.folded === '';
    if (!starts && !(word.sentence === 0 && headlined)) proper.add(word.folded);
  });
  for (const word of capitals) {
    const isName = (proper.has(word.folded) && !lower.has(word.folded)) || isProper(word.folded);
    if (!isName) word.surface = word.surface.toLowerCase();
  }
}
