package fakeslack

// The native chart: a pie, or series over categories.

var (
	// Limits of Slack's reference of data_visualization.
	label  = str(1, 20)
	point  = shape("a data point", []field{must("label", label), must("value", number)})
	series = shape("a series", []field{must("name", label), must("data", list(1, 20, point))})
	axes   = shape("axis_config", []field{must("categories", list(1, 20, label)), may("x_label", str(1, 50)),
		may("y_label", str(1, 50))})
	segment = shape("a segment", []field{must("label", label), must("value", number)},
		func(in *inspection, at string, o object) {
			if n, ok := o["value"].(float64); ok && n <= 0 {
				in.bad(at+"/value", "the value of a pie's segment is above 0")
			}
		})
	pie     = shape("a pie chart", []field{must("type", anything), must("segments", list(1, 12, segment))})
	plotted = shape("a chart", []field{must("type", anything), must("series", list(1, 12, series)),
		must("axis_config", axes)}, onePointPerCategory)
)

// chart is one of the kinds of data_visualization.
func chart(in *inspection, at string, v any) {
	o, _ := v.(object)
	switch o["type"] {
	case "pie":
		pie(in, at, v)
	case "bar", "line", "area":
		plotted(in, at, v)
	default:
		in.bad(at+"/type", "a chart is a pie, bar, line or area")
	}
}

// onePointPerCategory: each series has a value for each category, and for no other.
func onePointPerCategory(in *inspection, at string, o object) {
	axis, _ := o["axis_config"].(object)
	categories := asList(axis["categories"])
	names := map[any]bool{}
	for _, x := range asList(o["series"]) {
		one, _ := x.(object)
		name, _ := one["name"].(string)
		if names[name] {
			in.bad(at+"/series", "the names of the series differ")
		}
		names[name] = true
		// Points may stand in any order.
		seen := map[string]bool{}
		for _, p := range asList(one["data"]) {
			p, _ := p.(object)
			l, _ := p["label"].(string)
			seen[l] = true
		}
		missing := len(seen) != len(categories) || len(asList(one["data"])) != len(categories)
		for _, c := range categories {
			c, _ := c.(string)
			missing = missing || !seen[c]
		}
		if missing {
			in.bad(at+"/series", "a series has one point for each category")
		}
	}
}
