import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import type { Call } from "../../../src/python/model/call.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";

/** What is left of `__builtins__` in a namespace, where that is less than all. */
export type Containment = "emptied" | "reduced";

const BUILTINS = "__builtins__";
/** Namespaces are followed through this many that they are made of. */
const DEEPEST = 4;

/** What a call of `eval` or `exec` leaves of the builtins to the code that it runs; undefined for all, and when it is not known. */
export function containmentOf(call: Call): Containment | undefined {
  const globals = call.argument(1, "globals");
  if (!globals) return undefined;
  return setBefore(globals, call.node) ?? containmentIn(globals, DEEPEST);
}

function containmentIn(namespace: Node, depth: number): Containment | undefined {
  const written = displaysOf(namespace);
  const [found, ...others] = new Set(written.map((display) => (depth > 0 ? builtinsIn(display, depth) : undefined)));
  return others.length === 0 ? found : undefined;
}

/** The dictionaries that an expression may be, `{…}` or `dict(…)`. */
function displaysOf(namespace: Node): readonly Node[] {
  const inner = unwrap(namespace);
  if (isDisplay(inner)) return [inner];
  return moduleOf(inner)
    .valuesOf(inner)
    .flatMap((value) => ("at" in value && isDisplay(value.at) ? [value.at] : []));
}

function isDisplay(node: Node): boolean {
  if (node.kind === "dictionary" || node.kind === "dictionary_comprehension") return true;
  return node.kind === "call" && moduleOf(node).call(node).apis.includes("dict");
}

/** What a dictionary says of the builtins: its last entry for them, or what it takes over from another one. */
function builtinsIn(display: Node, depth: number): Containment | undefined {
  const entries = display.kind === "call" ? (display.field("arguments")?.children ?? []) : display.children;
  let found: Containment | undefined;
  for (const entry of entries) {
    if (isAboutBuiltins(entry)) found = leftBy(entry.field("value"));
    else if (!/^(pair|keyword_argument)$/.test(entry.kind))
      found =
        containmentIn(entry.kind === "dictionary_splat" ? (entry.children[0] ?? entry) : entry, depth - 1) ?? found;
  }
  return found;
}

/** `"__builtins__": …`, `__builtins__=…`. */
function isAboutBuiltins(entry: Node): boolean {
  if (entry.kind === "pair") return textOf(entry.field("key") ?? entry) === BUILTINS;
  return entry.kind === "keyword_argument" && entry.field("name")?.text === BUILTINS;
}

/** What is left when the builtins are replaced by a value: nothing of `None` and of an empty dictionary, some of another. */
function leftBy(value: Node | undefined): Containment | undefined {
  if (!value) return undefined;
  if (unwrap(value).kind === "none") return "emptied";
  const displays = displaysOf(value);
  if (displays.length === 0) return undefined;
  if (displays.every(isEmpty)) return "emptied";
  return displays.some(takesOver) ? undefined : "reduced";
}

function isEmpty(display: Node): boolean {
  return display.kind === "call" ? display.field("arguments")?.children.length === 0 : display.children.length === 0;
}

/** Whether a dictionary has all that another one has: `{**vars(builtins)}`, `dict(builtins.__dict__)`. */
function takesOver(display: Node): boolean {
  if (display.kind === "call") return moduleOf(display).call(display).positional.length > 0;
  return display.children.some(({ kind }) => kind === "dictionary_splat");
}

/** `namespace["__builtins__"] = {}` on every path to a call. */
function setBefore(namespace: Node, call: Node): Containment | undefined {
  const path = accessPath(namespace);
  if (path === undefined) return undefined;
  const module = moduleOf(call);
  const graph = module.graphAround(call);
  let found: Containment | undefined;
  const sets = (element: Node): boolean => {
    const target = element.kind === "assignment" ? element.field("left") : undefined;
    const container = target?.kind === "subscript" ? target.field("value") : undefined;
    const key = target?.field("subscript");
    if (!container || !key || accessPath(container) !== path || textOf(key) !== BUILTINS) return false;
    found = leftBy(element.field("right"));
    return found !== undefined;
  };
  return graph.everyPathTo(call, { element: sets }) ? found : undefined;
}
