import { callsMaking, isRepeated } from "../../../src/concepts/objects/making.js";
import { excludeEachOther } from "../../../src/python/cfg/branches.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { Call } from "../../../src/python/model/call.js";

/** How many objects of a class the program makes, as far as its calls show; `unseen` when nothing shows. */
export function objectsMade(of: ClassDefinition): "several" | "one" | "unseen" {
  const sites = callsMaking(of);
  const [first, ...others] = sites;
  if (!first) return "unseen";
  if (sites.some((site) => isRepeated(site))) return "several";
  const isElsewhere = ({ node, module }: Call): boolean =>
    module !== first.module || !excludeEachOther(first.node, node);
  if (others.some((site) => isElsewhere(site) && !isSameRun(first, site))) return "several";
  // Another constructor is called as often as anybody likes.
  const isAnother = ({ node, module }: Call): boolean => module.functionAround(node)?.isClassMethod === true;
  return sites.some(isAnother) ? "unseen" : "one";
}

/** Whether each of two calls stands at the top of a program of its own. */
function isSameRun(first: Call, second: Call): boolean {
  const isStart = ({ node, module }: Call): boolean =>
    /^(main|cli|run|start|serve)?$/.test(module.functionAround(node)?.name ?? "");
  return first.module !== second.module && (isStart(first) || isStart(second));
}
