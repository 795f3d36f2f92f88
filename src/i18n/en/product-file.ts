/** Files of products: their columns, and why a file, a row or a cell cannot be taken. */
export const productFile = {
  "productFile.column.sku": "SKU",
  "productFile.column.title": "Title",
  "productFile.column.hsCode": "HS code",
  "productFile.column.origin": "Country of origin",
  "productFile.column.weight": "Weight (g)",
  "productFile.column.description": "Customs description",
  "productFile.weight.g": "Weight (g)",
  "productFile.weight.kg": "Weight (kg)",
  "productFile.reason": "Reason for refusal",
  "productFile.blankKeeps":
    "A blank cell leaves the value in place: a file clears nothing. A weight of 0 and “-” or “n/a” count as blank.",

  "productFile.encoding.utf-8": "UTF-8",
  "productFile.encoding.windows-1252": "Windows-1252 (Excel on Windows)",
  "productFile.encoding.utf-16le": "UTF-16 (Excel's Unicode text)",
  "productFile.encoding.utf-16be": "UTF-16, high byte first",
  "productFile.encoding.macintosh": "Macintosh (old Excel for Mac)",

  "productFile.repair.leading-zero": "First zero put back: a spreadsheet had removed it",
  "productFile.repair.trailing-zero": "Last zero put back: a spreadsheet had removed it",

  "productFile.refused.sku-missing": "The SKU is missing.",
  "productFile.refused.sku-excel":
    "Excel turned this SKU into a rounded number or a date: “{cell}”. Format the column as Text, then type the SKU again.",
  "productFile.refused.too-long": "The text is too long: 255 characters at most.",
  "productFile.refused.duplicate":
    "This SKU is on line {otherLine} too, with other values. Keep only one of the two lines.",
  "productFile.refused.formula-error": "The formula of this cell has no result: “{cell}”. Replace it by its value.",
  "productFile.refused.hs-excel":
    "Excel turned this code into a rounded number: “{cell}”, and digits are lost. Format the column as Text, then type the code again.",
  "productFile.refused.hs-not-digits": "An HS code has digits only, with or without dots and spaces: “{cell}”.",
  "productFile.refused.hs-length":
    "An HS code has 6, 8 or 10 digits: “{cell}”. If Excel removed a zero, format the column as Text, then type the code again.",
  "productFile.refused.hs-chapter": "The first two digits are no chapter of the nomenclature: “{cell}”.",
  "productFile.refused.hs-heading": "The first four digits are no heading of the nomenclature: “{cell}”.",
  "productFile.refused.country-unknown":
    "Unknown country: “{cell}”. Write its two-letter code (FR) or its name, and one country only.",
  "productFile.refused.weight-not-a-number":
    "This is no weight in grams or kilograms: “{cell}”. Write for example 450 g or 0.45 kg.",
  "productFile.refused.weight-unit-unknown":
    "Grams or kilograms? Choose the unit of the column, or write it in the cell: “{cell}”.",
  "productFile.refused.weight-out-of-range": "A weight is from 1 g to 1,000 kg: “{cell}”. Check the unit.",

  "productFile.file.empty": "The file is empty.",
  "productFile.file.too-large":
    "The file is too large: at most 10 MB for a CSV, 5 MB for a workbook. Split it into several files.",
  "productFile.file.too-many-rows":
    "Too many rows, from line {line} on: at most 50,000 in a CSV, 10,000 in a workbook. Split it into several files.",
  "productFile.file.too-many-columns":
    "More than 200 columns on line {line}. Keep only the useful columns, and check the delimiter.",
  "productFile.file.cell-too-long":
    "A cell on line {line} has more than 10,000 characters. Perhaps a quotation mark is not closed.",
  "productFile.file.unpacks-too-large":
    "This workbook unpacks to more than 40 MB. Keep only the sheet of products, or save it as CSV.",
  "productFile.file.old-excel": "This is an old Excel workbook (.xls or .xlsb). Open it, then save it as .xlsx or CSV.",
  "productFile.file.open-document": "This is a LibreOffice workbook (.ods). Save it as .xlsx or CSV.",
  "productFile.file.numbers": "This is a Numbers document. Export it as .xlsx or CSV.",
  "productFile.file.web-page":
    "In spite of its name, this file is a web page or XML. Open it in Excel, then save it as .xlsx or CSV.",
  "productFile.file.protected": "This workbook is protected by a password. Save a copy without a password.",
  "productFile.file.not-a-table": "This file is neither a CSV nor an Excel workbook.",
  "productFile.file.damaged": "This workbook is damaged. Open it in Excel, then save it again.",
  "productFile.file.encoding": "Line {line} has characters that are not in this encoding. Choose another.",
  "productFile.file.quote":
    "The quotation marks on line {line} do not come in pairs. Double those that are part of the text.",
  "productFile.file.no-rows": "The file has no row.",
};
