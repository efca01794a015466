import { rule, type Report } from "../../src/engine/rule.js";
import { expectsTypeError } from "../../src/python/cfg/exceptions.js";
import { comparisonOf } from "../../src/python/cfg/expression.js";
import { mentionsName } from "../../src/python/cfg/mentions.js";
import { quoted } from "../../src/python/editing/quote.js";
import { whereIs, type Module } from "../../src/python/model/module.js";
import { question } from "../../src/python/model/solver.js";
import { matchesPattern } from "../../src/python/prefilter/prefilter.js";
import { TIME_WORDS } from "../../src/python/tables/datetimes.js";
import type { Node } from "../../src/syntax/node.js";
import { zoneOf, type Zone } from "./naive-with-aware/zone.js";

/**
 * A time with a zone is compared with one without, or subtracted from it.
 *
 * Python refuses: the line raises `TypeError: can't compare offset-naive and offset-aware datetimes`, often in a job
 * that expires or retries things, where nobody looks.
 *
 * @bad
 * ```python
 * from datetime import datetime, timedelta, timezone
 *
 * class Lease:
 *     def __init__(self):
 *         self.end = datetime.now(timezone.utc) + timedelta(hours=1)
 *
 *     def is_over(self):
 *         return self.end < datetime.utcnow()
 * ```
 * @good
 * ```python
 * from datetime import datetime, timedelta, timezone
 *
 * class Lease:
 *     def __init__(self):
 *         self.end = datetime.now(timezone.utc) + timedelta(hours=1)
 *
 *     def is_over(self):
 *         return self.end < datetime.now(timezone.utc)
 * ```
 * @limits Both times have to be made in the project, or be that of a column with `timezone=True` in a program that speaks of no
 * database which forgets zones, such as SQLite: what comes from a file or a parser may be either.
 * @off Nothing is gained by it: the line can only fail.
 * @see https://docs.python.org/3/library/datetime.html#aware-and-naive-objects
 */
export default rule({
  severity: "high",
  mentions: TIME_WORDS,
  *check(module) {
    if (module.isTest) return;
    for (const { at, sides, what } of meetings(module)) {
      const mixed = mixedIn(sides);
      if (mixed && !expectsTypeError(at) && !asksForZone(module, at)) yield report(at, what, mixed);
    }
  },
});

/** Times that meet, where Python needs them to be of one kind. */
interface Meeting {
  readonly at: Node;
  readonly sides: readonly Node[];
  /** What brings them together. */
  readonly what: string;
}

function* meetings(module: Module): Generator<Meeting> {
  for (const at of module.within(MEET, "comparison_operator", "binary_operator", "call")) {
    const found =
      at.kind === "call" ? orderedBy(module, at) : at.kind === "binary_operator" ? subtracted(at) : compared(at);
    if (found) yield found;
  }
}

const MEET = matchesPattern("times that meet", /[<>-]|\b(?:min|max|sorted)\b/);

function compared(at: Node): Meeting | undefined {
  const comparison = comparisonOf(at);
  if (!comparison || !/^[<>]=?$/.test(comparison.operator)) return undefined;
  return { at, sides: [comparison.left, comparison.right], what: `'${comparison.operator}'` };
}

function subtracted(at: Node): Meeting | undefined {
  const [left, right] = [at.field("left"), at.field("right")];
  return left && right && at.child("-") ? { at, sides: [left, right], what: "'-'" } : undefined;
}

function orderedBy(module: Module, at: Node): Meeting | undefined {
  const call = module.call(at);
  if (!/^(min|max|sorted)$/.test(call.name) || call.arguments.some(({ keyword, splat }) => keyword ?? splat))
    return undefined;
  const [first, ...others] = call.positional;
  const isList = others.length === 0 && /^(list|tuple|set)$/.test(first?.kind ?? "");
  const sides = isList ? (first?.children ?? []) : call.positional;
  return sides.length > 1 ? { at, sides, what: `'${call.name}'` } : undefined;
}

interface Mixed {
  readonly aware: Side;
  readonly naive: Side;
}

interface Side {
  readonly node: Node;
  readonly zone: Zone;
}

/** What is written where it is used is found out first: it is the quicker question. */
const isFar = (node: Node): number => (/^(attribute|identifier)$/.test(node.kind) ? 1 : 0);

/** A time with a zone and one without among some expressions, all of which are known. */
function mixedIn(expressions: readonly Node[]): Mixed | undefined {
  const sides: Side[] = [];
  for (const node of [...expressions].sort((a, b) => isFar(a) - isFar(b))) {
    const zone = zoneOf(node);
    if (!zone) return undefined;
    sides.push({ node, zone });
  }
  const aware = sides.find(({ zone }) => zone.isAware);
  const naive = sides.find(({ zone }) => !zone.isAware);
  return aware && naive && { aware, naive };
}

/** Whether the function around finds out itself about the zones of times. */
function asksForZone(module: Module, at: Node): boolean {
  const around = module.functionAround(at)?.node;
  return around !== undefined && module.project.once(ASKED, around, () => mentionsName(around, ASKS));
}

const ASKED = question(false);

const ASKS = /^(utcoffset|is_(naive|aware)|make_(naive|aware))$/;

function report(at: Node, what: string, { aware, naive }: Mixed): Report {
  const related: { at: Node; message: string }[] = [];
  const clauseOf = ({ node, zone }: Side): string => {
    const has = zone.isAware ? "has a time zone" : "has no time zone";
    if (node.contains(zone.at)) return `'${quoted(node)}' ${has}`;
    related.push({ at: zone.at, message: `a time that ${has}` });
    return `'${quoted(node)}' ${has} ([${whereIs(zone.at)}](${String(related.length)}))`;
  };
  const message = `${clauseOf(aware)} and ${clauseOf(naive)}: ${what} raises a TypeError.`;
  return { at, message, related };
}
