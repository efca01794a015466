import type { Node } from "../../syntax/node.js";
import { apis, matches, type ApiSet } from "../tables/api.js";
import type { Call } from "./call.js";
import type { ClassDefinition } from "./class.js";
import { FACT_KINDS, NO_FACTS, type Facts, type FunctionFacts } from "./facts.js";
import type { FunctionDefinition } from "./function.js";
import { moduleOf, type Module } from "./module.js";
import { canonical } from "../tables/types.js";
import type { Value, Values } from "./value.js";

/** What a project has said about itself, to be asked while its code is read. */
export class Knowledge {
  readonly told: Readonly<Record<FunctionFacts, ToldFunctions>>;
  readonly stopFlags: ReadonlySet<string>;

  constructor(readonly facts: Facts = NO_FACTS) {
    const functions = FACT_KINDS.flatMap(([name, { form }]) =>
      form === "functions" ? [[name, new ToldFunctions(facts[name as FunctionFacts])]] : [],
    );
    this.told = Object.fromEntries(functions) as Record<FunctionFacts, ToldFunctions>;
    this.stopFlags = new Set(facts.stopFlags);
  }
}

/** Functions that a project has told something of. They may be its own, or of libraries. */
export class ToldFunctions {
  readonly #paths: ApiSet;
  /** A file that calls one of them holds one of these words. */
  readonly words: readonly string[];

  constructor(paths: readonly string[]) {
    // Whether what a function gives is meant or the function, it is said to be a function.
    this.#paths = new Set([...apis(...paths)].map((path) => path.replace(/\(\)$/, "")));
    this.words = [...new Set([...this.#paths].map(lastWord))];
  }

  /** The path by which a called function is one of these. */
  find(call: Call): string | undefined {
    if (!isCalledBy(this.words, call)) return undefined;
    return pathsOf(call.module.project.evaluator.withCallers(call.targets)).find((path) => matches(this.#paths, path));
  }

  /** The path by which a function that is handed on is one of these. */
  findIn(values: Values): string | undefined {
    return this.words.length === 0 ? undefined : pathsOf(values).find((path) => matches(this.#paths, path));
  }
}

/** Whether a call may be of something with one of some names, by that or by what an import calls it. */
export function isCalledBy(words: readonly string[], { module, lastName }: Call): boolean {
  return words.some((word) => word === lastName || module.aliasesOf(word).includes(lastName));
}

/** The last name of a path: `receive` of `acme.bus.Bus().receive()`. */
export function lastWord(path: string): string {
  return path.match(/\w+/gu)?.at(-1) ?? "";
}

/**
 * What an expression is called, in the project and outside of it: `shop.bus.Bus().receive()`. A thing of the project is
 * called as the files that can import its module call that.
 */
export function toldPathsOf(node: Node): readonly string[] {
  const module = moduleOf(node);
  const resolved = (expression: Node): readonly string[] =>
    pathsOf(module.project.evaluator.withCallers(module.valuesOf(expression)));
  if (node.kind === "call") return resolved(module.call(node).callee).map((path) => canonical(`${path}()`));
  const object = node.kind === "attribute" ? node.field("object") : undefined;
  const name = node.field("attribute")?.text ?? "";
  return [...resolved(node), ...(object ? resolved(object).map((path) => canonical(`${path}.${name}`)) : [])];
}

function pathsOf(values: Values): readonly string[] {
  return [...new Set(values.flatMap(pathsOfValue))];
}

function pathsOfValue(value: Value): readonly string[] {
  switch (value.kind) {
    case "api":
      return [value.path];
    case "module":
      return value.module.project.namesOf(value.module.path);
    case "class":
      return classPaths(value.definition);
    case "instance":
      return classPaths(value.of).map((path) => `${path}()`);
    case "function":
      return functionPaths(value.definition, value.self);
    default:
      return [];
  }
}

function functionPaths({ module, name, owner }: FunctionDefinition, self: Value | undefined): readonly string[] {
  if (!owner) return inModule(module, name);
  // A method is its class's, and of the class it was taken from.
  const of = self?.kind === "instance" && self.of !== owner ? [self.of] : [];
  return [owner, ...of].flatMap(classPaths).flatMap((path) => [`${path}().${name}`, `${path}.${name}`]);
}

function classPaths({ module, name }: ClassDefinition): readonly string[] {
  return inModule(module, name);
}

function inModule(module: Module, name: string): readonly string[] {
  return module.project.namesOf(module.path).map((path) => `${path}.${name}`);
}
