/** As much of Node's Buffer as is used on the way of a scan: copies of words. */
export const Buffer = { from: (text: string): string => text };
