import type { Filled } from "../../../src/concepts/sql/position.js";
import { isIdle } from "../../../src/concepts/reach/modules.js";
import { isChecked } from "../../../src/concepts/taint/checks.js";
import { chatLabel } from "../../../src/concepts/taint/chats.js";
import { localLabel, networkLabel } from "../../../src/concepts/taint/sources.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { calledName, lastNameOf } from "../../../src/python/cfg/expression.js";
import { originsOf, type Origin } from "../../../src/python/dataflow/flow.js";
import { namesInAnnotation } from "../../../src/python/model/annotation.js";
import type { Call } from "../../../src/python/model/call.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { COMMAND_LINE, ENVIRONMENT } from "../../../src/python/tables/local-sources.js";
import { STANDARD_INPUT } from "../../../src/python/tables/network-sources.js";
import {
  ANYBODY,
  CATALOGUES,
  GIVES_FIELDS,
  KEEPS_TEXT,
  MAKES_SAFE,
  OF_OWNERS,
  SAFE_TYPE_NAMES,
  SAFE_TYPES,
  SAYS_SAFE,
} from "../../../src/python/tables/sql.js";
import type { Node } from "../../../src/syntax/node.js";
import { isBoundByModel } from "./models.js";
import type { Statement } from "./statements.js";

/** Who says what is filled into a statement. */
export interface Source {
  /** Where it comes from. */
  readonly origin: Origin;
  /** What that is, in words; empty where callers or libraries say it. */
  readonly label: string;
  readonly isLikely: boolean;
  /** The gravest has the lowest. */
  readonly rank: number;
}

/** Why something that is filled in is a bug where it stands; undefined where it is none. */
export function sourceOf({ hole, position, format }: Filled, { call, takesParameters }: Statement): Source | undefined {
  if (position === "marker" || NUMBERS.test(format) || isSafe(hole)) return undefined;
  const isText = position === "literal" || (position === "value" && /^[ra]$/.test(format));
  const isValue = isText || position === "value";
  const isDoubled = doublesQuotes(hole);
  if (isDoubled && !isValue) return undefined;
  const isOfKeys = !isValue && takesKeys(hole);
  const isClean = isOfKeys ? (node: Node): boolean => isOfModel(node) || hasWrittenKeys(node) || isSafe(node) : isSafe;
  const isKey = ({ steps }: Origin): boolean => !isOfKeys || !steps.some(({ kind }) => kind === "put");
  const origins = [...originsOf(hole, { label: labelOf, isClean })].filter(isKey);
  const sent = origins.find(({ label, at }) => ANYBODY.has(label) && !isIdle(moduleOf(at)));
  if (sent) {
    const isLikely = isDoubled || (!isValue && (isTakenOut(sent) || asksForNames(call.node)));
    return { origin: sent, label: sent.label, isLikely, rank: isLikely ? 2.5 : isValue ? 0 : 1 };
  }
  if (!takesParameters) return undefined;
  const read = origins.find(({ kind, label }) => kind === "source" && !OWNERS.has(label) && !ANYBODY.has(label));
  const given = read ? undefined : [...originsOf(hole, { label: labelOf, isClean: isOpaque })].find(isGiven);
  const origin = read ?? given;
  if (!origin || (!read && hasHiddenCallers(call))) return undefined;
  const isProved = isText && !isDoubled && !isOfOwner(hole) && origin.label !== "a database row";
  return { origin, label: origin.label, isLikely: !isProved, rank: isProved ? 2 : isValue ? 3 : 4 };
}

/** Whether what is filled in are the keys of something: `", ".join(row.keys())`. */
function takesKeys(hole: Node): boolean {
  const bindings = hole.kind === "identifier" ? moduleOf(hole).bindingsReaching(hole.text, hole) : [];
  const written = [hole, ...bindings.flatMap(({ from }) => from ?? [])];
  return written.some((node) => [node, ...node.descendants("call")].some((call) => calledName(call) === "keys"));
}

/** Whether a call gives the fields of a model: their names are those of the model, whatever was sent. */
const isOfModel = (node: Node): boolean => node.kind === "call" && GIVES_FIELDS.has(calledName(node) ?? "");

/** Whether a file that speaks of the function around a call does not compile: nobody knows what it passes. */
function hasHiddenCallers({ module, node }: Call): boolean {
  const around = module.functionAround(node);
  return (
    around !== undefined &&
    module.project.modulesMentioning(around.name, module).some((other) => other.fault !== undefined)
  );
}

const isGiven = ({ kind }: Origin): boolean => kind === "parameter";

/** Whether what is sent goes through a loop over many: the keys of what a model holds are those of the model. */
const isTakenOut = ({ steps }: Origin): boolean => steps.some(({ kind }) => kind === "iterated");

/** Whether the function around a place asks the database which tables there are. */
function asksForNames(place: Node): boolean {
  const around = moduleOf(place).functionAround(place);
  const texts = [...(around?.node.descendants("string_content", "identifier") ?? [])];
  return texts.some(({ text }) => CATALOGUES.test(text));
}

/** Whether an expression names what those say who run the program: `self.config.database`. */
function isOfOwner(hole: Node): boolean {
  return [...hole.descendants("identifier")].some(({ text }) => OF_OWNERS.test(text));
}

/** Whether an expression is safe, or a part of an object of which nothing is known: it may be a number. */
function isOpaque(expression: Node): boolean {
  if (isSafe(expression)) return true;
  const node = unwrap(expression);
  if (node.kind === "attribute")
    return !isKnownText(node) && moduleOf(node).receiverClass(node.field("object") ?? node) === undefined;
  if (node.kind !== "call") return false;
  const call = moduleOf(node).call(node);
  return call.receiver !== undefined && !KEEPS_TEXT.has(call.lastName) && call.functions.length === 0;
}

function isKnownText(node: Node): boolean {
  return moduleOf(node)
    .valuesOf(node)
    .some((value) => value.kind === "api" && value.path === "str()");
}

const NUMBERS = /^[dfiueEgGxXobcn%]$/;

/** Those who say such things may do what they like with the program. */
const OWNERS = new Set([ENVIRONMENT, COMMAND_LINE, "the configuration", STANDARD_INPUT]);

/** What an expression brings in from outside; a field of what a request is made into is a part of the request. */
function labelOf(node: Node): string | undefined {
  const own = networkLabel(node) ?? chatLabel(node) ?? localLabel(node);
  const object = own === undefined && node.kind === "attribute" ? node.field("object") : undefined;
  if (object?.kind !== "identifier") return own;
  const [binding] = moduleOf(object).bindingsReaching(object.text, object);
  return binding?.kind === "parameter" ? networkLabel(binding.node) : undefined;
}

/** Whether what an expression gives cannot end a literal, whoever says what it is made of. */
function isSafe(expression: Node): boolean {
  const node = unwrap(expression);
  if (isBoundByModel(node)) return true;
  switch (node.kind) {
    case "identifier":
    case "attribute":
      return (
        SAYS_SAFE.test(lastNameOf(node) ?? "") ||
        isOfSafeType(node) ||
        isCounted(node) ||
        isMember(node) ||
        isChecked(node)
      );
    case "subscript":
      return isOfSafeType(node);
    case "call": {
      const call = moduleOf(node).call(node);
      return makesSafe(call) || hasFixedKeys(call);
    }
    case "binary_operator":
      return isRepeated(node) || isSum(node);
    default:
      return false;
  }
}

function isOfSafeType(node: Node): boolean {
  const module = moduleOf(node);
  const values = module.valuesOf(node).filter(({ kind }) => kind !== "none");
  if (values.length > 0 && values.every((value) => value.kind === "api" && SAFE_TYPES.test(value.path))) return true;
  if (node.kind !== "identifier") return false;
  const bindings = module.bindingsReaching(node.text, node);
  const annotations = bindings.map(({ node: bound }) => annotationOf(bound));
  return annotations.length > 0 && annotations.every((annotation) => annotation && isSafeAnnotation(annotation));
}

/** Whether a name counts: the first of what `enumerate` gives, or what `range` does. */
function isCounted(node: Node): boolean {
  const bindings = moduleOf(node).bindingsReaching(node.text, node);
  return (
    bindings.length > 0 &&
    bindings.every(({ kind, from, unpack = [] }) => {
      if (kind !== "iterate" || from?.kind !== "call") return false;
      const counter = calledName(from);
      return counter === "range" || (counter === "enumerate" && unpack.length === 1 && unpack[0] === 0);
    })
  );
}

function annotationOf(bound: Node): Node | undefined {
  for (let at: Node | undefined = bound; at && !/parameters$|statement$|block/.test(at.kind); at = at.parent) {
    const type = at.field("type");
    if (type) return type;
  }
  return undefined;
}

function isSafeAnnotation(annotation: Node): boolean {
  const names = namesInAnnotation(annotation);
  return names.length > 0 && names.every((name) => SAFE_TYPE_NAMES.has(name));
}

/** `Status.OPEN.value`, `status.name`: what the class of an enumeration says. */
function isMember(node: Node): boolean {
  const object = node.field("object");
  if (!object || !/^_?(value|name)$/.test(node.field("attribute")?.text ?? "")) return false;
  const values = moduleOf(object).valuesOf(object);
  return values.some(
    (value) => value.kind === "instance" && value.of.ancestry.external.some((path) => path.endsWith("Enum")),
  );
}

/** `int(value)`, `map(int, values)`, `request.args.get("days", type=int)` */
function makesSafe(call: Call): boolean {
  const by = call.lastName === "map" ? call.positional[0] : call.keyword("type");
  return MAKES_SAFE.test(call.lastName) || MAKES_SAFE.test(lastNameOf(by) ?? "");
}

/** `row.keys()`, where the keys of the row are written there, whatever its values are. */
function hasFixedKeys({ lastName, receiver }: Call): boolean {
  if (lastName !== "keys" || !receiver) return false;
  const label = (node: Node): string | undefined => (isFixedRow(node) ? "a row" : undefined);
  const origins = [...originsOf(receiver, { label })];
  return origins.length > 0 && origins.every(({ kind }) => kind === "source");
}

/** A dictionary all keys of which are texts that are written there. */
const hasWrittenKeys = (node: Node): boolean =>
  node.kind === "dictionary" && node.children.every((pair) => textOf(pair.field("key") ?? pair) !== undefined);

/** A dictionary with keys that are texts, in a function that puts no others into one. */
function isFixedRow(node: Node): boolean {
  if (!hasWrittenKeys(node)) return false;
  const around = moduleOf(node).functionAround(node)?.node ?? moduleOf(node).root;
  const isOpen = ({ kind, fieldName, parent }: Node): boolean =>
    kind === "subscript" && fieldName === "left" && parent?.kind === "assignment";
  return (
    ![...around.descendants("subscript")].some(
      (each) => isOpen(each) && textOf(each.field("subscript") ?? each) === undefined,
    ) && ![...around.descendants("call")].some((each) => calledName(each) === "update")
  );
}

/** `["?"] * len(values)` */
function isRepeated(node: Node): boolean {
  return (
    node.child("*") !== undefined && [node.field("left"), node.field("right")].some((side) => side && isWritten(side))
  );
}

function isWritten(side: Node): boolean {
  const node = unwrap(side);
  return (
    textOf(node) !== undefined ||
    (/^(list|tuple)$/.test(node.kind) && node.children.every((item) => textOf(item) !== undefined))
  );
}

/** Numbers that are reckoned with. */
function isSum(node: Node): boolean {
  return ["-", "/", "//", "**"].some((operator) => node.child(operator) !== undefined);
}

/** Whether the code doubles the quotes of a text itself: `value.replace("'", "''")`. */
function doublesQuotes(hole: Node): boolean {
  const module = moduleOf(hole);
  const bindings = hole.kind === "identifier" ? module.bindingsReaching(hole.text, hole) : [];
  return [hole, ...bindings.flatMap(({ from }) => from ?? [])].some((node) => {
    const call = node.kind === "call" ? module.call(node) : undefined;
    return call?.lastName === "replace" && /^['"`]$/.test((call.positional[0] && textOf(call.positional[0])) ?? "");
  });
}
