import type { Node } from "../../../src/syntax/node.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { numberOf, wrapped } from "../../../src/python/cfg/evaluation.js";
import { spellingOf } from "../../../src/python/cfg/expression.js";
import { callsAny, mentionsName } from "../../../src/python/cfg/mentions.js";

/** Verbs for taking back what has run out. */
const SWEEPS = /^_*(expire|evict|reap|sweep|purge|prune|reclaim)/i;
/** The same with an ordinary verb: `remove_expired`, `cleanup_stale_sessions`. */
const TAKES_BACK =
  /^_*(remove|delete|drop|clean|cleanup|clear|release|free|discard|collect|gc|check|close|kill|process|invalidate)/i;
const RUN_OUT = /expir|stale|idle|timed_?out|ttl|lease|overdue|dead\b|obsolete|abandoned|inactive/i;
/** Words of comparisons between a time and the time that something may last. */
const TIME = /^now$|expir|deadline|^ttl$|lease|timeout|until|^age$|idle|last_\w+/i;
const CLOCKS = /^(time|monotonic|now|utcnow|perf_counter)$/i;
const REMOVERS = /^(pop|popitem|remove|discard|clear|release|free|close|unlink|delete|rmtree|unlock|terminate)$/;

/** Calls that neither sweep nor do any other work. */
const IDLE_CALLS =
  /^(time|monotonic|perf_counter|process_time)(_ns)?$|^(now|utcnow|timestamp|(utc)?fromtimestamp|fromisoformat|isoformat|strftime|astimezone|replace|timetuple|mktime|round|divmod|abs|sum|any|all|zip|map|filter|next|iter|isinstance|getattr|extend|items|keys|values|list|tuple|dict|set|sorted|len|copy|append|get|is_set|isSet|wait|sleep|min|max|int|float|str|range|enumerate|acquire|release|set|clear|debug|info|warning|error|exception|log|print|timedelta|total_seconds|print_exc|format_exc)$/;

/** Whether a function's name says that it takes back what has run out. */
export function isSweepName(name: string): boolean {
  return SWEEPS.test(name) || (TAKES_BACK.test(name) && RUN_OUT.test(name));
}

/** Whether a loop takes back what has run out, and does no other work. */
export function onlySweeps(loop: Node): boolean {
  const body = loop.field("body");
  return body !== undefined && sweepsIn(body) && doesNothingElse(body);
}

/** The comparisons of times that decide over what a loop takes back, in its body and in what it calls. */
export function* sweepTests(loop: Node): Generator<Node> {
  const body = loop.field("body");
  if (!body) return;
  const called = [...body.descendants("call")].flatMap((node) => moduleOf(node).call(node).functions);
  for (const code of new Set([body, ...called.flatMap((definition) => definition.body ?? [])])) {
    if (code === body || takesBackWhatIsOld(code)) yield* timeTests(code);
  }
}

/** The comparisons of a time with another in some code. */
export function* timeTests(code: Node): Generator<Node> {
  for (const comparison of code.descendants("comparison_operator")) {
    if (isOfTime(comparison) && comparison.fields("operators").some(({ kind }) => ORDERS.has(kind))) yield comparison;
  }
}

const ORDERS = new Set(["<", "<=", ">", ">="]);

/** Whether some code has to do with times: it asks a clock, or has names of what lasts a while. */
function isOfTime(code: Node | undefined): boolean {
  return code !== undefined && (speaksOf(code, TIME) || callsAny(code, CLOCKS));
}

/** Whether a name in some code fits, or a string in it: that is a key. */
function speaksOf(code: Node, words: RegExp): boolean {
  return mentionsName(code, words) || [...code.descendants("string_content")].some(({ text }) => words.test(text));
}

function sweepsIn(body: Node, depth = 1): boolean {
  if (takesBackWhatIsOld(body)) return true;
  const module = moduleOf(body);
  for (const node of body.descendants("call")) {
    const call = module.call(node);
    if (isSweepName(call.lastName)) return true;
    if (depth > 0 && call.functions.some(({ body: inner }) => inner !== undefined && takesBackWhatIsOld(inner)))
      return true;
  }
  return false;
}

/** Whether something is removed where a time has been compared, in the code itself. */
function takesBackWhatIsOld(code: Node): boolean {
  for (const comparison of timeTests(code)) {
    const branch = conditionalAround(comparison);
    if (branch?.kind === "if_statement" ? removes(branch) : branch && (removes(code) || keepsTheRest(branch)))
      return true;
  }
  return false;
}

/** The `if`, or the comprehension, that a comparison decides. */
function conditionalAround(comparison: Node): Node | undefined {
  for (const outer of comparison.ancestors()) {
    if (outer.kind === "if_statement" || outer.kind === "if_clause") return outer;
    if (outer.kind === "block") return undefined;
  }
  return undefined;
}

/** `self.blocks = [block for block in self.blocks if block.until > now]` */
function keepsTheRest(clause: Node): boolean {
  const comprehension = clause.parent;
  const from = comprehension?.children.find(({ kind }) => kind === "for_in_clause")?.field("right");
  const assignment = comprehension && wrapped(comprehension).parent;
  const target = assignment?.kind === "assignment" ? assignment.field("left") : undefined;
  return from !== undefined && target?.kind === "attribute" && spellingOf(from).startsWith(spellingOf(target));
}

function removes(code: Node): boolean {
  for (const node of code.descendants("call", "delete_statement")) {
    if (node.kind === "delete_statement" || REMOVERS.test(moduleOf(code).call(node).lastName)) return true;
  }
  return false;
}

function doesNothingElse(body: Node): boolean {
  const module = moduleOf(body);
  for (const node of body.descendants("call")) {
    const call = module.call(node);
    if (IDLE_CALLS.test(call.lastName) || isSweepName(call.lastName) || isJoinOfText(call)) continue;
    if (isForTheExpired(node, body) || call.functions.some(sweepsItself)) continue;
    return false;
  }
  return true;
}

/** `", ".join(expired)` */
const isJoinOfText = ({ lastName, receiver }: Call): boolean => lastName === "join" && receiver?.kind === "string";

const sweepsItself = ({ body }: FunctionDefinition): boolean => body !== undefined && takesBackWhatIsOld(body);

/** Whether a call concerns only what has run out: it stands under a comparison of times, or in a loop over the expired. */
function isForTheExpired(call: Node, body: Node): boolean {
  for (const outer of call.ancestors()) {
    if (outer === body) return false;
    if (outer.kind === "if_statement" && isOfTime(outer.field("condition"))) return true;
    const over = outer.kind === "for_statement" ? outer.field("right") : undefined;
    if (over && (speaksOf(over, RUN_OUT) || (over.kind.endsWith("_comprehension") && [...timeTests(over)].length > 0)))
      return true;
    if (/_comprehension$|^generator_expression$/.test(outer.kind) && isOfTime(outer)) return true;
  }
  return false;
}

/** The seconds of a wait that are written in the program; undefined when somebody else can choose them. */
export function fixedSeconds(expression: Node, module: Module): number | undefined {
  const values = isField(expression, module) ? [] : module.valuesOf(expression);
  const written = numberOf(expression);
  if (written !== undefined) return written;
  if (expression.kind === "binary_operator") return product(expression, module);
  const numbers = values.map((value) => (value.kind === "literal" ? numberOf(value.at) : undefined));
  const [first] = numbers;
  return numbers.length > 0 && numbers.every((number) => number === first) ? first : undefined;
}

/** Whether an expression reads a field of a class whose constructor takes all of them, as that of a dataclass does. */
function isField(expression: Node, module: Module): boolean {
  const object = expression.kind === "attribute" ? expression.field("object") : undefined;
  const owner = object && module.receiverClass(object);
  const name = expression.field("attribute")?.text;
  return (
    owner?.ancestry.classes.some(
      ({ hasGeneratedInit, fields }) => hasGeneratedInit && fields.some((field) => field.name === name),
    ) ?? false
  );
}

function product(expression: Node, module: Module): number | undefined {
  const left = expression.field("left");
  const right = expression.field("right");
  const a = left && fixedSeconds(left, module);
  const b = right && fixedSeconds(right, module);
  if (a === undefined || b === undefined) return undefined;
  if (expression.child("/")) return b === 0 ? undefined : a / b;
  return expression.child("*") ? a * b : undefined;
}
