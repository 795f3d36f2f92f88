import { joinPdfs, type Label, labelPdf, linesPdf, type Paper } from "./label-pdf";
import { barcodePng } from "./label-png";
import { labelZpl } from "./label-zpl";
import { findOption } from "./sendcloud-options";
import type { ParcelRow, ShipmentRow } from "./sendcloud-parcels";
import type { Announce } from "./sendcloud-schema";
import { hasDocuments, senderOf } from "./sendcloud-shipment-view";
import type { World } from "./world";

export type MimeType = "application/pdf" | "application/zpl" | "image/png";
type DocumentType = "label" | "customs-declaration" | "air-waybill";
export type Wanted = { type: DocumentType; mime: MimeType; dpi: number; paper: Paper };
export type ParcelOfShipment = { shipment: ShipmentRow; parcel: ParcelRow };
export type DocumentFile =
  | { result: "file"; bytes: Uint8Array<ArrayBuffer>; mime: MimeType }
  | { result: "none" }
  | { result: "not-convertible" };

/** The file that came with the announcement, base64, in the format that was asked for. */
export async function labelFileOf(world: World, shipment: ShipmentRow, parcel: ParcelRow): Promise<string | undefined> {
  const details = (JSON.parse(shipment.request) as Announce).label_details;
  const mime = details?.mime_type ?? "application/pdf";
  const wanted: Wanted = { type: "label", mime, dpi: details?.dpi ?? 72, paper: "A6" };
  if (world.cheapLabels) return hasDocuments(parcel) ? (await specimen(wanted)).base64 : undefined;
  const file = await documentOf(world, { shipment, parcel }, wanted);
  return file.result === "file" ? base64(file.bytes) : undefined;
}

/** Documents of several parcels in one file. */
export async function documentsOf(
  world: World,
  parcels: readonly ParcelOfShipment[],
  wanted: Wanted,
): Promise<DocumentFile> {
  const files: Uint8Array<ArrayBuffer>[] = [];
  for (const parcel of parcels) {
    const file = await documentOf(world, parcel, wanted);
    if (file.result !== "file") return file;
    files.push(file.bytes);
  }
  const [only] = files;
  if (only && files.length === 1) return { result: "file", bytes: only, mime: wanted.mime };
  if (wanted.mime === "image/png") return { result: "not-convertible" };
  const bytes = wanted.mime === "application/pdf" ? await joinPdfs(files) : await new Blob(files).arrayBuffer();
  return { result: "file", bytes: new Uint8Array(bytes), mime: wanted.mime };
}

/** A label or a customs declaration. A label announced as ZPL cannot become anything else (sendcloud.md 3.1). */
async function documentOf(world: World, { shipment, parcel }: ParcelOfShipment, wanted: Wanted): Promise<DocumentFile> {
  const request = JSON.parse(shipment.request) as Announce;
  if (!hasDocuments(parcel) || wanted.type === "air-waybill") return { result: "none" };
  if (wanted.type === "customs-declaration") {
    if (!request.customs_information) return { result: "none" };
    if (wanted.mime !== "application/pdf") return { result: "not-convertible" };
    return fileOf(await linesPdf(declarationLines(request, parcel)), wanted.mime);
  }
  const announcedAs = request.label_details?.mime_type ?? "application/pdf";
  if (announcedAs === "application/zpl" && wanted.mime !== "application/zpl") return { result: "not-convertible" };
  const bytes = world.cheapLabels
    ? (await specimen(wanted)).bytes
    : await drawLabel(labelOf(shipment, request, parcel), wanted);
  return fileOf(bytes, wanted.mime);
}

async function drawLabel(label: Label, { mime, dpi, paper }: Wanted): Promise<Uint8Array> {
  if (mime === "application/zpl") return new TextEncoder().encode(labelZpl({ ...label, dpi: Math.max(dpi, 203) }));
  if (mime === "image/png") return barcodePng(label.trackingNumber, dpi);
  return labelPdf({ ...label, paper });
}

const SPECIMEN: Label = {
  carrierName: "Sendcloud",
  productName: "Specimen",
  trackingNumber: "6A77777777777",
  from: ["Atelier Lavandière", "69005 Lyon", "FR"],
  to: ["Specimen", "44000 Nantes", "FR"],
  weightGrams: 1000,
  reference: "SPECIMEN",
};
const specimens = new Map<string, { bytes: Uint8Array; base64: string }>();

async function specimen(wanted: Wanted): Promise<{ bytes: Uint8Array; base64: string }> {
  const format = `${wanted.mime} ${wanted.dpi} ${wanted.paper}`;
  const drawn = specimens.get(format);
  if (drawn) return drawn;
  const bytes = await drawLabel(SPECIMEN, wanted);
  const made = { bytes, base64: base64(bytes) };
  specimens.set(format, made);
  return made;
}

function fileOf(bytes: Uint8Array, mime: MimeType): DocumentFile {
  return { result: "file", bytes: new Uint8Array(bytes), mime };
}

function labelOf(shipment: ShipmentRow, request: Announce, parcel: ParcelRow): Label {
  const option = findOption(shipment.option_code);
  return {
    carrierName: option?.carrier.name ?? "",
    productName: option?.name ?? "",
    trackingNumber: parcel.tracking_number,
    from: addressLines(senderOf(request)),
    to: addressLines(request.to_address),
    weightGrams: parcel.grams,
    reference: shipment.order_number ?? "",
  };
}

function addressLines(address: Announce["to_address"]): string[] {
  // French order, house number first: every sender of the sandbox is in France.
  const street = [address.house_number, address.address_line_1].filter(Boolean).join(" ");
  const lines = [
    address.name,
    address.company_name,
    street,
    address.address_line_2,
    `${address.postal_code} ${address.city}`,
    address.state_province_code,
    address.country_code,
  ];
  return lines.filter((line): line is string => Boolean(line));
}

function declarationLines(request: Announce, parcel: ParcelRow): string[] {
  const items = request.parcels[parcel.position]?.parcel_items ?? [];
  return [
    "Déclaration en douane CN 23 - spécimen",
    `Envoi ${parcel.tracking_number}`,
    `Facture ${request.customs_information?.invoice_number}, motif ${request.customs_information?.export_reason}`,
    ...addressLines(senderOf(request)),
    "->",
    ...addressLines(request.to_address),
    ...items.map(
      (item) =>
        `${item.quantity} x ${item.description}, SH ${item.hs_code}, ${item.origin_country}, ${item.price.value} ${item.price.currency}`,
    ),
  ];
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
