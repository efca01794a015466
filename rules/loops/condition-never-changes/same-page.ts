import type { Report } from "../../../src/engine/rule.js";
import { constantTruth, unwrap, wrapped } from "../../../src/python/cfg/evaluation.js";
import { comparisonOf } from "../../../src/python/cfg/expression.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf, whereIs } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";
import { localBindings, namesRead, usesWithin } from "./names.js";

/** A loop that is told where to go on, looks whether it should, and asks from the beginning. */
export function asksForSamePage(loop: Node, around: FunctionDefinition): Report | undefined {
  const condition = loop.field("condition");
  const body = loop.field("body");
  if (!condition || !body || constantTruth(condition) !== true) return undefined;
  for (const assignment of body.descendants("assignment")) {
    const token = assignment.field("left");
    const answer = token?.kind === "identifier" ? answerIn(assignment.field("right")) : undefined;
    const request = token && answer && requestOf(answer, loop, around);
    if (!token || !request || !isOnlyAsked(token, loop, around)) continue;
    return {
      // What is wrong with the request itself is said there.
      at: token,
      message: `This loop asks for the same page again: '${token.text}' is not passed to what asks for the next one ([${whereIs(request)}](1)).`,
      related: [{ at: request, message: "asks from the beginning" }],
    };
  }
  return undefined;
}

/** Names and keys of what says where the next page begins. */
const CONTINUES = /next|token|cursor|marker|continu|bookmark/i;

/** The name of the answer that a place to go on is taken out of. */
function answerIn(value: Node | undefined): Node | undefined {
  const node = value && unwrap(value);
  if (!node) return undefined;
  const call = node.kind === "call" ? moduleOf(node).call(node) : undefined;
  const key =
    node.kind === "subscript"
      ? node.field("subscript")
      : call?.lastName === "get"
        ? call.positional[0]
        : node.kind === "attribute"
          ? node.field("attribute")
          : undefined;
  const name = key && (textOf(key) ?? (node.kind === "attribute" ? key.text : undefined));
  const object = node.kind === "subscript" ? node.field("value") : (call?.receiver ?? node.field("object"));
  return name !== undefined && CONTINUES.test(name) && isName(object) ? unwrap(object) : undefined;
}

const isName = (node: Node | undefined): node is Node => node !== undefined && unwrap(node).kind === "identifier";

/** The call in the loop that gives the answer, when it is given nothing that the loop changes. */
function requestOf(answer: Node, loop: Node, around: FunctionDefinition): Node | undefined {
  const from = askedBy(answer, loop);
  if (!from) return undefined;
  const passed = namesRead(from).filter(({ fieldName }) => fieldName !== "function");
  const isSteady = passed.every((name) => {
    const { scope, bindings = [] } = moduleOf(name).scopes.lookup(name.text, name) ?? {};
    if (scope?.node !== around.node) return true;
    return !bindings.some(({ node }) => loop.contains(node)) && !isFilled(name.text, loop, around);
  });
  return isSteady && from.field("arguments")?.children.length !== 0 ? from : undefined;
}

/** The call in a loop that gives what a name holds, be it by way of what is read of it: `page = response.json()`. */
function askedBy(answer: Node, loop: Node): Node | undefined {
  const [binding, ...others] = moduleOf(answer).bindingsReaching(answer.text, answer);
  const from = binding?.kind === "assign" ? callIn(binding.from) : undefined;
  if (!from || others.length > 0 || !loop.contains(from)) return undefined;
  const { lastName, receiver, arguments: passed } = moduleOf(from).call(from);
  const of = READS_ANSWER.has(lastName) && passed.length === 0 && receiver ? unwrap(receiver) : undefined;
  if (!of) return from;
  return of.kind === "call" ? of : of.kind === "identifier" ? askedBy(of, loop) : undefined;
}

/** The call that a value is, or is an item of: `(await response.json())["data"]`. */
function callIn(value: Node | undefined): Node | undefined {
  const node = value && unwrap(value);
  if (node?.kind === "await") return callIn(node.children[0]);
  if (node?.kind === "subscript") return callIn(node.field("value"));
  return node?.kind === "call" ? node : undefined;
}

/** Methods that read what an answer holds. */
const READS_ANSWER: ReadonlySet<string> = new Set(["json", "data"]);

/** Whether the loop changes what stands under a name: `params["page"] = …`, `params.update(…)`. */
function isFilled(name: string, loop: Node, around: FunctionDefinition): boolean {
  return usesWithin(loop, name, around).some((use) => {
    const { parent, fieldName } = wrapped(use);
    const isItem = parent?.kind === "subscript" && fieldName === "value" && parent.fieldName === "left";
    const isChanged = parent?.kind === "attribute" && CHANGES.test(parent.field("attribute")?.text ?? "");
    return isItem || isChanged || parent?.fieldName === "left";
  });
}

const CHANGES = /^(update|append|pop|setdefault|extend|add|seek|clear|set_\w+|next\w*)$/;

/** Whether a name is given its value in the loop, and all that is done with it is to leave when there is none. */
function isOnlyAsked(token: Node, loop: Node, around: FunctionDefinition): boolean {
  const bindings = localBindings(token, around);
  const uses = usesWithin(around.node, token.text, around).filter((use) => !bindings?.some(({ node }) => node === use));
  return bindings !== undefined && uses.length > 0 && uses.every((use) => loop.contains(use) && leavesWithout(use));
}

/** `if not token: break`, `if token is None: return rows` */
function leavesWithout(use: Node): boolean {
  const test = wrapped(use).parent;
  const comparison = test && comparisonOf(test);
  const isNone = comparison?.operator === "is" && unwrap(comparison.right).kind === "none";
  if (test?.kind !== "not_operator" && !isNone) return false;
  const condition = test && wrapped(test);
  const statement = condition?.parent;
  if (statement?.kind !== "if_statement" || condition?.fieldName !== "condition") return false;
  const last = statement.field("consequence")?.children.at(-1);
  return last !== undefined && /^(break|return)_statement$/.test(last.kind);
}
