import { textOf } from "../../../src/python/model/literal.js";
import type { Node } from "../../../src/syntax/node.js";
import type { Call } from "../../../src/python/model/call.js";
import { originsOf } from "../../../src/python/dataflow/flow.js";
import { isChecked } from "../../../src/concepts/taint/checks.js";
import { unwrap, wrapped } from "../../../src/python/cfg/evaluation.js";
import { leadingText } from "../../../src/python/model/leading-text.js";
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
export function carriesNoCode(part: Node): boolean {
  const node = unwrap(part);
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
      return [isQuotingCall, leavesWords, isOpaque].some((is) => is(moduleOf(node).call(node)));
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

/** `repr(text)`, `map(repr, texts)` */
function isQuotingCall(call: Call): boolean {
  const [mapped] = call.apis.includes("map") ? call.positional : [];
  const paths = mapped ? call.module.apiPathsOf(mapped) : call.apis;
  return paths.some((path) => QUOTING.test(path));
}

/** `re.sub("[^0-9a-zA-Z_]+", "", text)`: what is left is at most a name. */
function leavesWords(call: Call): boolean {
  const isCompiled = call.apis.includes("re.compile().sub");
  if (!isCompiled && !call.apis.includes("re.sub")) return false;
  const pattern = isCompiled ? patternOf(call.receiver) : patternOf(call.argument(0, "pattern"));
  const filler = call.argument(isCompiled ? 0 : 1, "repl");
  return /^\w*$/.test((filler && textOf(filler)) ?? "()") && LEAVES_WORDS.test(pattern ?? "");
}

/** A class of all characters but those of names. */
const LEAVES_WORDS = /^(\[\^(?:\\w|\\d|_|a-z|A-Z|0-9)+\]|\\W)[+*]?$/;

/** The text of a regular expression that is written, or compiled, in the program. */
function patternOf(node: Node | undefined): string | undefined {
  const [value, ...others] = node ? moduleOf(node).valuesOf(node) : [];
  if (!value || others.length > 0 || !("at" in value)) return undefined;
  const written = value.at.kind === "call" ? moduleOf(value.at).call(value.at).argument(0, "pattern") : value.at;
  return written && textOf(written);
}

/** A method of an object of which nothing is known, and that is not one of text's. */
function isOpaque(call: Call): boolean {
  if (!call.receiver || TEXT_METHODS.has(call.lastName)) return false;
  return call.targets.every((value) => value.kind === "unknown" || value.kind === "parameter" || value.kind === "none");
}

/** `{x!r}`, `{x:d}`, `"%r" % x`, `"  " * x`. */
function isQuotedPart(node: Node): boolean {
  const whole = wrapped(node);
  const { parent } = whole;
  if (parent?.kind === "interpolation") {
    const conversion = parent.field("type_conversion")?.text;
    const format =
      parent.field("format_specifier") ?? parent.children.find((child) => child.kind === "format_specifier");
    return conversion === "!r" || conversion === "!a" || /[bcdeEfFgGnoxX%]$/.test(format?.text ?? "");
  }
  const operation = parent?.kind === "tuple" ? wrapped(parent).parent : parent;
  if (operation?.kind !== "binary_operator") return false;
  if (operation.child("*"))
    return operation.children.some((operand) => unwrap(operand).kind === "string" && operand !== whole);
  if (!operation.child("%")) return false;
  const template = operation.field("left");
  if (!template || unwrap(template).kind !== "string" || template === whole) return false;
  const conversions = [...(textOf(template) ?? "").matchAll(/%(?:\(\w+\))?[-+ #0-9.*]*([a-zA-Z])/g)].map(
    (found) => found[1] ?? "",
  );
  const index = parent?.kind === "tuple" ? parent.children.indexOf(whole) : 0;
  return (
    conversions.length > 0 &&
    (parent?.kind === "dictionary" ? conversions : [conversions[index] ?? "s"]).every((c) => c !== "s")
  );
}

/** The path of the file that a text, or a line of it, was read from, if it was read from one. */
export function fileOf(text: Node): Node | undefined {
  for (const { kind, at } of originsOf(text, { label: (node) => (opens(node) ? "open" : undefined) })) {
    if (kind === "source") return pathOpened(moduleOf(at).call(at));
  }
  return undefined;
}

/** `path` of `open(path)`, `path.open()`, `io.open(path)` and `path.read_text()`. */
function pathOpened(open: Call): Node | undefined {
  const isMethod = open.receiver !== undefined && !open.apis.some((path) => /^(open|\w+\.open)$/.test(path));
  return isMethod ? open.receiver : open.argument(0, "file");
}

function opens(node: Node): boolean {
  return node.kind === "call" && /^(open|read_text|read_bytes)$/.test(moduleOf(node).call(node).lastName);
}

/** Whether a call is given the name, or a pattern, of files of Python source. */
const namesPython = (call: Node): boolean =>
  moduleOf(call)
    .call(call)
    .positional.some((argument) => /\.pyw?$/.test(textOf(argument) ?? ""));

/** Whether a file is one of Python source: its name ends in `.py`, or is derived from the running file's own. */
export function isPythonFile(path: Node): boolean {
  for (const part of path.descendants("string")) if (endsInPython(part)) return true;
  for (const { at, steps } of originsOf(path, { label: () => undefined })) {
    // `for path in folder.glob("*.py")`
    const listed = steps.some(({ at: step }) => step.kind === "call" && namesPython(step));
    if (listed || isOwnName(at) || endsInPython(at)) return true;
  }
  return false;
}

/** Whether a file is a module of the program that nobody else names: its path is written down. */
export function isOwnModule(path: Node): boolean {
  const origins = [...originsOf(path, { label: () => undefined })];
  return (
    origins.every(({ kind, at }) => kind === "constant" || isOwnName(at)) && origins.some(({ at }) => endsInPython(at))
  );
}

const isOwnName = (node: Node): boolean => node.kind === "identifier" && node.text === "__file__";

/** Whether the last that is written in a string is the ending of a module. */
function endsInPython(string: Node): boolean {
  const last = string.children.at(-2);
  return string.kind === "string" && last?.kind === "string_content" && /\.pyw?$/.test(last.text);
}

/** Whether a text writes a definition or an import whose name or parameters are filled in. */
export function isDefinition(expression: Node): boolean {
  const before = leadingText(expression)
    ?.split(/\\n|\n/)
    .at(-1);
  return (
    before !== undefined &&
    /^\s*((async\s+)?def|class|import|from|@|lambda\b[^:]*$)(\s|$)/.test(before.replace(/\blambda\b[^:]*$/, "lambda "))
  );
}
