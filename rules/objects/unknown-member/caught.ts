import { handlesAttributeError } from "../../../src/python/model/attributes.js";
import type { Module } from "../../../src/python/model/module.js";
import { caughtTypes } from "../../../src/python/cfg/exceptions.js";
import { matchesInOrder } from "../../../src/python/prefilter/prefilter.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { BUILTINS } from "../../../src/python/tables/builtins.js";
import { isAlike, isBuiltinError } from "../../../src/python/tables/members.js";
import type { Node } from "../../../src/syntax/node.js";
import { isAskedFor } from "./asked.js";
import { isDead } from "./dead.js";

/** A read of `message` from an error of Python's own, which has had none since Python 3. */
export interface CaughtRead {
  readonly node: Node;
  readonly clause: Node;
  /** The class that the handler names. */
  readonly caught: string;
  /** Any error may come, and some bring a `message` of their own. */
  readonly likely: boolean;
}

/** The first reads, in handlers that only take errors of Python's own, of the `message` that these had in Python 2. */
export function* caughtReads(module: Module): Generator<CaughtRead> {
  if (module.isTest) return;
  for (const clause of module.within(READS_MESSAGE, "except_clause")) {
    const types = caughtTypes(clause);
    const [first, ...others] = types.flatMap((type) => (type.kind === "tuple" ? type.children : [type]));
    if (!first || ![first, ...others].every((type) => isOwn(module, type))) continue;
    const node = messageRead(module, clause);
    if (!node) continue;
    const isUnsure = others.length > 0 || isBroad(first) || mayBringOwn(module, clause, first.text);
    yield { node, clause, caught: first.text, likely: isUnsure || isDead(node) };
  }
}

const READS_MESSAGE = matchesInOrder("a message that is read", /\bexcept\b/, /\.\s*message\b/);

/** What takes too much to say what it takes, and those whose subclasses in the library have a `message` or stand for others. */
const isBroad = (type: Node): boolean => /^(Base)?Exception$|Group$/.test(type.text);

/** Whether an error of the project that has a `message` may come to a handler, since it derives from what that takes. */
function mayBringOwn(module: Module, clause: Node, caught: string): boolean {
  const files = module.project.modulesAssigning("message", module);
  const isHeir = ({ ancestry }: ClassDefinition): boolean => ancestry.external.some((path) => isAlike(path, caught));
  const bringsOwn = (file: Module): boolean =>
    file.classes.some((definition) => definition.storesNamed("message").length > 0 && isHeir(definition));
  return files?.some(bringsOwn) !== false && !fallsToPythonAlone(module, clause);
}

/** Whether all that a `try` does is to call functions of Python's own. */
function fallsToPythonAlone(module: Module, clause: Node): boolean {
  const body = clause.parent?.field("body");
  if (!body) return false;
  for (const part of body.descendants("call", "raise_statement", "await", "with_statement", "for_statement")) {
    if (part.kind !== "call" || !BUILTINS.has(module.call(part).name)) return false;
  }
  return true;
}

function isOwn(module: Module, type: Node): boolean {
  return type.kind === "identifier" && isBuiltinError(type.text) && !module.scopes.lookup(type.text, type);
}

function messageRead(module: Module, clause: Node): Node | undefined {
  const name = clause
    .fields("value")
    .find(({ kind }) => kind === "as_pattern")
    ?.field("alias")?.children[0]?.text;
  const body = clause.child("block");
  if (name === undefined || !body) return undefined;
  for (const node of body.descendants("attribute")) {
    const object = node.field("object");
    if (object?.text !== name || node.field("attribute")?.text !== "message" || node.fieldName === "left") continue;
    const bindings = module.bindingsReaching(name, object);
    if (bindings.length !== 1 || bindings[0]?.kind !== "catch") continue;
    return handlesAttributeError(node) || isAskedFor(module, object, node) ? undefined : node;
  }
  return undefined;
}
