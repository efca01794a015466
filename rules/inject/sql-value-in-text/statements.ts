import { filledIn, type Filled } from "../../../src/concepts/sql/position.js";
import { partsOf, type Part } from "../../../src/concepts/sql/template.js";
import type { Call } from "../../../src/python/model/call.js";
import type { Parameter } from "../../../src/python/model/function.js";
import type { Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { holdsAny } from "../../../src/python/prefilter/prefilter.js";
import { matches } from "../../../src/python/tables/api.js";
import {
  RUNS,
  RUNS_BY_NAME,
  STATEMENT,
  STATEMENT_KEYWORDS,
  STATEMENT_PLACES,
  STATEMENT_WORDS,
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
const HOLDS_STATEMENT = holdsAny("a statement", STATEMENT_WORDS);

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
  for (const call of module.callsMentioning(HOLDS_STATEMENT)) {
    if (!done.has(call.node) && !RUNNERS.has(call.lastName)) yield* handedOn(call);
  }
}

/** The text that a call runs, when it is one that runs texts. */
function statementOf(call: Call): Node | undefined {
  if (!RUNS_BY_NAME.has(call.lastName) && !call.apis.some((path) => matches(RUNS, path))) return undefined;
  const place = STATEMENT_PLACES[call.lastName] ?? 0;
  return call.positional[place] ?? STATEMENT_KEYWORDS.map((keyword) => call.keyword(keyword)).find(Boolean);
}

function statementAt(call: Call, text: Node, runs: Node | undefined): Statement | undefined {
  // A text that another call makes a statement of is reported there.
  if (text.kind === "call" && statementOf(call.module.call(text))) return undefined;
  const parts = partsOf(text);
  const filled = filledIn(parts);
  const plain = beginning(parts);
  if (filled.length === 0 || !STATEMENT.test(plain)) return undefined;
  return { call, filled, takesParameters: TAKES_PARAMETERS.test(plain), runs };
}

/** How a text begins, with a name for each of what is filled in. */
function beginning(parts: readonly Part[]): string {
  const texts = parts.slice(0, FIRST_PARTS).map((part) => ("text" in part ? part.text.slice(0, FIRST_LETTERS) : "x"));
  return texts.join("").replace(/^(\s|--[^\n]*\n|\/\*[^*]*\*\/)+/, "");
}

const FIRST_PARTS = 6;
const FIRST_LETTERS = 500;

/** A statement that is written where a helper of the project is called that runs it. */
function* handedOn(call: Call): Generator<Statement> {
  const texts = call.arguments.filter(({ value }) => /string$|^binary_operator$|^call$/.test(value.kind));
  if (!texts.some(({ value }) => call.module.mayHold(HOLDS_STATEMENT, value))) return;
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
