import { readdirSync } from "node:fs";
import { basename } from "node:path";
import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import parser from "@typescript-eslint/parser";
import tseslint from "typescript-eslint";

/** What the files of a folder may not import, and why. */
const forbids = (files, group, message) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns: group.map((regex) => ({ regex, message })) }] },
});

/** Matches an import of one of the folders of `src`, from a folder beside it or from `rules`. */
const rooms = (...names) => `^(\\.\\./)+(src/)?(${names.join("|")})(/|\\.js$)`;

/** The ways to a file's bytes. `src/files/read.ts` knows how to go them where anybody may have put anything. */
const READING = "readFile|readFileSync|createReadStream|open|openSync|openAsBlob|promises|default";
const oneReader = ["ImportSpecifier", "ImportNamespaceSpecifier", "ImportDefaultSpecifier"].map((kind) => ({
  selector: `ImportDeclaration[source.value=/^(node:)?fs(\\/promises)?$/] ${kind}${kind === "ImportSpecifier" ? `[imported.name=/^(${READING})$/]` : ""}`,
  message: "files are read with src/files/read.ts alone: no link, pipe, device or endless file may be read unawares",
}));

const treeSitter = "^(web-)?tree-sitter";
const oneWay =
  "imports point one way: cli → evidence → plan, triage → engine → rules → concepts → python (dataflow → model → cfg → tables) → syntax → files";

/** The rooms of `src/python`, the uppermost first: each may import those behind it. */
const python = ["editing", "dataflow", "model", "cfg", "prefilter", "grammar", "tables"];

/** The stairs of `src/engine`, the uppermost first: each may import those below it, and all of them what rules are. */
const engine = ["fix", "change", "live", "scan", "judge", "share", "cache", "run", "request", "rules", "finding"];

/** Matches an import of one of the stairs above one, from a folder that lies so. */
const stairsAbove = (index, from) => (index === 0 ? [] : [`^${from}(${engine.slice(0, index).join("|")})/`]);

const staircase = `a scan goes one way, and ${engine.toReversed().join(" → ")} know nothing of those after them`;

/** What any rule may import, and what only it asks: the files in the folder of its own name. */
const vocabulary = [
  rooms("files", "plan", "triage", "report", "config", "cli", "docs"),
  "^(\\.\\./)+src/engine/(?!(rule|severity)\\.js$)",
  "^(\\.\\./)+src/syntax/(?!node\\.js$)",
  "^[^.]",
];
const rulesOnly =
  "a rule imports src/engine/rule.js, the vocabulary of src/concepts and src/python, and what lies in the folder of its own name";
const ownFolders = readdirSync("rules", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.parentPath !== "rules")
  .map((entry) => `${entry.parentPath}/${entry.name}`);

/** Methods that change what they are called on. */
const CHANGES = /^(set|add|delete|clear|push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin)$/;

/** Whether a reference gives a name another value, or changes the value that it has. */
function changes(reference) {
  const { identifier } = reference;
  if (reference.isWrite()) return reference.init !== true;
  const member = identifier.parent;
  if (member?.type !== "MemberExpression" || member.object !== identifier) return false;
  const use = member.parent;
  if (use.type === "CallExpression") return use.callee === member && CHANGES.test(member.property.name);
  // Where a sticky pattern looks is said anew each time.
  if (use.type === "AssignmentExpression") return use.left === member && member.property.name !== "lastIndex";
  return use.type === "UpdateExpression" || (use.type === "UnaryExpression" && use.operator === "delete");
}

/** Nothing at the top of a file changes once the file has been read: what one program leaves there, the next would find. */
const moduleState = {
  meta: { type: "problem", schema: [] },
  create: ({ sourceCode, report }) => ({
    "Program:exit"() {
      const scope = sourceCode.scopeManager.scopes.find(({ type }) => type === "module");
      const references = scope?.variables.flatMap((variable) => variable.references) ?? [];
      for (const reference of references) {
        if (changes(reference) && reference.from.variableScope !== scope)
          report({ node: reference.identifier, message: "what is remembered belongs to a project: project.once(…)" });
      }
    },
  }),
};

export default defineConfig(
  { ignores: ["dist/", "fixtures/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts", "**/*.cts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parser, parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // A dispatcher that returns what it dispatches to reads better than a break after each case.
      "@typescript-eslint/no-confusing-void-expression": "off",
      // Kinds of tokens are compared with table entries, which are numbers.
      "@typescript-eslint/no-unsafe-enum-comparison": "off",
      // It asks for assertions that no-non-null-assertion forbids.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      eqeqeq: "error",
    },
  },
  { files: ["**/*.cts"], rules: { "@typescript-eslint/no-require-imports": "off" } },
  // Columns are read by row: an index is in range because the tree was built that way.
  { files: ["src/syntax/**"], rules: { "@typescript-eslint/no-non-null-assertion": "off" } },
  // describe, it and test return promises that the runner waits for; terminals are tested with what controls them.
  { files: ["test/**"], rules: { "@typescript-eslint/no-floating-promises": "off", "no-control-regex": "off" } },

  {
    files: ["src/python/**", "src/concepts/**", "rules/**"],
    plugins: { scarlint: { rules: { "module-state": moduleState } } },
    rules: { "scarlint/module-state": "error" },
  },

  // One writes a file of its own, the other runs before there is anything to import.
  {
    files: ["src/**"],
    ignores: ["src/files/read.ts", "src/files/replace-file.ts", "src/cli/launch.cts"],
    rules: { "no-restricted-syntax": ["error", ...oneReader] },
  },

  forbids(
    ["src/files/**"],
    [rooms("syntax", "python", "concepts", "engine", "plan", "triage", "report", "config", "cli", "docs"), treeSitter],
    oneWay,
  ),
  forbids(
    ["src/syntax/**"],
    [rooms("files", "python", "concepts", "engine", "plan", "triage", "report", "config", "cli", "docs")],
    oneWay,
  ),
  ...python.map((room, index) =>
    forbids(
      [`src/python/${room}/**`],
      [
        rooms("files", "concepts", "engine", "plan", "triage", "report", "config", "cli", "docs"),
        // From a file of one room to another: `../dataflow/flow.js`.
        `^\\.\\./(${[...python.slice(0, index), "index\\.js"].join("|")})`,
        treeSitter,
      ],
      oneWay,
    ),
  ),
  forbids(
    ["src/concepts/**"],
    [rooms("files", "engine", "plan", "triage", "report", "config", "cli", "docs"), "^(\\.\\./)+rules/", treeSitter],
    oneWay,
  ),
  ...engine.map((stair, index) =>
    forbids(
      [`src/engine/${stair}/**`],
      [rooms("cli", "plan", "triage", "report"), ...stairsAbove(index, "\\.\\./"), treeSitter],
      staircase,
    ),
  ),
  forbids(
    ["src/engine/*.ts"],
    [rooms("cli", "plan", "triage", "report"), ...stairsAbove(engine.length, "\\./"), treeSitter],
    staircase,
  ),
  forbids(
    ["src/plan/**"],
    [rooms("cli", "triage", "evidence", "report", "config", "docs", "files", "python", "syntax"), treeSitter],
    oneWay,
  ),
  forbids(["src/triage/**"], [rooms("cli", "evidence", "report", "config"), treeSitter], oneWay),
  forbids(["src/evidence/**"], [rooms("cli", "plan", "report", "config", "docs"), treeSitter], oneWay),
  forbids(
    ["src/config/**"],
    [
      rooms("cli", "plan", "triage", "report", "docs", "syntax"),
      "^(\\.\\./)+engine/(?!(nearest|severity|rules/former-names)\\.js$)",
      treeSitter,
    ],
    "configuration knows files, and what the engine calls things",
  ),
  forbids(["src/report/**"], [rooms("cli", "files", "python", "syntax"), treeSitter], "a report knows findings only"),
  forbids(["src/testing/**"], [rooms("cli", "plan", "triage", "report"), treeSitter], oneWay),
  forbids(["src/lsp/**", "src/mcp/**"], [rooms("cli", "plan", "triage"), treeSitter], oneWay),
  forbids(["src/cli/**"], [treeSitter], "only src/syntax knows tree-sitter"),
  forbids(["rules/*/*.ts"], [...vocabulary, "^\\./|^(\\.\\./)+(?!\\.\\./|src/)"], rulesOnly),
  ...ownFolders.flatMap((folder) => [
    forbids([`${folder}.ts`], [...vocabulary, `^\\./(?!${basename(folder)}/)|^(\\.\\./)+(?!\\.\\./|src/)`], rulesOnly),
    forbids([`${folder}/**`], [...vocabulary, "^(\\.\\./)+(?!\\.\\./|src/)"], rulesOnly),
  ]),
);
