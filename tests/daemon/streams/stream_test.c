#include "daemon/streams/stream.h"

#include <string.h>

#include "tests/daemon/ledger/ledger_testing.h"

static void *zmq, *router, *dealer;
static struct recent *recent;
static struct stream *stream;
static struct stream_source source;

static void remember(const struct ledger_event *event)
{
	assert_int_equal(recent_add(recent, event, source.durable), 0);
}

/* A client called `c`; what it says is not looked at here. */
static int fresh(void **state)
{
	int on = 1, r = fresh_ledger(state);

	zmq = zmq_ctx_new();
	router = zmq_socket(zmq, ZMQ_ROUTER);
	dealer = zmq_socket(zmq, ZMQ_DEALER);
	zmq_setsockopt(router, ZMQ_ROUTER_MANDATORY, &on, sizeof(on));
	zmq_setsockopt(dealer, ZMQ_ROUTING_ID, "c", 1);
	if (r || zmq_bind(router, "inproc://s") < 0 ||
	    zmq_connect(dealer, "inproc://s") < 0)
		return -1;
	source = (struct stream_source){ .journal = ledger_journal(ledger),
					 .socket = router,
					 .node = "desk1" };
	stream = calloc(1, sizeof(*stream));
	stream->peer = (struct peer){ .len = 1, .bytes = "c" };
	stream->credit = 100;
	also_on_event = remember;
	return recent_open(&recent, "desk1", 1 << 20);
}

static int closed(void **state)
{
	stream = stream_free(stream);
	recent = recent_close(recent);
	zmq_close(router);
	zmq_close(dealer);
	zmq_ctx_term(zmq);
	return removed_ledger(state);
}

/* Articles with one event each, durable. */
static void publish(const char *const *ids, size_t n)
{
	for (size_t i = 0; i < n; i++)
		finish(keep(ids[i], ids[i]), ids[i], "e=x");
	source.durable = journal_durable(ledger_journal(ledger));
}

static void publish_three(void)
{
	publish((const char *const[]){ "a", "b", "c" }, 3);
}

static void pump(void)
{
	int r;

	do
		r = stream_pump(stream, &source);
	while (r == STREAM_MORE);
	assert_int_equal(r, 0);
}

/* The head of the next message, "" when there is none; its verb in `verb`. */
static char verb[64], head[1024];

static void hear(void)
{
	char body[65536];
	int n = zmq_recv(dealer, verb, sizeof(verb) - 1, ZMQ_DONTWAIT);
	size_t more_size = sizeof(int);
	int more;

	*head = '\0';
	verb[n < 0 ? 0 : n] = '\0';
	if (n < 0)
		return;
	n = zmq_recv(dealer, head, sizeof(head) - 1, 0);
	head[n] = '\0';
	zmq_getsockopt(dealer, ZMQ_RCVMORE, &more, &more_size);
	if (more)
		zmq_recv(dealer, body, sizeof(body), 0);
}

static void assert_event(uint64_t seq, uint64_t prev)
{
	char text[FRAME_SEQ_DIGITS + 1];

	hear();
	assert_string_equal(verb, "NW1/event");
	assert_non_null(strstr(head, frame_seq(seq, text)));
	assert_non_null(strstr(strstr(head, "prev"), frame_seq(prev, text)));
}

static void assert_three_and_no_more(void)
{
	assert_event(published[0].seq, 0);
	assert_event(published[1].seq, published[0].seq);
	assert_event(published[2].seq, published[1].seq);
	hear();
	assert_string_equal(verb, "");
}

static void events_form_a_chain(void **state)
{
	stream_start(stream, 0);
	publish_three();
	pump();
	assert_three_and_no_more();
}

static void what_is_in_memory_no_more_comes_from_the_journal(void **state)
{
	publish_three();
	recent_close(recent);
	assert_int_equal(recent_open(&recent, "desk1", 1 << 20), 0);
	source.recent = recent;
	stream_start(stream, 0);
	pump();
	assert_three_and_no_more();
}

static void without_credit_nothing_comes_and_nothing_is_lost(void **state)
{
	stream_start(stream, 0);
	stream->credit = 1;
	publish_three();
	pump();
	assert_event(published[0].seq, 0);
	hear();
	assert_string_equal(verb, "");
	stream->credit = 2;
	pump();
	assert_event(published[1].seq, published[0].seq);
	assert_event(published[2].seq, published[1].seq);
}

static void what_is_not_durable_is_not_sent(void **state)
{
	stream_start(stream, 0);
	publish_three();
	source.durable = published[1].seq;
	pump();
	assert_event(published[0].seq, 0);
	assert_event(published[1].seq, published[0].seq);
	hear();
	assert_string_equal(verb, "");
}

static void what_is_not_wanted_leaves_no_gap_in_the_chain(void **state)
{
	struct frame_part nothing = { "{\"types\":[\"listing\"]}", 21 };
	char reason[FRAME_MAX_REASON];

	assert_int_equal(wish_read(&stream->wish, nothing, reason), 0);
	stream_start(stream, 0);
	publish_three();
	pump();
	hear();
	assert_string_equal(verb, "");
	assert_int_equal(stream->position, source.durable);
	assert_int_equal(stream->credit, 100);
}

static void a_heartbeat_says_how_far_it_is(void **state)
{
	char text[FRAME_SEQ_DIGITS + 1];

	publish_three();
	stream_start(stream, 0);
	assert_int_equal(stream_beat(stream, &source), 0);
	hear();
	assert_string_equal(verb, "NW1/heartbeat");
	assert_non_null(strstr(head, frame_seq(source.durable, text)));
	assert_non_null(strstr(strstr(head, "\"at\""), frame_seq(0, text)));
}

static void a_peer_that_has_gone_is_told_apart(void **state)
{
	*stream->peer.bytes = 'x';
	stream_start(stream, 0);
	publish_three();
	assert_int_equal(stream_pump(stream, &source), STREAM_GONE);
}

static int fresh_with_recent(void **state)
{
	int r = fresh(state);

	source.recent = recent;
	return r;
}

#define sentence(f) cmocka_unit_test_setup_teardown(f, fresh_with_recent, closed)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(events_form_a_chain),
		sentence(what_is_in_memory_no_more_comes_from_the_journal),
		sentence(without_credit_nothing_comes_and_nothing_is_lost),
		sentence(what_is_not_durable_is_not_sent),
		sentence(what_is_not_wanted_leaves_no_gap_in_the_chain),
		sentence(a_heartbeat_says_how_far_it_is),
		sentence(a_peer_that_has_gone_is_told_apart),
	};

	return cmocka_run_group_tests_name("stream", tests, NULL, NULL);
}
