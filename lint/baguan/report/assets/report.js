"use strict";
(() => {
  const notes = [...document.querySelectorAll(".note")];
  const boxes = [...document.querySelectorAll(".filters input[type=checkbox]")];
  const search = document.querySelector(".filters input[type=search]");
  const told = document.querySelector(".filters output");
  if (!boxes.length) return;
  const words = new Map(notes.map((note) => [note, note.textContent.toLowerCase()]));
  const marks = new Map();
  for (const mark of document.querySelectorAll(".mark")) {
    for (const id of mark.dataset.notes.split(" ")) {
      if (!marks.has(id)) marks.set(id, []);
      marks.get(id).push(mark);
    }
  }
  const apply = () => {
    const allowed = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const wanted = search.value.trim().toLowerCase();
    const shown = new Set();
    for (const note of notes) {
      const visible = allowed.has(note.dataset.severity) && allowed.has(note.dataset.gate) && words.get(note).includes(wanted);
      note.hidden = !visible;
      if (visible) shown.add(note.id);
    }
    for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector(".note:not([hidden])");
    for (const mark of document.querySelectorAll(".mark")) {
      mark.classList.toggle("off", !mark.dataset.notes.split(" ").some((id) => shown.has(id)));
    }
    told.textContent = `显示 ${shown.size}／${notes.length} 处`;
  };
  for (const box of boxes) box.addEventListener("change", apply);
  search.addEventListener("input", apply);
  document.addEventListener("keydown", (event) => {
    if (event.target === search || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { j: 1, k: -1 }[event.key];
    if (!step) return;
    const open = notes.filter((note) => !note.hidden);
    if (!open.length) return;
    const now = open.indexOf(document.activeElement.closest(".note"));
    const next = open[now < 0 ? (step > 0 ? 0 : open.length - 1) : (now + step + open.length) % open.length];
    next.querySelector("a").focus();
    next.scrollIntoView({ block: "nearest" });
    (marks.get(next.id) || [])[0]?.scrollIntoView({ block: "center" });
    event.preventDefault();
  });
  apply();
})();
