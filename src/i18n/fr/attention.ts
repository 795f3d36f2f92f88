/** What waits for a person. */
export const attention = {
  "attention.title": "À vérifier",
  "attention.lead": "Ici, nous avons préféré nous arrêter plutôt que deviner. Le plus ancien vient d'abord.",
  "attention.empty": "Rien ne vous attend",
  "attention.empty.body":
    "Quand nous ne pouvons pas savoir ce qui s'est passé, nous nous arrêtons et cela s'affiche ici, avec ce que nous savons.",
  "attention.next": "Suite",
  "attention.first": "Revenir au plus ancien",
  "attention.order": "Commande {number}",
  "attention.stake": "{amount} en jeu",
  "attention.details": "Détails",
  "attention.open.order": "Ouvrir la commande",
  "attention.open.store": "Ouvrir la boutique",
  "attention.open.accounts": "Ouvrir les comptes Sendcloud",

  "attention.order-missing": "Désaccord avec la place de marché",
  "attention.order-missing.body":
    "Une commande est ouverte sur la place de marché et absente ici, ou l'inverse, même après une seconde lecture. Comparez-la sur la place de marché, puis importez depuis la page de la boutique.",
  "attention.key-refused": "Clé refusée",
  "attention.key-refused.body":
    "Notre clé n'est plus acceptée : ce qui en a besoin attend, rien n'est perdu. Créez une nouvelle clé là où elle est refusée, puis enregistrez-la ici.",
  "attention.unmatched-shipment": "Envoi sans commande",
  "attention.unmatched-shipment.body":
    "Sendcloud connaît un envoi dont nous n'avons pas trouvé la commande en trois jours. S'il vient d'un autre logiciel, il n'y a rien à faire. Sinon, cherchez sa commande et donnez son suivi à la place de marché.",
  "attention.unmatched-return": "Retour sans commande",
  "attention.unmatched-return.body":
    "Sendcloud connaît un retour dont nous n'avons pas trouvé la commande en trois jours. Aucun remboursement n'est parti. Cherchez la commande, puis remboursez l'acheteur sur la place de marché s'il y a droit.",
  "attention.return-without-id": "Retour impossible à reconnaître",
  "attention.return-without-id.body":
    "Rien ne prouve que ce retour n'a pas déjà été remboursé : aucun remboursement ne part de lui-même. Regardez la commande, puis remboursez à la main s'il y a lieu.",
  "attention.two-parcels": "Deux colis pour les mêmes articles",
  "attention.two-parcels.body":
    "Deux étiquettes valables couvrent les mêmes articles de cette commande. N'expédiez qu'un colis et annulez l'autre étiquette.",
  "attention.label-unneeded": "Étiquette devenue inutile",
  "attention.label-unneeded.body":
    "Les articles de cette étiquette ont été remboursés ou annulés, alors que le reste de la commande part toujours. Annulez l'étiquette si le colis n'est pas parti : Sendcloud la rembourse.",
  "attention.integration-deleted": "Intégration Sendcloud supprimée",
  "attention.integration-deleted.body":
    "L'intégration de Passerelle n'existe plus dans Sendcloud. Les commandes arrivent toujours ; les étiquettes attendent. Recréez l'intégration dans Sendcloud, puis enregistrez ses clés ici.",
  "attention.timeline-broken": "Historique incomplet ou modifié",
  "attention.timeline-broken.body":
    "L'historique de cette boutique ne se vérifie plus : une ligne a changé ou disparu sans passer par Passerelle. N'effacez rien et prévenez la personne qui exploite cette installation.",
  "attention.set-aside": "Commande illisible",
  "attention.set-aside.body":
    "La place de marché envoie cette commande sous une forme que nous ne savons pas lire. Elle n'est pas perdue, et arrive ici dès qu'elle devient lisible. D'ici là, traitez-la sur la place de marché.",
  "attention.pause": "Boutique en pause",
  "attention.pause.body":
    "Rien ne part de cette boutique tant qu'elle est en pause, et rien n'est perdu. Reprenez-la sur sa page.",
};
