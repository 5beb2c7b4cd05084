/** What the command line needs to do what the page does. */
export interface CommandInputs {
  /** File name of the metadata. */
  readonly metadata: string;
  readonly files: readonly string[];
  /** The caption field, when it is the same in all files. */
  readonly field: string | null;
  readonly t: number;
  readonly seed: number;
}

/** The two commands that count and balance the same captions, for a POSIX shell, one after the other. */
export function commandLines({ metadata, files, field, t, seed }: CommandInputs): string {
  const inputs = [
    ...(field === null ? [] : [`--field=${shellWord(field)}`]),
    files.map(pathWord).join(" "),
  ];
  const list = `--metadata ${pathWord(metadata)}`;
  const draw = ["--counts counts.json", `-t ${t} --seed ${seed}`];
  return [
    ["headtail count", list, ...inputs, "> counts.json"].join(CONTINUED),
    ["headtail balance", list, ...draw, ...inputs, "> balanced.jsonl"].join(CONTINUED),
  ].join("\n\n");
}

/** A backslash at the end of a line: the command goes on. */
const CONTINUED = " \\\n  ";

/** One word of a shell's command, whatever it holds. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A file name as a word that no command takes for an option. */
function pathWord(name: string): string {
  return shellWord(name.startsWith("-") ? `./${name}` : name);
}
