#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "protocol/base/clock.h"
#include "protocol/base/json.h"
#include "protocol/base/log.h"
#include "protocol/client/link.h"
#include "protocol/client/said.h"

enum { DEFAULT_CREDIT = 1000, MAX_CREDIT = 100000 };

/* Times of a life sign, of believing the broker dead, of trying again, of a look. */
enum { ALIVE_MS = 10000, DEAF_MS = 30000, AGAIN_MS = 1000, LOOK_MS = 1000 };
enum { LINGER_MS = 1000 };

#define NEVER UINT64_MAX

struct nw_subscriber {
	struct link link;
	struct buf from;   /* the value of "from" as asked at first, JSON */
	struct buf filter; /* the other members of `subscribe`, each with a comma */
	bool durable;
	unsigned credit;

	bool subscribed;       /* the broker said so, on this connection */
	uint64_t asked_n;      /* number of the last `subscribe` */
	uint64_t subscribe_ms; /* ask (again) then; 0: nothing to ask; NEVER */
	uint64_t heard_ms, told_ms;

	uint64_t chain;	   /* what the next event has to name as the one before */
	uint64_t position; /* handed out or not for us, up to here */
	bool placed;	   /* position means something */
	uint64_t done, told_done;
	unsigned used; /* credit that was used and not given back */

	struct said said;
	struct buf scratch;
	struct buf event;
};

static int put_from(struct buf *out, const char *from)
{
	uint64_t seq, time;
	char digits[FRAME_SEQ_DIGITS + 1];

	if (!from || strcmp(from, "now") == 0)
		return buf_puts(out, "\"now\"");
	if (strcmp(from, "begin") == 0)
		return buf_puts(out, "\"begin\"");
	if (frame_parse_seq(from, strlen(from), &seq) == 0)
		return buf_printf(out, "{\"seq\":\"%s\"}", frame_seq(seq, digits));
	if (clock_parse(from, &time) == 0) {
		char text[CLOCK_TEXT_SIZE];

		return buf_printf(out, "{\"time\":\"%s\"}", clock_format(time, text));
	}
	return NW_INVALID;
}

static int put_list(struct buf *out, const char *key, const char *const *list)
{
	int r;

	if (!list || !list[0])
		return 0;
	r = buf_printf(out, "\"%s\":[", key);
	for (size_t i = 0; list[i] && r == 0; i++) {
		r = i ? buf_putc(out, ',') : 0;
		if (r == 0)
			r = json_put_string(out, list[i], strlen(list[i]));
	}
	return r < 0 ? r : buf_puts(out, "],");
}

static int put_filter(struct buf *out, const struct nw_subscription *s)
{
	int r = json_put_member(out, "durable", s->durable);

	if (r == 0)
		r = put_list(out, "types", s->types);
	if (r == 0)
		r = put_list(out, "names", s->names);
	return r < 0 ? r : put_list(out, "langs", s->langs);
}

static void release(struct nw_subscriber *s)
{
	said_free(&s->said);
	buf_free(&s->from);
	buf_free(&s->filter);
	buf_free(&s->scratch);
	buf_free(&s->event);
	free(s);
}

static int open_all(struct nw_subscriber *s, const struct nw_options *options,
		    const struct nw_subscription *wish)
{
	int r = put_from(&s->from, wish->from);

	s->durable = wish->durable != NULL;
	s->credit = wish->credit ? wish->credit : DEFAULT_CREDIT;
	if (s->credit > MAX_CREDIT)
		s->credit = MAX_CREDIT;
	if (r == 0)
		r = put_filter(&s->filter, wish);
	if (r != 0)
		return r;
	r = link_open(&s->link, FRAME_ON_SUBSCRIBE, options, LINK_SUBSCRIBE);
	return r == LINK_BAD ? NW_INVALID : r;
}

NW_EXPORT int nw_subscriber_open(struct nw_subscriber **ret,
				 const struct nw_options *options,
				 const struct nw_subscription *subscription)
{
	struct nw_subscriber *s = calloc(1, sizeof(*s));
	int r;

	if (!s)
		return nw_fault(-ENOMEM, "subscriber: allocate");
	r = open_all(s, options, subscription);
	if (r != 0) {
		release(s);
		return r;
	}
	*ret = s;
	return 0;
}

static int tell(struct nw_subscriber *s, enum nw_verb verb, const char *head, size_t len)
{
	int r = link_send(&s->link, verb, head, len, NULL, 0);

	s->told_ms = clock_monotonic_ms();
	return r < 0 ? r : 0;
}

/* From where we stand, or as the caller wished at first. */
static int ask_subscribe(struct nw_subscriber *s)
{
	char seq[FRAME_SEQ_DIGITS + 1];
	struct buf *head = &s->scratch;
	int r;

	s->subscribed = false;
	s->used = 0;
	s->heard_ms = clock_monotonic_ms();
	s->subscribe_ms = 0;
	buf_clear(head);
	r = buf_printf(head, "{\"n\":%" PRIu64 ",", ++s->asked_n);
	if (r == 0)
		r = buf_append(head, s->filter.data, s->filter.len);
	if (r == 0 && s->placed)
		r = buf_printf(head, "\"from\":{\"seq\":\"%s\"},",
			       frame_seq(s->position, seq));
	if (r == 0 && !s->placed)
		r = buf_printf(head, "\"from\":%s,", buf_str(&s->from));
	if (r == 0)
		r = buf_printf(head, "\"credit\":%u}", s->credit);
	return r < 0 ? r : tell(s, VERB_SUBSCRIBE, head->data, head->len);
}

static int give_credit(struct nw_subscriber *s)
{
	char head[96], seq[FRAME_SEQ_DIGITS + 1];
	int n = snprintf(head, sizeof(head), "{\"more\":%u", s->used);

	if (s->durable && s->done)
		n += snprintf(head + n, sizeof(head) - (size_t)n, ",\"done\":\"%s\"",
			      frame_seq(s->done, seq));
	head[n++] = '}';
	s->used = 0;
	s->told_done = s->done;
	return tell(s, VERB_CREDIT, head, (size_t)n);
}

/* What is due before we look for messages. */
static int keep_line(struct nw_subscriber *s)
{
	uint64_t now = clock_monotonic_ms();

	bool anew = link_was_connected(&s->link);

	if (!s->link.connected || s->subscribe_ms == NEVER)
		return 0;
	if (anew)
		return ask_subscribe(s);
	if (s->subscribe_ms ? now >= s->subscribe_ms : now >= s->heard_ms + DEAF_MS)
		return ask_subscribe(s);
	if (!s->subscribed)
		return 0;
	if (s->used > s->credit / 2)
		return give_credit(s);
	return now >= s->told_ms + ALIVE_MS ? tell(s, VERB_ALIVE, "{}", 2) : 0;
}

/* Nothing more to hand out for now: a good moment to say what is done. */
static int before_waiting(struct nw_subscriber *s)
{
	return s->subscribed && s->done > s->told_done ? give_credit(s) : 0;
}

static void subscribe_later(struct nw_subscriber *s)
{
	s->subscribed = false;
	s->subscribe_ms = clock_monotonic_ms() + AGAIN_MS;
}

static int on_subscribed(struct nw_subscriber *s)
{
	if (s->said.n && s->said.n != s->asked_n)
		return NW_NOTHING;
	s->subscribed = true;
	s->chain = s->said.from;
	if (!s->placed)
		s->position = s->said.from;
	s->placed = true;
	return NW_NOTHING;
}

/* A broken chain is mended by asking again from where we stand. */
static int on_event(struct nw_subscriber *s, const struct frame_message *m,
		    struct nw_event *ret)
{
	if (s->said.prev != s->chain) {
		subscribe_later(s);
		return NW_NOTHING;
	}
	s->chain = s->said.seq;
	s->used++;
	if (s->said.seq <= s->position)
		return NW_NOTHING;
	s->position = s->said.seq;
	buf_clear(&s->event);
	if (buf_append(&s->event, m->body.data, m->body.len) < 0)
		return -ENOMEM;
	*ret = (struct nw_event){ .seq = s->position,
				  .json = buf_str(&s->event),
				  .json_len = s->event.len };
	return 0;
}

static int on_lost(struct nw_subscriber *s, struct nw_event *ret)
{
	s->chain = s->said.to;
	if (s->position < s->said.to)
		s->position = s->said.to;
	*ret = (struct nw_event){ .lost_from = s->said.from,
				  .lost_to = s->said.to,
				  .reason = s->said.reason };
	return NW_LOST;
}

static int stop(struct nw_subscriber *s, int result, struct nw_event *ret)
{
	s->subscribed = false;
	s->subscribe_ms = NEVER;
	*ret = (struct nw_event){ .code = s->said.code, .reason = s->said.reason };
	return result;
}

static bool said_code(const struct nw_subscriber *s, const char *code)
{
	return s->said.code && strcmp(s->said.code, code) == 0;
}

static int on_end(struct nw_subscriber *s, enum nw_verb verb, struct nw_event *ret)
{
	if (verb == VERB_ENDED && said_code(s, "taken"))
		return stop(s, NW_ENDED, ret);
	if (verb == VERB_REFUSED && !said_code(s, "subscription"))
		return stop(s, NW_REFUSED, ret);
	if (s->subscribed)
		subscribe_later(s);
	return NW_NOTHING;
}

static int on_heartbeat(struct nw_subscriber *s)
{
	if (s->position < s->said.at)
		s->position = s->said.at;
	return NW_NOTHING;
}

static int understand(struct nw_subscriber *s, const struct frame_message *m,
		      struct nw_event *ret)
{
	int r = said_read(&s->said, m->head.data, m->head.len);

	if (r != 0)
		return r < 0 ? r : NW_NOTHING;
	s->heard_ms = clock_monotonic_ms();
	if (m->verb == VERB_SUBSCRIBED)
		return on_subscribed(s);
	if (m->verb == VERB_REFUSED || m->verb == VERB_ENDED)
		return on_end(s, m->verb, ret);
	if (!s->subscribed) /* of the subscription before */
		return NW_NOTHING;
	if (m->verb == VERB_EVENT)
		return on_event(s, m, ret);
	if (m->verb == VERB_LOST)
		return on_lost(s, ret);
	return m->verb == VERB_HEARTBEAT ? on_heartbeat(s) : NW_NOTHING;
}

static int take_event(struct nw_subscriber *s, struct nw_event *ret)
{
	struct frame_message m;
	int r;

	for (;;) {
		r = link_receive(&s->link, &m);
		if (r == LINK_BAD)
			continue;
		if (r != 0)
			return r < 0 ? r : NW_NOTHING;
		r = understand(s, &m, ret);
		if (r != NW_NOTHING)
			return r;
		r = keep_line(s);
		if (r < 0)
			return r;
	}
}

NW_EXPORT int nw_subscriber_next(struct nw_subscriber *s, struct nw_event *ret,
				 int timeout_ms)
{
	uint64_t end = clock_monotonic_ms() + (uint64_t)(timeout_ms < 0 ? 0 : timeout_ms);

	for (;;) {
		uint64_t now;
		int left, r = keep_line(s);

		if (r == 0)
			r = take_event(s, ret);
		if (r != NW_NOTHING)
			return r;
		r = before_waiting(s);
		now = clock_monotonic_ms();
		if (r < 0 || (timeout_ms >= 0 && now >= end))
			return r < 0 ? r : NW_NOTHING;
		left = timeout_ms < 0 ? LOOK_MS : link_until(end, now);
		r = link_wait(&s->link, left < LOOK_MS ? left : LOOK_MS);
		if (r < 0)
			return r == -EINTR ? NW_NOTHING : r;
	}
}

NW_EXPORT int nw_subscriber_done(struct nw_subscriber *s, uint64_t seq)
{
	if (s->done < seq)
		s->done = seq;
	return 0;
}

NW_EXPORT uint64_t nw_subscriber_position(const struct nw_subscriber *s)
{
	return s->position;
}

NW_EXPORT int nw_subscriber_connected(const struct nw_subscriber *s)
{
	return s->link.connected;
}

NW_EXPORT int nw_subscriber_ready(const struct nw_subscriber *s)
{
	return s->subscribed;
}

NW_EXPORT int nw_subscriber_fd(const struct nw_subscriber *s)
{
	return s->link.epoll;
}

NW_EXPORT int nw_subscriber_timeout_ms(const struct nw_subscriber *s)
{
	return link_has_more(&s->link) ? 0 : LOOK_MS;
}

NW_EXPORT struct nw_subscriber *nw_subscriber_close(struct nw_subscriber *s)
{
	bool live;

	if (!s)
		return NULL;
	live = s->link.connected && s->subscribed;
	if (live) {
		(void)before_waiting(s);
		(void)tell(s, VERB_UNSUBSCRIBE, "{}", 2);
	}
	link_close(&s->link, live ? LINGER_MS : 0);
	release(s);
	return NULL;
}
