import { requestId } from "./ids.js";

/**
 * The request ids of one button. A wish keeps its id until the gateway has answered, so that a person
 * who presses again after a lost answer asks for the same thing; other content is another wish.
 */
export class Wishes {
  private open: { readonly content: string; readonly id: string } | undefined;

  constructor(
    private readonly prefix: string,
    private readonly make: (prefix: string) => string = requestId,
  ) {}

  idOf(input: unknown): string {
    const content = JSON.stringify(input);
    if (this.open?.content !== content) this.open = { content, id: this.make(this.prefix) };
    return this.open.id;
  }

  /** There was an answer, done or refused: the next press is a wish of its own. */
  answered(): void {
    this.open = undefined;
  }
}
