/** Pictures with a code on them: pasted, dropped or opened. Hands over the text of the first code, or a failure with its code. */
import { host } from '$door/client.svelte';
import { DoorError, toDoorError } from '$door/failure';

/** Larger files are refused before they are read into memory. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The first picture of a paste or drop, if there is one. */
export function pictureOf(transfer: DataTransfer | null): File | null {
  // Some webviews list a pasted picture among the items only.
  const pasted = [...(transfer?.items ?? [])].map((item) => item.getAsFile());
  const files = [...(transfer?.files ?? []), ...pasted.filter((file) => file !== null)];
  return files.find((file) => file.type.startsWith('image/')) ?? null;
}

/** The text of the first code on a picture. Throws a `DoorError` (`no_code_found`, `picture_unreadable`, `picture_too_large`). */
export async function readPictureFile(file: File): Promise<string> {
  if (file.size > MOST_BYTES) throw new DoorError({ code: 'picture_too_large', args: {} });
  let texts: string[];
  try {
    texts = await host().readPicture(new Uint8Array(await file.arrayBuffer()));
  } catch (thrown) {
    throw toDoorError(thrown);
  }
  const [first] = texts;
  if (first === undefined) throw new DoorError({ code: 'no_code_found', args: {} });
  return first;
}

/** Lets the operator choose a picture file; `null` when they change their mind. */
export function choosePicture(): Promise<File | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = 'image/*';
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}
