/* The answer to `status`: every figure an operator is shown first (PROTOCOL.md). */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/broker.h"
#include "protocol/base/clock.h"
#include "protocol/base/json.h"

static int put_articles(struct broker *b, struct buf *out)
{
	const struct ledger_counts *c = ledger_counts(b->ledger);
	const struct ingest_counts *in = ingest_counts(b->ingest);
	const struct desk *s = ledger_desk(b->ledger);
	uint64_t oldest = desk_oldest_waiting_ms(s), now = clock_wall_ms();
	int r = buf_printf(out,
			   "\"articles\":{\"kept\":%" PRIu64 ",\"revisions\":%" PRIu64
			   ",\"duplicates\":%" PRIu64 ",\"refused\":%" PRIu64
			   ",\"busy\":%" PRIu64 ",\"published\":%" PRIu64
			   ",\"unchanged\":%" PRIu64 ",\"retries\":%" PRIu64
			   ",\"waiting\":%zu,\"assigned\":%zu,\"dead\":%zu},",
			   c->kept, c->revisions, c->duplicates, in->refused, in->busy,
			   c->finished, c->unchanged, c->retries, desk_waiting(s),
			   s->n_assigned, s->dead.n);

	if (r < 0 || !oldest)
		return r;
	return buf_printf(out, "\"oldest_waiting_ms\":%" PRIu64 ",",
			  now > oldest ? now - oldest : 0);
}

static int put_events(struct broker *b, struct buf *out)
{
	char low[FRAME_SEQ_DIGITS + 1], high[FRAME_SEQ_DIGITS + 1];
	const struct ledger_counts *c = ledger_counts(b->ledger);

	return buf_printf(out,
			  "\"events\":{\"published\":%" PRIu64 ",\"retracted\":%" PRIu64
			  ",\"low\":\"%s\",\"high\":\"%s\"},"
			  "\"rates\":{\"articles_per_s\":%.1f,\"events_per_s\":%.1f},",
			  publish_count(b->publish), c->retracted,
			  frame_seq(journal_oldest(ledger_journal(b->ledger)), low),
			  frame_seq(b->durable, high), b->rates.articles_per_s,
			  b->rates.events_per_s);
}

static int put_stage(struct buf *out, const char *name, const struct histogram *h)
{
	if (!h->total)
		return 0;
	return buf_printf(out, "\"%s\":{\"p50_us\":%" PRIu64 ",\"p99_us\":%" PRIu64 "},",
			  name, histogram_percentile(h, 50), histogram_percentile(h, 99));
}

static int put_stages(struct broker *b, struct buf *out,
		      const struct journal_usage *usage)
{
	const struct dispatch_stages *stages = dispatch_stages(b->dispatch);
	int r = buf_puts(out, "\"stages\":{");

	if (r == 0)
		r = put_stage(out, "keep", &ingest_counts(b->ingest)->keep);
	if (r == 0)
		r = put_stage(out, "wait", &stages->wait);
	if (r == 0)
		r = put_stage(out, "work", &stages->work);
	if (r == 0)
		r = put_stage(out, "publish", publish_delays(b->publish));
	if (r < 0)
		return r;
	return buf_printf(out, "\"sync\":{\"p50_us\":%u,\"p99_us\":%u}},",
			  usage->sync_p50_us, usage->sync_p99_us);
}

/* Resident pages, as the kernel counts them; 0 when it does not say. */
static uint64_t memory_bytes(void)
{
	NW_CLEANUP(nw_fclosep) FILE *f = fopen("/proc/self/statm", "re");
	unsigned long total, resident = 0;

	if (!f || fscanf(f, "%lu %lu", &total, &resident) != 2)
		return 0;
	return (uint64_t)resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

static int put_worker(struct buf *out, const struct worker *w)
{
	static const char *const words[] = { [WORKER_STARTING] = "starting",
					     [WORKER_READY] = "idle",
					     [WORKER_STOPPING] = "stopping" };
	const struct article *a = worker_current(w);
	bool busy = w->state == WORKER_READY && w->started;
	char seq[FRAME_SEQ_DIGITS + 1];
	int r = buf_printf(out, "{\"pid\":%d,\"state\":\"%s\",\"done\":%" PRIu64, w->pid,
			   busy ? "busy" : words[w->state], w->finished);

	if (r == 0 && busy && a)
		r = buf_printf(out, ",\"busy_ms\":%" PRIu64 ",\"article\":\"%s\"",
			       clock_monotonic_ms() - w->started_ms,
			       frame_seq(a->seq, seq));
	return r < 0 ? r : buf_puts(out, "},");
}

/* A list's last comma goes. */
static int close_list(struct buf *out)
{
	if (out->data[out->len - 1] == ',')
		out->len--;
	return buf_puts(out, "],");
}

static int put_workers(struct broker *b, struct buf *out)
{
	const struct pool *pool = dispatch_pool(b->dispatch);
	const struct worker *w;
	int r = buf_printf(out, "\"worker_restarts\":%" PRIu64 ",\"workers\":[",
			   pool_restarts(pool));

	for (size_t i = 0; r == 0 && (w = pool_worker(pool, i)); i++)
		r = put_worker(out, w);
	if (r == 0)
		r = close_list(out);
	return r < 0 ? r : json_put_member(out, "worker_trouble", pool_trouble(pool));
}

static int put_texts(struct buf *out, const char *key, const struct wish_list *list)
{
	const char *text = list->texts.data;
	int r = list->n ? buf_printf(out, ",\"%s\":[", key) : 0;

	for (size_t i = 0; r == 0 && i < list->n; i++, text += strlen(text) + 1) {
		r = i ? buf_putc(out, ',') : 0;
		if (r == 0)
			r = json_put_string(out, text, strlen(text));
	}
	return r < 0 || !list->n ? r : buf_putc(out, ']');
}

/* What a durable subscriber has confirmed, else what the stream has looked at. */
static uint64_t resumes_at(struct broker *b, const struct stream *t)
{
	const struct position *p =
		positions_find(ledger_positions(b->ledger), t->wish.durable,
			       strlen(t->wish.durable));

	return p ? p->seq : t->position;
}

static int put_stream(struct broker *b, struct buf *out, const struct stream *t)
{
	char text[FRAME_SEQ_DIGITS + 1];
	uint64_t position = resumes_at(b, t);
	uint64_t behind = b->durable > position ? b->durable - position : 0;
	int r = buf_puts(out, "{");

	if (r == 0 && *t->wish.durable)
		r = buf_printf(out, "\"durable\":\"%s\",", t->wish.durable);
	if (r == 0)
		r = buf_printf(out,
			       "\"live\":true,\"position\":\"%s\",\"behind\":%" PRIu64
			       ",\"credit\":%" PRIu64 ",\"sent\":%" PRIu64
			       ",\"idle_ms\":%" PRIu64,
			       frame_seq(position, text), behind, t->credit, t->sent,
			       clock_monotonic_ms() - t->heard_ms);
	if (r == 0)
		r = put_texts(out, "types", &t->wish.types);
	if (r == 0)
		r = put_texts(out, "names", &t->wish.names);
	if (r == 0)
		r = put_texts(out, "langs", &t->wish.langs);
	return r < 0 ? r : buf_puts(out, "},");
}

static bool is_live(const struct broker *b, const struct position *p)
{
	const struct stream *t;

	for (size_t i = 0; (t = subscribers_at(b->subscribers, i)); i++)
		if (strcmp(t->wish.durable, p->name) == 0)
			return true;
	return false;
}

static int put_subscribers(struct broker *b, struct buf *out)
{
	const struct positions *positions = ledger_positions(b->ledger);
	const struct stream *t;
	int r = buf_puts(out, "\"subscribers\":[");

	for (size_t i = 0; r == 0 && (t = subscribers_at(b->subscribers, i)); i++)
		r = put_stream(b, out, t);
	for (size_t i = 0; r == 0 && i < positions->n; i++) {
		const struct position *p = &positions->items[i];
		char seq[FRAME_SEQ_DIGITS + 1];

		if (is_live(b, p))
			continue;
		r = buf_printf(out,
			       "{\"durable\":\"%s\",\"live\":false,\"position\":\"%s\","
			       "\"behind\":%" PRIu64 "},",
			       p->name, frame_seq(p->seq, seq), b->durable - p->seq);
	}
	return r < 0 ? r : close_list(out);
}

int broker_put_status(struct broker *b, struct buf *out)
{
	struct journal_usage usage;
	int r;

	journal_usage(ledger_journal(b->ledger), &usage);
	r = json_put_member(out, "node", b->config->node);
	if (r == 0)
		r = buf_printf(out,
			       "\"version\":\"" NEWSWIRE_VERSION "\",\"state\":\"%s\","
			       "\"up_ms\":%" PRIu64 ",",
			       broker_state_word(b->state),
			       clock_monotonic_ms() - b->started_ms);
	if (r == 0)
		r = put_articles(b, out);
	if (r == 0)
		r = put_events(b, out);
	if (r == 0)
		r = put_stages(b, out, &usage);
	if (r == 0)
		r = buf_printf(out,
			       "\"journal\":{\"bytes\":%" PRIu64 ",\"max_bytes\":%" PRIu64
			       ",\"segments\":%u,\"damaged\":%" PRIu64
			       "},\"memory_bytes\":%" PRIu64 ",",
			       usage.disk_bytes, usage.max_bytes, usage.segments,
			       usage.damaged, memory_bytes());
	if (r == 0)
		r = put_workers(b, out);
	return r < 0 ? r : put_subscribers(b, out);
}
