// The page: two phones, a clock, and the stream of what happens.

import { make } from "./bubble.js";
import { Phone } from "./phone.js";

const phones = new Map();
const clock = document.querySelector(".clock time");
const offline = document.querySelector(".offline");
const picture = document.querySelector("dialog.picture");
const weekday = new Intl.DateTimeFormat("de-DE", { weekday: "short", timeZone: "Europe/Berlin" });
const date = new Intl.DateTimeFormat("de-DE", { day: "numeric", month: "numeric", timeZone: "Europe/Berlin" });
const time = new Intl.DateTimeFormat("de-DE", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" });
let ahead = 0; // milliseconds between the demo's clock and this machine's

// --- Theme

const root = document.documentElement;
const wished = new URLSearchParams(location.search).get("theme");
const system = matchMedia("(prefers-color-scheme: dark)");
const setTheme = (dark) => { root.dataset.theme = dark ? "dark" : "light"; };
setTheme(wished ? wished === "dark" : system.matches);
if (!wished) system.addEventListener("change", () => setTheme(system.matches));
document.querySelector(".theme").onclick = () => setTheme(root.dataset.theme !== "dark");

// --- Clock

function setNow(now) {
  ahead = new Date(now) - Date.now();
  tick();
}

function tick() {
  const now = new Date(Date.now() + ahead);
  const text = `${weekday.format(now)} ${date.format(now)} · ${time.format(now)}`;
  if (clock.textContent !== text) clock.textContent = text;
}

for (const button of document.querySelectorAll(".steps button")) {
  const { seconds, tomorrow } = button.dataset;
  button.onclick = () => tell("clock", tomorrow ? { tomorrow } : { seconds: Number(seconds) });
}
setInterval(tick, 1000);

// --- Talking to the simulator

async function tell(path, body) {
  const response = await fetch(`/simulator/${path}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

const actions = {
  act: (person, verb, body) => tell(`phones/${person}/${verb}`, body),
  show: (source, alt) => {
    Object.assign(picture.querySelector("img"), { src: source, alt });
    picture.showModal();
  },
};
picture.onclick = () => picture.close();

// --- Links to the bot: the page asks on which phone to open one

const opening = document.querySelector("dialog.opening");
document.querySelector("main").addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='https://t.me/']");
  const payload = link && new URL(link.href).searchParams.get("start");
  if (!payload) return;
  event.preventDefault();
  const choices = [...phones].map(([id, phone]) => make("button", {
    type: "button",
    textContent: phone.tab.textContent,
    onclick: () => { opening.close(); choose(id); actions.act(id, "starts", { payload }); },
  }));
  opening.querySelector("div").replaceChildren(...choices);
  opening.showModal();
});

// --- Phones

function choose(id) {
  for (const [person, phone] of phones) {
    phone.node.classList.toggle("shown", person === id);
    phone.tab.setAttribute("aria-pressed", String(person === id));
  }
  const chosen = phones.get(id);
  chosen.tab.classList.remove("unread");
  chosen.toEnd();
}

function build(people) {
  for (const person of people.slice(0, 2)) {
    const phone = new Phone(person, actions);
    phone.tab = make("button", { type: "button", textContent: person.name, onclick: () => choose(person.id) });
    document.querySelector(".switch").append(phone.tab);
    document.querySelector("main").append(phone.node);
    phones.set(person.id, phone);
  }
  if (phones.size) choose(people[0].id);
}

const happens = {
  state(state) {
    if (!phones.size) build(state.people);
    for (const [id, phone] of phones) phone.fill(state.chats[id], state.commands, state.description);
  },
  message({ message }, phone) {
    phone.receive(message);
    if (message.bot && !phone.node.classList.contains("shown")) phone.tab.classList.add("unread");
  },
  gone({ message }, phone) { phone.remove(message.id); },
  typing(_, phone) { phone.setTyping(true); },
  notice({ text }, phone) { phone.notice(text); },
  membership({ text }, phone) { phone.setBlocked(Boolean(text)); },
  commands({ commands }) { for (const phone of phones.values()) phone.setCommands(commands); },
  description({ description }) { for (const phone of phones.values()) phone.setDescription(description); },
  clock() {},
};

const events = new EventSource("/simulator/events");
events.onopen = () => { offline.hidden = true; };
events.onerror = () => { offline.hidden = false; };
for (const [kind, happen] of Object.entries(happens)) {
  events.addEventListener(kind, (event) => {
    const data = JSON.parse(event.data);
    setNow(data.now);
    const phone = phones.get(data.chat);
    if (phone || !data.chat) happen(data, phone);
  });
}
