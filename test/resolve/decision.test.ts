import { describe, expect, test } from 'vitest';
import { parseName } from '../../src/normalise/name.ts';
import { type DecisionContent, Decisions, decidedKey } from '../../src/resolve/decision.ts';
import { mergePublication } from '../../src/resolve/mergePublication.ts';
import { type AuthorMention, resolveAuthors, sameAuthors } from '../../src/resolve/sameAuthor.ts';
import { samePublications } from '../../src/resolve/samePublication.ts';
import { type Statement, sourceOf, statementOf } from '../../src/resolve/statement.ts';

/** Decisions called `d0`, `d1` …, the oldest first. */
function decided(...contents: DecisionContent[]): Decisions {
  return new Decisions(
    contents.map((content, index) => ({
      id: `d${index}`,
      at: new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
      content,
    })),
  );
}

describe('publications', () => {
  const source = sourceOf('library.bib', 'bibtex');
  const stated = (key: string, title: string, doi?: string): Statement =>
    statementOf(source, {
      locator: { key },
      title,
      identifiers: doi === undefined ? [] : [{ scheme: 'doi', value: doi }],
      authors: [],
      authorOrder: 'byline',
      venues: [],
      topics: [],
    });
  const key = (name: string) => `${source.id}/${name}`;
  const groups = (statements: readonly Statement[], decisions: Decisions) =>
    samePublications(statements, decisions)
      .map((group) => group.statements.map((each) => each.record.locator.key).join(''))
      .sort();
  const loam = [
    stated('a', 'The words that gardeners use for loam', '10.1000/1'),
    stated('b', 'The words that gardeners use for loam', '10.1000/1'),
    stated('c', 'Something else altogether', '10.1000/2'),
  ];
  const merge = (...names: string[]): DecisionContent => ({
    of: 'PUBLICATION',
    kind: 'MERGE',
    these: names.map(key),
  });
  const split = (these: string[], rest: string[]): DecisionContent => ({
    of: 'PUBLICATION',
    kind: 'SPLIT',
    these: these.map(key),
    rest: rest.map(key),
  });

  test('that people put together are one, against titles and DOIs', () => {
    expect(groups(loam, Decisions.none)).toEqual(['ab', 'c']);
    expect(groups(loam, decided(merge('b', 'c')))).toEqual(['abc']);
  });

  test('that people split are two, with one DOI and one title', () => {
    expect(groups(loam, decided(split(['a'], ['b'])))).toEqual(['a', 'b', 'c']);
    const ids = samePublications(loam, decided(split(['a'], ['b']))).map(
      (group) => mergePublication(group).id,
    );
    expect(new Set(ids).size).toBe(3);
  });

  test('are as the newest decision says', () => {
    expect(groups(loam, decided(split(['a'], ['b']), merge('a', 'b')))).toEqual(['ab', 'c']);
    expect(groups(loam, decided(merge('a', 'b'), split(['a'], ['b'])))).toEqual(['a', 'b', 'c']);
    // c goes with a, and so not with b.
    expect(groups(loam, decided(merge('b', 'c'), split(['a'], ['b']), merge('a', 'c')))).toEqual(['ac', 'b']);
  });

  test('are not concerned by what was decided of statements that are not there', () => {
    expect(groups(loam.slice(0, 2), decided(merge('b', 'gone'), split(['gone'], ['a'])))).toEqual(['ab']);
  });

  test('get the title that was chosen last', () => {
    const rename = (name: string): DecisionContent => ({
      of: 'PUBLICATION',
      kind: 'RENAME',
      these: [key('c')],
      name,
    });
    const [group] = samePublications(loam.slice(2), decided(rename('Sand'), rename('Loam')));
    if (group === undefined) throw new Error('no group');
    const publication = mergePublication(group);
    expect(publication.properties).toMatchObject({ title: 'Loam', statedTitle: 'Something else altogether' });
    expect(publication.chosen).toContainEqual({
      field: 'title',
      statement: key('c'),
      decision: 'd1',
      reason: 'a person has decided so',
    });
  });
});

describe('venues and topics', () => {
  const place = (name: string) => ({ id: name, name });
  const merge = (from: string, into: string): DecisionContent => ({
    of: 'VENUE',
    kind: 'MERGE',
    from: [from],
    into: place(into),
  });
  const split = (from: string, form: string, into: string): DecisionContent => ({
    of: 'VENUE',
    kind: 'SPLIT',
    from: [from],
    forms: [form],
    into: place(into),
  });
  const at = (decisions: Decisions, id: string, form = '') =>
    decisions.placeOf(id, [form])[0]?.place.id ?? id;

  test('go where decisions have put them one after the other', () => {
    const decisions = decided(merge('a', 'b'), merge('b', 'c'));
    expect(['a', 'b', 'c'].map((id) => at(decisions, id))).toEqual(['c', 'c', 'c']);
    const before = decided(merge('b', 'c'), merge('a', 'b'));
    expect(['a', 'b', 'c'].map((id) => at(before, id))).toEqual(['b', 'c', 'c']);
  });

  test('end somewhere even if decisions go in a circle', () => {
    const circle = decided(merge('a', 'b'), merge('b', 'a'));
    expect([at(circle, 'a'), at(circle, 'b')]).toEqual(['a', 'a']);
  });

  test('are split by the form, also of what was merged before, and merged back after', () => {
    const decisions = decided(merge('a', 'b'), split('b', 'x', 'n'));
    expect([at(decisions, 'a', 'x'), at(decisions, 'a', 'y'), at(decisions, 'b', 'x')]).toEqual([
      'n',
      'b',
      'n',
    ]);
    const back = decided(merge('a', 'b'), split('b', 'x', 'n'), merge('n', 'b'));
    expect(at(back, 'a', 'x')).toBe('b');
  });
});

describe('people', () => {
  function mention(literal: string, publication: string, around: Partial<AuthorMention> = {}): AuthorMention {
    const name = parseName({ literal });
    if (name === undefined) throw new Error(`not a name: ${literal}`);
    const nothing = {
      order: 0,
      year: 2019,
      identifiers: [],
      coauthors: [],
      venues: [],
      topics: [],
      institutions: [],
    };
    return { ...nothing, publication, name, ...around };
  }
  const people = (mentions: AuthorMention[], decisions: Decisions) =>
    sameAuthors(mentions, decisions)
      .map((group) => group.mentions.map((each) => each.publication).join(' '))
      .sort();
  const about = (kind: 'MERGE' | 'SPLIT' | 'RENAME', name?: string): DecisionContent => ({
    of: 'AUTHOR',
    kind,
    these: [],
    ...(name === undefined ? {} : { name }),
  });
  const one = (index: number) => ({ identifiers: [decidedKey(`d${index}`, false)] });
  const rest = (index: number) => ({ identifiers: [decidedKey(`d${index}`, true)] });

  test('whom a decision puts together are one under two names, and take what goes with either', () => {
    const mentions = [
      mention('Krista Doe', 'p1', one(0)),
      mention('Krista Jastrzebska', 'p2', one(0)),
      mention('K. Jastrzebska', 'p3', { topics: ['t1', 't2', 't3'] }),
      mention('Krista Jastrzebska', 'p4'),
    ];
    expect(people(mentions, Decisions.none)).toEqual(['p1', 'p2 p4', 'p3']);
    expect(people(mentions, decided(about('MERGE')))).toEqual(['p1 p2 p4', 'p3']);
  });

  test('whom a decision splits stay two with one ORCID, and each keeps its own', () => {
    const orcid = 'orcid:0000-0002-1825-0097';
    const with_ = ({ identifiers }: { identifiers: string[] }) => ({ identifiers: [...identifiers, orcid] });
    const mentions = [
      mention('Wei Wang', 'p1', with_(one(0))),
      mention('Wei Wang', 'p2', with_(rest(0))),
      mention('Wei Wang', 'p3', with_(rest(0))),
    ];
    expect(people(mentions, decided(about('SPLIT')))).toEqual(['p1', 'p2 p3']);
    const { groups, candidates } = resolveAuthors(mentions, decided(about('SPLIT')));
    expect(groups.map(({ decisions }) => decisions)).toEqual([['d0'], ['d0']]);
    expect(candidates).toEqual([]);
  });

  test('are named as was decided last, and keep their other names', () => {
    const [group] = sameAuthors(
      [mention('A. Lovelace', 'p1', { identifiers: [...one(0).identifiers, ...one(1).identifiers] })],
      decided(about('RENAME', 'Ada King'), about('RENAME', 'Ada Lovelace')),
    );
    expect(group).toMatchObject({
      name: { display: 'Ada Lovelace' },
      names: ['Ada Lovelace', 'A. Lovelace'],
    });
  });

  test('who were not joined are candidates with what speaks for it', () => {
    const { groups, candidates } = resolveAuthors([
      mention('Krzysztof Maziarz', 'p1', { coauthors: ['houlsby n'], topics: ['t1'] }),
      mention('K. Maziarz', 'p2', { year: 1990 }),
      mention('Anna Maziarz', 'p3'),
    ]);
    expect(candidates).toEqual([
      {
        authors: [groups[0]?.id, groups[1]?.id].sort(),
        evidence: {
          names: 'compatible',
          coauthors: 0,
          venues: 0,
          topics: 0,
          institutions: 0,
          yearsApart: 29,
          score: 0,
          needed: 1.5,
        },
      },
    ]);
  });

  test('say of each kind how much they share', () => {
    // Of much that each wrote they share little, so that they are not taken for one.
    const written = (literal: string, scheme: string, shared: Partial<AuthorMention>) =>
      Array.from({ length: 8 }, (_, at) =>
        mention(literal, `${scheme}${at}`, {
          identifiers: [`${scheme}:1`],
          year: scheme === 's2' ? 2019 : 2010,
          ...(at === 0 ? shared : { institutions: [`where ${literal} is`] }),
        }),
      );
    const shared = {
      coauthors: ['li y'],
      venues: ['v1', 'v2'],
      topics: ['t1', 't2', 't3'],
      institutions: ['i1', 'i2', 'i3', 'i4'],
    };
    const { candidates } = resolveAuthors([
      ...written('Krzysztof Maziarz', 's2', shared),
      ...written('K. Maziarz', 'openalex', shared),
    ]);
    expect(candidates.map(({ evidence }) => evidence)).toEqual([
      {
        names: 'compatible',
        coauthors: 1,
        venues: 2,
        topics: 3,
        institutions: 4,
        yearsApart: 9,
        score: 0,
        needed: 1.5,
      },
    ]);
  });

  test('of a common name are candidates only with more than half of what is needed', () => {
    const wangs = (around: Partial<AuthorMention>) =>
      resolveAuthors([mention('Wei Wang', 'p1', around), mention('Wei Wang', 'p2', around)]).candidates
        .length;
    expect(wangs({})).toBe(0);
    expect(wangs({ topics: ['t1'] })).toBe(1);
  });
});
