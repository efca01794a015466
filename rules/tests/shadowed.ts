import { rule } from "../../src/engine/rule.js";
import { isTestCase, isTestClassName, isTestName } from "../../src/concepts/tests/collection.js";
import { isSpelledBetween } from "../../src/concepts/tests/uses.js";
import { isSameExpression } from "../../src/python/cfg/expression.js";
import { accessPath } from "../../src/python/cfg/guards.js";
import { whereIs, type Module } from "../../src/python/model/module.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * A test is defined again under the same name, and the first one never runs.
 *
 * The second definition takes the name in its scope before any runner of tests looks there. Nothing says that there is one test
 * less; a copy whose name was not changed is the usual cause.
 *
 * @bad
 * ```python
 * # test_total.py
 * def test_total():
 *     assert sum([1, 1]) == 3
 *
 * def test_total():
 *     assert sum([2, 2]) == 4
 * ```
 * @good
 * ```python
 * # test_total.py
 * def test_total():
 *     assert sum([1, 1]) == 2
 *
 * def test_total_of_others():
 *     assert sum([2, 2]) == 4
 * ```
 * @limits Definitions in different branches of an `if` or a `try` are taken for alternatives. A first one that a decorator may
 * have handed on, or that is used before the second, is left alone.
 * @off Never: the second one can have a name of its own.
 */
export default rule({
  severity: "medium",
  about: "tests",
  mentions: ["def", "class"],
  *check(module) {
    for (const block of blocksOf(module)) {
      for (const [dead, survivor] of shadowedIn(block, module)) {
        const name = dead.field("name") ?? dead;
        const line = module.lineOf(survivor);
        const isSame = areSame(dead, survivor);
        const same = isSame ? "; both are the same" : "";
        yield {
          at: name,
          // No check is lost.
          severity: isSame ? "low" : "medium",
          message: `What stands here never runs: ${name.text} is defined again in line ${String(line)} ([${whereIs(survivor)}](1))${same}.`,
          related: [{ at: survivor.field("name") ?? survivor, message: "takes its name" }],
        };
      }
    }
  },
});

/** Where tests are defined: the file, and the bodies of its classes. */
function blocksOf(module: Module): readonly Node[] {
  return [module.root, ...module.classes.flatMap(({ body }) => body ?? [])];
}

type Shadowing = readonly [dead: Node, survivor: Node];

/** The tests of a block that a later definition replaces, each with that. */
function* shadowedIn(block: Node, module: Module): Generator<Shadowing> {
  const last = new Map<string, Node>();
  for (const statement of block.children) {
    const definition = statement.kind === "decorated_definition" ? statement.field("definition") : statement;
    const name = definition?.field("name")?.text;
    if (!definition || name === undefined || !/^(function|class)_definition$/.test(definition.kind)) continue;
    const dead = last.get(name);
    if (dead && isTest(dead, name, module) && !isHandedOn(dead) && !isUsedBetween(name, dead, definition, module))
      yield [dead, definition];
    last.set(name, definition);
  }
}

/** Whether a runner of tests would look at a definition. */
function isTest(definition: Node, name: string, module: Module): boolean {
  const isCollected = module.project.isCollected(module.path);
  const of = definition.kind === "function_definition" ? module.function(definition).owner : module.class(definition);
  if (!of) return isCollected && isTestName(name, module);
  const isFound = isTestCase(of) === true || (isCollected && isTestClassName(of.name, module));
  return isFound && (definition.kind === "class_definition" || name.startsWith("test") || isTestName(name, module));
}

/** Decorators that mark or wrap a test, and keep no hold of it. */
const KEEPING_NOTHING =
  /^((pytest\.)?mark\.\w+|((unittest\.)?mock\.)?patch(\.\w+)?|(unittest\.)?(skip\w*|expectedFailure)|(hypothesis\.)?(given|settings|example)|staticmethod|classmethod|override_settings)$/;

/** Whether a decorator may have handed a definition to somebody else, as a registry does. */
function isHandedOn({ parent }: Node): boolean {
  const decorators =
    parent?.kind === "decorated_definition" ? parent.children.filter(({ kind }) => kind === "decorator") : [];
  return decorators.some(({ children: [expression] }) => {
    const callee = expression?.kind === "call" ? expression.field("function") : expression;
    return !KEEPING_NOTHING.test((callee && accessPath(callee)) ?? "");
  });
}

/** Whether a name is read, or deleted, after one definition and before the body of the next one. */
function isUsedBetween(name: string, dead: Node, survivor: Node, module: Module): boolean {
  const end = survivor.field("body")?.start ?? survivor.end;
  const own = survivor.field("name");
  return isSpelledBetween(name, dead.end, end, module, own);
}

function areSame(dead: Node, survivor: Node): boolean {
  const whole = (definition: Node): Node =>
    definition.parent?.kind === "decorated_definition" ? definition.parent : definition;
  return isSameExpression(whole(dead), whole(survivor));
}
