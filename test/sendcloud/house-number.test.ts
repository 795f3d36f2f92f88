import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitHouseNumber } from "../../src/sendcloud/house-number";

describe("splitHouseNumber", () => {
  it.each([
    ["Insulindelaan 115", "NL", "Insulindelaan", "115"],
    ["Hoofdstraat 12 A", "NL", "Hoofdstraat", "12 A"],
    ["Keizersgracht 12-2", "NL", "Keizersgracht", "12-2"],
    ["Hauptstraße 12a", "DE", "Hauptstraße", "12a"],
    ["Straße des 17. Juni 135", "DE", "Straße des 17. Juni", "135"],
    ["Rue Neuve 12", "BE", "Rue Neuve", "12"],
    ["Calle Mayor, 12", "ES", "Calle Mayor", "12"],
    ["Via Roma, 12/A", "IT", "Via Roma", "12/A"],
    ["Mariahilfer Straße 1", "AT", "Mariahilfer Straße", "1"],
    ["ul. Długa 12/4", "PL", "ul. Długa", "12/4"],
  ])("parts %s (%s)", (line, country, street, houseNumber) => {
    expect(splitHouseNumber(line, country)).toEqual({ street, houseNumber });
  });

  it.each([
    ["a French line, where the number leads", "12 rue de la Paix", "FR"],
    ["a French line that ends in a number", "Rue du 8 mai 1945", "FR"],
    ["a name that ends in a year", "Plein 1944", "NL"],
    ["a floor after the number", "Calle Mayor 12, 3 B", "ES"],
    ["a flat after the number", "Via Roma 12 int 4", "IT"],
    ["a flat in Poland", "ul. Długa 12 m. 4", "PL"],
    ["a flat without a number", "Musterweg Whg 3", "DE"],
    ["a Belgian box", "Rue Neuve 12 bte 3", "BE"],
    ["a Mannheim square", "Q7 24", "DE"],
    ["a line without a number", "Hoofdstraat", "NL"],
    ["only a number", "12", "NL"],
    ["nothing", "", "NL"],
    ["a country not in the list", "Storgatan 12", "SE"],
  ])("leaves %s whole", (_, line, country) => {
    expect(splitHouseNumber(line, country)).toEqual({ street: line, houseNumber: "" });
  });

  it("never loses a letter or a digit", () => {
    const kept = (text: string) => text.replace(/[\s,]/g, "");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.constantFrom("NL", "DE", "IT", "FR"), (line, country) => {
        const { street, houseNumber } = splitHouseNumber(line, country);
        expect(kept(street + houseNumber)).toBe(kept(line));
      }),
    );
  });
});
