/** Papers that travel with a parcel, and what they want to know of its goods. */
export const customs = {
  "customs.title": "Douane",
  "customs.reason.abroad": "Ce colis passe une frontière douanière : une déclaration l’accompagne.",
  "customs.reason.outside-vat":
    "Cette destination est hors du territoire de TVA, même si elle est dans l’union douanière : une déclaration accompagne le colis.",
  "customs.reason.outside-customs":
    "Cette destination appartient à un pays de l’Union européenne mais pas à son territoire douanier : une déclaration accompagne le colis.",
  "customs.missing":
    "{count, plural, one {Il manque une information} other {Il manque # informations}} : l’étiquette attend. Complétez ci-dessous.",
  "customs.edit": "Modifier les valeurs des produits",
  "customs.applies":
    "Les valeurs sont celles du produit : elles s’appliquent à toutes les commandes ouvertes qui ont ce SKU.",
  "customs.save": "Enregistrer pour toutes les commandes de ces SKU",
  "customs.hsCode": "Code SH",
  "customs.origin": "Pays d’origine",
  "customs.weightGrams": "Poids unitaire (g)",
  "customs.of.product": "valeur du produit",
  "customs.of.store": "valeur par défaut de la boutique",
  "customs.value": "{value} ({whose})",
  "customs.default": "Sans valeur ici : {value}, celle de la boutique.",
  "customs.hint.hsCode": "6, 8 ou 10 chiffres.",
  "customs.hint.origin": "Pays de fabrication : code à deux lettres (FR) ou nom.",
  "customs.hint.weightGrams": "En grammes, ou avec son unité : « 1,2 kg ».",
  "customs.defaults": "Valeurs par défaut de la boutique",
  "customs.papers.open": "Ouvrir et imprimer les documents douaniers",
  "customs.papers.frame": "Documents douaniers du colis {number}",
  "customs.invoice": "Facture douanière",
  "customs.not-yet": "Ce produit n’est pas encore enregistré. Réessayez dans un instant.",
  "label.cure.customs": "Compléter le code SH et l’origine",
  "problem.hs-code-missing": "Le code SH manque. La douane le demande pour cette destination.",
  "problem.origin-missing": "Le pays d’origine manque. La douane le demande pour cette destination.",
  "reason.customs-missing":
    "La douane demande le code SH et le pays d’origine de chaque article. Complétez-les dans la commande, puis créez l’étiquette.",
  "reason.customs-not-available":
    "Sendcloud n’a pas de document douanier pour ce colis. Ouvrez l’envoi dans Sendcloud pour voir pourquoi.",
  "settings.defaultHsCode": "Code SH par défaut",
  "settings.defaultHsCode.hint":
    "Pour les produits qui n’ont pas le leur. Laissez vide si vos articles sont trop différents.",
  "settings.defaultOrigin": "Pays d’origine par défaut",
  "settings.defaultOrigin.empty": "Aucun",
  "settings.productWeight":
    "Le poids par défaut d’un article se règle avec les étiquettes. Celui d’un produit passe avant.",
  "settings.eori": "Numéro EORI",
  "settings.eori.hint": "Par exemple FR12345678900012. Vide : celui de l’adresse d’expédition dans Sendcloud.",
  "settings.vat": "Numéro de TVA",
  "settings.vat.hint": "Par exemple FR40123456789. Vide : celui de l’adresse d’expédition dans Sendcloud.",
  "settings.ioss": "Numéro IOSS",
  "settings.ioss.hint": "IM et dix chiffres. Envoyé seulement pour un colis qui entre dans l’Union européenne.",
  "settings.fault.defaultOrigin": "Choisissez un pays de la liste.",
  "settings.fault.eori": "Un numéro EORI commence par deux lettres de pays, puis jusqu’à 15 lettres ou chiffres.",
  "settings.fault.vat": "Un numéro de TVA commence par deux lettres de pays, puis 2 à 13 lettres ou chiffres.",
  "settings.fault.ioss": "Un numéro IOSS est IM suivi de dix chiffres.",
  "settings.setting.defaultHsCode": "Code SH par défaut",
  "settings.setting.defaultOrigin": "Pays d’origine par défaut",
  "settings.setting.taxNumbers.eori": "Numéro EORI",
  "settings.setting.taxNumbers.ioss": "Numéro IOSS",
  "settings.setting.taxNumbers.vat": "Numéro de TVA",
};
