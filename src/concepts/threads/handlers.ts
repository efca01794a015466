import type { FunctionDefinition } from "../../python/model/function.js";
import { ROUTES } from "../../python/tables/callbacks.js";

/** Whether a function answers HTTP requests: a decorator gives it a route. */
export function answersRequests({ decorators, module }: FunctionDefinition): boolean {
  return decorators.some((decorator) => module.apiPathsOf(decorator).some((path) => ROUTES.test(path)));
}
