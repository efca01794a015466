import type { Report } from "../../../src/engine/rule.js";
import { numberOf, unwrap, wrapped } from "../../../src/python/cfg/evaluation.js";
import { isSameExpression, lastNameOf } from "../../../src/python/cfg/expression.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import { quoted } from "../../../src/python/editing/quote.js";
import type { Call } from "../../../src/python/model/call.js";
import { givenByFramework } from "../../../src/python/model/callbacks.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { END_OF_READS } from "../../../src/python/tables/streams.js";
import type { Node } from "../../../src/syntax/node.js";
import { attributeReadInto, onlyReadsInto } from "./read-into.js";
import { holdsAtEnd, staysAtEnd } from "./at-end.js";
import { countsWhatComes, leavesBeforeTheEnd } from "./counted.js";
import { isSteady, localBindings, namesRead, usesWithin } from "./names.js";

/** A loop that reads until something has come, and goes on for ever when nothing more comes. */
export function readsPastTheEnd(loop: Node, around: FunctionDefinition): Report | undefined {
  const condition = loop.field("condition");
  const body = loop.field("body");
  if (!condition || !body) return undefined;
  const exits = around.graph.exits(loop).flatMap(({ kind, at }) => (kind === "condition" ? [] : at));
  for (const node of body.descendants("call")) {
    const call = moduleOf(node).call(node);
    const end = endOf(call);
    const into = end !== undefined && exits.length === 0 ? attributeReadInto(node) : undefined;
    if (end !== undefined && into && onlyReadsInto(into, node, condition, body)) {
      return {
        at: node,
        message: `'${quoted(node)}' gives ${end} at the end, at once and for ever, and then nothing in the loop changes '${quoted(into)}'.`,
        related: [{ at: condition, message: "waits for something else" }],
      };
    }
    const kept = end !== undefined && keptAs(node, loop, around);
    if (!kept || moduleOf(node).functionAround(node) !== around || mayBeFilled(call, loop, around)) continue;
    const mayLeave = exits.length > 0 || !kept.isAdded;
    const isLeft = mayLeave && !leavesBeforeTheEnd(exits, node, kept, loop);
    const waits = !isLeft && waitsForMore(condition, kept, loop, around);
    const asks = !kept.isAdded && asksAgain(exits, node, kept.name, loop, around);
    if (!waits && !asks) continue;
    const changed = kept.isAdded ? `'${kept.name.text}'` : "what it waits for";
    const then = waits ? `nothing in the loop changes ${changed}` : "the loop asks for more";
    return {
      at: node,
      message: `'${quoted(node)}' gives ${end} at the end, at once and for ever, and then ${then}.`,
      related: [
        {
          at: condition,
          message: waits || exits.length === 0 ? "waits for something else" : "what leaves this loop waits for more",
        },
      ],
    };
  }
  return undefined;
}

/** Whether a loop calls a method of the object whose buffer it reads: `self._receive()`, which may put more into it. */
function mayBeFilled({ receiver, lastName, node }: Call, loop: Node, around: FunctionDefinition): boolean {
  if (!receiver || !lastName.startsWith("read")) return false;
  const bindings = receiver.kind === "identifier" ? localBindings(receiver, around) : undefined;
  const held = bindings?.length === 1 ? bindings[0]?.from : receiver;
  const [owner] = accessPath(held ?? receiver)?.split(".") ?? [];
  if (owner === undefined || owner !== around.receiver?.name || held?.kind !== "attribute") return false;
  return [...loop.descendants("call")].some((other) => {
    const path = accessPath(other.field("function") ?? other)?.split(".");
    return other !== node && path?.length === 2 && path[0] === owner;
  });
}

/** Whether a loop that read nothing comes back to the read. */
function asksAgain(exits: readonly Node[], read: Node, name: Node, loop: Node, around: FunctionDefinition): boolean {
  if (exits.length > 0) return staysAtEnd(read, name, loop, around);
  const condition = loop.field("condition");
  return condition !== undefined && holdsAtEnd(condition, name.text) === true;
}

/** Whether a condition waits for what only more of what is read would change. */
function waitsForMore(condition: Node, { name, isAdded }: Kept, loop: Node, around: FunctionDefinition): boolean {
  return isAdded ? isOnlyAbout(condition, name, loop, around) : countsWhatComes(condition, name, loop, around);
}

/** What a reading call gives when there is nothing more; undefined for what is no such call. */
function endOf(call: Call): string | undefined {
  const { apis, callee, lastName, positional } = call;
  if (unwrap(callee).kind !== "attribute" || !READS.has(lastName) || apis.some((path) => OTHERS.test(path)))
    return undefined;
  const known = END_OF_READS.find(({ names, sized, types }) => {
    const isTyped = !types || apis.some((path) => types.test(path)) || (sized && isGivenBy(types, call));
    return names.has(lastName) && isTyped && (!sized || positional.length > 0);
  });
  return known?.gives ?? (isOfFile(call) ? "nothing" : undefined);
}

/** Whether what a call reads from is what a framework hands to the function around, or to one that hands it on. */
function isGivenBy(types: RegExp, { module, receiver, lastName }: Call): boolean {
  if (!receiver) return false;
  const values = module.project.evaluator.withCallers(module.valuesOf(receiver));
  return values.some((value) => {
    if (value.kind === "api") return types.test(`${value.path}.${lastName}`);
    if (value.kind !== "parameter" || value.path.length > 0) return false;
    const given = givenByFramework(value.parameter);
    return given !== undefined && types.test(`${given}.${lastName}`);
  });
}

/** Whether a function reads a number of characters from what it also seeks in: that is a file, and no line that may be silent for a while. */
function isOfFile({ module, node, lastName, receiver, positional: [size] }: Call): boolean {
  if (lastName !== "read" || !receiver || !size || numberOf(size) === undefined) return false;
  const around = module.functionAround(node);
  return ["seek", "tell"].some((name) =>
    module
      .callsNamed(name)
      .some(
        (other) =>
          other.receiver !== undefined &&
          isSameExpression(other.receiver, receiver) &&
          module.functionAround(other.node) === around,
      ),
  );
}

const READS = new Set(END_OF_READS.flatMap(({ names }) => [...names]));

/** What says by an error that it has ended, or has no end. */
const OTHERS = /^(zmq|websockets?|multiprocessing|serial|picologging)\b/;

export interface Kept {
  readonly name: Node;
  /** Whether it is added to what came before. */
  readonly isAdded: boolean;
}

/** The local name that what is read is kept under, or added to. */
function keptAs(read: Node, loop: Node, around: FunctionDefinition): Kept | undefined {
  const inner = wrapped(read);
  const value = inner.parent?.kind === "await" ? wrapped(inner.parent) : inner;
  const { parent } = value;
  if (value.fieldName !== "right" || !parent) return undefined;
  const left = parent.field("left");
  if (left?.kind !== "identifier") return undefined;
  if (parent.kind === "augmented_assignment") return { name: left, isAdded: true };
  if (parent.kind !== "assignment") return undefined;
  const uses = usesWithin(loop, left.text, around).filter((use) => use !== left);
  const [use, ...others] = uses;
  const sum = use && wrapped(use);
  const added =
    sum?.fieldName === "right" && sum.parent?.kind === "augmented_assignment" ? sum.parent.field("left") : undefined;
  if (added?.kind === "identifier" && others.length === 0) return { name: added, isAdded: true };
  return { name: left, isAdded: false };
}

/** Whether a condition asks about what is added to, and about nothing else that the loop changes. */
function isOnlyAbout(condition: Node, name: Node, loop: Node, around: FunctionDefinition): boolean {
  const names = namesRead(condition).filter((one) => !(wrapped(one).fieldName === "function" && one.text === "len"));
  const isPure = [...condition.descendants("call")].every((call) =>
    ASKS.test(lastNameOf(call.field("function")) ?? ""),
  );
  if (
    !isPure ||
    !names.some(({ text }) => text === name.text) ||
    [...condition.descendants("named_expression")].length > 0
  )
    return false;
  const bindings = localBindings(name, around);
  const changes = bindings?.filter(({ node }) => loop.contains(node)) ?? [];
  if (changes.length !== 1) return false;
  return names.every((other) => other.text === name.text || isSteady(other, loop, around));
}

const ASKS = /^(len|endswith|startswith|find|count)$/;
