// The page as a whole: who looks where, and what is drawn when the server says that something changed.

import { h } from "./dom.js";
import { fetchState, act, listen, fromState } from "./server.js";
import { drawSidebar, avatar } from "./sidebar.js";
import { MessageList } from "./messages.js";
import { Composer } from "./composer.js";
import { ClockBar } from "./clock.js";
import { Forms } from "./modal.js";
import { drawBlocks } from "./blocks.js";
import { openMenu } from "./menu.js";
import { Steps } from "./steps.js";
import { toast } from "./toast.js";

const $ = (id) => document.getElementById(id);
const command = document.body.dataset.command;
const seen = new Map(); // person/room → messages that were there when last looked at
let [as, at] = decodeURIComponent(location.hash.slice(1)).split("/");
let state = null;
let skew = 0; // of the app's clock to this browser's
let homeDrawn = "";

const now = () => Date.now() / 1000 + skew;
const me = () => state.users.find((u) => u.id === as);
const begins = () => as === state.users.find((u) => !u.bot && !u.deleted)?.id; // the page is first seen through their eyes
const here = () => (at === "home" ? state.dm : at);

function context() {
  return {
    me: me(), now: now(), here: here(),
    users: new Map(state.users.map((u) => [u.id, u])),
    channels: new Map(state.channels.map((c) => [c.id, c])),
    files: state.files ?? [],
  };
}

function unread(person, room) {
  const rooms = state.totals[person] ?? {};
  return Object.entries(rooms).filter(([id]) => !room || id === room).reduce((sum, [id, n]) => sum + Math.max(0, n - (seen.get(`${person}/${id}`) ?? 0)), 0);
}

function look() {
  for (const [person, rooms] of Object.entries(state.totals)) {
    for (const [id, n] of Object.entries(rooms)) {
      const name = `${person}/${id}`;
      if (!seen.has(name) || (person === as && id === at) || n < seen.get(name)) seen.set(name, n);
    }
  }
}

// --- what people do ---

async function doing(what, body, failed) {
  try {
    const outcome = await act(what, { as, ...body });
    if (outcome.failure) failed?.(outcome.failure);
    await refresh();
    return outcome;
  } catch (error) {
    toast(error.message);
    return { failure: error.message };
  }
}

// Slack draws a small error sign beside the element; here words say the same.
const noAnswer = (failure) => toast(failure === "error icon" ? "That did not work: the app did not answer." : `That did not work: ${failure}.`);

async function send(text) {
  if (!state) return false; // the page has not been told yet who is here; the words stay where they are
  list.follow(); // who says something wants to see what comes of it
  steps.did("command");
  if (!text.startsWith("/")) return !(await doing("say", { channel: here(), text })).failure;
  const [word] = text.split(/\s/);
  const outcome = await doing("command", { channel: here(), command: word, text: text.slice(word.length).trim() },
    (failure) => toast(failure === "operation_timeout" ? `${word} failed because the app did not respond (operation_timeout).` : `${word} failed with the error “${failure}”.`));
  return !outcome.failure;
}

const click = (at_, block, element, value, fill) => doing("click", { ...at_, block_id: block.block_id, action_id: element.action_id, value, fill }, noAnswer);

const messageAt = (m) => ({ channel: m.channel, ts: m.ts });

const list = new MessageList($("messages"), {
  act: (m, block, element, value) => click(messageAt(m), block, element, value),
  shortcuts: () => state.shortcuts.filter((s) => s.message),
  onShortcut: (m, id) => doing("shortcut", { callback_id: id, ...messageAt(m) }, noAnswer),
});

const forms = new Forms({
  context,
  act: (view, block, element, value, fill) => click({ view }, block, element, value, fill),
  suggest: (view, block, element, text) => act("suggest", { as, view, block_id: block.block_id, action_id: element.action_id, text }).catch(() => null),
  submit: (view, fill) => doing("submit", { view, fill }),
  close: (view) => doing("close", { view }),
  refocus: () => list.refocus() || $("typed").focus(),
});

const composer = new Composer($("composer"), { hints: () => state?.hints ?? [], send });
const forward = (to) => act("clock", { as, to }).then(() => steps.did("clock")).then(refresh);
const clock = new ClockBar($("clock"), forward);
const steps = new Steps($("steps"), {
  suggest: (command, asked) => { if (at !== "home") composer.suggest(command, asked); },
  forward: (to) => clock.go(to), clock: () => clock, rest: () => $("typed").focus(),
});

$("shortcuts").addEventListener("click", () => openMenu($("shortcuts"), {
  label: "Shortcuts", groups: [{ items: state.shortcuts.filter((s) => !s.message).map((s) => ({ value: s.callback_id, text: s.name, node: () => [s.name] })) }],
  pick: (item) => doing("shortcut", { callback_id: item.value }, noAnswer),
}));

// --- drawing ---

function drawHead(ctx) {
  const room = ctx.channels.get(at);
  const bot = ctx.users.get(state.bot);
  const tab = (id, name) => h("button", { class: "tab", type: "button", "aria-current": at === id ? "page" : null, data: { tab: id }, onclick: () => go({ at: id }) }, name);
  const title = room ? [h("h1", null, `${room.private ? "🔒" : "#"} ${room.name}`), h("span", { class: "members" }, `${room.members?.length ?? 0} members`)]
    : [avatar(bot, "tiny"), h("h1", null, bot?.real_name ?? "App"), h("div", { class: "tabs" }, !state.home_off && tab("home", "Home"), tab(state.dm, "Messages"))];
  const print = JSON.stringify([room, at, as]);
  if ($("head").dataset.print === print) return;
  $("head").dataset.print = print;
  const focused = $("head").contains(document.activeElement) ? document.activeElement.dataset.tab : null;
  $("head").replaceChildren(...title);
  if (focused) $("head").querySelector(`[data-tab="${CSS.escape(focused)}"]`)?.focus();
}

function drawHome(ctx) {
  const home = state.home;
  const print = JSON.stringify([as, home, Math.floor(ctx.now / 60)]);
  // A menu or a focused field inside is not redrawn from under its user for a tick of the clock.
  if (print === homeDrawn || (homeDrawn.startsWith(JSON.stringify([as, home]).slice(0, -1)) && $("home").contains(document.activeElement))) return;
  homeDrawn = print;
  const own = {
    ...ctx, values: new Map(Object.entries(fromState(home?.state))), fields: new Map(),
    act: (block, element, value) => click({ home: true }, block, element, value),
  };
  $("home").replaceChildren(...(home ? drawBlocks(home.view.blocks ?? [], own) : [h("div", { class: "empty" }, "The app has put nothing here yet.")]));
}

function draw() {
  if (!state) return;
  look();
  const ctx = context();
  const atHome = at === "home";
  document.body.classList.toggle("at-home", atHome);
  drawSidebar($("nav"), { state, as, at, now: ctx.now, go, unread });
  drawHead(ctx);
  $("home").hidden = !atHome;
  $("messages").hidden = atHome;
  $("composer").hidden = atHome;
  $("shortcuts").hidden = !state.shortcuts.some((s) => !s.message);
  if (atHome) drawHome(ctx);
  else list.show(`${as}/${at}`, state.messages, ctx, begins() && !ctx.channels.has(at) ? state.empty : "Nothing here yet.");
  const room = ctx.channels.get(at);
  composer.turn(as, room ? `Message #${room.name}, or ${command} …` : `Message the app, or type ${command} help`);
  $("clock").hidden = !state.clock;
  if (state.clock) clock.show(ctx.now, ctx.me);
  steps.show(state.steps, begins());
  forms.show(state.views.map((v) => ({ ...v, view: { ...v.view, values: fromState(v.state) } })));
  document.body.dataset.drawn = String(Number(document.body.dataset.drawn ?? 0) + 1);
}

let running = null;
let again = false;

/** Fetches and draws; calls that come while one is running share the next. */
function refresh() {
  if (running) {
    again = true;
    return running;
  }
  running = (async () => {
    do {
      again = false;
      const asked = `${as}/${at}`;
      const fresh = await fetchState(as ?? "", at ?? "");
      if (asked !== `${as}/${at}`) {
        again = true;
        continue;
      }
      ({ as, at } = fresh);
      state = fresh;
      skew = fresh.clock ? fresh.clock - Date.now() / 1000 : 0;
      draw();
    } while (again);
  })().catch((error) => toast(error.message)).finally(() => { running = null; });
  return running;
}

function go(to) {
  const wasDM = state && at === state.dm;
  as = to.as ?? as;
  // The app's messages of another person are another conversation.
  at = to.at ?? (wasDM ? "" : at);
  history.replaceState(null, "", `#${as}/${at}`);
  showPeople(false);
  if (at === "home") doing("home", {});
  return refresh();
}

addEventListener("hashchange", () => {
  const [who, where] = decodeURIComponent(location.hash.slice(1)).split("/");
  if (who !== as || where !== at) go({ as: who, at: where });
});

// On a phone people and channels lie over the page: the keyboard goes there with them, and back when they close, by Escape, a tap
// beside, a choice, or Tab beyond their end.
function showPeople(open) {
  if (document.body.classList.contains("nav-open") === open) return;
  const within = $("nav").contains(document.activeElement);
  document.body.classList.toggle("nav-open", open);
  $("menu-button").setAttribute("aria-expanded", String(open));
  if (open) $("nav").querySelector("[aria-pressed=true]")?.focus();
  else if (within) $("menu-button").focus();
}
$("menu-button").addEventListener("click", () => showPeople(!document.body.classList.contains("nav-open")));
$("nav-shade").addEventListener("click", () => showPeople(false));
$("nav").addEventListener("focusout", (event) => { if (event.relatedTarget && !$("nav").contains(event.relatedTarget)) showPeople(false); });
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  showPeople(false);
  clock.fold();
});
listen(refresh, (up) => { $("offline").hidden = up; });
if (at === "home") doing("home", {}); // a page that begins there opens it
matchMedia("(max-width: 720px)").addEventListener("change", () => {
  list.forgetCharts();
  draw();
});
setInterval(() => draw(), 20000);
