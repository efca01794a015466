import type { RuleDoc } from "./rule-doc.js";

const TAGS = ["bad", "good", "limits", "off", "see"] as const;

type Tag = (typeof TAGS)[number];

/** The lines after one tag, or before the first. */
interface Section {
  readonly tag: Tag | undefined;
  readonly lines: string[];
}

/**
 * Reads the comment above a rule.
 *
 * The raw text is read line by line instead of asking TypeScript for its tags: a tag stands outside of code fences,
 * so that a Python decorator at the start of a line is part of its program.
 *
 * @param raw - the comment with its delimiters
 * @throws Error with one line that says what the comment lacks
 */
export function parseComment(raw: string): Omit<RuleDoc, "id"> {
  const sections = sectionsOf(linesOf(raw));
  const intro = textOf(sections, undefined);
  const { first, rest } = splitSentence(intro);
  if (!first) throw new Error("the comment has to begin with a sentence that ends in a full stop");
  if (!rest) throw new Error("the comment does not say why it hurts after its first sentence");
  return {
    summary: first,
    description: rest,
    bad: required(programsOf(sections, "bad"), "bad"),
    good: required(programsOf(sections, "good"), "good"),
    limits: required(textOf(sections, "limits"), "limits"),
    off: required(textOf(sections, "off"), "off"),
    see: sections.filter((section) => section.tag === "see").map((section) => trimmed(section.lines)),
  };
}

/** The comment's lines without its delimiters and the asterisks in front. */
function linesOf(raw: string): string[] {
  const body = raw.replace(/^\/\*\*/, "").replace(/\*\/$/, "");
  return body.split(/\r?\n/).map((line) =>
    line
      .replace(/^\s*\* ?/, "")
      .replaceAll("*\\/", "*/")
      .trimEnd(),
  );
}

function sectionsOf(lines: readonly string[]): Section[] {
  let current: Section = { tag: undefined, lines: [] };
  const sections = [current];
  let fenced = false;
  for (const line of lines) {
    const tagged = fenced ? null : /^@(\w+)\s*(.*)$/.exec(line);
    if (tagged) {
      const [, name = "", rest = ""] = tagged;
      const tag = TAGS.find((known) => known === name);
      if (!tag) throw new Error(`the comment has an unknown tag @${name}; it may use @${TAGS.join(", @")}`);
      sections.push((current = { tag, lines: [rest] }));
    } else {
      if (isFence(line)) fenced = !fenced;
      current.lines.push(line);
    }
  }
  if (fenced) throw new Error("the comment has a code fence that is not closed");
  return sections;
}

const isFence = (line: string): boolean => /^\s*```/.test(line);

function textOf(sections: readonly Section[], tag: Tag | undefined): string {
  const texts = sections.filter((section) => section.tag === tag).map((section) => trimmed(section.lines));
  return texts.join("\n\n");
}

function trimmed(lines: readonly string[]): string {
  return lines.join("\n").trim();
}

/** The programs in a tag's code fences; anything else there would be lost, so it is refused. */
function programsOf(sections: readonly Section[], tag: "bad" | "good"): string[] {
  const programs: string[] = [];
  for (const section of sections.filter((candidate) => candidate.tag === tag)) {
    let program: string[] | undefined;
    for (const line of section.lines) {
      if (isFence(line)) {
        if (program) programs.push(`${program.join("\n")}\n`);
        else if (line.trim() !== "```python") throw new Error(`a code fence in @${tag} has to begin with \`\`\`python`);
        program = program ? undefined : [];
      } else if (program) program.push(line);
      else if (line) throw new Error(`@${tag} has text outside of its code fence: '${line}'`);
    }
  }
  return programs;
}

function required<T extends string | readonly string[]>(value: T, tag: Tag): T {
  if (value.length === 0) throw new Error(`the comment lacks @${tag}`);
  return value;
}

/** Cuts a text after its first sentence: a full stop before white space, outside of `code`. */
function splitSentence(text: string): { first: string; rest: string } {
  const end = /^(?:`[^`]*`|[^`])*?[.!?](?=\s|$)/.exec(text)?.[0] ?? "";
  return { first: end.replace(/\s+/g, " "), rest: text.slice(end.length).trim() };
}
