// The weight of what a browser loads, gzip, against the budget. Fails the build when it is too much.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const assets = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'assets');
const budgetKb = { js: 230, css: 15 };
const sum = { js: 0, css: 0 };

for (const name of readdirSync(assets)) {
  const kind = /\.(js|css)$/.exec(name)?.[1];
  if (kind) sum[kind] += gzipSync(readFileSync(join(assets, name)), { level: 9 }).length;
}

let failed = false;
for (const [kind, limit] of Object.entries(budgetKb)) {
  const kb = sum[kind] / 1024;
  const verdict = sum[kind] > 0 && kb <= limit ? 'ok' : 'TOO MUCH';
  if (verdict !== 'ok') failed = true;
  console.log(`${kind}: ${kb.toFixed(1)} KB gzip of ${limit} KB: ${verdict}`);
}
process.exit(failed ? 1 : 0);
