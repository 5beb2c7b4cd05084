/** What is used of Papa Parse; its own types bring Node's and the DOM's with them. */
declare module "papaparse/papaparse.min.js" {
  interface Papa {
    parse(
      text: string,
      config: {
        readonly delimiter: string;
        readonly newline: "\n";
        /** Whether quotes are characters like others. Undefined: whether the text has none. */
        readonly fastMode?: true | undefined;
      },
    ): { readonly data: string[][] };
  }
  const papa: Papa;
  export default papa;
}
