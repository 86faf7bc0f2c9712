/** A camera for the preview: a drawn hand-held ticket that drifts, found by nobody but reported with its corners. */
import type { CameraFrame, CameraListener, CameraStatus, Unsubscribe } from '../platform';
import type { FakeVenue } from './venue';

const WIDTH = 640;
const HEIGHT = 480;
const FRAME_MS = 100;

const STATES: readonly CameraStatus['state'][] = ['off', 'starting', 'none', 'busy', 'refused', 'no_format', 'unplugged', 'failed'];

export function fakeCamera(venue: FakeVenue, mode: string, listener: CameraListener): Unsubscribe {
  const fixed = STATES.find((state) => state === mode);
  if (fixed) {
    queueMicrotask(() => listener.status({ state: fixed, detail: fixed === 'failed' ? 'EIO' : null }));
    return () => undefined;
  }
  queueMicrotask(() => listener.status({ state: 'running' }));
  if (typeof OffscreenCanvas === 'undefined') return () => undefined;
  let step = 0;
  let told = mode !== 'scan';
  const timer = setInterval(() => {
    step += 1;
    if (!told && step === 5) {
      told = true;
      listener.read(venue.pictureText);
    }
    void drawFrame(step, mode !== 'idle').then(({ image, corners }) =>
      listener.frame({ image, width: WIDTH, height: HEIGHT, corners }),
    );
  }, FRAME_MS);
  return () => clearInterval(timer);
}

async function drawFrame(step: number, withTicket: boolean): Promise<Pick<CameraFrame, 'image' | 'corners'>> {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const pen = canvas.getContext('2d');
  if (!pen) return { image: new Blob(), corners: [] };
  const wall = pen.createLinearGradient(0, 0, WIDTH, HEIGHT);
  wall.addColorStop(0, '#8d8378');
  wall.addColorStop(1, '#4d453f');
  pen.fillStyle = wall;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.fillStyle = '#6b4f3a';
  pen.fillRect(0, HEIGHT * 0.78, WIDTH, HEIGHT);
  const corners: CameraFrame['corners'] = [];
  if (withTicket) {
    pen.translate(WIDTH / 2 + Math.sin(step / 9) * 14, HEIGHT / 2 + Math.cos(step / 7) * 8);
    pen.rotate(-0.12 + Math.sin(step / 12) * 0.03);
    pen.fillStyle = '#f7f4ee';
    pen.fillRect(-130, -170, 260, 340);
    drawCode(pen, 150);
    const matrix = pen.getTransform();
    for (const [x, y] of [[-75, -105], [75, -105], [75, 45], [-75, 45]] as const) {
      const point = matrix.transformPoint({ x, y });
      corners.push({ x: point.x, y: point.y });
    }
  }
  return { image: await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 }), corners };
}

function drawCode(pen: OffscreenCanvasRenderingContext2D, size: number): void {
  const modules = 25;
  const unit = size / modules;
  pen.save();
  pen.translate(-size / 2, -105);
  pen.fillStyle = '#16110f';
  for (let y = 0; y < modules; y += 1) {
    for (let x = 0; x < modules; x += 1) {
      const finder = inFinder(x, y) ?? inFinder(modules - 1 - x, y) ?? inFinder(x, modules - 1 - y);
      if (finder ?? ((x * 7 + y * 13 + x * y) % 5 < 2)) pen.fillRect(x * unit, y * unit, unit + 0.4, unit + 0.4);
    }
  }
  pen.restore();
  pen.fillStyle = '#6b6660';
  pen.fillRect(-90, 75, 180, 8);
  pen.fillRect(-60, 95, 120, 8);
}

/** Whether a module of a finder pattern is dark; `null` outside of it. */
function inFinder(x: number, y: number): boolean | null {
  if (x > 7 || y > 7) return null;
  if (x === 7 || y === 7) return false;
  const edge = Math.min(x, y, 6 - x, 6 - y);
  return edge !== 1;
}
