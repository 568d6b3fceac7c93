import { mkdir, readFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import { pino } from 'pino';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findSeedCommunities, seedPage } from '../../src/commands/serve.ts';
import { refreshTopics } from '../../src/graph/refreshTopics.ts';
import { inputOf } from '../../src/ingest/input.ts';
import { ingest } from '../../src/ingest.ts';
import { createServer, type Server } from '../../src/server.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { chromiumPath, launchChromium } from './chromium.ts';

const screenshots = fileURLToPath(new URL('../.artifacts/screenshots/', import.meta.url));
const web = fileURLToPath(new URL('../../web/', import.meta.url));
const token = 'explorer-administrator';
/** Milliseconds for whatever a page is to show: many more than it takes, on a machine that is busy or slow. */
const patience = 90_000;
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Markup and TeX that would run or reach out, were a page to take it for more than text. */
const hostile = `@article{hostile2020,
  title = {Hostile {<img src=x onerror="window.ran=1">} markup},
  author = {Doe, Jane and Roe, Richard},
  journal = {Journal of {<script>window.ran=1</script>} Tests},
  abstract = {An energy $E = mc^2$, a link $\\href{javascript:window.ran=1}{click}$, and <b>markup</b>.},
  year = {2020}
}`;

/** A person who may be another, and who has written something that ties to nothing. */
const quillfeather = `
@article{q1, title = {Counting the feathers of wild geese}, author = {Quillfeather, Jesse and Moor, Lena}, journal = {Annals of Geese}, year = {2018}}
@article{q2, title = {Weighing the eggs of wild geese}, author = {Quillfeather, Jesse and Moor, Lena}, journal = {Annals of Geese}, year = {2019}}
@article{q3, title = {Forty words for rain}, author = {Quillfeather, Jesse and Stone, Ivo}, journal = {Weather Words}, year = {2019}}
@article{q4, title = {What the drift of continents is not}, author = {Quillfeather, J.}, year = {1990}}
`;

/** A source whose very name is markup, and what it says of an article that another source has otherwise. */
const hostileSource = '<img src=x onerror="window.ran=1">.bib';
const disputed = [
  [
    hostileSource,
    `@article{disputed, title = {On the {<b onclick="window.ran=1">} salt of the sea}, author = {Brine, Ada and Salter, B.},
      journal = {Journal of Brine}, year = {2016}, doi = {10.5555/salt}, abstract = {${'Salt is salt. '.repeat(60)}}}`,
  ],
  [
    'salt.ris',
    `TY  - JOUR
TI  - On the salt of the sea
AU  - Brine, Ada
AU  - Salter, Bo
T2  - Journal of Brine
PY  - 2017
DO  - 10.5555/salt
ER  -
`,
  ],
] as const;

/** A person of DBLP, with a record whose year is none. */
const dblpPerson = `<?xml version="1.0"?><dblpperson name="Tessa Ledger" pid="77/1" n="2">
  <person key="homepages/77/1"><author pid="77/1">Tessa Ledger</author><author>Tessa M. Ledger</author>
    <url>https://ledger.example/</url></person>
  <r><article key="journals/l/one"><author pid="77/1">Tessa Ledger</author><title>Books of account.</title><year>20199</year></article></r>
  <r><article key="journals/l/two"><author pid="77/1">Tessa M. Ledger</author><title>Books of double entry.</title><year>2019</year></article></r>
</dblpperson>`;

/** Works of OpenAlex by people of several institutions. */
const collaboration = [
  [1, 2],
  [1, 2, 3],
  [1, 4],
  [2, 3],
]
  .map((at, index) =>
    JSON.stringify({
      id: `https://openalex.org/W77${index}`,
      title: `Measuring the tides of harbour number ${index}`,
      publication_year: 2015 + index,
      type: 'article',
      authorships: at.map((n) => ({
        author: {
          id: `https://openalex.org/A77${n}`,
          display_name: ['Maris Tidewell', 'Olga Quayside', 'Pedro Marisma', 'Signe Fjordal'][n - 1],
        },
        institutions: [
          {
            id: `https://openalex.org/I77${n}`,
            display_name: `University of Harbour ${n}`,
            country_code: ['NL', 'NL', 'PT', 'NO'][n - 1],
          },
        ],
      })),
    }),
  )
  .join('\n');

/** An answer of `coauthorNetwork` with so many nodes and edges, in groups of fifty that few edges leave. */
function largeNetwork(nodeCount: number, edgeCount: number) {
  const key = (index: number) => `n${index}`;
  const nodes = Array.from({ length: nodeCount }, (_, index) => ({
    key: key(index),
    label: `Person ${index}`,
    weight: 1 + ((index * 7) % 40),
    distance: 1 + (index % 3),
    position: { x: Math.cos(index) * Math.sqrt(index), y: Math.sin(index) * Math.sqrt(index) },
    author: { metrics: { citationCount: index, hIndex: index % 30 } },
  }));
  const edges = Array.from({ length: edgeCount }, (_, index) => {
    const source = (index * 31) % nodeCount;
    const near = Math.floor(source / 50) * 50 + ((index * 17) % 50);
    const target = index % 20 === 0 ? (source * 13 + index) % nodeCount : near % nodeCount;
    const year = 1990 + (index % 30);
    return {
      source: key(source),
      target: key(target === source ? (source + 1) % nodeCount : target),
      publicationCount: 1,
      weight: 1,
      firstYear: year,
      lastYear: year,
      years: [{ year, count: 1 }],
    };
  });
  return { nodesTruncated: false, edgesTruncated: false, publicationsTruncated: false, nodes, edges };
}

/** What somebody does who explores, on a large and on a small screen. Chromium is optional; CI has it. */
describe.skipIf(chromiumPath === undefined && process.env['CI'] === undefined)('the explorer', () => {
  let server: Server;
  let browser: Browser;
  let address: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    await build({ root: web, configFile: path.join(web, 'vite.config.ts'), logLevel: 'error' });
    const graph = await freshGraph();
    await ingest(graph, [inputOf(seedPage, 'seed/profile-page.txt')]);
    await refreshTopics(graph);
    await findSeedCommunities(graph, () => {});
    server = createServer({
      graph,
      config: { administrators: [{ name: 'ada', token }], host: '127.0.0.1', port: 0 },
      logger: pino({ level: 'silent' }),
    });
    address = new URL('/', await server.listen()).href;
    for (const [sourceName, text] of [
      ['quillfeather.bib', quillfeather],
      ['tides.jsonl', collaboration],
    ] as const) {
      await ask(
        `mutation { importRecords(input: { sourceName: "${sourceName}", text: ${JSON.stringify(text)}, waitSeconds: 60 }) { state } }`,
        { authorization: `Bearer ${token}` },
      );
    }
    await mkdir(screenshots, { recursive: true });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function open(route: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const context: BrowserContext = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
      acceptDownloads: true,
      ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== new URL(address).origin) complaints.push(request.url());
    });
    await page.goto(new URL(route, address).href);
    await page.locator('h1').waitFor();
    return page;
  }

  const close = (page: Page) => page.context().close();

  async function ask<Data>(query: string, headers: Readonly<Record<string, string>> = {}): Promise<Data> {
    const response = await fetch(new URL('/graphql', address), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    return (await response.json()).data;
  }

  async function authorPage(name: string): Promise<string> {
    const { author } = await ask<{ author: { id: string } }>(
      `{ author(name: ${JSON.stringify(name)}) { id } }`,
    );
    return `/author/${encodeURIComponent(author.id)}`;
  }

  async function publicationPage(search: string): Promise<string> {
    const { publications } = await ask<{ publications: { nodes: { id: string }[] } }>(
      `{ publications(search: ${JSON.stringify(search)}, first: 1) { nodes { id } } }`,
    );
    return `/publication/${encodeURIComponent(publications.nodes[0]?.id ?? '')}`;
  }

  async function largestCluster(): Promise<string> {
    const { topicClusters } = await ask<{
      topicClusters: { communities: { nodes: { id: string }[] } };
    }>('{ topicClusters { communities(first: 1) { nodes { id } } } }');
    return topicClusters.communities.nodes[0]?.id ?? '';
  }

  async function institutionPage(name: string): Promise<string> {
    const { institution } = await ask<{ institution: { id: string } }>(
      `{ institution(name: ${JSON.stringify(name)}) { id } }`,
    );
    return `/institution/${encodeURIComponent(institution.id)}`;
  }

  async function asAdministrator(page: Page): Promise<void> {
    await page.getByLabel("Administrator's token").fill(token);
    await page.getByRole('button', { name: 'Show imports' }).click();
    await page.getByRole('button', { name: 'Choose files' }).waitFor();
  }

  /** The names of the operations that a page asks from now on. */
  function operationsOf(page: Page): readonly string[] {
    const names: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).pathname !== '/graphql') return;
      // A file goes in a form, which is no JSON.
      names.push(/"operationName":"(\w+)"/.exec(request.postData() ?? '')?.[1] ?? '');
    });
    return names;
  }

  /** What axe finds to break WCAG 2.2 AA. */
  async function faults(page: Page): Promise<readonly string[]> {
    await page.evaluate(axe);
    const results: AxeResults = await page.evaluate(
      "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
    );
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
  }

  /** What depends on the width of the window follows it a moment later. */
  const nothingSticksOut = (page: Page) =>
    expect
      .poll(() => page.evaluate('document.documentElement.scrollWidth - innerWidth'), { timeout: patience })
      .toBeLessThanOrEqual(0);

  /** What a click changes is there a moment later. */
  const has = (what: Locator, count: number) =>
    expect.poll(() => what.count(), { timeout: patience }).toBe(count);

  /** Rows of panels that leave a corner empty, and tools that are neither at the right end of a head nor in a row below it, or not of one height. */
  const disorder = (page: Page): Promise<readonly string[]> =>
    page.evaluate(`(() => {
      const found = [];
      const box = (element) => element.getBoundingClientRect();
      for (const place of document.querySelectorAll('.panels')) {
        const rows = Map.groupBy([...place.children], (panel) => Math.round(box(panel).top));
        for (const row of rows.values()) {
          const ends = row.map((panel) => box(panel).right);
          const left = box(place).right - Math.max(...ends);
          if (left > 1) found.push('empty beside ' + row.map((panel) => panel.querySelector('h2').textContent));
        }
      }
      const heights = new Set();
      for (const tools of document.querySelectorAll('.panel > header .tools')) {
        const name = tools.parentElement.querySelector('h2').textContent;
        const head = box(tools.parentElement);
        const isBeside = box(tools).top < box(tools.parentElement.querySelector('h2')).bottom;
        const off = isBeside ? head.right - box(tools).right : box(tools).left - head.left;
        if (Math.abs(off) > 1) found.push('tools of ' + name);
        for (const tool of tools.querySelectorAll(':scope > :is(button, .button)')) heights.add(Math.round(box(tool).height));
      }
      if (heights.size > 1) found.push('heights of tools: ' + [...heights]);
      return found;
    })()`);

  /** Names of areas in a picture, and what of them lies over a node or another name. */
  const areaNames = (page: Page, svg: string): Promise<{ names: string[]; over: string[] }> =>
    page.evaluate(`(() => {
      const picture = new DOMParser().parseFromString(${JSON.stringify(svg)}, 'image/svg+xml').documentElement;
      document.body.append(document.adoptNode(picture));
      const boxes = (selector) => [...picture.querySelectorAll(selector)].map((element) => ({ element, ...box(element.getBBox()) }));
      const box = ({ x, y, width, height }) => ({ left: x, top: y, right: x + width, bottom: y + height });
      const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
      const areas = boxes('text.area');
      // A dot of a publication may be written over.
      const nodes = boxes('circle').filter(({ left, right }) => right - left >= 6);
      const others = [...nodes, ...boxes('text')];
      const over = areas.flatMap((area) => others
        .filter((other) => other.element !== area.element && meet(area, other))
        .map((other) => area.element.textContent + ' over ' + (other.element.textContent || 'a node')));
      picture.remove();
      return { names: areas.map(({ element }) => element.textContent), over };
    })()`);

  async function settled(page: Page): Promise<void> {
    await page.waitForLoadState('networkidle');
    await page.locator('.state.loading').first().waitFor({ state: 'detached' });
    if ((await page.locator('.network-canvas').count()) > 0) await page.locator('[data-arranged]').waitFor();
  }

  test('finds a person by keys alone: slash, a few letters, arrow, Enter; and Back returns', async () => {
    const page = await open('/');
    await settled(page);
    await page.keyboard.press('/');
    await page.keyboard.type('gesm');
    await page.getByRole('option', { name: /Andrea Gesmundo/ }).waitFor();
    await page.screenshot({ path: path.join(screenshots, 'explorer-suggestions.png') });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Andrea Gesmundo' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await close(page);
  });

  test('Back returns to where on a page somebody was, also after its pictures have come', async () => {
    const page = await open(await authorPage('Andrea Gesmundo'));
    await settled(page);
    const title = page.getByRole('link', { name: 'Fast Task-Aware Architecture Inference' });
    await title.scrollIntoViewIfNeeded();
    const top = Number(await page.evaluate('scrollY'));
    expect(top).toBeGreaterThan(500);
    await title.click();
    await page.getByRole('heading', { level: 1, name: 'Fast Task-Aware Architecture Inference' }).waitFor();
    await expect.poll(() => page.evaluate('scrollY'), { timeout: 30_000 }).toBe(0);
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Andrea Gesmundo' }).waitFor();
    await settled(page);
    await expect.poll(() => page.evaluate('scrollY'), { timeout: 10_000 }).toBe(top);
    await close(page);
  });

  test('an address that cannot be read says so, and the other pages are still there', async () => {
    const page = await open('/');
    await settled(page);
    await page.evaluate(
      "history.pushState(null, '', '/author/%'); dispatchEvent(new PopStateEvent('popstate'))",
    );
    await page.getByText('This page could not be shown').waitFor();
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Topics' }).click();
    await page.getByRole('heading', { level: 1, name: 'Topics' }).waitFor();
    await close(page);
  });

  test('searches, narrows by a facet, and the address holds it', async () => {
    const page = await open('/');
    await settled(page);
    await page.keyboard.press('/');
    await page.keyboard.type('architecture search');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Search: architecture search' }).waitFor();
    const results = page.locator('.rows > li');
    await results.first().waitFor();
    const before = await results.count();
    await page
      .locator('.facet', { hasText: 'Types' })
      .getByRole('button', { name: /preprint/ })
      .click();
    await page.getByRole('button', { name: /type preprint/ }).waitFor();
    expect(new URL(page.url()).searchParams.get('type')).toBe('PREPRINT');
    await expect.poll(() => results.count(), { timeout: patience }).toBeLessThan(before);
    const shared = await open(page.url());
    await shared.getByRole('button', { name: /type preprint/ }).waitFor();
    await close(shared);
    await page.goBack();
    await page.getByRole('button', { name: /type preprint/ }).waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.locator('.search-box input').fill('zzzzqqqq');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing has all the words of “zzzzqqqq”.').waitFor();
    await close(page);
  });

  test('shows the network around an author: ties in a table, the publications behind one, a path, growth', async () => {
    const route = await authorPage('Andrea Gesmundo');
    const page = await open(route, { viewport: { width: 1280, height: 940 } });
    await settled(page);
    const panel = page.locator('.network-panel');
    await page.screenshot({ path: path.join(screenshots, 'explorer-network.png') });

    await panel.locator('.tools').getByRole('button', { name: 'People' }).click();
    await has(panel.locator('tbody tr'), 17);
    await panel.locator('.tools').getByRole('button', { name: 'Ties' }).click();
    await panel
      .locator('tbody tr', { hasText: 'Andrea Gesmundo' })
      .filter({ hasText: 'Jesse Berent' })
      .getByRole('link', { name: '4' })
      .click();
    await panel.getByRole('heading', { name: /wrote together/ }).waitFor();
    await panel.getByRole('link', { name: 'Fast Task-Aware Architecture Inference' }).waitFor();
    expect(new URL(page.url()).searchParams.get('edge')).not.toBeNull();
    await panel.getByRole('button', { name: 'Close' }).click();

    // In other years a tie has other publications behind it; Back leads to the years before.
    const years = panel.locator('.time output');
    await page.goto(new URL(`${route}?to=2019`, address).href);
    await settled(page);
    expect(await years.textContent()).toBe('2014–2019');
    await panel.locator('.tools').getByRole('button', { name: 'Ties' }).click();
    const tie = panel
      .locator('tbody tr', { hasText: 'Andrea Gesmundo' })
      .filter({ hasText: 'Jesse Berent' })
      .getByRole('link', { name: '2' });
    await tie.click();
    await panel.getByRole('heading', { name: /wrote together, 2014–2019/ }).waitFor();
    await expect.poll(() => panel.locator('.evidence .rows > li').count(), { timeout: 30_000 }).toBe(2);
    await page.goBack();
    await panel.locator('.evidence').waitFor({ state: 'detached' });
    await tie.click();
    await panel.locator('.evidence').waitFor();
    await panel.getByRole('slider', { name: 'until' }).press('ArrowLeft');
    await panel.getByRole('slider', { name: 'until' }).press('ArrowLeft');
    await panel.locator('output', { hasText: /^2014–2017$/ }).waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get('to'), { timeout: 30_000 }).toBe('2017');
    await page.goBack();
    await panel.locator('output', { hasText: /^2014–2019$/ }).waitFor();
    await page.goto(new URL(route, address).href);
    await settled(page);
    await panel.locator('.tools').getByRole('button', { name: 'Ties' }).click();

    // Until 2014 there is one tie: with Keith Hall.
    await panel.getByRole('slider', { name: 'until' }).fill('2014');
    await panel.locator('output', { hasText: /^2014$/ }).waitFor();
    await has(panel.locator('tbody tr'), 1);
    await panel.getByRole('button', { name: /Play growth/ }).click();
    await panel.locator('output', { hasText: '2014–2021' }).waitFor();
    await close(page);
  });

  test('people have the colours of the stored communities, and where there are none the legend says so', async () => {
    const route = await authorPage('Andrea Gesmundo');
    const page = await open(route);
    const legend = page.getByRole('list', { name: 'Colours' });
    await legend
      .getByText(/ and \d+ more/)
      .first()
      .waitFor();
    const entries = await legend.locator('li').allTextContents();
    expect(entries.length).toBeGreaterThan(1);
    await page.locator('.network-panel .tools').getByRole('button', { name: 'People' }).click();
    const communities = page.locator('.network-panel tbody tr td:last-child');
    await communities.first().waitFor();
    expect(new Set(await communities.allTextContents()).size).toBe(entries.length);
    await close(page);

    const without = await open('/');
    await without.route('**/graphql', async (asked) => {
      if (asked.request().postDataJSON()?.operationName !== 'CommunityRuns') return asked.fallback();
      return asked.fulfill({ json: { data: { analysisRuns: { nodes: [] } } } });
    });
    await without.evaluate(
      `history.pushState(null, '', ${JSON.stringify(route)}); dispatchEvent(new PopStateEvent('popstate'))`,
    );
    await without.getByText('No communities of authors have been looked for yet').waitFor();
    await close(without);
  });

  test('a click on a node centres there, and a path to somebody is shown', async () => {
    const page = await open(await authorPage('Keith Hall'));
    await settled(page);
    await page.getByLabel('Path to').fill('Maziarz');
    await page.locator('datalist option[value^="Krzysztof Maziarz ("]').waitFor({ state: 'attached' });
    await page.getByLabel('Path to').press('Enter');
    await page
      .getByRole('heading', { name: '2 steps: Keith Hall – Andrea Gesmundo – Krzysztof Maziarz' })
      .waitFor();
    await page.locator('.network-panel').screenshot({ path: path.join(screenshots, 'explorer-path.png') });
    await page.getByRole('button', { name: 'Leave the path' }).click();
    await settled(page);
    // What is found is brought into the middle of the picture.
    await page.getByLabel('Find in the network').first().fill('Neil Houlsby');
    await page.getByLabel('Find in the network').first().press('Enter');
    const centred = page.getByRole('heading', { level: 1, name: 'Neil Houlsby' });
    for (let click = 1; click < 10 && (await centred.count()) === 0; click += 1) {
      // A busy machine takes a moment to move the picture; somebody would click again.
      await page.waitForTimeout(1_000);
      await page.locator('.network-place').click();
      await centred.waitFor({ timeout: 3_000 }).catch(() => {});
    }
    await centred.waitFor();
    await close(page);
  });

  test('a panel has a table, files, and its query in the playground', async () => {
    const page = await open('/');
    await settled(page);
    const panel = page.locator('.panel', { has: page.getByRole('heading', { name: 'People' }) });
    await panel.locator('svg').waitFor();
    for (const [button, start] of [
      ['CSV', 'Person,Publications,Fractional\r\nAndrea Gesmundo,10,'],
      ['SVG', '<svg'],
      ['PNG', '\u{FFFD}PNG'],
    ] as const) {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        panel.getByRole('button', { name: button }).click(),
      ]);
      const content = await readFile(await file.path(), 'utf8');
      expect(content.slice(0, start.length)).toBe(start);
    }
    await panel.getByRole('button', { name: 'Table' }).click();
    await panel.getByRole('cell', { name: 'Andrea Gesmundo' }).waitFor();
    const query = await panel.getByRole('link', { name: 'Query' }).getAttribute('href');
    const playground = await page.context().newPage();
    await playground.goto(new URL(query ?? '', address).href);
    await playground.locator('.graphiql-query-editor', { hasText: 'query TopAuthors' }).waitFor();
    await close(page);
  });

  test('a chart is gone through by keys, which say each datum, and Enter filters all', async () => {
    const page = await open('/');
    await settled(page);
    const panel = page.locator('.panel', { has: page.getByRole('heading', { name: 'Publications a year' }) });
    await panel.locator('svg').waitFor();
    await panel.getByRole('application').focus();
    await page.keyboard.press('ArrowRight');
    await panel.getByText(/^Year: \d{4}, Publications: \d+$/).waitFor({ state: 'attached' });
    const said = await panel.getByRole('status').last().textContent();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^from \d{4}/ }).waitFor();
    const { searchParams } = new URL(page.url());
    expect(said).toContain(`Year: ${searchParams.get('from')}`);
    expect(searchParams.get('to')).toBe(searchParams.get('from'));
    await close(page);
  });

  test('the dashboard shows how collaboration grows and the communities, and a community filters all', async () => {
    const page = await open('/');
    await settled(page);
    const growth = page.locator('.panel', {
      has: page.getByRole('heading', { name: 'Collaboration growth' }),
    });
    await growth.getByRole('button', { name: 'Table' }).click();
    await growth.getByRole('cell', { name: '2021' }).waitFor();
    const communities = page.locator('.panel', { has: page.getByRole('heading', { name: 'Communities' }) });
    await communities.locator('svg').waitFor();
    await communities.getByRole('application').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^community / }).waitFor();
    await settled(page);
    await page.screenshot({ path: path.join(screenshots, 'explorer-community.png'), fullPage: true });
    await close(page);
  });

  test('a click on a team size filters all, and the trends of topics are lines with a table', async () => {
    const page = await open('/');
    await settled(page);
    const teams = page.locator('.panel', { has: page.getByRole('heading', { name: 'Team size' }) });
    await teams.locator('svg').waitFor();
    await teams.getByRole('application').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^authors 2/ }).waitFor();
    expect(new URL(page.url()).searchParams.get('team')).toBe('2');
    await page.goto(new URL('/topics', address).href);
    await settled(page);
    const trends = page.locator('.panel', { has: page.getByRole('heading', { name: 'Topic trends' }) });
    await trends.locator('svg').waitFor();
    await trends.screenshot({ path: path.join(screenshots, 'explorer-topic-trends.png') });
    expect(await trends.locator('svg text').allTextContents()).toContain('reinforcement learning');
    await trends.getByRole('button', { name: 'Table' }).click();
    await trends.getByRole('columnheader', { name: 'reinforcement learning in %' }).waitFor();
    await close(page);
  });

  test('the years beside results are wide enough for a finger, however many there are', async () => {
    const page = await open('/');
    await page.route('**/graphql', async (asked) => {
      if (asked.request().postDataJSON()?.operationName !== 'SearchPublications') return asked.fallback();
      const answer = await (await asked.fetch()).json();
      answer.data.publications.facets.years.values = Array.from({ length: 77 }, (_, at) => ({
        year: 1948 + at,
        count: 1 + (at % 9),
      }));
      return asked.fulfill({ json: answer });
    });
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Search' }).click();
    const decade = page.getByRole('button', { name: '1990–1999' });
    await decade.waitFor();
    for (const button of await page.locator('.year-facet button').all()) {
      expect((await button.boundingBox())?.width).toBeGreaterThanOrEqual(24);
    }
    expect(await faults(page)).toEqual([]);
    await decade.click();
    await page.getByRole('button', { name: /^from 1990/ }).waitFor();
    expect(new URL(page.url()).searchParams.get('to')).toBe('1999');
    await page.unrouteAll({ behavior: 'wait' });
    await close(page);
  });

  test('the cluster map leads from all clusters into one, to its publications, and Back leads out', async () => {
    const page = await open('/topics', { viewport: { width: 1280, height: 940 } });
    await settled(page);
    const map = page.locator('.network-panel');
    await map.screenshot({ path: path.join(screenshots, 'explorer-clusters.png') });
    const [picture] = await Promise.all([
      page.waitForEvent('download'),
      map.getByRole('button', { name: 'SVG' }).click(),
    ]);
    const { names, over } = await areaNames(page, await readFile(await picture.path(), 'utf8'));
    expect(over).toEqual([]);
    expect(names).toHaveLength(await map.getByRole('list', { name: 'Clusters' }).getByRole('button').count());
    await map.getByRole('button', { name: 'Topics', exact: true }).click();
    // In no cluster are only topics of publications that share none with any other.
    const left = map.locator('tbody tr', { has: page.locator('td:last-child', { hasText: /^–$/ }) });
    expect((await left.locator('td:first-child').allTextContents()).sort()).toEqual([
      'continent',
      'knowledge graph',
      'syntactic parsing',
    ]);
    await map.getByRole('button', { name: 'Topics', exact: true }).click();
    const [first] = await map.getByRole('list', { name: 'Clusters' }).getByRole('button').all();
    await first?.click();
    await map.getByRole('navigation', { name: 'Zoom' }).waitFor();
    await settled(page);
    await map.screenshot({ path: path.join(screenshots, 'explorer-cluster.png') });
    await map.getByRole('button', { name: 'Publications' }).click();
    const publication = map.getByRole('row').nth(1).getByRole('link');
    const title = (await publication.textContent()) ?? '';
    await publication.click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.goBack();
    await map.getByRole('navigation', { name: 'Zoom' }).waitFor();
    await page.goBack();
    await map.getByRole('list', { name: 'Clusters' }).waitFor();
    await page.goto(new URL('/topics?cluster=Q29tbXVuaXR5Om5vbmU%3D', address).href);
    await page.getByText('This cluster is no longer there').waitFor();
    await close(page);
  });

  test('a network is gone through by keys, which say each node, and Enter opens it', async () => {
    const page = await open(await authorPage('Andrea Gesmundo'));
    await settled(page);
    const network = page.getByRole('application', {
      name: /^The network of coauthors around Andrea Gesmundo/,
    });
    await network.focus();
    await page.keyboard.press('n');
    await network.getByText('Andrea Gesmundo, 1 of 17: 16 ties').waitFor({ state: 'attached' });
    await page.keyboard.press('n');
    const said = network.getByRole('status').filter({ hasText: ', 2 of 17: ' });
    await said.waitFor({ state: 'attached' });
    const name = (await said.textContent())?.split(', 2 of')[0] ?? '';
    await page.keyboard.press('n');
    await page.keyboard.press('p');
    await said.waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await close(page);
  });

  test('a network is dragged and zoomed, and its size, colour and bounds are in the address', async () => {
    const page = await open(await authorPage('Andrea Gesmundo'), { viewport: { width: 1280, height: 1200 } });
    await settled(page);
    const panel = page.locator('.network-panel');
    /** Nodes as they are seen, the largest first. */
    const nodes = async () => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        panel.getByRole('button', { name: 'SVG' }).click(),
      ]);
      const svg = await readFile(await file.path(), 'utf8');
      return [...svg.matchAll(/<circle cx="([\d.-]+)" cy="([\d.-]+)" r="([\d.]+)" fill="([^"]+)"/g)]
        .map(([, x, y, r, fill]) => ({ x: Number(x), y: Number(y), r: Number(r), fill }))
        .sort((a, b) => b.r - a.r);
    };
    const picture = page.locator('.network-canvas');
    const place = await picture.boundingBox();
    if (place === null) throw new Error('the network is not seen');
    const [largest] = await nodes();
    if (largest === undefined) throw new Error('the network has no nodes');
    const from = { x: place.x + largest.x, y: place.y + largest.y };
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 30, from.y + 20, { steps: 3 });
    await page.mouse.move(from.x + 60, from.y + 40, { steps: 3 });
    await page.mouse.up();
    const way = async () => ((await nodes())[0]?.x ?? 0) - largest.x;
    await expect.poll(way, { timeout: 30_000 }).toBeGreaterThan(55);
    expect(await way()).toBeLessThan(65);
    // It was moved, not clicked.
    expect(new URL(page.url()).search).toBe('');

    const breadth = async () => {
      const xs = (await nodes()).map(({ x }) => x);
      return Math.max(...xs) - Math.min(...xs);
    };
    const before = await breadth();
    await page.mouse.move(from.x, from.y);
    await page.mouse.wheel(0, -300);
    await expect.poll(breadth, { timeout: 30_000 }).toBeGreaterThan(1.2 * before);
    await panel.getByRole('button', { name: 'All', exact: true }).click();

    const colours = new Set((await nodes()).map(({ fill }) => fill));
    await panel.getByRole('combobox', { name: 'Colour' }).selectOption('distance');
    await panel.getByRole('list', { name: 'Colours' }).getByText('1 step').waitFor();
    await expect
      .poll(async () => new Set((await nodes()).map(({ fill }) => fill)), { timeout: 30_000 })
      .not.toEqual(colours);
    const radii = async () => [...new Set((await nodes()).map(({ r }) => r))];
    const byPublications = await radii();
    await panel.getByRole('combobox', { name: 'Size' }).selectOption('ties');
    await expect.poll(radii, { timeout: 30_000 }).not.toEqual(byPublications);
    await panel.getByLabel('Shared publications, at least').fill('2');
    await panel.getByLabel('Shared publications, at least').press('Enter');
    await expect.poll(async () => (await nodes()).length, { timeout: 30_000 }).toBe(4);
    await panel.getByLabel('Steps').selectOption('1');
    await expect
      .poll(() => Object.fromEntries(new URL(page.url()).searchParams), { timeout: 30_000 })
      .toEqual({ colour: 'distance', size: 'ties', min: '2', depth: '1' });
    const shared = await open(page.url());
    await settled(shared);
    expect(await shared.getByRole('combobox', { name: 'Size' }).inputValue()).toBe('ties');
    expect(await shared.getByLabel('Shared publications, at least').inputValue()).toBe('2');
    await close(shared);
    await close(page);
  });

  test('what fails says why and is tried again; what a picture leaves out is said above it', async () => {
    const route = await authorPage('Andrea Gesmundo');
    const page = await open('/');
    await settled(page);
    let isFailing = true;
    await page.route('**/graphql', async (asked) => {
      if (asked.request().postDataJSON()?.operationName !== 'CoauthorNetwork') return asked.fallback();
      const error = { message: 'The database took too long', extensions: { code: 'DATABASE_TIMEOUT' } };
      const coauthorNetwork = { ...largeNetwork(60, 120), nodesTruncated: true };
      return asked.fulfill({ json: isFailing ? { errors: [error] } : { data: { coauthorNetwork } } });
    });
    await page.evaluate(
      `history.pushState(null, '', ${JSON.stringify(route)}); dispatchEvent(new PopStateEvent('popstate'))`,
    );
    const panel = page.locator('.network-panel');
    await panel.getByText('Code: DATABASE_TIMEOUT').waitFor();
    await page.screenshot({ path: path.join(screenshots, 'explorer-failed.png') });
    expect(await faults(page)).toEqual([]);
    isFailing = false;
    await panel.getByRole('button', { name: 'Try again' }).click();
    await panel.getByText('Shown are the 60 people with the most publications; there are more.').waitFor();
    await close(page);
  });

  test('a picture of a network that is saved as PNG has its colours and its ground', async () => {
    const page = await open(await authorPage('Andrea Gesmundo'));
    await settled(page);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('.network-panel').getByRole('button', { name: 'PNG' }).click(),
    ]);
    const png = (await readFile(await file.path())).toString('base64');
    const pixels = (await page.evaluate(`(async () => {
      const bytes = Uint8Array.from(atob('${png}'), (character) => character.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const near = (colour) => {
        let count = 0;
        for (let at = 0; at < data.length; at += 4) {
          if (colour.every((value, part) => Math.abs(data[at + part] - value) <= 2)) count += 1;
        }
        return count;
      };
      return { ground: near([255, 255, 255]), first: near([0, 114, 178]), second: near([230, 159, 0]) };
    })()`)) as Readonly<Record<'ground' | 'first' | 'second', number>>;
    expect(pixels.ground).toBeGreaterThan(100_000);
    // The two largest communities.
    expect(pixels.first).toBeGreaterThan(100);
    expect(pixels.second).toBeGreaterThan(100);
    await close(page);
  });

  test('what is found in a network is opened by a button', async () => {
    const page = await open('/topics');
    await settled(page);
    const find = page.getByLabel('Find in the network');
    await find.fill('transfer learning');
    await find.press('Enter');
    await page.getByRole('button', { name: 'Open transfer learning' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'transfer learning' }).waitFor();
    await close(page);
  });

  test('a page of another origin takes the script of a panel: a lazy, titled, sandboxed frame of the height it needs', async () => {
    const page = await open('/?from=2015');
    await settled(page);
    const panel = page.locator('.panel', { has: page.getByRole('heading', { name: 'People', exact: true }) });
    await panel.getByRole('button', { name: 'Embed' }).click();
    const tag = await page.getByLabel('A script, which sizes the picture').inputValue();
    await close(page);

    const author = (await authorPage('Andrea Gesmundo')).replace('/author/', '');
    const network = `<script async src="${address}embed.js" data-view="author-network" data-author="${decodeURIComponent(author)}" data-depth="1" data-height="520" data-theme="dark"></script>`;
    const host = createHttpServer((_request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      // As strict as a page may be that still takes the script and its frame.
      response.setHeader(
        'content-security-policy',
        `default-src 'none'; img-src 'self'; script-src ${address}; frame-src ${address}`,
      );
      response.end(
        `<!doctype html><html lang="en"><title>Our group</title><h1>Our group</h1>${tag}<p>Between.</p>${network}</html>`,
      );
    });
    await new Promise<void>((done) => host.listen(0, 'localhost', done));
    const port = (host.address() as AddressInfo).port;
    const context = await browser.newContext({
      viewport: { width: 900, height: 900 },
      reducedMotion: 'reduce',
    });
    const foreign = await context.newPage();
    foreign.setDefaultTimeout(patience);
    const scrollsNothing = (frame: Locator) =>
      expect
        .poll(
          () =>
            frame
              .contentFrame()
              .locator('html')
              .evaluate('document.documentElement.scrollHeight - innerHeight'),
          { timeout: patience },
        )
        .toBe(0);
    foreign.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${foreign.url()}: ${message.text()}`);
    });
    foreign.on('pageerror', (error) => complaints.push(`${foreign.url()}: ${error.message}`));
    await foreign.goto(`http://localhost:${port}/`);
    const chart = foreign.locator('iframe').first();
    expect(await chart.getAttribute('title')).toBe('People');
    expect(await chart.getAttribute('loading')).toBe('lazy');
    expect(await chart.getAttribute('sandbox')).not.toContain('allow-top-navigation');
    await chart.contentFrame().locator('svg').waitFor();
    // It has taken the height that its content needs, so that nothing in it scrolls.
    await expect
      .poll(() => foreign.evaluate('document.querySelector("iframe").offsetHeight'), { timeout: patience })
      .not.toBe(480);
    await scrollsNothing(chart);
    await foreign.locator('iframe').nth(1).scrollIntoViewIfNeeded();
    const framed = foreign.locator('iframe').nth(1);
    await framed.contentFrame().locator('[data-arranged]').waitFor();
    // It comes last, and the frame grows by it: what is clicked while it does is missed.
    await framed.contentFrame().getByRole('list', { name: 'Colours' }).waitFor();
    await expect
      .poll(() => framed.getAttribute('title'), { timeout: patience })
      .toContain('Coauthors of Andrea Gesmundo');
    await scrollsNothing(framed);
    expect(await framed.contentFrame().locator('html').getAttribute('data-theme')).toBe('dark');
    // A link opens beside the frame, which itself stays. By its key: where in a page a frame of another site is, the
    // browser learns late, and a click could go elsewhere.
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      framed.contentFrame().getByRole('link', { name: 'Scholargraph' }).press('Enter'),
    ]);
    expect(new URL(opened.url()).origin).toBe(new URL(address).origin);
    await opened.close();
    await foreign.screenshot({ path: path.join(screenshots, 'explorer-other-origin.png'), fullPage: true });
    await context.close();
    host.close();
  });

  test('an import is followed live, its rejects are read, and no markup of it runs', async () => {
    const page = await open('/import');
    await asAdministrator(page);
    await page.locator('input[type=file]').setInputFiles({
      name: 'hostile.bib',
      mimeType: 'text/plain',
      buffer: Buffer.from(`${hostile}\n@article{broken, title = {No end`),
    });
    const row = page.locator('.import', { hasText: 'hostile.bib' });
    await row.locator('.badge', { hasText: 'done' }).waitFor();
    await page.screenshot({ path: path.join(screenshots, 'explorer-import.png') });
    expect(await row.textContent()).toContain('1 new');
    await row.getByText('Rejects').click();
    await row.getByRole('cell', { name: 'RECORD_MALFORMED' }).waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await nothingSticksOut(page);
    await page.screenshot({ path: path.join(screenshots, 'explorer-rejects-phone.png'), fullPage: true });
    await page.setViewportSize({ width: 1280, height: 800 });

    await page.goto(new URL(await publicationPage('hostile markup'), address).href);
    await page.locator('.katex').first().waitFor();
    await settled(page);
    expect(await page.locator('h1').textContent()).toContain('Hostile');
    await page.getByText('BibTeX · line 1 · hostile2020').waitFor();
    expect(await page.locator('main img, main script, a[href^="javascript"]').count()).toBe(0);
    expect(await page.evaluate('window.ran')).toBeUndefined();
    await page.screenshot({ path: path.join(screenshots, 'explorer-hostile.png') });
    await close(page);
  });

  test('an import tells live what was read in part and what is of people, which their pages then show', async () => {
    const page = await open('/import');
    await asAdministrator(page);
    const asked = operationsOf(page);
    await page.locator('input[type=file]').setInputFiles({
      name: 'ledger.xml',
      mimeType: 'text/xml',
      buffer: Buffer.from(dblpPerson),
    });
    const row = page.locator('.import', { hasText: 'ledger.xml' });
    await row.locator('.badge', { hasText: 'done' }).waitFor();
    await row
      .getByText(
        'DBLP · 2 records: 2 new, 0 changed, 0 unchanged · 0 rejected · 1 read in part · 1 entry of people',
      )
      .waitFor();
    // By the subscription alone: the list was not asked for again.
    expect(asked).not.toContain('Imports');
    await page.screenshot({ path: path.join(screenshots, 'explorer-import-counts.png') });
    expect(await faults(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await nothingSticksOut(page);
    expect(await faults(page)).toEqual([]);
    await page.screenshot({ path: path.join(screenshots, 'explorer-import-counts-phone.png') });

    await page.goto(new URL(await authorPage('Tessa M. Ledger'), address).href);
    await page.locator('.provenance summary').click();
    const said = page.getByRole('region', { name: 'What sources say of the person' });
    await said.getByRole('cell', { name: 'ledger.xml (DBLP, homepages/77/1)' }).waitFor();
    await said.getByRole('cell', { name: 'Tessa Ledger; Tessa M. Ledger' }).waitFor();
    await close(page);
  });

  test('a publication shows, once it is asked, what each source says and why which value is shown', async () => {
    for (const [sourceName, text] of disputed) {
      await ask(
        `mutation { importRecords(input: { sourceName: ${JSON.stringify(sourceName)}, text: ${JSON.stringify(text)}, waitSeconds: 60 }) { state } }`,
        { authorization: `Bearer ${token}` },
      );
    }
    const page = await open(await publicationPage('salt of the sea'));
    const asked = operationsOf(page);
    await settled(page);
    expect(asked).not.toContain('PublicationProvenance');
    // What cannot be answered is said, and asked again.
    let failing = true;
    await page.route('**/graphql', async (route) => {
      if (!failing || route.request().postDataJSON()?.operationName !== 'PublicationProvenance')
        return route.fallback();
      failing = false;
      const error = { message: 'The database does not answer', extensions: { code: 'DATABASE_TIMEOUT' } };
      return route.fulfill({ json: { errors: [error] } });
    });
    const provenance = page.getByRole('region', { name: 'Where this comes from' });
    await provenance.locator('summary').focus();
    await page.keyboard.press('Enter');
    await provenance.getByRole('alert').getByText('Code: DATABASE_TIMEOUT').waitFor();
    await provenance.getByRole('button', { name: 'Try again' }).press('Enter');

    const values = provenance.getByRole('region', { name: 'Values shown' });
    const year = values
      .getByRole('row')
      .filter({ has: page.getByRole('cell', { name: 'Year', exact: true }) });
    await year.waitFor();
    expect(await year.textContent()).toContain('1 of 2');
    const authors = values.getByRole('row').filter({ has: page.getByRole('cell', { name: 'Authors' }) });
    expect(await authors.textContent()).toContain('2 of 2');
    await provenance.getByText('Long values are cut here').waitFor();
    await page.screenshot({ path: path.join(screenshots, 'explorer-provenance.png'), fullPage: true });
    const stated = provenance.getByRole('region', { name: 'What each source says' });
    for (const said of [
      /^Year 2016 .*BibTeX/,
      /^Year 2017 salt\.ris/,
      /^Authors Ada Brine; Bo Salter salt\.ris/,
    ]) {
      expect(await stated.getByRole('row', { name: said }).count()).toBe(1);
    }
    const named = provenance.getByRole('region', { name: 'Who and what is named how' });
    expect(await named.getByRole('link', { name: 'Bo Salter' }).count()).toBe(2);
    // The name of the source is text like all else of it.
    expect(
      await named.getByRole('cell', { name: `${hostileSource} (BibTeX, line 1, disputed)` }).count(),
    ).toBe(3);
    expect(await page.locator('main img, main script, main b, main [onclick]').count()).toBe(0);
    expect(await page.evaluate('window.ran')).toBeUndefined();

    // By keys: a column orders the rows.
    await named.getByRole('button', { name: 'Kind' }).press('Enter');
    await named.locator('th[aria-sort="ascending"]', { hasText: 'Kind' }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await nothingSticksOut(page);
    expect(await faults(page)).toEqual([]);
    await page.screenshot({ path: path.join(screenshots, 'explorer-provenance-phone.png'), fullPage: true });
    await close(page);
  });

  test('a person shows by what evidence publications are theirs, and in which forms their name is written', async () => {
    const page = await open(await authorPage('Maris Tidewell'));
    const asked = operationsOf(page);
    await settled(page);
    expect(asked).not.toContain('AuthorProvenance');
    const provenance = page.getByRole('region', { name: 'Where this comes from' });
    await provenance.locator('summary').focus();
    await page.keyboard.press('Space');
    await provenance.getByText('Identifiers and decisions alone hold all 3 publications together.').waitFor();
    await provenance
      .getByRole('row', { name: 'An identifier in common with another publication 3' })
      .waitFor();
    await provenance.getByRole('row', { name: 'Maris Tidewell 3' }).waitFor();
    await provenance.getByRole('row', { name: 'openalex:A771 3' }).waitFor();
    await provenance.getByText('No source says more of this person than who wrote what.').waitFor();
    await page.screenshot({ path: path.join(screenshots, 'explorer-identity.png'), fullPage: true });
    expect(await faults(page)).toEqual([]);
    expect(await disorder(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await nothingSticksOut(page);
    expect(await faults(page)).toEqual([]);
    await provenance.screenshot({ path: path.join(screenshots, 'explorer-identity-phone.png') });
    await provenance.locator('summary').press('Enter');
    await provenance.getByRole('table').first().waitFor({ state: 'detached' });
    await close(page);
  });

  test('files that are dropped are read, and with “try only” nothing of them is stored', async () => {
    const page = await open('/import');
    await asAdministrator(page);
    await page.getByLabel('Try only').check();
    const dropped = await page.evaluateHandle(`(() => {
      const data = new DataTransfer();
      data.items.add(new File(['@article{d, title = {A study that was dropped}, author = {Drop, Ada}, year = 2020}'], 'dropped.bib'));
      return data;
    })()`);
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: dropped });
    const row = page.locator('.import', { hasText: 'dropped.bib' });
    await row.locator('.badge', { hasText: 'done' }).waitFor();
    await row.getByText('try only').waitFor();
    const { publications } = await ask<{ publications: { totalCount: number } }>(
      '{ publications(search: "study that was dropped") { totalCount } }',
    );
    expect(publications.totalCount).toBe(0);
    await close(page);
  });

  test('an import is undone, after it was shown what would go', async () => {
    const page = await open('/import');
    await asAdministrator(page);
    await page.locator('input[type=file]').setInputFiles({
      name: 'mistake.bib',
      mimeType: 'text/plain',
      buffer: Buffer.from(
        '@article{m, title = {A study imported by mistake}, author = {Mis, Take}, year = 2020}',
      ),
    });
    const row = page.locator('.import', { hasText: 'mistake.bib' });
    await row.locator('.badge', { hasText: 'done' }).waitFor();
    await row.getByRole('button', { name: 'Undo …' }).click();
    const confirm = row.getByRole('group', { name: 'Undo the import of mistake.bib?' });
    await confirm.getByText('1 publication, 1 person, 0 venues').waitFor();
    await page.screenshot({ path: path.join(screenshots, 'explorer-undo-import.png') });
    expect(await faults(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await nothingSticksOut(page);
    await page.screenshot({ path: path.join(screenshots, 'explorer-undo-import-phone.png') });
    await confirm.getByRole('button', { name: 'Keep it' }).click();
    await row.getByRole('button', { name: 'Undo …' }).click();
    await confirm.getByRole('button', { name: 'Undo this import' }).click();
    await row.locator('.badge', { hasText: 'undone' }).last().waitFor();
    await row.getByText('Undone: 1 entry removed, 0 as before, 0 kept').waitFor();
    await row.getByRole('button', { name: 'Undo …' }).waitFor({ state: 'detached' });
    const { publications } = await ask<{ publications: { totalCount: number } }>(
      '{ publications(search: "imported by mistake") { totalCount } }',
    );
    expect(publications.totalCount).toBe(0);
    await close(page);
  });

  test('an administrator merges two, undoes that, keeps them apart, and splits off what a suggestion chooses', async () => {
    const route = await authorPage('Jesse Quillfeather');
    const visitor = await open(route);
    await settled(visitor);
    expect(await visitor.getByRole('heading', { name: 'Curation' }).count()).toBe(0);
    await close(visitor);

    const page = await open('/import');
    await asAdministrator(page);
    await page.goto(new URL(route, address).href);
    const curation = page.locator('.curation');
    await curation.getByRole('button', { name: 'Merge …' }).click();
    const form = curation.locator('form');
    const decide = async (title: RegExp, then: RegExp) => {
      await form.getByText(title).waitFor();
      await form.getByLabel('Reason').fill('They told us');
      await form.getByRole('button', { name: 'Preview' }).click();
      await form.getByText(then).waitFor();
      await settled(page);
      await form.scrollIntoViewIfNeeded();
    };
    await decide(/Merge Jesse Quillfeather and J\. Quillfeather/, /Jesse Quillfeather \(4 publications/);
    await curation.screenshot({ path: path.join(screenshots, 'explorer-curation.png') });
    expect(await faults(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await nothingSticksOut(page);
    await curation.screenshot({ path: path.join(screenshots, 'explorer-curation-phone.png') });
    await page.setViewportSize({ width: 1280, height: 800 });
    await form.getByRole('button', { name: 'Decide' }).click();

    const decided = curation.getByRole('listitem').filter({ hasText: 'They told us' });
    await curation.getByText(/one person: .* – They told us/).waitFor();
    await decided.getByRole('button', { name: 'Undo …' }).click();
    await decide(/Undo this decision/, /J\. Quillfeather \(1 publication,/);
    await form.getByRole('button', { name: 'Decide' }).click();

    await curation.getByRole('button', { name: 'These are two people …' }).click();
    await decide(/are two people/, /publications are looked at again/);
    await form.getByRole('button', { name: 'Decide' }).click();
    await curation.getByText(/two people: .* – They told us/).waitFor();
    await curation.getByText('Nobody else has enough in common').waitFor();

    await page.goto(new URL(route, address).href);
    await curation.getByRole('button', { name: 'Choose it' }).first().click();
    await curation.getByRole('button', { name: 'Split off 1 …' }).click();
    await decide(/1 publication is by another/, /Jesse Quillfeather \(2 publications/);
    await form.getByRole('button', { name: 'Decide' }).click();
    await has(decided, 2);
    expect(page.url()).not.toContain(token);
    expect(await page.evaluate('JSON.stringify(localStorage) + document.cookie')).not.toContain(token);
    await close(page);
  });

  test('an institution is found by its name, and shows with whom its people wrote', async () => {
    const page = await open('/');
    await settled(page);
    await page.keyboard.press('/');
    await page.keyboard.type('university of harbour 1');
    await page.getByRole('option', { name: /Institutions.*University of Harbour 1/ }).click();
    await page.getByRole('heading', { level: 1, name: 'University of Harbour 1' }).waitFor();
    await settled(page);
    const network = page.locator('.network-panel');
    await network.getByRole('button', { name: 'Table' }).click();
    await has(network.locator('tbody tr'), 4);
    await network.getByRole('link', { name: 'University of Harbour 2' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'University of Harbour 2' }).waitFor();
    const people = page.locator('.panel', { hasText: 'People here' });
    await people.getByRole('button', { name: 'Table' }).click();
    await people.getByRole('link', { name: 'Olga Quayside' }).click();
    await page.getByRole('link', { name: 'University of Harbour 2, 2015–2018' }).waitFor();
    await close(page);
  });

  const pages: readonly (readonly [name: string, route: () => Promise<string>])[] = [
    ['overview', async () => '/'],
    ['search', async () => '/search?q=learning'],
    ['author', () => authorPage('Andrea Gesmundo')],
    ['publication', () => publicationPage('multi-task')],
    [
      'venue',
      async () => {
        const { venues } = await ask<{ venues: { nodes: { id: string }[] } }>(
          '{ venues(search: "arxiv", first: 1) { nodes { id } } }',
        );
        return `/venue/${encodeURIComponent(venues.nodes[0]?.id ?? '')}`;
      },
    ],
    [
      'topic',
      async () => {
        const { topic } = await ask<{ topic: { id: string } }>(
          '{ topic(name: "reinforcement learning") { id } }',
        );
        return `/topic/${encodeURIComponent(topic.id)}`;
      },
    ],
    ['institution', () => institutionPage('University of Harbour 1')],
    ['topics', async () => '/topics'],
    ['cluster', async () => `/topics?cluster=${encodeURIComponent(await largestCluster())}`],
    ['import', async () => '/import'],
    ['missing', async () => '/author/QXV0aG9yOm5vYm9keQ=='],
    [
      'embed',
      async () => (await authorPage('Andrea Gesmundo')).replace('/author/', '/embed/network?author='),
    ],
    ['embedded-chart', async () => '/embed/collaboration?from=2015'],
  ];

  describe.each([
    ['desktop, light', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
    [
      'phone, dark',
      { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true, isMobile: true },
    ],
  ] as const)('%s', (screen, options) => {
    test.each(pages)('%s: accessible (WCAG 2.2 AA), and nothing sticks out', async (name, routeOf) => {
      const page = await open(await routeOf(), options);
      await settled(page);
      const file = `explorer-${name}-${screen.replace(/\W+/g, '-')}.png`;
      await page.screenshot({ path: path.join(screenshots, file), fullPage: true });
      expect(await faults(page)).toEqual([]);
      await nothingSticksOut(page);
      expect(await disorder(page)).toEqual([]);
      await close(page);
    });
  });

  test('5,000 people and 20,000 ties are drawn soon after they are there', async () => {
    const page = await open('/');
    const route = await authorPage('Andrea Gesmundo');
    await page.route('**/graphql', async (asked) => {
      if (asked.request().postDataJSON()?.operationName !== 'CoauthorNetwork') return asked.fallback();
      return asked.fulfill({ json: { data: { coauthorNetwork: largeNetwork(5_000, 20_000) } } });
    });
    await page.evaluate(`new MutationObserver(() => {
      if (document.querySelector('[data-drawn]')) window.drawnAt ??= performance.now();
      if (document.querySelector('.network-place')) window.there ??= performance.now();
    }).observe(document, { subtree: true, childList: true, attributes: true })`);
    await page.evaluate(
      `history.pushState(null, '', ${JSON.stringify(route)}); dispatchEvent(new PopStateEvent('popstate'))`,
    );
    await page.locator('[data-arranged]').waitFor({ timeout: 200_000 });
    const drawn = Number(await page.evaluate('window.drawnAt - window.there'));
    const { whole, script } = (await page.evaluate(`new Promise((done) => {
      const whole = [];
      const script = [];
      const later = requestAnimationFrame;
      let spent = 0;
      window.requestAnimationFrame = (act) => later((now) => {
        const start = performance.now();
        act(now);
        spent += performance.now() - start;
      });
      let last = performance.now();
      const place = document.querySelector('.network-place');
      const step = (now) => {
        whole.push(now - last);
        script.push(spent);
        last = now;
        spent = 0;
        const key = whole.length % 2 ? 'ArrowLeft' : 'ArrowRight';
        place.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
        if (whole.length < 12) later(step);
        else done({ whole: median(whole), script: median(script) });
      };
      later(step);
    })`)) as { whole: number; script: number };
    process.stdout.write(
      `5,000 nodes, 20,000 edges: drawn in ${drawn.toFixed(0)} ms; a frame takes ${script.toFixed(1)} ms of script, and ${whole.toFixed(0)} ms in all without a GPU\n`,
    );
    await page.locator('.network-panel').screenshot({ path: path.join(screenshots, 'explorer-large.png') });
    expect(drawn).toBeLessThan(60_000);
    await close(page);
  });

  test('other pages may frame an embed and nothing else', async () => {
    const frames = async (route: string) =>
      (await fetch(new URL(route, address))).headers
        .get('content-security-policy')
        ?.split('frame-ancestors ')[1];
    expect(await frames('/embed/output')).toBe('*');
    expect(await frames('/')).toBe("'none'");
  });

  test('the browser has nothing to complain about, and nothing is fetched from elsewhere', () => {
    expect(complaints).toEqual([]);
  });
});
