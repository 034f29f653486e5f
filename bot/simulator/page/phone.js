// One phone: the chat of one person with the bot.

import { bubble, day, make } from "./bubble.js";

const TYPING = 5000; // how long Telegram shows it
const NOTICE = 3500;

export class Phone {
  constructor(person, actions) {
    this.person = person;
    this.act = (verb, body = {}) => actions.act(person.id, verb, body);
    this.show = actions.show;
    this.messages = new Map();
    this.editing = null;
    this.blocked = false;
    this.node = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.log = this.find(".log");
    this.input = this.find("textarea");
    this.node.setAttribute("aria-label", `Telefon von ${person.name}`);
    this.log.setAttribute("aria-label", `Chat von ${person.name} mit dem Verkaufstrainer`);
    this.input.setAttribute("aria-label", `Nachricht von ${person.name}`);
    this.find(".owner").append(make("b", { textContent: person.name }), person.role);
    this.listen();
  }

  find(selector) { return this.node.querySelector(selector); }

  // --- What comes from the server

  fill(chat, commands, description) {
    this.messages = new Map((chat?.messages ?? []).map((message) => [message.id, message]));
    this.blocked = chat?.blocked ?? false;
    this.setCommands(commands);
    this.description = description;
    this.draw();
    this.toEnd();
  }

  setDescription(description) {
    this.description = description;
    this.find(".about")?.replaceChildren(this.about());
  }

  about() { return this.description || "Hier beginnt das Gespräch mit dem Verkaufstrainer."; }

  setCommands(commands) {
    this.commands = commands;
    this.find(".menu").hidden = commands.length === 0;
  }

  receive(message) {
    const following = this.follows();
    const known = this.messages.has(message.id);
    if (known) this.redraw(message);
    else {
      if (message.bot) this.setTyping(false);
      this.append(message);
    }
    this.messages.set(message.id, message);
    this.state();
    if (following || !message.bot) this.toEnd();
    else if (!known) this.find(".newest").hidden = false;
  }

  remove(id) { this.messages.delete(id); this.draw(); }

  setTyping(typing) {
    clearTimeout(this.typing);
    const status = this.find(".status");
    status.textContent = typing ? "schreibt …" : "Bot";
    status.classList.toggle("typing", typing);
    this.find(".dots")?.closest(".message").remove();
    if (!typing) return;
    const dots = make("div", { className: "dots", ariaHidden: "true" }, make("i"), make("i"), make("i"));
    const following = this.follows();
    this.log.append(make("div", { className: "message" }, make("div", { className: "bubble" }, dots)));
    if (following) this.toEnd();
    this.typing = setTimeout(() => this.setTyping(false), TYPING);
  }

  setBlocked(blocked) { this.blocked = blocked; this.state(); }

  notice(text) {
    this.node.querySelectorAll(".waiting").forEach((button) => button.classList.remove("waiting"));
    if (!text) return;
    const notice = this.find(".notice");
    notice.textContent = text;
    notice.hidden = false;
    clearTimeout(this.noticed);
    this.noticed = setTimeout(() => { notice.hidden = true; }, NOTICE);
  }

  // --- Drawing

  draw() {
    this.log.replaceChildren(make("p", { className: "about", textContent: this.about() }));
    this.newest = null;
    for (const message of this.messages.values()) this.append(message);
    this.state();
  }

  append(message) {
    this.find(".about")?.remove();
    const today = day(new Date(message.date));
    const fresh = this.newest === null || day(new Date(this.newest.date)) !== today;
    const node = this.bubble(message);
    node.classList.toggle("same", !fresh && this.newest.bot === message.bot);
    const nodes = fresh ? [make("div", { className: "day", textContent: today }), node] : [node];
    const dots = this.find(".dots")?.closest(".message");
    if (dots) dots.before(...nodes); else this.log.append(...nodes);
    this.newest = message;
  }

  redraw(message) {
    const old = this.find(`[data-id="${message.id}"]`);
    const node = this.bubble(message);
    node.classList.toggle("same", old.classList.contains("same"));
    const focused = old.contains(document.activeElement);
    old.replaceWith(node);
    if (focused) (node.querySelector(".keys button") ?? this.input).focus();
  }

  bubble(message) {
    return bubble(message, {
      show: this.show,
      edit: (chosen) => this.edit(chosen),
      press: (pressed, button, node) => {
        node.classList.add("waiting");
        this.act("presses", { message: pressed.id, data: button.data });
      },
    });
  }

  state() {
    const silent = this.messages.size === 0;
    this.find(".composer").hidden = silent || this.blocked;
    const start = this.find(".start");
    const begun = start === document.activeElement && !silent && !this.blocked;
    start.hidden = !(silent || this.blocked);
    if (begun) this.input.focus();
    start.textContent = this.blocked ? "Bot wieder zulassen" : "Starten";
    const block = this.find(".block");
    block.hidden = silent || this.blocked;
    block.setAttribute("aria-label", "Bot blockieren");
  }

  follows() { return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 120; }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.find(".newest").hidden = true;
  }

  // --- What the person does

  listen() {
    const { input } = this;
    this.find(".composer").addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    input.addEventListener("input", () => { this.grow(); this.suggest(); });
    input.addEventListener("keydown", (event) => this.key(event));
    this.find(".start").onclick = () => this.begin();
    this.find(".block").onclick = () => this.act("blocks");
    this.find(".cancel").onclick = () => this.edit(null);
    this.find(".newest").onclick = () => this.toEnd();
    this.find(".menu").onclick = () => this.toggle("commands", () => this.offer(this.commands));
    this.find(".attach").onclick = () => this.toggle("kinds");
    this.find(".kinds").onclick = (event) => {
      const kind = event.target.closest("button")?.dataset.kind;
      if (kind === "document") this.find(".upload").click();
      else if (kind) this.act("sends", { kind });
      if (kind) { this.close(); input.focus(); }
    };
    this.find(".upload").onchange = (event) => this.upload(event.target);
    for (const sheet of this.node.querySelectorAll(".sheet")) sheet.addEventListener("keydown", (event) => this.walk(event, sheet));
    this.node.addEventListener("pointerdown", (event) => { if (!event.target.closest(".sheet, .menu, .attach")) this.close(); });
    this.log.addEventListener("scroll", () => { if (this.follows()) this.find(".newest").hidden = true; });
    this.grow();
  }

  begin() {
    this.act(this.blocked ? "unblocks" : "starts");
  }

  send() {
    const text = this.input.value.trim();
    if (!text) return;
    if (this.editing) this.act("edits", { message: this.editing.id, text });
    else this.act("says", { text });
    this.edit(null);
    this.close();
  }

  async upload(chooser) {
    const [file] = chooser.files;
    if (!file) return;
    const reader = new FileReader();
    reader.onload = () => this.act("sends_file", { name: file.name, mime: file.type, content: reader.result.split(",")[1] ?? "" });
    reader.readAsDataURL(file);
    chooser.value = "";
  }

  edit(message) {
    this.editing = message;
    this.input.value = message?.text ?? "";
    this.find(".editing").hidden = message === null;
    this.grow();
    if (message) this.input.focus();
  }

  key(event) {
    const sheet = this.find(".commands");
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
    else if (event.key === "Escape") { this.close(); if (this.editing) this.edit(null); }
    else if (event.key === "ArrowUp" && !sheet.hidden) { event.preventDefault(); sheet.lastElementChild.focus(); }
    else if (event.key === "ArrowUp" && !this.input.value) {
      const own = [...this.messages.values()].filter((message) => !message.bot && message.kind === "text").pop();
      if (own) { event.preventDefault(); this.edit(own); }
    }
  }

  grow() {
    if (!CSS.supports("field-sizing", "content")) {
      this.input.style.height = "auto";
      this.input.style.height = `${this.input.scrollHeight + 2}px`;
    }
    this.find(".send").disabled = !this.input.value.trim();
  }

  // --- Sheets: commands, other things to send

  suggest() {
    const text = this.input.value;
    const fitting = /^\/\S*$/.test(text) ? this.commands.filter(({ command }) => `/${command}`.startsWith(text.toLowerCase())) : [];
    if (fitting.length) { this.offer(fitting); this.open("commands"); } else this.close();
  }

  offer(commands) {
    this.find(".commands").replaceChildren(...commands.map(({ command, description }) => make("button",
      { type: "button", role: "menuitem", onclick: () => { this.act("says", { text: `/${command}` }); this.edit(null); this.close(); this.input.focus(); } },
      make("b", { textContent: `/${command}` }), make("small", { textContent: description }))));
  }

  toggle(name, prepare = () => {}) {
    const open = this.find(`.${name}`).hidden;
    this.close();
    if (!open) return;
    prepare();
    this.open(name);
    this.find(`.${name} button`).focus();
  }

  open(name) {
    this.find(`.${name}`).hidden = false;
    this.find(name === "kinds" ? ".attach" : ".menu").setAttribute("aria-expanded", "true");
  }

  close() {
    for (const sheet of this.node.querySelectorAll(".sheet")) sheet.hidden = true;
    for (const opener of this.node.querySelectorAll("[aria-expanded]")) opener.setAttribute("aria-expanded", "false");
  }

  walk(event, sheet) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") { this.close(); this.input.focus(); }
    if (!step) return;
    event.preventDefault();
    const buttons = [...sheet.children];
    buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
  }
}
