import type { Node } from "../../syntax/node.js";
import type { ClassDefinition } from "../../python/model/class.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { moduleOf } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import type { Store } from "../../python/model/stores.js";
import { unwrap } from "../../python/cfg/evaluation.js";
import { construction, ownAttributes, reachedFrom, speaksOf, writerOf } from "./lifecycle.js";
import { isSuperCall } from "../../python/cfg/expression.js";

/** What a method is called that is run to end things, whether or not they were begun. */
export const CLEANS_UP =
  /^_*(close|stop|shutdown|shut_down|terminate|cleanup|clean_up|disconnect|teardown|tear_down|release|dispose|finish|quit|exit|aexit|del|end|cancel|kill)(_\w+)?_*$/i;
/** Methods that frameworks and `with` run before anything else of the object. */
const RUNS_FIRST = /^(__a?enter__|setup\w*|set_?up\w*|start_?up|on_start\w*|prepare|initiali[sz]e|run|main|build)$/i;

/** An attribute that only some methods fill, and no constructor. */
export interface Filling {
  readonly of: ClassDefinition;
  readonly name: string;
  readonly stores: readonly Store[];
  readonly fillers: ReadonlySet<FunctionDefinition>;
  /** The fillers, and what they run of the object. */
  readonly run: ReadonlySet<FunctionDefinition>;
  /** The attribute, and those that are set together with it: they may tell of it. */
  readonly flags: ReadonlySet<string>;
}

/** How an attribute is filled by some stores, when making the object does none of them; undefined when it does, or nobody knows. */
export function fillingOf(of: ClassDefinition, name: string, stores: readonly Store[]): Filling | undefined {
  const made = constructions(of);
  const fillers = new Set<FunctionDefinition>();
  for (const store of stores) {
    const writer = writerOf(store);
    if (!writer?.owner || made.has(writer)) return undefined;
    fillers.add(writer);
  }
  if (fillers.size === 0 || [...fillers].some(({ name: filler }) => isSetUp(of, filler))) return undefined;
  const run = reachedFrom(of, ...fillers);
  return run && { of, name, stores, fillers, run, flags: new Set([name, ...setIn(run)]) };
}

/** What making an object of a class, or of one that derives from it, runs. */
function constructions(of: ClassDefinition): ReadonlySet<FunctionDefinition> {
  const { project } = of.module;
  const find = (): ReadonlySet<FunctionDefinition> =>
    new Set([of, ...project.subclassesOf(of)].flatMap((one) => [...construction(one)]));
  return project.once(CONSTRUCTIONS, of, find);
}

const CONSTRUCTIONS = question<ReadonlySet<FunctionDefinition>>(new Set());

/** Whether a method is how whoever makes an object completes it. */
function isSetUp(of: ClassDefinition, filler: string): boolean {
  return HANDS_OVER.test(filler) || isFactoryOf(of, filler);
}

const HANDS_OVER = /^_?(set|attach|bind|register|inject|configure|on_|init)/i;

/** Whether a class method or a function of the file calls a method on objects that it has just made, to give them out. */
function isFactoryOf(of: ClassDefinition, filler: string): boolean {
  return of.ancestry.classes.some((base) => namesInFactories(base).has(filler));
}

/** The attributes that the methods of a class which are passed no object write of anything. */
function namesInFactories(of: ClassDefinition): ReadonlySet<string> {
  return of.module.project.once(IN_FACTORIES, of, () => {
    const factories = [...of.methods.values()]
      .flat()
      .filter(({ isClassMethod, isStatic }) => isClassMethod || isStatic);
    const attributes = factories.flatMap((method) => [...method.node.descendants("attribute")]);
    return new Set(attributes.flatMap((attribute) => attribute.field("attribute")?.text ?? []));
  });
}

const IN_FACTORIES = question<ReadonlySet<string>>(new Set());

/** The attributes that some methods set. */
function setIn(methods: ReadonlySet<FunctionDefinition>): readonly string[] {
  return [...methods].flatMap((method) =>
    ownAttributes(method).flatMap((attribute) => {
      const { parent } = attribute;
      const isSet = parent?.kind === "assignment" && attribute.fieldName === "left";
      const isNoted = parent?.kind === "attribute" && /^(set|append|add)$/.test(parent.field("attribute")?.text ?? "");
      return isSet || isNoted ? [attribute.field("attribute")?.text ?? ""] : [];
    }),
  );
}

/** Whether everything that leads to a use may fill the attribute, find out about it, or wait for whoever fills it. */
export function mayBeReady(filling: Filling, use: Node, method: FunctionDefinition): boolean {
  const { graph } = method;
  const element = graph.elementOf(use);
  return graph.everyPathTo(use, {
    element: (passed) => passed !== element && mayMakeReady(filling, passed, method),
    edge: (edge) => edge.condition !== undefined && asksOf(filling, edge.condition),
  });
}

/** Whether an element may fill the attribute, find out about it, or wait for whoever fills it. */
function mayMakeReady({ of, flags }: Filling, element: Node, method: FunctionDefinition): boolean {
  const receiver = method.receiver?.name ?? "self";
  for (const part of method.graph.partsOf(element)) {
    if (part.kind === "call") {
      const call = method.module.call(part);
      if (/^(wait\w*|join|result|get|is_alive|ensure\w*)$/.test(call.lastName)) return true;
      if (isSuperCall(call.receiver)) return true;
      if (call.arguments.some(({ value }) => value.text === receiver || mentions(value, receiver, flags))) return true;
      const own = call.receiver?.text === receiver ? of.method(call.lastName) : undefined;
      if (call.receiver?.text === receiver && (!own || speaksOf(of, own, flags))) return true;
    }
    if (part.kind === "assignment" || part.kind === "assert_statement") {
      const left = part.field("left") ?? part;
      if (mentions(left, receiver, flags)) return true;
    }
  }
  return false;
}

function asksOf({ of, flags }: Filling, condition: Node): boolean {
  for (const part of condition.descendants("attribute", "identifier")) {
    const name = part.kind === "identifier" ? part.text : (part.field("attribute")?.text ?? "");
    if (part.kind === "attribute" && flags.has(name)) return true;
    const object = part.field("object");
    const method = object && moduleOf(part).receiverClass(object) ? of.method(name) : undefined;
    if (method && speaksOf(of, method, flags)) return true;
  }
  return false;
}

/** Whether a method may be called by others at any time: it is no part of what only runs once the attribute is filled. */
export function isCalledFreely({ fillers, run }: Filling, method: FunctionDefinition): boolean {
  if ([...fillers].some((filler) => RUNS_FIRST.test(filler.name))) return false;
  if (run.has(method)) return false;
  return CLEANS_UP.test(method.name) || !method.name.startsWith("_");
}

/** Whether one of some attributes of the object is written somewhere in a node. */
function mentions(node: Node, receiver: string, names: ReadonlySet<string>): boolean {
  return [...node.descendants("attribute")].some((part) => {
    const object = part.field("object");
    if (!object || !names.has(part.field("attribute")?.text ?? "")) return false;
    const { kind, text } = unwrap(object);
    return kind === "identifier" && text === receiver;
  });
}
