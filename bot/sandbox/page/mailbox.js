// The mailboxes of the page: what came by e-mail for an address, each letter in a frame that runs nothing.
"use strict";

class Mailbox {
  constructor(box) {
    this.node = copy("mailbox-template");
    this.part = (selector) => this.node.querySelector(selector);
    this.log = this.part(".log");
    this.badge = element("span", { className: "count" });
    this.chip = element("button", { type: "button" }, element("span"), this.badge);
    this.node.dataset.person = this.chip.dataset.person = box.address;
    Object.assign(this, { address: box.address, letters: new Map(), commands: "", unread: 0 });
    this.chip.addEventListener("click", (event) => this.show(event.detail === 0));
    this.part(".refuse").addEventListener("click", () => this.refuse(!this.refuses));
    byId("phones").append(this.node);
    byId("people").append(this.chip);
  }

  refuse(refuses) {
    const body = { address: this.address, refuses };
    busy(this.node, complain, "POST", "/mailboxes", body);
  }

  show(byKeyboard) {
    this.node.scrollIntoView({ inline: "nearest", block: "nearest" });
    if (byKeyboard || !narrow.matches) this.log.focus({ preventScroll: true });
  }

  setUnread(count) {
    setUnread(this, count);
  }

  update(box) {
    const first = !this.name;
    this.name = box.label || box.address;
    this.refuses = box.refuses;
    this.part("h2").textContent = this.name;
    this.part(".who p").textContent = box.address;
    this.chip.firstChild.textContent = this.name;
    this.node.ariaLabel = `Boîte aux lettres de ${this.name}`;
    this.log.ariaLabel = `Lettres de ${this.name}`;
    const refuse = this.part(".refuse");
    refuse.textContent = box.refuses ? "Accepter" : "Refuser";
    refuse.ariaPressed = String(box.refuses);
    const news = box.letters.filter((letter) => this.place(letter));
    if (first || !news.length) return;
    if (this !== active) this.setUnread(this.unread + news.length);
    announce(`${this.name} reçoit une lettre : ${news.at(-1).subject}`);
  }

  place(letter) { // the newest comes first, open; false when it was there
    if (this.letters.has(letter.id)) return false;
    const article = copy("letter-template");
    this.letters.set(letter.id, article);
    for (const other of this.log.querySelectorAll("details")) other.open = false;
    const [details, frame] = ["details", "iframe"].map((name) => article.querySelector(name));
    article.querySelector("b").textContent = letter.subject;
    const moment = letter.date * 1000;
    article.querySelector("small").textContent = `${DAY.format(moment)}, ${HOUR.format(moment)}`;
    frame.title = letter.subject;
    const load = () => { if (details.open && !frame.src) frame.src = `/sandbox/letters/${letter.id}`; };
    details.addEventListener("toggle", load);
    details.open = true;
    this.log.prepend(article);
    load();
    return true;
  }
}
