import { article, capitalised, plural, titleCase } from "./english.ts";
import { type Random, weightedPicker } from "./random.ts";

/**
 * Templates of captions, with weights. In a template `{name}` stands for a text of that rule,
 * `{a name}` or `{A name}` for the same with its indefinite article, and `{name.change}` for the
 * same after a change: `plural`, `title`, `capital` (first letter) or `upper` (all letters).
 */
export type Templates = Readonly<Record<string, number>>;

/** What a rule gives: a filled template, or a text of its own making. */
export type Rule = Templates | ((random: Random) => string);

export type Rules = Readonly<Record<string, Rule>>;

/** Makes a text of a rule. */
export type Writer = (rule: string, random: Random) => string;

const CHANGES: Readonly<Record<string, (text: string) => string>> = {
  plural,
  title: titleCase,
  capital: capitalised,
  upper: (text) => text.toUpperCase(),
};
const SLOT = /\{(?:(a|A) )?(\w+)(?:\.(\w+))?\}/g;

/** Prepares rules that may stand in each other's templates. */
export function createWriter(rules: Rules): Writer {
  const makers = new Map<string, (random: Random) => string>();
  for (const [name, rule] of Object.entries(rules)) makers.set(name, makerOf(rule));

  function makerOf(rule: Rule): (random: Random) => string {
    if (typeof rule === "function") return rule;
    const pickTemplate = weightedPicker(Object.keys(rule), Object.values(rule));
    return (random) => fill(pickTemplate(random), random);
  }

  function fill(template: string, random: Random): string {
    return template.replace(SLOT, (_, withArticle, name: string, change?: string) => {
      const plain = write(name, random);
      const text = change === undefined ? plain : CHANGES[change](plain);
      if (withArticle === undefined) return text;
      return `${withArticle === "A" ? capitalised(article(text)) : article(text)} ${text}`;
    });
  }

  function write(rule: string, random: Random): string {
    const make = makers.get(rule);
    if (make === undefined) throw new Error(`There is no rule ${rule}.`);
    return make(random);
  }

  return write;
}
