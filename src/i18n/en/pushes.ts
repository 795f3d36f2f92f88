/** Orders whose label is made in Sendcloud. */
export const pushes = {
  "problem.currency-not-accepted": "Sendcloud does not take this currency.",
  "problem.push-refused": "Sendcloud refuses this value. Correct it: the order goes again at once.",

  "push.title": "In Sendcloud",
  "push.there":
    "The order is among Sendcloud's incoming orders. Make its label there: the tracking number comes back here, then goes to the marketplace.",
  "push.twice":
    "Sendcloud does not keep anybody from making two labels for one order there: if it happens, both parcels show here.",
  "push.open": "Open in Sendcloud",
  "push.leaving": "The order is being taken out of Sendcloud. You can then make the label here.",
  "push.here": "Make the label here instead",
  "push.here.ask":
    "The order is first deleted in Sendcloud, and not sent there again. As soon as Sendcloud confirms that it is gone, you can make the label here.",
  "push.here.sure": "Take it out of Sendcloud",
  "push.here.never": "The order is not in Sendcloud and will not be sent there: you make the label here.",
  "push.here.never.sure": "Make the label here",
  "push.again": "Send to Sendcloud again",

  "event.label-here": "The label will be made here, not in Sendcloud",

  "push.changed": "Changed in Sendcloud",
  "push.changed.body": "Somebody changed these values in Sendcloud. They stay there: we do not replace them any more.",
  "push.changed.theirs": "in Sendcloud: {value}",
  "push.changed.ours": "here: {value}",
  "push.changed.empty": "nothing",
  "push.field.orderNumber": "Number",
  "push.field.name": "Name",
  "push.field.company": "Company",
  "push.field.line1": "Street",
  "push.field.houseNumber": "House number",
  "push.field.line2": "Address, second line",
  "push.field.zip": "Postcode",
  "push.field.city": "City",
  "push.field.state": "Region or state",
  "push.field.country": "Country",
  "push.field.phone": "Telephone",
  "push.field.email": "E-mail",
  "push.field.weightGrams": "Weight",
  "push.field.items": "Items",

  "push.currency": "Sendcloud does not take {currency}",
  "push.currency.body":
    "Sendcloud's orders are in EUR, GBP or USD only. Enter a rate: prices go there in euros, the original amount in the notes. Or make the label here, in the order's own currency.",
  "push.currency.rate": "Enter a rate",
  "push.refused": "Sendcloud did not take this order: {part}",
  "push.refused.body":
    "Nothing was created there, and the other orders went through. Correct this field, send the order again, or make the label here.",
  "push.refused.fix": "Correct it",
  "push.part.firstName": "the name",
  "push.part.lastName": "the name",
  "push.part.company": "the company",
  "push.part.street1": "the street",
  "push.part.street2": "the second address line",
  "push.part.note": "the second address line",
  "push.part.zip": "the postcode",
  "push.part.city": "the city",
  "push.part.state": "the region or state",
  "push.part.country": "the country",
  "push.part.phone": "the telephone number",
  "push.part.email": "the e-mail",
  "push.part.weight": "the weight",
  "push.part.items": "the items",
  "push.part.price": "the price",
  "push.part.number": "the order number",
  "push.part.pickup-point": "the pick-up point",
  "push.part.customs": "the customs data",
  "push.part.other": "see its answer",

  "settings.takeBack":
    "{count, plural, one {1 order still waits for its label in Sendcloud} other {# orders still wait for their labels in Sendcloud}}",
  "settings.takeBack.body":
    "The setting only decides for orders that have no place yet: these stay in Sendcloud until you take them back.",
  "settings.takeBack.act": "Take them all back here",
  "settings.takeBack.ask":
    "{count, plural, one {This order is deleted in Sendcloud and not sent there again. If its label has just been made there, it stays.} other {These # orders are deleted in Sendcloud and not sent there again. Those whose label has just been made there stay.}}",
  "settings.takeBack.sure": "Take out of Sendcloud",
  "settings.takeBack.leaving":
    "{count, plural, one {1 order is being taken out of Sendcloud: its label will be made here.} other {# orders are being taken out of Sendcloud: their labels will be made here.}}",
};
