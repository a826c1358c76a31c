// Package request is what came in and what goes back, as types: a [Request] is one thing a person did, a [Form] and a
// [Button] are what they filled in and tapped, a [Response] is what they get to see, and the errors are everything that
// can be refused, each with what its sentence needs and nothing that may be logged.
package request
