import type { Node } from "../../syntax/node.js";
import { accessPath } from "../cfg/guards.js";
import { holdsWord } from "../prefilter/prefilter.js";
import { textOf } from "./literal.js";
import type { Module } from "./module.js";
import { lastNameOf } from "../cfg/expression.js";
import { numberOf } from "../cfg/evaluation.js";

/** Functions and methods that spell the same place in another way. */
const SAME_PLACE = new Set([
  "abspath",
  "realpath",
  "normpath",
  "expanduser",
  "str",
  "fspath",
  "Path",
  "PurePath",
  "resolve",
  "absolute",
  "as_posix",
]);
const PARENT = new Set(["dirname"]);
const JOINS = new Set(["join", "joinpath"]);
const PATH_MODULES = new Set(["path", "os", "pathlib"]);

const SEARCH_PATH = holdsWord("sys");

/**
 * The folders that a file itself puts on `sys.path`, relative to the project's root, as far as they are written in
 * terms of `__file__` and constants and lie inside the project.
 */
export function searchPathOf(module: Module): readonly string[] {
  if (!module.mayHold(SEARCH_PATH)) return [];
  const folders: string[] = [];
  for (const name of ["insert", "append", "extend"]) {
    for (const call of module.callsNamed(name)) {
      if (!call.receiver || accessPath(call.receiver) !== "sys.path") continue;
      const added = call.positional[name === "insert" ? 1 : 0];
      const items = added && /^(list|tuple)$/.test(added.kind) ? added.children : [added];
      for (const item of items) {
        const folder = item && placeOf(item, module, 0);
        if (folder !== undefined) folders.push(folder);
      }
    }
  }
  return folders;
}

/** The path that an expression spells, from the project's root; undefined when it is not known or lies outside. */
function placeOf(node: Node, module: Module, depth: number): string | undefined {
  if (depth > 12) return undefined;
  const inner = (child: Node | undefined): string | undefined => child && placeOf(child, module, depth + 1);
  switch (node.kind) {
    case "identifier": {
      if (node.text === "__file__") return module.path;
      const bindings = module.bindingsReaching(node.text, node);
      return bindings.length === 1 && bindings[0]?.kind === "assign" ? inner(bindings[0].from) : undefined;
    }
    case "parenthesized_expression":
      return inner(node.children[0]);
    case "attribute":
      return node.field("attribute")?.text === "parent" ? joined(inner(node.field("object")), [".."]) : undefined;
    case "subscript":
      return ancestorOf(node, inner);
    case "binary_operator":
      return node.child("/") ? joined(inner(node.field("left")), [constant(node.field("right"))]) : undefined;
    case "call":
      return calledPlace(node, module, inner);
    default:
      return undefined;
  }
}

/** `path.parents[n]` */
function ancestorOf(node: Node, inner: (child: Node | undefined) => string | undefined): string | undefined {
  const list = node.field("value");
  const subscript = node.field("subscript");
  const index = subscript && numberOf(subscript);
  if (list?.kind !== "attribute" || list.field("attribute")?.text !== "parents" || index === undefined)
    return undefined;
  return !Number.isInteger(index) || index < 0 || index > 20
    ? undefined
    : joined(inner(list.field("object")), new Array<string>(index + 1).fill(".."));
}

function calledPlace(
  node: Node,
  module: Module,
  inner: (child: Node | undefined) => string | undefined,
): string | undefined {
  const call = module.call(node);
  const isMethod = call.receiver !== undefined && !PATH_MODULES.has(lastNameOf(call.receiver) ?? "");
  const [first, ...rest] = isMethod ? [call.receiver, ...call.positional] : call.positional;
  if (PARENT.has(call.lastName)) return joined(inner(first), [".."]);
  if (SAME_PLACE.has(call.lastName)) return inner(first);
  return JOINS.has(call.lastName) ? joined(inner(first), rest.map(constant)) : undefined;
}

/** The text of a constant string; `os.pardir` is one, too. */
function constant(node: Node | undefined): string | undefined {
  if (!node) return undefined;
  if (lastNameOf(node) === "pardir") return "..";
  return textOf(node);
}

function joined(base: string | undefined, parts: readonly (string | undefined)[]): string | undefined {
  if (base === undefined) return undefined;
  const folders = base.split("/").filter(Boolean);
  for (const part of parts) {
    if (part === undefined || part.startsWith("/")) return undefined;
    for (const name of part.split("/")) {
      if (name === "..") {
        if (folders.pop() === undefined) return undefined;
      } else if (name !== "." && name !== "") folders.push(name);
    }
  }
  return folders.join("/");
}
