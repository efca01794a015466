import type { Patch } from "../../../src/concepts/tests/patches.js";
import { textOf } from "../../../src/python/model/literal.js";
import { groupedBy } from "../../../src/grouped.js";
import type { Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import type { Node } from "../../../src/syntax/node.js";

/** A module that has imported a name for itself, and where. */
export interface User {
  readonly module: Module;
  readonly at: Node;
}

/** The modules that a test imports and that have a patched name of their own, where no code looks it up in the patched module. */
export function usersMissed({ call, at, target, name, isLast }: Patch): readonly User[] {
  const { module } = call;
  if (LOADS.some((loads) => module.callsNamed(loads).length > 0)) return [];
  if (!isLast || !isDefinedIn(target, name)) return [];
  const users = module.project.once(USERS, target, () => usersOf(target, name, module), name);
  const imported = users.filter((user) => importsAtTop(module, user.module));
  return imported.some((user) => alsoPatches(at, user.module, name)) ? [] : imported;
}

/** What has a module imported anew, which then takes what is patched. */
const LOADS = ["run_module", "run_path", "reload", "import_module"];

const USERS = question<readonly User[]>([]);

/** Whether a module defines a function or class of a name itself, and does nothing else with it. */
function isDefinedIn(target: Module, name: string): boolean {
  const [binding, ...others] = target.scopes.module.bindings(name);
  if (!binding || others.length > 0 || !/^(function|class)$/.test(binding.kind)) return false;
  return target.spelled(name).every((word) => word === binding.node.field("name") || word.kind !== "identifier");
}

/** The modules of the program that import a name at their top; none where anybody may look it up otherwise. */
function usersOf(target: Module, name: string, asker: Module): readonly User[] {
  const users: User[] = [];
  for (const module of target.project.modulesMentioning(name, asker)) {
    if (module === target) continue;
    const found = importOf(module, target, name);
    if (mayLookUp(module, name, found)) return [];
    if (found && !module.isTest && isUsedIn(module, name)) users.push({ module, at: found });
  }
  return users;
}

/** Whether a module calls a name, or something of it: a class that it only derives from was read long before. */
function isUsedIn(module: Module, name: string): boolean {
  return module
    .identifiers(name)
    .some(({ parent, fieldName }) => (parent?.kind === "call" ? fieldName === "function" : fieldName === "object"));
}

/** The import at the top of a module that takes the name out of another one. */
function importOf(module: Module, target: Module, name: string): Node | undefined {
  const bindings = module.scopes.module.bindings(name).filter(({ source }) => source?.member === name);
  const [binding, ...others] = bindings;
  const source = others.length === 0 ? binding?.source : undefined;
  return source && module.project.resolveImport(module, source) === target ? binding?.node : undefined;
}

/** Whether a module may look a name up when it runs: as an attribute, by an import inside a function, by a string. */
function mayLookUp(module: Module, name: string, own: Node | undefined): boolean {
  return module.identifiers(name).some((word) => {
    if (word.fieldName === "attribute") return true;
    const isImported = [...word.ancestors()].some(({ kind }) => kind === "import_from_statement");
    return isImported && !own?.contains(word);
  });
}

/** Whether a test imports a module, or something out of it, when it is imported itself. */
function importsAtTop(test: Module, user: Module): boolean {
  return test.project.once(IMPORTS, test, () => findsImport(test, user), user.path);
}

const IMPORTS = question(false);

function findsImport(test: Module, user: Module): boolean {
  for (const bindings of test.scopes.module.all().values()) {
    for (const { source } of bindings) {
      if (!source) continue;
      if (test.project.resolveImport(test, source) === user) return true;
      const inner = source.member === undefined ? undefined : `${source.module}.${source.member}`;
      if (inner !== undefined && test.project.resolveImport(test, { module: inner, level: source.level }) === user)
        return true;
    }
  }
  return false;
}

/** Whether the test around a patch patches the name where it is used, too. */
function alsoPatches(patch: Node, user: Module, name: string): boolean {
  const stem =
    user.path
      .replace(/(\/__init__)?\.py$/, "")
      .split("/")
      .at(-1) ?? "";
  const test = testAround(patch);
  const ends = user.project.once(ENDS, test, () => endsIn(test));
  return ends.has(`${stem}.${name}`) || (ends.get(name) ?? 0) > (textOf(patch) === name ? 1 : 0);
}

const ENDS = question<ReadonlyMap<string, number>>(new Map());

/** How often the strings in a test end in one or two names. */
function endsIn(test: Node): ReadonlyMap<string, number> {
  const ends = [...test.descendants("string")].map((string) => (textOf(string) ?? "").split(".").slice(-2).join("."));
  return new Map([...groupedBy(ends, (end) => end)].map(([end, list]) => [end, list.length]));
}

function testAround(patch: Node): Node {
  const around = [...patch.ancestors()];
  const definition = around.find(({ kind }) => kind === "decorated_definition" || kind === "function_definition");
  return definition?.parent?.kind === "decorated_definition" ? definition.parent : (definition ?? patch);
}
