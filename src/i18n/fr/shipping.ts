/** Orders that travel without a label of ours, and parcels that others made. */
export const shipping = {
  "shipping.ship-otherwise.button": "Expédiée autrement…",
  "shipping.ship-otherwise.title": "Expédiée autrement",
  "shipping.ship-otherwise.lead":
    "Vous envoyez cette commande sans étiquette de Sendcloud. Dites à la place de marché qui la transporte.",
  "shipping.ship-otherwise.note":
    "Le transporteur et le suivi partent tout de suite ; la commande est déclarée expédiée une minute après. D'ici là, vous pouvez revenir en arrière. Ensuite elle ne peut plus être annulée, seulement remboursée.",
  "shipping.ship-otherwise.save": "Déclarer expédiée",
  "shipping.correct-tracking.button": "Corriger le suivi…",
  "shipping.correct-tracking.title": "Corriger le suivi",
  "shipping.correct-tracking.lead":
    "Le transporteur et le numéro que vous indiquez remplacent ceux que connaît la place de marché. L'étiquette et le colis ne changent pas.",
  "shipping.correct-tracking.note":
    "Seul le suivi chez la place de marché change. Une étiquette faite plus tard pour cette commande le remplacera.",
  "shipping.correct-tracking.save": "Remplacer le suivi",
  "shipping.carrier": "Transporteur",
  "shipping.carrier.choose": "Choisissez un transporteur.",
  "shipping.carrier.none": "Aucun transporteur, pas de suivi",
  "shipping.carrier.other": "Autre transporteur",
  "shipping.carrier.onlyTheirs": "Cette place de marché n'accepte que ses propres transporteurs.",
  "shipping.carrier.withNumber":
    "Un numéro de suivi a besoin de son transporteur. Choisissez-le, ou effacez le numéro.",
  "shipping.other": "Seulement pour un autre transporteur",
  "shipping.carrierName": "Nom du transporteur",
  "shipping.carrierName.missing": "Indiquez le nom du transporteur.",
  "shipping.trackingUrl": "Adresse de sa page de suivi",
  "shipping.trackingUrl.hint": "Facultative. Écrivez {placeholder} à la place du numéro, ou l'adresse entière.",
  "shipping.trackingUrl.invalid": "Indiquez une adresse qui commence par https://.",
  "shipping.trackingNumber": "Numéro de suivi",
  "shipping.trackingNumber.free": "Facultatif pour ce mode de livraison.",
  "shipping.trackingNumber.needed": "Obligatoire pour cette commande.",
  "shipping.tooLong": "C'est trop long : 100 caractères au plus.",
  "shipping.otherwise": "Expédiée sans étiquette de Sendcloud",
  "shipping.otherwise.none": "Sans transporteur ni suivi.",
  "shipping.otherwise.undo": "Revenir en arrière",
  "shipping.unused": "Déclarée expédiée par quelqu'un d'autre",
  "shipping.unused.body":
    "La place de marché tient cette commande pour expédiée, mais ce n'est pas nous qui l'avons dit et notre étiquette n'a pas encore servi. Si le colis est parti autrement, annulez l'étiquette ci-dessous : Sendcloud la rembourse. Sinon, collez-la et expédiez.",
  "shipping.unneeded": "Les articles de ce colis sont remboursés ou annulés",
  "shipping.unneeded.body":
    "N'envoyez pas ce colis : annulez son étiquette ci-dessous, Sendcloud la rembourse. Le reste de la commande part toujours.",
  "shipping.linkable": "Un colis de Sendcloud ressemble à cette commande",
  "shipping.linkable.body":
    "Quelqu'un a fait dans Sendcloud une étiquette avec ce numéro de commande, ce nom et ce code postal. Nous ne la rattachons pas de nous-mêmes. Si c'est bien le colis de cette commande, son suivi part vers la place de marché.",
  "shipping.linkable.stage": "État",
  "shipping.linkable.yes": "C'est son colis",
  "shipping.linkable.no": "Ce n'est pas lui",
  "state.labelled.other-means": "Expédiée autrement",
  "explain.labelled.other-means":
    "Cette commande part sans étiquette de Sendcloud. La place de marché est prévenue ; ne faites pas d'étiquette.",
  "event.shipped-otherwise": "Expédiée autrement : {carrier} {trackingNumber}",
  "event.otherwise-undone": "Expédition sans étiquette reprise avant son annonce",
  "event.tracking-corrected": "Suivi corrigé : {carrier}, {trackingNumber}",
  "event.parcel-offered": "Un colis fait dans Sendcloud ressemble à cette commande : {carrier}, {trackingNumber}",
  "event.parcel-linked": "Colis rattaché à la commande : {carrier}, {trackingNumber}",
  "event.parcel-refused": "Colis écarté : il n'est pas de cette commande",
  "attention.linkable": "Colis à rattacher ?",
  "attention.linkable.body":
    "Un colis fait dans Sendcloud porte le numéro, le nom et le code postal de cette commande. Ouvrez-la et dites si c'est le sien : alors son suivi part vers la place de marché.",
  "reason.tracking-needed":
    "Le numéro de suivi est obligatoire pour cette commande ou ce transporteur. Indiquez-le, puis recommencez.",
  "reason.carrier-unknown": "Ce transporteur n'est pas dans la liste de la place de marché. Choisissez-en un autre.",
  "reason.carrier-not-allowed":
    "Cette place de marché n'accepte que ses propres transporteurs. Choisissez-en un dans la liste.",
  "reason.replaced": "Un autre suivi a été indiqué entre-temps : celui-ci n'est plus à envoyer.",
};
