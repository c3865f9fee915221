import { Attaching, TesseraError, type Put } from "@tessera/client";
import { useState } from "preact/hooks";

import { useApi } from "./api.js";
import { putWithProgress } from "./putWithProgress.js";

/** A picture that was chosen, before and while it is sent. */
export interface Picture {
  readonly file: File;
  /** What the page shows of it, as an address of its data: the page's policy allows no other. Empty until it is read. */
  readonly preview: string;
  /** How much of it is in the store, 0 to 1. */
  readonly share: number;
  readonly hasFailed: boolean;
}

interface Way {
  readonly anonymous: boolean;
  readonly attaching: Attaching;
}

/**
 * The pictures that go with what is sent. One that is sent again after a failure goes on where it
 * stopped; the name of one that is sent anonymously leads to nobody, so it has a way of its own.
 */
export function usePictures(most: number, put: (onShare: (share: number) => void) => Put = putWithProgress) {
  const { client } = useApi();
  const [pictures, setPictures] = useState<readonly Picture[]>([]);
  const [ways] = useState(() => new Map<File, Way>());
  const [isPending, setPending] = useState(false);

  const change = (file: File, to: Partial<Picture>) =>
    setPictures((all) => all.map((each) => (each.file === file ? { ...each, ...to } : each)));
  const add = (files: readonly File[]) => {
    // At once: whoever sends before the preview is there sends the picture all the same.
    const chosen = files.map((file) => ({ file, preview: "", share: 0, hasFailed: false }));
    setPictures((all) => [...all, ...chosen].slice(0, most));
    for (const file of files.slice(0, most)) {
      addressOf(file).then((preview) => change(file, { preview }), () => undefined);
    }
  };
  const remove = (file: File) => {
    ways.delete(file);
    setPictures((all) => all.filter((each) => each.file !== file));
  };
  const clear = () => {
    ways.clear();
    setPictures([]);
  };
  const sendOne = async (file: File, anonymous: boolean): Promise<string> => {
    let way = ways.get(file);
    if (!way || way.anonymous !== anonymous) {
      way = { anonymous, attaching: new Attaching(client, await file.arrayBuffer(), file.type, anonymous) };
      ways.set(file, way);
    }
    change(file, { hasFailed: false });
    try {
      const reference = await way.attaching.send(put((share) => change(file, { share })));
      change(file, { share: 1 });
      return reference;
    } catch (error) {
      change(file, { hasFailed: true });
      throw error;
    }
  };
  /** Their references in their order, or why one of them could not be sent. */
  const send = async (anonymous: boolean): Promise<{ sent: readonly string[] } | { error: Error; isRefused: boolean }> => {
    setPending(true);
    try {
      const sent: string[] = [];
      // One after the other: on a slow network each that is through stays through.
      for (const { file } of pictures) sent.push(await sendOne(file, anonymous));
      return { sent };
    } catch (error) {
      return { error: error as Error, isRefused: error instanceof TesseraError && error.code === "INVALID_ARGUMENT" };
    } finally {
      setPending(false);
    }
  };
  return { pictures, add, remove, clear, send, isPending };
}

function addressOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("the picture can't be read"));
    reader.readAsDataURL(file);
  });
}
