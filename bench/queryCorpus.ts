import type { AuthorMention, PublicationRecord } from '../src/record.ts';
import { type CorpusOptions, corpus } from './corpus.ts';

/** Publications of the hub, whatever the size of the corpus. */
const hubPublications = 1_000;
/** People with whom the hub writes. */
const hubCircle = 150;
/** One publication in so many is about the wide topic. */
const wideTopicEvery = 10;

/** The ORCID iD of the author with a thousand publications. */
export const hubOrcid = orcid(0);
/** What a tenth of all publications is about. */
const wideTopic = 'data mining';

/**
 * The corpus with what slows a graph down: an author who has written a thousand of its publications, with a circle
 * whose shares follow a power law, and a topic that a tenth of all publications is about.
 */
export function* queryCorpus(options: CorpusOptions): Generator<PublicationRecord, void, undefined> {
  const hubEvery = Math.max(1, Math.floor(options.publications / hubPublications));
  let number = 0;
  for (const { record } of corpus(options)) {
    const { authors, topics } = record;
    const turn = number / hubEvery;
    const ofHub = Number.isInteger(turn) && turn < hubPublications;
    yield {
      ...record,
      authors: ofHub ? [hub, ...companions(turn), ...authors.slice(1, 2)] : authors,
      topics: number % wideTopicEvery === 0 ? [...topics, { name: wideTopic, score: 0.4 }] : topics,
    };
    number += 1;
  }
}

const hub = person(0, 'Hubertus', 'Mittelpunkt');

/** Three of the circle: the first of it often, the last seldom, always the same for the same publication. */
function companions(turn: number): AuthorMention[] {
  const ranks = [turn % 7, 7 + (turn % 31), (turn * turn) % hubCircle];
  return [...new Set(ranks)].map((rank) =>
    person(rank + 1, ['Ada', 'Bela', 'Cleo', 'Dina', 'Emil'][rank % 5] ?? '', `Gefaehrte${letters(rank)}`),
  );
}

function person(number: number, given: string, family: string): AuthorMention {
  return { name: { given, family }, identifiers: [{ scheme: 'orcid', value: orcid(number) }] };
}

function letters(number: number): string {
  const letter = (at: number) => String.fromCharCode(97 + (at % 26));
  return letter(Math.floor(number / 26)) + letter(number);
}

/** With the check digit of ISO 7064 MOD 11-2, without which it is none. */
function orcid(number: number): string {
  const digits = `00000009${String(number).padStart(7, '0')}`;
  const total = [...digits].reduce((sum, digit) => (sum + Number(digit)) * 2, 0);
  const check = (12 - (total % 11)) % 11;
  return `${digits}${check === 10 ? 'X' : check}`.replace(/(.{4})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4');
}
