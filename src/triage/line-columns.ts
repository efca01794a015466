import type { Row } from "./document.js";
import { labelOf } from "./wording.js";

/** The column of a table of files. */
export const FILE_COLUMN = /^(?:files?|locations?|paths?|source files?|datei|archivo|arquivo|fichier|файл|文件)$/iu;
/** The column of the lines in them. */
const LINE_COLUMN = /^(?:line|line (?:no\.?|numbers?)|line\(s\)|zeile|ligne|l[ií]nea|linha|строка|行号|行番号)$/iu;
/** The same where they are more than one: a number alone is how many a file has. */
const LINES_COLUMN = /^(?:lines|zeilen|lignes|l[ií]neas|linhas|строки)$/iu;

/** A row whose lines stand in a column of their own, with them behind its file. */
export function withLines(row: Row): Row {
  const titles = row.columns.map(labelOf);
  const file = titles.findIndex((title) => FILE_COLUMN.test(title));
  const lines = titles.findIndex((title) => LINE_COLUMN.test(title) || LINES_COLUMN.test(title));
  if (file < 0 || lines < 0) return row;
  const [, path] = /^`?([\w./-]{1,200}\.\w{1,6})`?$/.exec((row.cells[file] ?? "").trim()) ?? [];
  const [, said] = /^`?L?(\d{1,6}(?: ?[-–] ?L?\d{1,6})?)`?$/.exec((row.cells[lines] ?? "").trim()) ?? [];
  if (path === undefined || said === undefined) return row;
  if (LINES_COLUMN.test(titles[lines] ?? "") && /^\d+$/.test(said)) return row;
  return { ...row, cells: row.cells.map((cell, index) => (index === file ? `\`${path}:${said}\`` : cell)) };
}
