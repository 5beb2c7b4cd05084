import type { Rules } from "../grammar.ts";
import { integer, pick, type Random, zipfPicker } from "../random.ts";
import type { Vocabulary } from "../vocabulary.ts";

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );

const COLORS =
  "black white red blue green grey pink brown yellow gold silver navy purple orange beige turquoise cream burgundy olive teal ivory khaki coral lavender".split(
    " ",
  );

/** How steeply the frequency of words falls within their class. */
const EXPONENT = 1.45;

function two(n: number): string {
  return String(n).padStart(2, "0");
}

/** A number of so many digits, the first not 0. */
export function digits(random: Random, count: number): string {
  return String(integer(random, 10 ** (count - 1), 10 ** count - 1));
}

function year(random: Random): string {
  return String(2024 - Math.floor(random() ** 2 * 22));
}

function date(random: Random): string {
  const day = integer(random, 1, 28);
  const month = integer(random, 1, 12);
  const name = MONTHS[month - 1];
  const inYear = year(random);
  return pick(random, [
    `${inYear}-${two(month)}-${two(day)}`,
    `${two(day)}/${two(month)}/${inYear}`,
    `${two(day)}.${two(month)}.${inYear}`,
    `${name} ${day}, ${inYear}`,
    `${day} ${name} ${inYear}`,
    `${day} ${name.slice(0, 3)} ${inYear}`,
    `${name} ${inYear}`,
  ]);
}

function price(random: Random): string {
  const whole = integer(random, 2, random() < 0.2 ? 900 : 80);
  return pick(random, [
    `$${whole}.99`,
    `$${whole}`,
    `£${whole}.50`,
    `€ ${whole},90`,
    `${whole}.00 USD`,
  ]);
}

/** Rules that the captions of every source draw on. */
export function commonRules({ words, adjectives, motions, addresses }: Vocabulary): Rules {
  const classes = Object.entries(words).map(
    ([name, members]) => [name, zipfPicker(members, EXPONENT)] as const,
  );
  return {
    ...Object.fromEntries(classes),
    adjective: zipfPicker(adjectives, EXPONENT),
    motion: zipfPicker(motions, EXPONENT),
    address: zipfPicker(addresses, EXPONENT),
    color: zipfPicker(COLORS, 0.8),
    month: (random) => pick(random, MONTHS),
    year,
    date,
    price,
    number: (random) => String(3 + Math.floor(97 * random() ** 4)),
    fewWord: zipfPicker(["two", "three", "four", "five", "six", "seven", "ten"], 1.2),
    animal: { "{pet}": 35, "{mammal}": 30, "{bird}": 22, "{smallAnimal}": 16 },
    plant: { "{flower}": 55, "{tree}": 45 },
    dish: { "{food}": 60, "{produce}": 25, "{drink}": 15 },
    thing: {
      "{furniture}": 12,
      "{vehicle}": 14,
      "{container}": 14,
      "{device}": 14,
      "{tool}": 8,
      "{toy}": 6,
      "{musicalInstrument}": 7,
      "{garment}": 10,
      "{decoration}": 6,
      "{kitchenware}": 5,
    },
    material: {
      "{fabric}": 5,
      wood: 4,
      glass: 3,
      metal: 2,
      steel: 2,
      ceramic: 2,
      bamboo: 1,
      "{mineral}": 2,
    },
    placeName: { "{city}": 50, "{country}": 30, "{landmark}": 20 },
    indoors: {
      "in the {room}": 6,
      "in {a room}": 5,
      "on the {furniture}": 3,
      "at home": 2,
      "by the window": 2,
    },
    outdoors: {
      "on the beach": 7,
      "in the park": 7,
      "in the garden": 6,
      "in the snow": 4,
      "on the street": 5,
      "in the rain": 3,
      "on the grass": 3,
      "at sunset": 5,
      "at night": 4,
      "by the {landform}": 8,
      "near {a landform}": 6,
      "in {a adjective} {landform}": 4,
      "in front of {a building}": 8,
      "outside the {building}": 5,
      "under {a tree}": 5,
      "next to {a vehicle}": 4,
      "in {city}": 5,
      "in the city": 4,
      "in the mountains": 3,
      "against a blue sky": 3,
      "in the sun": 2,
    },
    where: { "{outdoors}": 3, "{indoors}": 2 },
    look: { "{adjective} ": 45, "{color} ": 20, "{adjective} {color} ": 5, "": 30 },
    holding: {
      "holding {a container}": 10,
      "holding {a thing}": 8,
      "holding a bouquet of {flower.plural}": 4,
      "wearing {a look}{garment}": 12,
      "in {a color} {garment}": 10,
      "playing the {musicalInstrument}": 7,
      "playing {sport}": 6,
      "riding {a vehicle}": 5,
      "eating {food}": 6,
      "drinking {cup}": 5,
      "walking {a pet}": 3,
      "reading a book": 4,
      "looking at {a artwork}": 3,
      "sitting on {a furniture}": 7,
      "cooking {food}": 3,
      "talking on the phone": 3,
      "with {a adjective} {thing}": 6,
      smiling: 5,
      waving: 2,
    },
    animalDoing: {
      sleeping: 8,
      sitting: 7,
      "looking at the camera": 6,
      "eating {produce}": 4,
      "playing with {a toy}": 4,
      "drinking water": 3,
      "{motion}": 12,
      "on {a branchOrRoof}": 5,
    },
    branchOrRoof: { branch: 4, fence: 3, roof: 2, rock: 4, "{furniture}": 2 },
    cup: {
      coffee: 9,
      tea: 7,
      milk: 3,
      lemonade: 3,
      "hot chocolate": 3,
      "orange juice": 3,
      water: 4,
      cocoa: 1,
      cappuccino: 2,
      espresso: 1,
      "ginger ale": 1,
      eggnog: 1,
    },
    personLook: {
      "": 40,
      "young ": 16,
      "old ": 9,
      "happy ": 7,
      "little ": 8,
      "elegant ": 4,
      "smiling ": 6,
      "tall ": 3,
      "busy ": 2,
      "cheerful ": 2,
      "sleepy ": 2,
      "famous ": 1,
      "bespectacled ": 1,
      "bearded ": 1,
      "barefoot ": 1,
      "tired ": 1,
    },
    scene: {
      "{a personLook}{person} {holding}": 16,
      "{a personLook}{person} {holding} {where}": 22,
      "{a person} and {a person} {where}": 6,
      "{a personLook}{person} {motion} {outdoors}": 8,
      "{a look}{animal} {animalDoing} {where}": 12,
      "{a look}{animal} {where}": 10,
      "{fewWord} {animal.plural} {outdoors}": 5,
      "{a container} of {produce.plural} on {a furniture}": 4,
      "a plate of {food} with {produce} and {produce}": 6,
      "a cup of {cup} on {a adjective} table": 4,
      "{a look}{thing} on {a furniture}": 7,
      "{a look}{vehicle} {outdoors}": 8,
      "{a adjective} {building} with {a adjective} roof": 4,
      "{a adjective} {landform} with trees and {a adjective} sky": 4,
      "close-up of {a plant} in {a container}": 4,
      "{a look}{room} with {a furniture} and {a furniture}": 6,
      "a group of people {outdoors}": 5,
      "{a personLook}{person} and {a look}{pet} {where}": 8,
      "{a personLook}{person} and {a personLook}{person} {holding} {where}": 6,
      "{a look}{building} {outdoors} with {a person} and {a animal} in front": 3,
    },
    background: {
      "with {a adjective} {landform} in the background": 4,
      "with {a building} in the background": 4,
      "with {a vehicle} and {a building} behind": 2,
      "with {flower.plural} and {a tree} in front": 3,
      "under a {skyColor} sky": 4,
      "while {a person} is taking a picture": 3,
      "while {a animal} is watching": 2,
      "on a {skyColor} day in {month}": 4,
    },
    skyColor: { blue: 6, grey: 4, cloudy: 4, clear: 3, bright: 3, dark: 2 },
    scenes: { "{scene}": 60, "{scene} {background}": 40 },
    Scene: { "{scenes.capital}": 1 },
  };
}
