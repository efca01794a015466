import { isLogCall } from "../../../src/python/model/logging.js";
import { handlesAttributeError } from "../../../src/python/model/attributes.js";
import type { Module } from "../../../src/python/model/module.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { comparisonOf, isSameExpression } from "../../../src/python/cfg/expression.js";
import type { Prefilter } from "../../../src/python/prefilter/prefilter.js";
import { SPACE } from "../../../src/python/prefilter/shapes.js";
import type { Node } from "../../../src/syntax/node.js";
import { isDereferenced } from "./noneness.js";

/** A use of something right where it was just found to be None. */
export interface AskedUse {
  readonly use: Node;
  /** The condition that has asked. */
  readonly asked: Node;
}

/** The first use in each branch that a test for None leads to: `if user is None: return user.name`. */
export function* usesWhereAsked(module: Module): Generator<AskedUse> {
  if (module.isTest) return;
  for (const branch of module.mentioning(USED_WHERE_NONE, "if_statement", "elif_clause")) {
    const asked = branch.field("condition");
    const subject = asked && subjectOf(unwrap(asked));
    const block = branch.field("consequence");
    const use = subject && block && firstUse(subject, block);
    if (use && !handlesAttributeError(use)) yield { use, asked };
  }
}

/** What a condition finds to be None: a name, or what an object has. */
function subjectOf(condition: Node): Node | undefined {
  const { left, operator = "", right } = comparisonOf(condition) ?? {};
  if (!left || right?.kind !== "none" || !/^(is|==)$/.test(operator)) return undefined;
  const subject = unwrap(left);
  const names = [subject, ...subject.descendants("call", "subscript")];
  return /^(identifier|attribute)$/.test(subject.kind) && names.length === 1 ? subject : undefined;
}

/** The first look into something in the statements that are surely run before it may have become something else. */
function firstUse(subject: Node, block: Node): Node | undefined {
  for (const statement of block.children) {
    if (!SIMPLE.test(statement.kind)) return undefined;
    for (const node of statement.descendants(subject.kind)) {
      if (!isSameExpression(node, subject) || isLater(node, statement)) continue;
      return isDereferenced(node) ? node : undefined;
    }
    // Whoever is called may have filled it, or does not come back.
    if ([...statement.descendants("call", "await")].some((call) => !isLogCall(call))) return undefined;
  }
  return undefined;
}

const SIMPLE = /^(expression|return|raise|delete|pass)_statement$/;

/** Whether something is run later than the statement that it stands in, or only if something else is so. */
function isLater(node: Node, statement: Node): boolean {
  for (const around of node.ancestors()) {
    if (around === statement) return false;
    if (/^(lambda|generator_expression|conditional_expression|boolean_operator|list_comprehension)$/.test(around.kind))
      return true;
  }
  return false;
}

/** A test for None, with the last name of what it asks for. */
const ASKS = new RegExp(String.raw`(?<![\w\x80-\uffff])([\w\x80-\uffff]+)[\s\\)]{0,400}(?:\bis|==)${SPACE}None\b`, "g");
const LOOKS_INTO = /^[\s\\)]*[.[(]/;
/** UTF-16 units behind a test in which the use stands. */
const BEHIND = 600;

const USED_WHERE_NONE: Prefilter = {
  name: "a use behind a test for None",
  mayHold(text) {
    for (const { 0: whole, 1: name = "", index } of text.matchAll(ASKS)) {
      const [start, end] = [index + whole.length, index + whole.length + BEHIND];
      // A comment may stand anywhere.
      if (text.slice(Math.max(0, index - BEHIND / 6), start + BEHIND / 6).includes("#")) return true;
      for (let at = text.indexOf(name, start); at >= 0 && at < end; at = text.indexOf(name, at + name.length))
        if (LOOKS_INTO.test(text.slice(at + name.length, at + name.length + BEHIND / 6))) return true;
    }
    return false;
  },
};
