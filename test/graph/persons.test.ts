import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { settleAuthors } from '../../src/graph/write/authors.ts';
import { writeBatch } from '../../src/graph/write/batch.ts';
import { writePersons } from '../../src/graph/write/persons.ts';
import { writeSource } from '../../src/graph/write/sources.ts';
import type { AuthorMention, PublicationRecord } from '../../src/record.ts';
import { type PersonStatement, personStatementOf } from '../../src/resolve/personStatement.ts';
import { type Statement, sourceOf, statementOf } from '../../src/resolve/statement.ts';
import { freshGraph } from './freshGraph.ts';
import { graphSnapshot } from './graphSnapshot.ts';

const source = sourceOf('dblp.xml', 'dblp');

function written(key: string, ...authors: AuthorMention[]): Statement {
  const record: PublicationRecord = {
    locator: { key },
    title: `Listening to spikes, part ${key}`,
    year: 2019,
    identifiers: [{ scheme: 'dblp', value: `journals/x/${key}` }],
    authors,
    authorOrder: 'byline',
    venues: [],
    topics: [],
  };
  return statementOf(source, record);
}

function person(key: string, names: readonly string[], ...orcids: string[]): PersonStatement {
  return personStatementOf(source, {
    locator: { key: `homepages/${key}` },
    names: names.map((name) => {
      const homonym = / (\d{4})$/.exec(name)?.[1];
      return homonym === undefined ? { literal: name } : { literal: name.slice(0, -5), homonym };
    }),
    identifiers: [
      { scheme: 'dblp', value: `pid/${key}` },
      ...orcids.map((value) => ({ scheme: 'orcid' as const, value })),
    ],
    disambiguation: false,
  });
}

const orcid = '0000-0002-1825-0097';
const publications = [
  written('a', { name: { literal: 'Oona Kettunen' } }),
  written('b', { name: { literal: 'Oona Brzeg' } }),
  written('c', { name: { literal: 'Wei Wang', homonym: '0001' } }),
  written('d', { name: { literal: 'Wei Wang' }, identifiers: [{ scheme: 'orcid', value: orcid }] }),
  written('e', {
    name: { family: 'Tanaka', given: 'Taro' },
    variants: [{ family: '田中', given: '太郎' }],
  }),
  written('f', { name: { literal: '田中太郎' } }),
  written('g', { name: { literal: 'Oona Brzeg' } }, { name: { literal: 'Wei Wang', homonym: '0002' } }),
];
const persons = [
  person('1', ['Oona Kettunen', 'Oona Brzeg']),
  person('2', ['Wei Wang 0001', 'Wei D. Wang'], orcid),
];

let graph: Graph;
beforeAll(async () => {
  graph = await freshGraph();
});

type Step = readonly Statement[] | { readonly persons: readonly PersonStatement[] };

async function imported(...steps: Step[]): Promise<readonly string[]> {
  await graph.command(cypher`MATCH (n) WHERE NOT n:Migration DETACH DELETE n`);
  await writeSource(graph, source);
  for (const step of steps) {
    if ('persons' in step) await writePersons(graph, step.persons);
    else await writeBatch(graph, step);
    await settleAuthors(graph);
  }
  return graphSnapshot(graph);
}

async function publicationsOfAuthors(): Promise<string[]> {
  const rows = await graph.read<{ titles: string[] }>(
    cypher`MATCH (a:Author)
      RETURN COLLECT { MATCH (a)-[:AUTHORED]->(p) RETURN right(p.title, 1) AS title ORDER BY title } AS titles`,
  );
  return rows.map(({ titles }) => titles.join('')).sort();
}

test('a statement of a person puts together whom it names, and stated other names go together', async () => {
  await imported(publications);
  expect(await publicationsOfAuthors()).toEqual(['a', 'bg', 'c', 'd', 'ef', 'g']);
  await imported(publications, { persons });
  expect(await publicationsOfAuthors()).toEqual(['abg', 'cd', 'ef', 'g']);
});

test('a statement that no longer says so lets them go', async () => {
  const alone = await imported(publications, {
    persons: [person('1', ['Oona Kettunen']), person('2', ['Wei Wang 0001'])],
  });
  const corrected = await imported(
    publications,
    { persons },
    {
      persons: [person('1', ['Oona Kettunen']), person('2', ['Wei Wang 0001'])],
    },
  );
  expect(corrected).toEqual(alone);
});

test('a publication that changes lets go those whom only a name on it held together', async () => {
  const statement = { persons: [person('1', ['Oona Kettunen', 'Oona Brzeg'])] };
  const [one, other] = [
    written('a', { name: { literal: 'Oona Kettunen' } }),
    written('b', { name: { literal: 'Oona Brzeg' } }),
  ];
  const without = written('a', { name: { literal: 'Jane Doe' } });
  const alone = await imported([without, other], statement);
  expect(await imported([one, other], statement, [without])).toEqual(alone);
});

test('in whichever order, and however often, publications and persons come', {
  timeout: 300_000,
}, async () => {
  const once = await imported(publications, { persons });
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(
        [...publications.map((each) => [each]), ...persons.map((each) => ({ persons: [each] }))],
        { minLength: publications.length + persons.length },
      ),
      async (steps) => {
        expect(await imported(...steps, ...steps.slice(0, 3))).toEqual(once);
      },
    ),
    { numRuns: 8 },
  );
});
