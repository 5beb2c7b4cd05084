/** The indefinite article for the word that follows. */
export function article(next: string): "a" | "an" {
  if (/^(hour|honest|heir|honou?r)/i.test(next)) return "an";
  if (/^(eu|ewe|one\b|once|ukulele|uni(?!n|m)|ur[aeiou]|us[aeu]|ut[eio])/i.test(next)) return "a";
  return /^[aeiou8]/i.test(next) || /^1[18]\b/.test(next) ? "an" : "a";
}

const IRREGULAR_PLURALS: Readonly<Record<string, string>> = {
  calf: "calves",
  child: "children",
  deer: "deer",
  fish: "fish",
  foot: "feet",
  goose: "geese",
  hoof: "hooves",
  knife: "knives",
  leaf: "leaves",
  loaf: "loaves",
  louse: "lice",
  man: "men",
  moose: "moose",
  mouse: "mice",
  ox: "oxen",
  person: "people",
  salmon: "salmon",
  scarf: "scarves",
  sheep: "sheep",
  shelf: "shelves",
  tooth: "teeth",
  trout: "trout",
  wife: "wives",
  wolf: "wolves",
  woman: "women",
};

/** The plural of a noun, or of a phrase whose last word is the noun. */
export function plural(noun: string): string {
  const [, before, last] = noun.match(/^(.*?)([^ -]*)$/)!;
  if (last in IRREGULAR_PLURALS) return before + IRREGULAR_PLURALS[last];
  if (/[^aeo]man$/.test(last) && !/(hu|ger|ro)man$/.test(last)) return noun.replace(/man$/, "men");
  if (/(fish|craft|sheep|ware|wear|[^aou]s)$/.test(last) && !/(ss|us|lens|bus)$/.test(last)) {
    return noun;
  }
  if (/[^aeiou]y$/.test(last)) return noun.replace(/y$/, "ies");
  if (/(s|x|z|ch|sh|[^aeiou]o)$/.test(last) && !/(pian|phot|taco|kimon)o?$/.test(last)) {
    return `${noun}es`;
  }
  return `${noun}s`;
}

/** The -ing form of a verb. */
export function gerund(verb: string): string {
  if (/ie$/.test(verb)) return verb.replace(/ie$/, "ying");
  if (/[^eoy]e$/.test(verb)) return verb.replace(/e$/, "ing");
  const doubles = /^[^aeiou]*[aeiou][^aeiouwxy]$|(bug|frog|hop|sled|step|trot|van|zag)$/;
  if (doubles.test(verb)) return `${verb}${verb.at(-1)}ing`;
  return `${verb}ing`;
}

/** Every word with a capital first letter, function words inside the text aside. */
export function titleCase(text: string): string {
  const words = text.replace(/[ \-/](?!(?:a|an|and|for|in|of|on|the|with)\b)\p{L}/gu, (match) =>
    match.toUpperCase(),
  );
  return capitalised(words);
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
