import { rule, type Report } from "../../src/engine/rule.js";
import { quoted } from "../../src/python/editing/quote.js";
import { whereIs } from "../../src/python/model/module.js";
import { claimedIdentitiesIn, type ClaimedIdentity } from "./unchecked-credentials/claimed-identity.js";
import { namedOnly, type NamedOnly } from "./unchecked-credentials/named-only.js";
import { onlyFormsIn, type OnlyForm } from "./unchecked-credentials/only-form.js";
import { swallowedRefusals, type SwallowedRefusal } from "./unchecked-credentials/swallowed-refusal.js";
import { unreadPayloadsIn, type UnreadPayload } from "./unchecked-credentials/unread-payload.js";

/**
 * A check of who is calling lets the caller in without having checked anything.
 *
 * A function that frameworks ask before a route is taken at its word: when it returns, the caller is in. One that asks only
 * whether there is a token, or whether it begins with "Bearer ", lets in everybody who sends any text; one that swallows
 * its own refusal, or the error of what it asks about the caller, lets in everybody. So does a login that looks the user up by what the client says, and asks for no password,
 * and a check of a signature that never reads what is signed.
 *
 * @bad
 * ```python
 * from fastapi import Depends, HTTPException
 * from fastapi.security import HTTPBearer
 *
 * def verify_token(credentials=Depends(HTTPBearer())):
 *     if not credentials.credentials:
 *         raise HTTPException(status_code=401)
 *     return credentials.credentials
 * ```
 * @good
 * ```python
 * import os
 * import secrets
 *
 * from fastapi import Depends, HTTPException
 * from fastapi.security import HTTPBearer
 *
 * def verify_token(credentials=Depends(HTTPBearer())):
 *     if not secrets.compare_digest(credentials.credentials.encode(), os.environ["API_TOKEN"].encode()):
 *         raise HTTPException(status_code=401)
 *     return credentials.credentials
 * ```
 * @limits A dependency that tells routes who is calling, and has that from a header such as `X-User-Id`, is reported with `--audit`: what stands in front of the service may set it. A function counts as a check by its name, and where it stands before routes: as a dependency, a decorator or a
 * middleware. A login is one that reads nothing of the request but a name or an address. What is given to any other function may be checked there, and is left alone, as are functions
 * that only take a token out of a request to hand it on. Checks that let everyone in because nobody configured them are
 * reported by [web/fail-open-auth](../web/fail-open-auth.md).
 * @off Where a gateway in front of the service has checked the token, and the service only wants to have one.
 * @see https://cwe.mitre.org/data/definitions/287.html
 */
export default rule({
  severity: "high",
  cwe: 287,
  mentions: [
    "Depends",
    "Authorization",
    "authorization",
    "call_next",
    "middleware",
    "get_response",
    "before_request",
    "Security",
    "login_user",
    "login",
    "signature",
    "hmac",
    "_sig",
  ],
  *check(module) {
    if (module.isTest || module.isExample) return;
    for (const found of onlyFormsIn(module)) yield ofForm(found);
    for (const found of swallowedRefusals(module)) yield ofRefusal(found);
    for (const found of namedOnly(module)) yield ofName(found);
    for (const found of claimedIdentitiesIn(module)) yield ofClaim(found);
    for (const found of unreadPayloadsIn(module)) yield ofPayload(found);
  },
});

function ofForm({ definition, grant, sent, isReturned }: OnlyForm): Report {
  const name = definition.qualifiedName;
  const what = isReturned ? "what the client sent is returned as it came" : "nothing but its form is looked at";
  return {
    at: grant,
    message: `'${name}' lets in whoever sends any '${quoted(sent)}' ([${whereIs(sent)}](1)): ${what}, and nobody has checked it.`,
    related: [{ at: sent, message: "what the client sends" }],
    flow: [
      { at: sent, message: "what the client sends" },
      { at: grant, message: "lets the caller in" },
    ],
  };
}

function ofPayload({ definition, grant, payload }: UnreadPayload): Report {
  return {
    at: grant,
    message: `'${definition.qualifiedName}' says yes without having read '${payload.text}' ([${whereIs(payload)}](1)), which is what is signed: whoever sends a header of that form is believed.`,
    related: [{ at: payload, message: "nobody reads it" }],
  };
}

function ofClaim({ definition, sent, grant }: ClaimedIdentity): Report {
  return {
    at: grant,
    message: `'${definition.qualifiedName}' takes the caller for whoever the header '${quoted(sent)}' names ([${whereIs(sent)}](1)): any client can send that.`,
    related: [{ at: sent, message: "what the client sends" }],
    flow: [
      { at: sent, message: "what the client sends" },
      { at: grant, message: "taken for the caller" },
    ],
    likely: true,
  };
}

function ofName({ definition, call, field }: NamedOnly): Report {
  return {
    at: call.node,
    message: `'${definition.qualifiedName}' logs in whoever '${quoted(field)}' names ([${whereIs(field)}](1)): it asks the client for nothing else.`,
    related: [{ at: field, message: "where the client says who it is" }],
    flow: [
      { at: field, message: "where the client says who it is" },
      { at: call.node, message: "logged in" },
    ],
    severity: "critical",
  };
}

function ofRefusal({ definition, at, refusal, isOwn }: SwallowedRefusal): Report {
  const what = isOwn
    ? "swallows its own refusal"
    : "takes a check that fails for a yes, and turns away only after a no";
  return {
    at,
    message: `'${definition.qualifiedName}' ${what} ([${whereIs(refusal)}](1)): the request goes on when the check fails.`,
    related: [{ at: refusal, message: "turns the caller away" }],
    flow: [
      { at: refusal, message: "turns the caller away" },
      { at, message: "goes on all the same" },
    ],
  };
}
