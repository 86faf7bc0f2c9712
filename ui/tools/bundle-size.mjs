// The weight of what one start of the desk loads, gzipped, against the goal. Run after `npm run build`.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const GOAL_KB = 250;
const assets = new URL('../dist/assets/', import.meta.url);
// The fake serves the browser preview alone; rarer alphabets are loaded when a name needs them.
const isLoaded = (name) => !/^fake-|vietnamese|latin-ext/.test(name);
let total = 0;
for (const name of readdirSync(assets).filter(isLoaded).sort()) {
  const bytes = readFileSync(new URL(name, assets));
  const size = name.endsWith('.woff2') ? bytes.length : gzipSync(bytes).length;
  total += size;
  console.log(`${(size / 1024).toFixed(1).padStart(7)} kB  ${name}`);
}
console.log(`${(total / 1024).toFixed(1).padStart(7)} kB  in all; goal ${GOAL_KB} kB`);
if (total > GOAL_KB * 1024) process.exitCode = 1;
