// The weight of what one start of the desk loads, gzipped, against the goal. Run after `npm run build`.
// What its page names is loaded at the start, and the platform's module and the faces with it; the rest is loaded when somebody goes
// there (or never: the other windows have pages of their own), and is listed so that nothing can hide in it.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const GOAL_KB = 250;
const dist = new URL('../dist/', import.meta.url);
const page = readFileSync(new URL('index.html', dist), 'utf8');
// The fake serves the browser preview alone; rarer alphabets are loaded when a name needs them.
const isShipped = (name) => !/^fake-|vietnamese|latin-ext/.test(name);
const atStart = (name) => page.includes(name) || /^tauri-|\.woff2$/.test(name);
const weigh = (name) => {
  const bytes = readFileSync(new URL(`assets/${name}`, dist));
  return name.endsWith('.woff2') ? bytes.length : gzipSync(bytes).length;
};
const told = (bytes, what) => console.log(`${(bytes / 1024).toFixed(1).padStart(7)} kB  ${what}`);

const assets = readdirSync(new URL('assets/', dist)).filter(isShipped).sort().map((name) => ({ name, bytes: weigh(name), start: atStart(name) }));
const sum = (list) => list.reduce((total, { bytes }) => total + bytes, 0);
for (const { name, bytes, start } of assets) told(bytes, start ? name : `${name} (later)`);
const start = sum(assets.filter((asset) => asset.start));
told(sum(assets), 'in all');
told(start, `at the start of the desk; goal ${GOAL_KB} kB`);
if (start > GOAL_KB * 1024) process.exitCode = 1;
