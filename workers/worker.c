#include "workers/worker.h"

#include <errno.h>
#include <string.h>

#include "protocol/base/hash.h"
#include "protocol/base/json.h"
#include "protocol/base/log.h"
#include "protocol/event.h"
#include "workers/clean_json.h"

/* One article at work. Answers gather in `out` and leave when the asker has nothing
 * more for us, or when they are many. */
struct job {
	const struct worker *worker;
	const struct pipe_frame *frame;
	struct reading reading;
	struct buf *out, *scratch;
};

enum { FLUSH_AT_BYTES = 64 << 10, MAX_EVENTS = 1000 };

static int answer(const struct job *j, enum pipe_frame_type type,
		  const struct buf *payload)
{
	return pipe_put(j->out, type, j->frame->article, payload->data, payload->len);
}

static int fail(const struct job *j, const char *reason)
{
	int r;

	buf_clear(j->scratch);
	r = buf_puts(j->scratch, "{\"reason\":");
	if (r == 0)
		r = json_put_string(j->scratch, reason, strlen(reason));
	if (r == 0)
		r = buf_putc(j->scratch, '}');
	return r < 0 ? r : answer(j, PIPE_FAILED, j->scratch);
}

static int done(const struct job *j, size_t n_events)
{
	const struct clean_article *doc = &j->reading.doc;
	char sha256[HASH_SHA256_HEX];
	int r;

	hash_sha256_hex(doc->text, doc->text_len, sha256);
	buf_clear(j->scratch);
	r = buf_putc(j->scratch, '{');
	if (r == 0)
		r = json_put_member(j->scratch, "kind", doc->kind);
	if (r == 0)
		r = json_put_member(j->scratch, "lang", doc->lang);
	if (r == 0)
		r = json_put_member(j->scratch, "encoding", doc->encoding);
	if (r == 0)
		r = buf_printf(j->scratch, "\"text_sha256\":\"%s\",\"events\":%zu}",
			       sha256, n_events);
	return r < 0 ? r : answer(j, PIPE_DONE, j->scratch);
}

static int put_event(const struct job *j, const struct extracted_event *e)
{
	NW_CLEANUP(buf_free) struct buf names = { 0 };
	const char *lang = j->reading.doc.lang;
	struct event_view view = {
		.id = event_text(e->id),
		.type = event_text(e->type),
		.subject = event_text(e->subject ? e->subject : ""),
		.key = event_text(e->key ? e->key : ""),
		.content = event_text(e->content),
		.lang = event_text(lang ? lang : "und"),
		.data = { e->data, e->data_len },
	};
	int r = 0;

	for (size_t i = 0; r == 0 && i < e->n_names; i++)
		r = event_put_name(&names, e->names[i], strlen(e->names[i]));
	view.names = (struct event_text){ names.data, names.len };
	buf_clear(j->scratch);
	if (r == 0)
		r = event_put(j->scratch, &view);
	if (r == EVENT_BAD) {
		nw_log(NW_LOG_WARNING, "worker: an event of type %s is too large",
		       e->type);
		return 0;
	}
	return r < 0 ? r : answer(j, PIPE_EVENT, j->scratch);
}

static int extract(const struct job *j)
{
	const struct worker *w = j->worker;
	const struct reading *reading = &j->reading;
	struct extracted found = { 0 };
	int r = 0;

	/* Lists of links, stubs and error pages state nothing. */
	if (reading->doc.kind && strcmp(reading->doc.kind, "article") == 0)
		r = extractor_run(w->extractor, w->arena, &reading->raw, &reading->doc,
				  &found);
	/* No article states that many things; what does is a list, or an attack. */
	if (found.n > MAX_EVENTS)
		found.n = MAX_EVENTS;
	for (size_t i = 0; r == 0 && i < found.n; i++)
		r = put_event(j, &found.events[i]);
	return r < 0 ? r : done(j, found.n);
}

static int show(const struct job *j)
{
	const struct worker *w = j->worker;
	const struct reading *reading = &j->reading;
	int r;

	buf_clear(j->scratch);
	if (j->frame->type == PIPE_CLEAN)
		r = clean_json_put(j->scratch, &reading->doc);
	else if (j->frame->type == PIPE_EXPLAIN)
		r = extractor_explain(w->extractor, w->arena, &reading->raw,
				      &reading->doc, j->scratch);
	else
		r = extractor_explain_json(w->extractor, w->arena, &reading->raw,
					   &reading->doc, j->scratch);
	if (r == 0)
		r = answer(j, PIPE_OUTPUT, j->scratch);
	return r < 0 ? r : done(j, 0);
}

static int work(struct job *j)
{
	int r = reader_read(j->worker->reader, j->worker->arena, j->frame, &j->reading);

	if (r == READER_BAD)
		return nw_fault(-EPROTO, "worker: a frame that is no article");
	if (r == READER_HOPELESS)
		return fail(j, j->reading.reason);
	if (r < 0)
		return r;
	return j->frame->type == PIPE_ARTICLE ? extract(j) : show(j);
}

/* What was answered so far leaves with the word that the next one begins. */
static int begin(const struct job *j)
{
	int r = pipe_put(j->out, PIPE_STARTED, j->frame->article, NULL, 0);

	return r < 0 ? r : pipe_flush(j->out, j->worker->fd);
}

static int say_ready(const struct worker *w, struct buf *out)
{
	NW_CLEANUP(buf_free) struct buf payload = { 0 };
	int r = buf_putc(&payload, '{');

	if (r == 0)
		r = json_put_member(&payload, "rules",
				    extractor_fingerprint(w->extractor));
	if (r == 0)
		r = buf_puts(&payload, "\"newswire\":\"" NEWSWIRE_VERSION "\"}");
	if (r == 0)
		r = pipe_put(out, PIPE_READY, 0, payload.data, payload.len);
	return r < 0 ? r : pipe_flush(out, w->fd);
}

static bool is_request(const struct pipe_frame *frame)
{
	return frame->type >= PIPE_ARTICLE && frame->type <= PIPE_EXPLAIN_JSON;
}

/* All requests that have arrived. 0, PIPE_EOF, a fault. */
static int answer_all(const struct worker *w, struct pipe_reader *in, struct buf *out,
		      struct buf *scratch)
{
	struct pipe_frame frame;
	int r;

	while ((r = pipe_next(in, &frame)) == 0) {
		struct job job = {
			.worker = w, .frame = &frame, .out = out, .scratch = scratch
		};

		if (!is_request(&frame))
			return nw_fault(-EPROTO, "worker: a frame of type %d",
					frame.type);
		r = begin(&job);
		if (r == 0)
			r = work(&job);
		if (r == 0 && out->len > FLUSH_AT_BYTES)
			r = pipe_flush(out, w->fd);
		if (r < 0)
			return r;
		arena_reset(w->arena);
	}
	if (r == PIPE_BAD)
		return nw_fault(-EPROTO, "worker: what came is no frame");
	return r == PIPE_EOF ? r : pipe_flush(out, w->fd);
}

int worker_run(const struct worker *w)
{
	NW_CLEANUP(pipe_reader_free) struct pipe_reader in = { 0 };
	NW_CLEANUP(buf_free) struct buf out = { 0 }, scratch = { 0 };
	int r = say_ready(w, &out);

	while (r == 0) {
		r = pipe_fill(&in, w->fd);
		if (r == 0)
			r = answer_all(w, &in, &out, &scratch);
	}
	return r == PIPE_EOF ? 0 : r;
}
