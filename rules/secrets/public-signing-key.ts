import { rule, type Evidence, type Report } from "../../src/engine/rule.js";
import { settingName } from "../../src/concepts/settings/defaults.js";
import { step } from "../../src/python/dataflow/evidence.js";
import { findFlow } from "../../src/python/dataflow/flow.js";
import { moduleOf, whereIs } from "../../src/python/model/module.js";
import { comparisonsIn } from "./public-signing-key/compared.js";
import { keyUsesIn, type KeyUse } from "./public-signing-key/key-uses.js";
import { publicTextOf, type PublicText } from "./public-signing-key/public-text.js";
import { isRefused } from "./public-signing-key/refused.js";

/**
 * The key that guards what comes in is a text of the source.
 *
 * A service believes a token, a cookie or a signature because only it has the key. When the key is written down in the
 * source, or is what a setting falls back to, everybody who has the source has it too, and signs as whomever they like. A
 * deployment that forgets the variable runs, and looks healthy. Asking whether the key is empty does not help, for it
 * never is, and neither does a warning in the log.
 *
 * @bad
 * ```python
 * import os
 *
 * import jwt
 *
 * SIGNING_KEY = os.getenv("SIGNING_KEY", "change-me")
 *
 * def issue(user):
 *     return jwt.encode({"sub": user}, SIGNING_KEY, algorithm="HS256")
 * ```
 * @good
 * ```python
 * import os
 *
 * import jwt
 *
 * SIGNING_KEY = os.environ["SIGNING_KEY"]
 *
 * def issue(user):
 *     return jwt.encode({"sub": user}, SIGNING_KEY, algorithm="HS256")
 * ```
 * @limits Keys are known by what they are used for: signing and checking tokens, sealing, signed cookies, and comparing
 * with what a client sent; keys for somebody else's service open nothing here and are left alone. A default that the
 * program refuses, by an error or an exit, or replaces by a random one is none, wherever in the project that
 * happens. Settings for development and tests, by the name of their file or class, are left alone. What callers out of
 * sight may pass instead takes `--audit`. What the environment may set is `low`.
 * @off In programs that only their author runs, on a machine of their own.
 * @see https://cwe.mitre.org/data/definitions/798.html
 * @see https://cwe.mitre.org/data/definitions/1188.html
 */
export default rule({
  severity: "critical",
  cwe: 798,
  mentions: [
    "jwt",
    "JWT",
    "jose",
    "hmac",
    "Fernet",
    "itsdangerous",
    "secret",
    "SECRET",
    "_session",
    "LoginManager",
    "AuthTkt",
    "passw",
    "PASSW",
    "api_key",
    "API_KEY",
    "token",
    "TOKEN",
    "compare_digest",
    "auth",
    "admin",
  ],
  *check(module) {
    if (module.isTest || module.isExample) return;
    for (const use of [...keyUsesIn(module), ...comparisonsIn(module)]) {
      const text = publicTextOf(use.key, use.takes);
      if (text && !isForOthers(use, text) && !isRefused(text)) yield report(use, text);
    }
  },
});

/** Whether the key is for a door that is not this program's. */
function isForOthers({ mayBeForOthers }: KeyUse, { names }: PublicText): boolean {
  return mayBeForOthers !== undefined && names.some((name) => mayBeForOthers.test(name));
}

function report(use: KeyUse, text: PublicText): Report {
  const { at, does } = use;
  const { literal, isCertain } = text;
  const isHere = at.contains(literal);
  const related = isHere ? [] : [{ at: literal, message: "everybody who has the source has it" }];
  const source = sourceOf(use, text, isHere ? "" : ` ([${whereIs(literal)}](1))`);
  const idle = use.isIdle ? "; nothing here is seen to sign with it" : "";
  const message = does.endsWith(":") ? `${does} ${source}${idle}.` : `${does}.`;
  // What somebody may configure, most have: whether they must is said in many ways.
  const severity = text.read || use.isIdle ? "low" : "critical";
  return { at, severity, message, related, flow: wayOf(use, text), likely: !isCertain, cause: { at: literal } };
}

/** What the key is, and where that is written. */
function sourceOf({ at }: KeyUse, { literal, read }: PublicText, link: string): string {
  const where = moduleOf(literal) === moduleOf(at) ? "a text in this file" : "a text of the source";
  return read ? `'${settingName(read)}' falls back to ${where}${link}` : `it is ${where}${link}`;
}

/** From the text over the setting to the use. */
function wayOf({ at, key, guards }: KeyUse, { literal, read }: PublicText): readonly Evidence[] {
  const start = read ?? literal;
  const flow = findFlow(key, { label: (node) => (node === start || node === literal ? "the key" : undefined) });
  const steps = flow?.steps ?? [step(start, "source", "the key")];
  const written = read && !read.contains(literal) ? [step(literal, "source", "a text that everybody can read")] : [];
  return [...written, ...steps, { at, message: guards }];
}
