import { rule, type Fix, type Report } from "../../src/engine/rule.js";
import type { Call } from "../../src/python/model/call.js";
import { ancestorPaths } from "../../src/python/model/callbacks.js";
import { mayReach } from "./eval-of-config/callers.js";
import { containmentOf } from "./eval-of-config/containment.js";
import { carriesNoCode, fileOf, isDefinition, isOwnModule, isPythonFile } from "./eval-of-config/code-text.js";
import { unwrap, wrapped } from "../../src/python/cfg/evaluation.js";
import { accessPath } from "../../src/python/cfg/guards.js";
import { textOf } from "../../src/python/model/literal.js";
import { replace } from "../../src/python/editing/edit.js";
import { findFlow, originsOf, type Origin } from "../../src/python/dataflow/flow.js";
import type { CallFrame } from "../../src/python/dataflow/frames.js";
import type { FlowStep } from "../../src/python/dataflow/evidence.js";
import { FILE, ROW } from "../../src/python/tables/local-sources.js";
import { STANDARD_INPUT } from "../../src/python/tables/network-sources.js";
import { importEdits } from "../../src/python/editing/import-edit.js";
import { matchesPattern, type Prefilter } from "../../src/python/prefilter/prefilter.js";
import { moduleOf, whereIs, type Module } from "../../src/python/model/module.js";
import { quoted } from "../../src/python/editing/quote.js";
import { isMadeByFramework } from "../../src/concepts/access/dependencies.js";
import { importersOf } from "../../src/concepts/reach/importers.js";
import { worksAtTop } from "../../src/concepts/reach/starts.js";
import { outsideStores } from "../../src/python/model/attributes.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { isUncalled } from "../../src/concepts/objects/unused.js";
import { localLabel, networkLabel } from "../../src/concepts/taint/sources.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * Text that is not the program's own is run as Python.
 *
 * What `eval` and `exec` are given can do all that the service can: read its secrets, call its clients, stop it. A
 * condition in a configuration file, a formula in a row, a flag in the environment thereby become a place to put code,
 * for everybody who can write there. Passing an emptied `__builtins__` does not contain it: every object leads to its
 * class, and from there to every class of the process.
 *
 * @bad
 * ```python
 * class Rule:
 *     def __init__(self, condition: str):
 *         self.condition = condition
 *
 *     def holds(self, sample: dict) -> bool:
 *         return bool(eval(self.condition, {"__builtins__": {}}, sample))
 * ```
 * @good
 * ```python
 * import operator
 *
 * COMPARISONS = {"above": operator.gt, "below": operator.lt}
 *
 * class Rule:
 *     def __init__(self, field: str, comparison: str, limit: float):
 *         self.field = field
 *         self.compare = COMPARISONS[comparison]
 *         self.limit = limit
 *
 *     def holds(self, sample: dict) -> bool:
 *         return self.compare(sample[self.field], self.limit)
 * ```
 * @limits Text whose origin cannot be seen (the result of a function that is not there) is not reported. With `--audit`
 * only: Python files that are run on purpose (`exec(compile(f.read(), path, "exec"))`), evaluators that are handed their
 * namespaces, command loops (`cmd.Cmd`), functions that nothing of the project calls though it imports their file, or that a file which is run by itself does not call, attributes that a base class of a library fills, and generated definitions into which only names are filled. Checked names, numbers, quoted text, members of a
 * fixed list and what a regular expression admits as a whole are taken to be harmless; whether the expression is, is not judged.
 * It is `critical` where the text comes over the network, and `high` where it is read of a row.
 * Modules of the program whose path is written down, as in a `setup.py` that reads a version, are left alone.
 * @off In consoles, debuggers and notebooks, whose purpose is to run what their user types.
 * @see https://docs.python.org/3/library/functions.html#eval
 * @see https://docs.python.org/3/library/ast.html#ast.literal_eval
 * @see https://cwe.mitre.org/data/definitions/95.html
 */
export default rule({
  severity: "low",
  cwe: 95,
  fixes: ["unsafe"],
  // What a test runs, the test has written.
  likely: "in tests",
  mentions: ["eval", "exec", "compile"],
  *check(module) {
    for (const sink of sinksIn(module)) {
      const report = judge(sink);
      if (report) yield report;
    }
  },
});

/** A call that turns text into code. */
interface Sink {
  readonly call: Call;
  readonly name: "eval" | "exec" | "compile";
  readonly text: Node;
}

function* sinksIn(module: Module): Generator<Sink> {
  for (const name of ["eval", "exec", "compile"] as const) {
    for (const call of [...module.callsNamed(name), ...aliasCalls(module, name)]) {
      const text = call.argument(0, "source");
      const isBuiltin = call.apis.some((path) => path === name || path === `builtins.${name}`);
      if (text && isBuiltin && (name !== "compile" || isRun(call))) yield { call, name, text };
    }
  }
}

function aliasOf(name: string): Prefilter {
  return matchesPattern(`another name for '${name}'`, new RegExp(`=[\\s\\\\(]*(?:#|${name}\\b)`));
}

/** `run = eval` … `run(text)`. */
function aliasCalls(module: Module, name: string): readonly Call[] {
  return [...module.mentioning(aliasOf(name), "assignment")].flatMap((assignment) => {
    const alias = assignment.field("left");
    const value = assignment.field("right");
    const isAlias = alias?.kind === "identifier" && value && accessPath(value) === name && alias.text !== name;
    return isAlias ? module.callsNamed(alias.text).filter((call) => !call.receiver) : [];
  });
}

/** Whether what `compile` makes is code to run: not a tree, not a check of the syntax, not a statement typed in. */
function isRun(call: Call): boolean {
  const mode = call.argument(2, "mode");
  const flags = call.argument(3, "flags");
  const isCode = mode !== undefined && /^(exec|eval)$/.test(textOf(mode) ?? "");
  return isCode && !(flags && bears(flags, "PyCF_ONLY_AST")) && !isOnlyChecked(call.node);
}

/** Whether a name stands in an expression. */
function bears(node: Node, name: string): boolean {
  for (const each of node.descendants("identifier")) if (each.text === name) return true;
  return false;
}

/** Whether the code is never run where it is made: thrown away, or only looked at. */
function isOnlyChecked(compiled: Node): boolean {
  const { parent } = wrapped(compiled);
  if (parent?.kind === "expression_statement") return true;
  const name = parent?.kind === "assignment" ? parent.field("left") : undefined;
  if (name?.kind !== "identifier") return parent?.kind === "attribute";
  const module = moduleOf(name);
  const around = module.functionAround(name);
  if (!around) return false;
  const uses = [...around.node.descendants("identifier")].filter((use) => use !== name && use.text === name.text);
  return uses.every((use) => wrapped(use).parent?.field("attribute")?.text.startsWith("co_") === true);
}

/** The gravest reason to report the text that is run, if there is one. */
function judge(sink: Sink): Report | undefined {
  const leads = (caller: CallFrame): boolean => mayReach(caller, sink.call.node);
  const origins = [...originsOf(sink.text, { label: sourceLabel, isClean: isHarmless, leads })];
  // What is compiled elsewhere is judged there.
  if (sink.name !== "compile" && origins.some(isCodeObject)) return undefined;
  const sources = origins.filter((origin) => origin.kind === "source");
  const sent = sources.find((origin) => networkLabel(origin.at) !== undefined);
  // What the user of a terminal types is not sent over the network; a program that executes it is a console.
  if (sent?.label === STANDARD_INPUT)
    return { ...report(sink, sent), likely: sink.name === "exec" || isInterpreter(sink) || isSourceOfFile(sink) };
  if (sent) return { ...report(sink, sent), severity: "critical" };
  const [read] = sources;
  if (read) return ofFile(sink, read);
  const given = origins.find((origin) => origin.kind === "parameter" && isTextual(origin.at));
  const kept = origins.find((origin) => origin.kind === "attribute");
  const origin = given ?? kept;
  if (!origin) return undefined;
  const likely =
    isOfLibrary(origin) ||
    isOnlyOffered(origins) ||
    isInterpreter(sink) ||
    isOfConsole(origin.at) ||
    isGenerated(sink, origins);
  return { ...report(sink, origin), likely };
}

/** Whether all that is not written in the program would come from callers of functions that nothing of it calls. */
function isOnlyOffered(origins: readonly Origin[]): boolean {
  return origins.every(({ kind, at }) => {
    const definition = kind === "parameter" ? moduleOf(at).functionAround(at) : undefined;
    return kind === "constant" || (definition !== undefined && (isUncalled(definition) || isLeftOver(definition)));
  });
}

/** Whether a function stands in a file that is run by itself, and that does not call it. */
function isLeftOver({ name, node, module, decorators }: FunctionDefinition): boolean {
  if (decorators.length > 0 || module.spelled(name).some((use) => !node.contains(use))) return false;
  return worksAtTop(module) && importersOf(module)?.length === 0;
}

/** Whether an attribute is for a library to fill, from which its class derives: of what kind it is, nobody knows here. */
function isOfLibrary({ kind, at }: Origin): boolean {
  const object = kind === "attribute" ? at.field("object") : undefined;
  const of = object && moduleOf(object).receiverClass(object);
  const name = at.field("attribute")?.text ?? "";
  if (!of || (!of.ancestry.isOpen && of.ancestry.external.length === 0)) return false;
  return (
    outsideStores(of, name)?.length === 0 &&
    of.ancestry.classes.every((one) => !one.scope.has(name) && one.storesNamed(name).length === 0)
  );
}

function isCodeObject({ kind, at }: Origin): boolean {
  if (kind !== "call" || at.kind !== "call") return false;
  const call = moduleOf(at).call(at);
  return (
    /^(compile|compile_command|get_code|source_to_code)$/.test(call.lastName) ||
    call.apis.some((path) => path.startsWith("marshal."))
  );
}

function sourceLabel(node: Node): string | undefined {
  return networkLabel(node) ?? localLabel(node);
}

function isHarmless(node: Node): boolean {
  return carriesNoCode(node) && sourceLabel(node) === undefined;
}

/** Text that a run of the program reads; a Python file that is read to be run is a program, not a configuration. */
function ofFile(sink: Sink, origin: Origin): Report | undefined {
  const path = origin.label === FILE ? fileOf(sink.text) : undefined;
  if (path && (sink.name === "eval" ? isOwnModule(path) : isPythonFile(path))) return undefined;
  const likely = isInterpreter(sink) || (path !== undefined && isSourceOfFile(sink));
  return { ...report(sink, origin), ...(origin.label === ROW && { severity: "high" }), likely };
}

/** Whether running text that it is given is what the function, or its class, is for. */
function isInterpreter(sink: Sink): boolean {
  return isOfConsole(sink.call.node) || isConsole(sink) || evaluatorsAround(sink).some(isEvaluator);
}

/** Whether a place belongs to a class that is a console, or to a function that a console is told of. */
function isOfConsole(node: Node): boolean {
  const module = moduleOf(node);
  const of = module.classAround(node);
  const decorators = module.functionAround(node)?.decorators ?? [];
  const names = [...(of ? ancestorPaths(of) : []), ...decorators.flatMap((decorator) => module.apiPathsOf(decorator))];
  return names.some((name) => CONSOLES.test(name));
}

const CONSOLES =
  /^(code\.Interactive(Interpreter|Console)|cmd2?\.Cmd|bdb\.Bdb|pdb\.Pdb|IPython\.|ipykernel\.|doctest\.)/;

/** Whether the text is a program that is being written: a definition into which names are filled, or many lines of one. */
function isGenerated(sink: Sink, origins: readonly Origin[]): boolean {
  return isSourceOfFile(sink) || isDefinition(sink.text) || origins.filter(isWrittenLine).length >= MANY_LINES;
}

/** So many lines of code that the author wrote are a program, not what is put around somebody's text. */
const MANY_LINES = 3;

function isWrittenLine({ kind, at, steps }: Origin): boolean {
  const isCode =
    /^\s*(?:(?:async|def|class|return|yield|if|for|while|with|raise)\s|(?:try|else|finally):|[\w., ]+ = )/.test(
      lineOf(at),
    );
  return kind === "constant" && isCode && steps.some(isPutTogether);
}

/** What a text holds, with a name for each part that is filled in. */
function lineOf(text: Node): string {
  const parts = text.children.filter(({ kind }) => kind === "string_content" || kind === "interpolation");
  return parts.map((part) => (part.kind === "interpolation" ? "_" : part.text)).join("");
}

function isPutTogether({ kind, name }: FlowStep): boolean {
  return kind === "put" || kind === "added" || (kind === "through" && name.endsWith(".join"));
}

/** `compile(text, path, "exec")`: the text is said to be what a file holds. */
function isSourceOfFile({ call, name }: Sink): boolean {
  const given = name === "compile" ? call.argument(1, "filename") : undefined;
  const file = given && unwrap(given);
  if (!file || file.kind === "string" || (file.kind === "binary_operator" && file.field("left")?.kind === "string"))
    return false;
  const values = call.module.valuesOf(file);
  return values.length === 0 || values.some((value) => value.kind !== "literal");
}

/** The calls that run the code: the sink, or for `compile` the calls beside it and those of the class that keeps it. */
function evaluatorsAround({ call, name }: Sink): readonly Call[] {
  if (name !== "compile") return [call];
  const { module, node } = call;
  const around = module.functionAround(node);
  const owner = module.classAround(node);
  const label = (origin: Node): string | undefined => (origin === node ? "compiled" : undefined);
  return [...module.callsNamed("exec"), ...module.callsNamed("eval")].filter((other) => {
    if (around !== undefined && module.functionAround(other.node) === around) return true;
    const [code] = other.positional;
    return owner !== undefined && module.classAround(other.node) === owner && code && findFlow(code, { label });
  });
}

/** Whether the same text is evaluated and, when it is no expression, executed: a console does that. */
function isConsole({ call, name, text }: Sink): boolean {
  const others = name === "eval" ? ["exec", "compile"] : ["eval"];
  const around = call.module.functionAround(call.node);
  return others
    .flatMap((other) => call.module.callsNamed(other))
    .some(({ positional: [given], node }) => {
      return given !== undefined && isSameText(given, text) && call.module.functionAround(node) === around;
    });
}

function isSameText(a: Node, b: Node): boolean {
  const path = accessPath(a);
  return path !== undefined && path === accessPath(b);
}

/** Whether a call runs its text in namespaces that come from outside, too: those of a frame, a module, or a caller. */
function isEvaluator(call: Call): boolean {
  const [, globals, locals] = call.positional;
  const given = [globals, locals].filter((namespace) => namespace !== undefined);
  if (globals && runsAsProgram(globals)) return true;
  if (given.some(isNamespaceOfAnother)) return true;
  return given.length === 2 && given.every(isParameter);
}

/** Whether a namespace is that of a frame, a module or a console, or is filled here with the names of a module or function. */
function isNamespaceOfAnother(namespace: Node): boolean {
  for (const part of namespace.descendants("identifier")) {
    if (FRAME_NAMESPACES.has(part.text) || (part.fieldName === "attribute" && NAMESPACES.has(part.text))) return true;
  }
  const label = (node: Node): string | undefined =>
    node.kind === "attribute" && NAMES.has(node.field("attribute")?.text ?? "") ? "names of a module" : undefined;
  const around = (node: Node): unknown => moduleOf(node).functionAround(node);
  return [...originsOf(namespace, { label })].some(
    ({ kind, at }) => kind === "source" && around(at) === around(namespace),
  );
}

const FRAME_NAMESPACES = new Set(["f_globals", "f_locals"]);
const NAMESPACES = new Set(["globals", "locals", "user_ns", "user_global_ns", "__dict__"]);
const NAMES = new Set(["__dict__", "__globals__"]);

/** Whether a namespace is made to look like that of a program: `{"__name__": "__main__"}`, `{"__file__": path}`. */
function runsAsProgram(globals: Node): boolean {
  return moduleOf(globals)
    .valuesOf(globals)
    .some((value) => value.kind === "literal" && value.at.children.some(isOfProgram));
}

/** `"__name__": "__main__"`, `"__file__": path` */
function isOfProgram(pair: Node): boolean {
  const texts = [pair.field("key"), pair.field("value")].map((part) => part && textOf(part));
  return texts[0] === "__file__" || texts[1] === "__main__";
}

function isParameter(expression: Node): boolean {
  const name = unwrap(expression);
  return (
    moduleOf(name)
      .scopes.lookup(name.text, name)
      ?.bindings.some((binding) => binding.kind === "parameter") ?? false
  );
}

/** Whether a parameter may be text, as far as its annotation tells. */
function isTextual(parameter: Node): boolean {
  const module = moduleOf(parameter);
  const annotation = module.functionAround(parameter)?.parameter(parameter.text)?.annotation;
  if (!annotation) return true;
  if (isMadeByFramework(annotation)) return false;
  const type = accessPath(annotation.kind === "type" ? (annotation.children[0] ?? annotation) : annotation);
  return !(type !== undefined && NO_TEXT_TYPE.test(type)) && !bears(annotation, "Callable");
}

const NO_TEXT_TYPE = /(^|\.)CodeType$|^ast\.|^(int|float|bool)$/;

function report(sink: Sink, origin: Origin): Report {
  const { call, name, text } = sink;
  const at = call.node;
  const place = `([${whereIs(origin.at)}](1))`;
  const containment = containmentOf(call);
  const contained = containment ? `; ${ARTICLES[containment]} '__builtins__' does not contain it` : "";
  return {
    at,
    message: `'${name}' runs '${quoted(text)}' as code, which comes from ${describe(origin)} ${place}${contained}.`,
    related: [{ at: origin.at, message: origin.label === "" ? "where the text comes from" : origin.label }],
    flow: origin.kind === "source" ? [...origin.steps, { at, message: `run as code by '${name}'` }] : [],
    fix: literally(sink),
  };
}

const ARTICLES = { emptied: "an emptied", reduced: "a reduced" } as const;

/** Reads the text as a literal, which is all that most configuration holds. */
function literally({ call, name }: Sink): Fix | undefined {
  const { callee, node } = call;
  const isPlain = name === "eval" && callee.kind === "identifier" && callee.text === name;
  const imports = isPlain ? importEdits("ast", node) : undefined;
  if (!imports || call.hasSplat || node.field("arguments")?.children.length !== 1) return undefined;
  return {
    description: "Read a literal and nothing else, with 'ast.literal_eval'",
    isSafe: false,
    edits: [...imports, replace(callee, "ast.literal_eval")],
  };
}

function describe({ kind, at, label }: Origin): string {
  if (kind === "source") return `${label}, '${quoted(at)}'`;
  if (kind === "attribute") return `the attribute '${quoted(at)}'`;
  const definition = moduleOf(at).functionAround(at);
  return `the callers of '${definition?.qualifiedName ?? "<lambda>"}' as '${quoted(at)}'`;
}
