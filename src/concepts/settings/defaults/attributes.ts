import type { Node } from "../../../syntax/node.js";
import { unwrap } from "../../../python/cfg/evaluation.js";
import type { CallFrame } from "../../../python/dataflow/frames.js";
import type { Call } from "../../../python/model/call.js";
import type { ClassDefinition } from "../../../python/model/class.js";
import { moduleOf, type Module } from "../../../python/model/module.js";
import type { Binding } from "../../../python/model/scope.js";
import type { Store } from "../../../python/model/stores.js";
import type { Value } from "../../../python/model/value.js";
import { matches } from "../../../python/tables/api.js";
import { FIELDS, SETTINGS_BASES } from "../../../python/tables/settings.js";
import { returnedDefaults } from "./calls.js";
import { known, never, unknown, type Defaults } from "./default.js";
import { frameworkDefaults } from "./frameworks.js";
import { memberDefaults } from "./names.js";
import type { DefaultsReader } from "./reader.js";

type Frame = CallFrame | undefined;

/** What an attribute of an object, a class, a module or of what a framework gives is. */
export function attributeDefaults(
  reader: DefaultsReader,
  object: Node,
  name: string,
  node: Node,
  frame: Frame,
): Defaults {
  const module = moduleOf(node);
  const values = module.project.evaluator.withCallers(injected(object, module));
  // What one caller passes that cannot be seen is taken to be like what the others pass.
  const useful = values.filter((value) => value.kind !== "unknown" && value.kind !== "none");
  return useful.length > 0 ? useful.flatMap((value) => part(reader, value, name, node, frame)) : [unknown(node)];
}

/** What an object is; a parameter of a dependency is what its provider returns: `settings = Depends(get_settings)`. */
function injected(object: Node, module: Module): readonly Value[] {
  const values = module.valuesOf(object);
  return values.flatMap((value): readonly Value[] => {
    if (value.kind !== "parameter" || value.path.length > 0) return [value];
    const { default: given, function: definition } = value.parameter;
    const call = given?.kind === "call" ? definition.module.call(given) : undefined;
    const provider = call && /^(Depends|Security)$/.test(call.lastName) ? call.positional[0] : undefined;
    if (!provider) return [value];
    return definition.module.valuesOf(provider).flatMap((made): readonly Value[] => {
      if (made.kind === "class") return [{ kind: "instance", of: made.definition, at: provider }];
      return made.kind === "function" ? module.project.evaluator.returnsOf(made.definition) : [];
    });
  });
}

function part(reader: DefaultsReader, value: Value, name: string, node: Node, frame: Frame): Defaults {
  switch (value.kind) {
    case "module":
      return memberDefaults(reader, value.module, name, node);
    case "instance":
    case "class":
      return classMember(reader, value, name, node, frame);
    case "api":
      return frameworkDefaults(reader, value, name, node);
    default:
      return [unknown(node)];
  }
}

function classMember(
  reader: DefaultsReader,
  value: Value & { kind: "instance" | "class" },
  name: string,
  node: Node,
  frame: Frame,
): Defaults {
  const definition = value.kind === "instance" ? value.of : value.definition;
  const made = value.kind === "instance" && value.at.kind === "call" ? moduleOf(value.at).call(value.at) : undefined;
  const stored = definition.ancestry.classes.flatMap((base) =>
    base.storesNamed(name).flatMap((store) => storeDefaults(reader, store, made, base, frame)),
  );
  if (stored.some(({ isNever }) => !isNever)) return stored;
  const passed = made?.keyword(name);
  if (passed && !definition.methods.has("__init__")) return reader.read(passed, undefined);
  for (const base of definition.ancestry.classes) {
    const bindings = base.scope.get(name);
    if (bindings) return bindings.flatMap((binding) => classBinding(reader, binding, base, value, made));
  }
  const behind = forwardedTo(definition);
  return behind ? attributeDefaults(reader, behind, name, node, frame) : [unknown(node)];
}

/** The object that answers for all attributes of another one: `def __getattr__(self, name): return getattr(load(), name)`. */
function forwardedTo(definition: ClassDefinition): Node | undefined {
  const method = definition.method("__getattr__");
  const [returned, ...others] = method?.returns ?? [];
  const value = returned?.children[0] && unwrap(returned.children[0]);
  const call = value?.kind === "call" && others.length === 0 ? moduleOf(value).call(value) : undefined;
  const [object, name] = call?.name === "getattr" ? call.positional : [];
  return name && unwrap(name).text === method?.parameters[1]?.name ? object : undefined;
}

function storeDefaults(
  reader: DefaultsReader,
  store: Store,
  made: Call | undefined,
  owner: ClassDefinition,
  frame: Frame,
): Defaults {
  const { from } = store;
  if (!from || store.kind !== "assign" || store.unpack?.length) return [unknown(store.node)];
  if (!reader.runs(store.node, undefined)) return [];
  const method = owner.module.functionAround(store.node);
  const isMade = made && method?.name === "__init__";
  return reader.read(from, isMade ? { call: made, definition: method, bound: true, outer: frame } : undefined);
}

function classBinding(
  reader: DefaultsReader,
  binding: Binding,
  owner: ClassDefinition,
  value: Value,
  made: Call | undefined,
): Defaults {
  const { from, node } = binding;
  if (binding.kind === "function") {
    const method = owner.module.function(node);
    return method.isProperty ? returnedDefaults(reader, method, undefined) : [unknown(node)];
  }
  if (binding.kind !== "assign") return [unknown(node)];
  if (from) return fieldDefault(reader, from, owner);
  const passed = made ? [] : passedBy(owner, binding.name);
  if (passed.length > 0) return passed.flatMap((given) => reader.read(given, undefined));
  // A settings class does not come to be without a value for a field that has no default.
  return [value.kind === "instance" && readsEnvironment(owner) && !made?.hasSplat ? never(node) : unknown(node)];
}

/** More constructions of one class than this say nothing of an object of which only the class is known. */
const MOST_CONSTRUCTIONS = 4;

/** What the program's constructions of a class pass for a field without a default, `cls(…)` in its own methods included: none where one of them cannot be seen. */
function passedBy(owner: ClassDefinition, name: string): readonly Node[] {
  const { module, fields, hasGeneratedInit } = owner;
  if (!hasGeneratedInit) return [];
  const users = new Set([module, ...module.project.modulesMentioning(owner.name, module)]);
  const named = [...users].flatMap((user) => (user.isTest || user.isExample ? [] : user.callsOf(owner.name)));
  const made = [...named, ...module.callsOf("cls")].filter(({ targets }) =>
    targets.some((value) => value.kind === "class" && value.definition === owner),
  );
  const index = fields.findIndex((field) => field.name === name);
  const passed = made.flatMap((call) => call.argument(index, name) ?? []);
  return passed.length === made.length && passed.length <= MOST_CONSTRUCTIONS ? passed : [];
}

function fieldDefault(reader: DefaultsReader, from: Node, owner: ClassDefinition): Defaults {
  const call = from.kind === "call" ? owner.module.call(from) : undefined;
  const isField = call?.apis.some((path) => matches(FIELDS, path)) ?? false;
  const found = call && isField ? declaredDefaults(reader, call) : reader.read(from, undefined);
  if (!readsEnvironment(owner)) return found;
  return found.map((one) => ({ ...one, reads: [...new Set([...one.reads, from])] }));
}

function readsEnvironment(definition: ClassDefinition): boolean {
  return definition.ancestry.external.some((base) => SETTINGS_BASES.test(base));
}

/** What `Field(default=…)` and its like declare. */
export function declaredDefaults(reader: DefaultsReader, field: Call): Defaults {
  const factory = field.keyword("default_factory") ?? field.keyword("factory");
  if (factory) return madeBy(reader, factory);
  const given = field.keyword("default") ?? (field.lastName === "Field" ? field.positional[0] : undefined);
  return given === undefined || given.kind === "ellipsis" ? [never(field.node)] : reader.read(given, undefined);
}

/** What a factory without parameters makes. */
function madeBy(reader: DefaultsReader, factory: Node): Defaults {
  if (factory.text === "list") return [known([], factory)];
  if (factory.text === "dict") return [known(new Map(), factory)];
  return moduleOf(factory)
    .valuesOf(factory)
    .flatMap((value) =>
      value.kind === "function" ? returnedDefaults(reader, value.definition, undefined) : [unknown(factory)],
    );
}
