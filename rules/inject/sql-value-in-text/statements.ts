import { filledIn, type Filled } from "../../../src/concepts/sql/position.js";
import { partsOf, type Part } from "../../../src/concepts/sql/template.js";
import type { Call } from "../../../src/python/model/call.js";
import type { Parameter } from "../../../src/python/model/function.js";
import { tells } from "../../../src/python/model/logging.js";
import type { Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import { matches } from "../../../src/python/tables/api.js";
import {
  FRAGMENTS,
  RUNS,
  RUNS_BY_NAME,
  STATEMENT,
  STATEMENT_KEYWORDS,
  STATEMENT_PLACES,
  TAKES_PARAMETERS,
} from "../../../src/python/tables/sql.js";
import type { Node } from "../../../src/syntax/node.js";

/** A statement with something filled into it, and the call that it is given to. */
export interface Statement {
  readonly call: Call;
  readonly filled: readonly Filled[];
  /** Whether what stands for a value in it may be a parameter. */
  readonly takesParameters: boolean;
  /** The call in a helper of the project that runs it. */
  readonly runs: Node | undefined;
}

const RUNNERS: ReadonlySet<string> = new Set([...RUNS_BY_NAME, ...[...RUNS].map((path) => path.replace(/^.*\./, ""))]);
const PUTS_TOGETHER = matchesPattern("a text that is put together", /[%+{]|\bformat\b|sql|query|statement|stmt/i);

/** The calls of a file that run a statement into which something is filled. */
export function* statementsIn(module: Module): Generator<Statement> {
  const done = new Set<Node>();
  for (const name of RUNNERS) {
    for (const call of module.callsOf(name)) {
      const text = statementOf(call);
      const found = text && statementAt(call, text, undefined);
      if (!found || done.has(call.node)) continue;
      done.add(call.node);
      yield found;
    }
  }
  for (const call of module.callsMentioning(PUTS_TOGETHER)) {
    if (!done.has(call.node) && !statementOf(call)) yield* handedOn(call);
  }
}

/** The text that a call runs, when it is one that runs texts. */
function statementOf(call: Call): Node | undefined {
  const isKnown = call.apis.some((path) => matches(RUNS, path));
  if (!isKnown && (!RUNS_BY_NAME.has(call.lastName) || runsNothing(call))) return undefined;
  const place = STATEMENT_PLACES[call.lastName] ?? 0;
  return call.positional[place] ?? STATEMENT_KEYWORDS.map((keyword) => call.keyword(keyword)).find(Boolean);
}

/** Whether a call runs a method of the project's own that has no statement run, whatever its name says. */
function runsNothing({ callees: { list, isAll } }: Call): boolean {
  if (!isAll || list.length === 0) return false;
  return list.every(({ definition: { body, calls, module } }) => {
    return body !== undefined && calls.every((node) => isHarmless(module.call(node)));
  });
}

/** Whether a call has nothing to do with a database: it prints, logs, or adds to a list. */
const isHarmless = ({ node, lastName }: Call): boolean =>
  tells(node) || /^(append|put|put_nowait|write)$/.test(lastName);

function statementAt(call: Call, text: Node, runs: Node | undefined): Statement | undefined {
  // A text that another call makes a statement of is reported there.
  if (text.kind === "call" && statementOf(call.module.call(text))) return undefined;
  const parts = partsOf(text);
  const filled = filledIn(parts);
  const plain = beginning(parts);
  const isWhole = STATEMENT.test(plain);
  if (filled.length === 0 || (!isWhole && !takesFragments(call))) return undefined;
  return { call, filled, takesParameters: !isWhole || TAKES_PARAMETERS.test(plain), runs };
}

/** Whether a call makes a part of a statement, such as a condition, of any text. */
const takesFragments = (call: Call): boolean => call.apis.some((path) => matches(FRAGMENTS, path));

/** How a text begins, with a name for each of what is filled in. */
function beginning(parts: readonly Part[]): string {
  const texts = parts.slice(0, FIRST_PARTS).map((part) => ("text" in part ? part.text.slice(0, FIRST_LETTERS) : "x"));
  return texts.join("").replace(/^(\s|--[^\n]*\n|\/\*[^*]*\*\/)+/, "");
}

const FIRST_PARTS = 6;
const FIRST_LETTERS = 500;

/** A statement that is given to a helper of the project that runs it. */
function* handedOn(call: Call): Generator<Statement> {
  const texts = call.arguments.filter(({ value }) => mayBeText(value) && statementAt(call, value, undefined));
  if (texts.length === 0) return;
  for (const { definition, bound } of call.callees.list) {
    for (const parameter of definition.parameters) {
      const text = call.argumentFor(parameter, bound);
      const runs = text && texts.some(({ value }) => value === text) ? runOf(parameter) : undefined;
      const found = text && runs && statementAt(call, text, runs);
      if (!found) continue;
      yield found;
      return;
    }
  }
}

function mayBeText({ kind, text }: Node): boolean {
  if (kind === "identifier") return /sql|query|statement|stmt/i.test(text);
  return kind === "call" ? /format\s*\(/.test(text) : /string$|^binary_operator$/.test(kind);
}

const RUN = question<Node | undefined>(undefined);

/** The call of a function that runs the text which it is given for a parameter, as it is. */
function runOf(parameter: Parameter): Node | undefined {
  const { function: definition, name } = parameter;
  const { module } = definition;
  return module.project.once(RUN, parameter.node, () =>
    definition.calls.find((node) => {
      const text = statementOf(module.call(node));
      return text?.kind === "identifier" && text.text === name;
    }),
  );
}
