// Keeps what is pressed in its place: a button that is drawn anew between press and release is never clicked.

import { hold } from "./store.js";

const LONGEST = 1000; // Milliseconds that a press may hold back what happens.

/** Draw nothing while the pointer is down. */
export function keepPressed() {
  let timer = null;
  const release = () => {
    clearTimeout(timer);
    hold(false);
  };
  const press = () => {
    clearTimeout(timer);
    hold(true);
    timer = setTimeout(release, LONGEST);
  };
  addEventListener("pointerdown", press, true);
  // The click comes right after the release, in the same task.
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(release), true);
}
