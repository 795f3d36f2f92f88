/** What wished settings would mean for real orders of the store. */
export const settingsPreview = {
  "settings.preview.errors": "Corrigez les champs signalés : l'aperçu garde pour eux ce qui est enregistré.",
  "settings.preview.none": "Aucune commande récente ne permet d'en montrer l'effet.",
  "settings.preview.noneAbroad": "Aucune commande récente ne part vers un autre pays.",
  "settings.preview.noneForeign": "Aucune commande récente n'est dans une autre devise.",
  "settings.preview.told":
    "Pour la commande {number}, la place de marché lirait : {as}, suivi {trackingNumber} ({carrier} dans Sendcloud).",
  "settings.preview.told.none":
    "Pour la commande {number}, la place de marché n'apprendrait rien : {carrier} n'a pas de correspondance.",
  "settings.preview.numbers": "Numéros des dernières commandes",
  "settings.preview.full": "En entier",
  "settings.preview.before": "Aujourd'hui",
  "settings.preview.number": "Numéro",
  "settings.preview.fixed": "gardé",
  "settings.preview.collide":
    "{count, plural, =0 {Sur les commandes récentes ({of}), aucune n'aurait le numéro d'une autre.} one {Sur les commandes récentes ({of}), 1 aurait le numéro d'une autre : elle reçoit quatre caractères de plus.} other {Sur les commandes récentes ({of}), # auraient le numéro d'une autre : elles reçoivent quatre caractères de plus.}}",
  "settings.preview.empty":
    "{count, plural, one {1 n'a rien dans ce champ : l'identifiant de la commande le remplace.} other {# n'ont rien dans ce champ : l'identifiant de la commande le remplace.}}",
  "settings.preview.otherFields": "Avec les autres champs",
  "settings.preview.cancel.off":
    "Annulée dans Sendcloud, la commande {number} resterait ouverte ici, avec un bouton pour l'annuler.",
  "settings.preview.cancel.here":
    "La commande {number} n'est pas chez Sendcloud : y annuler son étiquette ne ferait que l'annuler, elle.",
  "settings.preview.cancel.cancelled":
    "Annulée dans Sendcloud, la commande {number} serait annulée sur la place de marché, motif : {reason}.",
  "settings.preview.cancel.refunded":
    "Annulée dans Sendcloud, la commande {number} ne peut plus être annulée sur la place de marché : l'acheteur serait remboursé de {amount}, dans la limite de vos plafonds.",
  "settings.preview.return.off": "Un retour de {title} (commande {number}) ne rembourserait rien.",
  "settings.preview.return.created": "Un retour de {title} (commande {number}) rembourserait {amount} dès sa création.",
  "settings.preview.return.back":
    "Un retour de {title} (commande {number}) rembourserait {amount} quand le colis est revenu.",
  "settings.preview.return.by-hand":
    "Un retour de {title} (commande {number}) vous proposerait de rembourser {amount}.",
  "settings.preview.return.overCap":
    "Un retour de {title} (commande {number}) vaut {amount}, au-dessus de votre plafond : il vous attendrait.",
  "settings.preview.return.byHand":
    "Un retour de {title} (commande {number}) vous attendrait : il ne peut pas être remboursé de façon automatique.",
  "settings.preview.abroad": "La commande {number} vers {country} serait déclarée : {type}.",
  "settings.preview.skus": "Articles de la commande {number}",
  "settings.preview.article": "Article",
  "settings.preview.skus.changed":
    "{count, plural, =0 {Aucun de vos {products} produits récents ne change de référence.} one {1 de vos {products} produits récents change de référence : ce qui est noté sous l'ancienne ne lui correspondra plus.} other {# de vos {products} produits récents changent de référence : ce qui est noté sous l'ancienne ne leur correspondra plus.}}",
  "settings.preview.place.here":
    "{count, plural, =0 {Aucune commande ouverte n'attend encore son étiquette sans lieu fixé.} one {1 commande ouverte recevrait son étiquette dans Passerelle.} other {# commandes ouvertes recevraient leur étiquette dans Passerelle.}}",
  "settings.preview.place.sendcloud":
    "{count, plural, =0 {Aucune commande ouverte n'attend encore son étiquette sans lieu fixé.} one {1 commande ouverte irait dans Sendcloud dès qu'elle est prête.} other {# commandes ouvertes iraient dans Sendcloud dès qu'elles sont prêtes.}}",
  "settings.preview.atSendcloud":
    "{count, plural, one {1 commande est déjà dans Sendcloud et y reste.} other {# commandes sont déjà dans Sendcloud et y restent.}}",
  "settings.preview.labelled":
    "{count, plural, one {1 commande a déjà son étiquette, qui ne change pas.} other {# commandes ont déjà leur étiquette, qui ne change pas.}}",
  "settings.preview.weight":
    "La commande {number} ({count, plural, one {1 article} other {# articles}}) pèserait {kilos} kg.",
  "settings.preview.ship.label-made":
    "Commande {number} : suivi transmis à la création de l'étiquette, « expédiée » 60 secondes après, puis plus d'annulation possible, seulement un remboursement.",
  "settings.preview.ship.carrier-scan":
    "Commande {number} : la place de marché n'apprend rien avant le scan du colis ; d'ici là elle peut être annulée.",
  "settings.preview.accept.by-hand": "Chaque commande attend votre réponse.",
  "settings.preview.accept.automatic": "Les commandes qui arrivent désormais sont acceptées sans vous.",
  "settings.preview.accept.guarded":
    "Les commandes qui arrivent désormais sont acceptées sans vous si le stock suffit et si le prix a baissé de {percent} % au plus, jusqu'à {most} par heure.",
  "settings.preview.accept.waits": "La commande {number} attend déjà une réponse :",
  "settings.preview.rate": "La commande {number} de {amount} partirait dans Sendcloud pour {euros}.",
  "settings.preview.rate.none":
    "La commande {number} de {amount} ne peut pas partir dans Sendcloud sans taux pour sa devise.",
};
