import { expect, test } from 'vitest';
import { csv } from '../../web/parts/table.ts';

test('a table as CSV: quoted where needed, links as their text, and no formula for a spreadsheet', () => {
  const text = csv({
    columns: [{ title: 'Person' }, { title: 'Change', numeric: true }],
    rows: [
      [{ text: 'Gesmundo, Andrea', address: '/author/1' }, -3],
      ['=HYPERLINK("https://example.org")', null],
      ['two\nlines', 1.5],
    ],
  });
  expect(text).toBe(
    'Person,Change\r\n"Gesmundo, Andrea",-3\r\n"\'=HYPERLINK(""https://example.org"")",\r\n"two\nlines",1.5\r\n',
  );
});
