import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// The widget library brings its words in some thirty languages; this page speaks two. The others become empty.
const ourLanguages: Plugin = {
  name: 'our-languages',
  enforce: 'pre',
  load(id) {
    const language = /[\\/]react-(?:aria|stately)[^\\/]*[\\/].*[\\/]intl[\\/](?:.*[\\/])?([a-z]{2})-[A-Z]{2}\.m?js$/.exec(id.split('?')[0]!)?.[1];
    return language && language !== 'en' && language !== 'es' ? 'export default {};' : null;
  },
};

export default defineConfig({
  base: '/',
  plugins: [ourLanguages, react(), tailwind()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    sourcemap: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What the first page needs travels as one file: cut along every later screen it would be twenty, and heavier.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
    chunkSizeWarningLimit: 900, // test/budget.mjs guards the weight as it travels
  },
  test: {
    environment: 'happy-dom',
    include: ['test/unit/**/*.test.{ts,tsx}'],
    environmentOptions: { happyDOM: { url: 'http://127.0.0.1:8311/' } },
  },
});
