import { inSourceOrder, type Node } from "../../syntax/node.js";
import { callsThatMayNotFit } from "./candidates.js";
import { caughtNames, expectsTypeError } from "../../python/cfg/exceptions.js";
import { isSameExpression, isSuperCall } from "../../python/cfg/expression.js";
import { callsAny } from "../../python/cfg/mentions.js";
import { outsideStores } from "../../python/model/attributes.js";
import type { Call } from "../../python/model/call.js";
import type { ClassDefinition } from "../../python/model/class.js";
import { fieldsSignature } from "../../python/model/fields.js";
import { misfitOf, type Misfit } from "../../python/model/fit.js";
import { moduleOf, type Module } from "../../python/model/module.js";
import type { Signature } from "../../python/model/signature.js";
import { question } from "../../python/model/solver.js";
import type { Value } from "../../python/model/value.js";

/** What of a call does not fit all that it may run, where nothing out of sight may be run in its place. */
function provedMisfit(call: Call): Misfit | undefined {
  // What is taken out of a table may be what fits, and of a call that does not parse nobody knows what it passes.
  const misfit = call.callee.kind === "subscript" || call.node.isBrokenInside ? undefined : misfitOf(call);
  if (!misfit || !isPlain(misfit.signature) || expectsTypeError(call.node)) return undefined;
  const isMeant = isWrapper(call) || isSecondTry(call) || isChosenBySignature(call);
  return isReplaced(call) || isOfFields(call) || isMeant ? undefined : misfit;
}

/** Whether a call stands behind a condition that asks what something takes, or has: it passes what that tells. */
function isChosenBySignature({ node, module }: Call): boolean {
  if (conditionsAround(node).some((condition) => callsAny(condition, HAS))) return true;
  const around = module.functionAround(node);
  const asks = SIGNATURES.flatMap((name) => module.callsNamed(name)).map((call) => call.node);
  const isAsked = asks.some((ask) => module.functionAround(ask) === around && ask.precedes(node));
  return (
    isAsked && [...node.ancestors()].some(({ kind }) => kind === "if_statement" || kind === "conditional_expression")
  );
}

const HAS = new Set(["hasattr"]);

/** The conditions of the branches that a node stands in. */
function conditionsAround(node: Node): readonly Node[] {
  return [...node.ancestors()].flatMap((around) => {
    if (around.kind === "conditional_expression") return around.children[1] ?? [];
    return /^(if_statement|elif_clause)$/.test(around.kind) ? (around.field("condition") ?? []) : [];
  });
}

/** What tells which arguments something takes. */
const SIGNATURES = ["signature", "getfullargspec", "getargspec"];

/** Whether a call stands in a handler for `TypeError` of the same call with other arguments: overrides may take these. */
function isSecondTry({ node, callee }: Call): boolean {
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind !== "except_clause" || !caughtNames(around)?.includes("TypeError")) continue;
    const tried = [...(around.parent?.field("body")?.descendants("call") ?? [])];
    return tried.some((first) => {
      const called = first.field("function");
      return called !== undefined && isSameExpression(called, callee);
    });
  }
  return false;
}

/** Whether a library makes the constructor that `super().__init__` names, of fields, in front of the one that was found. */
function isOfFields({ lastName, receiver, module, node, targets }: Call): boolean {
  if (lastName !== "__init__" || !receiver || !isSuperCall(receiver)) return false;
  const found = targets.flatMap((value) => (value.kind === "function" ? (value.definition.owner ?? []) : []));
  const bases = module.classAround(node)?.ancestry.classes.slice(1) ?? [];
  const behind = bases.findIndex((base) => found.includes(base));
  return bases.slice(0, Math.max(0, behind)).some((base) => fieldsSignature(base) !== "none");
}

/** Whether a method's decorator has put a function in its place that is bound like the method: by `@classmethod` above it, too. */
function isWrapper({ receiver, lastName, module, targets }: Call): boolean {
  const isOfClass = (): boolean => receiver !== undefined && module.valuesOf(receiver).some((of) => classOf(of));
  return targets.some((value) => {
    if (value.kind !== "function" || value.self !== undefined) return false;
    return value.definition.owner === undefined && value.definition.name !== lastName && isOfClass();
  });
}

/** Whether what is called raises `TypeError` itself, and is read as it is written. */
export function isPlain({ at }: Signature): boolean {
  const module = moduleOf(at);
  if (module.isTest || module.breaksOff) return false;
  const definition = at.kind === "class_definition" ? module.class(at) : module.classAround(at);
  return !definition?.ancestry.external.some((path) => OTHERWISE.test(path));
}

/** Bases that say by an error of their own what they lack, or whose methods are declared without `self`. */
const OTHERWISE = /^(pydantic\w*|sqlmodel|zope)\./;

/** Whether somebody may have put something else in the place of what a call names. */
function isReplaced(call: Call): boolean {
  return call.targets.some((value) => isStoredElsewhere(value, call));
}

function isStoredElsewhere(value: Value, { module, lastName, receiver }: Call): boolean {
  if (value.kind === "function" && value.definition.owner && value.definition.name !== "__init__") {
    const { owner, name } = value.definition;
    const of = value.self?.kind === "instance" ? value.self.of : owner;
    return [of, owner].some((one) => isGiven(one, name));
  }
  if (value.kind === "class" || value.kind === "function") {
    const { definition } = value;
    if (receiver && module.valuesOf(receiver).some(({ kind }) => kind !== "module")) {
      const owners = module.valuesOf(receiver).flatMap((of) => classOf(of) ?? []);
      return owners.length === 0 || owners.some((of) => isGiven(of, lastName) || isBoundBelow(of, lastName));
    }
    const stores = module.project.modulesAssigning(lastName, definition.module) ?? [];
    return stores.some((other) =>
      other.storesNamed(lastName).some(({ object }) => other.valuesOf(object).some(({ kind }) => kind === "module")),
    );
  }
  return value.kind === "instance" && receiver !== undefined && module.valuesOf(receiver).some((of) => classOf(of));
}

function classOf(value: Value): ClassDefinition | undefined {
  if (value.kind === "instance" || value.kind === "super") return value.of;
  return value.kind === "class" ? value.definition : undefined;
}

function isGiven(of: ClassDefinition, name: string): boolean {
  return outsideStores(of, name)?.length !== 0;
}

/** Whether a subclass gives an attribute that holds a class or a function another value. */
function isBoundBelow(of: ClassDefinition, name: string): boolean {
  const { project } = of.module;
  if (!project.knowsSubclassesOf(of)) return true;
  return project.subclassesOf(of).some((sub) => sub.scope.has(name) || sub.storesNamed(name).length > 0);
}

/** A call that does not fit what it may run. */
export interface WrongCall {
  readonly call: Call;
  readonly misfit: Misfit;
}

/** Whether a call makes an error that is raised there: of that another rule speaks. */
export function isRaised({ call: { node, targets } }: WrongCall): boolean {
  return (
    node.parent?.kind === "raise_statement" &&
    node.fieldName !== "cause" &&
    targets.every(({ kind }) => kind === "class")
  );
}

const WRONG = question<readonly WrongCall[]>([]);

/** The calls of a file that do not fit, in source order. */
export function wrongCallsIn(module: Module): readonly WrongCall[] {
  return module.project.once(WRONG, module, () => {
    const found = new Map<Node, WrongCall>();
    for (const call of callsThatMayNotFit(module)) {
      const misfit = provedMisfit(call);
      if (misfit) found.set(call.node, { call, misfit });
    }
    return [...found.values()].sort((a, b) => inSourceOrder(a.call.node, b.call.node));
  });
}
