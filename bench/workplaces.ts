import type { AffiliationMention } from '../src/record.ts';
import { Chance } from './chance.ts';

/** An institution of a made-up literature. */
export interface Workplace {
  readonly region: string;
  readonly name: string;
  /** Another order of the same words, where there is one. */
  readonly otherName: string;
  readonly town: string;
}

const beginnings =
  'Ald Bor Cas Del Est Far Gal Hol Ist Jun Kar Lod Mer Nov Orl Pas Quar Ros Sol Tar Ulm Var Wen Yar Zel Bri Cre Dro Fle Gri'.split(
    ' ',
  );
const endings =
  'burg dale enna field grad haven ino ishi mont ong polis ran stad ton ula vik ville wan yar zhou'.split(
    ' ',
  );
const departments =
  'Computer Science,Physics,Chemistry,Medicine,Biology,Electrical Engineering,Mathematics'.split(',');

/**
 * Where people of a made-up literature work, and what its records say of it. Larger institutions have more groups. Of the
 * records that say where people were, some have the name alone and some an address with a department, abbreviated or not;
 * some leave a person out, and a few give the first author's to all.
 *
 * Has a chance of its own, so that a literature is the same with and without.
 */
export class Workplaces {
  readonly #chance: Chance;
  readonly #regions: ReadonlyMap<string, readonly Workplace[]>;

  /** @param groups how many there are in all regions together */
  constructor(
    seed: number,
    regions: readonly { readonly name: string; readonly weight: number }[],
    groups: number,
  ) {
    const chance = new Chance(seed + 0x5eed);
    this.#chance = chance;
    const total = regions.reduce((sum, { weight }) => sum + weight, 0);
    const towns = new Set<string>();
    const town = () => {
      for (;;) {
        const [first, middle] = [
          chance.of(beginnings),
          chance.is(0.5) ? chance.of(beginnings).toLowerCase() : '',
        ];
        const name = `${first}${middle}${chance.of(endings)}`;
        if (!towns.has(name) && towns.add(name)) return name;
      }
    };
    this.#regions = new Map(
      regions.map(({ name: region, weight }) => [
        region,
        Array.from({ length: Math.max(2, Math.round((groups * weight) / total / groupsEach)) }, () =>
          workplace(region, town(), chance.unit()),
        ),
      ]),
    );
  }

  in(region: string): Workplace {
    return this.#chance.skewed(this.#regions.get(region) ?? []);
  }

  /** Where somebody is who works with a group. */
  ofMember(ofGroup: Workplace): readonly Workplace[] {
    const first = this.#chance.is(0.88) ? ofGroup : this.in(ofGroup.region);
    return this.#chance.is(0.08) ? [...new Set([first, this.in(ofGroup.region)])] : [first];
  }

  /** What a record says of each of its authors. */
  stated(byline: readonly (readonly Workplace[])[]): readonly (readonly AffiliationMention[])[] {
    const chance = this.#chance;
    if (!chance.is(0.6)) return [];
    const style = {
      department: chance.is(0.5) ? chance.of(departments) : undefined,
      abbreviated: chance.is(0.3),
      town: chance.is(0.5),
      all: chance.is(0.03),
    };
    return byline.map((own) => {
      if (chance.is(0.06)) return [];
      return (style.all ? (byline[0] ?? own) : own).map((place) => ({ name: this.#written(place, style) }));
    });
  }

  #written({ name, otherName, town }: Workplace, style: Style): string {
    const full = this.#chance.is(0.04) ? otherName : name;
    const parts = [
      ...(style.department === undefined ? [] : [`Department of ${style.department}`]),
      full,
      ...(style.town ? [town] : []),
    ].join(', ');
    return style.abbreviated
      ? parts.replace('University', 'Univ.').replace('Department', 'Dept.').replace('Institute', 'Inst.')
      : parts;
  }
}

/** On average. */
const groupsEach = 5;

interface Style {
  readonly department: string | undefined;
  readonly abbreviated: boolean;
  readonly town: boolean;
}

function workplace(region: string, town: string, kind: number): Workplace {
  const [name, otherName] =
    kind < 0.5
      ? [`University of ${town}`, `${town} University`]
      : kind < 0.8
        ? [`${town} University`, `University of ${town}`]
        : kind < 0.9
          ? [`${town} Institute of Technology`, `Institute of Technology ${town}`]
          : [`${town} Research Laboratories`, `${town} Laboratories`];
  return { region, name, otherName, town };
}
