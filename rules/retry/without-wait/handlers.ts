import { endsProgram, caughtNames } from "../../../src/python/cfg/exceptions.js";
import { CONNECTION_ERRORS } from "../../../src/python/tables/network-calls.js";
import type { Node } from "../../../src/syntax/node.js";

/** Whether a handler takes the error of a server that cannot be reached. */
export function takesConnectionErrors(clause: Node): boolean {
  const names = caughtNames(clause);
  return names === undefined || names.some((name) => CONNECTION_ERRORS.test(name.replace(/^.*\./, "")));
}

/** Whether a handler always goes on with the next round. */
export function goesOn(clause: Node): boolean {
  for (const node of clause.descendants("return_statement", "raise_statement", "break_statement", "call"))
    if (node.kind !== "call" || endsProgram(node)) return false;
  return true;
}
