import type { Node } from "../../../syntax/node.js";
import type { Evaluator } from "../evaluator.js";
import type { Parameter } from "../function.js";
import { moduleOf } from "../module.js";
import { CALLED_WITH_ITEMS } from "../../tables/items.js";
import type { Values } from "../value.js";

/**
 * What a lambda is called with by the function that it is handed to: the items of what that goes over, where they are
 * objects of the project: `max(boats, key=lambda boat: boat.seats)`. Undefined when nobody knows.
 */
export function passedToLambda(evaluator: Evaluator, { function: { node }, index }: Parameter): Values | undefined {
  const list = index === 0 && node.kind === "lambda" ? argumentListAround(node) : undefined;
  const call = list?.parent?.kind === "call" ? moduleOf(list).call(list.parent) : undefined;
  if (!call || call.hasSplat) return undefined;
  const isKey = node.parent?.kind === "keyword_argument" && node.parent.field("name")?.text === "key";
  const isSort = isKey && call.lastName === "sort" && call.receiver !== undefined;
  const place = isSort ? undefined : CALLED_WITH_ITEMS.get(call.name)?.[isKey ? "key" : "first"];
  const over = isSort ? call.receiver : place === undefined ? undefined : call.positional[place];
  if (!over || over === node || (place !== undefined && !isKey && call.positional[0] !== node)) return undefined;
  const items = evaluator.itemsOf(over);
  return items.length > 0 && items.every(({ kind }) => kind === "instance") ? items : undefined;
}

function argumentListAround({ parent }: Node): Node | undefined {
  return parent?.kind === "keyword_argument" ? parent.parent : parent;
}
