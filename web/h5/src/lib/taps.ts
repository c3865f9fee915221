const DOUBLE_TAP_MS = 700;

/** The presses of a button that costs something each time. */
export class Taps {
  private lastMs = -DOUBLE_TAP_MS;

  /** True for the second half of a double tap, also when the answer to the first came in between. */
  isDouble(nowMs: number): boolean {
    const isDouble = nowMs - this.lastMs < DOUBLE_TAP_MS;
    if (!isDouble) this.lastMs = nowMs;
    return isDouble;
  }
}
