import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { Browser, Page, Request, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedPage } from '../../src/commands/serve.ts';
import { refreshTopicClusters } from '../../src/graph/cluster.ts';
import { inputOf } from '../../src/ingest/input.ts';
import { ingest } from '../../src/ingest.ts';
import { exampleQueries } from '../../src/playground/playground.ts';
import { createServer, type Server } from '../../src/server.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { chromiumPath, launchChromium } from './chromium.ts';

const screenshots = fileURLToPath(new URL('../.artifacts/screenshots/', import.meta.url));
const tabs = exampleQueries().map(({ name, query }) => ({
  name,
  title: /^query (\w+)/m.exec(query)?.[1] ?? '',
}));

/** What somebody sees who opens the address that `npm start` prints. Chromium is optional; CI has it. */
describe.skipIf(chromiumPath === undefined && process.env['CI'] === undefined)('the playground', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const foreign: string[] = [];

  beforeAll(async () => {
    const graph = await freshGraph();
    await ingest(graph, [inputOf(seedPage, 'seed/profile-page.txt')]);
    await refreshTopicClusters(graph);
    server = createServer({
      graph,
      config: { administrators: [], host: '127.0.0.1', port: 0 },
      logger: pino({ level: 'silent' }),
    });
    const address = await server.listen();
    await mkdir(screenshots, { recursive: true });
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 760 } });
    page.setDefaultTimeout(90_000);
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== new URL(address).origin) foreign.push(request.url());
    });
    const introspected = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.goto(address);
    await introspected;
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /**
   * GraphiQL takes a moment after a change of tab to see which operation is in it, and meanwhile answers "Cannot infer
   * operation" by itself. Somebody would click again.
   */
  async function execute(): Promise<Response> {
    const button = page.locator('.graphiql-execute-button');
    const isQuery = (request: Request) => request.method() === 'POST';
    for (let click = 1; click < 20; click += 1) {
      const asked = page.waitForRequest(isQuery, { timeout: 2_000 }).catch(() => undefined);
      if ((await button.getAttribute('aria-label'))?.startsWith('Execute')) await button.click();
      const response = await (await asked)?.response();
      if (response != null) return response;
    }
    throw new Error(
      `no click was followed by a request: ${await page.locator('.graphiql-response').textContent()}`,
    );
  }

  test('opens with the example queries in tabs', async () => {
    await page.locator('.graphiql-tab').first().waitFor();
    expect(await page.locator('.graphiql-tab').allInnerTexts()).toEqual(tabs.map(({ title }) => title));
  });

  test.each(tabs)('the tab $title answers', async ({ title, name }) => {
    const tab = `.graphiql-tab-button[title="${title}"]`;
    // By key: the tabs can be dragged, and a click of a program is too quick to be told from a drag.
    await page.locator(tab).press('Enter');
    await page.locator(`.graphiql-tab-active ${tab}`).waitFor();
    await page.locator('.graphiql-query-editor', { hasText: `query ${title}` }).waitFor();
    const response = await execute();
    expect(response.request().postDataJSON().query).toContain(`query ${title}`);
    const answer = await response.json();
    expect(answer.errors).toBeUndefined();
    expect(Object.values(answer.data)).not.toContain(null);
    await page.locator('.graphiql-response', { hasText: '"data"' }).waitFor();
    await page.screenshot({ path: path.join(screenshots, `playground-${name}.png`) });
  });

  test('fetches from nowhere else, and the browser has nothing to complain about', () => {
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
