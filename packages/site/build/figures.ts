/** A number that says why to believe us, and the page that says how it was measured. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
  /** From the site's root. */
  readonly address: string;
}

/**
 * The three numbers of the front page, out of the pages that keep them.
 *
 * @throws Error with one line that says which could not be found, when a page has come to say it in other words.
 */
export function figuresOf(readme: string, benchmark: string): readonly Figure[] {
  const promise = readme.replaceAll("\n", " ");
  const [, projects, right, read] = found(
    promise,
    /On (\d+) public projects[^.]*?, (\d+) of the (\d+) findings/,
    "README.md",
    "precision",
  );
  const [, bugs, caught] = found(
    promise,
    /of (\d+) bugs that people reported[^.]*?\[finds (\d+)\]/,
    "README.md",
    "recall",
  );
  const [, others] = found(promise, /\[finds \d+\]\([^)]*\) \(([^)]*)\)/, "README.md", "what other tools find");
  const [, megabytes] = found(benchmark, /^## Whole tree: [\d,]+ files, ([\d.]+) MB$/m, "bench/results.md", "size");
  const [, cold] = found(benchmark, /^\| scarlint, cold \|[^|]*\| ([\d.]+) \|/m, "bench/results.md", "a first scan");
  const [, warm] = found(benchmark, /^\| scarlint, warm \|[^|]*\| ([\d.]+) \|/m, "bench/results.md", "a second scan");
  return [
    {
      name: "Precision",
      value: `${right} of ${read}`,
      meaning: `findings in ${projects} public projects that it had never met are right, say readers who had not written the rules.`,
      address: "precision.html",
    },
    {
      name: "Recall",
      value: `${caught} of ${bugs}`,
      meaning: `bugs that people reported and fixed are found in the last commit that had them (${others}).`,
      address: "recall.html",
    },
    {
      name: "Speed",
      value: `${Number(cold).toFixed(1)} s`,
      meaning: `for a first scan of ${Number(megabytes).toFixed(0)} MB of Python on two cores, and ${Number(warm).toFixed(1)} s for the next one.`,
      address: "benchmark.html",
    },
  ];
}

function found(text: string, pattern: RegExp, file: string, what: string): string[] {
  const match = pattern.exec(text);
  if (!match) throw new Error(`${file} does not give ${what} in the words that the front page looks for`);
  return match.map((part) => part);
}
