import { networkLabel } from "../../../src/concepts/taint/sources.js";
import { AccessCheck, isNamedCheck } from "../../../src/concepts/access/access-check.js";
import { runsUnconfigured } from "../../../src/concepts/settings/defaults.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { comparisonOf, lastNameOf, returnedValue } from "../../../src/python/cfg/expression.js";
import { quoted } from "../../../src/python/editing/quote.js";
import { originsOf } from "../../../src/python/dataflow/flow.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import {
  CONSTANT_TIME,
  CREDENTIAL_NAME,
  GIVEN_NAME,
  GUESSABLE,
  TECHNICAL_TEXT,
} from "../../../src/python/tables/signing-keys.js";
import type { Node } from "../../../src/syntax/node.js";
import type { KeyUse } from "./key-uses.js";
import { isForDevelopment } from "./public-text.js";

const COMPARES = matchesPattern("a comparison with a secret", /[!=]=|_digest|_compare|bytes_eq|str_cmp/);
const SPEAKS_OF_SECRETS = matchesPattern(
  "a secret by its name",
  /passw|passphrase|passcode|secret|key|token|given|code/i,
);

/** Where what a client sent is held against a secret of the program. */
export function* comparisonsIn(module: Module): Generator<KeyUse> {
  if (!module.mayHold(SPEAKS_OF_SECRETS)) return;
  for (const test of module.within(COMPARES, "comparison_operator", "call")) {
    const sides = sidesOf(test, module);
    for (const [given, secret] of sides ? [sides, [sides[1], sides[0]] as const] : []) {
      const check = isSecret(secret, given) ? checkAround(test) : undefined;
      if (check && letsIn(test, check) && isSent(given, check) && runsUnconfigured(test))
        yield useOf(test, given, secret);
    }
  }
}

function useOf(at: Node, given: Node, key: Node): KeyUse {
  const isWritten = textOf(unwrap(key)) !== undefined;
  const does = isWritten
    ? `'${quoted(given)}' is compared with a text in this file, which everybody can read`
    : `'${quoted(given)}' is compared with a secret that everybody can read:`;
  return { at, key, does, guards: "lets in whoever knows it" };
}

function sidesOf(test: Node, module: Module): readonly [Node, Node] | undefined {
  if (test.kind === "call") {
    const { lastName, positional } = module.call(test);
    const [first, second] = positional;
    return CONSTANT_TIME.has(lastName) && first && second ? [plain(first, module), plain(second, module)] : undefined;
  }
  const { left, operator, right } = comparisonOf(test) ?? {};
  return left && right && /^[!=]=$/.test(operator ?? "") ? [unwrap(left), unwrap(right)] : undefined;
}

/** What is compared, whatever it is encoded to. */
function plain(side: Node, module: Module): Node {
  const inner = unwrap(side);
  const call = inner.kind === "call" ? module.call(inner) : undefined;
  return call?.receiver && /^(encode|strip)$/.test(call.lastName) ? plain(call.receiver, module) : inner;
}

/** Whether something is a secret: by its name, by that of what it is held against, or by how a text looks. */
function isSecret(secret: Node, given: Node): boolean {
  const text = textOf(secret);
  const name = lastNameOf(given) ?? "";
  if (text === undefined) return CREDENTIAL_NAME.test(lastNameOf(secret) ?? "");
  if (text.length < 4 || /\s/.test(text)) return false;
  return CREDENTIAL_NAME.test(name) || (GIVEN_NAME.test(name) && GUESSABLE.test(text) && !TECHNICAL_TEXT.test(text));
}

/** The function around a test, when it lets some callers in and turns others away. */
function checkAround(test: Node): AccessCheck | undefined {
  const around = isForDevelopment(test) ? undefined : moduleOf(test).functionAround(test);
  return around && AccessCheck.of(around);
}

/** Whether being the same is what lets the caller in. */
function letsIn(test: Node, check: AccessCheck): boolean {
  const equal = comparisonOf(test)?.operator !== "!=";
  for (const block of check.graph.blocks) {
    const decided = block.out.filter(({ condition }) => condition === test);
    const [yes] = decided.filter(({ kind }) => kind === (equal ? "true" : "false"));
    const [no] = decided.filter(({ kind }) => kind === (equal ? "false" : "true"));
    if (yes && no)
      return check.outcome(yes.to, () => true).grants.length > 0 && check.outcome(no.to, () => true).refuses;
  }
  return isAnswer(test);
}

/** Whether a test is what a function answers with. */
function isAnswer(test: Node): boolean {
  for (const around of [test, ...test.ancestors()]) {
    if (around.kind === "return_statement") return returnedValue(around) !== undefined;
    if (!/^(comparison_operator|call|boolean_operator|parenthesized_expression)$/.test(around.kind)) return false;
  }
  return false;
}

/** Whether somebody out of the program sends what is compared. */
function isSent(given: Node, { definition, refusal }: AccessCheck): boolean {
  if (textOf(given) !== undefined) return false;
  const isCaller = refusal === "denies" || isNamedCheck(definition);
  for (const { kind } of originsOf(given, { label: networkLabel }))
    if (kind === "source" || (kind === "parameter" && isCaller)) return true;
  return false;
}
