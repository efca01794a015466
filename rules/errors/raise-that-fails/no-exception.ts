import { unwrap } from "../../../src/python/cfg/evaluation.js";
import type { Report } from "../../../src/engine/rule.js";
import { expectsTypeError } from "../../../src/python/cfg/exceptions.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { whereIs, type Module } from "../../../src/python/model/module.js";
import { hasKeywords } from "../../../src/python/model/metaclass.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import { SPACE } from "../../../src/python/prefilter/shapes.js";
import type { Node } from "../../../src/syntax/node.js";

/** What stands in front of something that is raised: a text, the constant, or a name that may be that of a class. */
const RAISES = matchesPattern(
  "something that is raised",
  new RegExp(String.raw`\braise${SPACE}(?:\(|["']|[fFrRbBuU]{1,2}["']|[\w\x80-\uffff])`),
);

/** What is raised and no exception at all, so that Python raises `TypeError` in its place. */
export function* raisedWithoutBeingExceptions(module: Module): Generator<Report> {
  for (const statement of module.within(RAISES, "raise_statement")) {
    const [first] = statement.children;
    if (!first || first.fieldName === "cause") continue;
    const raised = unwrap(first);
    const found = judge(raised, module);
    if (found && !expectsTypeError(raised)) yield found;
  }
}

const TEXTS = /^(string|concatenated_string)$/;

function judge(raised: Node, module: Module): Report | undefined {
  if (TEXTS.test(raised.kind)) {
    return { at: raised, message: "A text is raised, which is no exception: a TypeError is raised in its place." };
  }
  const named = raised.kind === "call" ? unwrap(raised.field("function") ?? raised) : raised;
  if (named.kind !== "identifier" && named.kind !== "attribute") return undefined;
  if (named.text === "NotImplemented")
    return isBuiltin(named, module) ? notImplemented(raised, named, module) : undefined;
  return ofPlainClass(raised, named, module);
}

const isBuiltin = (name: Node, module: Module): boolean => module.scopes.lookup(name.text, name) === undefined;

/** `NotImplemented` is what a comparison gives that it leaves to the other side. */
function notImplemented(raised: Node, named: Node, module: Module): Report {
  return {
    at: named,
    message: `'NotImplemented' is no exception${raised === named ? "" : ", nor can it be called"}: a TypeError is raised in its place, which nobody takes for a NotImplementedError.`,
    severity: isAllOfBody(raised, module) ? "low" : "medium",
    fix: {
      description: "Raise 'NotImplementedError'",
      isSafe: true,
      edits: [{ module, start: named.start, end: named.end, text: "NotImplementedError" }],
    },
  };
}

/** Whether a function does nothing else: it is there for subclasses to fill in, and fails either way where they do not. */
function isAllOfBody(raised: Node, module: Module): boolean {
  const body = module.functionAround(raised)?.body?.children ?? [];
  const [only, ...others] = body.filter(({ children: [first] }) => first?.kind !== "string");
  return others.length === 0 && only?.kind === "raise_statement" && only.contains(raised);
}

/** A class of the project, all bases of which are known, and none of which is an exception. */
function ofPlainClass(raised: Node, named: Node, module: Module): Report | undefined {
  const [value, ...others] = module.valuesOf(named);
  if (value?.kind !== "class" || others.length > 0 || !isNoException(value.definition)) return undefined;
  const { name, node } = value.definition;
  return {
    at: raised,
    message: `'${name}' ([${whereIs(node)}](1)) derives from no exception: a TypeError is raised in its place.`,
    related: [{ at: node.field("name") ?? node, message: `'${name}' is defined here` }],
  };
}

/** Whether objects of a class can be no exceptions: nothing that Python does not show makes them, and no base is out of sight. */
export function isNoException({ ancestry }: ClassDefinition): boolean {
  if (ancestry.isOpen || ancestry.external.some((path) => path !== "object")) return false;
  return ancestry.classes.every(
    (each) => each.decorators.length === 0 && !hasKeywords(each.node) && each.method("__new__") === undefined,
  );
}
