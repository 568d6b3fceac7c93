import type { NameMention, PublicationRecord } from '../src/record.ts';
import { Chance } from './chance.ts';
import names from './names.json' with { type: 'json' };
import { type Workplace, Workplaces } from './workplaces.ts';

export interface LiteratureOptions {
  readonly publications: number;
  readonly seed: number;
}

export interface LiteraturePublication {
  readonly record: PublicationRecord;
  /** Who really wrote it: the person behind each author of the record, in the same order. */
  readonly people: readonly string[];
}

/**
 * A made-up literature in which it is hard to tell people apart, and known who they are. Made from what is known of
 * real ones, not from how they are resolved:
 *
 * - Names have the frequencies of their regions, so that many people are called Wang or Kim, and many families are rare.
 * - Most people write once (Lotka 1926). Others are in a group, of one place and field, for years; some leave for another
 *   group, a third of them in another field with other coauthors, topics and venues. A few marry and change their name.
 * - Publications are written by members of a group, of its partners, by newcomers, and by people from anywhere.
 * - A quarter of the venues print initials only. People add a middle name or not, sources drop diacritics or write 'ue'
 *   for 'ü', hyphenate given names or not, leave a particle or a second family name out, and sometimes misspell.
 * - A publication has topics of the group, of the field, and some that every field has; a venue takes them from its field,
 *   and some venues take everything.
 * - A group is at an institution of its region, most of its people too, and some at a second one. Three of five records say
 *   where people were: see `Workplaces`.
 *
 * The same seed gives the same publications.
 */
export function* literature({
  publications,
  seed,
}: LiteratureOptions): Generator<LiteraturePublication, void, undefined> {
  const chance = new Chance(seed);
  const world = new World(chance, publications, seed);
  for (let number = 0; number < publications; number++) {
    const year = firstYear + Math.floor(years * Math.sqrt(number / publications));
    yield world.publish(number, year);
  }
}

const firstYear = 1995;
const years = 30;

interface Culture {
  readonly name: string;
  readonly weight: number;
  readonly families: readonly { readonly name: string; readonly weight: number }[];
  readonly given: readonly string[];
  readonly form: string;
  readonly beginnings: readonly string[];
  readonly endings: readonly string[];
}

/** Of the people of a region with rare family names, those that have one. */
const rareFamilies = 0.5;

const cultures: readonly Culture[] = Object.entries(names.cultures).map(([name, culture]) => ({
  name,
  weight: culture.share,
  families: culture.families.split(' ').map((entry) => {
    const [family = '', weight] = entry.split(':');
    return { name: family.replaceAll('_', ' '), weight: Number(weight) };
  }),
  given: culture.given.names.split(' '),
  form: culture.given.form,
  beginnings: (culture.tail[0] ?? '').split(' ').filter((part) => part !== ''),
  endings: (culture.tail[1] ?? '').split(' ').filter((part) => part !== ''),
}));

/** Shares of people who are not called by one of the usual given names of their region. */
const rareGivenNames = 0.3;

const givenNames = cultures.filter(({ form }) => form === 'plain').flatMap(({ given }) => given);

interface Person {
  readonly id: string;
  /** Changes with a marriage. */
  family: string;
  readonly secondFamily: string | undefined;
  /** Syllables where the region writes given names of several in different ways. */
  readonly given: readonly string[];
  readonly middle: string | undefined;
  /** How often the middle name is given. */
  readonly middleHabit: number;
  /** How often both family names are. */
  readonly familyHabit: number;
  /** What this person works on wherever it is. */
  readonly expertise: string;
  /** Other ones after a move. */
  workplaces: readonly Workplace[];
}

interface Field {
  readonly topics: readonly string[];
  readonly venues: readonly Venue[];
}

interface Venue {
  readonly name: string;
  readonly initialsOnly: boolean;
}

interface Group {
  readonly field: Field;
  /** Its own, and those of its field that it works on. */
  readonly niche: string[];
  readonly topics: string[];
  readonly culture: Culture;
  readonly workplace: Workplace;
  readonly members: Person[];
  readonly partners: Group[];
}

const adjectives =
  'sparse robust scalable hierarchical adaptive distributed probabilistic causal nonlinear stochastic molecular regional optical thermal cellular social spatial seasonal chronic magnetic'.split(
    ' ',
  );
const nouns =
  'graph protein market climate network memory galaxy polymer enzyme traffic energy database compiler tumor soil plasma antibody lattice sediment glacier neuron virus alloy membrane catalyst reef turbine ledger dialect retina kernel bond tariff aquifer spin embryo antenna pigment isotope fungus'.split(
    ' ',
  );
const processes =
  'clustering segmentation folding forecasting simulation routing scheduling retrieval translation recognition planning detection synthesis regulation optimization verification compression sampling alignment diffusion signaling erosion adhesion pricing transport growth imaging fusion decay scattering'.split(
    ' ',
  );
const general = [
  'machine learning',
  'statistics',
  'mathematical models',
  'computer simulation',
  'sustainability',
  'data analysis',
  'uncertainty quantification',
  'evaluation studies',
];
const sizes = [
  { size: 1, weight: 9 },
  { size: 2, weight: 17 },
  { size: 3, weight: 21 },
  { size: 4, weight: 18 },
  { size: 5, weight: 13 },
  { size: 6, weight: 8 },
  { size: 7, weight: 5 },
  { size: 9, weight: 5 },
  { size: 14, weight: 3 },
  { size: 30, weight: 1 },
];

class World {
  readonly #chance: Chance;
  readonly #groups: readonly Group[];
  readonly #everything: readonly Venue[];
  readonly #workplaces: Workplaces;
  #people = 0;

  constructor(chance: Chance, publications: number, seed: number) {
    this.#chance = chance;
    const fields = Array.from({ length: Math.max(6, Math.round(Math.sqrt(publications) / 2)) }, () =>
      this.#field(),
    );
    this.#everything = [
      'Open Science Letters',
      'Proceedings of the World Congress of Science',
      'Annals of Research',
    ].map((name) => ({ name, initialsOnly: false }));
    const groups = Math.max(12, Math.round(publications / 18));
    this.#workplaces = new Workplaces(seed, cultures, groups);
    this.#groups = Array.from({ length: groups }, () => {
      const field = chance.of(fields);
      const niche = Array.from({ length: 3 }, () => this.#phrase());
      const topics = Array.from({ length: 4 }, () => chance.zipf(field.topics));
      const culture = chance.weighted(cultures);
      return {
        field,
        niche,
        topics,
        culture,
        workplace: this.#workplaces.in(culture.name),
        members: [],
        partners: [],
      };
    });
    for (const group of this.#groups) {
      const near = this.#groups.filter((other) => other !== group && other.field === group.field);
      for (let count = chance.below(4); count > 0 && near.length > 0; count--)
        group.partners.push(chance.of(near));
      for (let count = 1 + chance.below(4); count > 0; count--) group.members.push(this.#person(group));
    }
  }

  #field(): Field {
    const chance = this.#chance;
    const noun = Array.from({ length: 3 }, () => chance.of(nouns));
    const process = Array.from({ length: 4 }, () => chance.of(processes));
    return {
      topics: Array.from({ length: 14 }, (_, at) =>
        [at % 3 === 0 ? chance.of(adjectives) : '', chance.of(noun), chance.of(process)]
          .filter((word) => word !== '')
          .join(' '),
      ),
      venues: Array.from({ length: 6 }, (_, at) => ({
        name: `${at % 2 === 0 ? 'Journal of' : 'International Conference on'} ${capital(chance.of(noun))} ${capital(chance.of(process))}${at > 2 ? ` and ${capital(chance.of(nouns))} Studies` : ''}`,
        initialsOnly: chance.is(0.25),
      })),
    };
  }

  #phrase(): string {
    const chance = this.#chance;
    return `${chance.of(adjectives)} ${chance.of(nouns)} ${chance.of(processes)}`;
  }

  #person(group: Group): Person {
    const chance = this.#chance;
    const culture = chance.is(0.65) ? group.culture : chance.weighted(cultures);
    this.#people += 1;
    return {
      id: `person ${this.#people}`,
      family: this.#family(culture),
      secondFamily: culture.name === 'spanish' && chance.is(0.7) ? this.#family(culture) : undefined,
      given: this.#given(culture),
      middle: chance.is(middleNames[culture.name] ?? 0) ? chance.skewed(culture.given) : undefined,
      middleHabit: chance.of([0.02, 0.5, 0.97]),
      familyHabit: chance.of([0.03, 0.03, 0.95]),
      expertise: this.#phrase(),
      workplaces: this.#workplaces.ofMember(group.workplace),
    };
  }

  #family(culture: Culture): string {
    const chance = this.#chance;
    if (culture.beginnings.length > 0 && chance.is(rareFamilies)) {
      const between = chance.is(0.4) ? chance.of(['a', 'e', 'i', 'o', 'er', 'el', 'en']) : '';
      return `${chance.of(culture.beginnings)}${between}${chance.of(culture.endings)}`;
    }
    return chance.weighted(culture.families).name;
  }

  #given(culture: Culture): readonly string[] {
    const chance = this.#chance;
    if (culture.form === 'syllables') {
      const first = chance.skewed(culture.given);
      return chance.is(culture.name === 'chinese' ? 0.28 : 0.04)
        ? [first]
        : [first, chance.skewed(culture.given)];
    }
    return [chance.is(rareGivenNames) ? chance.of(givenNames) : chance.skewed(culture.given)];
  }

  publish(number: number, year: number): LiteraturePublication {
    const chance = this.#chance;
    const group = chance.zipf(this.#groups);
    this.#live(group);
    const { people, guests } = this.#authors(group);
    const { field } = group;
    const venue = chance.is(0.12) ? chance.of(this.#everything) : chance.zipf(field.venues);
    const expert = chance.zipf(people);
    const topics = new Set([
      ...Array.from({ length: 2 }, () => chance.of(group.topics)),
      ...(chance.is(0.7) ? [chance.of(group.niche)] : []),
      ...(chance.is(0.5) ? [expert.expertise] : []),
      // What a guest is asked for.
      ...guests.filter(() => chance.is(0.6)).map(({ expertise }) => expertise),
      chance.of(field.topics),
      ...(chance.is(0.35) ? [chance.of(general)] : []),
    ]);
    const source: Source = {
      initialsOnly: venue.initialsOnly,
      plainLetters: chance.is(0.3),
      umlauts: chance.is(0.25),
      syllables: chance.weighted(hyphenations).hyphen,
      inParts: chance.is(0.4),
    };
    const [first = ''] = topics;
    const affiliations = this.#workplaces.stated(people.map(({ workplaces }) => workplaces));
    return {
      people: people.map(({ id }) => id),
      record: {
        locator: { key: `L${number}` },
        type: 'ARTICLE',
        title: `${capital(first)} and ${chance.of(adjectives)} ${chance.of(nouns)} ${chance.of(processes)}: case ${number}`,
        year,
        identifiers: [{ scheme: 'doi', value: `10.5555/literature.${number}` }],
        authors: people.map((person, place) => ({
          name: this.#signed(person, source),
          affiliations: affiliations[place] ?? [],
        })),
        authorOrder: 'byline',
        venues: [{ name: venue.name }],
        topics: [...topics].map((name) => ({ name })),
      },
    };
  }

  #inField(field: Field): readonly Group[] {
    return this.#groups.filter((group) => group.field === field);
  }

  /** People come to a group, leave it for another, or leave science. */
  #live(group: Group): void {
    const chance = this.#chance;
    if (chance.is(0.12) || group.members.length === 0) group.members.push(this.#person(group));
    if (group.members.length < 2) return;
    if (chance.is(0.06)) group.members.splice(chance.below(group.members.length), 1);
    else if (chance.is(0.05)) {
      const [mover] = group.members.splice(chance.below(group.members.length), 1);
      const elsewhere = chance.is(0.35) ? this.#groups : this.#inField(group.field);
      if (mover !== undefined) {
        const next = chance.of(elsewhere);
        next.members.push(mover);
        mover.workplaces = this.#workplaces.ofMember(next.workplace);
        // Old colleagues stay in touch.
        next.partners.push(group);
      }
    }
    if (chance.is(0.002)) {
      const person = chance.of(group.members);
      person.family = this.#family(group.culture);
    }
    if (chance.is(0.05)) {
      group.topics[chance.below(group.topics.length)] = chance.of(group.field.topics);
      group.niche[chance.below(group.niche.length)] = this.#phrase();
    }
  }

  #authors(group: Group): { readonly people: readonly Person[]; readonly guests: readonly Person[] } {
    const chance = this.#chance;
    const { size } = chance.weighted(sizes);
    const people = new Set([chance.zipf(group.members)]);
    const guests: Person[] = [];
    for (let tries = 3 * size; people.size < size && tries > 0; tries--) {
      const roll = chance.unit();
      if (roll < 0.27) {
        // Most come once.
        const newcomer = this.#person(group);
        people.add(newcomer);
        if (chance.is(0.2)) group.members.push(newcomer);
      } else if (roll < 0.42 && group.partners.length > 0) {
        const { members } = chance.of(group.partners);
        if (members.length > 0) people.add(chance.zipf(members));
      } else if (roll < 0.46) {
        const { members } = chance.of(chance.is(0.7) ? this.#inField(group.field) : this.#groups);
        if (members.length > 0) {
          const guest = chance.of(members);
          people.add(guest);
          guests.push(guest);
        }
      } else people.add(chance.zipf(group.members));
    }
    return { people: [...people], guests };
  }

  #signed(person: Person, source: Source): NameMention {
    const chance = this.#chance;
    const joined = chance.is(0.9) ? source.syllables : chance.weighted(hyphenations).hyphen;
    const [head = '', ...rest] = person.given;
    const full = [head, ...rest.map((part) => (joined === '' ? part.toLowerCase() : part))].join(joined);
    const middle = person.middle !== undefined && chance.is(person.middleHabit) ? person.middle : undefined;
    const given = source.initialsOnly
      ? [
          ...(rest.length > 0 && joined !== '' ? [head, ...rest] : [head]),
          ...(middle === undefined ? [] : [middle]),
        ]
          .map((name) => `${name.charAt(0)}.`)
          .join(' ')
      : [full, ...(middle === undefined ? [] : [chance.is(0.85) ? `${middle.charAt(0)}.` : middle])].join(
          ' ',
        );
    const particle = /^(?:(?:van|de|von|der|den|De|El) )+/.exec(person.family)?.[0] ?? '';
    let family = particle !== '' && chance.is(0.04) ? person.family.slice(particle.length) : person.family;
    if (person.secondFamily !== undefined && chance.is(person.familyHabit)) {
      family += `${chance.is(0.5) ? '-' : ' '}${person.secondFamily}`;
    }
    const written = {
      family: this.#spelled(family, source),
      given: source.initialsOnly ? given : this.#spelled(given, source),
    };
    if (source.inParts) return written;
    return { literal: `${written.given} ${written.family}` };
  }

  #spelled(name: string, { plainLetters, umlauts }: Source): string {
    const chance = this.#chance;
    const plain = plainLetters ? withoutDiacritics(umlauts ? writtenOut(name) : name) : name;
    if (!chance.is(0.002) || plain.length < 6) return plain;
    const at = 2 + chance.below(plain.length - 3);
    return plain.slice(0, at) + plain.slice(at + 1);
  }
}

/** How the source of a record writes names. */
interface Source {
  readonly initialsOnly: boolean;
  readonly plainLetters: boolean;
  readonly umlauts: boolean;
  readonly syllables: string;
  /** Family and given names apart. */
  readonly inParts: boolean;
}

const hyphenations = [
  { hyphen: '', weight: 6 },
  { hyphen: '-', weight: 3 },
  { hyphen: ' ', weight: 1 },
];

/** Shares of people with a middle name. */
const middleNames: Readonly<Record<string, number>> = {
  english: 0.7,
  german: 0.2,
  dutch: 0.4,
  nordic: 0.2,
  slavic: 0.25,
  indian: 0.15,
  vietnamese: 0.6,
  french: 0.08,
};

function writtenOut(name: string): string {
  return name.replace(
    /[äöüø]/gi,
    (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe' })[letter.toLowerCase()] ?? letter,
  );
}

function withoutDiacritics(name: string): string {
  return name
    .replace(/ł/g, 'l')
    .replace(/Ł/g, 'L')
    .replace(/ø/g, 'o')
    .replace(/ß/g, 'ss')
    .replace(/ı/g, 'i')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
