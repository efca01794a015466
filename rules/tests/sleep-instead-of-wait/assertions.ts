import { spellingOf, comparisonOf, lastNameOf } from "../../../src/python/cfg/expression.js";
import { callOf } from "../../../src/concepts/tests/assertions.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import type { Node } from "../../../src/syntax/node.js";

/** Values that nothing has happened to. */
const NOTHING = /^(0|None|False|""|''|set\(\)|dict\(\)|list\(\))$/;
/** What speaks of the time that has passed. */
const OF_TIME = /^(time|monotonic|perf_counter|elapsed|duration|started?|now|is_alive|timestamps?|delta)$/i;

/** The names by which an assertion says that something has happened; none for one that says that nothing has. */
export function expectedNames(statement: Node): readonly string[] {
  const claims = statement.kind === "assert_statement" ? statement.children.slice(0, 1) : calledClaims(statement);
  const names = claims.filter(isPositive).flatMap((claim) => [...claim.descendants("identifier")]);
  if (names.some(({ text }) => OF_TIME.test(text))) return [];
  return names.filter(({ fieldName }) => fieldName !== "attribute").map(({ text }) => text);
}

/** What `self.assertEqual(a, b)` and its like claim, as far as they claim that something is there. */
function calledClaims(statement: Node): readonly Node[] {
  const call = callOf(statement);
  const name = lastNameOf(call?.field("function")) ?? "";
  const [first, second] = call?.field("arguments")?.children ?? [];
  if (/^assert(True|In|Greater|GreaterEqual)$/.test(name)) return [first, second].filter((each) => each !== undefined);
  const isEqual = /^assert(Equals?|ListEqual|DictEqual|CountEqual)$/.test(name);
  return isEqual && first && second && ![first, second].some(isNothing) ? [first, second] : [];
}

/** Whether a value is one that nothing has happened to. */
export function isNothing(written: Node): boolean {
  const value = unwrap(written);
  // There may be comments in it.
  if (/^(list|dictionary|tuple)$/.test(value.kind)) return value.children.length === 0;
  return NOTHING.test(spellingOf(value, MOST_SPELLED));
}

/** Letters after which a value is something. */
const MOST_SPELLED = 10;

/** Whether an expression holds only once something has happened. */
function isPositive(expression: Node): boolean {
  const claim = unwrap(expression);
  const comparison = comparisonOf(claim);
  if (comparison) {
    const { operator, left, right } = comparison;
    const isIs = operator === "is" && /^True$/.test(right.text);
    return (/^(==|>|>=|in)$/.test(operator) || isIs) && !(operator === "==" && (isNothing(left) || isNothing(right)));
  }
  if (claim.kind === "boolean_operator") return claim.child("and") !== undefined && claim.children.every(isPositive);
  return /^(identifier|attribute|call|subscript|list|tuple|dictionary|set|integer|string)$/.test(claim.kind);
}
