// The sandbox page: one phone per invented person, kept in step with the server by a long poll.
"use strict";
const inParis = (options) => new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", ...options });
const HOUR = inParis({ timeStyle: "short" });
const DAY = inParis({ weekday: "long", day: "numeric", month: "long" });
const MOMENT = inParis({ dateStyle: "full", timeStyle: "short" });
const narrow = matchMedia("(max-width: 699px)");
const byId = (id) => document.getElementById(id);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const copy = (id) => byId(id).content.cloneNode(true).firstElementChild;
const size = (bytes) => `${Math.ceil((bytes || 0) / 1000).toLocaleString("fr-FR")} ko`;
const setLink = (state, text) => { Object.assign(byId("link"), { textContent: text }).dataset.state = state; };
const complain = (text) => setLink("error", text);
const phones = new Map();
let active = null; // the phone in use: what arrives there is not unread
let clock = { ahead: Date.now() - performance.now(), offset: 0 };

function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

// ---- Talking to the server
async function call(method, path, body) {
  const json = body && !(body instanceof FormData);
  const headers = { "X-Sandbox": "1", ...(json && { "Content-Type": "application/json" }) };
  const response = await fetch(`/sandbox${path}`, { method, headers, body: json ? JSON.stringify(body) : body });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error || answer.description || `code ${response.status}`);
  return answer;
}

async function busy(node, complain, ...request) { // true once the server accepted
  node.setAttribute("aria-busy", "true");
  try {
    await call(...request);
    return true;
  } catch (error) {
    complain(error instanceof TypeError ? "Le bac à sable ne répond pas." : `Refusé : ${error.message}`);
    return false;
  } finally {
    node.removeAttribute("aria-busy");
  }
}

// ---- One message
function linkCommands(text) { // as Telegram does: a command in a text can be tapped
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const command = (part, i) => (i % 2 ? element("a", { href: "#", className: "command", textContent: part }) : part);
  for (const node of nodes.filter((each) => !each.parentElement.closest("a, code, pre"))) {
    const parts = node.data.split(/(?<=^|[\s(«])(\/[a-z0-9_]{1,32})(?![\w/])/);
    if (parts.length > 1) node.replaceWith(...parts.map(command));
  }
}

function foldQuote(quote) {
  quote.classList.add("folded");
  if (quote.scrollHeight <= quote.clientHeight + 2) return quote.classList.remove("folded");
  const toggle = element("button", { type: "button", className: "fold", textContent: "Tout lire", ariaExpanded: "false" });
  const flip = (event) => {
    if (event.target.closest("a") || !getSelection().isCollapsed) return;
    const folded = quote.classList.toggle("folded");
    Object.assign(toggle, { textContent: folded ? "Tout lire" : "Replier", ariaExpanded: String(!folded) });
  };
  for (const node of [toggle, quote]) node.addEventListener("click", flip);
  return quote.after(toggle);
}

function fillText(text, message) {
  if (message.html) text.innerHTML = message.html; // escaped and rebuilt by the server
  else text.textContent = message.text || "";
  text.hidden = !text.textContent;
  if (message.from === "bot") linkCommands(text);
  text.querySelectorAll("blockquote[expandable]").forEach(foldQuote);
}

function fillPhoto(photo, { document: { url, width, height }, text }) {
  Object.assign(photo, { src: url, width, height, alt: text ? "Image décrite ci-dessous" : "Image", hidden: false });
}

function key({ text, url, callback_data: value = "" }) {
  if (url) return element("a", { href: url, target: "_blank", rel: "noopener", textContent: text });
  return element("button", { type: "button", textContent: text, value });
}

function fill(article, message, before) { // the article is laid out already: quotations are measured
  const [text, file, stamp, keyboard] = [".text", ".document", ".stamp", ".keyboard"].map((name) => article.querySelector(name));
  if (before?.html !== message.html || before.text !== message.text) fillText(text, message);
  const { url, file_name: name, file_size: bytes } = message.document || {};
  file.hidden = !message.document;
  if (url) file.href = url;
  if (message.document?.photo && url && !before) fillPhoto(article.querySelector(".photo"), message);
  [file.children[0].textContent, file.children[1].textContent] = [name || "Photo", size(bytes)];
  stamp.textContent = `${message.edited ? "modifié · " : ""}${HOUR.format(message.date * 1000)}`;
  keyboard.replaceChildren(...(message.keyboard || []).map((row) => element("div", { className: "row" }, ...row.map(key))));
}

// ---- One phone
class Phone {
  constructor(person) {
    this.node = copy("phone-template");
    this.part = (selector) => this.node.querySelector(selector);
    this.say = (text) => this.post("say", { text });
    [this.log, this.input, this.menu, this.file] = [".log", "textarea", ".menu", "[type=file]"].map(this.part);
    this.badge = element("span", { className: "count" });
    this.chip = element("button", { type: "button" }, element("span"), this.badge);
    this.node.dataset.person = this.chip.dataset.person = String(person.id);
    Object.assign(this, { id: person.id, messages: new Map(), commands: "", unread: 0, pinned: true });
    this.listen();
    byId("phones").append(this.node);
    byId("people").append(this.chip);
  }

  listen() {
    const on = (selector, type, handler) => this.part(selector).addEventListener(type, handler);
    this.chip.addEventListener("click", (event) => this.show(event.detail === 0));
    this.node.addEventListener("click", (event) => this.clicked(event));
    this.node.addEventListener("keydown", (event) => this.pressed(event));
    new ResizeObserver(() => { if (this.pinned) this.log.scrollTop = this.log.scrollHeight; }).observe(this.log);
    on(".log", "scroll", () => {
      this.pinned = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 48;
      this.part(".newer").hidden ||= this.pinned;
    });
    for (const action of ["block", "unblock"]) on(`.${action}`, "click", () => this.post(action));
    on(".newer", "click", () => { this.log.scrollTop = this.log.scrollHeight; this.focus(); });
    on(".start", "click", () => this.say("/start"));
    on(".open-menu", "click", () => this.toggleMenu(this.menu.hidden));
    on(".attach", "click", () => this.file.click());
    on(".detach", "click", () => { this.file.value = ""; this.attach(); });
    on("[type=file]", "change", () => this.attach());
    on(".composer", "submit", (event) => { event.preventDefault(); this.send(); });
  }

  post(action, body, node = this.node) {
    this.pinned ||= node === this.node;
    return busy(node, (text) => this.toast(text), "POST", `/people/${this.id}/${action}`, body);
  }

  async send() {
    const [text, file, form] = [this.input.value.trim(), this.file.files[0], new FormData()];
    if (!text && !file) return;
    if (file) { form.append("caption", text); form.append("file", file); }
    this.input.value = this.file.value = "";
    this.attach();
    const accepted = await (file ? this.post("file", form) : this.say(text));
    if (!accepted) this.input.value ||= text;
  }

  attach() {
    const [file] = this.file.files;
    this.part(".attached span").textContent = file ? `${file.name} (${size(file.size)})` : "";
    this.input.focus();
  }

  pressed(event) {
    const newline = event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches;
    if (event.key === "Escape") { this.toggleMenu(false); this.focus(); }
    if (event.key !== "Enter" || event.target !== this.input || newline) return;
    event.preventDefault();
    this.send();
  }

  clicked(event) {
    const target = event.target.closest("button, a");
    const card = target?.closest(".message")?.dataset.message;
    if (target?.matches(".command")) { event.preventDefault(); this.say(target.textContent); }
    else if (target?.matches("a:not(.document)")) this.follow(event, new URL(target.href));
    else if (target?.value) this.post("tap", { message_id: Number(card), callback_data: target.value }, target);
  }

  follow(event, url) { // an invitation is played here, never on the real Telegram
    if (url.protocol !== "tg:" && !/^(t|telegram)\.me$/.test(url.hostname)) return;
    event.preventDefault();
    if (url.searchParams.has("start")) this.say(`/start ${url.searchParams.get("start")}`);
    else this.toast("Ce lien mène au vrai Telegram : il n’est pas suivi ici.");
  }

  show(byKeyboard) {
    this.node.scrollIntoView({ inline: "nearest", block: "nearest" });
    if (byKeyboard || !narrow.matches) this.focus();
  }

  focus() {
    (this.input.offsetParent ? this.input : this.part(".unblock")).focus({ preventScroll: true });
  }

  toggleMenu(open) {
    this.menu.hidden = !open;
    this.part(".open-menu").ariaExpanded = String(open);
    if (open) this.menu.firstElementChild?.focus();
  }

  toast(text, alert = false) {
    const node = element("div", { className: alert ? "toast alert" : "toast" }, element("span", { textContent: text }));
    const close = () => { node.remove(); this.focus(); };
    if (alert) node.append(element("button", { type: "button", textContent: "OK", onclick: close }));
    else setTimeout(() => node.remove(), 4000);
    this.part(".toast:not(.alert)")?.remove();
    this.part(".toasts").append(node);
  }

  setUnread(count) {
    setUnread(this, count);
  }

  update(person) {
    const first = !this.name;
    this.name = [person.first_name, person.last_name].filter(Boolean).join(" ");
    this.part("h2").textContent = this.name;
    this.part(".who p").textContent = person.label || "";
    this.part(".avatar").textContent = this.name.split(/\s+/).map((word) => word[0]).join("").slice(0, 2);
    const [role, ...rest] = (person.label || this.name).split(/(?=,|·|\(| – )/);
    this.chip.firstChild.replaceChildren(role, element("span", { className: "long", textContent: rest.join("") }));
    const named = { Téléphone: this.node, Conversation: this.log, Message: this.input, Commandes: this.menu };
    for (const [what, node] of Object.entries(named)) node.ariaLabel = `${what} de ${this.name}`;
    this.setBlocked(person.blocked);
    this.setCommands(person.commands || []);
    this.setToasts(person.toasts || [], first);
    this.setMessages(person.messages || [], first);
  }

  setBlocked(blocked) {
    const [used, before] = [this.node.contains(document.activeElement), this.node.classList.contains("blocked")];
    this.node.classList.toggle("blocked", blocked);
    if (blocked) this.toggleMenu(false);
    if (used && blocked !== before) this.focus();
  }

  setCommands(commands) {
    if (JSON.stringify(commands) === this.commands) return;
    this.commands = JSON.stringify(commands);
    this.menu.replaceChildren(...commands.map(({ command, description }) => {
      const onclick = () => { this.toggleMenu(false); this.focus(); this.say(`/${command}`); };
      return element("button", { type: "button", onclick }, element("b", { textContent: `/${command}` }), ` ${description}`);
    }));
  }

  setToasts(toasts, first) {
    const name = ({ at, text }) => `${at} ${text}`;
    const fresh = toasts.filter((toast) => !first && toast.text && !this.toasts.has(name(toast)));
    this.toasts = new Set(toasts.map(name));
    for (const { text, show_alert: alert } of fresh) this.toast(text, alert);
  }

  setMessages(messages, first) {
    const [pinned, kept] = [this.pinned, new Set(messages.map((message) => message.message_id))];
    for (const [id, { article }] of this.messages) {
      if (kept.has(id)) continue;
      if (article.contains(document.activeElement)) this.focus();
      article.remove();
      this.messages.delete(id);
    }
    const news = messages.filter((message) => this.place(message) && message.from === "bot");
    let day = "";
    for (const label of this.log.querySelectorAll(".day")) {
      label.hidden = label.textContent === day;
      day = label.textContent;
    }
    if (pinned) this.log.scrollTop = this.log.scrollHeight;
    if (first || !news.length) return;
    this.part(".newer").hidden &&= pinned || news.every((message) => message.edited);
    if (this !== active) this.setUnread(this.unread + news.length);
    announce(`${this.name} reçoit : ${news.at(-1).text || news.at(-1).document?.file_name || ""}`);
  }

  place(message) { // false when there was nothing to do
    const held = this.messages.get(message.message_id);
    if (held && JSON.stringify(held.message) === JSON.stringify(message)) return false;
    const article = held?.article || copy("message-template");
    this.messages.set(message.message_id, { article, message });
    if (held) this.edit(article, message, held.message);
    else {
      Object.assign(article.dataset, { message: message.message_id, from: message.from });
      article.ariaLabel = message.from === "bot" ? "Clausette" : this.name;
      article.querySelector(".day").textContent = DAY.format(message.date * 1000);
      this.log.append(article);
      fill(article, message);
    }
    return true;
  }

  edit(article, message, before) { // same question: focus stays on the same key; another one: on its first key
    const focused = article.contains(document.activeElement) ? document.activeElement : null;
    const keys = () => [...article.querySelectorAll(".row > *")];
    const index = keys().indexOf(focused);
    fill(article, message, before);
    article.querySelector(".bubble").animate({ backgroundColor: ["var(--mark)", "var(--mark)", "var(--bubble)"] }, 1800);
    if (!focused || focused.isConnected) return;
    const twin = keys().find((node) => node.value === focused.value) || keys()[index];
    const target = (before.html === message.html && twin) || keys()[0] || article;
    target.focus({ preventScroll: true });
    if (this === active) target.scrollIntoView({ inline: "nearest", block: "nearest" });
  }
}

// ---- Which phone or mailbox is in use
function setUnread(phone, count) {
  phone.unread = count;
  phone.node.classList.toggle("has-unread", count > 0);
  phone.badge.replaceChildren(...(count ? [String(count), element("span", { className: "sr", textContent: " à lire" })] : []));
  const total = [...phones.values()].reduce((sum, each) => sum + each.unread, 0);
  document.title = `${total ? `(${total}) ` : ""}Clausette, bac à sable`;
}

function activate(phone) {
  if (phone === active) return;
  active = phone;
  phone?.setUnread(0);
  for (const other of phones.values()) other.chip.setAttribute("aria-current", String(other === phone));
}

function settle() { // on a narrow screen it is the one in view
  const row = byId("phones");
  if (narrow.matches) activate([...phones.values()][Math.round(row.scrollLeft / row.clientWidth)] || null);
}

function touched({ target }) {
  if (narrow.matches || target.closest("#people")) return;
  const key = target.closest("[data-person]")?.dataset.person;
  activate(phones.get(key) || phones.get(Number(key)) || null);
}

// ---- Top bar
function announce(text) { // read aloud by screen readers
  const line = element("span", { textContent: `${text.slice(0, 400)} ` });
  byId("announcer").append(line);
  setTimeout(() => line.remove(), 8000);
}

function tick() {
  byId("now").textContent = MOMENT.format(clock.ahead + performance.now());
  const hours = Math.round(clock.offset / 3600);
  byId("offset").textContent = hours < 1 ? "" : `en avance de ${hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} jours`}`;
}

function setClock({ now, offset }) {
  const moved = Math.abs(offset - clock.offset) > 60;
  clock = { ahead: Date.parse(now) - performance.now(), offset };
  tick();
  if (moved) announce(`Il est maintenant ${byId("now").textContent}`);
}

function setFaults(faults) {
  const named = new Map([...byId("faults-form").querySelectorAll("option")].map(({ value, text }) => [value, text]));
  const line = ({ method, fault, times }) => `${named.get(method) || method} · ${named.get(fault) || fault} · encore ${times} fois`;
  byId("faults-list").replaceChildren(...faults.map((fault) => element("li", { textContent: line(fault) })));
  byId("faults-count").textContent = faults.length || "";
}

function addFault(event) {
  event.preventDefault();
  const body = Object.fromEntries(new FormData(event.target));
  for (const name of ["times", "seconds", "retry_after"]) body[name] = Number(body[name]);
  if (/^(421|45\d|55\d)$/.test(body.fault)) body.method = "mail";
  busy(event.target, complain, "POST", "/faults", body);
}

function tryIt() { // the first person who can announce a contract
  const all = [...phones.values()];
  const buyer = all.find((phone) => phone.commands.includes('"marche"')) || all[0];
  buyer?.show(true);
  if (buyer) buyer.input.value = "/marche";
}

function listen() {
  const on = (target, type, handler) => target.addEventListener(type, handler);
  const advance = ({ currentTarget: button }) => busy(button, complain, "POST", "/clock", { advance: button.dataset.advance });
  for (const button of document.querySelectorAll("[data-advance]")) on(button, "click", advance);
  on(byId("try"), "click", tryIt);
  on(byId("faults-form"), "submit", addFault);
  on(byId("faults-clear"), "click", ({ target }) => busy(target, complain, "DELETE", "/faults"));
  for (const type of ["pointerdown", "focusin"]) on(document, type, touched);
  let timer;
  on(byId("phones"), "scroll", () => { clearTimeout(timer); timer = setTimeout(settle, 120); });
  on(narrow, "change", settle);
  setInterval(tick, 5000);
}

// ---- Keeping in step
function show(news) {
  setClock(news);
  setFaults(news.faults);
  for (const person of news.people) {
    if (!phones.has(person.id)) phones.set(person.id, new Phone(person));
    phones.get(person.id).update(person);
  }
  for (const box of news.mailboxes) {
    if (!phones.has(box.address)) phones.set(box.address, new Mailbox(box));
    phones.get(box.address).update(box);
  }
  settle();
  setLink("ok", "Connecté");
}

async function keepInStep() {
  for (let version = null; ;) {
    try {
      const news = await call("GET", version === null ? "/state" : `/changes?after=${version}`);
      show(news);
      if (version === null && phones.size > news.people.length + news.mailboxes.length) location.reload(); // another sandbox answers now
      if (news.version === version) await pause(300); // nothing new, or a server that is closing
      version = news.version < version ? null : news.version;
    } catch {
      setLink("lost", "Serveur injoignable, nouvel essai…");
      version = null;
      await pause(1500);
    }
  }
}

listen();
keepInStep();
