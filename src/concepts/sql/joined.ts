import { unwrap } from "../../python/cfg/evaluation.js";
import { itemsOf } from "../../python/dataflow/items.js";
import { mutationsOf } from "../../python/dataflow/mutations.js";
import type { Call } from "../../python/model/call.js";
import { moduleOf } from "../../python/model/module.js";
import type { Binding } from "../../python/model/scope.js";
import type { Node } from "../../syntax/node.js";

/** A list is followed through so many helpers that give it back, or others that it takes over. */
const DEEPEST = 4;

/** The items of a list that is joined, in the helpers that made it, too; none where nothing is known of them. */
export function itemsJoined(list: Node, depth = DEEPEST): readonly Node[] {
  const node = unwrap(list);
  if (depth === 0) return [];
  const made = madeElsewhere(node).flatMap((result) => itemsJoined(result, depth - 1));
  return [...itemsOf(node), ...made, ...takenOver(node).flatMap((other) => itemsJoined(other, depth - 1))];
}

/** What a helper gives for a call of it, or for a name that is given that; the part of it that the name takes. */
function madeElsewhere(node: Node): readonly Node[] {
  const bindings = node.kind === "identifier" ? moduleOf(node).bindingsReaching(node.text, node) : [];
  const given = node.kind === "call" ? [resultOf(moduleOf(node).call(node))] : bindings.map(partGiven);
  return given.flatMap((result) => result ?? []);
}

/** The expression, in a helper of the project, that an assignment of its result gives a name. */
export function partGiven({ kind, from, unpack = [] }: Binding): Node | undefined {
  const call = kind === "assign" && from ? unwrap(from) : undefined;
  const given = call?.kind === "call" ? resultOf(moduleOf(call).call(call)) : undefined;
  const result = given && unwrap(given);
  const [place, ...deeper] = unpack;
  if (!result || place === undefined) return result;
  const isPair = deeper.length === 0 && place >= 0 && /^(tuple|expression_list)$/.test(result.kind);
  return isPair ? result.children[place] : undefined;
}

/** What a helper gives, where there is one helper and one `return` in it. */
export function resultOf({ soleCallee }: Call): Node | undefined {
  const { results = [], isAsync = false } = soleCallee?.definition ?? {};
  const [result, ...others] = results;
  return result && others.length === 0 && !isAsync ? result : undefined;
}

/** The lists that a local one is extended by before it is used. */
function takenOver(node: Node): readonly Node[] {
  if (node.kind !== "identifier") return [];
  const module = moduleOf(node);
  const around = module.functionAround(node);
  return mutationsOf(module, node.text).flatMap(({ at }) => {
    const call = at.kind === "call" ? module.call(at) : undefined;
    const isBefore = at.end <= node.start && module.functionAround(at) === around;
    return call?.lastName === "extend" && isBefore ? call.positional.slice(0, 1) : [];
  });
}
