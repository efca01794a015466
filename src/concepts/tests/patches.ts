import { lastNameOf } from "../../python/cfg/expression.js";
import { constantTruth } from "../../python/cfg/evaluation.js";
import type { Call } from "../../python/model/call.js";
import { textOf } from "../../python/model/literal.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import { apis } from "../../python/tables/api.js";
import { inSourceOrder, type Node } from "../../syntax/node.js";

/** An attribute of a module of the project that a test replaces for a while. */
export interface Patch {
  readonly call: Call;
  /** The string, or the argument, that names the attribute. */
  readonly at: Node;
  /** The module of the project whose attribute is replaced, or the last one on the way to it. */
  readonly target: Module;
  /** What a path that is written in quotes calls that module; undefined where an object is given. */
  readonly written?: string;
  /** What is taken out of the module. */
  readonly name: string;
  /** Whether that is what is replaced, not something that is reached through it. */
  readonly isLast: boolean;
  /** Whether an attribute that is not there is made, or left alone; so, too, where that depends. */
  readonly mayBeMissing: boolean;
}

const PATCHES = apis("{unittest.mock,mock,mock.mock}.patch");
const OBJECT_PATCHES = apis("{unittest.mock,mock,mock.mock}.patch.object");

/** What the calls of a file patch in modules of the project, in source order. */
export function patchesIn(module: Module): readonly Patch[] {
  return module.project.once(PATCHED, module, () => [...readPatches(module)]);
}

const PATCHED = question<readonly Patch[]>([]);

function* readPatches(module: Module): Generator<Patch> {
  const names = ["patch", "object", "setattr", "delattr"];
  const calls = names.flatMap((name) => (name === "patch" ? module.callsOf(name) : module.callsNamed(name)));
  for (const call of calls.sort((a, b) => inSourceOrder(a.node, b.node))) {
    const patch = byPath(call) ?? onModule(call);
    if (patch) yield patch;
  }
}

/** `patch("shop.tax.lookup")`, `monkeypatch.setattr("shop.tax.lookup", …)` */
function byPath(call: Call): Patch | undefined {
  const at = call.argument(0, "target");
  const dotted = at && textOf(at);
  if (!at || dotted === undefined || !/^\w+(\.\w+)+$/.test(dotted)) return undefined;
  const isPatch = isMockPatch(call, PATCHES, "patch");
  if (!isPatch && !(isMonkeypatch(call) && isWithoutName(call))) return undefined;
  const found = moduleOnTheWay(call.module, dotted.split("."));
  return found && { call, at, ...found, mayBeMissing: isPatch ? mayCreate(call, 3) : mayLack(call) };
}

/** `monkeypatch.setattr("a.b", value)` names by a path, with three arguments it is given an object first. */
const isWithoutName = ({ lastName, positional }: Call): boolean =>
  positional.length === (lastName === "delattr" ? 1 : 2);

/** `patch.object(tax, "lookup")`, `monkeypatch.setattr(tax, "lookup", …)` */
function onModule(call: Call): Patch | undefined {
  const object = call.argument(0, "target");
  const at = call.argument(1, call.lastName === "object" ? "attribute" : "name");
  const name = at && textOf(at);
  if (!object || !at || name === undefined || !/^(identifier|attribute)$/.test(object.kind)) return undefined;
  const isPatch = isMockPatch(call, OBJECT_PATCHES, "object");
  if (!isPatch && !isMonkeypatch(call)) return undefined;
  const [value, ...others] = call.module.valuesOf(object);
  if (value?.kind !== "module" || others.length > 0) return undefined;
  const mayBeMissing = isPatch ? mayCreate(call, 4) : mayLack(call);
  return { call, at, target: value.module, name, isLast: true, mayBeMissing };
}

/** Whether a call is one of `unittest.mock`, or of the `mocker` that a test is given. */
function isMockPatch(call: Call, set: ReadonlySet<string>, last: string): boolean {
  const { receiver, apis: called } = call;
  const mocker = last === "patch" ? receiver : receiver?.field("object");
  if (mocker && isFilled(call.module, mocker, "mocker"))
    return last === "patch" ? call.lastName === "patch" : lastNameOf(receiver) === "patch";
  return called.length > 0 && called.every((path) => set.has(path));
}

function isMonkeypatch({ receiver, lastName, module }: Call): boolean {
  return receiver !== undefined && lastName.endsWith("attr") && isFilled(module, receiver, "monkeypatch");
}

/** Whether an expression is the parameter of a name that pytest fills. */
function isFilled(module: Module, expression: Node, name: string): boolean {
  if (expression.kind !== "identifier" || expression.text !== name) return false;
  const bindings = module.scopes.lookup(name, expression)?.bindings ?? [];
  return bindings.length === 1 && bindings[0]?.kind === "parameter";
}

const mayCreate = (call: Call, place: number): boolean =>
  call.arguments.some(({ splat }) => splat) || isTrue(call.argument(place, "create"));
const mayLack = (call: Call): boolean => {
  const raising = call.keyword("raising");
  return call.hasSplat || (raising !== undefined && constantTruth(raising) !== true);
};
const isTrue = (value: Node | undefined): boolean => value !== undefined && constantTruth(value) !== false;

type OnTheWay = Pick<Patch, "target" | "written" | "name" | "isLast">;

/** The last module on a way of names that is surely the one that is meant, and what is taken out of it. */
function moduleOnTheWay(from: Module, parts: readonly string[]): OnTheWay | undefined {
  const { project } = from;
  for (let length = parts.length - 1; length > 0; length--) {
    const written = parts.slice(0, length).join(".");
    const target = project.resolveImport(from, { module: written, level: 0 });
    const name = parts[length];
    if (!target || name === undefined) continue;
    const isLast = length === parts.length - 1;
    return isReached(from, parts.slice(0, length)) ? { target, written, name, isLast } : undefined;
  }
  return undefined;
}

/** Whether no package on the way to a module has something else by the name of the next one. */
function isReached(from: Module, parts: readonly string[]): boolean {
  return parts.slice(1).every((name, index) => {
    const outer = from.project.resolveImport(from, { module: parts.slice(0, index + 1).join("."), level: 0 });
    const bindings = outer?.scopes.module.bindings(name) ?? [];
    return bindings.every(({ kind, source }) => kind === "import" && source?.module === "" && source.member === name);
  });
}
