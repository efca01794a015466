import { lastNameOf } from "../../../src/python/cfg/expression.js";
import type { Module } from "../../../src/python/model/module.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import { REQUEST_NAME } from "../../../src/python/tables/access.js";
import { COOKIE_NAMES, SAME_SITE_WORDS } from "../../../src/python/tables/cors.js";

/** Whether some file of the program speaks of what knows its users by a cookie, or reads one of a request. */
export function knowsCookies(module: Module): boolean {
  const { project } = module;
  const speaking = COOKIE_NAMES.map((name) => project.modulesMatching(name, "any", module));
  const reading = project.modulesMatching("cookies", "any", module);
  return speaking.some((modules) => modules?.length !== 0) || (reading?.some(readsCookies) ?? true);
}

/** Whether a file speaks of the session of whoever asks, or of who that is. */
export function knowsSessions(module: Module): boolean {
  return ["session", "user", "current_user"].some((word) => module.spelled(word).length > 0);
}

function readsCookies(module: Module): boolean {
  for (const node of module.mentioning("cookies", "attribute")) {
    const isCookies = node.field("attribute")?.text === "cookies";
    if (isCookies && REQUEST_NAME.test(lastNameOf(node.field("object")) ?? "")) return true;
  }
  return false;
}

/** Whether the program says that its cookies go along with what another site's page asks for. */
export function areSaidToCross(module: Module): boolean {
  return SAME_SITE_WORDS.some((word) => module.project.isMatched(word, ACROSS, module));
}

const ACROSS = matchesPattern("cookies that go to other sites", /same_?site["']?\W{0,20}none\b/i);
