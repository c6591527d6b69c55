// The guided start at the foot of the sidebar: the step that is next, how far one has come, and every step on request.

import { avatar } from "./avatar.js";
import { classes, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn_view.js";
import { switchTo } from "./places.js";
import { firstName } from "./profile.js";
import { listen, person, set, state } from "./store.js";

const KEY = "local-slack-guide";
let folded = localStorage.getItem(KEY) === "folded";
let shown = null; // The step whose text is open; null follows the next one.
let whole = false; // Whether every step is listed, or only the open one.

/** The guide's element; it is empty when the workspace has no guide. */
export function guide() {
  const host = h("div", { class: "guide-host" });
  let doneBefore = -1;
  const draw = () => {
    const steps = state.guide;
    if (!steps?.length) return void fill(host);
    const done = steps.filter((step) => step.done).length;
    if (done !== doneBefore) shown = null;
    doneBefore = done;
    const next = steps.findIndex((step) => !step.done);
    const open = shown ?? next;
    // How far one has come is told of the chapter that one is in.
    const chapter = steps[next < 0 ? steps.length - 1 : next].chapter ?? "";
    const inChapter = steps.filter((step) => (step.chapter ?? "") === chapter);
    const doneInChapter = inChapter.filter((step) => step.done).length;
    const fold = () => {
      folded = !folded;
      localStorage.setItem(KEY, folded ? "folded" : "open");
      draw();
    };
    const head = h(
      "button",
      { type: "button", class: "guide__head", "aria-expanded": String(!folded), on: { click: fold } },
      ring(doneInChapter, inChapter.length),
      h("span", { class: "guide__title" }, "Guided start", h("span", { class: "guide__count" }, next < 0 ? "All done" : [chapter, `${doneInChapter} of ${inChapter.length} done`].filter(Boolean).join(" · "))),
      icon(folded ? "right" : "down", 16),
    );
    const isListed = (index) => whole || index === open;
    const begins = (index) => steps[index].chapter && steps[index].chapter !== steps[index - 1]?.chapter;
    const listed = steps.flatMap((step, index) => (isListed(index) ? [whole && begins(index) && h("li", { class: "guide__chapter" }, step.chapter), stepItem(step, index, open, (one) => ((shown = one), draw()))] : []));
    const all = h("ol", { class: "guide__steps" }, listed);
    const more = h("button", { type: "button", class: "guide__more", "aria-expanded": String(whole), on: { click: () => ((whole = !whole), (shown = null), draw()) } }, whole ? (next < 0 ? "Hide the steps" : "Only the next step") : `All ${steps.length} steps`);
    const cheer = next < 0 && h("p", { class: "guide__cheer" }, "That was the whole story. Look around: every button here works.");
    fill(host, h("section", { class: classes("guide", folded && "guide--folded"), "aria-label": "Guided start" }, head, !folded && h("div", { class: "guide__body" }, cheer, all), !folded && more));
    host.querySelector(".guide__step--open")?.scrollIntoView({ block: "nearest" });
  };
  listen(["guide", "people", "as"], draw);
  draw();
  return host;
}

/** Unfold the guide. */
export function showGuide() {
  folded = false;
  localStorage.setItem(KEY, "open");
  set({ guide: state.guide });
  document.querySelector(".guide__head")?.focus();
}

function stepItem(step, index, open, choose) {
  const isOpen = index === open;
  const act = step.as && !step.done && state.as !== step.as && h("button", { type: "button", class: "guide__act", on: { click: () => switchTo(step.as) } }, avatar(step.as, 20), `Act as ${firstName(person(step.as))}`);
  return h(
    "li",
    { class: classes("guide__step", step.done && "guide__step--done", isOpen && "guide__step--open"), "aria-current": isOpen && !step.done ? "step" : null },
    h("button", { type: "button", class: "guide__name", "aria-expanded": String(isOpen), on: { click: () => choose(isOpen ? -1 : index) } }, h("span", { class: "guide__mark" }, step.done ? icon("tick", 18) : h("span", { class: "guide__number" }, index + 1)), h("span", null, step.title), step.done && h("span", { class: "unseen" }, " (done)")),
    isOpen && h("div", { class: "guide__text" }, h("div", null, mrkdwn(step.text)), act),
  );
}

function ring(done, all) {
  return h("span", { class: "guide__ring", style: { "--part": `${Math.round((done / all) * 100)}%` }, "aria-hidden": "true" }, done === all ? icon("check", 14) : null);
}
