import type { Child } from "hono/jsx";
import type { Refusal } from "../sync/stub-answers";
import { PageHead, Steps } from "./components";
import type { AppContext } from "./context";
import { Faults, RefusalNotice } from "./faults";
import type { FieldErrors, Typed } from "./forms";
import { page } from "./layout";
import { STEPS, type Step, stepPath } from "./wizard-draft";

/** What a step shows again after a post that did not go through. */
export type Again = { typed: Typed; errors: FieldErrors; refusal: Refusal | null };
export const FIRST_TIME: Again = { typed: {}, errors: {}, refusal: null };

/** The frame of one step: where one is, the way back, what went wrong. */
export function wizardPage(
  c: AppContext,
  step: Step,
  draftId: string | null,
  again: Again,
  body: Child,
): Promise<Response> {
  const { t } = c.var;
  const place = STEPS.indexOf(step);
  const before = STEPS[place - 1];
  const back =
    draftId && before
      ? { href: stepPath(draftId, before), label: t(`wizard.step.${before}`) }
      : { href: "/stores", label: t("nav.stores") };
  const failed = again.refusal !== null || Object.keys(again.errors).length > 0;
  const whole = (
    <article class="narrow">
      <PageHead title={t(`wizard.${step}.title`)} lead={t(`wizard.${step}.lead`)} back={back} />
      <Steps labels={STEPS.map((name) => t(`wizard.step.${name}`))} current={place} />
      <Faults t={t} errors={again.errors} />
      <RefusalNotice t={t} refusal={again.refusal} />
      {body}
    </article>
  );
  return page(c, t(`wizard.${step}.title`), whole, failed ? 422 : 200);
}

/** The fault of a field in words. */
export function faultOf(c: AppContext, again: Again, name: string): string | undefined {
  const fault = again.errors[name];
  return fault && c.var.t(fault);
}
