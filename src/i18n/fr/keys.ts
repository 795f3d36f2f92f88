/** New keys for what is connected already. */
export const keys = {
  "storeKey.title": "Changer la clé d'API",
  "storeKey.lead":
    "Collez la nouvelle clé de la boutique {shop}. Elle est vérifiée aussitôt chez Mirakl. Rien de ce qui attend n'est perdu : tout reprend dès qu'elle est acceptée.",
  "storeKey.button": "Vérifier et enregistrer la clé",
  "accountKey.title": "Changer les clés Sendcloud",
  "accountKey.lead":
    "Collez les nouvelles clés de l'intégration {id}. Elles sont vérifiées aussitôt chez Sendcloud. Rien de ce qui attend n'est perdu : tout reprend dès qu'elles sont acceptées.",
  "accountKey.signature": "Clé de signature des webhooks",
  "accountKey.signatureHint": "Seulement si Sendcloud en affiche une. Laissez vide pour garder celle d'avant.",
  "accountKey.button": "Vérifier et enregistrer les clés",
  "accountKey.otherIntegration":
    "Ces clés ouvrent {found} (n° {foundId}), mais ce compte est l'intégration {name} (n° {id}), où ses commandes et leurs numéros sont enregistrés. Prenez les clés de l'intégration n° {id}. Si elle n'existe plus dans Sendcloud, ajoutez l'autre comme un nouveau compte.",
  "accountKey.otherIntegration.title": "Ce ne sont pas les clés de cette intégration",
  "accountKey.changedMeanwhile": "Quelqu'un vient de changer ces clés. Vérifiez-les avant de recommencer.",
};
