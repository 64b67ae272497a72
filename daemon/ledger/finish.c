/* What a worker found, against what was known before: which events are published, as
 * which version, and which no longer hold. One group in the journal. */
#include "daemon/ledger/ledger_state.h"

#include <errno.h>
#include <string.h>

#include "protocol/base/json.h"
#include "protocol/base/log.h"

/* What an event says, so that a new version is told from a repeat. */
static struct hash128 event_digest(const struct event_view *view)
{
	const struct event_text *says = view->content.len ? &view->content : &view->data;

	return hash128(says->s, says->len);
}

enum { MAX_RETRACTED = 2000 /* remembered of one article */ };
enum { RETRACTION_ID_LEN = 32, READ_AHEAD_BYTES = 1 << 20 };

/* What the revision before left behind. */
struct before {
	struct buf record; /* owns what `done` points into */
	struct record_done_view done;
	bool known;
};

struct write {
	struct record_event fixed;
	struct iovec parts[2];
	struct event_view view;
	struct buf own; /* a retraction's bytes; others are the worker's */
};

/* The group in the making. `holds` are the events that hold afterwards. */
struct plan {
	struct write *writes;
	struct record_done_event *holds;
	struct journal_entry *entries;
	size_t n_writes, n_holds;
	uint64_t article, first_seq;
};

static void plan_free(struct plan *p)
{
	for (size_t i = 0; i < p->n_writes; i++)
		buf_free(&p->writes[i].own);
	free(p->writes);
	free(p->holds);
	free(p->entries);
}

static void before_free(struct before *b)
{
	buf_free(&b->record);
}

static int plan_open(struct plan *p, size_t max_events)
{
	p->writes = calloc(max_events + 1, sizeof(*p->writes));
	p->holds = calloc(max_events + 1, sizeof(*p->holds));
	p->entries = calloc(max_events + 1, sizeof(*p->entries));
	if (!p->writes || !p->holds || !p->entries)
		return nw_fault(-ENOMEM, "finish: %zu events", max_events);
	return 0;
}

/* A done mark that cannot be read any more means that nothing is known: events may
 * then be published again, with the ids they had. */
static int read_before(struct ledger *l, const struct article *a, struct before *b)
{
	struct journal_record record;
	int r;

	if (!a->done.seq)
		return 0;
	r = journal_read(l->journal, a->done.pos, a->done.seq, &b->record, &record);
	if (r == JOURNAL_AGAIN)
		return LEDGER_BUSY;
	if (r < 0)
		return r;
	b->known = r == 0 && record_read_done(record.data, record.len, &b->done) == 0;
	return 0;
}

static bool find_before(const struct before *b, struct hash128 id,
			struct record_done_event *ret)
{
	for (size_t i = 0; b->known && i < b->done.fixed.n_events; i++) {
		*ret = record_done_event(&b->done, i);
		if (hash128_equal(ret->id, id))
			return true;
	}
	return false;
}

static bool holds_already(const struct plan *p, struct hash128 id)
{
	for (size_t i = 0; i < p->n_holds; i++)
		if (hash128_equal(p->holds[i].id, id))
			return true;
	return false;
}

static void add_write(struct plan *p, const struct event_view *view,
		      struct event_text bytes, unsigned rev, uint64_t supersedes)
{
	struct write *w = &p->writes[p->n_writes++];

	w->fixed = (struct record_event){ .article = p->article,
					  .supersedes = supersedes,
					  .rev = rev };
	w->view = *view;
	w->parts[0] = (struct iovec){ &w->fixed, sizeof(w->fixed) };
	w->parts[1] = (struct iovec){ (void *)(uintptr_t)bytes.s, bytes.len };
}

/* New, changed, or as it was. An id that comes twice in one article is one event. */
static void plan_event(struct plan *p, const struct before *b,
		       const struct ledger_found *found)
{
	const struct event_view *view = &found->view;
	struct record_done_event hold = { .id = hash128(view->id.s, view->id.len),
					  .digest = event_digest(view),
					  .rev = 1 };
	struct record_done_event old;

	if (holds_already(p, hold.id))
		return;
	if (!find_before(b, hold.id, &old)) {
		hold.seq = p->first_seq + p->n_writes;
		add_write(p, view, found->bytes, 1, 0);
	} else if (!old.retracted && hash128_equal(old.digest, hold.digest)) {
		hold = old;
	} else {
		hold.rev = old.rev + 1;
		hold.seq = p->first_seq + p->n_writes;
		add_write(p, view, found->bytes, hold.rev, old.seq);
	}
	p->holds[p->n_holds++] = hold;
}

/* The event under `seq`, as it was published; valid until `cursor` moves. */
static int read_event(struct ledger *l, uint64_t seq, struct journal_cursor *cursor,
		      struct record_event_view *ret)
{
	struct journal_record record;
	int r;

	journal_cursor_seek(l->journal, cursor, seq);
	do
		r = journal_cursor_next(l->journal, cursor, 1u << RECORD_EVENT,
					READ_AHEAD_BYTES, &record);
	while (r == JOURNAL_AGAIN);
	if (r != 0 || record.seq != seq)
		return r < 0 ? r : RECORD_BAD;
	return record_read_event(record.data, record.len, ret);
}

static int put_retraction_data(struct buf *out, const struct event_view *old)
{
	int r = buf_puts(out, "{\"type\":\"retraction\",\"event\":");

	if (r == 0)
		r = json_put_string(out, old->id.s, old->id.len);
	if (r == 0)
		r = buf_printf(out, ",\"event_type\":\"%.*s\"", (int)old->type.len,
			       old->type.s);
	if (r == 0)
		r = buf_puts(out, ",\"reason\":\"a later revision of the article no "
				  "longer gives it\"}");
	return r;
}

/* The retraction in the pipe form. */
static int make_retraction(struct buf *out, const struct event_view *old, unsigned rev)
{
	NW_CLEANUP(buf_free) struct buf data = { 0 };
	char id_text[EVENT_MAX_ID_BYTES + 32], id[HASH_SHA256_HEX];
	struct event_view view = *old;
	int n = snprintf(id_text, sizeof(id_text), "%.*s retracted %u", (int)old->id.len,
			 old->id.s, rev);
	int r = put_retraction_data(&data, old);

	if (r < 0)
		return r;
	hash_sha256_hex(id_text, (size_t)n, id);
	view.id = (struct event_text){ id, RETRACTION_ID_LEN };
	view.type = event_text("retraction");
	view.content = old->type; /* who wants that type wants its retractions */
	view.data = (struct event_text){ data.data, data.len };
	return event_put(out, &view);
}

/* Takes back what the revision before said and this one does not. What is not kept
 * any more needs no taking back. */
static int plan_retraction(struct ledger *l, struct plan *p,
			   struct record_done_event *old)
{
	NW_CLEANUP(journal_cursor_free) struct journal_cursor cursor = { 0 };
	NW_CLEANUP(buf_free) struct buf bytes = { 0 };
	struct record_event_view event;
	struct event_view view;
	int r = read_event(l, old->seq, &cursor, &event);

	old->retracted = 1;
	if (r == 0)
		r = make_retraction(&bytes, &event.event, old->rev);
	if (r == 0)
		r = event_split(bytes.data, bytes.len, &view);
	if (r != 0)
		return r < 0 ? r : 0;
	add_write(p, &view, (struct event_text){ bytes.data, bytes.len }, 1, old->seq);
	old->seq = p->first_seq + p->n_writes - 1;
	p->writes[p->n_writes - 1].own = bytes;
	bytes = (struct buf){ 0 };
	return 0;
}

static int plan_retractions(struct ledger *l, struct plan *p, const struct before *b)
{
	int r = 0;

	for (size_t i = 0; r == 0 && b->known && i < b->done.fixed.n_events; i++) {
		struct record_done_event old = record_done_event(&b->done, i);

		if (holds_already(p, old.id))
			continue;
		if (!old.retracted)
			r = plan_retraction(l, p, &old);
		else if (i >= MAX_RETRACTED)
			continue;
		p->holds[p->n_holds++] = old;
	}
	return r;
}

/* The same text as before: its events stand as they are. */
static void plan_unchanged(struct plan *p, const struct before *b)
{
	for (size_t i = 0; i < b->done.fixed.n_events; i++)
		p->holds[p->n_holds++] = record_done_event(&b->done, i);
}

static int make_plan(struct ledger *l, struct plan *p, const struct before *b,
		     const struct ledger_result *result, bool unchanged)
{
	size_t n_before = b->known ? b->done.fixed.n_events : 0;
	int r = plan_open(p, result->n + n_before);

	if (r < 0)
		return r;
	if (unchanged) {
		plan_unchanged(p, b);
		return 0;
	}
	for (size_t i = 0; i < result->n; i++)
		plan_event(p, b, &result->events[i]);
	return plan_retractions(l, p, b);
}

/* Events first, the done mark last: a group that is cut off has no done mark. */
static int write_plan(struct ledger *l, struct plan *p, const struct record_done *done,
		      const struct ledger_result *result)
{
	const struct iovec done_parts[] = {
		{ (void *)(uintptr_t)done, sizeof(*done) },
		{ p->holds, p->n_holds * sizeof(*p->holds) },
		{ (void *)(uintptr_t)result->meta, result->meta_len },
	};

	for (size_t i = 0; i < p->n_writes; i++)
		p->entries[i] = (struct journal_entry){ .type = RECORD_EVENT,
							.parts = p->writes[i].parts,
							.n_parts = 2 };
	p->entries[p->n_writes] = (struct journal_entry){
		.type = RECORD_DONE,
		.parts = done_parts,
		.n_parts = NW_ARRAY_LEN(done_parts),
	};
	return ledger_append(l, p->entries, p->n_writes + 1, JOURNAL_RESERVED);
}

static void tell_listener(struct ledger *l, const struct plan *p)
{
	static const char retraction[] = "retraction";

	for (size_t i = 0; i < p->n_writes; i++) {
		const struct write *w = &p->writes[i];
		struct ledger_event event = { .view = &w->view,
					      .seq = p->entries[i].seq,
					      .time_ms = p->entries[i].time_ms,
					      .supersedes = w->fixed.supersedes,
					      .rev = w->fixed.rev };

		l->listener.on_event(l->listener.ctx, &event);
		l->counts.published++;
		l->counts.retracted +=
			w->view.type.len == sizeof(retraction) - 1 &&
			memcmp(w->view.type.s, retraction, sizeof(retraction) - 1) == 0;
	}
}

static void settle(struct ledger *l, struct article *a, const struct plan *p,
		   bool unchanged)
{
	const struct journal_entry *done = &p->entries[p->n_writes];

	tell_listener(l, p);
	l->counts.finished++;
	l->counts.unchanged += unchanged;
	a->done = (struct done_place){ .seq = done->seq, .pos = done->pos };
	ledger_set_reason(l, a->seq, "", 0);
	desk_step(&l->desk, a, LIFE_EXTRACTED);
}

int ledger_finish(struct ledger *l, struct article *a, const struct ledger_result *result)
{
	NW_CLEANUP(plan_free)
	struct plan plan = { .article = a->seq,
			     .first_seq = journal_last(l->journal) + 1 };
	NW_CLEANUP(before_free) struct before before = { 0 };
	struct record_done done;
	bool unchanged;
	int r = read_before(l, a, &before);

	if (r != 0)
		return r;
	unchanged = before.known && hash128_equal(before.done.fixed.text, result->text);
	r = make_plan(l, &plan, &before, result, unchanged);
	if (r < 0)
		return r;
	done = (struct record_done){ .article = a->seq,
				     .text = result->text,
				     .outcome = unchanged ? RECORD_DONE_UNCHANGED
							  : RECORD_DONE_EVENTS,
				     .n_events = (uint32_t)plan.n_holds };
	r = write_plan(l, &plan, &done, result);
	if (r == LEDGER_TOO_BIG)
		return ledger_give_up(l, a, "its events do not fit into one segment");
	if (r == 0)
		settle(l, a, &plan, unchanged);
	return r;
}
