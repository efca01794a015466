/** Text as HTML shows it, in elements and in attributes. */
export function escaped(text: string): string {
  return text.replace(/[<>&"]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
}

/** JSON that neither ends the element it stands in nor begins a comment there. */
export function jsonIn(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

/** From a page to the site's root, as a prefix of addresses. */
export function upFrom(address: string): string {
  return "../".repeat(address.split("/").length - 1);
}
