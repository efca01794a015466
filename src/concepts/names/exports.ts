import { calledName } from "../../python/cfg/expression.js";
import { accessPath } from "../../python/cfg/guards.js";
import { mentionsName } from "../../python/cfg/mentions.js";
import type { Call } from "../../python/model/call.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import { holdsAny } from "../../python/prefilter/prefilter.js";
import type { Node } from "../../syntax/node.js";

const NAMES = question<ReadonlySet<string> | undefined>(undefined);
const COMPUTED = question(false);

/** So many modules take over the names of each other before nobody follows them. */
const MOST_STARRED = 20;

/** Every name that a module has of its own, those that it takes over by `import *` included; undefined when there may be others. */
export function namesOfModule(module: Module): ReadonlySet<string> | undefined {
  return module.project.once(NAMES, module, () => {
    const names = new Set<string>();
    // A set can be added to while it is iterated.
    const modules = new Set([module]);
    for (const each of modules) {
      const starred = hasComputedNames(each) ? undefined : starredModules(each);
      if (!starred || modules.size > MOST_STARRED) return undefined;
      for (const name of each.usage?.top ?? []) names.add(name);
      for (const other of starred) modules.add(other);
    }
    return names;
  });
}

/** The modules whose names a file takes over; undefined when one of them was not found, or the file does not compile. */
function starredModules(module: Module): readonly Module[] | undefined {
  const found: Module[] = [];
  for (const { members, ...source } of module.usage?.imports ?? []) {
    if (members?.[0] !== "*") continue;
    const from = module.project.resolveImport(module, source);
    if (!from) return undefined;
    found.push(from);
  }
  return module.usage && found;
}

const COMPUTES = holdsAny("names that are computed", [
  "exec",
  "globals",
  "vars",
  "locals",
  "__getattr__",
  "__dict__",
  "sys",
  "lazy",
]);

/** Whether a module may have names that nothing in it spells as names: `globals()[name] = value`. */
export function hasComputedNames(module: Module): boolean {
  if (!module.mayHold(COMPUTES)) return false;
  return module.project.once(COMPUTED, module, () => {
    if (module.usage?.top.has("__getattr__")) return true;
    if (["exec", "execfile"].some((name) => module.callsNamed(name).some(runsAmongNames))) return true;
    const given = ["globals", "vars", "locals"].flatMap((name) => module.callsNamed(name));
    if (given.some((call) => !call.receiver && isOfModule(call) && !isOnlyRead(call.node))) return true;
    return module.identifiers("modules").some(isOwnEntry) || module.callsNamed("attach").length > 0;
  });
}

/** Whether the names that a call gives may be the module's own: not those of a function around it, nor of an object. */
function isOfModule({ name, module, node, positional: [of] }: Call): boolean {
  if (name === "globals") return true;
  if (of) return name === "vars" && mentionsName(of, MODULES);
  return module.functionAround(node) === undefined && module.classAround(node) === undefined;
}

/** What leads to a module as an object. */
const MODULES = /^(sys|modules?|_*module_*|__import__|import_module|importlib|__name__)$/;

/** Whether the code that a call runs binds its names in the module: it is given no other place for them. */
function runsAmongNames({ module, positional: [, names] }: Call): boolean {
  if (!names) return true;
  const given = names.kind === "identifier" ? module.bindingsReaching(names.text, names) : [];
  if (names.kind === "identifier" && given.length === 0) return true;
  return [names, ...given.flatMap(({ from }) => from ?? [])].some((from) => mentionsName(from, OWN_NAMES));
}

const OWN_NAMES = new Set(["globals", "vars", "locals", "__dict__"]);

/** Methods that read a dictionary. */
const READS = new Set(["get", "items", "keys", "values", "copy"]);
/** Calls that take over what a dictionary that they are given holds. */
const TAKES_OVER = new Set(["update", "dict", "sorted", "list", "set", "len"]);

/** Whether nothing is put into what `globals()` gives. */
function isOnlyRead(call: Node): boolean {
  const { parent, fieldName } = call;
  if (!parent) return true;
  if (parent.kind === "subscript") return fieldName === "value" && !isTarget(parent);
  if (parent.kind === "attribute") return READS.has(parent.field("attribute")?.text ?? "");
  if (parent.kind === "dictionary_splat") return true;
  if (parent.kind === "argument_list") return TAKES_OVER.has(calledName(parent.parent) ?? "");
  return parent.kind === "comparison_operator";
}

function isTarget({ fieldName, parent }: Node): boolean {
  return fieldName === "left" && (parent?.kind === "assignment" || parent?.kind === "augmented_assignment");
}

/** Whether a name is that of `sys.modules` where a module is looked up to be changed, or put. */
function isOwnEntry({ parent: attribute }: Node): boolean {
  if (attribute?.kind !== "attribute" || accessPath(attribute) !== "sys.modules") return false;
  const entry = attribute.parent;
  if (entry?.kind !== "subscript") return false;
  return entry.field("subscript")?.text === "__name__" || isTarget(entry);
}
