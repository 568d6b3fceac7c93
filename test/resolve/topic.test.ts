import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { TopicMention } from '../../src/record.ts';
import { type ExtractedTopic, extractTopics, topicKey } from '../../src/resolve/topic.ts';
import vocabulary from '../../src/resolve/topicVocabulary.json' with { type: 'json' };
import publications from './fixtures/topics.json' with { type: 'json' };

const keysOf = (topics: readonly ExtractedTopic[]) => topics.map(({ key }) => key);
const scoreOf = (topics: readonly ExtractedTopic[], name: string) =>
  topics.find(({ key }) => key === topicKey(name))?.score ?? 0;
const extract = (title: string, abstract = '', stated: readonly TopicMention[] = []) =>
  extractTopics({ title, abstract, stated });

describe('terms of a title and an abstract', () => {
  test.each(publications)('$field: $title', ({ title, abstract, must, mustNot }) => {
    const topics = extract(title, abstract);
    expect(keysOf(topics)).toEqual(expect.arrayContaining(must.map((name) => topicKey(name))));
    const names = topics.map(({ name }) => name.toLowerCase());
    expect(mustNot.filter((name) => names.includes(name.toLowerCase()))).toEqual([]);
    expect(topics.every(({ origin }) => origin === 'EXTRACTED')).toBe(true);
  });

  it('meets synonyms, plurals, hyphens and acronyms in one topic', () => {
    const key = topicKey('neural architecture search');
    for (const title of [
      'Neural Architecture Search',
      'Architecture search for small devices',
      'neural architecture searches',
      'Neural-architecture search, revisited',
      'Neural Architecture Search (NAS)',
    ]) {
      expect(keysOf(extract(title))).toContain(key);
    }
  });

  test.each([
    '© 2020 Elsevier B.V. All rights reserved.',
    'All rights reserved. Published by Elsevier Ltd.',
    'This paper appears in the Proceedings of the Workshop on River Research held in conjunction with the Annual Meeting of Hydrologists.',
    'This is an open access article under the CC BY license.',
    'This work is licensed under a Creative Commons Attribution 4.0 International License.',
    'Copyright held by the author(s). Publication rights licensed to ACM.',
    'The online version of this article contains supplementary material, which is available to authorized users.',
    'Received 3 March 2019; accepted 12 May 2019.',
    'In: Proceedings of the 5th Conference on Rivers, pp. 12-20, Springer-Verlag Berlin Heidelberg.',
    'Presented at the 12th International Symposium on River Science, Vienna, Austria.',
  ])('does not read what a publisher says in an abstract: %s', (notice) => {
    const title = 'Erosion of gravel bars in braided rivers';
    const abstract =
      'We study the erosion of gravel bars in braided rivers. Vegetation slows the loss of sediment.';
    expect(extract(title, `${abstract} ${notice}`)).toEqual(extract(title, abstract));
  });

  it('reads what an author says of such things', () => {
    const topics = extract(
      'Which proteins travel together',
      'Two proteins were co-located with actin filaments. Actin filaments published no secret.',
    );
    expect(scoreOf(topics, 'actin filament')).toBeGreaterThan(0);
  });

  it('counts an acronym that the text defines as its long form, also in the title', () => {
    const abstract =
      'Neighbourhood watch accounting (NWA) is slow. Nobody has measured neighbourhood watch accounting.';
    const [best] = extract('NWA by hand', abstract);
    expect(best).toMatchObject({
      key: 'neighborhood watch accounting',
      name: 'neighbourhood watch accounting',
    });
    expect(best?.aliases).toContain('NWA');
  });

  it.each([
    ['Neural architecture search (NAS) on small devices', 'neural architecture search'],
    ['NAS (neural architecture search) on small devices', 'neural architecture search'],
    ['Network attached storage (NAS) on small devices', 'network attached storage'],
    ['NAS on small devices', 'NAS'],
  ])('takes NAS for what the text says: %s', (title, meant) => {
    const topics = extract(title, 'We look at NAS. The best NAS is slow.');
    expect(keysOf(topics)).toContain(topicKey(meant));
    expect(topics.find(({ key }) => key === topicKey(meant))?.name).toBe(meant);
    if (meant !== 'NAS') expect(keysOf(topics)).not.toContain('nas');
  });

  it.each([
    ['Tumour labelling by neighbours', 'Tumor labeling by neighbors'],
    ['Optimisation of colour centres', 'Optimization of color centers'],
    ['Modelling of anaemia in haematology', 'Modeling of anemia in hematology'],
  ])('reads British and American spelling alike: %s', (british, american) => {
    expect(keysOf(extract(british)).sort()).toEqual(keysOf(extract(american)).sort());
  });

  it.each([
    [
      'Oaxaca-Blinder decomposition attributes a third of it to experience.',
      'Oaxaca-Blinder decomposition attribute',
    ],
    ['Mortgage credit amplifies the shock.', 'mortgage credit amplify'],
    ['Light propagates along the edge.', 'light propagate'],
  ])('takes a verb for no part of a term: %s', (abstract, name) => {
    expect(extract('What is left', abstract).map((topic) => topic.name.toLowerCase())).not.toContain(
      name.toLowerCase(),
    );
  });

  it('names a term without the possessive', () => {
    const [first] = extract("Tarkovsky's silences", "We listen to Tarkovsky's. Tarkovsky's are long.");
    expect(first?.name).not.toMatch(/['’]s$/);
  });

  it('takes an ambiguous acronym for a known topic only beside others of its field', () => {
    const machineLearning = extract(
      'RL for text classification',
      'We train a policy by RL and compare it with BERT.',
    );
    const chemistry = extract('The RL isomer of tartaric acid', 'The RL isomer melts early.');
    expect(scoreOf(machineLearning, 'reinforcement learning')).toBeGreaterThan(0);
    expect(scoreOf(chemistry, 'reinforcement learning')).toBe(0);
  });

  it('does not take a word for an acronym', () => {
    const topics = extract('A clip that aids the glue', 'The clip aids the glue. The pet may slam the rag.');
    for (const name of ['CLIP', 'AIDS', 'GLUE', 'positron emission tomography', 'SLAM', 'RAG']) {
      expect(scoreOf(topics, name)).toBe(0);
    }
  });

  it('weighs what is in the title and comes often above what is said once', () => {
    const topics = extract(
      'Continual learning with replay',
      'Continual learning forgets. Replay helps continual learning. We also try dropout.',
    );
    expect(topics[0]?.key).toBe('continual learning');
    expect(scoreOf(topics, 'dropout')).toBeLessThan(scoreOf(topics, 'continual learning'));
  });

  it('weighs a broad topic low', () => {
    const topics = extract('Neural networks and spiking neural networks');
    expect(scoreOf(topics, 'neural network')).toBeLessThan(scoreOf(topics, 'spiking neural network'));
  });

  it('prefers what two publications on one subject share', () => {
    const answering = extract(
      'Teaching an agent to ask again',
      'We train an agent by reinforcement learning to rewrite questions for a question answering system.',
    );
    const analysis = extract(
      'What an agent that asks again has learned',
      'The agent reformulates questions for a question-answering system; reinforcement learning rewards good answers.',
    );
    const search = extract(
      'Searching for networks by transfer',
      'Reinforcement learning finds architectures; neural architecture search by transfer learning is cheaper.',
    );
    const shared = (a: readonly ExtractedTopic[], b: readonly ExtractedTopic[]) =>
      a.reduce((sum, { key, score }) => sum + score * (b.find((topic) => topic.key === key)?.score ?? 0), 0);
    expect(shared(answering, analysis)).toBeGreaterThan(shared(answering, search));
    expect(shared(answering, analysis)).toBeGreaterThan(shared(analysis, search));
  });

  it('writes names as the text does, without the capitals of a headline', () => {
    const names = extract(
      'The Salt Tax Riots of Ottoman Smyrna',
      'Salt tax riots shook Smyrna. The salt tax riots began in the harbour of Smyrna.',
    ).map(({ name }) => name);
    expect(names).toContain('salt tax riot');
    expect(names).toContain('Smyrna');
  });

  it.each([
    ['markup', 'A <b>spiking</b> neural network', 'spiking neural network'],
    [
      'mathematics',
      'Sharp bounds $\\alpha_{\\mathrm{max}} < 3$ for the Riemann hypothesis',
      'Riemann hypothesis',
    ],
    ['links', 'See https://example.org/quantum/computing for the Higgs boson', 'Higgs boson'],
    ['citations', 'The Higgs boson [Buck et al., 2017] after (Weber and Braun, 2011)', 'Higgs boson'],
  ])('reads past %s', (_, title, expected) => {
    const names = extract(title).map(({ name }) => name.toLowerCase());
    expect(names).toContain(expected.toLowerCase());
    expect(names.join(' ')).not.toMatch(/alpha|mathrm|https|example|buck|weber|braun|<|\$/);
  });

  it('finds nothing where there is nothing', () => {
    expect(extractTopics({ stated: [] })).toEqual([]);
    expect(extract('Introduction')).toEqual([]);
    expect(
      extract('', 'In this paper we propose a novel method. Extensive experiments show its effectiveness.'),
    ).toEqual([]);
  });
});

describe('topics that the source states', () => {
  const stated: readonly TopicMention[] = [
    { name: 'Multitask Learning', score: 0.4 },
    { name: 'multi-task learning', score: 0.9 },
    { name: 'Glass harmonica' },
    { name: 'QA', score: 0.2 },
  ];

  it('are kept with their scores, synonyms once, and are enough when there are three', () => {
    expect(extract('Spiking neural networks', '', stated)).toEqual([
      {
        key: 'glass harmonica',
        name: 'Glass harmonica',
        score: 1,
        origin: 'STATED',
        aliases: ['Glass harmonica'],
      },
      {
        key: topicKey('multi-task learning'),
        name: 'multi-task learning',
        score: 0.9,
        origin: 'STATED',
        aliases: ['Multitask Learning', 'multi-task learning'],
      },
      {
        key: 'question answering',
        name: 'question answering',
        score: 0.2,
        origin: 'STATED',
        aliases: ['QA'],
      },
    ]);
  });

  it('leave an ambiguous acronym as it is where nothing tells what it means', () => {
    expect(extract('', '', [{ name: 'QA' }, { name: 'Glass harmonica' }]).map(({ key }) => key)).toEqual([
      'glass harmonica',
      'qa',
    ]);
  });

  it('are completed from the text when there are fewer', () => {
    const topics = extract('Spiking neural networks on a glass harmonica', '', [
      { name: 'Glass harmonica', score: 0.1 },
    ]);
    expect(topics.map(({ key, origin }) => [key, origin])).toEqual([
      ['spiking neural network', 'EXTRACTED'],
      ['glass harmonica', 'STATED'],
    ]);
    expect(scoreOf(topics, 'glass harmonica')).toBe(0.1);
  });

  it('do not count as enough while they are classes of a whole subject', () => {
    const classes = ['Computation and Language', 'Computer Science', 'Applications', 'Performance'];
    const topics = extract(
      'Spiking neural networks',
      'We report the performance of spiking neural networks.',
      classes.map((name) => ({ name })),
    );
    expect(topics[0]?.key).toBe('spiking neural network');
    expect(scoreOf(topics, 'Applications')).toBe(0.3);
    expect(topics.find(({ name }) => name === 'natural language processing')?.origin).toBe('STATED');
    expect(keysOf(extract('Applications of sound', 'The performance of optics and graphics.'))).toEqual([]);
  });

  it('keep the hierarchy of the source', () => {
    const broader = [{ name: 'Chamber music' }, { name: 'Music' }, { name: 'glass harmonicas' }];
    const [topic] = extract('', '', [{ name: 'Glass harmonica', broader }]);
    expect(topic?.broader).toEqual([
      { key: 'chamber music', name: 'Chamber music' },
      { key: 'music', name: 'Music' },
    ]);
  });

  it('leave out index terms that say nothing of the subject', () => {
    expect(
      extract('', '', [{ name: 'Humans' }, { name: 'Female' }, { name: 'Follow-Up Studies' }, { name: '!' }]),
    ).toEqual([]);
  });

  it('have scores within bounds whatever the source gives', () => {
    const scores = [7, -1, 0, Number.NaN].map(
      (score) => extract('', '', [{ name: 'Glass harmonica', score }])[0]?.score,
    );
    expect(scores).toEqual([1, 0.0001, 0.0001, 1]);
  });
});

describe('the key of a topic', () => {
  it.each([
    ['Neural Architecture Search', 'neural architecture search'],
    ['GANs', 'generative adversarial network'],
    ['Multi-task Learning', 'multitask learning'],
    ['Optimisation Problems', 'optimization problem'],
    ['α-synuclein', 'alpha synuclein'],
    ["Alzheimer's Diseases", 'alzheimer disease'],
    ['time-series', 'time series analysis'],
    ['Physics', 'physics'],
    ['hypotheses', 'hypothesis'],
    ['vertices', 'vertex'],
    ['GPS', 'gps'],
    ['C++', 'c++'],
    ['El Niño', 'el nino southern oscillation'],
    ['Straßenbau', 'strassenbau'],
    ['神经网络', '神经网络'],
    ['нейронные сети', 'нейронные сети'],
    ['x', ''],
    [' – ', ''],
  ])('of %s is %s', (name, key) => {
    expect(topicKey(name)).toBe(key);
  });

  const names = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 130 }),
    fc
      .array(
        fc.constantFrom(
          'multi',
          'task',
          'co',
          'ies',
          'boxes',
          'α',
          'ß',
          's',
          "'s",
          '-',
          ' ',
          'é',
          'analyses',
          '3',
          '𝒜',
        ),
      )
      .map((parts) => parts.join('')),
    fc
      .array(fc.constantFrom('mice', 'criteria', 'neural', 'networks', 'of', 'pre', 'signalling'))
      .map((parts) => parts.join(' ')),
  );

  it('is its own key, and neither too short nor too long', () => {
    fc.assert(
      fc.property(names, (name) => {
        const key = topicKey(name);
        expect(topicKey(key)).toBe(key);
        expect(key.length).not.toBe(1);
        expect(key.length).toBeLessThanOrEqual(80);
        expect(key).toBe(key.toLowerCase());
      }),
      { numRuns: 5000 },
    );
  });

  it('of every synonym in the vocabulary is that of one topic', () => {
    const topics = vocabulary.groups.flatMap((group): { name: string; aliases?: string[] }[] => group.topics);
    const astray = topics.flatMap(({ name, aliases = [] }) =>
      aliases.filter((alias) => topicKey(alias) !== topicKey(name)).map((alias) => `${alias} of ${name}`),
    );
    expect(astray).toEqual([]);
    const keys = topics.map(({ name }) => topicKey(name));
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...[
      'neural',
      'networks',
      'Question Answering (QA)',
      'QA',
      'the',
      'of',
      'we',
      'that',
      'blocks',
      'multi-',
      'pre',
      'E. coli',
    ],
    ...[
      '(',
      ')',
      '[',
      ']',
      '$',
      '\\alpha',
      '{',
      '-',
      '.',
      ',',
      '<b>',
      '&amp;',
      '2019',
      '3D',
      'GANs',
      'der',
      'und',
      'die',
    ],
    ...[
      '神经网络',
      'שלום',
      'α',
      '㎮',
      '\ud800',
      'et al.',
      'https://a.b',
      'salt',
      'taxes',
      'Smyrna',
      'large',
      'early',
    ],
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(' ')),
  );

  it('gives the same topics each time, best first, with sound keys, names and scores', () => {
    fc.assert(
      fc.property(texts, texts, fc.array(texts, { maxLength: 4 }), (title, abstract, names) => {
        const stated = names.map((name) => ({ name }));
        const topics = extractTopics({ title, abstract, stated });
        expect(extractTopics({ title, abstract, stated })).toEqual(topics);
        expect(new Set(keysOf(topics)).size).toBe(topics.length);
        expect(topics.filter(({ origin }) => origin === 'EXTRACTED').length).toBeLessThanOrEqual(10);
        topics.forEach(({ key, name, score, aliases }, at) => {
          expect(topicKey(key)).toBe(key);
          expect(key.length).toBeGreaterThanOrEqual(2);
          expect(key.length).toBeLessThanOrEqual(80);
          expect(name.trim()).not.toBe('');
          expect(name).not.toMatch(/\p{Surrogate}/u);
          expect(aliases.length).toBeGreaterThan(0);
          expect(score).toBeGreaterThan(0);
          expect(score).toBeLessThanOrEqual(topics[at - 1]?.score ?? 1);
        });
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ...[
      '(',
      '[',
      '$',
      '\\',
      '<',
      '&',
      '-',
      'a',
      'A.',
      'neural networks ',
      'salt tax ',
      'Buck et ',
      'x@',
      'multi ',
      '(AB) ',
    ],
    ...['神经网络', 'Aa ', "a'", '10.1000/', '© '],
  ])('is read in bounded time: %j over and over', (piece) => {
    const text = piece.repeat(Math.ceil(100_000 / piece.length));
    const start = performance.now();
    extractTopics({ title: text, abstract: text, stated: [{ name: text }] });
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
