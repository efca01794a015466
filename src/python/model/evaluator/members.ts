import type { Node } from "../../../syntax/node.js";
import { canonical, LITERAL_TYPES } from "../../tables/types.js";
import { annotationValues, outermostName } from "../annotation.js";
import { isEnum, type ClassDefinition } from "../class.js";
import type { Evaluator } from "../evaluator.js";
import { moduleOf } from "../module.js";
import { holdsAny } from "../../prefilter/prefilter.js";
import { question } from "../solver.js";
import { taken } from "./binding.js";
import type { Store } from "../stores.js";
import { LONGEST_PATH, NOTHING_KNOWN, union, valuesQuestion, type Value, type Values } from "../value.js";

const OWN_ATTRIBUTE = valuesQuestion();
const CLASS_ATTRIBUTE = valuesQuestion();
const CONSTRUCTED = valuesQuestion();

/** What an attribute of the values may be. */
export function attribute(evaluator: Evaluator, values: Values, name: string, at: Node): Values {
  return union(...values.map((value) => attributeOf(evaluator, value, name, at)));
}

function attributeOf(evaluator: Evaluator, value: Value, name: string, at: Node): Values {
  switch (value.kind) {
    case "none":
      return [];
    case "literal":
      return [{ kind: "api", path: `${LITERAL_TYPES[value.at.kind] ?? "object"}().${name}`, at }];
    case "module":
      return evaluator.memberOf(value.module, name);
    case "class":
      return classAttribute(evaluator, value.definition, name, at);
    case "instance":
      return instanceAttribute(evaluator, value, name, at);
    case "super":
      return superAttribute(value, name, at);
    case "api":
      return outsideAttribute(evaluator, value, name, at);
    case "parameter":
      if (value.path.length >= LONGEST_PATH) return NOTHING_KNOWN;
      return [{ ...value, path: [...value.path, { attribute: name, at }] }];
    default:
      return NOTHING_KNOWN;
  }
}

function outsideAttribute(evaluator: Evaluator, value: Value & { kind: "api" }, name: string, at: Node): Values {
  const path = `${withoutRepeated(value.path, name)}.${name}`;
  const module = /^[\w.]+$/.test(path) ? evaluator.project.namespaceMember(moduleOf(at), path) : undefined;
  return [module ? { kind: "module", module } : { kind: "api", path: canonical(path), at }];
}

/**
 * A path without the last of the same steps that it ends with: a name that is given a part of itself again and again,
 * `rest = rest.partition(end)[2]`, would lead on without an end.
 */
function withoutRepeated(path: string, name: string): string {
  const last = path.lastIndexOf(`.${name}`);
  const before = last > 0 ? path.lastIndexOf(`.${name}`, last - 1) : -1;
  return before >= 0 && path.slice(before, last) === path.slice(last) ? path.slice(0, last) : path;
}

function classAttribute(evaluator: Evaluator, definition: ClassDefinition, name: string, at: Node): Values {
  const self: Value = { kind: "class", definition };
  if (isMappedColumn(definition, name)) return NOTHING_KNOWN;
  const stored = storedOnClass(evaluator, definition, name);
  const found = inClassBody(evaluator, definition, name);
  if (found) return union(...[...found, ...stored].map((value) => taken(evaluator, value, { self, at })));
  return stored.length > 0 ? stored : inherited(definition, name, at, "");
}

/** Whether a name stands for a column, `owner: Mapped[Owner]`: of the class it is a part of statements, an owner it is of rows alone. */
function isMappedColumn(definition: ClassDefinition, name: string): boolean {
  const bindings = definition.ancestry.classes.map((base) => base.scope.get(name)).find((found) => found !== undefined);
  return (
    bindings?.some(({ node }) => {
      const annotation = node.fieldName === "left" ? node.parent?.field("type") : undefined;
      return annotation && outermostName(annotation) === "Mapped";
    }) ?? false
  );
}

/** What class methods put into an attribute through `cls`, and the class's file through its name. */
function storedOnClass(evaluator: Evaluator, definition: ClassDefinition, name: string): Values {
  return union(
    ...definition.ancestry.classes.map((base) => {
      const byClass = base.module.storesNamed(name).filter(({ object }) => object.text === base.name);
      const byMethod = storesByClassMethods(base, name);
      return union(...[...byClass, ...byMethod].map((store) => storeValues(evaluator, store)));
    }),
  );
}

/** What a base from outside the project may contribute under a name. */
function inherited(definition: ClassDefinition, name: string, at: Node, suffix: "" | "()"): Values {
  const { external, isOpen } = definition.ancestry;
  const values: Values = external.map((path) => ({
    kind: "api",
    path: canonical(`${canonical(path + suffix)}.${name}`),
    at,
  }));
  return isOpen ? union(values, NOTHING_KNOWN) : values;
}

function superAttribute(value: Value & { kind: "super" }, name: string, at: Node): Values {
  for (const base of value.of.ancestry.classes.slice(1)) {
    const found = base.methods.get(name)?.at(-1);
    // `super().__new__(cls)` is given its class by hand.
    if (found)
      return [
        found.isStatic
          ? { kind: "function", definition: found }
          : { kind: "function", definition: found, self: value.self },
      ];
  }
  if (name === "__new__") return [{ kind: "api", path: "object.__new__", at }];
  return inherited(value.of, name, at, "()");
}

function instanceAttribute(evaluator: Evaluator, value: Value & { kind: "instance" }, name: string, at: Node): Values {
  const { of } = value;
  const own = evaluator.project.once(OWN_ATTRIBUTE, of, () => onObjects(evaluator, of, name), name);
  const shared = evaluator.project.once(CLASS_ATTRIBUTE, of, () => onClass(evaluator, of, name), name);
  const bound = union(own, ...shared.map((member) => taken(evaluator, member, { self: value, at })));
  const field = fieldArgument(evaluator, value, name);
  if (field) return union(field);
  const known = bound.length > 0 ? bound : inherited(value.of, name, at, "()");
  return asConstructed(evaluator, value, known, name);
}

/** An attribute that the constructor was given is what this very object's construction passed. */
function asConstructed(
  evaluator: Evaluator,
  value: Value & { kind: "instance" },
  values: Values,
  name: string,
): Values {
  const { of, at } = value;
  const init = of.method("__init__");
  if (!init || at.kind !== "call") return values;
  const construct = (): Values => evaluator.substitute(values, moduleOf(at).call(at), init, value);
  // What is passed may be such an attribute of an object that is made in the same place.
  const isPassed = values.some((one) => one.kind === "parameter" && one.parameter.function === init);
  return isPassed ? evaluator.project.once(CONSTRUCTED, at, construct, `${of.name}.${name}`) : construct();
}

/** The argument for a field of a class whose constructor is generated from its fields. */
function fieldArgument(evaluator: Evaluator, value: Value & { kind: "instance" }, name: string): Values | undefined {
  if (value.at.kind !== "call" || !value.of.hasGeneratedInit) return undefined;
  const index = value.of.fields.findIndex((field) => field.name === name);
  const field = value.of.fields[index];
  if (!field) return undefined;
  const call = moduleOf(value.at).call(value.at);
  const argument = call.argument(index, name);
  if (argument) return evaluator.evaluate(argument);
  return call.hasSplat ? NOTHING_KNOWN : field.from && evaluator.evaluate(field.from);
}

/** What the methods of a class and its bases put into an attribute of the object itself. */
function onObjects(evaluator: Evaluator, of: ClassDefinition, name: string): Values {
  const stores = of.ancestry.classes.flatMap((base) => base.storesNamed(name));
  return union(...stores.filter((store) => !isOnClass(store)).map((store) => storeValues(evaluator, store)));
}

/** What stands under a name in the bodies of a class and its bases, or is put there through `cls`. */
function onClass(evaluator: Evaluator, of: ClassDefinition, name: string): Values {
  const stores = of.ancestry.classes.flatMap((base) => storesByClassMethods(base, name));
  return union(...stores.map((store) => storeValues(evaluator, store)), inClassBody(evaluator, of, name) ?? []);
}

/** What the nearest class that binds a name in its body binds it to. */
function inClassBody(evaluator: Evaluator, of: ClassDefinition, name: string): Values | undefined {
  for (const base of of.ancestry.classes) {
    const bindings = base.scope.get(name);
    if (!bindings) continue;
    const isMember = isEnum(base) && !name.startsWith("_");
    return union(
      ...bindings.map((binding): Values => {
        if (isMember && binding.kind === "assign" && binding.from)
          return [{ kind: "instance", of: base, at: binding.node }];
        return evaluator.bindingValues(binding);
      }),
    );
  }
  return undefined;
}

/** The assignments that put an attribute on a class itself; most classes have no method that could. */
function storesByClassMethods(of: ClassDefinition, name: string): readonly Store[] {
  const { module, node } = of;
  const hasAny = module.project.once(HAS_CLASS_METHODS, of, () => module.mayHold(CLASS_METHOD, node));
  return hasAny ? of.storesNamed(name).filter(isOnClass) : [];
}

const HAS_CLASS_METHODS = question(false);

const CLASS_METHOD = holdsAny("a method that is passed the class", [
  "classmethod",
  "__init_subclass__",
  "__class_getitem__",
]);

function isOnClass({ node }: Store): boolean {
  return moduleOf(node).functionAround(node)?.isClassMethod ?? false;
}

/** What an assignment to an attribute puts there. */
function storeValues(evaluator: Evaluator, store: Store): Values {
  const { from } = store;
  if (!from) {
    const annotation = store.node.parent?.field("type");
    return annotation ? annotationValues(annotation, evaluator) : [];
  }
  if (store.kind === "enter") return evaluator.entered(evaluator.evaluate(from));
  if (store.kind === "iterate")
    return evaluator.unpack(evaluator.elements(evaluator.evaluate(from), from), store.unpack ?? []);
  if (store.kind === "augment") return NOTHING_KNOWN;
  const annotation = store.node.parent?.field("type");
  if (annotation) return evaluator.annotated(annotation, from);
  return evaluator.unpack(evaluator.evaluate(from), store.unpack ?? []);
}
