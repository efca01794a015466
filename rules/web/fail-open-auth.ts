import { rule, type Evidence, type Report } from "../../src/engine/rule.js";
import { moduleOf, whereIs } from "../../src/python/model/module.js";
import { bypassesOf, type Bypass } from "./fail-open-auth/bypass.js";
import { isKnownToBeOpen } from "./fail-open-auth/told.js";
import { quoted } from "../../src/python/editing/quote.js";
import { callsAny } from "../../src/python/cfg/mentions.js";
import { PAYMENT_NAME, SIGNATURE_CHECKS, WEBHOOK_NAME } from "../../src/python/tables/access.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { settingName, unconfigured } from "../../src/concepts/settings/defaults.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * A check of who is calling lets everyone in when it cannot check.
 *
 * A secret that is missing, misspelt in a deployment, or lost with a volume does not stop such a service: it runs,
 * answers, looks healthy, and is open. Nobody notices until somebody else does. The same goes for a check that is only
 * there in production when production has to be asked for, and for an error that counts as a yes.
 *
 * @bad
 * ```python
 * import os
 * import secrets
 *
 * from fastapi import Header, HTTPException
 *
 * API_KEY = os.environ["API_KEY"]
 *
 * def require_api_key(x_api_key: str = Header(default="")):
 *     if os.getenv("APP_ENV", "development") != "production":
 *         return
 *     if not secrets.compare_digest(x_api_key.encode(), API_KEY.encode()):
 *         raise HTTPException(status_code=401)
 * ```
 * @good
 * ```python
 * import os
 * import secrets
 *
 * from fastapi import Header, HTTPException
 *
 * API_KEY = os.environ["API_KEY"]
 *
 * def require_api_key(x_api_key: str = Header(default="")):
 *     if not secrets.compare_digest(x_api_key.encode(), API_KEY.encode()):
 *         raise HTTPException(status_code=401)
 * ```
 * @limits A check that is spread over several functions is seen only where one of them both asks for the secret and turns
 * callers away. What a check of a subclass adds to the one that it overrides, and asks too, may be missing. A secret that the project demands anywhere when it starts is taken to be there. Checks that answer with
 * a truth rather than with 401 or 403, and switches of their own (`AUTH_ENABLED`), are reported with `--audit` unless the
 * secret is known to be missing by default. It is `high` where what is told of payments goes unsigned while a secret is
 * missing. What a caller may do (roles, scopes, groups) is not judged, only who it is.
 * @off In tools that only listen on the loopback interface and whose key is an extra.
 * @see https://owasp.org/Top10/A07_2021-Identification_and_Authentication_Failures/
 * @see https://cwe.mitre.org/data/definitions/636.html
 */
export default rule({
  severity: "low",
  cwe: 636,
  likely: "in tests",
  mentions: [
    "auth",
    "Auth",
    "token",
    "Token",
    "TOKEN",
    "secret",
    "SECRET",
    "api_key",
    "API_KEY",
    "passw",
    "PASSW",
    "Passw",
    "ApiKey",
    "APIKey",
    "KeyMiddleware",
    "KeyCheck",
    "KeyVerif",
    "KeyValid",
    "KeyPermission",
    "credential",
    "permission",
    "signature",
    "Signature",
    "verif",
    "hmac",
    "jwt",
    "JWT",
    "Jwt",
    "login",
    "Guard",
    "Depends",
    "401",
    "403",
  ],
  *check(module) {
    for (const bypass of bypassesOf(module)) {
      yield { ...report(bypass), likely: bypass.isLikely };
    }
  },
});

function report(bypass: Bypass): Report {
  const { at, kind } = bypass;
  const origin = originOf(bypass);
  const related = [...(origin ? [origin] : []), ...consequences(bypass)];
  const message = `${effect(bypass)} ${cause(bypass, (kind === "error" ? related[0] : origin)?.at)}.`;
  // One switch that nobody has to set opens all that asks for it.
  const shared = kind !== "error" && kind !== "secret" && origin ? { cause: { at: origin.at, name: kind } } : {};
  const isGrave = bypass.kind === "secret" && takesPayments(bypass) && !isKnownToBeOpen(bypass, origin?.at);
  return { at, message, related, ...shared, severity: isGrave ? "high" : "low" };
}

/**
 * Whether a secret that may be missing signs what is told of payments. Mostly a key is an extra, and a door is open on purpose while a
 * program is written; whoever tells of payments always signs, and is believed of anybody where nobody looks.
 */
function takesPayments({ definition, subject }: Bypass): boolean {
  if (!definition || !isOfSignature(definition, subject)) return false;
  return PAYMENT_NAME.test([definition.qualifiedName, subject.text, definition.module.path].join(" "));
}

/** Whether a check holds a signature against a digest of what was sent, under the secret of a webhook. */
function isOfSignature({ node, qualifiedName }: FunctionDefinition, subject: Node): boolean {
  if (!WEBHOOK_NAME.test(`${qualifiedName} ${subject.text}`) && !WEBHOOK_NAME.test(moduleOf(node).path)) return false;
  return callsAny(node, SIGNATURE_CHECKS);
}

/** Who lets whom in, or what is not put in place. */
function effect({ definition, isSetup }: Bypass): string {
  if (isSetup)
    return definition
      ? `'${definition.qualifiedName}' leaves out the check of who is calling`
      : "The check of who is calling is left out";
  return `'${definition?.qualifiedName ?? "this"}' lets everyone in`;
}

function cause(bypass: Bypass, place: Node | undefined): string {
  const { kind, subject, byDefault } = bypass;
  const text = quoted(subject);
  const where = place ? ` ([${whereIs(place)}](1))` : "";
  const because = reason(bypass, place);
  switch (kind) {
    case "secret":
      return `when '${text}' is missing${because}`;
    case "mode":
      return `${byDefault ? "unless it is told that this is production" : "outside of production"}: '${text}' decides${because}`;
    case "debug":
      return `while '${text}' holds${byDefault === true ? `, as it does by default${where}` : ""}`;
    case "switch":
      return `unless somebody switches the check on: '${text}' decides${because}`;
    case "error":
      return `when checking fails: this handler goes on${place ? ` to '${quoted(place)}'${where}` : ""}`;
  }
}

/** What the setting is when nobody sets it, and where that is written. */
function reason({ absence, subject, kind }: Bypass, place: Node | undefined): string {
  const fallback = absence?.kind === "missing" ? absence.fallback : unconfigured(subject)[0];
  const [read] = fallback?.reads ?? [];
  const where = place ? ` ([${whereIs(place)}](1))` : "";
  if (read) {
    const isEmpty = fallback && fallback.at !== read && fallback.value !== null;
    const words = isEmpty ? ", which is empty by default" : "";
    return `, and nothing demands '${settingName(read)}'${where}${kind === "secret" ? words : ""}`;
  }
  if (absence?.kind === "missing") return `, as it is by default${where}`;
  return "";
}

/** Where it is written what the setting is when nobody sets it, if that is elsewhere. */
function originOf({ kind, absence, subject, at }: Bypass): Evidence | undefined {
  const fallback = absence?.kind === "missing" ? absence.fallback : unconfigured(subject)[0];
  const origin =
    kind === "error" ? undefined : (fallback?.reads[0] ?? (absence?.kind === "missing" ? fallback?.at : undefined));
  return origin && !at.contains(origin) ? { at: origin, message: "what it is when nobody sets it" } : undefined;
}

function consequences({ grant, install }: Bypass): readonly Evidence[] {
  const left = grant?.kind === "return_statement" ? grant : undefined;
  if (!install) return left ? [{ at: left, message: "lets the caller in" }] : [];
  const early = left ? [{ at: left, message: "leaves before that" }] : [];
  return [{ at: install, message: "put in place here otherwise" }, ...early];
}
