import type { ClassDefinition } from "../../python/model/class.js";
import { question } from "../../python/model/solver.js";
import { isPytestFixture, fixturesIn } from "./fixtures.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { foldersAround, join } from "../../python/model/import-paths.js";
import { moduleOf, type Module } from "../../python/model/module.js";
import type { Node } from "../../syntax/node.js";
import { unwrap } from "../../python/cfg/evaluation.js";

/** What unittest and pytest run after a test, its class or its file. */
const TEARDOWN = /^((async)?tearDown(Class|Module)?|teardown(_method|_class|_module|_function)?|doCleanups)$/;
/** What they run before one. */
const SETUP = /^((async)?setUp(Class|Module|TestData)?|setup(_method|_class|_module|_function)?)$/;

/** Whether a function prepares tests, by its name. */
export const isSetup = ({ name }: FunctionDefinition): boolean => SETUP.test(name);

/** Whether a function cleans up after tests, by its name. */
export const isTeardown = ({ name }: FunctionDefinition): boolean => TEARDOWN.test(name);

const CLASS = question<readonly FunctionDefinition[]>([]);
const FILE = question<readonly FunctionDefinition[]>([]);

/** What runs around the tests of a class: its methods before and after tests and its fixtures, with those of its bases. */
export function aroundClass(of: ClassDefinition): readonly FunctionDefinition[] {
  return of.module.project.once(CLASS, of, () =>
    of.ancestry.classes.flatMap(({ methods }) =>
      [...methods.values()].flat().filter((each) => isSetup(each) || isTeardown(each) || isPytestFixture(each)),
    ),
  );
}

/** What runs around the tests of a file: its functions before and after tests, its fixtures, and those of the `conftest.py` files above. */
export function aroundFile(module: Module): readonly FunctionDefinition[] {
  return module.project.once(FILE, module, () => [
    ...module.functions.filter((each) => !each.owner && (isSetup(each) || isTeardown(each))),
    ...[module, ...conftestsAbove(module)].flatMap((from) => fixturesIn(from)),
  ]);
}

/** The `conftest.py` files that hold for a file, nearest first. */
export function conftestsAbove({ project, path }: Module): readonly Module[] {
  return foldersAround(path).flatMap((folder) => {
    const conftest = join(folder, "conftest.py");
    return (conftest === path ? undefined : project.module(conftest)) ?? [];
  });
}

/** Whether what may do anything before and after a test is out of sight: bases of its class, or a `conftest.py` that breaks off. */
export function hasUnknownSurroundings({ owner, module }: FunctionDefinition): boolean {
  if (conftestsAbove(module).some(({ fault }) => fault !== undefined)) return true;
  if (!owner) return false;
  const { isOpen, external } = owner.ancestry;
  return isOpen || external.some((path) => !/^(unittest|django\.test|object|abc)\b/.test(path));
}

/** The functions of the project that a function calls itself. */
export function helpersOf(of: FunctionDefinition): readonly FunctionDefinition[] {
  return of.calls.flatMap((call) => moduleOf(call).call(call).functions);
}

/** What is entered by the `with` statements around a node in its function, and the decorators of that function and its class. */
export function* managersAround(node: Node): Generator<Node> {
  for (const around of node.ancestors()) {
    if (around.kind === "with_statement") {
      for (const item of around.child("with_clause")?.children ?? []) yield unwrap(item.field("value") ?? item);
    }
    if (around.kind === "decorated_definition") {
      for (const decorator of around.children) if (decorator.kind === "decorator") yield decorator;
    }
  }
}
