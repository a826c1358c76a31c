package fakeslack_test

// kitMessage holds every block and element that a message may carry and the page draws; forms hold the inputs.
const kitMessage = `[
 {"type":"header","text":{"type":"plain_text","text":"Good morning :wave:"}},
 {"type":"header","level":3,"text":{"type":"plain_text","text":"Smaller"}},
 {"type":"divider"},
 {"type":"section","block_id":"plain","text":{"type":"plain_text","text":"plain *stars* &amp; <b>"}},
 {"type":"section","block_id":"marked",
   "text":{"type":"mrkdwn","text":"*bold* _italic_ ~strike~ ` + "`code *x*`" + ` :white_check_mark: ` +
	`<https://example.com/a?b=1&amp;c=2|link> <mailto:pat@example.com|mail> <tel:+4930123|call> ` +
	`<@U0BEN> <#C0SALES|sales> <!channel>\n> quoted\nafter\n` + "```pre <b>\\n *x*```" + `end"}},
 {"type":"section","block_id":"fields","fields":[{"type":"mrkdwn","text":"*Left*"},
   {"type":"plain_text","text":"Right"}]},
 {"type":"section","block_id":"pic","text":{"type":"mrkdwn","text":"with a picture"},
   "accessory":{"type":"image","image_url":"https://example.com/x.png","alt_text":"a small picture"}},
 {"type":"image","image_url":"https://example.com/big.png","alt_text":"a big picture",
   "title":{"type":"plain_text","text":"Title"}},
 {"type":"context","elements":[{"type":"mrkdwn","text":"a *tip*"},
   {"type":"image","image_url":"https://example.com/i.png","alt_text":"icon"}]},
 {"type":"rich_text","elements":[
  {"type":"rich_text_section","elements":[{"type":"text","text":"rich","style":{"bold":true}},
    {"type":"link","url":"https://example.com","text":"here"},{"type":"emoji","name":"tada"},
    {"type":"user","user_id":"U0ANA"}]},
  {"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section",
    "elements":[{"type":"text","text":"item"}]}]},
  {"type":"rich_text_quote","elements":[{"type":"text","text":"said"}]},
  {"type":"rich_text_preformatted","elements":[{"type":"text","text":"as is"}]}]},
 {"type":"table","rows":[[{"type":"raw_text","text":"Team"},{"type":"raw_text","text":"Calls"}],
   [{"type":"raw_text","text":"North"},{"type":"raw_text","text":"41"}]],
   "column_settings":[{"align":"left"},{"align":"right"}]},
 {"type":"section","block_id":"acc","text":{"type":"mrkdwn","text":"accessory"},
   "accessory":{"type":"overflow","action_id":"overflow","options":[{"text":{"type":"plain_text","text":"Prep"},
   "value":"prep"},{"text":{"type":"plain_text","text":"Snooze"},"value":"snooze"}]}},
 {"type":"actions","block_id":"buttons","elements":[
  {"type":"button","action_id":"go","style":"primary","text":{"type":"plain_text","text":"Voicemail"},"value":"v1"},
  {"type":"button","action_id":"site","url":"https://example.com/","text":{"type":"plain_text","text":"Open"}},
  {"type":"button","action_id":"erase","style":"danger","text":{"type":"plain_text","text":"Erase"},
    "value":"e1","confirm":{"title":{"type":"plain_text","text":"Erase Acme?"},
    "text":{"type":"mrkdwn","text":"This *can't* be undone."},"confirm":{"type":"plain_text","text":"Erase"},
    "deny":{"type":"plain_text","text":"Keep"}}}]},
 {"type":"actions","block_id":"menus","elements":[
  {"type":"static_select","action_id":"static","placeholder":{"type":"plain_text","text":"Outcome"},"option_groups":[
   {"label":{"type":"plain_text","text":"Not reached"},"options":[{"text":{"type":"plain_text",
     "text":"Voicemail"},"value":"vm"},{"text":{"type":"plain_text","text":"No answer"},"value":"na"}]},
   {"label":{"type":"plain_text","text":"Talked"},"options":[{"text":{"type":"plain_text","text":"Talked"},
     "value":"talked"}]}]},
  {"type":"multi_static_select","action_id":"multi","placeholder":{"type":"plain_text","text":"Tags"},
    "options":[{"text":{"type":"plain_text","text":"One"},"value":"1"},
    {"text":{"type":"plain_text","text":"Two"},"value":"2"}]},
  {"type":"users_select","action_id":"users"},
  {"type":"channels_select","action_id":"channels"},
  {"type":"conversations_select","action_id":"conversations"}]},
 {"type":"actions","block_id":"times","elements":[
  {"type":"datepicker","action_id":"date","initial_date":"2026-11-20"},
  {"type":"timepicker","action_id":"time"},
  {"type":"datetimepicker","action_id":"datetime","initial_date_time":1795154400}]},
 {"type":"actions","block_id":"toggles","elements":[
  {"type":"radio_buttons","action_id":"radio","options":[{"text":{"type":"mrkdwn","text":"*Warm*"},
    "value":"warm","description":{"type":"plain_text","text":"they wrote first"}},
    {"text":{"type":"plain_text","text":"Cold"},"value":"cold"}]},
  {"type":"checkboxes","action_id":"checks","options":[{"text":{"type":"mrkdwn","text":"A"},"value":"a"},
    {"text":{"type":"mrkdwn","text":"B"},"value":"b"}]}]}
]`

// kitMore holds what a second message may carry: one table a message is Slack's limit.
const kitMore = `[
 {"type":"data_table","caption":"Calls by team","rows":[[{"type":"raw_text","text":"Team"},
   {"type":"raw_text","text":"Calls"}],[{"type":"raw_text","text":"South"},
   {"type":"raw_number","value":1234,"text":"1,234"}]]},
 {"type":"rich_text","elements":[{"type":"rich_text_list","style":"ordered","offset":2,
   "elements":[{"type":"rich_text_section","elements":[{"type":"date","timestamp":1795140309,"format":"{time}",
   "fallback":"x"},{"type":"broadcast","range":"here"},{"type":"channel","channel_id":"C0SALES"},
   {"type":"text","text":"<b>","style":{"code":true}}]}]}]},
 {"type":"context_actions","block_id":"icons","elements":[{"type":"icon_button","action_id":"trash",
   "icon":"trash","value":"t1","text":{"type":"plain_text","text":"Remove"}},
   {"type":"icon_button","action_id":"hidden","icon":"trash","value":"t2",
   "text":{"type":"plain_text","text":"Not for Ana"},"visible_to_user_ids":["U0BEN"]}]},
 {"type":"actions","block_id":"many","elements":[{"type":"multi_users_select","action_id":"users"},
   {"type":"multi_channels_select","action_id":"channels"},{"type":"multi_conversations_select",
   "action_id":"conversations","max_selected_items":1}]}
]`

const kitForm = `{"type":"modal","callback_id":"log","title":{"type":"plain_text","text":"Log a call"},
  "submit":{"type":"plain_text","text":"Save"},"close":{"type":"plain_text","text":"Not now"},
  "notify_on_close":true,"blocks":[
 {"type":"alert","level":"warning","text":{"type":"mrkdwn","text":"*Mind* the gap"}},
 {"type":"section","text":{"type":"mrkdwn","text":"Acme Corp · Pat Doe"}},
 {"type":"input","block_id":"outcome","label":{"type":"plain_text","text":"Outcome"},
   "element":{"type":"static_select","action_id":"v","options":[{"text":{"type":"plain_text",
   "text":"Voicemail"},"value":"vm"},{"text":{"type":"plain_text","text":"Talked"},"value":"talked"}]}},
 {"type":"input","block_id":"note","optional":true,"label":{"type":"plain_text","text":"Note"},
   "hint":{"type":"plain_text","text":"What did they say?"},"element":{"type":"plain_text_input",
   "action_id":"v","multiline":true,"max_length":40,"placeholder":{"type":"plain_text","text":"In a word"}}},
 {"type":"input","block_id":"who","label":{"type":"plain_text","text":"Contact"},
   "element":{"type":"plain_text_input","action_id":"v","initial_value":"Pat","min_length":2}},
 {"type":"input","block_id":"calls","optional":true,"label":{"type":"plain_text","text":"Calls"},
   "element":{"type":"number_input","action_id":"v","is_decimal_allowed":false,"min_value":"1","max_value":"7"}},
 {"type":"input","block_id":"mail","optional":true,"label":{"type":"plain_text","text":"Mail"},
   "element":{"type":"email_text_input","action_id":"v"}},
 {"type":"input","block_id":"site","optional":true,"label":{"type":"plain_text","text":"Site"},
   "element":{"type":"url_text_input","action_id":"v"}},
 {"type":"input","block_id":"tags","optional":true,"label":{"type":"plain_text","text":"Tags"},
   "element":{"type":"multi_static_select","action_id":"v","options":[{"text":{"type":"plain_text",
   "text":"Hot"},"value":"hot"},{"text":{"type":"plain_text","text":"Big"},"value":"big"}]}},
 {"type":"input","block_id":"date","optional":true,"label":{"type":"plain_text","text":"Next date"},
   "element":{"type":"datepicker","action_id":"v"}},
 {"type":"input","block_id":"time","optional":true,"label":{"type":"plain_text","text":"Next time (Berlin)"},
   "element":{"type":"timepicker","action_id":"v"}},
 {"type":"input","block_id":"exact","optional":true,"label":{"type":"plain_text","text":"Exactly"},
   "element":{"type":"datetimepicker","action_id":"v"}},
 {"type":"input","block_id":"warm","label":{"type":"plain_text","text":"Warmth"},
   "element":{"type":"radio_buttons","action_id":"v","initial_option":{"text":{"type":"plain_text",
   "text":"Cold"},"value":"cold"},"options":[{"text":{"type":"plain_text","text":"Warm"},"value":"warm"},
   {"text":{"type":"plain_text","text":"Cold"},"value":"cold"}]}},
 {"type":"input","block_id":"ticks","optional":true,"label":{"type":"plain_text","text":"Ticks"},
   "element":{"type":"checkboxes","action_id":"v","options":[{"text":{"type":"plain_text","text":"One"},
   "value":"1"},{"text":{"type":"plain_text","text":"Two"},"value":"2"}]}},
 {"type":"input","block_id":"owner","optional":true,"label":{"type":"plain_text","text":"Owner"},
   "element":{"type":"users_select","action_id":"v"}},
 {"type":"input","block_id":"lead","optional":true,"label":{"type":"plain_text","text":"Lead"},
   "element":{"type":"external_select","action_id":"v","min_query_length":0}},
 {"type":"actions","block_id":"more","elements":[{"type":"button","action_id":"deeper",
   "text":{"type":"plain_text","text":"Deeper"}},{"type":"button","action_id":"renew",
   "text":{"type":"plain_text","text":"Renew"}}]}
]}`

// kitSteps is a form that is drawn anew while somebody fills it in: STEP stands in the id of one of its blocks and of
// one option.
const kitSteps = `{"type":"modal","callback_id":"steps","title":{"type":"plain_text","text":"Steps"},
  "submit":{"type":"plain_text","text":"Save"},"blocks":[
 {"type":"input","block_id":"kept","optional":true,"label":{"type":"plain_text","text":"Kept"},
   "element":{"type":"plain_text_input","action_id":"v","initial_value":"first"}},
 {"type":"input","block_id":"fresh.STEP","optional":true,"label":{"type":"plain_text","text":"Fresh"},
   "element":{"type":"plain_text_input","action_id":"v","initial_value":"STEP"}},
 {"type":"input","block_id":"where","optional":true,"label":{"type":"plain_text","text":"Where"},
   "element":{"type":"static_select","action_id":"v","option_groups":[
  {"label":{"type":"plain_text","text":"North"},"options":[{"text":{"type":"plain_text","text":"Oslo"},
    "value":"oslo"},{"text":{"type":"plain_text","text":"Town STEP"},"value":"STEP"}]},
  {"label":{"type":"plain_text","text":"South"},"options":[{"text":{"type":"plain_text","text":"Rome"},
    "value":"rome"}]}]}},
 {"type":"input","block_id":"gate","optional":true,"label":{"type":"plain_text","text":"Gate"},
   "element":{"type":"checkboxes","action_id":"v","options":[{"text":{"type":"plain_text","text":"Need"},
   "value":"need"},{"text":{"type":"plain_text","text":"Value"},"value":"value"}]}},
 {"type":"input","block_id":"more","dispatch_action":true,"optional":true,
   "label":{"type":"plain_text","text":"How"},"element":{"type":"radio_buttons","action_id":"how",
   "options":[{"text":{"type":"plain_text","text":"Call"},"value":"call"},
   {"text":{"type":"plain_text","text":"Mail"},"value":"mail"}]}},
 {"type":"actions","block_id":"slots.STEP","elements":[{"type":"button","action_id":"step","value":"STEP",
   "text":{"type":"plain_text","text":"After STEP"}}]}
]}`

const kitDeeper = `{"type":"modal","callback_id":"deeper","title":{"type":"plain_text","text":"Deeper"},"blocks":[
 {"type":"section","text":{"type":"mrkdwn","text":"one step down"}},
 {"type":"actions","elements":[{"type":"button","action_id":"deeper",
   "text":{"type":"plain_text","text":"Deeper still"}}]}]}`

const kitHome = `{"type":"home","blocks":[
 {"type":"header","text":{"type":"plain_text","text":"Today"}},
 {"type":"section","text":{"type":"mrkdwn","text":"3 calls"},"accessory":{"type":"button","action_id":"go",
   "text":{"type":"plain_text","text":"Start"},"value":"home"}}]}`

const kitDates = `{date_num}; {date_slash}; {date}; {date_short}; {date_long}; {date_long_full}; {time}; {time_secs}`

// kitChart is a chart block of that type with two series (a pie has segments).
func kitChart(kind string) string {
	if kind == "pie" {
		return `[{"type":"data_visualization","title":"Wins by reason",
			"chart":{"type":"pie","segments":[{"label":"Price","value":3},{"label":"Speed","value":1}]}}]`
	}
	return `[{"type":"data_visualization","title":"Reach rate by try","chart":{"type":"` + kind + `","series":[
	 {"name":"This week","data":[{"label":"1st","value":12.5},{"label":"2nd","value":19},{"label":"3rd","value":-4}]},
	 {"name":"Last week","data":[{"label":"1st","value":10},{"label":"2nd","value":14},{"label":"3rd","value":22}]}],
	 "axis_config":{"categories":["1st","2nd","3rd"],"x_label":"Try","y_label":"% reached"}}}]`
}
