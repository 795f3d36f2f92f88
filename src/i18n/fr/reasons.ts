/** Why something did not happen: what happened, and what to do about it. */
export const reasons = {
  "reason.theirWords": "Réponse reçue : « {words} »",

  "reason.not-found": "Cette commande n'existe plus ici. Revenez à la liste des commandes.",
  "reason.not-allowed-now":
    "L'état de la commande ne permet pas cette action maintenant. Rien n'a été fait : regardez son état ci-dessus.",
  "reason.order-changed":
    "La commande a changé sur la place de marché juste avant l'action. Rien n'a été fait : relisez-la, puis recommencez si elle convient toujours.",
  "reason.key-wrong":
    "La place de marché refuse la clé d'API. Copiez-la à nouveau depuis votre compte Mirakl (Mon compte, puis Clé d'API), en entier et sans espace.",
  "reason.key-without-role":
    "La clé est bonne, mais elle ne donne pas accès aux commandes. Demandez à la place de marché le droit d'utiliser l'API des commandes, ou prenez la clé d'un autre utilisateur.",
  "reason.host-not-allowed":
    "Cette adresse n'est pas celle d'une place de marché Mirakl connue. Vérifiez-la ; une adresse particulière s'ajoute dans la variable EXTRA_MIRAKL_HOSTS.",
  "reason.host-not-mirakl":
    "Cette adresse répond, mais pas comme une place de marché Mirakl. Donnez l'adresse qui s'affiche quand vous êtes connecté à Mirakl.",
  "reason.host-unreachable":
    "Cette adresse ne répond pas. Vérifiez qu'elle est bien écrite, puis réessayez dans un moment.",
  "reason.mirakl-down":
    "La place de marché ne répond pas pour l'instant. Rien n'est perdu : réessayez dans quelques minutes.",
  "reason.mirakl-busy": "La place de marché demande de ralentir. Réessayez dans une minute.",
  "reason.mirakl-refused":
    "La place de marché a refusé. Lisez sa réponse, corrigez ce qu'elle demande, puis recommencez.",
  "reason.shop-closed":
    "Cette boutique est fermée ou suspendue sur la place de marché. Rouvrez-la sur la place de marché, puis réessayez.",
  "reason.shop-not-found":
    "La clé ne donne pas accès à cette boutique. Choisissez-en une autre, ou prenez la clé de la bonne boutique.",
  "reason.store-already-connected": "Cette boutique est déjà connectée. Ouvrez-la depuis la liste des boutiques.",
  "reason.sendcloud-key-wrong":
    "Sendcloud refuse ces clés. Copiez à nouveau la clé publique et la clé secrète depuis Sendcloud, Réglages, Intégrations.",
  "reason.sendcloud-oauth-needed":
    "Sendcloud demande pour ce compte une connexion OAuth2. Créez des identifiants OAuth2 dans Sendcloud, puis collez-les ici.",
  "reason.sendcloud-down":
    "Sendcloud ne répond pas pour l'instant. Réessayez dans quelques minutes : rien n'est acheté deux fois.",
  "reason.sendcloud-busy": "Sendcloud demande de ralentir. Réessayez dans une minute : rien n'est acheté deux fois.",
  "reason.sendcloud-refused": "Sendcloud a refusé. Lisez sa réponse, corrigez ce qu'elle demande, puis recommencez.",
  "reason.webhook-is-foreign":
    "Un autre logiciel reçoit déjà les notifications de cette intégration Sendcloud. Créez une intégration réservée à Passerelle, ou confirmez le remplacement.",
  "reason.no-sender-address":
    "Aucune adresse d'expédition n'est choisie. Choisissez-la dans les réglages de la boutique.",
  "reason.no-shipping-option":
    "Ce mode d'expédition ne convient pas ou plus à cette commande. Choisissez-en un autre dans la liste.",
  "reason.carrier-unmapped":
    "La place de marché ne sait pas encore comment s'appelle ce transporteur chez elle. Associez-le dans les réglages de la boutique.",
  "reason.announcement-failed":
    "Le transporteur n'a pas accepté le colis : aucune étiquette n'a été créée. Corrigez ce que dit sa réponse ou choisissez un autre mode, puis recommencez.",
  "reason.label-not-cancellable":
    "Cette étiquette ne peut plus être annulée : elle a déjà servi ou son délai est passé.",
  "reason.label-not-available":
    "Le fichier de l'étiquette n'est pas encore disponible. Réessayez dans quelques secondes.",
  "reason.too-soon": "C'est trop tôt : la place de marché limite le rythme des demandes. Réessayez dans une minute.",
  "reason.store-paused": "La boutique est en pause : rien n'est envoyé. Reprenez-la sur sa page, puis recommencez.",

  "reason.someone-else-acted":
    "Quelqu'un d'autre a agi en même temps sur cette commande. Regardez-la sur la place de marché, puis vérifiez à nouveau.",
  "reason.opposite-happened":
    "L'inverse de ce que vous demandiez a déjà été fait sur la place de marché. Regardez-la là-bas, puis vérifiez à nouveau.",
  "reason.different-tracking-there":
    "La place de marché connaît déjà un autre numéro de suivi. Nous ne l'écrasons pas : comparez les deux, puis corrigez sur la place de marché.",
  "reason.not-explained":
    "Nous ne pouvons pas savoir si l'action a eu lieu. Nous ne la répétons pas : regardez sur la place de marché ou dans Sendcloud, puis vérifiez à nouveau.",
  "reason.resends-used-up":
    "Plusieurs essais sont restés sans réponse claire. Nous n'insistons pas : attendez un moment, puis vérifiez à nouveau.",
  "reason.answer-does-not-match":
    "La réponse reçue ne correspond pas à ce que nous avions demandé. Nous n'en tirons rien : comparez avec la place de marché et Sendcloud, puis vérifiez à nouveau.",
  "reason.remote":
    "La place de marché ou Sendcloud a refusé. Lisez la réponse, corrigez ce qu'elle demande, puis recommencez.",
  "reason.over-resend-limit":
    "Nous n'avons rien trouvé sur place, mais le montant dépasse ce que nous renvoyons sans vous demander. Regardez vous-même, puis décidez.",
  "reason.already-decided":
    "C'est déjà réglé : quelqu'un a décidé entre-temps, ou la réponse est arrivée. Rien de plus n'a été fait.",
  "reason.remote-unknown":
    "Ce que vous avez choisi ne se trouve plus là-bas. Rien n'a été fait : regardez à nouveau, puis choisissez.",
  "reason.shop-differs":
    "Cette clé ouvre une autre boutique que celle qui est connectée ici. Prenez la clé de la bonne boutique.",
  "reason.refund-over-rest":
    "Le montant dépasse ce qui reste à rembourser sur cet article. Rien n'a été envoyé : relisez la commande, puis demandez moins.",
  "reason.order-over": "La commande est terminée ou annulée sur la place de marché : l'action n'est plus possible.",
  "reason.currency-not-accepted":
    "Sendcloud n'accepte pas la devise de cette commande. Indiquez un taux de change dans les réglages de la boutique, ou faites l'étiquette ici.",
  "reason.feature-off":
    "Cette fonction est désactivée pour cette boutique. Activez-la dans ses réglages, puis recommencez.",
};
