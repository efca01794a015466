import * as v from "valibot";
import { SEVERITIES } from "../engine/severity.js";
import { glob } from "../files/glob.js";
import { FORMATS } from "./formats.js";
import { FACT_KINDS } from "../python/model/facts.js";

// The message of each schema says what is expected, as an error goes on after "must be".

/** A rule's id or a domain. Which there are is checked apart: rules may be added from outside. */
export const RuleName = v.pipe(
  v.string("the name of a rule or a domain in quotes"),
  v.description("A rule like `zmq/rebind`, or a domain like `zmq`, which stands for all of its rules."),
);

const RuleNames = v.array(RuleName, 'a list of rules and domains like ["zmq", "threads/unjoined-thread"]');

const SeverityName = v.picklist(SEVERITIES, `one of ${SEVERITIES.join(", ")}`);

const Severities = v.record(RuleName, SeverityName, 'a table of severities by rule or domain like { zmq = "high" }');

const Flag = v.boolean("true or false");

/** A glob of files and directories, see docs/configuration.md. */
const GlobText = v.pipe(
  v.string('a glob in quotes like "tests/**"'),
  v.minLength(1, 'a glob like "tests/**"'),
  v.check(
    (text) => faultOf(text) === undefined,
    ({ input }) => `a glob that can be read (${faultOf(input) ?? ""})`,
  ),
);

const Globs = v.pipe(
  v.array(GlobText, 'a list of globs like ["legacy", "*_pb2.py"]'),
  // Every file is held against each of them, and they may come from somebody hostile.
  v.maxLength(200, "a list of at most 200 globs"),
);

/** The vocabulary of the built-in tables. */
const ApiPath = v.pipe(
  v.string("a path in quotes like 'acme.bus.Bus().receive()'"),
  v.regex(
    /^[\p{L}_{][\p{L}\p{N}_]*(?:[\p{L}\p{N}_,{}]|\(\)|\[\]|\.(?=[\p{L}_{]))*$/u,
    "a path like 'acme.bus.Bus().receive()': names joined by dots, () for what a call gives, [] for an item",
  ),
  v.check(isSmallPath, "a path of at most 200 characters whose braces stand for at most 100 paths"),
  v.description(
    "A path such as `acme.bus.Bus().receive()`: names joined by dots, `()` for what calling gives, `[]` for an item, " +
      "`{a,b}` for either.",
  ),
);

const ApiPaths = v.array(ApiPath, "a list of paths like ['acme.codec.{load,loads}']");

const FlagName = v.pipe(
  v.string("a name in quotes like 'shutting_down'"),
  v.regex(/^[\p{L}_][\p{L}\p{N}_]*$/u, "the name of a variable or an attribute like 'shutting_down'"),
);

const described = <T extends v.GenericSchema>(schema: T, text: string) =>
  v.exactOptional(v.pipe(schema, v.description(text)));

const paths = {
  select: described(RuleNames, "Only these rules run."),
  ignore: described(RuleNames, "These rules do not run."),
  severity: described(Severities, "How grave the findings of a rule, or of all rules of a domain, are."),
  audit: described(
    Flag,
    "Whether to report also what is likely but not proved, or in code that nothing runs, one severity lower.",
  ),
};

/** What there is to say for some paths. */
const PathSettings = v.strictObject(paths, "a table of select, ignore, severity and audit");

/** What each form of a fact is written as. */
const FACT = {
  functions: ApiPaths,
  names: v.array(FlagName, "a list of names like ['shutting_down']"),
  sources: v.record(
    v.pipe(v.string(), v.minLength(1, "some words"), v.maxLength(100, "at most 100 characters")),
    ApiPaths,
    "a table of paths by what they bring in, like { \"an order\" = ['acme.bus.Bus().receive()'] }",
  ),
};

/** What a project knows about itself. */
const Knowledge = v.strictObject(
  Object.fromEntries(FACT_KINDS.map(([, { key, form, says }]) => [key, described(FACT[form], says)])),
  `a table like { unpicklers = ['acme.codec.loads'] }`,
);

/** What a configuration file may say. */
export const CONFIGURATION = v.strictObject(
  {
    extend: described(
      v.pipe(v.string("the path of a TOML file in quotes"), v.minLength(1, "the path of a TOML file")),
      "A configuration of the same repository that this one starts from, relative to this file.",
    ),
    ...paths,
    exclude: described(Globs, "Files and directories that are left out, relative to this file."),
    "require-reason": described(Flag, "Whether a comment that silences a finding has to say why."),
    "min-severity": described(SeverityName, "Findings below this are left out."),
    "fail-on": described(SeverityName, "The exit code is 1 for findings at or above this."),
    baseline: described(
      v.pipe(v.string("the path of a baseline in quotes"), v.minLength(1, "the path of a baseline")),
      "A baseline of the same repository, relative to this file: what is in it is left out.",
    ),
    format: described(v.picklist(FORMATS, `one of ${FORMATS.join(", ")}`), "What a report is written as."),
    "per-path": described(
      v.pipe(
        v.record(GlobText, PathSettings, 'a table for each glob, like [per-path."tests/**"]'),
        v.maxEntries(100, "tables for at most 100 globs"),
      ),
      "What is different for files that a glob describes, relative to this file.",
    ),
    knowledge: described(Knowledge, "What the project knows about itself, in the vocabulary of the built-in tables."),
  },
  "a table",
);

/** The keys of each table that has fixed ones. */
export const KEYS = {
  file: Object.keys(CONFIGURATION.entries),
  path: Object.keys(PathSettings.entries),
  knowledge: Object.keys(Knowledge.entries),
} as const;

/** What a valid configuration file says. */
export type Configuration = v.InferOutput<typeof CONFIGURATION>;

/** What is wrong with a glob; undefined when nothing is. */
function faultOf(text: string): string | undefined {
  try {
    glob(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isSmallPath(path: string): boolean {
  const groups = path.match(/\{[^{}]*\}/g) ?? [];
  const paths = groups.reduce((product, group) => product * group.split(",").length, 1);
  return path.length <= 200 && paths <= 100 && !/[{},]/.test(path.replace(/\{[^{}]*\}/g, ""));
}
