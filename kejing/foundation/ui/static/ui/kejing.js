// Kejing's page behaviour: theme, keys, the docked panel, pickers, dates, charts from their tables.
// Everything hangs on data attributes and on the document, so fragments that arrive later behave alike.
(function () {
  "use strict";
  const root = document.documentElement;
  const all = (selector, from) => Array.from((from || document).querySelectorAll(selector));
  const word = (name) => document.body.dataset[name] || "";
  const drawCharts = (part) => window.kejingCharts.draw(part);
  const fragment = { headers: { "HX-Request": "true" }, credentials: "same-origin" };

  function notice(text) {
    const place = document.getElementById("notices");
    if (!place) return;
    const line = document.createElement("div");
    line.className = "kj-note mb3";
    line.textContent = text;
    place.replaceChildren(line);
    place.scrollIntoView({ block: "nearest" });
  }

  // ---------- theme ----------
  function toggleTheme() {
    const theme = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
    root.setAttribute("data-bs-theme", theme);
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = "kejing_theme=" + theme + "; path=/; max-age=31536000; samesite=lax" + secure;
    drawCharts(document);
  }

  // ---------- docked panel: the address keeps ?why=<key>, so it can be sent and printed ----------
  const panel = () => document.getElementById("panel");
  let opener = null;

  function address(key) {
    const url = new URL(location.href);
    if (key) url.searchParams.set("why", key); else url.searchParams.delete("why");
    return url;
  }

  async function openPanel(mark, remember) {
    const place = panel();
    if (!place) { location.href = mark.href; return; }
    const answer = await fetch(mark.href, fragment).catch(() => null);
    if (answer && answer.headers.has("HX-Refresh")) { location.reload(); return; }
    if (!answer || !answer.ok) { notice(word("failed")); return; }
    place.innerHTML = await answer.text();
    place.hidden = false;
    place.setAttribute("aria-label", (place.querySelector("h2") || place).textContent.trim());
    marks().forEach((one) => one.setAttribute("aria-expanded", String(one === mark)));
    opener = mark;
    if (remember) history.pushState({ panel: true }, "", address(mark.dataset.panel));
    place.focus({ preventScroll: true });
    if (window.htmx) window.htmx.process(place);
    arrived(place);
    drawCharts(document);
  }

  function closePanel(remember) {
    const place = panel();
    if (!place || place.hidden) return;
    place.hidden = true;
    place.replaceChildren();
    marks().forEach((one) => one.removeAttribute("aria-expanded"));
    if (remember) history.pushState({}, "", address(""));
    if (opener && opener.isConnected) opener.focus({ preventScroll: true });
    opener = null;
    drawCharts(document);
  }

  const marks = () => all("a[data-panel]");

  // Opens what the address asks for; the mark may arrive later with a deferred part of the page.
  function followAddress() {
    const key = new URL(location.href).searchParams.get("why");
    if (!key) { closePanel(false); return; }
    const mark = marks().find((one) => one.dataset.panel === key);
    if (mark && (panel().hidden || opener !== mark)) openPanel(mark, false);
    if (!mark) bringLater();
  }

  // What waits below the fold comes at once, for the mark that the address names may be in it.
  const bringLater = () => all(".kj-later").forEach((one) => window.htmx.trigger(one, "intersect"));

  // ---------- picker: search while typing, WAI-ARIA combobox with a listbox ----------
  const waiting = new WeakMap();

  function pickerOf(input) {
    const box = input.closest("[data-picker]");
    return box && { box: box, input: input, value: box.querySelector("input[hidden]"), list: box.querySelector("[role=listbox]") };
  }

  function closeList(p) {
    p.list.hidden = true;
    p.input.setAttribute("aria-expanded", "false");
    p.input.removeAttribute("aria-activedescendant");
  }

  function showOptions(p, options) {
    p.list.replaceChildren(...options.map((option, i) => {
      const item = document.createElement("li");
      item.id = p.list.id + "-" + i;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.id = option.id;
      item.dataset.label = option.label;
      item.append(option.label);
      if (option.detail) {
        const detail = document.createElement("small");
        detail.textContent = option.detail;
        item.append(detail);
      }
      return item;
    }));
    if (!options.length) {
      const none = document.createElement("li");
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      none.textContent = word("noMatch");
      p.list.append(none);
    }
    p.list.hidden = false;
    p.input.setAttribute("aria-expanded", "true");
  }

  function lookUp(p) {
    p.value.value = "";
    clearTimeout(waiting.get(p.input));
    const text = p.input.value.trim();
    if (!text) { closeList(p); return; }
    waiting.set(p.input, setTimeout(async () => {
      const url = new URL(p.box.dataset.picker, location.href);
      url.searchParams.set("q", text);
      const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
      if (answer && answer.ok && p.input.value.trim() === text) showOptions(p, (await answer.json()).options);
    }, 150));
  }

  function choose(p, item) {
    if (!item || !item.dataset.id) return;
    p.value.value = item.dataset.id;
    p.input.value = item.dataset.label;
    p.input.removeAttribute("aria-invalid");
    closeList(p);
    p.value.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function movePick(p, step) {
    const items = all("[data-id]", p.list);
    if (!items.length) return;
    const now = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    const next = items[(now + step + items.length) % items.length] || items[0];
    items.forEach((item) => item.setAttribute("aria-selected", String(item === next)));
    p.input.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  }

  function pickerKey(event, p) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (p.list.hidden) lookUp(p); else movePick(p, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !p.list.hidden) {
      event.preventDefault();
      choose(p, p.list.querySelector("[aria-selected=true]") || p.list.querySelector("[data-id]"));
    } else if (event.key === "Escape" && !p.list.hidden) {
      event.stopPropagation();
      closeList(p);
    }
  }

  // ---------- search box: the links below it by arrow keys ----------
  function searchKey(event) {
    const found = document.getElementById("found");
    const links = found ? all("a", found) : [];
    const now = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && links.length) { event.preventDefault(); links[Math.min(now + 1, links.length - 1)].focus(); }
    else if (event.key === "ArrowUp" && now >= 0) { event.preventDefault(); (links[now - 1] || document.querySelector("[data-search]")).focus(); }
    else if (event.key === "Escape") { found.replaceChildren(); document.querySelector("[data-search]").blur(); }
  }

  // ---------- dates: quick picks and the field show the same day ----------
  function markDay(box) {
    const value = box.querySelector("input[type=date]").value;
    all("[data-pick]", box).forEach((pick) => pick.setAttribute("aria-pressed", String(pick.dataset.pick === value)));
  }

  // ---------- keys ----------
  let going = 0;

  function keys(event) {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.target.closest("[role=combobox]")) { pickerKey(event, pickerOf(event.target)); if (event.key !== "Escape") return; }
    if (event.target.closest(".kj-search")) { searchKey(event); return; }
    if (event.key === "Escape") { closePanel(true); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      const box = document.querySelector("[data-search]");
      if (box && box.offsetParent) { event.preventDefault(); box.focus(); box.select(); }
    } else if (event.key === "g") {
      going = Date.now();
    } else if (going && Date.now() - going < 1200) {
      going = 0;
      const place = document.querySelector('.kj-rail a[data-key="' + CSS.escape(event.key.toLowerCase()) + '"]');
      if (place) { event.preventDefault(); location.href = place.href; }
    }
  }

  // ---------- clicks ----------
  const clicks = [
    ["[data-theme-toggle]", toggleTheme],
    ["[data-panel-close]", () => closePanel(true)],
    ["[data-back]", () => history.back()],
    ["[data-print]", () => window.print()],
    ["[data-copy-link]", async () => {
      await navigator.clipboard.writeText(location.href).then(() => notice(word("copied")), () => {});
    }],
    ["[data-picker] [role=option]", (item) => choose(pickerOf(item), item)],
    ["[data-pick]", (pick) => {
      const box = pick.closest("[data-day]");
      const field = box.querySelector("input[type=date]");
      field.value = pick.dataset.pick;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }],
  ];

  document.addEventListener("click", (event) => {
    const mark = event.target.closest("a[data-panel]");
    if (mark && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      if (mark === opener) closePanel(true); else openPanel(mark, true);
      return;
    }
    for (const [selector, act] of clicks) {
      const hit = event.target.closest(selector);
      if (hit) act(hit);
    }
    all("[data-picker] [role=combobox][aria-expanded=true]").filter((input) => !input.parentNode.contains(event.target)).forEach((input) => closeList(pickerOf(input)));
    if (!event.target.closest(".kj-search")) { const found = document.getElementById("found"); if (found) found.replaceChildren(); }
  });
  document.addEventListener("keydown", keys);
  document.addEventListener("input", (event) => { if (event.target.matches("[data-picker] [role=combobox]")) lookUp(pickerOf(event.target)); });
  document.addEventListener("change", (event) => { const box = event.target.closest("[data-day]"); if (box) markDay(box); });

  // ---------- a form goes out once ----------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    all("button[type=submit]", form).forEach((button) => button.setAttribute("aria-busy", "true"));
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
  }));

  // ---------- a fragment that does not come ----------
  function failed(event) {
    const place = event.target;
    if (place.matches("[aria-busy]")) { place.removeAttribute("aria-busy"); place.textContent = word("failed"); }
    else notice(word("failed"));
  }
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);

  // ---------- paper: light, with the tables behind the charts unfolded ----------
  let onScreen = null;
  window.addEventListener("beforeprint", () => {
    const folded = all(".kj-chart details:not([open])");
    onScreen = { theme: root.getAttribute("data-bs-theme"), folded: folded };
    folded.forEach((table) => { table.open = true; });
    root.setAttribute("data-bs-theme", "light");
    drawCharts(document);
  });
  window.addEventListener("afterprint", () => {
    if (!onScreen) return;
    onScreen.folded.forEach((table) => { table.open = false; });
    root.setAttribute("data-bs-theme", onScreen.theme);
    drawCharts(document);
  });

  // ---------- start, and whatever htmx brings later ----------
  function arrived(part) {
    drawCharts(part);
    const first = part.querySelector("[data-focus]");
    if (first) first.focus();
  }

  window.addEventListener("popstate", followAddress);
  // The first load is the page itself, once htmx is ready for it.
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) arrived(event.target); followAddress(); });
  arrived(document);
})();
