/** The life of a store and of a Sendcloud account: pause, disconnection, deletion, keys. */
export const life = {
  "life.card": "Pause et déconnexion",
  "life.pause.title": "Mettre la boutique en pause",
  "life.pause.lead":
    "Rien n'est envoyé ni importé tant qu'elle est en pause, et rien n'est perdu : tout reprend là où c'en était.",
  "life.pause.reason": "Raison",
  "life.pause.reasonHint": "Vos collègues la verront, avec votre nom.",
  "life.pause.button": "Mettre en pause",
  "life.paused.by": "Mise en pause par {name},",
  "life.resume.button": "Reprendre",
  "life.refused": "Cela n'a pas pu se faire",

  "life.disconnect.title": "Déconnecter la boutique",
  "life.disconnect.lead": "Passerelle arrête tout pour cette boutique et détruit sa clé. L'historique reste lisible.",
  "life.disconnect.open": "Ce qui est encore ouvert",
  "life.disconnect.idle": "Rien : aucune commande n'attend, aucune étiquette n'est en cours.",
  "life.open.toAccept": "Commandes à accepter",
  "life.open.toShip": "Commandes à expédier",
  "life.open.labels": "Étiquettes en cours",
  "life.open.parked": "Actions qui attendent une décision",
  "life.open.refunds": "Remboursements prévus",
  "life.disconnect.finish": "Finir d'abord",
  "life.disconnect.finish.lead": "Traitez ce qui est ouvert, puis revenez ici.",
  "life.export": "Emporter les commandes",
  "life.export.lead":
    "Un fichier CSV de toutes les commandes de cette boutique. Il contient les noms et adresses des acheteurs : gardez-le en lieu sûr.",
  "life.export.button": "Télécharger le CSV",
  "life.disconnect.leave": "Laisser tel quel et déconnecter",
  "life.disconnect.leave.stops": "Plus aucun import, plus aucun envoi.",
  "life.disconnect.leave.money":
    "Les étiquettes, annulations et remboursements prévus mais pas encore partis sont abandonnés. Ce qui était déjà parti sans réponse sera vérifié si vous reconnectez la boutique.",
  "life.disconnect.leave.key":
    "La clé d'API est détruite. Le webhook Sendcloud est retiré si aucune autre boutique ne l'utilise.",
  "life.disconnect.leave.history":
    "Les commandes et leur historique restent lisibles. Reconnecter la même boutique les continue, avec les mêmes numéros.",
  "life.disconnect.button": "Déconnecter",
  "life.disconnect.ask": "Déconnecter « {name} » et détruire sa clé ?",
  "life.disconnect.sure": "Oui, déconnecter",

  "life.disconnected": "Boutique déconnectée",
  "life.disconnected.badge": "Déconnectée",
  "life.disconnected.since": "Depuis le",
  "life.disconnected.lead":
    "Rien n'est importé ni envoyé. Ses commandes restent lisibles. Pour la continuer, connectez la même boutique avec une clé d'API.",
  "life.disconnected.order": "Sa boutique est déconnectée : cette commande ne peut plus qu'être lue.",
  "life.webhookLeft": "Le webhook est resté dans Sendcloud",
  "life.webhookLeft.lead":
    "Sendcloud n'a pas accepté de le retirer. Il ne gêne rien ; vous pouvez le retirer dans Sendcloud, à la page de l'intégration.",
  "life.reconnect.button": "Reconnecter",
  "life.reconnect.shop": "Cette boutique a déjà été connectée : son historique, son repère et ses numéros continuent.",

  "life.delete.link": "Supprimer",
  "life.delete.title": "Supprimer la boutique",
  "life.delete.lead":
    "Toutes les données de « {name} » dans Passerelle sont effacées : commandes, étiquettes, numéros, historique. Rien ne change chez Mirakl ni dans Sendcloud.",
  "life.delete.forEver": "C'est définitif",
  "life.delete.exportFirst": "Téléchargez d'abord ses commandes si vous voulez en garder une trace.",
  "life.delete.name": "Pour confirmer, écrivez le nom de la boutique : {name}",
  "life.delete.otherName": "Ce n'est pas le nom de la boutique.",
  "life.delete.button": "Tout supprimer",
  "life.deleting": "Suppression en cours",
  "life.deleting.lead": "Les données de cette boutique sont en train d'être effacées. Elle disparaîtra de la liste.",

  "life.csv.number": "Numéro",
  "life.csv.state": "État",
  "life.csv.buyer": "Acheteur",
  "life.csv.zip": "Code postal",
  "life.csv.city": "Ville",
  "life.csv.country": "Pays",
  "life.csv.items": "Articles",
  "life.csv.currency": "Devise",

  "storeKey.otherShop":
    "Cette clé ouvre la boutique {found}. Celle qui est connectée ici est {shop} (n° {id}). Prenez la clé de cette boutique.",
  "storeKey.otherShop.unnamed":
    "Cette clé n'ouvre pas la boutique {shop} (n° {id}), connectée ici. Prenez la clé de cette boutique.",

  "event.paused": "Boutique mise en pause",
  "event.paused.reason": "Raison : {reason}",
  "event.resumed": "Pause terminée",
  "event.disconnected": "Boutique déconnectée, clé détruite",
  "event.reconnected": "Boutique reconnectée",
  "skip.store-disconnected": "La boutique a été déconnectée avant.",
  "reason.store-disconnected":
    "Cette boutique est déconnectée : rien ne peut plus être envoyé. Reconnectez-la depuis sa page, puis recommencez.",
  "reason.account-differs":
    "Cette boutique était connectée avec un autre compte Sendcloud, et ses numéros de commande y sont réservés. Choisissez ce compte à l'étape Sendcloud.",

  "accountAdd.title": "Ajouter un compte Sendcloud",
  "accountAdd.lead":
    "Collez les clés d'une intégration Sendcloud API. Elles sont vérifiées aussitôt, sans rien modifier là-bas. Une boutique pourra ensuite l'utiliser.",
  "accountAdd.twin":
    "Cette intégration est déjà ici : c'est le compte {name}. Pour changer ses clés, ouvrez-le dans la liste.",
  "accountAdd.button": "Vérifier et ajouter",
  "accounts.stores": "Boutiques",
  "accounts.stores.none": "aucune pour l'instant",
  "accounts.works": "Les clés fonctionnent",
  "accounts.test": "Tester",
  "accounts.senders": "Adresses d'expédition",
  "accounts.budget": "Envois de la dernière minute",
  "accounts.budget.used": "{used} sur {most}",
  "accounts.budget.held": "Sendcloud demande d'attendre : rien ne part avant {moment}.",
  "accounts.trouble.integration-deleted":
    "L'intégration a été supprimée dans Sendcloud : ses boutiques n'envoient plus rien. Recréez-la là-bas et ajoutez-la comme un nouveau compte, ou donnez ici des clés qui l'ouvrent encore.",
  "accounts.trouble.key-refused":
    "Sendcloud refuse ces clés : ses boutiques n'envoient plus rien. Changez-les pour tout reprendre.",
  "accounts.previous": "Clé précédente",
  "accounts.previous.until": "acceptée pour les webhooks jusqu'au {moment}",
};
