import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, it } from "node:test";
import { analyse } from "scslre";
import { Project, SyntaxKind } from "ts-morph";
import { ROOT } from "./support/paths.js";

/** A regular expression, and where it is written or made. */
interface Pattern {
  readonly source: string;
  readonly flags: string;
  readonly at: string;
}

/** Those that are written as such. */
function written(): readonly Pattern[] {
  const project = new Project({ skipAddingFilesFromTsConfig: true });
  for (const folder of ["src", "rules"])
    for (const { name, parentPath } of readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
      if (/(?<!\.generated)\.ts$/.test(name)) project.addSourceFileAtPath(join(parentPath, name));
  return project.getSourceFiles().flatMap((file) =>
    file.getDescendantsOfKind(SyntaxKind.RegularExpressionLiteral).map((literal) => {
      const [, source = "", flags = ""] = /^\/(.*)\/(\w*)$/.exec(literal.getText()) ?? [];
      return { source, flags, at: `${relative(ROOT, file.getFilePath())}:${String(literal.getStartLineNumber())}` };
    }),
  );
}

/** Those that rules, and what they ask, make of parts when they are loaded. */
async function made(): Promise<readonly Pattern[]> {
  const found: Pattern[] = [];
  const { RegExp } = globalThis;
  globalThis.RegExp = new Proxy(RegExp, {
    construct(target, given: ConstructorParameters<RegExpConstructor>) {
      const pattern = new target(...given);
      found.push({ source: pattern.source, flags: pattern.flags, at: pattern.source.slice(0, 80) });
      return pattern;
    },
  });
  try {
    await import("../src/engine/rules/rules.generated.js");
  } finally {
    globalThis.RegExp = RegExp;
  }
  return found;
}

/** Whether some text takes a pattern a time that doubles with each of its letters. */
function isExponential({ source, flags }: Pattern): boolean {
  const reports = { Move: false, Self: true, Trade: true };
  return analyse({ source, flags }, { reportTypes: reports }).reports.some(({ exponential }) => exponential);
}

describe("regular expressions", () => {
  it("are told apart from those that never end", () => {
    assert.ok(isExponential({ source: "(#[^\\n]*\\s*)*None", flags: "", at: "" }));
    assert.ok(!isExponential({ source: "(#[^\\n]*\\n)*None", flags: "", at: "" }));
  });

  it("take no exponential time, whatever a file holds", async () => {
    const patterns = [...(await made()), ...written()];
    assert.ok(patterns.length > 1000);
    assert.deepEqual(
      patterns.filter(isExponential).map(({ at }) => at),
      [],
    );
  });
});
