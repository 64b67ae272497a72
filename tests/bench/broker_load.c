/* One producer and one subscriber at a broker, as fast as its window or its rate allows:
 *
 *	broker_load SUBMIT SUBSCRIBE WINDOW SECONDS BYTES[,BYTES…] [RATE]
 *
 * Articles of the given sizes in turn; RATE is articles a second, 0 (default) as fast as
 * the window allows. Prints one JSON object: articles and bytes a second that were
 * answered, events a second that arrived, and percentiles in us of the answer and of the
 * event, counted from the article's sending. Speaks the wire directly. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "daemon/journal/histogram.h"
#include "protocol/base/clock.h"
#include "protocol/frame.h"

enum { MAX_SIZES = 16, MAX_BODY = 4 << 20, CREDIT = 50000, LAST_EVENTS_MS = 2000 };

struct load {
	void *zmq;
	const char *subscribe;
	size_t sizes[MAX_SIZES], n_sizes;
	char *body;
	unsigned long window, rate;
	uint64_t until_us;
	uint64_t run; /* makes ids of this run its own */
	uint64_t sent, answered, busy, bytes;
	struct histogram acks, events;
	atomic_ulong received;
	atomic_int stop, ready;
	uint64_t last_event_us;
};

static void die(const char *what)
{
	fprintf(stderr, "broker_load: %s\n", what);
	exit(1);
}

static void *connect_to(void *zmq, const char *endpoint)
{
	void *s = zmq_socket(zmq, ZMQ_DEALER);
	int none = 0, wait = 500;

	zmq_setsockopt(s, ZMQ_SNDHWM, &none, sizeof(none));
	zmq_setsockopt(s, ZMQ_RCVHWM, &none, sizeof(none));
	zmq_setsockopt(s, ZMQ_LINGER, &none, sizeof(none));
	zmq_setsockopt(s, ZMQ_RCVTIMEO, &wait, sizeof(wait));
	if (zmq_connect(s, endpoint) < 0)
		die("cannot connect");
	return s;
}

static int receive(void *s, zmq_msg_t parts[3], int flags)
{
	int n = 0, more = 1;

	while (more && n < 3) {
		zmq_msg_init(&parts[n]);
		if (zmq_msg_recv(&parts[n], s, n ? 0 : flags) < 0)
			return 0;
		more = zmq_msg_more(&parts[n++]);
	}
	return n;
}

static void close_all(zmq_msg_t parts[3], int n)
{
	for (int i = 0; i < n; i++)
		zmq_msg_close(&parts[i]);
}

/* Ids are "RUN-MICROSECONDS-NUMBER": when it was sent stands in them. */
static uint64_t sent_at(const char *text, size_t len, uint64_t run)
{
	char needle[40];
	const char *at;
	int n = snprintf(needle, sizeof(needle), "\"%llx-", (unsigned long long)run);

	at = memmem(text, len, needle, (size_t)n);
	return at ? strtoull(at + n, NULL, 10) : 0;
}

static void on_event(struct load *l, zmq_msg_t *body)
{
	uint64_t now = clock_monotonic_us();
	uint64_t sent = sent_at(zmq_msg_data(body), zmq_msg_size(body), l->run);

	if (!sent)
		return;
	histogram_add(&l->events, now - sent);
	atomic_fetch_add(&l->received, 1);
	l->last_event_us = now;
}

static void *subscribe(void *ctx)
{
	static const char ask[] = "{\"from\":\"now\",\"credit\":50000}";
	static const char more[] = "{\"more\":1000}";
	struct load *l = ctx;
	void *s = connect_to(l->zmq, l->subscribe);
	unsigned owed = 0;

	zmq_send(s, "NW1/subscribe", 13, ZMQ_SNDMORE);
	zmq_send(s, ask, sizeof(ask) - 1, 0);
	while (!atomic_load(&l->stop)) {
		zmq_msg_t parts[3];
		int n = receive(s, parts, 0);

		if (n == 2)
			atomic_store(&l->ready, 1);
		if (n == 3)
			on_event(l, &parts[2]);
		close_all(parts, n);
		owed += n == 3;
		if (owed < 1000)
			continue;
		zmq_send(s, "NW1/credit", 10, ZMQ_SNDMORE);
		zmq_send(s, more, sizeof(more) - 1, 0);
		owed = 0;
	}
	zmq_close(s);
	return NULL;
}

static void submit(struct load *l, void *s)
{
	char head[160];
	size_t size = l->sizes[l->sent % l->n_sizes];
	uint64_t now = clock_monotonic_us();
	int n = snprintf(head, sizeof(head),
			 "{\"n\":%llu,\"id\":\"%llx-%llu-%llu\",\"content_type\":"
			 "\"text/html\"}",
			 (unsigned long long)now, (unsigned long long)l->run,
			 (unsigned long long)now, (unsigned long long)l->sent);

	memcpy(l->body, head, (size_t)n); /* no two bodies are the same */
	zmq_send(s, "NW1/submit", 10, ZMQ_SNDMORE);
	zmq_send(s, head, (size_t)n, ZMQ_SNDMORE);
	zmq_send(s, l->body, size, 0);
	l->sent++;
}

static void on_answer(struct load *l, zmq_msg_t parts[3])
{
	const char *verb = zmq_msg_data(&parts[0]);
	uint64_t sent = sent_at(zmq_msg_data(&parts[1]), zmq_msg_size(&parts[1]), l->run);

	if (zmq_msg_size(&parts[0]) == 8 && memcmp(verb, "NW1/kept", 8) == 0) {
		histogram_add(&l->acks, clock_monotonic_us() - sent);
		l->bytes += l->sizes[l->answered % l->n_sizes];
	} else {
		l->busy++;
	}
	l->answered++;
}

static void take_answers(struct load *l, void *s, int wait)
{
	zmq_msg_t parts[3];
	int n;

	while ((n = receive(s, parts, wait ? 0 : ZMQ_DONTWAIT)) > 0) {
		on_answer(l, parts);
		close_all(parts, n);
		wait = 0;
	}
}

static void produce(struct load *l, void *s)
{
	uint64_t start = clock_monotonic_us(), now;

	while ((now = clock_monotonic_us()) < l->until_us) {
		uint64_t due = l->rate ? (now - start) * l->rate / 1000000 : UINT64_MAX;
		int sent = 0;

		while (l->sent < due && l->sent - l->answered < l->window && sent++ < 32)
			submit(l, s);
		if (l->sent - l->answered >= l->window) {
			take_answers(l, s, 1);
		} else if (l->rate && l->sent >= due) {
			zmq_pollitem_t item = { .socket = s, .events = ZMQ_POLLIN };

			zmq_poll(&item, 1, 1);
			take_answers(l, s, 0);
		} else {
			take_answers(l, s, 0);
		}
	}
	for (int turn = 0; l->answered < l->sent && turn < 20; turn++)
		take_answers(l, s, 1);
}

static void read_sizes(struct load *l, char *text)
{
	for (char *word; (word = strsep(&text, ",")) && l->n_sizes < MAX_SIZES;)
		l->sizes[l->n_sizes++] = strtoull(word, NULL, 10);
	for (size_t i = 0; i < l->n_sizes; i++)
		if (l->sizes[i] < 200 || l->sizes[i] > MAX_BODY)
			die("sizes are 200 bytes to 4 MiB");
}

static void print(const struct load *l, double seconds, double event_seconds)
{
	printf("{\"articles_per_s\":%.0f,\"mb_per_s\":%.1f,\"events_per_s\":%.0f,"
	       "\"answered\":%llu,\"busy\":%llu,\"events\":%lu,"
	       "\"ack_p50_us\":%llu,\"ack_p99_us\":%llu,"
	       "\"event_p50_us\":%llu,\"event_p99_us\":%llu}\n",
	       (double)l->acks.total / seconds, (double)l->bytes / seconds / 1e6,
	       (double)atomic_load(&l->received) / event_seconds,
	       (unsigned long long)l->answered, (unsigned long long)l->busy,
	       atomic_load(&l->received),
	       (unsigned long long)histogram_percentile(&l->acks, 50),
	       (unsigned long long)histogram_percentile(&l->acks, 99),
	       (unsigned long long)histogram_percentile(&l->events, 50),
	       (unsigned long long)histogram_percentile(&l->events, 99));
}

static void wait_for_events(struct load *l)
{
	uint64_t limit = clock_monotonic_us() + 30000000;

	while (atomic_load(&l->received) < l->acks.total && clock_monotonic_us() < limit)
		usleep(LAST_EVENTS_MS);
}

int main(int argc, char **argv)
{
	static struct load l;
	uint64_t start, answered;
	pthread_t thread;
	void *s;

	if (argc < 6)
		die("usage: broker_load SUBMIT SUBSCRIBE WINDOW SECONDS BYTES[,…] "
		    "[RATE]");
	l.zmq = zmq_ctx_new();
	l.subscribe = argv[2];
	l.window = strtoul(argv[3], NULL, 10);
	l.rate = argc > 6 ? strtoul(argv[6], NULL, 10) : 0;
	l.run = clock_wall_ms();
	l.body = malloc(MAX_BODY);
	if (!l.body)
		die("no memory");
	memset(l.body, 'n', MAX_BODY);
	read_sizes(&l, argv[5]);
	pthread_create(&thread, NULL, subscribe, &l);
	s = connect_to(l.zmq, argv[1]);
	while (!atomic_load(&l.ready))
		usleep(1000);
	start = clock_monotonic_us();
	l.until_us = start + strtoull(argv[4], NULL, 10) * 1000000;
	produce(&l, s);
	answered = clock_monotonic_us();
	wait_for_events(&l);
	atomic_store(&l.stop, 1);
	pthread_join(thread, NULL);
	print(&l, (double)(answered - start) / 1e6,
	      (double)(l.last_event_us - start) / 1e6);
	return 0;
}
