// The shortcodes that messages use. An unknown one stays as it was typed, as in Slack.

const table = `
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|100 💯|alarm_clock ⏰|arrow_backward ◀️|arrow_down ⬇️|arrow_forward ▶️|arrow_left ⬅️
arrow_right ➡️|arrow_up ⬆️|arrows_counterclockwise 🔄|back 🔙|ballot_box_with_check ☑️|bar_chart 📊|bell 🔔|no_bell 🔕|beach_with_umbrella 🏖️|blue_book 📘
bookmark 🔖|books 📚|briefcase 💼|bug 🐛|bulb 💡|bust_in_silhouette 👤|busts_in_silhouette 👥|calendar 📅|date 📅|spiral_calendar_pad 🗓️|call_me_hand 🤙
card_index 📇|chart_with_downwards_trend 📉|chart_with_upwards_trend 📈|checkered_flag 🏁|clap 👏|clipboard 📋|clock1 🕐|clock3 🕒|clock8 🕗|clock9 🕘
clock830 🕣|clock10 🕙|coffee ☕|compass 🧭|construction 🚧|crescent_moon 🌙|crown 👑|dart 🎯|door 🚪|e-mail 📧|email ✉️|envelope ✉️|incoming_envelope 📨
exclamation ❗|eyes 👀|file_folder 📁|fire 🔥|flag-us 🇺🇸|four_leaf_clover 🍀|gear ⚙️|gift 🎁|globe_with_meridians 🌐|green_heart 💚|grey_question ❔
hand ✋|handshake 🤝|headphones 🎧|heart ❤️|heavy_check_mark ✔️|heavy_minus_sign ➖|heavy_multiplication_x ✖️|heavy_plus_sign ➕|hourglass ⌛
hourglass_flowing_sand ⏳|house 🏠|inbox_tray 📥|information_source ℹ️|iphone 📱|key 🔑|label 🏷️|large_blue_circle 🔵|large_green_circle 🟢
large_orange_circle 🟠|large_yellow_circle 🟡|large_blue_square 🟦|large_green_square 🟩|large_orange_square 🟧|large_yellow_square 🟨|large_red_square 🟥
link 🔗|lock 🔒|loudspeaker 📢|love_letter 💌|mag 🔍|mailbox 📫|mailbox_with_mail 📬|mega 📣|memo 📝|pencil 📝|pencil2 ✏️|microphone 🎤|moneybag 💰
mute 🔇|muscle 💪|new 🆕|night_with_stars 🌃|no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑|ok 🆗|ok_hand 👌|outbox_tray 📤|package 📦|paperclip 📎
partly_sunny ⛅|party_popper 🎉|tada 🎉|pause_button ⏸️|double_vertical_bar ⏸️|phone ☎️|telephone ☎️|telephone_receiver 📞|pin 📌|pushpin 📌|point_right 👉
pray 🙏|question ❓|raised_hand ✋|raised_hands 🙌|recycle ♻️|red_circle 🔴|relaxed ☺️|repeat 🔁|rewind ⏪|fast_forward ⏩|rocket 🚀|rotating_light 🚨
round_pushpin 📍|runner 🏃|scales ⚖️|seedling 🌱|slightly_smiling_face 🙂|smile 😄|smiley 😃|grinning 😀|blush 😊|wink 😉|thinking_face 🤔|sob 😭
snowflake ❄️|sparkles ✨|speech_balloon 💬|star ⭐|star2 🌟|sunny ☀️|sunrise 🌅|sunglasses 😎|sweat_smile 😅|timer_clock ⏲️|stopwatch ⏱️|trophy 🏆
truck 🚚|triangular_flag_on_post 🚩|unlock 🔓|warning ⚠️|wastebasket 🗑️|watch ⌚|wave 👋|waving_hand 👋|white_check_mark ✅|white_circle ⚪|black_circle ⚫
white_large_square ⬜|black_large_square ⬛|white_small_square ▫️|black_small_square ▪️|small_blue_diamond 🔹|small_orange_diamond 🔸|wrench 🔧|writing_hand ✍️|x ❌|zap ⚡|zzz 💤
one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣|keycap_ten 🔟|zero 0️⃣`;

const signs = new Map(table.trim().split(/[\n|]/).map((row) => row.trim().split(" ")));

/** The sign of a shortcode without its colons, or undefined. Skin tones are dropped. */
export function emoji(name) {
  return signs.get(name.replace(/::skin-tone-\d$/, ""));
}
