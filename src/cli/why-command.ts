import { loadDocs } from "../engine/rules/docs.js";
import { ruleNamed, selectRules } from "../engine/rules/selection.js";
import { why } from "../engine/scan/why/why.js";
import { visibleJson } from "../report/visible.js";
import { toWhy, toWhyJson } from "../report/why.js";
import type { ScanFlags } from "./flags.js";
import { knownRules } from "./known-rules.js";
import { soleFormat } from "./outputs.js";
import { Progress } from "./progress.js";
import { requestOf } from "./request.js";
import { comparison } from "./scan-command.js";
import { styleFor } from "./showing.js";
import { print } from "./streams.js";
import { UsageError } from "./usage-error.js";

/** Says why a line is reported, or why not. @param place as in `shop/pool.py:73` */
export async function whyCommand(place: string, name: string | undefined, flags: ScanFlags): Promise<void> {
  const known = await knownRules(flags);
  const rules = selectRules(flags, known);
  const format = soleFormat(flags);
  if (format !== "text" && format !== "json")
    throw new UsageError("'why' answers in text, or in JSON with --format json");
  const rule = name === undefined ? undefined : ruleNamed(name, known);
  const progress = new Progress(process.stderr, true);
  const request = {
    ...requestOf([], flags, known),
    rules: known,
    minSeverity: flags.minSeverity,
    today: new Date().toISOString().slice(0, "2027-01-31".length),
    onProgress: (done: number, total: number) => progress.update(done, total),
  };
  const { baseline } = flags;
  const withoutOld = baseline === undefined ? undefined : await comparison(baseline, [], rules, flags);
  const question = { ...placeOf(place), about: rule ? [rule] : known, withoutOld };
  const answer = await why(request, question).finally(() => progress.clear());
  const limits = rule && ((await loadDocs([rule])).get(rule.id)?.limits ?? "");
  const text =
    format === "json"
      ? visibleJson(toWhyJson(answer))
      : await toWhy(answer, await styleFor(answer, flags, process.stdout), limits);
  await print(process.stdout, text);
}

function placeOf(place: string): { file: string; line: number } {
  const [, file, line] = /^(.+?):(\d{1,9})(?::\d+)?$/s.exec(place) ?? [];
  if (file !== undefined && Number(line) > 0) return { file, line: Number(line) };
  throw new UsageError(`'${place}' names no line; write it as in shop/pool.py:73`);
}
