/** Orders that wait to be accepted, by a person or by themselves. */
export const acceptance = {
  "acceptance.anyway": "Accepter quand même",
  "acceptance.before": "À accepter avant le",
  "acceptance.refuses.typed":
    "D'après vos réglages, cette place de marché refuse d'elle-même après {hours, plural, one {# heure} other {# heures}}.",
  "acceptance.refuses.learnt":
    "Cette place de marché refuse d'elle-même après environ {hours, plural, one {# heure} other {# heures}}, constaté le",
  "acceptance.waits":
    "Cette commande sera acceptée d'elle-même à son tour : vos réglages limitent le nombre d'acceptations par heure. Vous pouvez aussi répondre maintenant.",
  "acceptance.age": "La commande a été passée",
  "acceptance.guard-stock": "Pas acceptée d'elle-même : le stock de l'offre ne suffit pas",
  "acceptance.guard-stock.seen":
    "{title} ({sku}) : {ordered, plural, one {# pièce commandée} other {# pièces commandées}}, {offered} en stock dans votre offre.",
  "acceptance.guard-stock.do":
    "Vérifiez votre stock. Si vous avez la marchandise, acceptez ; sinon refusez, avant que l'acheteur ne soit débité.",
  "acceptance.guard-price": "Pas acceptée d'elle-même : le prix a trop baissé",
  "acceptance.guard-price.seen":
    "{title} ({sku}) : l'acheteur paie {price} la pièce, votre offre est à {offered} aujourd'hui.",
  "acceptance.guard-price.do":
    "Comparez avec votre offre sur la place de marché : une promotion explique l'écart, une erreur de prix non. Acceptez à ce prix, ou refusez.",
  "acceptance.cannot-check": "À accepter à la main : l'offre n'a pas pu être vérifiée",
  "acceptance.cannot-check.seen":
    "{title} ({sku}) : la place de marché n'a pas montré le stock et le prix de cette offre.",
  "acceptance.cannot-check.do":
    "Acceptez ou refusez vous-même. Pour que cela aille tout seul, donnez à l'utilisateur de la clé le droit de lire les offres, et vérifiez que l'offre existe encore.",
  "event.held-back": "Commande pas acceptée d'elle-même",
  "event.refusal-learnt": "Constaté : cette place de marché refuse d'elle-même une commande restée sans réponse",
  "attention.acceptance-guard": "Commande à accepter vous-même",
  "attention.acceptance-guard.body":
    "Vos garde-fous ont retenu cette commande : le stock de l'offre ne suffit pas, ou le prix a trop baissé. Ouvrez-la, puis acceptez-la ou refusez-la avant que la place de marché ne refuse d'elle-même.",
  "reason.guard-stock": "Le stock de l'offre ne suffit pas : acceptez ou refusez la commande vous-même.",
  "reason.guard-price": "Le prix a trop baissé par rapport à l'offre : acceptez ou refusez la commande vous-même.",
  "reason.cannot-check": "L'offre n'a pas pu être vérifiée : acceptez ou refusez la commande vous-même.",
  "reason.by-hand":
    "Les commandes de cette boutique sont acceptées à la main : acceptez ou refusez celle-ci vous-même.",
};
