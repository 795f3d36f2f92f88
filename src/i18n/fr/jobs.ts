/** Many orders in one action, and how it goes. */
export const jobs = {
  "jobs.select": "Choisir la commande {number}",
  "jobs.create": "Créer les étiquettes",
  "jobs.create.hint": "Une étiquette par commande choisie, avec le mode d'envoi le moins cher qui convient.",

  "jobs.refused": "Aucune étiquette n'a été créée",
  "jobs.refused.none": "Aucune commande n'est choisie. Cochez-en au moins une dans la liste, puis recommencez.",
  "jobs.refused.many":
    "Une liste prend {most} commandes au plus, et celle-ci en a {count}. Choisissez-en moins, puis recommencez avec les autres.",
  "jobs.back": "Commandes à expédier",

  "jobs.title": "Étiquettes de {count, plural, one {# commande} other {# commandes}}",
  "jobs.begun": "Demandées {distance}.",
  "jobs.progress": "Avancement",
  "jobs.waiting": "En attente",
  "jobs.done": "Créées",
  "jobs.refusals": "Refusées",
  "jobs.working":
    "Les étiquettes se créent au rythme que Sendcloud permet, environ 90 par minute. Vous pouvez quitter cette page : le travail continue.",
  "jobs.over": "Tout est fait.",
  "jobs.over.refused":
    "Tout est fait, sauf ce qui est refusé ci-dessous : ouvrez chaque commande, corrigez-la, puis créez son étiquette.",
  "jobs.reason": "Raison",
  "jobs.outcome": "Résultat",
  "jobs.made": "Étiquette créée",
  "jobs.not-made": "Étiquette refusée",
  "jobs.by-another": "Un autre clic ou une autre liste avait déjà créé cette étiquette",
};
