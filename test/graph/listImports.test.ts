import { pino } from 'pino';
import { expect, test } from 'vitest';
import { run } from '../../src/cli.ts';
import { textContent } from '../../src/imports/content.ts';
import { ImportQueue } from '../../src/imports/importQueue.ts';
import { commandOutput } from './commandOutput.ts';
import { freshGraph } from './freshGraph.ts';

const output = commandOutput();

/** One record whose year is none, one that is whole, and an entry of a person. */
const dblp = `<?xml version="1.0"?><dblp>
  <www key="homepages/h/NeilHoulsby"><author>Neil Houlsby</author><title>Home Page</title></www>
  <article key="journals/a/one"><author>Neil Houlsby</author><title>A study of one.</title><year>20199</year></article>
  <article key="journals/a/two"><author>Neil Houlsby</author><title>A study of two.</title><year>2019</year></article>
</dblp>`;
const bibtex = '@article{three, title = {A study of three}, author = {Houlsby, Neil}, year = 2019}';

test('imports are listed, the newest first, with what was read in part and what is of people', async () => {
  const queue = new ImportQueue(await freshGraph(), pino({ level: 'silent' }));
  for (const [sourceName, text] of [
    ['dblp.xml', dblp],
    ['library.bib', bibtex],
  ] as const) {
    const id = await queue.add({
      sourceName,
      content: textContent(text),
      format: undefined,
      since: undefined,
      strict: false,
      dryRun: false,
      by: 'Ada',
    });
    await queue.ended(id, 60_000, undefined);
  }
  await queue.close();
  expect(await run(['node', 'scholargraph', 'imports'])).toBe(0);
  expect(output.text.split('\n')).toEqual([
    expect.stringMatching(/ Ada {2}library\.bib: done$/),
    '  1 record: 1 new, 0 changed, 0 unchanged; 0 rejected',
    expect.stringMatching(/ Ada {2}dblp\.xml: done$/),
    '  2 records: 2 new, 0 changed, 0 unchanged; 0 rejected, 1 read in part, 1 statement of persons',
    '',
  ]);
});
