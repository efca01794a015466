import { unwrap, wrapped } from "../../../src/python/cfg/evaluation.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
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
  if (around && found?.scope.node === around.node && binding?.kind === "parameter" && others.length === 0)
    return mayBePassed(name, around, key);
  const made = binding?.kind === "assign" && binding.from ? unwrap(binding.from) : undefined;
  if (!around || found?.scope.node !== around.node || others.length > 0 || made?.kind !== "dictionary") return true;
  const uses = nodesWithin(module.identifiers(name.text), around.node).filter(isVariable);
  return mayDisplay(made, key) || !uses.every((use) => use === binding?.node || leavesKeyAlone(use, key));
}

/** Functions that hand on what they are given by `**options`, one in the other: more nobody writes. */
const MOST_PASSED_ON = 3;

/** Whether a caller may pass a key in the `**options` of a function, where all of its callers are the program's. */
function mayBePassed(name: Node, around: FunctionDefinition, key: string, depth = MOST_PASSED_ON): boolean {
  const { module, parameters, body } = around;
  const parameter = parameters.find((one) => one.name === name.text);
  if (parameter?.kind !== "keywords" || parameters.some((one) => one.name === key) || !body || depth === 0) return true;
  const uses = nodesWithin(module.identifiers(name.text), body).filter(isVariable);
  if (!uses.every((use) => leavesKeyAlone(use, key))) return true;
  // Who is not of the class calls nothing that begins with an underscore.
  const callers = around.name.startsWith("_") ? module.project.callersOf(around) : [];
  if (callers.length === 0) return true;
  return callers.some(({ call }) =>
    call.arguments.some(({ keyword, splat, value }) => {
      if (keyword === key || splat === "*") return true;
      if (splat !== "**") return false;
      const inner = unwrap(value);
      const outer = call.module.functionAround(call.node);
      if (inner.kind === "identifier" && outer?.parameters.some((one) => one.name === inner.text))
        return mayBePassed(inner, outer, key, depth - 1);
      return mayHoldKey(value, key);
    }),
  );
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
