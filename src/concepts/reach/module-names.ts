/** What imports call a module last: the name of its file, or of its folder for a package. */
export function nameOf(path: string): string {
  const [file = "", folder = ""] = path.split("/").reverse();
  return file === "__init__.py" ? folder : file.replace(/\.pyw?$/, "");
}

/** A pattern for a word that stands alone. */
export function wordOf(name: string): string {
  return String.raw`(?<![\w\x80-\uffff])${name.replace(/\W/g, "\\$&")}(?![\w\x80-\uffff])`;
}
