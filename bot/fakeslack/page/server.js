// Talking to the page's own handler: the state as one person sees it, ticks when anything changed, and what people do.

async function answer(response) {
  if (response.ok) return response.json();
  const text = (await response.text()).trim();
  throw new Error(text || `${response.status} ${response.statusText}`);
}

/** The workspace as a person sees it in a place (a conversation id or "home"). */
export function fetchState(as, at) {
  return fetch(`state?${new URLSearchParams({ as, at })}`, { cache: "no-store" }).then(answer);
}

/** Does something as a person: "command", "click", "suggest", "submit", "close", "home", "say", "shortcut", "clock". */
export function act(what, body) {
  return fetch(`do/${what}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }).then(answer);
}

/** Calls changed at once and after each change; says(false) while the server cannot be reached. */
export function listen(changed, says) {
  let source;
  const start = () => {
    source = new EventSource("events");
    source.addEventListener("open", () => { says(true); changed(); });
    source.addEventListener("change", changed);
    source.addEventListener("error", () => says(false));
  };
  // A page that the browser keeps for the back button would hold on to one of the few connections to the server.
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && start());
  start();
}

/** Values of a view as Slack's state carries them, by "block/action", in the shape that elements use. */
export function fromState(state) {
  const out = {};
  for (const [block, actions] of Object.entries(state?.values ?? state ?? {})) {
    for (const [action, v] of Object.entries(actions ?? {})) {
      const one = v?.selected_option?.value ?? v?.selected_user ?? v?.selected_channel ?? v?.selected_conversation;
      const many = v?.selected_options?.map((o) => o.value) ?? v?.selected_users ?? v?.selected_channels ?? v?.selected_conversations;
      const value = one ? { selected: [one] } : many?.length ? { selected: many } : v?.selected_date ? { date: v.selected_date }
        : v?.selected_time ? { time: v.selected_time } : v?.selected_date_time ? { datetime: v.selected_date_time } : v?.value ? { text: v.value } : undefined;
      if (value) out[`${block}/${action}`] = value;
    }
  }
  return out;
}
