/** The files of an example, each of which begins with its name in a comment, or all of it as one. */
export function filesOfExample(program: string): ReadonlyMap<string, string> {
  const [before = "", ...parts] = program.split(/^# ([\w/]+\.py)$/m);
  if (parts.length === 0) return new Map([["example.py", before]]);
  return new Map(parts.flatMap((name, index) => (index % 2 === 0 ? [[name, parts[index + 1] ?? ""] as const] : [])));
}
