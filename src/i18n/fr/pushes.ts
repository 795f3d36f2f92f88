/** Les commandes dont l'étiquette se fait dans Sendcloud. */
export const pushes = {
  "problem.currency-not-accepted": "Sendcloud n'accepte pas cette devise.",
  "problem.push-refused": "Sendcloud refuse cette valeur. Corrigez-la : la commande repart aussitôt.",

  "push.title": "Dans Sendcloud",
  "push.there":
    "La commande est dans les commandes entrantes de Sendcloud. Faites-y l'étiquette : son numéro de suivi revient ici, puis part sur la place de marché.",
  "push.twice":
    "Sendcloud ne nous empêche pas d'y faire deux étiquettes pour la même commande : si cela arrive, les deux colis s'affichent ici.",
  "push.open": "Ouvrir dans Sendcloud",
  "push.leaving": "La commande est en train d'être retirée de Sendcloud. Vous pourrez ensuite faire l'étiquette ici.",
  "push.here": "Faire plutôt l'étiquette ici",
  "push.here.ask":
    "La commande est d'abord supprimée dans Sendcloud, et n'y sera plus envoyée. Dès que Sendcloud confirme qu'elle n'y est plus, vous pouvez faire l'étiquette ici.",
  "push.here.sure": "Retirer de Sendcloud",
  "push.here.never": "La commande n'est pas dans Sendcloud et n'y sera plus envoyée : vous faites l'étiquette ici.",
  "push.here.never.sure": "Faire l'étiquette ici",
  "push.again": "Renvoyer à Sendcloud",

  "event.label-here": "L'étiquette se fera ici, pas dans Sendcloud",

  "push.changed": "Changé dans Sendcloud",
  "push.changed.body": "Quelqu'un a changé ces valeurs dans Sendcloud. Elles y restent : nous ne les remplaçons plus.",
  "push.changed.theirs": "dans Sendcloud : {value}",
  "push.changed.ours": "ici : {value}",
  "push.changed.empty": "rien",
  "push.field.orderNumber": "Numéro",
  "push.field.name": "Nom",
  "push.field.company": "Société",
  "push.field.line1": "Rue",
  "push.field.houseNumber": "Numéro dans la rue",
  "push.field.line2": "Complément d'adresse",
  "push.field.zip": "Code postal",
  "push.field.city": "Ville",
  "push.field.state": "Région ou État",
  "push.field.country": "Pays",
  "push.field.phone": "Téléphone",
  "push.field.email": "E-mail",
  "push.field.weightGrams": "Poids",
  "push.field.items": "Articles",

  "push.currency": "Sendcloud n'accepte pas la devise {currency}",
  "push.currency.body":
    "Les commandes de Sendcloud n'existent qu'en EUR, GBP et USD. Donnez un taux : les prix y partent en euros, le montant d'origine dans les notes. Ou faites l'étiquette ici, dans la devise de la commande.",
  "push.currency.rate": "Donner un taux",
  "push.refused": "Sendcloud n'a pas pris cette commande : {part}",
  "push.refused.body":
    "Rien n'y a été créé, et les autres commandes sont passées. Corrigez ce champ, renvoyez la commande, ou faites l'étiquette ici.",
  "push.refused.fix": "Corriger",
  "push.part.firstName": "le nom",
  "push.part.lastName": "le nom",
  "push.part.company": "la société",
  "push.part.street1": "la rue",
  "push.part.street2": "le complément d'adresse",
  "push.part.note": "le complément d'adresse",
  "push.part.zip": "le code postal",
  "push.part.city": "la ville",
  "push.part.state": "la région ou l'État",
  "push.part.country": "le pays",
  "push.part.phone": "le téléphone",
  "push.part.email": "l'e-mail",
  "push.part.weight": "le poids",
  "push.part.items": "les articles",
  "push.part.price": "le prix",
  "push.part.number": "le numéro de commande",
  "push.part.pickup-point": "le point de retrait",
  "push.part.customs": "les données de douane",
  "push.part.other": "voyez sa réponse",

  "settings.takeBack":
    "{count, plural, one {1 commande attend encore son étiquette dans Sendcloud} other {# commandes attendent encore leur étiquette dans Sendcloud}}",
  "settings.takeBack.body":
    "Le réglage ne vaut que pour les commandes sans lieu fixé : celles-ci restent dans Sendcloud tant que vous ne les reprenez pas.",
  "settings.takeBack.act": "Les reprendre toutes ici",
  "settings.takeBack.ask":
    "{count, plural, one {Cette commande est supprimée dans Sendcloud et n'y sera plus envoyée. Si une étiquette vient d'y être faite, elle y reste.} other {Ces # commandes sont supprimées dans Sendcloud et n'y seront plus envoyées. Celles dont l'étiquette vient d'y être faite y restent.}}",
  "settings.takeBack.sure": "Retirer de Sendcloud",
  "settings.takeBack.leaving":
    "{count, plural, one {1 commande est en train d'être retirée de Sendcloud : son étiquette se fera ici.} other {# commandes sont en train d'être retirées de Sendcloud : leurs étiquettes se feront ici.}}",
};
