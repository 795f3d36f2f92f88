/** HS codes: finding one, what may fit a product and why, what is wrong with one. */
export const hsSearch = {
  "hs.title": "Chercher un code SH",
  "hs.lead":
    "La nomenclature mondiale à six chiffres. Les mots se cherchent en français, en anglais ou dans une autre de vos langues, sans accents ; les textes sont en anglais.",
  "hs.search": "Mots ou premiers chiffres",
  "hs.search.hint": "Par exemple « chemise coton » ou « 6109 ».",
  "hs.search.go": "Chercher",
  "hs.back": "Produits",
  "hs.back.product": "Retour au produit",
  "hs.suggestions": "Codes possibles",
  "hs.suggestions.note": "Ce sont des indices, pas une décision : vérifiez le code avant de l'enregistrer.",
  "hs.suggestions.none":
    "Ni vos produits ni la nomenclature ne donnent d'indice pour ce titre. Cherchez avec d'autres mots.",
  "hs.found": "{count, plural, =0 {Aucun code trouvé} one {# code trouvé} other {# codes trouvés}}",
  "hs.found.most": "Les {count} premiers codes. Un mot de plus en montrera moins.",
  "hs.found.none": "Aucun code ne parle de « {words} ». Essayez un mot plus courant, ou le mot anglais.",
  "hs.chapter": "Chapitre {chapter} : {title}",
  "hs.used": "Déjà donné à l'un de vos produits, {distance}",
  "hs.take": "Prendre {code}",
  "hs.give": "Donner {code} au produit",
  "hs.why.same-words":
    "{products, plural, one {# de vos produits avec {words} a ce code} other {# de vos produits avec {words} ont ce code}}",
  "hs.why.same-category":
    "{products, plural, one {# de vos produits de la catégorie {category} a ce code} other {# de vos produits de la catégorie {category} ont ce code}}",
  "hs.why.nomenclature": "La nomenclature parle de {words}",
  "hs.quoted": "« {word} »",
  "hs.chapters": "Chapitres qui en parlent",
  "hs.missing": "La nomenclature n'est pas encore chargée",
  "hs.missing.body":
    "Qui administre Passerelle la charge une fois, avec la commande « npm run hs:load ». D'ici là, seuls les titres des chapitres et vos propres produits aident à trouver un code.",
  "hs.fault.empty": "Écrivez un code de 6, 8 ou 10 chiffres.",
  "hs.fault.excel":
    "Excel a changé ce code en nombre et perdu ses chiffres. Mettez la colonne au format Texte, puis écrivez le code à nouveau.",
  "hs.fault.not-digits": "Un code SH n'a que des chiffres : retirez les lettres et les signes.",
  "hs.fault.length":
    "Un code SH a 6, 8 ou 10 chiffres. S'il en manque un, le tableur a peut-être retiré le zéro du début.",
  "hs.fault.chapter": "Les deux premiers chiffres sont un chapitre de 01 à 97, sauf 77 : celui-ci n'existe pas.",
  "hs.fault.heading": "La nomenclature n'a aucun code qui commence par ces quatre chiffres : vérifiez-les.",
};
