import IntlMessageFormat from "intl-messageformat";
import { en } from "./en";
import { fr } from "./fr";

export const LANGUAGES = ["fr", "en"] as const;
export type Language = (typeof LANGUAGES)[number];
export type MessageKey = keyof typeof fr;
export type MessageValues = Record<string, string | number>;
export type Translate = (key: MessageKey, values?: MessageValues) => string;

const CATALOGUES: Record<Language, Record<MessageKey, string>> = { fr: keepTogether(fr), en };
const compiled = new Map<string, IntlMessageFormat>();

/** The words of one language. ICU messages are compiled once; plain ones pass as they are. */
export function translator(language: Language): Translate {
  const catalogue = CATALOGUES[language];
  return (key, values) => {
    const message = catalogue[key];
    if (!message.includes("{")) return message;
    const place = `${language} ${key}`;
    const format = compiled.get(place) ?? new IntlMessageFormat(message, language);
    compiled.set(place, format);
    return String(format.format(values));
  };
}

/** True when a text built at run time, such as `reason.${code}`, is a key of the catalogue. */
export function isMessageKey(key: string): key is MessageKey {
  return key in fr;
}

/** The language of a request: the chosen one, else the browser's first that we speak, else French. */
export function chooseLanguage(chosen: string | undefined, acceptLanguage: string | undefined): Language {
  const wanted = [chosen ?? "", ...(acceptLanguage ?? "").split(",")].map((tag) =>
    tag.trim().slice(0, 2).toLowerCase(),
  );
  return wanted.find((tag): tag is Language => (LANGUAGES as readonly string[]).includes(tag)) ?? "fr";
}

// French sets a space before its high punctuation: a line must never begin with it.
function keepTogether(catalogue: Record<MessageKey, string>): Record<MessageKey, string> {
  const entries = Object.entries(catalogue).map(([key, message]) => [
    key,
    message.replace(/ ([:;?!»])/g, "\u00a0$1").replace(/« /g, "«\u00a0"),
  ]);
  return Object.fromEntries(entries) as Record<MessageKey, string>;
}
