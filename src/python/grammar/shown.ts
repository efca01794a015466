const LONGEST = 40;

/** A piece of source text in quotes, as a message can hold it: one short line without control characters. */
export function shown(text: string): string {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? "";
  const short = line.length > LONGEST || line.length < text.length ? `${line.slice(0, LONGEST)}…` : line;
  return `'${short.replace(/[\p{C}\p{Z}]/gu, (character) => (character === " " ? " " : codePoint(character)))}'`;
}

/** A character that no program may hold outside of strings: itself when it can be seen, and its number. */
export function shownCharacter(character: string): string {
  if (/^[!-~]$/.test(character)) return `'${character}'`;
  const isVisible = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character);
  return isVisible ? `'${character}' (${codePoint(character)})` : codePoint(character);
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
