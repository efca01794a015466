import { accessPath, factsOf } from "../../cfg/guards.js";
import type { Parameter } from "../function.js";
import { question } from "../solver.js";

const REFUSES_NONE = question(false);

/** Whether a function never comes back when it is given None: `if value is None: raise …`. */
export function refusesNone({ function: { module, graph }, name, node }: Parameter): boolean {
  return module.project.once(REFUSES_NONE, node, () =>
    graph.everyPathOut({
      edge: (edge) => factsOf(edge).some((fact) => SOMETHING.has(fact.kind) && accessPath(fact.subject) === name),
    }),
  );
}

/** What is known of something that is not None. */
const SOMETHING = new Set(["not-none", "truthy", "instance"]);
