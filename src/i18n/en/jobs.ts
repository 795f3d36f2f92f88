import type { jobs as french } from "../fr/jobs";

export const jobs = {
  "jobs.select": "Choose order {number}",
  "jobs.create": "Create labels",
  "jobs.create.hint": "One label for each chosen order, with the cheapest shipping method that fits.",

  "jobs.refused": "No label was created",
  "jobs.refused.none": "No order is chosen. Tick at least one in the list, then try again.",
  "jobs.refused.many":
    "A list takes {most} orders at most, and this one has {count}. Choose fewer, then start again with the others.",
  "jobs.back": "Orders to ship",

  "jobs.title": "Labels of {count, plural, one {# order} other {# orders}}",
  "jobs.begun": "Asked for {distance}.",
  "jobs.progress": "Progress",
  "jobs.waiting": "Waiting",
  "jobs.done": "Created",
  "jobs.refusals": "Refused",
  "jobs.working":
    "Labels are created at the pace that Sendcloud allows, some 90 a minute. You may leave this page: the work goes on.",
  "jobs.over": "All is done.",
  "jobs.over.refused": "All is done but what is refused below: open each order, fix it, then create its label.",
  "jobs.reason": "Reason",
  "jobs.outcome": "Outcome",
  "jobs.made": "Label created",
  "jobs.not-made": "Label refused",
  "jobs.by-another": "Another click or list had created this label already",
} satisfies Record<keyof typeof french, string>;
