import { imports } from "../../../src/concepts/objects/unused.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import type { Node } from "../../../src/syntax/node.js";

/** The calls of a function, when its name stands nowhere in the project but where it is known to be called; undefined otherwise. */
export function usesOf(definition: FunctionDefinition): readonly Call[] | undefined {
  const calls = definition.module.project.callersOf(definition).map(({ call }) => call);
  const callees = new Set(calls.map(({ callee }) => callee.field("attribute") ?? callee));
  const mentions = mentionsOf(definition);
  return mentions?.every((name) => callees.has(name)) === true ? calls : undefined;
}

/**
 * Whether nothing runs a function though whoever would can be seen: its file is imported by others, or objects of its class
 * are made, and its name stands nowhere. What others override or export by its name is theirs to run.
 */
export function isDead(definition: FunctionDefinition): boolean {
  const { decorators, module, name, owner } = definition;
  if (decorators.length > 0 || name.startsWith("__") || module.functionAround(definition.node)) return false;
  if (owner && (owner.ancestry.isOpen || owner.ancestry.external.some((path) => path !== "object"))) return false;
  return isInUse(definition) && mentionsOf(definition)?.length === 0;
}

/** Whether the project uses what stands beside a function. */
function isInUse({ module, owner }: FunctionDefinition): boolean {
  const { project } = module;
  const constructor = owner?.method("__init__");
  if (owner) return constructor !== undefined && project.callersOf(constructor).length > 0;
  const last = module.path.replace(/(\/__init__)?\.py$/, "").replace(/^.*\//, "");
  return project.modulesMentioning(last, module).some((other) => other !== module && imports(other, last));
}

const ANYTHING = matchesPattern("anything", /\S/);

/** Where a function's name stands in the project, as a name or as a text; undefined where that is too often to look. */
function mentionsOf({ module, name, node }: FunctionDefinition): readonly Node[] | undefined {
  const others = module.project.modulesMatching(name, ANYTHING, module);
  if (!others) return undefined;
  const own = node.field("name");
  const spelled = [...new Set([module, ...others])].flatMap((other) => other.spelled(name));
  return spelled.filter((word) => word !== own && (word.kind === "string_content" || isNamed(word)));
}

const isNamed = (word: Node): boolean => word.kind === "identifier" && !isImported(word);

/** Whether a name stands in an import, which says nothing of its use; that of a package hands it on. */
function isImported(name: Node): boolean {
  for (const outer of name.ancestors()) {
    if (/^import_(from_)?statement$/.test(outer.kind)) return !moduleOf(name).path.endsWith("__init__.py");
    if (/_statement$|_definition$/.test(outer.kind)) return false;
  }
  return false;
}
