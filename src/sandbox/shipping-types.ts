/** SH12 of every sandbox marketplace. */
export const SHIPPING_TYPES = [
  shippingType("STD", "Livraison standard", "Livraison à domicile en 3 à 5 jours", { mandatory_tracking: true }),
  shippingType("EXP", "Livraison express", "Livraison à domicile le lendemain", { mandatory_tracking: true }),
  shippingType("PLI", "Petit pli", "Petit envoi sans suivi", {}),
  shippingType("REL", "Point relais", "Retrait en point relais ou consigne", { mandatory_tracking: true }),
  shippingType("CLC", "Retrait en magasin", "Le client retire sa commande en magasin", { click_and_collect: true }),
  shippingType("OPE", "Livré par la place de marché", "L'opérateur vient chercher le colis", {
    delivery_by_operator: true,
  }),
];
export type ShippingTypeCode = "STD" | "EXP" | "PLI" | "REL" | "CLC" | "OPE";
type ShippingType = ReturnType<typeof shippingType>;

export function shippingTypeOf(code: string): ShippingType {
  const found = SHIPPING_TYPES.find((type) => type.code === code);
  if (!found) throw new Error(`no shipping type ${code}`);
  return found;
}

type Flags = { click_and_collect?: boolean; delivery_by_operator?: boolean; mandatory_tracking?: boolean };

function shippingType(code: ShippingTypeCode, label: string, description: string, flags: Flags) {
  return {
    code,
    label,
    description,
    click_and_collect: flags.click_and_collect ?? false,
    delivery_by_operator: flags.delivery_by_operator ?? false,
    mandatory_tracking: flags.mandatory_tracking ?? false,
    standard_code: code === "CLC" ? "CLC_OPERATOR-STD" : `CU_ADD-${code}`,
  };
}
