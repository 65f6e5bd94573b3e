// The weight of what a browser loads, gzip, against the budget: what the page names itself, and each screen that is
// fetched when it is opened. Fails the build when it is too much.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const page = readFileSync(join(dist, 'index.html'), 'utf8');
const budgetKb = { js: 230, css: 15, trends: 45, screen: 60 };
const sum = { js: 0, css: 0 };
const later = [];

for (const name of readdirSync(join(dist, 'assets'))) {
  const kind = /\.(js|css)$/.exec(name)?.[1];
  if (!kind) continue;
  const kb = gzipSync(readFileSync(join(dist, 'assets', name)), { level: 9 }).length / 1024;
  if (page.includes(name)) sum[kind] += kb;
  else later.push({ name, kb, limit: name.startsWith('Trends') ? budgetKb.trends : budgetKb.screen });
}

let failed = false;
function weigh(what, kb, limit) {
  const verdict = kb > 0 && kb <= limit ? 'ok' : 'TOO MUCH';
  if (verdict !== 'ok') failed = true;
  console.log(`${what}: ${kb.toFixed(1)} KB gzip of ${limit} KB: ${verdict}`);
}
weigh('js', sum.js, budgetKb.js);
weigh('css', sum.css, budgetKb.css);
for (const { name, kb, limit } of later) weigh(name, kb, limit);
process.exit(failed ? 1 : 0);
