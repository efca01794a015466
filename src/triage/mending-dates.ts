import type { ClaimedBug } from "./claimed.js";
import { dateIn, type Span } from "./times.js";
import { statusIn } from "./wording.js";

/** Whether a label says when a bug was found, and not when it came about or when the report was written. */
export function isOfFinding(label: string): boolean {
  return FOUND.test(label);
}

const FOUND =
  /^(?:(?:date |first )?(?:found|discovered|detected|reported|seen|observed|opened)(?: on)?|gefunden|entdeckt|gemeldet|découvert|signalé|detectado|encontrado|descoberto|reportado|найден[оа]?|обнаружен[оа]?|发现时间|发现日期|报告时间|発見日|検出日時?)(?!\p{L})/iu;

/** Whether a label says when a bug was mended. */
export function isOfMending(label: string): boolean {
  return MENDED.test(label);
}

const MENDED =
  /^(?:(?:date )?(?:fixed|resolved|closed)(?: (?:on|at|date))?|(?:fix|resolution) date|behoben(?: am)?|corrigé le|corregido el|corrigido em|исправлено|修复时间|修复日期|修正日)$/iu;

/** The day on which a status says that a bug was mended: `Fixed (2030-01-05)`, and no other day. */
export function mendedOn(status: string): Span | undefined {
  const [said = ""] = /^[^.;。；\n]{0,80}/u.exec(status) ?? [];
  const isOne = (said.match(/\d{4}-\d\d-\d\d/g) ?? []).length < 2;
  return isOne && statusIn(said) === "resolved" && !OF_ANOTHER.test(said) ? dateIn(said) : undefined;
}

/** A day on which it was mended once before, or on which something else was. */
const OF_ANOTHER =
  /(?<!\p{L})(?:previous|earlier|first|before|since|again|re-?(?:fixed|found|ported|opened)|duplicate|see|originally|upstream|release[ds]?|verified|reviewed|introduced|partly|partially)(?!\p{L})/iu;

/** Days are those of some time zone. */
const DAY = 24 * 60 * 60 * 1000;

/** Whether a bug was mended before it was found, as a report says. */
export function isMendedTooEarly({ foundOn, mendedOn: mended, reopened, isRetold }: ClaimedBug): boolean {
  if (!foundOn || !mended || reopened || isRetold) return false;
  return mended.value.to + DAY < foundOn.value.from;
}
