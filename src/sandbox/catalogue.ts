import type { MarketplaceId } from "./marketplaces";

/** `sku` is the seller's own; the operator's product code is the EAN-like number. */
export type Product = {
  marketplace: MarketplaceId;
  sku: string;
  code: string;
  title: string;
  category: string;
  cents: number;
};

const ROWS: Record<MarketplaceId, [sku: string, title: string, category: string, cents: number][]> = {
  brico: [
    ["PERC-18V-2B", "Perceuse-visseuse 18 V, 2 batteries", "Outillage électroportatif", 12990],
    ["VIS-INOX-4X40", "Vis à bois inox 4 × 40 mm, boîte de 200", "Quincaillerie", 1490],
    ["SCIE-SAUT-650", "Scie sauteuse pendulaire 650 W", "Outillage électroportatif", 7450],
    ["NIV-LASER-V2", "Niveau laser en croix vert", "Mesure", 8900],
    ["PINC-MULTI-3", "Lot de 3 pinces multiprises", "Outillage à main", 3290],
    ["PEINT-BLC-10L", "Peinture murale blanc mat, 10 L", "Peinture", 5490],
    ["ROUL-KIT-180", "Kit rouleau et bac 180 mm", "Peinture", 1250],
    ["SERR-3PT-40", "Serrure 3 points à encastrer, axe 40", "Quincaillerie", 6790],
    ["LED-E27-X6", "Ampoules LED E27 9 W, lot de 6", "Éclairage", 1890],
    ["RALL-25M-4P", "Enrouleur électrique 25 m, 4 prises", "Électricité", 4290],
    ["TAP-MARTEAU", "Marteau de charpentier 700 g", "Outillage à main", 2150],
    ["COLLE-BOIS-750", "Colle à bois extérieure 750 g", "Colles", 1190],
    ["ECHELLE-3X8", "Échelle transformable 3 × 8 marches", "Échelles", 17900],
    ["MITIG-CUIS", "Mitigeur de cuisine à douchette", "Plomberie", 8490],
    ["GANT-T10-X12", "Gants de manutention taille 10, lot de 12", "Protection", 1690],
  ],
  sport: [
    ["SAC-RANDO-40", "Sac à dos de randonnée 40 L", "Randonnée", 8990],
    ["TENTE-2P-3S", "Tente 2 places 3 saisons", "Camping", 14990],
    ["DUV-0C-MOM", "Sac de couchage momie 0 °C", "Camping", 7490],
    ["BATON-CARB-2", "Bâtons de marche carbone, la paire", "Randonnée", 5990],
    ["CHAUS-TRAIL-42", "Chaussures de trail homme, 42", "Course", 10990],
    ["CASQ-VTT-M", "Casque VTT taille M", "Vélo", 5490],
    ["GOURDE-IS-750", "Gourde isotherme 750 ml", "Randonnée", 2490],
    ["FRONT-400LM", "Lampe frontale rechargeable 400 lm", "Camping", 3990],
    ["TAPIS-YOGA-6", "Tapis de yoga 6 mm", "Fitness", 2990],
    ["CORDE-ESC-60", "Corde d'escalade 9,8 mm, 60 m", "Escalade", 13900],
    ["PAGAIE-SUP", "Pagaie de paddle réglable", "Nautique", 4590],
    ["MAILLOT-CYC-L", "Maillot de cyclisme manches courtes, L", "Vélo", 4490],
    ["HALT-2X5", "Haltères 2 × 5 kg", "Fitness", 3490],
    ["LUN-SOL-CAT3", "Lunettes de soleil catégorie 3", "Randonnée", 3290],
    ["RECHAUD-GAZ", "Réchaud à gaz pliant", "Camping", 2790],
  ],
};

export function productsOf(marketplace: MarketplaceId): Product[] {
  const base = marketplace === "brico" ? 3_700_110_000_000 : 3_700_220_000_000;
  return ROWS[marketplace].map(([sku, title, category, cents], index) => ({
    marketplace,
    sku,
    code: String(base + (index + 1) * 17),
    title,
    category,
    cents,
  }));
}
