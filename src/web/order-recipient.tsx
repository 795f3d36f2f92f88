import type { OrderRecord } from "../db/order-record";
import { type CorrectableField, correctRecipient, fieldOf, type Recipient } from "../domain/address";
import type { Problem } from "../domain/problem";
import { formatCountry } from "../i18n/format";
import { ButtonLink, Card } from "./components";
import { orderPath } from "./order-words";
import type { Reader } from "./reader";

/** The lines of an address as people write them; fields of one line stand side by side. */
const LINES: readonly (readonly CorrectableField[])[] = [
  ["firstName", "lastName"],
  ["company"],
  ["street1"],
  ["street2"],
  ["zip", "city"],
  ["state"],
  ["country"],
  ["note"],
  ["phone"],
  ["email"],
];

/** Who gets the parcel: what it will carry, what was corrected, what is still wrong. */
export function RecipientCard({ reader, order }: { reader: Reader; order: OrderRecord }) {
  const { t } = reader;
  const { recipient, corrections, problems, actions } = order.details;
  const pencil = actions.includes("edit") && reader.mayAct && recipient !== null;
  return (
    <Card
      title={t("order.recipient")}
      actions={
        pencil ? (
          <ButtonLink
            href={`${orderPath(order)}/recipient`}
            weight={problems.some(({ field }) => field !== null) ? "primary" : "plain"}
            icon="pencil"
          >
            {t("action.edit")}
          </ButtonLink>
        ) : null
      }
    >
      {recipient ? (
        <address class="address">
          {LINES.map((fields) => (
            <AddressLine
              reader={reader}
              fields={fields}
              received={recipient}
              shown={correctRecipient(recipient, corrections)}
              problems={problems.filter((problem) => problem.field !== null && fields.includes(problem.field))}
            />
          ))}
        </address>
      ) : (
        <p class="muted">{t("order.recipient.none")}</p>
      )}
    </Card>
  );
}

function AddressLine(props: {
  reader: Reader;
  fields: readonly CorrectableField[];
  received: Recipient;
  shown: Recipient;
  problems: Problem[];
}) {
  const { reader, fields, received, shown, problems } = props;
  const { t } = reader;
  const words = fields.map((field) => fieldText(reader, shown, field)).filter((word) => word !== "");
  const corrected = fields.filter((field) => fieldOf(received, field) !== fieldOf(shown, field));
  if (words.length === 0 && corrected.length === 0 && problems.length === 0) return null;
  return (
    <div>
      {fields[0] === "phone" && words.length > 0 ? <span class="muted">{t("order.recipient.phone")} </span> : null}
      {words.join(" ")}
      {corrected.map((field) => (
        <small class="received">
          {t("order.recipient.asReceived")} <s>{fieldText(reader, received, field) || t("order.recipient.empty")}</s>
        </small>
      ))}
      {problems.map((problem) => (
        <span class="field-problem">{t(`problem.${problem.code}`)}</span>
      ))}
    </div>
  );
}

// A country that no list knows is shown in the marketplace's own words.
function fieldText({ language }: Reader, recipient: Recipient, field: CorrectableField): string {
  const text = fieldOf(recipient, field);
  if (field !== "country") return text;
  return text === "" ? recipient.address.countryLabel : formatCountry(language, text);
}
