import { rule, type Report } from "../../src/engine/rule.js";
import { assertsItself } from "../../src/concepts/tests/assertions.js";
import {
  isFixture,
  isTestCase,
  isTestClassName,
  isTestFunction,
  isTestName,
} from "../../src/concepts/tests/collection.js";
import type { ClassDefinition } from "../../src/python/model/class.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { whereIs, type Module } from "../../src/python/model/module.js";
import { holdsWord } from "../../src/python/prefilter/prefilter.js";
import { hasCollectorOfItsOwn } from "./never-collected/collectors.js";
import { isUsed } from "./never-collected/uses.js";

/**
 * A test stands where no runner of tests looks for it.
 *
 * Pytest does not make objects of classes that have a constructor of their own, takes for tests only the classes whose names it is
 * configured for, does not look into functions, and does not run tests that yield. It says so in a warning, or not at all.
 *
 * @bad
 * ```python
 * # test_basket.py
 * class TestBasket:
 *     def __init__(self):
 *         self.items = []
 *
 *     def test_is_empty(self):
 *         assert self.items == []
 * ```
 * @good
 * ```python
 * # test_basket.py
 * class TestBasket:
 *     def setup_method(self):
 *         self.items = []
 *
 *     def test_is_empty(self):
 *         assert self.items == []
 * ```
 * @limits Goes by the configuration of pytest in the project, or its defaults. Leaves alone what is used by somebody, what has
 * a base or a decorator that is not known, what a collector of the project's own may find (`pytest_collect_file`,
 * `pytest_pycollect_makeitem`, `load_tests`), and files that pytest does not look into.
 * @off Where another runner of tests finds what pytest does not.
 * @see https://docs.pytest.org/en/stable/explanation/goodpractices.html#conventions-for-python-test-discovery
 */
export default rule({
  severity: "medium",
  about: "tests",
  mentions: ["def"],
  *check(module) {
    if (!module.project.isCollected(module.path) || hasCollectorOfItsOwn(module)) return;
    for (const definition of module.classes) yield* ofClass(definition);
    for (const definition of module.functions) yield* ofFunction(definition, module);
  },
});

function* ofClass(definition: ClassDefinition): Generator<Report> {
  const { name, node, module, decorators } = definition;
  if (!module.scopes.around(node).isModule || decorators.length > 0 || isTestCase(definition) !== false) return;
  const test = testOf(definition);
  if (!test || definition.scope.has("__test__") || isUsed(definition)) return;
  const [init] = definition.methods.get("__init__") ?? [];
  const related = [
    {
      at: init?.node.field("name") ?? test.node.field("name") ?? node,
      message: init ? "the constructor" : "is never run",
    },
  ];
  const at = node.field("name") ?? node;
  if (isTestClassName(name, module)) {
    const message = `The tests of '${name}' never run: pytest does not collect a class with __init__ ([${whereIs(init?.node ?? node)}](1)).`;
    if (init) yield { at, message, related };
  } else if (definition.ancestry.classes.length === 1 && isAllTests(definition)) {
    const patterns = module.project.pytestFor(module.path).classes.join("', '");
    const message = `'${test.qualifiedName}' ([${whereIs(test.node)}](1)) never runs: pytest looks for tests in classes whose names begin with '${patterns}'.`;
    yield { at, message, related: [{ at: test.node.field("name") ?? node, message: "is never run" }] };
  }
}

/** The first method of a class that is called as tests are, and asserts something. */
function testOf({ methods, module }: ClassDefinition): FunctionDefinition | undefined {
  return [...methods.values()]
    .flat()
    .find((method) => isTestName(method.name, module) && !isFixture(method) && assertsItself(method));
}

/**
 * Whether a class holds tests and what prepares them, and nothing that somebody could use; one that reads of itself what it
 * does not have is a part of other classes.
 */
function isAllTests(definition: ClassDefinition): boolean {
  const { methods, module, body, scope, assignedAttributes } = definition;
  for (const attribute of body?.descendants("attribute") ?? []) {
    const name = attribute.field("attribute")?.text ?? "";
    const object = attribute.field("object");
    const isOwn = object?.kind === "identifier" && module.receiverClass(object) === definition;
    if (isOwn && !scope.has(name) && !assignedAttributes.has(name)) return false;
  }
  return [...methods.keys()].every(
    (name) => isTestName(name, module) || /^_|^(setup|teardown|setUp|tearDown)/.test(name),
  );
}

function* ofFunction(definition: FunctionDefinition, module: Module): Generator<Report> {
  const { name, node, decorators, owner } = definition;
  if (node.kind === "lambda" || decorators.length > 0 || !isTestName(name, module)) return;
  const at = node.field("name") ?? node;
  const isGenerator = module.mayHold(YIELDS, node) && definition.isGenerator;
  if (isGenerator && isTestFunction(definition) && (!owner || isRunByPytest(owner)) && assertsItself(definition)) {
    const [yielded] = definition.yields;
    const related = yielded ? [{ at: yielded, message: "makes it a generator" }] : [];
    yield {
      at,
      message: `'${name}' never runs: it yields ([${whereIs(yielded ?? node)}](1)), and pytest does not run tests that are generators.`,
      related,
    };
  }
  const outer = owner ? undefined : module.functionAround(node);
  if (!outer || !isTestFunction(outer) || isUsed(definition) || !assertsItself(definition)) return;
  yield {
    at,
    message: `'${name}' never runs: it is nested, and nothing calls it; pytest looks for tests at the top of files and in classes, not in '${outer.name}' ([${whereIs(outer.node)}](1)).`,
    related: [{ at: outer.node.field("name") ?? outer.node, message: "holds it" }],
  };
}

const YIELDS = holdsWord("yield");

/** Whether pytest alone runs the methods of a class. */
function isRunByPytest(owner: ClassDefinition): boolean {
  return isTestCase(owner) === false && isTestClassName(owner.name, owner.module);
}
