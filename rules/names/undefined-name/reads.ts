import { namesOfModule } from "../../../src/concepts/names/exports.js";
import { hasSubmodule } from "../../../src/concepts/names/made-modules.js";
import { assignedTo, calledName, comparisonOf, lastNameOf } from "../../../src/python/cfg/expression.js";
import { isImported } from "../../../src/concepts/names/imports.js";
import { guardedBy, runsElsewhere, UNBOUND } from "../../../src/concepts/names/guards.js";
import { isCaught } from "../../../src/python/cfg/exceptions.js";
import { mayBePrepared } from "../../../src/python/model/metaclass.js";
import type { Module } from "../../../src/python/model/module.js";
import type { Scope } from "../../../src/python/model/scope.js";
import { BUILTINS, GIVEN_BY_HOSTS, GIVEN_NAMES, PYTHON_2_BUILTINS } from "../../../src/python/tables/builtins.js";
import type { Node } from "../../../src/syntax/node.js";
import { mayBeGivenFromOutside } from "./given.js";

/** A read of a name that nothing defines. */
export interface UndefinedRead {
  readonly node: Node;
  readonly name: string;
  /** Whether it need not come to it: what stands there may not run, or not with this Python. */
  readonly likely: boolean;
}

/** The reads of names that nothing defines, by name. */
export function* undefinedReads(module: Module): Generator<UndefinedRead> {
  const names = suspects(module);
  const known = names.length > 0 ? namesOfModule(module) : undefined;
  if (!known) return;
  const found: Node[] = [];
  let isPart = false;
  for (const name of names) {
    if (known.has(name) || isInstalled(module, name) || hasSubmodule(module, name)) continue;
    const nodes = module.identifiers(name);
    const declared = nodes.filter(isDeclared);
    const bodies = declared.map((node) => module.scopes.around(node));
    // What the body of a class declares is a field of its objects, and no name for the rest of the file.
    if (declared.some(({ parent }, at) => parent?.kind !== "assignment" || !bodies[at]?.isClass)) continue;
    const reads = nodes.filter(
      (node) => isRead(node) && !module.scopes.lookup(name, node) && !bodies.includes(module.scopes.around(node)),
    );
    const tested = reads.length > 0 ? namesTesting(module, name) : undefined;
    const missed = reads.filter((node) => {
      return !isExpected(node) && !(tested && guardedBy(node, tested)) && !isGivenAt(module, node);
    });
    for (const node of missed) found.push(node);
    isPart ||=
      !nodes.some((node) => module.scopes.lookup(name, node)) && missed.some((node) => runsWhenLoaded(module, node));
    if (reads.length === 0) yield* quotedReads(module, name);
  }
  // What fails as soon as it is loaded, and nobody loads, is no program by itself: whoever runs it gives it names. One that
  // asks whether it is the program is run as such.
  isPart &&= !isImported(module) && module.spelled("__main__").length === 0;
  for (const node of found) yield { node, name: node.text, likely: isPart || isUnsure(module, node) };
}

/** Whether somebody else may give the name that a node reads: a metaclass to the body of its class, a loader to its module. */
function isGivenAt(module: Module, node: Node): boolean {
  const scope = module.scopes.around(node);
  if (isPlaceholder(node)) return true;
  if (scope.isClass && mayBePrepared(module.class(scope.node))) return true;
  // It comes too late for what is read while the module is loaded.
  return isInFunction(scope) && mayBeGivenFromOutside(module, node.text);
}

/** `SECRET_KEY = {secret_key}`: a place in a template that `str.format` fills. */
function isPlaceholder({ text, parent }: Node): boolean {
  if (parent?.kind !== "set" || parent.children.length !== 1) return false;
  return assignedTo(parent).some((target) => target.text.toLowerCase() === text.toLowerCase());
}

function isInFunction(innermost: Scope): boolean {
  for (let scope: Scope | undefined = innermost; scope; scope = scope.outer) if (scope.isFunction) return true;
  return false;
}

/** Whether a read is evaluated when its file is loaded, and not only when it is the program. */
function runsWhenLoaded(module: Module, node: Node): boolean {
  return !isInFunction(module.scopes.around(node)) && !isUnsure(module, node) && !guardedBy(node, /^__name__$/);
}

function suspects(module: Module): readonly string[] {
  if (module.isTest || !module.usage) return [];
  return [...module.usage.unresolved].filter(
    (name) => !BUILTINS.has(name) && !isGiven(name, module.path) && !/^__\w+__$/.test(name),
  );
}

function isGiven(name: string, path: string): boolean {
  return GIVEN_NAMES.has(name) || GIVEN_BY_HOSTS.some(([of, files]) => of === name && files.test(path));
}

/** What files speak of that put names among the builtins: their module, and what translates. */
const INSTALLERS = ["builtins", "__builtin__", "__builtins__", "gettext"];

/** Whether some file that works with the builtins spells the name, or sets it there. */
function isInstalled(module: Module, name: string): boolean {
  const { project } = module;
  // What is missing of a file that breaks off may be just that.
  if (INSTALLERS.some((word) => project.modulesMentioning(word, module).some((other) => other.breaksOff))) return true;
  return project
    .modulesMentioning(name, module, INSTALLERS)
    .some((other) => installs(other) && other.spelled(name).some((node) => isGivenAsText(node) || isOfBuiltins(node)));
}

/** What is a key is given to code that runs apart: `exec(code, {"__builtins__": {…}})`. */
const installs = (module: Module): boolean =>
  INSTALLERS.some((word) => module.spelled(word).some(({ parent: string }) => string?.parent?.kind !== "pair"));

/** Whether a node is a string that some call, subscript or list holds. */
function isGivenAsText({ kind, parent: string }: Node): boolean {
  return kind !== "identifier" && string?.parent?.kind !== "type";
}

function isOfBuiltins({ parent, fieldName }: Node): boolean {
  const isAttribute = parent?.kind === "attribute" && fieldName === "attribute";
  return isAttribute && INSTALLERS.includes(lastNameOf(parent.field("object")) ?? "");
}

/** Whether a name is declared without a value, or as a type's parameter: somebody else may fill it. */
function isDeclared({ parent, fieldName }: Node): boolean {
  if (parent?.kind === "assignment") return fieldName === "left" && !parent.field("right");
  const written = parent?.kind === "type" ? parent.parent : undefined;
  // `M: Bird` in `[M: Bird]`; `list[int]` has a list, too.
  const isBound = written?.kind === "constrained_type" && written.children[0] === parent;
  const list = isBound ? written.parent?.parent : written;
  return list?.kind === "type_parameter" && list.parent?.kind !== "generic_type";
}

/** Whether an identifier is a variable that is read, as far as its place tells. */
function isRead(node: Node): boolean {
  const { parent, fieldName } = node;
  if (!parent || parent.isBroken) return false;
  switch (parent.kind) {
    case "attribute":
      return fieldName !== "attribute";
    case "keyword_argument":
      return fieldName !== "name";
    case "dotted_name":
      return parent.parent?.kind === "class_pattern" || isValuePattern(parent, node);
    case "global_statement":
    case "nonlocal_statement":
    case "import_prefix":
    case "aliased_import":
    case "keyword_pattern":
      return false;
    default:
      return fieldName !== "name" || parent.kind === "named_expression";
  }
}

/** Whether a name begins the path of a constant in a pattern: `case Colour.RED`. */
function isValuePattern(path: Node, name: Node): boolean {
  return path.parent?.kind === "case_pattern" && path.children.length > 1 && path.children[0] === name;
}

function isExpected(node: Node): boolean {
  return runsElsewhere(node) || isCaught(node, UNBOUND, () => false);
}

/** Functions that tell which names there are. */
const TELL = new Set(["locals", "globals", "vars", "dir"]);

/** What conditions speak of that ask whether there is a name: `if "x" in locals()`; undefined when nothing does. */
function namesTesting(module: Module, name: string): ReadonlySet<string> | undefined {
  const tests = module.spelled(name).flatMap(({ parent: string }) => (string && testIn(string)) ?? []);
  const held = tests.flatMap((test) => {
    const holder = outside(test);
    return holder?.kind === "assignment" ? (lastNameOf(holder.field("left")) ?? []) : [];
  });
  return tests.length > 0 ? new Set([...TELL, ...held]) : undefined;
}

/** The comparison that looks for a string among the names there are. */
function testIn(string: Node): Node | undefined {
  const around = string.kind === "string" ? outside(string) : undefined;
  const test = around && comparisonOf(around);
  return test?.operator === "in" && TELL.has(calledName(test.right) ?? "") ? around : undefined;
}

/** What a node stands in, but for parentheses. */
function outside({ parent }: Node): Node | undefined {
  let around = parent;
  while (around?.kind === "parenthesized_expression") around = around.parent;
  return around;
}

function isUnsure(module: Module, node: Node): boolean {
  if (PYTHON_2_BUILTINS.has(node.text) && !isForPython3(module)) return true;
  return isExcused(module, node) || isPostponed(module, node) || !module.graphAround(node).isReachable(node);
}

/** Comments in which authors tell other linters that they know. */
const EXCUSED = /#.*(\bF821\b|undefined-variable|E0602|name-defined|UndefinedVariable)/;

/** Whether the line says that the name is meant to be undefined. */
function isExcused({ source }: Module, node: Node): boolean {
  const [rest = ""] = source.slice(node.end, node.end + LONGEST_LINE).split(/[\r\n]/, 1);
  return EXCUSED.test(rest);
}

/** UTF-16 units behind a name in which a comment begins. */
const LONGEST_LINE = 400;

/** Syntax that Python 2 does not have. */
const PYTHON_3 = [
  "nonlocal_statement",
  "await",
  "interpolation",
  "named_expression",
  "typed_parameter",
  "type",
  "match_statement",
];

function isForPython3(module: Module): boolean {
  return module.root.descendants(...PYTHON_3).next().done !== true;
}

/** Whether a name stands in an annotation that is not evaluated when the program runs. */
function isPostponed(module: Module, node: Node): boolean {
  let isAnnotation = false;
  for (const around of node.ancestors()) {
    if (around.kind === "type_alias_statement") return true;
    if (around.kind === "type") {
      isAnnotation = true;
      // What annotates a local name is never evaluated.
      if (around.parent?.kind === "assignment" && module.scopes.around(around).isFunction) return true;
    }
    if (/_(statement|definition)$/.test(around.kind)) break;
  }
  return isAnnotation && postponesAnnotations(module);
}

function postponesAnnotations({ usage }: Module): boolean {
  return (
    usage?.imports.some(({ module, members }) => module === "__future__" && members?.includes("annotations")) ?? false
  );
}

/** The first read in an annotation in quotes. */
function* quotedReads(module: Module, name: string): Generator<UndefinedRead> {
  const word = new RegExp(`(?<![\\w.])${name}(?!\\w)`);
  for (const annotation of module.mentioning(name, "type")) {
    for (const string of annotation.descendants("string")) {
      if (!word.test(string.text) || module.scopes.lookup(name, string)) continue;
      yield { node: string, name, likely: true };
      return;
    }
  }
}
