import { calledName, lastNameOf } from "../../../src/python/cfg/expression.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { BEFORE_REQUESTS, CHECKS_CALLER, GOES_ON_TO } from "../../../src/python/tables/credentials.js";

/** Whether a function is asked before requests are handled. */
export function standsBefore({ decorators, parameters }: FunctionDefinition): boolean {
  if (decorators.some((decorator) => BEFORE_REQUESTS.includes(lastNameOf(decorator) ?? calledName(decorator) ?? "")))
    return true;
  return parameters.some(({ name }) => GOES_ON_TO.includes(name));
}

/** What hands a function to a route that is to be asked first. */
export const DEPENDS = ["Depends", "Security"];

const ASKED = question(false);

/** Whether a function that is named for checking who calls is asked before some route: `Depends(verify_token)`. */
export function isAskedFirst(definition: FunctionDefinition): boolean {
  return CHECKS_CALLER.test(definition.name) && isGivenToRoutes(definition);
}

/** Whether some route has a function asked first. */
export function isGivenToRoutes(definition: FunctionDefinition): boolean {
  const { name, module } = definition;
  return module.project.once(ASKED, definition, () => {
    const modules = new Set([module, ...module.project.modulesMentioning(name, module, DEPENDS)]);
    return [...modules].some((other) =>
      DEPENDS.flatMap((word) => other.callsOf(word)).some(({ positional: [given] }) => {
        const values = given && lastNameOf(given) === name ? moduleOf(given).valuesOf(given) : [];
        return values.some((value) => value.kind === "function" && value.definition === definition);
      }),
    );
  });
}
