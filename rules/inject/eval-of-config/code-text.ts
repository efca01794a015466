import { question } from "../../../src/python/model/solver.js";
import { textOf } from "../../../src/python/model/literal.js";
import type { Node } from "../../../src/syntax/node.js";
import type { Call } from "../../../src/python/model/call.js";
import { originsOf } from "../../../src/python/dataflow/flow.js";
import { factsOf, type Fact } from "../../../src/python/cfg/guards.js";
import { moduleOf } from "../../../src/python/model/module.js";

/** Methods through which text stays text; what other methods of an unknown object return says nothing about it. */
const TEXT_METHODS = new Set(
  (
    "strip lstrip rstrip split rsplit splitlines partition rpartition replace lower upper title capitalize casefold swapcase " +
    "decode encode format format_map join expandtabs translate removeprefix removesuffix zfill center ljust rjust " +
    "get pop popitem popleft setdefault items values keys copy group groups groupdict read readline readlines getvalue " +
    "text json getlist getfirst get_json tolist"
  ).split(" "),
);
/** Attributes that are names or code objects, never text to run. */
const HARMLESS_ATTRIBUTES = /^(__code__|f_code|gi_code|cr_code|co_code|__name__|__qualname__|__module__)$/;
/** Functions whose result, as text, is a literal. */
const QUOTING = /^(repr|ascii|json\.dumps|shlex\.quote)$/;
/** Types that are no text. */
const NO_TEXT = /^(types\.CodeType|ast\.\w+|int|float|bool|complex)\(\)$/;

/** Whether a part of a text cannot carry code into it: quoted, a number, a checked name, not text at all. */
export function carriesNoCode(node: Node): boolean {
  if (isQuotedPart(node)) return true;
  switch (node.kind) {
    case "attribute":
      return (
        HARMLESS_ATTRIBUTES.test(node.field("attribute")?.text ?? "") ||
        isNoText(node) ||
        isTokenInTree(node) ||
        isChecked(node)
      );
    case "identifier":
      return isNoText(node) || isChecked(node);
    case "call":
      return isQuotingCall(moduleOf(node).call(node)) || isOpaque(moduleOf(node).call(node));
    default:
      return false;
  }
}

function isNoText(node: Node): boolean {
  const values = moduleOf(node).valuesOf(node);
  return values.length > 0 && values.every((value) => value.kind === "api" && NO_TEXT.test(value.path));
}

/** `node.id` and its like: what a parser has found to be a name, or a part of a literal. */
function isTokenInTree(node: Node): boolean {
  const values = moduleOf(node).valuesOf(node);
  return values.length > 0 && values.every((value) => value.kind === "api" && TOKENS.test(value.path));
}

const TOKENS =
  /^ast\.\w+\(\)\.(id|attr|arg|name)$|^libcst\.(Name|SimpleString|Integer|Float|FormattedString)\(\)\.(value|start|parts|end)$/;

function isQuotingCall(call: Call): boolean {
  return call.apis.some((path) => QUOTING.test(path));
}

/** A method of an object of which nothing is known, and that is not one of text's. */
function isOpaque(call: Call): boolean {
  if (!call.receiver || TEXT_METHODS.has(call.lastName)) return false;
  return call.targets.every((value) => value.kind === "unknown" || value.kind === "parameter" || value.kind === "none");
}

/** `{x!r}`, `{x:d}`, `"%r" % x`, `"  " * x`. */
function isQuotedPart(node: Node): boolean {
  const { parent } = node;
  if (parent?.kind === "interpolation") {
    const conversion = parent.field("type_conversion")?.text;
    const format =
      parent.field("format_specifier") ?? parent.children.find((child) => child.kind === "format_specifier");
    return conversion === "!r" || conversion === "!a" || /[bcdeEfFgGnoxX%]$/.test(format?.text ?? "");
  }
  const operation = parent?.kind === "tuple" || parent?.kind === "parenthesized_expression" ? parent.parent : parent;
  if (operation?.kind !== "binary_operator") return false;
  if (operation.child("*")) return operation.children.some((operand) => operand.kind === "string" && operand !== node);
  if (!operation.child("%")) return false;
  const template = operation.field("left");
  if (template?.kind !== "string" || node === template) return false;
  const conversions = [...template.text.matchAll(/%(?:\(\w+\))?[-+ #0-9.*]*([a-zA-Z])/g)].map(
    (found) => found[1] ?? "",
  );
  const index = parent?.kind === "tuple" ? parent.children.indexOf(node) : 0;
  return (
    conversions.length > 0 &&
    (parent?.kind === "dictionary" ? conversions : [conversions[index] ?? "s"]).every((c) => c !== "s")
  );
}

/** Whether every path to a name passes a test that leaves only names, members of a list, or what a pattern allows. */
function isChecked(node: Node): boolean {
  const { text } = node;
  const graph = moduleOf(node).graphAround(node);
  if (graph.locate(node).length === 0) return false;
  // Each of many texts would go through the same branches again.
  const isGuarded = moduleOf(node).project.once(
    CHECKED,
    graph,
    () => graph.guardedBy({ edge: (edge) => factsOf(edge).some((fact) => isCheck(fact, text)) }),
    text,
  );
  return isGuarded(node);
}

const CHECKED = question<(to: Node) => boolean>(() => false);

function isCheck(fact: Fact, text: string): boolean {
  if (fact.kind === "in") return fact.subject.text === text && isFixedList(fact.other);
  if (fact.kind === "equals") return fact.subject.text === text && fact.other.kind === "string";
  if (fact.kind !== "call-true") return false;
  const call = moduleOf(fact.call).call(fact.call);
  if (call.receiver?.text === text)
    return /^(isidentifier|isdigit|isdecimal|isnumeric|isalnum|isalpha)$/.test(call.lastName);
  const isGiven = call.positional.some((argument) => argument.text === text);
  if (!isGiven) return false;
  if (call.lastName === "fullmatch") return true;
  return (
    call.lastName === "match" && [call.receiver, call.positional[0]].some((pattern) => pattern && isAnchored(pattern))
  );
}

/** Whether what a container holds is not for those to say who choose the text. */
function isFixedList(container: Node): boolean {
  return [...originsOf(container, { label: () => undefined })].every(
    ({ kind }) => kind !== "parameter" && kind !== "attribute",
  );
}

/** Whether a regular expression ends where the text ends. */
function isAnchored(pattern: Node): boolean {
  const written = moduleOf(pattern)
    .valuesOf(pattern)
    .map((value) => ("at" in value ? value.at.text : ""));
  return written.some((text) => /(\$|\\Z)["'\s)]/.test(text));
}

/** The path of the file that a text was read from, if it was read from one. */
export function fileOf(text: Node): Node | undefined {
  for (const origin of originsOf(text, { label: (node) => (isRead(node) ? "read" : undefined) })) {
    if (origin.kind !== "source") continue;
    const call = moduleOf(origin.at).call(origin.at);
    if (!call.receiver) continue;
    if (call.lastName !== "read") return call.receiver;
    for (const opened of originsOf(call.receiver, { label: (node) => (isOpen(node) ? "open" : undefined) })) {
      if (opened.kind === "source") return pathOpened(moduleOf(opened.at).call(opened.at));
    }
  }
  return undefined;
}

/** `path` of `open(path)`, `path.open()` and `io.open(path)`. */
function pathOpened(open: Call): Node | undefined {
  const isMethod = open.receiver !== undefined && !open.apis.some((path) => /^(open|\w+\.open)$/.test(path));
  return isMethod ? open.receiver : open.argument(0, "file");
}

function isRead(node: Node): boolean {
  return node.kind === "call" && /^(read|read_text|read_bytes)$/.test(moduleOf(node).call(node).lastName);
}

function isOpen(node: Node): boolean {
  return node.kind === "call" && moduleOf(node).call(node).lastName === "open";
}

/** Whether a call is given the name, or a pattern, of files of Python source. */
const namesPython = (call: Node): boolean =>
  moduleOf(call)
    .call(call)
    .positional.some((argument) => /\.pyw?$/.test(textOf(argument) ?? ""));

/** Whether a file is one of Python source: its name ends in `.py`, or is derived from the running file's own. */
export function isPythonFile(path: Node): boolean {
  if (/\.pyw?["']/.test(path.text)) return true;
  for (const { at, steps } of originsOf(path, { label: () => undefined })) {
    // `for path in folder.glob("*.py")`
    const listed = steps.some(({ at: step }) => step.kind === "call" && namesPython(step));
    if (listed || at.text === "__file__" || /\.pyw?["']$/.test(at.text)) return true;
  }
  return false;
}

/** The constant text of an expression up to the first part that is none; undefined when it begins with such a part. */
export function textBeforeParts(expression: Node, depth = 4): string | undefined {
  switch (expression.kind) {
    case "parenthesized_expression":
      return expression.children[0] && textBeforeParts(expression.children[0], depth);
    case "concatenated_string":
      return expression.children[0] && textBeforeParts(expression.children[0], depth);
    case "string": {
      const [first] = expression.children.filter((child) => child.kind === "interpolation");
      const start = expression.children[0]?.end ?? expression.start;
      return expression.text.slice(start - expression.start, first ? first.start - expression.start : undefined);
    }
    case "binary_operator": {
      const left = expression.field("left");
      const before = left && textBeforeParts(left, depth);
      return expression.child("%") ? before?.replace(/%[^%][^]*$/, "") : before;
    }
    case "call": {
      const call = moduleOf(expression).call(expression);
      const template =
        call.lastName === "format" || call.lastName === "format_map" ? call.receiver : call.positional[0];
      if (!template || !/^(format|format_map|dedent)$/.test(call.lastName)) return undefined;
      return textBeforeParts(template, depth)?.replace(/\{(?!\{)[^]*$/, "");
    }
    case "identifier": {
      const [binding, ...others] = moduleOf(expression).bindingsReaching(expression.text, expression);
      const from =
        binding?.kind === "assign" && others.length === 0 && !binding.unpack?.length ? binding.from : undefined;
      return from && depth > 0 ? textBeforeParts(from, depth - 1) : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether a text writes a definition or an import whose name or parameters are filled in. */
export function isDefinition(expression: Node): boolean {
  const before = textBeforeParts(expression)
    ?.split(/\\n|\n/)
    .at(-1);
  return (
    before !== undefined &&
    /^\s*((async\s+)?def|class|import|from|@|lambda\b[^:]*$)(\s|$)/.test(before.replace(/\blambda\b[^:]*$/, "lambda "))
  );
}
