/** Fewer lines than these may begin with numbers of their own. */
const FEWEST = 5;

/**
 * A document without the numbers of its lines, where it was pasted with them: each line begins with its own number, so
 * that no heading would be one.
 */
export function withoutLineNumbers(text: string): string {
  const lines = text.split("\n");
  const bare = lines.map((line, index) => {
    const [whole, number] = /^ {0,8}(\d{1,6})(?:[\t|│→] ?| |$)/u.exec(line) ?? [];
    return whole !== undefined && Number(number) === index + 1 ? line.slice(whole.length) : undefined;
  });
  const isLast = (index: number): boolean => index === lines.length - 1 && lines[index] === "";
  const isNumbered = lines.length > FEWEST && bare.every((line, index) => line !== undefined || isLast(index));
  return isNumbered ? bare.map((line = "") => line).join("\n") : text;
}
