/** The one module that speaks to Tauri. Names here are the host functions of the desktop; it converts and nothing else. */
import { Channel, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type {
  AppInfo,
  CameraDevice,
  CameraListener,
  CameraStatus,
  DemoOperator,
  FramePoint,
  ListenerStatus,
  Monitor,
  Platform,
  StartupState,
  Unsubscribe,
} from './platform';

/** What the camera's channel carries beside pictures: how it is, and what the newest picture shows. */
type CameraMessage =
  | { kind: 'status'; status: CameraStatus }
  | { kind: 'frame'; sequence: number; width: number; height: number; corners: FramePoint[]; text: string | null };

function onChanged(listener: (kinds: readonly string[]) => void): Unsubscribe {
  let stopped = false;
  const pending = listen<{ kinds: string[] }>('changed', (event) => {
    if (!stopped) listener(event.payload.kinds);
  });
  return () => {
    stopped = true;
    void pending.then((unlisten) => unlisten());
  };
}

function watchCamera(camera: string | null, listener: CameraListener): Unsubscribe {
  let stopped = false;
  // One picture is fetched at a time; those that arrive meanwhile are skipped, so a slow page never builds a queue.
  let fetching = false;
  const channel = new Channel<CameraMessage>();
  channel.onmessage = (message) => {
    if (stopped) return;
    if (message.kind === 'status') {
      listener.status(message.status);
      return;
    }
    if (message.text !== null) listener.read(message.text);
    if (fetching) return;
    fetching = true;
    fetchFrame(message)
      // A picture that is gone already is replaced by the next one.
      .catch(() => undefined)
      .finally(() => (fetching = false));
  };
  async function fetchFrame(message: Extract<CameraMessage, { kind: 'frame' }>): Promise<void> {
    const bytes = await invoke<ArrayBuffer>('camera_picture', { sequence: message.sequence });
    if (stopped) return;
    const { width, height, corners } = message;
    listener.frame({ image: new Blob([bytes], { type: 'image/jpeg' }), width, height, corners });
  }
  invoke('camera_start', { camera, channel }).catch((error: unknown) => {
    if (!stopped) listener.status({ state: 'failed', detail: failureText(error) });
  });
  return () => {
    stopped = true;
    void invoke('camera_stop').catch(() => undefined);
  };
}

function failureText(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}

export const tauriPlatform: Platform = {
  startupState: () => invoke<StartupState>('startup_state'),
  retryStartup: () => invoke('startup_retry'),
  startFresh: () => invoke('startup_fresh'),
  quit: () => invoke('quit'),
  fillDemo: () => invoke<DemoOperator[]>('demo_fill'),
  execute: (name, input, requestId) => invoke('execute', { name, input, requestId }),
  query: (name, input) => invoke('query', { name, input }),
  onChanged,
  listCameras: () => invoke<CameraDevice[]>('camera_list'),
  watchCamera,
  readPicture: (picture) => invoke<string[]>('read_picture', picture),
  listMonitors: () => invoke<Monitor[]>('monitor_list'),
  identifyMonitors: () => invoke('monitor_identify'),
  openDisplay: (monitor) => invoke('display_open', { monitor }),
  closeDisplay: () => invoke('display_close'),
  openCustomersPage: (monitor) => invoke('customers_open', { monitor }),
  closeCustomersPage: () => invoke('customers_close'),
  listenerStatus: () => invoke<ListenerStatus>('listener_status'),
  print: () => invoke('print_page'),
  saveTextFile: (name, text) => invoke<string>('save_text_file', { name, text }),
  appInfo: () => invoke<AppInfo>('app_info'),
};
