// Package socket receives what Slack sends over Socket Mode, without losing any of it.
//
// Slack delivers each command, click and event as an envelope on one of the app's open WebSocket connections and wants
// an acknowledgement within three seconds. One slack-go client leaves a gap of about 100 ms whenever Slack refreshes
// its connection, drops what comes behind Slack's word that it will, opens connections as often as it likes, and stops
// reading when its consumer is slow. So the connection is our own, slack-go's types and parsing on it, and this package
//
//   - keeps two connections ([Config.Links]), opened one after the other, and replaces each before the time Slack
//     announced, new one first, so that a refresh leaves no gap; where many replicas share Slack's ten, one each;
//   - takes what comes behind a disconnect as well, and acknowledges each envelope on the connection that brought it;
//   - never lets the reader wait: what arrives goes to [lanes], a bounded set of workers that keeps each person's
//     envelopes in order; when that is full, the person is told so at once;
//   - opens connections one at a time and never faster than Slack allows over all replicas together;
//   - acknowledges even what it cannot understand, because what is not acknowledged comes back.
//
// The words:
//
//   - link: one connection, from its dial to its retirement; conn is the wire below it.
//   - envelope: one delivery of Slack's, see [Envelope]. The same one may be delivered again; whoever handles it must
//     recognise that.
//
// This package is about the wire and runs on wall time. What an envelope means is the business of its [Handler].
package socket
