import { rule, type Report } from "../../src/engine/rule.js";
import { comparisonOf, lastNameOf, type Comparison } from "../../src/python/cfg/expression.js";
import { unwrap, wrapped } from "../../src/python/cfg/evaluation.js";
import { mentionsName } from "../../src/python/cfg/mentions.js";
import { isEnum, type ClassDefinition } from "../../src/python/model/class.js";
import { closest } from "../../src/python/model/closest.js";
import { whereIs, type Module } from "../../src/python/model/module.js";
import { quoted } from "../../src/python/editing/quote.js";
import { matchesPattern } from "../../src/python/prefilter/prefilter.js";
import type { Node } from "../../src/syntax/node.js";
import { enumerationOf, constantOf, type Enumeration } from "./never-a-member/enumeration.js";
import { plainIn } from "./never-a-member/plain.js";
import { isAsked, memberIn } from "./never-a-member/member.js";

/**
 * A member of an enumeration is compared with something that no member is.
 *
 * A member of a plain `Enum` equals neither the text nor the number that it stands for, and no member stands for a text
 * that is misspelled. Such a comparison always has the same answer, and the branch behind it never runs, or always does.
 *
 * @bad
 * ```python
 * from enum import Enum
 *
 * class Berth(Enum):
 *     FREE = "free"
 *     TAKEN = "taken"
 *
 * def may_dock(berth: Berth):
 *     return berth == "free"
 * ```
 * @good
 * ```python
 * from enum import Enum
 *
 * class Berth(Enum):
 *     FREE = "free"
 *     TAKEN = "taken"
 *
 * def may_dock(berth: Berth):
 *     return berth is Berth.FREE
 * ```
 * @limits Enumerations that compare or make their members in ways of their own are left alone, and so is what the
 * project gives anything else than a member, whatever its annotation says. Numbers and texts that are compared with a
 * member are known where they are made, or by all that the program gives to a field or a parameter.
 * @off When members are compared with what another type makes equal to them.
 * @see https://docs.python.org/3/library/enum.html
 */
export default rule({
  severity: "medium",
  *check(module) {
    if (module.isTest) return;
    for (const node of module.within(COMPARES, "comparison_operator")) {
      const comparison = comparisonOf(node);
      const sides = comparison && sidesOf(comparison);
      if (comparison && sides) yield* judge(module, node, comparison, ...sides);
    }
    for (const node of module.within(COMPARES_MEMBERS, "comparison_operator")) {
      const comparison = comparisonOf(node);
      if (comparison) yield* judgePlain(module, node, comparison);
    }
  },
});

const COMPARES = matchesPattern(
  "a comparison with a literal",
  /(?:[=!]=|\bis|\bin|not)[\s\\]*[([{]*[\s\\]*(?:["'#\d-]|[rRuUbB]["'])|(?:["'\d)\]}])[\s\\]*(?:[=!]=|\b(?:is|in|not)\b)|\.[\s\\]*(?:value\b|#)/,
);

const COMPARES_MEMBERS = matchesPattern(
  "a comparison with a member",
  /(?:[=!]=|\bis\b)[\s\\(]{0,99}(?:not\b)?[\s\\(]{0,99}(?:[\w.\s\\]{200}|[\w.\s\\]{0,199}[A-Z]\w{0,99}[\s\\]{0,99}\.)|[A-Z]\w{0,99}[\s\\]{0,99}\.[\s\\]{0,99}(?:\w{100}|\w{1,99}[\s\\)]{0,99}(?:[=!]=|\bis\b))/,
);

/** A number or a text that is compared with a member of an enumeration whose members are neither. */
function* judgePlain(module: Module, at: Node, { left, right, operator }: Comparison): Generator<Report> {
  if (!/^([=!]=|is|is not)$/.test(operator)) return;
  for (const [member, side] of [[unwrap(right), unwrap(left)] as const, [unwrap(left), unwrap(right)] as const]) {
    const of = writtenMember(module, member);
    const plain = of && !isAsked(side) && !isDeclaredMember(module, side) ? plainIn(side) : undefined;
    if (!of || !plain || isMadeMember(plain.at, of)) continue;
    const answer = /^(!=|is not)$/.test(operator) ? "true" : "false";
    const name = of.node.field("name") ?? of.node;
    const where = side.contains(plain.at) ? "" : ` ([${whereIs(plain.at)}](2))`;
    yield {
      at,
      cause: { at: plain.at, name: of.name },
      message: `'${quoted(side)}' is ${plain.what}${where}, which no member of '${of.name}' ([${whereIs(name)}](1)) is: the comparison is always ${answer}.`,
      related: [
        { at: name, message: `'${of.name}' is defined here` },
        { at: plain.at, message: `${plain.what} comes from here` },
      ],
    };
    return;
  }
}

/** Whether a text is what a field has that is said to hold members: it is one by the time that others have given it some, or a library made one of it. */
function isMadeMember(plain: Node, { name }: ClassDefinition): boolean {
  const { parent } = wrapped(plain);
  const type = parent?.kind === "assignment" ? parent.field("type") : undefined;
  return type !== undefined && mentionsName(type, new Set([name]));
}

/** Whether something is said to be a member: whoever gives it something else is wrong, and not who compares it. */
function isDeclaredMember(module: Module, side: Node): boolean {
  return module.valuesOf(side).some((value) => value.kind === "instance" && isEnum(value.of));
}

/** The enumeration of a member that is written as such, `Berth.FREE`, where members equal nothing but themselves. */
function writtenMember(module: Module, node: Node): ClassDefinition | undefined {
  const written = node.kind === "attribute" ? node.field("object") : undefined;
  if (!written || !/^[A-Z]/.test(lastNameOf(written) ?? "")) return undefined;
  const [value, ...others] = module.valuesOf(node);
  if (value?.kind !== "instance" || others.length > 0) return undefined;
  return enumerationOf(value.of)?.kind === "plain" ? value.of : undefined;
}

/** What may be a member, and the literals that it is compared with. */
function sidesOf({ left, right, operator }: Comparison): readonly [Node, readonly Node[]] | undefined {
  if (operator.endsWith("in")) {
    const list = unwrap(right);
    const isList = /^(tuple|list|set)$/.test(list.kind) && list.children.length > 0;
    return isList && list.children.every(isLiteral) ? [unwrap(left), list.children] : undefined;
  }
  if (!/^([=!]=|is|is not)$/.test(operator)) return undefined;
  if (isLiteral(right)) return [unwrap(left), [right]];
  return isLiteral(left) ? [unwrap(right), [left]] : undefined;
}

const isLiteral = (node: Node): boolean => constantOf(node) !== undefined;

function* judge(
  module: Module,
  at: Node,
  { operator }: Comparison,
  side: Node,
  literals: readonly Node[],
): Generator<Report> {
  const found = memberIn(module, side);
  const enumeration = found && enumerationOf(found.of);
  const fault = enumeration && faultOf(enumeration, found.of, found.isValue, literals);
  if (!fault || (isOfClass(module, side) && literals.every((node) => isMemberName(node, found.of)))) return;
  const answer = /^(!=|is not|not in)$/.test(operator) ? "true" : "false";
  const what = found.isValue ? "the value of a member" : "a member";
  const name = found.of.node.field("name") ?? found.of.node;
  yield {
    at,
    message: `'${quoted(side)}' is ${what} of an enumeration ([${whereIs(name)}](1)), and ${fault}: the comparison is always ${answer}.`,
    related: [{ at: name, message: `'${found.of.name}' is defined here` }],
  };
}

/** Whether an attribute is asked of a class: a column that a query compares, which takes the names of members for them. */
function isOfClass(module: Module, side: Node): boolean {
  const object = side.kind === "attribute" ? side.field("object") : undefined;
  return object !== undefined && module.valuesOf(object).some(({ kind }) => kind === "class");
}

function isMemberName(literal: Node, of: ClassDefinition): boolean {
  const name = constantOf(literal);
  return typeof name === "string" && of.ancestry.classes.some(({ scope }) => scope.has(name));
}

/** Why no member is one of some literals; undefined when one may be. */
function faultOf(
  { kind, values }: Enumeration,
  of: ClassDefinition,
  isValue: boolean,
  literals: readonly Node[],
): string | undefined {
  const written = literals.map((node) => constantOf(node) ?? "");
  const [first] = written;
  if (first === undefined) return undefined;
  const wanted = typeof first === "string" ? "text" : "number";
  if (!isValue && kind !== wanted && written.every((one) => typeof one === typeof first))
    return kind === "plain" || kind === "text" || wanted === "text" ? `'${of.name}' is no ${wanted}` : undefined;
  if ((!isValue && kind === "plain") || !values || written.some((one) => values.has(one))) return undefined;
  const near = typeof first === "string" ? closest(first, textsAmong(values)) : undefined;
  return `'${of.name}' has no value '${String(first)}'${near === undefined ? "" : `; '${near}' is the closest`}`;
}

function textsAmong(values: ReadonlySet<string | number>): ReadonlySet<string> {
  return new Set([...values].filter((value) => typeof value === "string"));
}
