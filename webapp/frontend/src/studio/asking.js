/** A small dialog that asks for one line of text, with `options` to take one from; resolves to it, or to null. */
import { byId, h } from "../lib/dom.js";

export function ask({ title, label, value = "", help = "", button = "OK", options = [], check = () => "" }) {
  const dialog = byId("ask");
  byId("ask-title").textContent = title;
  byId("ask-label").textContent = label;
  byId("ask-help").textContent = help;
  byId("ask-error").textContent = "";
  byId("ask-go").textContent = button;
  byId("ask-options").replaceChildren(...options.map((one) => h("option", { value: one })));
  const field = byId("ask-field");
  field.value = value;
  return new Promise((resolve) => {
    const form = byId("ask-form");
    const end = (answer) => {
      form.onsubmit = null;
      dialog.onclose = null;
      dialog.close();
      resolve(answer);
    };
    form.onsubmit = (event) => {
      event.preventDefault();
      const trouble = check(field.value.trim());
      byId("ask-error").textContent = trouble;
      if (!trouble) end(field.value.trim());
    };
    dialog.onclose = () => end(null);
    byId("ask-cancel").onclick = () => end(null);
    dialog.showModal();
    field.focus();
    field.select();
  });
}
