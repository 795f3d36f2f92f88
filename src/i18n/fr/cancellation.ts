/** Calling an order off: by the merchant here, at Sendcloud, at the marketplace. */
export const cancellation = {
  "cancellation.button": "Annuler la commande…",
  "cancellation.title": "Annuler la commande {number}",
  "cancellation.what-happens": "Ce qui va se passer",
  "cancellation.first-label": "L'étiquette est annulée d'abord, et son prix vous est rendu par le transporteur.",
  "cancellation.first-pushed": "La commande est retirée de Sendcloud d'abord : plus personne ne pourra l'emballer.",
  "cancellation.then-cancel": "La commande est annulée sur la place de marché. L'acheteur en est averti par elle.",
  "cancellation.then-refund":
    "La place de marché ne permet plus d'annuler cette commande : l'annulation devient un remboursement de {amount} à l'acheteur.",
  "cancellation.undo-note": "Rien ne part pendant 60 secondes : d'ici là, un clic suffit pour tout arrêter.",
  "cancellation.if-refused":
    "Si le transporteur refuse d'annuler l'étiquette, rien n'est dit à la place de marché et la commande reste comme elle est.",
  "cancellation.reason.refund": "Motif du remboursement",
  "cancellation.reason.cancel": "Motif de l'annulation",
  "cancellation.reason.choose": "Choisissez un motif",
  "cancellation.do.cancel": "Annuler toute la commande",
  "cancellation.do.refund": "Annuler et rembourser {amount}",
  "cancellation.keep": "Garder la commande",
  "cancellation.lines.title": "Annuler une partie seulement",
  "cancellation.lines.lead":
    "Indiquez combien de pièces de chaque article vous n'enverrez pas. Le reste de la commande part comme prévu.",
  "cancellation.lines.quantity": "{title} : pièces à annuler, sur {quantity}",
  "cancellation.lines.do": "Annuler ces pièces",
  "cancellation.lines.invalid": "Indiquez un nombre entier de pièces, au plus ce qui est commandé.",
  "cancellation.over-cap.owner":
    "C'est plus que ce que la boutique rembourse sans demander. Vérifiez le montant avant de continuer.",
  "cancellation.over-cap.others":
    "C'est plus que ce que la boutique rembourse sans demander : seul un propriétaire de l'espace peut le faire.",
  "cancellation.no-way": "Cette commande ne peut pas être annulée maintenant",
  "cancellation.no-way.not-accepted": "Elle n'est pas encore acceptée : refusez-la plutôt.",
  "cancellation.no-way.not-paid":
    "Le paiement est en cours et la place de marché ne permet pas d'annuler pendant ce temps. Réessayez une fois la commande payée.",
  "cancellation.no-way.shipped": "Elle est déjà annoncée comme expédiée : il ne reste que le remboursement.",
  "cancellation.no-way.over": "Elle est terminée ou déjà annulée sur la place de marché.",
  "cancellation.no-way.nothing-left": "Tout a déjà été remboursé ou annulé.",
  "cancellation.no-way.busy":
    "Son état ne le permet pas : un colis est déjà parti, une étiquette est en cours, ou une annulation l'est déjà.",
  "cancellation.planned": "Annulation demandée",
  "cancellation.planned.body": "Rien n'est encore parti vers la place de marché. N'expédiez pas.",
  "cancellation.undo": "Ne pas annuler",
  "cancellation.stop": "Arrêter l'annulation",

  "vanished.title": "Commandes supprimées dans Sendcloud",
  "vanished.lead":
    "{count, plural, one {# commande a disparu} other {# commandes ont disparu}} du compte {name} sans étiquette. Rien n'a été annulé ni remboursé : dites-nous ce qu'il en est.",
  "vanished.nothing": "Plus aucune commande n'attend votre réponse ici.",
  "vanished.cancel": "Annuler ces {count} commandes dans Mirakl",
  "vanished.cancel.body":
    "Chaque commande est annulée sur la place de marché, ou remboursée en entier là où elle ne peut plus être annulée, dans la limite des plafonds de sa boutique. Ce qui les dépasse vous est demandé commande par commande. Rien ne part pendant 60 secondes.",
  "vanished.cancel.sure": "Oui, annuler ces {count} commandes",
  "vanished.keep": "Les garder ouvertes",
  "vanished.keep.body":
    "Les commandes restent ouvertes sur la place de marché. Elles ne reviennent pas dans Sendcloud d'elles-mêmes : leurs étiquettes se font ici.",
  "vanished.gone-at": "Disparue",
  "vanished.order": "Commande",

  "attention.order-cancelled-there": "Commande supprimée dans Sendcloud",
  "attention.order-cancelled-there.body":
    "Quelqu'un a supprimé cette commande dans Sendcloud, sans étiquette. Elle est toujours ouverte sur la place de marché.",
  "attention.order-cancelled-there.off":
    "L'annulation automatique est désactivée pour cette boutique : annulez la commande si elle doit l'être, ou créez son étiquette ici.",
  "attention.order-cancelled-there.shipped":
    "Elle est déjà annoncée comme expédiée : rien n'est annulé automatiquement. Remboursez l'acheteur s'il y a droit.",
  "attention.order-cancelled-there.not-paid":
    "La place de marché ne permet pas encore de l'annuler : revenez-y quand elle sera payée.",
  "attention.order-cancelled-there.not-accepted":
    "Elle n'est pas encore acceptée : refusez-la si elle ne doit pas partir.",
  "attention.order-cancelled-there.failed":
    "L'annulation automatique n'a pas abouti : rien n'est annulé ni remboursé. Regardez pourquoi sur la commande, puis décidez-en vous-même.",
  "attention.order-cancelled-there.over-cap":
    "L'annuler veut dire rembourser {amount}, plus que vos plafonds : décidez-en vous-même.",
  "attention.order-cancelled-there.no-reason":
    "L'annuler veut dire rembourser {amount}, et aucun motif de remboursement n'est choisi dans les réglages de la boutique.",
  "attention.order-cancelled-there.currency":
    "L'annuler veut dire rembourser {amount}, dans une autre devise que celle de la boutique : décidez-en vous-même.",
  "attention.label-voided-there": "Étiquette annulée dans Sendcloud",
  "attention.label-voided-there.body":
    "L'étiquette de cette commande a été annulée dans Sendcloud ; la commande, elle, est toujours ouverte sur la place de marché. Créez une nouvelle étiquette, ou annulez la commande.",
  "attention.many-cancelled-there": "Beaucoup de commandes supprimées dans Sendcloud",
  "attention.many-cancelled-there.body":
    "{count, plural, one {# commande a disparu} other {# commandes ont disparu}} du compte Sendcloud {name} en une heure. Par prudence, plus rien n'y est annulé automatiquement avant votre réponse.",
  "attention.open.cancellation": "Annuler la commande…",
  "attention.open.label": "Nouvelle étiquette",
  "attention.open.vanished": "Annuler ces {count} commandes dans Mirakl…",

  "event.cancel-undone": "Annulation arrêtée avant son départ",
  "skip.undone": "Arrêtée à temps par une personne.",
  "told.undone": "Arrêtée à temps par une personne",
  "reason.reason-missing": "Choisissez un motif de la place de marché : elle en demande un.",
  "reason.nothing-chosen": "Rien n'a été choisi : indiquez au moins une pièce.",
  "reason.list-changed": "La liste a changé entre-temps. Rien n'a été fait : relisez-la, puis décidez à nouveau.",
  "reason.undo-too-late": "C'est parti ou déjà arrêté : il n'y a plus rien à retenir.",
};
