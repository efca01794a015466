import type { Node } from "../../syntax/node.js";
import { numberOf, unwrap } from "../../python/cfg/evaluation.js";
import { accessPath, factsOf, type Fact } from "../../python/cfg/guards.js";
import { originsOf } from "../../python/dataflow/flow.js";
import type { Parameter } from "../../python/model/function.js";
import { textOf } from "../../python/model/literal.js";
import { moduleOf } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";

/** Whether every path to a name passes a test that leaves only names, members of a list, or what a pattern allows. */
export function isChecked(node: Node): boolean {
  const path = accessPath(node);
  if (path === undefined) return false;
  const graph = moduleOf(node).graphAround(node);
  if (graph.locate(node).length === 0) return false;
  // Each of many texts would go through the same branches again.
  const isGuarded = moduleOf(node).project.once(
    CHECKED,
    graph,
    () =>
      graph.guardedBy({
        edge: (edge) => factsOf(edge).some((fact) => isCheck(fact, path)),
        element: (element) => isSetTo(element, path) || isRefusedBy(element, path),
      }),
    path,
  );
  return isGuarded(node);
}

/** Whether a statement gives a name a text or a number that is written there: what it was before is gone. */
function isSetTo(element: Node, path: string): boolean {
  const [left, right] = [element.field("left"), element.field("right")];
  if (element.kind !== "assignment" || !left || !right) return false;
  const isWritten = textOf(unwrap(right)) !== undefined || numberOf(right) !== undefined;
  return isWritten && accessPath(left) === path;
}

/** Whether a statement hands a name to a function of the project that only comes back when it has passed such a test. */
function isRefusedBy(element: Node, path: string): boolean {
  const node = element.kind === "expression_statement" ? element.children[0] : element;
  if (node?.kind !== "call") return false;
  const call = moduleOf(node).call(node);
  if (!call.positional.some((argument) => accessPath(argument) === path)) return false;
  const callee = call.soleCallee;
  const parameter = callee?.definition.parameters.find((one) => {
    const given = call.argumentFor(one, callee.bound);
    return given !== undefined && accessPath(given) === path;
  });
  return parameter !== undefined && refuses(parameter);
}

const REFUSES = question(false);

/** Whether a function raises, or ends the program, for what it is given that has not passed a test. */
function refuses({ function: { module, graph }, name, node }: Parameter): boolean {
  return module.project.once(REFUSES, node, () =>
    graph.everyPathOut({ edge: (edge) => factsOf(edge).some((fact) => isCheck(fact, name)) }),
  );
}

const CHECKED = question<(to: Node) => boolean>(() => false);

function isCheck(fact: Fact, path: string): boolean {
  const isIt = (node: Node): boolean => accessPath(node) === path;
  if (fact.kind === "in") return isIt(unfolded(fact.subject)) && isFixedList(fact.other);
  if (fact.kind === "equals") return isIt(unfolded(fact.subject)) && fact.other.kind === "string";
  if (fact.kind === "instance") return isIt(fact.subject) && isNumbers(fact.types);
  if (fact.kind !== "call-true") return false;
  const call = moduleOf(fact.call).call(fact.call);
  if (call.receiver && isIt(call.receiver))
    return /^(isidentifier|isdigit|isdecimal|isnumeric|isalnum|isalpha)$/.test(call.lastName);
  if (!call.positional.some(isIt)) return false;
  if (call.lastName === "fullmatch") return true;
  return (
    call.lastName === "match" && [call.receiver, call.positional[0]].some((pattern) => pattern && isAnchored(pattern))
  );
}

/** `order` of `order.strip().lower()`: a text that is a member of a list but for its case and the blanks around it is no other one. */
function unfolded(subject: Node): Node {
  const node = unwrap(subject);
  if (node.kind !== "call") return node;
  const { receiver, lastName, arguments: given } = moduleOf(node).call(node);
  return receiver && given.length === 0 && FOLDS.has(lastName) ? unfolded(receiver) : node;
}

const FOLDS = new Set(["lower", "upper", "casefold", "title", "capitalize", "strip", "lstrip", "rstrip"]);

/** `int`, `(int, float)`: what is one of those is no text. */
function isNumbers(types: Node): boolean {
  const inner = unwrap(types);
  const names = inner.kind === "tuple" ? inner.children.map(unwrap) : [inner];
  return (
    names.length > 0 &&
    names.every(({ text }) => /^(int|float|bool|complex|(decimal\.)?Decimal|(uuid\.)?UUID)$/.test(text))
  );
}

/** Whether what a container holds is not for those to say who choose the text. */
function isFixedList(container: Node): boolean {
  return [...originsOf(container, { label: () => undefined })].every(
    ({ kind }) => kind !== "parameter" && kind !== "attribute",
  );
}

/** Whether a regular expression ends where the text ends. */
function isAnchored(pattern: Node): boolean {
  return moduleOf(pattern)
    .valuesOf(pattern)
    .some((value) => {
      if (!("at" in value)) return false;
      const written = value.at.kind === "call" ? moduleOf(value.at).call(value.at).positional[0] : value.at;
      const last = [...(written?.descendants("string_content") ?? [])].at(-1);
      return last !== undefined && /(\$|\\Z)[)\s]*$/.test(last.text);
    });
}
