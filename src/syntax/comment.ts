/**
 * A comment up to the end of its line, for patterns over texts: of a line with many number signs each may begin one, and looking to the
 * end of the line from each of them would take a time of its own. So what has more than these in it is no comment that matters here.
 */
export const COMMENT = String.raw`#+(?:[^#\r\n]+#+){0,50}[^#\r\n]*(?=[\r\n]|$)`;
