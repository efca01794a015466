import { unwrap, wrapped } from "../../../src/python/cfg/evaluation.js";
import { callsAny } from "../../../src/python/cfg/mentions.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Module } from "../../../src/python/model/module.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import type { Node } from "../../../src/syntax/node.js";

/** A check of a signature that says yes without having looked at what is signed. */
export interface UnreadPayload {
  readonly definition: FunctionDefinition;
  /** `return True`. */
  readonly grant: Node;
  /** The parameter that nobody reads. */
  readonly payload: Node;
}

const CHECKS = /^_*(?:verify|check|validate|is_valid|has_valid|authenticate)_?\w*(?:signature|hmac|sig)$/i;
const PAYLOAD = /^(?:raw_?)?(?:body|payload|data|content|message)(?:_bytes|_raw)?$/i;
/** What may look at it, or at a secret, for the function. */
const LOOKS = /digest|hmac|verif|valid|sign|decode|hash|check|match|compare/i;
const DEFINED = matchesPattern("a check of a signature", /\bdef[\s\\]+\w*(?:signature|hmac|sig)\b/i);

/** The functions that are called for checking a signature, may say no by what else they are given, and never read what is signed. */
export function* unreadPayloadsIn(module: Module): Generator<UnreadPayload> {
  for (const node of module.mentioning(DEFINED, "function_definition")) {
    const definition = module.function(node);
    const payload = CHECKS.test(definition.name) ? unreadPayload(definition) : undefined;
    const grant = payload && grantOf(definition);
    if (payload && grant && definition.body && !callsAny(definition.body, LOOKS)) yield { definition, grant, payload };
  }
}

function unreadPayload({ parameters, body }: FunctionDefinition): Node | undefined {
  const read = new Set([...(body?.descendants("identifier") ?? [])].map(({ text }) => text));
  const unread = parameters.find(({ name }) => PAYLOAD.test(name) && !read.has(name));
  // Who reads nothing at all is there to be overridden.
  const isOther = parameters.some(({ name }) => read.has(name) && !/^(self|cls)$/.test(name));
  return isOther ? unread?.node : undefined;
}

/** Where a function says yes that says no elsewhere, too. */
function grantOf({ results, body }: FunctionDefinition): Node | undefined {
  const grant = results.findLast((result) => unwrap(result).kind === "true");
  const denies = results.some((result) => unwrap(result).kind === "false");
  const raises = body?.descendants("raise_statement").next().done === false;
  return grant && (denies || raises) ? wrapped(grant).parent : undefined;
}
