import { rule, type Report } from "../../src/engine/rule.js";
import { conditionOf } from "../../src/concepts/tests/assertions.js";
import { isTestCase } from "../../src/concepts/tests/collection.js";
import { constantTruth, numberOf, unwrap } from "../../src/python/cfg/evaluation.js";
import { mentionsName } from "../../src/python/cfg/mentions.js";
import { quoted } from "../../src/python/editing/quote.js";
import type { Call } from "../../src/python/model/call.js";
import { moduleOf, whereIs, type Module } from "../../src/python/model/module.js";
import { matchesPattern } from "../../src/python/prefilter/prefilter.js";
import type { Node } from "../../src/syntax/node.js";
import { whyTrue } from "./always-true/condition.js";
import { implier } from "./always-true/implied.js";

/**
 * An assertion holds whatever the program does.
 *
 * A tuple is true, and so are a text, a generator, a function that nobody calls, `x or True`. The test is green on the day it
 * is written and on the day the code breaks.
 *
 * @bad
 * ```python
 * # test_rates.py
 * def rate(country):
 *     return -1
 *
 * def test_rate():
 *     assert (rate("fr") > 0, "the rate is positive")
 * ```
 * @good
 * ```python
 * # test_rates.py
 * def rate(country):
 *     return 20
 *
 * def test_rate():
 *     assert rate("fr") > 0, "the rate is positive"
 * ```
 * @limits Looks at the form of the condition, and at what names in it mean. What compares a value with itself is left alone,
 * for tests of `__eq__` do so, and so is `assert True`, a mark that this line was reached. What is
 * written to hold, such as `or True` and `len(…) >= 0`, is `low`.
 * @off Never: an assertion that cannot fail can go.
 * @see https://docs.python.org/3/reference/simple_stmts.html#the-assert-statement
 */
export default rule({
  severity: "medium",
  about: "tests",
  mentions: ["assert"],
  *check(module) {
    for (const statement of module.mentioning(ASSERTS, "assert_statement")) {
      const report = ofStatement(statement);
      if (report) yield report;
    }
    for (const call of UNITTEST.flatMap((name) => module.callsNamed(name))) {
      const report = ofCall(call);
      if (report) yield report;
    }
    for (const choice of module.mentioning(ASSERTS, "if_statement")) if (isEmptyChoice(choice)) yield ofChoice(choice);
  },
});

const ASSERTS = matchesPattern("an assertion", /\bassert\b/);
const UNITTEST = ["assertTrue", "assertFalse"];

function ofStatement(statement: Node): Report | undefined {
  const condition = conditionOf(statement);
  if (!condition) return undefined;
  const why = whyTrue(condition);
  const said = { at: statement, message: `This assertion cannot fail: '${quoted(condition)}' ${why ?? ""}.` };
  if (why !== undefined) return { ...said, severity: severityOf(condition) };
  const test = implier(statement, condition);
  if (!test) return undefined;
  return {
    at: statement,
    message: `This assertion cannot fail: '${quoted(condition)}' holds wherever 'if ${quoted(test)}' ([${whereIs(test)}](1)) leads here.`,
    related: [{ at: test, message: "has just been asked" }],
  };
}

function ofCall({ node, lastName, positional, receiver, module, hasSplat }: Call): Report | undefined {
  if (!/^assert(True|False)$/.test(lastName) || !receiver || hasSplat || !isOfTestCase(receiver, module))
    return undefined;
  const [condition, message] = positional;
  if (!condition) return undefined;
  if (message && !SAYS_ALL.has(unwrap(condition).kind) && isNoMessage(message) && !showsPartsOf(message, condition))
    return {
      at: node,
      message: `This asserts the truth of '${quoted(condition)}' alone: the second argument of ${lastName} is the message, and nothing is compared with '${quoted(message)}'.`,
    };
  const why = lastName === "assertTrue" ? whyTrue(condition) : undefined;
  return why === undefined
    ? undefined
    : {
        at: node,
        severity: severityOf(condition),
        message: `This assertion cannot fail: '${quoted(condition)}' ${why}.`,
      };
}

/** How grave it is: whoever writes `or True` or `len(…) >= 0` means it, and a tuple, a generator or a text is a slip. */
function severityOf(condition: Node): "medium" | "low" {
  return /^(boolean|comparison)_operator$/.test(unwrap(condition).kind) ? "low" : "medium";
}

function isOfTestCase(receiver: Node, module: Module): boolean {
  const of = module.receiverClass(receiver);
  return of !== undefined && isTestCase(of) !== false;
}

/** Conditions that compare by themselves: what stands behind them is shown when they do not hold, whatever it is. */
const SAYS_ALL = new Set(["comparison_operator", "boolean_operator", "not_operator"]);

/** Whether what stands where the message should is made of what the condition is about, to be shown when that does not hold. */
function showsPartsOf(message: Node, condition: Node): boolean {
  const names = new Set(
    [...message.descendants("identifier")].map(({ text }) => text).filter((name) => name !== "self"),
  );
  return names.size > 0 && mentionsName(condition, names);
}

/** Whether what stands where the message should is surely none: a number, a truth, a container. */
function isNoMessage(expression: Node): boolean {
  const node = unwrap(expression);
  // What a test has at hand, put together to be shown.
  if (node.kind === "tuple" && node.children.every(({ kind }) => kind === "identifier")) return false;
  if (numberOf(node) !== undefined || /^(true|false|list|dictionary|set|tuple|list_comprehension)$/.test(node.kind))
    return true;
  if (node.kind !== "identifier" || SAYS_WHY.test(node.text)) return false;
  const values = moduleValues(node);
  return (
    values.length > 0 &&
    values.every((at) => at !== undefined && /^(integer|float|true|false|list|dictionary|set|tuple)$/.test(at.kind))
  );
}

/** Names of what went wrong, which is worth showing. */
const SAYS_WHY = /(^|_)(err(or)?s?|reasons?|messages?|msgs?|problems?|failures?|warnings?|output|stderr)$/i;

const moduleValues = (node: Node): readonly (Node | undefined)[] =>
  moduleOf(node)
    .valuesOf(node)
    .map((value) => (value.kind === "literal" ? value.at : undefined));

/** `if a: assert True` and `else: assert True`. */
function isEmptyChoice(choice: Node): boolean {
  const branches = [choice, ...choice.fields("alternative")];
  const isWhole = branches.at(-1)?.kind === "else_clause";
  return isWhole && branches.every((branch) => saysNothing(branch.field("consequence") ?? branch.field("body")));
}

function saysNothing(block: Node | undefined): boolean {
  const [only, ...others] = block?.children ?? [];
  const condition = only?.kind === "assert_statement" && others.length === 0 ? conditionOf(only) : undefined;
  return condition !== undefined && constantTruth(condition) === true;
}

function ofChoice(choice: Node): Report {
  const condition = choice.field("condition");
  return {
    at: choice,
    severity: "low",
    message: `Nothing can fail here: whether '${condition ? quoted(condition) : ""}' holds or not, all that is asserted is what is true anyway.`,
  };
}
