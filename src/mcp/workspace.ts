import { resolve } from "node:path";
import { displayPath, isInside, leadsInto, statsAt } from "../files/paths.js";

/** The directory that may be looked at, and nothing outside of it. */
export class Workspace {
  /** @param root absolute */
  constructor(readonly root: string) {}

  /**
   * The absolute path of something in the workspace.
   *
   * @throws Error with one readable line when it is not there, or leads out, be it by a link
   */
  within(path: string): string {
    const absolute = resolve(this.root, path);
    if (!isInside(absolute, this.root)) throw new Error(`'${path}' lies outside of the workspace ${this.root}`);
    if (!statsAt(absolute)) throw new Error(`'${path}': there is no such file or directory in ${this.root}`);
    if (!leadsInto(absolute, this.root)) throw new Error(`'${path}' leads out of the workspace ${this.root}`);
    return absolute;
  }

  /** A path as it is told: from the workspace. @param from what it is relative to */
  shown(path: string, from: string): string {
    return displayPath(resolve(from, path), this.root);
  }
}
