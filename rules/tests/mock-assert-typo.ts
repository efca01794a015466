import { rule, type Report } from "../../src/engine/rule.js";
import { mockedAs } from "../../src/concepts/tests/mocks.js";
import { replace } from "../../src/python/editing/edit.js";
import { quoted } from "../../src/python/editing/quote.js";
import { moduleOf, type Module } from "../../src/python/model/module.js";
import { isOpen } from "../../src/python/model/value.js";
import { matchesPattern } from "../../src/python/prefilter/prefilter.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * What looks like an assertion of a mock is one more mock.
 *
 * A mock has every attribute that it is asked for: `bell.ring.called_once` is a new mock, which is true, and
 * `bell.ring.called_with(3)` calls one, which takes any arguments. The test passes, whatever was called. CPython 3.12 and later
 * refuse most of these names with an `AttributeError`.
 *
 * @bad
 * ```python
 * # test_bell.py
 * from unittest.mock import Mock
 *
 * def test_rings():
 *     bell = Mock()
 *     bell.ring.called_once_with(3)
 * ```
 * @good
 * ```python
 * # test_bell.py
 * from unittest.mock import Mock
 *
 * def test_rings():
 *     bell = Mock()
 *     bell.ring.assert_called_once_with(3)
 * ```
 * @limits Only of what is known to be a mock without a specification; a mock that was made with one has the names that
 * this gives it, and any other object may have its own.
 * @off Never: the name that is meant begins with `assert_`.
 * @see https://docs.python.org/3/library/unittest.mock.html#unittest.mock.Mock.assert_called_once_with
 */
export default rule({
  severity: "medium",
  about: "tests",
  fixes: ["safe"],
  mentions: ["called_", "not_called", "has_calls", "any_call", "awaited_", "not_awaited", "has_awaits", "any_await"],
  *check(module) {
    for (const attribute of module.mentioning(NAMED, "attribute")) {
      const name = attribute.field("attribute")?.text ?? "";
      const object = attribute.field("object");
      if (!REFUSED.has(name) && !ACCEPTED.has(name)) continue;
      if (!object || isGiven(attribute, name) || !isOfMock(object, name, module)) continue;
      yield reportOf(attribute, name);
    }
  },
});

/** Names that mocks have refused since CPython 3.12, and names that they take for one more attribute to this day. */
const REFUSED = new Set(["called_once", "called_once_with", "called_with", "not_called", "has_calls", "any_call"]);
const ACCEPTED = new Set([
  "awaited_once",
  "awaited_once_with",
  "awaited_with",
  "not_awaited",
  "has_awaits",
  "any_await",
  "called_only_once",
  "called_once_only",
  "is_called",
  "was_called",
  "was_called_with",
  "was_called_once",
  "was_called_once_with",
  "was_not_called",
]);
const NAMED = matchesPattern(
  "what looks like an assertion of a mock",
  new RegExp(String.raw`\b(?:${[...REFUSED, ...ACCEPTED].join("|")})\b`),
);

/** Whether an object is a mock, or a file that imports mocks asks something out of sight for what only those are asked for. */
function isOfMock(object: Node, name: string, module: Module): boolean {
  const made = mockedAs(object);
  if (made === "any") return true;
  const isUnknown = made === undefined && isOpen(module.valuesOf(object));
  return isUnknown && OF_MOCKS_ALONE.has(name) && importsMocks(module) && isNobodys(name, module);
}

/** Nothing else has a name for how often it was called, and with what. */
const OF_MOCKS_ALONE = new Set(["called_once_with", "awaited_once_with"]);
const MOCKS = /(^|\.)mock$/;

/** Whether a file imports what makes mocks. */
const importsMocks = ({ usage }: Module): boolean =>
  usage?.imports.some(({ module, members = [] }) => MOCKS.test(module) || members.includes("mock")) ?? false;

/** Whether nobody of those who speak of a name defines it. */
function isNobodys(name: string, module: Module): boolean {
  const speaking = [module, ...module.project.modulesMentioning(name, module)];
  return !speaking.some((other) => other.functions.some((definition) => definition.name === name));
}

/** Whether the test itself gives the attribute a value, or sets what it does. */
function isGiven(attribute: Node, name: string): boolean {
  if (attribute.parent?.kind === "attribute" || attribute.parent?.kind === "assignment") return true;
  return moduleOf(attribute).storesNamed(name).length > 0;
}

function reportOf(attribute: Node, name: string): Report {
  const call = attribute.parent?.kind === "call" && attribute.fieldName === "function" ? attribute.parent : undefined;
  const when = REFUSED.has(name) ? "true before CPython 3.12, and an AttributeError since" : "true whatever was called";
  const what = call
    ? `'${quoted(attribute)}(…)' calls an attribute that a mock makes up`
    : `'${quoted(attribute)}' is an attribute that a mock makes up`;
  const right = `assert_${name.replace(/^(was|is)_/, "")}`;
  const isStatement = call?.parent?.kind === "expression_statement" && RIGHT.has(right);
  const node = attribute.field("attribute");
  return {
    at: attribute,
    message: `${what}: ${when}.`,
    ...(isStatement &&
      node && {
        fix: { description: `Call '${right}'`, isSafe: true, edits: [replace(node, right)] },
      }),
  };
}

/** What mocks do assert by. */
const RIGHT = new Set(
  "called_once called_once_with called_with not_called has_calls any_call awaited_once awaited_once_with awaited_with not_awaited has_awaits any_await"
    .split(" ")
    .map((name) => `assert_${name}`),
);
