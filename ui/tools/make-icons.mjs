// Makes the application icons in icons/ from icons/icon.svg. Needs `rsvg-convert` (Debian: librsvg2-bin).
// Run by hand (`npm run icons`) when the logo changes; the results are committed, no build needs this.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import png2icons from 'png2icons';

const icons = fileURLToPath(new URL('../../icons/', import.meta.url));
const source = `${icons}icon.svg`;
const render = (size, name) => {
  execFileSync('rsvg-convert', ['--width', String(size), '--height', String(size), source, '--output', icons + name]);
};

for (const [size, name] of [[32, '32x32.png'], [128, '128x128.png'], [256, '128x128@2x.png'], [512, 'icon.png']]) {
  render(size, name);
}
const large = readFileSync(`${icons}icon.png`);
writeFileSync(`${icons}icon.icns`, png2icons.createICNS(large, png2icons.BICUBIC, 0));
writeFileSync(`${icons}icon.ico`, png2icons.createICO(large, png2icons.BICUBIC, 0, true, true));
copyFileSync(source, fileURLToPath(new URL('../src/shared/assets/logo.svg', import.meta.url)));
