import { apis } from "./api.js";

/** What marks a parameter as filled in by a framework, with what a function gives that stands inside. */
export const INJECTIONS = apis(
  "fastapi.{Depends,Security,params.Depends,params.Security,param_functions.Depends,param_functions.Security}",
  "{fast_depends,faststream,taskiq_dependencies,propan}.Depends",
  "taskiq.TaskiqDepends",
);
