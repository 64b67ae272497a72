#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "protocol/article.h"
#include "protocol/base/clock.h"
#include "protocol/base/json.h"
#include "protocol/base/log.h"
#include "protocol/client/link.h"
#include "protocol/client/said.h"
#include "protocol/head.h"

enum { DEFAULT_WINDOW = 256, MAX_WINDOW = 65536 };

/* Ask again after so long without an answer; look for such articles so often. */
enum { RESEND_MS = 30000, LOOK_MS = 100, MAX_BUSY_MS = 60000 };
enum { LINGER_MS = 1000 };

/* An article without an answer: one piece of memory, head and then body. */
struct pending {
	char *bytes; /* NULL: the slot is free */
	size_t head_len, body_len;
	void *token;
	uint64_t due_ms; /* send it (again) then */
};

/* Articles are numbered from 1; number n is in slot n modulo the number of slots. A
 * slot that is still taken makes the window full, so one late answer is never mixed up
 * with another's. */
struct nw_producer {
	struct link link;
	char *agent;
	struct pending *slots;
	size_t n_slots, window;
	uint64_t next_n;
	size_t n_pending, pending_bytes;
	size_t credit, credit_bytes; /* of the broker; 0: not said */
	uint64_t look_ms;	     /* look for articles that are due then */
	uint64_t busy_until_ms;
	char busy_reason[FRAME_MAX_REASON];
	struct said said;
	struct article_head head; /* for checking */
	struct buf scratch;
};

static struct pending *slot(struct nw_producer *p, uint64_t n)
{
	return &p->slots[n % p->n_slots];
}

static void release(struct nw_producer *p, struct pending *a)
{
	p->pending_bytes -= a->head_len + a->body_len;
	p->n_pending--;
	free(a->bytes);
	*a = (struct pending){ 0 };
}

static int allocate(struct nw_producer **ret, const struct nw_options *options,
		    unsigned window)
{
	NW_CLEANUP(nw_freep) struct nw_producer *p = calloc(1, sizeof(*p));

	if (!p)
		return nw_fault(-ENOMEM, "producer: allocate");
	p->window = !window ? DEFAULT_WINDOW : window < MAX_WINDOW ? window : MAX_WINDOW;
	p->n_slots = 2 * p->window;
	p->next_n = 1;
	p->slots = calloc(p->n_slots, sizeof(*p->slots));
	if (!p->slots)
		return nw_fault(-ENOMEM, "producer: allocate the window");
	if (options && options->agent)
		p->agent = strdup(options->agent);
	*ret = nw_take(p);
	return 0;
}

static void release_all(struct nw_producer *p)
{
	for (size_t i = 0; i < p->n_slots; i++)
		free(p->slots[i].bytes);
	free(p->slots);
	free(p->agent);
	said_free(&p->said);
	article_head_free(&p->head);
	buf_free(&p->scratch);
	free(p);
}

NW_EXPORT int nw_producer_open(struct nw_producer **ret, const struct nw_options *options,
			       unsigned window)
{
	struct nw_producer *p = NULL;
	int r = allocate(&p, options, window);

	if (!p)
		return r;
	r = link_open(&p->link, FRAME_ON_SUBMIT, options, LINK_SUBMIT);
	if (r != 0) {
		release_all(p);
		return r == LINK_BAD ? NW_INVALID : r;
	}
	*ret = p;
	return 0;
}

NW_EXPORT struct nw_producer *nw_producer_close(struct nw_producer *p)
{
	if (!p)
		return NULL;
	link_close(&p->link, p->link.connected ? LINGER_MS : 0);
	release_all(p);
	return NULL;
}

static int say_open(struct nw_producer *p)
{
	int r;

	buf_clear(&p->scratch);
	r = buf_putc(&p->scratch, '{');
	if (r == 0)
		r = json_put_member(&p->scratch, "agent", p->agent);
	if (r == 0)
		r = buf_puts(&p->scratch, "\"version\":\"" NEWSWIRE_VERSION "\"}");
	if (r == 0)
		r = link_send(&p->link, VERB_OPEN, p->scratch.data, p->scratch.len, NULL,
			      0);
	return r < 0 ? r : 0;
}

static int send_article(struct nw_producer *p, struct pending *a, uint64_t now_ms)
{
	int r;

	a->due_ms = now_ms + RESEND_MS;
	r = link_send(&p->link, VERB_SUBMIT, a->bytes, a->head_len,
		      a->bytes + a->head_len, a->body_len);
	return r < 0 ? r : 0;
}

/* Sends what is due. On a new connection that is everything. */
static int send_due(struct nw_producer *p, bool everything)
{
	uint64_t now = clock_monotonic_ms();
	int r = 0;

	if (!p->link.connected || (!everything && now < p->look_ms))
		return 0;
	p->look_ms = now + LOOK_MS;
	for (size_t i = 0; i < p->n_slots && r == 0; i++) {
		struct pending *a = slot(p, p->next_n + i);

		if (a->bytes && (everything || a->due_ms <= now))
			r = send_article(p, a, now);
	}
	return r;
}

static int keep_line(struct nw_producer *p)
{
	bool anew = link_was_connected(&p->link);
	int r = anew ? say_open(p) : 0;

	return r < 0 ? r : send_due(p, anew);
}

static bool is_full(struct nw_producer *p, size_t body_len)
{
	size_t credit = p->credit ? p->credit : SIZE_MAX;

	if (p->n_pending >= p->window || p->n_pending >= credit ||
	    slot(p, p->next_n)->bytes)
		return true;
	if (p->credit_bytes && p->n_pending &&
	    p->pending_bytes + body_len > p->credit_bytes)
		return true;
	return p->busy_until_ms && clock_monotonic_ms() < p->busy_until_ms;
}

/* Writes the head to the scratch; NW_INVALID when the broker would refuse it. */
static int write_head(struct nw_producer *p, const struct nw_article *a)
{
	struct article_head head = {
		.n = p->next_n,
		.id = a->id,
		.url = a->url,
		.title = a->title,
		.source = a->source,
		.published = a->published,
		.fetched = a->fetched,
		.content_type = a->content_type,
		.charset = a->charset,
		.headers = a->headers,
		.status = a->status,
		.gzip = a->gzip != 0,
		.lane = a->bulk ? ARTICLE_BULK : ARTICLE_LIVE,
	};
	enum frame_refusal refusal;
	char reason[FRAME_MAX_REASON];
	int r;

	if (a->headers && !head_is_json(a->headers, strlen(a->headers)))
		return NW_INVALID;
	buf_clear(&p->scratch);
	r = article_put_submit(&p->scratch, &head);
	if (r == 0)
		r = article_parse(p->scratch.data, p->scratch.len, &p->head, &refusal,
				  reason);
	return r == ARTICLE_BAD || p->scratch.len > FRAME_MAX_HEAD_BYTES ? NW_INVALID : r;
}

static int keep(struct nw_producer *p, const struct nw_article *a, void *token)
{
	struct pending *kept = slot(p, p->next_n);
	size_t head_len = p->scratch.len;
	char *bytes = malloc(head_len + a->body_len);

	if (!bytes)
		return nw_fault(-ENOMEM, "producer: keep %zu bytes", a->body_len);
	memcpy(bytes, p->scratch.data, head_len);
	memcpy(bytes + head_len, a->body, a->body_len);
	*kept = (struct pending){ .bytes = bytes,
				  .head_len = head_len,
				  .body_len = a->body_len,
				  .token = token };
	p->n_pending++;
	p->pending_bytes += head_len + a->body_len;
	p->next_n++;
	return 0;
}

NW_EXPORT int nw_submit(struct nw_producer *p, const struct nw_article *article,
			void *token)
{
	int r = keep_line(p);

	if (r < 0)
		return r;
	if (!article->body || !article->body_len)
		return NW_INVALID;
	if (is_full(p, article->body_len))
		return NW_FULL;
	r = write_head(p, article);
	if (r != 0)
		return r;
	r = keep(p, article, token);
	if (r < 0 || !p->link.connected)
		return r;
	return send_article(p, slot(p, p->next_n - 1), clock_monotonic_ms());
}

static void note_busy(struct nw_producer *p, struct pending *a)
{
	uint64_t wait = p->said.retry_after_ms;

	if (wait < LOOK_MS)
		wait = LOOK_MS;
	if (wait > MAX_BUSY_MS)
		wait = MAX_BUSY_MS;
	a->due_ms = clock_monotonic_ms() + wait;
	p->busy_until_ms = a->due_ms;
	snprintf(p->busy_reason, sizeof(p->busy_reason), "%s",
		 p->said.reason ? p->said.reason : "busy");
}

static int answer(struct nw_producer *p, struct pending *a, enum nw_verdict verdict,
		  struct nw_answer *ret)
{
	*ret = (struct nw_answer){
		.verdict = verdict,
		.token = a->token,
		.id = p->said.id,
		.rev = (unsigned)p->said.rev,
		.seq = p->said.seq,
		.code = p->said.code,
		.reason = p->said.reason,
	};
	release(p, a);
	if (verdict != NW_NOT_WANTED)
		p->busy_until_ms = 0;
	return 0;
}

/* A refusal that belongs to no article: of the version, of all that we say. */
static int refused(struct nw_producer *p, struct nw_answer *ret)
{
	*ret = (struct nw_answer){ .verdict = NW_NOT_WANTED,
				   .code = p->said.code,
				   .reason = p->said.reason };
	return NW_REFUSED;
}

/* 0: *ret is an answer. NW_NOTHING: it was something else. */
static int understand(struct nw_producer *p, const struct frame_message *m,
		      struct nw_answer *ret)
{
	struct pending *a;
	int r = said_read(&p->said, m->head.data, m->head.len);

	if (r != 0)
		return r < 0 ? r : NW_NOTHING;
	if (m->verb == VERB_OPENED) {
		p->credit = p->said.credit;
		p->credit_bytes = p->said.credit_bytes;
		return NW_NOTHING;
	}
	if (m->verb == VERB_REFUSED && !p->said.n)
		return refused(p, ret);
	a = slot(p, p->said.n);
	if (!a->bytes || p->said.n >= p->next_n || p->said.n + p->n_slots < p->next_n)
		return NW_NOTHING;
	switch (m->verb) {
	case VERB_KEPT:
		return answer(p, a, NW_KEPT, ret);
	case VERB_DUPLICATE:
		return answer(p, a, NW_DUPLICATE, ret);
	case VERB_REFUSED:
		return answer(p, a, NW_NOT_WANTED, ret);
	case VERB_BUSY:
		note_busy(p, a);
		return NW_NOTHING;
	default:
		return NW_NOTHING;
	}
}

/* What is there already: 0, NW_NOTHING, NW_REFUSED. */
static int take_answer(struct nw_producer *p, struct nw_answer *ret)
{
	struct frame_message m;
	int r;

	for (;;) {
		r = link_receive(&p->link, &m);
		if (r == LINK_BAD)
			continue;
		if (r != 0)
			return r < 0 ? r : NW_NOTHING;
		r = understand(p, &m, ret);
		if (r != NW_NOTHING)
			return r;
	}
}

NW_EXPORT int nw_answer(struct nw_producer *p, struct nw_answer *ret, int timeout_ms)
{
	uint64_t end = clock_monotonic_ms() + (uint64_t)(timeout_ms < 0 ? 0 : timeout_ms);

	for (;;) {
		uint64_t now;
		int left, r = keep_line(p);

		if (r == 0)
			r = take_answer(p, ret);
		if (r != NW_NOTHING)
			return r;
		now = clock_monotonic_ms();
		if (timeout_ms >= 0 && now >= end)
			return NW_NOTHING;
		left = timeout_ms < 0 ? LOOK_MS : link_until(end, now);
		r = link_wait(&p->link, left < LOOK_MS ? left : LOOK_MS);
		if (r == -EINTR)
			return NW_NOTHING;
		if (r < 0)
			return r;
	}
}

NW_EXPORT int nw_give_up(struct nw_producer *p, struct nw_answer *ret)
{
	for (size_t i = 0; i < p->n_slots && p->n_pending; i++) {
		struct pending *a = slot(p, p->next_n + i);

		if (!a->bytes)
			continue;
		*ret = (struct nw_answer){ .verdict = NW_GIVEN_UP, .token = a->token };
		release(p, a);
		return 0;
	}
	return NW_NOTHING;
}

NW_EXPORT size_t nw_producer_pending(const struct nw_producer *p)
{
	return p->n_pending;
}

NW_EXPORT int nw_producer_connected(const struct nw_producer *p)
{
	return p->link.connected;
}

NW_EXPORT const char *nw_producer_busy(const struct nw_producer *p)
{
	return p->busy_until_ms ? p->busy_reason : NULL;
}

NW_EXPORT int nw_producer_fd(const struct nw_producer *p)
{
	return p->link.epoll;
}

NW_EXPORT int nw_producer_timeout_ms(const struct nw_producer *p)
{
	if (link_has_more(&p->link))
		return 0;
	return p->n_pending ? LOOK_MS : -1;
}
