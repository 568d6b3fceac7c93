/** What questions are asked about: global ids, of what has the most publications where nothing else is said. */
export interface Named {
  /** With a thousand publications. */
  readonly author: string;
  /** Somebody with few, and far away. */
  readonly farAuthor: string;
  readonly manyAuthors: readonly string[];
  readonly otherAuthors: readonly string[];
  readonly venue: string;
  /** A tenth of all publications is about it. */
  readonly topic: string;
  readonly institution: string;
  /** The most cited. */
  readonly publication: string;
}

export interface Question {
  /** What of the schema it is about. */
  readonly about: string;
  readonly what: string;
  readonly document: string;
}

const publicationOrders = [
  'YEAR',
  'DATE',
  'TITLE',
  'CITATION_COUNT',
  'CITED_BY_COUNT',
  'AUTHOR_COUNT',
  'FIRST_AUTHOR',
  'VENUE',
];
const authorOrders = [
  'NAME',
  'PUBLICATION_COUNT',
  'COAUTHOR_COUNT',
  'CITATION_COUNT',
  'H_INDEX',
  'FIRST_YEAR',
  'LAST_YEAR',
];
const venueOrders = ['NAME', 'PUBLICATION_COUNT', 'CITATION_COUNT', 'H_INDEX'];
const facets = [
  'years',
  'types',
  'languages',
  'venues',
  'series',
  'topics',
  'authors',
  'institutions',
  'countries',
];
const matrices = [
  ['TOPIC', 'YEAR'],
  ['VENUE', 'YEAR'],
  ['AUTHOR', 'YEAR'],
  ['INSTITUTION', 'YEAR'],
  ['TYPE', 'YEAR'],
  ['TOPIC', 'VENUE'],
  ['AUTHOR', 'TOPIC'],
  ['INSTITUTION', 'TOPIC'],
  ['COUNTRY', 'TOPIC_ROLLED_UP'],
];
const values = '{ distinct otherCount missingCount values { count label } }';
const networkFields = '{ truncated nodes { key label weight } edges { source target weight } }';

/** Every kind of question that the schema takes, in its heaviest form: about everything, or about what has the most. */
export function questionsAbout(named: Named): Question[] {
  const id = (value: string) => JSON.stringify(value);
  const scopes = [
    ['all publications', 'publications'],
    ['publications of the widest topic', `topic(id: ${id(named.topic)}) { publications`, '}'],
    ['publications of the largest venue', `venue(id: ${id(named.venue)}) { publications`, '}'],
    [
      'publications of the largest institution',
      `institution(id: ${id(named.institution)}) { publications`,
      '}',
    ],
    ['publications of an author with 1,000', `author(id: ${id(named.author)}) { publications`, '}'],
    ['publications found by a common word', 'publications(search: "graph")'],
  ].map(([about = '', begin = '', end = '']) => ({ about, begin, end }));
  const questions: Question[] = [];
  const ask = (about: string, what: string, body: string) => {
    questions.push({ about, what, document: `{ ${body} }` });
  };

  for (const { about, begin, end } of scopes.slice(0, -1)) {
    for (const field of publicationOrders) {
      const list = `${begin}(first: 100, orderBy: [{ field: ${field}, direction: DESC }])`;
      ask(about, `100 in the order of ${field}`, `${list} { edges { cursor node { id title } } } ${end}`);
    }
  }
  for (const { about, begin, end } of scopes) {
    ask(about, 'how many', `${begin} { totalCount } ${end}`);
    ask(
      about,
      'aggregates',
      `${begin} { aggregates { publicationCount citationCount hIndex meanTeamSize soloShare } } ${end}`,
    );
    for (const facet of facets)
      ask(about, `facet ${facet}`, `${begin} { facets { ${facet}(first: 20) ${values} } } ${end}`);
    ask(
      about,
      'facet topics, rolled up',
      `${begin} { facets { topics(first: 20, rollUp: true) ${values} } } ${end}`,
    );
    for (const [rows, columns] of matrices) {
      ask(
        about,
        `matrix ${rows} × ${columns}`,
        `${begin} { matrix(rows: ${rows}, columns: ${columns}) { counts } } ${end}`,
      );
    }
    ask(
      about,
      'collaborationByYear',
      `${begin} { collaborationByYear { year authorCount newAuthorCount } } ${end}`,
    );
    ask(about, 'topicTrends', `${begin} { topicTrends { z topic { name } } } ${end}`);
    ask(about, 'topicBursts', `${begin} { topicBursts { weight topic { name } } } ${end}`);
  }

  const filters = {
    'of a topic, since 2015, by somebody with 20 publications': `{ topics: { some: { id: [${id(named.topic)}] } }, year: { from: 2015 }, authors: { some: { publicationCount: { from: 20 } } } }`,
    'without any author who has 5 publications': '{ authors: { none: { publicationCount: { from: 5 } } } }',
    'whose authors have 2 publications each': '{ authors: { every: { publicationCount: { from: 2 } } } }',
    'in a venue, or of a topic, and not cited': `{ or: [{ venues: { some: { id: [${id(named.venue)}] } } }, { topics: { some: { id: [${id(named.topic)}] } } }], not: { citationCount: { from: 1 } } }`,
    'whose title contains a word': '{ title: { contains: "routing" } }',
    'whose abstract contains a word': '{ abstract: { words: "routing" } }',
    'that cite what the author wrote': `{ cites: { some: { authors: { some: { id: [${id(named.author)}] } } } } }`,
    'from a country': '{ institutions: { some: { countryCode: { in: ["DE"] } } } }',
    'with 5 authors or more, in German': '{ authorCount: { from: 5 }, language: { in: ["de"] } }',
    'that nobody matches': '{ title: { contains: "no title has this" } }',
  };
  for (const [what, filter] of Object.entries(filters)) {
    ask(
      'filtered publications',
      what,
      `publications(first: 100, filter: ${filter}) { totalCount nodes { id title year } }`,
    );
  }

  const searches = {
    'a common word': 'publications(first: 20, search: "graph")',
    'a common word, fuzzy': 'publications(first: 20, search: "grapj", fuzzy: true)',
    'a phrase': 'publications(first: 20, search: "\\"graph clustering\\"")',
    'the start of a word': 'publications(first: 20, search: "cl")',
    'a common word, the newest':
      'publications(first: 20, search: "graph", orderBy: [{ field: YEAR, direction: DESC }])',
    'a word in the titles': 'publications(first: 20, search: "graph", searchIn: [TITLE])',
  };
  for (const [what, list] of Object.entries(searches)) {
    ask(
      'search',
      what,
      `${list} { totalCount edges { node { id title } highlights { field fragments { text } } } }`,
    );
  }
  ask(
    'search',
    'authors by a common name',
    'authors(search: "wang", first: 20) { totalCount nodes { name } }',
  );
  ask('search', 'every kind', 'search(query: "graph", first: 20) { totalCount nodes { __typename } }');
  ask('search', 'suggest after two letters', 'suggest(text: "gr") { text popularity }');
  ask('search', 'suggest after a word', 'suggest(text: "graph cl") { text popularity }');

  for (const field of authorOrders) {
    const list = `authors(first: 100, orderBy: [{ field: ${field}, direction: DESC }])`;
    ask('all authors', `100 in the order of ${field}`, `${list} { edges { cursor node { id name } } }`);
  }
  ask('all authors', 'facet firstYears', `authors { facets { firstYears ${values} } }`);
  ask('all authors', 'facet institutions', `authors { facets { institutions(first: 20) ${values} } }`);
  ask('all authors', 'publicationCounts', 'authors { publicationCounts { count mean median max } }');
  const authorFilters = {
    'who wrote about a topic': `{ publications: { some: { topics: { some: { id: [${id(named.topic)}] } } } } }`,
    'with 20 coauthors': '{ coauthors: { count: { from: 20 } } }',
    'of a country': '{ institutions: { some: { countryCode: { in: ["DE"] } } } }',
    'whose name contains letters': '{ name: { contains: "ang" } }',
  };
  for (const [what, filter] of Object.entries(authorFilters)) {
    ask('filtered authors', what, `authors(first: 100, filter: ${filter}) { totalCount nodes { id name } }`);
  }
  for (const [list, orders] of [
    ['venues', venueOrders],
    ['topics', venueOrders],
    ['institutions', [...venueOrders, 'COUNTRY']],
  ] as const) {
    for (const field of orders) {
      const page = `${list}(first: 100, orderBy: [{ field: ${field}, direction: DESC }])`;
      ask(`all ${list}`, `100 in the order of ${field}`, `${page} { edges { cursor node { id name } } }`);
    }
    ask(`all ${list}`, 'publicationCounts', `${list} { publicationCounts { count mean median max } }`);
  }

  const author = (what: string, fields: string) =>
    ask('an author with 1,000 publications', what, `author(id: ${id(named.author)}) { ${fields} }`);
  author(
    'metrics',
    'metrics { publicationCount citationCount hIndex collaboratorCount fractionalPublicationCount }',
  );
  author('topics', 'topics(first: 100) { totalCount nodes { name } }');
  author('venues', 'venues(first: 100) { totalCount nodes { name } }');
  author('institutions', 'institutions(first: 20) { totalCount nodes { name } }');
  author('coauthors', 'coauthors(first: 100) { totalCount nodes { name } }');
  author('coauthors as of 2010', 'coauthors(first: 100, asOf: 2010) { totalCount nodes { name } }');
  author('similar', 'similar(first: 20) { nodes { name } }');
  author('identity', 'identity { confidence byIdentifier identifiers { authorshipCount } }');
  author('split suggestions', 'splitSuggestions { names sharedTopics }');
  for (const order of ['COAUTHOR_COUNT', 'CITATION_COUNT', 'FIRST_YEAR']) {
    author(
      `coauthors in the order of ${order}`,
      `coauthors(first: 100, orderBy: { field: ${order}, direction: DESC }) { nodes { name } }`,
    );
  }

  const of = (kind: 'venue' | 'topic' | 'institution', about: string) => (what: string, fields: string) =>
    ask(about, what, `${kind}(id: ${id(named[kind])}) { ${fields} }`);
  const venue = of('venue', 'the largest venue');
  venue(
    'metrics',
    'metrics { publicationCount citationCount hIndex authorCount fractionalPublicationCount }',
  );
  venue('authors', 'authors(first: 100) { totalCount nodes { name } }');
  venue('topics', 'topics(first: 100) { totalCount nodes { name } }');
  venue('similar', 'similar(first: 20) { nodes { name } }');
  const topic = of('topic', 'the widest topic');
  topic('authors', 'authors(first: 100) { totalCount nodes { name } }');
  topic('venues', 'venues(first: 100) { totalCount nodes { name } }');
  topic('related', 'related(first: 100) { totalCount nodes { name } }');
  const institution = of('institution', 'the largest institution');
  institution('metrics', 'metrics { publicationCount citationCount hIndex authorCount collaboratorCount }');
  institution('authors', 'authors(first: 100) { totalCount nodes { name } }');
  institution('collaborators', 'collaborators(first: 100) { totalCount nodes { name } }');
  const publication = (what: string, fields: string) =>
    ask('the most cited publication', what, `publication(id: ${id(named.publication)}) { ${fields} }`);
  publication('cited by', 'citedBy(first: 100) { totalCount nodes { title } }');
  publication('similar', 'similar(first: 20) { nodes { title } }');

  const selections = {
    'all publications': '{}',
    'the widest topic': `{ topic: ${id(named.topic)} }`,
    'the largest venue': `{ venue: ${id(named.venue)} }`,
    'the largest institution': `{ institution: ${id(named.institution)} }`,
    'a common word': '{ search: "graph" }',
  };
  for (const network of [
    'coauthorNetwork',
    'topicNetwork',
    'venueTopicNetwork',
    'institutionNetwork',
    'citationNetwork',
    'bibliographicCouplingNetwork',
    'cocitationNetwork',
  ]) {
    for (const [about, selection] of Object.entries(selections)) {
      ask(network, `of ${about}`, `${network}(publications: ${selection}) ${networkFields}`);
    }
  }
  const around = `author: { id: ${id(named.author)} }`;
  ask(
    'coauthorNetwork',
    'around an author, 3 steps, 1,000 nodes',
    `coauthorNetwork(${around}, depth: 3, maxNodes: 1000, maxEdges: 10000) ${networkFields}`,
  );
  ask(
    'coauthorNetwork',
    'with positions',
    `coauthorNetwork(${around}, depth: 2, maxNodes: 300) { nodes { key position { x y } } edges { source target } }`,
  );
  ask(
    'coauthorNetwork',
    'with a backbone and a window',
    `coauthorNetwork(${around}, depth: 2, maxNodes: 300, during: { from: 2005, to: 2015 }, backbone: { alpha: 0.2 }) ${networkFields}`,
  );
  ask(
    'coauthorNetwork',
    'with the evidence of 100 edges',
    `coauthorNetwork(${around}, maxEdges: 100) { edges { publications(first: 5) { nodes { title } } venues(first: 5) { nodes { name } } sharedTopics(first: 5) { nodes { name } } } }`,
  );
  ask(
    'coauthorNetwork',
    'of 100 authors',
    `coauthorNetwork(authors: ${JSON.stringify(named.manyAuthors)}) ${networkFields}`,
  );

  const two = `from: { id: ${id(named.author)} }, to: { id: ${id(named.farAuthor)} }`;
  ask('paths and people', 'a shortest path', `collaborationPath(${two}) { length authors { name } }`);
  ask(
    'paths and people',
    'a shortest path as of 2010',
    `collaborationPath(${two}, asOf: 2010) { length authors { name } }`,
  );
  ask('paths and people', '10 shortest paths', `collaborationPaths(${two}) { distance paths { length } }`);
  ask(
    'paths and people',
    '50 paths, longer ones too',
    `collaborationPaths(${two}, first: 50, longer: true) { distance paths { length } }`,
  );
  ask(
    'paths and people',
    'distances',
    `collaborationDistances(author: { id: ${id(named.author)} }) { reached mean counts { distance authors } }`,
  );
  ask(
    'paths and people',
    'common coauthors',
    `commonCoauthors(a: { id: ${id(named.author)} }, b: { id: ${id(named.manyAuthors[1] ?? '')} }) { totalCount nodes { name } }`,
  );
  ask(
    'paths and people',
    'suggested collaborators',
    `suggestedCollaborators(author: { id: ${id(named.author)} }) { score author { name } }`,
  );
  ask(
    'paths and people',
    'connectors of 50 and 50 authors',
    `connectors(between: ${JSON.stringify(named.manyAuthors.slice(0, 50))}, and: ${JSON.stringify(named.otherAuthors.slice(0, 50))}) { author { name } }`,
  );

  ask('provenance', 'sources', 'sources(first: 20) { nodes { uri } }');
  ask(
    'provenance',
    'authors who may be one',
    'authorCandidates(first: 20) { totalCount nodes { __typename } }',
  );
  return questions;
}
