import { parameterAt } from "../../python/model/given.js";
import type { ClassDefinition } from "../../python/model/class.js";
import type { Parameter } from "../../python/model/function.js";
import { textOf } from "../../python/model/literal.js";
import { moduleOf, type Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import { matchesPattern } from "../../python/prefilter/prefilter.js";
import type { Node } from "../../syntax/node.js";

/**
 * Whether code gives a class, or an object of it, attributes whose names it computes: `setattr(Proxy, name, call)`, or
 * `fill(self, row)` where `fill` does so with what it is given, itself or through another function.
 */
export function isGivenComputedNames(of: ClassDefinition): boolean {
  return of.module.project.once(IS_GIVEN, of, () => receiversFor(of).some((node) => isOf(node, of)));
}

const IS_GIVEN = question(false);

function isOf(object: Node, of: ClassDefinition): boolean {
  return moduleOf(object)
    .valuesOf(object)
    .some((value) => {
      const definition = value.kind === "instance" ? value.of : value.kind === "class" ? value.definition : undefined;
      return definition !== undefined && (definition.isBaseOf(of) || of.isBaseOf(definition));
    });
}

/** The expressions of the program whose values get such attributes; where it is too large, of what speaks of the class. */
function receiversFor({ module, ancestry }: ClassDefinition): readonly Node[] {
  const { project } = module;
  const all = project.modulesMatching("setattr", COMPUTES, module);
  if (all) return project.once(RECEIVERS, project, () => receiversIn(all), module.isTest ? "with tests" : "");
  const near = ancestry.classes.flatMap((base) => [
    base.module,
    ...project.modulesMentioning(base.name, base.module, ["setattr"]),
  ]);
  return receiversIn([...new Set(near)]);
}

const RECEIVERS = question<readonly Node[]>([]);

/** A `setattr` whose second argument is not just a name in quotes. */
const COMPUTES = matchesPattern(
  "setattr with a computed name",
  /\bsetattr\b[^,]{0,400},(?!\s{0,200}["']\w{0,200}["']\s{0,9},)/,
);

function receiversIn(modules: readonly Module[]): readonly Node[] {
  const objects = modules.flatMap((module) => module.callsNamed("setattr").flatMap(receiverOf));
  const parameters = new Set(objects.flatMap((object) => parameterGiven(object) ?? []));
  // What is given to a parameter may be one itself, of whoever hands it on.
  for (const parameter of parameters) {
    for (const given of argumentsFor(parameter)) {
      const handed = parameterGiven(given);
      if (handed) parameters.add(handed);
      objects.push(given);
    }
  }
  return objects;
}

function receiverOf({ module, positional: [object, name] }: ReturnType<Module["call"]>): readonly Node[] {
  // What a method gives its own object is read with its class.
  if (!object || !name || textOf(name) !== undefined || module.receiverClass(object)) return [];
  return [object];
}

/** The parameter that an expression is, unless it stands for a method's own object. */
function parameterGiven(object: Node): Parameter | undefined {
  const parameter = parameterAt(object);
  return parameter && parameter !== parameter.function.receiver ? parameter : undefined;
}

function argumentsFor(parameter: Parameter): readonly Node[] {
  const { function: definition } = parameter;
  const callers = definition.module.project.callersOf(definition);
  return callers.flatMap(({ call, bound }) => call.argumentFor(parameter, bound) ?? []);
}
