/** The bytes of a test vector: hex digits with blanks between the fields. */
export function hex(text: string): Buffer {
  const digits = text.replaceAll(/[\s·/]/g, "");
  if (!/^([0-9a-f]{2})*$/.test(digits)) throw new Error(`not hex: ${text}`);
  return Buffer.from(digits, "hex");
}
