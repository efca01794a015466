import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { pathOf } from "../../../src/python/dataflow/effects.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import { apis, matches } from "../../../src/python/tables/api.js";
import type { Node } from "../../../src/syntax/node.js";

/** An attribute that a function gives another value. */
export interface Replacement {
  /** The attribute. */
  readonly target: Node;
  readonly value: Node;
  /** The function that does it. */
  readonly of: FunctionDefinition;
}

/** What an attribute is given, unless it is that of a test itself: a lambda, what a call gives, a name alone. */
const ASSIGNS = matchesPattern(
  "an attribute that something else is put into",
  /(?<!\bself[\s\\]*)\.[\s\\]*[\w\x80-\uffff]+[\s\\]*=(?!=)[\s\\(]*(?:#|lambda\b|[\w\x80-\uffff](?:[\w\x80-\uffff.\s\\]*\(|[\w\x80-\uffff]*[\s\\]*(?:[)#;\r\n]|$)))/,
);

/** The attributes that functions of a file assign themselves, in source order. */
export function* replacementsIn(module: Module): Generator<Replacement> {
  for (const assignment of module.within(ASSIGNS, "assignment")) {
    const target = assignment.field("left");
    const value = assignment.field("right");
    const of = target?.kind === "attribute" && value ? module.functionAround(assignment) : undefined;
    if (target && value && of) yield { target, value, of };
  }
}

const MOCKS = apis("{unittest.mock,mock}.{Mock,MagicMock,AsyncMock,NonCallableMock,PropertyMock,create_autospec}");

/** Whether a value only stands for something in a test: a mock, a lambda, a function of the test file. */
export function isFake(written: Node): boolean {
  const value = unwrap(written);
  if (value.kind === "lambda") return true;
  const module = moduleOf(value);
  if (value.kind === "call") return module.call(value).apis.some((path) => matches(MOCKS, path));
  if (value.kind !== "identifier") return false;
  const [binding, ...others] = module.bindingsReaching(value.text, value);
  if (!binding || others.length > 0) return false;
  if (binding.kind === "function") return true;
  return (
    binding.kind === "assign" &&
    binding.from !== undefined &&
    unwrap(binding.from).kind === "call" &&
    isFake(binding.from)
  );
}

/** A module or class that all tests share. */
export interface Owner {
  readonly text: string;
  /** The import that brings it. */
  readonly import: Node;
}

/** The imported module or class of which a target is an attribute; undefined for anything that may be a test's own. */
export function sharedOwner(target: Node): Owner | undefined {
  const object = target.field("object");
  const [root] = (object && pathOf(object)) ?? [];
  if (!object || root === undefined) return undefined;
  const module = moduleOf(target);
  const [binding, ...others] = module.bindingsReaching(root, target);
  if (binding?.kind !== "import" || others.length > 0) return undefined;
  const values = module.valuesOf(object);
  const isShared =
    values.length > 0 &&
    values.every((value) => {
      if (value.kind === "module") return !value.module.isTest;
      if (value.kind === "class") return !value.definition.module.isTest;
      return (
        value.kind === "api" &&
        /^[\w.]+$/.test(value.path) &&
        (binding.source?.member === undefined || /(^|\.)[A-Z]\w*$/.test(value.path))
      );
    });
  return isShared ? { text: object.text, import: binding.node } : undefined;
}
