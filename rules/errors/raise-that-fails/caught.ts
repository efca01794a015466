import type { Report } from "../../../src/engine/rule.js";
import { caughtTypes } from "../../../src/python/cfg/exceptions.js";
import { lastNameOf } from "../../../src/python/cfg/expression.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { whereIs, type Module } from "../../../src/python/model/module.js";
import { holdsWord } from "../../../src/python/prefilter/prefilter.js";
import { NO_EXCEPTIONS } from "../../../src/python/tables/no-exceptions.js";
import type { Node } from "../../../src/syntax/node.js";
import { isNoException } from "./no-exception.js";

const HANDLES = holdsWord("except");

/** What handlers name and is no exception at all: Python raises `TypeError` as soon as it holds an error against that. */
export function* caughtWithoutBeingExceptions(module: Module): Generator<Report> {
  for (const clause of module.within(HANDLES, "except_clause")) {
    for (const type of caughtTypes(clause).flatMap(typesIn)) {
      const found = judge(type, module);
      if (found) yield found;
    }
  }
}

/** The types that a handler names, one by one. */
function typesIn(written: Node): readonly Node[] {
  const type = unwrap(written);
  return type.kind === "tuple" ? type.children.map(unwrap) : [type];
}

/** What is called so is an exception, or nothing can be said. */
const USUAL = /(Error|Exception|Warning|Exit|Interrupt|Iteration|Group)$/;
const LITERALS: Readonly<Record<string, string>> = {
  string: "A text",
  list: "A list",
  set: "A set",
  dictionary: "A dictionary",
  integer: "A number",
};

function judge(type: Node, module: Module): Report | undefined {
  const literal = LITERALS[type.kind];
  if (literal) return report(type, `${literal} stands where a handler names what it takes, and`);
  if ((type.kind !== "identifier" && type.kind !== "attribute") || USUAL.test(type.text)) return undefined;
  const isBuiltin = type.kind === "identifier" && module.scopes.lookup(type.text, type) === undefined;
  if (isBuiltin) return type.text === "NotImplemented" ? report(type, "'NotImplemented'") : undefined;
  const [value, ...others] = module.valuesOf(type);
  if (!value || others.length > 0) return undefined;
  const name = lastNameOf(type) ?? type.text;
  if (value.kind === "api") return NO_EXCEPTIONS.has(value.path) ? report(type, `'${name}'`) : undefined;
  const isOther = value.kind === "function" || (value.kind === "class" && isNoException(value.definition));
  return isOther
    ? report(type, `'${name}' ([${whereIs(value.definition.node)}](1))`, value.definition.node)
    : undefined;
}

function report(at: Node, what: string, definition?: Node): Report {
  const related = definition ? [{ at: definition.field("name") ?? definition, message: "this is defined here" }] : [];
  return {
    at,
    message: `${what} is no exception: a TypeError is raised in the place of whatever the 'try' raises.`,
    related,
    severity: "high",
  };
}
