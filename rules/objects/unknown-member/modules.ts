import type { Node } from "../../../src/syntax/node.js";
import { handlesAttributeError, isTarget } from "../../../src/python/model/attributes.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import type { Binding } from "../../../src/python/model/scope.js";
import { question } from "../../../src/python/model/solver.js";
import type { Value } from "../../../src/python/model/value.js";
import { holdsAny } from "../../../src/python/prefilter/prefilter.js";
import { membersOfShadowing } from "../../../src/python/tables/shadowing.js";
import { mayDefine } from "../../../src/python/prefilter/definers.js";
import { isAskedFor } from "./asked.js";
import { pathsIn } from "./texts.js";

/** A read from a module, or from what a module has under its own name, of something that is not there. */
export interface ModuleRead {
  readonly node: Node;
  readonly name: string;
  /** What lacks it. */
  readonly value: Value & { readonly kind: "module" | "api" };
  /** The import that the object comes from. */
  readonly binding: Binding;
}

interface Lacking extends Pick<ModuleRead, "value" | "binding"> {
  readonly missing: ReadonlySet<string>;
}

/** The reads, in a file of the program, of what the modules that it imports do not define. */
export function* moduleReads(module: Module): Generator<ModuleRead> {
  if (module.isTest) return;
  const lacking = new Map<string, Lacking>();
  for (const [name, [binding, ...others]] of module.scopes.module.all()) {
    if (!pathsIn(module).has(name) || binding?.kind !== "import" || name === "*" || others.length > 0) continue;
    const values = module.project.evaluator.bindingValues(binding);
    const [value] = values;
    if (values.length !== 1 || (value?.kind !== "module" && value?.kind !== "api")) continue;
    if (value.kind === "module" && !isFoundByRoot(value.module, binding)) continue;
    const missing = missingIn(module, value, name);
    if (missing.length > 0) lacking.set(name, { missing: new Set(missing), value, binding });
  }
  if (lacking.size > 0) yield* readsOf(module, lacking);
}

function* readsOf(module: Module, lacking: ReadonlyMap<string, Lacking>): Generator<ModuleRead> {
  const names = new Set([...lacking.values()].flatMap(({ missing }) => [...missing]));
  for (const node of module.within(holdsAny("what a module lacks", names), "attribute")) {
    const object = node.field("object");
    const name = node.field("attribute")?.text ?? "";
    const from = object?.kind === "identifier" ? lacking.get(object.text) : undefined;
    if (!object || !from?.missing.has(name)) continue;
    const [meant, ...others] = module.bindingsReaching(object.text, object);
    if (meant !== from.binding || others.length > 0 || isTarget(node)) continue;
    if (handlesAttributeError(node) || isAskedFor(module, object, node) || isForTypes(node)) continue;
    if (isGiven(module, from.value, name)) continue;
    yield { node, name, value: from.value, binding: from.binding };
  }
}

/**
 * Whether an import names a module from a folder that is no package itself, or relative to its own: in a package may also lie
 * what is only called like a library.
 */
function isFoundByRoot({ path, project }: Module, { source }: Binding): boolean {
  if (!source) return false;
  if (source.level > 0) return true;
  const dotted = source.member === undefined ? source.module : `${source.module}.${source.member}`;
  const ending = `/${dotted.replaceAll(".", "/")}`;
  const place = `/${path.replace(/(\/__init__)?\.py$/, "")}`;
  if (!place.endsWith(ending)) return false;
  const root = place.slice(1, -ending.length);
  return project.module(root === "" ? "__init__.py" : `${root}/__init__.py`) === undefined;
}

function missingIn(module: Module, value: Value, name: string): readonly string[] {
  const known = value.kind === "api" ? membersOfShadowing(value.path) : undefined;
  if (value.kind !== "module" && !known) return [];
  const read = [...(pathsIn(module).get(name) ?? [])].filter((each) => !/^__\w+__$/.test(each));
  if (known) return read.filter((each) => !known.has(each));
  return value.kind === "module" ? read.filter((each) => lacks(value.module, each)) : [];
}

const LACKS = question(false);

/** Whether a module surely has no member of a name. */
function lacks(of: Module, name: string): boolean {
  if (mayDefine(of.source, name)) return false;
  return of.project.once(LACKS, of, () => isWithout(of, name, new Set()) && !isSeenInPart(of), name);
}

/** Whether a file that speaks of a module breaks off, so that nobody knows what else it gives the module. */
function isSeenInPart(of: Module): boolean {
  const [file = "", folder = ""] = of.path.replace(/\.py$/, "").split("/").reverse();
  const name = file === "__init__" ? folder : file;
  return of.project.modulesMentioning(name, of).some(({ breaksOff }) => breaksOff);
}

/** More modules that import everything from each other are not looked through. */
const MOST_STARS = 20;

function isWithout(of: Module, name: string, seen: Set<Module>): boolean {
  if (seen.has(of)) return true;
  if (seen.add(of).size > MOST_STARS || of.fault || OPENS.some((word) => of.spelled(word).length > 0)) return false;
  const { module: scope } = of.scopes;
  if (scope.bindings(name).length > 0 || of.project.submodule(of, name) || isImported(of, name)) return false;
  return scope.bindings("*").every(({ source }) => {
    const other = source && of.project.resolveImport(of, source);
    return other !== undefined && isWithout(other, name, seen);
  });
}

/** What can give a module members that it does not spell out. */
const OPENS = ["__getattr__", "globals", "locals", "vars", "exec", "__dict__", "setattr", "modules", "__path__"];

/** Whether what a package does not define may be a module in it that is no Python: the package's files import it. */
function isImported(of: Module, name: string): boolean {
  return of.path.endsWith("__init__.py") && of.project.mayDefine(name, of);
}

/** Whether code gives a member of a name to a module, or to something that may be it. */
function isGiven(asker: Module, to: ModuleRead["value"], name: string): boolean {
  const of = to.kind === "module" ? to.module : undefined;
  const modules = asker.project.modulesAssigning(name, asker);
  if (!modules) return true;
  const objects = modules.flatMap((module) => module.storesNamed(name).map(({ object }) => object));
  return objects.some((object) => {
    const own = moduleOf(object)
      .valuesOf(object)
      .filter((value) => value.kind === "module");
    return own.length > 0
      ? own.some(({ module }) => isSameFile(module, of))
      : of !== undefined && isCalledLike(object, of);
  });
}

/** Whether two modules are one, or the same file by two ways: a link may give a package another name. */
const isSameFile = (module: Module, of: Module | undefined): boolean => module === of || module.source === of?.source;

/** Whether a name is imported from out of sight, and called like a module of the project, which may be installed under another one. */
function isCalledLike(object: Node, of: Module): boolean {
  const [binding] = object.kind === "identifier" ? moduleOf(object).bindingsReaching(object.text, object) : [];
  const { source } = binding ?? {};
  const name = source && (source.member ?? source.module.slice(source.module.lastIndexOf(".") + 1));
  return name !== undefined && name === /([^/]+?)(?:\/__init__)?\.py$/.exec(of.path)?.[1];
}

/** Whether code is only there for type checkers. */
function isForTypes(node: Node): boolean {
  for (const around of node.ancestors()) {
    if (around.kind === "if_statement" && /\bTYPE_CHECKING\b/.test(around.field("condition")?.text ?? "")) return true;
  }
  return false;
}
