import { answersRequests } from "../threads/handlers.js";
import type { Call } from "../../python/model/call.js";
import type { ClassDefinition } from "../../python/model/class.js";
import type { Node } from "../../syntax/node.js";

/** The calls of the program that make objects of a class, or of one that derives from it, as far as they show. */
export function callsMaking(of: ClassDefinition): readonly Call[] {
  return [of, ...of.module.project.subclassesOf(of)].flatMap((each) => callsNaming(each) ?? []);
}

function callsNaming(of: ClassDefinition): readonly Call[] | undefined {
  const modules = of.module.project.modulesMatching(of.name, "call", of.module);
  return modules?.flatMap((module) =>
    module
      .callsOf(of.name)
      .filter((call) => call.targets.some((value) => value.kind === "class" && value.definition === of)),
  );
}

/** Whether a call runs more than once: in a loop, or for each request. */
export function isRepeated({ node, module }: Call): boolean {
  const around = module.functionAround(node);
  if (module.graphAround(node).loopOf(node) || isInComprehension(node)) return true;
  return around !== undefined && answersRequests(around);
}

function isInComprehension(node: Node): boolean {
  for (const around of node.ancestors()) {
    if (/_(comprehension|expression)$/.test(around.kind) && /comprehension|generator/.test(around.kind)) return true;
    if (around.kind.endsWith("_definition")) return false;
  }
  return false;
}
