import type { Call } from "../../python/model/call.js";
import type { ClassDefinition } from "../../python/model/class.js";
import type { FunctionDefinition, Parameter } from "../../python/model/function.js";
import { givenToParameter, parameterAt } from "../../python/model/given.js";
import { tells } from "../../python/model/logging.js";
import { moduleOf } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import { HARDLY_FAIL } from "../../python/tables/harmless-calls.js";
import type { Node } from "../../syntax/node.js";
import { clausesOf } from "./handler.js";

/**
 * Whether a call lets no error out: all functions that it may run take every error themselves. A method of what a parameter is given
 * is that of the objects which callers are seen to give.
 */
export function letsNoErrorOut(call: Call): boolean {
  const { list, isAll } = call.callees;
  const all = isAll ? list.map(({ definition }) => definition) : list.length === 0 ? methodsGiven(call) : [];
  return all.length > 0 && all.every(containsErrors);
}

function methodsGiven({ receiver, lastName }: Call): readonly FunctionDefinition[] {
  const parameter = receiver && parameterAt(receiver);
  const classes = parameter ? classesGiven(parameter) : [];
  return [...classes].flatMap(({ ancestry }) => ancestry.classes.flatMap((one) => one.method(lastName) ?? []));
}

/** Parameters through which an argument is followed. */
const MOST_PARAMETERS = 20;

/** The classes of the objects that callers are seen to give, be it through parameters of their own. */
function classesGiven(parameter: Parameter): ReadonlySet<ClassDefinition> {
  const classes = new Set<ClassDefinition>();
  const parameters = new Set([parameter]);
  for (const one of parameters) {
    const given = givenToParameter(one).list.flatMap(({ value }) => moduleOf(value).valuesOf(value));
    for (const value of given) {
      if (value.kind === "instance") classes.add(value.of);
      if (value.kind === "parameter" && parameters.size < MOST_PARAMETERS) parameters.add(value.parameter);
    }
  }
  return classes;
}

const CONTAINED = question(false);

/** Whether all that may fail in a function stands in a `try` that takes every error and raises none. */
function containsErrors(definition: FunctionDefinition): boolean {
  const { body, decorators, isGenerator, module } = definition;
  if (body?.kind !== "block" || isGenerator || decorators.length > 0) return false;
  return module.project.once(CONTAINED, definition, () => body.children.every(contains));
}

/** Whether a statement lets no error out. */
function contains(statement: Node): boolean {
  if (statement.kind === "with_statement") {
    const managers = statement.child("with_clause")?.children.map((item) => item.field("value")?.kind) ?? [];
    const isPlain = managers.every((kind) => kind === "identifier" || kind === "attribute");
    return isPlain && (statement.field("body")?.children ?? []).every(contains);
  }
  if (statement.kind !== "try_statement") return hardlyFails(statement);
  const clauses = [...clausesOf(statement)];
  const takesAll = clauses.some(({ breadth }) => breadth !== "named");
  const others = ["else_clause", "finally_clause"].flatMap((kind) => statement.child(kind)?.child("block") ?? []);
  const after = [...clauses.flatMap(({ body }) => body ?? []), ...others];
  return takesAll && after.every((block) => block.children.every((one) => contains(one)));
}

const FAILS = [
  "raise_statement",
  "assert_statement",
  "import_statement",
  "import_from_statement",
  "subscript",
  "await",
];

/** Whether nothing stands in some code but names, what is written out, and calls that hardly ever fail or that tell of errors. */
export function hardlyFails(code: Node, isFine: (call: Node) => boolean = () => false): boolean {
  for (const node of code.descendants("call", ...FAILS)) {
    if (node.kind !== "call") return false;
    if (!HARDLY_FAIL.has(moduleOf(node).call(node).lastName) && !tells(node) && !isFine(node)) return false;
  }
  return true;
}
