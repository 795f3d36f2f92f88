import { describe, expect, it } from "vitest";
import { readCountry } from "../../src/mirakl/country";

describe("the country of an address", () => {
  it.each([
    ["FRA", "France", "FR"],
    ["fra", "", "FR"],
    ["DE", "", "DE"],
    ["REU", "Réunion", "RE"],
    ["GLP", "", "GP"],
    ["MTQ", "", "MQ"],
    ["GUF", "", "GF"],
    ["MYT", "", "YT"],
    ["XKX", "Kosovo", "XK"],
    ["POL", "Deutschland", "PL"],
    ["", "Allemagne", "DE"],
    ["", "Vereinigtes Königreich", "GB"],
    ["", "Royaume Uni", "GB"],
    ["", "ROYAUME-UNI", "GB"],
    ["", "Großbritannien", "GB"],
    ["", "UK", "GB"],
    ["", "Cote d’Ivoire", "CI"],
    ["", "Łotwa", "LV"],
    ["", "Países Bajos", "NL"],
    ["", "Stati Uniti", "US"],
    ["", "Bélgica", "BE"],
    ["", "Zwitserland", "CH"],
    ["", "USA", "US"],
    ["", "FR", "FR"],
    ["ZZZ", "France", "FR"],
  ])("%j, %j is %s", (code, label, country) => {
    expect(readCountry(code, label)).toBe(country);
  });

  it.each([
    ["", ""],
    ["ZZZ", "Atlantis"],
    ["ZZ", "ZZ"],
    ["constructor", "constructor"],
    ["", "Frankreic"],
  ])("%j, %j is nobody's", (code, label) => {
    expect(readCountry(code, label)).toBeNull();
  });
});
