import type { Node } from "../../../src/syntax/node.js";
import type { Call } from "../../../src/python/model/call.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { question } from "../../../src/python/model/solver.js";
import { matches } from "../../../src/python/tables/api.js";
import { ATTRIBUTE_GIVERS, GIVEN_AS } from "../../../src/python/tables/attribute-givers.js";
import { holdsWord } from "../../../src/python/prefilter/prefilter.js";

const MACHINES = holdsWord("transitions");

const IS_GIVEN = question(false);

/** Whether objects of a class are handed to a library that gives them attributes by names in strings. */
export function isGivenAttributes(of: ClassDefinition): boolean {
  const { project } = of.module;
  return project.once(IS_GIVEN, of, () => {
    const modules = new Set([
      ...of.ancestry.classes.map(({ module }) => module),
      ...project.modulesMentioning(of.name, of.module),
    ]);
    return [...modules].some(
      (module) => module.mayHold(MACHINES) && module.calls.some((call) => isGiver(call) && hands(call, of)),
    );
  });
}

/** Whether a call makes an object of such a class, or of one that the project derives from it. */
function isGiver({ targets }: Call): boolean {
  return targets.some((value) => {
    if (value.kind === "api") return isKnown(value.path);
    return value.kind === "class" && value.definition.ancestry.external.some(isKnown);
  });
}

const isKnown = (path: string): boolean => matches(ATTRIBUTE_GIVERS, path);

function hands(call: Call, of: ClassDefinition): boolean {
  const given = call.argument(0, GIVEN_AS);
  return given !== undefined && objectsIn(given).some((object) => isOf(call, object, of));
}

const objectsIn = (given: Node): readonly Node[] =>
  given.kind === "list" || given.kind === "tuple" ? given.children : [given];

function isOf({ module }: Call, object: Node, of: ClassDefinition): boolean {
  return module.valuesOf(object).some((value) => {
    const definition = value.kind === "instance" ? value.of : value.kind === "class" ? value.definition : undefined;
    return definition !== undefined && (definition.isBaseOf(of) || of.isBaseOf(definition));
  });
}
