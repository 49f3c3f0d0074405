// Makes the page feel like a chat. Without it everything works too: each reply is then a new page.
"use strict";

(() => {
  const WAITS = [4000, 6000, 10000, 15000]; // how long a try may take; measured on bad networks
  const LIVES = 20; // so many times a reply is sent again after the page was loaded anew
  const PAUSES = [1000, 2000, 4000, 8000, 15000]; // between tries
  const form = document.getElementById("form");
  const log = document.getElementById("log");
  const answer = document.getElementById("answer");
  const status = document.getElementById("status");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let busy = false;
  let wake = () => {};

  // what is scrolled to must not end up under the top of the page, however large the text is
  const top = document.querySelector(".top");
  const keepClear = () => {
    document.documentElement.style.scrollPaddingTop = `${top.offsetHeight + 8}px`;
  };
  addEventListener("resize", keepClear);
  keepClear();

  // the page that is left does not stay behind the back button
  document.getElementById("exit").addEventListener("click", (event) => {
    event.preventDefault();
    document.body.hidden = true;
    location.replace(event.currentTarget.href);
  });

  // an old page that the browser kept would show a question that has passed
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  if (!form) return;
  const words = status.dataset;

  // --- one reply that was not stored yet, kept for this tab only ---------------------------------------

  const kept = {
    name: "unsent " + location.pathname,
    get() {
      try {
        return JSON.parse(sessionStorage.getItem(this.name));
      } catch {
        return null;
      }
    },
    put(reply) {
      try {
        sessionStorage.setItem(this.name, JSON.stringify(reply));
      } catch {
        // a browser that keeps nothing: the reply lives as long as the page
      }
    },
    drop() {
      try {
        sessionStorage.removeItem(this.name);
      } catch {
        // nothing was kept
      }
    },
  };

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  function plain(element) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll(".vh").forEach((hidden) => hidden.remove());
    return copy.textContent.trim();
  }

  /** What the person sees as their own bubble. */
  function said(button) {
    if (button && button.name) return plain(button);
    const ticked = Array.from(form.querySelectorAll("input:checked"), (box) => plain(box.parentElement));
    const field = document.getElementById("text");
    return field ? field.value.trim() : ticked.join(", ");
  }

  function replyOf(button) {
    const body = new URLSearchParams(new FormData(form));
    if (button && button.name) body.append(button.name, button.value);
    body.append("key", newKey());
    return { body: body.toString(), said: said(button), lives: 0 };
  }

  // --- sending: again and again until the server has it ------------------------------------------------

  async function attempt(reply, wait) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), wait);
    try {
      const response = await fetch(form.getAttribute("action"), {
        method: "POST",
        body: reply.body,
        headers: { "Content-Type": "application/x-www-form-urlencoded", "Hoorbaar-Script": "1" },
        cache: "no-store",
        signal: stop.signal,
      });
      return { code: response.status, html: await response.text() };
    } catch {
      return { code: 0, html: "" };
    } finally {
      clearTimeout(timer);
    }
  }

  function pause(tries) {
    const time = PAUSES[Math.min(tries, PAUSES.length - 1)] * (0.75 + Math.random() / 2);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, time);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  addEventListener("online", () => wake());

  /** The next page, or null when the server refuses this reply; then a new page says what is the matter. */
  async function sent(reply) {
    for (let tries = 0; ; tries += 1) {
      const result = await attempt(reply, WAITS[Math.min(tries, WAITS.length - 1)]);
      if (result.code === 404) return null; // the session is over: sent again when the link is opened again
      if (result.code === 200 || (result.code >= 400 && result.code < 500 && result.code !== 408)) kept.drop();
      if (result.code === 200) return new DOMParser().parseFromString(result.html, "text/html");
      if (result.code >= 400 && result.code < 500 && result.code !== 408) return null;
      tell(result.code ? words.trouble : words.offline, true);
      await pause(tries);
    }
  }

  async function deliver(reply) {
    busy = true;
    if (reply.lives < LIVES) kept.put(reply);
    else kept.drop();
    form.setAttribute("aria-busy", "true");
    answer.focus({ preventScroll: true });
    if (reply.said) append(bubble(reply.said));
    const slow = setTimeout(() => tell(words.sending, false), 1000);
    const page = await sent(reply);
    clearTimeout(slow);
    if (!page || !page.getElementById("form") || page.documentElement.lang !== document.documentElement.lang) {
      location.reload();
      return;
    }
    show(page);
    busy = false;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!busy) deliver(replyOf(event.submitter));
  });

  // --- showing -----------------------------------------------------------------------------------------

  function bubble(text) {
    const item = document.createElement("li");
    item.className = "bubble you arrived";
    const line = document.createElement("p");
    line.textContent = text;
    item.append(line);
    return item;
  }

  function append(...items) {
    const lists = log.querySelectorAll("ol");
    lists[lists.length - 1].append(...items);
    items[0].scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
  }

  function tell(text, offerAgain) {
    const line = document.createElement("p");
    line.textContent = text;
    status.replaceChildren(line);
    if (!offerAgain) return;
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = words.again;
    again.addEventListener("click", () => wake());
    status.append(again);
  }

  function show(page) {
    const next = page.getElementById("form");
    log.querySelectorAll(".now").forEach((old) => {
      old.classList.remove("now");
      old.removeAttribute("id");
    });
    document.title = page.title;
    form.dataset.question = next.dataset.question;
    if (next.dataset.item) form.dataset.item = next.dataset.item;
    else delete form.dataset.item;
    answer.replaceChildren(...page.getElementById("answer").childNodes);
    form.removeAttribute("aria-busy");
    status.replaceChildren();
    const its = page.getElementById("log");
    const now = its.querySelectorAll(".now");
    now.forEach((item) => item.classList.add("arrived"));
    if (its.hasAttribute("data-fresh")) log.replaceChildren(...its.childNodes);
    else append(...now);
    if (window.speechSynthesis) speechSynthesis.cancel();
    answer.focus({ preventScroll: true });
    now[0].scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  }

  // --- reading aloud, only with a voice that is on this device -----------------------------------------

  function voice() {
    const language = document.documentElement.lang;
    return speechSynthesis.getVoices().find((one) => one.localService && one.lang.startsWith(language));
  }

  function read() {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      return;
    }
    const lines = Array.from(log.querySelectorAll(".now p"), plain);
    const choices = Array.from(answer.querySelectorAll(".low, .high, .list button, .tick, dt, dd > span"), plain);
    for (const line of [...lines, ...choices].filter(Boolean)) {
      const speech = new SpeechSynthesisUtterance(line);
      speech.voice = voice();
      speech.lang = speech.voice.lang;
      speechSynthesis.speak(speech);
    }
  }

  function offerReading() {
    if (document.getElementById("aloud") || !voice()) return;
    const button = document.createElement("button");
    button.type = "button";
    button.id = "aloud";
    button.className = "quiet aloud";
    button.textContent = words.aloud;
    button.addEventListener("click", read);
    form.before(button);
  }

  if (window.speechSynthesis) {
    offerReading();
    speechSynthesis.addEventListener?.("voiceschanged", offerReading);
  }

  const unsent = kept.get();
  if (unsent) deliver({ ...unsent, lives: unsent.lives + 1 });
})();
