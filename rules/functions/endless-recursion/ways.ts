import { triesAround } from "../../../src/concepts/errors/ways-out.js";
import { constantTruth, unwrap } from "../../../src/python/cfg/evaluation.js";
import { endsProgram } from "../../../src/python/cfg/exceptions.js";
import { isLogCall } from "../../../src/python/model/logging.js";
import { neverReturns } from "../../../src/python/model/diverging.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Node } from "../../../src/syntax/node.js";

/** Where a function comes to itself again, when every way through it does; undefined when one goes on or ends without. */
export function everyWayAgain(definition: FunctionDefinition, isAgain: (part: Node) => boolean): Node | undefined {
  const { graph, body, isGenerator } = definition;
  const first = body && ownPart(definition, body, isAgain, ...AGAIN);
  // A generator runs when somebody iterates over it.
  if (!first || isGenerator || !graph.isReachable(first)) return undefined;
  const passes = { element: (element: Node) => [...graph.partsOf(element)].some(isAgain) };
  if (!graph.everyPathOut(passes)) return undefined;
  const isOpen = (part: Node): boolean => isOtherWay(definition, part) && !graph.everyPathTo(part, passes);
  return ownPart(definition, body, isOpen, ...OTHER_WAYS) ? undefined : first;
}

/**
 * Where a function calls itself with just what it was given, before it has done or asked anything else: what it has tested on the way
 * then holds again.
 */
export function unchangedAgain(definition: FunctionDefinition, isAgain: (part: Node) => boolean): Node | undefined {
  const { graph, body, isGenerator } = definition;
  if (!body || isGenerator) return undefined;
  const found = ownPart(definition, body, isAgain, "call");
  if (!found || !graph.isReachable(found) || triesAround(found).next().done !== true) return undefined;
  const given = passedOn(definition, found);
  const before = [...body.descendants(...HAPPENS, "identifier")].filter((part) => isBefore(part, found));
  return given && before.every((part) => part.kind === "identifier" && given.has(part.text)) ? found : undefined;
}

/**
 * Where a setter sets itself to just what it was given: what it has tested on the way, and found right, it finds right
 * again, unless something has changed in between.
 */
export function sameSetAgain(definition: FunctionDefinition, isAgain: (part: Node) => boolean): Node | undefined {
  const { graph, body, module, parameters, receiver } = definition;
  const found = body && ownPart(definition, body, isAgain, "attribute");
  const assignment = found?.parent?.kind === "assignment" ? found.parent : undefined;
  const right = assignment?.field("right");
  const value = right && unwrap(right);
  const given = parameters.find((parameter) => parameter !== receiver && parameter.name === value?.text);
  if (!body || !found || !value || !given || !graph.isReachable(found)) return undefined;
  const bindings = module.bindingsReaching(given.name, value);
  if (bindings.length !== 1 || bindings[0]?.kind !== "parameter" || !triesAround(found).next().done) return undefined;
  const before = [...body.descendants(...CHANGES)].filter(
    (part) => isBefore(part, found) && graph.reaches(part, found),
  );
  return before.every((part) => part.kind === "call" && asksOnly(part)) ? found : undefined;
}

/** Whether a call asks about something and leaves it as it is, or writes to a log. */
const asksOnly = (call: Node): boolean => isLogCall(call) || ASKERS.has(call.field("function")?.text ?? "");

const ASKERS = new Set(
  "isinstance issubclass len type callable hasattr abs min max int float str bool any all".split(" "),
);

/** What may change something. */
const CHANGES = [
  "call",
  "await",
  "assignment",
  "augmented_assignment",
  "named_expression",
  "while_statement",
  "for_statement",
  "delete_statement",
];

/** Whether a part of a function has run when a call does: not what it stands in, nor what its result is given to. */
function isBefore(part: Node, call: Node): boolean {
  const isTarget = part.fieldName === "left" && part.parent?.contains(call) === true;
  return part.isNamed && part.start < call.start && !part.contains(call) && !isTarget;
}

/** The parameters that a call of a function itself passes on as they are, when it passes nothing else. */
function passedOn({ parameters, receiver, module }: FunctionDefinition, call: Node): ReadonlySet<string> | undefined {
  const taken = parameters.filter((parameter) => parameter !== receiver);
  const given = module.call(call).arguments.map(({ keyword, splat, value }, place) => {
    const name = keyword ?? taken[place]?.name;
    const passed = unwrap(value);
    return splat === undefined && passed.kind === "identifier" && passed.text === name ? name : undefined;
  });
  return given.length === 0 || given.includes(undefined) ? undefined : new Set(given.flatMap((name) => name ?? []));
}

/** What may change something, or depends on more than a function is given. */
const HAPPENS = [...CHANGES, "attribute", "subscript", "function_definition", "lambda"];

const AGAIN = ["call", "attribute", "comparison_operator", "subscript", "interpolation"];
const OTHER_WAYS = ["raise_statement", "assert_statement", "call", "while_statement"];

/** The first part of a function itself, not of one inside of it, that is something. Whose a part is takes a way up, and is asked last. */
function ownPart(
  { module, node }: FunctionDefinition,
  body: Node,
  isSought: (part: Node) => boolean,
  ...kinds: readonly string[]
): Node | undefined {
  for (const part of body.descendants(...kinds)) {
    if (isSought(part) && module.functionAround(part)?.node === node) return part;
  }
  return undefined;
}

/** Whether something keeps a function from coming to its end: it raises, ends the program, or goes on for ever. */
function isOtherWay({ graph }: FunctionDefinition, part: Node): boolean {
  switch (part.kind) {
    case "while_statement": {
      const condition = part.field("condition");
      return condition !== undefined && constantTruth(condition) === true;
    }
    case "call": {
      const element = graph.elementOf(part);
      return endsProgram(part) || (element !== undefined && neverReturns(graph, element));
    }
    default:
      return true;
  }
}
