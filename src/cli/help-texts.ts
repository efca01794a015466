// What the help and the manual say beside what each command and option says of itself.

/** Command lines, and what they are for. */
export const EXAMPLES: readonly (readonly [command: string, purpose: string])[] = [
  ["scarlint", "scan the current directory"],
  ["scarlint --staged", "only what the next commit brings"],
  ["scarlint src --fail-on high -q", "for a script: grave findings, no summary"],
  ["scarlint -f sarif=scan.sarif -f text", "for code scanning and for people"],
  ["scarlint explain zmq/rebind", "what a rule means, with programs"],
  ["scarlint baseline", "put today's findings aside"],
  ["scarlint plan -o plan.md", "what to do first, and what then"],
];

/** What is good to know about a scan. */
export const SCAN =
  "A rule is named like zmq/rebind, all rules of a domain like zmq. --format may be given several times; FORMAT=FILE writes that " +
  "report to a file. A file that is named itself is always scanned; what lies in a directory is left out when git ignores it, when " +
  "--exclude matches it, or when it is a virtual environment, a cache or build output. To scan a directory that is called like a " +
  "command, write ./rules.";

/** What the command tells its caller. */
export const EXIT_CODES: readonly (readonly [code: number, meaning: string])[] = [
  [0, "nothing at or above --fail-on"],
  [1, "findings"],
  [2, "the run cannot be trusted"],
];

/** What is good to know about each command, by its name. */
export const COMMANDS: Readonly<Record<string, readonly string[] | undefined>> = {
  baseline: ["It is written to .scarlint-baseline.json, or where --output says."],
  triage: [
    "What is not committed does not count. The page docs/triage.md tells more. --format and --output go with --check.",
    "Exit code: 0 the report is written, or --check finds nothing untrue in it; 1 it says what is not true; 2 the run cannot be trusted.",
  ],
  evidence: [
    "It reads files that runs wrote, never logs, and runs nothing. --format is text, json or html; --report is Markdown. The page " +
      "docs/evidence.md tells more.",
    "Exit code: 0 what was asked of the runs is met, or --check finds nothing untrue; 1 something is missed, or untrue; 2 the run cannot be trusted.",
  ],
  plan: ["A plan is Markdown, or JSON with --format json. 'show --todo' writes a task list again, with what is done."],
  merge: [
    "Run it where the same files are as the shards had, in the directory that they were scanned from. What to scan and with which rules " +
      "is known from the shards; --rules is what the shards had.",
  ],
  lsp: [
    "Each folder of the workspace is scanned as the command scans it there. The page docs/editors.md sets editors up.",
  ],
  mcp: [
    "It looks at the directory that it is run in and changes nothing. The page docs/assistants.md sets assistants up.",
  ],
  why: ["It goes by what a scan of the current directory would do, and answers as text, or with --format json."],
  explain: ["On a terminal the page is laid out, elsewhere it is Markdown."],
  completion: [
    "bash: scarlint completion bash >> ~/.bashrc",
    "zsh: scarlint completion zsh >> ~/.zshrc, below compinit",
    "fish: scarlint completion fish > ~/.config/fish/completions/scarlint.fish",
  ],
};
