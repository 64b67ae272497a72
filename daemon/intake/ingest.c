#include "daemon/intake/ingest.h"

#include <errno.h>
#include <string.h>

#include "daemon/io/message.h"
#include "daemon/intake/producers.h"
#include "protocol/base/clock.h"
#include "protocol/base/json.h"
#include "protocol/base/log.h"

enum {
	MESSAGES_A_TURN = 128,
	BYTES_A_TURN = 4 << 20,
	RETRY_BUSY_MS = 50,
	RETRY_FULL_MS = 5000,
	RETRY_PAUSED_MS = 1000,
	SILENCE_MS = 600000,
	FORGET_EVERY_MS = 60000,
	FIRST_ANSWERS = 1024,
};

/* An answer that waits for its commit. */
struct answer {
	struct producer *to;
	enum nw_verb verb;
	uint64_t wait_for; /* sequence */
	uint64_t n, seq, came_us;
	size_t bytes;
	char *id; /* NULL: the id is in `short_id` */
	char short_id[64];
	unsigned rev;
};

struct ingest {
	void *socket;
	struct loop *loop;
	const struct config *config;
	struct ledger *ledger;
	struct dispatch *dispatch;
	struct producers producers;
	struct answer *answers; /* a ring, in the order of wait_for */
	size_t first, n, cap;	/* cap is a power of two */
	struct article_head head;
	struct buf out;
	struct ingest_counts counts;
	uint64_t durable;
	const char *paused;
	int fault;
};

static struct answer *answer_at(struct ingest *in, size_t i)
{
	return &in->answers[(in->first + i) & (in->cap - 1)];
}

static int make_room_for_answer(struct ingest *in)
{
	size_t cap = in->cap ? in->cap * 2 : FIRST_ANSWERS;
	struct answer *answers;

	if (in->n < in->cap)
		return 0;
	answers = calloc(cap, sizeof(*answers));
	if (!answers)
		return nw_fault(-ENOMEM, "ingest: %zu answers", cap);
	for (size_t i = 0; i < in->n; i++)
		answers[i] = *answer_at(in, i);
	free(in->answers);
	in->answers = answers;
	in->cap = cap;
	in->first = 0;
	return 0;
}

static int set_id(struct answer *a, const char *id)
{
	size_t len = strlen(id);

	if (len < sizeof(a->short_id)) {
		memcpy(a->short_id, id, len + 1);
		return 0;
	}
	a->id = strdup(id);
	return a->id ? 0 : nw_fault(-ENOMEM, "ingest: keep an id for its answer");
}

static int say(struct ingest *in, const struct peer *to, enum nw_verb verb)
{
	int r = message_send(in->socket, to, verb, &in->out, NULL, 0);

	/* A producer that does not read its answers, or has gone, sends again. */
	return r < 0 ? r : 0;
}

static int say_busy(struct ingest *in, const struct peer *to, uint64_t n,
		    unsigned retry_after_ms, const char *reason)
{
	int r;

	in->counts.busy++;
	buf_clear(&in->out);
	r = frame_put_busy(&in->out, n, retry_after_ms, reason);
	return r < 0 ? r : say(in, to, VERB_BUSY);
}

static int refuse(struct ingest *in, const struct peer *to, uint64_t n,
		  enum frame_refusal refusal, const char *reason)
{
	int r;

	in->counts.refused++;
	r = message_refuse(in->socket, to, n, refusal, reason);
	return r < 0 ? r : 0;
}

static int say_answer(struct ingest *in, struct answer *a)
{
	int r;

	buf_clear(&in->out);
	r = frame_put_kept(&in->out, a->n, a->id ? a->id : a->short_id, a->rev, a->seq);
	return r < 0 ? r : say(in, &a->to->peer, a->verb);
}

static void pop_answer(struct ingest *in)
{
	struct answer *a = answer_at(in, 0);

	a->to->open--;
	a->to->open_bytes -= a->bytes;
	histogram_add(&in->counts.keep, clock_monotonic_us() - a->came_us);
	free(a->id);
	*a = (struct answer){ 0 };
	in->first = (in->first + 1) & (in->cap - 1);
	in->n--;
}

static int answer_later(struct ingest *in, struct producer *from, enum nw_verb verb,
			const char *id, size_t bytes, const struct ledger_kept *kept)
{
	uint64_t last = in->n ? answer_at(in, in->n - 1)->wait_for : 0;
	struct answer *a;
	int r = make_room_for_answer(in);

	if (r < 0)
		return r;
	a = answer_at(in, in->n);
	*a = (struct answer){
		.to = from,
		.verb = verb,
		/* Answers leave in the order of the ring. */
		.wait_for = kept->wait_for > last ? kept->wait_for : last,
		.n = in->head.n,
		.seq = kept->seq,
		.rev = kept->rev,
		.came_us = clock_monotonic_us(),
		.bytes = bytes,
	};
	r = set_id(a, id);
	if (r < 0)
		return r;
	in->n++;
	from->open++;
	from->open_bytes += bytes;
	return 0;
}

/* Says why there is no credit; NULL when there is some. */
static const char *over_credit(const struct ingest *in, const struct producer *p,
			       size_t bytes)
{
	if (p->open >= in->config->producer_credit)
		return "more articles than the credit are unanswered";
	if (p->open && p->open_bytes + bytes > in->config->producer_credit_bytes)
		return "more bytes than credit_bytes are unanswered";
	return NULL;
}

static int keep(struct ingest *in, struct producer *from, struct frame_part body)
{
	char scratch[ARTICLE_HASH_ID_SIZE];
	const char *id = article_id(&in->head, body.data, body.len, scratch);
	struct ledger_offer offer = { .head = &in->head,
				      .id = id,
				      .body = body.data,
				      .body_len = body.len,
				      .taken = dispatch_takes_soon(in->dispatch) };
	struct ledger_kept kept;
	int r = ledger_keep(in->ledger, &offer, &kept);

	switch (r) {
	case 0:
		r = answer_later(in, from, VERB_KEPT, id, body.len, &kept);
		return r < 0 ? r
			     : dispatch_offer(in->dispatch, kept.article, kept.head,
					      body.data, body.len);
	case LEDGER_DUPLICATE:
		return answer_later(in, from, VERB_DUPLICATE, id, body.len, &kept);
	case LEDGER_BUSY:
		return say_busy(in, &from->peer, in->head.n, RETRY_BUSY_MS,
				"the disk is behind");
	case LEDGER_FULL:
		return say_busy(in, &from->peer, in->head.n, RETRY_FULL_MS,
				"the disk budget is reached");
	case LEDGER_CLOSED:
		return refuse(in, &from->peer, in->head.n, FRAME_REFUSED_READ_ONLY,
			      "the journal has failed; an operator must look");
	case LEDGER_TOO_BIG:
		return refuse(in, &from->peer, in->head.n, FRAME_REFUSED_BODY,
			      "larger than a segment of the journal can hold");
	default:
		return r;
	}
}

static int on_submit(struct ingest *in, const struct peer *peer,
		     const struct frame_message *m)
{
	struct producer *from;
	char reason[FRAME_MAX_REASON];
	enum frame_refusal refusal;
	const char *over;
	int r;

	r = article_parse(m->head.data, m->head.len, &in->head, &refusal, reason);
	if (r == ARTICLE_BAD)
		return refuse(in, peer, in->head.n, refusal, reason);
	if (r < 0)
		return r;
	if (in->fault)
		return refuse(in, peer, in->head.n, FRAME_REFUSED_READ_ONLY,
			      "the journal has failed; an operator must look");
	if (in->paused)
		return say_busy(in, peer, in->head.n, RETRY_PAUSED_MS, in->paused);
	from = producers_at(&in->producers, peer, clock_monotonic_ms());
	if (!from)
		return -ENOMEM;
	over = over_credit(in, from, m->body.len);
	if (over)
		return say_busy(in, peer, in->head.n, RETRY_BUSY_MS, over);
	return keep(in, from, m->body);
}

static int on_open(struct ingest *in, const struct message *m)
{
	uint64_t n = message_n(m);
	const struct config *c = in->config;
	int r;

	buf_clear(&in->out);
	r = buf_putc(&in->out, '{');
	if (r == 0 && n != FRAME_NO_N)
		r = buf_printf(&in->out, "\"n\":%llu,", (unsigned long long)n);
	if (r == 0)
		r = json_put_member(&in->out, "node", c->node);
	if (r == 0)
		r = buf_printf(&in->out,
			       "\"version\":\"%s\",\"credit\":%llu,"
			       "\"credit_bytes\":%llu,\"max_body_bytes\":%llu,"
			       "\"max_head_bytes\":%d}",
			       NEWSWIRE_VERSION, (unsigned long long)c->producer_credit,
			       (unsigned long long)c->producer_credit_bytes,
			       (unsigned long long)c->max_body, FRAME_MAX_HEAD_BYTES);
	return r < 0 ? r : say(in, &m->peer, VERB_OPENED);
}

static int on_message(struct ingest *in, const struct message *m)
{
	struct frame_message read;
	char reason[FRAME_MAX_REASON];
	int r = frame_read(m->parts, m->n, FRAME_ON_SUBMIT, true, in->config->max_body,
			   &read, reason);

	if (r != 0)
		return refuse(in, &m->peer, message_n(m), r, reason);
	return read.verb == VERB_OPEN ? on_open(in, m) : on_submit(in, &m->peer, &read);
}

static int say_answers(struct ingest *in)
{
	int r = 0;

	while (r == 0 && in->n && answer_at(in, 0)->wait_for <= in->durable) {
		r = say_answer(in, answer_at(in, 0));
		pop_answer(in);
	}
	return r;
}

static int on_readable(void *ctx)
{
	struct ingest *in = ctx;
	size_t bytes = 0;
	int r = 0;

	for (int turn = 0; r == 0 && turn < MESSAGES_A_TURN && bytes < BYTES_A_TURN;
	     turn++) {
		struct message m;

		r = message_take(&m, in->socket);
		if (r != 0)
			break;
		for (size_t i = 0; i < m.n && i < FRAME_MAX_PARTS; i++)
			bytes += m.parts[i].len;
		r = on_message(in, &m);
		message_end(&m);
	}
	/* A duplicate of what is durable already waits for nothing. */
	return r < 0 ? r : say_answers(in);
}

static int on_minute(void *ctx)
{
	struct ingest *in = ctx;
	uint64_t now_ms = clock_monotonic_ms();

	if (now_ms > SILENCE_MS)
		producers_forget_silent(&in->producers, now_ms - SILENCE_MS);
	return 0;
}

int ingest_open(struct ingest **ret, void *zmq, struct loop *loop,
		const struct config *config, struct ledger *ledger,
		struct dispatch *dispatch)
{
	NW_CLEANUP(ingest_closep) struct ingest *in = calloc(1, sizeof(*in));
	int r;

	if (!in)
		return nw_fault(-ENOMEM, "ingest: open");
	in->loop = loop;
	in->config = config;
	in->ledger = ledger;
	in->dispatch = dispatch;
	in->durable = journal_durable(ledger_journal(ledger));
	/* Somewhat above the limit a body is refused in words; far above it the
	 * connection ends. */
	r = message_bind(&in->socket, zmq, ZMQ_ROUTER, &config->submit,
			 (int64_t)(config->max_body * 2 + FRAME_MAX_HEAD_BYTES));
	if (r == 0)
		r = loop_watch_socket(loop, in->socket, on_readable, in, NULL);
	if (r == 0)
		r = loop_every(loop, FORGET_EVERY_MS, on_minute, in);
	if (r < 0)
		return r;
	*ret = nw_take(in);
	return 0;
}

/* What was promised to nobody is told to everybody: these were not kept. */
static int refuse_all(struct ingest *in)
{
	int r = 0;

	while (r == 0 && in->n) {
		struct answer *a = answer_at(in, 0);

		r = refuse(in, &a->to->peer, a->n, FRAME_REFUSED_READ_ONLY,
			   "the journal has failed; this may not be kept");
		pop_answer(in);
	}
	return r;
}

int ingest_on_durable(struct ingest *in, uint64_t durable, int fault)
{
	int r;

	in->durable = durable;
	r = say_answers(in);
	in->fault = fault;
	return r == 0 && fault ? refuse_all(in) : r;
}

void ingest_pause(struct ingest *in, const char *reason)
{
	in->paused = reason;
}

const struct ingest_counts *ingest_counts(const struct ingest *in)
{
	return &in->counts;
}

struct ingest *ingest_close(struct ingest *in)
{
	if (!in)
		return NULL;
	while (in->n)
		pop_answer(in);
	free(in->answers);
	producers_free(&in->producers);
	article_head_free(&in->head);
	buf_free(&in->out);
	if (in->socket)
		zmq_close(in->socket);
	free(in);
	return NULL;
}
