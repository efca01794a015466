import { answersRequests } from "../../../src/concepts/resources/handlers.js";
import { excludeEachOther } from "../../../src/python/cfg/branches.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { Call } from "../../../src/python/model/call.js";
import type { Node } from "../../../src/syntax/node.js";

/** How many objects of a class the program makes, as far as its calls show; `unseen` when nothing shows. */
export function objectsMade(of: ClassDefinition): "several" | "one" | "unseen" {
  const { project } = of.module;
  const sites = [of, ...project.subclassesOf(of)].flatMap((each) => callsMaking(each) ?? []);
  const [first, ...others] = sites;
  if (!first) return "unseen";
  if (sites.some((site) => isRepeated(site))) return "several";
  const isElsewhere = ({ node, module }: Call): boolean =>
    module !== first.module || !excludeEachOther(first.node, node);
  if (others.some((site) => isElsewhere(site) && !isSameRun(first, site))) return "several";
  return "one";
}

function callsMaking(of: ClassDefinition): readonly Call[] | undefined {
  const { project } = of.module;
  const modules = project.modulesMatching(of.name, "call", of.module);
  return modules?.flatMap((module) =>
    module
      .callsOf(of.name)
      .filter((call) => call.targets.some((value) => value.kind === "class" && value.definition === of)),
  );
}

/** Whether a call runs more than once: in a loop, or for each request. */
function isRepeated({ node, module }: Call): boolean {
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

/** Whether each of two calls stands at the top of a program of its own. */
function isSameRun(first: Call, second: Call): boolean {
  const isStart = ({ node, module }: Call): boolean =>
    /^(main|cli|run|start|serve)?$/.test(module.functionAround(node)?.name ?? "");
  return first.module !== second.module && (isStart(first) || isStart(second));
}
