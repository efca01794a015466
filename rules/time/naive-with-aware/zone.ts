import type { Node } from "../../../src/syntax/node.js";
import { comparisonOf } from "../../../src/python/cfg/expression.js";
import { itemsOf } from "../../../src/python/dataflow/items.js";
import { columnZone, rowAt } from "./column.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import type { Call } from "../../../src/python/model/call.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { givenToAttribute, givenToParameter, parameterAt, type Given } from "../../../src/python/model/given.js";
import type { FunctionDefinition, Parameter } from "../../../src/python/model/function.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import type { Binding } from "../../../src/python/model/scope.js";
import { isOpen } from "../../../src/python/model/value.js";
import { question } from "../../../src/python/model/solver.js";
import { matches } from "../../../src/python/tables/api.js";
import {
  AWARE_BY_SETTING,
  COMBINES,
  FIELDS,
  NAIVE_TIMES,
  NAIVE_TIMES_OF_DAY,
  PARSES_BY_FORMAT,
  SPANS,
  TIME_OF_DAY,
  ZONE_SETTING,
  ZONE_IN_FORMAT,
  ZONED_TIMES,
  type ZonePlace,
} from "../../../src/python/tables/datetimes.js";

/** Whether a time knows its zone, and where that is written. */
export interface Zone {
  readonly isAware: boolean;
  readonly at: Node;
}

const isSame = (a?: Zone, b?: Zone): boolean => a?.at === b?.at && a?.isAware === b?.isAware;
const ZONE = question<Zone | undefined>(undefined, isSame);
const GIVEN = question<Zone | undefined>(undefined, isSame);

/** Whether an expression is a time that surely has a zone, or surely has none; undefined for all else. */
export function zoneOf(expression: Node): Zone | undefined {
  const node = unwrap(expression);
  return moduleOf(node).project.once(ZONE, node, () => readZone(node));
}

function readZone(node: Node): Zone | undefined {
  switch (node.kind) {
    case "call":
      return calledZone(moduleOf(node).call(node));
    case "binary_operator":
      return shifted(node);
    case "conditional_expression":
      return common([node.children[0], node.children[2]]);
    case "boolean_operator":
      return common([node.field("left"), node.field("right")]) ?? instead(node);
    case "identifier":
      return namedZone(node);
    case "attribute":
      return isExtreme(node) ? { isAware: false, at: node } : storedZone(node);
    default:
      return undefined;
  }
}

/** `datetime.max`. */
function isExtreme(node: Node): boolean {
  const isNamed = /^m(in|ax)$/.test(node.field("attribute")?.text ?? "");
  return isNamed && (apisOf(node)?.every((path) => matches(NAIVE_TIMES, path)) ?? false);
}

/** The one answer for all of some expressions. */
function common(parts: readonly (Node | undefined)[]): Zone | undefined {
  const zones = parts.map((part) => part && zoneOf(part));
  const [first] = zones;
  return first && zones.every((zone) => zone?.isAware === first.isAware) ? first : undefined;
}

/** What stands in for a parameter that some caller leaves out: `end or datetime.max`. */
function instead(node: Node): Zone | undefined {
  const [left, right] = [node.field("left"), node.field("right")];
  return left && right && node.child("or") && isLeftOut(left) ? zoneOf(right) : undefined;
}

/** Whether a name is a parameter that is None for some call of the program, by its default or because that says so. */
function isLeftOut(name: Node): boolean {
  const parameter = parameterAt(unwrap(name));
  return parameter !== undefined && givenToParameter(parameter).list.some(({ value }) => isNone(value));
}

/** The same for what is assigned: that is where the time comes from. */
function putBy(parts: readonly (Node | undefined)[]): Zone | undefined {
  const zone = common(parts);
  const [at] = parts;
  return zone && at && { isAware: zone.isAware, at };
}

/** The paths of all that an expression may be; undefined when it may be anything else. */
function apisOf(node: Node): readonly string[] | undefined {
  const values = moduleOf(node).valuesOf(node);
  const paths = values.flatMap((value) => (value.kind === "api" ? [value.path] : []));
  return paths.length > 0 && paths.length === values.length ? paths : undefined;
}

/** A time and a span of time make a time; nothing else can be added to one. */
function shifted(node: Node): Zone | undefined {
  const [left, right] = [node.field("left"), node.field("right")];
  if (!left || !right) return undefined;
  // What is joined nests as deep as it is long: there each part has to be a span.
  const isAsked = left.kind !== "binary_operator" || isSpan(right);
  if (node.child("+")) return (isAsked ? zoneOf(left) : undefined) ?? zoneOf(right);
  return node.child("-") && isSpan(right) ? zoneOf(left) : undefined;
}

function isSpan(expression: Node): boolean {
  const node = unwrap(expression);
  if (node.kind === "binary_operator" && node.child("*")) return node.children.some(isSpan);
  return apisOf(node)?.every((path) => matches(SPANS, path)) ?? false;
}

function calledZone(call: Call): Zone | undefined {
  const { node, receiver, lastName } = call;
  const changed = receiver && changedZone(call, receiver, lastName);
  if (changed) return changed === "unknown" ? undefined : changed;
  const paths = apisOf(call.callee);
  if (!paths) return returnedZone(call);
  const [path = "", ...others] = paths;
  if (others.length > 0) return undefined;
  if (FIELDS.has(path)) return fieldZone(call);
  if (AWARE_BY_SETTING.has(path)) return usesZones(call.module) ? { isAware: true, at: node } : undefined;
  if (matches(NAIVE_TIMES, `${path}()`)) return { isAware: false, at: node };
  const place = ZONED_TIMES.get(path);
  if (place) return zoneGiven(call, place);
  if (path === COMBINES) return combined(call);
  return path === PARSES_BY_FORMAT ? parsed(call) : undefined;
}

/** What `replace` and `astimezone` make of a time that may be anything. */
function changedZone(call: Call, receiver: Node, name: string): Zone | "unknown" | undefined {
  if (name === "astimezone") return { isAware: true, at: call.node };
  if (name !== "replace") return undefined;
  const zone = call.keyword("tzinfo");
  if (zone)
    return isNone(zone)
      ? { isAware: false, at: call.node }
      : isZone(zone)
        ? { isAware: true, at: call.node }
        : "unknown";
  return call.hasSplat || call.positional.length > 0 ? undefined : (zoneOf(receiver) ?? "unknown");
}

function zoneGiven(call: Call, { position, keyword }: ZonePlace): Zone | undefined {
  if (call.hasSplat) return undefined;
  const zone = call.argument(position, keyword);
  if (!zone || isNone(zone)) return { isAware: false, at: call.node };
  return isZone(zone) ? { isAware: true, at: call.node } : undefined;
}

/** What a field of a class holds that is given nothing: its default, or what its factory makes. */
function fieldZone(call: Call): Zone | undefined {
  const made = call.keyword("default");
  if (made) return zoneOf(made);
  const factory = call.keyword("default_factory") ?? call.keyword("factory");
  if (!factory) return undefined;
  const paths = apisOf(factory);
  // A factory is called with nothing: `datetime.now` gives a time without a zone.
  if (paths) return paths.every(isNaiveMaker) ? { isAware: false, at: call.node } : undefined;
  const values = call.module.valuesOf(factory);
  const functions = values.flatMap((value) => (value.kind === "function" ? [value.definition] : []));
  return functions.length === values.length ? zoneOfAny(functions) : undefined;
}

function isNaiveMaker(path: string): boolean {
  return matches(NAIVE_TIMES, `${path}()`) || (ZONED_TIMES.has(path) && path.endsWith(".now"));
}

const USES_ZONES = question(false);

/** Whether the program's settings say that its framework gives times with a zone. */
function usesZones(asker: Module): boolean {
  return asker.project.once(USES_ZONES, asker.project, () => {
    const settings = asker.project.modulesMentioning(ZONE_SETTING, asker);
    const values = settings.flatMap((module) =>
      module.scopes.module.bindings(ZONE_SETTING).map(({ from }) => from?.kind),
    );
    return values.length > 0 && values.every((kind) => kind === "true");
  });
}

const isNone = (node: Node): boolean => unwrap(node).kind === "none";

/** Whether an expression surely is a zone: what may be None is none. */
function isZone(node: Node): boolean {
  const values = moduleOf(node).valuesOf(node);
  return values.length > 0 && values.every(({ kind }) => kind === "api" || kind === "instance");
}

function combined(call: Call): Zone | undefined {
  if (call.argument(2, "tzinfo") ?? call.hasSplat) return undefined;
  const time = call.argument(1, "time");
  return time && isNaiveTimeOfDay(unwrap(time)) ? { isAware: false, at: call.node } : undefined;
}

function isNaiveTimeOfDay(time: Node): boolean {
  if (apisOf(time)?.every((path) => matches(NAIVE_TIMES_OF_DAY, path))) return true;
  if (time.kind !== "call") return false;
  const call = moduleOf(time).call(time);
  return call.apis.includes(TIME_OF_DAY) && !call.hasSplat && !call.argument(4, "tzinfo");
}

function parsed(call: Call): Zone | undefined {
  const format = call.argument(1, "format");
  const text = format && textOf(format);
  return text === undefined || ZONE_IN_FORMAT.test(text) ? undefined : { isAware: false, at: call.node };
}

/** What a function of the project returns, whichever may run. */
function returnedZone(call: Call): Zone | undefined {
  const { list, isAll } = call.callees;
  if (!isAll || call.targets.some(({ kind }) => kind !== "function")) return undefined;
  return zoneOfAny(list.map(({ definition }) => definition));
}

/** What any of some functions gives, where it is the same of all. */
function zoneOfAny(definitions: readonly FunctionDefinition[]): Zone | undefined {
  const [only] = definitions;
  if (definitions.length === 1 && only?.node.kind === "lambda") return only.body && zoneOf(only.body);
  if (definitions.some((one) => one.isAsync || one.isGenerator || one.fallsThrough)) return undefined;
  const results = definitions.flatMap((one) => one.results);
  return results.length > 0 ? common(results) : undefined;
}

function namedZone(name: Node): Zone | undefined {
  const parameter = parameterAt(name);
  if (parameter) return parameter.annotation ? undefined : passedZone(parameter);
  const bindings = givenAtFirst(name);
  const filled = bindings.filter(({ kind }) => kind !== "parameter");
  // What a parameter is given elsewhere is another way here; where it was left out, this one is taken.
  if (filled.length > 0 && filled.length < bindings.length && filled.every(fillsIn))
    return putBy(filled.map(({ from }) => from));
  const isAssigned = ({ kind, unpack }: Binding): boolean => kind === "assign" && !unpack?.length;
  if (bindings.length === 0 || !bindings.every((binding) => isAssigned(binding) || isShift(binding))) return undefined;
  return putBy(bindings.map((binding) => (isShift(binding) ? binding.node : binding.from)));
}

/** What gives a name its value when it is used for the first time: what a loop gives it further down comes later. */
function givenAtFirst(name: Node): readonly Binding[] {
  const module = moduleOf(name);
  const bindings = module.bindingsReaching(name.text, name);
  const around = module.scopes.around(name);
  const first = bindings.filter(({ node, scope }) => scope !== around || !name.precedes(node));
  return first.length > 0 ? first : bindings;
}

/** Whether a parameter is given a value where it was left out: `if end is None: end = …`. */
function fillsIn({ kind, node, unpack, from }: Binding): boolean {
  const block = node.parent?.parent?.parent;
  const test = block?.parent?.kind === "if_statement" && block.fieldName === "consequence" ? block.parent : undefined;
  const asked = test && askedForNone(test.field("condition"));
  return kind === "assign" && !unpack?.length && from !== undefined && asked?.text === node.text && isLeftOut(asked);
}

/** What a condition finds to be None, or nothing: `end is None`, `not end`. */
function askedForNone(condition: Node | undefined): Node | undefined {
  const test = condition && unwrap(condition);
  const denied = test?.kind === "not_operator" ? test.field("argument") : undefined;
  if (denied) return unwrap(denied);
  const comparison = test && comparisonOf(test);
  return comparison?.operator === "is" && isNone(comparison.right) ? unwrap(comparison.left) : undefined;
}

/** `end += timedelta(hours=1)`: the name is what it was before. */
const isShift = ({ kind, from }: Binding): boolean => kind === "augment" && from !== undefined && isSpan(from);

function storedZone(attribute: Node): Zone | undefined {
  const [object, name] = [attribute.field("object"), attribute.field("attribute")?.text];
  if (!object || name === undefined) return undefined;
  const row = rowAt(object);
  if (row) return columnZone(row, name, attribute);
  const of = classOf(object);
  if (!of) return undefined;
  const find = (): Zone | undefined =>
    (of.method(name) ?? isSetByOthers(of, name)) ? undefined : givenZone(givenToAttribute(of, name));
  return of.module.project.once(GIVEN, of, find, name);
}

/** The class of the project that an object surely is of, also as one of those that a loop goes through. */
function classOf(object: Node): ClassDefinition | undefined {
  const values = moduleOf(object).valuesOf(object);
  const items = isOpen(values) ? goneThrough(object) : [];
  const [value, ...others] = items.length > 0 ? items.flatMap((item) => moduleOf(item).valuesOf(item)) : values;
  if (value?.kind !== "instance") return undefined;
  const isSame = others.every((other) => other.kind === "instance" && other.of === value.of);
  return isSame && (items.length > 0 || others.length === 0) ? value.of : undefined;
}

/** What a loop may find in the list that it goes through with a name. */
function goneThrough(name: Node): readonly Node[] {
  if (name.kind !== "identifier") return [];
  const [binding, ...others] = moduleOf(name).bindingsReaching(name.text, name);
  const { from } = binding?.kind === "iterate" && others.length === 0 && !binding.unpack?.length ? binding : {};
  if (!from) return [];
  const held = itemsOf(from);
  return held.length > 0 ? held : listsOf(from).flatMap(itemsOf);
}

/** What an attribute of `self` is given, if it is given that alone. */
function listsOf(attribute: Node): readonly Node[] {
  const [object, name] = [attribute.field("object"), attribute.field("attribute")?.text];
  const of = object && moduleOf(object).receiverClass(object);
  const given = of && name !== undefined ? givenToAttribute(of, name) : undefined;
  return given?.isAll ? given.list.map(({ value }) => value) : [];
}

function passedZone(parameter: Parameter): Zone | undefined {
  const { project } = parameter.function.module;
  return project.once(GIVEN, parameter.node, () => givenZone(givenToParameter(parameter)));
}

/** Whether a method stores what it is given, and nobody in the project calls it: somebody else may. */
function isSetByOthers(of: ClassDefinition, name: string): true | undefined {
  const stores = of.ancestry.classes.flatMap((base) => base.storesNamed(name));
  const parameters = stores.map(({ from }) => from && parameterAt(from));
  return parameters.some((parameter) => parameter && givenToParameter(parameter).list.length === 0) || undefined;
}

/** The zone of all that is given; None is no time, and nobody compares it. */
function givenZone({ list, isAll, shifts }: Given): Zone | undefined {
  const times = list.filter(({ value }) => !isNone(value));
  const isKnown = isAll || shifts?.every(isSpan);
  return isKnown && times.length > 0 ? putBy(times.map(({ value }) => value)) : undefined;
}
