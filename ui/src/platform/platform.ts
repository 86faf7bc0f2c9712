/**
 * What the interface asks of the machine it runs on. Exactly one module speaks to Tauri (`tauri.ts`); a fake (`fake/`) drives
 * component tests and the browser preview. Must never hold a rule of the desk: it carries names and JSON, nothing more.
 */

/** What every refusal and failure of the desk looks like on this side. */
export interface DoorFailure {
  code: string;
  args: Record<string, string | number | boolean | null>;
  /** A hint for support (never shown as the message itself). */
  hint?: string | null;
}

export type Unsubscribe = () => void;

/** A camera the machine knows. `id` is stable enough to be remembered in the settings. */
export interface CameraDevice {
  id: string;
  name: string;
}

/** How the camera is. Only `running` delivers frames. `detail` is technical, for the help text's second line. */
export interface CameraStatus {
  state: 'off' | 'starting' | 'running' | 'none' | 'busy' | 'refused' | 'no_format' | 'unplugged' | 'failed';
  detail?: string | null;
}

/** A point in the frame, in pixels of `width`×`height`. */
export interface FramePoint {
  x: number;
  y: number;
}

/** One picture of the camera, as an encoded image, with what was found in it. */
export interface CameraFrame {
  image: Blob;
  width: number;
  height: number;
  /** Corners of the code that was found, clockwise; empty when none. */
  corners: FramePoint[];
}

/** What a running camera tells. */
export interface CameraListener {
  status(status: CameraStatus): void;
  frame(frame: CameraFrame): void;
  /** The text of a code, at once when it is read; a code that is held is told once. */
  read(text: string): void;
}

/** A screen the display can be put on. */
export interface Monitor {
  id: string;
  name: string;
  width: number;
  height: number;
  primary: boolean;
}

/** The HTTP listener for payment events. `problem` is an error code: why it is not on although it should be. */
export interface ListenerStatus {
  is_on: boolean;
  /** Where it listens, or would: `127.0.0.1:8787`. */
  address: string;
  problem: string | null;
}

/** How far the desk has come. `may_start_fresh`: damaged books were set aside, and empty ones are a way out. */
export type StartupState =
  | { state: 'opening' | 'open' }
  | { state: 'failed'; error: DoorFailure; may_start_fresh: boolean };

/** An operator of the demonstration venue, with the PIN to sign in with. */
export interface DemoOperator {
  name: string;
  role: 'nobody' | 'staff' | 'manager' | 'system';
  pin: string;
}

export interface AppInfo {
  version: string;
  data_dir: string;
}

export interface Platform {
  startupState(): Promise<StartupState>;
  /** Tries once more to open the books. Rejects with a `DoorFailure`. */
  retryStartup(): Promise<void>;
  /** Opens the desk with empty books after damaged ones were set aside. Rejects with a `DoorFailure`. */
  startFresh(): Promise<void>;
  quit(): Promise<void>;
  /**
   * Fills empty books with the demonstration venue, puts its papers into the data folder (to show to a camera), and tells its
   * operators. Rejects with a `DoorFailure` where there is anything already.
   */
  fillDemo(): Promise<DemoOperator[]>;

  /** Runs a command of the desk. Rejects with a `DoorFailure`. The same `requestId` gives the same answer. */
  execute(name: string, input: unknown, requestId: string): Promise<unknown>;
  /** Asks a query of the desk. Rejects with a `DoorFailure`. */
  query(name: string, input: unknown): Promise<unknown>;
  /** Hears which kinds of thing changed, whoever changed them. */
  onChanged(listener: (kinds: readonly string[]) => void): Unsubscribe;

  listCameras(): Promise<CameraDevice[]>;
  /** Starts the camera (`null`: the one of the settings) and delivers its life until the returned function is called. */
  watchCamera(camera: string | null, listener: CameraListener): Unsubscribe;
  /** The texts of the codes in an encoded picture (PNG, JPEG …). Rejects with a `DoorFailure` when it is no picture. */
  readPicture(picture: Uint8Array): Promise<string[]>;

  listMonitors(): Promise<Monitor[]>;
  /** Shows its number on every monitor for a moment. */
  identifyMonitors(): Promise<void>;
  /** Opens the countdown display on a monitor (`null`: the remembered one). */
  openDisplay(monitor: string | null): Promise<void>;
  closeDisplay(): Promise<void>;
  /** Opens the customers' page on a monitor (`null`: the one of the settings). */
  openCustomersPage(monitor: string | null): Promise<void>;
  closeCustomersPage(): Promise<void>;

  /** How the listener for payment events is, at this moment. */
  listenerStatus(): Promise<ListenerStatus>;

  /** Opens the system's print dialog for what the page has prepared. */
  print(): Promise<void>;
  /**
   * Keeps a text as a file where people find what they downloaded, beside what is there already, and tells its path.
   * Rejects with a `DoorFailure` (`file_not_saved`).
   */
  saveTextFile(name: string, text: string): Promise<string>;
  appInfo(): Promise<AppInfo>;
}
