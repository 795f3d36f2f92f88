/** RE01 of every sandbox marketplace, sorted by type. */
export const REASONS = [
  reason("INCIDENT_OPEN", "31", "Colis non reçu", false),
  reason("INCIDENT_OPEN", "32", "Article endommagé", false),
  reason("INCIDENT_CLOSE", "41", "Litige résolu avec le client", true),
  reason("REFUND", "15", "Rupture de stock", true),
  reason("REFUND", "17", "Article retourné", true),
  reason("REFUND", "19", "Accord commercial", true),
  reason("REFUND", "20", "Décision de la place de marché", false),
  reason("CANCELATION", "51", "Article indisponible", true),
  reason("CANCELATION", "52", "Adresse de livraison impossible", true),
  reason("CANCELATION", "53", "Paiement refusé", false),
  reason("ORDER_MESSAGING", "61", "Question sur la commande", true),
];

function reason(type: string, code: string, label: string, isShopRight: boolean) {
  return { type, code, label, is_shop_right: isShopRight };
}

/** True for a reason of this type that a shop may give. */
export function isShopReason(type: string, code: string): boolean {
  return REASONS.some((known) => known.type === type && known.code === code && known.is_shop_right);
}
