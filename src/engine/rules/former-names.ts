import type { Layer } from "../../config/settings.js";
import type { CommentedFile } from "../finding/suppression-comments.js";
import type { FormerName } from "../finding/finding.js";
import { RULES } from "./rules.generated.js";

/** The ids that rules went by, and those that they go by now. */
const NOW: ReadonlyMap<string, string> = new Map(
  RULES.flatMap(({ id, rule: { formerly = [] } }) => formerly.map((old) => [old, id] as const)),
);

/** The id that a rule has by now, given any that it has had; every other name as it is. */
export function currentName(name: string): string {
  return NOW.get(name) ?? name;
}

/** The former ids that configurations and the command line use, and who says so. */
export function formerNamesIn(layers: readonly Layer[]): readonly FormerName[] {
  return layers.flatMap(({ select, ignore, severity = [] }) => [
    ...(select?.value ?? []).flatMap((name) => formerName(name, select?.by)),
    ...(ignore?.value ?? []).flatMap((name) => formerName(name, ignore?.by)),
    ...severity.flatMap(({ name, said }) => formerName(name, said.by)),
  ]);
}

/** The former ids that comments in the code use, and where. */
export function formerNamesInComments(files: readonly CommentedFile[]): readonly FormerName[] {
  return files.flatMap(({ path, comments }) =>
    comments.flatMap(({ line, directives }) =>
      directives.flatMap(({ names }) => names.flatMap(({ text }) => formerName(text, `${path}:${String(line)}`))),
    ),
  );
}

function formerName(name: string, by = ""): readonly FormerName[] {
  const now = NOW.get(name);
  return now === undefined ? [] : [{ name, now, by }];
}
