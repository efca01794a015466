import { unwrap, wrapped } from "../../../src/python/cfg/evaluation.js";
import type { Call } from "../../../src/python/model/call.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { nodesWithin, type Node } from "../../../src/syntax/node.js";

/** Whether a keyword may be among what a call is given by `*args` or `**options`. */
export function mayBeGiven({ arguments: given }: Call, keyword: string): boolean {
  return given.some(({ splat, value }) => splat !== undefined && (splat !== "**" || mayHoldKey(value, keyword)));
}

/** Whether a dictionary may have a key where it is unpacked: no, when a function makes it and only fills others in. */
function mayHoldKey(options: Node, key: string): boolean {
  const name = unwrap(options);
  if (name.kind === "dictionary") return mayDisplay(name, key);
  if (name.kind !== "identifier") return true;
  const module = moduleOf(name);
  const around = module.functionAround(name);
  const found = module.scopes.lookup(name.text, name);
  const [binding, ...others] = found?.bindings ?? [];
  const made = binding?.kind === "assign" && binding.from ? unwrap(binding.from) : undefined;
  if (!around || found?.scope.node !== around.node || others.length > 0 || made?.kind !== "dictionary") return true;
  const uses = nodesWithin(module.identifiers(name.text), around.node).filter(isVariable);
  return mayDisplay(made, key) || !uses.every((use) => use === binding?.node || leavesKeyAlone(use, key));
}

const isVariable = ({ parent, fieldName }: Node): boolean =>
  fieldName !== "attribute" && !(fieldName === "name" && parent?.kind === "keyword_argument");

/** Whether a display has a key, or one that is not written there. */
function mayDisplay({ children }: Node, key: string): boolean {
  return children.some((pair) => {
    const written = pair.kind === "pair" ? textOf(pair.field("key") ?? pair) : undefined;
    return written === undefined || written === key;
  });
}

/** `options["data"] = …`, `options["data"]`, `**options` */
function leavesKeyAlone(use: Node, key: string): boolean {
  const { parent, fieldName } = wrapped(use);
  if (parent?.kind === "dictionary_splat") return true;
  const item = parent?.kind === "subscript" && fieldName === "value" ? parent.field("subscript") : undefined;
  const written = item && textOf(unwrap(item));
  return written !== undefined && written !== key;
}
