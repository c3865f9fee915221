/** Characters of the reason that stands with a version for ever. */
export const NOTE_MIN = 4;
export const NOTE_MAX = 500;
