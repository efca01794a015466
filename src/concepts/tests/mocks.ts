import type { Call } from "../../python/model/call.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { moduleOf, type Module } from "../../python/model/module.js";
import type { Binding } from "../../python/model/scope.js";
import type { Store } from "../../python/model/stores.js";
import { question } from "../../python/model/solver.js";
import type { Node } from "../../syntax/node.js";
import { unwrap } from "../../python/cfg/evaluation.js";
import { isSameExpression } from "../../python/cfg/expression.js";
import { isFixture } from "./collection.js";
import { fixtureFor, valuesInTest } from "./fixtures.js";

/** What an expression is, as far as mocks go: one that takes every name, one that has those of something real, or no mock. */
export type Mocked = "any" | "specified" | undefined;

const MAKERS =
  /^(unittest\.mock|mock|asynctest|asynctest\.mock|pytest_mock)\.(Mock|MagicMock|AsyncMock|NonCallableMock|NonCallableMagicMock|CoroutineMock|create_autospec)$/;
const PATCHES = /^(unittest\.mock|mock|asynctest|asynctest\.mock)\.patch(\.object)?$/;
/** Of the fixture `mocker` and its like. */
const MOCKERS = new Set(["mocker", "class_mocker", "module_mocker", "package_mocker", "session_mocker"]);
const SPECIFYING = ["spec", "spec_set", "autospec", "wraps", "new_callable", "create_autospec"];

const MOCKED = question<Mocked>(undefined);

/**
 * Whether an expression is a mock, as is whatever is read from one or called of it: of every way that it may have come, as far as
 * each is seen.
 */
export function mockedAs(expression: Node): Mocked {
  const node = unwrap(expression);
  const { project } = moduleOf(node);
  return project.once(MOCKED, node, () => {
    switch (node.kind) {
      case "identifier":
        return ofName(node);
      case "call":
        return ofCall(moduleOf(node).call(node));
      case "attribute":
        return ofAttribute(node);
      case "await":
        return undefined;
      default:
        return undefined;
    }
  });
}

/** What is read of a mock that takes every name does so, too; nothing is known of parts of one that has the names of something real. */
function ofAttribute(node: Node): Mocked {
  const object = node.field("object");
  if (!object) return undefined;
  const [own, ...others] = moduleOf(node).receiverClass(object) ? [] : storesHere(node);
  if (own) {
    const isOnly = others.length === 0 && own.node.end < node.start && !isUnpacked(own.unpack);
    return isOnly && own.from ? mockedAs(own.from) : undefined;
  }
  return ofStores(node, object) ?? ofGiven(node, object) ?? (mockedAs(object) === "any" ? "any" : undefined);
}

/** What a function itself puts there: `uplink.client = MagicMock()`. */
function storesHere(node: Node): readonly Store[] {
  const module = moduleOf(node);
  const around = module.functionAround(node);
  return module
    .storesNamed(node.field("attribute")?.text ?? "")
    .filter(({ node: target }) => module.functionAround(target) === around && isSameExpression(target, node));
}

/** What an object keeps that it was made with: `client` of `Uplink(client=MagicMock())`, be the object a fixture. */
function ofGiven(node: Node, object: Node): Mocked {
  const [made, ...others] = valuesInTest(object);
  if (made?.kind !== "instance" || others.length > 0 || made.at.kind !== "call") return undefined;
  const init = made.of.method("__init__");
  const [store, ...more] = made.of.ancestry.classes.flatMap((each) =>
    each.storesNamed(node.field("attribute")?.text ?? ""),
  );
  if (!init || store?.kind !== "assign" || !store.from || more.length > 0 || isUnpacked(store.unpack)) return undefined;
  // A mock is true: what stands behind an `or` is not asked for.
  const kept = unwrap(store.from);
  const from = kept.kind === "boolean_operator" && kept.child("or") ? kept.field("left") : kept;
  const parameter = from?.kind === "identifier" ? init.parameter(from.text) : undefined;
  const given = parameter && moduleOf(made.at).call(made.at).argumentFor(parameter, true);
  return given && moduleOf(store.node).functionAround(store.node) === init ? mockedAs(given) : undefined;
}

/** What `self.bell` is, that methods of the class assign. */
function ofStores(node: Node, object: Node): Mocked {
  const module = moduleOf(node);
  const of = module.receiverClass(object);
  const stores = of?.storesNamed(node.field("attribute")?.text ?? "") ?? [];
  return all(
    stores.map(({ kind, from, unpack }) =>
      kind === "assign" && from && !isUnpacked(unpack) ? mockedAs(from) : undefined,
    ),
  );
}

function ofCall(call: Call): Mocked {
  const { apis, callee, lastName, receiver } = call;
  if (apis.some((path) => MAKERS.test(path)))
    return lastName === "create_autospec" ? "specified" : byArguments(call, 0);
  const patch = lastName === "start" && receiver ? patchBehind(receiver) : undefined;
  if (patch) return ofPatch(patch);
  if (isMockersPatch(call)) return ofPatch(call);
  if (isMockersMaker(call)) return byArguments(call, 0);
  const { list, isAll } = call.callees;
  if (list.length > 0) return isAll ? all(list.map(({ definition }) => ofResult(definition))) : undefined;
  return mockedAs(callee) === "any" ? "any" : undefined;
}

/** A mock has the names of something real when it is told of it, by the first argument or a keyword. */
function byArguments(call: Call, specified: number): Mocked {
  const given = [call.positional[specified], ...SPECIFYING.map((name) => call.keyword(name))];
  if (call.hasSplat || given.some((value) => value !== undefined && !/^(none|false)$/.test(value.kind)))
    return "specified";
  return "any";
}

const isPatch = (node: Node): boolean =>
  moduleOf(node)
    .call(node)
    .apis.some((path) => PATCHES.test(path));

/** What a `patch` puts in the place: a mock, unless it is given something. */
function ofPatch(call: Call): Mocked {
  const isObject = call.lastName === "object";
  if (call.argument(isObject ? 2 : 1, "new") !== undefined) return undefined;
  return byArguments(call, isObject ? 3 : 2);
}

/** The `patch` that an object is, which is to be started. */
function patchBehind(object: Node): Call | undefined {
  const module = moduleOf(object);
  if (object.kind === "call") return isPatch(object) ? module.call(object) : undefined;
  const of = object.kind === "attribute" ? module.receiverClass(object.field("object") ?? object) : undefined;
  const given =
    object.kind === "identifier"
      ? module.bindingsReaching(object.text, object)
      : (of?.storesNamed(object.field("attribute")?.text ?? "") ?? []);
  const [from, ...others] = given.map((one) => one.from);
  return from?.kind === "call" && others.length === 0 && isPatch(from) ? module.call(from) : undefined;
}

/** `mocker.patch(…)` and `mocker.patch.object(…)`. */
function isMockersPatch({ name }: Call): boolean {
  const [object = "", ...rest] = name.split(".");
  return MOCKERS.has(object) && /^patch(\.object)?$/.test(rest.join("."));
}

/** `mocker.Mock()`, `mocker.stub()`. */
function isMockersMaker({ name }: Call): boolean {
  const [object = "", maker = "", ...rest] = name.split(".");
  return MOCKERS.has(object) && rest.length === 0 && /^(Mock|MagicMock|AsyncMock|stub)$/.test(maker);
}

function ofResult(definition: FunctionDefinition): Mocked {
  if (definition.isAsync || (definition.decorators.length > 0 && !isFixture(definition))) return undefined;
  return all(definition.results.map((result) => mockedAs(result)));
}

function ofName(node: Node): Mocked {
  const module = moduleOf(node);
  return all(module.bindingsReaching(node.text, node).map((binding) => ofBinding(binding, module)));
}

function ofBinding({ kind, from, unpack, node }: Binding, module: Module): Mocked {
  if (kind === "parameter") return ofParameter(node, module);
  if (!from || isUnpacked(unpack)) return undefined;
  if (kind === "assign") return mockedAs(from);
  return kind === "enter" && from.kind === "call" && isPatch(from) ? ofPatch(module.call(from)) : undefined;
}

const isUnpacked = (unpack: readonly number[] | undefined): boolean => (unpack?.length ?? 0) > 0;

/** What a parameter is given by the decorators of its function, or by the fixture of its name. */
function ofParameter(node: Node, module: Module): Mocked {
  const definition = module.functionAround(node) ?? functionOf(node, module);
  const parameter = definition?.parameters.find(
    (one) => one.node === node || one.node.contains(node) || node.contains(one.node),
  );
  if (!definition || !parameter || definition.node.kind === "lambda") return undefined;
  const givers = patchesOf(definition);
  if (!givers) return undefined;
  const { receiver, parameters } = definition;
  const place = parameters.filter((one) => one !== receiver).indexOf(parameter);
  const giver = givers[place];
  return giver ? ofPatch(giver) : ofFixture(parameter.name, definition);
}

function functionOf(node: Node, module: Module): FunctionDefinition | undefined {
  for (const around of node.ancestors()) if (around.kind === "function_definition") return module.function(around);
  return undefined;
}

/** The decorators that pass a mock each, in the order of the parameters that they fill; undefined where one is not known. */
function patchesOf({ decorators, owner }: FunctionDefinition): readonly Call[] | undefined {
  const around = [...(owner?.decorators ?? []), ...decorators].reverse();
  const calls = around.flatMap((decorator) => (decorator.kind === "call" ? [moduleOf(decorator).call(decorator)] : []));
  if (calls.some(({ apis }) => apis.some((path) => path.endsWith("patch.multiple")))) return undefined;
  return calls.filter(
    (call) => isPatch(call.node) && call.argument(call.lastName === "object" ? 2 : 1, "new") === undefined,
  );
}

/** The mock that a fixture gives under a name. */
function ofFixture(name: string, user: FunctionDefinition): Mocked {
  const definition = fixtureFor(name, user);
  return definition && definition.node !== user.node ? ofResult(definition) : undefined;
}

/** The one thing that all are, if they are. */
function all(found: readonly Mocked[]): Mocked {
  const [first] = found;
  return found.every((one) => one === first) ? first : undefined;
}
