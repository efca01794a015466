import { rule, type Report } from "../../src/engine/rule.js";
import { openPolicies, type OpenPolicy } from "./wildcard-cors/cors.js";
import { whereIs } from "../../src/python/model/module.js";
import { quoted } from "../../src/python/editing/quote.js";
import { settingName } from "../../src/concepts/settings/defaults.js";

/**
 * The pages of every web site may read what the service answers.
 *
 * A browser keeps the pages of one site from reading the answers of another, unless that other says that they may. A
 * service that says so to everybody answers each page that a user happens to visit, from inside the user's network. With
 * credentials the browser sends the user's cookies along, and the page acts as the user.
 *
 * @bad
 * ```python
 * from fastapi import FastAPI
 * from fastapi.middleware.cors import CORSMiddleware
 * from starlette.middleware.sessions import SessionMiddleware
 *
 * app = FastAPI()
 * app.add_middleware(SessionMiddleware, secret_key=read_key(), same_site="none", https_only=True)
 * app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
 * ```
 * @good
 * ```python
 * import os
 *
 * from fastapi import FastAPI
 * from fastapi.middleware.cors import CORSMiddleware
 *
 * app = FastAPI()
 * origins = os.environ.get("ALLOWED_ORIGINS", "https://app.example.com").split(",")
 * app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)
 * ```
 * @limits Origins that are computed, or read from a file, are not judged. A policy that is in force only when somebody
 * switches it on is left alone, and so are settings files of django that are named for development or tests. Headers
 * written by hand are reported next to `Access-Control-Allow-Credentials` only. It is `high` where cookies are sent along
 * and the project says that its own go to pages of other sites (`SameSite=None`), and `low` otherwise: an API that looks for a token
 * in a header answers nobody else's page, and is mostly open on purpose; of cookies of which nothing is said browsers keep most on
 * their site, and they take no `*` together with credentials.
 * @off In services that publish open data to everybody and know no users.
 * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS
 * @see https://www.starlette.io/middleware/#corsmiddleware
 * @see https://cwe.mitre.org/data/definitions/942.html
 */
export default rule({
  severity: "high",
  cwe: 942,
  likely: "in tests",
  mentions: ["CORSMiddleware", "CORS", "cors", "Access-Control-Allow-Origin", "access-control-allow-origin"],
  *check(module) {
    for (const policy of openPolicies(module)) {
      yield { ...report(policy), likely: policy.isDoubtful === true };
    }
  },
});

const CONSEQUENCES = {
  none: "so any page can read its answers",
  unused: "so any page can read its answers, and those that a cookie opens as soon as there is one",
  refused:
    "which browsers do not take together with credentials: any page can read its answers, and none with a cookie",
  "same site":
    "so any page can read its answers, and those that a cookie opens as soon as one is sent across sites ('SameSite')",
  sent: "so any page that a user visits can send requests with that user's cookies and read the answers",
} as const;

function report(policy: OpenPolicy): Report {
  const { at, origin, credentials, kept } = policy;
  const consequence = CONSEQUENCES[credentials ? (kept ?? "sent") : "none"];
  const message = `Every origin is allowed${credentials ? ", with credentials" : ""}: ${reason(policy)}, ${consequence}.`;
  const written = origin && !at.contains(origin.at) ? origin.at : undefined;
  return {
    at,
    severity: credentials && !kept ? "high" : "low",
    message,
    related: written ? [{ at: written, message: "allows every origin" }] : [],
  };
}

function reason({ at, by, origin }: OpenPolicy): string {
  if (!origin)
    return by === "*" || by.includes(" ")
      ? `'${quoted(at)}' allows ${by === "*" ? "'*'" : by}`
      : `'${by}' is not told which ones`;
  const where = at.contains(origin.at) ? "" : ` ([${whereIs(origin.at)}](1))`;
  const [read] = origin.reads;
  const unless = read ? ` unless '${settingName(read)}' is set` : "";
  return `'${by}' is '${quoted(origin.at)}'${where}${unless}`;
}
