/** The bytes of a WebAssembly file, which become a part of the script. */
declare module "*.wasm" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
