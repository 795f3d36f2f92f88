import { Button, Icon } from "./components";

/** An act on an order that cannot be taken back: the button opens the question, and the answer does it. */
export function AskFirst({ path, act, ask, sure }: { path: string; act: string; ask: string; sure: string }) {
  return (
    <details class="ask-box" hx-morph-skip="">
      <summary class="button-like danger">
        <Icon name="x" />
        {act}
      </summary>
      <form
        class="ask"
        method="post"
        action={path}
        hx-post={path}
        hx-target="closest article"
        hx-swap="outerHTML"
        hx-disable="find button"
      >
        <p>{ask}</p>
        <Button weight="danger">{sure}</Button>
      </form>
    </details>
  );
}
