import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { agreements } from '../../bench/agreement.ts';
import {
  contested,
  half,
  type KnownMention,
  mentionsOfFiles,
  mentionsOfLiterature,
  resolved,
} from '../../bench/knownMentions.ts';

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/identity/${name}`, import.meta.url));
const judged = (mentions: readonly KnownMention[]) =>
  agreements(resolved(mentions).map((group) => group.map(({ person }) => person)));

describe('agreement with the answers', () => {
  test('of two groups with one mention in the wrong one', () => {
    // Mentions of a: precision 2/3, 2/3 and 1, recall 2/3, 2/3 and 1/3; of b: precision 1/3, recall 1.
    const { mentions, people, groups, bCubed, pairwise } = agreements([['a', 'a', 'b'], ['a']]);
    expect({ mentions, people, groups }).toEqual({ mentions: 4, people: 2, groups: 2 });
    expect(bCubed.precision).toBeCloseTo((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4);
    expect(bCubed.recall).toBeCloseTo((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4);
    // Of three pairs joined one is right, and of three of a's one is found.
    expect(pairwise).toEqual({ precision: 1 / 3, recall: 1 / 3, f1: 1 / 3 });
  });

  test('leaves out whom nobody knows', () => {
    const perfect = { precision: 1, recall: 1, f1: 1 };
    expect(agreements([['a', undefined, 'a'], [undefined]])).toEqual({
      mentions: 2,
      people: 1,
      groups: 1,
      bCubed: perfect,
      pairwise: perfect,
    });
  });
});

describe('files with known answers', () => {
  test('OpenAlex works tell people by ORCID, which the resolution does not see', async () => {
    const mentions = await mentionsOfFiles([fixture('orcids.jsonl')]);
    expect(mentions.flatMap(({ identifiers }) => identifiers)).toEqual([]);
    expect(new Set(mentions.map(({ person }) => person))).toEqual(
      new Set(['0000-0001-0000-0001', '0000-0001-0000-0002', '0000-0001-0000-0003', undefined]),
    );
    expect(judged(mentions)).toMatchObject({
      mentions: 5,
      people: 3,
      groups: 3,
      bCubed: { f1: 1 },
      pairwise: { f1: 1 },
    });
  });

  test('where there is neither ORCID nor number, the source tells them by its own ids', async () => {
    const [mentions, byOrcid] = [
      await mentionsOfFiles([fixture('ids.jsonl')]),
      await mentionsOfFiles([fixture('ids.jsonl')], ['orcid']),
    ];
    expect(mentions.map(({ person }) => person)).toEqual([
      'openalex:A900',
      undefined,
      'openalex:A900',
      'openalex:A901',
    ]);
    expect(byOrcid.some(({ person }) => person !== undefined)).toBe(false);
    expect(judged(mentions)).toMatchObject({ mentions: 3, people: 2, bCubed: { f1: 1 } });
  });

  test('each name block is in one half', async () => {
    const mentions = await mentionsOfFiles([fixture('orcids.jsonl')]);
    const [tuned, heldOut] = [half(mentions, 'tuned'), half(mentions, 'held-out')];
    expect(tuned.length + heldOut.length).toBe(mentions.length);
    const blocks = new Set(tuned.map(({ name }) => name.block));
    expect(heldOut.filter(({ name }) => blocks.has(name.block))).toEqual([]);
  });

  test('DBLP tells them by homonym number', async () => {
    const mentions = await mentionsOfFiles([fixture('homonyms.xml')]);
    expect(mentions.every(({ name }) => name.homonym === undefined)).toBe(true);
    expect(judged(mentions)).toMatchObject({ mentions: 4, people: 2, groups: 2, bCubed: { f1: 1 } });
    // A third Wei Wang, whom the file does not tell apart, joins neither.
    const banker = mentions.find(({ coauthors }) => coauthors.some((key) => key.startsWith('kettunen o')));
    expect(resolved(mentions).find((group) => group.some((each) => each === banker))).toHaveLength(1);
  });
});

describe('people of a generated literature', () => {
  test.each([3, 4])('are told apart, seed %i', { timeout: 120_000 }, (seed) => {
    const mentions = mentionsOfLiterature({ publications: 1_500, seed });
    const { bCubed, pairwise } = judged(mentions);
    expect(bCubed.precision).toBeGreaterThan(0.98);
    expect(bCubed.f1).toBeGreaterThan(0.95);
    expect(pairwise.precision).toBeGreaterThan(0.97);
    const hard = judged(contested(mentions));
    expect(hard.bCubed.precision).toBeGreaterThan(0.95);
    expect(hard.bCubed.f1).toBeGreaterThan(0.92);
  });

  test('are the same whichever way round they are read', { timeout: 120_000 }, () => {
    const mentions = mentionsOfLiterature({ publications: 400, seed: 5 });
    const groups = (all: readonly KnownMention[]) =>
      resolved(all)
        .map((group) =>
          group
            .map(({ publication, order }) => `${publication} ${order}`)
            .sort()
            .join(),
        )
        .sort();
    expect(groups([...mentions].reverse())).toEqual(groups(mentions));
  });
});
