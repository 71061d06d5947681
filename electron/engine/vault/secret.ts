import { inspect } from 'node:util';
import { mask } from '@electron/engine/redaction/redaction';

/** A secret that prints as a mask however it is printed; only `reveal` gives the text. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** For the one place that sends it to its owner; never store or log what it gives. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  [inspect.custom](): string {
    return mask;
  }
}
