import { rule, type Evidence, type Report } from "../../src/engine/rule.js";
import { moduleOf, whereIs } from "../../src/python/model/module.js";
import type { Node } from "../../src/syntax/node.js";
import { decodesIn, type Decode } from "./unverified-token/decodes.js";
import { senderOf, type Sender } from "./unverified-token/sender.js";
import { usesOf, weighed, type Use } from "./unverified-token/uses.js";
import { optionAgainst, verifiesByDefault } from "./unverified-token/option.js";
import { isVerifiedElsewhere, isVerifiedLater } from "./unverified-token/verified.js";

/**
 * What a token says is believed although nobody has checked its signature.
 *
 * A JSON Web Token is text that anybody can write; only the signature tells who did. A service that reads the claims
 * without it lets in whoever writes "sub": "admin" into a text of their own. The same goes for a service that asks the
 * token which algorithm to check it with.
 *
 * @bad
 * ```python
 * import jwt
 * from fastapi import Depends
 * from fastapi.security import HTTPBearer
 *
 * def current_user(credentials=Depends(HTTPBearer())):
 *     claims = jwt.decode(credentials.credentials, options={"verify_signature": False})
 *     return claims["sub"]
 * ```
 * @good
 * ```python
 * import os
 *
 * import jwt
 * from fastapi import Depends
 * from fastapi.security import HTTPBearer
 *
 * PUBLIC_KEY = os.environ["ISSUER_PUBLIC_KEY"]
 *
 * def current_user(credentials=Depends(HTTPBearer())):
 *     claims = jwt.decode(credentials.credentials, PUBLIC_KEY, algorithms=["RS256"])
 *     return claims["sub"]
 * ```
 * @limits A token that is checked before or after, in the function, its callers, or by another dependency or decorator of
 * the route, is left alone, and so is one that the program has made itself or got from a server that it asked. Where
 * only the expiry or the issuer is read, where nobody knows who sends the token or nothing calls it one, and behind a switch for
 * debugging, where verifying was switched off, or where some way on leads to a check, the finding takes `--audit`. It is `low` where a comment beside it says that nothing is
 * verified, and where an option has to ask for verifying.
 * @off Where a gateway in front of the service checks every token and nothing else can reach the service.
 * @see https://cwe.mitre.org/data/definitions/347.html
 * @see https://pyjwt.readthedocs.io/en/stable/usage.html
 */
export default rule({
  severity: "critical",
  cwe: 347,
  mentions: ["jwt", "jose", "unverified", "verify_signature", "b64decode", "b64_decode", "loads_unsafe"],
  *check(module) {
    if (module.isTest || module.isExample) return;
    for (const decode of decodesIn(module)) {
      const sender = senderOf(decode.token);
      const uses = usesOf(decode.call.node);
      const weight = weighed(uses, decode);
      if (sender.kind === "own" || weight === "none" || isVerifiedElsewhere(decode)) continue;
      const option = optionAgainst(decode);
      const likely =
        decode.isSwitched ||
        (option !== undefined && verifiesByDefault(option)) ||
        decode.isUnnamed ||
        weight === "little" ||
        sender.kind === "unknown" ||
        isHandedOut(decode, uses, sender) ||
        isVerifiedLater(decode);
      const isKnown = option !== undefined || isSaidToBe(decode.call.node);
      yield { ...report(decode, sender, uses, likely), ...(isKnown && { severity: "low" }) };
    }
  },
});

/** Whether all claims are given to callers that are not seen. */
function isHandedOut({ how }: Decode, uses: readonly Use[], { kind }: Sender): boolean {
  return (
    how !== "algorithm" && kind === "unseen" && uses.every(({ key, isReturned }) => isReturned && key === undefined)
  );
}

function report({ call, how }: Decode, { steps }: Sender, uses: readonly Use[], likely: boolean): Report {
  const at = call.node;
  const used = uses.find(({ at: place }) => !at.contains(place) && !place.contains(at));
  const name = used?.name === undefined ? undefined : `'${used.name}' is used ([${whereIs(used.at)}](1))`;
  const what =
    how === "algorithm"
      ? `the sender chooses the algorithm that '${call.name}' checks it with`
      : `${name ?? "the claims are used"} without a check of the signature`;
  const related: readonly Evidence[] = used && how !== "algorithm" ? [{ at: used.at, message: "believed here" }] : [];
  const flow = [...steps, { at, message: "read without a check" }, ...related];
  return { at, message: `Whoever writes a token is believed: ${what}.`, related, flow, likely, ...severityOf(how) };
}

/** Whether a comment on the line, or right above, says that nothing is verified here: those who wrote it know. */
function isSaidToBe(at: Node): boolean {
  const { lines } = moduleOf(at);
  const { line } = lines.position(at.start);
  return [line, line - 1, line - 2].some((number) => {
    const [, comment] = number > 0 ? (/^[^#]*(#.*)$/.exec(lines.text(number)) ?? []) : [];
    return comment !== undefined && /\b(without|no|not|skip\w*|un)[ -]?(\w+ )?(verif|check|valid)\w*/i.test(comment);
  });
}

/** Keys of another kind than the algorithm's are refused by most libraries. */
function severityOf(how: Decode["how"]): Pick<Report, "severity"> {
  return how === "algorithm" ? { severity: "high" } : {};
}
