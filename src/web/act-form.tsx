import type { PropsWithChildren } from "hono/jsx";

/** One act on what the page shows: with htmx the article comes back as it stands then, without it the whole page. */
export function ActForm(props: PropsWithChildren<{ path: string; class?: string }>) {
  const { path, children } = props;
  return (
    <form
      {...(props.class ? { class: props.class } : {})}
      method="post"
      action={path}
      hx-post={path}
      hx-target="closest article"
      hx-swap="outerHTML"
      hx-disable="find button"
    >
      {children}
    </form>
  );
}
