import { isoSeconds } from "../lib/time";
import type { Overview } from "./calls";
import { FaultForms, PlaceForm } from "./page-forms";
import { Incoming, ReturnForm } from "./page-incoming";
import { Table } from "./page-table";
import type { Language, WordName } from "./page-words";
import { Orders, Parcels } from "./page-worlds";

type Seen = { w: Record<WordName, string>; seen: Overview };

/** The whole page: both worlds side by side, and what a person may do to them. */
export function SandboxPage({ w, seen, language }: Seen & { language: Language }) {
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{w.title}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/vendor/oat-0.6.1.min.css" />
        <link rel="stylesheet" href="/app.css" />
      </head>
      <body>
        <main class="worlds">
          <h1>{w.title}</h1>
          <p class="lead">
            {w.lead} <a href="/">{w.home}</a>
          </p>
          <Clock w={w} seen={seen} />
          <Buyers w={w} seen={seen} />
          <FaultForms w={w} seen={seen} />
          <Keys w={w} seen={seen} />
          <Incoming w={w} seen={seen} />
          <div class="columns">
            <Orders w={w} seen={seen} />
            <Parcels w={w} seen={seen} />
          </div>
          <Counts w={w} seen={seen} />
        </main>
      </body>
    </html>
  );
}

const STEPS: [WordName, number][] = [
  ["minute", 60_000],
  ["quarter", 900_000],
  ["day", 86_400_000],
];

function Clock({ w, seen }: Seen) {
  return (
    <section>
      <h2>{w.clock}</h2>
      <form class="bar" method="post" action="/sandbox/clock">
        <output>
          <time dateTime={isoSeconds(seen.now)}>{isoSeconds(seen.now)}</time> ({Math.round(seen.offset / 60_000)} min{" "}
          {w.ahead})
        </output>
        {STEPS.map(([word, milliseconds]) => (
          <button type="submit" name="advance" value={String(milliseconds)}>
            {w[word]}
          </button>
        ))}
      </form>
    </section>
  );
}

function Buyers({ w, seen }: Seen) {
  return (
    <section>
      <h2>{w.buyers}</h2>
      <PlaceForm w={w} seen={seen} />
      <ReturnForm w={w} />
      <form class="bar" method="post" action="/sandbox/pace">
        <label>
          {w.pace} <input type="number" name="seconds" min="0" max="86400" value={String(seen.paceSeconds)} />
        </label>
        <button type="submit">{w.save}</button>
      </form>
    </section>
  );
}

function Keys({ w, seen }: Seen) {
  const hosts = new Map(seen.marketplaces.map(({ id, host }) => [id, host]));
  return (
    <section>
      <h2>{w.keys}</h2>
      <Table heads={[w.marketplace, w.key, w.shops, w.opens]} empty={null}>
        {seen.keys.map((key) => (
          <tr>
            <td>
              <code>https://{hosts.get(key.marketplace)}</code>
            </td>
            <td>
              <code>{key.key}</code>
            </td>
            <td>{key.shopIds.join(", ")}</td>
            <td>{w[key.opens]}</td>
          </tr>
        ))}
      </Table>
      <p>
        Sendcloud · {w.publicKey} <code>{seen.sendcloudKeys.publicKey}</code> · {w.secretKey}{" "}
        <code>{seen.sendcloudKeys.secretKey}</code>
      </p>
    </section>
  );
}

function Counts({ w, seen }: Seen) {
  const empty = seen.counts.length === 0 ? w.empty : null;
  return (
    <section>
      <h2>{w.counts}</h2>
      <Table heads={["API", w.operation, w.received, w.spoilt, w.answers]} empty={empty}>
        {seen.counts.map((count) => (
          <tr>
            <td>{count.api}</td>
            <td>{count.operation}</td>
            <td class="num">{count.received}</td>
            <td class="num">{count.faulted}</td>
            <td>
              {Object.entries(count.statuses)
                .map(([status, times]) => `${status} × ${times}`)
                .join(", ")}
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
