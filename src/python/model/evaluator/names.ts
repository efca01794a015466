import type { Node } from "../../../syntax/node.js";
import { matches } from "../../tables/api.js";
import { REGISTERING_DECORATORS, TRANSPARENT_DECORATORS } from "../../tables/decorators.js";
import { BUILTINS, canonical } from "../../tables/types.js";
import { annotationValues } from "../annotation.js";
import { givenByFramework } from "../callbacks.js";
import { injectedInto } from "./injection.js";
import type { Evaluator } from "../evaluator.js";
import { passedToLambda } from "./lambdas.js";
import type { FunctionDefinition } from "../function.js";
import { moduleOf, type Module } from "../module.js";
import type { Binding, ImportSource } from "../scope.js";
import { isOpen, NOTHING_KNOWN, UNKNOWN, union, valuesQuestion, type Value, type Values } from "../value.js";

const BINDING = valuesQuestion();
const BINDINGS = valuesQuestion();
/** More bindings than this are looked through once. */
const MANY = 24;

/** What a name may stand for where it is used. */
export function nameValues(evaluator: Evaluator, name: string, use: Node): Values {
  const module = moduleOf(use);
  const reaching = module.bindingsReaching(name, use);
  const bindings = reaching.filter((binding) => binding.kind !== "delete");
  const values = (): Values => union(...bindings.map((binding) => bindingValues(evaluator, binding)));
  // Where all that bind a name reach each of its uses, they are one and the same list.
  if (bindings.length > MANY) return evaluator.project.once(BINDINGS, reaching, values);
  if (bindings.length > 0) return values();
  if (module.isBound(name, use)) return NOTHING_KNOWN;
  return starValues(evaluator, module, name) ?? builtinValues(name, use);
}

/** What a name gets from one place that binds it. */
export function bindingValues(evaluator: Evaluator, binding: Binding): Values {
  return evaluator.project.once(BINDING, binding, () => computeBinding(evaluator, binding));
}

function computeBinding(evaluator: Evaluator, binding: Binding): Values {
  const module = moduleOf(binding.node);
  const { from } = binding;
  switch (binding.kind) {
    case "import":
      return binding.source ? importValues(evaluator, module, binding.source, binding.node) : NOTHING_KNOWN;
    case "class":
      return [{ kind: "class", definition: module.class(binding.node) }];
    case "function":
      return decorated(evaluator, module.function(binding.node));
    case "parameter":
      return parameterValues(evaluator, module.function(binding.scope.node), binding);
    case "assign": {
      const annotation = binding.node.parent?.field("type");
      if (annotation && binding.node.fieldName === "left") return evaluator.annotated(annotation, from);
      return from ? evaluator.unpack(evaluator.evaluate(from), binding.unpack ?? []) : NOTHING_KNOWN;
    }
    case "iterate":
      return from
        ? evaluator.unpack(evaluator.elements(evaluator.evaluate(from), from), binding.unpack ?? [])
        : NOTHING_KNOWN;
    case "enter":
      return from ? evaluator.entered(evaluator.evaluate(from)) : NOTHING_KNOWN;
    case "catch":
      return from ? evaluator.caught(from) : NOTHING_KNOWN;
    case "augment":
    case "match":
      return NOTHING_KNOWN;
    case "delete":
      return [];
  }
}

function importValues(evaluator: Evaluator, module: Module, source: ImportSource, at: Node): Values {
  const found = evaluator.project.resolveImport(module, source);
  const { member } = source;
  if (found) {
    if (member === undefined || member === "*") return [{ kind: "module", module: found }];
    // What a package imports from itself is a file of its own, unless it was bound before.
    const own = found === module ? evaluator.project.submodule(module, member) : undefined;
    return own ? [{ kind: "module", module: own }] : memberOf(evaluator, found, member);
  }
  if (member !== undefined) {
    const submodule = evaluator.project.resolveImport(module, {
      ...source,
      module: source.module ? `${source.module}.${member}` : member,
      level: source.level,
    });
    if (submodule) return [{ kind: "module", module: submodule }];
  }
  if (source.level > 0 || evaluator.project.isOwnPackage(module, source)) return NOTHING_KNOWN;
  const path = member === undefined ? source.module : `${source.module}.${member}`;
  return [{ kind: "api", path: canonical(path), at }];
}

/** What a name of another module stands for. */
export function memberOf(evaluator: Evaluator, module: Module, name: string): Values {
  const bindings = module.scopes.module.lasting(name).filter((binding) => binding.kind !== "delete");
  if (bindings.length > 0) return union(...bindings.map((binding) => bindingValues(evaluator, binding)));
  const submodule = evaluator.project.submodule(module, name);
  if (submodule) return [{ kind: "module", module: submodule }];
  return starValues(evaluator, module, name) ?? NOTHING_KNOWN;
}

/** A name is looked for through so many modules that import each other's names with a star; behind them there may be others. */
const MOST_STARS = 50;

/** What a name gets through `from x import *`; undefined when no such import can be where it comes from. */
function starValues(evaluator: Evaluator, module: Module, name: string, seen = new Set([module])): Values | undefined {
  if (name.startsWith("_")) return undefined;
  let isOpen = seen.size > MOST_STARS;
  for (const star of isOpen ? [] : module.scopes.module.bindings("*")) {
    const source = star.source && evaluator.project.resolveImport(module, star.source);
    if (!source) isOpen = true;
    else if (source.scopes.module.bindings(name).length > 0) return memberOf(evaluator, source, name);
    else if (!seen.has(source)) {
      const further = starValues(evaluator, source, name, seen.add(source));
      if (further) return further;
    }
  }
  return isOpen && !BUILTINS.has(name) ? NOTHING_KNOWN : undefined;
}

function decorated(evaluator: Evaluator, definition: FunctionDefinition): Values {
  let values: Values = [{ kind: "function", definition }];
  const accessor = definition.decorators.find(isAccessor);
  // `@name.setter` and its like give the property that `name` is.
  if (accessor && definition.owner) return evaluator.evaluate(accessor.field("object") ?? accessor);
  for (const decorator of [...definition.decorators].reverse()) {
    values = union(
      ...evaluator.evaluate(decorator).map((value) => decorate(evaluator, value, values, decorator, definition)),
    );
  }
  return values;
}

function isAccessor(decorator: Node): boolean {
  return decorator.kind === "attribute" && /^(setter|deleter)$/.test(decorator.field("attribute")?.text ?? "");
}

function decorate(
  evaluator: Evaluator,
  decorator: Value,
  values: Values,
  at: Node,
  definition: FunctionDefinition,
): Values {
  if (decorator.kind === "api") {
    if (TRANSPARENT_DECORATORS.has(decorator.path) || definition.isProperty) return values;
    if (matches(REGISTERING_DECORATORS, decorator.path)) return values;
    return [{ kind: "api", path: `${decorator.path}()`, at }];
  }
  if (decorator.kind === "function") {
    const first = decorator.definition.parameters[decorator.self ? 1 : 0];
    return union(
      ...evaluator.returnsOf(decorator.definition).map((value): Values => {
        if (value.kind !== "parameter") return [value];
        return value.parameter === first && value.path.length === 0 ? values : NOTHING_KNOWN;
      }),
    );
  }
  if (decorator.kind === "class" && !definition.isProperty) return [{ kind: "instance", of: decorator.definition, at }];
  return definition.isProperty ? values : NOTHING_KNOWN;
}

function parameterValues(evaluator: Evaluator, definition: FunctionDefinition, binding: Binding): Values {
  const parameter = definition.parameter(binding.name);
  if (!parameter) return NOTHING_KNOWN;
  if (parameter === definition.receiver && definition.owner) {
    const of = definition.owner;
    if (definition.isClassMethod) return [{ kind: "class", definition: of }];
    return [{ kind: "instance", of, at: parameter.node }];
  }
  if (definition.name === "__new__" && definition.owner && parameter.index === 0)
    return [{ kind: "class", definition: definition.owner }];
  if (parameter.kind === "rest" || parameter.kind === "keywords") return NOTHING_KNOWN;
  const injected = injectedInto(evaluator, parameter);
  if (injected && !isOpen(injected)) return injected;
  if (parameter.annotation) {
    const known = annotationValues(parameter.annotation, evaluator).filter((value) => value.kind !== "unknown");
    if (known.length > 0) return known;
  }
  if (injected) return injected;
  const items = passedToLambda(evaluator, parameter);
  if (items) return items;
  const given = givenByFramework(parameter);
  if (given !== undefined) return [{ kind: "api", path: given, at: parameter.node }];
  return [{ kind: "parameter", parameter, path: [] }];
}

function builtinValues(name: string, at: Node): Values {
  return BUILTINS.has(name) ? [{ kind: "api", path: canonical(name), at }] : [UNKNOWN];
}
