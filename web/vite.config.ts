import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Browsers that have WebGL have `woff2`: what KaTeX offers besides it would only swell the package. */
const onlyWoff2 = {
  name: 'only-woff2',
  enforce: 'pre' as const,
  transform(code: string, id: string) {
    if (!/katex[^?]*\.css/.test(id)) return undefined;
    return code.replace(/,\s*url\([^)]*\)\s*format\(["'](?:woff|truetype)["']\)/g, '');
  },
};

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [onlyWoff2],
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // Nothing inline: the content security policy takes scripts, styles and fonts from this origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: {
      input: ['index.html', 'embed.ts'].map((name) => fileURLToPath(new URL(name, import.meta.url))),
      // Other pages name this one, so that its name stays.
      output: {
        entryFileNames: ({ name }) => (name === 'embed' ? 'embed.js' : 'assets/[name]-[hash].js'),
      },
    },
    // Which files a page needs, for the test of their size.
    manifest: true,
    // The chart library, which is loaded when there is a chart.
    chunkSizeWarningLimit: 700,
  },
  worker: { format: 'es' },
  // `npx vite web` while the server runs on its usual port.
  server: { proxy: { '/graphql': 'http://127.0.0.1:4000', '/export': 'http://127.0.0.1:4000' } },
});
