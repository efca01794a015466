import { textOf } from "../../python/model/literal.js";
import type { Module } from "../../python/model/module.js";
import type { Node } from "../../syntax/node.js";

/** A function that a model has look at some of its fields: `@field_validator("api_key")`. */
export interface Validator {
  readonly fields: readonly string[];
  readonly definition: Node;
}

/** The validators of the models in a file. */
export function* validatorsIn(module: Module): Generator<Validator> {
  for (const word of ["field_validator", "validator", "validates"]) {
    for (const call of module.callsOf(word)) {
      const definition = call.node.parent?.parent?.field("definition");
      if (definition) yield { fields: call.positional.flatMap((name) => textOf(name) ?? []), definition };
    }
  }
}
