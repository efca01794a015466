import { Texts } from "../../src/python/model/texts.js";
import { Project, type SourceHost } from "../../src/python/model/project.js";
import { answerTo, definitionsAt, shapesOfName, toldBy } from "../../src/python/prefilter/text-question.js";
import { wordsDefinedIn } from "../../src/files/word-index.js";
import type { Module } from "../../src/python/model/module.js";
import type { Value } from "../../src/python/model/value.js";
import { loadParser } from "../../src/syntax/parser.js";

/**
 * A project held in memory, for tests that write their program down.
 *
 * @param isOpen whether a file that holds a word counts as one that uses it, however it was asked
 */
export async function projectOf(
  files: Readonly<Record<string, string>>,
  texts?: Pick<Texts, "of">,
  isOpen = false,
): Promise<Project> {
  const paths = Object.keys(files)
    .filter((path) => /\.pyw?$/.test(path))
    .sort();
  const holds = (path: string, word: string): boolean => files[path]?.includes(word) ?? false;
  const holders = (word: string, alongside?: readonly string[]): string[] =>
    paths.filter((path) => holds(path, word) && (alongside?.some((other) => holds(path, other)) ?? true));
  const defining = (word: string): string[] =>
    paths.filter((path) => [...wordsDefinedIn(files[path] ?? "")].includes(word));
  const library = { paths, holding: holders, defining, read: (path: string) => files[path] };
  const host: SourceHost = {
    read: (path) => files[path],
    isFile: (path) => Object.hasOwn(files, path),
    isDirectory: (path) => Object.keys(files).some((file) => file.startsWith(`${path}/`)),
    filesWhere: (question) => {
      const { word, mostHolding, most, use } = question;
      // Who defines a name takes places out: the answer is no gate.
      const isGate = isOpen && use !== "module" && use !== "member";
      const asked = isGate
        ? { word, ...(mostHolding && { mostHolding }), ...(most !== undefined && { most }) }
        : question;
      return toldBy(answerTo(asked, library), asked);
    },
    definitionsOf: (name) => definitionsAt(answerTo(shapesOfName(name), library), name, library.read),
  };
  return new Project(texts ?? new Texts(await loadParser()), host);
}

/** The module `main.py` of a project that consists of it and of `others`. */
export async function moduleOf(main: string, others: Readonly<Record<string, string>> = {}): Promise<Module> {
  const module = (await projectOf({ ...others, "main.py": main })).module("main.py");
  if (!module) throw new Error("main.py was not read");
  return module;
}

/** A value as a test spells it: `zmq.Socket()`, `instance Pool`, `function Pool.get`, `parameter cfg.bind`. */
export function spell(value: Value): string {
  switch (value.kind) {
    case "api":
      return value.path;
    case "literal":
      return value.at.text;
    case "instance":
    case "coroutine":
    case "generator":
    case "super":
      return `${value.kind} ${value.of.name}`;
    case "function":
      return `function ${value.definition.qualifiedName}`;
    case "class":
      return `class ${value.definition.name}`;
    case "module":
      return `module ${value.module.path}`;
    case "parameter":
      return `parameter ${value.parameter.name}${value.path.map((step) => ("attribute" in step ? `.${step.attribute}` : "()")).join("")}`;
    default:
      return value.kind;
  }
}

/** What each `show(expression)` of a program may be, in source order; through callers when asked. */
export async function shown(
  main: string,
  others: Record<string, string> = {},
  throughCallers = false,
): Promise<string[]> {
  const module = await moduleOf(main, others);
  return module.callsNamed("show").map((call) => {
    const argument = call.positional[0];
    if (!argument) throw new Error("show() shows nothing");
    const values = module.valuesOf(argument);
    return (throughCallers ? module.project.evaluator.withCallers(values) : values).map(spell).sort().join(" | ");
  });
}
