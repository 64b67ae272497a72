#!/usr/bin/env node
// Pushes an article and prints its events: push_watch.mjs FILE [SUBMIT SUBSCRIBE]
// Speaks protocol/PROTOCOL.md with nothing but the npm package zeromq.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const { Dealer } = createRequire(import.meta.url)("zeromq"); // looks in NODE_PATH, too
const [path, submit = "tcp://127.0.0.1:7410", subscribe = "tcp://127.0.0.1:7411"] =
  process.argv.slice(2);

function connect(endpoint) {
  const socket = new Dealer({ linger: 0 });
  socket.connect(endpoint);
  return socket;
}

async function receive(socket) {
  const [verb, head, body] = await socket.receive();
  return { verb: verb.toString(), head: JSON.parse(head.toString()), body };
}

function expect(message, verb) {
  if (message.verb !== verb) throw new Error(JSON.stringify(message.head));
}

const events = connect(subscribe);
await events.send(["NW1/subscribe", '{"from": "now", "credit": 100}']);
expect(await receive(events), "NW1/subscribed"); // from here on nothing is missed

const articles = connect(submit);
const about = JSON.stringify({ n: 1, id: path, content_type: "text/html" });
await articles.send(["NW1/submit", about, await readFile(path)]);
expect(await receive(articles), "NW1/kept"); // it is on the broker's disk now

for (let verb, seen = 0; !(seen && verb === "NW1/heartbeat");) { // after its events, silence
  const message = await receive(events);
  verb = message.verb;
  if (verb === "NW1/event" && ++seen) console.log(message.body.toString());
}
