import type { Rules } from "../grammar.ts";
import { pick, type Random, weightedPicker } from "../random.ts";

interface Language {
  /** How often it occurs, against the others. */
  readonly weight: number;
  /** Somebody or something, with its article. */
  readonly subject: readonly string[];
  /** Where, with its preposition. */
  readonly place: readonly string[];
  readonly city: readonly string[];
  readonly products: readonly string[];
  /** Captions with `{subject}` and `{place}`, or with `{city}`. */
  readonly scenes: readonly string[];
  readonly views: readonly string[];
  readonly news: readonly string[];
}

const LANGUAGES: readonly Language[] = [
  {
    weight: 14,
    subject: [
      "ein Hund",
      "eine Katze",
      "eine Frau",
      "ein Mann",
      "Kinder",
      "ein alter Traktor",
      "eine Familie",
      "ein Vogel",
      "mein Fahrrad",
      "die Oma",
    ],
    place: [
      "am Strand",
      "im Garten",
      "auf der Wiese",
      "im Schnee",
      "in der Küche",
      "vor dem Haus",
      "im Wald",
      "auf dem Sofa",
      "am See",
    ],
    products: [
      "Damen Kleid blau",
      "Holztisch massiv Eiche",
      "Kaffeetasse mit Spruch",
      "Herren Winterjacke Größe L",
      "Gartenstuhl 2er Set",
      "Handtasche aus Leder",
    ],
    city: ["Berlin", "München", "Wien", "Hamburg", "Köln", "Zürich"],
    scenes: ["{subject} {place}", "{subject} {place}", "{subject} {place} und die Sonne scheint"],
    views: [
      "Altstadt von {city}",
      "Blick auf {city}",
      "Sehenswürdigkeiten in {city}",
      "der Bahnhof in {city}",
    ],
    news: [
      "Menschen in {city} am Montag",
      "Neue Brücke in {city} eröffnet",
      "Wetter in {city}: Regen und Wind",
    ],
  },
  {
    weight: 13,
    subject: [
      "un chien",
      "un chat noir",
      "une femme",
      "un homme",
      "des enfants",
      "une petite fille",
      "un vieux bateau",
      "un oiseau",
      "une voiture rouge",
    ],
    place: [
      "sur la plage",
      "dans le jardin",
      "à la montagne",
      "dans la cuisine",
      "devant la maison",
      "sous la pluie",
      "au bord du lac",
    ],
    products: [
      "robe d'été à fleurs",
      "table en bois massif",
      "sac à main en cuir",
      "tasse à café en porcelaine",
      "chaussures homme taille 42",
      "lampe de chevet",
    ],
    city: ["Paris", "Lyon", "Marseille", "Genève", "Bruxelles", "Montréal"],
    scenes: ["{subject} {place}", "{subject} {place}", "{subject} {place}, photo de vacances"],
    views: [
      "vue sur {city}",
      "les rues de {city}",
      "que faire à {city}",
      "le vieux port de {city}",
    ],
    news: [
      "la foule à {city} samedi",
      "un nouveau pont à {city}",
      "météo à {city} : pluie et vent",
    ],
  },
  {
    weight: 14,
    subject: [
      "un perro",
      "un gato",
      "una mujer",
      "un hombre",
      "niños jugando",
      "una familia",
      "un caballo blanco",
      "un pájaro",
      "mi abuela",
    ],
    place: [
      "en la playa",
      "en el jardín",
      "en la calle",
      "en la cocina",
      "en la montaña",
      "bajo la lluvia",
      "junto al río",
    ],
    products: [
      "vestido rojo de mujer",
      "mesa de madera",
      "bolso de cuero",
      "taza de café",
      "zapatillas talla 40",
      "lámpara de pie",
    ],
    city: ["Madrid", "Sevilla", "Bogotá", "Buenos Aires", "Barcelona", "Lima"],
    scenes: ["{subject} {place}", "{subject} {place}", "{subject} {place} al atardecer"],
    views: ["vista de {city}", "qué ver en {city}", "la catedral de {city}", "calles de {city}"],
    news: [
      "vecinos de {city} el lunes",
      "abre un nuevo museo en {city}",
      "el tiempo en {city}: sol y viento",
    ],
  },
  {
    weight: 9,
    subject: [
      "um cachorro",
      "um gato",
      "uma mulher",
      "um homem",
      "crianças",
      "uma família",
      "um barco azul",
      "um pássaro",
    ],
    place: [
      "na praia",
      "no jardim",
      "na rua",
      "na cozinha",
      "na montanha",
      "ao pôr do sol",
      "perto do rio",
    ],
    products: [
      "vestido azul feminino",
      "mesa de madeira",
      "bolsa de couro",
      "caneca de café",
      "tênis tamanho 39",
    ],
    city: ["Lisboa", "Porto", "São Paulo", "Salvador", "Recife"],
    scenes: ["{subject} {place}", "{subject} {place}"],
    views: ["vista de {city}", "o que fazer em {city}", "o centro de {city}"],
    news: ["moradores de {city} na segunda-feira", "nova ponte em {city}", "chuva em {city}"],
  },
  {
    weight: 6,
    subject: ["un cane", "un gatto", "una donna", "un uomo", "i bambini", "una barca", "la nonna"],
    place: [
      "sulla spiaggia",
      "in giardino",
      "in cucina",
      "in montagna",
      "davanti alla chiesa",
      "al tramonto",
    ],
    products: ["borsa in pelle", "tavolo in legno", "tazza da caffè", "scarpe da donna"],
    city: ["Roma", "Milano", "Napoli", "Venezia", "Torino"],
    scenes: ["{subject} {place}", "{subject} {place}"],
    views: ["veduta di {city}", "cosa vedere a {city}", "il duomo di {city}"],
    news: ["pioggia a {city}", "una festa a {city}", "il mercato di {city}"],
  },
  {
    weight: 9,
    subject: ["собака", "кошка", "женщина", "мужчина", "дети", "старый дом", "птица", "бабушка"],
    place: ["на пляже", "в саду", "в лесу", "на кухне", "в снегу", "у реки", "на улице"],
    products: [
      "женское платье",
      "деревянный стол",
      "кожаная сумка",
      "чашка для кофе",
      "зимняя куртка",
    ],
    city: ["Минске", "Казани", "Самаре", "Ташкенте", "Алматы"],
    scenes: ["{subject} {place}", "{subject} {place}", "{subject} {place}, лето"],
    views: ["старый город в {city}", "что посмотреть в {city}", "вокзал в {city}"],
    news: ["дождь в {city}", "новый мост в {city}", "праздник в {city}"],
  },
  {
    weight: 9,
    subject: ["犬", "猫", "女の子", "男の人", "子供たち", "古い家", "鳥", "赤い車"],
    place: ["海辺", "庭", "公園", "台所", "雪の中", "川のそば", "森"],
    products: [
      "レディース ワンピース",
      "木製テーブル",
      "本革バッグ",
      "コーヒーカップ",
      "メンズ スニーカー 27cm",
    ],
    city: ["東京", "京都", "大阪", "札幌", "福岡"],
    scenes: ["{place}にいる{subject}", "{place}と{subject}", "{place}の{subject}"],
    views: ["{city}の夜景", "{city}の観光スポット", "{city}の駅"],
    news: ["{city}で雨", "{city}の祭り", "{city}に新しい橋"],
  },
  {
    weight: 10,
    subject: ["一只狗", "一只猫", "一个女人", "一个男人", "孩子们", "一辆红色的车", "一只鸟"],
    place: ["海边", "花园里", "公园里", "厨房里", "雪地里", "河边", "山上"],
    products: ["女士连衣裙", "实木餐桌", "真皮手提包", "咖啡杯", "男士运动鞋 42码"],
    city: ["北京", "上海", "成都", "西安", "杭州"],
    scenes: ["{subject}在{place}", "{place}的风景", "在{place}的{subject}"],
    views: ["{city}夜景", "{city}旅游攻略", "{city}火车站"],
    news: ["{city}今天下雨", "{city}新建大桥", "{city}的节日"],
  },
  {
    weight: 6,
    subject: ["كلب", "قطة", "امرأة", "رجل", "أطفال", "بيت قديم", "طائر"],
    place: ["على الشاطئ", "في الحديقة", "في المطبخ", "في الشارع", "قرب النهر"],
    products: ["فستان أزرق", "طاولة خشبية", "حقيبة جلدية", "فنجان قهوة"],
    city: ["القاهرة", "دبي", "عمان", "مراكش"],
    scenes: ["{subject} {place}", "{subject} {place}"],
    views: ["صورة من {city}", "السياحة في {city}", "شوارع {city}"],
    news: ["مطر في {city}", "مهرجان في {city}"],
  },
  {
    weight: 6,
    subject: ["एक कुत्ता", "एक बिल्ली", "एक महिला", "एक आदमी", "बच्चे", "एक पुराना घर", "एक गाय"],
    place: ["समुद्र तट पर", "बगीचे में", "रसोई में", "सड़क पर", "नदी के पास"],
    products: ["नीली साड़ी", "लकड़ी की मेज", "चमड़े का बैग", "चाय का कप"],
    city: ["दिल्ली", "मुंबई", "जयपुर", "वाराणसी"],
    scenes: ["{place} {subject}", "{place} {subject}"],
    views: ["{city} का बाज़ार", "{city} की तस्वीर", "{city} में घूमने की जगहें"],
    news: ["{city} में बारिश", "{city} में मेला"],
  },
];

const pickLanguage = weightedPicker(
  LANGUAGES,
  LANGUAGES.map(({ weight }) => weight),
);

function captionOf(kind: "scenes" | "views" | "news" | "products"): (random: Random) => string {
  return (random) => {
    const language = pickLanguage(random);
    return pick(random, language[kind]).replace(/\{(\w+)\}/g, (_, slot) =>
      pick(random, language[slot as "subject" | "place" | "city"]),
    );
  };
}

/** Captions in other languages than English. */
export const languageRules: Rules = {
  foreignScene: captionOf("scenes"),
  foreignPlace: captionOf("views"),
  foreignNews: captionOf("news"),
  foreignProduct: captionOf("products"),
};
