/** Words of one kind that can take the same place in a caption. */
export interface WordClass {
  /** The commonest words in captions, commonest first. */
  readonly everyday: string;
  /** Senses; what WordNet has under them belongs to the class. */
  readonly roots: readonly string[];
  /** Senses that with all under them do not. */
  readonly without?: readonly string[];
  /** Whether single things with names of their own belong to it too. */
  readonly instances?: boolean;
  /** Whether words with capitals belong to it. */
  readonly capitals?: boolean;
}

export type ClassName = keyof typeof WORD_CLASSES;

const WEAPON = "weapon%1:06:00::";
const PEOPLE_TO_LEAVE_OUT = [
  "criminal%1:18:00::",
  "spy%1:18:00::",
  "unpleasant_person%1:18:00::",
  "slave%1:18:00::",
];

export const WORD_CLASSES = {
  person: {
    everyday:
      "woman, man, girl, boy, child, couple, baby, family, bride, mother, father, student, teacher, doctor, chef, farmer, musician, dancer, player, artist, fisherman, tourist, sailor, nurse, soldier, athlete, surfer, cyclist, grandmother, shopkeeper, gardener, baker",
    roots: [
      "worker%1:18:00::",
      "entertainer%1:18:00::",
      "artist%1:18:00::",
      "contestant%1:18:00::",
      "professional%1:18:00::",
      "scientist%1:18:00::",
      "traveler%1:18:00::",
    ],
    without: [...PEOPLE_TO_LEAVE_OUT, "serviceman%1:18:00::"],
  },
  pet: {
    everyday:
      "dog, cat, puppy, kitten, rabbit, hamster, golden retriever, poodle, beagle, corgi, dalmatian, goldfish, parrot, guinea pig, terrier, tabby",
    roots: ["dog%1:05:00::", "domestic_cat%1:05:00::"],
    capitals: true,
  },
  mammal: {
    everyday:
      "horse, cow, elephant, lion, tiger, bear, deer, sheep, fox, monkey, zebra, giraffe, squirrel, goat, wolf, polar bear, panda, kangaroo, dolphin, whale, camel, leopard, seal, hedgehog, koala, otter, hippopotamus, rhinoceros, raccoon, llama",
    roots: ["mammal%1:05:00::"],
    without: ["primate%1:05:00::", "dog%1:05:00::", "domestic_cat%1:05:00::"],
  },
  bird: {
    everyday:
      "bird, owl, duck, eagle, swan, penguin, chicken, flamingo, peacock, pigeon, seagull, robin, hummingbird, kingfisher, heron, crow, goose, pelican, woodpecker, sparrow, toucan, ostrich",
    roots: ["bird%1:05:00::"],
  },
  smallAnimal: {
    everyday:
      "butterfly, fish, bee, spider, snake, frog, turtle, shark, lizard, dragonfly, crab, ant, snail, ladybug, octopus, jellyfish, beetle, salmon, lobster, seahorse, crocodile, grasshopper, starfish",
    roots: ["fish%1:05:00::", "insect%1:05:00::", "reptile%1:05:00::", "amphibian%1:05:00::"],
  },
  garment: {
    everyday:
      "dress, shirt, hat, jacket, coat, skirt, sweater, scarf, suit, T-shirt, belt, apron, cap, blouse, kimono, raincoat, cardigan, vest, hood, glove, sock, poncho, gown, costume, uniform, shawl",
    roots: ["clothing%1:06:00::", "footwear%1:06:00::"],
    without: [
      "body_armor%1:06:00::",
      "undergarment%1:06:00::",
      "swimsuit%1:06:00::",
      "nightwear%1:06:00::",
      "hosiery%1:06:00::",
      "loincloth%1:06:00::",
      "protective_garment%1:06:00::",
    ],
  },
  shoe: {
    everyday:
      "shoe, boot, sandal, slipper, running shoe, flip-flop, loafer, clog, moccasin, oxford",
    roots: ["footwear%1:06:00::"],
  },
  jewel: {
    everyday: "ring, necklace, bracelet, earring, pendant, brooch, watch, crown, locket, bangle",
    roots: ["jewelry%1:06:00::", "necklace%1:06:00::"],
  },
  fabric: {
    everyday:
      "cotton, wool, silk, leather, linen, velvet, denim, lace, canvas, nylon, satin, fleece",
    roots: ["fabric%1:06:00::"],
  },
  furniture: {
    everyday:
      "table, chair, bed, sofa, desk, bench, lamp, shelf, bookcase, mirror, stool, cabinet, armchair, wardrobe, crib, coffee table, chest of drawers, hammock, rocking chair, dining table",
    roots: ["furniture%1:06:00::", "lamp%1:06:01::"],
  },
  vehicle: {
    everyday:
      "car, train, bus, boat, bicycle, truck, motorcycle, airplane, ship, van, tractor, taxi, ambulance, fire engine, sailboat, helicopter, canoe, scooter, kayak, yacht, sled, wagon, ferry, jeep, hot-air balloon, steam locomotive, tram",
    roots: ["vehicle%1:06:00::"],
    without: ["military_vehicle%1:06:00::", "warship%1:06:00::", "missile%1:06:01::", WEAPON],
  },
  musicalInstrument: {
    everyday:
      "guitar, piano, violin, drum, trumpet, flute, saxophone, harp, accordion, banjo, cello, ukulele, bagpipe, harmonica, clarinet",
    roots: ["musical_instrument%1:06:00::"],
  },
  building: {
    everyday:
      "house, church, hotel, castle, museum, school, restaurant, temple, cathedral, tower, library, barn, palace, theater, lighthouse, cottage, station, mosque, bridge, cafe, farmhouse, windmill, stadium, greenhouse, hut, monastery, skyscraper, pavilion, chapel",
    roots: ["building%1:06:00::", "house_of_worship%1:06:00::", "tower%1:06:00::"],
  },
  room: {
    everyday:
      "kitchen, bedroom, bathroom, living room, office, room, dining room, classroom, garage, hall, attic, studio, nursery, lobby, cellar, balcony, porch, library, conservatory",
    roots: ["room%1:06:00::"],
  },
  container: {
    everyday:
      "bottle, cup, bowl, box, bag, basket, vase, glass, mug, jar, bucket, plate, backpack, pot, suitcase, tray, barrel, teapot, purse, jug, tin, pitcher, wallet, lunch box, urn, thermos",
    roots: ["container%1:06:00::", "tableware%1:06:00::"],
    without: ["vehicle%1:06:00::", "wheeled_vehicle%1:06:00::", WEAPON, "ashcan%1:06:00::"],
  },
  tool: {
    everyday:
      "knife, hammer, scissors, screwdriver, drill, saw, shovel, ladder, wrench, brush, axe, rake, pliers, paintbrush, chisel, corkscrew, tape measure",
    roots: ["tool%1:06:00::"],
    without: [WEAPON],
  },
  kitchenware: {
    everyday: "pan, kettle, frying pan, whisk, blender, mixer, oven, stove, coffee maker, toaster",
    roots: ["kitchen_utensil%1:06:00::", "home_appliance%1:06:00::"],
  },
  device: {
    everyday:
      "camera, clock, laptop, computer, telephone, television, radio, keyboard, umbrella, flashlight, fan, microphone, microscope, telescope, typewriter, compass, thermometer, battery, lock, candle",
    roots: ["instrument%1:06:00::", "electronic_equipment%1:06:00::", "timepiece%1:06:00::"],
    without: [WEAPON, "projectile%1:06:00::", "surgical_instrument%1:06:00::", "missile%1:06:00::"],
  },
  toy: {
    everyday:
      "doll, teddy, ball, balloon, kite, puzzle, swing, rocking horse, jigsaw puzzle, yo-yo",
    roots: ["toy%1:06:00::", "game_equipment%1:06:00::"],
  },
  decoration: {
    everyday: "flag, ribbon, wreath, bouquet, garland, banner, ornament, mosaic, chandelier, frame",
    roots: ["decoration%1:06:00::"],
  },
  artwork: {
    everyday:
      "painting, drawing, print, statue, sculpture, watercolor, portrait, engraving, sketch, etching, mural, bust, photograph, poster, tapestry, icon, relief, woodcut, lithograph",
    roots: ["art%1:06:00::", "picture%1:06:00::"],
    without: ["nude%1:06:00::"],
  },
  food: {
    everyday:
      "pizza, cake, bread, salad, soup, sandwich, cheese, chocolate, ice cream, pasta, burger, pie, breakfast, rice, sushi, cookie, pancake, steak, egg, taco, omelet, toast, muffin, curry, waffle, doughnut, spaghetti, croissant, stew, lasagna, cupcake",
    roots: ["dish%1:13:00::", "baked_goods%1:13:00::", "cheese%1:13:00::", "sweet%1:13:00::"],
  },
  produce: {
    everyday:
      "apple, tomato, banana, orange, strawberry, lemon, potato, carrot, onion, pumpkin, grape, pepper, cherry, mushroom, pear, pineapple, peach, avocado, garlic, watermelon, broccoli, corn, lime, mango, cabbage, raspberry, fig, blueberry",
    roots: ["produce%1:13:00::"],
  },
  drink: {
    everyday:
      "coffee, tea, wine, beer, milk, lemonade, orange juice, cocktail, champagne, cocoa, juice, cappuccino, espresso, hot chocolate, whiskey, smoothie, iced tea, green tea, red wine",
    roots: ["beverage%1:13:00::"],
  },
  flower: {
    everyday:
      "flower, rose, tulip, sunflower, daisy, lily, orchid, lavender, poppy, daffodil, peony, iris, lotus, dahlia, hibiscus, violet, marigold, hydrangea, magnolia, carnation, crocus",
    roots: ["flower%1:20:00::", "wildflower%1:20:00::"],
    capitals: true,
  },
  tree: {
    everyday:
      "tree, palm, oak, pine, cactus, fern, maple, birch, willow, bamboo, ivy, olive, moss, bonsai, apple tree, cedar, spruce, beech, baobab, eucalyptus, cypress, ginkgo",
    roots: ["tree%1:20:00::", "shrub%1:20:00::", "herb%1:20:00::", "vine%1:20:00::"],
    capitals: true,
  },
  landform: {
    everyday:
      "beach, mountain, lake, river, sea, forest, island, valley, waterfall, ocean, hill, field, desert, cliff, bay, canyon, cave, coast, glacier, volcano, pond, lagoon, harbor, dune, stream, meadow, shore, creek",
    roots: ["geological_formation%1:17:00::", "body_of_water%1:17:00::"],
  },
  mineral: {
    everyday:
      "quartz, amethyst, diamond, emerald, jade, marble, turquoise, opal, granite, amber, malachite, agate, pyrite, sapphire",
    roots: ["mineral%1:27:00::", "rock%1:27:00::", "gem%1:27:00::"],
  },
  sport: {
    everyday:
      "football, baseball, basketball, tennis, golf, skiing, hockey, swimming, volleyball, cricket, rugby, skateboarding, fishing, archery, badminton, sailing, surfing, fencing",
    roots: ["sport%1:04:00::"],
    without: ["blood_sport%1:04:00::", "hunt%1:04:00::"],
  },
  event: {
    everyday:
      "wedding, festival, parade, party, concert, exhibition, ceremony, birthday, picnic, race, fair, carnival, tournament, conference, reunion, circus",
    roots: [
      "social_event%1:11:00::",
      "celebration%1:04:00::",
      "contest%1:11:00::",
      "party%1:14:01::",
    ],
    without: ["fight%1:04:02::"],
  },
  city: {
    everyday:
      "London, Paris, New York, Rome, Venice, Tokyo, Barcelona, Chicago, Berlin, San Francisco, Amsterdam, Prague, Istanbul, Lisbon, Sydney, Vienna, Hong Kong, Boston, Seattle, Florence, Madrid, Toronto, Kyoto, Dublin, Edinburgh, Havana, Athens, Marrakesh, Copenhagen, Singapore",
    roots: ["city%1:15:00::", "town%1:15:00::"],
    instances: true,
  },
  country: {
    everyday:
      "Italy, France, Japan, Spain, India, Greece, Germany, Canada, Mexico, Australia, China, Iceland, Norway, Portugal, Thailand, Ireland, Scotland, Brazil, Morocco, Switzerland, New Zealand, Peru, Turkey, Egypt, Kenya, Cuba, Vietnam, Croatia",
    roots: ["country%1:15:00::", "state%1:15:01::"],
    instances: true,
  },
  landmark: {
    everyday:
      "Mediterranean, Alps, Sahara, Hawaii, Sicily, Everest, Lake District, Great Barrier Reef",
    roots: [
      "island%1:17:00::",
      "mountain%1:17:00::",
      "lake%1:17:00::",
      "river%1:17:00::",
      "national_park%1:15:00::",
      "peninsula%1:17:00::",
      "waterfall%1:17:00::",
      "desert%1:15:00::",
    ],
    instances: true,
  },
  genus: {
    everyday: "Rosa, Quercus, Acer, Passer, Bombus, Canis, Felis, Salix",
    roots: ["genus%1:14:00::"],
    capitals: true,
  },
} as const satisfies Record<string, WordClass>;

export const ADJECTIVES =
  "old, new, beautiful, small, large, little, young, big, happy, wooden, modern, vintage, fresh, colorful, cute, traditional, empty, white, black, red, blue, green, yellow, tiny, golden, dark, bright, sunny, snowy, ancient, delicious, tall, fluffy, rusty, wet, busy, wild, long, round, soft, quiet, warm, cold, antique, elegant, hot, clean, dry, funny, striped, smooth, wide, rainy, cozy, sleepy, shiny";

/** Adjectives of looks; what WordNet calls similar to them describes things one can see. */
export const ADJECTIVES_OF_LOOKS = [
  "beautiful%3:00:00::",
  "chromatic%3:00:00::",
  "achromatic%3:00:00::",
  "patterned%3:00:00::",
  "bright%3:00:00::",
  "wet%3:00:01::",
  "clean%3:00:01::",
  "rough%3:00:00::",
  "smooth%3:00:00::",
  "adorned%3:00:00::",
  "shapely%3:00:00::",
  "large%3:00:00::",
  "small%3:00:00::",
  "old%3:00:02::",
  "tall%3:00:00::",
  "warm%3:00:01::",
  "cold%3:00:01::",
  "round%3:00:00::",
  "natural%3:00:02::",
  "lighted%3:00:00::",
  "decorative%5:00:00:nonfunctional:00",
];

/** Words that would spoil a caption that anyone may read, and that WordNet does not mark. */
export const UNSUITED =
  "whorehouse, brothel, bordello, stripper, stripteaser, strip, striptease, burlesque, prostitute, pimp, condom, corpse, coffin, gallows, gibbet, pillory, scourge, whip, quirt, thumbscrew, electric chair, guillotine, executioner, hangman, assassin, terrorist, torturer, pornographer, drug, opium, ass, bitch, booby, tit, cock, pussy, dike, fanny, squaw, coolie, eunuch, concubine, hooker, bomb, bomber, gun, rifle, bullet, shot, urinal, bedpan, crematory, morgue, mortuary, suicide, slaughterhouse, abattoir, funeral, burial, dogfight, prizefight, swastika, golliwog, chernobyl, auschwitz, gaza, sodom, gomorrah, soviet union, nudist, nude, sex, gas, harlot, jockstrap, brassiere, bra, panty, panties, lingerie, underpants, suppository, syringe, enema, toilet, latrine, privy, septic tank, phallus, skinny-dip, stash house, gambling house, colored, dark-skinned, black-market, obese, chador, adult male body, colonoscope, proctoscope, hair shirt, whitey, oriental, quack, cur, crowbait, marauding, white man, exotic dancer, torpedo, grenade, masochist, battering ram, defecating, urinating, hunchbacked, gypsy cab, collapse, writhe, flee, escape, crash, maraud, stagger, bigger, smaller, slashed, reeking, crushed, plumping, negro, slave, torture, torturing, rape, marijuana, cannabis, hemp, invader, stalker, intruder, prowler, abortionist, castrato, refugee, immigrant, displaced person, evacuee, tramp, vagrant, scab, gringo, fellah, lascar, metic, servant girl, working girl, bombshell, nautch girl, slapper, penetrator, amputator, forger, swinger, loser, pusher, menial, teaser, ayah, wallah, lackey, scullion, mortal enemy, vigilante, strafer, whore, cockfight, gypsy, eskimo dog, jackass, dead-man's float, bosomy, callipygian, rheumy, dwarfish, scabby, doddering, bombsight, bombardier, tacky, overage, dead, apparatchik, underboss, cardsharp, colored person";
