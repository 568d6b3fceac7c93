/**
 * The script that another page takes to show a picture of the explorer where the script stands:
 * `<script async src="https://host/embed.js" data-view="network" data-author="ID"></script>`. It puts a frame there, which may
 * run its own scripts and open windows, but cannot move the page, and takes the height that its picture needs.
 */
(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;
  const options = new Map(
    [...script.attributes].flatMap(({ name, value }) =>
      name.startsWith('data-') ? [[name.slice('data-'.length), value] as const] : [],
    ),
  );
  const take = (name: string): string | undefined => {
    const value = options.get(name);
    options.delete(name);
    return value;
  };
  const address = new URL(`/embed/${encodeURIComponent(take('view') ?? 'network')}`, script.src);
  const title = take('title');
  const height = Number(take('height')) || 480;
  for (const [name, value] of options) address.searchParams.set(name, value);

  const frame = document.createElement('iframe');
  frame.src = address.href;
  frame.title = title ?? 'Scholargraph';
  frame.loading = 'lazy';
  frame.referrerPolicy = 'no-referrer';
  // Its own scripts may reach its own server, as it is of another origin than the page; they cannot lead the page elsewhere.
  frame.sandbox.add(
    'allow-scripts',
    'allow-same-origin',
    'allow-popups',
    'allow-popups-to-escape-sandbox',
    'allow-downloads',
  );
  Object.assign(frame.style, { display: 'block', width: '100%', height: `${height}px`, border: '0' });
  addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
    if (source !== frame.contentWindow || origin !== address.origin) return;
    if (typeof data !== 'object' || data === null || !('scholargraph' in data)) return;
    const told: unknown = data.scholargraph;
    if (typeof told !== 'object' || told === null) return;
    // A slip must not make a frame that is longer than any page.
    if ('height' in told && typeof told.height === 'number' && told.height > 0) {
      frame.style.height = `${Math.min(told.height, 5_000)}px`;
    }
    if ('title' in told && typeof told.title === 'string' && title === undefined) frame.title = told.title;
  });
  script.after(frame);
})();
