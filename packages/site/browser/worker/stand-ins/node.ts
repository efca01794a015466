// In place of the few things of Node that are asked for on the way of a scan.

/** What is hashed is only held against other hashes: the text itself does as well. */
export function createHash(): Hash {
  return new Hash();
}

class Hash {
  #text = "";

  update(text: string): this {
    this.#text += text;
    return this;
  }

  digest(): string {
    return this.#text;
  }
}

/** From `node:timers/promises`. */
export function setImmediate(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** From `node:util`: what a page shows goes to no terminal. */
export function stripVTControlCharacters(text: string): string {
  return text;
}

/** From `node:path/posix`. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** From `node:path/posix`. */
export function dirname(path: string): string {
  const end = path.lastIndexOf("/");
  return end < 0 ? "." : path.slice(0, Math.max(end, 1));
}
