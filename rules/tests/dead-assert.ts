import { rule, type Fix } from "../../src/engine/rule.js";
import { callOf, conditionOf, isAssertion } from "../../src/concepts/tests/assertions.js";
import { raisesBlocksIn, type RaisesBlock } from "../../src/concepts/tests/raises.js";
import { mentionsName } from "../../src/python/cfg/mentions.js";
import { moduleOf, whereIs } from "../../src/python/model/module.js";
import type { Node } from "../../src/syntax/node.js";
import { mayBeExpected } from "./dead-assert/expected.js";
import { dedented } from "./dead-assert/dedent.js";

/**
 * An assertion at the end of a block that has to raise is never run.
 *
 * What stands before it raises, and control leaves the block; or nothing raises, and the block fails for that reason. Either
 * way the assertion says nothing: the message, the status or the state that it was written for may be anything.
 *
 * @bad
 * ```python
 * # test_charge.py
 * import pytest
 *
 * class CardError(Exception): ...
 *
 * def charge(card):
 *     raise CardError("wrong")
 *
 * def test_says_why():
 *     with pytest.raises(CardError) as caught:
 *         charge("4000")
 *         assert "declined" in str(caught.value)
 * ```
 * @good
 * ```python
 * # test_charge.py
 * import pytest
 *
 * class CardError(Exception): ...
 *
 * def charge(card):
 *     raise CardError("declined")
 *
 * def test_says_why():
 *     with pytest.raises(CardError) as caught:
 *         charge("4000")
 *     assert "declined" in str(caught.value)
 * ```
 * @limits Looks at the statements of the block itself. An assertion that calls, awaits or subscripts something may be what
 * raises, and counts only when it names the error; so does one below `raises(Exception)`, which an assertion that fails would
 * satisfy. Of several in a row the first is reported. The fix moves them behind the block; whether they then hold is for a person
 * to see, also that `str(caught)` of pytest is not the error's text: that is `str(caught.value)`.
 * @off Never: the assertion can be moved out of the block.
 * @see https://docs.pytest.org/en/stable/reference/reference.html#pytest-raises
 */
export default rule({
  severity: "medium",
  about: "tests",
  fixes: ["unsafe"],
  mentions: ["raises", "assertRaises", "assert_raises"],
  *check(module) {
    for (const block of raisesBlocksIn(module)) {
      const dead = deadIn(block);
      const [first] = dead;
      if (!first) continue;
      const others = dead.length === 1 ? "" : ` (${String(dead.length)} in a row)`;
      const fix = fixOf(block, dead);
      yield {
        at: first,
        message: `This assertion${others} never runs: 'with ${written(block)}' ([${whereIs(block.call)}](1)) is left as soon as something in it raises, and fails when nothing does.`,
        related: [{ at: block.call, message: "has to raise" }],
        ...(fix && { fix }),
      };
    }
  },
});

/** The assertions at the end of a block, behind something that may raise. */
function deadIn(block: RaisesBlock): readonly Node[] {
  const { children } = block.body;
  const from = children.findLastIndex((statement) => !isAssertion(statement)) + 1;
  const dead = children.slice(from);
  const alive = dead.findLastIndex((assertion) => !isDead(assertion, block)) + 1;
  return from + alive === 0 || !children.slice(0, from + alive).some(doesSomething) ? [] : dead.slice(alive);
}

function isDead(assertion: Node, block: RaisesBlock): boolean {
  // `assert False` is there to fail where nothing is raised.
  if (conditionOf(assertion)?.kind === "false") return false;
  if (block.name !== undefined && mentionsName(assertion, new Set([block.name]))) return true;
  return block.isAlone && !mayBeExpected(assertion, block.errors);
}

/** Whether a statement may be what raises. */
function doesSomething(statement: Node): boolean {
  if (callOf(statement)) return true;
  for (const _ of statement.descendants(
    "call",
    "await",
    "subscript",
    "raise_statement",
    "attribute",
    "delete_statement",
  ))
    return true;
  return false;
}

function written({ call }: RaisesBlock): string {
  const { name, arguments: given } = moduleOf(call).call(call);
  const error = given[0]?.value.text.replace(/\s+/g, " ") ?? "";
  return `${name}(${error.length < 40 ? error : "…"})`;
}

function fixOf({ statement }: RaisesBlock, dead: readonly Node[]): Fix | undefined {
  const edits = dedented(statement, dead);
  return edits && { description: "Move the assertion behind the block", isSafe: false, edits };
}
