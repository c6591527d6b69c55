// "Acting as": who the page is just now, and the list to become another person.

import { avatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { openPopover } from "./popover.js";
import { switchTo } from "./places.js";
import { badges, canAct } from "./profile.js";
import { listen, shownName, state } from "./store.js";

/** The button in the top bar. */
export function switcher() {
  const button = h("button", { type: "button", class: "switcher", "aria-haspopup": "dialog", "aria-expanded": "false", on: { click: () => openSwitcher(button) } });
  const draw = () => {
    if (!state.me) return;
    button.setAttribute("aria-label", `Acting as ${shownName(state.me)}`);
    fill(button, avatar(state.me.id, 28), h("span", { class: "switcher__words" }, h("span", { class: "switcher__hint" }, "Acting as"), h("span", { class: "switcher__name", dir: "auto" }, shownName(state.me))), icon("down", 16));
  };
  listen(["me", "people"], draw);
  draw();
  return button;
}

/** Open the list of people at a button. */
export function openSwitcher(anchor) {
  const search = h("input", { class: "text-input", type: "search", placeholder: "Find a person", "aria-label": "Find a person", autocomplete: "off", spellcheck: "false" });
  const list = h("div", { class: "people", role: "listbox", "aria-label": "People" });
  let active = 0;
  const rows = () => [...list.querySelectorAll("[role=option]")];
  const choose = (id) => {
    popover.close();
    void switchTo(id);
  };
  const mark = (next) => {
    const all = rows();
    active = all.length ? (next + all.length) % all.length : 0;
    all.forEach((one, index) => one.classList.toggle("people__row--active", index === active));
    all[active]?.scrollIntoView({ block: "nearest" });
  };
  const draw = () => {
    const wanted = search.value.trim().toLowerCase();
    const found = [...state.people.values()].filter((one) => canAct(one) && fits(one, wanted));
    fill(list, found.length ? found.map((one) => personRow(one, choose)) : h("p", { class: "people__none" }, `Nobody here is called “${search.value.trim()}”.`));
    mark(Math.max(0, wanted ? 0 : found.findIndex((one) => one.id === state.as)));
  };
  search.addEventListener("input", draw);
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") rows()[active]?.click();
  });
  const head = h("div", { class: "people__head" }, h("strong", null, "Act as"), h("span", { class: "faint" }, "You see the workspace as this person does."));
  const popover = openPopover(anchor, [head, search, list], { align: "end", className: "people-popover", role: "dialog", label: "Act as", onClose: () => anchor.setAttribute("aria-expanded", "false") });
  anchor.setAttribute("aria-expanded", "true");
  draw();
  popover.place();
  search.focus();
}

function fits(one, wanted) {
  const groups = state.usergroups.filter((group) => group.members?.includes(one.id)).map((group) => group.handle);
  return [shownName(one), one.name, one.title, ...groups].join(" ").toLowerCase().includes(wanted);
}

function personRow(one, choose) {
  const groups = state.usergroups.filter((group) => group.members?.includes(one.id)).map((group) => `@${group.handle}`);
  const here = one.id === state.as;
  const about = [one.title, groups.join(" ")].filter(Boolean).join(" · ");
  return h(
    "button",
    { type: "button", role: "option", tabindex: -1, class: "people__row", "aria-label": shownName(one), "aria-describedby": about ? `about-${one.id}` : null, "aria-selected": String(here), on: { click: () => choose(one.id) } },
    avatar(one.id, 36),
    h("span", { class: "people__words" }, h("span", { class: "people__name", dir: "auto" }, shownName(one), badges(one)), about && h("span", { class: "people__about", id: `about-${one.id}` }, about)),
    here && icon("check", 18),
  );
}
