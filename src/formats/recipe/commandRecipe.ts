/** What the command line needs to do what the page does. */
export interface CommandRecipe {
  /** File name of the metadata. */
  readonly metadata: string;
  /** File names of the captions. */
  readonly files: readonly string[];
  /** The caption field, when it is the same in all files; null where it is found by itself. */
  readonly field: string | null;
  /** Further options of both commands, each as one argument. */
  readonly options?: readonly string[];
  readonly t: number;
  /** Integer from 0 to 2^32 − 1. */
  readonly seed: number;
  /** How the program is called; "headtail" when not given. */
  readonly program?: string;
  /** File of the entry counts, which the first command writes; "counts.json" when not given. */
  readonly counts?: string;
  /** What the second command writes; "balanced.jsonl" when not given. */
  readonly subset?: string;
}

/**
 * The two commands that count and balance the same captions, for a POSIX shell, with an empty line
 * between them.
 */
export function commandRecipe(recipe: CommandRecipe): string {
  const { metadata, files, field, t, seed } = recipe;
  const { program = "headtail", counts = "counts.json", subset = "balanced.jsonl" } = recipe;
  const { options = [] } = recipe;
  const inputs = [
    ...(field === null ? [] : [`--field=${shellWord(field)}`]),
    ...options.map(shellWord),
    files.map(pathWord).join(" "),
  ];
  const list = `--metadata ${pathWord(metadata)}`;
  const draw = [`--counts ${pathWord(counts)}`, `-t ${t} --seed ${seed}`];
  return [
    [`${program} count`, list, ...inputs, `> ${pathWord(counts)}`].join(CONTINUED),
    [`${program} balance`, list, ...draw, ...inputs, `> ${pathWord(subset)}`].join(CONTINUED),
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
