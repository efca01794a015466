/** A whole number as people read it: `12,345`. Node would load a language's customs for it, which takes a while. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
