const BLOCKS = 4;

/**
 * The id of one wish of a person: make it when they tap, keep it for as long as that tap is unanswered
 * (in storage, if the app may be closed meanwhile), and send it again with every further try. Whatever
 * is sent with the same id is done once; a second tap is a second wish and gets an id of its own.
 */
export function requestId(prefix = "req"): string {
  // Mini-programs have no crypto object.
  const random = globalThis.crypto?.getRandomValues?.(new Uint32Array(BLOCKS));
  const blocks = Array.from({ length: BLOCKS }, (_, n) => random?.[n] ?? Math.random() * 2 ** 32);
  const tail = blocks.map((block) => Math.floor(block).toString(36).padStart(7, "0")).join("");
  return `${prefix}-${Date.now().toString(36)}-${tail}`;
}
