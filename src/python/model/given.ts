import type { Node } from "../../syntax/node.js";
import { isTransparent } from "./attributes.js";
import type { Call } from "./call.js";
import type { ClassDefinition } from "./class.js";
import type { FunctionDefinition, Parameter } from "./function.js";
import { moduleOf, type Module } from "./module.js";
import { question } from "./solver.js";
import type { Store } from "./stores.js";
import { TRANSPARENT_DECORATORS } from "../tables/decorators.js";
import { isOpen } from "./value.js";

/** Something that the program gives to a parameter or an attribute. */
export interface Gift {
  /** The expression whose value is given. */
  readonly value: Node;
  /** Where: the call, the assignment, or the default. */
  readonly at: Node;
}

/** What the program gives to a parameter or an attribute; what tests give says nothing of it. */
export interface Given {
  readonly list: readonly Gift[];
  /** Whether nothing else in the project can be given. */
  readonly isAll: boolean;
  /** What `+=` and its like make more or less of, when beside them nothing else can be given. */
  readonly shifts?: readonly Node[];
}

const NOTHING: Given = { list: [], isAll: true };
const TO_PARAMETER = question<Given>(NOTHING, sameGiven);
const TO_ATTRIBUTE = question<Given>(NOTHING, sameGiven);

/** What callers pass for a parameter, and its default where they pass nothing. */
export function givenToParameter(parameter: Parameter): Given {
  const { function: definition } = parameter;
  return definition.module.project.once(TO_PARAMETER, parameter.node, () => passed(parameter));
}

function passed(parameter: Parameter): Given {
  const { function: definition } = parameter;
  if (parameter.kind === "rest" || parameter.kind === "keywords") return { list: [], isAll: false };
  const parts = definition.module.project.callersOf(definition).map(({ call, bound }): Given => {
    const argument = call.argumentOrDefault(parameter, bound);
    // Neither given nor left out: a splat may hold it.
    return argument ? { list: [{ value: argument, at: call.node }], isAll: true } : { list: [], isAll: false };
  });
  return together([...parts, { list: [], isAll: knowsCallersOf(definition) }]);
}

/**
 * What an object's attribute may be given: by its own methods, by what they were given, in the class's body, and from
 * outside by owners that are known to hold such an object.
 */
export function givenToAttribute(of: ClassDefinition, name: string): Given {
  return of.module.project.once(TO_ATTRIBUTE, of, () => stored(of, name), name);
}

function stored(of: ClassDefinition, name: string): Given {
  const { project } = of.module;
  const family = [...of.ancestry.classes, ...project.subclassesOf(of)];
  const modules = project.modulesAssigning(name, of.module);
  const parts = [
    ...family.flatMap((each) => each.storesNamed(name)).map(byStore),
    ...family.flatMap((each) => inBody(each, name)),
    ...(modules ?? []).flatMap((module) => fromOutside(module, of, name)),
  ];
  const isAll = modules !== undefined && isTransparent(of) && project.knowsSubclassesOf(of);
  return together([...parts, { list: [], isAll }]);
}

function byStore(store: Store): Given {
  const { from, kind, unpack = [], node } = store;
  if (kind === "delete" || (!from && kind === "assign")) return NOTHING;
  if (from && kind === "augment") return { list: [], isAll: false, shifts: [from] };
  if (!from || unpack.length > 0 || (kind !== "assign" && kind !== "setattr")) return { list: [], isAll: false };
  const parameter = parameterAt(from);
  return parameter ? givenToParameter(parameter) : { list: [{ value: from, at: node }], isAll: true };
}

/** The parameter that a name still is where it stands. */
export function parameterAt(node: Node): Parameter | undefined {
  if (node.kind !== "identifier") return undefined;
  const module = moduleOf(node);
  const [binding, ...others] = module.bindingsReaching(node.text, node);
  if (binding?.kind !== "parameter" || others.length > 0) return undefined;
  return module.function(binding.scope.node).parameter(node.text);
}

/** What a class's body gives: a value, and for a field what the constructor that is made of it is called with. */
function inBody(of: ClassDefinition, name: string): readonly Given[] {
  const bindings = of.scope.get(name) ?? [];
  const values = bindings.map(({ kind, from, node }): Given => {
    if (kind !== "assign") return { list: [], isAll: false };
    return from ? { list: [{ value: from, at: node }], isAll: true } : NOTHING;
  });
  return of.hasGeneratedInit && bindings.length > 0 ? [...values, constructed(of, name)] : values;
}

function constructed(of: ClassDefinition, name: string): Given {
  const index = of.fields.findIndex((field) => field.name === name);
  const { list: modules, isAll } = of.module.project.modulesCalling(of.name, of.module);
  const calls = [...new Set([of.module, ...modules])].flatMap((module) => module.callsOf(of.name));
  const parts = calls.flatMap((call): readonly Given[] => {
    if (!call.targets.some((value) => value.kind === "class" && value.definition === of)) return [];
    const value = call.argument(index, name);
    return [value ? { list: [{ value, at: call.node }], isAll: true } : { list: [], isAll: !call.hasSplat }];
  });
  const byItself = callsOfReceiver(of).map((call): Given => {
    const value = call.argument(index, name);
    return value ? { list: [{ value, at: call.node }], isAll: true } : { list: [], isAll: !call.hasSplat };
  });
  return together([...parts, ...byItself, { list: [], isAll }]);
}

/** What the class methods of a class and its bases call it by: `cls(…)`. */
function callsOfReceiver(of: ClassDefinition): readonly Call[] {
  const methods = of.ancestry.classes.flatMap((base) => [...base.methods.values()].flat());
  return methods.flatMap(({ isClassMethod, receiver, calls, module }) => {
    const isOfClass = (node: Node): boolean => node.field("function")?.text === receiver?.name;
    return isClassMethod ? calls.filter(isOfClass).map((node) => module.call(node)) : [];
  });
}

/** The assignments of a file to the attribute of objects of the class that are not called `self`. */
function fromOutside(module: Module, of: ClassDefinition, name: string): readonly Given[] {
  return storesOnOthers(module, name).flatMap((store): readonly Given[] => {
    const values = module.valuesOf(store.object).filter(({ kind }) => kind !== "none");
    const isOne = values.some((value) => value.kind === "instance" && isRelated(value.of, of));
    // An object that nobody knows may be one, and has more or less of what it had then.
    const isMore = store.kind === "augment" && isOpen(values);
    if (isOne || isMore) return [byStore(store)];
    return isOpen(values) ? [{ list: [], isAll: false }] : [];
  });
}

/** The assignments of a file to attributes of a name of anything that is not a method's own object. */
function storesOnOthers(module: Module, name: string): readonly Store[] {
  const find = (): readonly Store[] => module.storesNamed(name).filter(({ object }) => !module.receiverClass(object));
  return module.project.once(ON_OTHERS, module, find, name);
}

const ON_OTHERS = question<readonly Store[]>([]);

function isRelated(a: ClassDefinition, b: ClassDefinition): boolean {
  return a === b || a.isBaseOf(b) || b.isBaseOf(a);
}

/** Whether every call of a function in the project is known, and nobody hands the function on. */
function knowsCallersOf(definition: FunctionDefinition): boolean {
  const { module, owner } = definition;
  const { project } = module;
  if (!isPlain(definition) || (owner && !project.knowsSubclassesOf(owner))) return false;
  const callers = new Set(project.callersOf(definition).map(({ call }) => call));
  return project.namesCalling(definition).every((name) => {
    const { list, isAll } = project.modulesCalling(name, module);
    return isAll && [...new Set([module, ...list])].every((other) => usesPlainly(other, name, callers));
  });
}

function isPlain({ decorators, module }: FunctionDefinition): boolean {
  return decorators.every((decorator) =>
    module.valuesOf(decorator).every((value) => value.kind === "api" && TRANSPARENT_DECORATORS.has(value.path)),
  );
}

/** Whether a file does nothing else with a name than to define, import and call it, and derive from it. */
function usesPlainly(module: Module, name: string, callers: ReadonlySet<object>): boolean {
  return module.identifiers(name).every((node) => {
    const whole = node.fieldName === "attribute" && node.parent ? node.parent : node;
    const around = whole.parent;
    if (around?.kind === "call" && whole.fieldName === "function") {
      const call = module.call(around);
      return callers.has(call) || !isOpen(call.targets);
    }
    return isMention(whole);
  });
}

/** Whether a name is only mentioned: where it is defined, in an import, an annotation, or as a base. */
function isMention(node: Node): boolean {
  if (node.fieldName === "name") return true;
  for (let around = node.parent; around; around = around.parent) {
    if (/^(import_statement|import_from_statement|type)$/.test(around.kind)) return true;
    if (around.kind === "argument_list") {
      const of = around.parent;
      if (of?.kind === "class_definition") return true;
      return of?.kind === "call" && /^(isinstance|issubclass|super)$/.test(of.field("function")?.text ?? "");
    }
    if (around.kind.endsWith("_statement") || around.kind === "block") return false;
  }
  return false;
}

function together(parts: readonly Given[]): Given {
  const list = new Map<Node, Gift>();
  for (const gift of parts.flatMap((part) => part.list)) if (!list.has(gift.value)) list.set(gift.value, gift);
  const isAll = parts.every((part) => part.isAll);
  const isShifted = !isAll && parts.every((part) => part.isAll || part.shifts);
  const shifts = parts.flatMap((part) => part.shifts ?? []);
  return { list: [...list.values()], isAll, ...(isShifted && { shifts }) };
}

function sameGiven(a: Given, b: Given): boolean {
  return (
    a.isAll === b.isAll &&
    a.shifts?.length === b.shifts?.length &&
    a.list.length === b.list.length &&
    a.list.every(({ value }, at) => value === b.list[at]?.value)
  );
}
