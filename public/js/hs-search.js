// A code that was found goes into the field it was looked for: `data-hs-code`, and `data-hs-into`, the field's id. It is
// saved by the field's own form, or not at all.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-hs-code]");
  const field = button && document.getElementById(button.dataset.hsInto);
  if (!field) return;
  field.value = button.dataset.hsCode;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
