package fakeslack

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

type m = map[string]any

func x(n int) string { return strings.Repeat("é", n) } // limits count characters, not bytes

func words(kind string, n int) m { return m{"type": kind, "text": x(n)} }

func many(n int, f func(i int) any) []any {
	out := []any{}
	for i := range n {
		out = append(out, f(i))
	}
	return out
}

func opt(n int) m {
	return m{"text": words("plain_text", 5), "value": fmt.Sprint("v", n)}
}

func opts(n int) []any { return many(n, func(i int) any { return opt(i) }) }

func one(b m) []any { return []any{b} }

func button(extra m) m { return merge(m{"type": "button", "text": words("plain_text", 3)}, extra) }

func merge(a, b m) m {
	for k, v := range b {
		a[k] = v
	}
	return a
}

func actions(elements ...any) []any { return one(m{"type": "actions", "elements": elements}) }

func section(extra m) []any {
	return one(merge(m{"type": "section", "text": words("mrkdwn", 5)}, extra))
}

func input(element m, extra m) []any {
	return one(merge(m{"type": "input", "label": words("plain_text", 4), "element": element}, extra))
}

func visual(chart m) m { return m{"type": "data_visualization", "title": "t", "chart": chart} }

// bars is a bar chart of so many series with so many points.
func bars(series, points int, name string) m {
	categories := many(points, func(i int) any { return fmt.Sprint("c", i) })
	return m{"type": "bar", "axis_config": m{"categories": categories}, "series": many(series, func(i int) any {
		return m{"name": fmt.Sprint(name, i), "data": many(points,
			func(j int) any { return m{"label": categories[j], "value": -j} })}
	})}
}

func slices12(n int) m {
	return m{"type": "pie", "segments": many(n, func(int) any { return m{"label": "a", "value": 1} })}
}

func rows(n, cols, chars int) []any {
	return many(n, func(int) any {
		return many(cols, func(int) any { return m{"type": "raw_text", "text": x(chars)} })
	})
}

func cardBlock(extra m) m { return merge(m{"type": "card", "title": words("plain_text", 3)}, extra) }

func confirmWith(field string, n int) m {
	c := m{"title": words("plain_text", 3), "text": words("plain_text", 3), "confirm": words("plain_text", 3),
		"deny": words("plain_text", 3)}
	c[field] = words("plain_text", n)
	return button(m{"confirm": c})
}

// Each row: the largest n that Slack takes, and blocks that are n large. n+1 must be refused by a rule that says so.
var borders = []struct {
	name   string
	on     string
	most   int
	blocks func(n int) []any
	rule   string
}{
	{"blocks of a message", SurfaceMessage, 50,
		func(n int) []any { return many(n, func(int) any { return m{"type": "divider"} }) }, "at most 50 blocks"},
	{"blocks of a modal", SurfaceModal, 100,
		func(n int) []any { return many(n, func(int) any { return m{"type": "divider"} }) }, "at most 100 blocks"},
	{"blocks of a Home", SurfaceHome, 100, func(n int) []any {
		return many(n,
			func(int) any { return m{"type": "divider"} })
	}, "at most 100 blocks"},
	{"section text", SurfaceMessage, 3000, func(n int) []any { return section(m{"text": words("mrkdwn", n)}) },
		"1 to 3000"},
	{"section fields", SurfaceMessage, 10, func(n int) []any {
		return section(m{"fields": many(n,
			func(int) any { return words("mrkdwn", 1) })})
	}, "1 to 10 items"},
	{"field text", SurfaceMessage, 2000, func(n int) []any { return section(m{"fields": []any{words("mrkdwn", n)}}) },
		"1 to 2000"},
	{"header", SurfaceMessage, 150, func(n int) []any { return one(m{"type": "header", "text": words("plain_text", n)}) },
		"1 to 150"},
	{"header level", SurfaceMessage, 4, func(n int) []any {
		return one(m{"type": "header", "text": words("plain_text", 1),
			"level": n})
	}, "1 to 4"},
	{"context elements", SurfaceMessage, 10, func(n int) []any {
		return one(m{"type": "context", "elements": many(n, func(int) any { return words("mrkdwn", 1) })})
	}, "1 to 10 items"},
	{"context_actions elements", SurfaceMessage, 5, func(n int) []any {
		return one(m{"type": "context_actions",
			"elements": many(n, func(int) any {
				return m{"type": "icon_button", "icon": "trash",
					"text": words("plain_text", 1)}
			})})
	}, "1 to 5 items"},
	{"actions elements", SurfaceMessage, 25,
		func(n int) []any { return actions(many(n, func(int) any { return button(nil) })...) }, "1 to 25 items"},
	{"input label", SurfaceModal, 2000, func(n int) []any {
		return input(m{"type": "plain_text_input"},
			m{"label": words("plain_text", n)})
	}, "1 to 2000"},
	{"input hint", SurfaceModal, 2000, func(n int) []any {
		return input(m{"type": "plain_text_input"},
			m{"hint": words("plain_text", n)})
	}, "1 to 2000"},
	{"image alt_text", SurfaceMessage, 2000,
		func(n int) []any { return one(m{"type": "image", "image_url": "u", "alt_text": x(n)}) }, "1 to 2000"},
	{"image url", SurfaceMessage, 3000, func(n int) []any {
		return one(m{"type": "image", "image_url": x(n),
			"alt_text": "a"})
	}, "1 to 3000"},
	{"image title", SurfaceMessage, 2000, func(n int) []any {
		return one(m{"type": "image", "image_url": "u", "alt_text": "a", "title": words("plain_text", n)})
	}, "1 to 2000"},
	{"markdown together", SurfaceMessage, 12000, func(n int) []any {
		return []any{m{"type": "markdown", "text": x(6000)}, m{"type": "markdown", "text": x(n - 6000)}}
	}, "12000 characters together"},
	{"table rows", SurfaceMessage, 100, func(n int) []any { return one(m{"type": "table", "rows": rows(n, 1, 1)}) },
		"1 to 100 items"},
	{"table columns", SurfaceMessage, 20, func(n int) []any { return one(m{"type": "table", "rows": rows(1, n, 1)}) },
		"1 to 20 items"},
	{"table characters", SurfaceMessage, 10000, func(n int) []any {
		return one(m{"type": "table", "rows": append(rows(1, 1, 5000), rows(1, 1, n-5000)...)})
	}, "10000 characters together"},
	{"tables", SurfaceMessage, 1, func(n int) []any {
		return many(n, func(int) any { return m{"type": "table", "rows": rows(1, 1, 1)} })
	}, "one table"},
	{"data_table rows", SurfaceMessage, 201,
		func(n int) []any { return one(m{"type": "data_table", "caption": "c", "rows": rows(n, 1, 1)}) }, "2 to 201 items"},
	{"data_table characters", SurfaceMessage, 20000, func(n int) []any {
		return one(m{"type": "data_table", "caption": "c", "rows": append(rows(2, 1, 7000), rows(1, 1, n-14000)...)})
	}, "20000 characters"},
	{"data_table page_size", SurfaceMessage, 100, func(n int) []any {
		return one(m{"type": "data_table", "caption": "c", "rows": rows(2, 1, 1), "page_size": n})
	}, "1 to 100"},
	{"charts", SurfaceMessage, 2, func(n int) []any { return many(n, func(int) any { return visual(slices12(1)) }) },
		"at most 2 charts"},
	{"chart title", SurfaceMessage, 50, func(n int) []any { return one(merge(visual(slices12(1)), m{"title": x(n)})) },
		"1 to 50"},
	{"pie segments", SurfaceMessage, 12, func(n int) []any { return one(visual(slices12(n))) }, "1 to 12 items"},
	{"series", SurfaceMessage, 12, func(n int) []any { return one(visual(bars(n, 2, "s"))) }, "1 to 12 items"},
	{"points", SurfaceMessage, 20, func(n int) []any { return one(visual(bars(1, n, "s"))) }, "1 to 20 items"},
	{"series name", SurfaceMessage, 20, func(n int) []any { return one(visual(bars(1, 2, x(n-1)))) },
		"1 to 20 characters"},
	{"card title", SurfaceMessage, 150, func(n int) []any { return one(cardBlock(m{"title": words("plain_text", n)})) },
		"1 to 150"},
	{"card body", SurfaceMessage, 200, func(n int) []any { return one(cardBlock(m{"body": words("mrkdwn", n)})) },
		"1 to 200"},
	{"card buttons", SurfaceMessage, 3, func(n int) []any {
		return one(cardBlock(m{"actions": many(n, func(int) any { return button(nil) })}))
	}, "1 to 3 items"},
	{"carousel", SurfaceMessage, 10, func(n int) []any {
		return one(m{"type": "carousel", "elements": many(n, func(int) any { return cardBlock(nil) })})
	}, "1 to 10 items"},
	{"container", SurfaceMessage, 10, func(n int) []any {
		return one(m{"type": "container", "title": words("plain_text", 1),
			"child_blocks": many(n, func(int) any { return m{"type": "divider"} })})
	}, "1 to 10 items"},
	{"button text", SurfaceMessage, 75, func(n int) []any { return actions(button(m{"text": words("plain_text", n)})) },
		"1 to 75"},
	{"button value", SurfaceMessage, 2000, func(n int) []any { return actions(button(m{"value": x(n)})) }, "to 2000"},
	{"button url", SurfaceMessage, 3000, func(n int) []any { return actions(button(m{"url": x(n)})) }, "1 to 3000"},
	{"accessibility_label", SurfaceMessage, 75,
		func(n int) []any { return actions(button(m{"accessibility_label": x(n)})) }, "1 to 75"},
	{"option text", SurfaceMessage, 75, func(n int) []any {
		return actions(m{"type": "static_select", "options": []any{merge(opt(1), m{"text": words("plain_text", n)})}})
	}, "1 to 75"},
	{"option value", SurfaceMessage, 150, func(n int) []any {
		return actions(m{"type": "static_select", "options": []any{merge(opt(1), m{"value": x(n)})}})
	}, "1 to 150"},
	{"option description", SurfaceMessage, 75, func(n int) []any {
		return actions(m{"type": "checkboxes", "options": []any{merge(opt(1), m{"description": words("mrkdwn", n)})}})
	}, "1 to 75"},
	{"select options", SurfaceMessage, 100,
		func(n int) []any { return actions(m{"type": "static_select", "options": opts(n)}) }, "1 to 100 items"},
	{"option groups", SurfaceMessage, 100, func(n int) []any {
		return actions(m{"type": "static_select",
			"option_groups": many(n, func(int) any { return m{"label": words("plain_text", 1), "options": opts(1)} })})
	}, "1 to 100 items"},
	{"options of a group", SurfaceMessage, 100, func(n int) []any {
		return actions(m{"type": "multi_static_select",
			"option_groups": []any{m{"label": words("plain_text", 1), "options": opts(n)}}})
	}, "1 to 100 items"},
	{"placeholder", SurfaceMessage, 150, func(n int) []any {
		return actions(m{"type": "users_select", "placeholder": words("plain_text", n)})
	}, "1 to 150"},
	{"overflow", SurfaceMessage, 5, func(n int) []any {
		return section(m{"accessory": m{"type": "overflow",
			"options": opts(n)}})
	}, "1 to 5 items"},
	{"radio buttons", SurfaceMessage, 10, func(n int) []any {
		return actions(m{"type": "radio_buttons",
			"options": opts(n)})
	}, "1 to 10 items"},
	{"checkboxes", SurfaceMessage, 10, func(n int) []any { return actions(m{"type": "checkboxes", "options": opts(n)}) },
		"1 to 10 items"},
	{"confirm title", SurfaceMessage, 100, func(n int) []any { return actions(confirmWith("title", n)) }, "1 to 100"},
	{"confirm text", SurfaceMessage, 300, func(n int) []any { return actions(confirmWith("text", n)) }, "1 to 300"},
	{"confirm button", SurfaceMessage, 30, func(n int) []any { return actions(confirmWith("confirm", n)) }, "1 to 30"},
	{"deny button", SurfaceMessage, 30, func(n int) []any { return actions(confirmWith("deny", n)) }, "1 to 30"},
	{"input max_length", SurfaceModal, 3000,
		func(n int) []any { return input(m{"type": "plain_text_input", "max_length": n}, nil) }, "1 to 3000"},
	{"input min_length", SurfaceModal, 3000,
		func(n int) []any { return input(m{"type": "plain_text_input", "min_length": n}, nil) }, "0 to 3000"},
	{"files", SurfaceModal, 10, func(n int) []any { return input(m{"type": "file_input", "max_files": n}, nil) },
		"1 to 10"},
	{"block_id", SurfaceMessage, 255, func(n int) []any { return section(m{"block_id": x(n)}) }, "1 to 255"},
	{"action_id", SurfaceMessage, 255, func(n int) []any { return actions(button(m{"action_id": x(n)})) }, "1 to 255"},
	{"focus", SurfaceModal, 1, func(n int) []any {
		return many(n, func(i int) any {
			return m{"type": "input", "label": words("plain_text", 1),
				"element": m{"type": "plain_text_input", "focus_on_load": true}}
		})
	}, "focus_on_load on one"},
}

func look(t *testing.T, on string, list []any) faults {
	t.Helper()
	raw, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	filled, faults := New(Config{}).inspect(raw, on)
	if (filled == nil) != (len(faults) > 0) {
		t.Errorf("filled %s with %d faults", filled, len(faults))
	}
	return faults
}

func TestBorders(t *testing.T) {
	for _, c := range borders {
		t.Run(c.name, func(t *testing.T) {
			if f := look(t, c.on, c.blocks(c.most)); len(f) != 0 {
				t.Errorf("%d is refused: %v", c.most, f)
			}
			f := look(t, c.on, c.blocks(c.most+1))
			if len(f) == 0 {
				t.Fatalf("%d is taken", c.most+1)
			}
			if !strings.Contains(fmt.Sprint(f), c.rule) {
				t.Errorf("%d is refused by %v, want %q", c.most+1, f, c.rule)
			}
		})
	}
}

func FuzzInspect(f *testing.F) {
	for _, c := range borders {
		if raw, _ := json.Marshal(c.blocks(c.most)); len(raw) < 2000 {
			f.Add(string(raw), c.on)
		}
	}
	f.Add(
		`[{"type":"actions","elements":[null,{"type":3},"x"]},{"type":"data_visualization","title":1,
			"chart":{"type":"bar","series":[1],"axis_config":[]}}]`, SurfaceMessage)
	f.Add(`[{"type":"carousel","elements":[{"type":"carousel"}]},{"type":"table","rows":[[1],{}]}]`, SurfaceHome)
	s := New(Config{})
	f.Fuzz(func(t *testing.T, raw, on string) {
		filled, bad := s.inspect(json.RawMessage(raw), on)
		if len(bad) > 0 {
			return
		}
		// What was taken is complete: every element has its ids, and it is taken again.
		for _, e := range walkElements(decodeList(filled)) {
			if e.blockID == "" {
				t.Errorf("no block_id in %s", filled)
			}
		}
		if _, bad := s.inspect(filled, on); len(bad) > 0 {
			t.Errorf("%s is refused the second time: %v", filled, bad)
		}
	})
}
