// Package fields holds what forms are made of: the form itself, its inputs, and the names under which they come back.
//
//   - names.go: callback ids of forms, block ids of inputs, pages of the Edit form.
//   - fields.go: [Form], text inputs, choices, what stands at a field that was filled in wrongly.
//   - facts.go: the input of a lead's fact, outcomes.go: menus of outcomes and of times.
//
// Which forms there are stands in package forms and beside the messages that open them.
//
// The block id of an input is its field's name and the reader's nonce, so that an update never keeps a value of before;
// request.FieldOf reads the name back. A field that is a fact of a lead is called as the fact's key when typed.
package fields
