import { familyOf } from "../../../src/concepts/threads/endless-loop.js";
import type { Report } from "../../../src/engine/rule.js";
import { unwrap, wrapped } from "../../../src/python/cfg/evaluation.js";
import { calledName, isSameExpression } from "../../../src/python/cfg/expression.js";
import { outsideStores } from "../../../src/python/model/attributes.js";
import type { FunctionDefinition, Parameter } from "../../../src/python/model/function.js";
import { moduleOf, whereIs, type Module } from "../../../src/python/model/module.js";
import { usesOf } from "../../../src/python/model/uses.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import { SPACE } from "../../../src/python/prefilter/shapes.js";
import { CONTAINER_ADDS } from "../../../src/python/tables/containers.js";
import { nodesWithin, type Node } from "../../../src/syntax/node.js";
import { changesThrough } from "./changes.js";
import { isMadeContainer } from "./source.js";

/** A parameter that falls back to a container, which is made once, with the function. */
export const MAY_DEFAULT = matchesPattern(
  "a container as a default",
  new RegExp(
    String.raw`=${SPACE}\(?${SPACE}(?:[[{]|(?:list|dict|set|bytearray|collections|defaultdict|OrderedDict|deque|Counter)\b)`,
  ),
);

/** What keeps something from call to call on purpose. */
const KEPT = /cache|memo|seen|known|visited|registry|state|count|static|shared|history|^_/i;

/** Where containers are changed that a function has as defaults: the next call without the argument gets the changed one. */
export function* changedDefaults(of: FunctionDefinition): Generator<Report> {
  for (const parameter of of.parameters) {
    const display = parameter.default && unwrap(parameter.default);
    if (!display || !isMadeContainer(display) || KEPT.test(parameter.name) || isAsked(parameter)) continue;
    const changed = changedIn(parameter, display) ?? changedAsAttribute(parameter, display);
    if (changed) yield report(parameter, display, changed);
  }
}

/** Whether the function asks anywhere if it was given something, or nothing: then it may take another one. */
function isAsked({ function: { module, node }, name }: Parameter): boolean {
  return nodesWithin(module.identifiers(name), node).some((use) => {
    const { parent, fieldName } = use;
    if (fieldName === "condition" || parent?.kind === "not_operator" || parent?.kind === "boolean_operator")
      return true;
    if (parent?.kind === "conditional_expression" || parent?.kind === "if_clause") return true;
    if (parent?.kind === "comparison_operator") return true;
    return parent?.kind === "argument_list" && parent.parent?.field("function")?.text === "len";
  });
}

interface Changed {
  readonly at: Node;
  /** The attribute by which it is changed, where that is not the parameter. */
  readonly attribute?: Node;
}

/** The first place where a function changes what it is given, whatever that is. */
function changedIn({ node }: Parameter, display: Node): Changed | undefined {
  const at = usesOf(node).flatMap((use) => changesOf(use, display))[0];
  return at && { at };
}

/** Where a container itself is changed; from what is empty nothing can be taken. */
function changesOf(use: Node, { children }: Node): readonly Node[] {
  return [...changesThrough(use)]
    .filter(({ steps, at }) => steps.length === 0 && (children.length > 0 || adds(at)))
    .map(({ at }) => at);
}

const adds = (change: Node): boolean =>
  change.kind === "call" ? CONTAINER_ADDS.has(calledName(change) ?? "") : change.kind !== "delete_statement";

/** The first place where a method changes what a constructor has kept of what it was given. */
function changedAsAttribute(parameter: Parameter, display: Node): Changed | undefined {
  const { function: maker, node } = parameter;
  if (maker.name !== "__init__" || !maker.owner) return undefined;
  for (const use of usesOf(node)) {
    const target = keptAs(use);
    if (target) {
      const at = changeOf(target, maker, display);
      if (at) return { at, attribute: target };
    }
  }
  return undefined;
}

/** `self.rows = rows`, also with a type. */
function keptAs(use: Node): Node | undefined {
  const { parent, fieldName } = wrapped(use);
  const assignment = fieldName === "right" && parent?.kind === "assignment" ? parent : undefined;
  const target = assignment?.field("left");
  const object = target?.kind === "attribute" ? target.field("object") : undefined;
  return object && moduleOf(use).receiverClass(object) ? target : undefined;
}

/** Where a method of the class changes an attribute of its own to which it has given nothing else. */
function changeOf(target: Node, maker: FunctionDefinition, display: Node): Node | undefined {
  const { owner, module } = maker;
  const name = target.field("attribute")?.text ?? "";
  if (!owner || outsideStores(owner, name)?.length !== 0) return undefined;
  const stores = familyOf(owner).flatMap((member) => member.storesNamed(name));
  const others = stores.filter(({ node }) => node !== target && !target.contains(node));
  // Another constructor, or another line of this one, may give it one of its own.
  const functions = new Set(others.map(({ node }) => moduleOf(node).functionAround(node)));
  if (
    [...functions].some(
      (by) => by === undefined || by.name === "__init__" || /^(set_?up|reset|clear|init)/i.test(by.name),
    )
  )
    return undefined;
  for (const use of usesOfAttribute(module, target, owner.node)) {
    const by = module.functionAround(use);
    if (!by || functions.has(by) || isAskedOf(use)) continue;
    const [at] = changesOf(use, display);
    if (at) return at;
  }
  return undefined;
}

function usesOfAttribute(module: Module, target: Node, within: Node): readonly Node[] {
  return nodesWithin(module.identifiers(target.field("attribute")?.text ?? ""), within).flatMap((name) => {
    const use = name.fieldName === "attribute" ? name.parent : undefined;
    return use && use !== target && isSameExpression(use, target) ? [use] : [];
  });
}

/** Whether a change stands where something asked what is there before. */
function isAskedOf(use: Node): boolean {
  for (const around of use.ancestors()) {
    if (around.kind === "function_definition") return false;
    const condition = /^(if_statement|elif_clause|while_statement)$/.test(around.kind)
      ? around.field("condition")
      : undefined;
    if (
      condition &&
      !condition.contains(use) &&
      [...condition.descendants("attribute")].some((one) => isSameExpression(one, use))
    )
      return true;
  }
  return false;
}

function report(parameter: Parameter, display: Node, { at, attribute }: Changed): Report {
  const { function: of, name } = parameter;
  const how = attribute ? ` through '${attribute.text}'` : "";
  return {
    at,
    message: `This changes what '${name}' of '${of.qualifiedName}' falls back to ([${whereIs(display)}](1))${how}: all who leave it out share it from now on.`,
    related: [
      { at: display, message: "made once, with the function" },
      ...(attribute ? [{ at: attribute, message: "kept here" }] : []),
    ],
    ...weightOf(parameter),
    cause: { at: display },
  };
}

/** How much it matters: nothing where all give the argument who call the function, and little where nobody in sight calls it. */
function weightOf(parameter: Parameter): Pick<Report, "likely" | "severity"> {
  const { function: of } = parameter;
  const { module, owner } = of;
  const calls =
    of.name === "__init__" && owner
      ? [module, ...module.project.modulesMentioning(owner.name, module)].flatMap((other) => other.callsOf(owner.name))
      : module.project.callersOf(of).map(({ call }) => call);
  const place = parameter.index - (owner ? 1 : 0);
  const isLeftOut = calls.some((call) => !call.hasSplat && call.argument(place, parameter.name) === undefined);
  return { likely: calls.length > 0 && !isLeftOut, severity: isLeftOut ? "high" : "low" };
}
