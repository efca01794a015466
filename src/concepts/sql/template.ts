import { inSourceOrder, type Node } from "../../syntax/node.js";
import { unwrap } from "../../python/cfg/evaluation.js";
import type { Call } from "../../python/model/call.js";
import { textOf } from "../../python/model/literal.js";
import { moduleOf } from "../../python/model/module.js";
import type { Binding } from "../../python/model/scope.js";
import { itemsJoined, partGiven, resultOf } from "./joined.js";

/** A text that a program puts together, as what is written in it and what is filled in. */
export type Part =
  | { readonly text: string }
  /** `format` says how: `s`, `r`, `d`; empty for plain concatenation. */
  | { readonly hole: Node; readonly format: string };

/** Names and helpers are followed this deep. */
const DEEPEST = 8;
/** Expressions looked at for one text; those beyond are holes. */
const MOST_LOOKS = 200;

/** How much further one text is followed. */
interface Room {
  readonly depth: number;
  readonly looks: { left: number };
}

const hasRoom = ({ depth, looks }: Room): boolean => depth > 0 && looks.left-- > 0;
const deeper = ({ depth, looks }: Room): Room => ({ depth: depth - 1, looks });

/**
 * The parts of a text, through assignments, `+=`, `%`, `format`, `string.Template`, `join` and helpers; what comes of branches stands one after the
 * other. An expression of which nothing is known is one hole.
 */
export function partsOf(expression: Node): readonly Part[] {
  return partsIn(expression, { depth: DEEPEST, looks: { left: MOST_LOOKS } });
}

function partsIn(expression: Node, room: Room): readonly Part[] {
  const node = unwrap(expression);
  return hasRoom(room) ? written(node, room) : hole(node);
}

const hole = (node: Node, format = ""): readonly Part[] => [{ hole: node, format }];

function written(node: Node, room: Room): readonly Part[] {
  switch (node.kind) {
    case "string":
      return ofString(node, room);
    case "concatenated_string":
      return node.children.flatMap((child) => partsIn(child, room));
    case "binary_operator":
      return ofOperator(node, room);
    case "conditional_expression": {
      const [first, , other] = node.children;
      return [first, other].flatMap((one) => (one ? [...partsIn(one, room), { text: " " }] : []));
    }
    case "call":
      return ofCall(moduleOf(node).call(node), deeper(room));
    case "identifier":
      return ofName(node, deeper(room));
    case "attribute":
      return ofAttribute(node);
    case "subscript":
      return ofItem(node, deeper(room));
    default:
      return hole(node);
  }
}

function ofString(node: Node, room: Room): readonly Part[] {
  const plain = textOf(node);
  if (plain !== undefined) return [{ text: plain }];
  return node.children.flatMap((child): readonly Part[] => {
    if (child.kind === "string_content" || child.kind === "escape_interpolation") return [{ text: unescaped(child) }];
    const value = child.kind === "interpolation" ? child.field("expression") : undefined;
    if (!value) return [];
    const conversion = child.field("type_conversion")?.text.slice(1) ?? "";
    const format = child.children.find(({ kind }) => kind === "format_specifier")?.text.slice(-1) ?? conversion;
    return format === "" || format === "s" ? within(value, room) : hole(value, format);
  });
}

const unescaped = ({ text }: Node): string =>
  text.replace(/\{\{|\}\}/g, (pair) => pair.charAt(0)).replace(/\\[nrt]/g, " ");

/** What is filled in, as far as it is written in the program, too. */
function within(value: Node, room: Room): readonly Part[] {
  const parts = partsIn(value, deeper(room));
  return parts.some((part) => "text" in part) ? parts : hole(value);
}

function ofOperator(node: Node, room: Room): readonly Part[] {
  const [left, right] = [node.field("left"), node.field("right")];
  if (!left || !right) return hole(node);
  if (node.child("+")) return [...partsIn(left, room), ...within(unwrap(right), room)];
  return node.child("%") ? ofPercent(left, unwrap(right), room) : hole(node);
}

const PERCENT = /%(?:\((\w+)\))?[-+ #0-9.*]*([a-zA-Z%])/g;

function ofPercent(template: Node, given: Node, room: Room): readonly Part[] {
  const values = given.kind === "tuple" ? given.children : [given];
  const named = given.kind === "dictionary" ? given.children : [];
  let next = 0;
  return filled(partsIn(template, room), PERCENT, ([, name, format = ""]) => {
    if (format === "%") return [{ text: "%" }];
    const pair = named.find((each) => name !== undefined && textOf(each.field("key") ?? each) === name);
    const value = name === undefined ? values[next++] : pair?.field("value");
    return format === "s" && value ? within(unwrap(value), room) : hole(value ?? given, format);
  });
}

const BRACES = /\{\{|\}\}|\{(\w*)[^{}!:]*(?:!(\w))?(?::([^{}]*))?\}/g;

function ofFormat(call: Call, template: Node, room: Room): readonly Part[] {
  let next = 0;
  return filled(partsIn(template, room), BRACES, ([all, name = "", conversion = "", spec = ""]) => {
    if (all === "{{" || all === "}}") return [{ text: all.charAt(0) }];
    const index = name === "" ? next++ : Number(name);
    const value = Number.isNaN(index) ? call.keyword(name) : call.positional[index];
    const format = spec.slice(-1) || conversion;
    return (format === "" || format === "s") && value ? within(unwrap(value), room) : hole(value ?? call.node, format);
  });
}

const SUBSTITUTES = new Set(["substitute", "safe_substitute"]);
const DOLLARS = /\$(?:(\$)|(\w+)|\{(\w+)\})/g;

/** The text of what `string.Template(…)` made. */
function templateOf(receiver: Node): Node | undefined {
  const [value, ...others] = moduleOf(receiver).valuesOf(receiver);
  if (value?.kind !== "api" || others.length > 0 || value.path !== "string.Template()" || value.at.kind !== "call")
    return undefined;
  return moduleOf(value.at).call(value.at).argument(0, "template");
}

/** `Template("… $name").substitute(name=…)` */
function ofTemplate(call: Call, template: Node, room: Room): readonly Part[] {
  const [given] = call.positional;
  const named = given?.kind === "dictionary" ? given.children : [];
  return filled(partsIn(template, room), DOLLARS, ([, dollar, plain, braced]) => {
    if (dollar !== undefined) return [{ text: "$" }];
    const name = plain ?? braced ?? "";
    const pair = named.find((each) => textOf(each.field("key") ?? each) === name);
    const value = call.keyword(name) ?? pair?.field("value");
    return value ? within(unwrap(value), room) : hole(given ?? call.node, "");
  });
}

/** Parts with something else in the place of each match in their text. */
function filled(
  parts: readonly Part[],
  pattern: RegExp,
  fill: (match: RegExpMatchArray) => readonly Part[],
): readonly Part[] {
  return parts.flatMap((part): readonly Part[] => {
    if (!("text" in part)) return [part];
    const found: Part[] = [];
    let from = 0;
    for (const match of part.text.matchAll(pattern)) {
      found.push({ text: part.text.slice(from, match.index) }, ...fill(match));
      from = match.index + match[0].length;
    }
    return [...found, { text: part.text.slice(from) }];
  });
}

const SAME_TEXT = new Set(["strip", "rstrip", "lstrip", "dedent", "cleandoc"]);

function ofCall(call: Call, room: Room): readonly Part[] {
  const { lastName, receiver, positional, node } = call;
  const [first] = positional;
  if (lastName === "join" && receiver && first) return ofJoin(receiver, first, node, room);
  if (lastName === "format" && receiver) {
    const parts = ofFormat(call, receiver, room);
    return parts.some((part) => "text" in part) ? parts : hole(node);
  }
  if (SUBSTITUTES.has(lastName) && receiver) {
    const template = templateOf(receiver);
    const parts = template ? ofTemplate(call, template, room) : [];
    return parts.some((part) => "text" in part) ? parts : hole(node);
  }
  const same = SAME_TEXT.has(lastName) ? (first ?? receiver) : undefined;
  if (same) return partsIn(same, room);
  const result = resultOf(call);
  return result ? within(result, room) : hole(node);
}

/** The items of what is joined, each as it is written; a list of which nothing is known is one hole. */
function ofJoin(separator: Node, list: Node, whole: Node, room: Room): readonly Part[] {
  const between = textOf(unwrap(separator));
  const items = itemsJoined(list);
  // A text that is joined with nothing is that text.
  if (between === "" && items.length === 0) return partsIn(list, room);
  if (between === undefined || items.length === 0) return hole(whole);
  const parts = items.flatMap((item) => [...within(unwrap(item), room), { text: between }]);
  return parts.slice(0, -1);
}

/** Everything that a local name is given on the way, one after the other. */
function ofName(name: Node, room: Room): readonly Part[] {
  const bindings = bindingsOf(name);
  // Texts of statements often have a module of their own.
  if (bindings.length === 1 && bindings[0]?.kind === "import") return ofAttribute(name);
  if (bindings.length === 0 || bindings.length > MOST_BINDINGS) return hole(name);
  const given = bindings.map((binding) => (binding.unpack?.length ? partGiven(binding) : binding.from));
  const isText = bindings.every(({ kind }) => /^(assign|augment)$/.test(kind)) && !given.includes(undefined);
  if (!isText) return hole(name);
  const parts = given.flatMap((from) => (from ? [...partsIn(from, room), { text: " " }] : []));
  return parts.some((part) => "text" in part && part.text !== " ") ? parts : hole(name);
}

const MOST_BINDINGS = 40;

/** The bindings that a name holds something of, in source order: what `+=` adds to, too. */
function bindingsOf(name: Node): readonly Binding[] {
  const module = moduleOf(name);
  const found = new Set<Binding>();
  const waiting = [name];
  for (let use = waiting.pop(); use && found.size <= MOST_BINDINGS; use = waiting.pop()) {
    for (const binding of module.bindingsReaching(name.text, use)) {
      if (found.has(binding)) continue;
      found.add(binding);
      if (binding.kind === "augment") waiting.push(binding.node);
    }
  }
  return [...found].sort((a, b) => inSourceOrder(a.node, b.node));
}

/** A text that a class or a module keeps under a name. */
function ofAttribute(node: Node): readonly Part[] {
  const values = moduleOf(node).valuesOf(node);
  const [value, ...others] = values;
  const isText = value?.kind === "literal" && others.length === 0 && value.at.kind.endsWith("string");
  const plain = isText ? textOf(value.at) : undefined;
  return plain === undefined ? hole(node) : [{ text: plain }];
}

/** The texts that a table of statements holds under a key, or under any where the key is not written. */
function ofItem(node: Node, room: Room): readonly Part[] {
  const [table, key] = [node.field("value"), node.field("subscript")];
  const [value, ...others] = table ? moduleOf(table).valuesOf(table) : [];
  const isTable = value?.kind === "literal" && others.length === 0 && value.at.kind === "dictionary";
  const word = key && textOf(unwrap(key));
  const texts = (isTable ? value.at.children : []).flatMap((pair) => {
    const isAsked = word === undefined || textOf(pair.field("key") ?? pair) === word;
    const text = isAsked ? pair.field("value") : undefined;
    return text && unwrap(text).kind.endsWith("string") ? [text] : [];
  });
  return texts.length > 0 ? texts.flatMap((text) => [...partsIn(text, room), { text: " " }]) : hole(node);
}
