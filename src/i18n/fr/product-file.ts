/** Files of products: their columns, and why a file, a row or a cell cannot be taken. */
export const productFile = {
  "productFile.column.sku": "SKU",
  "productFile.column.title": "Titre",
  "productFile.column.hsCode": "Code SH",
  "productFile.column.origin": "Pays d'origine",
  "productFile.column.weight": "Poids (g)",
  "productFile.column.description": "Description douanière",
  "productFile.weight.g": "Poids (g)",
  "productFile.weight.kg": "Poids (kg)",
  "productFile.reason": "Motif du refus",
  "productFile.blankKeeps":
    "Une cellule vide laisse la valeur en place : un fichier n'efface rien. Le poids 0 et les mentions « - » ou « n/a » comptent comme vides.",

  "productFile.encoding.utf-8": "UTF-8",
  "productFile.encoding.windows-1252": "Windows-1252 (Excel sous Windows)",
  "productFile.encoding.utf-16le": "UTF-16 (texte Unicode d'Excel)",
  "productFile.encoding.utf-16be": "UTF-16, octet fort d'abord",
  "productFile.encoding.macintosh": "Macintosh (ancien Excel pour Mac)",

  "productFile.repair.leading-zero": "Zéro de tête remis : un tableur l'avait enlevé",
  "productFile.repair.trailing-zero": "Zéro final remis : un tableur l'avait enlevé",

  "productFile.refused.sku-missing": "Le SKU manque.",
  "productFile.refused.sku-excel":
    "Excel a changé ce SKU en nombre arrondi ou en date : « {cell} ». Mettez la colonne au format Texte, puis saisissez à nouveau le SKU.",
  "productFile.refused.too-long": "Le texte est trop long : 255 caractères au plus.",
  "productFile.refused.duplicate":
    "Ce SKU est aussi à la ligne {otherLine}, avec d'autres valeurs. Gardez une seule des deux lignes.",
  "productFile.refused.formula-error":
    "La formule de cette cellule n'a pas de résultat : « {cell} ». Remplacez-la par sa valeur.",
  "productFile.refused.hs-excel":
    "Excel a changé ce code en nombre arrondi : « {cell} », des chiffres sont perdus. Mettez la colonne au format Texte, puis saisissez à nouveau le code.",
  "productFile.refused.hs-not-digits": "Un code SH n'a que des chiffres, avec ou sans points et espaces : « {cell} ».",
  "productFile.refused.hs-length":
    "Un code SH a 6, 8 ou 10 chiffres : « {cell} ». Si Excel a enlevé un zéro, mettez la colonne au format Texte, puis saisissez à nouveau le code.",
  "productFile.refused.hs-chapter":
    "Les deux premiers chiffres ne sont pas un chapitre de la nomenclature : « {cell} ».",
  "productFile.refused.hs-heading":
    "Les quatre premiers chiffres ne sont pas une position de la nomenclature : « {cell} ».",
  "productFile.refused.country-unknown":
    "Pays inconnu : « {cell} ». Écrivez son code à deux lettres (FR) ou son nom, et un seul pays.",
  "productFile.refused.weight-not-a-number":
    "Ce n'est pas un poids en grammes ou en kilogrammes : « {cell} ». Écrivez par exemple 450 g ou 0,45 kg.",
  "productFile.refused.weight-unit-unknown":
    "Grammes ou kilogrammes ? Choisissez l'unité de la colonne, ou écrivez-la dans la cellule : « {cell} ».",
  "productFile.refused.weight-out-of-range": "Un poids va de 1 g à 1 000 kg : « {cell} ». Vérifiez l'unité.",

  "productFile.file.empty": "Le fichier est vide.",
  "productFile.file.too-large":
    "Le fichier est trop gros : 10 Mo au plus pour un CSV, 5 Mo pour un classeur. Partagez-le en plusieurs fichiers.",
  "productFile.file.too-many-rows":
    "Trop de lignes, à partir de la ligne {line} : 50 000 au plus dans un CSV, 10 000 dans un classeur. Partagez-le en plusieurs fichiers.",
  "productFile.file.too-many-columns":
    "Plus de 200 colonnes à la ligne {line}. Gardez seulement les colonnes utiles, et vérifiez le séparateur.",
  "productFile.file.cell-too-long":
    "Une cellule de la ligne {line} dépasse 10 000 caractères. Un guillemet n'est peut-être pas fermé.",
  "productFile.file.unpacks-too-large":
    "Ce classeur dépasse 40 Mo une fois décompressé. Gardez seulement la feuille des produits, ou enregistrez-la en CSV.",
  "productFile.file.old-excel":
    "C'est un ancien classeur Excel (.xls ou .xlsb). Ouvrez-le, puis enregistrez-le en .xlsx ou en CSV.",
  "productFile.file.open-document": "C'est un classeur LibreOffice (.ods). Enregistrez-le en .xlsx ou en CSV.",
  "productFile.file.numbers": "C'est un document Numbers. Exportez-le en .xlsx ou en CSV.",
  "productFile.file.web-page":
    "Malgré son nom, ce fichier est une page web ou du XML. Ouvrez-le dans Excel, puis enregistrez-le en .xlsx ou en CSV.",
  "productFile.file.protected":
    "Ce classeur est protégé par un mot de passe. Enregistrez-en une copie sans mot de passe.",
  "productFile.file.not-a-table": "Ce fichier n'est ni un CSV ni un classeur Excel.",
  "productFile.file.damaged": "Ce classeur est abîmé. Ouvrez-le dans Excel, puis enregistrez-le à nouveau.",
  "productFile.file.encoding":
    "La ligne {line} contient des caractères qui ne sont pas dans cet encodage. Choisissez-en un autre.",
  "productFile.file.quote":
    "Les guillemets de la ligne {line} ne vont pas par paires. Doublez ceux qui font partie du texte.",
  "productFile.file.no-rows": "Le fichier n'a aucune ligne.",
};
