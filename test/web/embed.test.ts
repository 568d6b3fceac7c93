import { describe, expect, test } from 'vitest';
import { frameTag, scriptTag } from '../../web/embedTags.ts';
import { filterOf, paramsOf } from '../../web/filter.ts';

const tag = {
  origin: 'https://example.org',
  picture: 'network',
  title: 'Coauthors of "Ada" <Lovelace> & others',
  options: new URLSearchParams({ author: 'QXV0aG9yOjE=', depth: '1' }),
};

test('a script tag has the options as data, and no text of it ends an attribute', () => {
  expect(scriptTag(tag)).toBe(
    '<script async src="https://example.org/embed.js" data-view="network" data-author="QXV0aG9yOjE=" data-depth="1" data-title="Coauthors of &quot;Ada&quot; &lt;Lovelace> &amp; others"></script>',
  );
});

test('a frame tag has them in its address', () => {
  expect(frameTag(tag)).toContain(
    'src="https://example.org/embed/network?author=QXV0aG9yOjE%3D&amp;depth=1" width="100%"',
  );
});

describe('the filter of a picture', () => {
  test.each(['', 'from=2015', 'from=2015&to=2019&type=PREPRINT', 'venue=v&topic=t&author=a&community=c'])(
    '%j is told by an address and read from it again',
    (address) => {
      const filter = filterOf(new URLSearchParams(address));
      expect(paramsOf(filter)?.toString()).toBe(address);
    },
  );

  test('what no address describes has none, so that no other picture is embedded', () => {
    expect(paramsOf({ doi: { exists: true } })).toBeUndefined();
    expect(paramsOf({ type: ['PREPRINT', 'ARTICLE'] })).toBeUndefined();
    expect(paramsOf({ institutions: { none: { id: ['i'] } } })).toBeUndefined();
  });
});
