/** Code that a report quotes where it tells of a bug: as it was, or as it was to become. */
export interface Quote {
  readonly code: string;
  /** The line of the report. */
  readonly line: number;
  readonly side: "before" | "after";
}

const BEFORE =
  /(?<!\p{L})(?:before|current(?:ly)?|buggy|vulnerable|problem(?:atic)?|old|original|offending|broken|wrong|vorher|avant|antes|до)(?!\p{L})|修复前|原代码/iu;
const AFTER =
  /(?<!\p{L})(?:after|fix(?:ed)?|new|correct(?:ed)?|solution|recommended|proposed|suggested|should|nachher|après|después|depois|после)(?!\p{L})|修复后|修改后/iu;

/** What quoted code is, as the line before it says; undefined when that says neither, or both, or the code has comments for it. */
export function sideOf(said: string, code: string): Quote["side"] | undefined {
  const remarks = code.match(/(?:^|\s)(?:#|\/\/).*$/gm)?.join(" ") ?? "";
  const isMixed = BEFORE.test(remarks) && AFTER.test(remarks);
  if (isMixed || BEFORE.test(said) === AFTER.test(said)) return undefined;
  return BEFORE.test(said) ? "before" : "after";
}

/** Lines of code that tell: without indentation, comments and what is blank; undefined where something is left out, or too little stands there. */
export function tellingLines(code: string): readonly string[] | undefined {
  if (/^\s*(?:#\s*)?\.\.\.|^[+-]\s|…/m.test(code)) return undefined;
  const lines = plainLines(code);
  return lines.length > 1 && lines.join("").length >= LEAST ? lines : undefined;
}

/** Characters. Less stands anywhere. */
const LEAST = 30;

/** How often lines stand right behind each other in a file. */
export function timesIn(file: string, lines: readonly string[]): number {
  const all = plainLines(file);
  const [first, ...others] = lines;
  let times = 0;
  for (let at = all.indexOf(first ?? ""); at >= 0; at = all.indexOf(first ?? "", at + 1))
    if (others.every((line, index) => all[at + 1 + index] === line)) times++;
  return times;
}

function plainLines(code: string): string[] {
  return code.split("\n").flatMap((line) => {
    const text = line.replace(/\s#.*$/, "").trim();
    return text === "" || text.startsWith("#") ? [] : [text];
  });
}
