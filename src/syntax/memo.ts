/** What was computed about things that belong together, each once; it goes when they go. */
export class Memo {
  readonly #answers = new Map<unknown, Map<unknown, unknown>>();

  /**
   * The value of a computation about something that leans on nothing but that thing.
   *
   * @param computation stands for the kind of value: the class of it, say
   */
  once<T>(computation: object, about: object, compute: () => T): T {
    let answers = this.#answers.get(computation);
    if (!answers) this.#answers.set(computation, (answers = new Map<unknown, unknown>()));
    if (!answers.has(about)) answers.set(about, compute());
    return answers.get(about) as T;
  }
}
