import { describe, expect, it } from "vitest";
import { countryOfText } from "../../src/lib/country-names";

describe("the country that a text means", () => {
  it.each([
    ...(["FR", "fr", "FRA", "France", "Frankreich", "Frankrijk", "Francia"].map((text) => [text, "FR"]) as [
      string,
      string,
    ][]),
    ...(["CN", "CHN", "Chine", "China", "Cina", "Made in China", "China (CN)", "CN - Chine", "P.R. China"].map(
      (text) => [text, "CN"],
    ) as [string, string][]),
    ...([
      "GB",
      "UK",
      "GBR",
      "Royaume-Uni",
      "Vereinigtes Königreich",
      "Verenigd Koninkrijk",
      "Reino Unido",
      "Regno Unito",
    ].map((text) => [text, "GB"]) as [string, string][]),
    ...(["US", "USA", "U.S.A.", "États-Unis", "ETATS UNIS", "Vereinigte Staaten"].map((text) => [text, "US"]) as [
      string,
      string,
    ][]),
    ["Hergestellt in Österreich", "AT"],
    ["Côte d’Ivoire", "CI"],
    ["Viêt Nam", "VN"],
    ["Pays-Bas", "NL"],
    ["Guinea-Bissau", "GW"],
    ["Corée du Sud", "KR"],
    ["Kosovo", "XK"],
    ["NA", "NA"],
  ])("%s is %s", (text, code) => {
    expect(countryOfText(text)).toBe(code);
  });

  it.each(["", "  ", "EU", "Europe", "ZZ", "Atlantis", "France/Italie", "FR, IT", "61", "constructor", "__proto__"])(
    "%j is none",
    (text) => {
      expect(countryOfText(text)).toBeNull();
    },
  );
});
