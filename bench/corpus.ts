import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { PublicationRecord } from '../src/record.ts';

export interface CorpusOptions {
  readonly publications: number;
  readonly seed: number;
}

export interface CorpusPublication {
  readonly record: PublicationRecord;
  /** Who really wrote it: the true person behind each author of the record, in the same order. */
  readonly people: readonly number[];
}

const families =
  'wang li zhang chen smith johnson garcia muller rossi silva nguyen kim tanaka kumar ivanov kowalski haddad okafor lindqvist papadopoulos oyelaran brzezicki katzenelson valtonen quispe abernathy zielonka thorvaldsen marchetti delacroix vandenberghe yamashiro ramakrishnan mbeki castellanos eriksdottir fitzgibbon hakimov jovanovic lemaitre montesinos nakagomi oduya pellegrino rautavaara sokolowski tchaikovsky uzunov waldstein xanthopoulos yildirim zubkov'.split(
    ' ',
  );
const givens =
  'wei jing ana maria john james elena sofia lukas ingrid kwame amara yuki haruto priya arjun olga dmitri fatima omar chloe hugo lars astrid nikos eleni piotr agata mateo lucia thanh linh minjun seoyeon tomas petra viktor zsofia'.split(
    ' ',
  );
const subjects =
  'graph language image protein market climate quantum network memory vision speech robot galaxy polymer enzyme traffic energy security database compiler'.split(
    ' ',
  );
const methods =
  'clustering embedding segmentation folding forecasting simulation routing scheduling retrieval translation recognition planning detection synthesis regulation optimization verification compression sampling alignment'.split(
    ' ',
  );
const angles =
  'sparse robust scalable hierarchical adaptive interpretable distributed probabilistic causal efficient'.split(
    ' ',
  );

/**
 * A made-up literature with the shapes of a real one: people's output and venues' sizes follow power laws (Lotka 1926;
 * Zipf), people write mostly within a circle of a field, a part of the families is shared by many. The same seed gives the
 * same publications, one after another and without holding them.
 */
export function* corpus({
  publications,
  seed,
}: CorpusOptions): Generator<CorpusPublication, void, undefined> {
  const random = xoroshiro128plus(seed);
  const below = (limit: number) => uniformInt(random, 0, limit - 1);
  const unit = () => uniformFloat64(random);
  /** Small numbers often, large ones seldom: P(rank) ~ 1 / rank. */
  const zipf = (limit: number) => Math.min(limit - 1, Math.floor(limit ** unit()) - 1);
  const peopleCount = Math.max(10, Math.floor(publications * 0.7));
  const circleSize = 30;
  const circles = Math.ceil(peopleCount / circleSize);
  const fields = subjects.length * methods.length;

  for (let number = 0; number < publications; number++) {
    const circle = (zipf(circles) * 7_919 + below(3)) % circles;
    const field = (circle * 31) % fields;
    const size = 1 + zipf(12);
    const people = new Set<number>();
    while (people.size < size) {
      const outsider = unit() < 0.08;
      const home = outsider ? below(circles) : circle;
      people.add(Math.min(peopleCount - 1, home * circleSize + zipf(circleSize)));
    }
    const subject = pick(subjects, field);
    const method = pick(methods, Math.floor(field / subjects.length));
    const neighbour = pick(methods, Math.floor(field / subjects.length) + 1 + below(2));
    const angle = pick(angles, below(angles.length));
    const year = 1990 + Math.floor(35 * Math.sqrt(unit()));
    const venue = (circle % 40) * 5 + zipf(5);
    yield {
      people: [...people],
      record: {
        locator: { key: `W${number}` },
        type: 'ARTICLE',
        title: `${capital(angle)} ${subject} ${method} with ${pick(angles, below(angles.length))} ${neighbour}, study ${number}`,
        abstract: `The ${subject} ${method} problem is treated by ${angle} ${neighbour}. Measurements on ${1 + below(90)} data sets show where ${subject} ${method} gains from ${neighbour} and where it does not.`,
        year,
        identifiers: [{ scheme: 'doi', value: `10.5555/corpus.${seed}.${number}` }],
        authors: [...people].map((person) => ({ name: nameOf(person) })),
        authorOrder: 'byline',
        venues: [
          { name: `Journal of ${capital(subject)} ${capital(pick(methods, venue))}`, kind: 'JOURNAL' },
        ],
        topics: [
          { name: `${subject} ${method}`, score: 0.9 },
          { name: `${subject} ${neighbour}`, score: 0.5 },
          { name: `${angle} ${method}`, score: 0.3 },
        ],
        references: Array.from({ length: number === 0 ? 0 : below(6) }, () => ({
          scheme: 'doi' as const,
          value: `10.5555/corpus.${seed}.${number - 1 - zipf(number)}`,
        })),
      },
    };
  }
}

/** A person's name; several people can have one, as in life. */
function nameOf(person: number): { family: string; given: string } {
  const mixed = Math.imul(person + 1, 2_654_435_761) >>> 0;
  // One in eight bears one of the few common families.
  const family =
    mixed % 8 === 0
      ? pick(families, mixed >>> 8)
      : `${pick(families, mixed >>> 5)}${pick(subjects, mixed >>> 13).slice(0, 3)}${pick(givens, mixed >>> 21).slice(0, 2)}`;
  const middle = mixed % 3 === 0 ? ` ${capital(pick(givens, mixed >>> 17)).slice(0, 1)}.` : '';
  return { family: capital(family), given: `${capital(pick(givens, mixed >>> 11))}${middle}` };
}

function pick(list: readonly string[], index: number): string {
  return list[index % list.length] ?? '';
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
