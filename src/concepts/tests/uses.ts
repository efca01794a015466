import type { Module } from "../../python/model/module.js";
import type { Node } from "../../syntax/node.js";

/** Whether a name, or a text that is just that, stands somewhere in a stretch of a file, other than at its own definition. */
export function isSpelledBetween(name: string, from: number, to: number, module: Module, own?: Node): boolean {
  const uses = module.spelled(name);
  // The same name may be looked for between each of its definitions and the next.
  for (let at = firstBehind(uses, from); (uses[at]?.start ?? to) < to; at++) if (uses[at] !== own) return true;
  return false;
}

/** The place of the first of some nodes, in source order, that begins at an offset or behind it. */
export function firstBehind(nodes: readonly Node[], offset: number): number {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.start ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
