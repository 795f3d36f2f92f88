/** HS codes: finding one, what may fit a product and why, what is wrong with one. */
export const hsSearch = {
  "hs.title": "Find an HS code",
  "hs.lead":
    "The world's nomenclature of six digits. Words are looked for in English, French or another of your languages, without accents; the texts are in English.",
  "hs.search": "Words or first digits",
  "hs.search.hint": "For example “cotton shirt” or “6109”.",
  "hs.search.go": "Search",
  "hs.back": "Products",
  "hs.back.product": "Back to the product",
  "hs.suggestions": "Possible codes",
  "hs.suggestions.note": "These are hints, not a decision: check the code before you save it.",
  "hs.suggestions.none":
    "Neither your products nor the nomenclature give a hint for this title. Search with other words.",
  "hs.found": "{count, plural, =0 {No code found} one {# code found} other {# codes found}}",
  "hs.found.most": "The first {count} codes. One more word will show fewer.",
  "hs.found.none": "No code speaks of “{words}”. Try a more common word.",
  "hs.chapter": "Chapter {chapter}: {title}",
  "hs.used": "Given to one of your products before, {distance}",
  "hs.take": "Take {code}",
  "hs.give": "Give {code} to the product",
  "hs.why.same-words":
    "{products, plural, one {# of your products with {words} has this code} other {# of your products with {words} have this code}}",
  "hs.why.same-category":
    "{products, plural, one {# of your products in the category {category} has this code} other {# of your products in the category {category} have this code}}",
  "hs.why.nomenclature": "The nomenclature speaks of {words}",
  "hs.quoted": "“{word}”",
  "hs.chapters": "Chapters that speak of it",
  "hs.missing": "The nomenclature is not loaded yet",
  "hs.missing.body":
    "Whoever runs Passerelle loads it once, with the command “npm run hs:load”. Until then only the chapters' titles and your own products help to find a code.",
  "hs.fault.empty": "Write a code of 6, 8 or 10 digits.",
  "hs.fault.excel":
    "Excel has turned this code into a number and lost its digits. Format the column as text, then write the code again.",
  "hs.fault.not-digits": "An HS code has digits only: remove letters and signs.",
  "hs.fault.length":
    "An HS code has 6, 8 or 10 digits. If one is missing, the spreadsheet may have removed the zero at its beginning.",
  "hs.fault.chapter": "The first two digits are a chapter from 01 to 97, except 77: this one does not exist.",
  "hs.fault.heading": "The nomenclature has no code that begins with these four digits: check them.",
};
