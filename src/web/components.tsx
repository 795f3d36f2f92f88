import type { Child, PropsWithChildren } from "hono/jsx";
import { isoSeconds } from "../lib/time";
import { distanceText, momentText, type Reader } from "./reader";

export type Tone = "neutral" | "info" | "success" | "warning" | "danger";

/** A drawing of public/icons.svg, always beside words: it is decoration, and readers of the screen skip it. */
export function Icon({ name }: { name: string }) {
  return (
    <svg class="icon" aria-hidden="true">
      <use href={`/icons.svg#${name}`} />
    </svg>
  );
}

/** A short word about a state: colour and text, never colour alone. */
export function Badge({
  tone = "neutral",
  icon,
  children,
}: PropsWithChildren<{ tone?: Tone; icon?: string | undefined }>) {
  return (
    <span class="badge" data-tone={tone}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </span>
  );
}

/** Top of a page: where one is, what it is called, what can be done with the whole of it. */
export function PageHead(props: {
  title: Child;
  lead?: Child;
  back?: { href: string; label: string } | undefined;
  badge?: Child;
  actions?: Child;
}) {
  return (
    <header class="page-head">
      {props.back ? (
        <a class="back" href={props.back.href}>
          <Icon name="arrow-left" />
          {props.back.label}
        </a>
      ) : null}
      <div class="page-title">
        <h1>{props.title}</h1>
        {props.badge}
        {props.actions ? <div class="actions">{props.actions}</div> : null}
      </div>
      {props.lead ? <p class="lead">{props.lead}</p> : null}
    </header>
  );
}

/** A titled box of a page. `actions` stand at the right of its title. */
export function Card(
  props: PropsWithChildren<{ title?: Child; actions?: Child; id?: string | undefined; tone?: Tone }>,
) {
  return (
    <section class="card" {...(props.id ? { id: props.id } : {})} {...(props.tone ? { "data-tone": props.tone } : {})}>
      {props.title ? (
        <header class="card-head">
          <h2>{props.title}</h2>
          {props.actions ? <div class="actions">{props.actions}</div> : null}
        </header>
      ) : null}
      {props.children}
    </section>
  );
}

const NOTICE_ICONS: Record<Tone, string> = {
  neutral: "info",
  info: "info",
  success: "circle-check",
  warning: "alert-triangle",
  danger: "circle-x",
};

/** Something the reader must know. Warnings and failures are announced at once. */
export function Notice(props: PropsWithChildren<{ tone?: Tone; title?: Child; actions?: Child; live?: boolean }>) {
  const { tone = "info", live = tone === "danger" || tone === "warning" } = props;
  return (
    <div class="notice" data-tone={tone} {...(live ? { role: "alert" } : {})}>
      <Icon name={NOTICE_ICONS[tone]} />
      <div class="notice-body">
        {props.title ? <p class="notice-title">{props.title}</p> : null}
        {props.children}
        {props.actions ? <div class="actions">{props.actions}</div> : null}
      </div>
    </div>
  );
}

/** A list with nothing in it says what to do next. */
export function EmptyState(props: PropsWithChildren<{ icon: string; title: string; action?: Child }>) {
  return (
    <div class="empty">
      <Icon name={props.icon} />
      <h2>{props.title}</h2>
      {props.children}
      {props.action ? <div class="actions">{props.action}</div> : null}
    </div>
  );
}

export type Weight = "primary" | "plain" | "quiet" | "danger";
const WEIGHT_CLASSES: Record<Weight, string> = {
  primary: "",
  plain: "outline",
  quiet: "ghost",
  danger: "outline danger",
};

/** A button of a form. */
export function Button(
  props: PropsWithChildren<{
    weight?: Weight;
    icon?: string | undefined;
    name?: string | undefined;
    value?: string | undefined;
    disabled?: boolean | undefined;
  }>,
) {
  const { weight = "primary", icon, children, ...rest } = props;
  return (
    <button type="submit" class={WEIGHT_CLASSES[weight]} {...rest}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </button>
  );
}

/** A link that looks like a button: it only leads somewhere. */
export function ButtonLink(
  props: PropsWithChildren<{ href: string; weight?: Weight; icon?: string | undefined; newTab?: boolean }>,
) {
  const { href, weight = "primary", icon, newTab, children } = props;
  return (
    <a
      class={`button ${WEIGHT_CLASSES[weight]}`}
      href={href}
      {...(newTab ? { target: "_blank", rel: "noopener" } : {})}
    >
      {icon ? <Icon name={icon} /> : null}
      {children}
    </a>
  );
}

/** Named facts, one a row. Rows without a value are left out. */
export function Facts({ rows }: { rows: readonly (readonly [label: Child, value: Child])[] }) {
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return (
    <dl class="facts">
      {shown.map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The steps of a wizard; `current` counts from 0. */
export function Steps({ labels, current }: { labels: readonly string[]; current: number }) {
  return (
    <ol class="steps">
      {labels.map((label, place) => (
        <li
          {...(place === current ? { "aria-current": "step" as const } : {})}
          {...(place < current ? { "data-done": "" } : {})}
        >
          {label}
        </li>
      ))}
    </ol>
  );
}

/** A moment in the workspace's time zone, with the machine's form beside it. */
export function Moment({ reader, at }: { reader: Reader; at: number }) {
  return <time datetime={isoSeconds(at)}>{momentText(reader, at)}</time>;
}

/** How far a moment is; the moment itself shows on hover. */
export function Distance({ reader, at }: { reader: Reader; at: number }) {
  return (
    <time datetime={isoSeconds(at)} title={momentText(reader, at)}>
      {distanceText(reader, at)}
    </time>
  );
}

/** Text for readers of the screen alone. */
export function Hidden({ children }: PropsWithChildren) {
  return <span class="visually-hidden">{children}</span>;
}

/** A number that counts something, as it stands beside a word of the navigation. */
export function Count({ value, tone = "neutral", label }: { value: string; tone?: Tone; label?: string | undefined }) {
  return (
    <span class="count" data-tone={tone}>
      {value}
      {label ? <Hidden> {label}</Hidden> : null}
    </span>
  );
}
